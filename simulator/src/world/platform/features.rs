//! App features: preboot.

use serde_json::{json, Value};

use crate::world::call::Call;
use crate::world::ids::{hash, iso, uuid, Kind};
use crate::world::reply::{ok, Refusal, Reply};
use crate::world::setup::MADE_AT;
use crate::world::World;

impl World {
    pub(super) fn list_features(&self, app: &str) -> Reply {
        let features = &self.app(app)?.features;
        ok(Value::Array(features.iter().map(|(name, on)| feature_json(name, *on)).collect()))
    }

    pub(super) fn show_feature(&self, app: &str, feature: &str) -> Reply {
        let on = self.app(app)?.features.get(feature).ok_or_else(|| Refusal::not_found("feature"))?;
        ok(feature_json(feature, *on))
    }

    pub(super) fn change_feature(&mut self, call: &Call<'_>, app: &str, feature: &str) -> Reply {
        let on = call.body().get("enabled").and_then(Value::as_bool);
        let on = on.ok_or_else(|| Refusal::invalid("enabled must be true or false."))?;
        let known =
            self.app_mut(app)?.features.get_mut(feature).ok_or_else(|| Refusal::not_found("feature"))?;
        *known = on;
        ok(feature_json(feature, on))
    }
}

fn feature_json(name: &str, enabled: bool) -> Value {
    json!({
        "id": uuid(Kind::Other, hash(name) & 0xffff_ffff),
        "name": name,
        "enabled": enabled,
        "state": "general",
        "description": format!("the feature {name}"),
        "doc_url": format!("https://devcenter.heroku.com/articles/{name}"),
        "created_at": iso(MADE_AT),
        "updated_at": iso(MADE_AT),
    })
}
