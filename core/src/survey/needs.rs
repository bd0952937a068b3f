//! The facts that a procedure asks for.

use crate::snapshot::Snapshot;

/// What is read beyond the database itself and its attachments.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Needs {
    /// Every attached app: what runs in it and which config vars it has.
    pub apps: bool,
    /// Connect's connections on the database, with their mappings and logs.
    pub connections: bool,
    /// The server over SQL, and the lock in it.
    pub server: bool,
    /// The status site.
    pub notices: bool,
    /// What is ordered.
    pub order: Order,
    /// What is connected to the database.
    pub use_of_it: bool,
    /// Who follows it, and what points at them.
    pub followers: bool,
    /// What the service keeps with the add-on: it does not come along when another one takes over.
    pub kept: bool,
    /// An existing follower that is to be used: whether it follows this database.
    pub follower: Option<String>,
}

/// A database that is ordered: whether its plan can be.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Order {
    /// None is.
    #[default]
    Nothing,
    /// On the plan of the database itself.
    SamePlan,
    /// On another plan, of those that can be ordered.
    OtherPlan,
}

impl Needs {
    /// All there is of what exists.
    #[must_use]
    pub fn everything() -> Self {
        Self { apps: true, connections: true, server: true, notices: true, ..Self::default() }
    }

    /// What is in a snapshot without having been asked for is left out of it: a survey would not have seen it.
    pub fn keep_of(&self, snapshot: &mut Snapshot) {
        if !self.use_of_it {
            snapshot.database.connections = None;
        }
        if !self.followers {
            snapshot.followers.clear();
        }
        if !self.kept {
            snapshot.database.kept = None;
        }
    }

    /// The database and what is attached to it.
    #[must_use]
    pub fn the_database_alone() -> Self {
        Self::default()
    }
}
