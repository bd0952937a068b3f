//! Validations and notifications.

use serde_json::{json, Map, Value};

use crate::scenario::AckScope;
use crate::world::call::Call;
use crate::world::ids::{iso_fine, uuid, Kind};
use crate::world::reply::{ok, with, Refusal, Reply};
use crate::world::state::{Mapping, Notification};
use crate::world::words::{MappingState, SyncState};
use crate::world::World;

/// How long a validation takes, ms.
const VALIDATION_MS: u64 = 300;

/// For so long a refused write is listed.
const DAY_MS: u64 = 86_400_000;
/// From this API version on a connection is supported.
const RECENT_API: u32 = 39;

/// What a validation found, by how bad it is.
#[derive(Default)]
struct Found {
    passes: Vec<Value>,
    errors: Vec<Value>,
    warnings: Vec<Value>,
}

impl Found {
    fn rule(&mut self, holds: bool, else_in: &str, id: &str, name: &str, (yes, no): (&str, &str)) {
        let (list, status, message) = match (holds, else_in) {
            (true, _) => (&mut self.passes, "PASS", yes),
            (false, "errors") => (&mut self.errors, "ERROR", no),
            (false, _) => (&mut self.warnings, "WARN", no),
        };
        let about =
            format!("https://devcenter.heroku.com/articles/heroku-connect-diagnose#{}", id.to_lowercase());
        list.push(json!({"rule_id": id, "display_name": name, "message": message, "doc_url": about, "status": status}));
    }

    fn shown(self) -> Value {
        json!({"errors": self.errors, "warnings": self.warnings, "passes": self.passes, "skips": []})
    }
}

/// Which notifications are meant: both ends count, to the fraction of a second that is shown.
struct Asked<'a> {
    after: Option<&'a str>,
    before: Option<&'a str>,
    kind: Option<&'a str>,
    page_size: usize,
}

impl<'a> Asked<'a> {
    fn read(call: &'a Call<'_>) -> Result<Self, Refusal> {
        let moment = |name: &str| match call.query(name) {
            Some(text) if !is_moment(text) => Err(Refusal::bad_request(format!("{name} must be a time."))),
            text => Ok(text),
        };
        let page_size = call.query("page_size").map_or(Some(PAGE), |size| size.parse().ok());
        let page_size = page_size.ok_or_else(|| Refusal::bad_request("page_size must be a number."))?;
        Ok(Self {
            after: moment("after")?,
            before: moment("before")?,
            kind: call.query("event_type"),
            page_size,
        })
    }

    /// Moments are shown in one form, so that their texts compare like them.
    fn means(&self, notice: &Notification) -> bool {
        let at = iso_fine(notice.at);
        self.kind.is_none_or(|kind| &*notice.kind == kind)
            && self.after.is_none_or(|after| *at >= *after)
            && self.before.is_none_or(|before| *at <= *before)
    }
}

/// So many come if nobody says how many.
const PAGE: usize = 100;

/// `2026-11-27T20:00:00`, whatever follows.
fn is_moment(text: &str) -> bool {
    let form = "dddd-dd-dd";
    text.len() >= form.len()
        && text
            .bytes()
            .zip(form.bytes())
            .all(|(seen, form)| if form == b'd' { seen.is_ascii_digit() } else { seen == form })
}

impl World {
    pub(super) fn start_validation(&mut self, at: usize, now: u64) -> Reply {
        self.at_mut(at).validation = Some(now + VALIDATION_MS);
        let id = uuid(Kind::Connection, self.connections[at].id);
        with(
            202,
            json!({"result_url": format!("{}/api/v3/connections/{id}/validations/result", self.settings.base_url)}),
        )
    }

    pub(super) fn validation_result(&mut self, at: usize, now: u64) -> Reply {
        let done = self.connections[at].validation.ok_or_else(|| Refusal::not_found("validation"))?;
        if now < done {
            return Ok(connect_wire::Response::empty(202));
        }
        let connection = &self.connections[at];
        let mut found = Found::default();
        let recent = connection.api_version.split('.').next().and_then(|major| major.parse().ok());
        found.rule(
            recent.is_some_and(|version: u32| version >= RECENT_API),
            "errors",
            "MUST_USE_RECENT_API_VERSION",
            "Salesforce API Version",
            ("The API version is supported.", "The API version is too old."),
        );
        found.rule(
            false,
            "warnings",
            "SHOULD_HAVE_LOG_DRAIN",
            "Configured Logging",
            ("A log drain is configured.", "No log drain is configured."),
        );
        found.rule(
            connection.resolved.is_some() && connection.state != SyncState::DbUnavailable,
            "errors",
            "MUST_REACH_DATABASE",
            "Database Connection",
            ("The database can be reached.", "The database cannot be reached."),
        );
        let mappings: Map<String, Value> = connection
            .mappings
            .iter()
            .map(|mapping| (mapping.spec.object.clone(), self.mapping_validation(mapping)))
            .collect();
        let mut shown = found.shown();
        shown["mappings"] = Value::Object(mappings);
        ok(shown)
    }

    /// What is found of one mapping, at once.
    pub(super) fn mapping_validation(&self, mapping: &Mapping) -> Value {
        let mut found = Found::default();
        found.rule(
            mapping.state != MappingState::BadConfig,
            "errors",
            "MUST_HAVE_VALID_CONFIGURATION",
            "Mapping Configuration",
            ("The configuration is valid.", "The configuration names what Salesforce does not have."),
        );
        found.rule(
            !mapping.writes() || mapping.spec.upsert_field.is_some(),
            "warnings",
            "SHOULD_HAVE_UNIQUE_IDENTIFIER",
            "Unique Identifier",
            ("A unique identifier is set.", "No unique identifier is set."),
        );
        found.shown()
    }

    /// Writes that the org refused in the last 24 hours: of a connection, or of one mapping.
    pub(super) fn write_errors(&self, at: usize, mapping: Option<usize>, now: u64) -> Reply {
        let errors = self.connections[at].errors_of(mapping, now.saturating_sub(DAY_MS));
        let results: Vec<Value> = errors
            .map(|(at, one)| {
                json!({
                    "id": one.id,
                    "table_name": one.table,
                    "record_id": one.record,
                    "message": one.message,
                    "created_at": iso_fine(*at),
                })
            })
            .collect();
        ok(json!({"count": results.len(), "results": results}))
    }

    pub(super) fn notifications(&self, call: &Call<'_>, at: usize) -> Reply {
        let asked = Asked::read(call)?;
        let rows: Vec<Value> = self.connections[at]
            .notifications
            .iter()
            .rev()
            .filter(|notice| asked.means(notice))
            .take(asked.page_size)
            .map(|notice| {
                json!({
                    "id": uuid(Kind::Other, notice.id),
                    "created_at": iso_fine(notice.at),
                    "event_type": &*notice.kind,
                    "message": &*notice.message,
                })
            })
            .collect();
        ok(json!({"results": rows}))
    }

    pub(super) fn acknowledge(&mut self, call: &Call<'_>, at: usize) -> Reply {
        let asked = Asked::read(call)?;
        let all = self.settings.switches.ack_scope == AckScope::All;
        self.at_mut(at).notifications.retain(|notice| !(all || asked.means(notice)));
        Ok(connect_wire::Response::empty(204))
    }
}
