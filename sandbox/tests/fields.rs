//! Fields of mappings on real Postgres: a changed mapping alters its table, hangs behind what depends on it, and is filled from the org.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use connect_hardware::{usual_fields, Access, Mapping};
use connect_simulator::field;
use postgres::{Client, NoTls};
use serde_json::{json, Value};
use support::{scenario, Sandbox, APP};

#[test]
fn both_sides_know_the_same_usual_fields() {
    let simulated: Vec<(String, String)> =
        field::usual().iter().map(|field| (field.column(), field.column_type())).collect();
    let real: Vec<(String, String)> =
        usual_fields().iter().map(|field| (field.column(), field.sql_type.clone())).collect();
    assert_eq!(simulated, real);
    for object in ["User", "RecordType", "EmailTemplate", "Account", "UserRole"] {
        let real = Mapping::new(object, Access::ReadOnly).is_marked_deleted();
        assert_eq!(field::is_marked_deleted(object), real, "{object}");
    }
}

struct Rig {
    sandbox: Sandbox,
    url: String,
    connection: String,
}

impl Rig {
    fn start() -> Self {
        Self::with(&json!({}))
    }

    fn with(switches: &Value) -> Self {
        // Nobody but Connect: writers would fail where a column is missing.
        let quiet = scenario(|scenario| {
            scenario["switches"] = switches.clone();
            scenario["addons"] = json!([]);
            for process in scenario["apps"][0]["formation"].as_array_mut().unwrap() {
                process["quantity"] = json!(0);
            }
        });
        let sandbox = Sandbox::start(&quiet, &[]);
        let url =
            sandbox.get(&format!("/apps/{APP}/config-vars"))["DATABASE_URL"].as_str().unwrap().to_owned();
        let connection = sandbox.connection();
        Self { sandbox, url, connection }
    }

    fn value(&self, query: &str) -> String {
        let mut client = Client::connect(&self.url, NoTls).unwrap();
        let row = client.query_one(&format!("SELECT ({query})::text"), &[]).expect(query);
        row.get::<_, Option<String>>(0).unwrap_or_default()
    }

    fn run(&self, statements: &str) {
        Client::connect(&self.url, NoTls).unwrap().batch_execute(statements).expect(statements);
    }

    fn column(&self, column: &str) -> String {
        self.value(&format!(
            "SELECT string_agg(format_type(atttypid, atttypmod), '') FROM pg_attribute
             WHERE attrelid = 'salesforce.contact'::regclass AND attname = '{column}' AND NOT attisdropped"
        ))
    }

    fn mapping(&self, object: &str) -> Value {
        let detail = self.sandbox.get(&format!("{}?deep=true", self.connection));
        let all = detail["mappings"].as_array().unwrap();
        all.iter().find(|one| one["object_name"] == object).unwrap().clone()
    }

    fn wait(&self, object: &str, state: &str) {
        let is = |detail: &Value| {
            let all = detail["mappings"].as_array().unwrap();
            all.iter().any(|one| one["object_name"] == object && one["state"] == state)
        };
        self.sandbox.wait_for(&format!("{object} {state}"), &format!("{}?deep=true", self.connection), is);
    }

    fn act(&self, act: &Value) {
        self.sandbox.call("POST", "/_sandbox/act", act);
    }

    /// Sends the mapping's configuration, changed, until it is taken: a mapping that is polled right now refuses.
    fn put(&self, change: impl Fn(&mut Value)) -> Value {
        for _ in 0..100 {
            self.wait("Contact", "DATA_SYNCED");
            let mapping = self.mapping("Contact");
            let mut config = mapping["config"].clone();
            change(&mut config);
            let path = format!("/api/v3/mappings/{}", mapping["id"].as_str().unwrap());
            let body = json!({"object_name": "Contact", "config": config});
            let (status, shown) = self.sandbox.try_call("PUT", &path, &body).unwrap();
            if status == 200 {
                assert_eq!(shown["config"]["revision"], config["revision"].as_u64().unwrap() + 1);
                return shown;
            }
            assert_eq!(status, 409, "{shown}");
        }
        panic!("the mapping never takes a change");
    }
}

#[test]
fn a_table_follows_what_changed_in_salesforce() {
    let rig = Rig::start();
    let change = |field: &str, definition: Value| {
        rig.act(
            &json!({"kind": "fieldChange", "object": "Contact", "field": field, "definition": definition}),
        );
    };
    let count = || rig.value("SELECT count(version__c) FROM salesforce.contact");
    let rows = count();
    assert_ne!(rows, "0");

    // A longer text, in whose way a view is.
    rig.run("CREATE VIEW public.contacts AS SELECT name FROM salesforce.contact");
    change("Name", json!({"type": "string", "length": 300}));
    rig.put(|_| {});
    rig.wait("Contact", "SCHEMA_CHANGED");
    let jobs = |list: &Value| {
        let jobs = list["jobs"].as_array().unwrap();
        jobs.iter().filter(|job| job["what"].as_str().unwrap().contains("altering")).count() > 1
    };
    rig.sandbox.wait_for("it is tried again", "/_sandbox/jobs", jobs);
    assert_eq!(rig.mapping("Contact")["state"], "SCHEMA_CHANGED");
    assert_eq!(rig.column("name"), "character varying(255)");
    rig.run("DROP VIEW public.contacts");
    rig.wait("Contact", "DATA_SYNCED");
    assert_eq!(rig.column("name"), "character varying(300)");

    // Another type: the field goes and comes back with the org's values.
    change("Version__c", json!({"type": "string", "length": 40}));
    rig.put(|_| {});
    rig.wait("Contact", "DATA_SYNCED");
    assert_eq!(rig.column("version__c"), "double precision");
    rig.put(|config| drop(config["fields"].as_object_mut().unwrap().remove("Version__c")));
    rig.wait("Contact", "DATA_SYNCED");
    assert_eq!(rig.column("version__c"), "");
    rig.put(|config| config["fields"]["Version__c"] = json!({}));
    rig.wait("Contact", "DATA_SYNCED");
    assert_eq!(rig.column("version__c"), "character varying(40)");
    assert!(count().parse::<u32>().unwrap() >= rows.parse().unwrap());

    // A deleted field, and a file that brings a new mapping, one of an object that there is not, and another access.
    change("Writer", Value::Null);
    rig.wait("Contact", "BAD_CONFIG");
    let file = json!({"mappings": [
        {"object_name": "Case", "config": {"access": "read_write", "fields": {"Name": {}}}},
        {"object_name": "Nothing__c", "config": {"access": "read_only", "fields": {"Name": {}}}},
        {"object_name": "Product2", "config": {"access": "read_write", "fields": {"Name": {}, "Version__c": {}}}},
    ]});
    rig.sandbox.call("POST", &format!("{}/actions/import", rig.connection), &file);
    rig.wait("Case", "DATA_SYNCED");
    rig.wait("Nothing__c", "BAD_CONFIG");
    rig.wait("Product2", "DATA_SYNCED");
    assert_ne!(rig.value("SELECT count(*) FROM salesforce.case"), "0");
    rig.run("UPDATE salesforce.product2 SET name = 'by the app' WHERE id = (SELECT min(id) FROM salesforce.product2)");
    let sent = "SELECT count(*) FROM salesforce._trigger_log_archive
        WHERE table_name = 'product2' AND state = 'SUCCESS'";
    rig.sandbox.wait_for("it is sent", &rig.connection, |_| rig.value(sent) == "1");
    let world = rig.sandbox.get("/_sandbox/world");
    assert!(!world.to_string().contains("SYSTEM_ERROR"), "{world}");
    let quiet = rig.sandbox.call("POST", "/_sandbox/quiet", &json!({}));
    assert_eq!(quiet["troubles"], json!([]), "{quiet}");
}

#[test]
fn a_mapping_that_is_deleted_leaves_its_table_without_triggers() {
    let rig = Rig::with(&json!({"unmapLeaves": "table"}));
    rig.wait("Product2", "DATA_SYNCED");
    let triggers = "SELECT count(*) FROM pg_trigger WHERE tgrelid = 'salesforce.product2'::regclass";
    assert_eq!(rig.value(triggers), "2");
    let path = format!("/api/v3/mappings/{}", rig.mapping("Product2")["id"].as_str().unwrap());
    assert_eq!(rig.sandbox.try_call("DELETE", &path, &Value::Null).unwrap().0, 204);
    rig.sandbox.wait_for("a table without triggers", &rig.connection, |_| rig.value(triggers) == "0");
}
