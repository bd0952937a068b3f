//! A follower of the database.

use super::database::{noted, noted_before, unseen};
use super::{may, Flag, Given, Named, Part};
use crate::codes;
use crate::conditions::{Condition, NearlyCaughtUp, Replayed};
use crate::diagnostic::Diagnostic;
use crate::late::{slots, Late, Place, Role};
use crate::plan::Pace;
use crate::procedures::blocks::{check, place, target, HOUR};
use crate::shell::shell_word;
use crate::snapshot::{Following, Snapshot};
use crate::survey::Needs;

pub const NEARLY: Named = Named {
    name: "follower-near",
    sentence: "the follower is less than 1000 commits or no more than a minute behind",
    takes: &[may(Flag::Follower)],
    needs,
    settles_ms: 0,
    parts: |snapshot, given| {
        let follower = follower(snapshot, given)?;
        let nearly = NearlyCaughtUp {
            addon_id: Late::Now(follower.id.clone()),
            commits: target::NEARLY_COMMITS,
            place: reach(follower)?,
            seconds: target::NEARLY_SECONDS,
        };
        Ok(vec![part(follower, nearly, Pace::Slow, target::CAUGHT_UP)])
    },
};

pub const CAUGHT_UP: Named = Named {
    name: "follower-caught-up",
    sentence: "the follower has replayed the database up to --since, or up to now",
    takes: &[may(Flag::Follower), may(Flag::Since)],
    needs: || Needs { apps: true, connections: true, ..needs() },
    settles_ms: 0,
    parts: |snapshot, given| {
        let follower = follower(snapshot, given)?;
        noted_before(given)?;
        let replayed = Replayed { place: reach(follower)?, position: slots::L0.into() };
        let position = given
            .since
            .is_none()
            .then(|| Part { of: snapshot.database.addon.clone(), check: noted(snapshot) });
        Ok(position.into_iter().chain([part(follower, replayed, Pace::Tight, HOUR)]).collect())
    },
};

fn needs() -> Needs {
    Needs { followers: true, server: true, ..Needs::default() }
}

fn part(follower: &Following, condition: impl Into<Condition>, pace: Pace, deadline_ms: u64) -> Part {
    Part { of: follower.addon.clone(), check: check(condition, pace, deadline_ms, codes::TARGET_LAGGING) }
}

/// The one that is named, or the only one.
fn follower<'a>(snapshot: &'a Snapshot, given: &Given) -> Result<&'a Following, Diagnostic> {
    let addon = &snapshot.database.addon;
    let known: Vec<&str> = snapshot.followers.iter().map(|one| one.addon.as_str()).collect();
    let help = if known.is_empty() {
        "see `heroku addons:info` of the database".to_owned()
    } else {
        format!("its followers: {}", known.join(", "))
    };
    let refused = |message: String| Diagnostic::block(codes::TARGET_UNKNOWN_FOLLOWER, message, help);
    match (&given.follower, snapshot.followers.as_slice()) {
        (Some(name), all) => all.iter().find(|one| one.addon == *name).ok_or_else(|| {
            refused(format!("{} is no follower of `{addon}` that can be seen", shell_word(name)))
        }),
        (None, [only]) => Ok(only),
        (None, []) => Err(refused(format!("no follower of `{addon}` can be seen"))),
        (None, _) => Err(refused(format!("`{addon}` has several followers: name one with `--follower`"))),
    }
}

/// Where SQL reaches it.
fn reach(follower: &Following) -> Result<Place, Diagnostic> {
    let Some(reach) = &follower.reach else {
        return Err(unseen(&format!("no attachment leads to `{}`", follower.addon)));
    };
    let id = Late::Now(follower.id.clone());
    Ok(Place {
        app: reach.app.clone(),
        config_var: Late::Now(reach.config_var()),
        expect: None,
        role: Role::New,
        bastion: place::before(&follower.plan, id),
    })
}
