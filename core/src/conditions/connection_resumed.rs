//! Connect runs, and on the intended database. Arguments: `region`, `connection`, `database`: `{host, port, database}`.

use serde_json::Value;

use super::{nth, Condition, Judgement, RUNNING};
use crate::api;
use crate::args::{ArgError, Args};
use crate::effect::{Effect, Observation};
use crate::read;

/// Connect runs, and on the intended database.
pub struct ConnectionResumed;

impl Condition for ConnectionResumed {
    fn name(&self) -> &'static str {
        "connection_resumed@1"
    }

    fn next_read(&self, args: &Args, answers: &[Observation]) -> Result<Option<Effect>, ArgError> {
        Ok(if answers.is_empty() {
            Some(api::connect::connection(args.text("region")?, args.text("connection")?))
        } else {
            None
        })
    }

    fn judge(&self, args: &Args, answers: &[Observation]) -> Result<Judgement, ArgError> {
        let connection = match nth(answers, 0, "the connection") {
            Ok(value) => value,
            Err(not_yet) => return Ok(not_yet),
        };
        let state = read::text(connection, "/state").unwrap_or("unknown");
        if !RUNNING.contains(&state) {
            return Ok(Judgement::NotYet(format!("state is {state}")));
        }
        let database = connection.get("database").unwrap_or(&Value::Null);
        let wanted = args.value("database");
        let same = ["host", "database"]
            .iter()
            .all(|key| read::text(database, &format!("/{key}")) == read::text(wanted, &format!("/{key}")))
            && read::number(database, "/port") == read::number(wanted, "/port");
        Ok(if same {
            Judgement::proven("Connect runs on", format!("the intended database, state {state}"))
        } else {
            Judgement::NotYet("it is still on another database".to_owned())
        })
    }
}
