//! Removes an attachment by its name (`DELETE /addon-attachments/{id}`). Arguments: `app`, `attachment`; the probe finds the id.

use super::{Landed, Op};
use crate::api;
use crate::args::{ArgError, Args, Bindings};
use crate::effect::{Effect, Observation};
use crate::read::{self, Answer};
use crate::text::shell_word;

/// Removes an attachment.
pub struct AttachmentDestroy;

impl Op for AttachmentDestroy {
    fn name(&self) -> &'static str {
        "attachment_destroy@1"
    }

    fn request(&self, args: &Args) -> Result<Effect, ArgError> {
        Ok(api::platform::detach(args.text("id")?))
    }

    fn probe(&self, args: &Args) -> Result<Effect, ArgError> {
        Ok(api::platform::app_attachments(args.text("app")?))
    }

    fn landed(&self, args: &Args, answer: &Observation) -> Result<Landed, ArgError> {
        let name = args.text("attachment")?;
        Ok(match read::answer(answer) {
            Answer::Value(list) => {
                let found = read::items(list, "").find(|item| read::text(item, "/name") == Some(name));
                match found.and_then(|item| item.pointer("/id")) {
                    Some(id) => Landed::No(Bindings::from([("id".to_owned(), id.clone())])),
                    None => Landed::Yes(Bindings::new()),
                }
            }
            Answer::Absent => Landed::Unclear("the app was not found".to_owned()),
            Answer::Unread(why) => Landed::Unclear(why),
        })
    }

    fn by_hand(&self, args: &Args) -> Result<String, ArgError> {
        Ok(format!(
            "heroku addons:detach {} --app {}",
            shell_word(args.text("attachment")?),
            shell_word(args.text("app")?)
        ))
    }
}
