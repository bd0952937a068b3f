//! `connect:config:check` and `connect:config:diff` from the shell's side, against answers as the gate lets them through.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]
#![allow(clippy::disallowed_methods, clippy::disallowed_types)]

use connect_core::command::{Command, ConfigCheck, ConfigDiff, Context};
use connect_core::directive::{Directive, Event};
use connect_core::effect::{Effect, Form, Observation};
use connect_core::ending::Ending;
use connect_core::face::Face;
use connect_core::given::GivenFile;
use connect_core::session::Session;
use connect_wire::Method;
use serde_json::{json, Value};

const GOOD: &str = include_str!("../../tests/fixtures/config/good.json");
/// As it stands in the file.
const ORG: &str = "00Dxx0000001gERAAY";
/// As the gate gives it.
const KEYED: &str = "0f1e2d3c4b5a69788796a5b4";
const RESOURCE: &str = "herokuconnect-angular-20001";
const OTHER: &str = "herokuconnect-cubed-20002";

struct Told {
    ending: Ending,
    exit_code: u8,
    said: String,
    json: Vec<Value>,
    asked: Vec<String>,
}

/// Drives a command; each effect is answered by its path.
fn run(command: Command, json: bool, mut answer: impl FnMut(&str) -> Observation) -> Told {
    let context = Context {
        run_id: "rabc1234".into(),
        interactive: false,
        json,
        now: 0,
        face: Face::default(),
        holder: "me@here".into(),
        runs: vec![],
        page: None,
    };
    let mut session = Session::new(command, context);
    let (mut said, mut values, mut asked, mut now) = (String::new(), Vec::new(), Vec::new(), 0);
    let mut perform = |effect: &Effect| {
        let Effect::Http(http) = effect else { panic!("{effect:?}") };
        assert!(http.request.method == Method::Get && !http.mutates, "{effect:?}");
        let path = http.request.path.clone();
        if path.ends_with("/export") {
            let org = http.reads.iter().find(|one| one.pointer == "/connection/organization_id").unwrap();
            assert_eq!(org.form, Form::Fingerprint);
        }
        asked.push(path.clone());
        answer(&path)
    };
    for _ in 0..100 {
        let directive = session.next(now).unwrap();
        let (id, given) = match &directive {
            Directive::Show { id, event } => {
                match event {
                    Event::Lines { lines, .. } => {
                        lines.iter().for_each(|line| said += &(line.unstyled() + "\n"))
                    }
                    Event::Json { value } => values.push(serde_json::to_value(value).unwrap()),
                    other => panic!("{other:?}"),
                }
                (*id, Observation::Done)
            }
            Directive::Perform { id, effect, .. } => (*id, perform(effect)),
            Directive::Together { id, effects, .. } => {
                (*id, Observation::Together { answers: effects.iter().map(&mut perform).collect() })
            }
            Directive::Wait { id, until, .. } => {
                now = *until;
                (*id, Observation::Done)
            }
            Directive::Done { exit_code, ending } => {
                let (ending, exit_code) = (*ending, *exit_code);
                assert!(!said.contains("00Dxx") && !said.contains(KEYED), "{said}");
                assert!(!format!("{values:?}").contains("00Dxx"), "{values:?}");
                return Told { ending, exit_code, said, json: values, asked };
            }
            other => panic!("{other:?}"),
        };
        session.observe(id, &given, now).unwrap();
    }
    panic!("no end");
}

fn ok(body: Value) -> Observation {
    Observation::Http { status: 200, body, error_id: None, has_message: false }
}

fn http(status: u16) -> Observation {
    Observation::Http { status, body: Value::Null, error_id: None, has_message: false }
}

/// The good file as the gate lets it through: of fields only names, of the organization only a fingerprint.
fn exported() -> Value {
    let mut body: Value = serde_json::from_str(GOOD).unwrap();
    let connection = body["connection"].as_object_mut().unwrap();
    for name in ["app_name", "exported_at", "name"] {
        connection.remove(name);
    }
    connection.insert("organization_id".into(), json!(KEYED));
    for mapping in body["mappings"].as_array_mut().unwrap() {
        for (_, field) in mapping["config"]["fields"].as_object_mut().unwrap() {
            *field = Value::Null;
        }
    }
    body
}

/// An app with these connections, all of which export this.
fn world<'a>(resources: &'a [&'a str], export: &'a Observation) -> impl FnMut(&str) -> Observation + 'a {
    move |path| {
        if path.ends_with("/actions/export") {
            return export.clone();
        }
        if path.ends_with("?deep=true") {
            return ok(json!({"plan": "demo", "mappings": []}));
        }
        if path.starts_with("/connections?app=") {
            let found = resources.iter().map(|name| {
                json!({"id": format!("id-of-{name}"), "resource_name": name, "region_url": "https://connect-3-virginia.example"})
            });
            return ok(json!({ "results": found.collect::<Vec<_>>() }));
        }
        if path.ends_with("/addons") {
            let addons = resources.iter().map(|name| {
                json!({"id": name, "name": name, "app": {"name": "acme-sync"}, "addon_service": {"name": "herokuconnect"}})
            });
            return ok(addons.collect());
        }
        ok(json!({"id": "app", "name": "acme-sync"}))
    }
}

fn nothing(path: &str) -> Observation {
    panic!("{path} was asked for")
}

fn file(text: &str) -> GivenFile {
    GivenFile { name: "connection.json".into(), text: text.into() }
}

fn checking(text: &str, change: impl FnOnce(&mut ConfigCheck)) -> Command {
    let mut typed = ConfigCheck {
        file: file(text),
        org: None,
        app: None,
        resource: None,
        same_org: false,
        fail_on: None,
        accept: vec![],
    };
    change(&mut typed);
    Command::ConfigCheck(typed)
}

fn live(typed: &mut ConfigCheck) {
    (typed.app, typed.org) = (Some("acme-sync".into()), Some(KEYED.into()));
}

fn comparing(texts: &[&str], change: impl FnOnce(&mut ConfigDiff)) -> Command {
    let mut typed = ConfigDiff {
        files: texts.iter().map(|text| file(text)).collect(),
        app: Some("acme-sync".into()),
        ..ConfigDiff::default()
    };
    change(&mut typed);
    Command::ConfigDiff(typed)
}

fn ends(told: &Told, ending: Ending, exit_code: u8, words: &[&str]) {
    assert_eq!((told.ending, told.exit_code), (ending, exit_code), "{}", told.said);
    for word in words {
        assert!(told.said.contains(word), "no {word}: {}", told.said);
    }
}

#[test]
fn of_a_file_alone_nothing_is_asked() {
    ends(&run(checking(GOOD, |_| {}), false, nothing), Ending::Done, 0, &["not judged"]);
    let told = run(checking(GOOD, |typed| typed.fail_on = Some("unknown".into())), false, nothing);
    ends(&told, Ending::Blocked, 10, &[]);
    let unmapped = GOOD.replacen("\"upsert_field\": \"External_Id__c\"", "\"upsert_field\": \"Gone__c\"", 1);
    assert_ne!(unmapped, GOOD);
    let told = run(checking(&unmapped, |_| {}), false, nothing);
    ends(&told, Ending::Blocked, 10, &["config/upsert-unmapped"]);
    let told = run(checking(&unmapped, |typed| typed.fail_on = Some("never".into())), false, nothing);
    ends(&told, Ending::Done, 0, &["config/upsert-unmapped"]);
}

#[test]
fn what_is_not_utf_8_is_refused_by_name() {
    // A shell that reads text puts a mark in place of each byte that is none.
    for text in ["\u{fffd}\u{fffd}{\0", &GOOD.replacen("acme-sync", "acm\u{fffd}", 1)] {
        let told = run(checking(text, |_| {}), false, nothing);
        ends(&told, Ending::Blocked, 10, &["config/not-json", "UTF-"]);
    }
}

#[test]
fn what_runs_is_judged_by_as_well() {
    let export = ok(exported());
    let told = run(checking(GOOD, live), false, world(&[RESOURCE], &export));
    ends(&told, Ending::Done, 0, &[]);
    assert!(!told.said.contains("the live configuration was not read"), "{}", told.said);
    assert_eq!(told.asked.iter().filter(|path| path.ends_with("/actions/export")).count(), 1);
    let fewer = GOOD.replacen("          \"Description\": {},\n", "", 1);
    assert_ne!(fewer, GOOD);
    let told = run(checking(&fewer, live), false, world(&[RESOURCE], &export));
    ends(&told, Ending::Blocked, 10, &["config/removes-field", "Description"]);
    let accepted = |typed: &mut ConfigCheck| {
        live(typed);
        typed.accept = vec!["config/removes-field=Account.Description".into(), "config/removes-field".into()];
    };
    ends(&run(checking(&fewer, accepted), false, world(&[RESOURCE], &export)), Ending::Done, 0, &[]);
}

#[test]
fn that_the_org_must_be_the_same_is_never_taken_for_granted() {
    let export = ok(exported());
    let must = |org: Option<&str>| {
        let typed = checking(GOOD, |typed| {
            live(typed);
            (typed.same_org, typed.org) = (true, org.map(str::to_owned));
        });
        run(typed, false, world(&[RESOURCE], &export))
    };
    ends(&must(Some(KEYED)), Ending::Done, 0, &[]);
    ends(&must(Some("another")), Ending::Blocked, 10, &["config/other-org", "must be the same"]);
    // Without a fingerprint of the file's there is nothing to compare.
    ends(&must(None), Ending::Blocked, 10, &["config/other-org", "cannot be compared"]);
    let told = run(checking(GOOD, |typed| typed.same_org = true), false, nothing);
    ends(&told, Ending::Usage, 2, &["--app"]);
}

#[test]
fn equal_ends_with_0_others_with_16_and_what_cannot_be_judged_with_10() {
    let export = ok(exported());
    let keyed = |typed: &mut ConfigDiff| typed.org = Some(KEYED.into());
    let told = run(comparing(&[GOOD], keyed), false, world(&[RESOURCE], &export));
    ends(&told, Ending::Done, 0, &["are equal", RESOURCE, "the same Salesforce org"]);
    let told = run(comparing(&[GOOD], |_| {}), false, world(&[RESOURCE], &export));
    ends(&told, Ending::Done, 0, &["same Salesforce org could not be judged"]);
    let other = GOOD.replacen("read_write", "read_only", 1);
    let told = run(comparing(&[&other], keyed), false, world(&[RESOURCE], &export));
    ends(&told, Ending::Differs, 16, &["~ Account access read_write → read_only"]);
    let told = run(comparing(&["{"], keyed), false, world(&[RESOURCE], &export));
    ends(&told, Ending::Blocked, 10, &["config/not-json", "right side"]);
}

#[test]
fn what_runs_is_compared_with_what_runs_elsewhere() {
    let export = ok(exported());
    let with = |typed: &mut ConfigDiff| {
        typed.resource = Some(RESOURCE.into());
        typed.with = Some(format!("acme-sync::{OTHER}"));
    };
    let told = run(comparing(&[], with), false, world(&[RESOURCE, OTHER], &export));
    ends(&told, Ending::Done, 0, &["are equal", RESOURCE, OTHER, "the same Salesforce org"]);
    assert_eq!(told.asked.iter().filter(|path| path.ends_with("/actions/export")).count(), 2);
}

#[test]
fn of_several_connections_one_must_be_named() {
    let export = ok(exported());
    for command in [checking(GOOD, live), comparing(&[GOOD], |_| {})] {
        let told = run(command, false, world(&[RESOURCE, OTHER], &export));
        ends(&told, Ending::Blocked, 10, &["connect/several", RESOURCE, OTHER, "--resource"]);
        assert!(told.asked.iter().all(|path| !path.ends_with("/actions/export")), "{:?}", told.asked);
    }
    let wrong = |typed: &mut ConfigDiff| typed.resource = Some("herokuconnect-flat-1".into());
    let told = run(comparing(&[GOOD], wrong), false, world(&[RESOURCE, OTHER], &export));
    ends(&told, Ending::Blocked, 10, &["connect/unknown", "herokuconnect-flat-1"]);
    let told = run(comparing(&[GOOD], |_| {}), false, world(&[], &export));
    ends(&told, Ending::Blocked, 10, &["connect/unknown", "no connection"]);
}

#[test]
fn a_connection_that_cannot_be_seen_is_no_connection_that_is_not_there() {
    let export = ok(exported());
    for seen in [&[][..], &[OTHER][..]] {
        let (mut whole, mut part) = (world(&[RESOURCE, OTHER], &export), world(seen, &export));
        let told = run(comparing(&[GOOD], |typed| typed.resource = Some(RESOURCE.into())), false, |path| {
            if path.starts_with("/connections?app=") {
                part(path)
            } else {
                whole(path)
            }
        });
        ends(&told, Ending::Blocked, 10, &["connect/hidden", RESOURCE]);
    }
}

#[test]
fn a_service_that_is_away_is_asked_again_and_then_named() {
    for command in [checking(GOOD, live), comparing(&[GOOD], |_| {})] {
        let away = http(503);
        let told = run(command, false, world(&[RESOURCE], &away));
        ends(&told, Ending::Blocked, 10, &["service/unavailable", "503", "nothing was changed"]);
        assert_eq!(told.asked.iter().filter(|path| path.ends_with("/actions/export")).count(), 3);
    }
    let gone = |path: &str| if path == "/apps/acme-sync" { http(404) } else { ok(json!([])) };
    ends(&run(comparing(&[GOOD], |_| {}), false, gone), Ending::Blocked, 10, &["app/unknown"]);
    for body in [Value::Null, json!({"version": 1}), json!({"mappings": null})] {
        let odd = ok(body);
        let told = run(comparing(&[GOOD], |_| {}), false, world(&[RESOURCE], &odd));
        ends(&told, Ending::Blocked, 10, &["service/unavailable"]);
    }
}

#[test]
fn what_was_typed_must_say_what_is_compared() {
    for command in [
        comparing(&[], |_| {}),
        comparing(&[GOOD, GOOD], |_| {}),
        comparing(&[GOOD], |typed| typed.with = Some("acme-sync".into())),
        comparing(&[GOOD], |typed| typed.app = None),
        comparing(&[], |typed| typed.with = Some("::x".into())),
        comparing(&[], |typed| typed.with = Some("acme-sync::".into())),
        comparing(&[GOOD, GOOD], |typed| (typed.app, typed.resource) = (None, Some("x".into()))),
        checking(GOOD, |typed| typed.resource = Some("x".into())),
    ] {
        ends(&run(command, false, nothing), Ending::Usage, 2, &["usage/flags"]);
    }
    let two = comparing(&[GOOD, GOOD], |typed| typed.app = None);
    ends(&run(two, false, nothing), Ending::Done, 0, &["are equal"]);
}

#[test]
fn names_from_outside_are_printed_harmlessly() {
    let hostile = "a\u{1b}[31m\u{202e}\nb";
    let mut body = exported();
    body["mappings"][0]["object_name"] = json!(hostile);
    let export = ok(body);
    for told in [
        run(comparing(&[GOOD], |_| {}), false, world(&[RESOURCE], &export)),
        run(checking(GOOD, live), false, world(&[hostile], &export)),
        run(comparing(&[GOOD], |_| {}), false, world(&[hostile, OTHER], &export)),
        run(
            comparing(&[GOOD], |typed| typed.resource = Some(hostile.into())),
            false,
            world(&[OTHER], &export),
        ),
    ] {
        assert!(!told.said.contains('\u{1b}') && !told.said.contains('\u{202e}'), "{:?}", told.said);
    }
}

#[test]
fn machines_get_one_value_with_its_version() {
    let export = ok(exported());
    for (command, kind) in [(checking(GOOD, live), "config"), (comparing(&[GOOD], |_| {}), "configDiff")] {
        let told = run(command, true, world(&[RESOURCE], &export));
        assert_eq!(told.said, "");
        let [value] = told.json.as_slice() else { panic!("{:?}", told.json) };
        assert!(value["kind"] == kind && value["formatVersion"].is_string(), "{value}");
        assert!(!value.to_string().contains(ORG) && !value.to_string().contains(KEYED), "{value}");
    }
}
