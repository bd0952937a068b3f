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

/// The rules of a copy, with those for what becomes of Connect's connection.
macro_rules! copied {
    ($connection:expr) => {
        &[
            REACH,
            &[&SpaceWeb { stays: false }, &SpaceNetwork, &SpaceAccess { moves: true }],
            APPS,
            STOPPED,
            &[&prechecks::CopyTier],
            LEADER,
            VERSION,
            &[&prechecks::CopyPlan],
            PLAN,
            &[&prechecks::TierKeeps, &prechecks::TierGains, &prechecks::CopySize, &prechecks::CopyTime],
            SERVICE,
            OPEN,
            NOT_COPIED,
            BESIDE_ROWS,
            GONE,
            CONNECT,
            $connection,
            PAUSED,
            MOVED,
            OTHERS,
        ]
    };
}

/// A copy takes over.
pub const COPY: Rules = copied!(&[&prechecks::CopyLog, &prechecks::CopyIds]);

/// A copy takes over, and the connection is made anew on it.
pub const RECREATE: Rules = copied!(recreate::ANEW);
