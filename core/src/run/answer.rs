//! What the answer to a change means.

use crate::effect::{Observation, UnreachableReason};

/// Meaning of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// The service said yes. That is not yet proof.
    Accepted,
    /// Nobody knows.
    Unknown,
    /// Certainly not done.
    NotSent,
    /// Certainly not done: too many requests.
    Busy,
    /// Certainly not done: the login was refused.
    Login,
    /// The service said no.
    Refused,
}

/// Sorts the answer to a change. After an unknown answer a refusal proves nothing: it may be the echo of our own success.
pub fn classify(observation: &Observation, was_unknown: bool) -> Class {
    match observation {
        Observation::Http { status: 200..=299, .. } | Observation::Sql { .. } | Observation::Done => {
            Class::Accepted
        }
        Observation::Http { status: 429, .. } => Class::Busy,
        Observation::Http { status: 401, .. } => Class::Login,
        Observation::Http { status: 403, error_id: Some(id), .. } if id == "two_factor" => Class::Login,
        Observation::Http { status: 400..=499, .. } if !was_unknown => Class::Refused,
        Observation::SqlFailed { code } if lost(code) => Class::Unknown,
        Observation::SqlFailed { .. } if !was_unknown => Class::Refused,
        Observation::Unreachable { reason: UnreachableReason::UrlChanged } => Class::Refused,
        Observation::Unreachable { reason: UnreachableReason::Login } => Class::Login,
        Observation::Unreachable { .. } => Class::NotSent,
        Observation::Http { .. }
        | Observation::SqlFailed { .. }
        | Observation::Unknown { .. }
        | Observation::Answered { .. }
        | Observation::Interrupted => Class::Unknown,
    }
}

/// SQLSTATE classes of a lost or closing connection.
fn lost(code: &str) -> bool {
    code.starts_with("08") || code.starts_with("57P") || code == "XX000"
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
        Observation::Answered { .. } | Observation::Interrupted => "none".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    fn http(status: u16) -> Observation {
        Observation::Http { status, body: Value::Null, error_id: None, has_message: false }
    }

    #[test]
    fn a_refusal_after_an_unknown_answer_proves_nothing() {
        assert_eq!(classify(&http(422), false), Class::Refused);
        assert_eq!(classify(&http(422), true), Class::Unknown);
    }

    #[test]
    fn a_server_error_is_never_taken_for_a_failure() {
        assert_eq!(classify(&http(503), false), Class::Unknown);
        assert_eq!(classify(&Observation::SqlFailed { code: "57P01".into() }, false), Class::Unknown);
    }
}
