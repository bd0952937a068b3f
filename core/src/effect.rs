//! The closed list of things a shell can be asked to do, as data.
//!
//! An effect holds the whole request. It never holds a secret: a database is named by app and config var, and what may
//! be read of an HTTP answer is an allow-list (see [`Reading`]).

use serde::{Deserialize, Serialize};
use serde_json::Value;

use connect_wire::Request;

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "camelCase", deny_unknown_fields)]
pub enum Effect {
    /// Send one HTTP request.
    Http(HttpEffect),
    /// Run one named query.
    Sql(SqlEffect),
    /// Write a file into the run's folder, or to a path the operator gave.
    File(FileEffect),
}

/// One HTTP request and what may be read of its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HttpEffect {
    /// The request, complete but for authentication.
    pub request: Request,
    /// True if the request can change something: it is then sent at most once.
    pub mutates: bool,
    /// What the answer may tell.
    pub reads: Vec<Reading>,
    /// App whose config vars are the answer: a shell may keep them for its own look-ups, and shows them to nobody.
    pub config_of: Option<String>,
    /// Database URLs that the shell puts into the body.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "types", ts(as = "Option<Vec<Secret>>", optional))]
    pub secrets: Vec<Secret>,
    /// Where the answer holds an address that a person must open: the shell shows it to who is there, and keeps it nowhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub opens: Option<String>,
    /// Deadline of the whole exchange, milliseconds.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub timeout_ms: u64,
}

/// A database URL that the service needs and the core never sees: the shell looks it up and puts it into the body. A request of which
/// one cannot be found, or is not what it must be, is not sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Secret {
    /// Key of the body that gets it.
    pub key: String,
    /// App whose config var holds it.
    pub app: String,
    /// Config var.
    pub config_var: String,
    /// The request that reads the app's config vars.
    pub lookup: Request,
    /// Fingerprint that it must have, if that is known.
    pub expect: Option<String>,
}

/// One entry of the allow-list: a JSON pointer in which `*` stands for every array element or object value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Reading {
    /// For example `/addon/name`; the empty string is the whole body.
    pub pointer: String,
    /// How it comes back.
    #[serde(rename = "as")]
    pub form: Form,
}

/// The form in which an allowed value comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Form {
    /// The value itself: a scalar, or an array of scalars.
    Plain,
    /// A number: the length of an array, object or string.
    Count,
    /// `{host, port, database, fingerprint}` of a URL, or `null` when it is not one.
    Url,
    /// Of each config var `{url, holds}`: what [`Form::Url`] makes of it, and the names of the other config vars whose
    /// database URL it holds, whole or in part and in whatever spelling. No value comes through.
    Holds,
    /// `{kind, at}` of a message that says where a version upgrade stands: a word of a list, and the moment that it names, or
    /// `null`. Nothing else of the message comes through.
    Progress,
    /// A keyed fingerprint of an identity, of whose spellings the short one counts: the same text gives the same one within a run, and nothing else can be told from it.
    Fingerprint,
}

/// One named query against one database.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SqlEffect {
    /// App whose config var holds the URL.
    pub app: String,
    /// Config var whose value is the URL, for example `DATABASE_URL`.
    pub config_var: String,
    /// The request that reads the app's config vars. Its answer stays in the shell: the core must never see it.
    pub lookup: Request,
    /// Fingerprint the URL must have, if it is known: a URL that changed is refused, not followed.
    pub expect: Option<String>,
    /// What the query goes through where the database has no public address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub bastion: Option<Box<Bastion>>,
    /// Name of the query, for example `position`.
    pub query: String,
    /// Connect schema baked into the statements; several are joined by commas.
    pub schema: String,
    /// Statements, sent one by one on one fresh session; the last one's first row is the answer. `$1` is `parameter`.
    pub statements: Vec<String>,
    /// A session of this name instead, which is opened where there is none and stays open as long as the process lives and the server
    /// lets it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub session: Option<String>,
    /// The one text parameter of the last statement, if it takes one.
    pub parameter: Option<String>,
    /// A bare file name: the rows of the last statement, a `COPY … TO STDOUT`, go into this file of the run's folder, readable by its
    /// owner only, and nowhere else. The answer is `{rows, bytes, sha256}`; as such a statement takes no parameter, the one before does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub into: Option<String>,
    /// Columns of the answer that hold an identity: their texts come back as keyed fingerprints.
    pub fingerprints: Vec<String>,
    /// What it has to do with the salt of the run, which no core ever sees.
    pub salt: Option<Salt>,
    /// True if it changes something.
    pub mutates: bool,
    /// Deadline of the whole exchange, milliseconds.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub timeout_ms: u64,
}

/// Where a shell learns the host and the key of the bastion in front of a private database. Both stay in the shell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(tag = "by", rename_all = "camelCase", deny_unknown_fields)]
pub enum Bastion {
    /// A service is asked; `host` and `private_key` of its answer.
    Service {
        /// The request.
        request: Request,
    },
    /// Config vars of the app.
    ConfigVars {
        /// The one that holds the hosts, separated by commas.
        hosts: String,
        /// The one that holds the key.
        key: String,
    },
}

impl Bastion {
    /// The request of its own that tells of it; none where the config vars do.
    #[must_use]
    pub fn lookup(&self) -> Option<&Request> {
        match self {
            Self::Service { request } => Some(request),
            Self::ConfigVars { .. } => None,
        }
    }
}

/// What a query has to do with the salt that keys the fingerprints of a run. Whoever can read it there can read the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Salt {
    /// The shell gives it as `$2` of the last statement: the database keeps it for whoever goes on with the run.
    Kept,
    /// The column `salt` of the answer holds the one of the run: the shell takes it out, and from then on uses it as its own.
    Given,
}

/// One file to write, readable by the owner only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FileEffect {
    /// A bare name inside the run's folder, or a path given by the operator.
    pub name: String,
    /// True if `name` is a path given by the operator.
    pub operator_path: bool,
    /// Text.
    pub text: String,
}

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "camelCase", deny_unknown_fields)]
pub enum Observation {
    /// The server answered; `body` holds only what the allow-list let through.
    Http {
        /// HTTP status.
        status: u16,
        /// Redacted body, `null` if there was none.
        #[cfg_attr(feature = "types", ts(type = "unknown"))]
        body: Value,
        /// `id` of a JSON error body, if it looks like an identifier.
        #[serde(rename = "errorId")]
        error_id: Option<String>,
        /// True if the error body was JSON with a message (both kinds of 404 exist).
        #[serde(rename = "hasMessage")]
        has_message: bool,
    },
    /// The last statement's first row as an object, `null` if it had none.
    Sql {
        /// Row.
        #[cfg_attr(feature = "types", ts(type = "unknown"))]
        row: Value,
    },
    /// The database answered with an error.
    SqlFailed {
        /// SQLSTATE.
        code: String,
    },
    /// The file is written and flushed, the record is on disk, the wait is over, the text is shown.
    Done,
    /// The operator's words.
    Answered {
        /// Text.
        text: String,
    },
    /// Sent, but nobody knows whether it landed.
    Unknown {
        /// Why nobody knows.
        reason: UnknownReason,
    },
    /// Not sent.
    Unreachable {
        /// Why not.
        reason: UnreachableReason,
    },
    /// The operator pressed Ctrl-C while the shell waited or asked.
    Interrupted,
    /// The answers to effects that went out together, in their order.
    Together {
        /// One answer for each.
        answers: Vec<Observation>,
    },
}

impl Observation {
    /// The answers, one for each effect that was asked for.
    #[must_use]
    pub fn each(&self) -> &[Self] {
        match self {
            Self::Together { answers } => answers,
            one => std::slice::from_ref(one),
        }
    }
}

/// Why nobody knows whether something that was sent has landed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum UnknownReason {
    /// The connection broke.
    Reset,
    /// No answer within the deadline.
    Timeout,
    /// The answer was cut or could not be understood.
    Body,
    /// The answer pointed elsewhere.
    Redirect,
}

impl UnknownReason {
    /// The word for people and journals.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Reset => "reset",
            Self::Timeout => "timeout",
            Self::Body => "body",
            Self::Redirect => "redirect",
        }
    }
}

/// Why something was not sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum UnreachableReason {
    /// No connection could be made.
    Refused,
    /// No such host or app.
    NotFound,
    /// The app has no such config var, or it holds no database URL.
    NoConfigVar,
    /// The config var points at another database than it did.
    UrlChanged,
    /// There is no login.
    Login,
    /// The disk refused.
    Disk,
    /// No trusted connection could be made.
    Tls,
    /// It has no public address, and no bastion led to it.
    Bastion,
}

impl UnreachableReason {
    /// The word for people and journals.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::NotFound => "notFound",
            Self::NoConfigVar => "noConfigVar",
            Self::UrlChanged => "urlChanged",
            Self::Login => "login",
            Self::Disk => "disk",
            Self::Tls => "tls",
            Self::Bastion => "bastion",
        }
    }
}
