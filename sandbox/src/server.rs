//! The front of the sandbox: a request comes in, is routed, recorded, hit by a fault or not, answered.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use connect_wire::{Body, Method, Request, Response};
use serde_json::{json, Value};

use crate::clock;
use crate::faults::{Board, Effect};
use crate::http::{Breakage, Incoming, Outgoing, Service};
use crate::lock::lock;
use crate::record::{Arrival, Records};
use crate::route::{is_ours, route, Route};
use crate::say::say;

/// What answers for the simulated services.
pub trait Backend: Send + Sync + 'static {
    /// Answers one request of a client.
    fn handle(&self, request: &Request) -> Response;
}

/// What answers for the sandbox itself.
pub trait Control: Send + Sync + 'static {
    /// Answers `METHOD /_sandbox{path}?query`; `None` if there is no such thing.
    fn control(&self, method: &str, path: &str, query: &str, body: &Value) -> Option<Outgoing>;
}

/// The service behind the listener.
pub struct Server {
    backend: Arc<dyn Backend>,
    control: Arc<dyn Control>,
    board: Arc<Mutex<Board>>,
    records: Arc<Records>,
    base: String,
}

impl Server {
    /// Joins the parts. `base` is the origin under which the server is reached, without a trailing slash.
    #[must_use]
    pub fn new(
        backend: Arc<dyn Backend>,
        control: Arc<dyn Control>,
        board: Arc<Mutex<Board>>,
        records: Arc<Records>,
        base: String,
    ) -> Self {
        Self { backend, control, board, records, base }
    }

    fn service(&self, incoming: &Incoming, api: connect_wire::Api, path: String, host: String) -> Outgoing {
        let (Some(method), Ok(body)) = (method(&incoming.method), parse(&incoming.body)) else {
            return Outgoing::json(
                400,
                &json!({"id": "bad_request", "message": "Unknown method, or a body that is not JSON."}),
            );
        };
        let arrival = Arrival {
            at: clock::now(),
            method: incoming.method.clone(),
            path: path.clone(),
            api,
            host,
            body: body.clone(),
        };
        let number = match self.records.arrived(&arrival) {
            Ok(number) => number,
            Err(wrong) => return unrecorded(&wrong),
        };
        let hit = lock(&self.board).decide(&incoming.method, &path, &incoming.body);
        let effect = hit.as_ref().map(|(effect, _)| *effect);
        let answer = if effect.is_none_or(Effect::is_handled) {
            let base = (api == connect_wire::Api::ConnectRegion).then(|| self.base.clone());
            let headers = incoming.headers.clone();
            Some(self.backend.handle(&Request { api, base, method, path, headers, body }))
        } else {
            None
        };
        let answered = answer.as_ref().map(|answer| answer.status).or_else(|| effect.and_then(own_status));
        let fault = hit.as_ref().map(|(_, text)| text.as_str());
        match self.records.answered(number, answered, fault) {
            Ok(()) => finish(answer, effect),
            Err(wrong) => unrecorded(&wrong),
        }
    }
}

impl Service for Server {
    fn serve(&self, incoming: &Incoming) -> Outgoing {
        match route(incoming) {
            Route::Service { api, path, host } => self.service(incoming, api, path, host),
            Route::Control { path, query } => match parse(&incoming.body) {
                Ok(body) => self
                    .control
                    .control(&incoming.method, &path, &query, &body.unwrap_or(Value::Null))
                    .unwrap_or_else(|| error(404, "not_found", "The sandbox has no such control.")),
                Err(_) => error(400, "bad_request", "The body is not JSON."),
            },
            Route::Foreign { host } => Outgoing::new(
                502,
                "text/plain",
                format!("The sandbox does not stand in for {host}.\n").into_bytes(),
            ),
        }
    }

    fn tunnels_to(&self, authority: &str) -> bool {
        is_ours(authority)
    }
}

/// A JSON error in Heroku's form.
#[must_use]
pub fn error(status: u16, id: &str, message: &str) -> Outgoing {
    Outgoing::json(status, &json!({"id": id, "message": message}))
}

/// A request of which the record would be silent is not answered as if nothing had happened.
fn unrecorded(wrong: &std::io::Error) -> Outgoing {
    say(&format!("a request cannot be recorded: {wrong}"));
    error(500, "internal_server_error", "The sandbox cannot record requests.")
}

fn method(text: &str) -> Option<Method> {
    Some(match text {
        "GET" | "HEAD" => Method::Get,
        "POST" => Method::Post,
        "PATCH" => Method::Patch,
        "PUT" => Method::Put,
        "DELETE" => Method::Delete,
        _ => return None,
    })
}

fn parse(body: &[u8]) -> Result<Option<Value>, serde_json::Error> {
    if body.is_empty() {
        return Ok(None);
    }
    serde_json::from_slice(body).map(Some)
}

fn own_status(effect: Effect) -> Option<u16> {
    match effect {
        Effect::Status { status, .. } => Some(status),
        Effect::RateLimited => Some(429),
        _ => None,
    }
}

fn finish(answer: Option<Response>, effect: Option<Effect>) -> Outgoing {
    let mut outgoing = match (answer, effect) {
        (Some(answer), _) => text(answer),
        (None, Some(Effect::Status { status, html: true })) => Outgoing::new(
            status,
            "text/html; charset=utf-8",
            b"<!DOCTYPE html><html><head><title>Application error</title></head><body></body></html>"
                .to_vec(),
        ),
        (None, Some(Effect::Status { status, html: false })) => {
            error(status, "internal_server_error", "Internal server error.")
        }
        (None, Some(Effect::RateLimited)) => {
            error(429, "rate_limit", "Your account reached the API rate limit. Please wait a few minutes.")
        }
        (None, _) => Outgoing::new(500, "text/plain", Vec::new()),
    };
    outgoing.breakage = match effect {
        Some(Effect::ResetBefore | Effect::ResetAfter) => Some(Breakage::Reset),
        Some(Effect::Cut { stall: false }) => Some(Breakage::CutAndClose),
        Some(Effect::Cut { stall: true }) => Some(Breakage::CutAndStall),
        Some(Effect::Hang | Effect::HangAfter) => Some(Breakage::Silence),
        _ => None,
    };
    if let Some(Effect::Slow(delay)) = effect {
        outgoing.delay = delay;
    }
    outgoing
}

/// A value becomes text, here and nowhere else.
fn text(answer: Response) -> Outgoing {
    let (content_type, body) = match answer.body {
        Body::Empty => (None, Vec::new()),
        Body::Json(value) => (Some("application/json"), value.to_string().into_bytes()),
        Body::Text(text) => (Some("text/html; charset=utf-8"), text.into_bytes()),
    };
    let mut headers = answer.headers;
    if let Some(content_type) = content_type {
        headers.entry("content-type".to_owned()).or_insert_with(|| content_type.to_owned());
    }
    Outgoing { status: answer.status, headers, body, delay: Duration::ZERO, breakage: None }
}
