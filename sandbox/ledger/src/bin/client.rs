//! One dyno process of the sandbox.

use std::process::ExitCode;

use connect_ledger::client::{run, Options};

fn main() -> ExitCode {
    let options = match Options::parse(lexopt::Parser::from_env(), |name| std::env::var(name).ok()) {
        Ok(options) => options,
        Err(error) => {
            eprintln!("client: {error}");
            return ExitCode::from(2);
        }
    };
    match run(options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("client: {error}");
            ExitCode::from(1)
        }
    }
}
