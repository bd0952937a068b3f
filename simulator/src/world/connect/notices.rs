//! Validations, notifications, schema.

use serde_json::{json, Value};

use crate::world::call::Call;
use crate::world::ids::{iso_fine, uuid, Kind};
use crate::world::reply::{ok, with, Refusal, Reply};
use crate::world::World;

/// How long a validation takes, ms.
const VALIDATION_MS: u64 = 300;

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
        let pass = json!({
            "rule_id": "MUST_USE_RECENT_API_VERSION",
            "display_name": "Salesforce API Version",
            "message": "The API version is supported.",
            "doc_url": null,
            "status": "PASS",
        });
        let warning = json!({
            "rule_id": "SHOULD_HAVE_LOG_DRAIN",
            "display_name": "Configured Logging",
            "message": "No log drain is configured.",
            "doc_url": null,
            "status": "WARN",
        });
        ok(json!({"errors": [], "warnings": [warning], "passes": [pass], "skips": [], "mappings": {}}))
    }

    pub(super) fn notifications(&self, call: &Call<'_>, at: usize) -> Reply {
        if call.query("page_size").is_some_and(|size| size.parse::<u32>().is_err()) {
            return Err(Refusal::bad_request("page_size must be a number."));
        }
        let kind = call.query("event_type");
        let rows: Vec<Value> = self.connections[at]
            .notifications
            .iter()
            .filter(|notice| kind.is_none_or(|kind| &*notice.kind == kind))
            .map(|notice| {
                json!({
                    "id": notice.id,
                    "created_at": iso_fine(notice.at),
                    "event_type": &*notice.kind,
                    "message": &*notice.message,
                })
            })
            .collect();
        ok(json!({"results": rows}))
    }

    pub(super) fn acknowledge(&mut self, call: &Call<'_>, at: usize) -> Reply {
        let kind = call.query("event_type").map(str::to_owned);
        self.at_mut(at)
            .notifications
            .retain(|notice| kind.as_ref().is_some_and(|kind| *notice.kind != **kind));
        Ok(connect_wire::Response::empty(204))
    }

    pub(super) fn schema_diff(&self, at: usize, target: Option<&str>) -> Reply {
        let connection = &self.connections[at];
        let mappings: Vec<Value> = connection
            .mappings
            .iter()
            .map(|mapping| json!({"name": mapping.spec.object, "fields_have_changed": false, "has_unsafe_changes": false, "result_message": "no change"}))
            .collect();
        ok(json!({
            "guid": uuid(Kind::Other, connection.id),
            "current_api_version": &*connection.api_version,
            "target_api_version": target.unwrap_or(&connection.api_version),
            "mappings": mappings,
        }))
    }

    pub(super) fn schema(&self, at: usize, object: &str) -> Reply {
        let known = self.connections[at]
            .mappings
            .iter()
            .find(|mapping| mapping.spec.object.eq_ignore_ascii_case(object));
        let mapping = known.ok_or_else(|| Refusal::not_found("schema"))?;
        let mut fields = vec![
            json!({"name": "Id", "required": true}),
            json!({"name": "SystemModstamp", "required": true}),
            json!({"name": "IsDeleted", "required": true}),
            json!({"name": "Name", "required": false}),
        ];
        fields
            .extend(mapping.spec.upsert_field.iter().map(|field| json!({"name": field, "required": false})));
        ok(json!({"name": mapping.spec.object, "fields": fields}))
    }
}
