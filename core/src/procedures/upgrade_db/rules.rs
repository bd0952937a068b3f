//! The rules of each method, in the order in which they are shown.

use crate::prechecks::groups::{
    APPS, BESIDE_ROWS, CONNECT, FOLLOWER as TAKES_OVER, GONE, LEADER, MOVED, NOT_COPIED, NOT_FOLLOWED, OPEN,
    OTHERS, PAUSED, REACH, SERVICE, STOPPED, UPGRADED, VERSION,
};
use crate::prechecks::{self, SpaceAccess, SpaceNetwork, SpaceWeb};
use crate::procedures::Rules;

/// A follower takes over.
pub const FOLLOWER: Rules = &[
    REACH,
    &[&SpaceWeb { stays: true }, &SpaceNetwork, &SpaceAccess { moves: true }],
    APPS,
    STOPPED,
    &[&prechecks::DatabaseTier],
    LEADER,
    VERSION,
    &[&prechecks::TargetPlan, &prechecks::PlanHolds],
    TAKES_OVER,
    SERVICE,
    OPEN,
    NOT_FOLLOWED,
    BESIDE_ROWS,
    UPGRADED,
    GONE,
    CONNECT,
    PAUSED,
    MOVED,
    OTHERS,
];

/// The leader is upgraded in place.
pub const DIRECT: Rules = &[
    REACH,
    &[&SpaceWeb { stays: false }, &SpaceNetwork, &SpaceAccess { moves: false }],
    APPS,
    STOPPED,
    &[&prechecks::DatabaseTier],
    LEADER,
    VERSION,
    &[
        &prechecks::PreparedVersion,
        &prechecks::WindowFar,
        &prechecks::DryRunRead,
        &prechecks::FollowersRebuilt,
        &prechecks::WayBackThere,
    ],
    SERVICE,
    OPEN,
    BESIDE_ROWS,
    UPGRADED,
    GONE,
    CONNECT,
    PAUSED,
    OTHERS,
];

/// A copy takes over.
pub const COPY: Rules = &[
    REACH,
    &[&SpaceWeb { stays: false }, &SpaceNetwork, &SpaceAccess { moves: true }],
    APPS,
    STOPPED,
    &[&prechecks::CopyTier],
    LEADER,
    VERSION,
    &[&prechecks::CopyPlan, &prechecks::PlanHolds, &prechecks::CopySize, &prechecks::CopyTime],
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
