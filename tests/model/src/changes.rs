//! Worlds in which a plan is changed, made of the scenario of one small app.

use connect_simulator::Scenario;

use crate::desk::scenario;

/// Names of those that the model check goes through.
pub const ALL: [&str; 2] = ["change-plan", "change-plan-loses-few"];

/// One of them; `None` if there is none of this name.
///
/// # Errors
/// When the small scenario cannot be read.
pub fn world(name: &str) -> Result<Option<Scenario>, String> {
    let loses = match name {
        "change-plan" => 0,
        // Fewer than there are between two test writes.
        "change-plan-loses-few" => 2,
        "change-plan-loses-many" => 200,
        _ => return Ok(None),
    };
    let mut world = scenario("upgrade-follower")?;
    world.switches.plan_change_loses = loses;
    Ok(Some(world))
}
