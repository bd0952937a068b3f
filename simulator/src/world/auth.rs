//! Who may ask, how often, and what is refused before a route sees it.

use connect_wire::{Api, Method, Response};
use serde_json::json;

use super::call::Call;
use super::ids::{uuid, Kind};
use super::reply::{html, Refusal};
use super::World;
use crate::FaultKind;

/// Requests that an account gets back per minute.
const REFILL_PER_MINUTE: u64 = 75;

impl World {
    /// Checks that come before any route. `Some` is the answer.
    pub(super) fn gate(&mut self, call: &Call<'_>) -> Option<Response> {
        let api = call.request.api;
        let connect = matches!(api, Api::ConnectDiscovery | Api::ConnectRegion);
        if connect && (call.now < self.connect_away || self.strikes(&FaultKind::ConnectMaintenance, None)) {
            return Some(html(503, "Service Unavailable"));
        }
        if let Some(refusal) = self.refused(call) {
            return Some(self.refusal(refusal, call));
        }
        if api == Api::Status {
            return None;
        }
        let login = api == Api::ConnectRegion && call.method == Method::Get && at_login(call);
        if !login && !self.authorized_call(call) {
            let refusal = Refusal::new(401, "unauthorized", "Invalid credentials provided.");
            return Some(self.refusal(refusal, call));
        }
        if api == Api::Platform {
            if let Some(refusal) = self.spend(call).or_else(|| self.second_factor(call)) {
                return Some(self.refusal(refusal, call));
            }
        }
        None
    }

    fn authorized_call(&self, call: &Call<'_>) -> bool {
        let Some(header) = call.header("authorization") else { return false };
        if let Some(token) = header.strip_prefix("Bearer ") {
            return self.tokens.iter().any(|known| known == token);
        }
        // Empty user, the token as password: only the credential routes of the Data API.
        call.request.api == Api::Data
            && header.strip_prefix("Basic ").is_some_and(|given| {
                self.tokens.iter().any(|token| base64(format!(":{token}").as_bytes()) == given)
            })
    }

    fn spend(&mut self, call: &Call<'_>) -> Option<Refusal> {
        if call.path() == ["account", "rate-limits"] {
            return None;
        }
        let limit = self.settings.switches.rate_limit;
        let elapsed = call.now.saturating_sub(self.budget.refilled);
        let gained = elapsed * REFILL_PER_MINUTE / 60_000;
        if gained > 0 {
            let left = u64::from(self.budget.left) + gained;
            self.budget.left = u32::try_from(left).unwrap_or(limit).min(limit);
            self.budget.refilled = call.now;
        }
        if self.budget.left == 0 {
            return Some(Refusal::new(429, "rate_limit", "Your account reached the API rate limit."));
        }
        self.budget.left -= 1;
        None
    }

    fn second_factor(&mut self, call: &Call<'_>) -> Option<Refusal> {
        let path = call.path();
        if call.method == Method::Get
            || path.first() == Some(&"actions")
            || path.last() == Some(&"pre-authorizations")
        {
            return None;
        }
        let app = match path.as_slice() {
            ["apps", app, ..] => Some((*app).to_owned()),
            ["addon-attachments"] => call.reference("app").map(str::to_owned),
            _ => None,
        };
        let given = call.header("heroku-two-factor-code").is_some()
            || app.as_ref().is_some_and(|app| self.authorized.contains(app));
        if given || !self.strikes(&FaultKind::TwoFactor, app.as_deref()) {
            return None;
        }
        let mut refusal = Refusal::new(403, "two_factor", "A second authentication factor is required.");
        if let Some(app) = app {
            refusal.extra = Some(("app", json!({"name": app})));
        }
        Some(refusal)
    }

    /// Headers that every answer carries.
    pub(super) fn stamp(&self, response: &mut Response, api: Api, serial: u64) {
        response.headers.insert("request-id".to_owned(), uuid(Kind::Request, serial));
        if api == Api::Platform {
            response.headers.insert("ratelimit-remaining".to_owned(), self.budget.left.to_string());
        }
    }
}

/// A page of Salesforce's, where a browser comes without a token.
pub(super) fn at_login(call: &Call<'_>) -> bool {
    call.path().starts_with(&super::connect::LOGIN)
}

/// Base64 with padding.
fn base64(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let word = chunk.iter().fold(0_usize, |word, byte| word << 8 | usize::from(*byte))
            << (8 * (3 - chunk.len()));
        for at in 0..4 {
            let sign = if at <= chunk.len() { char::from(SIGNS[word >> (18 - 6 * at) & 63]) } else { '=' };
            out.push(sign);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::base64;

    #[test]
    fn base64_pads() {
        assert_eq!(base64(b":sandbox-token"), "OnNhbmRib3gtdG9rZW4=");
        assert_eq!(base64(b"abc"), "YWJj");
        assert_eq!(base64(b"a"), "YQ==");
    }
}
