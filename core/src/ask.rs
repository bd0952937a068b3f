//! What a person answers to a question.

use crate::line::Line;
use crate::plan::Plan;

/// Yes or no; `None` if it is neither, and then it is asked again.
#[must_use]
pub fn yes_or_no(typed: &str) -> Option<bool> {
    match typed.trim().to_lowercase().as_str() {
        "y" | "yes" | "go" => Some(true),
        "n" | "no" => Some(false),
        _ => None,
    }
}

/// What to do with a run that was interrupted while apps are stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Interrupted {
    /// Keep going.
    KeepGoing,
    /// Roll back.
    RollBack,
    /// Leave the apps stopped.
    LeaveStopped,
}

impl Interrupted {
    /// What was meant; `None` if it is unclear, and then it is asked again.
    #[must_use]
    pub fn read(typed: &str) -> Option<Self> {
        match typed.trim().to_lowercase().as_str() {
            "1" | "k" | "keep" | "keep going" => Some(Self::KeepGoing),
            "2" | "r" | "roll back" | "rollback" => Some(Self::RollBack),
            "3" | "l" | "leave" | "leave stopped" => Some(Self::LeaveStopped),
            _ => None,
        }
    }

    /// The question. Past the point of no return there is nothing to roll back to.
    #[must_use]
    pub fn question(plan: &Plan, run: &str, can_roll_back: bool) -> Vec<Line> {
        let apps = plan.apps.join(", ");
        let mut lines = vec![
            Line::new().add(crate::line::Style::Failure, &format!("APP STOPPED: {apps}")),
            Line::plain("  k  keep going: the quickest way back if nothing is wrong"),
        ];
        if can_roll_back {
            lines.push(Line::plain("  r  roll back: bring the app back on the old database"));
        }
        lines.push(Line::plain(&format!(
            "  l  leave it stopped: nothing more is done until `heroku connect:runs:resume {run}`"
        )));
        lines.push(Line::plain(if can_roll_back {
            "Keep going, roll back, or leave it stopped? (k/r/l)"
        } else {
            "Keep going, or leave it stopped? (k/l)"
        }));
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yes_in_any_case_means_yes_and_anything_unclear_is_asked_again() {
        for yes in ["y", "Y", "yes", "YES", " Yes ", "go"] {
            assert_eq!(yes_or_no(yes), Some(true), "{yes}");
        }
        for no in ["n", "No", "NO"] {
            assert_eq!(yes_or_no(no), Some(false), "{no}");
        }
        for unclear in ["", "acme-sync", "yess", "ja", "y n"] {
            assert_eq!(yes_or_no(unclear), None, "{unclear}");
        }
    }

    #[test]
    fn an_interruption_is_answered_by_a_letter_or_in_words() {
        for (typed, meant) in [
            ("K", Interrupted::KeepGoing),
            ("keep going", Interrupted::KeepGoing),
            ("Roll back", Interrupted::RollBack),
            ("l", Interrupted::LeaveStopped),
        ] {
            assert_eq!(Interrupted::read(typed), Some(meant), "{typed}");
        }
        assert_eq!((Interrupted::read(""), Interrupted::read("y")), (None, None));
    }
}
