//! Domain verbs: what changes the world. Each file is one op: its arguments, its request, the read that tells whether it
//! landed, what takes it back, the command that does the same by hand, and a sentence. No op knows about order.
//!
//! A plan names an op as `name@version`; a version is never edited once released.

mod addon_destroy;
mod analyze;
mod attachment_create;
mod attachment_destroy;
mod auth_join;
mod authorize_open;
mod autoscaler_switch;
mod backup_capture;
mod beat;
mod children;
mod config_import;
mod connect_addon_create;
mod connection_destroy;
mod connection_pause;
mod connection_point;
mod connection_recover;
mod connection_resume;
mod connection_start;
mod connections_reset;
mod copy_start;
mod credential_create;
mod database_create;
mod db_key_set;
mod dependants;
mod dynos_restart;
mod dynos_stop;
mod fence;
mod follower_create;
mod formation_scale;
mod grants_apply;
mod lock;
mod maintenance_set;
mod mapping_put;
mod mapping_reload;
mod plan_change;
mod release_again;
mod revived;
mod rollback_create;
mod schedule_create;
mod schema_aside;
mod sequences_raise;
mod sessions_end;
mod setting_set;
mod transfer_cancel;
mod typed;
mod unfollow;
mod upgrade_cancel;
mod upgrade_prepare;
mod upgrade_run;
mod upgrade_start;
mod window_set;
mod write_probe;

use crate::api::platform;
use crate::codes::Code;
use crate::effect::Effect;
use crate::judgement::Judgement;
use crate::late::{Known, Late, LateError, Place};
use crate::look::{Look, Stop};
use crate::registry::registry;
use crate::shell::shell_word;

pub use crate::query::Stage;
pub(crate) use authorize_open::{organization, Organization};
pub(crate) use lock::holder;
pub use lock::{HeldHead, Original};
pub use typed::typed;

registry! {
    /// An op with its arguments.
    pub enum Op is Verb by "op" {
        "addon_destroy@2" => AddonDestroy in addon_destroy,
        "analyze@2" => Analyze in analyze,
        "attachment_create@2" => AttachmentCreate in attachment_create,
        "attachment_destroy@1" => AttachmentDestroy in attachment_destroy,
        "auth_join@1" => AuthJoin in auth_join,
        "authorize_open@1" => AuthorizeOpen in authorize_open,
        "autoscaler_switch@1" => AutoscalerSwitch in autoscaler_switch,
        "backup_capture@2" => BackupCapture in backup_capture,
        "beat@1" => Beat in beat,
        "children_keep@1" => ChildrenKeep in children,
        "children_point@1" => ChildrenPoint in children,
        "config_import@1" => ConfigImport in config_import,
        "connect_addon_create@1" => ConnectAddonCreate in connect_addon_create,
        "connection_destroy@1" => ConnectionDestroy in connection_destroy,
        "connection_pause@1" => ConnectionPause in connection_pause,
        "connection_point@1" => ConnectionPoint in connection_point,
        "connection_recover@1" => ConnectionRecover in connection_recover,
        "connection_resume@1" => ConnectionResume in connection_resume,
        "connection_start@1" => ConnectionStart in connection_start,
        "connection_stop@1" => ConnectionStop in connection_pause,
        "connections_reset@1" => ConnectionsReset in connections_reset,
        "copy_start@1" => CopyStart in copy_start,
        "credential_create@1" => CredentialCreate in credential_create,
        "database_create@1" => DatabaseCreate in database_create,
        "db_key_set@1" => DbKeySet in db_key_set,
        "dependants_keep@1" => DependantsKeep in dependants,
        "dependants_drop@1" => DependantsDrop in dependants,
        "dependants_restore@1" => DependantsRestore in dependants,
        "dynos_restart@1" => DynosRestart in dynos_restart,
        "dynos_stop@2" => DynosStop in dynos_stop,
        "fence_on@2" => FenceOn in fence,
        "fence_off@2" => FenceOff in fence,
        "follower_create@1" => FollowerCreate in follower_create,
        "formation_scale@2" => FormationScale in formation_scale,
        "grants_apply@1" => GrantsApply in grants_apply,
        "lock_take@2" => LockTake in lock,
        "lock_zone@2" => LockZone in lock,
        "lock_hold@1" => LockHold in lock,
        "lock_release@1" => LockRelease in lock,
        "lock_return@1" => LockReturn in lock,
        "maintenance_set@1" => MaintenanceSet in maintenance_set,
        "mapping_put@1" => MappingPut in mapping_put,
        "mapping_reload@1" => MappingReload in mapping_reload,
        "plan_change@1" => PlanChange in plan_change,
        "release_again@1" => ReleaseAgain in release_again,
        "revived_mark@1" => RevivedMark in revived,
        "revived_unmark@1" => RevivedUnmark in revived,
        "rollback_create@1" => RollbackCreate in rollback_create,
        "schedule_create@1" => ScheduleCreate in schedule_create,
        "schema_aside@1" => SchemaAside in schema_aside,
        "schema_back@1" => SchemaBack in schema_aside,
        "sequences_raise@1" => SequencesRaise in sequences_raise,
        "sessions_end@1" => SessionsEnd in sessions_end,
        "setting_set@1" => SettingSet in setting_set,
        "transfer_cancel@1" => TransferCancel in transfer_cancel,
        "unfollow@1" => Unfollow in unfollow,
        "upgrade_cancel@1" => UpgradeCancel in upgrade_cancel,
        "upgrade_prepare@1" => UpgradePrepare in upgrade_prepare,
        "upgrade_run@1" => UpgradeRun in upgrade_run,
        "upgrade_start@1" => UpgradeStart in upgrade_start,
        "window_set@1" => WindowSet in window_set,
        "write_probe@2" => WriteProbe in write_probe,
    }
}

/// Answer of a probe: did the change land?
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Landed {
    /// It is there.
    Yes,
    /// It is not there. Holds what sending it needs and only the probe could find, for example an id.
    No(Option<String>),
    /// Cannot be told from this answer.
    Unclear(String),
}

impl Landed {
    /// A verdict from a yes or no that may not have been readable.
    fn from(value: Option<bool>, what: &str) -> Self {
        match value {
            Some(true) => Self::Yes,
            Some(false) => Self::No(None),
            None => Self::Unclear(format!("{what} could not be read")),
        }
    }
}

/// What takes a change back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Undo {
    /// Nothing of it stays that could be taken back.
    Nothing,
    /// This.
    By(Box<Op>),
    /// The same op with what stood there before, which only the snapshot knows.
    Restore,
}

impl Undo {
    fn by(op: impl Into<Op>) -> Self {
        Self::By(Box::new(op.into()))
    }
}

/// One domain verb.
pub trait Verb {
    /// The request that changes the world.
    ///
    /// # Errors
    /// When a slot has no value.
    fn request(&self, known: &Known<'_>) -> Result<Effect, LateError>;
    /// Reads whether it landed.
    ///
    /// # Errors
    /// What is still to be read; a failed read is an answer, see [`probe`].
    fn landed(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Landed, Stop>;
    /// What takes it back.
    fn undo(&self) -> Undo;
    /// True if this op puts back what `call` replaced: the same thing, with what stood there before.
    fn restores(&self, call: &Op) -> bool {
        let _ = call;
        false
    }
    /// The app whose config vars it changes: Heroku makes a release of that, and restarts its dynos.
    fn releases(&self) -> Option<&str> {
        None
    }
    /// True if it is sent once and never again: what nobody answered may still come, and even a refusal is looked at before it is
    /// believed.
    fn once(&self) -> bool {
        false
    }
    /// How long every look at one that is sent once must show that nothing came of it before it is sent a second time, milliseconds;
    /// `None` if it never is.
    fn again_after_ms(&self) -> Option<u64> {
        None
    }
    /// Diagnostic code of a refusal that is believed as it was given: what a look would find may be somebody else's.
    fn refused_as(&self) -> Option<Code> {
        None
    }
    /// Another request for the same, sent once if the first was refused and proven not to be there; see [`crate::plan::Marks::arms`].
    fn otherwise(&self, known: &Known<'_>) -> Option<Effect> {
        let _ = known;
        None
    }
    /// True if it begins with its probe, which finds what sending it needs.
    fn looks_first(&self) -> bool {
        false
    }
    /// True if it is sent again until its probe finds nothing left to do.
    fn repeats(&self) -> bool {
        false
    }
    /// True if its request holds the whole plan.
    fn carries_plan(&self) -> bool {
        false
    }
    /// True if "there is no such thing" is what it wanted.
    fn wants_gone(&self) -> bool {
        false
    }
    /// Diagnostic code if a refusal only means "not now": it is then sent again, for a while.
    fn not_now(&self) -> Option<Code> {
        None
    }
    /// False for what no card may hold: it destroys, or takes away the last way to something.
    fn on_card(&self) -> bool {
        true
    }
    /// False if the command by hand does more than this, or less: then it is no way to carry it out.
    fn same_by_hand(&self) -> bool {
        true
    }
    /// The command line that does the same by hand; only commands of the CLI, the Connect plugin and psql. `None` where there
    /// is no use in doing it by hand.
    ///
    /// # Errors
    /// When a slot has no value.
    fn by_hand(&self, known: &Known<'_>) -> Result<Option<String>, LateError>;
    /// What it does, in a few words: an imperative in lower case, without a full stop.
    ///
    /// # Errors
    /// When a slot has no value.
    fn sentence(&self, known: &Known<'_>) -> Result<String, LateError>;
}

/// What a probe wants or found: a read that failed leaves it unclear.
///
/// # Errors
/// What is still to be read, or a slot without a value.
pub fn probe(op: &dyn Verb, known: &Known<'_>, look: &Look<'_>) -> Result<Landed, Stop> {
    match op.landed(known, look) {
        Err(Stop::Judged(
            Judgement::NotYet(why) | Judgement::Unread(why) | Judgement::Never { detail: why, .. },
        )) => Ok(Landed::Unclear(why)),
        other => other,
    }
}

/// What goes out when all goes well: where it begins with a look, that comes first, and finds nothing to do for what is sent until
/// nothing is left.
///
/// # Errors
/// When a slot has no value.
pub fn sends(op: &dyn Verb, known: &Known<'_>) -> Result<Vec<Effect>, LateError> {
    let mut sends = Vec::new();
    if op.looks_first() {
        match op.landed(known, &Look::at(&[])) {
            Err(Stop::Read(effect)) => sends.push(*effect),
            Err(Stop::Late(error)) => return Err(error),
            Ok(_) | Err(Stop::Judged(_)) => {}
        }
    }
    if !op.repeats() {
        sends.push(op.request(known)?);
    }
    Ok(sends)
}

/// Whether an add-on that is to be made is there.
fn made(app: &str, addon: &Late<String>, known: &Known<'_>, look: &Look<'_>) -> Result<Landed, Stop> {
    let found = look.find(platform::addon(app, &addon.get(known)?), "the add-on")?;
    Ok(if found.is_some() { Landed::Yes } else { Landed::No(None) })
}

/// `heroku addons:create` of one with a name of its own; `more` goes to the service.
fn addons_create(plan: &str, app: &str, addon: &str, attachment: &str, more: &str) -> String {
    format!(
        "heroku addons:create {} --app {} --name {} --as {} -- {more}",
        shell_word(plan),
        shell_word(app),
        shell_word(addon),
        shell_word(attachment)
    )
}

/// `heroku pg:psql` on a place.
fn psql(place: &Place, known: &Known<'_>, command: &str) -> Result<Option<String>, LateError> {
    let place = place.get(known)?;
    let (var, app) = (shell_word(&place.config_var), shell_word(&place.app));
    Ok(Some(format!("heroku pg:psql {var} --app {app} --command {}", shell_word(command))))
}

#[cfg(test)]
mod tests {
    use super::Op;

    #[test]
    fn names_are_unique_and_versioned() {
        let mut names = Op::NAMES.to_vec();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Op::NAMES.len());
        assert!(names.iter().all(|name| name.contains('@')));
    }
}
