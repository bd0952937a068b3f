//! Making a connection anew, in simulated time: what operators see whatever goes wrong.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod support;

use connect_core::command::{Command, Context, Recreate, Resume, Shown};
use connect_core::directive::Directive;
use connect_core::effect::Effect;
use connect_core::ending::Ending;
use connect_model::case::{Bounds, Case};
use connect_model::desk::{scenario, Desk};
use connect_model::faults::{all, entries, strike};
use connect_simulator::scenario::Switches;
use connect_simulator::{Act, LoginOrg};
use support::{context, drive, hooked, told, Told};

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

fn later(id: &str) -> Context {
    Context { run_id: id.into(), ..context() }
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

#[track_caller]
fn ends(told: &Told, ending: Ending, code: u8) {
    assert_eq!((told.ending, told.exit_code), (ending, code), "{}", told.said);
}

#[track_caller]
fn says(told: &Told, words: &[&str]) {
    for word in words {
        assert!(told.said.contains(word), "`{word}` is not in:\n{}", told.said);
    }
}

/// The app runs and nothing of a run is left.
#[track_caller]
fn at_peace(desk: &Desk) {
    let view = desk.view();
    assert_eq!(view["apps"]["acme-sync"]["maintenance"], false, "{view}");
    assert_eq!(desk.paper.held(DATABASE), None, "the lock is gone");
    assert_eq!(desk.paper.sent_twice(), 0);
    assert_eq!(desk.paper.lost(DATABASE), 0);
}

/// The connection is the new one, and everything is as the old one had it.
#[track_caller]
fn made_anew(desk: &Desk) {
    at_peace(desk);
    assert_eq!(connections(desk), [NEW]);
    let schemas = desk.paper.connect_schemas(DATABASE);
    assert_eq!(schemas, [(SCHEMA.to_owned(), false), (ASIDE.to_owned(), true)]);
    assert_eq!(desk.paper.stranded(DATABASE), 0, "everything was sent");
}

/// The connection is the old one, and so is its schema.
#[track_caller]
fn as_before(desk: &Desk) {
    at_peace(desk);
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
    at_peace(&desk);
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
fn a_wrong_organization_gets_nothing_and_another_login_goes_on() {
    let mut desk = desk_of(|one| one.login = Some(LoginOrg::Wrong));
    let wrong = told(&mut desk, tier_change(), context());
    ends(&wrong, Ending::Operator, 14);
    says(&wrong, &["connect/wrong-org", "nothing was imported"]);
    assert!(desk.paper.columns(DATABASE, SCHEMA, "account").is_none(), "no table is there");
    desk.world.act(Act::Login { addon: NEW.into(), org: LoginOrg::Right }, desk.now);
    let (resume, context) = resumed(&wrong);
    let told = told(&mut desk, resume, context);
    ends(&told, Ending::Done, 0);
    made_anew(&desk);
}

#[test]
fn nobody_logs_in_and_whoever_resumes_gets_another_address() {
    let mut desk = desk_of(|one| one.login = None);
    let waits = told(&mut desk, tier_change(), context());
    assert_eq!(waits.exit_code, 14, "{}", waits.said);
    says(&waits, &["connect/not-authorized", "runs:resume"]);
    desk.pass(DAY_MS / 24);
    let mut addresses = 0;
    let (resume, context) = resumed(&waits);
    let mut session = false;
    let (ending, _) = drive_with_login(&mut desk, resume, context, &mut addresses, &mut session);
    assert_eq!((ending, addresses), (Ending::Done, 1));
    made_anew(&desk);
}

/// Drives on, and logs in once an address was asked for.
fn drive_with_login(
    desk: &mut Desk,
    command: Command,
    context: Context,
    addresses: &mut u32,
    logged: &mut bool,
) -> (Ending, u8) {
    use connect_core::effect::Observation;
    use connect_core::session::Session;
    use connect_model::chance::Chance;
    let mut session = Session::new(command, context);
    for _ in 0..20_000 {
        let directive = session.next(desk.now).unwrap();
        let (id, answer) = match &directive {
            Directive::Append { id, .. } | Directive::Show { id, .. } => (*id, Observation::Done),
            Directive::Perform { id, effect, .. } => {
                let answer = desk.perform(effect, Chance::Succeed);
                if is_path(effect, "authorize_url") {
                    *addresses += 1;
                    desk.world.act(Act::Login { addon: NEW.into(), org: LoginOrg::Right }, desk.now);
                    *logged = true;
                }
                (*id, answer)
            }
            Directive::Together { id, effects, .. } => (*id, desk.together(effects, 0, Chance::Succeed)),
            Directive::Wait { id, until, .. } => {
                desk.pass(until.saturating_sub(desk.now));
                (*id, Observation::Done)
            }
            Directive::Ask { .. } => panic!("nobody can be asked"),
            Directive::Done { ending, exit_code } => return (*ending, *exit_code),
        };
        session.observe(id, &answer, desk.now).unwrap();
    }
    panic!("no end");
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
    let case = Case::recreated_in(&world, Bounds { faults: 0, crashes: 0 }).unwrap();
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
