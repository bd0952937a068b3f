//! A named query on a real server, exactly as the plugin runs it: one fresh session, statements one by one, the last one's
//! first row as JSON.

use std::error::Error;
use std::io::Read;

use connect_core::effect::{Observation, Salt, SqlEffect};
use postgres::types::{FromSql, ToSql, Type};
use postgres::{Client, Config, NoTls, Row};
use serde_json::{json, Map, Value};

use crate::Failure;

/// What a shell gives a run to key its fingerprints with.
pub const SALT: &str = "a salt for tests";

/// Runs the query at `url`.
///
/// # Errors
/// When no session can be opened, or an answer has a type that the plugin would not hand on unbent.
pub fn perform(url: &str, effect: &SqlEffect) -> Result<Observation, Failure> {
    let mut config: Config = url.parse().map_err(words)?;
    config.application_name("heroku-connect-maintenance");
    let mut client = config.connect(NoTls).map_err(words)?;
    let ran = match &effect.into {
        Some(_) => return written(&mut client, effect),
        None => run(&mut client, effect),
    };
    match ran {
        Ok(row) => Ok(Observation::Sql { row: row.as_ref().map_or(Ok(Value::Null), object)? }),
        Err(error) => match error.code() {
            Some(code) => Ok(Observation::SqlFailed { code: code.code().to_owned() }),
            None => Err(words(error)),
        },
    }
}

fn run(client: &mut Client, effect: &SqlEffect) -> Result<Option<Row>, postgres::Error> {
    let Some((last, before)) = effect.statements.split_last() else { return Ok(None) };
    for statement in before {
        client.batch_execute(statement)?;
    }
    let kept = (effect.salt == Some(Salt::Kept)).then(|| SALT.to_owned());
    let values: Vec<&(dyn ToSql + Sync)> =
        effect.parameter.iter().chain(&kept).map(|text| text as &(dyn ToSql + Sync)).collect();
    Ok(client.query(last, &values)?.into_iter().next())
}

/// What went into a file, which is thrown away here.
fn written(client: &mut Client, effect: &SqlEffect) -> Result<Observation, Failure> {
    match rows_of(client, effect) {
        Ok(text) => {
            // A header, and a line for each row: no text of these has a line break of its own.
            let rows = text.lines().count().saturating_sub(1);
            Ok(Observation::Sql { row: json!({"rows": rows, "bytes": text.len(), "sha256": "0".repeat(64)}) })
        }
        Err(error) => match error.code() {
            Some(code) => Ok(Observation::SqlFailed { code: code.code().to_owned() }),
            None => Err(words(error)),
        },
    }
}

/// The rows that an effect writes into a file.
///
/// # Errors
/// The server's.
pub fn rows_of(client: &mut Client, effect: &SqlEffect) -> Result<String, postgres::Error> {
    let mut text = String::new();
    let Some((copy, before)) = effect.statements.split_last() else { return Ok(text) };
    if let Some((asked, before)) = before.split_last() {
        for statement in before {
            client.batch_execute(statement)?;
        }
        client.query(asked, &[&effect.parameter])?;
    }
    client.copy_out(copy)?.read_to_string(&mut text).unwrap_or(0);
    Ok(text)
}

/// A row as the object that the plugin's client makes of it.
fn object(row: &Row) -> Result<Value, Failure> {
    let mut object = Map::new();
    for (at, column) in row.columns().iter().enumerate() {
        let Bytes(bytes) = row.try_get(at).map_err(words)?;
        let value = match bytes {
            None => Value::Null,
            Some(bytes) => value(column.type_(), &bytes)
                .ok_or_else(|| format!("column {} has type {}", column.name(), column.type_()))?,
        };
        object.insert(column.name().to_owned(), value);
    }
    Ok(Value::Object(object))
}

/// `None` for a type that the queries must not answer with: 64-bit numbers, for one, do not fit into JavaScript's.
fn value(kind: &Type, bytes: &[u8]) -> Option<Value> {
    match *kind {
        Type::BOOL => Some(json!(bytes == [1])),
        Type::INT4 => Some(json!(i32::from_be_bytes(bytes.try_into().ok()?))),
        Type::TEXT | Type::VARCHAR => Some(json!(std::str::from_utf8(bytes).ok()?)),
        Type::JSON => serde_json::from_slice(bytes).ok(),
        _ => None,
    }
}

/// A column as the server sent it.
struct Bytes(Option<Vec<u8>>);

impl<'a> FromSql<'a> for Bytes {
    fn from_sql(_: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn Error + Sync + Send>> {
        Ok(Self(Some(raw.to_vec())))
    }

    fn from_sql_nullable(_: &Type, raw: Option<&'a [u8]>) -> Result<Self, Box<dyn Error + Sync + Send>> {
        Ok(Self(raw.map(<[u8]>::to_vec)))
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

/// An error with its cause, which is where a server's own words are.
pub fn words(error: impl Error) -> Failure {
    match error.source() {
        Some(source) => format!("{error}: {source}"),
        None => error.to_string(),
    }
}
