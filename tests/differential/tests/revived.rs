//! A database that really went back in time: what came back into its log, put out of Connect's reach and let back, on real servers.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use connect_core::effect::{Effect, Observation};
use connect_core::query::{named, Place};
use connect_differential::{folder, programs, real, LEAD, ORG, SCHEMA};
use connect_hardware::{connect_schema, Access, Fleet, Mapping};
use postgres::{Client, NoTls};
use serde_json::{json, Value};

const BACK: &str = "postgresql-past-10009";
const NOW: &str = "floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint";
/// So long nothing happens before and after the moment: whole milliseconds are told.
const PAUSE: &str = "SELECT pg_sleep(0.01)";

struct Rig {
    fleet: Fleet,
    old: String,
    new: String,
    at: u64,
}

/// Eight accounts are captured; then the moment; then Connect has sent some of them, and more is captured.
fn rolled_back(name: &str, major: u32, body: impl FnOnce(&Rig)) {
    let folder = folder(name).unwrap();
    let fleet = Fleet::open(&folder, &programs().unwrap()).unwrap();
    fleet.create(LEAD, major).unwrap();
    let old = fleet.endpoint(LEAD).unwrap().url();
    let mappings = [Mapping::new("Account", Access::ReadWrite), Mapping::new("Contact", Access::ReadOnly)];
    connect_schema::install(&old, SCHEMA, &mappings, ORG).unwrap();
    run(&old, "INSERT INTO salesforce.account (name) SELECT 'a' || n FROM generate_series(1, 8) n");
    run(&old, "UPDATE salesforce.account SET name = 'changed' WHERE id IN (5, 6)");
    run(&old, PAUSE);
    let at = one(&old, NOW).parse().unwrap();
    run(&old, PAUSE);
    for statement in SINCE {
        run(&old, statement);
    }
    fleet.roll_back(LEAD, BACK, at).unwrap();
    let new = fleet.endpoint(BACK).unwrap().url();
    run(&new, "CREATE SCHEMA heroku_connect_maintenance");
    let rig = Rig { fleet, old, new, at };
    body(&rig);
    drop(rig);
    std::fs::remove_dir_all(folder).unwrap();
}

/// 1 was sent, 2 is in flight, 3 was refused, 4 waits, the change of 5 waits and its column was changed and sent once more, that of 6 waits
/// and another column of 6 was, whose value reads like a column of the log.
const SINCE: [&str; 5] = [
    "UPDATE salesforce._trigger_log SET state = 'SUCCESS', processed_at = now() WHERE id = 1",
    "UPDATE salesforce._trigger_log SET state = 'PENDING' WHERE id = 2",
    "WITH gone AS (DELETE FROM salesforce._trigger_log WHERE id = 3 RETURNING *) \
     INSERT INTO salesforce._trigger_log_archive SELECT * FROM gone",
    "UPDATE salesforce._trigger_log_archive SET state = 'FAILED' WHERE id = 3",
    "UPDATE salesforce.account SET name = 'once more' WHERE id = 5; \
     UPDATE salesforce.account SET writer = E'one \\\\\"name\"=>\"x' WHERE id = 6; \
     UPDATE salesforce._trigger_log SET state = 'SUCCESS' WHERE id > 10; \
     INSERT INTO salesforce.account (name) VALUES ('never sent')",
];

fn run(url: &str, statement: &str) {
    Client::connect(url, NoTls).unwrap().batch_execute(statement).expect(statement);
}

fn one(url: &str, query: &str) -> String {
    let row = Client::connect(url, NoTls).unwrap().query_one(&format!("SELECT ({query})::text"), &[]);
    row.expect(query).get::<_, Option<String>>(0).unwrap_or_default()
}

fn ask(url: &str, query: &str, parameter: &Value) -> Observation {
    let place = Place { app: LEAD.into(), config_var: "DATABASE_URL".into(), expect: None, bastion: None };
    let bare = ["sequences", "queue", "kept_before", "itself"].contains(&query);
    let parameter = Some(parameter.to_string()).filter(|_| !bare);
    let Some(Effect::Sql(effect)) = named(&place, query, SCHEMA, parameter.as_deref()) else {
        panic!("{query}")
    };
    real::perform(url, &effect).unwrap()
}

fn row(url: &str, query: &str, parameter: &Value) -> Value {
    match ask(url, query, parameter) {
        Observation::Sql { row } => row,
        other => panic!("{query}: {other:?}"),
    }
}

fn states(url: &str) -> String {
    one(
        url,
        "SELECT string_agg(id || ' ' || state, ', ' ORDER BY id) FROM salesforce._trigger_log WHERE id <= 10",
    )
}

fn judged_and_marked(major: u32) {
    rolled_back(&format!("revived-{major}"), major, |rig| {
        let at = json!({ "at": rig.at });
        // One of the same number that was captured since, by an app that runs on it already.
        run(&rig.new, "INSERT INTO salesforce.account (name) VALUES ('new here')");
        let waiting = row(&rig.new, "waiting", &at);
        let all = waiting["waiting"].as_array().unwrap();
        assert_eq!((all.len(), &waiting["rows"]), (11, &json!(11)));
        let before = all.iter().filter(|one| one["before"] == true).count();
        assert_eq!(before, 10, "{all:?}");
        assert_eq!(all[8]["action"], "UPDATE", "{all:?}");
        let ids: Vec<&str> = all.iter().map(|one| one["id"].as_str().unwrap()).collect();
        let became = row(&rig.old, "became", &json!({ "ids": ids }));
        let became = became["rows"].as_array().unwrap();
        let told: Vec<(&str, &str, bool)> = became
            .iter()
            .map(|one| (one["id"].as_str().unwrap(), one["state"].as_str().unwrap(), one["later"] == true))
            .collect();
        assert_eq!(
            told[..4],
            [("1", "SUCCESS", false), ("2", "PENDING", false), ("3", "FAILED", false), ("4", "NEW", false)]
        );
        assert_eq!(told[8..10], [("9", "NEW", true), ("10", "NEW", false)]);
        for (waits, was) in all.iter().zip(became) {
            let same = ["id", "txid", "at", "table"].iter().all(|key| waits[key] == was[key]);
            assert_eq!(same, waits["before"] == true, "{waits} {was}");
        }
        let gap = row(&rig.old, "gap", &at);
        assert_eq!(gap, json!({"sent": "2", "refused": "0", "unsent": "1"}));
        let (here, there) = (row(&rig.new, "reach", &at), row(&rig.old, "reach", &at));
        assert_eq!(here["newest"], there["newest"]);
        assert_eq!((&here["after"], &there["after"]), (&json!("1"), &json!("3")));

        let marks = json!({"ids": ["1", "3", "9"]});
        let none = ask(&rig.new, "revived", &marks);
        assert!(matches!(&none, Observation::SqlFailed { code } if code == "42P01"), "{none:?}");
        let was = states(&rig.new);
        assert_eq!(row(&rig.new, "revived_mark", &marks), json!({"marked": "3"}));
        assert_eq!(row(&rig.new, "revived", &marks), json!({"waits": "0", "marked": "3"}));
        let marked = "1 IGNORED, 2 NEW, 3 IGNORED, 4 NEW, 5 NEW, 6 NEW, 7 NEW, 8 NEW, 9 IGNORED, 10 NEW";
        assert_eq!(states(&rig.new), marked);
        assert_eq!(row(&rig.new, "revived_mark", &marks), json!({"marked": "3"}), "the same twice is once");
        let kept = "SELECT string_agg(change->>'record_id', ' ' ORDER BY id) FROM heroku_connect_maintenance.revived";
        assert_eq!(one(&rig.new, kept), "1 3 5");
        // One that waits no more: all or none.
        run(&rig.new, "UPDATE salesforce._trigger_log SET state = 'SUCCESS' WHERE id = 4");
        let changed = ask(&rig.new, "revived_mark", &json!({"ids": ["2", "4"]}));
        assert!(matches!(&changed, Observation::SqlFailed { code } if code == "CM002"), "{changed:?}");
        assert_eq!(one(&rig.new, "SELECT state FROM salesforce._trigger_log WHERE id = 2"), "NEW");
        run(&rig.new, "UPDATE salesforce._trigger_log SET state = 'NEW' WHERE id = 4");
        // Somebody looked after one of them: that stays.
        run(&rig.new, "UPDATE salesforce._trigger_log SET state = 'SUCCESS' WHERE id = 9");
        row(&rig.new, "revived_unmark", &marks);
        assert_eq!(states(&rig.new), was.replace("9 NEW", "9 SUCCESS"));
        assert_eq!(row(&rig.new, "revived", &marks), json!({"waits": "2", "marked": "0"}));

        // Connect ran on it: what it had captured before and sent since is counted.
        assert_eq!(row(&rig.new, "sent_again", &at), json!({"inserts": "0", "updates": "0", "deletes": "0"}));
        run(
            &rig.new,
            "WITH gone AS (DELETE FROM salesforce._trigger_log WHERE id IN (1, 10) RETURNING *) \
             INSERT INTO salesforce._trigger_log_archive SELECT * FROM gone",
        );
        run(&rig.new, "UPDATE salesforce._trigger_log_archive SET state = 'SUCCESS', processed_at = now()");
        assert_eq!(row(&rig.new, "sent_again", &at), json!({"inserts": "1", "updates": "1", "deletes": "0"}));
        assert!(rig.fleet.addons().contains(&BACK.to_owned()));

        // The same by file, with what they hold.
        let sent = rows(&rig.new, "rows_sent", &at);
        assert_eq!(
            sent[0],
            "id,action,table_name,record_id,sfid_in_log,sfid_of_row,created_at,processed_at,values"
        );
        assert_eq!(keys(&sent, 4), ["1,INSERT,account,1", "10,UPDATE,account,6"]);
        assert!(sent[2].contains(r#""name""=>""changed""#), "{sent:?}");
        let was = rows(&rig.old, "rows_sent", &at);
        assert_eq!(keys(&was, 4), ["1,INSERT,account,1"]);
        let unsent = rows(&rig.old, "rows_unsent", &at);
        assert_eq!(keys(&unsent, 4), ["13,NEW,INSERT,account"]);
        assert!(unsent[1].contains("never sent"), "{unsent:?}");
        assert_eq!(keys(&rows(&rig.new, "rows_marked", &at), 4), Vec::<String>::new());
        row(&rig.new, "revived_mark", &json!({"ids": ["5"]}));
        let marked = rows(&rig.new, "rows_marked", &at);
        assert_eq!(keys(&marked, 4), ["5,NEW,INSERT,account"]);
        // Where nothing was ever marked there is no table, and no row.
        assert_eq!(rows(&rig.old, "rows_marked", &at).len(), 1);
    });
}

/// What a query writes into a file, line by line.
fn rows(url: &str, query: &str, parameter: &Value) -> Vec<String> {
    let place = Place { app: LEAD.into(), config_var: "DATABASE_URL".into(), expect: None, bastion: None };
    let Some(Effect::Sql(effect)) = named(&place, query, SCHEMA, Some(&parameter.to_string())) else {
        panic!("{query}")
    };
    let mut client = Client::connect(url, NoTls).unwrap();
    real::rows_of(&mut client, &effect).unwrap().lines().map(str::to_owned).collect()
}

/// The first columns of each row.
fn keys(rows: &[String], columns: usize) -> Vec<String> {
    rows.iter().skip(1).map(|row| row.split(',').take(columns).collect::<Vec<_>>().join(",")).collect()
}

#[test]
fn each_change_is_known_by_what_it_was_on_15() {
    judged_and_marked(15);
}

#[test]
fn each_change_is_known_by_what_it_was_on_18() {
    judged_and_marked(18);
}

#[test]
fn sequences_go_on_past_those_of_the_other_database_and_never_back() {
    rolled_back("revived-sequences", 17, |rig| {
        let log =
            |url: &str| row(url, "sequences", &json!({}))["next"]["salesforce._trigger_log_id_seq"].clone();
        // A server that went back may be some values ahead: its log has them in advance.
        run(&rig.old, "INSERT INTO salesforce.account (name) SELECT 'more' FROM generate_series(1, 100)");
        let (old, new) = (log(&rig.old), log(&rig.new));
        let number = |value: &Value| value.as_str().unwrap().parse::<u64>().unwrap();
        assert!(number(&old) > number(&new));
        let reached =
            json!({"reached": {"salesforce._trigger_log_id_seq": old, "salesforce.gone_id_seq": "7"}});
        row(&rig.new, "sequences_raise", &reached);
        let raised = number(&log(&rig.new));
        assert!(raised > number(&old) + 900, "{raised}");
        row(&rig.new, "sequences_raise", &reached);
        assert_eq!(number(&log(&rig.new)), raised);
        run(&rig.new, "SELECT setval('salesforce._trigger_log_id_seq', 2147483600)");
        let far = json!({"reached": {"salesforce._trigger_log_id_seq": "2147483640"}});
        row(&rig.new, "sequences_raise", &far);
        assert_eq!(one(&rig.new, "SELECT last_value FROM salesforce._trigger_log_id_seq"), "2147483647");
    });
}

#[test]
fn a_load_is_known_by_its_traces_however_the_table_was_cleared() {
    rolled_back("revived-loads", 17, |rig| {
        let table = json!({"table": "account"});
        let seen = || row(&rig.new, "loaded", &table);
        run(&rig.new, "UPDATE salesforce.account SET sfid = '00' || id WHERE id > 2; DELETE FROM salesforce._trigger_log");
        let before = seen();
        assert_eq!(
            (&before["rows"], &before["alone"], &before["waits"]),
            (&json!("8"), &json!("2"), &json!("0"))
        );
        run(&rig.new, "TRUNCATE salesforce.account");
        let cleared = seen();
        assert_ne!(cleared["file"], before["file"]);
        assert!(cleared["first"].is_null() && cleared["rows"] == "0", "{cleared}");
        run(&rig.new, "SET xmlbinary = hex; INSERT INTO salesforce.account (sfid) SELECT 'x' || n FROM generate_series(1, 4) n");
        let loaded = seen();
        assert_eq!(
            (&loaded["rows"], &loaded["waits"], &loaded["deletes"]),
            (&json!("4"), &json!("0"), &json!("0")),
            "{loaded}"
        );
        // By DELETE the file stays and the ids go on; and where the triggers see it, it is captured.
        run(&rig.new, "DELETE FROM salesforce.account; INSERT INTO salesforce.account (sfid) VALUES ('y')");
        let again = seen();
        assert_eq!(again["file"], loaded["file"]);
        let number = |value: &Value| value.as_str().unwrap().parse::<u64>().unwrap();
        assert!(number(&again["first"]) > number(&loaded["last"]));
        assert_eq!(again["deletes"], "4", "{again}");
        assert_eq!(row(&rig.new, "loaded", &json!({"table": "nowhere"})), Value::Null);
    });
}

#[test]
fn only_foreign_keys_come_off_and_are_made_again() {
    rolled_back("revived-keys", 16, |rig| {
        run(
            &rig.new,
            "CREATE TABLE public.note (id int PRIMARY KEY, account int REFERENCES salesforce.account (id) ON DELETE CASCADE); \
             CREATE VIEW public.seen AS SELECT id, name FROM salesforce.account; \
             INSERT INTO public.note VALUES (1, 4)",
        );
        let of = json!({"table": "account", "columns": ["id", "sfid", "name"], "keys": true});
        let found = row(&rig.new, "dependants", &of);
        let found = found["found"].as_array().unwrap();
        assert_eq!((found.len(), &found[0]["kind"]), (1, &json!("foreign key")), "{found:?}");
        ask(&rig.new, "dependants_keep", &of);
        assert_eq!(row(&rig.new, "dependants_drop", &of), json!({"dropped": 1}));
        run(&rig.new, "TRUNCATE salesforce.account");
        assert_eq!(one(&rig.new, "SELECT count(*) FROM public.note"), "1", "its row is there");
        run(&rig.new, "INSERT INTO salesforce.account (id, sfid) VALUES (4, 'back')");
        assert_eq!(row(&rig.new, "dependants_restore", &of), json!({"made": 1}));
        assert_eq!(row(&rig.new, "dependants", &of)["found"].as_array().unwrap().len(), 1);
    });
}

#[test]
fn a_row_whose_parent_is_new_is_kept_by_the_id_that_it_gets_and_one_of_another_organization_by_its_own_key() {
    rolled_back("revived-late", 17, |rig| {
        run(
            &rig.new,
            "UPDATE salesforce.account SET sfid = 's' || id, external_id__c = 'e' || id WHERE id <> 4; \
             UPDATE salesforce.account SET sfid = null, external_id__c = 'e4' WHERE id = 4; \
             CREATE TABLE public.may (n int PRIMARY KEY, of int REFERENCES salesforce.account (id)); \
             INSERT INTO public.may VALUES (1, 4), (2, 5)",
        );
        let of = json!({"table": "account", "unique": "external_id__c", "columns": ["id", "sfid", "name"], "keys": true});
        row(&rig.new, "children_keep", &of);
        let told = |wrong: &str, stale: &str| {
            let seen = row(&rig.new, "children", &of);
            assert_eq!((&seen["wrong"], &seen["unkept"]), (&json!(wrong), &json!("0")), "{seen}");
            assert_eq!(seen["stale"], stale, "{seen}");
        };
        told("1", "0");
        ask(&rig.new, "dependants_keep", &of);
        ask(&rig.new, "dependants_drop", &of);
        // Connect has sent it; no constraint says any more what points where.
        run(&rig.new, "UPDATE salesforce.account SET sfid = 's4' WHERE id = 4");
        told("1", "1");
        assert_eq!(row(&rig.new, "children_keep", &of), json!({"kept": "0"}));
        told("0", "0");
        // Another organization has records of its own; that of 4 is known by its own key, that of 5 by its Salesforce id.
        run(
            &rig.new,
            "TRUNCATE salesforce.account; INSERT INTO salesforce.account (id, sfid, external_id__c) VALUES (50, 't4', 'e4'), (51, 's5', 'f5')",
        );
        ask(&rig.new, "children_point", &of);
        let points =
            "SELECT string_agg(n || ' ' || coalesce(of::text, '-'), ', ' ORDER BY n) FROM public.may";
        assert_eq!(one(&rig.new, points), "1 50, 2 51");
        // A constraint that somebody makes meanwhile is seen before the table is cleared.
        assert_eq!(row(&rig.new, "loaded", &of)["keys"], "0");
        run(&rig.new, "ALTER TABLE public.may ADD FOREIGN KEY (of) REFERENCES salesforce.account (id)");
        assert_eq!(row(&rig.new, "loaded", &of)["keys"], "1");
    });
}

#[test]
fn a_row_whose_parent_is_gone_points_at_nothing_even_where_it_must_have_a_value() {
    rolled_back("revived-children", 17, |rig| {
        run(
            &rig.new,
            "UPDATE salesforce.account SET sfid = 's' || id; \
             CREATE TABLE public.must (n int PRIMARY KEY, of int NOT NULL REFERENCES salesforce.account (id)); \
             CREATE TABLE public.may (n int PRIMARY KEY, of int REFERENCES salesforce.account (id)); \
             INSERT INTO public.must VALUES (1, 4), (2, 5); INSERT INTO public.may VALUES (1, 4), (2, 5)",
        );
        let of = json!({"table": "account", "columns": ["id", "sfid", "name"], "keys": true});
        assert_eq!(row(&rig.new, "children_keep", &of), json!({"kept": "4"}));
        ask(&rig.new, "dependants_keep", &of);
        ask(&rig.new, "dependants_drop", &of);
        // The record of 5 is gone, and another one has its number.
        run(&rig.new, "TRUNCATE salesforce.account; INSERT INTO salesforce.account (id, sfid) VALUES (5, 's1'), (40, 's4')");
        ask(&rig.new, "children_point", &of);
        let held = |table: &str| {
            one(&rig.new, &format!("SELECT string_agg(n || ' ' || coalesce(of::text, '-'), ', ' ORDER BY n) FROM public.{table}"))
        };
        assert_eq!((held("must").as_str(), held("may").as_str()), ("1 40, 2 -5", "1 40, 2 -"));
        let seen =
            json!({"kept": "4", "pointed": "2", "alone": "2", "wrong": "0", "unkept": "0", "stale": "1"});
        assert_eq!(row(&rig.new, "children", &of), seen);
        ask(&rig.new, "children_point", &of);
        assert_eq!(held("must"), "1 40, 2 -5", "the same twice is once");
        // The constraint that cannot hold is left, and named; the other one is there.
        assert_eq!(row(&rig.new, "dependants_restore", &of), json!({"made": 1}));
        let kept = row(&rig.new, "dependants_kept", &of);
        let left: Vec<&Value> =
            kept["kept"].as_array().unwrap().iter().filter(|one| one["there"] == false).collect();
        assert_eq!((left.len(), &left[0]["state"]), (1, &json!("23503")), "{kept}");
    });
}

#[test]
fn what_waits_is_told_by_table_and_what_was_refused_by_its_code_and_never_by_its_words() {
    rolled_back("revived-queue", 17, |rig| {
        let none = json!(null);
        let queue = row(&rig.old, "queue", &none);
        assert_eq!(
            queue["waits"],
            json!([{"table": "account", "action": "INSERT", "rows": 7}, {"table": "account", "action": "UPDATE", "rows": 2}])
        );
        assert_eq!(&queue["pending"], &json!(1), "{queue}");
        // 3 was refused, and is in the archive.
        let archived = json!({"id": "3", "table": "account", "why": null});
        assert_eq!(queue["refused"], json!([archived]), "{queue}");
        assert!(queue["oldestSeconds"].as_u64().unwrap() < 600, "{queue}");
        run(
            &rig.old,
            "UPDATE salesforce._trigger_log SET state = 'FAILED', sf_message = CASE id \
                WHEN 4 THEN 'DUPLICATE_VALUE:duplicate of Jane Doe, jane@example.com' \
                WHEN 6 THEN 'Jane Doe is not known' WHEN 7 THEN 'JANE DOE: not known' WHEN 8 THEN 'JANE_DOE is not known' END \
              WHERE id IN (4, 6, 7, 8)",
        );
        let queue = row(&rig.old, "queue", &none);
        let refused = |id: &str, why: Value| json!({"id": id, "table": "account", "why": why});
        assert_eq!(
            queue["refused"],
            json!([
                refused("8", none.clone()),
                refused("7", none.clone()),
                refused("6", none.clone()),
                refused("4", json!("DUPLICATE_VALUE")),
                archived
            ])
        );
        assert!(!queue.to_string().to_lowercase().contains("jane"), "{queue}");
    });
}

#[test]
fn a_rollback_is_a_copy_of_its_cluster_and_says_what_was_kept_in_it() {
    rolled_back("revived-itself", 16, |rig| {
        let none = json!(null);
        let system = |url: &str| row(url, "itself", &none)["system"].as_str().unwrap().to_owned();
        assert_eq!(system(&rig.new), system(&rig.old));
        let made = system(&rig.new).parse::<u64>().unwrap() >> 32;
        let now =
            one(&rig.new, "floor(extract(epoch FROM clock_timestamp()))::bigint").parse::<u64>().unwrap();
        assert!(made <= now && now - made < 366 * 86_400, "made at {made}, and it is {now}");
        assert_eq!(row(&rig.new, "kept_before", &none), json!({"rows": "0"}), "there is no table");
        let marked = row(&rig.new, "revived_mark", &json!({"ids": ["1", "2"]}));
        assert_eq!(marked, json!({"marked": "2"}));
        assert_eq!(row(&rig.new, "kept_before", &none), json!({"rows": "2"}));
    });
}
