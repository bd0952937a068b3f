//! Makes a database refuse writes of new sessions, and lifts that.
//!
//! `ALTER DATABASE … SET default_transaction_read_only` holds for every credential; open sessions are not affected.

use super::{Landed, Undo, Verb};
use crate::effect::Effect;
use crate::late::{arguments, Known, LateError, Place};
use crate::look::{Look, Stop};
use crate::query;
use crate::shell::shell_word;

arguments! {
    /// Fences a database.
    pub struct FenceOn {
        /// Database.
        place: Place,
    }
}

arguments! {
    /// Lifts the fence of a database.
    pub struct FenceOff {
        /// Database.
        place: Place,
    }
}

impl Verb for FenceOn {
    fn request(&self, known: &Known<'_>) -> Result<Effect, LateError> {
        Ok(query::fence_on(&self.place.get(known)?))
    }

    fn landed(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Landed, Stop> {
        Ok(Landed::from(fenced(&self.place, known, look)?, "the fence"))
    }

    fn undo(&self) -> Undo {
        Undo::by(FenceOff { place: self.place.clone() })
    }

    fn by_hand(&self, known: &Known<'_>) -> Result<Option<String>, LateError> {
        by_psql(&self.place, known, &["ALTER DATABASE :\"DBNAME\" SET default_transaction_read_only = on"])
    }

    fn sentence(&self, _: &Known<'_>) -> Result<String, LateError> {
        Ok(format!("make the {} read-only by default", self.place.role.words()))
    }
}

impl Verb for FenceOff {
    fn request(&self, known: &Known<'_>) -> Result<Effect, LateError> {
        Ok(query::fence_off(&self.place.get(known)?))
    }

    fn landed(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Landed, Stop> {
        Ok(Landed::from(fenced(&self.place, known, look)?.map(|on| !on), "the fence"))
    }

    fn undo(&self) -> Undo {
        // A fence that travelled along is not a state anybody wants back.
        Undo::Nothing
    }

    fn by_hand(&self, known: &Known<'_>) -> Result<Option<String>, LateError> {
        let lift = "ALTER DATABASE :\"DBNAME\" RESET default_transaction_read_only";
        by_psql(&self.place, known, &["SET default_transaction_read_only = off", lift])
    }

    fn sentence(&self, _: &Known<'_>) -> Result<String, LateError> {
        Ok(format!("let the {} accept writes again", self.place.role.words()))
    }
}

fn fenced(place: &Place, known: &Known<'_>, look: &Look<'_>) -> Result<Option<bool>, Stop> {
    Ok(look.read(query::server(&place.get(known)?), "the fence")?.default_read_only)
}

/// Statements for psql, which knows the database's name. It stops at the first that fails.
fn by_psql(place: &Place, known: &Known<'_>, statements: &[&str]) -> Result<Option<String>, LateError> {
    let place = place.get(known)?;
    let words: Vec<String> =
        statements.iter().map(|statement| shell_word(&format!("{statement};"))).collect();
    Ok(Some(format!(
        "printf '%s\\n' {} | psql -v ON_ERROR_STOP=1 \"$(heroku config:get {} --app {})\"",
        words.join(" "),
        shell_word(&place.config_var),
        shell_word(&place.app)
    )))
}
