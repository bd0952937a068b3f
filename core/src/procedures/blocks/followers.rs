//! Followers of the old database: they go on following it, so new ones are made of the one that leads now. The old ones are kept, and
//! nothing here destroys them.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::{aftercare, check, step, MINUTE};
use crate::codes;
use crate::command::Aftercare;
use crate::conditions::{AddonProvisioned, Attached, ConfigResolves, FollowersFollow, Resolved};
use crate::late::{slots, AddonSlots, Late, Location, UrlSlots};
use crate::ops::{AttachmentCreate, FollowerCreate};
use crate::plan::{Check, Names, Next, OnFailure, Pace, Step};
use crate::shell::shell_word;
use crate::snapshot::{Attachment, Following, Safeguard, Snapshot};
use crate::zone::Zone;

/// How long a release may take: most end within a minute, a release phase may run for many.
const RELEASED: u64 = 20 * MINUTE;

/// A follower of the old database, and the place of the new one in the names of a run.
pub struct Anew<'a> {
    /// The old one.
    pub old: &'a Following,
    number: usize,
}

impl Anew<'_> {
    /// Name of the new one, as it is said before there is a run.
    #[must_use]
    pub fn said(&self) -> String {
        format!("postgresql-connect-{{run}}-f{}", self.number)
    }

    fn attachment(&self) -> String {
        format!("CONNECT_FOLLOWER{}_{{RUN}}", self.number)
    }

    fn name(&self) -> crate::late::Slot<String> {
        slots::follower_name(self.number)
    }

    fn addon(&self) -> AddonSlots {
        AddonSlots(Cow::Owned(format!("follower.{}", self.number)))
    }

    fn url(&self) -> UrlSlots {
        UrlSlots(Cow::Owned(format!("followerAt.{}", self.number)))
    }

    /// What points at the old one by a name of its own choice.
    pub fn readers(&self) -> impl Iterator<Item = &Attachment> {
        self.old.readers()
    }
}

/// Those that stay behind: all but the one that takes over.
pub fn left<'a>(snapshot: &'a Snapshot, existing: Option<&'a str>) -> Vec<Anew<'a>> {
    snapshot.left_behind(existing).zip(1..).map(|(old, number)| Anew { old, number }).collect()
}

/// With the names of those that are made.
pub fn named(names: Names, snapshot: &Snapshot, existing: Option<&str>) -> Names {
    left(snapshot, existing).iter().fold(names, |names, one| {
        names
            .with(&one.name(), &one.said())
            .with(&slots::follower_attachment(one.number), &one.attachment())
            .with(&slots::follower_var(one.number), &format!("{}_URL", one.attachment()))
    })
}

/// Makes a new one for each that stays behind.
pub fn make(snapshot: &Snapshot, existing: Option<&str>, asked: Aftercare) -> Option<Step> {
    let left = left(snapshot, existing);
    let patience = aftercare::patience(asked);
    let app = &snapshot.database.app;
    let names: Vec<&str> = left.iter().map(|one| one.old.addon.as_str()).collect();
    let mut step = step(
        "followers",
        Zone::Settle,
        &format!("Make a follower of the new database for each of the old one's: {}", names.join(", ")),
        "they go on following the old database, and see nothing of what is written from now on",
    );
    step.guards = vec![aftercare::safeguarded(snapshot, vec![Safeguard::ForkFollow], patience)];
    step.together_from = Some(0);
    let create = |one: &Anew<'_>| FollowerCreate {
        addon: one.name().into(),
        app: app.clone(),
        attachment: slots::follower_attachment(one.number).into(),
        leader: slots::NAME_TARGET.into(),
        plan: one.old.plan.clone(),
    };
    step.calls = left.iter().map(|one| create(one).into()).collect();
    let made =
        |one: &Anew<'_>| AddonProvisioned { addon: one.name().into(), app: app.clone(), bind: one.addon() };
    let at = |one: &Anew<'_>| Resolved {
        bind: one.url(),
        config_var: slots::follower_var(one.number).into(),
        same: None,
    };
    let late = codes::DATABASE_NOT_PROVISIONED;
    step.until = left.iter().map(|one| check(made(one), Pace::Slow, patience, late)).collect();
    step.until.extend(left.iter().map(|one| follows(one, patience)));
    let resolves = ConfigResolves { app: app.clone(), config_vars: left.iter().map(at).collect() };
    step.until.push(check(resolves, Pace::Slow, 10 * MINUTE, codes::SERVICE_NO_EFFECT));
    step.on_failure = OnFailure::Leave;
    (!left.is_empty() && !asked.no_followers).then_some(step)
}

/// A new one follows the database that leads now.
fn follows(one: &Anew<'_>, deadline_ms: u64) -> Check {
    let follows = FollowersFollow {
        addon: one.name().into(),
        addon_id: one.addon().id().into(),
        beat: None,
        leader: Location::found(&slots::NEW),
        place: None,
    };
    check(follows, Pace::Slow, deadline_ms, codes::TARGET_LAGGING)
}

/// Moves what points at the old ones, one app after the other, if that is asked for: its dynos restart. One whose release fails is
/// moved back.
pub fn move_readers(snapshot: &Snapshot, existing: Option<&str>, asked: Aftercare) -> Vec<Step> {
    let left = left(snapshot, existing);
    let apps = apps(&left);
    let moving = apps.into_iter().filter(|_| asked.move_readers && !asked.no_followers);
    moving.map(|app| move_in(app, &left)).collect()
}

/// Apps that read one of them.
pub fn apps<'a>(left: &'a [Anew<'_>]) -> BTreeSet<&'a str> {
    left.iter().flat_map(Anew::readers).map(|one| one.app.as_str()).collect()
}

fn move_in(app: &str, left: &[Anew<'_>]) -> Step {
    let of_app = || {
        left.iter().flat_map(|one| one.readers().filter(|held| held.app == app).map(move |held| (one, held)))
    };
    let names: Vec<&str> = of_app().map(|(_, held)| held.name.as_str()).collect();
    let mut step = step(
        &format!("move-readers/{app}"),
        Zone::Settle,
        &format!("Move {} of {app} to the new follower", names.join(", ")),
        "it reads what was written up to the cut-over, and nothing newer; its dynos restart once more",
    );
    let attach = |held: &Attachment, addon: Late<String>| AttachmentCreate {
        addon,
        app: app.to_owned(),
        attachment: Late::Now(held.name.clone()),
        namespace: held.namespace.clone(),
        replaces: true,
    };
    step.calls = of_app().map(|(one, held)| attach(held, one.name().into()).into()).collect();
    step.fallback =
        of_app().map(|(one, held)| attach(held, Late::Now(one.old.addon.clone())).into()).collect();
    for one in left.iter().filter(|one| one.readers().any(|held| held.app == app)) {
        step.guards.push(follows(one, MINUTE));
        let config_vars = one.readers().filter(|held| held.app == app).map(Attachment::config_var);
        let there = Attached {
            app: app.to_owned(),
            bind: slots::release_of_reader(app),
            config_vars: config_vars.collect(),
            left: one.old.url.as_ref().map(Location::of),
            exact: false,
            location: Location::found(&one.url()),
            strict: true,
        };
        step.until.push(check(there, Pace::Slow, RELEASED, codes::RELEASE_NOT_SEEN));
    }
    step.on_failure = OnFailure::Leave;
    step.needs = Some("followers".to_owned());
    step
}

/// What a person does for them afterwards.
pub fn next(snapshot: &Snapshot, existing: Option<&str>, asked: Aftercare) -> Vec<Next> {
    let app = shell_word(&snapshot.database.app);
    let mut next = Vec::new();
    for one in left(snapshot, existing) {
        let old = &one.old.addon;
        if asked.no_followers {
            next.push(Next {
                command: format!(
                    "heroku addons:create {} --app {app} -- --follow DATABASE_URL",
                    shell_word(&one.old.plan)
                ),
                why: format!(
                    "{old} goes on following the old database: this makes a follower of the new one"
                ),
            });
        }
        for held in one.readers().filter(|_| !asked.move_readers) {
            let (name, of) = (shell_word(&held.name), shell_word(&held.app));
            let by = if asked.no_followers { "NEW_FOLLOWER".to_owned() } else { one.said() };
            next.push(Next {
                command: format!("heroku addons:attach {by} --app {of} --as {name} --confirm {of}"),
                why: format!(
                    "{} of {} reads {old}, which sees nothing of what was written since the cut-over; its dynos restart",
                    held.name, held.app
                ),
            });
        }
        next.push(Next {
            command: format!("heroku addons:destroy {} --app {app}", shell_word(old)),
            why: format!(
                "once nothing reads {old} any more, which follows the old database{}",
                price(one.old)
            ),
        });
    }
    next
}

fn price(one: &Following) -> String {
    one.price_cents
        .map_or(String::new(), |cents| format!(" and costs ${}.{:02} a month", cents / 100, cents % 100))
}
