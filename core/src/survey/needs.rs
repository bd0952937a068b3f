//! The facts that a procedure asks for.

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
    /// Which plans can be ordered.
    pub plans: bool,
    /// What is connected to the database, and who follows it.
    pub use_of_it: bool,
    /// An existing follower that is to be used: whether it follows this database.
    pub follower: Option<String>,
}

impl Needs {
    /// All there is.
    #[must_use]
    pub fn everything() -> Self {
        Self {
            apps: true,
            connections: true,
            server: true,
            notices: true,
            plans: true,
            use_of_it: false,
            follower: None,
        }
    }

    /// The database and what is attached to it.
    #[must_use]
    pub fn the_database_alone() -> Self {
        Self::default()
    }
}
