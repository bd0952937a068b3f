//! Proves with a read-write transaction that changes nothing that a database accepts writes. Arguments: `place`.

use super::{sql, Landed, Op};
use crate::args::{ArgError, Args, Bindings};
use crate::effect::{Effect, Observation};
use crate::text::shell_word;

/// Tries a write transaction.
pub struct WriteProbe;

impl Op for WriteProbe {
    fn name(&self) -> &'static str {
        "write_probe@1"
    }

    fn request(&self, args: &Args) -> Result<Effect, ArgError> {
        sql(&args.place("place")?, "write_probe", None)
    }

    fn probe(&self, args: &Args) -> Result<Effect, ArgError> {
        sql(&args.place("place")?, "server", None)
    }

    fn landed(&self, args: &Args, answer: &Observation) -> Result<Landed, ArgError> {
        let _ = (args, answer);
        // Nothing of it stays, so it can always be tried again.
        Ok(Landed::No(Bindings::new()))
    }

    fn by_hand(&self, args: &Args) -> Result<String, ArgError> {
        let place = args.place("place")?;
        Ok(format!(
            "heroku pg:psql {} --app {} --command 'CREATE TEMPORARY TABLE write_probe (one int)'",
            shell_word(&place.config_var),
            shell_word(&place.app)
        ))
    }
}
