use super::Precheck;
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::request::{Request, UpgradeDb};
use crate::shell::shell_word;
use crate::snapshot::{Snapshot, Tier};

/// Only Standard, Premium, Private and Shield databases can have followers.
pub struct DatabaseTier;

impl Precheck for DatabaseTier {
    fn code(&self) -> Code {
        codes::TIER_UNSUPPORTED
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let name = &snapshot.database.addon;
        let direct = request.upgrade().is_some_and(UpgradeDb::direct);
        match snapshot.database.tier() {
            Tier::Classic if direct => Diagnostic::pass(
                self.code(),
                format!("the upgrade of `{name}` ({}) can be prepared", snapshot.database.plan),
            ),
            Tier::Essential if direct => Diagnostic::block(
                codes::TIER_ESSENTIAL,
                format!("`{name}` is an Essential database, whose upgrade cannot be prepared: the direct method of these is not built into this version"),
                format!(
                    "upgrade it in place by hand: pause Connect, then `heroku pg:upgrade:run {} --app {}`",
                    shell_word(name),
                    shell_word(&snapshot.database.app)
                ),
            ),
            Tier::Classic => Diagnostic::pass(
                self.code(),
                format!("`{name}` ({}) can have followers", snapshot.database.plan),
            ),
            Tier::Essential => Diagnostic::block(
                codes::TIER_ESSENTIAL,
                format!("`{name}` is an Essential database, which cannot have followers"),
                "leave `--method` out: its data is copied",
            ),
            Tier::Legacy => Diagnostic::block(
                codes::TIER_ESSENTIAL,
                format!("`{name}` is on a plan that is no longer offered and cannot have followers"),
                "move it to a current plan with `heroku pg:copy` first",
            ),
            Tier::Advanced => Diagnostic::block(
                codes::TIER_ADVANCED,
                format!("`{name}` is an Advanced database: Heroku does not say that Connect supports them"),
                "ask Heroku support; its own command is `heroku data:pg:upgrade:run`",
            ),
        }
    }
}
