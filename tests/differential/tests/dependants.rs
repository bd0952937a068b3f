//! What people hang on a column, on real servers: all of it is found and kept, what Postgres would refuse comes off, and after the column
//! was altered, or dropped and made again, each is as it was.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use connect_core::effect::{Effect, Observation};
use connect_core::query::{named, Place};
use connect_differential::{folder, programs, real, LEAD, ORG, SCHEMA};
use connect_hardware::{connect_schema, Access, Fleet, Mapping};
use postgres::{Client, NoTls};
use serde_json::{json, Value};

/// A fleet with one leader of a major that holds Connect's schema, and our own with the lock.
fn on_leader(name: &str, major: u32, body: impl FnOnce(&Fleet, &str)) {
    let folder = folder(name).unwrap();
    let fleet = Fleet::open(&folder, &programs().unwrap()).unwrap();
    let lead = fleet.create(LEAD, major).unwrap();
    connect_schema::install(&lead.url(), SCHEMA, &[Mapping::new("Account", Access::ReadWrite)], ORG).unwrap();
    let url = fleet.endpoint(LEAD).unwrap().url();
    run(&url, "CREATE SCHEMA heroku_connect_maintenance");
    body(&fleet, &url);
    drop(fleet);
    std::fs::remove_dir_all(folder).unwrap();
}

fn run(url: &str, statement: &str) {
    Client::connect(url, NoTls).unwrap().batch_execute(statement).expect(statement);
}

fn one(url: &str, query: &str) -> String {
    Client::connect(url, NoTls).unwrap().query_one(query, &[]).expect(query).get(0)
}

fn ask(url: &str, query: &str, columns: &[&str]) -> Observation {
    let place = Place { app: LEAD.into(), config_var: "DATABASE_URL".into(), expect: None, bastion: None };
    let parameter = json!({"table": "account", "columns": columns}).to_string();
    let parameter = Some(parameter.as_str()).filter(|_| query != "lock_release");
    let Some(Effect::Sql(effect)) = named(&place, query, SCHEMA, parameter) else { panic!("{query}") };
    real::perform(url, &effect).unwrap()
}

fn row(url: &str, query: &str, columns: &[&str]) -> Value {
    match ask(url, query, columns) {
        Observation::Sql { row } => row,
        other => panic!("{query}: {other:?}"),
    }
}

/// `kind name` of all that is found, those that refuse marked.
fn found(url: &str, columns: &[&str]) -> Vec<String> {
    let row = row(url, "dependants", columns);
    let text = |one: &Value, key: &str| one[key].as_str().unwrap().to_owned();
    let shown = |one: &Value| {
        let mark = if one["refuses"] == json!(true) { "! " } else { "" };
        format!("{mark}{} {}", text(one, "kind"), text(one, "name"))
    };
    row["found"].as_array().unwrap().iter().map(shown).collect()
}

/// Of all that is kept: how many, and what is not there as it was.
fn kept(url: &str, columns: &[&str]) -> (usize, Vec<String>) {
    let row = row(url, "dependants_kept", columns);
    let all = row["kept"].as_array().unwrap();
    let bad = all.iter().filter(|one| one["same"] != json!(true));
    (all.len(), bad.map(|one| format!("{} {} {}", one["kind"], one["name"], one["state"])).collect())
}

/// Everything of which a person may make one.
const HUNG: &str = "
    CREATE ROLE reader;
    CREATE SCHEMA \"Report's\";
    CREATE VIEW \"Report's\".\"Names %\" WITH (security_barrier = true) AS SELECT id, name FROM salesforce.account;
    COMMENT ON VIEW \"Report's\".\"Names %\" IS 'it''s \"one\"';
    COMMENT ON COLUMN \"Report's\".\"Names %\".name IS 'of the view';
    ALTER VIEW \"Report's\".\"Names %\" ALTER COLUMN name SET DEFAULT 'nobody';
    GRANT SELECT ON \"Report's\".\"Names %\" TO reader WITH GRANT OPTION;
    GRANT UPDATE (name) ON \"Report's\".\"Names %\" TO PUBLIC;
    CREATE VIEW public.upper_names AS SELECT upper(name) AS n FROM \"Report's\".\"Names %\";
    CREATE MATERIALIZED VIEW public.counted AS SELECT n, count(*) AS c FROM public.upper_names GROUP BY n;
    CREATE UNIQUE INDEX counted_n ON public.counted (n);
    CREATE FUNCTION public.told() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
    CREATE TRIGGER told_view INSTEAD OF UPDATE ON \"Report's\".\"Names %\" FOR EACH ROW EXECUTE FUNCTION public.told();
    CREATE TRIGGER told AFTER UPDATE OF name ON salesforce.account FOR EACH ROW WHEN (NEW.name IS NOT NULL) EXECUTE FUNCTION public.told();
    ALTER TABLE salesforce.account DISABLE TRIGGER told;
    CREATE FUNCTION public.longest() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT max(char_length(name)) FROM salesforce.account; END;
    CREATE POLICY named ON salesforce.account AS RESTRICTIVE FOR SELECT TO reader, PUBLIC USING (name <> 'secret');
    CREATE RULE silent AS ON UPDATE TO salesforce.account WHERE OLD.name = 'fixed' DO INSTEAD NOTHING;
    ALTER TABLE salesforce.account ADD COLUMN initial text GENERATED ALWAYS AS (left(name, 1)) STORED;
    COMMENT ON COLUMN salesforce.account.initial IS 'made of the name';
    CREATE INDEX by_initial ON salesforce.account (initial);
    CREATE INDEX by_name ON salesforce.account (name, external_id__c) WHERE name IS NOT NULL;
    ALTER TABLE salesforce.account ADD CONSTRAINT named_short CHECK (name <> '');
    ALTER TABLE salesforce.account ADD CONSTRAINT one_name UNIQUE (name);
    CREATE TABLE public.child (of_name text REFERENCES salesforce.account (name) ON DELETE CASCADE);
    CREATE STATISTICS public.name_stats ON name, writer FROM salesforce.account;
    GRANT SELECT (name), UPDATE (name) ON salesforce.account TO reader;
    COMMENT ON COLUMN salesforce.account.name IS 'the name';
    ALTER TABLE salesforce.account ALTER COLUMN name SET DEFAULT 'none yet'";

const REFUSING: [&str; 10] = [
    "! generated column salesforce.account.initial",
    "! foreign key child_of_name_fkey of public.child",
    "! policy named of salesforce.account",
    "! trigger told of salesforce.account",
    "! rule silent of salesforce.account",
    "! function public.longest()",
    "! view \"Report's\".\"Names %\"",
    "! view public.upper_names",
    "! materialized view public.counted",
    "index salesforce.by_name",
];

fn all_of_it(major: u32) {
    on_leader(&format!("dependants-{major}"), major, |fleet, url| {
        let reset = ["RESET SESSION AUTHORIZATION".to_owned(), HUNG.split(';').next().unwrap().to_owned()];
        fleet.fill(LEAD, &reset).unwrap();
        let rest: String = HUNG.split_once(';').unwrap().1.to_owned();
        run(url, &rest);
        run(url, "INSERT INTO salesforce.account (name) VALUES ('first'), ('second')");
        let columns = ["name"];
        let all = found(url, &columns);
        for wanted in REFUSING {
            assert!(all.iter().any(|one| one == wanted), "{wanted} is not among {all:#?}");
        }
        assert_eq!(kept_error(url, &columns), "42P01", "nothing is kept yet");
        row(url, "dependants_keep", &columns);
        assert_eq!(kept(url, &columns), (all.len(), Vec::new()));

        // Beside them Postgres refuses what Connect is about to do.
        let mut session = Client::connect(url, NoTls).unwrap();
        let widen = "ALTER TABLE salesforce.account ALTER COLUMN name TYPE varchar(300)";
        assert!(session.batch_execute(widen).is_err());
        row(url, "dependants_drop", &columns);
        assert!(found(url, &columns).iter().all(|one| !one.starts_with('!')), "{:?}", found(url, &columns));
        session.batch_execute(widen).unwrap();
        row(url, "dependants_restore", &columns);
        assert_eq!(kept(url, &columns), (all.len(), Vec::new()));
        assert_eq!(found(url, &columns), all);
        assert_eq!(one(url, "SELECT n FROM public.counted ORDER BY n LIMIT 1"), "FIRST");

        // What goes with the column comes back with it.
        row(url, "dependants_drop", &columns);
        session.batch_execute("ALTER TABLE salesforce.account DROP COLUMN name").unwrap();
        session.batch_execute("ALTER TABLE salesforce.account ADD COLUMN name varchar(40)").unwrap();
        row(url, "dependants_restore", &columns);
        assert_eq!(kept(url, &columns), (all.len(), Vec::new()));
        // Nothing is made twice.
        row(url, "dependants_restore", &columns);
        assert_eq!(found(url, &columns), all);
    });
}

fn kept_error(url: &str, columns: &[&str]) -> String {
    match ask(url, "dependants_kept", columns) {
        Observation::SqlFailed { code } => code,
        other => panic!("{other:?}"),
    }
}

#[test]
fn all_that_hangs_on_a_column_comes_off_and_back_on_15() {
    all_of_it(15);
}

#[test]
fn all_that_hangs_on_a_column_comes_off_and_back_on_18() {
    all_of_it(18);
}

#[test]
fn what_cannot_be_made_again_is_left_and_named_and_the_others_are_made() {
    on_leader("dependants-left", 17, |_, url| {
        run(url, "CREATE VIEW public.a AS SELECT name FROM salesforce.account");
        run(url, "CREATE VIEW public.b AS SELECT writer FROM salesforce.account");
        let columns = ["name", "writer"];
        row(url, "dependants_drop", &columns);
        run(url, "ALTER TABLE salesforce.account DROP COLUMN name");
        row(url, "dependants_restore", &columns);
        let (all, bad) = kept(url, &columns);
        assert_eq!(all, 2);
        assert_eq!(bad.len(), 1, "{bad:?}");
        assert_eq!(bad[0], "\"view\" \"public.a\" \"42703\"");
        assert_eq!(one(url, "SELECT count(*)::text FROM public.b"), "0");

        // The run is over, and the definition stays: nobody else has it.
        run(url, "CREATE TABLE heroku_connect_maintenance.lock (one int)");
        let release = || assert!(matches!(ask(url, "lock_release", &columns), Observation::Sql { .. }));
        release();
        let names = "SELECT string_agg(name, ',') FROM heroku_connect_maintenance.kept";
        assert_eq!(one(url, names), "public.a");
        assert_eq!(one(url, "SELECT (to_regclass('heroku_connect_maintenance.lock') IS NULL)::text"), "true");
        // Once nothing is left, all of it goes.
        run(url, "CREATE TABLE heroku_connect_maintenance.lock (one int)");
        run(url, "ALTER TABLE salesforce.account ADD COLUMN name varchar(20)");
        run(url, "CREATE VIEW public.a AS SELECT name FROM salesforce.account");
        row(url, "dependants_restore", &columns);
        assert_eq!(kept(url, &columns), (1, Vec::new()));
        release();
        assert_eq!(one(url, "SELECT (to_regnamespace('heroku_connect_maintenance') IS NULL)::text"), "true");
    });
}

#[test]
fn all_of_it_is_dropped_or_nothing() {
    on_leader("dependants-whole", 17, |fleet, url| {
        run(url, "CREATE VIEW public.a AS SELECT name FROM salesforce.account");
        // Somebody else's view: its owner alone may drop it.
        let reset = "RESET SESSION AUTHORIZATION".to_owned();
        let own = "CREATE SCHEMA theirs".to_owned();
        let other = "CREATE VIEW theirs.z AS SELECT name FROM salesforce.account".to_owned();
        fleet.fill(LEAD, &[reset, own, other]).unwrap();
        let before = found(url, &["name"]);
        assert_eq!(before, ["! view public.a", "! view theirs.z"]);
        assert!(
            matches!(ask(url, "dependants_drop", &["name"]), Observation::SqlFailed { code } if code == "42501")
        );
        assert_eq!(found(url, &["name"]), before);
    });
}

#[test]
fn two_tables_of_one_name_are_kept_apart() {
    on_leader("dependants-two", 17, |_, url| {
        run(url, "CREATE SCHEMA other; CREATE TABLE other.account (id serial, name text, sfid text)");
        run(url, "CREATE VIEW public.a AS SELECT name FROM salesforce.account");
        run(url, "CREATE VIEW public.b AS SELECT name FROM other.account");
        let of = |schema: &str, query: &str| {
            let place = Place { app: LEAD.into(), config_var: "X".into(), expect: None, bastion: None };
            let parameter = json!({"table": "account", "columns": ["name"]}).to_string();
            let Some(Effect::Sql(effect)) = named(&place, query, schema, Some(&parameter)) else { panic!() };
            match real::perform(url, &effect).unwrap() {
                Observation::Sql { row } => row,
                other => panic!("{other:?}"),
            }
        };
        for schema in [SCHEMA, "other"] {
            of(schema, "dependants_drop");
        }
        for (schema, view) in [(SCHEMA, "public.a"), ("other", "public.b")] {
            let kept = of(schema, "dependants_kept");
            assert_eq!(kept["kept"].as_array().unwrap().len(), 1, "{kept}");
            assert_eq!(kept["kept"][0]["name"], json!(view));
            of(schema, "dependants_restore");
            assert_eq!(of(schema, "dependants_kept")["kept"][0]["same"], json!(true), "{view}");
        }
    });
}

#[test]
fn columns_are_told_with_their_values_and_what_waits_to_be_sent() {
    on_leader("columns", 16, |_, url| {
        run(url, "INSERT INTO salesforce.account (sfid, name) VALUES ('001', 'four'), (NULL, 'eleven more')");
        run(url, "UPDATE salesforce.account SET name = 'twenty characters ..' WHERE sfid = '001'");
        run(url, "UPDATE salesforce.account SET name = 'four' WHERE sfid = '001'");
        // Of a row that waits to be sent the value is not lost; of this one nobody will hear.
        run(url, "DELETE FROM salesforce._trigger_log WHERE action = 'INSERT' AND record_id = 2");
        let told = row(url, "columns", &["name", "version__c", "nothing"]);
        assert_eq!(told["rows"], json!("2"));
        assert_eq!(
            told["columns"],
            json!([
                {"name": "name", "type": "character varying(255)", "values": "2", "local": "1", "longest": "11",
                 "queued": "3", "queuedLongest": "20"},
                {"name": "version__c", "type": "double precision", "values": "0", "local": "0", "longest": null,
                 "queued": "1", "queuedLongest": "0"},
            ])
        );
        let all = row(url, "columns", &[]);
        assert!(all["columns"].as_array().unwrap().len() > 5, "{all}");
    });
}
