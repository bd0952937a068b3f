//! The current release of an app holds the wanted database. Arguments: `app`, `configVar`, `fingerprint`, `bind`.
//!
//! An attachment proves nothing: after a failed release the dynos still boot the last good one. Binds `{bind}.version`.

use serde_json::{json, Value};

use super::{nth, Condition, Judgement};
use crate::api;
use crate::args::{ArgError, Args};
use crate::effect::{Effect, Observation};
use crate::read::{self, Answer};

/// The current release of an app holds the wanted database.
pub struct Attached;

impl Condition for Attached {
    fn name(&self) -> &'static str {
        "attached@1"
    }

    fn next_read(&self, args: &Args, answers: &[Observation]) -> Result<Option<Effect>, ArgError> {
        Ok(match answers {
            [] => Some(api::platform::releases(args.text("app")?)),
            [releases] => match read::answer(releases) {
                Answer::Value(list) => {
                    let version = current(list).and_then(|release| read::number(release, "/version"));
                    match version {
                        Some(version) => Some(api::platform::release_config(args.text("app")?, version)),
                        None => None,
                    }
                }
                Answer::Absent | Answer::Unread(_) => None,
            },
            _ => None,
        })
    }

    fn judge(&self, args: &Args, answers: &[Observation]) -> Result<Judgement, ArgError> {
        let releases = match nth(answers, 0, "the releases") {
            Ok(value) => value,
            Err(not_yet) => return Ok(not_yet),
        };
        match read::items(releases, "").next().and_then(|newest| read::text(newest, "/status")) {
            Some("succeeded") => {}
            Some("failed") => {
                let detail = format!("the newest release of `{}` failed", args.text("app")?);
                return Ok(Judgement::Never { code: "release/failed", detail });
            }
            _ => return Ok(Judgement::NotYet("a release is running".to_owned())),
        }
        let version = current(releases).and_then(|release| read::number(release, "/version"));
        let config = match nth(answers, 1, "the config vars of the release") {
            Ok(value) => value,
            Err(not_yet) => return Ok(not_yet),
        };
        let name = args.text("configVar")?;
        let fingerprint = config.get(name).and_then(|url| read::text(url, "/fingerprint"));
        if fingerprint != Some(args.text("fingerprint")?) {
            return Ok(Judgement::NotYet(format!("{name} of the current release is still another database")));
        }
        let version = version.unwrap_or(0);
        let title = format!("{name} of {}", args.text("app")?);
        Ok(Judgement::proven(title, format!("release v{version} succeeded and holds the wanted database"))
            .binding(format!("{}.version", args.text("bind")?), json!(version)))
    }
}

fn current(releases: &Value) -> Option<&Value> {
    read::items(releases, "").find(|release| read::flag(release, "/current") == Some(true))
}
