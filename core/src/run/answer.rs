//! What the answer to a change means.

use crate::class::{class, Class};
use crate::effect::Observation;
use crate::ops::Verb;

/// Pause after "too many requests", milliseconds: an account gets 75 calls a minute back.
const BUSY_MS: u64 = 15_000;
/// Pause before anything else is sent again, milliseconds.
const PAUSE_MS: u64 = 2_000;

/// Meaning of the answer to a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// The service said yes. That is not yet proof.
    Landed,
    /// Nobody knows.
    Unknown,
    /// Certainly not done; may be sent again after a pause.
    NotNow {
        /// Milliseconds.
        pause_ms: u64,
    },
    /// Certainly not done: the login was refused.
    Login,
    /// The service said no.
    Refused,
}

/// Sorts the answer to a change. After an unknown answer a refusal proves nothing: it may be the echo of our own success.
pub fn meaning(answer: &Observation, verb: &dyn Verb, was_unknown: bool) -> Meaning {
    match class(answer) {
        // What is repeated until nothing is left is looked at after every time.
        Class::Done if verb.repeats() => Meaning::Unknown,
        Class::Done => Meaning::Landed,
        Class::Lost => Meaning::Unknown,
        Class::Login => Meaning::Login,
        Class::TryAgain | Class::NotYet => Meaning::NotNow { pause_ms: pause(answer) },
        Class::Gone if verb.wants_gone() => Meaning::Landed,
        Class::Gone | Class::Refused if verb.not_now().is_some() => Meaning::NotNow { pause_ms: PAUSE_MS },
        Class::Gone | Class::Refused if was_unknown => Meaning::Unknown,
        Class::Gone | Class::Refused => Meaning::Refused,
    }
}

fn pause(answer: &Observation) -> u64 {
    match answer {
        Observation::Http { status: 429, .. } => BUSY_MS,
        _ => PAUSE_MS,
    }
}

/// The answer in a word, for the journal: no text from outside.
pub fn status(observation: &Observation) -> String {
    match observation {
        Observation::Http { status, error_id: Some(id), .. } => format!("{status} {id}"),
        Observation::Http { status, .. } => status.to_string(),
        Observation::SqlFailed { code } => code.clone(),
        Observation::Unknown { reason } => reason.word().to_owned(),
        Observation::Unreachable { reason } => reason.word().to_owned(),
        Observation::Sql { .. } | Observation::Done => "ok".to_owned(),
        Observation::Together { .. } | Observation::Answered { .. } | Observation::Interrupted => {
            "none".to_owned()
        }
    }
}

/// Who said no, and how.
pub fn refusal(answer: &Observation) -> String {
    let who = match answer {
        Observation::SqlFailed { .. } => "the database",
        _ => "Heroku",
    };
    let help = match answer {
        Observation::Http { status: 402, .. } => ": ask who pays for the app or its team",
        Observation::Http { status: 403, .. } => ": ask an owner of the app or an admin of its team",
        _ => "",
    };
    format!("{who} refused it ({}){help}", status(answer))
}

/// Adds the answers to those who asked, by their place. False if the login is gone: they begin again with the new one.
pub(super) fn received<'a>(
    askers: impl Iterator<Item = &'a mut Vec<Observation>>,
    asked: &[usize],
    answers: &[Observation],
) -> bool {
    let lost = answers.iter().any(|answer| class(answer) == Class::Login);
    let mut askers: Vec<_> = askers.collect();
    for (at, answer) in asked.iter().zip(answers) {
        match askers.get_mut(*at) {
            Some(kept) if lost => kept.clear(),
            Some(kept) => kept.push(answer.clone()),
            None => {}
        }
    }
    !lost
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::effect::{UnknownReason, UnreachableReason};
    use crate::late::{ConnectionName, Late};
    use crate::ops::{AddonDestroy, ConnectionPause, DynosStop, MaintenanceSet};
    use serde_json::Value;

    fn http(status: u16) -> Observation {
        Observation::Http { status, body: Value::Null, error_id: None, has_message: false }
    }

    fn sql(code: &str) -> Observation {
        Observation::SqlFailed { code: code.to_owned() }
    }

    #[test]
    fn a_refusal_after_an_unknown_answer_proves_nothing() {
        let verb = MaintenanceSet { app: "acme".into(), on: true };
        assert_eq!(meaning(&http(422), &verb, false), Meaning::Refused);
        assert_eq!(meaning(&http(422), &verb, true), Meaning::Unknown);
    }

    #[test]
    fn a_server_in_trouble_is_never_taken_for_a_failure() {
        let verb = MaintenanceSet { app: "acme".into(), on: true };
        assert_eq!(meaning(&http(503), &verb, false), Meaning::Unknown);
        assert_eq!(meaning(&sql("57P01"), &verb, false), Meaning::Unknown);
    }

    #[test]
    fn a_moment_of_the_service_is_waited_out() {
        let verb = MaintenanceSet { app: "acme".into(), on: true };
        for passing in [sql("53300"), sql("40001"), sql("55P03"), sql("57014"), http(409), http(423)] {
            assert_eq!(
                meaning(&passing, &verb, false),
                Meaning::NotNow { pause_ms: PAUSE_MS },
                "{passing:?}"
            );
        }
        assert_eq!(meaning(&http(429), &verb, false), Meaning::NotNow { pause_ms: BUSY_MS });
    }

    #[test]
    fn what_was_to_go_is_gone_when_there_is_no_such_thing() {
        let verb = AddonDestroy { addon: Late::from("old"), app: "acme".into() };
        assert_eq!(meaning(&http(404), &verb, false), Meaning::Landed);
        assert_eq!(
            meaning(&http(404), &MaintenanceSet { app: "acme".into(), on: true }, false),
            Meaning::Refused
        );
    }

    #[test]
    fn a_refused_pause_only_means_not_now() {
        let connection = ConnectionName {
            app: "acme".into(),
            connection: "1".into(),
            region: "https://connect.example".into(),
            resource: "herokuconnect".into(),
        };
        let verb = ConnectionPause { connection };
        assert_eq!(meaning(&http(422), &verb, false), Meaning::NotNow { pause_ms: PAUSE_MS });
    }

    #[test]
    fn what_is_stopped_until_nothing_is_left_is_looked_at_after_every_time() {
        let stop = DynosStop { app: "acme".into(), but: vec![] };
        assert_eq!(meaning(&http(202), &stop, false), Meaning::Unknown);
        let switch = MaintenanceSet { app: "acme".into(), on: true };
        assert_eq!(meaning(&http(200), &switch, false), Meaning::Landed);
    }

    #[test]
    fn an_answer_in_the_journal_is_a_status_or_a_code_and_no_text_from_outside() {
        let limited = Observation::Http {
            status: 429,
            body: Value::from("a text"),
            error_id: Some("rate_limit".into()),
            has_message: true,
        };
        assert_eq!(status(&limited), "429 rate_limit");
        assert_eq!(status(&http(422)), "422");
        assert_eq!(status(&sql("42501")), "42501");
        assert_eq!(status(&Observation::Sql { row: Value::from("a row") }), "ok");
        assert_eq!(status(&Observation::Answered { text: "a text".into() }), "none");
        let reset = Observation::Unknown { reason: UnknownReason::Reset };
        assert_eq!(status(&reset), UnknownReason::Reset.word());
        let disk = Observation::Unreachable { reason: UnreachableReason::Disk };
        assert_eq!(status(&disk), UnreachableReason::Disk.word());
    }

    #[test]
    fn who_said_no_is_named() {
        assert_eq!(refusal(&sql("42501")), "the database refused it (42501)");
        assert_eq!(refusal(&http(422)), "Heroku refused it (422)");
    }

    #[test]
    fn whom_to_ask_for_a_right_that_is_missing_is_said() {
        assert_eq!(refusal(&http(402)), "Heroku refused it (402): ask who pays for the app or its team");
        assert_eq!(
            refusal(&http(403)),
            "Heroku refused it (403): ask an owner of the app or an admin of its team"
        );
    }

    #[test]
    fn answers_go_to_those_who_asked_and_after_a_refused_login_they_begin_again() {
        let ask = |answers: &[Observation]| {
            let mut askers = vec![vec![http(200)], vec![http(201)], vec![http(202)]];
            let kept = received(askers.iter_mut(), &[0, 2, 9], answers);
            (kept, askers)
        };
        let (kept, askers) = ask(&[http(404), sql("57014"), http(200)]);
        assert!(kept);
        assert_eq!(askers, [vec![http(200), http(404)], vec![http(201)], vec![http(202), sql("57014")]]);
        let (kept, askers) = ask(&[http(200), http(401), http(200)]);
        assert!(!kept);
        assert_eq!(askers, [vec![], vec![http(201)], vec![]]);
    }
}
