//! Apps and maintenance mode.

use serde_json::{json, Value};

use crate::world::call::Call;
use crate::world::ids::{iso, uuid, Kind};
use crate::world::reply::{ok, Refusal, Reply};
use crate::world::setup::MADE_AT;
use crate::world::state::App;
use crate::world::World;

impl World {
    pub(super) fn list_apps(&self) -> Reply {
        ok(Value::Array(self.apps.iter().map(|app| self.app_json(app)).collect()))
    }

    pub(super) fn show_app(&self, app: &str) -> Reply {
        ok(self.app_json(self.app(app)?))
    }

    /// `PATCH /apps/{app}`: only maintenance mode can change here.
    pub(super) fn change_app(&mut self, call: &Call<'_>, app: &str) -> Reply {
        if let Some(value) = call.body().get("maintenance") {
            let on = value.as_bool().ok_or_else(|| Refusal::invalid("maintenance must be true or false."))?;
            self.app_mut(app)?.maintenance = on;
        }
        self.show_app(app)
    }

    pub(super) fn collaborators(&self, app: &str) -> Reply {
        ok(json!([{
            "app": {"name": app},
            "role": "owner",
            "user": {"email": self.settings.email, "id": uuid(Kind::User, 1)},
            "permissions": [{"name": "deploy"}, {"name": "manage"}, {"name": "operate"}, {"name": "view"}],
        }]))
    }

    fn app_json(&self, app: &App) -> Value {
        json!({
            "id": uuid(Kind::App, app.id),
            "name": &*app.name,
            "maintenance": app.maintenance,
            "region": {"id": uuid(Kind::Other, 9), "name": &*app.region},
            "owner": {"id": uuid(Kind::User, 1), "email": self.settings.email},
            "space": app.space.as_deref().map(|space| json!({"name": space, "shield": false})),
            "team": null,
            "organization": null,
            "stack": {"name": "heroku-24"},
            "build_stack": {"name": "heroku-24"},
            "generation": {"name": "cedar"},
            "acm": false,
            "process_tier": "production",
            "git_url": format!("https://git.heroku.com/{}.git", app.name),
            "web_url": format!("https://{}.herokuapp.com/", app.name),
            "repo_size": 0,
            "slug_size": 52_428_800,
            "buildpack_provided_description": "Node.js",
            "created_at": iso(MADE_AT),
            "updated_at": iso(MADE_AT),
            "released_at": iso(app.releases.last().map_or(MADE_AT, |release| release.at)),
            "archived_at": null,
        })
    }
}
