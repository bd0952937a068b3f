//! Makes a database refuse writes of new sessions, and lifts that.
//!
//! `ALTER DATABASE … SET default_transaction_read_only` holds for every credential, `ALTER ROLE` for our own; open sessions are
//! not affected by either, and one that began under a fence stays read-only after it.

use super::{Landed, Undo, Verb};
use crate::effect::Effect;
use crate::late::{arguments, Known, LateError, Place};
use crate::look::{Look, Stop};
use crate::query::{self, FenceScope};
use crate::shell::shell_word;

arguments! {
    /// Fences a database.
    pub struct FenceOn {
        /// Database.
        place: Place,
        /// Of whom.
        scope: FenceScope,
    }
}

arguments! {
    /// Lifts the fence of a database.
    pub struct FenceOff {
        /// Database.
        place: Place,
        /// Of whom.
        scope: FenceScope,
    }
}

impl Verb for FenceOn {
    fn request(&self, known: &Known<'_>) -> Result<Effect, LateError> {
        Ok(query::fence_on(&self.place.get(known)?, self.scope))
    }

    fn landed(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Landed, Stop> {
        Ok(Landed::from(fenced(&self.place, self.scope, known, look)?, "the fence"))
    }

    fn undo(&self) -> Undo {
        Undo::by(FenceOff { place: self.place.clone(), scope: self.scope })
    }

    fn by_hand(&self, known: &Known<'_>) -> Result<Option<String>, LateError> {
        by_psql(
            &self.place,
            known,
            &[&format!("ALTER {} SET default_transaction_read_only = on", whose(self.scope))],
        )
    }

    fn sentence(&self, _: &Known<'_>) -> Result<String, LateError> {
        Ok(format!("make the {} read-only by default{}", self.place.role.words(), only(self.scope)))
    }
}

impl Verb for FenceOff {
    fn request(&self, known: &Known<'_>) -> Result<Effect, LateError> {
        Ok(query::fence_off(&self.place.get(known)?, self.scope))
    }

    fn landed(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Landed, Stop> {
        Ok(Landed::from(fenced(&self.place, self.scope, known, look)?.map(|on| !on), "the fence"))
    }

    fn undo(&self) -> Undo {
        // A fence that travelled along is not a state anybody wants back.
        Undo::Nothing
    }

    fn by_hand(&self, known: &Known<'_>) -> Result<Option<String>, LateError> {
        let lift = format!("ALTER {} RESET default_transaction_read_only", whose(self.scope));
        by_psql(&self.place, known, &["SET default_transaction_read_only = off", &lift])
    }

    fn sentence(&self, _: &Known<'_>) -> Result<String, LateError> {
        Ok(format!("let the {} accept writes again{}", self.place.role.words(), only(self.scope)))
    }
}

fn fenced(
    place: &Place,
    scope: FenceScope,
    known: &Known<'_>,
    look: &Look<'_>,
) -> Result<Option<bool>, Stop> {
    Ok(look.read(query::server(&place.get(known)?), "the fence")?.fenced(scope))
}

/// Whose setting a fence is, in SQL.
const fn whose(scope: FenceScope) -> &'static str {
    match scope {
        FenceScope::Database => "DATABASE :\"DBNAME\"",
        FenceScope::Credential => "ROLE CURRENT_USER",
    }
}

const fn only(scope: FenceScope) -> &'static str {
    match scope {
        FenceScope::Database => "",
        FenceScope::Credential => ", for its default credential",
    }
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
