//! Takes a first backup: there is no point-in-time recovery across a major version. Arguments: `app`, `addon`,
//! `addonId`, `after` (number of the newest backup or copy before).

use super::{yes_or_no, Landed, Op};
use crate::api;
use crate::args::{ArgError, Args};
use crate::effect::{Effect, Observation};
use crate::read::{self, Answer};
use crate::text::shell_word;

/// Takes a backup.
pub struct BackupCapture;

impl Op for BackupCapture {
    fn name(&self) -> &'static str {
        "backup_capture@1"
    }

    fn request(&self, args: &Args) -> Result<Effect, ArgError> {
        Ok(api::data::capture_backup(args.text("addonId")?))
    }

    fn probe(&self, args: &Args) -> Result<Effect, ArgError> {
        Ok(api::data::transfers(args.text("app")?))
    }

    fn landed(&self, args: &Args, answer: &Observation) -> Result<Landed, ArgError> {
        let after = args.number("after")?;
        Ok(match read::answer(answer) {
            Answer::Value(list) => {
                let newer = |item: &serde_json::Value| {
                    read::text(item, "/to_type") == Some("gof3r")
                        && read::number(item, "/num").is_some_and(|num| num > after)
                };
                yes_or_no(Some(read::items(list, "").any(newer)), "the backups")
            }
            Answer::Absent => Landed::Unclear("the app was not found".to_owned()),
            Answer::Unread(why) => Landed::Unclear(why),
        })
    }

    fn by_hand(&self, args: &Args) -> Result<String, ArgError> {
        Ok(format!(
            "heroku pg:backups:capture {} --app {}",
            shell_word(args.text("addon")?),
            shell_word(args.text("app")?)
        ))
    }
}
