//! How long the hardware took for each job. In memory only.

use std::sync::Mutex;

use connect_simulator::JobKind;
use serde_json::{json, Value};

use crate::lock::lock;

/// One finished job.
#[derive(Debug)]
struct Finished {
    what: String,
    began: u64,
    ended: u64,
}

/// Finished jobs in order of their end.
#[derive(Debug, Default)]
pub struct JobLog(Mutex<Vec<Finished>>);

impl JobLog {
    /// Notes a job by its words, with its two moments in milliseconds since the Unix epoch. Connect's own cycle is left
    /// out: it never ends.
    pub fn note(&self, kind: &JobKind, what: String, began: u64, ended: u64) {
        if !matches!(kind, JobKind::ReadLog(_) | JobKind::PollOrg(_)) {
            lock(&self.0).push(Finished { what, began, ended });
        }
    }

    /// `{jobs: [{what, began, ended}]}`.
    #[must_use]
    pub fn dump(&self) -> Value {
        let jobs: Vec<Value> = lock(&self.0)
            .iter()
            .map(|job| json!({"what": job.what, "began": job.began, "ended": job.ended}))
            .collect();
        json!({ "jobs": jobs })
    }
}
