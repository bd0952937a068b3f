//! A file that is to be shown as a page.

use super::{shown, snapshot, taken, GivenFile};
use crate::command::UpgradeDb;
use crate::diagnostic::Diagnostic;
use crate::plan::Plan;
use crate::procedures;
use crate::request::Request;

/// Why a file cannot be shown.
#[derive(Debug)]
pub enum Unpictured {
    /// Something is wrong with it.
    File(Diagnostic),
    /// Something is wrong with what was asked of it.
    Asked(Vec<Diagnostic>),
}

impl From<Diagnostic> for Unpictured {
    fn from(wrong: Diagnostic) -> Self {
        Self::File(wrong)
    }
}

/// The plan in a file; of a snapshot, that of the upgrade to a version.
///
/// # Errors
/// Why it cannot be shown.
pub fn pictured(file: &GivenFile, version: Option<&str>) -> Result<Plan, Unpictured> {
    let Some(seen) = taken(file)? else { return Ok(shown(file)?) };
    let asked = UpgradeDb {
        app: seen.app,
        database: Some(seen.database.addon),
        version: version.map(str::to_owned),
        ..UpgradeDb::default()
    };
    let request = Request::upgrade_db(&asked).map_err(Unpictured::Asked)?;
    Ok(procedures::plan(&snapshot(file, &request)?, &request))
}
