//! Worlds in which a plan is changed, made of the scenario of one small app.

use connect_simulator::Scenario;

use crate::desk::scenario;

/// Names of those that the model check goes through.
pub const ALL: [&str; 3] = ["change-plan", "change-plan-loses-few", "changeover"];

/// One of them, and the method by which the plan is changed in it; `None` if there is none of this name.
///
/// # Errors
/// When the small scenario cannot be read.
pub fn world(name: &str) -> Result<Option<(Scenario, &'static str)>, String> {
    let (loses, method) = match name {
        "change-plan" => (0, "in-place"),
        "changeover" => (0, "changeover"),
        // Fewer than there are between two test writes.
        "change-plan-loses-few" => (2, "in-place"),
        "change-plan-loses-many" => (200, "in-place"),
        _ => return Ok(None),
    };
    let mut world = scenario("upgrade-follower")?;
    world.switches.plan_change_loses = loses;
    Ok(Some((world, method)))
}
