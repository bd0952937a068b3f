//! What happens to a world without a request: Heroku itself, a process that ends, a human in the dashboard.
//!
//! A human with a terminal is better simulated by the requests his commands send.

use serde::{Deserialize, Serialize};

use crate::field::FieldDefinition;

/// One happening.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Act {
    /// A one-off dyno starts, `scheduler.N` or `run.N`.
    OneOff {
        /// App.
        app: String,
        /// `scheduler` or `run`.
        #[serde(rename = "type")]
        dyno_type: String,
        /// Command line.
        command: String,
    },
    /// A dyno's process ended by itself. A formation dyno is started anew, a one-off dyno is gone.
    DynoExited {
        /// App.
        app: String,
        /// The very process.
        instance: u64,
    },
    /// Heroku runs a prepared upgrade by itself.
    UpgradeFires {
        /// Leader.
        addon: String,
    },
    /// Heroku replaces the server behind a database: a new URL, releases, restarts.
    Changeover {
        /// Database.
        addon: String,
    },
    /// A human pauses a connection in the dashboard.
    PauseConnection {
        /// Connect add-on.
        addon: String,
    },
    /// A human resumes a connection in the dashboard.
    ResumeConnection {
        /// Connect add-on.
        addon: String,
    },
    /// The Salesforce authorization of a connection is done or gone.
    Authorize {
        /// Connect add-on.
        addon: String,
        /// True: authorized.
        granted: bool,
    },
    /// Somebody logs into Salesforce for a connection, as at the page that `authorize_url` names.
    Login {
        /// Connect add-on.
        addon: String,
        /// Into which org.
        org: LoginOrg,
    },
    /// Every sandbox org is made anew from production, as its people do every few months: the one of before is gone, and the new one has
    /// a part of its records under new ids. Where a scenario has no sandbox org, this happens to all of them.
    RefreshOrg {},
    /// The service begins or ceases to let a connection be destroyed.
    ConnectionDeletable {
        /// Connect add-on.
        addon: String,
        /// True: it can be.
        deletable: bool,
    },
    /// A human switches a feature of a connection in the dashboard, its write algorithm for example.
    ConnectionFeature {
        /// Connect add-on.
        addon: String,
        /// Key of the feature.
        feature: String,
        /// On or off.
        on: bool,
    },
    /// Salesforce changed so that a mapping cannot go on (`BAD_CONFIG`), or it is well again (`DATA_SYNCED`).
    MappingState {
        /// Connect add-on.
        addon: String,
        /// Object.
        object: String,
        /// New state.
        state: String,
    },
    /// Somebody changes a field in Salesforce. No table follows by that alone.
    FieldChange {
        /// Object.
        object: String,
        /// Field.
        field: String,
        /// New definition; `null`: the field is deleted.
        definition: Option<FieldDefinition>,
    },
    /// Somebody saves a mapping in the dashboard as it is.
    MappingEdit {
        /// Connect add-on.
        addon: String,
        /// Object.
        object: String,
    },
    /// A token stops being valid.
    TokenExpires {
        /// Token.
        token: String,
    },
    /// Heroku maintains Connect: for so long it neither syncs nor answers. Databases, apps and the org go on.
    ConnectMaintenance {
        /// Milliseconds.
        ms: u64,
    },
    /// Connect says something to the people who use a connection.
    Notify {
        /// Name of the Connect add-on.
        addon: String,
        /// What kind of thing happened.
        event_type: String,
        /// Text.
        message: String,
    },
    /// Heroku announces a maintenance on its status page, where it stays.
    Announcement {
        /// Title.
        title: String,
        /// What is said of it, its times among it.
        contents: String,
    },
    /// Heroku announces or ends an incident on its status page.
    Incident {
        /// Title.
        title: String,
        /// Still open.
        open: bool,
    },
}

/// Which org somebody logs into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LoginOrg {
    /// The one that belongs to the app's connections.
    Right,
    /// Another one of the same kind.
    Wrong,
    /// Another one, of production.
    Production,
    /// Another one, a sandbox.
    OtherSandbox,
    /// None: Connect is not allowed in.
    Refuse,
}

impl LoginOrg {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Right, Self::Wrong, Self::Production, Self::OtherSandbox, Self::Refuse];

    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Right => "right",
            Self::Wrong => "wrong",
            Self::Production => "production",
            Self::OtherSandbox => "other-sandbox",
            Self::Refuse => "refuse",
        }
    }
}
