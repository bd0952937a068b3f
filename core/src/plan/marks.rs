//! Marks: the steps of a plan at which something begins or ends. They are data, so that nothing is told from a step's name.

use serde::{Deserialize, Serialize};

/// Ids of marked steps; a plan has those that it needs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Marks {
    /// From entering it until it is taken back, or until `downtime_closes` is done, writers are stopped.
    pub downtime_opens: Option<String>,
    /// Once all of these are done, every app is back.
    pub downtime_closes: Vec<String>,
    /// From its first change until it is taken back, or until `sync_resumes` is done, Connect is paused.
    pub sync_pauses: Option<String>,
    /// Once it is done, Connect runs again.
    pub sync_resumes: Option<String>,
    /// Once it is done, traffic uses another database than before.
    pub cut_over: Option<String>,
    /// What was made before it is kept when a downtime cannot be finished.
    pub kept_from: Option<String>,
    /// Up to here one that is left over keeps none of the others from being done; behind it nothing is begun until none is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub whole_up_to: Option<String>,
    /// What was made from it on is made anew where a step finds that it is stale.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub anew_from: Option<String>,
    /// From its first change on what was made for the run cannot be used a second time.
    pub spends: Option<String>,
    /// From its first announced change on there is only forward.
    pub point_of_no_return: Option<String>,
    /// From its first change on the service may do by itself what this run is to ask for: before anything else it is taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub arms: Option<String>,
    /// From here the run goes on once the service did it by itself; what lies between is passed over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub adopts: Option<String>,
}
