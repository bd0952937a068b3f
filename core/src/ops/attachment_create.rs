//! Attaches an add-on under a name, replacing what has that name (`POST /addon-attachments`, as `pg:promote` does).
//! Arguments: `app`, `addon`, `attachment`, `namespace` (may be absent).

use super::{yes_or_no, Landed, Op};
use crate::api;
use crate::args::{ArgError, Args};
use crate::effect::{Effect, Observation};
use crate::read::{self, Answer};
use crate::text::shell_word;

/// Attaches an add-on.
pub struct AttachmentCreate;

impl Op for AttachmentCreate {
    fn name(&self) -> &'static str {
        "attachment_create@1"
    }

    fn request(&self, args: &Args) -> Result<Effect, ArgError> {
        Ok(api::platform::attach(
            args.text("app")?,
            args.text("addon")?,
            args.text("attachment")?,
            args.maybe("namespace"),
        ))
    }

    fn probe(&self, args: &Args) -> Result<Effect, ArgError> {
        Ok(api::platform::app_attachments(args.text("app")?))
    }

    fn landed(&self, args: &Args, answer: &Observation) -> Result<Landed, ArgError> {
        let (name, addon) = (args.text("attachment")?, args.text("addon")?);
        Ok(match read::answer(answer) {
            Answer::Value(list) => {
                let there = read::items(list, "").any(|item| {
                    read::text(item, "/name") == Some(name) && read::text(item, "/addon/name") == Some(addon)
                });
                yes_or_no(Some(there), "the attachment")
            }
            Answer::Absent => Landed::Unclear("the app was not found".to_owned()),
            Answer::Unread(why) => Landed::Unclear(why),
        })
    }

    fn by_hand(&self, args: &Args) -> Result<String, ArgError> {
        let (addon, app) = (shell_word(args.text("addon")?), shell_word(args.text("app")?));
        let name = shell_word(args.text("attachment")?);
        // A namespace is `credential:NAME`, or that of the pooler, which has a command of its own.
        Ok(match args.maybe("namespace").map(|namespace| namespace.strip_prefix("credential:")) {
            None => format!("heroku addons:attach {addon} --app {app} --as {name} --confirm {app}"),
            Some(Some(credential)) => format!(
                "heroku addons:attach {addon} --app {app} --as {name} --credential {} --confirm {app}",
                shell_word(credential)
            ),
            Some(None) => format!("heroku pg:connection-pooling:attach {addon} --app {app} --as {name}"),
        })
    }
}
