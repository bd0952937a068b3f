//! Secrets and personal data stay outside: a whole run in a world that says too much, and then every word that the core
//! was told and every word that it handed out is searched for them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod support;

use connect_core::command::{Command, StoredRun};
use connect_core::directive::Directive;
use connect_core::effect::{Effect, HttpEffect, Observation};
use connect_core::ending::Ending;
use connect_core::session::Session;
use connect_model::chance::Chance;
use connect_model::desk::{scenario, Desk};
use connect_wire::{Api, Body, Method, Request};
use serde_json::{json, Value};
use support::{context, upgrade};

/// Config var canary of the scenarios, and the token of the desk.
const CANARY: &str = "canary-5up3r-s3cret";
const TOKEN: &str = "sandbox-token";
/// Who is behind the Salesforce connection, and what a record said.
const PERSON: &str = "ann.person@example.org";
/// The Salesforce organization: both sides are compared by keyed fingerprints, in its short form.
const ORGANIZATION: &str = "00D5g00000AcmeS";
const RECORD: &str = "Förderverein & Söhne, account 4711";
const SALT: &str = "a salt for tests";

/// Every object of an answer says more than it was asked for.
fn talkative(value: &mut Value) {
    match value {
        Value::Object(map) => {
            map.values_mut().for_each(talkative);
            map.insert("user_info".into(), json!({ "email": PERSON, "username": PERSON }));
            map.insert("error_message".into(), json!(RECORD));
            map.insert("raw".into(), json!([RECORD, PERSON, CANARY, TOKEN]));
        }
        Value::Array(items) => items.iter_mut().for_each(talkative),
        _ => {}
    }
}

fn request(desk: &mut Desk, request: &Request) -> (u16, Body) {
    let mut request = request.clone();
    request.headers.insert("authorization".into(), format!("Bearer {TOKEN}"));
    let response = desk.world.handle(&request, desk.now);
    desk.settle();
    (response.status, response.body)
}

/// All that was said: by the world, to the core, and by the core.
#[derive(Default)]
struct Words {
    world: String,
    told: String,
    said: String,
}

fn http(desk: &mut Desk, effect: &HttpEffect, words: &mut Words) -> Observation {
    let sent = desk.filled(effect).unwrap();
    let (status, body) = request(desk, &sent);
    let body = match body {
        Body::Json(mut body) => {
            // A list of config vars is names and values, and stays one.
            if !effect.request.path.ends_with("/config-vars") {
                talkative(&mut body);
            }
            body
        }
        Body::Text(text) => Value::String(text),
        Body::Empty => Value::Null,
    };
    words.world.push_str(&body.to_string());
    let good = (200..300).contains(&status);
    Observation::Http {
        status,
        body: if good { connect_gate::redact(&body, &effect.reads, SALT) } else { Value::Null },
        error_id: body.get("id").filter(|_| !good).and_then(Value::as_str).map(str::to_owned),
        has_message: !good && body.get("message").is_some(),
    }
}

fn perform(desk: &mut Desk, effect: &Effect, words: &mut Words) -> Observation {
    match effect {
        Effect::Http(effect) => http(desk, effect, words),
        other => desk.perform(other, Chance::Succeed),
    }
}

/// Drives a command and listens; the run and its journal come back.
fn talk(desk: &mut Desk, command: Command, runs: Vec<StoredRun>, words: &mut Words) -> (Ending, StoredRun) {
    let mut context = context();
    context.json = matches!(command, Command::Info { .. });
    context.runs = runs;
    let mut run = StoredRun { run_id: "rabc1234".into(), journal: String::new(), head: None, open: false };
    let mut session = Session::new(command, context);
    for _ in 0..10_000 {
        let directive = session.next(desk.now).unwrap();
        words.said.push_str(&serde_json::to_string(&directive).unwrap());
        let (id, answer) = match &directive {
            Directive::Append { id, line, head, .. } => {
                run.journal.push_str(line);
                run.journal.push('\n');
                run.head = Some(head.clone());
                (*id, Observation::Done)
            }
            Directive::Perform { id, effect, .. } => (*id, perform(desk, effect, words)),
            Directive::Together { id, effects, .. } => {
                let answers = effects.iter().map(|effect| perform(desk, effect, words)).collect();
                (*id, Observation::Together { answers })
            }
            Directive::Wait { id, until, .. } => {
                desk.pass(until.saturating_sub(desk.now));
                (*id, Observation::Done)
            }
            Directive::Show { id, .. } => (*id, Observation::Done),
            Directive::Ask { .. } => panic!("nobody can be asked"),
            Directive::Done { ending, .. } => return (*ending, run),
        };
        words.told.push_str(&serde_json::to_string(&answer).unwrap());
        session.observe(id, &answer, desk.now).unwrap();
    }
    panic!("no end");
}

/// User and password of every database that the app's config vars name.
fn passwords(desk: &mut Desk) -> Vec<String> {
    let ask = Request {
        api: Api::Platform,
        base: None,
        method: Method::Get,
        path: "/apps/acme-sync/config-vars".into(),
        headers: [("accept".to_owned(), "application/vnd.heroku+json; version=3".to_owned())].into(),
        body: None,
    };
    let (_, Body::Json(vars)) = request(desk, &ask) else { panic!("no config vars") };
    let urls =
        vars.as_object().unwrap().values().filter_map(Value::as_str).filter(|text| text.contains("://"));
    let mut found: Vec<String> = urls
        .filter_map(|url| url.split_once("://")?.1.split_once('@'))
        .filter_map(|(login, _)| login.split_once(':'))
        .map(|(_, password)| password.to_owned())
        .collect();
    found.sort();
    found.dedup();
    found
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

fn base64(bytes: &[u8]) -> String {
    let digit = |word: u32, at: u32| char::from(ALPHABET[(word >> (18 - 6 * at) & 63) as usize]);
    bytes
        .chunks_exact(3)
        .flat_map(|three| {
            let word = three.iter().fold(0u32, |word, byte| word << 8 | u32::from(*byte));
            (0..4).map(move |at| digit(word, at))
        })
        .collect()
}

/// The forms in which a secret could leave: as it is, in JSON, in a URL, in hex, and in base64 wherever it begins.
fn forms(secret: &str) -> Vec<String> {
    let json = json!(secret).to_string();
    let hex: String = secret.bytes().map(|byte| format!("{byte:02x}")).collect();
    let mut forms = vec![secret.to_owned(), json.trim_matches('"').to_owned(), encoded(secret), hex];
    for shift in 0..3 {
        // Only whole groups of the secret itself, whatever stands before it.
        forms.extend(secret.as_bytes().get(shift..).map(base64).filter(|text| text.len() >= 8));
    }
    forms
}

fn assert_silent(what: &str, said: &str, secrets: &[String]) {
    for secret in secrets {
        for form in forms(secret) {
            let at = said.find(&form);
            assert!(at.is_none(), "{what} holds `{secret}` as `{form}`: …{}…", around(said, at.unwrap_or(0)));
        }
    }
}

fn around(said: &str, at: usize) -> String {
    let from = said[..at].char_indices().rev().nth(60).map_or(0, |(at, _)| at);
    said[from..].chars().take(160).collect()
}

/// As it would stand in a path.
fn encoded(secret: &str) -> String {
    secret
        .bytes()
        .map(
            |byte| {
                if byte.is_ascii_alphanumeric() {
                    char::from(byte).to_string()
                } else {
                    format!("%{byte:02X}")
                }
            },
        )
        .collect()
}

#[test]
fn no_secret_reaches_the_core() {
    for name in ["upgrade-follower", "upgrade-custom-db-key", "two-apps", "upgrade-copy"] {
        let mut desk = Desk::new(&scenario(name).unwrap());
        let mut secrets: Vec<String> =
            [CANARY, TOKEN, PERSON, RECORD, ORGANIZATION].map(str::to_owned).into();
        secrets.extend(passwords(&mut desk));
        let mut words = Words::default();
        let mut command = upgrade("acme-sync");
        if let (Command::UpgradeDb(typed), "two-apps") = (&mut command, name) {
            typed.confirm = Some("acme-sync,acme-admin".into());
        }
        if let (Command::UpgradeDb(typed), "upgrade-copy") = (&mut command, name) {
            (typed.method, typed.accept) = (Some("copy".into()), vec!["copy/credentials".into()]);
        }
        let (ending, run) = talk(&mut desk, command, vec![], &mut words);
        assert_eq!(ending, Ending::Done, "{name}");
        secrets.extend(passwords(&mut desk));
        secrets.sort();
        secrets.dedup();
        // Database, canary, token, person, record and organization: the world did say all of them. A follower has the leader's password.
        assert!(secrets.len() >= 6, "{secrets:?}");
        for secret in &secrets {
            assert!(words.world.contains(secret.as_str()), "{name}: the world never said `{secret}`");
        }
        // The shell gives it to the lock, for another machine's shell.
        secrets.push(SALT.to_owned());
        assert_silent(&format!("{name}: an answer"), &words.told, &secrets);
        assert_silent(&format!("{name}: a directive"), &words.said, &secrets);
        assert_silent(&format!("{name}: the journal"), &run.journal, &secrets);
        assert!(run.journal.lines().count() > 50);
        assert!(words.said.contains("report.json") && words.said.contains("by-hand.sh"));

        let info = Command::Info { run: "rabc1234".into() };
        let (ending, _) = talk(&mut desk, info, vec![run], &mut words);
        assert_eq!(ending, Ending::Done);
        assert_silent(&format!("{name}: what a later command says"), &words.said, &secrets);
    }
}

#[test]
fn the_search_finds_every_form() {
    let secret = "canary-5up3r-s3cret".to_owned();
    for said in [
        "x canary-5up3r-s3cret y".to_owned(),
        format!("a{}", base64(b"canary-5up3r-s3cret..")),
        base64(b"Bearer canary-5up3r-s3cret..."),
        base64(b"::canary-5up3r-s3cret..."),
        "63616e6172792d35757033722d7333637265740a".to_owned(),
    ] {
        assert!(forms(&secret).iter().any(|form| said.contains(form)), "{said}");
    }
    assert!(forms("a b&c").contains(&"a%20b%26c".to_owned()));
}
