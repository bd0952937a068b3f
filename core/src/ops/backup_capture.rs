//! Takes a first backup: there is no point-in-time recovery across a major version. Arguments: `app`, `addon`, `addonId`.

use super::{yes_or_no, Landed, Op};
use crate::api;
use crate::args::{ArgError, Args, Bindings};
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
        let addon = args.text("addon")?;
        Ok(match read::answer(answer) {
            Answer::Value(list) => {
                let there = read::items(list, "").any(|item| {
                    read::text(item, "/from_name") == Some(addon)
                        && read::text(item, "/to_type") == Some("gof3r")
                });
                yes_or_no(Some(there), "the backups")
            }
            Answer::Absent => Landed::No(Bindings::new()),
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
