use super::{Judgement, Predicate};
use crate::codes;
use crate::late::{arguments, Known, Late, LateError};
use crate::look::{Look, Stop};
use crate::request::Major;

arguments! {
    /// A database was upgraded to the version that was asked for: whoever prepared the upgrade chose it.
    pub struct VersionAsAsked {
        /// What it is.
        major: Late<u64>,
        /// What was asked for.
        version: Major,
    }
}

impl Predicate for VersionAsAsked {
    fn judge(&self, known: &Known<'_>, _: &Look<'_>) -> Result<Judgement, Stop> {
        let major = self.major.get(known)?;
        Ok(if major == self.version.0 {
            Judgement::holds()
        } else {
            let detail = format!("it is Postgres {major}, and {} was asked for", self.version);
            Judgement::Never { code: codes::UPGRADE_OTHER_VERSION, detail }
        })
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(None)
    }
}
