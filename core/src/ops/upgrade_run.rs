//! Runs the version upgrade of a follower: it stops following and is upgraded (`POST …/upgrade/run`). Arguments: `app`, `addon`, `addonId`, `version`.

use super::{yes_or_no, Landed, Op};
use crate::api;
use crate::args::{ArgError, Args};
use crate::effect::{Effect, Observation};
use crate::read::{self, Answer};
use crate::text::shell_word;

/// Runs the upgrade of a follower.
pub struct UpgradeRun;

impl Op for UpgradeRun {
    fn name(&self) -> &'static str {
        "upgrade_run@1"
    }

    fn request(&self, args: &Args) -> Result<Effect, ArgError> {
        Ok(api::data::upgrade_run(args.text("addonId")?, args.text("version")?))
    }

    fn probe(&self, args: &Args) -> Result<Effect, ArgError> {
        Ok(api::data::database(args.text("addonId")?))
    }

    fn landed(&self, args: &Args, answer: &Observation) -> Result<Landed, ArgError> {
        let _ = args;
        Ok(match read::answer(answer) {
            // Running the upgrade is the only thing here that ends following.
            Answer::Value(database) => {
                yes_or_no(database.get("following").map(serde_json::Value::is_null), "`following`")
            }
            Answer::Absent => Landed::Unclear("the database was not found".to_owned()),
            Answer::Unread(why) => Landed::Unclear(why),
        })
    }

    fn by_hand(&self, args: &Args) -> Result<String, ArgError> {
        Ok(format!(
            "heroku pg:upgrade:run {} --app {} --version {} --confirm {1}",
            shell_word(args.text("addon")?),
            shell_word(args.text("app")?),
            shell_word(args.text("version")?)
        ))
    }
}
