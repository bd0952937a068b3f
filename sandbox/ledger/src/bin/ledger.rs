//! The verdict on a run, from the databases, the org and the clients' own acknowledgements.

use std::path::PathBuf;
use std::process::ExitCode;

use connect_ledger::print;
use connect_ledger::read::{read_facts, Sources};
use connect_ledger::verdict::{decide, Expectation, Run};

const USAGE: &str = "usage: ledger verdict --new URL --old URL --org FILE|URL --acks DIR --version N
       ledger verdict --undone --old URL --org FILE|URL --acks DIR --version N
  --version N           the major version the database in use must have
  --undone              the run was undone: the old database must be in use as before
  --kept                the same, where the run was to keep it: a change of its plan
  --unproven FROM,TO    a moment of which the run says that nothing is proven, milliseconds: what was acknowledged in it may
                        be there or not
  --schema NAME         Connect's schema (salesforce)
  --since MS            failed log entries captured before are no fault of the run (0)
  --except SCHEMA       a schema that need not be carried over; repeatable (the maintenance tool's own always is)
  --rolled-back-to MS   the database in use holds what was written until then, milliseconds: later writes to another one may be there in
                        mapped tables only
  --harmed-until MS     what Connect had done to the org until then is no fault of the run: records made twice, versions that fell
  --left-until MS       what was acknowledged in mapped tables until then was left behind with the org of before: none of it is in this one
  --made-anew           the connection was made anew on the new database: its log and sequences begin anew
  --repointed TABLE     its rows point at mapped ones that were made anew; repeatable
  --elsewhere HOST:PORT a database that is not part of the run; repeatable
  --one-login           the old database has one login, and the fence is its alone (Essential)
  --json                print JSON in place of the table
exit code 0 only if every check holds, 1 if one does not, 2 if the call is wrong";

/// The maintenance tool's own schema: its lock row goes with the run, and stays behind in the fenced database.
const TOOL_SCHEMA: &str = "heroku_connect_maintenance";

struct Call {
    sources: Sources,
    expectation: Expectation,
    json: bool,
}

fn main() -> ExitCode {
    match parse(lexopt::Parser::from_env()) {
        Ok(Some(call)) => verdict(&call),
        Ok(None) => {
            println!("{USAGE}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("ledger: {error}\n{USAGE}");
            ExitCode::from(2)
        }
    }
}

fn verdict(call: &Call) -> ExitCode {
    let run = call.expectation.run;
    let facts = read_facts(&call.sources, run == Run::Undone);
    let verdict = decide(&facts, &call.expectation);
    if call.json {
        println!("{:#}", print::json(&verdict, run));
    } else {
        print!("{}", print::table(&verdict));
    }
    if verdict.passed() {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(1)
    }
}

/// `None` when only help was asked for.
fn parse(mut parser: lexopt::Parser) -> Result<Option<Call>, lexopt::Error> {
    use lexopt::prelude::*;
    let (mut old, mut new, mut org, mut acks, mut json) = (None, None, None, None, false);
    let mut expectation = Expectation {
        schema: "salesforce".into(),
        except: vec![TOOL_SCHEMA.into()],
        ..Expectation::default()
    };
    let mut verb = None;
    while let Some(argument) = parser.next()? {
        match argument {
            Value(word) if verb.is_none() => verb = Some(word.string()?),
            Long("help") | Short('h') => return Ok(None),
            Long("old") => old = Some(parser.value()?.string()?),
            Long("new") => new = Some(parser.value()?.string()?),
            Long("org") => org = Some(parser.value()?.string()?),
            Long("acks") => acks = Some(PathBuf::from(parser.value()?)),
            Long("version") => expectation.version = parser.value()?.parse()?,
            Long("undone" | "kept") => expectation.run = Run::Undone,
            Long("unproven") => expectation.unproven = Some(span(&parser.value()?.string()?)?),
            Long("rolled-back-to") => expectation.rolled_back_to = Some(parser.value()?.parse()?),
            Long("harmed-until") => expectation.harmed_until = Some(parser.value()?.parse()?),
            Long("left-until") => expectation.left_until = Some(parser.value()?.parse()?),
            Long("made-anew") => expectation.made_anew = true,
            Long("repointed") => expectation.repointed.push(parser.value()?.string()?),
            Long("schema") => expectation.schema = parser.value()?.string()?,
            // Milliseconds outside, the databases' microseconds inside.
            Long("since") => expectation.since = parser.value()?.parse::<i64>()?.saturating_mul(1000),
            Long("except") => expectation.except.push(parser.value()?.string()?),
            Long("elsewhere") => expectation.elsewhere.push(parser.value()?.string()?),
            Long("one-login") => expectation.one_login = true,
            Long("json") => json = true,
            other => return Err(other.unexpected()),
        }
    }
    if verb.as_deref() != Some("verdict") {
        return Err("there is one verb: verdict".into());
    }
    let missing = |flag: &str| lexopt::Error::from(format!("--{flag} is missing"));
    if expectation.version == 0 {
        return Err(missing("version"));
    }
    if new.is_none() && expectation.run == Run::Done {
        return Err(missing("new"));
    }
    let sources = Sources {
        old: old.ok_or_else(|| missing("old"))?,
        new,
        org: org.ok_or_else(|| missing("org"))?,
        acks: acks.ok_or_else(|| missing("acks"))?,
        schema: expectation.schema.clone(),
    };
    Ok(Some(Call { sources, expectation, json }))
}

/// `FROM,TO`.
fn span(typed: &str) -> Result<(i64, i64), lexopt::Error> {
    let parts = typed.split_once(',').and_then(|(from, to)| Some((from.parse().ok()?, to.parse().ok()?)));
    parts.ok_or_else(|| lexopt::Error::from("--unproven is FROM,TO in milliseconds"))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const FULL: &str = "verdict --undone --version 17 --old o --org f --acks d";

    fn call(line: &str) -> Result<Option<Call>, lexopt::Error> {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        parse(lexopt::Parser::from_args(words))
    }

    #[test]
    fn a_full_line() {
        let line = format!("{FULL} --since 5 --except s --except=t --elsewhere h:1 --json");
        let Call { sources, expectation, json } = call(&line).unwrap().unwrap();
        assert_eq!((sources.old.as_str(), sources.new, json), ("o", None, true));
        assert_eq!((expectation.since, expectation.version), (5000, 17));
        assert_eq!(expectation.except, [TOOL_SCHEMA, "s", "t"]);
        assert!(call("--help").unwrap().is_none());
    }

    #[test]
    fn what_is_wrong_or_missing_is_named() {
        let wrong = |line: &str| call(line).err().unwrap().to_string();
        assert_eq!(wrong("judge"), "there is one verb: verdict");
        assert_eq!(wrong(&format!("{FULL} --exept s")), "invalid option '--exept'");
        assert_eq!(wrong(&format!("{FULL} verdict")), "unexpected argument \"verdict\"");
        assert_eq!(wrong("verdict --version"), "missing argument for option '--version'");
        assert!(wrong("verdict --version x").starts_with("cannot parse argument \"x\""));
        assert_eq!(wrong("verdict --old o"), "--version is missing");
        assert_eq!(wrong("verdict --version 17 --old o"), "--new is missing");
    }
}
