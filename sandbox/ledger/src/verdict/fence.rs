//! The fence: on where a database is out of use, off where it is in use again.

use super::check::{Check, Expectation, Run};
use crate::facts::Facts;

/// The check `fence`, on the old database.
pub(super) fn check(facts: &Facts, expectation: &Expectation) -> Check {
    let server = &facts.old.server;
    let word = |on| if on { "on" } else { "off" };
    let evidence = format!(
        "the old database: read-only default of a session {}, of the database {}{}",
        word(server.read_only),
        word(server.fenced),
        if expectation.one_login { ", which has one login" } else { "" }
    );
    let mut offenders = Vec::new();
    match expectation.run {
        Run::Done => {
            if !server.read_only {
                offenders.push("a fresh session of the old database may write".to_owned());
            }
            if !expectation.one_login && !server.fenced {
                offenders
                    .push("the old database sets no read-only default for its other credentials".to_owned());
            }
        }
        Run::Undone => {
            if server.read_only || server.fenced {
                offenders.push("the old database is in use and still fenced".to_owned());
            }
        }
    }
    Check::of("fence", evidence, offenders)
}
