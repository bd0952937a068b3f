//! Driving a session against the simulator, with an ear on everything that passes.
#![allow(dead_code, reason = "every suite uses its own part")]

use connect_core::command::{Command, Context, StoredRun, UpgradeDb};
use connect_core::directive::{Directive, Event};
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
    for _ in 0..10_000 {
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
    let run_id = context.run_id.clone();
    let (mut said, mut destroyed) = (String::new(), 0);
    let mut journal =
        context.runs.iter().find(|run| run.run_id == run_id).map_or(String::new(), |run| run.journal.clone());
    let mut head = None;
    let nobody = |_: &str| panic!("nobody can be asked");
    let (ending, exit_code) =
        drive_by_chance(desk, command, context, chance, stop, nobody, |one| match one.directive {
            Directive::Append { line, head: fresh, .. } => {
                journal += &format!("{line}\n");
                head = Some(fresh.clone());
            }
            Directive::Show { event: Event::Lines { lines, .. }, .. } => {
                lines.iter().for_each(|line| said += &(line.unstyled() + "\n"));
            }
            Directive::Perform { effect: Effect::Http(http), .. } => {
                let deletes = http.request.method == connect_wire::Method::Delete;
                destroyed += usize::from(deletes && http.request.path.contains("/addons/"));
            }
            _ => {}
        });
    Told { ending, exit_code, said, run: StoredRun { run_id, journal, head, open: false }, destroyed }
}

/// Drives a command to its end; `hook` sees every directive before it is carried out, and may do what it wants.
pub fn hooked(
    desk: &mut Desk,
    command: Command,
    mut hook: impl FnMut(&mut Desk, &Directive),
) -> (Ending, String) {
    let mut session = Session::new(command, context());
    let mut said = String::new();
    for _ in 0..20_000 {
        let directive = session.next(desk.now).unwrap();
        hook(desk, &directive);
        let (id, answer) = match &directive {
            Directive::Append { id, .. } => (*id, Observation::Done),
            Directive::Show { id, event, .. } => {
                if let Event::Lines { lines, .. } = event {
                    lines.iter().for_each(|line| said += &(Line::unstyled(line) + "\n"));
                }
                (*id, Observation::Done)
            }
            Directive::Perform { id, effect, .. } => (*id, desk.perform(effect, Chance::Succeed)),
            Directive::Together { id, effects, .. } => (*id, desk.together(effects, 0, Chance::Succeed)),
            Directive::Wait { id, until, .. } => {
                desk.pass(until.saturating_sub(desk.now));
                (*id, Observation::Done)
            }
            Directive::Ask { .. } => panic!("nobody can be asked"),
            Directive::Done { ending, .. } => return (*ending, said),
        };
        session.observe(id, &answer, desk.now).unwrap();
    }
    panic!("no end");
}
