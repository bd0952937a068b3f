//! The sandbox's program: reads the command line, runs, ends.

use std::fmt::Display;
use std::io::Write;
use std::process::ExitCode;

use connect_sandbox::cli::{read, Call, USAGE};
use connect_sandbox::{faults, run};

/// Exit code of everything that keeps the sandbox from running.
const CANNOT: u8 = 2;

fn main() -> ExitCode {
    match read(lexopt::Parser::from_env()) {
        Ok(Call::Help) => {
            print(USAGE);
            ExitCode::SUCCESS
        }
        Ok(Call::FaultList) => {
            print(&format!("{:#}\n", faults::catalogue()));
            ExitCode::SUCCESS
        }
        Ok(Call::Run(settings)) => match run::run(&settings) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => refuse(&error),
        },
        Err(misuse) => refuse(&misuse),
    }
}

/// Prints; a reader that has gone away is no failure.
fn print(text: &str) {
    let _ = write!(std::io::stdout(), "{text}");
}

fn refuse(why: &dyn Display) -> ExitCode {
    let _ = writeln!(std::io::stderr(), "connect-sandbox: {why}");
    ExitCode::from(CANNOT)
}
