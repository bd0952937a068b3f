//! Making a connection anew, in simulated time: what operators see whatever goes wrong.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod support;

use connect_core::command::{Command, Context, Recreate, Resume, Shown};
use connect_core::directive::{Directive, Event};
use connect_core::effect::Effect;
use connect_core::ending::Ending;
use connect_model::case::{Bounds, Case};
use connect_model::desk::{scenario, Desk};
use connect_model::faults::{all, entries, strike};
use connect_simulator::scenario::{ReauthOtherOrg, Switches};
use connect_simulator::{Act, LoginOrg};
use support::{at_peace, context, drive, ends, hooked, hooked_in, later, says, told, told_until, Told};

const DATABASE: &str = "postgresql-curved-10001";
const CONNECT: &str = "herokuconnect-angular-20001";
const NEW: &str = "herokuconnect-rabc1234";
const SCHEMA: &str = "salesforce";
const ASIDE: &str = "salesforce_old_rabc1234";
const ORG: &str = "00D5g00000AcmeSyEA";
const DAY_MS: u64 = 86_400_000;

/// What everybody must accept.
const ACCEPTED: [&str; 2] = ["recreate/manual-settings", "app/readers-fail"];

fn desk_of(switch: impl FnOnce(&mut Switches)) -> Desk {
    let mut world = scenario("upgrade-follower").unwrap();
    world.switches.login = Some(LoginOrg::Right);
    switch(&mut world.switches);
    Desk::new(&world)
}

fn desk() -> Desk {
    desk_of(|_| ())
}

fn recreated(reason: &str, more: &[&str]) -> Command {
    let accept = ACCEPTED.iter().chain(more).map(|code| (*code).to_owned()).collect();
    Command::Recreate(Recreate {
        app: "acme-sync".into(),
        reason: Some(reason.into()),
        hold: Some(false),
        shown: Shown { accept, confirm: Some("acme-sync".into()), ..Shown::default() },
        ..Recreate::default()
    })
}

fn tier_change() -> Command {
    recreated("tier-change", &[])
}

#[test]
fn a_plan_that_cannot_be_ordered_again_is_found_before_anything_is_destroyed() {
    let mut desk = desk_of(|one| one.connect_plan_sold = false);
    let blocked = told(&mut desk, tier_change(), context());
    assert_eq!(blocked.ending, Ending::Blocked, "{}", blocked.said);
    assert!(blocked.said.contains("[connect/plan-unavailable]"), "{}", blocked.said);
    assert!(blocked.said.contains("enterprise, production"), "{}", blocked.said);
    let Command::Recreate(typed) = tier_change() else { panic!() };
    let other = Command::Recreate(Recreate { plan: Some("production".into()), ..typed });
    let moved = told(&mut desk, other, context());
    assert_eq!(moved.ending, Ending::Done, "{}", moved.said);
    // Whoever knows better goes on, and can go forward with another plan only.
    let mut desk = desk_of(|one| one.connect_plan_sold = false);
    let knows = told(&mut desk, recreated("tier-change", &["connect/plan-unavailable"]), context());
    assert_eq!(knows.ending, Ending::Operator, "{}", knows.said);
}

#[test]
fn a_list_of_plans_that_cannot_be_read_blocks_too() {
    let mut desk = desk();
    desk.world.inject("refuse:403:forbidden@GET /addon-services/herokuconnect/plans".parse().unwrap());
    let blocked = told(&mut desk, tier_change(), context());
    assert_eq!(blocked.ending, Ending::Blocked, "{}", blocked.said);
    assert!(blocked.said.contains("could not be read"), "{}", blocked.said);
}

fn resumed(told: &Told) -> (Command, Context) {
    let resume = Resume { run: told.run.run_id.clone(), hold: Some(false), ..Resume::default() };
    (Command::Resume(resume), Context { runs: vec![told.run.clone()], ..context() })
}

fn hang(desk: &mut Desk) {
    desk.paper.dependant(DATABASE, SCHEMA, "account", "name", "public.told", true);
}

fn hangs(desk: &Desk) -> bool {
    let mut paper = desk.paper.clone();
    let parameter = r#"{"table":"account","columns":[]}"#;
    let row = paper.answer(DATABASE, "dependants", SCHEMA, Some(parameter), desk.now).unwrap();
    !row["found"].as_array().unwrap().is_empty()
}

/// Add-ons of Heroku Connect.
fn connections(desk: &Desk) -> Vec<String> {
    let view = desk.view();
    let all = view["connections"].as_object().unwrap();
    all.keys().cloned().collect()
}

/// The connection is the new one, and everything is as the old one had it.
#[track_caller]
fn made_anew(desk: &Desk) {
    at_peace(desk, DATABASE);
    assert_eq!(connections(desk), [NEW]);
    let schemas = desk.paper.connect_schemas(DATABASE);
    assert_eq!(schemas, [(SCHEMA.to_owned(), false), (ASIDE.to_owned(), true)]);
    assert_eq!(desk.paper.stranded(DATABASE), 0, "everything was sent");
}

/// The connection is the old one, and so is its schema.
#[track_caller]
fn as_before(desk: &Desk) {
    at_peace(desk, DATABASE);
    assert_eq!(connections(desk), [CONNECT]);
    assert_eq!(desk.paper.connect_schemas(DATABASE), [(SCHEMA.to_owned(), false)]);
}

fn is_path(effect: &Effect, part: &str) -> bool {
    matches!(effect, Effect::Http(http) if http.request.path.contains(part))
}

fn is_query(effect: &Effect, name: &str) -> bool {
    matches!(effect, Effect::Sql(sql) if sql.query == name)
}

#[test]
fn everything_is_sent_and_the_connection_made_anew_with_what_hung_on_its_tables() {
    let mut desk = desk();
    hang(&mut desk);
    let org = desk.paper.org_of(DATABASE, SCHEMA).unwrap();
    let told = told(&mut desk, tier_change(), context());
    ends(&told, Ending::Done, 0);
    made_anew(&desk);
    assert!(hangs(&desk), "the view is back");
    says(&told, &["recreate/views"]);
    assert_eq!(desk.paper.org_of(DATABASE, SCHEMA), Some(org));
    says(&told, &["the app was stopped", ASIDE, "DROP SCHEMA"]);
    // What is written now is sent by the new connection.
    let before = desk.paper.acknowledged();
    desk.pass(30 * 60_000);
    assert!(desk.paper.acknowledged() > before);
    assert_eq!(
        (desk.paper.lost(DATABASE), desk.paper.sent_twice(), desk.paper.stranded(DATABASE)),
        (0, 0, 0)
    );
}

#[test]
fn after_a_refresh_nothing_is_sent_and_what_waits_is_kept_aside_by_its_number() {
    let mut desk = desk_of(|one| one.sandbox_orgs = vec![ORG.into()]);
    let org = desk.paper.org_of(DATABASE, SCHEMA).unwrap();
    desk.world.act(Act::RefreshOrg {}, desk.now);
    desk.pass(10 * 60_000);
    let tier = told(&mut desk, tier_change(), later("rtier123"));
    ends(&tier, Ending::Blocked, 10);
    says(&tier, &["recreate/wrong-reason", "--reason sandbox-refresh"]);
    let unaccepted = told(&mut desk, recreated("sandbox-refresh", &[]), later("rnone123"));
    ends(&unaccepted, Ending::Blocked, 10);
    says(&unaccepted, &["connect/undelivered="]);
    let few = told(&mut desk, recreated("sandbox-refresh", &["connect/undelivered=1"]), later("rfew1234"));
    ends(&few, Ending::Blocked, 10);
    let told = told(&mut desk, recreated("sandbox-refresh", &["connect/undelivered=100000"]), context());
    ends(&told, Ending::Done, 0);
    at_peace(&desk, DATABASE);
    assert_eq!(connections(&desk), [NEW]);
    assert_ne!(desk.paper.org_of(DATABASE, SCHEMA), Some(org), "another organization");
    assert!(desk.paper.stranded(DATABASE) > 0);
    for proof in ["Left unsent, and kept", "another one than before"] {
        assert!(told.run.journal.contains(proof), "{proof}");
    }
}

#[test]
fn more_than_was_accepted_takes_everything_back() {
    let mut desk = desk();
    let (mut wrote, mut destroyed) = (false, false);
    let (ending, said) = hooked(&mut desk, tier_change(), |desk, directive| {
        let Directive::Perform { effect, .. } = directive else { return };
        if is_query(effect, "schema_aside") && !wrote {
            desk.paper.write(DATABASE, 99, desk.now).unwrap();
            wrote = true;
        }
        destroyed |= is_path(effect, "/addons/") && matches!(effect, Effect::Http(http) if http.mutates);
    });
    assert!(wrote && !destroyed, "{said}");
    assert_eq!(ending, Ending::Undone, "{said}");
    assert!(said.contains("CM001"), "{said}");
    desk.pass(10 * 60_000);
    as_before(&desk);
}

#[test]
fn a_wrong_organization_gets_nothing_and_the_connection_is_made_once_more_for_another_login() {
    for reauth in [ReauthOtherOrg::Refused, ReauthOtherOrg::Allowed] {
        let mut desk = desk_of(|one| (one.login, one.reauth_other_org) = (None, reauth));
        let (wrong, _) = with_login(&mut desk, tier_change(), context(), LoginOrg::Wrong);
        ends(&wrong, Ending::Operator, 14);
        says(
            &wrong,
            &["connect/wrong-org", "nothing was imported", "alter schema", "heroku maintenance:off"],
        );
        assert!(desk.paper.columns(DATABASE, SCHEMA, "account").is_none(), "no table is there");
        let (resume, later) = resumed(&wrong);
        let (right, addresses) = with_login(&mut desk, resume, later, LoginOrg::Right);
        ends(&right, Ending::Done, 0);
        assert_eq!(addresses, 1);
        made_anew(&desk);
    }
}

#[test]
fn nobody_logs_in_and_whoever_resumes_gets_another_address() {
    let mut desk = desk_of(|one| one.login = None);
    let waits = told(&mut desk, tier_change(), context());
    assert_eq!(waits.exit_code, 14, "{}", waits.said);
    says(&waits, &["connect/not-authorized", "runs:resume"]);
    desk.pass(DAY_MS / 24);
    let (resume, later) = resumed(&waits);
    let (told, addresses) = with_login(&mut desk, resume, later, LoginOrg::Right);
    ends(&told, Ending::Done, 0);
    assert_eq!(addresses, 1, "another one");
    made_anew(&desk);
}

/// Drives on, with somebody who logs into this organization at the first address that is asked for. Tells how many were.
fn with_login(desk: &mut Desk, command: Command, context: Context, org: LoginOrg) -> (Told, usize) {
    let mut addresses = 0;
    let told = hooked_in(desk, command, context, |desk, directive| {
        let Directive::Perform { effect, .. } = directive else { return };
        if is_path(effect, "authorize_url") {
            addresses += 1;
            desk.world.act(Act::Login { addon: NEW.into(), org }, desk.now);
        }
    });
    (told, addresses)
}

#[test]
fn an_address_that_nobody_sees_any_more_is_asked_for_anew() {
    let mut desk = desk_of(|one| one.login = None);
    let mut asked = false;
    let stopped = told_until(&mut desk, tier_change(), context(), |directive| {
        asked |= matches!(directive, Directive::Show { event: Event::Stage { step, .. }, .. } if step == "authorize");
        asked && matches!(directive, Directive::Wait { .. })
    });
    assert_eq!(stopped.exit_code, 14, "{}", stopped.said);
    let (resume, later) = resumed(&stopped);
    let (told, addresses) = with_login(&mut desk, resume, later, LoginOrg::Right);
    ends(&told, Ending::Done, 0);
    assert_eq!(addresses, 1, "another one");
    made_anew(&desk);
    // Where somebody has logged in meanwhile, none is asked for.
    let mut desk = desk_of(|one| one.login = None);
    let waits = support::told(&mut desk, tier_change(), context());
    desk.world.act(Act::Login { addon: NEW.into(), org: LoginOrg::Right }, desk.now);
    let (resume, later) = resumed(&waits);
    let (told, addresses) = with_login(&mut desk, resume, later, LoginOrg::Wrong);
    ends(&told, Ending::Done, 0);
    assert_eq!(addresses, 0);
}

#[test]
fn what_cannot_be_destroyed_is_not_touched_and_a_refusal_takes_everything_back() {
    let mut desk = desk();
    hang(&mut desk);
    desk.world.act(Act::ConnectionDeletable { addon: CONNECT.into(), deletable: false }, desk.now);
    let blocked = told(&mut desk, tier_change(), later("rblock12"));
    ends(&blocked, Ending::Blocked, 10);
    says(&blocked, &["connect/not-deletable", "support"]);
    desk.world.act(Act::ConnectionDeletable { addon: CONNECT.into(), deletable: true }, desk.now);
    desk.world.inject("destroy-refused".parse().unwrap());
    let refused = told(&mut desk, tier_change(), context());
    ends(&refused, Ending::Undone, 12);
    desk.pass(10 * 60_000);
    as_before(&desk);
    assert!(hangs(&desk), "the view is back");
}

#[test]
fn switches_that_no_file_holds_are_waited_for_or_given_up_by_word() {
    let mut desk = desk();
    let feature = |addon: &str| Act::ConnectionFeature {
        addon: addon.into(),
        feature: "use_assignment_rules".into(),
        on: true,
    };
    desk.world.act(feature(CONNECT), desk.now);
    let waits = told(&mut desk, tier_change(), context());
    assert_eq!(waits.exit_code, 14, "{}", waits.said);
    says(
        &waits,
        &["recreate/manual-settings", "use_assignment_rules to true", "--accept recreate/manual-settings"],
    );
    assert!(desk.paper.columns(DATABASE, SCHEMA, "account").is_none(), "nothing was imported");
    // Whoever cannot set it says so, and goes on; whoever can, is waited for.
    for accept in [true, false] {
        let mut desk = desk.clone();
        let (Command::Resume(mut resume), context) = resumed(&waits) else { panic!() };
        if accept {
            resume.accept = vec!["recreate/manual-settings".into()];
        } else {
            desk.world.act(feature(NEW), desk.now);
        }
        let told = told(&mut desk, Command::Resume(resume), context);
        ends(&told, Ending::Done, 0);
        assert_eq!(told.said.contains("recreate/manual-settings"), accept, "{}", told.said);
        made_anew(&desk);
    }
}

#[test]
fn a_schema_that_another_connection_uses_is_not_touched() {
    let mut world = scenario("two-connections").unwrap();
    let (first, second) = (world.connections[0].addon.clone(), world.connections[1].schema_name.clone());
    let Command::Recreate(mut typed) = tier_change() else { panic!() };
    typed.app.clone_from(&world.connections[0].app);
    let several = told(&mut Desk::new(&world), Command::Recreate(typed.clone()), context());
    ends(&several, Ending::Blocked, 10);
    says(&several, &["connect/several", "--resource"]);
    typed.resource = Some(first);
    world.connections[0].schema_name = second;
    let shared = told(&mut Desk::new(&world), Command::Recreate(typed), context());
    ends(&shared, Ending::Blocked, 10);
    says(&shared, &["connect/shared-schema"]);
}

#[test]
fn the_address_to_log_in_at_is_in_nothing_that_is_written_or_said() {
    let mut desk = desk();
    let mut opened = 0;
    let mut heard = String::new();
    drive(&mut desk, tier_change(), context(), |one| {
        if let Directive::Perform { effect: Effect::Http(http), .. } = one.directive {
            opened += u32::from(http.opens.is_some());
        }
        heard += &serde_json::to_string(one.directive).unwrap();
        heard += &serde_json::to_string(&one.answer).unwrap();
    });
    assert_eq!(opened, 1);
    assert!(!heard.contains("salesforce/login"), "the address got out");
}

#[test]
fn what_is_not_accepted_or_cannot_be_meant_is_said_before_anything_is_touched() {
    let usage = told(&mut desk(), recreated("because", &[]), context());
    ends(&usage, Ending::Usage, 2);
    says(&usage, &["tier-change", "sandbox-refresh"]);
    let Command::Recreate(mut typed) = tier_change() else { panic!() };
    typed.shown.accept.clear();
    let blocked = told(&mut desk(), Command::Recreate(typed.clone()), context());
    ends(&blocked, Ending::Blocked, 10);
    says(&blocked, &ACCEPTED);
    typed.resource = Some("herokuconnect-other-1".into());
    let unknown = told(&mut desk(), Command::Recreate(typed), context());
    ends(&unknown, Ending::Blocked, 10);
    let well = told(&mut desk(), recreated("sandbox-refresh", &[]), context());
    ends(&well, Ending::Blocked, 10);
    says(&well, &["recreate/wrong-reason"]);
}

#[test]
fn whatever_misbehaves_in_any_step_a_recreation_ends_and_nothing_is_lost() {
    let world = scenario("upgrade-follower").unwrap();
    let case = Case::recreated_in(&world, LoginOrg::Right, Bounds { faults: 0, crashes: 0 }).unwrap();
    let mut broken = Vec::new();
    for (step, play) in entries(&case).unwrap() {
        for fault in all() {
            let Some(became) = strike(&play, &fault.parse().unwrap()) else { continue };
            let told = became.broken.iter().map(|one| {
                format!("{step} · {fault} · {} {} · {:?}", one.invariant, one.seen, became.endings)
            });
            broken.extend(told);
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}
