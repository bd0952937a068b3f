//! Every request the simulated services saw, in order: in a file, so that a sandbox that runs for long does not grow.

use std::io;
use std::path::Path;
use std::sync::Mutex;

use connect_hardware::Lines;
use connect_wire::Api;
use serde_json::{json, Value};

use crate::faults::mutates;
use crate::lock::lock;

/// The list of all requests. Control requests are not in it.
#[derive(Debug)]
pub struct Records(Mutex<Book>);

/// Two lines for each request: how it came, and what became of it.
#[derive(Debug)]
struct Book {
    lines: Lines,
    arrived: usize,
}

/// What is known of a request when it arrives.
#[derive(Debug, Clone)]
pub struct Arrival {
    /// Milliseconds since the Unix epoch.
    pub at: u64,
    /// Method.
    pub method: String,
    /// Path and query.
    pub path: String,
    /// Service.
    pub api: Api,
    /// Host as the client named it, without port.
    pub host: String,
    /// JSON body.
    pub body: Option<Value>,
}

impl Records {
    /// Begins an empty list in a file, replacing an older one.
    ///
    /// # Errors
    /// The file cannot be made.
    pub fn create(path: &Path) -> io::Result<Self> {
        Ok(Self(Mutex::new(Book { lines: Lines::create(path)?, arrived: 0 })))
    }

    /// Notes an arrival and gives its number, from 0.
    ///
    /// # Errors
    /// The file cannot be written: the request must not have an effect that nobody knows of.
    pub fn arrived(&self, arrival: &Arrival) -> io::Result<usize> {
        let Arrival { at, method, path, api, host, body } = arrival;
        let mut book = lock(&self.0);
        let n = book.arrived;
        book.lines.append(&json!({
            "n": n, "at": at, "method": method, "path": path, "api": api, "host": host,
            "body": body.as_ref().map(masked), "mutates": mutates(method, path),
        }))?;
        book.arrived += 1;
        Ok(n)
    }

    /// Notes how a request was answered, and by which fault it was hit.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn answered(&self, number: usize, status: Option<u16>, fault: Option<&str>) -> io::Result<()> {
        lock(&self.0).lines.append(&json!({"n": number, "status": status, "fault": fault})).map(drop)
    }

    /// `{requests: [{n, at, method, path, api, host, body, status, fault, mutates}]}` from number `since` on.
    /// `status` is what the service answered, also when the client did not get it; `null` if it never got there.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn dump(&self, since: usize) -> io::Result<Value> {
        let mut requests: Vec<Value> = Vec::new();
        for line in lock(&self.0).lines.all() {
            let mut line: Value = serde_json::from_str(&line?)?;
            let Some(index) = line["n"].as_u64().and_then(|n| usize::try_from(n).ok()?.checked_sub(since))
            else {
                continue;
            };
            match requests.get_mut(index) {
                Some(request) => {
                    request["status"] = line["status"].take();
                    request["fault"] = line["fault"].take();
                }
                None => {
                    line["status"] = Value::Null;
                    line["fault"] = Value::Null;
                    requests.push(line);
                }
            }
        }
        Ok(json!({ "requests": requests }))
    }
}

/// A body with the password of every database URL taken out.
fn masked(value: &Value) -> Value {
    match value {
        Value::String(text) if text.starts_with("postgres://") || text.starts_with("postgresql://") => {
            match (text.find("//"), text.rfind('@')) {
                (Some(start), Some(at)) => Value::String(format!("{}***{}", &text[..start + 2], &text[at..])),
                _ => Value::String("postgres://***".into()),
            }
        }
        Value::Array(items) => items.iter().map(masked).collect(),
        Value::Object(fields) => fields.iter().map(|(name, item)| (name.clone(), masked(item))).collect(),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_statuses_and_masks() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("requests.jsonl");
        let records = Records::create(&path).unwrap();
        for n in 0..3 {
            let body = Some(json!({"from_url": "postgres://u:secret@h:1/d", "n": n}));
            let arrival = Arrival {
                at: n,
                method: "POST".into(),
                path: "/client/v11/databases/x/transfers".into(),
                api: Api::Data,
                host: "localhost".into(),
                body,
            };
            records.arrived(&arrival).unwrap();
        }
        // Answers come in any order.
        records.answered(1, Some(201), Some("reset-after-effect")).unwrap();
        records.answered(0, Some(200), None).unwrap();
        let dump = records.dump(1).unwrap();
        assert_eq!(dump["requests"].as_array().map(Vec::len), Some(2));
        assert_eq!(dump["requests"][0]["n"], 1);
        assert_eq!(dump["requests"][0]["status"], 201);
        assert_eq!(dump["requests"][0]["fault"], "reset-after-effect");
        assert_eq!(dump["requests"][0]["api"], "data");
        assert_eq!(dump["requests"][0]["mutates"], true);
        assert_eq!(dump["requests"][0]["body"]["from_url"], "postgres://***@h:1/d");
        assert_eq!(dump["requests"][1]["status"], Value::Null);
        assert!(dump["requests"][1].as_object().unwrap().contains_key("fault"));
        assert_eq!(records.dump(0).unwrap()["requests"][0]["status"], 200);
        assert_eq!(records.dump(4).unwrap()["requests"], json!([]));
        assert!(!std::fs::read_to_string(&path).unwrap().contains("secret"), "not in the file either");
    }
}
