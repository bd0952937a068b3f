//! Driving a session against the simulator, with an ear on everything that passes.
#![allow(dead_code, reason = "every suite uses its own part")]

use connect_core::command::{Command, Context, StoredRun, UpgradeDb};
use connect_core::directive::{Directive, Event, StageState};
use connect_core::effect::{Effect, Observation};
use connect_core::ending::Ending;
use connect_core::face::Face;
use connect_core::line::Line;
use connect_core::session::Session;
use connect_model::chance::Chance;
use connect_model::desk::Desk;

/// Where the core runs: a machine without a terminal.
pub fn context() -> Context {
    Context {
        run_id: "rabc1234".into(),
        interactive: false,
        json: false,
        now: 0,
        face: Face::default(),
        holder: "me@here".into(),
        runs: vec![],
        page: None,
    }
}

/// An upgrade that nobody needs to be asked about.
pub fn upgrade(app: &str) -> Command {
    Command::UpgradeDb(UpgradeDb {
        app: app.into(),
        version: Some("17".into()),
        confirm: Some(app.into()),
        hold: Some(false),
        ..UpgradeDb::default()
    })
}

/// One exchange: when it was asked, what, the answer, and when that came. The last one has no answer.
pub struct Exchange<'a> {
    pub asked_at: u64,
    pub directive: &'a Directive,
    pub answer: Option<&'a Observation>,
    pub answered_at: u64,
}

/// Drives a command to its end; everything succeeds.
pub fn drive(
    desk: &mut Desk,
    command: Command,
    context: Context,
    hear: impl FnMut(&Exchange<'_>),
) -> (Ending, u8) {
    drive_until(desk, command, context, |_| false, hear)
}

/// The same, with Ctrl-C at what is shown or waited for when `stop` says so.
pub fn drive_until(
    desk: &mut Desk,
    command: Command,
    context: Context,
    stop: impl FnMut(&Directive) -> bool,
    hear: impl FnMut(&Exchange<'_>),
) -> (Ending, u8) {
    drive_asked(desk, command, context, stop, |_| panic!("nobody can be asked"), hear)
}

/// The same, with somebody who answers what is asked.
pub fn drive_asked(
    desk: &mut Desk,
    command: Command,
    context: Context,
    stop: impl FnMut(&Directive) -> bool,
    asked: impl FnMut(&str) -> &'static str,
    hear: impl FnMut(&Exchange<'_>),
) -> (Ending, u8) {
    drive_by_chance(desk, command, context, |_| Chance::Succeed, stop, asked, hear)
}

/// The same, where effects do not simply succeed.
pub fn drive_by_chance(
    desk: &mut Desk,
    command: Command,
    context: Context,
    mut chance: impl FnMut(&Effect) -> Chance,
    mut stop: impl FnMut(&Directive) -> bool,
    mut asked: impl FnMut(&str) -> &'static str,
    mut hear: impl FnMut(&Exchange<'_>),
) -> (Ending, u8) {
    let mut session = Session::new(command, context);
    for _ in 0..40_000 {
        let asked_at = desk.now;
        let directive = session.next(asked_at).unwrap();
        let (id, answer) = match &directive {
            Directive::Show { id, .. } | Directive::Wait { id, .. } if stop(&directive) => {
                (*id, Observation::Interrupted)
            }
            Directive::Append { id, .. } | Directive::Show { id, .. } => (*id, Observation::Done),
            Directive::Perform { id, effect, .. } => (*id, desk.perform(effect, chance(effect))),
            Directive::Together { id, effects, .. } => (*id, desk.together(effects, 0, Chance::Succeed)),
            Directive::Wait { id, until, .. } => {
                desk.pass(until.saturating_sub(asked_at));
                (*id, Observation::Done)
            }
            Directive::Ask { id, question, .. } => {
                let question: Vec<String> = question.iter().map(Line::unstyled).collect();
                (*id, Observation::Answered { text: asked(&question.join("\n")).to_owned() })
            }
            Directive::Done { exit_code, ending } => {
                let end = (*ending, *exit_code);
                hear(&Exchange { asked_at, directive: &directive, answer: None, answered_at: asked_at });
                return end;
            }
        };
        let answered_at = desk.now;
        hear(&Exchange { asked_at, directive: &directive, answer: Some(&answer), answered_at });
        session.observe(id, &answer, answered_at).unwrap();
    }
    panic!("no end");
}

/// Everything that was said, and the journal that was written.
pub struct Told {
    pub ending: Ending,
    pub exit_code: u8,
    pub said: String,
    pub run: StoredRun,
    pub destroyed: usize,
}

/// What was heard so far.
struct Heard {
    said: String,
    journal: String,
    head: Option<String>,
    run_id: String,
    destroyed: usize,
}

impl Heard {
    fn begin(context: &Context) -> Self {
        let run_id = context.run_id.clone();
        let known = context.runs.iter().find(|run| run.run_id == run_id);
        let journal = known.map_or(String::new(), |run| run.journal.clone());
        Self { said: String::new(), journal, head: None, run_id, destroyed: 0 }
    }

    fn take(&mut self, directive: &Directive) {
        match directive {
            Directive::Append { line, head: fresh, .. } => {
                self.journal += &format!("{line}\n");
                self.head = Some(fresh.clone());
            }
            Directive::Show { event: Event::Lines { lines, .. }, .. } => {
                lines.iter().for_each(|line| self.said += &(line.unstyled() + "\n"));
            }
            Directive::Perform { effect: Effect::Http(http), .. } => {
                let deletes = http.request.method == connect_wire::Method::Delete;
                self.destroyed += usize::from(deletes && http.request.path.contains("/addons/"));
            }
            _ => {}
        }
    }

    fn told(self, ending: Ending, exit_code: u8) -> Told {
        let Self { said, journal, head, run_id, destroyed } = self;
        Told { ending, exit_code, said, run: StoredRun { run_id, journal, head, open: false }, destroyed }
    }
}

/// Drives a command to its end and hears everything.
pub fn told(desk: &mut Desk, command: Command, context: Context) -> Told {
    told_until(desk, command, context, |_| false)
}

/// The same, with Ctrl-C where `stop` says so.
pub fn told_until(
    desk: &mut Desk,
    command: Command,
    context: Context,
    stop: impl FnMut(&Directive) -> bool,
) -> Told {
    told_by_chance(desk, command, context, |_| Chance::Succeed, stop)
}

/// The same, where effects do not simply succeed.
pub fn told_by_chance(
    desk: &mut Desk,
    command: Command,
    context: Context,
    chance: impl FnMut(&Effect) -> Chance,
    stop: impl FnMut(&Directive) -> bool,
) -> Told {
    let mut heard = Heard::begin(&context);
    let nobody = |_: &str| panic!("nobody can be asked");
    let (ending, exit_code) =
        drive_by_chance(desk, command, context, chance, stop, nobody, |one| heard.take(one.directive));
    heard.told(ending, exit_code)
}

/// Drives a command to its end; `hook` sees every directive before it is carried out, and may do what it wants.
pub fn hooked(
    desk: &mut Desk,
    command: Command,
    hook: impl FnMut(&mut Desk, &Directive),
) -> (Ending, String) {
    let told = hooked_in(desk, command, context(), hook);
    (told.ending, told.said)
}

/// The same in another context, with all that was heard.
pub fn hooked_in(
    desk: &mut Desk,
    command: Command,
    context: Context,
    mut hook: impl FnMut(&mut Desk, &Directive),
) -> Told {
    let mut heard = Heard::begin(&context);
    let mut session = Session::new(command, context);
    for _ in 0..20_000 {
        let directive = session.next(desk.now).unwrap();
        hook(desk, &directive);
        heard.take(&directive);
        let (id, answer) = match &directive {
            Directive::Append { id, .. } | Directive::Show { id, .. } => (*id, Observation::Done),
            Directive::Perform { id, effect, .. } => (*id, desk.perform(effect, Chance::Succeed)),
            Directive::Together { id, effects, .. } => (*id, desk.together(effects, 0, Chance::Succeed)),
            Directive::Wait { id, until, .. } => {
                desk.pass(until.saturating_sub(desk.now));
                (*id, Observation::Done)
            }
            Directive::Ask { .. } => panic!("nobody can be asked"),
            Directive::Done { ending, exit_code } => return heard.told(*ending, *exit_code),
        };
        session.observe(id, &answer, desk.now).unwrap();
    }
    panic!("no end");
}

/// The context of a command with a run id of its own.
pub fn later(id: &str) -> Context {
    Context { run_id: id.into(), ..context() }
}

#[track_caller]
pub fn ends(told: &Told, ending: Ending, code: u8) {
    assert_eq!((told.ending, told.exit_code), (ending, code), "{}", told.said);
}

#[track_caller]
pub fn says(told: &Told, words: &[&str]) {
    for word in words {
        assert!(told.said.contains(word), "`{word}` is not in:\n{}", told.said);
    }
}

/// The only app runs, nothing of a run is left in the database, and what was written is there, sent once.
#[track_caller]
pub fn at_peace(desk: &Desk, database: &str) {
    let view = desk.view();
    assert_eq!(view["apps"]["acme-sync"]["maintenance"], false, "{view}");
    assert_eq!(desk.paper.held(database), None, "the lock is gone");
    assert_eq!(desk.paper.sent_twice(), 0);
    assert_eq!(desk.paper.lost(database), 0);
}

/// A run that its operator left with the app stopped, as another command of that machine finds it.
pub fn left_in_the_downtime(desk: &mut Desk) -> StoredRun {
    let (mut stopped, mut journal) = (false, String::new());
    drive_asked(
        desk,
        upgrade("acme-sync"),
        Context { interactive: true, ..context() },
        |one| {
            matches!(one, Directive::Show { event: Event::Stage { step, state: StageState::Done, .. }, .. } if step == "fence-old")
                && !std::mem::replace(&mut stopped, true)
        },
        |_| "l",
        |one| {
            if let Directive::Append { line, .. } = one.directive {
                journal += &format!("{line}\n");
            }
        },
    );
    StoredRun { run_id: "rabc1234".into(), journal, head: None, open: false }
}
