//! The sandbox's program: reads the command line, runs, ends.

use std::process::ExitCode;

use connect_sandbox::cli::{read, Call, USAGE};
use connect_sandbox::{faults, run};

/// Exit code of everything that keeps the sandbox from running.
const CANNOT: u8 = 2;

fn main() -> ExitCode {
    match read(std::env::args().skip(1)) {
        Ok(Call::Help) => {
            print!("{USAGE}");
            ExitCode::SUCCESS
        }
        Ok(Call::FaultList) => {
            println!("{:#}", faults::catalogue());
            ExitCode::SUCCESS
        }
        Ok(Call::Run(settings)) => match run::run(&settings) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("connect-sandbox: {error}");
                ExitCode::from(CANNOT)
            }
        },
        Err(misuse) => {
            eprintln!("connect-sandbox: {misuse}");
            ExitCode::from(CANNOT)
        }
    }
}
