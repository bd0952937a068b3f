//! Worlds that are large, slow or busy, made of the scenario of one small app.

use connect_simulator::scenario::AttachmentSpec;
use connect_simulator::Scenario;

use crate::desk::scenario;

/// Names of all of them.
pub const ALL: [&str; 4] = ["hundred-apps", "half-million-behind", "nineteen-hours", "five-thousand-commits"];

/// One of them.
///
/// # Errors
/// When there is none of this name, or the small scenario cannot be read.
pub fn large(name: &str) -> Result<Scenario, String> {
    let mut world = scenario("upgrade-follower")?;
    let switches = &mut world.switches;
    match name {
        "hundred-apps" => share(&mut world, 100),
        "half-million-behind" => {
            (switches.follower_behind, switches.replays_per_second) = (500_000, 2_000);
            switches.commits_per_second = 20;
        }
        // 500 GB: five hours until the copy is made, nineteen until it has replayed what was written meanwhile.
        "nineteen-hours" => {
            switches.provision_ms = 5 * 3_600_000;
            (switches.replays_per_second, switches.commits_per_second) = (2_000, 500);
            switches.follower_behind = 19 * 3_600 * 1_500;
        }
        "five-thousand-commits" => {
            (switches.replays_per_second, switches.commits_per_second) = (20_000, 5_000);
            switches.follower_behind = 1_000_000;
        }
        other => return Err(format!("there is no large world `{other}`")),
    }
    Ok(world)
}

/// So many apps attached to one database.
fn share(world: &mut Scenario, count: usize) {
    let (Some(first), Some(database)) = (world.apps.first().cloned(), world.databases.first_mut()) else {
        return;
    };
    for number in 1..count {
        let name = format!("acme-part-{number:03}");
        let attachment = AttachmentSpec { app: name.clone(), name: "DATABASE".to_owned(), namespace: None };
        database.attachments.push(attachment);
        world.apps.push(connect_simulator::scenario::AppSpec { name, ..first.clone() });
    }
}
