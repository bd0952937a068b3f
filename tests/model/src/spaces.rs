//! Worlds in Private and Shield Spaces, made of the scenario of one small app.

use connect_simulator::Scenario;

use crate::desk::scenario;

/// Names of those that the model check goes through.
pub const ALL: [&str; 4] = ["private", "shield", "private-changeover", "private-change-plan"];

/// What an operator says yes to there.
#[must_use]
pub fn accepted() -> Vec<String> {
    ["space/web-stays", "space/external-access"].map(str::to_owned).to_vec()
}

/// The app is in a space, and its database in the space's network.
///
/// # Errors
/// When the small scenario cannot be read.
pub fn private(plan: &str) -> Result<Scenario, String> {
    let mut world = scenario("upgrade-follower")?;
    world.apps.iter_mut().for_each(|app| app.space = Some("acme-space".to_owned()));
    world.databases.iter_mut().for_each(|database| plan.clone_into(&mut database.plan));
    Ok(world)
}
