//! What the catalogs show before anything is bought, on real servers: each object is named, `pg_upgrade` does refuse it, and
//! a database without one is clean.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use connect_core::diagnostic::{Diagnostic, Severity};
use connect_core::effect::{Effect, Observation};
use connect_core::query::{named, Place};
use connect_core::request::{Major, Request, Wanted};
use connect_core::snapshot::{Inventory, Snapshot};
use connect_core::{prechecks, procedures};
use connect_differential::{folder, programs, real, LEAD, ORG, SCHEMA};
use connect_hardware::{connect_schema, Access, Fleet, HardwareError, Mapping};
use connect_simulator::{Paper, Scenario, World};
use postgres::{Client, NoTls};

/// A fleet with one leader of a major that holds Connect's schema.
fn on_leader(name: &str, major: u32, body: impl FnOnce(&Fleet)) {
    let folder = folder(name).unwrap();
    let fleet = Fleet::open(&folder, &programs().unwrap()).unwrap();
    let lead = fleet.create(LEAD, major).unwrap();
    connect_schema::install(&lead.url(), SCHEMA, &[Mapping::new("Account", Access::ReadWrite)], ORG).unwrap();
    body(&fleet);
    drop(fleet);
    std::fs::remove_dir_all(folder).unwrap();
}

/// Made by the server's superuser, as an add-on's own objects are not.
fn fill(fleet: &Fleet, statements: &[&str]) {
    let reset = "RESET SESSION AUTHORIZATION";
    let all: Vec<String> = std::iter::once(&reset).chain(statements).map(|one| (*one).to_owned()).collect();
    fleet.fill(LEAD, &all).unwrap();
}

/// The inventory as the add-on's owner reads it.
fn read(fleet: &Fleet) -> Observation {
    let place = Place { app: LEAD.into(), config_var: "DATABASE_URL".into(), expect: None, bastion: None };
    let Some(Effect::Sql(effect)) = named(&place, "inventory", SCHEMA, None) else { panic!("no inventory") };
    real::perform(&fleet.endpoint(LEAD).unwrap().url(), &effect).unwrap()
}

fn inventory(fleet: &Fleet) -> Inventory {
    match read(fleet) {
        Observation::Sql { row } => serde_json::from_value(row).unwrap(),
        other => panic!("{other:?}"),
    }
}

/// The good snapshot with this inventory, and a request for a major.
fn given(inventory: Option<Inventory>, from: u64, to: u64) -> (Snapshot, Request) {
    let good = |file: &str| {
        let path = format!("{}/../fixtures/upgrade-db/good/{file}.json", env!("CARGO_MANIFEST_DIR"));
        std::fs::read_to_string(path).unwrap()
    };
    let mut snapshot: Snapshot = serde_json::from_str(&good("snapshot")).unwrap();
    let mut request: Request = serde_json::from_str(&good("request")).unwrap();
    snapshot.database.inventory = inventory;
    snapshot.database.major = Some(from);
    let Wanted::UpgradeDb(upgrade) = &mut request.procedure else { panic!("not an upgrade") };
    upgrade.version = Major(to);
    (snapshot, request)
}

/// What is found of the catalogs and is not as it should be.
fn odd(inventory: Inventory, from: u64, to: u64) -> Vec<Diagnostic> {
    let (snapshot, request) = given(Some(inventory), from, to);
    let plain = procedures::plan(&given(None, from, to).0, &request).prechecks;
    let told = procedures::plan(&snapshot, &request).prechecks;
    told.into_iter().filter(|one| one.severity > Severity::Pass && !plain.contains(one)).collect()
}

fn run(url: &str, statement: &str) {
    Client::connect(url, NoTls).unwrap().batch_execute(statement).expect(statement);
}

/// One object: how it is made, how it is removed, under which code it is told, and what is told of it.
struct Object {
    make: &'static str,
    drop: &'static str,
    code: &'static str,
    said: &'static str,
}

const fn object(make: &'static str, drop: &'static str, code: &'static str, said: &'static str) -> Object {
    Object { make, drop, code, said }
}

/// What `pg_upgrade` refuses from 15 to 17.
const REFUSED: [Object; 19] = [
    object("CREATE TABLE a (f regproc)", "DROP TABLE a", "version/reg-columns", "public.a.f"),
    object("CREATE TABLE a (f regconfig[])", "DROP TABLE a", "version/reg-columns", "public.a.f"),
    object(
        "CREATE DOMAIN d AS regdictionary; CREATE TYPE t AS (x d); CREATE TABLE a (f t)",
        "DROP TABLE a; DROP TYPE t; DROP DOMAIN d",
        "version/reg-columns",
        "public.a.f",
    ),
    object("CREATE TABLE a (f pg_stat_activity)", "DROP TABLE a", "version/system-row-columns", "public.a.f"),
    object("CREATE TABLE a (f aclitem[])", "DROP TABLE a", "version/aclitem-columns", "public.a.f"),
    object("CREATE EXTENSION adminpack", "DROP EXTENSION adminpack", "version/extension-gone", "adminpack"),
    object("CREATE EXTENSION old_snapshot", "DROP EXTENSION old_snapshot", "version/extension-gone", "old_snapshot"),
    object(
        "CREATE FUNCTION s() RETURNS SETOF pg_stat_user_tables LANGUAGE sql AS 'SELECT * FROM pg_stat_user_tables';
         CREATE VIEW v AS SELECT * FROM s()",
        "DROP VIEW v; DROP FUNCTION s()",
        "version/system-row-functions",
        "public.s, used by public.v",
    ),
    object(
        "CREATE VIEW v AS SELECT buffers_backend FROM pg_stat_bgwriter",
        "DROP VIEW v",
        "version/system-views",
        "public.v (buffers_backend)",
    ),
    object(
        "CREATE VIEW v AS SELECT daticulocale FROM pg_database",
        "DROP VIEW v",
        "version/system-views",
        "public.v (daticulocale)",
    ),
    object(
        "CREATE TABLE p (n int, twice int); CREATE TABLE c (twice int GENERATED ALWAYS AS (n * 2) STORED) INHERITS (p)",
        "DROP TABLE c; DROP TABLE p",
        "version/generated-children",
        "public.c.twice",
    ),
    object(
        "CREATE TABLE words (word text, label text);
         CREATE FUNCTION label(w text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT label FROM words WHERE word = w';
         CREATE TABLE a (word text); CREATE INDEX a_label ON a (label(word))",
        "DROP TABLE a; DROP FUNCTION label(text); DROP TABLE words",
        "version/unqualified-functions",
        "public.label, used by index public.a_label",
    ),
    object(
        "CREATE TABLE words (word text, label text);
         CREATE FUNCTION label(w text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT label FROM words WHERE word = w';
         CREATE TABLE a (word text, label text GENERATED ALWAYS AS (label(word)) STORED);
         CREATE TABLE p (word text) PARTITION BY LIST (label(word))",
        "DROP TABLE a; DROP TABLE p; DROP FUNCTION label(text); DROP TABLE words",
        "version/unqualified-functions",
        ": public.label, used by generated column public.a.label; public.label, used by partition key public.p",
    ),
    object(
        "CREATE TABLE a (n int); ALTER TABLE a ENABLE ROW LEVEL SECURITY;
         CREATE RULE r AS ON INSERT TO a DO ALSO SELECT buffers_backend FROM pg_stat_bgwriter;
         CREATE POLICY p ON a USING (EXISTS (SELECT FROM pg_database WHERE daticulocale IS NULL));
         CREATE AGGREGATE average(interval) (sfunc = interval_accum, stype = interval[], finalfunc = interval_avg,
                                             initcond = '{0 second,0 second}')",
        "DROP TABLE a; DROP AGGREGATE average(interval)",
        "version/system-views",
        ": policy p of public.a (daticulocale); public.average (interval_accum); rule r of public.a (buffers_backend)",
    ),
    object(
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql SET force_parallel_mode = on AS 'SELECT 1';
         ALTER ROLE CURRENT_USER SET force_parallel_mode = on",
        "ALTER ROLE CURRENT_USER RESET force_parallel_mode; DROP FUNCTION f()",
        "version/removed-settings",
        ": force_parallel_mode of function public.f; force_parallel_mode of role ",
    ),
    object(
        "CREATE TABLE p (n int) PARTITION BY LIST (n);
         CREATE TABLE c (n int NOT NULL GENERATED ALWAYS AS IDENTITY); ALTER TABLE p ATTACH PARTITION c FOR VALUES IN (1)",
        "DROP TABLE p",
        "version/identity-partitions",
        "public.c.n",
    ),
    object(
        "CREATE DOMAIN d AS int NOT NULL CONSTRAINT d_not_null CHECK (VALUE > 0)",
        "DROP DOMAIN d",
        "version/domain-constraints",
        "d_not_null of public.d",
    ),
    object(
        "CREATE FUNCTION loose(text, text, boolean) RETURNS bigint LANGUAGE c AS '$libdir/adminpack', 'pg_file_write'",
        "DROP FUNCTION loose(text, text, boolean)",
        "version/loose-functions",
        "public.loose ($libdir/adminpack)",
    ),
    object(
        "CREATE TABLE a (n int); BEGIN; INSERT INTO a VALUES (1); PREPARE TRANSACTION 'half-way'",
        "ROLLBACK PREPARED 'half-way'",
        "database/prepared-transactions",
        "'half-way' of postgres in ",
    ),
];

/// Every object alone: named before, refused by the real thing, and the way is free when it is gone.
fn refused_one_by_one(fleet: &Fleet, objects: &[Object], from: u64, to: u32) {
    for one in objects {
        fill(fleet, &[one.make]);
        let told = odd(inventory(fleet), from, u64::from(to));
        let [found] = told.as_slice() else { panic!("{}: {told:#?}", one.make) };
        assert_eq!((found.code.as_str(), found.severity), (one.code, Severity::Block), "{}", one.make);
        assert!(found.message.contains(one.said), "{}: {}", one.make, found.message);
        let upgraded = fleet.upgrade(LEAD, to);
        assert!(matches!(upgraded, Err(HardwareError::Tool { .. })), "{}: {upgraded:?}", one.make);
        let superuser = fleet.superuser_url(LEAD).unwrap();
        run_each(&superuser, one.drop);
    }
    assert_eq!(odd(inventory(fleet), from, u64::from(to)), []);
    fleet.upgrade(LEAD, to).unwrap();
}

/// `ROLLBACK PREPARED` stands in no transaction.
fn run_each(url: &str, statements: &str) {
    statements.split("; ").for_each(|statement| run(url, statement));
}

#[test]
fn what_17_refuses_is_named_before_anything_is_bought() {
    on_leader("refused-17", 15, |fleet| refused_one_by_one(fleet, &REFUSED, 15, 17));
}

#[test]
fn what_18_refuses_is_named_before_anything_is_bought() {
    let objects = [
        object(
            "CREATE TABLE p (n int NOT NULL); CREATE TABLE c () INHERITS (p); ALTER TABLE c ALTER n DROP NOT NULL",
            "DROP TABLE c; DROP TABLE p",
            "version/nullable-children",
            "public.c.n",
        ),
        object(
            "CREATE VIEW v AS SELECT wal_sync FROM pg_stat_wal",
            "DROP VIEW v",
            "version/system-views",
            "public.v (wal_sync)",
        ),
        object(
            "CREATE FUNCTION now_in() RETURNS text LANGUAGE sql BEGIN ATOMIC SELECT parent FROM pg_backend_memory_contexts; END",
            "DROP FUNCTION now_in()",
            "version/system-views",
            "public.now_in (parent)",
        ),
        object(
            "CREATE VIEW v AS SELECT t.abbrev FROM pg_timezone_abbrevs() t (abbrev, utc_offset, is_dst)",
            "DROP VIEW v",
            "version/system-views",
            "public.v (pg_timezone_abbrevs)",
        ),
    ];
    on_leader("refused-18", 17, |fleet| refused_one_by_one(fleet, &objects, 17, 18));
}

#[test]
fn schemas_and_what_is_in_them_are_counted() {
    on_leader("counted", 15, |fleet| {
        let before = inventory(fleet);
        // A table, its index, its sequence and a view are four objects; the system's own are none.
        let made = [
            "CREATE SCHEMA one",
            "CREATE TABLE one.t (n serial PRIMARY KEY)",
            "CREATE VIEW one.v AS SELECT n FROM one.t",
        ];
        fill(fleet, &made);
        let after = inventory(fleet);
        assert_eq!((after.schemas - before.schemas, after.objects - before.objects), (1, 4));
        assert!(odd(after, 15, 17).is_empty());
        let many = "DO $$ BEGIN FOR n IN 1..1000 LOOP EXECUTE 'CREATE SCHEMA many' || n; END LOOP; END $$";
        fill(fleet, &[many]);
        let told = odd(inventory(fleet), 15, 17);
        assert_eq!(
            told.iter().map(|one| one.code.as_str()).collect::<Vec<_>>(),
            ["upgrade/too-many-objects"]
        );
    });
}

#[test]
fn a_database_that_cannot_be_opened_is_named_and_refused() {
    on_leader("closed", 15, |fleet| {
        let superuser = fleet.superuser_url(LEAD).unwrap();
        run(&superuser, "CREATE DATABASE shut WITH ALLOW_CONNECTIONS false");
        let told = odd(inventory(fleet), 15, 17);
        assert_eq!(told.len(), 1, "{told:#?}");
        assert_eq!(
            (told[0].code.as_str(), told[0].message.contains("shut")),
            ("version/closed-databases", true)
        );
        assert!(fleet.upgrade(LEAD, 17).is_err());
    });
}

/// Nothing of Connect's own, of its extension or of the server's looks like an obstacle, on any version.
#[test]
fn a_clean_database_is_clean_on_every_version() {
    for (from, to) in [(15, 16), (16, 17), (17, 18), (18, 18)] {
        on_leader(&format!("clean-{from}"), u32::try_from(from).unwrap(), |fleet| {
            fill(
                fleet,
                &["CREATE EXTENSION pg_stat_statements; CREATE EXTENSION pg_trgm; CREATE EXTENSION unaccent",
                  // Near what is looked for, and none of it.
                  "CREATE TABLE p (n int GENERATED ALWAYS AS IDENTITY, m int) PARTITION BY LIST (m);
                   CREATE TABLE c PARTITION OF p FOR VALUES IN (1)",
                  "CREATE DOMAIN d AS int NOT NULL CONSTRAINT d_positive CHECK (VALUE > 0)",
                  "CREATE VIEW zones AS SELECT abbrev FROM pg_timezone_abbrevs",
                  "CREATE TABLE json_value (word text PRIMARY KEY, json json, uuidv7 uuid)",
                  "CREATE TABLE notes (word text REFERENCES json_value)",
                  "CREATE INDEX notes_words ON notes USING gin (to_tsvector('simple', word))",
                  "CREATE FUNCTION uuidv7(int) RETURNS int LANGUAGE sql AS 'SELECT $1 -- buffers_backend of pg_stat_bgwriter'"],
            );
            let mut seen = inventory(fleet);
            seen.extensions.retain(|one| one.name != "pg_stat_statements");
            assert_eq!(odd(seen, from, to), [], "Postgres {from}");
        });
    }
}

/// What newer versions do not take any more, and what their tools put right.
#[test]
fn what_is_restored_in_another_form_is_no_obstacle() {
    on_leader("put-right", 15, |fleet| {
        fill(
            fleet,
            &[
                "CREATE UNLOGGED TABLE p (n int) PARTITION BY LIST (n); CREATE TABLE c PARTITION OF p FOR VALUES IN (1)",
                "CREATE TABLE a (n int NOT NULL, CONSTRAINT a_n_not_null CHECK (n > 0))",
                "CREATE TABLE b (n int NOT NULL); CREATE UNIQUE INDEX b_n ON b (n) NULLS NOT DISTINCT",
                "ALTER TABLE b ADD PRIMARY KEY USING INDEX b_n",
                "CREATE VIEW whole AS SELECT a FROM pg_stat_activity a",
            ],
        );
        assert_eq!(odd(inventory(fleet), 15, 18), []);
        fleet.upgrade(LEAD, 18).unwrap();
    });
}

#[test]
fn an_index_on_a_function_that_names_a_table_without_its_schema_is_named_and_fails_on_17() {
    on_leader("unqualified", 15, |fleet| {
        let url = fleet.endpoint(LEAD).unwrap().url();
        run(
            &url,
            "CREATE EXTENSION citext; CREATE TABLE words (word text, label text);
             CREATE FUNCTION label(w text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS
               $$ BEGIN RETURN (SELECT label FROM words -- public.words
                                 WHERE word = w); END $$;
             CREATE FUNCTION twice(w text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS
               $$ BEGIN RETURN public.label(w) || public.label(w); END $$;
             CREATE FUNCTION cast_to(w text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS
               $$ BEGIN RETURN w::citext::text; END $$;
             CREATE FUNCTION good(w text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS
               $$ BEGIN RETURN lower(w) || (SELECT w2.label FROM public.words w2 WHERE w2.word = w); END $$;
             CREATE FUNCTION pathed(w text) RETURNS text LANGUAGE plpgsql IMMUTABLE SET search_path = public AS
               $$ BEGIN RETURN (SELECT label FROM words WHERE word = w); END $$;
             CREATE FUNCTION own_text(w text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS
               $$ DECLARE r text; BEGIN EXECUTE 'SELECT 1' INTO r; RETURN r; END $$;
             CREATE TABLE a (word text); INSERT INTO a VALUES ('x');
             CREATE INDEX a_twice ON a (twice(word)); CREATE INDEX a_cast ON a (cast_to(word));
             CREATE INDEX a_good ON a (good(word)); CREATE INDEX a_pathed ON a (pathed(word));
             CREATE INDEX a_own ON a (own_text(word)); CREATE MATERIALIZED VIEW m AS SELECT label(word) FROM a;
             CREATE STATISTICS s ON (label(word)) FROM a",
        );
        let told = odd(inventory(fleet), 15, 17);
        let of =
            |code: &str| told.iter().find(|one| one.code == code).map_or("", |one| &one.message).to_owned();
        let names = of("version/unqualified-functions");
        assert_eq!(
            names.split_once(": ").unwrap().1,
            "public.cast_to, used by index public.a_cast; public.label, used by index public.a_twice; \
             public.label, used by materialized view public.m; public.label, used by statistics public.s"
        );
        assert!(of("version/unread-functions").ends_with(": public.own_text, used by index public.a_own"));
        // 16 sets no search path for the functions of an index.
        let codes = |to| odd(inventory(fleet), 15, to).into_iter().map(|one| one.code).collect::<Vec<_>>();
        assert!(!codes(16).contains(&"version/unqualified-functions".to_owned()));

        fleet.upgrade(LEAD, 17).unwrap();
        let refused = Client::connect(&url, NoTls).unwrap().batch_execute("ANALYZE a").unwrap_err();
        assert_eq!(refused.code().unwrap().code(), "42P01", "{refused}");
        run(&url, "ALTER FUNCTION label(text) SET search_path = public; ALTER FUNCTION cast_to(text) SET search_path = public");
        run(&url, "ANALYZE a");
    });
}

#[test]
fn what_newer_versions_take_for_something_else_is_named_and_is_something_else_there() {
    on_leader("otherwise", 15, |fleet| {
        let url = fleet.endpoint(LEAD).unwrap().url();
        let text = |query: &str| -> Result<String, String> {
            let row = Client::connect(&url, NoTls).unwrap().query_one(query, &[]);
            row.map(|row| row.get(0)).map_err(|error| error.code().unwrap().code().to_owned())
        };
        run(
            &url,
            "CREATE FUNCTION uuidv7() RETURNS text LANGUAGE sql AS $$ SELECT 'ours' $$;
             CREATE FUNCTION json_value(a json, b text) RETURNS text LANGUAGE sql AS $$ SELECT 'ours' $$;
             CREATE TABLE audit (system_user text); INSERT INTO audit VALUES ('ours');
             CREATE FUNCTION written() RETURNS text LANGUAGE sql AS
               $$ SELECT buffers_backend::text FROM pg_stat_bgwriter $$;
             CREATE FUNCTION order_of_words() RETURNS text LANGUAGE plpgsql AS
               $$ BEGIN RETURN current_setting('lc_collate'); END $$",
        );
        let ours =
            ["SELECT uuidv7()::text", "SELECT json_value('{}', 'a')", "SELECT system_user::text FROM audit"];
        let used = ["SELECT written()", "SELECT order_of_words()"];
        for query in ours {
            assert_eq!(text(query).as_deref(), Ok("ours"));
        }
        for query in used {
            assert!(text(query).is_ok(), "{query}");
        }
        let told: Vec<(String, Severity, String)> = odd(inventory(fleet), 15, 18)
            .into_iter()
            .map(|one| (one.code, one.severity, one.message.split_once(": ").unwrap().1.to_owned()))
            .collect();
        let warned = |code: &str, names: &str| (code.to_owned(), Severity::Warn, names.to_owned());
        let (gone, names) = (
            "version/gone-when-called",
            "public.order_of_words (lc_collate); public.written (buffers_backend)",
        );
        let words = "where they stand without quotes or schema, they mean something else or nothing: public.audit.system_user; public.json_value";
        let same = "calls without a schema reach the server's own one then: public.uuidv7()";
        assert_eq!(
            told,
            [
                warned(gone, names),
                warned("version/new-keywords", words),
                warned("version/same-functions", same)
            ]
        );
        fleet.upgrade(LEAD, 18).unwrap();
        for query in ours {
            assert_ne!(text(query).as_deref(), Ok("ours"), "{query}");
        }
        assert_eq!(used.map(text), [Err("42703".to_owned()), Err("42704".to_owned())]);
    });
}

/// No server here is built with ICU, so the collation is only called nondeterministic.
#[test]
fn a_foreign_key_across_collations_that_18_refuses_is_named() {
    on_leader("collations", 15, |fleet| {
        fill(
            fleet,
            &[
                "CREATE COLLATION nocase (provider = libc, locale = 'C')",
                "UPDATE pg_collation SET collisdeterministic = false WHERE collname = 'nocase'",
                "CREATE TABLE people (name text COLLATE nocase PRIMARY KEY)",
                "CREATE TABLE same (name text COLLATE nocase REFERENCES people)",
                "CREATE TABLE other (name text REFERENCES people)",
            ],
        );
        let told = odd(inventory(fleet), 15, 18);
        let [found] = told.as_slice() else { panic!("{told:#?}") };
        assert_eq!((found.code.as_str(), found.severity), ("version/key-collations", Severity::Block));
        assert!(found.message.ends_with(": other_name_fkey of public.other"), "{}", found.message);
        assert_eq!(odd(inventory(fleet), 15, 17), []);
    });
}

#[test]
fn an_index_that_18_computes_otherwise_is_named() {
    on_leader("indexes", 17, |fleet| {
        let url = fleet.endpoint(LEAD).unwrap().url();
        run(
            &url,
            "CREATE TABLE notes (word text, plain text COLLATE pg_c_utf8);
             CREATE INDEX lowered ON notes (lower(word COLLATE pg_c_utf8));
             CREATE INDEX as_it_is ON notes (plain); CREATE INDEX other ON notes (lower(word))",
        );
        let told = odd(inventory(fleet), 17, 18);
        let [found] = told.as_slice() else { panic!("{told:#?}") };
        assert_eq!((found.code.as_str(), found.severity), ("version/changed-indexes", Severity::Warn));
        assert!(found.message.ends_with(": public.lowered"), "{}", found.message);
    });
}

#[test]
fn what_a_follower_does_not_carry_is_named_and_is_not_there() {
    on_leader("left-behind", 15, |fleet| {
        let url = fleet.endpoint(LEAD).unwrap().url();
        run(
            &url,
            "CREATE UNLOGGED TABLE basket (id serial, thing text); INSERT INTO basket (thing) VALUES ('a');
             CREATE TABLE orders (id serial PRIMARY KEY); ALTER SEQUENCE orders_id_seq SET UNLOGGED;
             INSERT INTO orders SELECT FROM generate_series(1, 3)",
        );
        fill(
            fleet,
            &[
                "SELECT pg_create_logical_replication_slot('warehouse', 'pgoutput')",
                "CREATE PUBLICATION changes FOR ALL TABLES",
                "CREATE SUBSCRIPTION prices CONNECTION 'host=nowhere' PUBLICATION p WITH (connect = false)",
                "CREATE EXTENSION postgres_fdw",
                "CREATE SERVER links FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'nowhere.example')",
                "SELECT lo_create(0)",
                "CREATE EXTENSION dblink",
                "CREATE VIEW prices AS SELECT * FROM dblink('host=nowhere.example password=x', 'SELECT 1') t (n int)",
            ],
        );
        let seen = inventory(fleet);
        assert!(!serde_json::to_string(&seen).unwrap().contains("nowhere"), "names only");
        let told: Vec<(String, String)> =
            odd(seen, 15, 17).into_iter().map(|one| (one.code, one.message)).collect();
        for (code, said) in [
            ("database/unlogged", ": public.basket; public.orders_id_seq"),
            ("database/slots", ": warehouse (pgoutput)"),
            ("database/publications", ": changes"),
            ("database/subscriptions", ": prices"),
            ("database/foreign-servers", ": links (postgres_fdw); public.prices (dblink)"),
            ("database/large-objects", "1 large objects are carried over; no row count covers them"),
        ] {
            assert!(told.iter().any(|one| one.0 == code && one.1.ends_with(said)), "{code}: {told:#?}");
        }
        fleet.replica(LEAD, "postgresql-new").unwrap();
        fleet.unfollow("postgresql-new").unwrap();
        let new = fleet.endpoint("postgresql-new").unwrap().url();
        let count = |table: &str| -> i64 {
            let mut client = Client::connect(&new, NoTls).unwrap();
            client.query_one(&format!("SELECT count(*) FROM {table}"), &[]).unwrap().get(0)
        };
        assert_eq!((count("basket"), count("pg_replication_slots")), (0, 0));
        let again = Client::connect(&new, NoTls).unwrap().batch_execute("INSERT INTO orders DEFAULT VALUES");
        assert_eq!(again.unwrap_err().code().unwrap().code(), "23505", "ids begin anew");
    });
}

/// What a scenario lets paper say of its database is what a real one says that holds the same.
#[test]
fn scenarios_hold_on_paper_what_they_hold_on_real_servers() {
    for name in ["unlogged-table", "logical-slot", "expression-index", "new-version-refuses"] {
        let path = format!("{}/../scenarios/{name}.json", env!("CARGO_MANIFEST_DIR"));
        let scenario: Scenario = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        let mut world = World::new(&scenario, "http://127.0.0.1:5599");
        let mut paper = Paper::new(&world);
        paper.work(&mut world, 0);
        let told = paper.answer(LEAD, "inventory", "", None, 0).unwrap();
        on_leader(name, 15, |fleet| {
            fleet.fill(LEAD, &scenario.databases[0].holds.statements).unwrap();
            let Observation::Sql { mut row } = read(fleet) else { panic!("{name} is not read") };
            // Paper does not count what it does not make.
            for count in ["schemas", "objects"] {
                row[count] = told[count].clone();
            }
            assert_eq!(row, told, "{name}");
        });
    }
}

#[test]
fn clients_are_named_by_role_and_application_without_addresses() {
    on_leader("clients", 15, |fleet| {
        let connect = |url: &str, name: &str| {
            let mut config: postgres::Config = url.parse().unwrap();
            config.application_name(name).connect(NoTls).unwrap()
        };
        let other = fleet.add_credential(LEAD, "reporting").unwrap();
        let _puma =
            connect(&fleet.endpoint(LEAD).unwrap().url(), "puma: worker 3 at 10.1.2.3 for ann@example.org");
        let told = |fleet: &Fleet| {
            let (snapshot, request) = given(Some(inventory(fleet)), 15, 17);
            let told = procedures::plan(&snapshot, &request).prechecks;
            told.into_iter().find(|one| one.code == "database/clients").unwrap()
        };
        assert_eq!(told(fleet).severity, Severity::Note, "it may be a dyno");
        let _report = connect(&other.url(), "Metabase");
        let told = told(fleet);
        assert_eq!(told.severity, Severity::Warn);
        assert_eq!(
            told.message,
            "connected now, and may connect again during the downtime: puma: worker # at #.#.#.# for …; Metabase as `reporting`"
        );
    });
}

#[test]
fn a_role_that_may_not_see_everything_is_told_so_instead_of_nothing() {
    on_leader("hidden", 15, |fleet| {
        fill(fleet, &["REVOKE SELECT ON pg_catalog.pg_replication_slots FROM PUBLIC"]);
        assert!(matches!(read(fleet), Observation::SqlFailed { code } if code == "42501"));
    });
}

#[test]
fn only_settings_that_apply_to_a_writer_of_connects_tables_count() {
    on_leader("settings", 15, |fleet| {
        let place =
            Place { app: LEAD.into(), config_var: "DATABASE_URL".into(), expect: None, bastion: None };
        let url = fleet.endpoint(LEAD).unwrap().url();
        let schema = || {
            let Some(Effect::Sql(effect)) = named(&place, "connect_schema", SCHEMA, None) else { panic!() };
            match real::perform(&url, &effect).unwrap() {
                Observation::Sql { row } => row,
                other => panic!("{other:?}"),
            }
        };
        fleet.add_credential(LEAD, "writer").unwrap();
        fleet.add_credential(LEAD, "reader").unwrap();
        let owner = fleet.endpoint(LEAD).unwrap().user;
        let database = fleet.endpoint(LEAD).unwrap().database;
        run(&url, "GRANT USAGE ON SCHEMA salesforce TO writer; GRANT INSERT ON salesforce.account TO writer");
        fill(
            fleet,
            &[
                "CREATE DATABASE elsewhere",
                "ALTER DATABASE elsewhere SET search_path = x",
                "ALTER ROLE reader SET search_path = x",
                "ALTER ROLE postgres SET search_path = x",
                "ALTER ROLE writer IN DATABASE elsewhere SET search_path = x",
            ],
        );
        assert_eq!(schema()["overrides"], serde_json::json!([]));
        fill(
            fleet,
            &[
                "ALTER ROLE writer SET search_path = x",
                &format!("ALTER ROLE \"{owner}\" IN DATABASE {database} SET xmlbinary = hex"),
                &format!("ALTER DATABASE {database} SET search_path = x"),
            ],
        );
        let told = schema()["overrides"].to_string();
        assert!(
            told.contains("search_path of the database") && told.contains("search_path of role writer"),
            "{told}"
        );
        assert!(told.contains(&format!("xmlbinary of role {owner}")), "{told}");

        // A trigger that fires always captures too.
        run(&url, "ALTER TABLE salesforce.account ENABLE ALWAYS TRIGGER hc_account_logtrigger");
        assert_eq!(schema()["tables"][0]["disabled"], 0);
        run(&url, "ALTER TABLE salesforce.account ENABLE REPLICA TRIGGER hc_account_logtrigger");
        assert_eq!(schema()["tables"][0]["disabled"], 1);
    });
}

#[test]
fn an_extension_that_stays_at_an_older_version_is_told_with_the_command_that_updates_it() {
    let mut newest: Vec<std::collections::BTreeMap<String, String>> = Vec::new();
    for major in 15..=18 {
        on_leader(&format!("extensions-{major}"), major, |fleet| {
            let mut client = Client::connect(&fleet.endpoint(LEAD).unwrap().url(), NoTls).unwrap();
            let rows =
                client.query("SELECT name::text, default_version FROM pg_available_extensions", &[]).unwrap();
            newest.push(rows.into_iter().map(|row| (row.get(0), row.get(1))).collect());
        });
    }
    // What the product knows is what the servers themselves say.
    for (at, from) in (15..18).enumerate() {
        for (name, version) in &newest[at] {
            let extension = connect_core::snapshot::Extension {
                name: name.clone(),
                version: version.clone(),
                newest: Some(version.clone()),
            };
            let seen = Inventory {
                found: Vec::new(),
                extensions: vec![extension],
                clients: Vec::new(),
                large_objects: 0,
                schemas: 0,
                objects: 0,
            };
            let (snapshot, request) = given(Some(seen.clone()), from, from + 1);
            let told = !prechecks::extension_updates(&snapshot, &request).is_empty();
            let renewed = newest[at + 1].get(name).is_some_and(|newer| newer != version);
            assert_eq!(told, renewed, "{name} {version} from {from} to {}", from + 1);
            let gone = odd(seen, from, from + 1).iter().any(|one| one.code == "version/extension-gone");
            assert_eq!(gone, !newest[at + 1].contains_key(name), "{name} from {from} to {}", from + 1);
        }
    }
    on_leader("ltree", 15, |fleet| {
        let url = fleet.endpoint(LEAD).unwrap().url();
        run(&url, "CREATE EXTENSION ltree");
        let (snapshot, request) = given(Some(inventory(fleet)), 15, 17);
        let next = prechecks::extension_updates(&snapshot, &request);
        let statement =
            next[0].command.split_once("--command '").unwrap().1.trim_end_matches('\'').to_owned();
        fleet.upgrade(LEAD, 17).unwrap();
        let behind = || -> bool {
            let behind = "SELECT installed_version <> default_version FROM pg_available_extensions WHERE name = 'ltree'";
            Client::connect(&url, NoTls).unwrap().query_one(behind, &[]).unwrap().get(0)
        };
        assert!(behind());
        // `pg_upgrade` leaves it to the server's superuser, and who may update it is the service's to say.
        run(&fleet.superuser_url(LEAD).unwrap(), &statement);
        assert!(!behind());
    });
}
