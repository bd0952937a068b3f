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

/// The present state.
#[must_use]
pub fn current() -> Ask<Status> {
    get(Api::Status, "/api/v4/current-status".to_owned())
}
