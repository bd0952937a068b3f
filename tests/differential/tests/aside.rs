//! A schema of Connect's put aside on real servers, taken back, and what hung on its tables made again on new ones.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use connect_core::effect::{Effect, Observation};
use connect_core::late::{Bindings, Known, Late, Place as PlaceOf, Role};
use connect_core::ops::{Op, SchemaBack};
use connect_core::query::{close_by_hand, named, open_by_hand, Place};
use connect_differential::{folder, programs, real, LEAD, ORG, SCHEMA};
use connect_hardware::{connect_schema, Access, Fleet, Mapping};
use postgres::{Client, NoTls};
use serde_json::{json, Value};

const ASIDE: &str = "sales\"force_old_r1";

struct Rig<'a> {
    fleet: &'a Fleet,
    url: String,
}

fn on_leader(name: &str, major: u32, body: impl FnOnce(&Rig<'_>)) {
    let folder = folder(name).unwrap();
    let fleet = Fleet::open(&folder, &programs().unwrap()).unwrap();
    fleet.create(LEAD, major).unwrap();
    let rig = Rig { url: fleet.endpoint(LEAD).unwrap().url(), fleet: &fleet };
    rig.install();
    rig.run("CREATE SCHEMA heroku_connect_maintenance");
    body(&rig);
    drop(fleet);
    std::fs::remove_dir_all(folder).unwrap();
}

impl Rig<'_> {
    fn install(&self) {
        let mappings =
            [Mapping::new("Account", Access::ReadWrite), Mapping::new("Contact", Access::ReadOnly)];
        connect_schema::install(&self.url, SCHEMA, &mappings, ORG).unwrap();
    }

    fn run(&self, statement: &str) {
        Client::connect(&self.url, NoTls).unwrap().batch_execute(statement).expect(statement);
    }

    /// SQLSTATE of a statement that is refused.
    fn refused(&self, statement: &str) -> String {
        let error = Client::connect(&self.url, NoTls).unwrap().batch_execute(statement).expect_err(statement);
        error.code().unwrap().code().to_owned()
    }

    fn one(&self, query: &str) -> String {
        let row =
            Client::connect(&self.url, NoTls).unwrap().query_one(&format!("SELECT ({query})::text"), &[]);
        row.expect(query).get::<_, Option<String>>(0).unwrap_or_default()
    }

    fn ask(&self, query: &str, parameter: &Value) -> Observation {
        let place =
            Place { app: LEAD.into(), config_var: "DATABASE_URL".into(), expect: None, bastion: None };
        let parameter = Some(parameter.to_string()).filter(|_| query != "lock_release");
        let Some(Effect::Sql(effect)) = named(&place, query, SCHEMA, parameter.as_deref()) else {
            panic!("{query}")
        };
        real::perform(&self.url, &effect).unwrap()
    }

    fn row(&self, query: &str, parameter: &Value) -> Value {
        match self.ask(query, parameter) {
            Observation::Sql { row } => row,
            other => panic!("{query}: {other:?}"),
        }
    }

    fn aside(&self, waits: u64, failed: u64, alone: u64) -> Observation {
        self.ask(
            "schema_aside",
            &json!({"aside": ASIDE, "tables": ["account", "contact"], "waits": waits, "failed": failed, "alone": alone}),
        )
    }

    fn put_aside(&self) {
        assert!(matches!(self.aside(0, 0, 0), Observation::Sql { .. }), "{:?}", self.aside(0, 0, 0));
    }

    /// The mapped columns of a table: own ones stay behind.
    fn whole(&self) -> Value {
        json!({"table": "account", "columns": ["id", "sfid", "name", "external_id__c", "version__c", "writer"], "whole": true})
    }

    fn found(&self) -> Vec<String> {
        let row = self.row("dependants", &self.whole());
        let text = |one: &Value, key: &str| one[key].as_str().unwrap().to_owned();
        let shown = |one: &Value| {
            let mark = if one["refuses"] == json!(true) { "! " } else { "" };
            format!("{mark}{} {}", text(one, "kind"), text(one, "name"))
        };
        row["found"].as_array().unwrap().iter().map(shown).collect()
    }

    fn not_as_kept(&self) -> Vec<String> {
        let row = self.row("dependants_kept", &self.whole());
        let bad = row["kept"].as_array().unwrap().iter().filter(|one| one["same"] != json!(true));
        bad.map(|one| format!("{} {} {}", one["kind"], one["name"], one["state"])).collect()
    }

    fn triggers_on(&self, schema: &str) -> String {
        let schema = schema.replace('\'', "''");
        self.one(&format!(
            "SELECT count(*) FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace \
             JOIN pg_proc p ON p.oid = g.tgfoid WHERE n.nspname = '{schema}' AND p.proname LIKE 'hc\\_%' AND g.tgenabled = 'O'"
        ))
    }
}

/// What people hang on a whole table, besides what hangs on a column.
const HUNG: [&str; 12] = [
    "CREATE VIEW public.named AS SELECT name, external_id__c FROM salesforce.account",
    "CREATE MATERIALIZED VIEW public.counted AS SELECT count(*) AS n FROM public.named",
    "CREATE FUNCTION public.told() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
    "CREATE TRIGGER told AFTER INSERT ON salesforce.account FOR EACH ROW EXECUTE FUNCTION public.told()",
    "ALTER TABLE salesforce.account ENABLE ROW LEVEL SECURITY; CREATE POLICY everyone ON salesforce.account USING (true)",
    "GRANT SELECT ON salesforce.account TO reader WITH GRANT OPTION; GRANT USAGE ON SCHEMA salesforce TO reader",
    "GRANT USAGE ON SEQUENCE salesforce.account_id_seq TO reader",
    "CREATE INDEX by_name ON salesforce.account (lower(name))",
    "COMMENT ON TABLE salesforce.account IS 'it''s ours'",
    "ALTER TABLE salesforce.account ADD CONSTRAINT named_short CHECK (name <> '')",
    "ALTER TABLE salesforce.account ADD COLUMN mine text; CREATE INDEX by_mine ON salesforce.account (mine)",
    "INSERT INTO salesforce.account (sfid, name, _hc_lastop) VALUES ('001', 'one', 'SYNCED')",
];

fn aside_and_made_again(major: u32) {
    on_leader(&format!("aside-{major}"), major, |rig| {
        let reset = ["RESET SESSION AUTHORIZATION".to_owned(), "CREATE ROLE reader".to_owned()];
        rig.fleet.fill(LEAD, &reset).unwrap();
        HUNG.iter().for_each(|statement| rig.run(statement));
        rig.run("DELETE FROM salesforce._trigger_log");
        let before = rig.found();
        for wanted in [
            "! view public.named",
            "! materialized view public.counted",
            "trigger told of salesforce.account",
            "policy everyone of salesforce.account",
            "row security salesforce.account",
            "grant salesforce.account to reader",
            "grant salesforce.account_id_seq to reader",
            "schema grant salesforce to reader",
            "comment salesforce.account",
            "index salesforce.by_name",
        ] {
            assert!(before.iter().any(|one| one == wanted), "{wanted} is not among {before:#?}");
        }
        assert!(!before.iter().any(|one| one.contains("by_mine") || one.contains("hc_")), "{before:#?}");
        rig.row("dependants_keep", &rig.whole());
        rig.row("dependants_drop", &rig.whole());
        assert!(rig.found().iter().all(|one| !one.starts_with('!')));
        let captured = rig.triggers_on(SCHEMA);
        assert_ne!(captured, "0");
        rig.put_aside();
        assert_eq!(rig.triggers_on(ASIDE), "0");
        let old = ASIDE.replace('"', "\"\"");
        for write in [
            "INSERT INTO %.account (name) VALUES ('x')",
            "UPDATE %.account SET name = 'x'",
            "TRUNCATE %.contact",
        ] {
            assert_eq!(rig.refused(&write.replace('%', &format!("\"{old}\""))), "25006", "{write}");
        }
        assert_eq!(rig.one("SELECT to_regnamespace('salesforce') IS NULL"), "true");

        rig.install();
        rig.run("INSERT INTO salesforce.account (sfid, name, _hc_lastop) VALUES ('001', 'one', 'SYNCED')");
        rig.row("dependants_restore", &rig.whole());
        assert_eq!(rig.not_as_kept(), Vec::<String>::new());
        assert_eq!(rig.found(), before);
        assert_eq!(rig.one("SELECT n FROM public.counted"), "1");
        assert_eq!(rig.triggers_on(SCHEMA), captured);
        // What was kept is the old rows and what was on them.
        assert_eq!(rig.one(&format!("SELECT count(*) FROM \"{old}\".account")), "1");
        assert_eq!(rig.one(&format!("SELECT to_regclass('\"{old}\".by_mine') IS NOT NULL")), "true");
    });
}

#[test]
fn a_schema_is_put_aside_and_what_hung_on_it_made_again_on_15() {
    aside_and_made_again(15);
}

#[test]
fn a_schema_is_put_aside_and_what_hung_on_it_made_again_on_18() {
    aside_and_made_again(18);
}

#[test]
fn what_is_taken_back_is_as_it_was_and_captures_again() {
    on_leader("aside-back", 17, |rig| {
        rig.run("CREATE VIEW public.named AS SELECT name FROM salesforce.account");
        let (found, captured) = (rig.found(), rig.triggers_on(SCHEMA));
        rig.put_aside();
        rig.row("schema_back", &json!({"aside": ASIDE}));
        assert_eq!((rig.found(), rig.triggers_on(SCHEMA)), (found, captured));
        rig.run("INSERT INTO salesforce.account (name) VALUES ('written')");
        assert_eq!(rig.one("SELECT count(*) FROM salesforce._trigger_log WHERE state = 'NEW'"), "1");
        assert_eq!(rig.one("SELECT count(*) FROM pg_proc WHERE proname = 'connect_maintenance_closed'"), "0");
    });
}

#[test]
fn a_person_takes_it_back_with_the_statement_of_the_card() {
    on_leader("aside-by-hand", 17, |rig| {
        let captured = rig.triggers_on(SCHEMA);
        rig.put_aside();
        let place = PlaceOf {
            app: LEAD.into(),
            config_var: Late::from("DATABASE_URL"),
            expect: None,
            role: Role::Lead,
            bastion: None,
        };
        let back: Op = SchemaBack { aside: Late::from(ASIDE), place, schema: SCHEMA.into() }.into();
        let bindings = Bindings::new();
        let command = back.known().unwrap().by_hand(&Known::of(&bindings)).unwrap().unwrap();
        let typed = command.split_once(" --command ").unwrap().1.trim_matches('\'').replace("'\\''", "'");
        rig.run(&typed);
        assert_eq!(rig.triggers_on(SCHEMA), captured);
        rig.run("INSERT INTO salesforce.account (name) VALUES ('written')");
    });
}

#[test]
fn more_than_was_accepted_changes_nothing() {
    on_leader("aside-more", 17, |rig| {
        let refused = |waits, failed, alone| match rig.aside(waits, failed, alone) {
            Observation::SqlFailed { code } => code,
            other => panic!("{other:?}"),
        };
        rig.run("INSERT INTO salesforce.account (name) VALUES ('written')");
        assert_eq!(refused(0, 9, 9), "CM001", "a change waits");
        rig.run("UPDATE salesforce._trigger_log SET state = 'FAILED'");
        assert_eq!(refused(0, 0, 9), "CM001", "a change was refused");
        assert_eq!(refused(0, 1, 0), "CM001", "a row has no id");
        assert_eq!(rig.triggers_on(ASIDE), "0");
        assert_ne!(rig.triggers_on(SCHEMA), "0", "and it captures on");
        // Somebody holds a table: it is not waited for long.
        let mut holder = Client::connect(&rig.url, NoTls).unwrap();
        holder.batch_execute("BEGIN; LOCK TABLE salesforce.contact IN ROW EXCLUSIVE MODE").unwrap();
        assert_eq!(refused(0, 1, 1), "55P03");
        holder.batch_execute("ROLLBACK").unwrap();
        assert!(matches!(rig.aside(0, 1, 1), Observation::Sql { .. }));
    });
}

#[test]
fn rows_that_point_at_a_table_point_at_the_same_records_of_the_new_one() {
    on_leader("aside-children", 17, |rig| {
        let rows = |ids: &[&str]| {
            for id in ids {
                rig.run(&format!("INSERT INTO salesforce.account (sfid, name, _hc_lastop) VALUES ('{id}', 'n{id}', 'SYNCED')"));
            }
        };
        rows(&["001", "002", "003"]);
        rig.run(
            "CREATE TABLE public.\"Order's\" (shop int, number int, of int REFERENCES salesforce.account (id) ON DELETE SET NULL, \
             twice int REFERENCES salesforce.account (id), PRIMARY KEY (shop, number))",
        );
        rig.run("INSERT INTO public.\"Order's\" VALUES (1, 1, 1, 2), (1, 2, 2, NULL), (2, 1, 3, 1), (2, 2, NULL, 3)");
        rig.run("CREATE TABLE public.notes (of int REFERENCES salesforce.account (id))");
        let keyless = "! foreign key without a key of its own notes_of_fkey of public.notes";
        assert!(rig.found().iter().any(|one| one == keyless), "{:?}", rig.found());
        rig.run("DROP TABLE public.notes; DELETE FROM salesforce._trigger_log");
        let of = json!({"table": "account"});
        rig.row("children_keep", &of);
        rig.run("INSERT INTO public.\"Order's\" VALUES (9, 9, 1, NULL)");
        assert_eq!(rig.row("children", &of)["unkept"], json!("1"));
        rig.run("DELETE FROM public.\"Order's\" WHERE shop = 9");
        assert_eq!(rig.row("children", &of)["unkept"], json!("0"));
        let seen = rig.row("children", &of);
        assert_eq!(
            (&seen["kept"], &seen["pointed"], &seen["wrong"]),
            (&json!("6"), &json!("6"), &json!("0")),
            "{seen}"
        );
        rig.row("dependants_keep", &rig.whole());
        rig.row("dependants_drop", &rig.whole());
        rig.put_aside();

        // Other ids, in another order; and one record is not in Salesforce any more.
        rig.install();
        rows(&["009", "001", "002"]);
        assert_eq!(
            rig.row("children", &of)["wrong"],
            json!("6"),
            "by their ids they would all be of another record"
        );
        rig.row("children_point", &of);
        let seen = rig.row("children", &of);
        assert_eq!(
            (&seen["pointed"], &seen["alone"], &seen["wrong"]),
            (&json!("4"), &json!("2"), &json!("0")),
            "{seen}"
        );
        rig.row("dependants_restore", &rig.whole());
        assert_eq!(rig.not_as_kept(), Vec::<String>::new());
        let told = "SELECT string_agg(shop || '.' || number || ':' || coalesce(a.sfid, '-') || '/' || coalesce(b.sfid, '-'), ' ' ORDER BY shop, number) \
                    FROM public.\"Order's\" o LEFT JOIN salesforce.account a ON a.id = o.of LEFT JOIN salesforce.account b ON b.id = o.twice";
        assert_eq!(rig.one(told), "1.1:001/002 1.2:002/- 2.1:-/001 2.2:-/-");
        // Those without a parent stay listed when the run is over, and nothing else.
        rig.run("CREATE TABLE heroku_connect_maintenance.lock (one int)");
        rig.ask("lock_release", &json!({}));
        let listed = "SELECT string_agg(sfid, ',' ORDER BY sfid) FROM heroku_connect_maintenance.children";
        assert_eq!(rig.one(listed), "003,003");
        // Twice is once.
        rig.row("children_point", &of);
        assert_eq!(rig.one(told), "1.1:001/002 1.2:002/- 2.1:-/001 2.2:-/-");
    });
}

#[test]
fn the_old_tables_are_read_again_under_their_name_and_put_aside_once_more() {
    on_leader("aside-read-only", 17, |rig| {
        rig.run("INSERT INTO salesforce.account (sfid, name, _hc_lastop) VALUES ('001', 'one', 'SYNCED')");
        rig.run("DELETE FROM salesforce._trigger_log");
        rig.put_aside();
        for new_is_there in [false, true] {
            if new_is_there {
                rig.install();
            }
            rig.run(&open_by_hand(SCHEMA, ASIDE, "salesforce_new_r1"));
            assert_eq!(rig.one("SELECT name FROM salesforce.account"), "one");
            assert_eq!(rig.refused("UPDATE salesforce.account SET name = 'x'"), "25006");
            rig.run(&close_by_hand(SCHEMA, ASIDE, "salesforce_new_r1"));
            assert_eq!(rig.one("SELECT to_regnamespace('salesforce') IS NOT NULL"), new_is_there.to_string());
            assert_eq!(rig.triggers_on(ASIDE), "0");
        }
        assert_eq!(rig.one("SELECT count(*) FROM salesforce.account"), "0", "the new one");
    });
}
