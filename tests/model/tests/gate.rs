//! Cases of the gate with what comes out natively; the WebAssembly must let the same through.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::path::PathBuf;

use connect_core::effect::{Form, Reading};
use serde_json::{json, Value};

fn case(name: &str, body: Value, reads: &[(&str, Form)]) -> Value {
    let reads: Vec<Reading> =
        reads.iter().map(|(pointer, form)| Reading { pointer: (*pointer).to_owned(), form: *form }).collect();
    let salt = "a salt for tests";
    let out = connect_gate::redact(&body, &reads, salt);
    json!({ "name": name, "body": body, "reads": reads, "salt": salt, "out": out })
}

fn cases() -> Vec<Value> {
    use Form::{Count, Holds, Plain, Url};
    let vars = json!({
        "DATABASE_URL": "postgres://u1:p%40ss@db.example:5433/d1?sslmode=require",
        "OTHER_URL": "postgresql://u@[::1]/d2",
        "NO_DATABASE": "postgres://u:p@h.example",
        "TOKEN": "s3cret",
    });
    let list = json!([
        { "name": "a", "addon": { "name": "b", "config": "secret" }, "port": 5432, "up": true, "none": null },
        { "name": "ü \u{1F600} \"quoted\"", "addon": null },
        {},
        "text",
    ]);
    let rows = json!({ "info": [
        { "name": "Following", "values": ["postgres://u:p@h/d"] },
        { "name": "Behind By", "values": [12, "3 commits", null, false] },
        { "name": "Deep", "values": [{ "not": "plain" }] },
    ], "waiting?": false, "a/b": { "~c": 1.5 }, "big": 9_007_199_254_740_991u64, "small": -3 });
    let copies = json!({
        "DATABASE_URL": "postgres://u1x2y3:p1s3cret@db.example:5433/d1x2y3?sslmode=require",
        "JDBC_URL": "jdbc:postgresql://db.example:5433/d1x2y3?user=u1x2y3&password=p1s3cret",
        "PGHOST": "DB.example",
        "REDIS_URL": "redis://db.example:6379",
        "TOKEN": "s3cret",
    });
    vec![
        case("which config vars hold the address of a database", copies, &[("/*", Holds)]),
        case("urls lose user and password", vars.clone(), &[("/*", Url)]),
        case("one of several config vars", vars.clone(), &[("/TOKEN", Url), ("/NONE", Url)]),
        case(
            "a list keeps its places",
            list.clone(),
            &[("/*/name", Plain), ("/*/addon/name", Plain), ("/*/none", Plain)],
        ),
        case("values of every kind", list.clone(), &[("/*/port", Plain), ("/*/up", Plain)]),
        case("a subtree is not plain", list.clone(), &[("/*/addon", Plain)]),
        case("counts of texts", list.clone(), &[("/*/name", Count)]),
        case("counts", list, &[("", Count), ("/0", Count)]),
        case("lists of plain values", rows.clone(), &[("/info/*/name", Plain), ("/info/*/values", Plain)]),
        case(
            "odd names and numbers",
            rows.clone(),
            &[("/waiting?", Plain), ("/a~1b/~0c", Plain), ("/big", Plain), ("/small", Plain)],
        ),
        case("count of a text and of an object", rows, &[("/a~1b", Count), ("/info", Count)]),
        case("nothing asked for", vars, &[]),
        case("an empty list is not silence", json!([]), &[("/*/name", Plain)]),
        case("silence", Value::Null, &[("/*/name", Plain)]),
        case("a page instead of JSON", json!("<html>503</html>"), &[("/id", Plain), ("/*", Plain)]),
    ]
}

/// `UPDATE=1` writes the file; otherwise a stale one is an error.
#[test]
fn the_gate_lets_through_what_is_kept() {
    let path: PathBuf = [env!("CARGO_MANIFEST_DIR"), "../fixtures/gate/cases.json"].iter().collect();
    let fresh = format!("{:#}\n", Value::Array(cases()));
    if std::env::var_os("UPDATE").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &fresh).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(kept, fresh, "{}: run with UPDATE=1 and read the difference", path.display());
    for said in ["p%40ss", "s3cret", "u:p@", "u1:"] {
        for case in cases() {
            assert!(!case["out"].to_string().contains(said), "{}: {}", case["name"], case["out"]);
        }
    }
}
