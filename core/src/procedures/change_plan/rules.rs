//! The rules of each method, in the order in which they are shown.

use crate::prechecks::groups::{
    APPS, BESIDE_ROWS, CONNECT, FOLLOWER, GONE, LEADER, MOVED, NOT_COPIED, NOT_FOLLOWED, OPEN, OTHERS,
    PAUSED, PLAN, REACH, SERVICE, STOPPED, VERSION,
};
use crate::prechecks::{self, PlanOffered, SpaceAccess, SpaceNetwork, SpaceWeb};
use crate::procedures::{recreate, Rules};

/// In place: nothing is stopped.
pub const IN_PLACE: Rules = &[
    REACH,
    &[&SpaceAccess { moves: false }],
    APPS,
    &[&prechecks::Reconnects],
    LEADER,
    &[&PlanOffered],
    PLAN,
    &[&prechecks::PlanFollowers],
    SERVICE,
    CONNECT,
    OTHERS,
];

/// A follower takes over.
pub const CHANGEOVER: Rules = &[
    REACH,
    &[&SpaceWeb { stays: true }, &SpaceNetwork, &SpaceAccess { moves: true }],
    APPS,
    STOPPED,
    &[&prechecks::DatabaseTier],
    LEADER,
    &[&PlanOffered],
    PLAN,
    FOLLOWER,
    SERVICE,
    OPEN,
    NOT_FOLLOWED,
    BESIDE_ROWS,
    CONNECT,
    PAUSED,
    MOVED,
    OTHERS,
];

/// What the copy is, and what of its tier differs.
const COPIED: &[&dyn prechecks::Precheck] =
    &[&prechecks::TierKeeps, &prechecks::TierGains, &prechecks::CopySize, &prechecks::CopyTime];

/// A copy takes over.
pub const COPY: Rules = &[
    REACH,
    &[&SpaceWeb { stays: false }, &SpaceNetwork, &SpaceAccess { moves: true }],
    APPS,
    STOPPED,
    &[&prechecks::CopyTier],
    LEADER,
    VERSION,
    &[&prechecks::CopyPlan],
    PLAN,
    COPIED,
    SERVICE,
    OPEN,
    NOT_COPIED,
    BESIDE_ROWS,
    GONE,
    CONNECT,
    &[&prechecks::CopyLog, &prechecks::CopyIds],
    PAUSED,
    MOVED,
    OTHERS,
];

/// A copy takes over, and the connection is made anew on it.
pub const RECREATE: Rules = &[
    REACH,
    &[&SpaceWeb { stays: false }, &SpaceNetwork, &SpaceAccess { moves: true }],
    APPS,
    STOPPED,
    &[&prechecks::CopyTier],
    LEADER,
    VERSION,
    &[&prechecks::CopyPlan],
    PLAN,
    COPIED,
    SERVICE,
    OPEN,
    NOT_COPIED,
    BESIDE_ROWS,
    GONE,
    CONNECT,
    recreate::ANEW,
    PAUSED,
    MOVED,
    OTHERS,
];
