//! What the service keeps with a database add-on besides its data. It does not come along when another add-on takes over.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

/// What the service keeps; parts that could not be read are absent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Kept {
    /// Backup schedules.
    pub schedules: Option<Vec<Schedule>>,
    /// Maintenance window; absent too where there is none, or where its words are not understood.
    pub window: Option<Window>,
    /// Settings that are not the plan's own, by key.
    pub settings: Option<BTreeMap<String, Setting>>,
    /// Named credentials, besides the default one.
    pub credentials: Option<Vec<String>>,
    /// Data links: other data sources that it reads.
    pub links: Option<Vec<Link>>,
}

/// What keeps the data of a database safe, as `heroku pg:info` shows it. A new server gets it hours after it began to lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Safeguard {
    /// A standby takes over when its server fails (row `HA Status`).
    Standby,
    /// What is written is archived at once (row `Continuous Protection`).
    Protection,
    /// It can be rolled back (row `Rollback`).
    Rollback,
    /// It can be followed and forked (row `Fork/Follow`).
    ForkFollow,
}

impl Safeguard {
    /// Each with its row, and with how its value begins where it is there.
    pub const ALL: [(Self, &'static str, &'static str); 4] = [
        (Self::Standby, "HA Status", "available"),
        (Self::Protection, "Continuous Protection", "on"),
        (Self::Rollback, "Rollback", "earliest"),
        (Self::ForkFollow, "Fork/Follow", "available"),
    ];

    /// As it is said.
    #[must_use]
    pub fn said(self) -> &'static str {
        match self {
            Self::Standby => "a standby",
            Self::Protection => "continuous protection",
            Self::Rollback => "rollback",
            Self::ForkFollow => "fork and follow",
        }
    }
}

/// A data link.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Link {
    /// Its name.
    pub name: String,
    /// The add-on that is read.
    pub remote: String,
}

/// A daily backup.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Schedule {
    /// Its name: a config var of the database.
    pub name: String,
    /// Hour of the day.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub hour: u64,
    /// Time zone of the hour, for example `UTC` or `America/Los_Angeles`.
    pub timezone: String,
}

/// The four hours of a week in which Heroku maintains a database.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Window {
    /// For example `Thursday`.
    pub day: String,
    /// For example `22:00`, UTC.
    pub time: String,
}

/// The value of a setting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(untagged)]
pub enum Setting {
    /// On or off.
    Flag(bool),
    /// A number, for example of milliseconds.
    Number(#[cfg_attr(feature = "types", ts(type = "number"))] i64),
    /// A word.
    Text(String),
}

crate::late::uses_nothing!(Schedule, Window, Setting, Safeguard, std::collections::BTreeMap<String, Setting>);

impl Window {
    /// Of words such as `Thursdays 22:00 to Fridays 02:00 UTC`.
    #[must_use]
    pub fn parse(shown: &str) -> Option<Self> {
        let (begins, ends) = shown.split_once(" to ")?;
        let (days, time) = begins.split_once(' ')?;
        let (hours, minutes) = time.split_once(':')?;
        let number = |text: &str| text.len() == 2 && text.bytes().all(|one| one.is_ascii_digit());
        let day = days.strip_suffix('s').filter(|day| day.ends_with("day"))?;
        (ends.ends_with("UTC") && number(hours) && number(minutes))
            .then(|| Self { day: day.to_owned(), time: time.to_owned() })
    }
}

impl fmt::Display for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(flag) => f.write_str(if *flag { "on" } else { "off" }),
            Self::Number(number) => number.fmt(f),
            Self::Text(text) => text.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_is_read_from_the_words_of_the_service_and_from_no_others() {
        let window = Window::parse("Thursdays 22:00 to Fridays 02:00 UTC");
        assert_eq!(window, Some(Window { day: "Thursday".into(), time: "22:00".into() }));
        for other in [
            "",
            "Thursdays 22:00",
            "22:00 to 02:00 UTC",
            "Thursdays 10PM to Fridays 02:00 UTC",
            "any time to never UTC",
        ] {
            assert_eq!(Window::parse(other), None, "{other}");
        }
    }
}
