//! Every code under which something is said of an app, a choice or a run. Stable, so that a program may rely on it.

use std::fmt;
use std::ops::Deref;

/// A diagnostic code: `area/kebab-case`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(&'static str);

impl Deref for Code {
    type Target = str;

    fn deref(&self) -> &str {
        self.0
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

macro_rules! codes {
    ($($name:ident = $id:literal: $sentence:literal),* $(,)?) => {
        $( #[doc = $sentence] pub const $name: Code = Code($id); )*

        /// Every code, with what it says.
        pub const ALL: &[(Code, &str)] = &[$(($name, $sentence)),*];
    };
}

codes! {
    APP_AUTOSCALER_UNREAD = "app/autoscaler-unread": "it could not be read whether an autoscaler is on",
    APP_COLOUR_VARIABLE = "app/colour-variable": "a colour name of the database stays with the old one, and so does code that reads it",
    APP_CONFIG_UNJUDGED = "app/config-unjudged": "it could not be told whether config vars hold the database's address",
    APP_COPIED_URL = "app/copied-url": "a config var holds the database's address, or a part of it, and does not move with an attachment",
    APP_DYNOS_NOT_UP = "app/dynos-not-up": "the dynos of an app did not come up in time",
    APP_DYNOS_RUNNING = "app/dynos-running": "an app still runs a dyno where none may run",
    APP_FIR = "app/fir": "an app runs on a generation of Heroku that is not supported",
    APP_LOOKS_LIKE_OPEN_RUN = "app/looks-like-open-run": "an app is in the state in which a run would leave it half-way",
    APP_NOT_MOVED = "app/not-moved": "an app uses the database by copied addresses alone, so that nothing of it would move",
    APP_PREBOOT = "app/preboot": "an app uses preboot, so that old web dynos go on for minutes",
    APP_PRIVATE_SPACE = "app/private-space": "an app runs in a Private Space, which is not supported yet",
    APP_RELEASE_PHASE = "app/release-phase": "an app has a release phase, which runs at every move of an attachment",
    APP_SCHEDULER = "app/scheduler": "something can start dynos while writers are stopped",
    BACKUP_NOT_TAKEN = "backup/not-taken": "no backup of the database has succeeded",
    APP_UNKNOWN = "app/unknown": "there is no such app for this login",
    CONFIRM_MISMATCH = "confirm/mismatch": "what was typed to confirm does not match",
    CONFIRM_MISSING = "confirm/missing": "nobody can be asked, and no confirmation was given",
    CONNECT_CAPTURE_BROKEN = "connect/capture-broken": "Connect's triggers do not capture every change",
    CONNECT_FAILED_WRITES = "connect/failed-writes": "Salesforce has refused writes, which stay refused",
    CONNECT_HIDDEN = "connect/hidden": "this login may not see a connection",
    CONNECT_KEY_NOT_ATTACHED = "connect/key-not-attached": "a connection names a config var that no attachment gives",
    CONNECT_LOG_WITHOUT_CONNECTION = "connect/log-without-connection": "a schema holds a trigger log of a connection that was not found",
    CONNECT_MAPPING_BROKEN = "connect/mapping-broken": "a mapping is broken and stays so until someone acts",
    CONNECT_MAPPINGS_WORKING = "connect/mappings-working": "a mapping did not come to rest in time",
    CONNECT_NO_UNIQUE_IDENTIFIER = "connect/no-unique-identifier": "a mapping writes to Salesforce without a unique identifier",
    CONNECT_NONE = "connect/none": "no connection uses the database",
    CONNECT_NOT_HEALTHY = "connect/not-healthy": "Connect does not run, or a mapping is broken",
    CONNECT_NOT_HEALTHY_YET = "connect/not-healthy-yet": "Connect was not healthy in time",
    CONNECT_NOT_PAUSED = "connect/not-paused": "Connect is not paused where it must be",
    CONNECT_NOT_QUIET = "connect/not-quiet": "Connect did not become quiet in time",
    CONNECT_NOT_RESUMED = "connect/not-resumed": "Connect did not run on the intended database in time",
    CONNECT_OLD_PENDING = "connect/old-pending": "a change has been in flight to Salesforce for more than a day",
    CONNECT_PAUSE_REFUSED = "connect/pause-refused": "Connect refuses to pause",
    CONNECT_WRONG_DATABASE = "connect/wrong-database": "Connect is connected to another database than its config var says",
    DATABASE_CLIENTS = "database/clients": "others are connected and may connect again during the downtime",
    CONNECT_WRONG_ORG = "connect/wrong-org": "the database notes another Salesforce organization than the one that is synced",
    DATABASE_CREDENTIALS = "database/credentials": "attachments use other credentials or a pooler",
    DATABASE_EXTENSION_VERSIONS = "database/extension-versions": "extensions stay at an older version until somebody updates them",
    DATABASE_FOLLOWERS = "database/followers": "the database has followers",
    DATABASE_FOREIGN_SERVERS = "database/foreign-servers": "the database reads others through foreign servers",
    DATABASE_IS_FOLLOWER = "database/is-follower": "the database follows another one",
    DATABASE_JOBS = "database/jobs": "an extension can run jobs inside the database",
    DATABASE_LARGE_OBJECTS = "database/large-objects": "the database holds large objects",
    DATABASE_MAINTENANCE = "database/maintenance": "a data maintenance of the database is due or running",
    DATABASE_NO_STATISTICS = "database/no-statistics": "planner statistics were not there in time",
    DATABASE_LOGIN_UNPROVEN = "database/login-unproven": "a login through a config var could not be proven in time",
    DATABASE_NO_CLIENTS = "database/no-clients": "nobody was seen connected to the new database",
    DATABASE_NONE = "database/none": "there is no such database on the app",
    DATABASE_NOT_FENCED = "database/not-fenced": "the database did not become read-only in time",
    DATABASE_NOT_JUDGED = "database/not-judged": "the catalogs could not be read, so that what the new version refuses is not judged",
    DATABASE_NOT_PROVISIONED = "database/not-provisioned": "the database was not provisioned in time",
    DATABASE_NOT_READY = "database/not-ready": "the database is busy",
    DATABASE_PREPARED_TRANSACTIONS = "database/prepared-transactions": "prepared transactions are open",
    DATABASE_PUBLICATIONS = "database/publications": "the database publishes changes, whose subscribers stay on the old one",
    DATABASE_READ_ONLY = "database/read-only": "the database refuses writes by default",
    DATABASE_SESSIONS_OPEN = "database/sessions-open": "sessions on the database did not end in time",
    DATABASE_SLOTS = "database/slots": "logical slots stay behind on the old database",
    DATABASE_STILL_ATTACHED = "database/still-attached": "an app uses the database that is to be destroyed",
    DATABASE_VISITED = "database/visited": "clients still connect to a database that nobody should use",
    DATABASE_SUBSCRIPTIONS = "database/subscriptions": "the database subscribes to changes of another one",
    DATABASE_UNLOGGED = "database/unlogged": "tables are unlogged, so that they come up empty on a copy",
    DRIFT_ATTACHMENTS = "drift/attachments": "the attachments are not those that the plan knows",
    DRIFT_CONNECTION = "drift/connection": "a connection is not what the plan knows",
    DRIFT_FORMATION = "drift/formation": "the formation is not the one that the plan knows",
    JOURNAL_NOT_WRITTEN = "journal/not-written": "the disk did not take a record, so nothing more was changed",
    JOURNAL_UNTRUSTED = "journal/untrusted": "the journal of a run was changed or is damaged",
    LOGIN_EXPIRED = "login/expired": "the login was refused",
    LOGIN_LIFETIME = "login/lifetime": "how long the login lasts cannot be seen",
    LOGIN_SECOND_FACTOR = "login/second-factor": "a second factor was asked for and nobody could be asked",
    METHOD_NOT_BUILT = "method/not-built": "the method is not built into this version",
    PLAN_BROKEN = "plan/broken": "a plan could not be carried out or taken back: a bug of this program",
    PLAN_OTHER_NETWORK = "plan/other-network": "the plan is in another network than the database",
    PLAN_OTHER_TIER = "plan/other-tier": "a database on this plan cannot follow the database",
    PLAN_UNKNOWN = "plan/unknown": "the plan cannot be ordered, or that could not be read",
    REACH_APP = "reach/app": "an attached app is out of reach for this login",
    REACH_FORBIDDEN = "reach/forbidden": "this login may not read something that is needed",
    RELEASE_FAILED = "release/failed": "a release failed",
    RELEASE_FAILED_BEFORE = "release/failed-before": "the newest release of an app had failed before the run",
    RELEASE_NOT_SEEN = "release/not-seen": "no release with the wanted database was seen in time",
    RUN_ABORTED = "run/aborted": "the operator asked to take everything back",
    RUN_ANOTHER_OPEN = "run/another-open": "another run is open on the database",
    RUN_IN_PROGRESS = "run/in-progress": "a living process on this machine is at work on the run",
    RUN_INTERRUPTED = "run/interrupted": "the operator stopped it",
    RUN_NOT_DONE = "run/not-done": "the run did not end so that it can be finished",
    RUN_NOT_ENDED = "run/not-ended": "the last process did not end on purpose",
    RUN_OVER = "run/over": "the run is over",
    RUN_PAST_POINT_OF_NO_RETURN = "run/past-point-of-no-return": "only forward is safe from here",
    RUN_TAKEN_OVER = "run/taken-over": "somebody on another machine has taken the run over",
    RUN_UNKNOWN = "run/unknown": "this machine knows no such run",
    RUN_UNKNOWN_PART = "run/unknown-part": "the plan uses something that this version does not have",
    SERVICE_NO_EFFECT = "service/no-effect": "a change was accepted and did not take effect in time",
    SERVICE_REFUSED = "service/refused": "a service refused a change",
    SERVICE_UNAVAILABLE = "service/unavailable": "a service did not answer, or not in a usable way",
    SERVICE_UNCLEAR = "service/unclear": "whether a change took effect could not be seen in time",
    SERVICE_UNREACHABLE = "service/unreachable": "a service could not be reached in time",
    SESSION_PROTOCOL = "session/protocol": "the calling contract of a session was broken: a bug of the shell",
    SQL_OUT_OF_REACH = "sql/out-of-reach": "the database cannot be reached over SQL",
    SQL_REFUSED = "sql/refused": "the database refused a query",
    STATUS_INCIDENT = "status/incident": "an incident of Heroku is in force",
    STATUS_NOTICES = "status/notices": "Heroku has announced something",
    TARGET_ATTACHED = "target/attached": "the follower is in use under names of its own",
    TARGET_FOLLOWER_TOO_SMALL = "target/follower-too-small": "the plan is too small for a follower of this database",
    TARGET_LAGGING = "target/lagging": "the follower did not catch up in time",
    TARGET_NOT_A_COPY = "target/not-a-copy": "the new database is no true copy of the old one",
    TARGET_PLAN_DIFFERS = "target/plan-differs": "the follower that takes over is on another plan or in another region",
    TARGET_UNKNOWN_FOLLOWER = "target/unknown-follower": "there is no such follower",
    TARGET_UNPROVEN = "target/unproven": "what the new database holds could not be proven in time",
    TIER_ADVANCED = "tier/advanced": "the plan is an Advanced one, for which Connect is not known to be supported",
    TIER_ESSENTIAL = "tier/essential": "the plan cannot have followers",
    TIER_UNSUPPORTED = "tier/unsupported": "the plan is not supported",
    UPGRADE_ALREADY_SCHEDULED = "upgrade/already-scheduled": "an upgrade was prepared and starts by itself",
    UPGRADE_FAILED = "upgrade/failed": "Heroku says that the upgrade failed",
    UPGRADE_NOT_FINISHED = "upgrade/not-finished": "the upgrade did not finish in time",
    UPGRADE_NOT_STARTED = "upgrade/not-started": "the upgrade did not start in time",
    USAGE_FLAGS = "usage/flags": "a flag is missing or wrong",
    USAGE_NO_TERMINAL = "usage/no-terminal": "something has to be asked and nobody is there",
    VERSION_ACLITEM_COLUMNS = "version/aclitem-columns": "columns hold an aclitem, which is stored otherwise since 16",
    VERSION_ARRAY_AGGREGATES = "version/array-aggregates": "aggregates call array functions whose types changed in 14",
    VERSION_CLOSED_DATABASES = "version/closed-databases": "a database of the server cannot be opened",
    VERSION_ENCODING_CONVERSIONS = "version/encoding-conversions": "encoding conversions were added that the new version cannot use",
    VERSION_EXTENSION_GONE = "version/extension-gone": "an extension is installed that the new version does not have",
    VERSION_EXTENSION_UNKNOWN = "version/extension-unknown": "whether the new version has an extension cannot be seen",
    VERSION_GENERATED_CHILDREN = "version/generated-children": "columns are generated where the parent's column is not",
    VERSION_NOT_NEWER = "version/not-newer": "the target version is not newer",
    VERSION_NOT_OFFERED = "version/not-offered": "the target version is not known to be offered",
    DOWNTIME_DEADLINE = "downtime/deadline": "writers were stopped for longer than allowed",
    DOWNTIME_HELD = "downtime/held": "everything is prepared, and writers were not stopped",
    DOWNTIME_POSITION_UNREADABLE = "downtime/position-unreadable": "the position of a database could not be read in time",
    DOWNTIME_TOO_LATE = "downtime/too-late": "the latest moment to stop writers has passed",
    DOWNTIME_WRITTEN_AFTER_POSITION = "downtime/written-after-position": "somebody wrote to a database that nobody may write to",
    VERSION_NULLABLE_CHILDREN = "version/nullable-children": "columns take nulls where the parent's column does not",
    VERSION_POSTFIX_OPERATORS = "version/postfix-operators": "operators stand behind their operand, of which there are none since 14",
    VERSION_REG_COLUMNS = "version/reg-columns": "columns have a type that no upgrade carries, such as regproc",
    VERSION_REMOVED_SETTINGS = "version/removed-settings": "a role or database keeps a setting that the new version does not know",
    VERSION_SYSTEM_ROW_COLUMNS = "version/system-row-columns": "columns hold a row of a system table or view",
    VERSION_SYSTEM_ROW_FUNCTIONS = "version/system-row-functions": "a view stands on a function that returns rows of a system view which was widened",
    VERSION_SYSTEM_VIEWS = "version/system-views": "a view names a column or function of the system that was removed",
    VERSION_UNQUALIFIED_FUNCTIONS = "version/unqualified-functions": "a function under an index names something without its schema",
    VERSION_UNREAD_FUNCTIONS = "version/unread-functions": "a function under an index cannot be judged",
}
