//! Who uses the database: what a survey of a world finds, and what the plan says of it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use connect_core::command::UpgradeDb;
use connect_core::diagnostic::{Diagnostic, Severity};
use connect_core::effect::{Effect, Observation};
use connect_core::machine::Want;
use connect_core::plan::Plan;
use connect_core::procedures;
use connect_core::request::Request;
use connect_core::snapshot::Snapshot;
use connect_core::survey::Survey;
use connect_model::chance::Chance;
use connect_model::desk::{scenario, Desk};
use connect_rehearsal::survey;
use connect_simulator::scenario::{AttachmentSpec, DatabaseSpec};
use connect_simulator::{Gauge, Scenario};
use connect_wire::Api;
use serde_json::{json, Value};

/// The plan for the colour attachment, which every scenario has.
fn plan(name: &str, accept: &[&str]) -> Plan {
    let mut desk = Desk::new(&scenario(name).unwrap());
    let typed = UpgradeDb {
        app: "acme-sync".into(),
        database: Some("HEROKU_POSTGRESQL_ROSE".into()),
        version: Some("17".into()),
        accept: accept.iter().map(|code| (*code).to_owned()).collect(),
        ..UpgradeDb::default()
    };
    let request = Request::upgrade_db(&typed).unwrap();
    procedures::plan(&survey(&mut desk, &request).unwrap(), &request)
}

fn found<'a>(plan: &'a Plan, code: &str) -> &'a Diagnostic {
    plan.prechecks.iter().find(|one| one.code == code).unwrap_or_else(|| panic!("no {code}"))
}

#[test]
fn a_database_url_that_was_set_by_hand_stops_the_upgrade_before_anything_is_made() {
    let both = ["app/copied-url", "app/not-moved"];
    let seen = plan("hand-set-url", &[]);
    for code in both {
        assert_eq!(found(&seen, code).severity, Severity::Block, "{code}");
        assert!(found(&seen, code).message.contains("DATABASE_URL"), "{code}");
    }
    assert!(!seen.applyable());
    // Accepting one of them is not enough.
    for code in both {
        assert!(!plan("hand-set-url", &[code]).applyable(), "{code}");
    }
    let accepted = plan("hand-set-url", &both);
    assert!(accepted.applyable(), "{:#?}", accepted.prechecks);
}

#[test]
fn the_address_is_found_in_every_spelling_and_in_parts_and_all_are_named() {
    let copied = [
        "DB_PASSWORD",
        "DB_USER",
        "JDBC_DATABASE_URL",
        "PGDATABASE",
        "PGHOST",
        "POSTGIS_URL",
        "WAREHOUSE_DSN",
    ];
    let seen = plan("dsn-copy", &[]);
    let config = &seen.snapshot.apps[0].config;
    assert_eq!(config.copies, copied);
    // LANG, SECRET_CANARY, CACHE_URL, and PGPORT: a port alone is no address.
    assert_eq!(config.others, 4);
    let finding = found(&seen, "app/copied-url");
    assert_eq!(finding.severity, Severity::Block);
    assert!(copied.iter().all(|name| finding.message.contains(name)), "{}", finding.message);
}

#[test]
fn copies_that_were_accepted_stand_in_what_is_left_to_do() {
    let seen = plan("dsn-copy", &["app/copied-url"]);
    assert!(seen.applyable());
    assert_eq!(found(&seen, "app/copied-url").severity, Severity::Note);
    let left: Vec<&str> = seen.words.next.iter().map(|one| one.command.as_str()).collect();
    for name in &seen.snapshot.apps[0].config.copies {
        let command = format!("heroku config:edit {name} --app acme-sync");
        assert!(left.contains(&command.as_str()), "{left:?}");
    }
}

#[test]
fn no_value_of_a_config_var_reaches_the_plan() {
    let text = serde_json::to_string(&plan("dsn-copy", &["app/copied-url"])).unwrap();
    for secret in ["p15002", "u15002", "canary", "jdbc:"] {
        assert!(!text.contains(secret), "{secret}");
    }
}

/// A survey in which answers of some paths are others.
fn seen(typed: UpgradeDb, change: impl Fn(&str, &mut Observation)) -> Result<Snapshot, Diagnostic> {
    seen_in(&scenario("upgrade-follower").unwrap(), typed, change)
}

fn seen_in(
    world: &Scenario,
    typed: UpgradeDb,
    change: impl Fn(&str, &mut Observation),
) -> Result<Snapshot, Diagnostic> {
    let mut desk = Desk::new(world);
    let request = Request::upgrade_db(&typed).unwrap();
    let needs = procedures::find("upgrade-db").unwrap().needs(&request);
    let mut survey = Survey::new(&request.app, request.database.clone(), needs);
    loop {
        match survey.next(desk.now) {
            Want::Perform(effects) => {
                let mut answers = Vec::new();
                for effect in &effects {
                    let mut answer = desk.perform(effect, Chance::Succeed);
                    if let Effect::Http(http) = effect {
                        change(&http.request.path, &mut answer);
                    }
                    answers.push(answer);
                }
                let answer =
                    if answers.len() == 1 { answers.remove(0) } else { Observation::Together { answers } };
                survey.take(&answer, desk.now);
            }
            Want::Wait { until, .. } => desk.now = until,
            Want::Ended(end) => return end.map(|snapshot| *snapshot).map_err(|finding| *finding),
            _ => panic!("a survey only reads"),
        }
    }
}

fn typed() -> UpgradeDb {
    UpgradeDb { app: "acme-sync".into(), version: Some("17".into()), ..UpgradeDb::default() }
}

fn body(answer: &mut Observation) -> &mut Value {
    match answer {
        Observation::Http { body, .. } => body,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_refused_read_is_seen_as_unread_and_not_as_a_no() {
    let forbidden =
        || Observation::Http { status: 403, body: Value::Null, error_id: None, has_message: true };
    let mut world = scenario("upgrade-follower").unwrap();
    world.apps[0].formation[0].size = "Performance-M".to_owned();
    let snapshot = seen_in(&world, typed(), |path, answer| {
        if ["/features/preboot", "/monitors", "/data/maintenances/"].iter().any(|part| path.contains(part)) {
            *answer = forbidden();
        }
        if path == "/apps/acme-sync" {
            body(answer).as_object_mut().unwrap().remove("generation");
        }
    })
    .unwrap();
    let app = &snapshot.apps[0];
    assert_eq!((app.preboot, &app.generation, app.autoscaler_unread), (None, &None, true));
    assert_eq!(snapshot.database.maintenance, None);
}

#[test]
fn an_address_in_other_letters_is_the_same_database_and_one_of_another_host_is_not() {
    let of = |change: fn(&mut Value)| {
        seen(typed(), |path, answer| {
            let list = path.ends_with("/transfer-schedules") || path.ends_with("/links");
            if path.starts_with("/client/v11/databases/") && !list {
                change(body(answer));
            }
        })
        .unwrap()
        .database
        .url
        .unwrap()
    };
    let usual = of(|_| {});
    assert_eq!(of(|body| body["resource_url"]["fingerprint"] = json!("another user's")), usual);
    assert_eq!(of(|body| body["resource_url"] = Value::Null), usual);
    assert_eq!(of(|body| body["resource_url"]["host"] = json!("other.example")).host, "other.example");
}

/// The plan of a command in a world that is a little other than the usual one.
fn planned(typed: &UpgradeDb, change: impl FnOnce(&mut Scenario)) -> Plan {
    let mut world = scenario("upgrade-follower").unwrap();
    change(&mut world);
    let request = Request::upgrade_db(typed).unwrap();
    procedures::plan(&survey(&mut Desk::new(&world), &request).unwrap(), &request)
}

fn blocks(plan: &Plan) -> Vec<&str> {
    let blocks = plan.prechecks.iter().filter(|one| one.severity == Severity::Block);
    blocks.map(|one| one.code.as_str()).collect()
}

#[test]
fn a_version_that_heroku_is_not_known_to_offer_is_refused_before_a_follower_is_paid_for() {
    for version in ["19", "71", "99"] {
        let plan = planned(&UpgradeDb { version: Some(version.into()), ..typed() }, |_| {});
        assert!(blocks(&plan).contains(&"version/not-offered"), "{version}");
    }
    for version in ["16", "17", "18"] {
        let plan = planned(&UpgradeDb { version: Some(version.into()), ..typed() }, |_| {});
        assert!(plan.applyable(), "{version}");
    }
}

#[test]
fn a_plan_that_can_no_longer_be_ordered_is_found_at_once_and_another_can_be_named() {
    let retired = |world: &mut Scenario| world.databases[0].plan = "standard-tengu".to_owned();
    let plan = planned(&typed(), retired);
    assert_eq!(blocks(&plan), ["plan/unknown"]);
    let help = found(&plan, "plan/unknown").help.clone().unwrap();
    assert!(help.contains("--follower-plan") && help.contains("standard-2"), "{help}");
    assert!(!help.contains("tengu") && !help.contains("essential"), "{help}");

    let other = UpgradeDb { follower_plan: Some("heroku-postgresql:standard-2".into()), ..typed() };
    let plan = planned(&other, retired);
    assert!(plan.applyable(), "{:?}", blocks(&plan));
    assert!(plan.methods[0].cost.contains("$200.00"), "{}", plan.methods[0].cost);
    let made = &plan.steps.iter().find(|step| step.id == "make-follower").unwrap().calls;
    assert!(serde_json::to_string(made).unwrap().contains("\"heroku-postgresql:standard-2\""));
}

#[test]
fn a_plan_that_nobody_sells_or_that_cannot_follow_is_refused() {
    for (plan, code) in [
        ("standard-99x", "plan/unknown"),
        ("essential-0", "plan/other-tier"),
        ("mini", "plan/other-tier"),
        ("advanced", "plan/other-tier"),
        ("private-0", "plan/other-network"),
    ] {
        let typed = UpgradeDb { follower_plan: Some(plan.into()), ..typed() };
        assert_eq!(blocks(&planned(&typed, |_| {})), [code], "{plan}");
    }
    let small = UpgradeDb { follower_plan: Some("standard-0".into()), ..typed() };
    let plan = planned(&small, |world| world.databases[0].plan = "standard-4".to_owned());
    assert_eq!(blocks(&plan), ["target/follower-too-small"]);
}

#[test]
fn plans_that_could_not_be_read_are_not_taken_for_offered() {
    let snapshot = seen(typed(), |path, answer| {
        if path.ends_with("/addons") {
            let addons = body(answer).as_array_mut().unwrap();
            addons.iter_mut().for_each(|addon| drop(addon["plan"].as_object_mut().unwrap().remove("state")));
        }
        if path.ends_with("/plans") {
            *answer = Observation::Http { status: 403, body: Value::Null, error_id: None, has_message: true };
        }
    })
    .unwrap();
    let request = Request::upgrade_db(&typed()).unwrap();
    assert_eq!(blocks(&procedures::plan(&snapshot, &request)), ["plan/unknown"]);
}

/// A follower of the lead, on a plan and under names.
fn replica(world: &mut Scenario, plan: &str, names: &[&str]) {
    let attachments = names.iter().map(|name| AttachmentSpec {
        app: "acme-sync".to_owned(),
        name: (*name).to_owned(),
        namespace: None,
    });
    let leader = world.databases[0].clone();
    world.databases.push(DatabaseSpec {
        addon: "postgresql-replica-10002".to_owned(),
        plan: plan.to_owned(),
        following: Some(leader.addon.clone()),
        attachments: attachments.collect(),
        ..leader
    });
}

#[test]
fn an_adopted_follower_is_compared_with_the_leader_that_it_replaces() {
    let adopt = UpgradeDb { follower: Some("postgresql-replica-10002".into()), ..typed() };
    let colour = "HEROKU_POSTGRESQL_BLUE";
    let plan = planned(&adopt, |world| {
        world.databases[0].plan = "standard-4".to_owned();
        replica(world, "standard-0", &[colour, "READONLY"]);
    });
    assert_eq!(blocks(&plan), ["target/follower-too-small", "target/attached"]);
    assert!(found(&plan, "target/attached").message.contains("READONLY of `acme-sync`"));

    let plan = planned(&adopt, |world| replica(world, "standard-2", &[colour]));
    assert_eq!(blocks(&plan), ["target/plan-differs"]);

    // Whoever reads the follower by a copied address would read the lead.
    let plan = planned(&adopt, |world| {
        replica(world, "standard-0", &[colour]);
        let part = |name: &str| format!("{{{{HEROKU_POSTGRESQL_BLUE_URL.{name}}}}}");
        let [user, password, host, port, database] =
            ["user", "password", "host", "port", "database"].map(part);
        let url = format!("postgres://{user}:{password}@{host}:{port}/{database}?sslmode=require");
        world.apps[0].config_vars.insert("REPORTS_DSN".to_owned(), url);
    });
    assert_eq!(blocks(&plan), ["target/attached"]);
    let finding = found(&plan, "target/attached");
    assert!(finding.message.ends_with(": REPORTS_DSN of `acme-sync`"), "{}", finding.message);
    let help = finding.help.as_ref().unwrap();
    assert!(help.contains("`heroku config:unset REPORTS_DSN --app acme-sync`"), "{help}");

    let plan = planned(&adopt, |world| replica(world, "standard-0", &[colour]));
    assert!(plan.applyable(), "{:?}", blocks(&plan));
    // The one that takes over is none that stays behind.
    assert_eq!(found(&plan, "database/followers").severity, Severity::Pass);
}

#[test]
fn a_follower_that_an_app_reads_is_no_copy_of_its_leaders_address() {
    let plan =
        planned(&typed(), |world| replica(world, "standard-0", &["READONLY", "HEROKU_POSTGRESQL_BLUE"]));
    assert_eq!(found(&plan, "app/copied-url").severity, Severity::Pass);
    assert!(plan.applyable(), "{:?}", blocks(&plan));
    // It stays with the old database, and that is said.
    let stays = found(&plan, "database/followers");
    assert_eq!(stays.severity, Severity::Warn);
    assert!(stays.message.contains("1 follower(s)"), "{}", stays.message);
}

/// The finding on what the plan holds, and whether anything is done, for a database of some gigabytes.
fn room(typed: UpgradeDb, gigabytes: u64, change: impl FnOnce(&mut Scenario)) -> (String, String, bool) {
    let mut world = scenario("upgrade-follower").unwrap();
    change(&mut world);
    let mut desk = Desk::new(&world);
    for addon in ["postgresql-curved-10001", "postgresql-replica-10002"] {
        let size = Gauge::Size { addon: addon.to_owned(), bytes: gigabytes << 30 };
        desk.world.gauge(size, desk.now);
    }
    let request = Request::upgrade_db(&typed).unwrap();
    let plan = procedures::plan(&survey(&mut desk, &request).unwrap(), &request);
    let codes = ["plan/too-small", "plan/nearly-full", "plan/limits-unknown"];
    let finding = plan.prechecks.iter().find(|one| codes.contains(&one.code.as_str())).unwrap();
    (finding.code.clone(), finding.message.clone(), plan.applyable())
}

#[test]
fn a_plan_that_does_not_hold_the_data_is_refused_before_a_follower_is_paid_for() {
    let said = |gigabytes| {
        let (code, message, applyable) = room(typed(), gigabytes, |_| {});
        assert_eq!(
            message,
            format!("`postgresql-curved-10001` has {gigabytes} GB of the 64 GB that standard-0 holds")
        );
        (code, applyable)
    };
    assert_eq!(said(51), ("plan/too-small".to_owned(), true));
    assert_eq!(said(52), ("plan/nearly-full".to_owned(), false));
    assert_eq!(said(64), ("plan/nearly-full".to_owned(), false));
    assert_eq!(said(65), ("plan/too-small".to_owned(), false));
    // Nearly full can be accepted, too small cannot.
    let accept = vec!["plan/nearly-full".to_owned(), "plan/too-small".to_owned()];
    let accepting = || UpgradeDb { accept: accept.clone(), ..typed() };
    assert!(room(accepting(), 60, |_| {}).2);
    assert!(!room(accepting(), 65, |_| {}).2);
    // What another plan holds is not shown of any database.
    let other = UpgradeDb { follower_plan: Some("standard-2".into()), ..typed() };
    let (code, message, applyable) = room(other, 65, |_| {});
    assert_eq!((code.as_str(), applyable), ("plan/limits-unknown", true));
    assert!(message.contains("standard-2"), "{message}");
}

#[test]
fn an_adopted_follower_that_does_not_hold_the_data_is_refused() {
    let adopt = || UpgradeDb {
        follower: Some("postgresql-replica-10002".into()),
        accept: vec!["target/plan-differs".into(), "plan/nearly-full".into()],
        ..typed()
    };
    let smaller = |world: &mut Scenario| {
        world.databases[0].plan = "standard-2".to_owned();
        replica(world, "standard-0", &["HEROKU_POSTGRESQL_BLUE"]);
    };
    let (code, message, applyable) = room(adopt(), 65, smaller);
    assert_eq!((code.as_str(), applyable), ("plan/too-small", false));
    assert!(message.ends_with("has 65 GB of the 64 GB that standard-0 holds"), "{message}");
    assert!(room(adopt(), 20, smaller).2);
}

#[test]
fn an_adopted_follower_in_another_space_or_with_less_room_is_not_what_the_leader_is() {
    let adopt = UpgradeDb { follower: Some("postgresql-replica-10002".into()), ..typed() };
    let elsewhere = |space: Option<&str>, plan: &str| {
        let plan = planned(&adopt, |world| {
            replica(world, plan, &["HEROKU_POSTGRESQL_BLUE"]);
            let mut other = world.apps[0].clone();
            other.name = "acme-reports".to_owned();
            other.space = space.map(str::to_owned);
            world.apps.push(other);
            world.databases[1].app = "acme-reports".to_owned();
        });
        let finding = found(&plan, "target/plan-differs");
        (finding.severity, finding.message.clone())
    };
    let (severity, message) = elsewhere(Some("acme-space"), "standard-0");
    assert_eq!(severity, Severity::Block);
    assert!(message.ends_with(": space `acme-space` instead of none"), "{message}");
    assert_eq!(elsewhere(None, "standard-0").0, Severity::Pass);

    let plan = planned(&adopt, |world| {
        world.databases[0].plan = "standard-2".to_owned();
        replica(world, "standard-0", &["HEROKU_POSTGRESQL_BLUE"]);
    });
    let message = &found(&plan, "target/plan-differs").message;
    assert!(
        message.ends_with(": plan standard-0 instead of standard-2; room for 64 GB instead of 256 GB"),
        "{message}"
    );
}

#[test]
fn a_plan_for_a_follower_that_exists_is_a_contradiction() {
    let both = UpgradeDb { follower: Some("x".into()), follower_plan: Some("standard-0".into()), ..typed() };
    assert_eq!(Request::upgrade_db(&both).unwrap_err()[0].code, "usage/flags");
}

#[test]
fn a_database_is_found_by_every_name_that_heroku_uses_for_it() {
    let id = planned(&typed(), |_| {}).snapshot.database.id;
    for reference in [
        "DATABASE",
        "DATABASE_URL",
        "database_url",
        "HEROKU_POSTGRESQL_ROSE",
        "HEROKU_POSTGRESQL_ROSE_URL",
        "ROSE",
        "rose",
        "postgresql-curved-10001",
        &id,
        "acme-sync::DATABASE",
        "acme-sync::HEROKU_POSTGRESQL_ROSE_URL",
        "postgresql-curved-10001::DATABASE",
        "postgresql-curved-10001::HEROKU_POSTGRESQL_ROSE_URL",
    ] {
        let typed = UpgradeDb { database: Some(reference.into()), ..typed() };
        let plan = planned(&typed, |_| {});
        assert_eq!(plan.snapshot.database.addon, "postgresql-curved-10001", "{reference}");
        assert_eq!(plan.snapshot.app, "acme-sync", "{reference}");
    }
}

#[test]
fn a_database_of_another_app_is_found_through_that_app() {
    let typed = UpgradeDb { database: Some("acme-admin::DATABASE".into()), ..typed() };
    let request = Request::upgrade_db(&typed).unwrap();
    let snapshot = survey(&mut Desk::new(&scenario("two-apps").unwrap()), &request).unwrap();
    assert_eq!(snapshot.app, "acme-admin");
    assert_eq!(snapshot.apps[0].name, "acme-admin");
}

#[test]
fn a_name_that_is_no_database_is_refused_by_name() {
    for (reference, code) in [
        ("GREEN", "database/none"),
        ("SCHEDULER", "database/none"),
        ("acme-none::DATABASE", "app/unknown"),
        ("postgresql-curved-10001::GREEN", "database/none"),
    ] {
        let typed = UpgradeDb { database: Some(reference.into()), ..typed() };
        assert_eq!(seen(typed, |_, _| {}).unwrap_err().code, code, "{reference}");
    }
}

#[test]
fn an_exact_name_comes_before_a_colour_of_another_database() {
    let other = |world: &mut Scenario| {
        let first = world.databases[0].clone();
        let attachment =
            AttachmentSpec { app: "acme-sync".to_owned(), name: "ROSE".to_owned(), namespace: None };
        world.databases.push(DatabaseSpec {
            addon: "postgresql-other-10003".to_owned(),
            attachments: vec![attachment],
            ..first
        });
    };
    let typed = UpgradeDb { database: Some("ROSE".into()), ..typed() };
    assert_eq!(planned(&typed, other).snapshot.database.addon, "postgresql-other-10003");
}

#[test]
fn an_organization_is_the_same_in_fifteen_and_in_eighteen_characters() {
    let connection = planned(&typed(), |_| {}).snapshot.connections[0].clone();
    assert!(connection.org.is_some());
    assert_eq!(connection.org, connection.objects.unwrap().org);
}

/// In how many rounds a survey is done, and with how many calls of the Platform API.
#[test]
fn a_survey_of_one_app_takes_five_rounds_and_eight_calls_of_the_platform() {
    let mut desk = Desk::new(&scenario("upgrade-follower").unwrap());
    let request = Request::upgrade_db(&typed()).unwrap();
    let needs = procedures::find("upgrade-db").unwrap().needs(&request);
    let mut survey = Survey::new(&request.app, request.database.clone(), needs);
    let (mut rounds, mut platform) = (0, 0);
    while let Want::Perform(effects) = survey.next(desk.now) {
        rounds += 1;
        let of_platform =
            |effect: &&Effect| matches!(effect, Effect::Http(http) if http.request.api == Api::Platform);
        platform += effects.iter().filter(of_platform).count();
        let answer = desk.together(&effects, 0, Chance::Succeed);
        survey.take(&answer, desk.now);
    }
    assert_eq!(rounds, 5);
    assert_eq!(platform, 8);
}

/// Paths that a survey asks for.
fn asked(world: &Scenario, typed: UpgradeDb) -> Vec<String> {
    let paths = std::cell::RefCell::new(Vec::new());
    seen_in(world, typed, |path, _| paths.borrow_mut().push(path.to_owned())).unwrap();
    paths.into_inner()
}

#[test]
fn a_survey_does_not_ask_for_what_it_knows_already() {
    let mut world = scenario("upgrade-follower").unwrap();
    let asks = |world: &Scenario, typed: UpgradeDb, what: &str| {
        asked(world, typed).iter().filter(|path| path.contains(what)).count()
    };
    // The only database tells its names itself, its plan says whether it is sold, and a small dyno is never autoscaled.
    assert_eq!(asks(&world, typed(), "/apps/acme-sync/addon-attachments"), 0);
    assert_eq!(asks(&world, typed(), "/plans"), 0);
    assert_eq!(asks(&world, typed(), "/monitors"), 0);

    let other = UpgradeDb { follower_plan: Some("standard-2".into()), ..typed() };
    assert_eq!(asks(&world, other, "/plans"), 1);
    let retired = {
        let mut world = world.clone();
        world.databases[0].plan = "standard-tengu".to_owned();
        world
    };
    assert_eq!(asks(&retired, typed(), "/plans"), 1);
    replica(&mut world, "standard-0", &["OTHER"]);
    assert_eq!(asks(&world, typed(), "/apps/acme-sync/addon-attachments"), 1);
    world.apps[0].formation[0].size = "Performance-M".to_owned();
    assert_eq!(asks(&world, typed(), "/monitors"), 1);
}

#[test]
fn a_database_of_another_app_is_found_where_the_app_has_one_of_its_own() {
    let mut world = scenario("upgrade-follower").unwrap();
    let theirs = AttachmentSpec { app: "acme-sync".into(), name: "THEIRS".into(), namespace: None };
    world
        .apps
        .push(connect_simulator::scenario::AppSpec { name: "acme-lake".into(), ..world.apps[0].clone() });
    let mut lake = world.databases[0].clone();
    lake.addon = "postgresql-lake-10009".into();
    lake.app = "acme-lake".into();
    lake.attachments = vec![AttachmentSpec { app: "acme-lake".into(), ..theirs.clone() }, theirs];
    world.databases.push(lake);
    let named = UpgradeDb { database: Some("THEIRS".into()), ..typed() };
    assert_eq!(seen_in(&world, named, |_, _| ()).unwrap().database.addon, "postgresql-lake-10009");
    assert_eq!(seen_in(&world, typed(), |_, _| ()).unwrap().database.addon, "postgresql-curved-10001");
}
