//! What an approval holds for: each judged field drifts by its name and changes the sum, whatever passes does neither.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]
#![allow(clippy::disallowed_methods, clippy::disallowed_types, clippy::indexing_slicing)]

mod support;

use connect_core::approval::{drift, sha256};
use connect_core::command::Aftercare;
use connect_core::diagnostic::Severity;
use connect_core::plan::Plan;
use connect_core::procedures;
use connect_core::request::Request;
use connect_core::snapshot::Snapshot;
use serde_json::{json, Value};
use support::given;

/// What is said of each judged field: where it stands, what stands there instead, and the drift.
fn judged() -> Vec<(&'static str, Value, &'static str, &'static str)> {
    vec![
        ("/database/id", json!("other"), "drift/database", "database, id: "),
        (
            "/database/addon",
            json!("other"),
            "drift/database",
            "database, add-on: `postgresql-curved-10001` → `other`",
        ),
        ("/database/app", json!("other"), "drift/database", "database, app: `acme-sync` → `other`"),
        (
            "/database/plan",
            json!("heroku-postgresql:standard-2"),
            "drift/database",
            "database, plan: `heroku-postgresql:standard-0` → `heroku-postgresql:standard-2`",
        ),
        ("/database/priceCents", json!(9_900), "drift/database", "price in US cents a month: 5000 → 9900"),
        ("/database/major", json!(16), "drift/database", "database, Postgres version: 15 → 16"),
        ("/database/url/host", json!("other"), "drift/database", "database, url, host: "),
        ("/database/url/port", json!(1), "drift/database", "database, url, port: "),
        ("/database/url/database", json!("other"), "drift/database", "database, url, database: "),
        ("/database/follows", json!(true), "drift/database", "database, follows another: no → yes"),
        ("/database/region", json!("eu"), "drift/database", "database, region: "),
        ("/database/followers", json!(2), "drift/database", "database, followers: 0 → 2"),
        ("/database/forkFollow", json!("Temporarily Unavailable"), "drift/database", "fork and follow: "),
        (
            "/database/kept/schedules",
            json!([{"name": "DATABASE_URL", "hour": 2, "timezone": "UTC"}]),
            "drift/database",
            "database, kept by Heroku, backup schedules: ",
        ),
        (
            "/database/kept/window",
            json!({"day": "Sunday", "time": "01:00"}),
            "drift/database",
            "database, kept by Heroku, maintenance window: ",
        ),
        (
            "/database/kept/settings",
            json!({"log_statement": "all"}),
            "drift/database",
            "database, kept by Heroku, settings",
        ),
        (
            "/database/kept/credentials",
            json!(["reports"]),
            "drift/database",
            "database, kept by Heroku, credentials: none → `reports`",
        ),
        (
            "/database/kept/links",
            json!([{"name": "warehouse", "remote": "redis-flat-1"}]),
            "drift/database",
            "database, kept by Heroku, data links: ",
        ),
        (
            "/database/safeguards",
            json!(["standby", "protection"]),
            "drift/database",
            "database, what keeps it safe: ",
        ),
        ("/database/inventory/extensions/0/version", json!("0.1"), "drift/database", ", version: "),
        (
            "/database/inventory/extensions/0/name",
            json!("other"),
            "drift/database",
            "extension `other`: none → there",
        ),
        (
            "/attachments/0/name",
            json!("OTHER"),
            "drift/attachments",
            "attachment `acme-sync::OTHER`: none → there",
        ),
        (
            "/attachments/0/app",
            json!("other"),
            "drift/attachments",
            "attachment `other::DATABASE`: none → there",
        ),
        (
            "/attachments/0/namespace",
            json!("credential:reports"),
            "drift/attachments",
            "attachment `acme-sync::DATABASE`, credential: none → `credential:reports`",
        ),
        ("/apps/0/id", json!("other"), "drift/app", "app `acme-sync`, id: "),
        ("/apps/0/name", json!("other"), "drift/app", "app `other`: none → there"),
        ("/apps/0/maintenance", json!(true), "drift/app", "app `acme-sync`, maintenance mode: no → yes"),
        ("/apps/0/space", json!("attic"), "drift/app", "app `acme-sync`, space: none → `attic`"),
        ("/apps/0/generation", json!("fir"), "drift/app", "app `acme-sync`, generation: `cedar` → `fir`"),
        (
            "/apps/0/formation/0/type",
            json!("clock"),
            "drift/formation",
            "app `acme-sync`, process `clock`: none → there",
        ),
        (
            "/apps/0/formation/0/quantity",
            json!(7),
            "drift/formation",
            "app `acme-sync`, process `web`, quantity: 1 → 7",
        ),
        (
            "/apps/0/formation/0/size",
            json!("Eco"),
            "drift/formation",
            "process `web`, size: `Standard-1X` → `Eco`",
        ),
        ("/apps/0/releasePhase", json!(true), "drift/app", "app `acme-sync`, release phase: no → yes"),
        ("/apps/0/preboot", json!(true), "drift/app", "app `acme-sync`, preboot: no → yes"),
        ("/apps/0/autoscaler", json!("m-1"), "drift/app", "app `acme-sync`, autoscaler: none → `m-1`"),
        (
            "/apps/0/autoscalerUnread",
            json!(true),
            "drift/app",
            "app `acme-sync`, autoscaler unread: no → yes",
        ),
        (
            "/apps/0/config/copies",
            json!(["DSN"]),
            "drift/app",
            "config vars, with a copied address: none → `DSN`",
        ),
        (
            "/apps/0/config/followerCopies",
            json!(["REPLICA"]),
            "drift/app",
            "config vars, with a copied address of a follower: none → `REPLICA`",
        ),
        ("/apps/0/config/urls", json!(["DATABASE_URL"]), "drift/app", "config vars, with its address: "),
        ("/outOfReach", json!(["hidden"]), "drift/app", "apps out of reach: none → `hidden`"),
        (
            "/connections/0/id",
            json!("other"),
            "drift/connection",
            "connection `herokuconnect-angular-20001`, id: ",
        ),
        ("/connections/0/resource", json!("other"), "drift/connection", "connection `other`: none → there"),
        ("/connections/0/app", json!("other"), "drift/connection", ", app: "),
        ("/connections/0/region", json!("https://other"), "drift/connection", ", region: "),
        (
            "/connections/0/dbKey",
            json!("OTHER_URL"),
            "drift/connection",
            ", db key: `DATABASE_URL` → `OTHER_URL`",
        ),
        ("/connections/0/mtls", json!(true), "drift/connection", ", mtls: "),
        ("/connections/0/schema", json!("other"), "drift/connection", ", schema: `salesforce` → `other`"),
        ("/connections/0/state", json!("PAUSED"), "drift/connection", ", state: `running` → `paused`"),
        (
            "/connections/0/state",
            json!("DB_UNAVAILABLE"),
            "drift/connection",
            ", state: `running` → `broken`",
        ),
        (
            "/connections/0/onDatabase",
            json!(false),
            "drift/connection",
            ", connected to this database: yes → no",
        ),
        (
            "/connections/0/org",
            json!("another"),
            "drift/connection",
            ", Salesforce organization: `same` → `other`",
        ),
        ("/connections/0/objects/tables/0", json!("other"), "drift/connection", ", objects, tables: "),
        (
            "/connections/0/mappings/0/object",
            json!("Lead"),
            "drift/mapping",
            ", mapping `Lead`: none → there",
        ),
        (
            "/connections/0/mappings/0/state",
            json!("ABORTED"),
            "drift/mapping",
            "`Account`, state: `at rest` → `broken`",
        ),
        (
            "/connections/0/mappings/0/state",
            json!("POLLING"),
            "drift/mapping",
            "`Account`, state: `at rest` → `working`",
        ),
        (
            "/connections/0/mappings/0/access",
            json!("read_only"),
            "drift/mapping",
            ", access: `read_write` → `read_only`",
        ),
        ("/connections/0/mappings/0/streaming", json!(true), "drift/mapping", ", streaming: no → yes"),
        (
            "/connections/0/mappings/0/upsertField",
            json!("Id__c"),
            "drift/mapping",
            ", unique identifier: `External_Id__c` → `Id__c`",
        ),
        (
            "/hiddenConnections",
            json!(["connect"]),
            "drift/connection",
            "connections that this login may not see: none → `connect`",
        ),
        (
            "/lock",
            json!({ "runId": "rother12", "holder": "she@there", "since": "1", "zone": "prepare" }),
            "drift/lock",
            "lock: none → there",
        ),
    ]
}

/// What differs at every look at an unchanged world.
fn passing() -> Vec<(&'static str, Value)> {
    vec![
        ("/takenAt", json!(9_000_000_000_000_u64)),
        ("/formatVersion", json!("1.9")),
        ("/database/version", json!("15.99")),
        ("/connections/0/mappings/0/state", json!("POLLING_SF_CHANGES")),
        ("/connections/0/mappings/0/state", json!("POLLING_SF_FOR_DELETES")),
        ("/database/url/fingerprint", json!("another-key")),
        ("/database/bytes", json!(9_000_000_000_u64)),
        ("/database/limit", Value::Null),
        ("/database/server/versionNum", json!(150_099)),
        ("/database/server/withoutStatistics", json!(5)),
        ("/database/inventory/largeObjects", json!(5)),
        ("/database/inventory/schemas", json!(5)),
        ("/database/inventory/objects", json!(5)),
        ("/database/inventory/extensions/0/newest", json!("9.9")),
        ("/apps/0/down", json!([{ "type": "web", "quantity": 1, "size": null }])),
        ("/apps/0/oneOffs", json!(["run"])),
        ("/apps/0/release", json!(99)),
        ("/apps/0/config/others", json!(99)),
        ("/connections/0/mappings/0/sfPoll", json!("2030-01-01T00:00:00Z")),
        ("/connections/0/state", json!("POLLING_DB_CHANGES")),
        ("/connections/0/log/new", json!(99)),
        ("/connections/0/log/pending", json!(99)),
        ("/connections/0/log/oldestPendingSeconds", json!(99)),
        ("/notices", json!([{ "id": "1", "title": "Heroku Connect maintenance", "incident": false }])),
        ("/notices", Value::Null),
        ("/asked/platform", json!(99)),
        ("/asked/data", json!(99)),
        ("/asked/connect", json!(99)),
        ("/asked/sql", json!(99)),
    ]
}

fn plan_of(snapshot: Value, request: &Request) -> Plan {
    procedures::plan(&serde_json::from_value::<Snapshot>(snapshot).unwrap(), request)
}

fn good() -> (Value, Request) {
    let (snapshot, request) = given("good");
    (json!(snapshot), request)
}

fn with(snapshot: &Value, pointer: &str, value: Value) -> Value {
    let mut other = snapshot.clone();
    *other.pointer_mut(pointer).unwrap_or_else(|| panic!("nothing at {pointer}")) = value;
    other
}

#[test]
fn each_judged_field_that_changed_is_named_and_changes_the_sum() {
    let (snapshot, request) = good();
    let approved = plan_of(snapshot.clone(), &request);
    for (pointer, value, code, said) in judged() {
        let fresh = plan_of(with(&snapshot, pointer, value), &request);
        let drifted = drift(&approved, &fresh);
        let named = drifted.iter().any(|one| one.code == code && one.message.contains(said));
        assert!(named, "{pointer}: {code} `{said}` is not in {drifted:#?}");
        assert!(drifted.iter().all(|one| one.severity == Severity::Block), "{pointer}");
        assert_ne!(sha256(&fresh), sha256(&approved), "{pointer}");
    }
}

#[test]
fn what_passes_is_let_through_and_keeps_the_sum() {
    let (snapshot, request) = good();
    let approved = plan_of(snapshot.clone(), &request);
    for (pointer, value) in passing() {
        let fresh = plan_of(with(&snapshot, pointer, value), &request);
        assert_eq!(drift(&approved, &fresh), [], "{pointer}");
        assert_eq!(sha256(&fresh), sha256(&approved), "{pointer}");
    }
}

/// A field that stands in neither list would be one of which nobody has decided whether it is judged.
#[test]
fn every_field_of_a_snapshot_is_judged_or_passes() {
    fn fields(at: &str, value: &Value, into: &mut Vec<String>) {
        match value {
            Value::Object(map) if !map.is_empty() => {
                map.iter().for_each(|(name, value)| fields(&format!("{at}/{name}"), value, into));
            }
            Value::Array(all) if all.first().is_some_and(Value::is_object) => {
                fields(&format!("{at}/0"), &all[0], into);
            }
            _ => into.push(at.to_owned()),
        }
    }
    /// Judged anew by a check, or with the field that it belongs to.
    const CHECKED: [&str; 22] = [
        "/app",
        "/plans/",
        "/follower",
        "/database/waiting",
        "/database/maintenance",
        "/database/maintenanceAt",
        "/database/upgradeScheduled",
        "/database/server/inRecovery",
        "/database/server/defaultReadOnly",
        "/database/server/readOnlyRole",
        "/database/server/owns",
        "/database/inventory/found/",
        "/database/inventory/clients/",
        "/database/inventory/clients",
        "/apps/0/releaseStatus",
        "/apps/0/services",
        "/apps/0/config/unjudged",
        "/connections/0/log/failed",
        "/connections/0/objects/org",
        "/connections/0/objects/disabledTriggers",
        "/connections/0/objects/helpers",
        "/connections/0/objects/overrides",
    ];
    let (snapshot, _) = good();
    let mut all = Vec::new();
    fields("", &snapshot, &mut all);
    assert!(all.len() > 70, "{}", all.len());
    for field in all {
        let listed = judged().iter().any(|one| one.0.starts_with(&field))
            || passing().iter().any(|one| one.0 == field)
            || CHECKED.iter().any(|one| field == *one || (one.ends_with('/') && field.starts_with(one)));
        assert!(listed, "{field} is in no list");
    }
}

fn unlogged(names: &[&str]) -> Value {
    let found =
        |name: &[&str]| json!([{ "item": "unloggedTables", "since": 0, "total": name.len(), "names": name }]);
    if names.is_empty() {
        json!([])
    } else {
        found(names)
    }
}

#[test]
fn what_was_accepted_holds_for_what_there_was_and_for_nothing_that_came_later() {
    let (snapshot, request) = good();
    let request = Request { accept: vec!["database/unlogged".to_owned()], ..request };
    let of =
        |names: &[&str]| plan_of(with(&snapshot, "/database/inventory/found", unlogged(names)), &request);
    let said = |approved: &[&str], fresh: &[&str]| {
        let drifted = drift(&of(approved), &of(fresh));
        drifted.into_iter().map(|one| format!("{} {}", one.code, one.message)).collect::<Vec<_>>().join("\n")
    };
    assert_eq!(said(&["public.cache"], &["public.cache"]), "");
    let more = said(&["public.cache"], &["public.cache", "public.orders"]);
    assert!(more.starts_with("drift/check check `database/unlogged`: blocker → blocker: "), "{more}");
    assert!(more.contains("public.orders"), "{more}");
    // Accepted at a time when there was none: nobody has seen what it would be for.
    let first = said(&[], &["public.orders"]);
    assert!(first.starts_with("drift/check check `database/unlogged`: ok → blocker: "), "{first}");
}

#[test]
fn a_check_that_was_in_order_and_is_not_any_more_is_drift_and_one_that_was_not_is_none() {
    let (snapshot, request) = good();
    let approved = plan_of(snapshot.clone(), &request);
    for (pointer, value, said) in [
        ("/apps/0/releaseStatus", json!("failed"), "check `release/failed-before`: ok → blocker: "),
        ("/database/maintenance", json!("pending"), "check `database/maintenance`: ok → warning: "),
        ("/connections/0/log/failed", json!(3), "check `connect/failed-writes`: ok → warning: "),
        ("/connections/0/objects/helpers", json!(false), "check `connect/capture-broken`: ok → blocker: "),
        (
            "/connections/0/objects/disabledTriggers",
            json!(1),
            "check `connect/capture-broken`: ok → blocker: ",
        ),
        ("/database/waiting", json!(true), "check `database/not-ready`: ok → blocker: "),
        ("/database/server", Value::Null, "check `sql/out-of-reach`: ok → blocker: "),
    ] {
        let fresh = plan_of(with(&snapshot, pointer, value.clone()), &request);
        let drifted = drift(&approved, &fresh);
        assert!(
            drifted.iter().any(|one| one.code == "drift/check" && one.message.starts_with(said)),
            "{drifted:#?}"
        );
        assert_eq!(drift(&fresh, &plan_of(with(&snapshot, pointer, value), &request)), [], "{pointer}");
        assert_eq!(drift(&fresh, &approved), [], "what got better is no drift: {pointer}");
    }
}

#[test]
fn how_many_web_dynos_an_autoscaler_runs_is_no_drift() {
    let (snapshot, request) = good();
    let scaled = with(&snapshot, "/apps/0/autoscaler", json!("m-1"));
    let approved = plan_of(scaled.clone(), &request);
    let fresh = plan_of(with(&scaled, "/apps/0/formation/0/quantity", json!(5)), &request);
    assert_eq!(drift(&approved, &fresh), []);
    assert_eq!(sha256(&fresh), sha256(&approved));
    for (process, quantity) in [(0, 0), (1, 5)] {
        let pointer = format!("/apps/0/formation/{process}/quantity");
        let fresh = plan_of(with(&scaled, &pointer, json!(quantity)), &request);
        assert!(!drift(&approved, &fresh).is_empty(), "{pointer}");
        assert_ne!(sha256(&fresh), sha256(&approved));
    }
}

#[test]
fn the_order_of_lists_is_no_drift() {
    for name in support::names() {
        let (snapshot, request) = given(&name);
        let mut other = snapshot.clone();
        other.attachments.reverse();
        other.apps.reverse();
        other.connections.reverse();
        other.apps.iter_mut().for_each(|app| app.formation.reverse());
        other.connections.iter_mut().for_each(|one| one.mappings.reverse());
        other.database.inventory.iter_mut().for_each(|one| one.extensions.reverse());
        let (approved, fresh) = (procedures::plan(&snapshot, &request), procedures::plan(&other, &request));
        assert_eq!(drift(&approved, &fresh), [], "{name}");
        assert_eq!(sha256(&fresh), sha256(&approved), "{name}");
    }
}

#[test]
fn another_price_of_what_is_made_is_drift_and_that_of_another_plan_is_none() {
    let (snapshot, mut request) = good();
    let plans = ["standard-0", "standard-2", "standard-3"]
        .map(|plan| (format!("heroku-postgresql:{plan}"), json!(20_000)));
    let snapshot = with(&snapshot, "/plans", plans.into_iter().collect());
    let connect_core::request::Wanted::UpgradeDb(upgrade) = &mut request.procedure else {
        panic!("no upgrade")
    };
    upgrade.follower_plan = Some("standard-2".to_owned());
    let approved = plan_of(snapshot.clone(), &request);
    let priced = |plan: &str| {
        plan_of(with(&snapshot, &format!("/plans/heroku-postgresql:{plan}"), json!(77_700)), &request)
    };
    let drifted = drift(&approved, &priced("standard-2"));
    assert_eq!(drifted.len(), 1, "{drifted:#?}");
    assert_eq!(drifted[0].code, "drift/method");
    assert!(drifted[0].message.contains("+$777.00/month"), "{drifted:#?}");
    assert_ne!(sha256(&priced("standard-2")), sha256(&approved));
    assert_eq!(drift(&approved, &priced("standard-3")), []);
    assert_eq!(sha256(&priced("standard-3")), sha256(&approved));
}

#[test]
fn whatever_is_asked_for_otherwise_changes_the_sum() {
    let (snapshot, request) = good();
    let sum = |request: &Request| sha256(&plan_of(snapshot.clone(), request));
    let approved = sum(&request);
    for (pointer, value) in [
        ("/app", json!("other")),
        ("/database", json!("ROSE")),
        ("/accept", json!(["app/preboot"])),
        ("/maxDowntimeMs", json!(60_000)),
        ("/downtimeBefore", json!(1_795_373_032_000_u64)),
        ("/waitIntervalMs", json!(7_000)),
        ("/procedure/version", json!(16)),
        ("/procedure/method", json!("follower")),
        ("/procedure/follower", json!("postgresql-replica")),
        ("/procedure/followerPlan", json!("standard-2")),
    ] {
        let other: Request = serde_json::from_value(with(&json!(request), pointer, value)).unwrap();
        assert_ne!(sum(&other), approved, "{pointer}");
    }
    let aftercare = Aftercare { move_readers: true, ..Aftercare::default() };
    assert_ne!(sum(&Request { aftercare, ..request.clone() }), approved, "what is asked of the aftercare");
    let accepting = |codes: &[&str]| {
        let accept = codes.iter().map(|code| (*code).to_owned()).collect();
        sum(&Request { accept, ..request.clone() })
    };
    assert_eq!(accepting(&["a/b", "c/d"]), accepting(&["c/d", "a/b"]), "in whatever order it is accepted");
}
