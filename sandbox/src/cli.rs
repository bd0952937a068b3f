//! The command line.

use std::path::PathBuf;

use crate::faults::{parse, AnyFault};

/// What `--help` prints.
pub const USAGE: &str = "\
usage: connect-sandbox --scenario FILE --state DIR --postgres DIR --client FILE
                       [--port N] [--seed N] [--fault NAME[:ARGUMENT][@TARGET][#N]]... [--exit-with-stdin] [--paper]
                       [--bastion FILE]
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
    /// The bastion's program, for scenarios with a private database.
    pub bastion: Option<PathBuf>,
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

impl From<lexopt::Error> for Misuse {
    fn from(error: lexopt::Error) -> Self {
        Self(error.to_string())
    }
}

/// Reads a command line.
///
/// # Errors
/// [`Misuse`], one sentence.
pub fn read(mut parser: lexopt::Parser) -> Result<Call, Misuse> {
    use lexopt::prelude::*;
    let (mut scenario, mut state, mut postgres, mut client) = (None, None, None, None);
    let (mut port, mut seed, mut faults) = (0, 1, Vec::new());
    let (mut exit_with_stdin, mut paper, mut bastion) = (false, false, None);
    while let Some(argument) = parser.next()? {
        match argument {
            Long("help") | Short('h') => return Ok(Call::Help),
            Long("fault-list") => return Ok(Call::FaultList),
            Long("exit-with-stdin") => exit_with_stdin = true,
            Long("paper") => paper = true,
            Long("scenario") => scenario = Some(parser.value()?.into()),
            Long("state") => state = Some(parser.value()?.into()),
            Long("postgres") => postgres = Some(parser.value()?.into()),
            Long("client") => client = Some(parser.value()?.into()),
            Long("bastion") => bastion = Some(parser.value()?.into()),
            Long("port") => port = number("--port", &parser.value()?.string()?)?,
            Long("seed") => seed = number("--seed", &parser.value()?.string()?)?,
            Long("fault") => {
                faults.push(parse(&parser.value()?.string()?).map_err(|error| Misuse(error.to_string()))?);
            }
            other => return Err(Misuse(format!("{}\n{USAGE}", other.unexpected()))),
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
        bastion,
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
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        read(lexopt::Parser::from_args(words))
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
        assert_eq!(wrong("--port"), "missing argument for option '--port'");
        assert!(wrong("--fault nonsense").contains("`nonsense` is not a fault"));
        assert!(wrong(&format!("{FULL} extra")).starts_with("unexpected argument \"extra\"\nusage: "));
        assert!(wrong(&format!("{FULL} --prot 5")).starts_with("invalid option '--prot'\nusage: "));
        assert!(wrong("--exit-with-stdin=no").contains("--exit-with-stdin"));
        assert_eq!(call("--fault-list"), Ok(Call::FaultList));
    }
}
