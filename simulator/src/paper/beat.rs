//! Beats on paper: a number in the database, and sessions that stay open on the server on which they were opened.

use std::sync::Arc;

use serde_json::{json, Value};

use super::database::{Commit, Sheet};
use super::{Paper, SqlState};

impl Paper {
    /// One beat on the database `addon`, in a session of a name if there is one: that one stays where it was opened.
    ///
    /// # Errors
    /// As a server: `42P01` without the table, `25006` on a replica, `08006` where no server is.
    pub fn beat(
        &mut self,
        addon: &str,
        schemas: &str,
        session: Option<&str>,
        now: u64,
    ) -> Result<Value, SqlState> {
        self.clock = now;
        let Some(session) = session else { return self.beat_here(addon, schemas) };
        let here = self.sheet(addon).ok_or_else(|| SqlState::of("08006"))?.server;
        let (name, server) = self.kept.entry(session.to_owned()).or_insert((addon.into(), here)).clone();
        if self.sheet(&name).is_some_and(|sheet| sheet.server == server) {
            return self.beat_here(&name, schemas);
        }
        match self.before.get_mut(&name) {
            Some((sheet, until)) if *until > now && sheet.server == server => {
                beat(Arc::make_mut(sheet), schemas, 0)
            }
            _ => {
                // It broke; the next one is opened anew.
                self.kept.remove(session);
                Err(SqlState::of("08006"))
            }
        }
    }

    fn beat_here(&mut self, addon: &str, schemas: &str) -> Result<Value, SqlState> {
        let loses = self.loses;
        beat(self.sheet_mut(addon).ok_or_else(|| SqlState::of("08006"))?, schemas, loses)
    }
}

fn beat(sheet: &mut Sheet, schemas: &str, loses: u64) -> Result<Value, SqlState> {
    if sheet.following.is_some() || sheet.fenced() {
        return Err(SqlState::of("25006"));
    }
    let number = sheet.beat.ok_or_else(|| SqlState::of("42P01"))? + 1;
    let heads = schemas.split(',').filter(|schema| !schema.is_empty());
    let heads =
        heads.map(|name| format!("{name}={}", sheet.schemas.get(name).map_or(0, |schema| schema.head)));
    let heads = heads.collect::<Vec<_>>().join(",");
    sheet.beat = Some(number);
    sheet.commit();
    sheet.remember(Commit::Beat, loses);
    Ok(json!({
        "number": number.to_string(),
        "heads": heads,
        "xmax": sheet.xmax.to_string(),
        "system": sheet.system.to_string(),
        "timeline": format!("{:08X}", sheet.server.0),
        "started": sheet.server.1.to_string(),
    }))
}
