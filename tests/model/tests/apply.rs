//! A snapshot, a plan from it without a network, and the plan that was approved carried out, or nothing.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod support;

use connect_core::command::{Apply, ChangePlan, Command, Context, Resume, StoredRun, Tools, UpgradeDb};
use connect_core::directive::{Directive, Event, StageState, Stream};
use connect_core::effect::Effect;
use connect_core::ending::Ending;
use connect_core::given::GivenFile;
use connect_core::session::Session;
use connect_model::desk::{scenario, Desk};
use connect_simulator::scenario::DatabaseSpec;
use connect_simulator::{Fault, Scenario};
use connect_wire::Method;
use support::{context, drive, told, told_until, Told};

const HOUR: u64 = 60 * 60_000;

fn world() -> Scenario {
    scenario("upgrade-follower").unwrap()
}

/// The file that a command writes for the operator, and how it ended.
fn written(desk: &mut Desk, command: Command) -> (String, Ending) {
    let mut text = String::new();
    let context = Context { now: desk.now, ..context() };
    let (ending, _) = drive(desk, command, context, |one| {
        for effect in one.directive.effects() {
            if let Effect::File(file) = effect {
                text.clone_from(&file.text);
            }
        }
    });
    (text, ending)
}

fn planning() -> UpgradeDb {
    UpgradeDb {
        app: "acme-sync".into(),
        version: Some("17".into()),
        plan_only: true,
        out: Some("plan.json".into()),
        ..UpgradeDb::default()
    }
}

fn planned(desk: &mut Desk) -> String {
    let (text, ending) = written(desk, Command::UpgradeDb(planning()));
    assert_eq!(ending, Ending::Planned);
    text
}

fn snapped(desk: &mut Desk) -> String {
    let command = Command::Snapshot {
        needs: None,
        app: "acme-sync".into(),
        database: None,
        follower: None,
        out: "world.json".into(),
    };
    written(desk, command).0
}

fn file(name: &str, text: &str) -> GivenFile {
    GivenFile { name: name.into(), text: text.into() }
}

fn applying(plan: &str) -> Apply {
    Apply {
        file: file("plan.json", plan),
        plan_sha256: None,
        confirm: Some("acme-sync".into()),
        hold: Some(false),
        downtime_at: None,
    }
}

fn applied(desk: &mut Desk, apply: Apply, runs: Vec<StoredRun>) -> Told {
    let context = Context { now: desk.now, run_id: "rapply12".into(), runs, ..context() };
    told(desk, Command::Apply(apply), context)
}

/// The sum that a plan's text names, by its last line.
fn sum_of(desk: &mut Desk, command: Command) -> String {
    let context = Context { now: desk.now, ..context() };
    let told = told(desk, command, context);
    let last = told.said.trim_end().lines().last().unwrap_or_default().to_owned();
    let sum = last.split_whitespace().last().unwrap_or_default().to_owned();
    assert!(last.contains("SHA-256") && sum.len() == 64, "{}", told.said);
    sum
}

#[test]
fn a_plan_that_was_written_is_applied_and_ends_as_the_command_itself_does() {
    let mut desk = Desk::new(&world());
    let plan = planned(&mut desk);
    desk.jump(desk.now + 3 * HOUR);
    let done = applied(&mut desk, applying(&plan), vec![]);
    assert_eq!((done.ending, done.exit_code), (Ending::Done, 0), "{}", done.said);
    assert!(!desk.paper.two_leads_written());
    assert!(done.said.contains("Postgres 17"), "{}", done.said);
}

#[test]
fn a_plan_that_is_interrupted_is_resumed_and_rolled_back_as_any_run() {
    for resume in [true, false] {
        let mut desk = Desk::new(&world());
        let plan = planned(&mut desk);
        let mut stopped = false;
        let at = Context { now: desk.now, run_id: "rapply12".into(), ..context() };
        let paused = told_until(&mut desk, Command::Apply(applying(&plan)), at, |one| {
            let taken = matches!(one, Directive::Show { event: Event::Stage { step, state: StageState::Done, .. }, .. } if step == "spare-alias");
            taken && !std::mem::replace(&mut stopped, true)
        });
        assert_eq!(paused.ending, Ending::Paused, "{}", paused.said);
        let again =
            Context { now: desk.now, runs: vec![paused.run.clone()], run_id: "rapply12".into(), ..context() };
        let run = "rapply12".to_owned();
        let (command, ending) = if resume {
            (Command::Resume(Resume { run, hold: Some(false), ..Resume::default() }), Ending::Done)
        } else {
            (Command::Abort { run, confirm: None, accept: vec![] }, Ending::Undone)
        };
        let ended = told(&mut desk, command, again);
        assert_eq!(ended.ending, ending, "{}", ended.said);
    }
}

#[test]
fn planning_again_gives_the_same_sum_and_so_does_the_file_without_a_network() {
    let mut desk = Desk::new(&world());
    let first = sum_of(&mut desk, Command::UpgradeDb(planning()));
    let snapshot = snapped(&mut desk);
    desk.jump(desk.now + HOUR);
    assert_eq!(sum_of(&mut desk, Command::UpgradeDb(planning())), first, "an hour later");
    assert_eq!(sum_of(&mut Desk::new(&world()), Command::UpgradeDb(planning())), first, "on another machine");
    let offline = UpgradeDb { snapshot: Some(file("world.json", &snapshot)), ..planning() };
    assert_eq!(sum_of(&mut desk, Command::UpgradeDb(offline)), first, "from the snapshot");
}

/// A snapshot shows what no procedure alone asks for.
#[test]
fn what_else_a_snapshot_shows_is_no_part_of_the_sum() {
    let mut world = scenario("upgrade-aftercare").unwrap();
    let leader = world.databases[0].clone();
    world.databases.push(DatabaseSpec {
        addon: "postgresql-replica-10002".into(),
        following: Some(leader.addon.clone()),
        attachments: Vec::new(),
        ..leader
    });
    let change = |method: &str, snapshot: Option<GivenFile>| {
        Command::ChangePlan(ChangePlan {
            app: "acme-sync".into(),
            plan: "standard-2".into(),
            method: Some(method.to_owned()),
            plan_only: true,
            snapshot,
            ..ChangePlan::default()
        })
    };
    let mut desk = Desk::new(&world);
    let shown = snapped(&mut desk);
    let given = || Some(file("world.json", &shown));
    for part in ["postgresql-replica-10002", "America/Los_Angeles"] {
        assert!(shown.contains(part), "{part}");
    }
    let upgrade = |snapshot| Command::UpgradeDb(UpgradeDb { out: None, snapshot, ..planning() });
    assert_eq!(sum_of(&mut desk, upgrade(given())), sum_of(&mut desk, upgrade(None)));
    for method in ["in-place", "changeover"] {
        let looked = sum_of(&mut desk, change(method, None));
        assert_eq!(sum_of(&mut desk, change(method, given())), looked, "{method}");
    }
}

#[test]
fn from_a_snapshot_a_plan_is_made_with_no_request_at_all() {
    let mut desk = Desk::new(&world());
    let snapshot = snapped(&mut desk);
    let now = desk.now;
    // Whatever else is asked for, nothing is run from it.
    let offline = UpgradeDb {
        snapshot: Some(file("world.json", &snapshot)),
        plan_only: false,
        out: Some("-".into()),
        confirm: Some("acme-sync".into()),
        hold: Some(false),
        ..planning()
    };
    let mut session = Session::new(Command::UpgradeDb(offline), Context { now, ..context() });
    let (mut said, mut plan) = (String::new(), String::new());
    let ending = loop {
        match session.next(now).unwrap() {
            Directive::Show { id, event } => {
                match event {
                    Event::Lines { lines, .. } => {
                        lines.iter().for_each(|line| said += &(line.unstyled() + "\n"))
                    }
                    Event::Text { text } => plan = text,
                    _ => {}
                }
                session.observe(id, &connect_core::effect::Observation::Done, now).unwrap();
            }
            Directive::Done { ending, .. } => break ending,
            other => panic!("a plan from a snapshot wants {other:?}"),
        }
    };
    assert_eq!(ending, Ending::Planned, "{said}");
    assert!(
        said.starts_with("From a snapshot of 22 Nov 18:43 UTC: nothing is looked at now, and nothing is run"),
        "{said}"
    );
    // And what was planned so can be applied.
    let done = applied(&mut desk, applying(&plan), vec![]);
    assert_eq!(done.ending, Ending::Done, "{}", done.said);
}

#[test]
fn a_snapshot_holds_no_url_no_password_and_no_salesforce_identity() {
    let mut desk = Desk::new(&world());
    let snapshot = snapped(&mut desk);
    for secret in ["postgres://", "canary", "00D5g00000AcmeSyEA", "00D5g00000AcmeSy", "password"] {
        assert!(!snapshot.contains(secret), "{secret}");
    }
    let read: connect_core::snapshot::Snapshot = serde_json::from_str(&snapshot).unwrap();
    assert_eq!(read.format_version, connect_core::snapshot::FORMAT_VERSION);
}

#[test]
fn what_has_changed_since_is_named_and_nothing_is_done() {
    let plan = planned(&mut Desk::new(&world()));
    let mut other = world();
    other.apps[0].formation[0].quantity = 3;
    other.apps[0].maintenance = true;
    other.connections[0].mappings[0].streaming = true;
    other.databases[0].attachments.pop();
    let mut desk = Desk::new(&other);
    let refused = applied(&mut desk, applying(&plan), vec![]);
    assert_eq!((refused.ending, refused.exit_code), (Ending::Blocked, 10), "{}", refused.said);
    for said in [
        "app `acme-sync`, process `web`, quantity: 1 → 3",
        "app `acme-sync`, maintenance mode: no → yes",
        "mapping `Account`, streaming: no → yes",
        "attachment `acme-sync::HEROKU_POSTGRESQL_ROSE`: there → none",
        "look at what is different now",
    ] {
        assert!(refused.said.contains(said), "`{said}` is not in:\n{}", refused.said);
    }
    assert!(refused.run.journal.is_empty(), "a run was begun");
}

#[test]
fn only_the_plan_whose_sum_was_given_is_applied_or_run() {
    let mut desk = Desk::new(&world());
    let (plan, sum) = (planned(&mut desk), sum_of(&mut desk, Command::UpgradeDb(planning())));
    for (wrong, ending, said) in [
        ("0".repeat(64), Ending::Blocked, "apply/not-approved"),
        ("abc".to_owned(), Ending::Usage, "`--plan-sha256` is 64 hexadecimal digits"),
    ] {
        let refused =
            applied(&mut desk, Apply { plan_sha256: Some(wrong.clone()), ..applying(&plan) }, vec![]);
        assert_eq!(refused.ending, ending, "{}", refused.said);
        assert!(refused.said.contains(said), "{}", refused.said);
        let mut typed = UpgradeDb { plan_sha256: Some(wrong), plan_only: false, out: None, ..planning() };
        typed.confirm = Some("acme-sync".into());
        typed.hold = Some(false);
        let refused = told(&mut desk, Command::UpgradeDb(typed), context());
        assert_eq!(refused.ending, ending, "{}", refused.said);
        assert!(refused.said.contains(said) && refused.run.journal.is_empty(), "{}", refused.said);
    }
    let typed = Apply { plan_sha256: Some(sum.to_uppercase()), ..applying(&plan) };
    assert_eq!(applied(&mut desk, typed, vec![]).ending, Ending::Done);
}

#[test]
fn an_approved_plan_may_wait_for_an_hour_that_its_approval_does_not_name() {
    let mut desk = Desk::new(&world());
    let (plan, sum) = (planned(&mut desk), sum_of(&mut desk, Command::UpgradeDb(planning())));
    let at = Some(desk.now + 2 * HOUR);
    let typed = Apply { plan_sha256: Some(sum), downtime_at: at, hold: None, ..applying(&plan) };
    let done = applied(&mut desk, typed.clone(), vec![]);
    assert_eq!(done.ending, Ending::Done, "{}", done.said);
    let again = applied(&mut desk, Apply { downtime_at: None, hold: Some(false), ..typed }, vec![done.run]);
    assert_eq!(again.ending, Ending::NothingToDo, "{}", again.said);
}

#[test]
fn a_plan_that_was_applied_is_not_applied_a_second_time_and_its_run_is_shown() {
    let mut desk = Desk::new(&world());
    let plan = planned(&mut desk);
    let done = applied(&mut desk, applying(&plan), vec![]);
    let again = applied(&mut desk, applying(&plan), vec![done.run]);
    assert_eq!((again.ending, again.exit_code), (Ending::NothingToDo, 0), "{}", again.said);
    assert!(again.said.contains("run `rapply12` has applied this plan"), "{}", again.said);
}

#[test]
fn a_plan_whose_run_is_open_names_it_and_one_that_was_rolled_back_may_be_applied_again() {
    let mut desk = Desk::new(&world());
    let plan = planned(&mut desk);
    let mut stopped = false;
    let at = Context { now: desk.now, run_id: "rapply12".into(), ..context() };
    let paused = told_until(&mut desk, Command::Apply(applying(&plan)), at, |one| {
        matches!(one, Directive::Show { event: Event::Stage { step, .. }, .. } if step == "spare-alias")
            && !std::mem::replace(&mut stopped, true)
    });
    let again = applied(&mut desk, applying(&plan), vec![paused.run.clone()]);
    assert_eq!(again.ending, Ending::Blocked, "{}", again.said);
    assert!(again.said.contains("heroku connect:runs:resume rapply12"), "{}", again.said);
    let abort = Command::Abort { run: "rapply12".into(), confirm: None, accept: vec![] };
    let at = Context { now: desk.now, run_id: "rapply12".into(), runs: vec![paused.run], ..context() };
    let undone = told(&mut desk, abort, at);
    assert_eq!(undone.ending, Ending::Undone, "{}", undone.said);
    let at = Context { now: desk.now, run_id: "ragain12".into(), runs: vec![undone.run], ..context() };
    let done = told(&mut desk, Command::Apply(applying(&plan)), at);
    assert_eq!(done.ending, Ending::Done, "{}", done.said);
}

#[test]
fn the_last_moment_of_the_plan_cannot_be_put_off_when_it_is_applied() {
    let mut desk = Desk::new(&world());
    let before = Some(desk.now + 2 * HOUR);
    let (plan, _) =
        written(&mut desk, Command::UpgradeDb(UpgradeDb { downtime_before: before, ..planning() }));
    let late = Apply { downtime_at: Some(desk.now + 3 * HOUR), hold: None, ..applying(&plan) };
    let refused = applied(&mut desk, late, vec![]);
    assert_eq!(refused.ending, Ending::Usage, "{}", refused.said);
    assert!(refused.said.contains("is not before the plan's last moment"), "{}", refused.said);
    desk.jump(desk.now + 3 * HOUR);
    let passed = applied(&mut desk, applying(&plan), vec![]);
    assert_eq!(passed.ending, Ending::Blocked, "{}", passed.said);
    assert!(passed.said.contains("downtime/too-late"), "{}", passed.said);
}

#[test]
fn where_nobody_can_be_asked_what_is_missing_is_said_before_anything_is_read() {
    let mut desk = Desk::new(&world());
    let plan = planned(&mut desk);
    let bare = Apply { confirm: None, hold: None, ..applying(&plan) };
    let refused = applied(&mut desk, bare, vec![]);
    assert_eq!((refused.ending, refused.exit_code), (Ending::Usage, 2), "{}", refused.said);
    assert!(refused.said.contains("`--confirm`") && refused.said.contains("`--no-hold`"), "{}", refused.said);
}

fn doctor(fail_on: Option<&str>) -> Command {
    Command::Doctor {
        app: "acme-sync".into(),
        database: None,
        fail_on: fail_on.map(str::to_owned),
        diagnose: false,
        tools: Tools::default(),
    }
}

#[test]
fn the_doctor_says_the_worst_first_and_changes_nothing() {
    let mut desk = Desk::new(&world());
    let mut sent = Vec::new();
    drive(&mut desk, doctor(None), context(), |one| {
        sent.extend(one.directive.effects().iter().map(|effect| match effect {
            Effect::Http(http) => http.mutates,
            Effect::Sql(sql) => sql.mutates,
            Effect::File(_) => true,
        }));
    });
    assert!(sent.len() > 10 && !sent.contains(&true));
    let well = told(&mut desk, doctor(None), context());
    assert_eq!((well.ending, well.exit_code), (Ending::Done, 0), "{}", well.said);
    assert!(well.said.starts_with("Health of acme-sync and Heroku Connect\n"), "{}", well.said);
    let warned = told(&mut desk, doctor(Some("warn")), context());
    assert_eq!((warned.ending, warned.exit_code), (Ending::Blocked, 10), "{}", warned.said);
    let mut broken = world();
    broken.connections[0].mappings[0].state = "SYSTEM_ERROR".into();
    let mut desk = Desk::new(&broken);
    let ill = told(&mut desk, doctor(None), context());
    assert_eq!((ill.ending, ill.exit_code), (Ending::Blocked, 10), "{}", ill.said);
    let marks: Vec<char> = ill
        .said
        .lines()
        .skip(3)
        .filter_map(|line| line.chars().nth(1))
        .filter(|c| "✗!?·".contains(*c))
        .collect();
    let mut sorted = marks.clone();
    sorted.sort_by_key(|c| "✗!?·".find(*c));
    assert!(marks.first() == Some(&'✗') && marks == sorted, "{}", ill.said);
    assert_eq!(told(&mut desk, doctor(Some("never")), context()).exit_code, 0);
    assert_eq!(told(&mut desk, doctor(Some("always")), context()).exit_code, 2);
}

#[test]
fn the_doctor_names_the_database_that_a_run_left_until_it_is_destroyed() {
    let mut desk = Desk::new(&world());
    let before = told(&mut desk, doctor(None), context());
    assert!(!before.said.contains("database/left-fenced"), "{}", before.said);
    let done = told(&mut desk, support::upgrade("acme-sync"), context());
    assert_eq!(done.ending, Ending::Done, "{}", done.said);
    let after = told(&mut desk, doctor(None), context());
    for word in ["database/left-fenced", "`postgresql-curved-10001`", "a day", "connect:runs:finish"] {
        assert!(after.said.contains(word), "{word}: {}", after.said);
    }
}

/// The doctor, who has Connect diagnose itself.
fn diagnosing() -> Command {
    Command::Doctor {
        app: "acme-sync".into(),
        database: None,
        fail_on: None,
        diagnose: true,
        tools: Tools::default(),
    }
}

#[test]
fn connect_diagnoses_itself_once_where_that_is_asked_for_and_what_it_finds_is_said() {
    let mut desk = Desk::new(&world());
    let mut posts = Vec::new();
    drive(&mut desk, diagnosing(), context(), |one| {
        for effect in one.directive.effects() {
            let Effect::Http(http) = effect else { continue };
            assert!(!http.mutates);
            if http.request.method == Method::Post {
                posts.push(http.request.path.clone());
            }
        }
    });
    assert!(matches!(&posts[..], [path] if path.ends_with("/validations")), "{posts:?}");
    let well = told(&mut desk, diagnosing(), context());
    assert_eq!(well.exit_code, 0, "{}", well.said);
    assert!(well.said.contains("Configured Logging"), "{}", well.said);
    let mut broken = world();
    broken.connections[0].mappings[0].state = "BAD_CONFIG".into();
    let ill = told(&mut Desk::new(&broken), diagnosing(), context());
    let line = ill.said.lines().find(|line| line.contains("Mapping Configuration")).unwrap();
    assert!(line.contains(", mapping Account"), "{}", ill.said);
    assert!(!told(&mut Desk::new(&broken), doctor(None), context()).said.contains("Mapping Configuration"));
}

#[test]
fn ctrl_c_ends_a_diagnosis() {
    let mut desk = Desk::new(&world());
    let mut stopped = false;
    let waits = |one: &Directive| matches!(one, Directive::Wait { note: Some(note), .. } if note.unstyled() == "Connect diagnoses itself");
    let stop = |one: &Directive| waits(one) && !std::mem::replace(&mut stopped, true);
    let (ending, code) = support::drive_until(&mut desk, diagnosing(), context(), stop, |_| {});
    assert!(stopped, "it waits for the result");
    assert_eq!((ending, code), (Ending::Blocked, 10));
}

#[test]
fn what_connect_does_not_answer_is_not_judged_and_the_rest_is() {
    let mut desk = Desk::new(&world());
    desk.world.inject("connect-maintenance".parse::<Fault>().unwrap());
    let told = |desk: &mut Desk, fail_on| told(desk, doctor(fail_on), context());
    let seen = told(&mut desk, None);
    assert_eq!(seen.exit_code, 0, "{}", seen.said);
    assert!(seen.said.contains("not judged: Heroku Connect could not be read"), "{}", seen.said);
    assert!(seen.said.contains("scheduler on `acme-sync`"), "{}", seen.said);
    assert_eq!(told(&mut desk, Some("unknown")).exit_code, 10);
    let own = support::told(&mut desk, diagnosing(), context());
    assert!(own.said.contains("connect/diagnosis"), "{}", own.said);
}

#[test]
fn the_doctor_ends_with_the_code_of_a_stopped_app_while_a_run_keeps_one_stopped() {
    let mut desk = Desk::new(&world());
    let run = support::left_in_the_downtime(&mut desk);
    let told = told(&mut desk, doctor(Some("never")), Context { runs: vec![run], ..context() });
    assert_eq!((told.ending, told.exit_code), (Ending::Operator, 14), "{}", told.said);
    assert!(told.said.contains("run `rabc1234` of this machine is open: APP STOPPED by it"), "{}", told.said);
}

/// What is printed as data, what is said, and what is written to a file.
fn formed(desk: &mut Desk, typed: UpgradeDb) -> (Ending, String, String, String) {
    let (mut data, mut said, mut file) = (String::new(), String::new(), String::new());
    let context = Context { now: desk.now, ..context() };
    let (ending, _) = drive(desk, Command::UpgradeDb(typed), context, |one| {
        for effect in one.directive.effects() {
            if let Effect::File(written) = effect {
                file.clone_from(&written.text);
            }
        }
        match one.directive {
            Directive::Show { event: Event::Text { text }, .. } => data.clone_from(text),
            Directive::Show { event: Event::Lines { stream: Stream::Out, lines }, .. } => {
                lines.iter().for_each(|line| said += &(line.unstyled() + "\n"));
            }
            _ => {}
        }
    });
    (ending, data, said, file)
}

#[test]
fn a_plan_is_a_change_request_where_that_is_asked_for_and_its_sum_is_that_of_the_plan() {
    let mut desk = Desk::new(&world());
    let sum = sum_of(&mut desk, Command::UpgradeDb(planning()));
    let typed = |out: Option<&str>, format: &str| UpgradeDb {
        out: out.map(str::to_owned),
        format: Some(format.to_owned()),
        ..planning()
    };
    let (ending, data, said, written) = formed(&mut desk, typed(None, "markdown"));
    assert_eq!(ending, Ending::Planned);
    assert!(data.starts_with("# Upgrade of ") && data.contains(&sum), "{data}");
    // What is data stands alone on standard output.
    assert_eq!((said.as_str(), written.as_str()), ("", ""));
    let (_, data, said, written) = formed(&mut desk, typed(Some("change.md"), "markdown"));
    assert!(written.starts_with("# Upgrade of ") && written.contains(&sum) && data.is_empty(), "{written}");
    assert!(said.contains(&sum), "{said}");
    let (_, data, ..) = formed(&mut desk, typed(None, "json"));
    assert!(data.starts_with('{'), "{data}");
    let offline = file("world.json", &snapped(&mut desk));
    let given = UpgradeDb { plan_only: false, snapshot: Some(offline), ..typed(None, "markdown") };
    assert!(formed(&mut desk, given).1.contains(&sum));
}

#[test]
fn a_form_that_there_is_not_or_that_carries_nothing_out_is_refused() {
    let mut desk = Desk::new(&world());
    let typed = |format: &str| UpgradeDb { format: Some(format.to_owned()), out: None, ..planning() };
    for wrong in [
        typed("pdf"),
        UpgradeDb {
            plan_only: false,
            confirm: Some("acme-sync".into()),
            hold: Some(false),
            ..typed("markdown")
        },
    ] {
        assert_eq!(formed(&mut desk, wrong).0, Ending::Usage);
    }
    let json = Context { now: desk.now, json: true, ..context() };
    assert_eq!(drive(&mut desk, Command::UpgradeDb(typed("markdown")), json, |_| {}).0, Ending::Usage);
}

/// What is blocked is nothing to approve.
#[test]
fn no_change_request_is_made_of_a_plan_that_is_blocked() {
    let mut desk = Desk::new(&world());
    let typed =
        UpgradeDb { version: Some("15".into()), format: Some("markdown".into()), out: None, ..planning() };
    let (ending, data, ..) = formed(&mut desk, typed);
    assert!(matches!(ending, Ending::Blocked | Ending::NothingToDo), "{ending:?}");
    assert_eq!(data, "");
}
