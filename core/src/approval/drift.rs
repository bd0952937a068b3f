//! What has changed since a plan was approved, each thing by its name.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{json, Map, Value};

use super::judged::judged;
use super::{chosen, seen, sha256};
use crate::codes::{self, Code};
use crate::diagnostic::{Diagnostic, Severity};
use crate::plan::Plan;
use crate::procedures;
use crate::request::Request;

/// Every difference between what an approved plan was made from and what a new one is made from; none if the approval holds.
#[must_use]
pub fn drift(approved: &Plan, fresh: &Plan) -> Vec<Diagnostic> {
    let part = |plan: &Plan| {
        let snapshot = judged(&plan.snapshot);
        json!({ "seen": seen(&snapshot), "method": chosen(&snapshot, &plan.request) })
    };
    let mut found = Differences(Vec::new());
    found.between(&mut Vec::new(), &part(approved), &part(fresh));
    let mut found: Vec<Diagnostic> = found.0;
    found.extend(worse(approved, fresh));
    if found.is_empty() && sha256(approved) != sha256(fresh) {
        found.push(said(codes::DRIFT_PLAN, "the plan: its steps are others".to_owned()));
    }
    found
}

/// What was in order and is not any more, and what was accepted and is something else now. Judged as if nothing was accepted: a code
/// that was accepted holds for what there was when the plan was approved.
fn worse(approved: &Plan, fresh: &Plan) -> Vec<Diagnostic> {
    let before = findings(approved);
    let worse = findings(fresh).into_iter().filter_map(|(names_it, now)| {
        let was = || before.iter().map(|(_, one)| one).filter(|one| one.code == now.code);
        let worst = was().map(|one| one.severity).max().unwrap_or(Severity::Pass);
        let other =
            names_it && now.severity == Severity::Block && was().all(|one| one.message != now.message);
        (now.severity >= Severity::Warn && (now.severity > worst || other)).then(|| {
            let (code, before, now_word) = (&now.code, worst.word(), now.severity.word());
            said(codes::DRIFT_CHECK, format!("check `{code}`: {before} → {now_word}: {}", now.message))
        })
    });
    worse.collect()
}

/// What every check says of a plan's snapshot, and whether its words name what is there.
fn findings(plan: &Plan) -> Vec<(bool, Diagnostic)> {
    let request = Request { accept: Vec::new(), ..plan.request.clone() };
    let rules = procedures::find(&plan.procedure)
        .map(|one| one.prechecks(&plan.snapshot, &request))
        .unwrap_or_default();
    rules.concat().iter().map(|rule| (rule.names_it(), rule.judge(&plan.snapshot, &request))).collect()
}

fn said(code: Code, message: String) -> Diagnostic {
    Diagnostic { code: code.to_string(), severity: Severity::Block, message, help: None }
}

struct Differences(Vec<Diagnostic>);

impl Differences {
    fn between(&mut self, path: &mut Vec<Part>, before: &Value, now: &Value) {
        if before == now {
            return;
        }
        let known = self.0.len();
        match (before, now) {
            (Value::Object(before), Value::Object(now)) => self.members(path, before, now),
            (Value::Array(before), Value::Array(now)) => match (named(path, before), named(path, now)) {
                (Some(before), Some(now)) => self.named(path, &before, &now),
                _ => self.push(path, &value(&json!(before)), &value(&json!(now))),
            },
            _ => self.push(path, &value(before), &value(now)),
        }
        if self.0.len() == known {
            self.push(path, "as approved", "otherwise");
        }
    }

    fn members(&mut self, path: &mut Vec<Part>, before: &Map<String, Value>, now: &Map<String, Value>) {
        let names: BTreeSet<&String> = before.keys().chain(now.keys()).collect();
        for name in names {
            path.push(Part::Member(name.clone()));
            let of = |map: &Map<String, Value>| map.get(name).cloned().unwrap_or(Value::Null);
            self.between(path, &of(before), &of(now));
            path.pop();
        }
    }

    fn named(
        &mut self,
        path: &mut Vec<Part>,
        before: &BTreeMap<String, &Value>,
        now: &BTreeMap<String, &Value>,
    ) {
        let names: BTreeSet<&String> = before.keys().chain(now.keys()).collect();
        for name in names {
            path.push(Part::Name(name.clone()));
            match (before.get(name), now.get(name)) {
                (Some(before), Some(now)) => self.between(path, before, now),
                (before, _) => {
                    let there = |there: bool| if there { "there" } else { "none" };
                    self.push(path, there(before.is_some()), there(before.is_none()));
                }
            }
            path.pop();
        }
    }

    fn push(&mut self, path: &[Part], before: &str, now: &str) {
        self.0.push(said(code(path), format!("{}: {before} → {now}", words(path))));
    }
}

/// A step on the way to a value.
enum Part {
    /// A member of an object.
    Member(String),
    /// One of many, by its name.
    Name(String),
}

/// Things that have names, by their names.
fn named<'a>(path: &[Part], all: &'a [Value]) -> Option<BTreeMap<String, &'a Value>> {
    let Some(Part::Member(of)) = path.last() else { return None };
    let keys: &[&str] = match of.as_str() {
        "apps" | "extensions" => &["name"],
        "attachments" => &["app", "name"],
        "followers" => &["addon"],
        "connections" => &["resource"],
        "formation" => &["type"],
        "mappings" => &["object"],
        _ => return None,
    };
    let name = |one: &Value| {
        let parts: Option<Vec<&str>> = keys.iter().map(|key| one.get(key)?.as_str()).collect();
        Some(parts?.join("::"))
    };
    all.iter().map(|one| Some((name(one)?, one))).collect()
}

fn code(path: &[Part]) -> Code {
    let has = |name: &str| path.iter().any(|part| matches!(part, Part::Member(one) if one == name));
    if has("method") {
        codes::DRIFT_METHOD
    } else if has("formation") {
        codes::DRIFT_FORMATION
    } else if has("mappings") {
        codes::DRIFT_MAPPING
    } else if has("connections") || has("hiddenConnections") {
        codes::DRIFT_CONNECTION
    } else if has("apps") || has("outOfReach") {
        codes::DRIFT_APP
    } else if has("follower") || has("followers") && !has("database") {
        codes::DRIFT_FOLLOWER
    } else if has("attachments") {
        codes::DRIFT_ATTACHMENTS
    } else if has("lock") {
        codes::DRIFT_LOCK
    } else {
        codes::DRIFT_DATABASE
    }
}

/// Where a value stands, in words: `app `acme-sync`, process `web`, quantity`.
fn words(path: &[Part]) -> String {
    let mut words: Vec<String> = Vec::new();
    for part in path {
        match part {
            Part::Member(name) if name == "seen" => {}
            Part::Member(name) => words.push(word(name)),
            Part::Name(name) => {
                let of = words.pop().unwrap_or_default();
                words.push(format!("{of} `{name}`"));
            }
        }
    }
    words.join(", ")
}

/// The words of people for a field; the name itself, spaced, where that is a word.
fn word(field: &str) -> String {
    let word = match field {
        "addon" => "add-on",
        "apps" => "app",
        "attachments" => "attachment",
        "config" => "config vars",
        "connections" => "connection",
        "copies" => "with a copied address",
        "extensions" => "extension",
        "formation" => "process",
        "followerCopies" => "with a copied address of a follower",
        "follows" => "follows another",
        "forkFollow" => "fork and follow",
        "kept" => "kept by Heroku",
        "schedules" => "backup schedules",
        "safeguards" => "what keeps it safe",
        "links" => "data links",
        "window" => "maintenance window",
        "hiddenConnections" => "connections that this login may not see",
        "inventory" => "catalogs",
        "maintenance" => "maintenance mode",
        "major" => "Postgres version",
        "mappings" => "mapping",
        "namespace" => "credential",
        "onDatabase" => "connected to this database",
        "org" => "Salesforce organization",
        "outOfReach" => "apps out of reach",
        "priceCents" => "price in US cents a month",
        "upsertField" => "unique identifier",
        "urls" => "with its address",
        other => {
            let mut spaced = String::new();
            for c in other.chars() {
                if c.is_ascii_uppercase() {
                    spaced.push(' ');
                }
                spaced.push(c.to_ascii_lowercase());
            }
            return spaced;
        }
    };
    word.to_owned()
}

/// A value in words.
fn value(value: &Value) -> String {
    match value {
        Value::Null => "none".to_owned(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::String(text) => format!("`{text}`"),
        Value::Array(all) if all.is_empty() => "none".to_owned(),
        Value::Array(all) => all.iter().map(self::value).collect::<Vec<_>>().join(", "),
        Value::Object(_) => "there".to_owned(),
        Value::Number(number) => number.to_string(),
    }
}
