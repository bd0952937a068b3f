//! A new org in the place of another one, as a refreshed sandbox is.

use super::record::Source;
use super::{Org, OrgError, State, ORG_WRITER};

/// One record of so many does not come along.
const LEFT_OUT: usize = 3;

impl Org {
    /// Fills a new org with a part of this one's live records, under ids of its own, and gives their number. Their values, external ids
    /// among them, are the same.
    pub fn refresh(&self, new: &Org) -> Result<u64, OrgError> {
        let old = self.lock();
        let mut new = new.lock();
        let mut copied = 0;
        for object in old.store.names() {
            new.store.add_object(object);
            let live = old.store.all(object).filter(|record| !matches!(record, Ok(record) if record.deleted));
            for (at, record) in live.enumerate() {
                let record = record?;
                if at % LEFT_OUT != LEFT_OUT - 1 {
                    new.take_in(object, record.fields)?;
                    copied += 1;
                }
            }
        }
        new.generator.go_on_from(&old.generator);
        Ok(copied)
    }
}

impl State {
    fn take_in(&mut self, object: &str, fields: super::Fields) -> Result<(), OrgError> {
        let record = self.insert(object, fields, Source::Org)?;
        if record.text("Writer") == Some(ORG_WRITER) {
            self.generator.own(object, record.id);
        }
        Ok(())
    }
}
