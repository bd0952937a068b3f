//! The command line.

use std::path::PathBuf;

use crate::faults::{parse, AnyFault};

/// What `--help` prints.
pub const USAGE: &str = "\
usage: connect-sandbox --scenario FILE --state DIR --postgres DIR --client FILE
                       [--port N] [--seed N] [--fault NAME[:ARGUMENT][@TARGET][#N]]... [--exit-with-stdin] [--paper]
       connect-sandbox --fault-list
";

/// What the sandbox is asked to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Call {
    /// Run.
    Run(Box<Settings>),
    /// Print all faults as JSON.
    FaultList,
    /// Print the usage.
    Help,
}

/// Everything a run is made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Scenario file.
    pub scenario: PathBuf,
    /// Folder for everything the sandbox writes.
    pub state: PathBuf,
    /// Folder that holds `<major>/bin/postgres`.
    pub postgres: PathBuf,
    /// The client program, one process per dyno.
    pub client: PathBuf,
    /// Port; 0 for any free one.
    pub port: u16,
    /// Seed of everything that varies.
    pub seed: u64,
    /// Faults from the start.
    pub faults: Vec<AnyFault>,
    /// Stop when standard input ends.
    pub exit_with_stdin: bool,
    /// Hardware on paper: neither Postgres nor client processes.
    pub paper: bool,
}

/// Why a command line cannot be followed.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("{0}")]
pub struct Misuse(String);

/// Reads a command line, without the program's name.
///
/// # Errors
/// [`Misuse`], one sentence.
pub fn read(arguments: impl IntoIterator<Item = String>) -> Result<Call, Misuse> {
    let mut arguments = arguments.into_iter();
    let (mut scenario, mut state, mut postgres, mut client) = (None, None, None, None);
    let (mut port, mut seed, mut faults) = (0, 1, Vec::new());
    let (mut exit_with_stdin, mut paper) = (false, false);
    while let Some(argument) = arguments.next() {
        let (flag, inline) = match argument.split_once('=') {
            Some((flag, value)) => (flag.to_owned(), Some(value.to_owned())),
            None => (argument, None),
        };
        match flag.as_str() {
            "--help" | "-h" => return Ok(Call::Help),
            "--fault-list" => return Ok(Call::FaultList),
            "--exit-with-stdin" => {
                exit_with_stdin = true;
                continue;
            }
            "--paper" => {
                paper = true;
                continue;
            }
            _ => {}
        }
        let mut value = || {
            inline.clone().or_else(|| arguments.next()).ok_or_else(|| Misuse(format!("{flag} needs a value")))
        };
        match flag.as_str() {
            "--scenario" => scenario = Some(PathBuf::from(value()?)),
            "--state" => state = Some(PathBuf::from(value()?)),
            "--postgres" => postgres = Some(PathBuf::from(value()?)),
            "--client" => client = Some(PathBuf::from(value()?)),
            "--port" => port = number(&flag, &value()?)?,
            "--seed" => seed = number(&flag, &value()?)?,
            "--fault" => faults.push(parse(&value()?).map_err(|error| Misuse(error.to_string()))?),
            _ => return Err(Misuse(format!("unknown argument {flag}\n{USAGE}"))),
        }
    }
    let needed = |value: Option<PathBuf>, flag: &str| {
        value.ok_or_else(|| Misuse(format!("{flag} is missing\n{USAGE}")))
    };
    Ok(Call::Run(Box::new(Settings {
        scenario: needed(scenario, "--scenario")?,
        state: needed(state, "--state")?,
        postgres: needed(postgres, "--postgres")?,
        client: needed(client, "--client")?,
        port,
        seed,
        faults,
        exit_with_stdin,
        paper,
    })))
}

fn number<N: std::str::FromStr>(flag: &str, text: &str) -> Result<N, Misuse> {
    text.parse().map_err(|_| Misuse(format!("{flag} needs a number, not `{text}`")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(line: &str) -> Result<Call, Misuse> {
        read(line.split_whitespace().map(str::to_owned))
    }

    const FULL: &str = "--scenario s.json --state=/tmp/x --postgres pg --client c";

    #[test]
    fn a_full_line() {
        let Ok(Call::Run(settings)) =
            call(&format!("{FULL} --port 5 --fault slow:5 --fault pause-stuck --paper --seed=9"))
        else {
            panic!("not a run")
        };
        assert_eq!((settings.port, settings.seed, settings.faults.len()), (5, 9, 2));
        assert_eq!(settings.state, PathBuf::from("/tmp/x"));
        assert!(settings.paper && !settings.exit_with_stdin);
    }

    #[test]
    fn what_is_wrong_is_named() {
        let wrong = |line: &str| call(line).unwrap_err().to_string();
        assert!(wrong("--state x").starts_with("--scenario is missing"));
        assert_eq!(wrong("--port x"), "--port needs a number, not `x`");
        assert_eq!(wrong("--port 70000"), "--port needs a number, not `70000`");
        assert_eq!(wrong("--port"), "--port needs a value");
        assert!(wrong("--fault nonsense").contains("`nonsense` is not a fault"));
        assert!(wrong("extra").starts_with("unknown argument extra"));
        assert_eq!(call("--fault-list"), Ok(Call::FaultList));
    }
}
