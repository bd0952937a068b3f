//! The Connect schema is a true copy: same org, same tables, triggers enabled, helpers present. Arguments: `place`, `schema`, `orgId`, `tables`.

use serde_json::Value;

use super::{nth, query, Condition, Judgement};
use crate::args::{ArgError, Args};
use crate::effect::{Effect, Observation};
use crate::read;

/// The Connect schema is a true copy: same org, same tables, triggers enabled, helpers present.
pub struct ConnectObjects;

impl Condition for ConnectObjects {
    fn name(&self) -> &'static str {
        "connect_objects@1"
    }

    fn next_read(&self, args: &Args, answers: &[Observation]) -> Result<Option<Effect>, ArgError> {
        Ok(if answers.is_empty() {
            Some(query(args, "place", "connect_schema", args.text("schema")?, None)?)
        } else {
            None
        })
    }

    fn judge(&self, args: &Args, answers: &[Observation]) -> Result<Judgement, ArgError> {
        let row = match nth(answers, 0, "the Connect schema") {
            Ok(value) => value,
            Err(not_yet) => return Ok(not_yet),
        };
        let never =
            |detail: &str| Ok(Judgement::Never { code: "target/not-a-copy", detail: detail.to_owned() });
        let org: Option<String> = read::text(row, "/orgId").map(|id| id.chars().take(15).collect());
        if args.maybe("orgId").is_some_and(|id| Some(id.chars().take(15).collect()) != org) {
            return never("it belongs to another Salesforce org");
        }
        let name = |table: &Value| read::text(table, "/name").unwrap_or("?").to_owned();
        let tables: Vec<String> = read::items(row, "/tables").map(name).collect();
        let wanted: Vec<&str> = read::items(args.value("tables"), "").filter_map(Value::as_str).collect();
        if wanted.iter().any(|table| !tables.iter().any(|one| one == table)) {
            return never("a mapped table is missing");
        }
        if read::items(row, "/tables").any(|table| read::number(table, "/disabled") != Some(0)) {
            return never("a trigger of Connect is disabled");
        }
        if read::flag(row, "/hstore") != Some(true) || read::flag(row, "/xmlbinaryHelper") != Some(true) {
            return never("hstore or the helper function of Connect is missing");
        }
        Ok(Judgement::proven(
            "Connect's objects",
            format!("{} tables, triggers enabled, hstore resolves", tables.len()),
        ))
    }
}
