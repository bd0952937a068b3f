//! A copy that the service makes, told from all others.

use super::place::Location;
use super::uses::arguments;
use super::value::{Known, Late, LateError};
use crate::api::data::Transfer;

arguments! {
    /// A copy: newer than a number, and between these two, by their names or by where they are.
    pub struct Transferred {
        /// Number of the newest backup or copy before it.
        after: Late<u64>,
        /// App whose backups and copies they are.
        app: String,
        /// Where the source is.
        from: Location,
        /// What the source is called in it.
        from_name: Late<String>,
        /// Where the target is.
        to: Location,
        /// What the target is called in it.
        to_name: Late<String>,
    }
}

impl Transferred {
    /// The newest one of these.
    ///
    /// # Errors
    /// When a slot has no value.
    pub fn among<'a>(
        &self,
        known: &Known<'_>,
        transfers: &'a [Transfer],
    ) -> Result<Option<&'a Transfer>, LateError> {
        let (after, from, to) =
            (self.after.get(known)?, self.from_name.get(known)?, self.to_name.get(known)?);
        let mut newest: Option<&Transfer> = None;
        for one in transfers.iter().filter(|one| !one.is_backup() && one.num.is_some_and(|num| num > after)) {
            let named = one.from_name.as_ref() == Some(&from) && one.to_name.as_ref() == Some(&to);
            let there = self.from.serves(known, one.from_url.as_ref())?
                && self.to.serves(known, one.to_url.as_ref())?;
            if (named || there) && newest.is_none_or(|newest| newest.num < one.num) {
                newest = Some(one);
            }
        }
        Ok(newest)
    }
}
