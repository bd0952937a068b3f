//! Heroku's maintenances of Connect: what is announced, what is acknowledged, and the proof that sync came back.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod support;

use connect_core::command::{Command, Context, Maintenances};
use connect_core::directive::Directive;
use connect_core::effect::Effect;
use connect_core::ending::Ending;
use connect_model::chance::Chance;
use connect_model::desk::{scenario, Desk};
use connect_simulator::scenario::AckScope;
use connect_simulator::{Act, Scenario};
use support::{context, drive, drive_by_chance, drive_until, told, Told};

const APP: &str = "acme-sync";
const CONNECT: &str = "herokuconnect-angular-20001";
const MINUTE: u64 = 60_000;

fn world() -> Scenario {
    scenario("upgrade-follower").unwrap()
}

fn listing() -> Maintenances {
    Maintenances { app: APP.to_owned(), ..Maintenances::default() }
}

fn list(desk: &mut Desk) -> Told {
    told(desk, Command::Maintenances(listing()), context())
}

fn waiting(since: Option<u64>) -> Command {
    Command::Maintenances(Maintenances { wait: true, since, ..listing() })
}

fn wait(desk: &mut Desk) -> Told {
    told(desk, waiting(None), context())
}

fn acknowledging() -> Command {
    Command::Maintenances(Maintenances { acknowledge: true, ..listing() })
}

fn maintain(desk: &mut Desk, minutes: u64) {
    desk.world.act(Act::ConnectMaintenance { ms: minutes * MINUTE }, desk.now);
}

fn notify(desk: &mut Desk, message: &str) {
    let act = Act::Notify {
        addon: CONNECT.to_owned(),
        event_type: "mapping-error".to_owned(),
        message: message.to_owned(),
    };
    desk.world.act(act, desk.now);
}

fn connection(desk: &Desk) -> serde_json::Value {
    desk.view()["connections"][CONNECT].clone()
}

#[test]
fn what_is_announced_is_shown_and_nothing_is_changed() {
    let mut desk = Desk::new(&world());
    let quiet = list(&mut desk);
    assert_eq!((quiet.ending, quiet.exit_code), (Ending::Done, 0), "{}", quiet.said);
    for part in ["none in force", "nothing", "no maintenance is due", CONNECT, "changes will wait for it"] {
        assert!(quiet.said.contains(part), "{part}: {}", quiet.said);
    }
    let announced = Act::Announcement {
        title: "Heroku Connect maintenance".to_owned(),
        contents: "December 3rd, 02:00 to 02:45 UTC".to_owned(),
    };
    desk.world.act(announced, desk.now);
    desk.world.act(Act::Incident { title: "Routing".to_owned(), open: true }, desk.now);
    let before = desk.view();
    let mut said = Vec::new();
    drive(&mut desk, Command::Maintenances(listing()), context(), |one| {
        for effect in one.directive.effects() {
            assert!(!matches!(effect, Effect::Http(http) if http.mutates), "{effect:?}");
            assert!(!matches!(effect, Effect::Sql(sql) if sql.mutates), "{effect:?}");
        }
        assert!(!matches!(one.directive, Directive::Append { .. }));
        said.push(format!("{:?}", one.directive));
    });
    assert_eq!(desk.view(), before);
    let said = said.concat();
    for part in ["Heroku Connect maintenance", "upcoming", "December 3rd, 02:00", "for months", "Routing"] {
        assert!(said.contains(part), "{part}: {said}");
    }
}

#[test]
fn a_run_that_is_open_is_named_so_that_it_is_ended_before_an_announced_day() {
    let mut desk = Desk::new(&world());
    let run = support::left_in_the_downtime(&mut desk);
    let context = Context { runs: vec![run], now: desk.now, ..context() };
    let listed = told(&mut desk, Command::Maintenances(listing()), context);
    assert_eq!(listed.exit_code, 0, "{}", listed.said);
    assert!(listed.said.contains("run `rabc1234` of this machine is open"), "{}", listed.said);
    assert!(
        listed.said.contains("it can be rolled back until step `resume-connect` begins"),
        "{}",
        listed.said
    );
    assert!(!list(&mut desk).said.contains("is open"), "a machine without it knows nothing of it");
}

#[test]
fn while_connect_is_away_the_rest_is_shown_all_the_same() {
    let mut desk = Desk::new(&world());
    maintain(&mut desk, 45);
    let told = list(&mut desk);
    assert_eq!((told.ending, told.exit_code), (Ending::Done, 0), "{}", told.said);
    assert!(told.said.contains("does not answer: perhaps its own maintenance"), "{}", told.said);
}

#[test]
fn sync_is_proven_to_be_back_by_what_was_captured_meanwhile() {
    let mut desk = Desk::new(&world());
    maintain(&mut desk, 45);
    let began = desk.now;
    let told = wait(&mut desk);
    assert_eq!((told.ending, told.exit_code), (Ending::Done, 0), "{}", told.said);
    assert!(desk.now - began >= 46 * MINUTE, "three looks over a minute: {}", desk.now - began);
    for part in [
        "Connect was away from",
        "every mapping polled",
        "has left the queue",
        "that Salesforce refused: none",
    ] {
        assert!(told.said.contains(part), "{part}: {}", told.said);
    }
}

#[test]
fn one_answer_in_the_middle_is_no_end_of_it() {
    let mut desk = Desk::new(&world());
    let began = desk.now;
    // Away for two requests, back for a look, away for another two.
    for fault in ["connect-maintenance+5#2", "connect-maintenance+8#2"] {
        desk.world.inject(fault.parse().unwrap());
    }
    let mut looks = Vec::new();
    let (ending, _) = drive(&mut desk, waiting(None), context(), |one| {
        if let Directive::Wait { note: Some(note), .. } = one.directive {
            looks.push(note.unstyled());
        }
    });
    assert_eq!(ending, Ending::Done);
    let away = looks.iter().filter(|look| look.contains("does not answer")).count();
    let back = looks.iter().position(|look| look.contains("goes on to")).unwrap();
    let again = looks.iter().skip(back).any(|look| look.contains("does not answer"));
    assert!(away >= 2 && again, "{looks:#?}");
    assert!(desk.now - began > MINUTE);
}

#[test]
fn a_paused_connection_is_said_and_never_resumed() {
    let mut desk = Desk::new(&world());
    desk.world.act(Act::PauseConnection { addon: CONNECT.to_owned() }, desk.now);
    desk.pass(2 * MINUTE);
    let told = wait(&mut desk);
    assert_eq!((told.ending, told.exit_code), (Ending::NotHealthyYet, 11), "{}", told.said);
    assert!(told.said.contains("is PAUSED") && told.said.contains("nothing is resumed by this command"));
    assert_eq!(connection(&desk)["state"], "PAUSED");
}

#[test]
fn a_queue_that_does_not_move_is_not_back() {
    let mut desk = Desk::new(&world());
    desk.world.inject("poll-stuck".parse().unwrap());
    let told = wait(&mut desk);
    assert_eq!((told.ending, told.exit_code), (Ending::NotHealthyYet, 11), "{}", told.said);
    assert!(told.said.contains("Connect is not healthy yet"), "{}", told.said);
    assert!(told.said.contains("Nothing was resumed, restarted or reloaded"), "{}", told.said);
}

#[test]
fn answers_of_an_hour_ago_prove_nothing() {
    let mut desk = Desk::new(&world());
    desk.world.inject("mapping-stuck".parse().unwrap());
    desk.pass(15 * MINUTE);
    let told = wait(&mut desk);
    assert_eq!((told.ending, told.exit_code), (Ending::NotHealthyYet, 11), "{}", told.said);
    assert!(told.said.contains("has not polled Salesforce yet"), "{}", told.said);
}

#[test]
fn a_connect_that_never_comes_back_is_left_after_an_hour() {
    let mut desk = Desk::new(&world());
    desk.world.inject("connect-maintenance".parse().unwrap());
    let began = desk.now;
    let told = wait(&mut desk);
    assert_eq!((told.ending, told.exit_code), (Ending::NotHealthyYet, 11), "{}", told.said);
    assert!(told.said.contains("perhaps Connect's own maintenance"), "{}", told.said);
    assert!((60 * MINUTE..75 * MINUTE).contains(&(desk.now - began)), "{}", desk.now - began);
}

#[test]
fn ctrl_c_ends_the_wait_and_changes_nothing() {
    let mut desk = Desk::new(&world());
    maintain(&mut desk, 45);
    let stop = |directive: &Directive| matches!(directive, Directive::Wait { .. });
    let (ending, code) = drive_until(&mut desk, waiting(None), context(), stop, |_| {});
    assert_eq!((ending, code), (Ending::Blocked, 10));
}

#[test]
fn exactly_what_is_shown_is_acknowledged() {
    for (scope, later) in [(AckScope::Range, 1), (AckScope::All, 0)] {
        let mut world = world();
        world.switches.ack_scope = scope;
        let mut desk = Desk::new(&world);
        notify(&mut desk, "Contact: jane@example.org cannot be written");
        desk.pass(MINUTE);
        notify(&mut desk, "again");
        desk.pass(MINUTE);
        let mut said = String::new();
        let mut shown = false;
        let mut session = |desk: &mut Desk| {
            told_with(desk, acknowledging(), |desk, effect| {
                // One that comes in after the list was read.
                if !shown && matches!(effect, Effect::Http(http) if http.mutates) {
                    shown = true;
                    desk.pass(MINUTE);
                    notify(desk, "later");
                }
            })
        };
        let (ending, words) = session(&mut desk);
        said.push_str(&words);
        assert_eq!(ending, Ending::Done, "{scope:?}: {said}");
        assert!(said.contains("2 notifications unacknowledged"), "{said}");
        assert!(said.contains("2 notifications acknowledged"), "{said}");
        assert_eq!(said.contains("1 that came in meanwhile stay"), later == 1, "{scope:?}: {said}");
        assert!(!said.contains("jane"), "texts name people: {said}");
        let left = list(&mut desk).said;
        assert_eq!(left.contains("1 notification unacknowledged"), later == 1, "{scope:?}: {left}");
    }
}

/// The same as `drive`, with somebody who acts before an effect is performed.
fn told_with(
    desk: &mut Desk,
    command: Command,
    mut before: impl FnMut(&mut Desk, &Effect),
) -> (Ending, String) {
    use connect_core::directive::Event;
    use connect_core::effect::Observation;
    use connect_core::session::Session;
    let mut session = Session::new(command, context());
    let mut said = String::new();
    for _ in 0..10_000 {
        let directive = session.next(desk.now).unwrap();
        for effect in directive.effects() {
            before(desk, effect);
        }
        let (id, answer) = match &directive {
            Directive::Show { id, event } => {
                if let Event::Lines { lines, .. } = event {
                    lines.iter().for_each(|line| said.push_str(&(line.unstyled() + "\n")));
                }
                (*id, Observation::Done)
            }
            Directive::Append { id, .. } => (*id, Observation::Done),
            Directive::Perform { id, effect, .. } => (*id, desk.perform(effect, Chance::Succeed)),
            Directive::Together { id, effects, .. } => (*id, desk.together(effects, 0, Chance::Succeed)),
            Directive::Wait { id, until, .. } => {
                desk.pass(until.saturating_sub(desk.now));
                (*id, Observation::Done)
            }
            Directive::Ask { .. } => panic!("nobody is asked"),
            Directive::Done { ending, .. } => return (*ending, said),
        };
        session.observe(id, &answer, desk.now).unwrap();
    }
    panic!("no end");
}

#[test]
fn a_lost_answer_to_an_acknowledgement_is_looked_after() {
    for chance in [Chance::LostBefore, Chance::LostAfter] {
        let mut desk = Desk::new(&world());
        notify(&mut desk, "once");
        let mut lost = false;
        let (ending, code) = drive_by_chance(
            &mut desk,
            acknowledging(),
            context(),
            |effect| {
                let strikes = !lost && matches!(effect, Effect::Http(http) if http.mutates);
                lost |= strikes;
                if strikes {
                    chance
                } else {
                    Chance::Succeed
                }
            },
            |_| false,
            |_| panic!("nobody is asked"),
            |_| {},
        );
        assert_eq!((ending, code), (Ending::Done, 0));
        assert!(lost);
        assert!(!list(&mut desk).said.contains("unacknowledged"));
    }
}

#[test]
fn words_that_do_not_go_together_are_refused() {
    let wrong = [
        Maintenances { since: Some(1), ..listing() },
        Maintenances { acknowledge: true, wait: true, ..listing() },
        Maintenances { wait: true, since: Some(u64::MAX), ..listing() },
    ];
    for typed in wrong {
        let told = told(&mut Desk::new(&world()), Command::Maintenances(typed), context());
        assert_eq!((told.ending, told.exit_code), (Ending::Usage, 2), "{}", told.said);
    }
}

#[test]
fn a_connection_that_cannot_be_seen_is_not_proven_to_be_back() {
    let mut world = world();
    world.connections[0].accessible = false;
    let told = wait(&mut Desk::new(&world));
    assert_eq!((told.ending, told.exit_code), (Ending::Blocked, 10), "{}", told.said);
    assert!(told.said.contains("connect/hidden"), "{}", told.said);
}

#[test]
fn a_database_that_is_named_and_is_not_there_is_a_mistake() {
    let typed = Maintenances { database: Some("NOSUCH".to_owned()), ..listing() };
    let told = told(&mut Desk::new(&world()), Command::Maintenances(typed), context());
    assert_eq!((told.ending, told.exit_code), (Ending::Blocked, 10), "{}", told.said);
    assert!(told.said.contains("NOSUCH"), "{}", told.said);
}
