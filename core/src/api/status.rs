//! Status API v4. Announced windows are prose: shown, never decided on.

use super::get;
use crate::answer::{answer, Ask, Shown};
use connect_wire::Api;

answer! {
    /// What is announced and what is wrong now.
    pub struct Status {
        incidents: Vec<Notice> = "/incidents",
        scheduled: Vec<Notice> = "/scheduled",
    }
}

answer! {
    /// An incident or an announcement.
    pub struct Notice {
        id: Option<Shown> = "/id",
        title: Option<String> = "/title",
        state: Option<String> = "/state",
    }
}

answer! {
    /// The same for people: with what is said of each.
    pub struct Announced {
        incidents: Vec<Announcement> = "/incidents",
        scheduled: Vec<Announcement> = "/scheduled",
    }
}

answer! {
    /// An incident or an announcement, with its updates, the newest first.
    pub struct Announcement {
        id: Option<Shown> = "/id",
        title: Option<String> = "/title",
        state: Option<String> = "/state",
        systems: Vec<System> = "/systems",
        updates: Vec<Update> = "/updates",
    }
}

answer! {
    /// What it concerns.
    pub struct System {
        name: Option<String> = "/name",
        services: Vec<String> = "/services",
    }
}

answer! {
    /// What was said of it.
    pub struct Update {
        contents: Option<String> = "/contents",
    }
}

/// What is announced, for people.
#[must_use]
pub fn announced() -> Ask<Announced> {
    get(Api::Status, "/api/v4/current-status".to_owned())
}

/// The present state.
#[must_use]
pub fn current() -> Ask<Status> {
    get(Api::Status, "/api/v4/current-status".to_owned())
}
