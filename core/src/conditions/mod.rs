//! Guards and waits as data. Each file is one condition: its arguments, what it reads, a pure judgement of the answers, and how
//! a person looks for the same by hand.
//!
//! A condition that cannot be read does not hold: it never turns silence into a yes.

mod across_equal;
mod addon_gone;
mod addon_provisioned;
mod address_known;
mod api_version_is;
mod attached;
mod attachments_unchanged;
mod backup_taken;
mod beat_noted;
mod beats_kept;
mod children_pointed;
mod clients_seen;
mod columns_are;
mod config_arrived;
mod config_resolves;
mod config_unchanged;
mod connect_objects;
mod connect_provisioned;
mod connection_listed;
mod connection_paused;
mod connection_points;
mod connection_resumed;
mod connection_unchanged;
mod counter_ahead;
mod credentials_active;
mod database_made;
mod dependants_are;
mod drained;
mod dynos_listed;
mod dynos_noted;
mod dynos_restarted;
mod dynos_up;
mod features_equal;
mod fence_seen;
mod follower_anew;
mod followers_follow;
mod follows;
mod formation_noted;
mod gap_counted;
mod head_kept;
mod head_noted;
mod healthy;
mod held_noted;
mod holdings_noted;
mod inventory_equal;
mod landed;
mod leader_upgraded;
mod left_aside;
mod log_carried_over;
mod login_works;
mod maintenance_clear;
mod mapping_reloaded;
mod mapping_settled;
mod mapping_unchanged;
mod mappings_at_rest;
mod mappings_loaded;
mod moment_noted;
mod nearly_caught_up;
mod no_dynos;
mod no_old_writes;
mod no_sessions;
mod one_lead;
mod org_is;
mod parent_loaded;
mod plan_is;
mod polls_noted;
mod position_noted;
mod position_unmoved;
mod processed_since;
mod queue_at;
mod quiesced;
mod refused_since;
mod release_succeeded;
mod replayed;
mod revived_judged;
mod rights_kept;
mod rolled_back_to;
mod row_counts_equal;
mod rows_equal_all;
mod rows_exported;
mod rows_unmoved;
mod safeguarded;
mod sent_again;
mod sequences_past;
mod server_replaced;
mod settings_kept;
mod some_up;
mod span_proven;
mod stands_alone;
mod statistics_present;
mod table_held;
mod target_alone;
mod target_is;
mod transfer_ended;
mod transfers_noted;
mod trial_current;
mod unfollowed;
mod unvisited;
mod upgrade_is;
mod upgraded;
mod values_kept;
mod version_as_asked;
mod whereabouts;
mod window_kept;

use crate::effect::Effect;
use crate::late::{ConnectionName, Known, LateError};
use crate::look::{Look, Stop};
use crate::registry::registry;
use crate::shell::shell_word;

pub use crate::judgement::Judgement;
pub use attachments_unchanged::AttachedAs;
pub use columns_are::ColumnIs;
pub use config_resolves::Resolved;
pub use dependants_are::Stand;
pub use upgrade_is::Wanted as WantedUpgrade;
pub use values_kept::HadValues;

registry! {
    /// A condition with its arguments.
    pub enum Condition is Predicate by "condition" {
        "across_equal@1" => AcrossEqual in across_equal,
        "addon_gone@1" => AddonGone in addon_gone,
        "addon_provisioned@1" => AddonProvisioned in addon_provisioned,
        "address_known@1" => AddressKnown in address_known,
        "api_version_is@1" => ApiVersionIs in api_version_is,
        "attached@3" => Attached in attached,
        "attachments_unchanged@1" => AttachmentsUnchanged in attachments_unchanged,
        "backup_taken@1" => BackupTaken in backup_taken,
        "beat_noted@1" => BeatNoted in beat_noted,
        "beats_kept@1" => BeatsKept in beats_kept,
        "children_pointed@1" => ChildrenPointed in children_pointed,
        "clients_seen@1" => ClientsSeen in clients_seen,
        "columns_are@1" => ColumnsAre in columns_are,
        "config_arrived@1" => ConfigArrived in config_arrived,
        "config_resolves@2" => ConfigResolves in config_resolves,
        "config_unchanged@1" => ConfigUnchanged in config_unchanged,
        "connect_objects@2" => ConnectObjects in connect_objects,
        "connect_provisioned@1" => ConnectProvisioned in connect_provisioned,
        "connection_listed@1" => ConnectionListed in connection_listed,
        "connection_paused@1" => ConnectionPaused in connection_paused,
        "connection_points@1" => ConnectionPoints in connection_points,
        "connection_resumed@1" => ConnectionResumed in connection_resumed,
        "connection_unchanged@1" => ConnectionUnchanged in connection_unchanged,
        "database_made@1" => DatabaseMade in database_made,
        "drained@1" => Drained in drained,
        "counter_ahead@1" => CounterAhead in counter_ahead,
        "credentials_active@1" => CredentialsActive in credentials_active,
        "dependants_are@1" => DependantsAre in dependants_are,
        "dynos_listed@1" => DynosListed in dynos_listed,
        "dynos_noted@1" => DynosNoted in dynos_noted,
        "dynos_restarted@1" => DynosRestarted in dynos_restarted,
        "dynos_up@3" => DynosUp in dynos_up,
        "features_equal@1" => FeaturesEqual in features_equal,
        "fence_seen@2" => FenceSeen in fence_seen,
        "follower_anew@1" => FollowerAnew in follower_anew,
        "followers_follow@1" => FollowersFollow in followers_follow,
        "follows@1" => Follows in follows,
        "formation_noted@1" => FormationNoted in formation_noted,
        "gap_counted@1" => GapCounted in gap_counted,
        "head_kept@1" => HeadKept in head_kept,
        "head_noted@1" => HeadNoted in head_noted,
        "held_noted@1" => HeldNoted in held_noted,
        "healthy@2" => Healthy in healthy,
        "inventory_equal@1" => InventoryEqual in inventory_equal,
        "holdings_noted@1" => HoldingsNoted in holdings_noted,
        "landed@1" => Landed in landed,
        "leader_upgraded@1" => LeaderUpgraded in leader_upgraded,
        "left_aside@1" => LeftAside in left_aside,
        "log_carried_over@1" => LogCarriedOver in log_carried_over,
        "login_works@1" => LoginWorks in login_works,
        "maintenance_clear@1" => MaintenanceClear in maintenance_clear,
        "mapping_reloaded@1" => MappingReloaded in mapping_reloaded,
        "mapping_settled@1" => MappingSettled in mapping_settled,
        "mapping_unchanged@1" => MappingUnchanged in mapping_unchanged,
        "mappings_at_rest@1" => MappingsAtRest in mappings_at_rest,
        "mappings_loaded@1" => MappingsLoaded in mappings_loaded,
        "moment_noted@1" => MomentNoted in moment_noted,
        "nearly_caught_up@2" => NearlyCaughtUp in nearly_caught_up,
        "no_dynos@1" => NoDynos in no_dynos,
        "no_old_writes@1" => NoOldWrites in no_old_writes,
        "no_sessions@2" => NoSessions in no_sessions,
        "one_lead@1" => OneLead in one_lead,
        "org_is@1" => OrgIs in org_is,
        "parent_loaded@1" => ParentLoaded in parent_loaded,
        "plan_is@1" => PlanIs in plan_is,
        "polls_noted@1" => PollsNoted in polls_noted,
        "position_noted@2" => PositionNoted in position_noted,
        "position_unmoved@2" => PositionUnmoved in position_unmoved,
        "rows_unmoved@1" => RowsUnmoved in rows_unmoved,
        "processed_since@1" => ProcessedSince in processed_since,
        "queue_at@1" => QueueAt in queue_at,
        "quiesced@2" => Quiesced in quiesced,
        "refused_since@1" => RefusedSince in refused_since,
        "release_succeeded@1" => ReleaseSucceeded in release_succeeded,
        "replayed@1" => Replayed in replayed,
        "revived_judged@1" => RevivedJudged in revived_judged,
        "rights_kept@1" => RightsKept in rights_kept,
        "rolled_back_to@1" => RolledBackTo in rolled_back_to,
        "row_counts_equal@2" => RowCountsEqual in row_counts_equal,
        "rows_equal_all@1" => RowsEqualAll in rows_equal_all,
        "rows_exported@1" => RowsExported in rows_exported,
        "safeguarded@1" => Safeguarded in safeguarded,
        "sent_again@1" => SentAgain in sent_again,
        "sequences_past@2" => SequencesPast in sequences_past,
        "server_replaced@1" => ServerReplaced in server_replaced,
        "settings_kept@1" => SettingsKept in settings_kept,
        "some_up@2" => SomeUp in some_up,
        "span_proven@1" => SpanProven in span_proven,
        "stands_alone@1" => StandsAlone in stands_alone,
        "statistics_present@2" => StatisticsPresent in statistics_present,
        "table_held@1" => TableHeld in table_held,
        "target_alone@1" => TargetAlone in target_alone,
        "target_is@1" => TargetIs in target_is,
        "transfer_ended@1" => TransferEnded in transfer_ended,
        "transfers_noted@1" => TransfersNoted in transfers_noted,
        "trial_current@1" => TrialCurrent in trial_current,
        "unfollowed@1" => Unfollowed in unfollowed,
        "unvisited@1" => Unvisited in unvisited,
        "upgrade_is@1" => UpgradeIs in upgrade_is,
        "upgraded@2" => Upgraded in upgraded,
        "values_kept@1" => ValuesKept in values_kept,
        "version_as_asked@1" => VersionAsAsked in version_as_asked,
        "window_kept@1" => WindowKept in window_kept,
    }
}

/// One guard or wait.
pub trait Predicate {
    /// Reads and judges.
    ///
    /// # Errors
    /// What is still to be read, or what makes going on pointless.
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop>;
    /// What it reads when it holds at once, in order: its first read, if nothing else is said.
    ///
    /// # Errors
    /// When a slot has no value.
    fn reads(&self, known: &Known<'_>) -> Result<Vec<Effect>, LateError> {
        match self.judge(known, &Look::at(&[])) {
            Err(Stop::Read(effect)) => Ok(vec![*effect]),
            Err(Stop::Late(error)) => Err(error),
            Ok(_) | Err(Stop::Judged(_)) => Ok(Vec::new()),
        }
    }
    /// The command with which a person looks for the same; `None` where no command shows it.
    ///
    /// # Errors
    /// When a slot has no value.
    fn by_hand(&self, known: &Known<'_>) -> Result<Option<String>, LateError>;
}

/// So many names are listed, and the number of the others.
const LISTED: usize = 5;

/// Names in a sentence.
fn listed(names: &[&str]) -> String {
    let mut list = names.iter().take(LISTED).copied().collect::<Vec<_>>().join(", ");
    if let more @ 1.. = names.len().saturating_sub(LISTED) {
        list.push_str(&format!(" and {more} more"));
    }
    list
}

/// The command that shows a connection's state.
fn state_by_hand(connection: &ConnectionName) -> Option<String> {
    let (app, resource) = (shell_word(&connection.app), shell_word(&connection.resource));
    Some(format!("heroku connect:info --app {app} --resource {resource}"))
}

#[cfg(test)]
mod tests {
    use super::Condition;

    #[test]
    fn names_are_unique_and_versioned() {
        let mut names = Condition::NAMES.to_vec();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Condition::NAMES.len());
        assert!(names.iter().all(|name| name.contains('@')));
    }
}
