//! What a check learnt, for a later one: positions and polls mean something only beside others of the same database.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::ending::Ending;
use crate::given::{strict, GivenFile};
use crate::late::{slots, Bindings, Bound, Known, Late, Slot};
use crate::output::FORMAT_VERSION;
use crate::query::Position;
use crate::snapshot::{Polled, Snapshot};
use crate::value;

/// The part of a [`crate::output::Output`] that is read back.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Printed {
    format_version: String,
    kind: String,
    ending: Option<Ending>,
    since: Option<Since>,
}

/// What a check learnt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Since {
    /// Name of the database add-on.
    pub database: String,
    /// How far it was.
    pub position: Option<Position>,
    /// When the mappings of each connection had polled last, by the name of its add-on.
    pub polls: BTreeMap<String, Vec<Polled>>,
}

impl Since {
    /// What was learnt by a check of this database; `None` if nothing was.
    #[must_use]
    pub fn learnt(snapshot: &Snapshot, bindings: &Bindings) -> Option<Self> {
        let position = bound(bindings, &slots::L0);
        let polls: BTreeMap<_, _> = snapshot
            .connections
            .iter()
            .filter_map(|one| Some((one.resource.clone(), bound(bindings, &slots::polls(&one.resource))?)))
            .collect();
        (position.is_some() || !polls.is_empty()).then(|| Self {
            database: snapshot.database.addon.clone(),
            position,
            polls,
        })
    }

    /// Reads what `connect:check --json` printed.
    ///
    /// # Errors
    /// When it is something else.
    pub fn read(file: &GivenFile) -> Result<Self, Diagnostic> {
        let name = &file.name;
        let refused = |why: &str| useless(&format!("`{name}`: {why}"), HELP);
        let value = strict(&file.text).map_err(|error| refused(&error.to_string()))?;
        let printed: Printed = value::read(value).map_err(|error| refused(&error.to_string()))?;
        let major = |version: &str| version.split('.').next().map(str::to_owned);
        if major(&printed.format_version) != major(FORMAT_VERSION) {
            return Err(refused("another version of the plugin printed it"));
        }
        match (printed.kind.as_str(), printed.ending, printed.since) {
            ("condition", Some(Ending::Done), Some(since)) => Ok(since),
            ("condition", Some(Ending::Done), None) => {
                Err(refused("that condition learns nothing for a later one"))
            }
            ("condition", ..) => Err(refused("it did not hold when it was checked")),
            _ => Err(refused("it is no answer of `connect:check`")),
        }
    }

    /// As slots.
    ///
    /// # Errors
    /// When it is of another database.
    pub fn bindings(&self, snapshot: &Snapshot) -> Result<Bindings, Diagnostic> {
        let here = &snapshot.database.addon;
        if self.database != *here {
            let message = format!("`--since` is of `{}`, and this is `{here}`", self.database);
            return Err(useless(&message, HELP));
        }
        let mut bindings = Bindings::new();
        if let Some(position) = &self.position {
            bindings.extend(bind(&slots::L0, position));
        }
        for (resource, polls) in &self.polls {
            bindings.extend(bind(&slots::polls(resource), polls));
        }
        Ok(bindings)
    }
}

/// What the first look of a wait is held against: when each mapping had polled as the command began.
pub(super) fn before(snapshot: &Snapshot) -> Bindings {
    let polls = |one: &crate::snapshot::Connection| {
        let polled = one
            .mappings
            .iter()
            .map(|mapping| Polled { object: mapping.object.clone(), sf_poll: mapping.sf_poll.clone() });
        bind(&slots::polls(&one.resource), &polled.collect::<Vec<_>>())
    };
    snapshot.connections.iter().filter_map(polls).collect()
}

/// What was given cannot be used.
pub(super) fn useless(message: &str, help: &str) -> Diagnostic {
    Diagnostic::block(codes::USAGE_FLAGS, message, help)
}

const HELP: &str = "give the file to which a `heroku connect:check … --json` that held was written";

fn bind<T: Serialize>(slot: &Slot<T>, value: &T) -> Option<(String, serde_json::Value)> {
    Some((slot.name().to_owned(), value::of(value)?))
}

fn bound<T: Bound>(bindings: &Bindings, slot: &Slot<T>) -> Option<T> {
    Late::Slot(slot.clone()).get(&Known::of(bindings)).ok()
}
