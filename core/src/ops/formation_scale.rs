//! Sets process types to quantities (`PATCH /apps/{app}/formation`). Arguments: `app`, `formation`: `[{type, quantity, size?}]`.

use super::{yes_or_no, Landed, Op};
use crate::api;
use crate::args::{ArgError, Args};
use crate::effect::{Effect, Observation};
use crate::read::{self, Answer};
use crate::text::shell_word;

/// Scales process types.
pub struct FormationScale;

impl Op for FormationScale {
    fn name(&self) -> &'static str {
        "formation_scale@1"
    }

    fn request(&self, args: &Args) -> Result<Effect, ArgError> {
        Ok(api::platform::scale(args.text("app")?, &wanted(args)))
    }

    fn probe(&self, args: &Args) -> Result<Effect, ArgError> {
        Ok(api::platform::formation(args.text("app")?))
    }

    fn landed(&self, args: &Args, answer: &Observation) -> Result<Landed, ArgError> {
        Ok(match read::answer(answer) {
            Answer::Value(list) => {
                let met = wanted(args).iter().all(|(kind, quantity, _)| {
                    read::items(list, "").any(|now| {
                        read::text(now, "/type") == Some(kind.as_str())
                            && read::number(now, "/quantity") == Some(*quantity)
                    })
                });
                yes_or_no(Some(met), "the formation")
            }
            Answer::Absent => Landed::Unclear("the app was not found".to_owned()),
            Answer::Unread(why) => Landed::Unclear(why),
        })
    }

    fn by_hand(&self, args: &Args) -> Result<String, ArgError> {
        let words: Vec<String> = wanted(args)
            .iter()
            .map(|(kind, quantity, size)| match size {
                Some(size) => shell_word(&format!("{kind}={quantity}:{size}")),
                None => shell_word(&format!("{kind}={quantity}")),
            })
            .collect();
        Ok(format!("heroku ps:scale {} --app {}", words.join(" "), shell_word(args.text("app")?)))
    }
}

fn wanted(args: &Args) -> Vec<(String, u64, Option<String>)> {
    read::items(args.value("formation"), "")
        .filter_map(|item| {
            let kind = read::text(item, "/type")?.to_owned();
            Some((kind, read::number(item, "/quantity")?, read::text(item, "/size").map(str::to_owned)))
        })
        .collect()
}
