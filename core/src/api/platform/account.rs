//! The account behind the login.

use crate::answer::{Ask, Nothing};
use crate::api::get;
use connect_wire::Api;

/// Whether there is a login; nothing of the account itself.
#[must_use]
pub fn account() -> Ask<Nothing> {
    get(Api::Platform, "/account".to_owned())
}
