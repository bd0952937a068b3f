//! The Platform API, `api.heroku.com`.

mod account;
mod addon_create;
mod addon_json;
mod addons;
mod apps;
mod attach;
mod attachments;
mod config_vars;
mod dynos;
mod features;
mod formation;
mod plans;
mod releases;
mod resolve;
mod run;

pub(super) use addons::can_follow;
pub(super) use plans::Tier;
pub(super) use plans::{holds, tier, CONNECT_PLAN};

use connect_wire::Method::{Delete, Get, Patch, Post, Put};

use super::call::Call;
use super::reply::{Refusal, Reply};
use super::World;

impl World {
    pub(super) fn platform(&mut self, call: &Call<'_>) -> Reply {
        let path = call.path();
        match (call.method, path.as_slice()) {
            (Get, ["account"]) => self.account(),
            (Get, ["account", "rate-limits"]) => self.rate_limits(),
            (Get, ["oauth", "authorizations"]) => self.authorizations(call),
            (Get, ["teams", ..] | ["users", ..] | ["spaces"]) => self.people(call),
            (Get, ["apps"]) => self.list_apps(),
            (_, ["apps", app, rest @ ..]) => self.of_app(call, app, rest),
            (Get, ["addons"]) => self.list_addons(call, None),
            (Get, ["addons", addon]) => self.show_addon(call, None, addon),
            (Get, ["addons", addon, "addon-attachments"]) => self.attachments_of_addon(call, addon),
            (Get, ["addons", addon, "config", rest @ ..]) => self.addon_config(addon, rest),
            (Get, ["addon-attachments"]) => self.list_attachments(call, None),
            (Post, ["addon-attachments"]) => self.attach(call),
            (Get, ["addon-attachments", id]) => self.show_attachment(call, None, id),
            (Delete, ["addon-attachments", id]) => self.detach(call, id),
            (Post, ["actions", "addon-attachments", "resolve"]) => self.resolve_attachment(call),
            (Post, ["actions", "addons", "resolve"]) => self.resolve_addon(call),
            (Get, ["addon-services", service, "plans"]) => self.list_plans(service),
            (Get, ["addon-services", service]) => self.show_service(service),
            _ => Err(Refusal::no_route()),
        }
    }

    fn of_app(&mut self, call: &Call<'_>, app: &str, rest: &[&str]) -> Reply {
        // Every route below needs the app; an id is as good as a name.
        let name = self.app(app)?.name.clone();
        match (call.method, rest) {
            (Get, []) => self.show_app(&name),
            (Patch, []) => self.change_app(call, &name),
            (Put, ["pre-authorizations"]) => self.pre_authorize(call, &name),
            (Get, ["collaborators"]) => self.collaborators(&name),
            (Get, ["pipeline-couplings"]) => Err(Refusal::not_found("pipeline_coupling")),
            (Get, ["formation"]) => self.list_formation(&name),
            (Patch, ["formation"]) => self.scale(call, &name),
            (Get, ["formation", kind]) => self.show_process(&name, kind),
            (Patch, ["formation", kind]) => self.scale_one(call, &name, kind),
            (Delete, ["formations", kind]) => self.restart_some(call, &name, Some(kind)),
            (Post, ["formations", kind, "actions", "stop"]) => self.stop_some(call, &name, kind),
            (Get, ["dynos"]) => self.list_dynos(&name),
            (Post, ["dynos"]) => self.run_one_off(call, &name),
            (Delete, ["dynos"]) => self.restart_some(call, &name, None),
            (Get, ["dynos", dyno]) => self.show_dyno(&name, dyno),
            (Delete, ["dynos", dyno]) => self.restart_some(call, &name, Some(dyno)),
            (Post, ["dynos", dyno, "actions", "stop"]) => self.stop_some(call, &name, dyno),
            (Get, ["features"]) => self.list_features(&name),
            (Get, ["features", feature]) => self.show_feature(&name, feature),
            (Patch, ["features", feature]) => self.change_feature(call, &name, feature),
            (Get, ["config-vars"]) => self.show_vars(&name, call.now),
            (Patch, ["config-vars"]) => self.change_vars(call, &name),
            (Get, ["releases"]) => self.list_releases(&name),
            (Post, ["releases"]) => self.roll_back(call, &name),
            (Get, ["releases", release]) => self.show_release(&name, release),
            (Get, ["releases", release, "config-vars"]) => self.release_vars(&name, release),
            (Get, ["addons"]) => self.list_addons(call, Some(&name)),
            (Post, ["addons"]) => self.create_addon(call, &name),
            (Get, ["addons", addon]) => self.show_addon(call, Some(&name), addon),
            (Patch, ["addons", addon]) => self.change_plan(call, &name, addon),
            (Delete, ["addons", addon]) => self.destroy_addon(call, &name, addon),
            (Get, ["addon-attachments"]) => self.list_attachments(call, Some(&name)),
            (Get, ["addon-attachments", attachment]) => self.show_attachment(call, Some(&name), attachment),
            _ => Err(Refusal::no_route()),
        }
    }
}
