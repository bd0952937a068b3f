//! What each op says of itself, and what it takes for done.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]
#![allow(clippy::disallowed_methods, clippy::disallowed_types)]

mod support;

use std::fmt::Write;

use connect_core::effect::Observation;
use connect_core::late::{Bindings, Known, Late, Location};
use connect_core::look::Look;
use connect_core::ops::*;
use connect_core::plan::Zone;
use connect_core::procedures;
use connect_core::query::FenceScope;
use connect_core::request::Major;
use connect_core::snapshot::Process;
use serde_json::{json, Value};
use support::every;
use support::judged::{connection_name, http, place_of_old as place, sql};
use support::odd::known;

/// What a person reads of every op, and how the run treats it.
#[test]
fn what_every_op_says_of_itself_is_what_is_kept() {
    let bindings = Bindings::new();
    let known = Known::of(&bindings);
    let mut page = String::new();
    for op in every::ops("acme") {
        let verb = op.known().unwrap();
        let undo = match verb.undo() {
            Undo::Nothing => "nothing".to_owned(),
            Undo::By(op) => op.known().unwrap().sentence(&known).unwrap(),
            Undo::Restore => "what stood there before".to_owned(),
        };
        let traits = [
            (verb.looks_first(), "looks before it is sent"),
            (verb.once() && verb.again_after_ms().is_none(), "is sent once and never again"),
            (verb.again_after_ms().is_some(), "is sent a second time if nothing is seen of it for minutes"),
            (verb.repeats(), "is sent until nothing is left"),
            (typed(&op, &known).is_some(), "is typed by a runbook"),
            (verb.wants_gone(), "is done where there is no such thing"),
            (!verb.on_card(), "stands on no card"),
        ];
        writeln!(page, "{}: {}", op.name(), verb.sentence(&known).unwrap()).unwrap();
        writeln!(page, "  by hand: {}", verb.by_hand(&known).unwrap().as_deref().unwrap_or("-")).unwrap();
        writeln!(page, "  taken back by: {undo}").unwrap();
        for (_, said) in traits.iter().filter(|(is, _)| *is) {
            writeln!(page, "  {said}").unwrap();
        }
        if let Some(app) = verb.releases() {
            writeln!(page, "  restarts {app}").unwrap();
        }
        if let Some(code) = verb.not_now() {
            writeln!(page, "  a refusal means not now: {code}").unwrap();
        }
    }
    support::golden("ops.txt", &page);
}

/// How a person looks for what a run waits for; in the order in which the plans of the fixtures wait for it.
#[test]
fn how_a_person_looks_for_what_is_waited_for_is_what_is_kept() {
    let mut lines: Vec<String> = Vec::new();
    for name in support::names() {
        let (snapshot, request) = support::given(&name);
        let plan = procedures::plan(&snapshot, &request);
        let bindings = known(&plan);
        for check in plan.steps.iter().flat_map(|step| step.checks()) {
            let hand = check.condition.known().unwrap().by_hand(&Known::of(&bindings)).unwrap();
            let name = format!("{}: ", check.condition.name());
            if !lines.iter().any(|line| line.starts_with(&name)) {
                lines.push(format!("{name}{}\n", hand.as_deref().unwrap_or("-")));
            }
        }
    }
    support::golden("conditions.txt", &lines.concat());
}

fn landed(op: impl Into<Op>, answers: &[Observation]) -> Landed {
    let (op, bindings) = (op.into(), Bindings::new());
    probe(op.known().unwrap(), &Known::of(&bindings), &Look::at(answers)).unwrap()
}

fn unclear(op: impl Into<Op>, answer: Value) -> bool {
    matches!(landed(op, &[http(answer)]), Landed::Unclear(_))
}

fn not_there() -> Observation {
    Observation::Http { status: 404, body: Value::Null, error_id: None, has_message: false }
}

fn found(id: &str) -> Landed {
    Landed::No(Some(id.to_owned()))
}

#[test]
fn an_add_on_that_failed_while_it_was_made_is_still_to_be_destroyed() {
    let destroy = || AddonDestroy { addon: Late::from("old"), app: "a".into() };
    assert_eq!(landed(destroy(), &[not_there()]), Landed::Yes);
    assert_eq!(landed(destroy(), &[http(json!({ "state": "deprovisioning" }))]), Landed::Yes);
    for state in ["deprovisioned", "provisioned"] {
        assert_eq!(landed(destroy(), &[http(json!({ "state": state }))]), Landed::No(None), "{state}");
    }
}

#[test]
fn a_follower_that_was_ordered_is_not_ordered_twice() {
    let create = || FollowerCreate {
        addon: Late::from("new"),
        app: "a".into(),
        attachment: Late::from("NEW"),
        leader: "old".into(),
        plan: "standard-0".into(),
    };
    assert_eq!(landed(create(), &[http(json!({ "state": "provisioning" }))]), Landed::Yes);
    assert_eq!(landed(create(), &[not_there()]), Landed::No(None));
}

fn attachment(name: &str, addon: &str, namespace: Value) -> Value {
    json!({ "id": "id", "name": name, "addon": { "name": addon }, "namespace": namespace })
}

#[test]
fn an_attachment_is_there_only_on_its_database_and_with_its_credential() {
    let create = |namespace: Option<&str>| AttachmentCreate {
        addon: Late::from("new"),
        app: "a".into(),
        attachment: Late::from("DATABASE"),
        namespace: namespace.map(str::to_owned),
        replaces: true,
    };
    let there = json!([attachment("DATABASE", "new", Value::Null)]);
    assert_eq!(landed(create(None), &[http(there.clone())]), Landed::Yes);
    assert_eq!(landed(create(Some("credential:reader")), &[http(there)]), Landed::No(None));
    for other in [attachment("DATABASE", "old", Value::Null), attachment("READER", "new", Value::Null)] {
        assert_eq!(landed(create(None), &[http(json!([other]))]), Landed::No(None), "{other}");
    }
}

#[test]
fn an_attachment_to_be_removed_is_found_by_its_name() {
    let destroy = || AttachmentDestroy { app: "a".into(), attachment: Late::from("SPARE") };
    let list = json!([attachment("DATABASE", "old", Value::Null)]);
    assert_eq!(landed(destroy(), &[http(list)]), Landed::Yes);
    let list = json!([attachment("DATABASE", "old", Value::Null), { "id": "spare", "name": "SPARE" }]);
    assert_eq!(landed(destroy(), &[http(list)]), found("spare"));
    assert!(unclear(destroy(), json!([{ "name": "SPARE" }])));
}

#[test]
fn the_autoscaler_is_told_from_the_apps_other_monitors() {
    let off =
        || AutoscalerSwitch { active: false, app: "a".into(), app_id: "i".into(), monitor: "scale".into() };
    let list = |active: bool| json!([{ "id": "other", "is_active": !active }, { "id": "scale", "is_active": active }]);
    assert_eq!(landed(off(), &[http(list(false))]), Landed::Yes);
    assert_eq!(landed(off(), &[http(list(true))]), Landed::No(None));
    assert!(unclear(off(), json!([{ "id": "other", "is_active": false }])));
}

#[test]
fn only_a_newer_backup_of_this_database_is_the_one_that_was_asked_for() {
    let capture = || BackupCapture {
        addon: Late::from("new"),
        addon_id: Late::from("id"),
        after: Late::Now(3),
        app: "a".into(),
        location: Location { database: Late::from("d"), host: Late::from("h"), port: Late::Now(5432) },
    };
    let transfer = |num: u64, to_type: &str, host: &str| {
        let url = json!({ "host": host, "port": 5432, "database": "d", "fingerprint": "f" });
        http(json!([{ "num": num, "to_type": to_type, "from_url": url }]))
    };
    assert_eq!(landed(capture(), &[transfer(4, "gof3r", "h")]), Landed::Yes);
    for other in [transfer(3, "gof3r", "h"), transfer(4, "pg_restore", "h"), transfer(4, "gof3r", "other")] {
        assert_eq!(landed(capture(), std::slice::from_ref(&other)), Landed::No(None), "{other:?}");
    }
    // One that failed is none, and one that is being taken is.
    let over = |finished: Value, succeeded: Value| {
        let url = json!({ "host": "h", "port": 5432, "database": "d", "fingerprint": "f" });
        http(
            json!([{ "num": 4, "to_type": "gof3r", "from_url": url, "finished_at": finished, "succeeded": succeeded }]),
        )
    };
    assert_eq!(landed(capture(), &[over(json!("now"), json!(false))]), Landed::No(None));
    assert_eq!(landed(capture(), &[over(json!("now"), json!(true))]), Landed::Yes);
    assert_eq!(landed(capture(), &[over(Value::Null, json!(false))]), Landed::Yes);
}

fn connection(state: &str, host: &str) -> Observation {
    http(
        json!({ "state": state, "db_key": "DATABASE_URL", "database": { "host": host, "port": 5432, "database": "d" } }),
    )
}

#[test]
fn a_pause_is_there_when_the_connection_is_paused_and_a_resumption_when_it_is_not() {
    let pause = || ConnectionPause { connection: connection_name() };
    let resume = || ConnectionResume { connection: connection_name() };
    assert_eq!(landed(pause(), &[connection("PAUSED", "h")]), Landed::Yes);
    assert_eq!(landed(pause(), &[connection("IDLE", "h")]), Landed::No(None));
    assert_eq!(landed(resume(), &[connection("PAUSED", "h")]), Landed::No(None));
    assert_eq!(landed(resume(), &[connection("IDLE", "h")]), Landed::Yes);
    assert!(unclear(pause(), json!({})) && unclear(resume(), json!({})));
}

#[test]
fn connect_is_started_until_it_runs_on_the_intended_database() {
    let start = || ConnectionStart {
        connection: connection_name(),
        database: Location { database: Late::from("d"), host: Late::from("new"), port: Late::Now(5432) },
    };
    for (state, host, seen) in [
        ("PAUSED", "new", found("resume")),
        ("SYSTEM_ERROR", "new", found("restart")),
        ("DB_UNAVAILABLE", "new", found("restart")),
        ("IDLE", "new", Landed::Yes),
        ("POLLING_DB_CHANGES", "new", Landed::Yes),
        ("IDLE", "old", found("restart")),
    ] {
        assert_eq!(landed(start(), &[connection(state, host)]), seen, "{state} on {host}");
    }
    assert!(matches!(landed(start(), &[connection("IMPORT_CONFIGURATION", "new")]), Landed::Unclear(_)));
}

#[test]
fn connections_are_ended_when_nobody_is_left() {
    let reset =
        || ConnectionsReset { addon: "x".into(), addon_id: "id".into(), app: "a".into(), place: place() };
    let end = || SessionsEnd { place: place() };
    for (sessions, seen) in [(0, Landed::Yes), (1, Landed::No(None))] {
        let answer = [sql(json!({ "sessions": sessions }))];
        assert_eq!(landed(reset(), &answer), seen);
        assert_eq!(landed(end(), &answer), seen);
    }
}

#[test]
fn connect_is_pointed_at_a_config_var_when_it_names_that_one() {
    let set = |key: &str| DbKeySet { connection: connection_name(), db_key: Late::from(key) };
    assert_eq!(landed(set("DATABASE_URL"), &[connection("IDLE", "h")]), Landed::Yes);
    assert_eq!(landed(set("OTHER_URL"), &[connection("IDLE", "h")]), Landed::No(None));
}

#[test]
fn a_one_off_dyno_is_stopped_and_a_dyno_of_the_formation_is_left_to_scaling() {
    let stop = || DynosStop { app: "a".into(), but: vec!["web".into()] };
    let dyno = |name: &str, kind: &str, state: &str| json!({ "name": name, "type": kind, "state": state });
    let left = [dyno("web.1", "web", "up"), dyno("run.1", "run", "stopping")];
    assert_eq!(landed(stop(), &[http(json!(left))]), Landed::Yes);
    assert_eq!(landed(stop(), &[http(json!([left[0], dyno("run.7", "run", "up")]))]), found("run.7"));
    assert!(unclear(stop(), json!([{ "type": "run", "state": "up" }])));
}

#[test]
fn a_fence_is_there_or_lifted_by_what_the_server_says() {
    for scope in [FenceScope::Database, FenceScope::Credential] {
        let (fence, lift) = (|| FenceOn { place: place(), scope }, || FenceOff { place: place(), scope });
        for on in [true, false] {
            let own = scope == FenceScope::Credential;
            // The other scope says nothing of this one.
            let answer = [sql(json!({
                "defaultReadOnly": on != own,
                "readOnlyRole": (on == own).then_some("u1"),
            }))];
            let (fenced, lifted) =
                if on { (Landed::Yes, Landed::No(None)) } else { (Landed::No(None), Landed::Yes) };
            assert_eq!(landed(fence(), &answer), fenced);
            assert_eq!(landed(lift(), &answer), lifted);
        }
        let silent = [sql(json!({}))];
        assert!(matches!(landed(fence(), &silent), Landed::Unclear(_)));
        assert!(matches!(landed(lift(), &silent), Landed::Unclear(_)));
    }
}

fn process(kind: &str, quantity: u64) -> Process {
    Process { kind: kind.into(), quantity, size: None }
}

#[test]
fn an_app_is_scaled_when_every_process_has_its_number() {
    let scale = || FormationScale {
        app: "a".into(),
        formation: Late::Now(vec![process("web", 2), process("worker", 0)]),
    };
    let formation = |web: u64, worker: u64| {
        http(json!([{ "type": "web", "quantity": web }, { "type": "worker", "quantity": worker }]))
    };
    assert_eq!(landed(scale(), &[formation(2, 0)]), Landed::Yes);
    for other in [formation(0, 0), formation(2, 1), formation(0, 2)] {
        assert_eq!(landed(scale(), std::slice::from_ref(&other)), Landed::No(None), "{other:?}");
    }
}

#[test]
fn a_lock_is_ours_only_with_our_runs_name_and_nobody_elses_is_removed() {
    let take = || LockTake {
        claim: Late::from("c1"),
        holder: Late::from("me@here"),
        instead_of: None,
        original: Vec::new(),
        place: place(),
        run: Late::from("r1"),
        since: "now".into(),
    };
    let release = || LockRelease { place: place(), run: Late::from("r1") };
    let ours = [sql(json!({ "runId": "r1", "claim": "c1" }))];
    let taken_over = [sql(json!({ "runId": "r1", "claim": "c2" }))];
    let theirs = [sql(json!({ "runId": "r2", "claim": "c2" }))];
    let none = [Observation::SqlFailed { code: "42P01".into() }];
    assert_eq!(landed(take(), &ours), Landed::Yes);
    for other in [&taken_over, &theirs, &none] {
        assert_eq!(landed(take(), other), Landed::No(None), "{other:?}");
    }
    assert_eq!(landed(release(), &ours), Landed::No(None));
    assert_eq!(landed(release(), &theirs), Landed::Yes);
    assert_eq!(landed(release(), &none), Landed::Yes);
}

fn zone(run: &str, zone: Zone) -> LockZone {
    LockZone {
        claim: Late::from("c1"),
        holder: Late::from("me@here"),
        place: place(),
        run: Late::from(run),
        zone,
    }
}

#[test]
fn where_nothing_is_locked_nothing_says_that_the_run_is_further_than_it_is() {
    let noted = |zone: &str| [sql(json!({ "zone": zone }))];
    let none = [Observation::SqlFailed { code: "42P01".into() }];
    assert_eq!(landed(zone("r1", Zone::Downtime), &noted("downtime")), Landed::Yes);
    assert_eq!(landed(zone("r1", Zone::Downtime), &noted("prepare")), Landed::No(None));
    assert_eq!(landed(zone("r1", Zone::Downtime), &none), Landed::No(None));
    assert_eq!(landed(zone("r1", Zone::Prepare), &none), Landed::Yes);
}

#[test]
fn maintenance_mode_is_as_the_app_says() {
    for on in [true, false] {
        let set = |now: bool| {
            landed(MaintenanceSet { app: "a".into(), on }, &[http(json!({ "maintenance": now }))])
        };
        assert_eq!(set(on), Landed::Yes);
        assert_eq!(set(!on), Landed::No(None));
    }
}

#[test]
fn an_upgrade_was_begun_when_the_follower_follows_nobody() {
    let run = || UpgradeRun {
        addon: Late::from("new"),
        addon_id: Late::from("id"),
        app: "a".into(),
        version: Major(17),
    };
    let url = json!({ "host": "h", "port": 5432, "database": "d", "fingerprint": "f" });
    let detail = |following: Value| json!({ "resource_url": url, "info": [{ "name": "Plan", "values": ["x"] }], "following": following });
    assert_eq!(landed(run(), &[http(detail(Value::Null))]), Landed::Yes);
    assert_eq!(landed(run(), &[http(detail(url.clone()))]), Landed::No(None));
    assert!(unclear(run(), json!({})));
}

#[test]
fn statistics_are_there_when_no_table_is_without() {
    let analyze = |stage| Analyze { place: place(), stage };
    let seen = |without: Value| [sql(json!({ "tables": 3, "without": without }))];
    assert_eq!(landed(analyze(Stage::First), &seen(json!([]))), Landed::Yes);
    assert_eq!(landed(analyze(Stage::First), &seen(json!(["t"]))), Landed::No(None));
    assert_eq!(landed(analyze(Stage::Rest), &seen(json!([]))), Landed::No(None));
}

#[test]
fn a_change_is_restored_by_the_same_thing_with_what_stood_there_before_and_by_nothing_else() {
    let attach = |app: &str, addon: &str, namespace: Option<&str>| -> Op {
        AttachmentCreate {
            addon: Late::from(addon),
            app: app.into(),
            attachment: Late::from("DATABASE"),
            namespace: namespace.map(str::to_owned),
            replaces: true,
        }
        .into()
    };
    let autoscaler = |monitor: &str, active| -> Op {
        AutoscalerSwitch { active, app: "a".into(), app_id: "i".into(), monitor: monitor.into() }.into()
    };
    let maintenance = |app: &str, on| -> Op { MaintenanceSet { app: app.into(), on }.into() };
    let key = |db_key: &str| -> Op {
        DbKeySet { connection: connection_name(), db_key: Late::from(db_key) }.into()
    };
    let other_connection: Op = DbKeySet {
        connection: connect_core::late::ConnectionName { connection: "d".into(), ..connection_name() },
        db_key: Late::from("OLD_URL"),
    }
    .into();
    let scale = |app: &str, web: u64| -> Op {
        FormationScale { app: app.into(), formation: Late::Now(vec![process("web", web)]) }.into()
    };
    let restores = |undo: &Op, call: &Op| undo.known().unwrap().restores(call);
    for (call, back, others) in [
        (
            attach("a", "new", None),
            attach("a", "old", None),
            vec![attach("b", "old", None), attach("a", "old", Some("credential:x"))],
        ),
        (autoscaler("m", false), autoscaler("m", true), vec![autoscaler("n", true)]),
        (maintenance("a", true), maintenance("a", false), vec![maintenance("b", false)]),
        (key("NEW_URL"), key("OLD_URL"), vec![other_connection]),
        (scale("a", 0), scale("a", 2), vec![scale("b", 2)]),
        (
            zone("r1", Zone::Downtime).into(),
            zone("r1", Zone::Prepare).into(),
            vec![zone("r2", Zone::Prepare).into()],
        ),
    ] {
        assert!(restores(&back, &call), "{back:?}");
        assert!(!restores(&call, &call), "the same again takes nothing back: {call:?}");
        assert!(others.iter().all(|other| !restores(other, &call)), "{others:?}");
        assert!(!restores(&back, &FenceOn { place: place(), scope: FenceScope::Database }.into()));
    }
    let fence: Op = FenceOff { place: place(), scope: FenceScope::Database }.into();
    assert!(
        !restores(&fence, &FenceOn { place: place(), scope: FenceScope::Database }.into()),
        "that is told by its undo"
    );
}
