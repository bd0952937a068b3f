//! Sessions that a test opens and writes in by hand, one statement at a time.

use super::database::{Owner, Refused};
use super::{Paper, SqlState};

impl Paper {
    /// One captured write in the session `session` of the database `addon`. The session is opened if it is not, and given
    /// up if it can only read.
    ///
    /// # Errors
    /// `25006` where no write is allowed, `08006` if there is no such database.
    pub fn write(&mut self, addon: &str, session: u64, now: u64) -> Result<(), SqlState> {
        self.clock = now;
        self.attempt(addon, &Owner::Dyno(session), true).map_err(refused)
    }

    /// One transaction that changes no row: a table made, a column renamed.
    ///
    /// # Errors
    /// As [`Paper::write`].
    pub fn define(&mut self, addon: &str, session: u64, now: u64) -> Result<(), SqlState> {
        let sheet = self.sheet_mut(addon).ok_or_else(|| refused(Refused::Unavailable))?;
        sheet.writable(&Owner::Dyno(session), now).map_err(refused)?;
        sheet.commit();
        sheet.tuples += 1;
        Ok(())
    }

    /// Ends a session wherever it is.
    pub fn close(&mut self, session: u64) {
        self.end_sessions_of(&Owner::Dyno(session));
    }
}

fn refused(refused: Refused) -> SqlState {
    let code = match refused {
        Refused::ReadOnly => "25006",
        Refused::Unavailable => "08006",
        Refused::NoTable => "42P01",
    };
    SqlState(code.to_owned())
}
