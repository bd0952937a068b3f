//! Controls: what the sandbox tells about itself, and what it can be told. All under `/_sandbox`.
//!
//! | request | answer |
//! | --- | --- |
//! | `GET /world` | the simulator's picture and what each Postgres server says of itself |
//! | `GET /requests?since=N` | every request the services saw |
//! | `GET /jobs` | how long the hardware took for each finished job |
//! | `GET /faults`, `POST /faults {fault}`, `DELETE /faults` | list, arm, disarm (socket faults only) |
//! | `GET /manifest` | what a judge needs: databases, org, acknowledgements |
//! | `GET /org?id=ID` | records and history of the org |
//! | `POST /quiet {seconds}` | everything comes to rest, or what is left after that time (60) |
//! | `POST /act {…}` | something happens without a request |
//! | `POST /stop` | the sandbox ends |

mod manifest;
mod picture;

use std::fmt::Display;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use connect_simulator::Act;
use serde_json::{json, Value};

use crate::engine::{Engine, OnPaper};
use crate::faults::{parse, AnyFault, Board};
use crate::http::Outgoing;
use crate::lock::lock;
use crate::record::Records;
use crate::server::{error, Control};

const QUIET_SECONDS: u64 = 60;

/// The controls of a running sandbox.
pub struct Controls {
    /// The whole.
    pub engine: Arc<Engine>,
    /// Armed socket faults.
    pub board: Arc<Mutex<Board>>,
    /// What the services saw.
    pub records: Arc<Records>,
    /// Folder of acknowledgement files.
    pub acks: PathBuf,
    /// Origin of the sandbox.
    pub base: String,
    /// Set when the sandbox shall end.
    pub stop: Arc<AtomicBool>,
}

/// Arms a fault of any kind.
///
/// # Errors
/// [`OnPaper`] if it is one that needs machines and there are none.
pub fn arm(engine: &Arc<Engine>, board: &Mutex<Board>, fault: AnyFault) -> Result<(), OnPaper> {
    match fault {
        AnyFault::Socket(fault) => lock(board).arm(fault),
        AnyFault::Hardware(fault) => engine.arm(fault)?,
        AnyFault::Model(fault) => engine.inject(fault),
    }
    Ok(())
}

impl Controls {
    fn faults(&self) -> Outgoing {
        let board = lock(&self.board);
        let socket: Vec<Value> =
            board.list().map(|(text, matched)| json!({"fault": text, "matched": matched})).collect();
        Outgoing::json(
            200,
            &json!({"socket": socket, "hardware": self.engine.armed_hardware(), "model": self.engine.faults()}),
        )
    }

    fn add_fault(&self, body: &Value) -> Outgoing {
        let Some(text) = body.get("fault").and_then(Value::as_str) else {
            return error(400, "bad_request", "The body must be {\"fault\": \"NAME…\"}.");
        };
        match parse(text) {
            Ok(fault) => match arm(&self.engine, &self.board, fault) {
                Ok(()) => Outgoing::json(201, &json!({"fault": text})),
                Err(wrong) => refusal(&wrong),
            },
            Err(wrong) => refusal(&wrong),
        }
    }

    fn org(&self, query: &str) -> Outgoing {
        let wanted = query.strip_prefix("id=");
        let found = self.engine.orgs().into_iter().find(|(id, _)| wanted.is_none_or(|wanted| *id == wanted));
        match found {
            Some((_, org)) => match org.dump() {
                Ok(text) => Outgoing::new(200, "application/json", text),
                Err(wrong) => failure(&wrong),
            },
            None => error(404, "not_found", "The sandbox has no such org."),
        }
    }

    fn quiet(&self, body: &Value) -> Outgoing {
        let seconds = body.get("seconds").and_then(Value::as_u64).unwrap_or(QUIET_SECONDS);
        let quiet = self.engine.quiet(Duration::from_secs(seconds));
        Outgoing::json(
            200,
            &json!({"quiet": quiet.quiet, "left": quiet.left, "troubles": self.engine.troubles()}),
        )
    }

    fn act(&self, body: &Value) -> Outgoing {
        match serde_json::from_value::<Act>(body.clone()) {
            Ok(act) => {
                self.engine.act(act);
                Outgoing::json(202, &json!({}))
            }
            Err(wrong) => error(400, "bad_request", &wrong.to_string()),
        }
    }
}

impl Control for Controls {
    fn control(&self, method: &str, path: &str, query: &str, body: &Value) -> Option<Outgoing> {
        Some(match (method, path) {
            ("GET", "/world") => Outgoing::json(200, &picture::picture(&self.engine)),
            ("GET", "/requests") => {
                let since = query.strip_prefix("since=").and_then(|n| n.parse().ok()).unwrap_or(0);
                self.records
                    .dump(since)
                    .map_or_else(|wrong| failure(&wrong), |list| Outgoing::json(200, &list))
            }
            ("GET", "/jobs") => Outgoing::json(200, &self.engine.finished_jobs()),
            ("GET", "/faults") => self.faults(),
            ("POST", "/faults") => self.add_fault(body),
            ("DELETE", "/faults") => {
                lock(&self.board).clear();
                self.faults()
            }
            ("GET", "/manifest") => {
                Outgoing::json(200, &manifest::manifest(&self.engine, &self.acks, &self.base))
            }
            ("GET", "/org") => self.org(query),
            ("POST", "/quiet") => self.quiet(body),
            ("POST", "/act") => self.act(body),
            ("POST", "/stop") => {
                self.stop.store(true, Ordering::Relaxed);
                Outgoing::json(202, &json!({"stopping": true}))
            }
            _ => return None,
        })
    }
}

fn failure(wrong: &dyn std::error::Error) -> Outgoing {
    error(500, "internal_server_error", &wrong.to_string())
}

fn refusal(wrong: &dyn Display) -> Outgoing {
    error(422, "invalid_params", &wrong.to_string())
}
