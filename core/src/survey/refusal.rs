//! Why a survey cannot be completed: one clear sentence each, with what to do next.

use super::stop::Stop;
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::effect::{Observation, UnreachableReason};
use crate::seeded;
use crate::shell::shell_word;

/// The login is the reason.
pub fn login(observation: &Observation) -> Option<Diagnostic> {
    match observation {
        Observation::Http { status: 401, .. } => Some(Diagnostic::block(
            codes::LOGIN_EXPIRED,
            "the login was refused",
            "log in again: `heroku login`",
        )),
        Observation::Unreachable { reason: UnreachableReason::Login } => {
            Some(Diagnostic::block(codes::LOGIN_EXPIRED, "there is no login", "log in: `heroku login`"))
        }
        Observation::Http { status: 403, error_id: Some(id), .. } if id == "two_factor" => {
            Some(Diagnostic::block(
                codes::LOGIN_SECOND_FACTOR,
                "a second factor was asked for and nobody could be asked",
                "run this on a terminal, or authorise first: `heroku whoami`",
            ))
        }
        _ => None,
    }
}

pub fn of(observation: &Observation, what: &str) -> Stop {
    if let Some(login) = login(observation) {
        return Stop::Refused(Box::new(login));
    }
    let seen = match observation {
        Observation::Http { status: 403, .. } if !seeded::forgets(&codes::REACH_FORBIDDEN) => {
            return Stop::Refused(Box::new(Diagnostic::block(
                codes::REACH_FORBIDDEN,
                format!("this login may not read {what}"),
                "nothing was changed; ask an owner of the app to run this, or for more rights",
            )))
        }
        Observation::Http { status, .. } => format!("the service answered {status}"),
        Observation::Unknown { reason } => format!("no usable answer ({})", reason.word()),
        Observation::Unreachable { reason } => format!("not reached ({})", reason.word()),
        _ => "no usable answer".to_owned(),
    };
    Stop::Refused(Box::new(Diagnostic::block(
        codes::SERVICE_UNAVAILABLE,
        format!("{what} could not be read: {seen}"),
        "nothing was changed; see `heroku status` and try again",
    )))
}

/// A look that lacks something says what.
pub fn nothing_to_read() -> Diagnostic {
    Diagnostic::block(
        codes::SERVICE_UNAVAILABLE,
        "this is a bug in heroku-connect-maintenance: the survey lacks something and does not say what",
        "nothing was changed; please report it",
    )
}

pub fn unknown_app(app: &str) -> Stop {
    Stop::Refused(Box::new(Diagnostic::block(
        codes::APP_UNKNOWN,
        format!("there is no app {} for this login", shell_word(app)),
        "see `heroku apps --all`",
    )))
}

pub fn unknown_follower(name: &str, app: &str) -> Stop {
    Stop::Refused(Box::new(Diagnostic::block(
        codes::TARGET_UNKNOWN_FOLLOWER,
        format!("there is no add-on {} on {}", shell_word(name), shell_word(app)),
        format!("see `heroku addons --app {}`; without `--follower` one is made", shell_word(app)),
    )))
}

pub fn not_following(name: &str, leader: &str) -> Stop {
    Stop::Refused(Box::new(Diagnostic::block(
        codes::TARGET_NOT_A_COPY,
        format!("{} does not follow {} now", shell_word(name), shell_word(leader)),
        "leave `--follower` out: a new one is made",
    )))
}
