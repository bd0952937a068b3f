//! A connection destroyed and made again by hand, on real servers.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::Command;

use postgres::{Client, NoTls};
use serde_json::{json, Value};
use support::{ledger_program, scenario, Sandbox, APP};

const OLD: &str = "herokuconnect-angular-20001";
const NEW: &str = "herokuconnect-run-1";
const ORG: &str = "00D5g00000AcmeSyEA";

struct Rig {
    sandbox: Sandbox,
    url: String,
}

impl Rig {
    /// Nobody but Connect and the test: what is captured is the test's own.
    fn start(switches: Value) -> Self {
        Self::of(&scenario(|scenario| {
            scenario["addons"] = json!([]);
            scenario["switches"] = switches;
            for process in scenario["apps"][0]["formation"].as_array_mut().unwrap() {
                process["quantity"] = json!(0);
            }
        }))
    }

    fn of(scenario: &Value) -> Self {
        let sandbox = Sandbox::start(scenario, &[]);
        let url =
            sandbox.get(&format!("/apps/{APP}/config-vars"))["DATABASE_URL"].as_str().unwrap().to_owned();
        Self { sandbox, url }
    }

    fn value(&self, query: &str) -> String {
        let mut client = Client::connect(&self.url, NoTls).unwrap();
        let row = client.query_one(&format!("SELECT ({query})::text"), &[]).expect(query);
        row.get::<_, Option<String>>(0).unwrap_or_default()
    }

    fn run(&self, statements: &str) {
        Client::connect(&self.url, NoTls).unwrap().batch_execute(statements).expect(statements);
    }

    fn synced(&self, connection: &str) {
        let all = |detail: &Value| {
            let all = detail["mappings"].as_array().unwrap();
            all.len() == 4 && all.iter().all(|one| one["state"] == "DATA_SYNCED")
        };
        self.sandbox.wait_for("every mapping synced", &format!("{connection}?deep=true"), all);
    }

    /// Destroys the scenario's connection, and waits until its add-on is not in the app's list.
    fn destroy(&self) {
        let addon = self.sandbox.get(&format!("/addons/{OLD}"));
        let path = format!("/apps/{APP}/addons/{}", addon["id"].as_str().unwrap());
        self.sandbox.call("DELETE", &path, &json!({"force": false}));
        let found = self.sandbox.get(&format!("/connections?app={APP}"));
        assert_eq!(found["results"], json!([]));
        self.sandbox.wait_for("the add-on gone", &format!("/apps/{APP}/addons"), |list| {
            list.as_array().unwrap().iter().all(|addon| addon["name"] != OLD)
        });
    }

    /// Makes the new add-on and gives the path of its connection.
    fn create(&self) -> String {
        let wish = json!({"plan": {"name": "herokuconnect:demo"}, "name": NEW, "confirm": APP});
        let made = self.sandbox.call("POST", &format!("/apps/{APP}/addons"), &wish);
        assert_eq!(made["state"], "provisioned");
        self.sandbox.call("POST", &format!("/auth/{APP}"), &Value::Null);
        self.sandbox.connection()
    }

    fn name_database(&self, connection: &str) -> (u16, Value) {
        let wish = json!({"db_key": "DATABASE_URL", "schema_name": "salesforce"});
        self.sandbox.try_call("PATCH", connection, &wish).unwrap()
    }

    /// A browser logs in, and says where it is sent.
    fn login(&self, connection: &str, org: &str) -> String {
        let body = json!({"environment": "production", "next": "http://127.0.0.1:9/back"});
        let given = self.sandbox.call("POST", &format!("{connection}/authorize_url"), &body);
        let redirect = given["redirect"].as_str().unwrap();
        let path = redirect.strip_prefix(&self.sandbox.url).expect("the sandbox's own address");
        let page = self.browse(path);
        assert!(page.starts_with("HTTP/1.1 200 ") && page.contains("text/html"), "{page}");
        let answer = self.browse(&format!("{path}?org={org}"));
        assert!(answer.starts_with("HTTP/1.1 302 "), "{answer}");
        assert!(self.browse(path).starts_with("HTTP/1.1 410 "), "used up");
        let location = answer.lines().find_map(|line| line.strip_prefix("location: ")).unwrap();
        location.to_owned()
    }

    /// As a browser asks: without a token.
    fn browse(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(self.sandbox.url.trim_start_matches("http://")).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n").unwrap();
        let mut text = String::new();
        stream.read_to_string(&mut text).unwrap();
        text
    }

    fn org(&self, id: &str) -> Value {
        self.sandbox.get(&format!("/_sandbox/org?id={id}"))
    }

    /// Ids of an org's live accounts by external id.
    fn accounts(&self, id: &str) -> BTreeMap<String, String> {
        let org = self.org(id);
        let live =
            org["records"]["Account"].as_array().unwrap().iter().filter(|one| one["IsDeleted"] == false);
        let text = |one: &Value, key: &str| one[key].as_str().unwrap().to_owned();
        live.map(|one| (text(one, "External_Id__c"), text(one, "Id"))).collect()
    }

    fn rows(&self) -> BTreeMap<String, String> {
        let mut client = Client::connect(&self.url, NoTls).unwrap();
        let rows = client.query("SELECT external_id__c, sfid FROM salesforce.account", &[]).unwrap();
        rows.iter().map(|row| (row.get(0), row.get::<_, Option<String>>(1).unwrap_or_default())).collect()
    }
}

/// How many writes of clients were acknowledged so far.
fn acknowledged(manifest: &Value) -> usize {
    let files = std::fs::read_dir(manifest["acks"].as_str().unwrap()).unwrap();
    files.map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap().lines().count()).sum()
}

fn file(export: Value) -> Value {
    let mut file = export;
    file.as_object_mut().unwrap().remove("connection").unwrap();
    file
}

#[test]
fn by_hand_from_destroy_to_loaded_and_a_change_is_sent_once() {
    let rig = Rig::start(json!({"schemaInUse": "refuse", "destroyDropsSchema": "yes"}));
    let old = rig.sandbox.connection();
    rig.synced(&old);
    let file = file(rig.sandbox.get(&format!("{old}/actions/export")));
    rig.run(
        "INSERT INTO salesforce.account (name, external_id__c, version__c, writer) VALUES ('a', 'app-1', 1, 'app')",
    );
    rig.sandbox.wait_for("it is sent", &old, |_| {
        rig.value(
            "SELECT count(*) FROM salesforce.account WHERE external_id__c = 'app-1' AND sfid IS NOT NULL",
        ) == "1"
    });
    rig.sandbox.call("POST", &format!("{old}/actions/pause"), &Value::Null);
    rig.sandbox.wait_for("paused", &old, |detail| detail["state"] == "PAUSED");
    // A view is in the way of dropping the schema, which stays, so that nobody else may have it.
    rig.run("CREATE VIEW public.accounts AS SELECT external_id__c FROM salesforce.account");
    rig.destroy();
    assert_eq!(rig.value("SELECT to_regclass('salesforce._trigger_log') IS NOT NULL"), "true");
    let new = rig.create();
    assert_eq!(rig.name_database(&new).0, 409);
    rig.run("ALTER SCHEMA salesforce RENAME TO salesforce_old");
    let (status, shown) = rig.name_database(&new);
    assert_eq!((status, &shown["state"]), (200, &json!("NEED_AUTHENTICATION")), "{shown}");
    assert_eq!(
        rig.value("SELECT to_regnamespace('salesforce') IS NULL"),
        "true",
        "not before it is authorized"
    );
    assert_eq!(rig.login(&new, "right"), "http://127.0.0.1:9/back");
    let shown = rig.sandbox.get(&new);
    assert_eq!(shown["organization_id"], ORG);
    rig.sandbox.wait_for("the schema", &new, |_| {
        rig.value("SELECT to_regclass('salesforce._hcmeta') IS NOT NULL") == "true"
    });
    assert_eq!(rig.value("SELECT org_id FROM salesforce._hcmeta"), ORG);
    assert_eq!(
        rig.value(
            "SELECT nspowner::regrole = current_user::regrole FROM pg_namespace WHERE nspname = 'salesforce'"
        ),
        "true"
    );
    rig.sandbox.call("POST", &format!("{new}/actions/import"), &file);
    rig.synced(&new);

    rig.run(
        "INSERT INTO salesforce.account (name, external_id__c, version__c, writer) VALUES ('b', 'app-2', 1, 'app');
         UPDATE salesforce.account SET name = 'c', version__c = 2 WHERE external_id__c = 'app-1'",
    );
    let done = "SELECT count(*) FROM salesforce._trigger_log_archive WHERE state = 'SUCCESS'";
    rig.sandbox.wait_for("both are sent", &new, |_| rig.value(done) == "2");
    let quiet = rig.sandbox.call("POST", "/_sandbox/quiet", &json!({}));
    assert_eq!((&quiet["quiet"], &quiet["troubles"]), (&json!(true), &json!([])), "{quiet}");
    let history = rig.org(ORG)["history"].clone();
    let by_connect = |key: &str| {
        let all = history.as_array().unwrap().iter();
        let own = all.filter(|one| one["source"] == "connect" && one["fields"]["External_Id__c"] == *key);
        own.map(|one| one["op"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(by_connect("app-1"), ["insert", "update"]);
    assert_eq!(by_connect("app-2"), ["insert"]);
    assert_eq!(rig.rows(), rig.accounts(ORG), "every record is here, and no other");
    let manifest = rig.sandbox.get("/_sandbox/manifest");
    let told = &manifest["connections"][0];
    assert_eq!((&told["addon"], &told["schema"]), (&json!(NEW), &json!("salesforce")), "{manifest}");
    assert_eq!(told["original"], told["now"]);
    assert!(told["org"].as_str().unwrap().ends_with(ORG));
}

#[test]
fn a_refreshed_org_has_a_part_of_the_records_under_new_ids() {
    let rig = Rig::start(json!({"destroyDropsSchema": "cascade"}));
    let old = rig.sandbox.connection();
    rig.synced(&old);
    let file = file(rig.sandbox.get(&format!("{old}/actions/export")));
    rig.run("CREATE VIEW public.accounts AS SELECT external_id__c FROM salesforce.account");
    rig.sandbox.call("POST", "/_sandbox/act", &json!({"kind": "refreshOrg"}));
    rig.sandbox.wait_for("the connection notices", &old, |detail| detail["state"] == "INACTIVE_ORG");
    let (status, _) = rig.sandbox.try_call("POST", &format!("{old}/actions/pause"), &Value::Null).unwrap();
    assert_eq!(status, 409);
    rig.sandbox.wait_for("the new org", "/_sandbox/jobs", |list| {
        list["jobs"]
            .as_array()
            .unwrap()
            .iter()
            .any(|job| job["what"].as_str().unwrap().contains("making org"))
    });
    rig.destroy();
    assert_eq!(
        rig.value("SELECT to_regnamespace('salesforce') IS NULL AND to_regclass('public.accounts') IS NULL"),
        "true",
        "the schema is gone with what depends on it"
    );
    let new = rig.create();
    assert_eq!(rig.name_database(&new).0, 200);
    rig.login(&new, "right");
    let shown = rig.sandbox.get(&new);
    let fresh = shown["organization_id"].as_str().unwrap().to_owned();
    assert_ne!(fresh, ORG);
    assert_eq!(shown["sf_info"]["environment"], "sandbox");
    rig.sandbox.call("POST", &format!("{new}/actions/import"), &file);
    rig.synced(&new);
    let quiet = rig.sandbox.call("POST", "/_sandbox/quiet", &json!({}));
    assert_eq!((&quiet["quiet"], &quiet["troubles"]), (&json!(true), &json!([])), "{quiet}");
    // Another schema of the same database gets all of it too.
    rig.sandbox.call("PATCH", &new, &json!({"schema_name": "other"}));
    rig.synced(&new);
    let count = |schema: &str| rig.value(&format!("SELECT count(*) FROM {schema}.account"));
    assert_eq!(count("other"), count("salesforce"));
    let (before, after) = (rig.accounts(ORG), rig.accounts(&fresh));
    let both: Vec<&String> = before.keys().filter(|key| after.contains_key(*key)).collect();
    assert!(both.len() > 10 && both.len() < before.len(), "{} of {}", both.len(), before.len());
    assert!(both.iter().all(|key| before[*key] != after[*key]));
    assert_eq!(rig.rows(), after);
    assert_eq!(rig.value("SELECT org_id FROM salesforce._hcmeta ORDER BY id DESC LIMIT 1"), fresh);
}

#[test]
fn with_clients_that_write_before_and_after_the_ledger_finds_nothing_lost() {
    // Scheduler jobs are not stopped by hand.
    let rig = Rig::of(&scenario(|scenario| scenario["addons"] = json!([])));
    let Rig { sandbox, .. } = &rig;
    let app = format!("/apps/{APP}");
    let old = sandbox.connection();
    rig.synced(&old);
    let file = file(sandbox.get(&format!("{old}/actions/export")));
    let manifest = sandbox.get("/_sandbox/manifest");
    let enough = |than: usize| {
        sandbox.wait_for("writes", &app, |_| acknowledged(&manifest) > than + 30);
    };
    enough(0);
    sandbox.scale(0);
    sandbox.wait_for("the end of the dynos", &format!("{app}/dynos"), |dynos| dynos == &json!([]));
    let before = acknowledged(&manifest);
    let waiting = "SELECT count(*) FROM salesforce._trigger_log WHERE state IN ('NEW', 'PENDING')";
    sandbox.wait_for("the end of the log", &old, |_| rig.value(waiting) == "0");
    sandbox.call("POST", &format!("{old}/actions/pause"), &Value::Null);
    sandbox.wait_for("paused", &old, |detail| detail["state"] == "PAUSED");
    assert_eq!(rig.value(waiting), "0");
    rig.run("ALTER SCHEMA salesforce RENAME TO salesforce_old");
    rig.destroy();
    let new = rig.create();
    assert_eq!(rig.name_database(&new).0, 200);
    rig.login(&new, "right");
    sandbox.call("POST", &format!("{new}/actions/import"), &file);
    rig.synced(&new);
    assert_eq!(acknowledged(&manifest), before);
    sandbox.scale(1);
    enough(before);

    let quiet = sandbox.call("POST", "/_sandbox/quiet", &json!({}));
    assert_eq!(quiet, json!({"quiet": true, "left": [], "troubles": []}));
    let manifest = sandbox.get("/_sandbox/manifest");
    let connection = &manifest["connections"][0];
    assert_eq!(connection["addon"], NEW);
    let verdict = Command::new(ledger_program("ledger"))
        .args(["verdict", "--kept", "--old", &rig.url, "--version", "15"])
        .args(["--org", connection["org"].as_str().unwrap()])
        .args(["--acks", manifest["acks"].as_str().unwrap()])
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&verdict.stdout);
    assert!(verdict.status.success() && text.trim_end().ends_with("PASS"), "{text}");
}
