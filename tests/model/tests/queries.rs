//! What the core asks of a database, the hardware on paper can answer.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use connect_model::desk::{scenario, Desk};

#[test]
fn the_core_knows_no_query_that_paper_does_not() {
    let scenario = scenario("upgrade-follower").unwrap();
    let leader = &scenario.databases.first().unwrap().addon;
    for name in connect_core::query::names() {
        let mut desk = Desk::new(&scenario);
        let answer = desk.paper.answer(leader, name, "salesforce", Some(r#"{"runId": "r1"}"#), desk.now);
        assert_ne!(answer.map_err(|state| state.0), Err("0A000".to_owned()), "{name}");
    }
}
