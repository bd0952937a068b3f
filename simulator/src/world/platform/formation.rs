//! Process types and scaling.

use serde_json::{json, Value};

use crate::world::call::Call;
use crate::world::ids::{hash, iso, uuid, Kind};
use crate::world::reply::{ok, Refusal, Reply};
use crate::world::setup::{name, MADE_AT};
use crate::world::state::{App, Process};
use crate::world::World;
use crate::FaultKind;

/// More dynos of a type than anybody gets.
const MOST: u32 = 100;

impl World {
    pub(super) fn list_formation(&self, app: &str) -> Reply {
        let app = self.app(app)?;
        ok(Value::Array(app.formation.iter().map(|process| process_json(app, process)).collect()))
    }

    pub(super) fn show_process(&self, app: &str, kind: &str) -> Reply {
        let app = self.app(app)?;
        let process = app.formation.iter().find(|process| &*process.kind == kind);
        ok(process_json(app, process.ok_or_else(|| Refusal::not_found("process_type"))?))
    }

    /// `PATCH /apps/{app}/formation`: `updates[]{type, quantity, size?}`; a quantity is a number or a text such as `+1`.
    pub(super) fn scale(&mut self, call: &Call<'_>, app: &str) -> Reply {
        let updates = call.body().get("updates").and_then(Value::as_array);
        let updates = updates.ok_or_else(|| Refusal::invalid("updates is needed."))?.clone();
        self.apply_scale(app, &updates, call.now)?;
        self.list_formation(app)
    }

    pub(super) fn scale_one(&mut self, call: &Call<'_>, app: &str, kind: &str) -> Reply {
        let mut update = call.body().clone();
        if let Some(object) = update.as_object_mut() {
            object.insert("type".to_owned(), json!(kind));
        }
        self.apply_scale(app, &[update], call.now)?;
        self.show_process(app, kind)
    }

    fn apply_scale(&mut self, app: &str, updates: &[Value], now: u64) -> Result<(), Refusal> {
        let mut formation = self.app(app)?.formation.clone();
        for update in updates {
            let kind = update.get("type").and_then(Value::as_str).unwrap_or_default();
            let process = formation.iter_mut().find(|process| &*process.kind == kind).ok_or_else(|| {
                Refusal::new(404, "not_found", format!("Couldn't find that process type ({kind})."))
            })?;
            if let Some(quantity) = update.get("quantity") {
                process.quantity = quantity_of(quantity, process.quantity)?;
            }
            if let Some(size) = update.get("size").and_then(Value::as_str) {
                process.size = name(size);
            }
        }
        if self.strikes(&FaultKind::ScaleNoop, Some(app)) {
            return Ok(());
        }
        self.app_mut(app)?.formation = formation;
        self.level(app, now);
        Ok(())
    }
}

fn quantity_of(value: &Value, before: u32) -> Result<u32, Refusal> {
    let wrong = || Refusal::invalid("quantity must be a number of dynos.");
    let wanted = match value {
        Value::Number(number) => {
            number.as_u64().and_then(|number| u32::try_from(number).ok()).ok_or_else(wrong)?
        }
        Value::String(text) => match (text.strip_prefix('+'), text.strip_prefix('-')) {
            (Some(more), _) => before.saturating_add(more.parse().map_err(|_| wrong())?),
            (_, Some(less)) => before.saturating_sub(less.parse().map_err(|_| wrong())?),
            _ => text.parse().map_err(|_| wrong())?,
        },
        _ => return Err(wrong()),
    };
    if wanted > MOST {
        return Err(Refusal::invalid(format!("quantity must be at most {MOST}.")));
    }
    Ok(wanted)
}

fn process_json(app: &App, process: &Process) -> Value {
    json!({
        "id": uuid(Kind::Other, hash(&process.kind) & 0xffff_ffff),
        "app": {"id": uuid(Kind::App, app.id), "name": &*app.name},
        "type": &*process.kind,
        "quantity": process.quantity,
        "size": &*process.size,
        "command": &*process.command,
        "created_at": iso(MADE_AT),
        "updated_at": iso(MADE_AT),
    })
}
