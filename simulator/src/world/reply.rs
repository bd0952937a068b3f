//! Answers and refusals.

use connect_wire::{Body, Response};
use serde_json::{json, Value};

/// What a route gives.
pub(crate) type Reply = Result<Response, Refusal>;

/// A refusal in Heroku's shape.
#[derive(Debug, Clone)]
pub(crate) struct Refusal {
    pub status: u16,
    pub id: String,
    pub message: String,
    pub extra: Option<(&'static str, Value)>,
    /// Without JSON message: the other kind of 404.
    pub bare: bool,
}

impl Refusal {
    /// Any refusal.
    pub fn new(status: u16, id: &str, message: impl Into<String>) -> Self {
        Self { status, id: id.to_owned(), message: message.into(), extra: None, bare: false }
    }

    /// 404 of a resource, for example `app`, `add_on`.
    pub fn not_found(resource: &str) -> Self {
        let mut refusal =
            Self::new(404, "not_found", format!("Couldn't find that {}.", resource.replace('_', " ")));
        refusal.extra = Some(("resource", json!(resource)));
        refusal
    }

    /// 404 without a message.
    pub fn bare_not_found() -> Self {
        Self { bare: true, ..Self::new(404, "not_found", "") }
    }

    /// 404 of a route.
    pub fn no_route() -> Self {
        Self::new(404, "not_found", "The requested API endpoint was not found.")
    }

    /// 422 with the id `invalid_params`.
    pub fn invalid(message: impl Into<String>) -> Self {
        Self::new(422, "invalid_params", message)
    }

    /// 422 with the id `unprocessable_entity`.
    pub fn unprocessable(message: impl Into<String>) -> Self {
        Self::new(422, "unprocessable_entity", message)
    }

    /// 400.
    pub fn bad_request(message: impl Into<String>) -> Self {
        Self::new(400, "bad_request", message)
    }

    /// 423: say the app's name to go on.
    pub fn confirm(message: impl Into<String>) -> Self {
        Self::new(423, "confirmation_required", message)
    }

    /// As an answer of the Platform and Data API.
    pub fn into_response(self, bare_not_found: bool) -> Response {
        if self.bare || (bare_not_found && self.status == 404) {
            return Response::empty(self.status);
        }
        let mut body = json!({"id": self.id, "message": self.message});
        if let (Some((key, value)), Some(object)) = (self.extra, body.as_object_mut()) {
            object.insert(key.to_owned(), value);
        }
        Response::json(self.status, body)
    }
}

/// 200 with a value.
pub(crate) fn ok(value: Value) -> Reply {
    Ok(Response::json(200, value))
}

/// Any status with a value.
pub(crate) fn with(status: u16, value: Value) -> Reply {
    Ok(Response::json(status, value))
}

/// An HTML page, as a proxy in front of a service gives it.
pub(crate) fn html(status: u16, title: &str) -> Response {
    let text = format!(
        "<!DOCTYPE html><html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>"
    );
    let mut response = Response::empty(status);
    response.headers.insert("content-type".to_owned(), "text/html".to_owned());
    response.body = Body::Text(text);
    response
}
