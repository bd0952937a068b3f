//! Making tables follow the definitions of their fields.

use serde::{Deserialize, Serialize};

use super::{last_moment, unknown_code, usage, Request, Wanted, MAX_DOWNTIME_MS};
use crate::codes;
use crate::command;
use crate::diagnostic::Diagnostic;
use crate::field::{changes, Change, Class, Definition, SYSTEM};
use crate::snapshot::{Connection, Dependant, Shape, Snapshot};
use crate::survey::Fields;

/// What changing fields takes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "ChangeFieldRequest"))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ChangeField {
    /// Object of the mapping; every mapping if absent, and then only what saving it is enough for.
    pub object: Option<String>,
    /// Fields; every one that differs if there is none.
    pub fields: Vec<String>,
    /// The connection, by its add-on; every one of the database if absent.
    pub resource: Option<String>,
    /// What the fields are now, as the operator knows it.
    pub to: Option<Definition>,
    /// Take the fields out of the mapping and put them back, whatever the difference is.
    pub remap: bool,
}

/// A mapping of which something changes.
#[derive(Debug, Clone, Copy)]
pub struct Work<'a> {
    /// Its connection.
    pub connection: &'a Connection,
    /// The mapping.
    pub shape: &'a Shape,
}

impl ChangeField {
    /// What a survey looks at for it.
    #[must_use]
    pub fn fields(&self) -> Fields {
        Fields {
            resource: self.resource.clone(),
            object: self.object.clone(),
            names: self.fields.clone(),
            whole: true,
            to: self.to.clone(),
            remap: self.remap,
        }
    }

    /// The mappings that were looked at.
    pub fn mappings<'a>(&self, snapshot: &'a Snapshot) -> impl Iterator<Item = Work<'a>> {
        snapshot
            .connections
            .iter()
            .flat_map(|connection| connection.shapes.iter().map(move |shape| Work { connection, shape }))
    }

    /// What each field of a mapping takes.
    #[must_use]
    pub fn changes(&self, shape: &Shape) -> Vec<Change> {
        changes(shape, self.to.as_ref(), self.remap)
    }

    /// The same of those that a plan is about: of every mapping only what saving it is enough for.
    #[must_use]
    pub fn planned(&self, shape: &Shape) -> Vec<Change> {
        let all = self.changes(shape).into_iter();
        all.filter(|one| if self.object.is_some() { one.class.changes() } else { one.class.simple() })
            .collect()
    }

    /// Every field that was looked at.
    #[must_use]
    pub fn all(&self, snapshot: &Snapshot) -> Vec<Change> {
        self.mappings(snapshot).flat_map(|one| self.changes(one.shape)).collect()
    }

    /// True if a field is taken out of a mapping and put back.
    #[must_use]
    pub fn remaps(&self, snapshot: &Snapshot) -> bool {
        let of = |one: Work<'_>| self.planned(one.shape);
        self.mappings(snapshot).flat_map(of).any(|one| one.class == Class::Remap)
    }

    /// What stands in the way of altering the columns of a mapping, each once: of those that go for good, or of those that stay.
    #[must_use]
    pub fn refusing<'a>(&self, shape: &'a Shape, gone: bool) -> Vec<&'a Dependant> {
        let planned = self.planned(shape);
        let of = planned.iter().filter(|one| (one.class == Class::Remove) == gone);
        let seen = of.filter_map(|one| shape.field(&one.field)?.dependants.as_ref());
        let mut refusing: Vec<&Dependant> = Vec::new();
        for one in seen.flatten().filter(|one| one.refuses) {
            if !refusing.contains(&one) {
                refusing.push(one);
            }
        }
        refusing
    }

    /// True if something that people built on the columns comes off meanwhile.
    #[must_use]
    pub fn takes_off(&self, snapshot: &Snapshot) -> bool {
        self.mappings(snapshot).any(|one| !self.refusing(one.shape, false).is_empty())
    }
}

impl Request {
    /// What `connect:change-field` asks for.
    ///
    /// # Errors
    /// Usage diagnostics, one for every flag that is missing or wrong.
    pub fn change_field(typed: &command::ChangeField) -> Result<Self, Vec<Diagnostic>> {
        let mut wrong: Vec<Diagnostic> =
            typed.shown.accept.iter().filter_map(|code| unknown_code(code)).collect();
        match (&typed.mapping, typed.all) {
            (None, false) if !typed.check => {
                wrong.push(usage(
                    "which mapping is missing",
                    "for example `heroku connect:change-field Account Name`; `--all` is for every mapping",
                ));
            }
            (Some(_), true) => {
                wrong.push(usage("`--all` is for every mapping, and one is named", "give one of them"));
            }
            _ => {}
        }
        if typed.mapping.is_none() && (typed.to.is_some() || typed.remap) {
            wrong.push(usage(
                "`--to` and `--remap` are for fields of one mapping",
                "name the mapping and its fields",
            ));
        }
        if typed.mapping.is_some() && typed.fields.is_empty() && (typed.to.is_some() || typed.remap) {
            wrong.push(usage("`--to` and `--remap` are for fields that are named", "name the fields"));
        }
        for name in &typed.fields {
            if SYSTEM.iter().any(|system| system.eq_ignore_ascii_case(name)) {
                let message = format!("`{name}` is Connect's own and is never changed");
                wrong.push(Diagnostic::block(codes::FIELD_SYSTEM, message, "leave it out"));
            }
        }
        let to = typed.to.as_ref().map(|typed| {
            Definition::parse(typed).ok_or_else(|| {
                usage(
                    "`--to` is a type of Salesforce that can be mapped, with its length if it has one",
                    "for example `--to 'string(120)'` or `--to double`",
                )
            })
        });
        let to = match to.transpose() {
            Ok(to) if wrong.is_empty() => to,
            Ok(_) => return Err(wrong),
            Err(one) => {
                wrong.push(one);
                return Err(wrong);
            }
        };
        let shown = &typed.shown;
        let wanted = Wanted::ChangeField(ChangeField {
            object: typed.mapping.clone(),
            fields: typed.fields.clone(),
            resource: typed.resource.clone(),
            to,
            remap: typed.remap,
        });
        Ok(Self {
            max_downtime_ms: typed.max_downtime_ms.unwrap_or(MAX_DOWNTIME_MS),
            downtime_before: last_moment(typed.downtime_before, typed.downtime_at),
            space_web_zero: typed.space_web_zero,
            ..Self::planned(&typed.app, typed.database.as_deref(), shown, wanted)
        })
    }

    /// What changing fields takes, if that is asked for.
    #[must_use]
    pub fn changes_fields(&self) -> Option<&ChangeField> {
        if let Wanted::ChangeField(change) = &self.procedure {
            Some(change)
        } else {
            None
        }
    }

    /// True if the apps are stopped while fields change, unless that was accepted.
    #[must_use]
    pub fn stops_for_fields(&self, snapshot: &Snapshot) -> bool {
        self.changes_fields().is_some_and(|change| {
            change.remaps(snapshot) && !self.accepts(&codes::FIELD_STATEMENTS_FAIL)
                || change.takes_off(snapshot) && !self.accepts(&codes::FIELD_VIEWS_MISSING)
        })
    }
}
