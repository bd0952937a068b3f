//! The configuration of a connection: every rule fires where it should and nowhere else, and a comparison says what differs.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]
#![allow(clippy::disallowed_methods, clippy::disallowed_types)]

mod support;

use std::collections::{BTreeMap, BTreeSet};

use connect_core::config::{
    check, check_bytes, diff, render_check, render_diff, Change, Checked, Class, Diff, Finding, Level,
    OrgAnswer, Source, Sources, RULES,
};
use connect_core::line::printable;
use proptest::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::{json, Value};
use support::{fixture, golden};

/// A file, the connection that it is for, and everything else that was read.
struct World(Value);

impl World {
    /// One in which no rule has anything to say.
    fn good() -> Self {
        let file: Value = support::json("config/good.json");
        let sources: Value = support::json("config/sources.json");
        Self(json!({ "file": file, "live": file, "sources": sources }))
    }

    fn with(change: &BTreeMap<String, Value>) -> Self {
        let mut world = Self::good();
        for (pointer, value) in change {
            world.put(pointer, value);
        }
        world
    }

    /// Puts a value where it is, or where it is not yet; the word `remove` takes one away.
    fn put(&mut self, pointer: &str, value: &Value) {
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        match self.0.pointer_mut(parent).unwrap_or_else(|| panic!("nothing at {parent}")) {
            Value::Object(members) if *value == json!("remove") => {
                members.remove(name).unwrap();
            }
            Value::Object(members) => {
                members.insert(name.to_owned(), value.clone());
            }
            Value::Array(items) => {
                let at: usize = name.parse().unwrap();
                items.truncate(items.len().max(at));
                match items.get_mut(at) {
                    Some(item) => *item = value.clone(),
                    None => items.push(value.clone()),
                }
            }
            other => panic!("{pointer} is within {other}"),
        }
    }

    fn file(&self) -> String {
        serde_json::to_string_pretty(&self.0["file"]).unwrap()
    }

    fn sources(&self) -> Sources {
        let mut sources = self.0["sources"].clone();
        if sources["live"].is_object() {
            sources["live"]["export"] = json!(self.0["live"].to_string());
        }
        serde_json::from_value(sources).unwrap()
    }

    fn check(&self) -> Checked {
        check(&self.file(), &self.sources())
    }
}

fn codes(checked: &Checked) -> BTreeSet<&str> {
    checked.findings.iter().map(|one| one.code.as_str()).collect()
}

fn of<'a>(checked: &'a Checked, code: &str) -> Vec<&'a Finding> {
    checked.findings.iter().filter(|one| one.code == code).collect()
}

/// Levels and codes of what is found, without what is not judged.
fn judged(checked: &Checked) -> BTreeSet<(Level, &str)> {
    let found = checked.findings.iter().filter(|one| one.level != Level::NotJudged);
    found.map(|one| (one.level, one.code.as_str())).collect()
}

fn alone(text: &str) -> Checked {
    check(text, &Sources::default())
}

/// One way in which a good file is not good, and what is said about it.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Odd {
    /// Pointers into `{file, live, sources}`, and what stands there instead.
    change: BTreeMap<String, Value>,
    /// The file, if it is no JSON.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    /// What cannot but be found too.
    also: Vec<String>,
    /// What the rule says: written by `UPDATE=1`.
    findings: Vec<Finding>,
}

/// Names of the fixtures: `RULE` or `RULE.VARIANT`.
fn odd() -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(fixture("config/rules"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter_map(|name| name.strip_suffix(".json").map(str::to_owned))
        .collect();
    names.sort();
    names
}

fn code_of(name: &str) -> String {
    let rule = name.split('.').next().unwrap();
    let area = if rule == "no-unique-identifier" { "connect" } else { "config" };
    format!("{area}/{rule}")
}

fn read(name: &str) -> (Odd, Checked) {
    let odd: Odd = support::json(&format!("config/rules/{name}.json"));
    let world = World::with(&odd.change);
    let text = odd.text.clone().unwrap_or_else(|| world.file());
    let checked = check(&text, &world.sources());
    (odd, checked)
}

#[test]
fn no_rule_fires_on_a_file_that_is_as_it_should_be() {
    let checked = World::good().check();
    assert_eq!(checked.findings, []);
    let all: Vec<String> = RULES.iter().map(|rule| rule.code.to_string()).collect();
    assert_eq!((checked.ok, checked.mappings, checked.fields), (all, 4, 22));
}

#[test]
fn every_rule_has_a_file_that_is_valid_but_for_it() {
    let mut levels: BTreeMap<String, BTreeSet<Level>> = BTreeMap::new();
    for name in odd() {
        let code = code_of(&name);
        let (mut odd, checked) = read(&name);
        let found: Vec<Finding> =
            of(&checked, &code).into_iter().filter(|one| one.level != Level::NotJudged).cloned().collect();
        levels.entry(code.clone()).or_default().extend(found.iter().map(|one| one.level));
        let others: BTreeSet<&str> =
            judged(&checked).into_iter().map(|(_, code)| code).filter(|other| *other != code).collect();
        assert_eq!(others, odd.also.iter().map(String::as_str).collect(), "{name}");
        odd.findings = found;
        golden(&format!("config/rules/{name}.json"), &format!("{:#}\n", json!(odd)));
    }
    for rule in RULES {
        let expected: BTreeSet<Level> = rule.levels.iter().copied().collect();
        assert_eq!(levels.remove(&*rule.code), Some(expected), "{}", rule.code);
        assert!(!rule.sentence().is_empty(), "{}", rule.code);
    }
    assert!(levels.is_empty(), "{levels:?}");
}

#[test]
fn every_finding_names_its_place_and_says_what_to_do() {
    for name in odd() {
        let (_, checked) = read(&name);
        for one in &checked.findings {
            let helped = one.level < Level::Note && one.code != "connect/no-unique-identifier";
            assert!(one.help.is_some() || !helped, "{name}: {one:?}");
            assert_eq!(one.level == Level::Note, one.help.is_none(), "{name}: {one:?}");
            for part in [&one.object, &one.field].into_iter().flatten() {
                assert!(one.message.contains(part.as_str()), "{name}: {one:?}");
            }
            if let Some(line) = one.line {
                assert!(one.message.contains(&format!("line {line}")), "{name}: {one:?}");
            }
            assert!(!one.message.ends_with('.') && !one.message.contains("00D"), "{name}: {one:?}");
        }
    }
}

#[test]
fn findings_name_the_line_on_which_it_stands() {
    let (odd, checked) = read("shape");
    let text = World::with(&odd.change).file();
    let lines: Vec<&str> = text.lines().collect();
    for one in of(&checked, "config/shape") {
        let line = lines[one.line.unwrap() as usize - 1];
        let named = ["\"sf_polling_seconds\": \"600\"", "\"Email\": {}", "\"Name\": true"];
        assert!(named.iter().any(|name| line.contains(name)), "{line}: {one:?}");
    }
}

#[test]
fn the_worst_comes_first_and_then_the_first_line() {
    let change = BTreeMap::from([
        ("/file/mappings/3/config/sf_polling_seconds".to_owned(), json!(5)),
        ("/file/mappings/0/config/access".to_owned(), json!("all")),
        ("/file/comment".to_owned(), json!(1)),
        ("/live/connection/features/rest_count_only".to_owned(), json!(true)),
        ("/sources/postgres".to_owned(), Value::Null),
        ("/file/mappings/1/config/sf_notify_enabled".to_owned(), json!(true)),
    ]);
    let checked = World::with(&change).check();
    let order: Vec<(Level, Option<u32>)> = checked.findings.iter().map(|one| (one.level, one.line)).collect();
    let mut sorted = order.clone();
    sorted.sort_by_key(|(level, line)| (*level, line.unwrap_or(u32::MAX)));
    assert_eq!(order, sorted);
    let levels: BTreeSet<Level> = order.iter().map(|(level, _)| *level).collect();
    assert_eq!(levels, Level::ALL.into_iter().collect());
    assert_eq!(World::with(&change).check(), checked);
}

/// What may not be read, and the rules that then do not know.
const UNREAD: [(&str, &[&str]); 3] = [
    (
        "/sources/org",
        &[
            "config/access-user",
            "config/field-case",
            "config/field-type",
            "config/field-unknown",
            "config/index-type",
            "config/object-read-only",
            "config/object-unknown",
            "config/relationship-target",
            "config/required-unmapped",
            "config/upsert-not-external",
        ],
    ),
    (
        "/sources/live",
        &[
            "config/access-change",
            "config/algorithm",
            "config/api-version",
            "config/features",
            "config/only-live",
            "config/other-org",
            "config/removes-field",
            "config/rows-over-plan",
        ],
    ),
    ("/sources/postgres", &["config/no-room", "config/table-in-the-way", "config/upsert-data"]),
];

#[test]
fn what_was_not_read_is_not_judged_and_never_ok() {
    for (pointer, unjudged) in UNREAD {
        let checked = World::with(&BTreeMap::from([(pointer.to_owned(), Value::Null)])).check();
        assert_eq!(codes(&checked), unjudged.iter().copied().collect(), "{pointer}");
        for one in &checked.findings {
            assert_eq!(one.level, Level::NotJudged, "{one:?}");
            assert!(one.message.starts_with("not judged: "), "{one:?}");
            assert!(checked.ok.iter().all(|ok| *ok != one.code), "{one:?}");
        }
        // A rule says what it reads.
        let source = match pointer {
            "/sources/org" => Source::Org,
            "/sources/live" => Source::Live,
            _ => Source::Postgres,
        };
        for rule in RULES.iter().filter(|rule| unjudged.contains(&&*rule.code)) {
            assert!(rule.sources.contains(&source), "{}", rule.code);
        }
    }
}

#[test]
fn what_the_service_leaves_out_is_not_taken_for_a_no() {
    for (pointer, code) in [
        ("/sources/org/objects/0/createable", "config/object-read-only"),
        ("/sources/org/objects/1/fields/4/type", "config/field-type"),
        ("/sources/org/objects/0/fields/6/unique", "config/upsert-not-external"),
        ("/sources/org/objects/0/fields/6/externalId", "config/upsert-not-external"),
        ("/sources/org/objects/1/fields/4/type", "config/index-type"),
        ("/sources/org/objects/2/fields/3/referenceTo", "config/relationship-target"),
        ("/sources/live/plan", "config/rows-over-plan"),
        ("/sources/postgres/freeBytes", "config/no-room"),
        ("/sources/postgres/tables/0/uniqueIdentifier", "config/upsert-data"),
        ("/live/connection/api_version", "config/api-version"),
        ("/live/connection/features", "config/features"),
        ("/live/connection/features", "config/algorithm"),
        ("/live/connection/organization_id", "config/other-org"),
    ] {
        let checked = World::with(&BTreeMap::from([(pointer.to_owned(), json!("remove"))])).check();
        let levels: Vec<Level> = of(&checked, code).iter().map(|one| one.level).collect();
        assert_eq!(levels, [Level::NotJudged], "{pointer}: {code}");
    }
    // A contract's rows are in no interface.
    let contract = BTreeMap::from([("/sources/live/plan".to_owned(), json!("contract"))]);
    let checked = World::with(&contract).check();
    assert_eq!(of(&checked, "config/rows-over-plan").len(), 1);
}

#[test]
fn what_else_a_service_says_is_left_alone() {
    let mut world = World::good();
    for at in [
        "/sources",
        "/sources/org/objects/0",
        "/sources/org/objects/0/fields/0",
        "/sources/postgres/tables/0",
    ] {
        world.put(&format!("{at}/surprise"), &json!({"a": [1]}));
    }
    assert_eq!(world.check().findings, []);
}

#[test]
fn one_object_that_did_not_answer_is_named_and_the_rest_is_judged() {
    let change = BTreeMap::from([
        ("/sources/org/objects/3/answer".to_owned(), json!("unread")),
        ("/file/mappings/1/config/fields/Emaill".to_owned(), json!({})),
    ]);
    let checked = World::with(&change).check();
    let found = of(&checked, "config/field-unknown");
    let levels: Vec<Level> = found.iter().map(|one| one.level).collect();
    assert_eq!(levels, [Level::Block, Level::NotJudged]);
    assert_eq!(found[0].help.as_deref(), Some("did you mean `Email`?"));
    assert_eq!(found[1].message, "not judged: the schema of `User` was not read");
}

#[test]
fn objects_that_are_not_there_for_the_user_look_like_missing_rights() {
    let mut world = World::good();
    let mut sources = world.sources();
    for one in sources.org.as_mut().unwrap().objects.iter_mut().take(2) {
        (one.answer, one.fields) = (OrgAnswer::Missing, Vec::new());
    }
    let checked = check(&world.file(), &sources);
    assert_eq!(of(&checked, "config/object-unknown").len(), 2);
    assert_eq!(of(&checked, "config/access-user")[0].level, Level::Warn);
    // One of four looks like a typing error.
    world.put("/sources/org/objects/3/answer", &json!("missing"));
    let one = world.check();
    assert_eq!(codes(&one), BTreeSet::from(["config/object-unknown"]), "{one:?}");
    assert_eq!(one.findings[0].level, Level::Block);
}

#[test]
fn it_is_said_how_each_of_the_rest_is_accepted_and_a_blocker_never_is() {
    let change = BTreeMap::from([
        ("/live/connection/features/rest_count_only".to_owned(), json!(true)),
        ("/sources/postgres".to_owned(), Value::Null),
        ("/file/comment".to_owned(), json!(1)),
    ]);
    let checked = World::with(&change).check();
    let stands = |final_import: bool, accepted: &[&str]| -> Vec<String> {
        let found = checked.stands(final_import, &|by| accepted.contains(&by));
        found.into_iter().map(|one| one.code.clone()).collect()
    };
    assert_eq!(stands(false, &[]), ["config/features"]);
    assert_eq!(stands(false, &["config/features"]), Vec::<String>::new());
    assert_eq!(
        stands(true, &["config/features", "config/unjudged=no-room"]),
        ["config/upsert-data", "config/table-in-the-way"]
    );
    for one in checked.findings.iter().filter(|one| one.accepted_by().is_some()) {
        let by = one.accepted_by().unwrap();
        assert!(one.help.as_ref().unwrap().contains(&format!("--accept {by}")), "{one:?}");
    }
    let (_, blocked) = read("version");
    assert_eq!(blocked.stands(true, &|_| true).len(), 1);
}

#[test]
fn what_editors_make_of_a_text_file_is_read_or_refused_by_its_name() {
    let good = World::good().file();
    let expected = alone(&good);
    let crlf = good.replace('\n', "\r\n");
    let marked = format!("\u{feff}{crlf}\r\n");
    assert_eq!((alone(&crlf), alone(&marked)), (expected.clone(), expected.clone()));
    assert_eq!(check_bytes(marked.as_bytes(), &Sources::default()), expected);
    let wide = |bytes: fn(u16) -> [u8; 2], mark: &str| -> Vec<u8> {
        format!("{mark}{good}").encode_utf16().flat_map(bytes).collect()
    };
    for bytes in [
        wide(u16::to_le_bytes, "\u{feff}"),
        wide(u16::to_be_bytes, "\u{feff}"),
        wide(u16::to_le_bytes, ""),
        wide(u16::to_be_bytes, ""),
    ] {
        let lossy = String::from_utf8_lossy(&bytes).into_owned();
        for checked in [check_bytes(&bytes, &Sources::default()), alone(&lossy)] {
            assert_eq!(codes(&checked), BTreeSet::from(["config/not-json"]));
            let said = &checked.findings[0].message;
            assert!(said.ends_with("it is encoded in UTF-16; save it as UTF-8"), "{said}");
        }
    }
    let checked = check_bytes(b"{\n \"version\": \"\xe4\"}", &Sources::default());
    assert!(checked.findings[0].message.contains("not encoded in UTF-8: line 2"), "{checked:?}");
}

#[test]
fn what_is_no_object_of_json_is_refused_with_line_and_column() {
    for (text, why) in [
        ("", "not JSON: EOF while parsing a value at line 1 column 0"),
        ("{\"version\": 1,", "not JSON: EOF while parsing"),
        ("{\"version\": NaN}", "not JSON: expected value at line 1 column 13"),
        ("{}\n{}", "not JSON: trailing characters at line 2 column 1"),
        (
            "{\"mappings\": [{\n\"config\": {},\n\"config\": {}}]}",
            "`config` is there twice at line 3 column 9",
        ),
        ("\n[]", "not a JSON object: line 2 begins a list"),
        ("\"{}\"", "not a JSON object: line 1 begins a text"),
        ("{\"a\x1b\": 1, \"b\": 2}", "not JSON: control character"),
        ("{\"a\\u001b`\": 1, \"a\\u001b`\": 2}", "`a\\u{1b}\\u{60}` is there twice"),
    ] {
        let checked = alone(text);
        assert_eq!(codes(&checked), BTreeSet::from(["config/not-json"]), "{text}");
        assert!(checked.findings[0].message.contains(why), "{text}: {checked:?}");
    }
    let long = format!("{{\"version\": 1, \"x\": \"{}\"}}", "x".repeat(5 * 1024 * 1024));
    assert!(alone(&long).findings[0].message.contains("at most 5242880 are read"));
}

#[test]
fn a_file_without_its_connection_is_as_good_as_any() {
    let mut world = World::good();
    world.put("/file/connection", &json!("remove"));
    assert_eq!(world.check().findings, []);
}

/// Exports of 2016 say nothing of indexes.
#[test]
fn an_old_export_has_notes_and_no_blockers() {
    let mut world = World::good();
    for at in 0..4 {
        world.put(&format!("/file/mappings/{at}/config/indexes"), &json!("remove"));
    }
    let checked = world.check();
    assert!(!checked.findings.is_empty());
    assert!(checked.findings.iter().all(|one| one.level == Level::Note), "{checked:#?}");
    // Where others have them, it is no old export.
    world.put("/file/mappings/3/config/indexes", &json!({}));
    assert!(judged(&world.check()).contains(&(Level::Block, "config/upsert-not-unique")));
}

#[test]
fn names_that_mean_something_elsewhere_mean_nothing_here() {
    let config = json!({"access": "read_only", "fields": {"Id": {}, "__proto__": {}, "constructor": {}},
        "indexes": {"toString": {"unique": true}}});
    let file = json!({"version": 1, "mappings": [{"object_name": "__proto__", "config": config}], "__proto__": {"a": 1}});
    let checked = alone(&file.to_string());
    let expected = [
        "config/field-unknown",
        "config/index-system",
        "config/index-unmapped",
        "config/object-name",
        "config/system-fields",
        "config/unknown-key",
    ];
    let found: BTreeSet<&str> = judged(&checked).into_iter().map(|(_, code)| code).collect();
    assert_eq!(found, expected.into_iter().collect());
    let back: Checked = serde_json::from_str(&serde_json::to_string(&checked).unwrap()).unwrap();
    assert_eq!(back, checked);
}

#[test]
fn hostile_names_come_out_harmless() {
    for name in support::odd::HOSTILE.into_iter().chain(["'; DROP TABLE account; --", "a`b", "\u{7}"]) {
        let config = json!({"access": name, "upsert_field": name, "fields": {name: {name: 1}}, name: name,
            "indexes": {name: {"unique": true}}, "sf_polling_seconds": name});
        let feature = json!({"features": {name: true}, "api_version": name, name: 1});
        let file = json!({"version": name, "connection": feature, name: 1,
            "mappings": [{"object_name": name, "config": config}]});
        let live =
            json!({"version": 1, "connection": {"features": {}, "api_version": "61.0"}, "mappings": []});
        let sources = json!({"live": {"export": live.to_string()}});
        let checked = check(&file.to_string(), &serde_json::from_value(sources).unwrap());
        assert!(checked.findings.len() > 10, "{name:?}");
        for one in &checked.findings {
            let said = format!("{}{}", one.message, one.help.as_deref().unwrap_or_default());
            assert_eq!(printable(&said), said, "{one:?}");
            assert_eq!(said.matches('`').count() % 2, 0, "{one:?}");
        }
        let text = render_check(&checked);
        assert!(text.lines().all(|line| printable(line) == line), "{text}");
    }
}

#[test]
fn thousands_of_findings_are_counted_and_a_few_are_shown() {
    let fields: BTreeMap<String, Value> = (0..5_000).map(|at| (format!("Wrong{at}__c"), json!({}))).collect();
    let mut world = World::good();
    world.put("/file/mappings/1/config/fields", &json!(fields));
    let checked = world.check();
    let unknown = of(&checked, "config/field-unknown");
    assert_eq!((unknown.len(), checked.counts.block > 5_000), (21, true));
    let more = unknown.iter().find(|one| one.line.is_none()).unwrap();
    assert!(more.message.starts_with("4980 more of this rule, from line "), "{more:?}");
    let size = serde_json::to_string(&checked).unwrap().len() + render_check(&checked).len();
    assert!(size < 40_000, "{size}");
}

/// 800 mappings, each with 40 fields, against the schema of each.
#[test]
fn a_large_configuration_is_judged_as_a_small_one() {
    let mut world = World::good();
    let (file, schema, table) = (
        world.0["file"]["mappings"][3].clone(),
        world.0["sources"]["org"]["objects"][3].clone(),
        world.0["sources"]["postgres"]["tables"][3].clone(),
    );
    for at in 4..800 {
        let named = |mut one: Value, key: &str, name: String| {
            one[key] = json!(name);
            one
        };
        let mut mapping = named(file.clone(), "object_name", format!("Thing{at}__c"));
        let mut object = named(schema.clone(), "name", format!("Thing{at}__c"));
        mapping["config"]["sf_max_daily_api_calls"] = json!(1);
        (mapping["config"]["fields"]["IsDeleted"], object["rows"]) = (json!({}), json!(1));
        object["fields"].as_array_mut().unwrap().push(json!({"name": "IsDeleted", "type": "boolean"}));
        world.put(&format!("/file/mappings/{at}"), &mapping);
        world.put(&format!("/live/mappings/{at}"), &mapping);
        world.put(&format!("/sources/org/objects/{at}"), &object);
        world.put(
            &format!("/sources/postgres/tables/{at}"),
            &named(table.clone(), "name", format!("thing{at}__c")),
        );
    }
    assert_eq!(world.check().findings, []);
}

#[test]
fn it_is_said_in_the_way_in_which_the_doctor_speaks() {
    let change = BTreeMap::from([
        ("/sources/org".to_owned(), Value::Null),
        ("/file/mappings/0/config/access".to_owned(), json!("all")),
        ("/live/connection/features/poll_db_no_merge".to_owned(), json!(false)),
        ("/file/mappings/1/config/sf_notify_enabled".to_owned(), json!(true)),
        ("/file/comment".to_owned(), json!(1)),
    ]);
    golden("config/check.txt", &render_check(&World::with(&change).check()));
    golden("config/good.txt", &render_check(&World::good().check()));
}

/// The good file with something else somewhere.
fn changed(pointer: &str, value: Value) -> Value {
    World::with(&BTreeMap::from([(format!("/file{pointer}"), value)])).0["file"].take()
}

fn compared(left: &Value, right: &Value) -> Diff {
    diff(&left.to_string(), &serde_json::to_string_pretty(right).unwrap()).unwrap()
}

fn lines(diff: &Diff) -> Vec<&str> {
    diff.differences.iter().map(|one| one.line.as_str()).collect()
}

const ACCOUNT: &str = "/mappings/0/config";
const CONTACT: &str = "/mappings/1/config";

#[test]
fn what_is_compared_gives_its_line_and_no_other() {
    let good = World::good().0["file"].take();
    let lead =
        json!({"object_name": "Lead", "config": {"access": "read_only", "fields": {"Id": {}, "Email": {}}}});
    for (pointer, value, line, class, back) in [
        (
            format!("{CONTACT}/fields/Phone"),
            json!({}),
            "+ Contact.Phone",
            Class::Applied,
            ("- Contact.Phone", Class::Destructive),
        ),
        (
            format!("{CONTACT}/fields/Email"),
            json!("remove"),
            "- Contact.Email",
            Class::Destructive,
            ("+ Contact.Email", Class::Applied),
        ),
        (
            "/mappings/4".to_owned(),
            lead,
            "+ Lead with 2 fields",
            Class::Applied,
            ("- Lead", Class::Destructive),
        ),
        (
            format!("{ACCOUNT}/access"),
            json!("read_only"),
            "~ Account access read_write → read_only",
            Class::Applied,
            ("~ Account access read_only → read_write", Class::Applied),
        ),
        (
            format!("{ACCOUNT}/sf_notify_enabled"),
            json!(true),
            "~ Account sf_notify_enabled false → true",
            Class::Applied,
            ("~ Account sf_notify_enabled true → false", Class::Applied),
        ),
        (
            format!("{ACCOUNT}/sf_polling_seconds"),
            json!("remove"),
            "~ Account sf_polling_seconds 600 → left out",
            Class::Applied,
            ("~ Account sf_polling_seconds left out → 600", Class::Applied),
        ),
        (
            format!("{ACCOUNT}/sf_max_daily_api_calls"),
            json!(5),
            "~ Account sf_max_daily_api_calls 30000 → 5",
            Class::Applied,
            ("~ Account sf_max_daily_api_calls 5 → 30000", Class::Applied),
        ),
        (
            format!("{ACCOUNT}/upsert_field"),
            json!("remove"),
            "~ Account upsert_field External_Id__c → none",
            Class::Applied,
            ("~ Account upsert_field none → External_Id__c", Class::Applied),
        ),
        (
            format!("{ACCOUNT}/indexes/External_Id__c"),
            json!("remove"),
            "- index Account.External_Id__c unique",
            Class::Destructive,
            ("+ index Account.External_Id__c unique", Class::Applied),
        ),
        (
            format!("{ACCOUNT}/indexes/External_Id__c"),
            json!({"unique": false}),
            "~ index Account.External_Id__c unique → not unique",
            Class::Destructive,
            ("~ index Account.External_Id__c not unique → unique", Class::Applied),
        ),
        (
            format!("{CONTACT}/indexes/Email"),
            json!("remove"),
            "- index Contact.Email",
            Class::Applied,
            ("+ index Contact.Email", Class::Applied),
        ),
        (
            "/connection/api_version".to_owned(),
            json!("62.0"),
            "~ connection api_version 61.0 → 62.0",
            Class::NotApplied,
            ("~ connection api_version 62.0 → 61.0", Class::NotApplied),
        ),
        (
            "/connection/features/poll_db_no_merge".to_owned(),
            json!(false),
            "~ connection feature poll_db_no_merge true → false",
            Class::NotApplied,
            ("~ connection feature poll_db_no_merge false → true", Class::NotApplied),
        ),
        (
            "/connection/features/ucs_basic_collation_index".to_owned(),
            json!(true),
            "~ connection feature ucs_basic_collation_index false → true",
            Class::NotApplied,
            ("~ connection feature ucs_basic_collation_index true → false", Class::NotApplied),
        ),
    ] {
        let other = changed(&pointer, value);
        for (left, right, line, class) in [(&good, &other, line, class), (&other, &good, back.0, back.1)] {
            let found = compared(left, right);
            let change = match line.chars().next() {
                Some('+') => Change::Added,
                Some('-') => Change::Removed,
                _ => Change::Changed,
            };
            let said: Vec<(&str, Class, Change)> =
                found.differences.iter().map(|one| (one.line.as_str(), one.class, one.change)).collect();
            assert_eq!(said, [(line, class, change)], "{pointer}");
            assert!(!found.equal());
        }
    }
}

#[test]
fn what_is_ignored_gives_no_line() {
    let good = World::good().0["file"].take();
    let same = "both sides are of the same Salesforce org".to_owned();
    for (pointer, value) in [
        (format!("{ACCOUNT}/applied_at"), json!("2026-11-26T22:00:00+00:00")),
        (format!("{ACCOUNT}/revision"), json!(7)),
        (format!("{ACCOUNT}/sf_max_daily_api_calls"), json!("remove")),
        ("/mappings/0/id".to_owned(), json!("0a1b")),
        ("/connection/id".to_owned(), json!(1)),
        ("/connection/exported_at".to_owned(), json!("remove")),
        ("/connection/app_name".to_owned(), json!("other")),
        ("/connection/name".to_owned(), json!("other:DATABASE_URL:public")),
        ("/connection/features/rest_count_only".to_owned(), json!("remove")),
        ("/connection/organization_id".to_owned(), json!("00Dxx0000001gER")),
    ] {
        let other = changed(&pointer, value);
        for (left, right) in [(&good, &other), (&other, &good)] {
            let found = compared(left, right);
            assert_eq!((lines(&found), &found.notes), (Vec::new(), &vec![same.clone()]), "{pointer}");
        }
    }
}

#[test]
fn what_is_no_difference_and_worth_knowing_is_a_note() {
    let good = World::good().0["file"].take();
    let respelled = |pointer: &str, from: &str, to: &str| {
        let mut other = good.clone();
        let members = other.pointer_mut(pointer).unwrap().as_object_mut().unwrap();
        let value = members.remove(from).unwrap();
        members.insert(to.to_owned(), value);
        other
    };
    let (fields, indexes) = (format!("{CONTACT}/fields"), format!("{CONTACT}/indexes"));
    for (other, note) in [
        (respelled(&fields, "Email", "email"), "`Contact`: `Email` on the left is spelled `email` on the right"),
        (
            respelled(&indexes, "Email", "EMAIL"),
            "`Contact indexes`: `Email` on the left is spelled `EMAIL` on the right",
        ),
        (
            changed("/mappings/1/object_name", json!("contact")),
            "`contact`: `Contact` on the left is spelled `contact` on the right",
        ),
        (
            changed(&format!("{ACCOUNT}/upsert_field"), json!("external_id__c")),
            "`Account upsert_field`: `External_Id__c` on the left is spelled `external_id__c` on the right",
        ),
        (
            changed(&format!("{CONTACT}/fields/IsDeleted"), json!("remove")),
            "`Contact`: `IsDeleted` on one side only; the service maps them anyhow",
        ),
        (
            changed(&format!("{CONTACT}/indexes/Id"), json!("remove")),
            "`Contact`: index on `Id` on one side only; the service makes it anyhow",
        ),
        (changed("/connection", json!("remove")), "the right side does not say the features: not compared"),
        (
            changed("/connection/api_version", json!("remove")),
            "the right side does not say the API version: not compared",
        ),
        (
            changed(&format!("{ACCOUNT}/surprise"), json!(1)),
            "not compared on the right side: 1 key not of the format, the first on line 43",
        ),
        (
            changed("/connection/organization_id", json!("00Dyy0000001gERAAY")),
            "both sides are of two Salesforce orgs",
        ),
        (
            changed("/connection/logplex_log_enabled", json!(true)),
            "logging to drains is false on the left and true on the right; whether an import sets it is not known",
        ),
    ] {
        let found = compared(&good, &other);
        assert_eq!(lines(&found), Vec::<&str>::new(), "{note}");
        assert!(found.notes.iter().any(|one| one == note), "{note}: {:?}", found.notes);
        assert!(found.notes.iter().all(|one| !one.contains("00D")), "{:?}", found.notes);
    }
}

#[test]
fn what_cannot_be_compared_is_refused_and_says_on_which_side() {
    let good = World::good().file();
    let half: String = good.chars().take(good.len() / 2).collect();
    let twice = {
        let mut file = World::good().0["file"].take();
        let again = file["mappings"][0].clone();
        file["mappings"].as_array_mut().unwrap().push(again);
        file.to_string()
    };
    let spelled = changed(&format!("{CONTACT}/fields/email"), json!({})).to_string();
    let text = changed(&format!("{CONTACT}/sf_polling_seconds"), json!("600")).to_string();
    for (bad, code) in [
        (half.as_str(), "config/not-json"),
        ("{\"version\": 1, \"version\": 1}", "config/not-json"),
        ("{\"version\": 2, \"mappings\": []}", "config/version"),
        (&twice, "config/object-twice"),
        (&spelled, "config/field-case"),
        (&text, "config/shape"),
    ] {
        for (found, side) in [(diff(bad, &good), "left side: "), (diff(&good, bad), "right side: ")] {
            let found = found.unwrap_err();
            assert!(found.iter().all(|one| one.code == code && one.message.starts_with(side)), "{found:?}");
            assert_eq!(found[0].level, Level::Block);
        }
        assert!(diff(bad, bad).unwrap_err().len() >= 2);
    }
}

#[test]
fn hostile_names_differ_harmlessly() {
    let empty = json!({"version": 1, "connection": {"features": {}, "api_version": "1"}, "mappings": []});
    for name in support::odd::HOSTILE {
        let mapping = |field: &str, access: &str| {
            json!({"object_name": name, "config": {"access": access, "fields": {field: {}},
                "indexes": {field: {"unique": true}}, "upsert_field": field}})
        };
        let file = |one: Value| json!({"version": 1, "connection": {"features": {name: true}, "api_version": name}, "mappings": [one]});
        let (one, other) = (file(mapping(name, name)), file(mapping("X", "read_only")));
        for (left, right) in [(&empty, &one), (&one, &empty), (&one, &other), (&other, &one)] {
            let found = compared(left, right);
            assert!(!found.equal());
            assert!(found.differences.iter().all(|one| printable(&one.line) == one.line), "{found:?}");
            assert!(render_diff(&found).lines().all(|line| printable(line) == line), "{found:?}");
        }
    }
}

#[test]
fn a_comparison_is_shown_by_what_becomes_of_it() {
    let mut other = World::good().0["file"].take();
    other["mappings"][0]["config"]["access"] = json!("read_only");
    other["mappings"][0]["config"]["indexes"]["External_Id__c"] = json!({"unique": false});
    other["mappings"][1]["config"]["fields"]["Phone"] = json!({});
    other["mappings"].as_array_mut().unwrap().remove(3);
    other["connection"]["features"]["poll_db_no_merge"] = json!(false);
    let good = World::good().0["file"].take();
    golden("config/diff.txt", &render_diff(&compared(&good, &other)));
    golden("config/equal.txt", &render_diff(&compared(&good, &good)));
}

/// An object, its fields and whether each is unique, whether it writes, and how often it is polled.
type Mapped = (usize, Vec<(usize, bool)>, bool, i64);

/// A configuration of a few objects and fields, whose spelling and order are anybody's.
fn configuration() -> impl Strategy<Value = Vec<Mapped>> {
    let fields = prop::collection::btree_map(0..6_usize, any::<bool>(), 0..6);
    let one = (fields, any::<bool>(), 100..4_000_i64);
    prop::collection::btree_map(0..5_usize, one, 0..5).prop_map(|all| {
        all.into_iter()
            .map(|(object, (fields, writes, polling))| {
                (object, fields.into_iter().collect(), writes, polling)
            })
            .collect()
    })
}

/// Written by hand: the order of members must be ours.
fn written(all: &[Mapped], reversed: bool) -> String {
    let ordered = |mut parts: Vec<String>| {
        if reversed {
            parts.reverse();
        }
        parts.join(if reversed { " ,\r\n" } else { "," })
    };
    let mappings = all.iter().map(|(object, fields, writes, polling)| {
        let names = |value: &dyn Fn(bool) -> String| {
            ordered(
                fields.iter().map(|(field, unique)| format!("\"F{field}__c\": {}", value(*unique))).collect(),
            )
        };
        let access = if *writes { "read_write" } else { "read_only" };
        let config = ordered(vec![
            format!("\"access\": \"{access}\""),
            format!("\"sf_polling_seconds\": {polling}"),
            format!("\"fields\": {{{}}}", names(&|_| "{}".to_owned())),
            format!("\"indexes\": {{{}}}", names(&|unique| format!("{{\"unique\": {unique}}}"))),
        ]);
        format!(
            "{{{}}}",
            ordered(vec![format!("\"object_name\": \"O{object}__c\""), format!("\"config\": {{{config}}}")])
        )
    });
    let mappings = ordered(mappings.collect());
    format!("{{{}}}", ordered(vec!["\"version\": 1".to_owned(), format!("\"mappings\": [{mappings}]")]))
}

proptest! {
    #[test]
    fn nothing_differs_from_itself_in_any_order(all in configuration()) {
        let (one, other) = (written(&all, false), written(&all, true));
        for (left, right) in [(&one, &one), (&one, &other), (&other, &one)] {
            prop_assert_eq!(diff(left, right).unwrap(), Diff::default());
        }
    }

    #[test]
    fn a_comparison_turned_round_says_the_same_of_the_other_side(left in configuration(), right in configuration()) {
        let there = diff(&written(&left, false), &written(&right, true)).unwrap();
        let back = diff(&written(&right, false), &written(&left, false)).unwrap();
        prop_assert_eq!(there.differences.len(), back.differences.len());
        prop_assert_eq!(there.equal(), left == right);
        let count = |diff: &Diff, change: Change| diff.differences.iter().filter(|one| one.change == change).count();
        prop_assert_eq!(count(&there, Change::Added), count(&back, Change::Removed));
    }

    #[test]
    fn any_text_and_any_json_is_judged_without_a_panic(text in any::<String>(), bytes in any::<Vec<u8>>(), at in any::<prop::sample::Index>()) {
        let good = World::good().file();
        let cut = good.char_indices().nth(at.index(good.len())).map_or(0, |(at, _)| at);
        for file in [text.clone(), format!("{}{text}", &good[..cut]), format!("{}{text}{}", &good[..cut], &good[cut..])] {
            let checked = check(&file, &Sources::default());
            prop_assert!(checked.findings.iter().all(|one| printable(&one.message) == one.message));
            let _ = diff(&file, &good);
        }
        let _ = check_bytes(&bytes, &Sources::default());
    }
}
