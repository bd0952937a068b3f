//! The command line and the environment of a dyno.

use std::path::PathBuf;

/// How the program is called.
pub const USAGE: &str = "usage: client --type web|worker|scheduler|run --name NAME --app APP --acks DIR [--seed N]\n\
    environment: DATABASE_URL, or the variable that CLIENT_DATABASE_VAR names; CLIENT_CONNECT_SCHEMA (salesforce)";

/// The process type, which decides what the process does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DynoType {
    /// Serves one write per line of standard input; a thread of its own writes all the time.
    Web,
    /// Writes all the time.
    Worker,
    /// A job started by the Scheduler: works about 2 s.
    Scheduler,
    /// A one-off dyno: works about 2 s.
    Run,
}

/// Everything a client knows.
#[derive(Debug, Clone)]
pub struct Options {
    /// The process type.
    pub dyno: DynoType,
    /// The dyno's name, such as `web.1`.
    pub name: String,
    /// The app's name.
    pub app: String,
    /// The folder of acknowledgement files.
    pub acks: PathBuf,
    /// The seed of its choices.
    pub seed: u64,
    /// The database's URL as it was at boot.
    pub url: String,
    /// Connect's schema.
    pub schema: String,
}

/// Why a client could not be started.
#[derive(Debug, thiserror::Error)]
pub enum OptionsError {
    /// The command line is wrong.
    #[error("{0}\n{USAGE}")]
    Usage(String),
    /// The environment has no database URL under this name.
    #[error("{0} is not set: there is no database to write to")]
    NoDatabase(String),
}

impl From<lexopt::Error> for OptionsError {
    fn from(error: lexopt::Error) -> Self {
        OptionsError::Usage(error.to_string())
    }
}

impl Options {
    /// Reads a command line and an environment.
    pub fn parse(
        mut parser: lexopt::Parser,
        environment: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, OptionsError> {
        use lexopt::prelude::*;
        let (mut dyno, mut name, mut app, mut acks, mut seed) = (None, None, None, None, 1);
        while let Some(argument) = parser.next()? {
            match argument {
                Long("type") => dyno = Some(dyno_type(&parser.value()?.string()?)?),
                Long("name") => name = Some(parser.value()?.string()?),
                Long("app") => app = Some(parser.value()?.string()?),
                Long("acks") => acks = Some(PathBuf::from(parser.value()?)),
                Long("seed") => seed = parser.value()?.parse()?,
                other => return Err(other.unexpected().into()),
            }
        }
        let missing = |flag: &str| OptionsError::Usage(format!("--{flag} is missing"));
        let variable = environment("CLIENT_DATABASE_VAR").unwrap_or_else(|| "DATABASE_URL".into());
        Ok(Options {
            dyno: dyno.ok_or_else(|| missing("type"))?,
            name: name.ok_or_else(|| missing("name"))?,
            app: app.ok_or_else(|| missing("app"))?,
            acks: acks.ok_or_else(|| missing("acks"))?,
            seed,
            url: environment(&variable)
                .filter(|url| !url.is_empty())
                .ok_or(OptionsError::NoDatabase(variable))?,
            schema: environment("CLIENT_CONNECT_SCHEMA").unwrap_or_else(|| "salesforce".into()),
        })
    }
}

fn dyno_type(word: &str) -> Result<DynoType, OptionsError> {
    match word {
        "web" => Ok(DynoType::Web),
        "worker" => Ok(DynoType::Worker),
        "scheduler" => Ok(DynoType::Scheduler),
        "run" => Ok(DynoType::Run),
        other => Err(OptionsError::Usage(format!("--type {other} is not known"))),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn arguments(line: &str) -> lexopt::Parser {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        lexopt::Parser::from_args(words)
    }

    const FULL: &str = "--type worker --name worker.1 --app acme --acks /tmp/acks --seed 9";

    #[test]
    fn the_url_is_the_one_of_the_environment_at_boot() {
        let env = |name: &str| (name == "DATABASE_URL").then(|| "postgres://here".to_owned());
        let options = Options::parse(arguments(FULL), env).unwrap();
        assert_eq!(
            (options.dyno, options.url.as_str(), options.seed),
            (DynoType::Worker, "postgres://here", 9)
        );
    }

    #[test]
    fn another_variable_can_be_named() {
        let env = |name: &str| match name {
            "CLIENT_DATABASE_VAR" => Some("CRM_URL".to_owned()),
            "CRM_URL" => Some("postgres://crm".to_owned()),
            _ => Some("postgres://wrong".to_owned()),
        };
        assert_eq!(Options::parse(arguments(FULL), env).unwrap().url, "postgres://crm");
    }

    #[test]
    fn what_is_wrong_or_missing_is_named() {
        let env = |name: &str| (name == "DATABASE_URL").then(|| "x".to_owned());
        let error = Options::parse(arguments("--type web --name web.1 --acks /tmp"), env).unwrap_err();
        assert!(error.to_string().starts_with("--app is missing"));
        let error = Options::parse(arguments(&format!("{FULL} --sead 9")), env).unwrap_err();
        assert!(error.to_string().starts_with("invalid option '--sead'\nusage: client "));
        let error = Options::parse(arguments(&format!("{FULL} extra")), env).unwrap_err();
        assert!(error.to_string().starts_with("unexpected argument \"extra\""));
        let error = Options::parse(arguments("--type cron"), env).unwrap_err();
        assert!(error.to_string().starts_with("--type cron is not known"));
        let error = Options::parse(arguments(FULL), |_| None).unwrap_err();
        assert!(error.to_string().starts_with("DATABASE_URL is not set"));
    }
}
