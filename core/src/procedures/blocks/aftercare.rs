//! Aftercare: what a new database needs. It is never a reason to undo.

use super::{check, cut_over, landed, place, step, HOUR, MINUTE};
use crate::codes;
use crate::command::Aftercare;
use crate::conditions::{
    BackupTaken, CredentialsActive, Safeguarded, SettingsKept, StatisticsPresent, TransfersNoted, WindowKept,
};
use crate::late::{slots, Late, Location, Place};
use crate::ops::{Analyze, BackupCapture, Op, ScheduleCreate, SettingSet, Stage, WindowSet};
use crate::plan::{Check, OnFailure, Pace, Step};
use crate::request::WayBack;
use crate::snapshot::{has_standby, Attachment, Safeguard, Schedule, Setting, Snapshot, Window};
use crate::zone::Zone;

/// Collects the first planner statistics.
pub fn analyze(database: &Place, zone: Zone) -> Step {
    let mut step = step(
        "analyze",
        zone,
        &format!("Collect the first planner statistics on the {}", database.role.words()),
        "an upgrade carries none before Postgres 18, and without them queries time out; this takes the least that helps, the \
         rest comes when the apps are back",
    );
    step.calls = vec![Analyze { place: database.clone(), stage: Stage::First }.into()];
    step.on_failure = OnFailure::Leave;
    step
}

/// Collects the rest of the planner statistics, and compares which tables have some with the old database.
pub fn analyze_rest(snapshot: &Snapshot) -> Step {
    let mut step = analyze_more(&place::new(snapshot));
    let present = StatisticsPresent { new: place::new(snapshot), old: place::old(snapshot) };
    step.until = vec![check(present, Pace::Slow, 5 * MINUTE, codes::DATABASE_NO_STATISTICS)];
    step
}

/// Collects the rest of the planner statistics.
pub fn analyze_more(database: &Place) -> Step {
    let mut step = step(
        "analyze-rest",
        Zone::Settle,
        "Collect the rest of the planner statistics",
        "the first ones are coarse: plans are as good as before only with the usual amount",
    );
    step.calls = vec![Analyze { place: database.clone(), stage: Stage::Rest }.into()];
    step.on_failure = OnFailure::Leave;
    step
}

/// Begins a first backup; none where the service takes none, or one of no use.
pub fn backup(snapshot: &Snapshot) -> Option<Step> {
    let step = step(
        "first-backup",
        Zone::Settle,
        "Take a first backup of the new database",
        "the new database cannot be rolled back to a moment before it led",
    );
    let (addon, id) = (slots::NAME_TARGET.into(), slots::FOLLOWER.id().into());
    let mut step = captured(step, snapshot, (addon, id), Location::found(&slots::NEW));
    step.on_failure = OnFailure::Leave;
    WayBack::takes_backups(&snapshot.database).then_some(step)
}

/// Begins a first backup of a database whose server was made anew; none where the service takes none, or one of no use.
pub fn backup_in_place(snapshot: &Snapshot) -> Option<Step> {
    let database = &snapshot.database;
    let step = step(
        "first-backup",
        Zone::Settle,
        "Take a first backup of the upgraded database",
        "a database cannot be rolled back to a moment before its upgrade, and an older backup holds the old version",
    );
    let names = (Late::Now(database.addon.clone()), Late::Now(database.id.clone()));
    let mut step = captured(step, snapshot, names, Location::found(&slots::NEW));
    step.on_failure = OnFailure::Leave;
    WayBack::can_be_backup(database).then_some(step)
}

/// Takes a backup of the database as it is: it leads back from what cannot be taken back, without what is written since.
pub fn backup_before(snapshot: &Snapshot) -> Option<Step> {
    let database = &snapshot.database;
    let step = step(
        "way-back",
        Zone::Prepare,
        "Take a backup of the database",
        "restoring it into another add-on is the one way back from an upgrade in place, and loses everything written since",
    );
    let names = (Late::Now(database.addon.clone()), Late::Now(database.id.clone()));
    let mut step = captured(step, snapshot, names, place::location(snapshot)?);
    // One that failed stays so: whoever resumes has another one taken.
    step.on_failure = OnFailure::Withdraw;
    Some(step)
}

/// A step that takes a backup of an add-on, by name and id, and waits for it.
fn captured(
    mut step: Step,
    snapshot: &Snapshot,
    (addon, addon_id): (Late<String>, Late<String>),
    location: Location,
) -> Step {
    let (app, after) = (snapshot.database.app.clone(), Late::from(slots::BACKUPS));
    let capture =
        BackupCapture { addon, addon_id, after: after.clone(), app: app.clone(), location: location.clone() };
    let taken = BackupTaken { after, app: app.clone(), location };
    step.guards = vec![backups_noted(app)];
    step.until = vec![check(taken, Pace::Slow, backup_ms(snapshot), codes::BACKUP_NOT_TAKEN)];
    step.calls = vec![capture.into()];
    step
}

/// The newest backup is noted: one after it is newer than what the run does.
pub fn backups_noted(app: String) -> Check {
    let noted = TransfersNoted { app, bind: slots::BACKUPS };
    check(noted, Pace::Slow, MINUTE, codes::SERVICE_UNAVAILABLE)
}

/// Schedules the backups that the old database has. Its own schedules end with it.
pub fn schedules(snapshot: &Snapshot) -> Option<Step> {
    let database = &snapshot.database;
    let create = |schedule: &Schedule| {
        ScheduleCreate {
            addon: slots::NAME_TARGET.into(),
            addon_id: slots::FOLLOWER.id().into(),
            app: database.app.clone(),
            schedule: Schedule { name: moved_name(snapshot, &schedule.name), ..schedule.clone() },
        }
        .into()
    };
    as_before(
        "backup-schedules",
        "Schedule the daily backups for the new database",
        "a schedule belongs to the add-on for which it was made; the old database goes on with its own until it is destroyed",
        database.kept.iter().filter_map(|kept| kept.schedules.as_ref()).flatten().map(create),
    )
}

/// The name of a schedule, if it means the new database afterwards; else a name that does.
fn moved_name(snapshot: &Snapshot, name: &str) -> String {
    let of_payer = cut_over::movable(snapshot).filter(|one| one.app == snapshot.database.app);
    let moved: Vec<String> = of_payer.map(Attachment::config_var).collect();
    let kept = moved.iter().find(|moved| *moved == name).or_else(|| moved.first());
    kept.map_or_else(|| name.to_owned(), Clone::clone)
}

/// Gives the new database the maintenance window of the old one.
pub fn window(snapshot: &Snapshot) -> Option<Step> {
    let database = &snapshot.database;
    let set = |window: &Window| {
        WindowSet {
            addon: slots::NAME_TARGET.into(),
            addon_id: slots::FOLLOWER.id().into(),
            app: database.app.clone(),
            window: window.clone(),
        }
        .into()
    };
    as_before(
        "maintenance-window",
        "Give the new database the maintenance window of the old one",
        "Heroku chooses one for every new database, which may be in the middle of the day",
        database.kept.iter().filter_map(|kept| kept.window.as_ref()).map(set),
    )
}

/// Compares the maintenance window with what it was, and puts it back if it has moved.
pub fn window_in_place(snapshot: &Snapshot) -> Option<Step> {
    let database = &snapshot.database;
    let window = database.kept.as_ref()?.window.as_ref()?;
    let mut step = step(
        "maintenance-window",
        Zone::Settle,
        "Check that the maintenance window is what it was, and put it back if it has moved",
        "another server may come with a window that Heroku chose, in the middle of the day",
    );
    let set = WindowSet {
        addon: Late::Now(database.addon.clone()),
        addon_id: Late::Now(database.id.clone()),
        app: database.app.clone(),
        window: window.clone(),
    };
    let kept =
        WindowKept { addon: database.addon.clone(), addon_id: database.id.clone(), window: window.clone() };
    step.calls = vec![set.into()];
    step.until = vec![check(kept, Pace::Slow, 5 * MINUTE, codes::SERVICE_NO_EFFECT)];
    step.on_failure = OnFailure::Leave;
    Some(step)
}

/// Compares the settings with what they were. Who changed one meanwhile may have meant to.
pub fn settings_in_place(snapshot: &Snapshot) -> Option<Step> {
    let database = &snapshot.database;
    let settings = database.kept.as_ref()?.settings.clone().filter(|settings| !settings.is_empty())?;
    let mut step = step(
        "settings",
        Zone::Settle,
        "Check that the settings are what they were",
        "what `heroku pg:settings` changes belongs to the add-on, and may still be lost with its server",
    );
    let kept = SettingsKept { addon: database.addon.clone(), addon_id: database.id.clone(), settings };
    step.until = vec![check(kept, Pace::Slow, 5 * MINUTE, codes::DATABASE_SETTINGS_DIFFER)];
    step.on_failure = OnFailure::Say;
    Some(step)
}

/// Gives the new database the settings of the old one.
pub fn settings(snapshot: &Snapshot) -> Option<Step> {
    let database = &snapshot.database;
    let set = |(key, value): (&String, &Setting)| {
        SettingSet {
            addon: slots::NAME_TARGET.into(),
            addon_id: slots::FOLLOWER.id().into(),
            app: database.app.clone(),
            key: key.clone(),
            value: value.clone(),
        }
        .into()
    };
    as_before(
        "settings",
        "Give the new database the settings of the old one",
        "what `heroku pg:settings` changes belongs to the add-on",
        database.kept.iter().filter_map(|kept| kept.settings.as_ref()).flatten().map(set),
    )
}

/// Waits until the new database is as safe as the old one was, as far as its plan, `service:plan`, allows.
pub fn as_safe(snapshot: &Snapshot, plan: &str, asked: Aftercare) -> Option<Step> {
    as_safe_again(wanted(snapshot, plan), |wanted| safeguarded(snapshot, wanted, patience(asked)))
}

/// The same where the service changed the database itself.
pub fn as_safe_in_place(snapshot: &Snapshot, plan: &str, asked: Aftercare) -> Option<Step> {
    let database = &snapshot.database;
    as_safe_again(wanted(snapshot, plan), |wanted| {
        let safeguarded = Safeguarded {
            addon: Late::Now(database.addon.clone()),
            addon_id: Late::Now(database.id.clone()),
            app: database.app.clone(),
            wanted,
        };
        check(safeguarded, Pace::Slow, patience(asked), codes::DATABASE_LESS_SAFE)
    })
}

fn as_safe_again(wanted: Vec<Safeguard>, safeguarded: impl Fn(Vec<Safeguard>) -> Check) -> Option<Step> {
    let said: Vec<&str> = wanted.iter().map(|one| one.said()).collect();
    let mut step = step(
        "as-safe",
        Zone::Settle,
        &format!("Wait until the database is as safe as before: {}", said.join(", ")),
        "a server that begins to lead gets a standby and its backups minutes to hours later; until then what it loses is lost",
    );
    step.on_failure = OnFailure::Leave;
    let wants = !wanted.is_empty();
    step.until = vec![safeguarded(wanted)];
    wants.then_some(step)
}

/// What the old database had, and one on this plan can have.
fn wanted(snapshot: &Snapshot, plan: &str) -> Vec<Safeguard> {
    let had = snapshot.database.safeguards.iter();
    had.copied().filter(|one| *one != Safeguard::Standby || has_standby(plan)).collect()
}

/// The new database has these.
pub fn safeguarded(snapshot: &Snapshot, wanted: Vec<Safeguard>, deadline_ms: u64) -> Check {
    let safeguarded = Safeguarded {
        addon: slots::NAME_TARGET.into(),
        addon_id: slots::FOLLOWER.id().into(),
        app: snapshot.database.app.clone(),
        wanted,
    };
    check(safeguarded, Pace::Slow, deadline_ms, codes::DATABASE_LESS_SAFE)
}

/// How long aftercare waits for what the service does in its own time: what is not there by then is left over, unless waiting is asked
/// for.
pub fn patience(asked: Aftercare) -> u64 {
    if asked.wait {
        24 * HOUR
    } else {
        10 * MINUTE
    }
}

/// Proves that named credentials came along. Those that an app is attached with were proven by a login when they moved.
pub fn credentials(snapshot: &Snapshot) -> Option<Step> {
    let database = &snapshot.database;
    let names = database.kept.as_ref()?.credentials.clone().filter(|names| !names.is_empty())?;
    let mut step = step(
        "credentials",
        Zone::Settle,
        "Check that the named credentials are active on the new database",
        "each is a role with rights and a password of its own; one that is not active logs nobody in",
    );
    let active = CredentialsActive {
        addon: slots::NAME_TARGET.into(),
        addon_id: slots::FOLLOWER.id().into(),
        app: database.app.clone(),
        names,
    };
    step.until = vec![check(active, Pace::Slow, 10 * MINUTE, codes::DATABASE_CREDENTIAL_INACTIVE)];
    step.on_failure = OnFailure::Leave;
    Some(step)
}

/// A step that makes something as it was; none if there is nothing to make.
fn as_before(id: &str, title: &str, why: &str, calls: impl Iterator<Item = Op>) -> Option<Step> {
    let mut step = step(id, Zone::Settle, title, why);
    step.calls = calls.collect();
    step.until = step.calls.iter().map(|call| landed(call.clone(), Pace::Slow, 10 * MINUTE)).collect();
    // What is refused keeps none of the others from being made.
    step.together_from = Some(0);
    step.on_failure = OnFailure::Leave;
    (!step.calls.is_empty()).then_some(step)
}

/// How long a backup may take: three minutes a gigabyte as Heroku says of logical backups, half an hour at the least, and no
/// longer than six hours.
fn backup_ms(snapshot: &Snapshot) -> u64 {
    let gigabytes = snapshot.database.bytes.unwrap_or(0) / 1_000_000_000;
    (gigabytes * 3 * MINUTE).clamp(30 * MINUTE, 6 * HOUR)
}
