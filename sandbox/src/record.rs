//! Every request the simulated services saw, in order. Kept in memory only.

use std::sync::Mutex;

use connect_wire::Api;
use serde_json::{json, Value};

use crate::faults::mutates;
use crate::lock::lock;

/// One request.
#[derive(Debug, Clone)]
struct Record {
    at: u64,
    method: String,
    path: String,
    api: Api,
    host: String,
    body: Option<Value>,
    status: Option<u16>,
    fault: Option<String>,
}

/// The list of all requests. Control requests are not in it.
#[derive(Debug, Default)]
pub struct Records(Mutex<Vec<Record>>);

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
    /// Notes an arrival and gives its number, from 0.
    pub fn arrived(&self, arrival: Arrival) -> usize {
        let Arrival { at, method, path, api, host, body } = arrival;
        let mut list = lock(&self.0);
        list.push(Record { at, method, path, api, host, body, status: None, fault: None });
        list.len() - 1
    }

    /// Notes how a request was answered, and by which fault it was hit.
    pub fn answered(&self, number: usize, status: Option<u16>, fault: Option<String>) {
        if let Some(record) = lock(&self.0).get_mut(number) {
            record.status = status;
            record.fault = fault;
        }
    }

    /// `{requests: [{n, at, method, path, api, host, body, status, fault, mutates}]}` from number `since` on.
    /// `status` is what the service answered, also when the client did not get it; `null` if it never got there.
    #[must_use]
    pub fn dump(&self, since: usize) -> Value {
        let list = lock(&self.0);
        let requests: Vec<Value> = list
            .iter()
            .enumerate()
            .skip(since)
            .map(|(n, record)| {
                json!({
                    "n": n,
                    "at": record.at,
                    "method": record.method,
                    "path": record.path,
                    "api": record.api,
                    "host": record.host,
                    "body": record.body.as_ref().map(masked),
                    "status": record.status,
                    "fault": record.fault,
                    "mutates": mutates(&record.method, &record.path),
                })
            })
            .collect();
        json!({ "requests": requests })
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
        let records = Records::default();
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
            records.arrived(arrival);
        }
        records.answered(1, Some(201), Some("reset-after-effect".into()));
        let dump = records.dump(1);
        assert_eq!(dump["requests"].as_array().map(Vec::len), Some(2));
        assert_eq!(dump["requests"][0]["n"], 1);
        assert_eq!(dump["requests"][0]["status"], 201);
        assert_eq!(dump["requests"][0]["api"], "data");
        assert_eq!(dump["requests"][0]["mutates"], true);
        assert_eq!(dump["requests"][0]["body"]["from_url"], "postgres://***@h:1/d");
        assert_eq!(dump["requests"][1]["status"], Value::Null);
        assert!(!dump.to_string().contains("secret"));
    }
}
