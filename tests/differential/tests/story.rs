//! One story on paper and on real Postgres: an upgrade with everything that can be asked of its databases on the way.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use connect_core::conditions::{
    ChildrenPointed, ColumnIs, ColumnsAre, Condition, DependantsAre, GapCounted, HadValues, HeadKept,
    HeadNoted, HeldNoted, InventoryEqual, LeftAside, NoOldWrites, NoSessions, ProcessedSince, QueueAt,
    RevivedJudged, RightsKept, RolledBackTo, RowCountsEqual, RowsEqualAll, RowsExported, SentAgain, Stand,
    TableHeld, TrialCurrent, Upgraded, ValuesKept,
};
use connect_core::effect::Observation;
use connect_core::late::{slots, ConnectionName, Late, Location, Slot, TableColumns};
use connect_core::ops::{
    Analyze, Beat, ChildrenKeep, ChildrenPoint, DependantsDrop, DependantsKeep, DependantsRestore, FenceOff,
    FenceOn, HeldHead, LockHold, LockRelease, LockReturn, LockTake, LockZone, RevivedMark, RevivedUnmark,
    SchemaAside, SchemaBack, SessionsEnd, Stage, WriteProbe,
};
use connect_core::plan::Zone;
use connect_core::query::{Exported, FenceScope, Head, Revived};
use connect_core::request::Major;
use connect_differential::real::SALT;
use connect_differential::sides::place;
use connect_differential::{folder, Asked, Sides, LEAD, SCHEMA};
use serde_json::{json, Value};
use support::{
    beats, both, call, carried_over, clients, fenced, judge, nearly, no_sessions, noted, objects, quiesced,
    replayed, same, sequences, statistics, unmoved, unvisited,
};

const FOLLOWER: &str = "postgresql-follower-1";
/// Sessions of three dynos.
const WEB: u64 = 1;
const WORKER: u64 = 2;
const LATE: u64 = 3;

#[test]
fn an_upgrade_told_to_both_sides() {
    let folder = folder("story").unwrap();
    let mut sides = Sides::new(&folder).unwrap();
    a_leader_at_rest(&mut sides);
    what_is_not_there(&mut sides);
    captured_writes(&mut sides);
    where_the_log_stands(&mut sides);
    what_a_copy_asks(&mut sides);
    what_hangs_on_a_column(&mut sides);
    a_schema_put_aside(&mut sides);
    what_points_at_a_table(&mut sides);
    a_log_that_went_back(&mut sides);
    the_lock(&mut sides);
    the_beats(&mut sides);
    a_follower_held_back(&mut sides);
    what_moves_a_position(&mut sides);
    let position = the_unfollow(&mut sides);
    the_fence(&mut sides, &position);
    the_upgrade(&mut sides, &position);
    the_end(&mut sides);
    assert_eq!(sides.not_asked(), Vec::<&str>::new(), "every query of the core must be compared");
    for name in JUDGED {
        let judged = sides.judged().iter().any(|full| full.split('@').next() == Some(name));
        assert!(judged, "{name} was not judged");
    }
    drop(sides);
    std::fs::remove_dir_all(folder).unwrap();
}

/// Every condition of the core that asks a database.
const JUDGED: [&str; 37] = [
    "beat_noted",
    "beats_kept",
    "children_pointed",
    "clients_seen",
    "columns_are",
    "connect_objects",
    "dependants_are",
    "fence_seen",
    "gap_counted",
    "head_kept",
    "head_noted",
    "held_noted",
    "inventory_equal",
    "left_aside",
    "log_carried_over",
    "nearly_caught_up",
    "no_old_writes",
    "no_sessions",
    "position_noted",
    "position_unmoved",
    "processed_since",
    "queue_at",
    "quiesced",
    "replayed",
    "revived_judged",
    "rights_kept",
    "rolled_back_to",
    "row_counts_equal",
    "rows_equal_all",
    "sent_again",
    "sequences_past",
    "statistics_present",
    "table_held",
    "trial_current",
    "unvisited",
    "upgraded",
    "values_kept",
];

fn a_leader_at_rest(sides: &mut Sides) {
    sides.row(LEAD, "inventory", "").unwrap();
    let server = sides.row(LEAD, "server", "").unwrap();
    assert_eq!(server.real["inRecovery"], false);
    assert_eq!(server.real["versionNum"].as_u64().unwrap() / 10_000, 15);
    judge(sides, &no_sessions(LEAD), "holds");
    judge(sides, &clients(LEAD), "not yet");
    judge(sides, &unvisited(LEAD), "holds");
    judge(sides, &objects(LEAD), "holds");
    judge(sides, &sequences(LEAD), "holds");
    judge(sides, &statistics(LEAD), "holds");
    judge(sides, &fenced(LEAD, false, FenceScope::Database), "holds b.at");
    quiesced(sides, LEAD, "holds b");
    sides.row(LEAD, "row_counts", SCHEMA).unwrap();
    sides.row(LEAD, "holdings", SCHEMA).unwrap();
    // Nothing of it stays.
    call(sides, WriteProbe { place: place(LEAD) }, "no");
}

fn what_is_not_there(sides: &mut Sides) {
    for name in ["position", "connect_schema", "log_states", "sequences", "row_counts"] {
        sides.ask(LEAD, name, "nowhere", None).unwrap();
    }
    sides.ask(LEAD, "position", "", None).unwrap();
    for (name, parameter) in
        [("lock_read", None), ("lock_zone", Some(json!("{\"runId\": \"r1\"}"))), ("lock_release", None)]
    {
        sides.ask(LEAD, name, "", parameter.map(both).as_ref()).unwrap();
    }
}

fn captured_writes(sides: &mut Sides) {
    for session in [WEB, WORKER, WEB] {
        assert_eq!(sides.write(LEAD, session), Ok(None));
    }
    judge(sides, &no_sessions(LEAD), "not yet");
    judge(sides, &clients(LEAD), "holds");
    judge(sides, &unvisited(LEAD), "not yet");
    let log = sides.row(LEAD, "log_states", SCHEMA).unwrap();
    assert_eq!((&log.real["new"], &log.real["head"]), (&json!(3), &json!("3")));
    sides.row(LEAD, "row_counts", SCHEMA).unwrap();
    sides.row(LEAD, "position", SCHEMA).unwrap();
    quiesced(sides, LEAD, "holds b");
    sides.interrupt_log(LEAD).unwrap();
    quiesced(sides, LEAD, "not yet");
    sides.read_log(LEAD).unwrap();
    quiesced(sides, LEAD, "holds b");
    sides.row(LEAD, "row_counts", SCHEMA).unwrap();
    let position = sides.row(LEAD, "position", SCHEMA).unwrap();
    assert_eq!(position.real["heads"], "salesforce=0", "an archived row has left the log");
}

/// What a pause notes, and what is asked before it ends.
fn where_the_log_stands(sides: &mut Sides) {
    let place = || place(LEAD);
    let schema = || SCHEMA.to_owned();
    judge(sides, &same(HeadNoted { bind: Slot::named("b"), place: place(), schema: schema() }), "holds b");
    let head = |asked: &Value| Head {
        id: asked["id"].as_str().map(str::to_owned),
        txid: asked["txid"].as_str().map(str::to_owned),
        created_at: asked["createdAt"].as_str().map(str::to_owned),
        sequence: asked["sequence"].as_str().map(str::to_owned),
        timeline: asked["timeline"].as_str().map(str::to_owned),
    };
    let Asked { real: Observation::Sql { row: real }, paper: Observation::Sql { row: paper } } =
        sides.ask(LEAD, "log_head", SCHEMA, Some(&both(json!("")))).unwrap()
    else {
        panic!("no head")
    };
    assert_eq!(real["id"], "3", "{real}");
    let (real, paper) = (head(&real), head(&paper));
    let kept = |noted: Head| {
        let (bind, resource) = (Slot::named("b"), "r".to_owned());
        HeadKept { bind, noted: Some(noted), place: place(), resource, schema: schema() }.into()
    };
    judge(sides, &Asked { real: kept(real.clone()), paper: kept(paper.clone()) }, "holds b");
    // Another row of that id; and ids that were given and are to be given again.
    let other = |head: &Head| kept(Head { txid: Some("7".to_owned()), ..head.clone() });
    let ahead = |head: &Head| kept(Head { sequence: Some("1000".to_owned()), ..head.clone() });
    judge(sides, &Asked { real: other(&real), paper: other(&paper) }, "never connect/rolled-back");
    judge(sides, &Asked { real: ahead(&real), paper: ahead(&paper) }, "never connect/rolled-back");
    let captured = sides.row(LEAD, "captured", SCHEMA).unwrap();
    for side in [&captured.real, &captured.paper] {
        assert_eq!(side["rows"], 3, "{side}");
        assert!(side["bytes"].as_u64().unwrap() > 0 && side["seconds"].is_u64(), "{side}");
    }
    let mapped = sides.row(LEAD, "mapped", SCHEMA).unwrap();
    for side in [&mapped.real, &mapped.paper] {
        assert_eq!((&side["idsGiven"], &side["idBytes"]), (&json!("3"), &json!(4)), "{side}");
        assert_eq!(side["aside"], json!([]), "{side}");
        let tables = side["tables"].as_array().unwrap();
        let account = tables.iter().find(|one| one["name"] == "account").unwrap();
        assert_eq!(account["withoutSfid"], json!(0), "what waits has none yet: {side}");
        assert!(account["unique"].as_array().unwrap().contains(&json!("sfid")), "{side}");
    }
    let refused = sides.ask(LEAD, "refused", SCHEMA, Some(&both(json!("60")))).unwrap();
    let Asked { real: Observation::Sql { row: real_refused }, .. } = &refused else { panic!("{refused:?}") };
    assert_eq!(real_refused["rows"], json!(0), "{real_refused}");
    let none = NoOldWrites { before: Late::from("4102444800"), place: place(), schema: schema() };
    judge(sides, &same(none), "holds");
    let connection = || ConnectionName {
        app: "a".to_owned(),
        connection: "c1".to_owned(),
        region: "https://connect.example".to_owned(),
        resource: "r".to_owned(),
    };
    let since = |head: Head| {
        let (baseline, head) = (0, Late::Now(head));
        ProcessedSince { baseline, connection: connection(), head, place: place(), schema: schema() }.into()
    };
    judge(sides, &Asked { real: since(real), paper: since(paper) }, "holds");
}

fn what_hangs_on_a_column(sides: &mut Sides) {
    let of = || TableColumns {
        columns: vec!["name".to_owned()],
        place: place(LEAD),
        schema: SCHEMA.to_owned(),
        table: "account".to_owned(),
        whole: false,
        keys: false,
    };
    let is = |kind: Option<&str>| {
        let wanted = vec![ColumnIs { column: "name".to_owned(), kind: kind.map(str::to_owned) }];
        same(ColumnsAre { of: of(), wanted })
    };
    judge(sides, &is(Some("character varying(255)")), "holds");
    judge(sides, &is(Some("character varying(300)")), "not yet");
    judge(sides, &is(None), "not yet");
    let had = |rows| {
        let before = vec![HadValues { column: "name".to_owned(), rows }];
        same(ValuesKept { before, of: of() })
    };
    judge(sides, &had(1), "holds");
    judge(sides, &had(1_000_000), "never field/fewer-values");
    // Nothing can be kept without a lock, and nothing was.
    let parameter = both(json!("{\"table\": \"account\", \"columns\": [\"name\"]}"));
    for query in ["dependants_keep", "dependants_kept", "dependants_drop", "dependants_restore"] {
        let refused = sides.ask(LEAD, query, SCHEMA, Some(&parameter)).unwrap();
        assert!(matches!(refused.real, Observation::SqlFailed { .. }), "{query}");
    }
    call(sides, take("r9"), "yes");
    sides.hang(LEAD, "account", "name", "public.told", true).unwrap();
    let stand = |stand| same(DependantsAre { of: of(), stand });
    call(sides, DependantsKeep { of: of() }, "yes");
    judge(sides, &stand(Stand::Kept), "holds");
    call(sides, DependantsDrop { of: of() }, "yes");
    judge(sides, &stand(Stand::Back), "never dependants/left-over");
    call(sides, DependantsRestore { of: of() }, "yes");
    judge(sides, &stand(Stand::Back), "holds");
    sides.hang(LEAD, "account", "name", "public.told", false).unwrap();
    call(sides, release(LEAD, "r9"), "yes");
}

fn a_schema_put_aside(sides: &mut Sides) {
    let aside = || Late::from("salesforce_old_r9");
    let back = SchemaBack { aside: aside(), place: place(LEAD), schema: SCHEMA.to_owned() };
    let away = |waits| SchemaAside {
        alone: None,
        aside: aside(),
        failed: None,
        place: place(LEAD),
        schema: SCHEMA.to_owned(),
        tables: vec!["account".to_owned()],
        waits: Some(waits),
    };
    assert_eq!(sides.write(LEAD, WEB), Ok(None));
    let parameter = |waits: u64| {
        both(json!(json!({"aside": "salesforce_old_r9", "tables": ["account"], "waits": waits}).to_string()))
    };
    let refused = sides.ask(LEAD, "schema_aside", SCHEMA, Some(&parameter(0))).unwrap();
    assert!(matches!(refused.real, Observation::SqlFailed { code } if code == "CM001"));
    for query in ["schema_aside", "schema_back"] {
        sides.ask(LEAD, query, "nowhere", Some(&parameter(0))).unwrap();
    }
    call(sides, away(1), "yes");
    sides.ask(LEAD, "schema_aside", SCHEMA, Some(&parameter(1))).unwrap();
    judge(sides, &same(LeftAside { aside: aside(), place: place(LEAD) }), "holds");
    let inventory = sides.row(LEAD, "inventory", "").unwrap();
    let logs =
        |side: &Value| side["found"].as_array().unwrap().iter().any(|one| one["item"] == "triggerLogs");
    assert!(
        !logs(&inventory.real) && !logs(&inventory.paper),
        "one that was put aside is no log of anybody's"
    );
    // Nobody finds a table to write to.
    assert_ne!(sides.write(LEAD, WEB), Ok(None));
    sides.ask(LEAD, "log_states", SCHEMA, None).unwrap();
    call(sides, back, "yes");
    assert_eq!(sides.write(LEAD, WEB), Ok(None));
    sides.read_log(LEAD).unwrap();
}

/// On paper no row of another table points at one of a mapped table: here there is none either.
fn what_points_at_a_table(sides: &mut Sides) {
    let of = both(json!("{\"table\": \"account\"}"));
    for query in ["children", "children_keep", "children_point"] {
        let refused = sides.ask(LEAD, query, SCHEMA, Some(&of)).unwrap();
        assert!(matches!(refused.real, Observation::SqlFailed { .. }), "{query}");
    }
    call(sides, take("r8"), "yes");
    let (place, schema, table) = (|| place(LEAD), || SCHEMA.to_owned(), || "account".to_owned());
    call(sides, ChildrenKeep { place: place(), schema: schema(), table: table(), unique: None }, "yes");
    call(sides, ChildrenPoint { place: place(), schema: schema(), table: table(), unique: None }, "yes");
    judge(sides, &same(ChildrenPointed { place: place(), schema: schema(), table: table() }), "holds");
    call(sides, release(LEAD, "r8"), "yes");
}

/// On paper a row is told by another number, so that none is marked here: that is done on a server that really went back.
fn a_log_that_went_back(sides: &mut Sides) {
    let far = 4_102_444_800_000_u64;
    let none = || both(json!(json!({"ids": ["999999"]}).to_string()));
    for query in ["revived_mark", "revived_unmark", "revived"] {
        let refused = sides.ask(LEAD, query, SCHEMA, Some(&none())).unwrap();
        assert!(matches!(refused.real, Observation::SqlFailed { .. }), "{query}");
    }
    sides.ask(LEAD, "became", SCHEMA, Some(&none())).unwrap();
    assert_eq!(sides.row(LEAD, "kept_before", "").unwrap().real["rows"], "0");
    let reached = both(json!("{\"reached\": {}}"));
    sides.ask(LEAD, "sequences_raise", SCHEMA, Some(&reached)).unwrap();
    call(sides, take("r7"), "yes");
    assert_eq!(sides.write(LEAD, WEB), Ok(None));
    let (place, schema, table) = (|| place(LEAD), || SCHEMA.to_owned(), || "account".to_owned());
    let judged = RevivedJudged {
        at: far,
        bind: Slot::named("b"),
        new: place(),
        old: None,
        schema: schema(),
        unique: Vec::new(),
    };
    judge(sides, &same(judged), "holds b");
    judge(sides, &same(GapCounted { at: far, place: place(), schema: schema() }), "holds");
    judge(sides, &same(SentAgain { at: far, place: place(), schema: schema() }), "holds");
    for rows in [Exported::Unsent, Exported::Sent, Exported::Marked] {
        let file = "rows.csv".to_owned();
        judge(sides, &same(RowsExported { at: far, file, place: place(), rows, schema: schema() }), "holds");
    }
    let to = RolledBackTo { at: far, new: place(), old: place(), schema: schema() };
    judge(sides, &same(to), "holds");
    let revived = || Late::Now(Revived::default());
    let held = || TableHeld {
        alone: 100,
        bind: Slot::named("b"),
        place: place(),
        revived: revived(),
        schema: schema(),
        table: table(),
    };
    judge(sides, &same(held()), "not yet");
    call(sides, RevivedMark { place: place(), revived: revived(), schema: schema() }, "yes");
    call(sides, RevivedUnmark { place: place(), revived: revived(), schema: schema() }, "yes");
    sides.read_log(LEAD).unwrap();
    judge(sides, &same(held()), "holds b");
    call(sides, release(LEAD, "r7"), "yes");
}

fn what_a_copy_asks(sides: &mut Sides) {
    let queue = sides.row(LEAD, "queue", SCHEMA).unwrap();
    assert_eq!((&queue.real["new"], &queue.real["requeue"]), (&json!(0), &json!(0)));
    let objects = sides.row(LEAD, "definitions", SCHEMA).unwrap();
    for side in [&objects.real, &objects.paper] {
        assert!(side["objects"]["relation salesforce.account"].is_string(), "{side}");
    }
    let digests = sides.row(LEAD, "digests", SCHEMA).unwrap();
    for side in [&digests.real, &digests.paper] {
        assert!(side["tables"]["salesforce.account"].is_string(), "{side}");
    }
    let rights = sides.row(LEAD, "rights", SCHEMA).unwrap();
    let owned = json!("ALTER SCHEMA salesforce OWNER TO CURRENT_USER");
    for side in [&rights.real, &rights.paper] {
        assert!(side["rights"].as_array().unwrap().contains(&owned), "{side}");
    }
    // Made once more, everything is as it was.
    let given = rights.map(|row| json!(row["rights"].to_string()));
    let applied = sides.ask(LEAD, "rights_apply", "", Some(&given)).unwrap();
    let Observation::Sql { row } = &applied.real else { panic!("{applied:?}") };
    assert_eq!(row["applied"], json!(rights.real["rights"].as_array().unwrap().len()));
    let (new, old) = (|| place(LEAD), || place(LEAD));
    judge(sides, &same(InventoryEqual { new: new(), old: old() }), "holds");
    judge(sides, &same(TrialCurrent { new: new(), old: old() }), "holds");
    judge(sides, &same(RightsKept { new: new(), old: old() }), "holds");
    judge(sides, &same(RowsEqualAll { new: new(), old: old(), schemas: SCHEMA.to_owned() }), "holds");
    judge(sides, &same(QueueAt { baseline: 0, place: old(), schema: SCHEMA.to_owned() }), "holds");
}

fn take(run: &str) -> LockTake {
    claim(run, run)
}

fn claim(run: &str, claim: &str) -> LockTake {
    let text = |text: &str| text.to_owned();
    LockTake {
        claim: Late::from(claim),
        holder: Late::from("me@host"),
        instead_of: None,
        original: Vec::new(),
        place: place(LEAD),
        run: Late::from(run),
        since: text("now"),
    }
}

fn zone(addon: &str, run: &str, zone: Zone) -> LockZone {
    let (claim, holder) = (Late::from(run), Late::from("me@host"));
    LockZone { claim, holder, place: place(addon), run: Late::from(run), zone }
}

fn release(addon: &str, run: &str) -> LockRelease {
    LockRelease { place: place(addon), run: Late::from(run) }
}

fn hold(run: &str) -> LockHold {
    let connection = HeldHead { head: Late::Now(Head::default()), ours: true, resource: "r".to_owned() };
    LockHold {
        claim: Late::from(run),
        connections: vec![connection],
        database: "d1".to_owned(),
        for_ms: 3_600_000,
        holder: Late::from("me@host"),
        place: place(LEAD),
        reason: Some("it's".to_owned()),
        run: Late::from(run),
        until: None,
    }
}

/// A run that is over holds the lock for a purpose; the run that ends it takes it, and may give it back.
fn held_for_a_purpose(sides: &mut Sides) {
    let instead = |of: &str| LockTake { instead_of: Some(of.to_owned()), ..take("r5") };
    let back = || LockReturn { place: place(LEAD), run: Late::from("r5"), to: "r1".to_owned() };
    let bind = slots::PAUSE;
    let noted = HeldNoted { bind, place: place(LEAD), run: Late::from("r1") };
    call(sides, instead("r1"), "no");
    call(sides, hold("r2"), "no");
    judge(sides, &same(noted.clone()), "not yet");
    call(sides, hold("r1"), "yes");
    judge(sides, &same(noted.clone()), "holds pause.due pause.since");
    call(sides, instead("r9"), "no");
    call(sides, instead("r1"), "yes");
    call(sides, instead("r1"), "yes");
    judge(sides, &same(noted.clone()), "not yet");
    call(sides, back(), "yes");
    judge(sides, &same(noted), "holds pause.due pause.since");
    call(sides, back(), "yes");
    let row = sides.row(LEAD, "lock_read", "").unwrap();
    assert_eq!((&row.real["runId"], &row.real["claim"]), (&json!("r1"), &json!("r1")));
}

fn the_lock(sides: &mut Sides) {
    call(sides, take("r1"), "yes");
    // The same claim may take it again.
    call(sides, take("r1"), "yes");
    call(sides, take("r2"), "no");
    call(sides, claim("r1", "another"), "no");
    call(sides, zone(LEAD, "r1", Zone::Downtime), "yes");
    call(sides, zone(LEAD, "r2", Zone::Settle), "no");
    let row = sides.row(LEAD, "lock_read", "").unwrap();
    assert_eq!(
        (&row.real["zone"], &row.real["runId"], &row.real["head"]),
        (&json!("downtime"), &json!("r1"), &json!(""))
    );
    sides.ask(LEAD, "lock_take", "", Some(&both(json!("no json")))).unwrap();
    held_for_a_purpose(sides);
    call(sides, release(LEAD, "r1"), "yes");
    call(sides, take("r3"), "yes");

    for (was, claim) in [("nobody", None), ("r3", Some("another"))] {
        let row = json!({"runId": "r3", "was": was, "claim": "another", "holder": "you@there"}).to_string();
        let seized = sides.ask(LEAD, "lock_seize", "", Some(&both(json!(row)))).unwrap().real;
        let Observation::Sql { row } = seized else { panic!("{seized:?}") };
        assert_eq!(row.get("claim"), claim.map(|claim| json!(claim)).as_ref(), "{was}");
    }
    let kept = sides.row(LEAD, "lock_kept", "").unwrap().real;
    assert_eq!((&kept["holder"], &kept["salt"]), (&json!("you@there"), &json!(SALT)));
    // Whoever had it cannot take it back unseen.
    call(sides, take("r3"), "no");
}

fn the_beats(sides: &mut Sides) {
    for name in ["beat", "beat_kept"] {
        let answer = sides.ask(LEAD, name, SCHEMA, None).unwrap().real;
        assert!(matches!(answer, Observation::SqlFailed { .. }), "no table yet: {answer:?}");
    }
    // Whoever makes it again goes on counting.
    for number in ["1", "2"] {
        call(sides, Beat { place: place(LEAD) }, "yes");
        let row = sides.row(LEAD, "beat", SCHEMA).unwrap().real;
        assert_eq!((&row["number"], &row["heads"]), (&json!(number), &json!("salesforce=6")));
    }
    beats(sides);
}

fn a_follower_held_back(sides: &mut Sides) {
    sides.replica(LEAD, FOLLOWER).unwrap();
    sides.replicate(FOLLOWER).unwrap();
    sides.row(FOLLOWER, "inventory", "").unwrap();
    nearly(sides, 60, 3_600, "holds");
    nearly(sides, 4_000, 0, "holds");
    let server = sides.row(FOLLOWER, "server", "").unwrap();
    assert!(server.real["inRecovery"] == true && server.real["replayLsn"].is_string());
    let row = sides.row(FOLLOWER, "lock_read", "").unwrap();
    assert_eq!(row.real["runId"], "r3", "the lock travels");
    let kept = sides.row(FOLLOWER, "beat_kept", "").unwrap();
    assert_eq!(kept.real["number"], "3", "so do beats");
    let refused = |name: &str, sides: &mut Sides, parameter: Option<Value>| {
        let answer = sides.ask(FOLLOWER, name, "", parameter.map(both).as_ref()).unwrap();
        assert!(
            matches!(answer.real, connect_core::effect::Observation::SqlFailed { .. }),
            "{name}: {answer:?}"
        );
    };
    for name in [
        "beat",
        "write_probe",
        "position_note",
        "fence_on",
        "fence_off",
        "role_fence_on",
        "role_fence_off",
        "lock_release",
    ] {
        refused(name, sides, None);
    }
    refused("lock_take", sides, Some(json!("{\"runId\": \"r4\"}")));
    refused("lock_zone", sides, Some(json!("{\"runId\": \"r3\"}")));
    assert_eq!(sides.write(FOLLOWER, LATE), Ok(Some("25006".into())), "a follower refuses writes");

    sides.hold(FOLLOWER, true).unwrap();
    assert_eq!(sides.write(LEAD, WEB), Ok(None));
    let position = sides.row(LEAD, "position_note", SCHEMA).unwrap();
    judge(sides, &replayed(FOLLOWER, &position), "not yet");
    sides.row(FOLLOWER, "row_counts", SCHEMA).unwrap();
    sides.row(FOLLOWER, "position", SCHEMA).unwrap();
    let copies = same(RowCountsEqual { new: place(FOLLOWER), old: place(LEAD), schema: SCHEMA.to_owned() });
    judge(sides, &copies, "never target/not-a-copy");
    judge(sides, &carried_over(FOLLOWER, &position), "never target/not-a-copy");
    sides.hold(FOLLOWER, false).unwrap();
    sides.replicate(FOLLOWER).unwrap();
    judge(sides, &replayed(FOLLOWER, &position), "holds");
    judge(sides, &copies, "holds");
    judge(sides, &carried_over(FOLLOWER, &position), "holds");
}

fn what_moves_a_position(sides: &mut Sides) {
    judge(sides, &noted(LEAD), "holds b");
    let quiet = sides.row(LEAD, "position_note", SCHEMA).unwrap();
    unmoved(sides, &quiet, 0, "holds");
    assert_eq!(sides.write(LEAD, WEB), Ok(None));
    unmoved(sides, &quiet, 0, "never downtime/written-after-position");
    unmoved(sides, &quiet, 1, "never downtime/written-after-position");

    let quiet = sides.row(LEAD, "position_note", SCHEMA).unwrap();
    assert_eq!(sides.define(LEAD, WORKER), Ok(None));
    unmoved(sides, &quiet, 0, "never downtime/written-after-position");

    sides.close(WEB);
    sides.close(WORKER);
    sides.ask(LEAD, "analyze_rest", "", None).unwrap();
    judge(sides, &statistics(LEAD), "holds");
    call(sides, WriteProbe { place: place(LEAD) }, "no");
}

/// The position L0, after which the follower is promoted and one session of the app is still open on the leader.
fn the_unfollow(sides: &mut Sides) -> Asked<Value> {
    sides.reset(LEAD).unwrap();
    judge(sides, &no_sessions(LEAD), "holds");
    assert_eq!(sides.write(LEAD, WEB), Ok(None), "a new session can be opened after a reset");
    assert_eq!(sides.write(LEAD, WORKER), Ok(None));
    sides.close(WORKER);
    let position = sides.row(LEAD, "position_note", SCHEMA).unwrap();
    sides.replicate(FOLLOWER).unwrap();
    judge(sides, &replayed(FOLLOWER, &position), "holds");
    let itself = |sides: &mut Sides, addon| sides.row(addon, "itself", "").unwrap().real;
    let before = [itself(sides, LEAD), itself(sides, FOLLOWER)];
    sides.unfollow(FOLLOWER).unwrap();
    let after = [itself(sides, LEAD), itself(sides, FOLLOWER)];
    assert!([&before[1], &after[0], &after[1]].iter().all(|one| one["system"] == before[0]["system"]));
    let timelines = [&before[0], &before[1], &after[0], &after[1]].map(|one| one["timeline"].clone());
    assert_eq!(timelines, ["00000001", "00000001", "00000001", "00000002"].map(|one| json!(one)));
    assert_eq!(sides.row(FOLLOWER, "server", "").unwrap().real["inRecovery"], false);
    // A leader is behind nobody.
    nearly(sides, 60, 3_600, "not yet");
    judge(sides, &replayed(FOLLOWER, &position), "never target/not-a-copy");
    position
}

fn the_fence(sides: &mut Sides, position: &Asked<Value>) {
    let (whole, own) = (FenceScope::Database, FenceScope::Credential);
    call(sides, FenceOn { place: place(LEAD), scope: whole }, "yes");
    let seen = sides.row(LEAD, "server", "").unwrap();
    judge(sides, &fenced(LEAD, true, whole), "holds b.at");
    judge(sides, &fenced(LEAD, false, whole), "not yet");
    unmoved(sides, position, 1, "holds");

    assert_eq!(sides.write(LEAD, LATE), Ok(Some("25006".into())), "a new session is read-only");
    let since = seen
        .at("now")
        .map(|now| Condition::from(NoSessions { before: now.as_str().unwrap().into(), place: place(LEAD) }));
    judge(sides, &since, "not yet");
    unmoved(sides, position, 1, "holds");
    assert_eq!(sides.write(LEAD, WEB), Ok(None), "a session that was open goes on writing");
    unmoved(sides, position, 1, "never downtime/written-after-position");

    // What the fence refuses and what it lets through.
    for (name, parameter) in [
        ("lock_take", Some(json!("{\"runId\": \"r3\"}"))),
        ("lock_zone", Some(json!("{\"runId\": \"r3\"}"))),
        ("lock_release", None),
        ("lock_read", None),
        ("lock_kept", None),
        ("lock_seize", Some(json!("{\"runId\": \"r3\", \"was\": \"nobody\", \"holder\": \"x\"}"))),
        ("write_probe", None),
        ("analyze_first", None),
    ] {
        sides.ask(LEAD, name, "", parameter.map(both).as_ref()).unwrap();
    }

    call(sides, SessionsEnd { place: place(LEAD) }, "yes");
    judge(sides, &since, "holds");
    assert_eq!(sides.write(LEAD, WEB), Ok(Some("25006".into())));
    let closed = sides.row(LEAD, "position_note", SCHEMA).unwrap();
    call(sides, FenceOff { place: place(LEAD), scope: whole }, "yes");
    unmoved(sides, &closed, 1, "holds");
    assert_eq!(sides.write(LEAD, WEB), Ok(None));
    sides.close(WEB);
    call(sides, FenceOn { place: place(LEAD), scope: own }, "yes");
    judge(sides, &fenced(LEAD, true, own), "holds b.at");
    judge(sides, &fenced(LEAD, true, whole), "not yet");
    sides.row(LEAD, "server", "").unwrap();
    assert_eq!(sides.write(LEAD, WEB), Ok(Some("25006".into())));
    sides.close(WEB);
    call(sides, FenceOff { place: place(LEAD), scope: own }, "yes");
    judge(sides, &fenced(LEAD, false, own), "holds b.at");
    call(sides, FenceOn { place: place(LEAD), scope: whole }, "yes");
}

fn upgraded(sides: &mut Sides, version: u64, expected: &str) {
    let url = json!({"host": "h", "port": 5432, "database": "d", "fingerprint": "f"});
    let told = [
        json!({"waiting?": false}),
        json!({"info": [{"name": "PG Version", "values": [format!("{version}.0")]}], "resource_url": url}),
    ];
    let upgraded = Upgraded {
        addon_id: Late::from("a1"),
        bind: slots::NEW,
        location: Location { database: Late::from("d"), host: Late::from("h"), port: Late::Now(5432) },
        place: place(FOLLOWER),
        version: Major(version),
    };
    assert_eq!(sides.judge(&same(upgraded), &told), Ok(expected.to_owned()));
}

fn the_upgrade(sides: &mut Sides, position: &Asked<Value>) {
    assert_eq!(sides.write(FOLLOWER, WORKER), Ok(None), "a promoted follower accepts writes");
    sides.read_log(FOLLOWER).unwrap();
    upgraded(sides, 17, "not yet");
    sides.upgrade(FOLLOWER, 17).unwrap();
    upgraded(sides, 17, "holds");
    let server = sides.row(FOLLOWER, "server", "").unwrap();
    assert_eq!((&server.real["sessions"], &server.real["replayLsn"]), (&json!(0), &Value::Null));
    sides.row(FOLLOWER, "position", SCHEMA).unwrap();
    judge(sides, &objects(FOLLOWER), "holds");
    judge(sides, &sequences(FOLLOWER), "holds");
    judge(sides, &statistics(FOLLOWER), "not yet");
    // The log of the copy was read in the meantime: it is not where it was.
    judge(sides, &carried_over(FOLLOWER, position), "never target/not-a-copy");
    // Also where the log is empty.
    call(sides, Analyze { place: place(FOLLOWER), stage: Stage::First }, "yes");
    judge(sides, &statistics(FOLLOWER), "holds");
    call(sides, Analyze { place: place(FOLLOWER), stage: Stage::Rest }, "no");
    judge(sides, &statistics(FOLLOWER), "holds");
    call(sides, WriteProbe { place: place(FOLLOWER) }, "no");
    let row = sides.row(FOLLOWER, "lock_read", "").unwrap();
    assert_eq!(row.real["runId"], "r3", "the lock came along");
}

fn the_end(sides: &mut Sides) {
    call(sides, zone(FOLLOWER, "r3", Zone::CutOver), "yes");
    assert_eq!(sides.write(FOLLOWER, WEB), Ok(None));
    assert_eq!(sides.write(FOLLOWER, WORKER), Ok(None));
    sides.row(FOLLOWER, "log_states", SCHEMA).unwrap();
    sides.row(FOLLOWER, "row_counts", SCHEMA).unwrap();
    call(sides, release(FOLLOWER, "r3"), "yes");
    call(sides, SessionsEnd { place: place(FOLLOWER) }, "yes");
}
