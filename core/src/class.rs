//! What an answer means, by its kind and never by an example: one table for changes, for reads and for the survey.
//!
//! | answer | class | why |
//! | --- | --- | --- |
//! | HTTP 2xx, a row | done | the service said yes; whether it took effect is for probes |
//! | HTTP 401, 403 `two_factor`, no login | login | nothing was done, and nothing will be until somebody logs in |
//! | HTTP 404, 410 | gone | there is no such thing |
//! | HTTP 409, 423 | not yet | something else is under way there |
//! | HTTP 425, 429 | try again | not done, because of the moment |
//! | any other 4xx | refused | the request itself is refused |
//! | HTTP 1xx, 3xx, 408, 5xx, no usable answer | lost | it may have been done |
//! | SQLSTATE 40, 53, 28, 55P03, 57P03, 57014, 25P03, 25P04 | try again | rolled back, or never begun, because of the moment |
//! | SQLSTATE 40003, 08, 57P, 58, XX | lost | the server or the way to it broke |
//! | SQLSTATE 55 | not yet | something else is under way there |
//! | any other SQLSTATE | refused | the statement itself is refused |
//! | not reached: refused, no such host, no trust | try again | not sent |
//! | not reached: no such config var | gone | there is no such thing |
//! | not reached: another database, the disk | refused | it may not be sent |

use crate::effect::{Observation, UnreachableReason};

/// Meaning of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Class {
    /// Yes.
    Done,
    /// Not now: something else is under way.
    NotYet,
    /// Certainly not done, because of the moment.
    TryAgain,
    /// Certainly not done, and asking again is no use.
    Refused,
    /// Nobody knows whether it was done.
    Lost,
    /// The login is missing or was refused.
    Login,
    /// There is no such thing.
    Gone,
}

/// Sorts an answer.
#[must_use]
pub fn class(observation: &Observation) -> Class {
    match observation {
        Observation::Http { status: 403, error_id: Some(id), .. } if id == "two_factor" => Class::Login,
        Observation::Http { status, .. } => http(*status),
        Observation::Sql { .. } | Observation::Done => Class::Done,
        Observation::SqlFailed { code } => sqlstate(code),
        Observation::Unreachable { reason } => match reason {
            UnreachableReason::Refused
            | UnreachableReason::NotFound
            | UnreachableReason::Tls
            | UnreachableReason::Bastion => Class::TryAgain,
            UnreachableReason::NoConfigVar => Class::Gone,
            UnreachableReason::UrlChanged | UnreachableReason::Disk => Class::Refused,
            UnreachableReason::Login => Class::Login,
        },
        Observation::Unknown { .. }
        | Observation::Together { .. }
        | Observation::Answered { .. }
        | Observation::Interrupted => Class::Lost,
    }
}

fn http(status: u16) -> Class {
    match status {
        200..=299 => Class::Done,
        401 => Class::Login,
        404 | 410 => Class::Gone,
        409 | 423 => Class::NotYet,
        425 | 429 => Class::TryAgain,
        408 => Class::Lost,
        400..=499 => Class::Refused,
        _ => Class::Lost,
    }
}

fn sqlstate(code: &str) -> Class {
    match code {
        "40003" => Class::Lost,
        "55P03" | "57P03" | "57014" | "25P03" | "25P04" => Class::TryAgain,
        _ => match code.get(..2) {
            Some("40" | "53" | "28") => Class::TryAgain,
            Some("08" | "58" | "XX") => Class::Lost,
            Some("57") if code.starts_with("57P") => Class::Lost,
            Some("55") => Class::NotYet,
            _ => Class::Refused,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::effect::UnknownReason;
    use serde_json::Value;

    fn of_status(status: u16) -> Class {
        class(&Observation::Http { status, body: Value::Null, error_id: None, has_message: false })
    }

    #[test]
    fn every_http_status_has_one_meaning() {
        for status in 100..=599 {
            let meant = match status {
                200..=299 => Class::Done,
                401 => Class::Login,
                404 | 410 => Class::Gone,
                409 | 423 => Class::NotYet,
                425 | 429 => Class::TryAgain,
                400..=499 if status != 408 => Class::Refused,
                _ => Class::Lost,
            };
            assert_eq!(of_status(status), meant, "{status}");
        }
    }

    #[test]
    fn a_second_factor_is_a_matter_of_the_login() {
        let asked = |id: &str| {
            class(&Observation::Http {
                status: 403,
                body: Value::Null,
                error_id: Some(id.to_owned()),
                has_message: true,
            })
        };
        assert_eq!((asked("two_factor"), asked("forbidden")), (Class::Login, Class::Refused));
    }

    /// The classes of SQLSTATE as PostgreSQL 18 lists them, and the codes that are not like their class.
    #[test]
    fn every_sqlstate_class_has_one_meaning() {
        let refused = [
            "03000", "09000", "0A000", "0B000", "0F000", "0L000", "0P000", "0Z000", "20000", "21000",
            "22000", "23505", "24000", "25001", "25006", "26000", "27000", "2B000", "2D000", "2F000",
            "34000", "38000", "39000", "3B000", "3D000", "3F000", "42501", "42883", "44000", "54000",
            "72000", "F0000", "HV000", "P0001",
        ];
        let again = [
            "40000", "40001", "40P01", "53000", "53100", "53200", "53300", "28000", "28P01", "55P03",
            "57P03", "57014", "25P03", "25P04",
        ];
        let lost = [
            "08000", "08006", "40003", "57P01", "57P02", "57P04", "57P05", "58000", "58030", "XX000", "XX001",
        ];
        let not_yet = ["55000", "55006", "55P02"];
        for (codes, meant) in [
            (&refused[..], Class::Refused),
            (&again[..], Class::TryAgain),
            (&lost[..], Class::Lost),
            (&not_yet[..], Class::NotYet),
        ] {
            for code in codes {
                assert_eq!(class(&Observation::SqlFailed { code: (*code).to_owned() }), meant, "{code}");
            }
        }
    }

    #[test]
    fn what_was_not_sent_and_what_may_have_landed_are_told_apart() {
        let not_sent = |reason| class(&Observation::Unreachable { reason });
        assert_eq!(not_sent(UnreachableReason::Refused), Class::TryAgain);
        assert_eq!(not_sent(UnreachableReason::NotFound), Class::TryAgain);
        assert_eq!(not_sent(UnreachableReason::Tls), Class::TryAgain);
        assert_eq!(not_sent(UnreachableReason::Bastion), Class::TryAgain);
        assert_eq!(not_sent(UnreachableReason::NoConfigVar), Class::Gone);
        assert_eq!(not_sent(UnreachableReason::UrlChanged), Class::Refused);
        assert_eq!(not_sent(UnreachableReason::Disk), Class::Refused);
        assert_eq!(not_sent(UnreachableReason::Login), Class::Login);
        for reason in
            [UnknownReason::Reset, UnknownReason::Timeout, UnknownReason::Body, UnknownReason::Redirect]
        {
            assert_eq!(class(&Observation::Unknown { reason }), Class::Lost);
        }
    }
}
