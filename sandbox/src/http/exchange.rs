//! One request and its answer, between hyper's types and ours.

use std::collections::BTreeMap;
use std::sync::Arc;

use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::body::{self, Body, Bytes};
use hyper::header::{HeaderName, HeaderValue, CONNECTION, CONTENT_LENGTH, TRANSFER_ENCODING};
use hyper::{Method, Request, Response, StatusCode};
use tokio::sync::mpsc;
use tokio::task::JoinError;

use super::{Breakage, Incoming, Outgoing, Service};

const MAX_BODY: usize = 8 * 1024 * 1024;

/// Why a connection must be left to its bare socket.
#[derive(Debug)]
pub(super) enum Handover {
    /// A proxy client was promised a tunnel.
    Tunnel,
    /// An answer does not arrive, in this way.
    Break(Breakage, Outgoing),
}

/// Answers one request. One that needs the bare socket hands the connection over and never ends: it is dropped with
/// the rest of what hyper knows of the connection.
pub(super) async fn answer(
    request: Request<body::Incoming>,
    service: Arc<dyn Service>,
    hand: mpsc::Sender<Handover>,
) -> Result<Response<Full<Bytes>>, JoinError> {
    if request.method() == Method::CONNECT {
        let authority = request.uri().to_string();
        if service.tunnels_to(&authority) {
            return Ok(hand_over(&hand, Handover::Tunnel).await);
        }
        let text = format!("The sandbox is a proxy for its own hosts only, not for {authority}.\n");
        return Ok(refusal(403, text));
    }
    let incoming = match read(request).await {
        Ok(incoming) => incoming,
        Err((status, text)) => return Ok(refusal(status, text)),
    };
    let outgoing = tokio::task::spawn_blocking(move || service.serve(&incoming)).await?;
    tokio::time::sleep(outgoing.delay).await;
    match outgoing.breakage {
        None => Ok(whole(outgoing)),
        Some(breakage) => Ok(hand_over(&hand, Handover::Break(breakage, outgoing)).await),
    }
}

async fn hand_over<T>(hand: &mpsc::Sender<Handover>, handover: Handover) -> T {
    // Nobody takes it only if the connection is over already.
    let _ = hand.send(handover).await;
    std::future::pending().await
}

/// Reads a request to its end; an error is the status and the text of a refusal.
async fn read(request: Request<body::Incoming>) -> Result<Incoming, (u16, String)> {
    let too_large = || (413, "request too large".to_owned());
    let (head, body) = request.into_parts();
    // What is announced as too long is refused before it is sent.
    if body.size_hint().lower() > MAX_BODY as u64 {
        return Err(too_large());
    }
    let body = Limited::new(body, MAX_BODY).collect().await.map_err(|error| {
        match error.is::<LengthLimitError>() {
            true => too_large(),
            false => (400, format!("malformed request: {error}")),
        }
    })?;
    let mut headers: BTreeMap<String, String> = BTreeMap::new();
    for (name, value) in &head.headers {
        let value = String::from_utf8_lossy(value.as_bytes());
        let joined = headers.entry(name.as_str().to_owned()).or_default();
        if !joined.is_empty() {
            joined.push(',');
        }
        joined.push_str(&value);
    }
    Ok(Incoming {
        method: head.method.to_string(),
        target: head.uri.to_string(),
        headers,
        body: body.to_bytes().into(),
    })
}

/// An answer as hyper sends it. A header that cannot be one is left out, and so are those that are hyper's own.
pub(super) fn whole(outgoing: Outgoing) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::from(outgoing.body));
    *response.status_mut() =
        StatusCode::from_u16(outgoing.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    for (name, value) in outgoing.headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            if ![CONTENT_LENGTH, CONNECTION, TRANSFER_ENCODING].contains(&name) {
                response.headers_mut().insert(name, value);
            }
        }
    }
    response
}

/// An answer after which nothing of the request is read any more.
fn refusal(status: u16, text: String) -> Response<Full<Bytes>> {
    let mut response = whole(Outgoing::new(status, "text/plain", text.into_bytes()));
    response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    response
}

#[cfg(test)]
mod tests {
    use hyper::header::CONTENT_TYPE;

    use super::*;

    #[test]
    fn headers_cannot_be_split_and_the_length_is_not_theirs_to_say() {
        let mut outgoing = Outgoing::new(200, "text/plain", b"four".to_vec());
        outgoing.headers.insert("bad".into(), "a\r\nset-cookie: b".into());
        outgoing.headers.insert("content-length".into(), "1".into());
        let response = whole(outgoing);
        assert_eq!(response.headers().len(), 1);
        assert_eq!(response.headers()[CONTENT_TYPE], "text/plain");
        assert_eq!(response.body().size_hint().exact(), Some(4));
    }
}
