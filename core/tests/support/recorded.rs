//! A world made of answers: those of a whole run against the simulator, given again to the same effects.

use std::collections::HashMap;
use std::sync::OnceLock;

use connect_core::command::{Command, Context, StoredRun, UpgradeDb};
use connect_core::directive::{Directive, Event, Stream};
use connect_core::effect::{Effect, Observation, UnknownReason};
use connect_core::ending::Ending;
use connect_core::session::Session;
use serde::Deserialize;
use serde_json::Value;

/// One exchange of the transcript.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Exchange {
    pub asked_at: u64,
    pub directive: Directive,
    pub answer: Option<Observation>,
    pub answered_at: u64,
}

/// Its first line.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Opening {
    pub command: Command,
    pub context: Context,
}

/// The transcript.
pub fn transcript() -> (Opening, Vec<Exchange>) {
    read().clone()
}

fn read() -> &'static (Opening, Vec<Exchange>) {
    static READ: OnceLock<(Opening, Vec<Exchange>)> = OnceLock::new();
    READ.get_or_init(parse)
}

fn parse() -> (Opening, Vec<Exchange>) {
    let path = super::fixture("transcripts/upgrade-follower.jsonl");
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut lines = text.lines();
    let opening = serde_json::from_str(lines.next().unwrap()).unwrap();
    (opening, lines.map(|line| serde_json::from_str(line).unwrap()).collect())
}

/// What a shell saw of one command.
pub struct Seen {
    pub ending: Ending,
    pub exit_code: u8,
    pub directives: Vec<Directive>,
    pub run: StoredRun,
}

impl Seen {
    /// Everything that was shown to people, line by line, on one stream.
    pub fn lines(&self, wanted: Stream) -> String {
        let of = |directive: &Directive| match directive {
            Directive::Show { event: Event::Lines { stream, lines }, .. } if *stream == wanted => {
                lines.iter().map(|line| line.unstyled() + "\n").collect()
            }
            _ => String::new(),
        };
        self.directives.iter().map(of).collect()
    }

    /// Everything that was shown to machines.
    pub fn json(&self) -> Vec<Value> {
        let of = |directive| match directive {
            &Directive::Show { event: Event::Json { ref value }, .. } => {
                Some(serde_json::to_value(value).unwrap())
            }
            _ => None,
        };
        self.directives.iter().filter_map(of).collect()
    }

    /// Effects that leave the machine.
    pub fn sent(&self) -> usize {
        self.directives.iter().filter(|one| leaves_the_machine(one)).count()
    }
}

/// True for HTTP and SQL.
pub fn leaves_the_machine(directive: &Directive) -> bool {
    directive.effects().iter().any(|effect| !matches!(effect, Effect::File(_)))
}

/// Answers to one effect, each with the number of changes that had been made before it.
type Answers = HashMap<String, Vec<(usize, Observation)>>;

/// A world that knows how far it is by the changes it has seen: an effect gets the answers that it got between the same
/// two changes of the recorded run, in their order; the last of them stays.
pub struct Recorded {
    answers: &'static Answers,
    given: HashMap<String, usize>,
    changes: usize,
    pub now: u64,
}

impl Recorded {
    pub fn new() -> Self {
        static ANSWERS: OnceLock<Answers> = OnceLock::new();
        let answers = ANSWERS.get_or_init(|| {
            let mut answers = Answers::new();
            let mut changes = 0;
            for one in &read().1 {
                let given = one.answer.iter().flat_map(Observation::each);
                for (effect, answer) in one.directive.effects().iter().zip(given) {
                    changes += usize::from(mutates(effect));
                    answers.entry(key(effect)).or_default().push((changes, answer.clone()));
                }
            }
            answers
        });
        Self { answers, given: HashMap::new(), changes: 0, now: read().1.first().unwrap().asked_at }
    }

    fn answer(&mut self, effect: &Effect) -> Observation {
        if matches!(effect, Effect::File(_)) {
            return Observation::Done;
        }
        self.changes += usize::from(mutates(effect));
        let key = key(effect);
        let Some(answers) = self.answers.get(&key) else {
            return Observation::Unknown { reason: UnknownReason::Reset };
        };
        let next = self.given.get(&key).map_or(0, |given| given + 1);
        let at = match answers.get(next) {
            Some((changes, _)) if *changes <= self.changes => {
                // What was answered before the latest change is out of date.
                let newest =
                    answers.iter().rposition(|(changes, _)| *changes <= self.changes).unwrap_or(next);
                let current = answers.iter().position(|(changes, _)| *changes == answers[newest].0);
                next.max(current.unwrap_or(next))
            }
            _ => next.saturating_sub(1),
        };
        self.given.insert(key, at);
        answers[at].1.clone()
    }

    /// Drives a command to its end. `meddle` may give another answer than the recorded one.
    pub fn drive(
        &mut self,
        command: Command,
        context: Context,
        mut meddle: impl FnMut(&Directive) -> Option<Observation>,
    ) -> Seen {
        let mut journal = context.runs.first().map_or(String::new(), |run| run.journal.clone());
        let mut head = None;
        let mut session = Session::new(command, context);
        let mut directives = Vec::new();
        for _ in 0..5_000 {
            let directive = session.next(self.now).unwrap();
            if let Directive::Together { id, run_id, effects } = directive {
                // Each is met and noted by itself.
                let alone = |effect| Directive::Perform { id, run_id: run_id.clone(), effect };
                let alone: Vec<Directive> = effects.into_iter().map(alone).collect();
                let answer = |one: &Directive| meddle(one).unwrap_or_else(|| self.answer(&one.effects()[0]));
                let answers = alone.iter().map(answer).collect();
                directives.extend(alone);
                session.observe(id, &Observation::Together { answers }, self.now).unwrap();
                continue;
            }
            directives.push(directive.clone());
            let other = meddle(&directive);
            let (id, usual) = match &directive {
                Directive::Append { id, line, head: noted, .. } => {
                    if other.is_none() || other == Some(Observation::Interrupted) {
                        journal.push_str(line);
                        journal.push('\n');
                        head = Some(noted.clone());
                    }
                    (*id, Observation::Done)
                }
                Directive::Show { id, .. } => (*id, Observation::Done),
                // What is answered otherwise did not happen.
                Directive::Perform { id, .. } if other.is_some() => (*id, Observation::Done),
                Directive::Together { .. } => unreachable!("met above"),
                Directive::Perform { id, effect, .. } => (*id, self.answer(effect)),
                Directive::Wait { id, until, .. } => {
                    self.now = self.now.max(*until);
                    (*id, Observation::Done)
                }
                Directive::Ask { id, .. } => (*id, Observation::Answered { text: "yes".into() }),
                Directive::Done { exit_code, ending } => {
                    let run = StoredRun { run_id: "rabc1234".into(), journal, head, open: false };
                    return Seen { ending: *ending, exit_code: *exit_code, directives, run };
                }
            };
            session.observe(id, &other.unwrap_or(usual), self.now).unwrap();
        }
        panic!("no end");
    }
}

/// True for an effect that can change something.
pub fn mutates(effect: &Effect) -> bool {
    match effect {
        Effect::Http(http) => http.mutates,
        Effect::Sql(sql) => sql.mutates,
        Effect::File(_) => false,
    }
}

fn key(effect: &Effect) -> String {
    serde_json::to_string(effect).unwrap()
}

/// The command of the transcript, changed.
pub fn upgrade(change: impl FnOnce(&mut UpgradeDb)) -> Command {
    let Command::UpgradeDb(mut typed) = read().0.command.clone() else { panic!("not an upgrade") };
    change(&mut typed);
    Command::UpgradeDb(typed)
}

/// The context of the transcript, changed.
pub fn context(change: impl FnOnce(&mut Context)) -> Context {
    let mut context = read().0.context.clone();
    change(&mut context);
    context
}

/// An answer without a body.
pub fn http(status: u16) -> Observation {
    Observation::Http { status, body: Value::Null, error_id: None, has_message: false }
}

/// Answers nothing in place of the recorded answers.
pub fn never(_: &Directive) -> Option<Observation> {
    None
}

/// The HTTP path of a directive, empty for anything else.
pub fn path(directive: &Directive) -> &str {
    match directive.effects().first() {
        Some(Effect::Http(effect)) => &effect.request.path,
        _ => "",
    }
}

/// True for a request.
pub fn is_http(directive: &Directive) -> bool {
    matches!(directive.effects().first(), Some(Effect::Http(_)))
}

/// A command that nobody is asked about, with one kind of answer replaced.
pub fn meddled(meddle: impl FnMut(&Directive) -> Option<Observation>) -> Seen {
    Recorded::new().drive(upgrade(|_| ()), context(|_| ()), meddle)
}

/// Nothing was begun, and the reason was said.
pub fn refused(seen: &Seen, ending: Ending, code: u8, words: &[&str]) {
    let said = seen.lines(Stream::Err);
    assert_eq!((seen.ending, seen.exit_code), (ending, code), "{said}");
    for word in words {
        assert!(said.contains(word), "`{word}` is not in: {said}");
    }
    assert!(!seen.directives.iter().any(|one| matches!(one, Directive::Append { .. })), "a run was begun");
}
