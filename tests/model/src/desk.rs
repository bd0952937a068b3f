//! The desk on which a scenario of the repository is tried.

pub use connect_rehearsal::desk::{Desk, Machine};
use connect_simulator::Scenario;

/// Reads a scenario of the repository.
///
/// # Errors
/// When the file cannot be read or is not a scenario.
pub fn scenario(name: &str) -> Result<Scenario, String> {
    let path = format!("{}/../scenarios/{name}.json", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).map_err(|error| format!("{path}: {error}"))?;
    serde_json::from_str(&text).map_err(|error| format!("{path}: {error}"))
}
