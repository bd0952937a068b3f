//! How a state was reached: what happened besides ordinary success, newest first, sharing what is older.

use std::sync::Arc;

use connect_core::effect::Effect;

use connect_rehearsal::chance::Chance;

/// How the next process goes on with a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Again {
    /// With the run.
    Resume,
    /// To take everything back.
    Abort,
}

/// A thing that happened.
#[derive(Debug)]
pub(crate) enum Event {
    /// An effect in a step met a chance.
    Chance { step: String, effect: Arc<Effect>, chance: Chance },
    /// The process died in a step.
    Crash { step: String, when: &'static str, again: Again },
    /// A paused run was resumed.
    Resumed,
}

/// What happened.
#[derive(Debug, Default)]
pub(crate) struct Way(Option<Link>);

#[derive(Debug)]
struct Link {
    event: Event,
    before: Arc<Way>,
}

impl Way {
    /// A way that goes on with an event.
    pub fn then(self: &Arc<Self>, event: Event) -> Arc<Self> {
        Arc::new(Self(Some(Link { event, before: Arc::clone(self) })))
    }

    /// In words, oldest first.
    pub fn words(&self) -> Vec<String> {
        let mut words = Vec::new();
        let mut at = &self.0;
        while let Some(link) = at {
            words.push(link.event.words());
            at = &link.before.0;
        }
        words.reverse();
        words
    }
}

impl Event {
    fn words(&self) -> String {
        match self {
            Self::Chance { step, effect, chance } => format!("{step}: {chance:?} of {}", brief(effect)),
            Self::Crash { step, when, again } => {
                let again = match again {
                    Again::Resume => "resume",
                    Again::Abort => "abort",
                };
                format!("{step}: dies {when}, then {again}")
            }
            Self::Resumed => "the operator resumes".to_owned(),
        }
    }
}

fn brief(effect: &Effect) -> String {
    match effect {
        Effect::Http(http) => format!("{:?} {}", http.request.method, http.request.path),
        Effect::Sql(sql) => format!("{} on {}", sql.query, sql.config_var),
        Effect::File(file) => format!("file {}", file.name),
    }
}
