//! The words of Connect's states.

macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($variant:ident => $text:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub(crate) enum $name { $($variant),+ }

        impl $name {
            /// The word on the wire.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }

            /// From the word on the wire.
            pub fn read(word: &str) -> Option<Self> {
                match word { $($text => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

words! {
    /// State of a connection.
    SyncState {
        New => "NEW",
        NeedAuthentication => "NEED_AUTHENTICATION",
        Idle => "IDLE",
        PollingDb => "POLLING_DB_CHANGES",
        Importing => "IMPORT_CONFIGURATION",
        Busy => "BUSY",
        Paused => "PAUSED",
        Recovery => "RECOVERY",
        SystemError => "SYSTEM_ERROR",
        DbUnavailable => "DB_UNAVAILABLE",
        TooManyRows => "TOO_MANY_ROWS",
        Unauthorized => "UNAUTHORIZED",
        HerokuUnauth => "HEROKU_UNAUTH",
        InactiveOrg => "INACTIVE_ORG",
        OnIce => "SYSTEM_ON_ICE",
    }
}

words! {
    /// State of a mapping.
    MappingState {
        DataSynced => "DATA_SYNCED",
        Initial => "INITIAL",
        SchemaChanged => "SCHEMA_CHANGED",
        Resync => "RESYNC",
        ReloadTable => "RELOAD_TABLE",
        PollingSf => "POLLING_SF_CHANGES",
        PollingBulk => "POLLING_SF_BULK",
        PollingDeletes => "POLLING_SF_FOR_DELETES",
        WaitBulkLoad => "WAIT_BULK_LOAD",
        LoadingBulk => "LOADING_BULK_JOB",
        WaitBulkUpdate => "WAIT_BULK_UPDATE",
        ApplyingBulk => "APPLYING_BULK_UPDATE",
        ResolveIds => "RESOLVE_EXTERNAL_IDS",
        PollIds => "POLL_EXTERNAL_IDS",
        Recovery => "RECOVERY",
        Aborted => "ABORTED",
        BulkError => "BULK_LOAD_ERROR",
        SystemError => "SYSTEM_ERROR",
        DbUnavailable => "DB_UNAVAILABLE",
        BadConfig => "BAD_CONFIG",
        SyncRemoved => "SYNC_REMOVED",
        InactiveOrg => "INACTIVE_ORG",
        Unauthorized => "UNAUTHORIZED",
    }
}

impl SyncState {
    /// Connect works by itself in this state.
    pub fn runs(self) -> bool {
        matches!(self, Self::Idle | Self::PollingDb)
    }
}

impl MappingState {
    /// Neither working nor broken.
    pub fn rests(self) -> bool {
        matches!(self, Self::DataSynced | Self::Initial)
    }

    /// Broken until someone acts.
    pub fn broken(self) -> bool {
        matches!(
            self,
            Self::BulkError
                | Self::SystemError
                | Self::DbUnavailable
                | Self::BadConfig
                | Self::SyncRemoved
                | Self::InactiveOrg
                | Self::Unauthorized
        )
    }
}
