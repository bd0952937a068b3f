//! The facts that a procedure asks for.

use crate::ending::Millis;
use crate::field::Definition;
use crate::snapshot::{Snapshot, Tier};

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
    /// Other databases of the app.
    pub spares: bool,
    /// What is connected to the database.
    pub use_of_it: bool,
    /// Who follows it, and what points at them.
    pub followers: bool,
    /// What the service keeps with the add-on: it does not come along when another one takes over.
    pub kept: bool,
    /// A plan that is wanted: where it is of another tier, the data is copied, and all that a copy needs is read.
    pub other_tier: Option<String>,
    /// Where a version upgrade of it stands.
    pub upgrade: bool,
    /// How fast Connect's triggers capture changes.
    pub captured: bool,
    /// How Connect and its tables are set up.
    pub health: bool,
    /// Fields of mappings, with what they are in Salesforce.
    pub fields: Option<Fields>,
    /// What a connection is made of, by its add-on; every one of the database if that says none.
    pub origin: Option<Option<String>>,
    /// What a rollback left.
    pub past: Option<PastNeed>,
    /// An existing follower that is to be used: whether it follows this database.
    pub follower: Option<String>,
}

/// The fields that are looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields {
    /// Connection, by its add-on; every one of the database if absent.
    pub resource: Option<String>,
    /// Object of a mapping; every mapping if absent.
    pub object: Option<String>,
    /// Fields; every one if there is none.
    pub names: Vec<String>,
    /// Rows and values are counted, and what hangs on the columns that differ is read: for a check their types are enough.
    pub whole: bool,
    /// What the fields are now, as the operator knows it.
    pub to: Option<Definition>,
    /// They are made anew, whatever the difference is.
    pub remap: bool,
}

/// A rollback that has happened, or that is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastNeed {
    /// The moment to which the database went back.
    pub at: Millis,
    /// The database as it was, as the operator names it.
    pub old: Option<String>,
    /// It has not happened yet: what leads is the database as it is.
    pub ahead: bool,
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
        let copies = self.copies(&snapshot.database.plan);
        if !(self.kept || copies) {
            snapshot.database.kept = None;
        }
        if !self.captured {
            snapshot.connections.iter_mut().for_each(|one| one.captured = None);
        }
        if !self.health {
            snapshot.connections.iter_mut().for_each(|one| one.health = None);
        }
        if self.fields.is_none() {
            snapshot.connections.iter_mut().for_each(|one| one.shapes.clear());
        }
        if !self.spares {
            snapshot.spares = None;
        }
        if self.past.is_none() {
            snapshot.past = None;
        }
        if self.origin.is_none() {
            snapshot.connections.iter_mut().for_each(|one| one.origin = None);
        }
        if !self.upgrade {
            snapshot.database.upgrade = None;
        }
    }

    /// True if a database on this plan is copied to get to the wanted one.
    #[must_use]
    pub fn copies(&self, plan: &str) -> bool {
        self.other_tier.as_ref().is_some_and(|wanted| Tier::of(wanted) != Tier::of(plan))
    }

    /// The database and what is attached to it.
    #[must_use]
    pub fn the_database_alone() -> Self {
        Self::default()
    }
}
