//! The acting user.

use serde_json::{json, Value};

use crate::world::call::Call;
use crate::world::ids::{iso, uuid, Kind};
use crate::world::reply::{ok, with, Refusal, Reply};
use crate::world::setup::MADE_AT;
use crate::world::World;

impl World {
    pub(super) fn account(&self) -> Reply {
        ok(json!({
            "id": uuid(Kind::User, 1),
            "email": self.settings.email,
            "name": "Operator",
            "verified": true,
            "two_factor_authentication": true,
            "federated": false,
            "created_at": iso(MADE_AT),
            "updated_at": iso(MADE_AT),
        }))
    }

    pub(super) fn rate_limits(&self) -> Reply {
        ok(json!({"remaining": self.budget.left}))
    }

    pub(super) fn authorizations(&self, call: &Call<'_>) -> Reply {
        let life = 30 * 24 * 3_600;
        let list: Vec<Value> = (1..=self.tokens.len() as u64)
            .map(|at| {
                json!({
                    "id": uuid(Kind::Other, at),
                    "description": "Heroku CLI",
                    "scope": ["global"],
                    "created_at": iso(call.now),
                    "access_token": {"id": uuid(Kind::Other, 1_000 + at), "expires_in": life},
                })
            })
            .collect();
        ok(Value::Array(list))
    }

    /// Teams, users and spaces: nobody belongs to any.
    pub(super) fn people(&self, call: &Call<'_>) -> Reply {
        match call.path().as_slice() {
            ["teams" | "spaces"] => ok(json!([])),
            _ => Err(Refusal::not_found("team")),
        }
    }

    pub(super) fn pre_authorize(&mut self, call: &Call<'_>, app: &str) -> Reply {
        if call.header("heroku-two-factor-code").is_none() {
            return Err(Refusal::new(403, "two_factor", "A second authentication factor is required."));
        }
        std::sync::Arc::make_mut(&mut self.authorized).push(app.to_owned());
        with(200, json!({"app": {"name": app}, "expires_in": 1_800}))
    }
}
