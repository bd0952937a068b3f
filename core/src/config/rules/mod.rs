//! The rules of a configuration, each once. The service takes whatever parses and fails later, so each says what will fail, or that
//! what it judges was not read.

mod fields;
mod format;
mod indexes;
mod live;
mod objects;
mod pace;
mod relationships;
mod room;
mod schema;
mod stored_names;
mod upsert;

use serde::{Deserialize, Serialize};

use super::finding::{Level, Said};
use super::subject::Subject;
use crate::codes::{self, Code};

/// What a rule reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Source {
    /// The file alone.
    File,
    /// The connection that it is for.
    Live,
    /// The organization, as its authorized user sees it.
    Org,
    /// The catalogs of the database.
    Postgres,
}

/// One rule.
pub struct Rule {
    /// Its code.
    pub code: Code,
    /// What it reads.
    pub sources: &'static [Source],
    /// How much its findings may matter, the worst first.
    pub levels: &'static [Level],
    judge: fn(&Subject<'_>, &mut Said),
}

impl Rule {
    /// What its code says.
    #[must_use]
    pub fn sentence(&self) -> &'static str {
        codes::ALL.iter().find(|(code, _)| *code == self.code).map_or("", |(_, sentence)| sentence)
    }

    /// What it says of a file.
    pub(super) fn judge(&self, subject: &Subject<'_>) -> Said {
        let mut said = Said::new(self.code);
        (self.judge)(subject, &mut said);
        said
    }
}

macro_rules! rules {
    ($(codes::$code:ident by $($source:ident)*: $($level:ident)* = $judge:path),* $(,)?) => {
        /// Every rule, in the order in which a person would read a file.
        pub const RULES: &[Rule] = &[$(Rule {
            code: codes::$code,
            sources: &[$(Source::$source),*],
            levels: &[$(Level::$level),*],
            judge: $judge,
        }),*];
    };
}

rules! {
    codes::CONFIG_NOT_JSON by File: Block = format::is_json,
    codes::CONFIG_VERSION by File: Block = format::version,
    codes::CONFIG_EMPTY by File: Block = format::empty,
    codes::CONFIG_UNKNOWN_KEY by File: Warn = format::unknown_key,
    codes::CONFIG_SHAPE by File: Block = format::shape,
    codes::CONFIG_OBJECT_NAME by File: Block = objects::name,
    codes::CONFIG_OBJECT_TWICE by File: Block = objects::twice,
    codes::CONFIG_OBJECT_UNKNOWN by Org: Block = objects::unknown,
    codes::CONFIG_OBJECT_UNSUPPORTED by File: Block Warn = objects::unsupported,
    codes::CONFIG_NAME_TOO_LONG by File: Block Warn = stored_names::too_long,
    codes::CONFIG_ACCESS by File: Block = objects::access,
    codes::CONFIG_OBJECT_READ_ONLY by Org: Block Warn = objects::read_only,
    codes::CONFIG_POLLING by File Live: Block = pace::polling,
    codes::CONFIG_DAILY_CALLS by File: Block Warn = pace::daily_calls,
    codes::CONFIG_STREAMING by Org: Note = pace::streaming,
    codes::CONFIG_SYSTEM_FIELDS by File: Note = fields::system,
    codes::CONFIG_FIELD_UNKNOWN by Org: Block = schema::unknown,
    codes::CONFIG_FIELD_CASE by File Org: Block Warn = fields::case,
    codes::CONFIG_FIELD_TYPE by Org: Block = schema::kind,
    codes::CONFIG_FIELD_RESERVED by File: Block = fields::reserved,
    codes::CONFIG_COLUMNS by File: Block Warn = fields::columns,
    codes::CONFIG_REQUIRED_UNMAPPED by Org: Warn = schema::required_unmapped,
    codes::CONFIG_INDEX_UNMAPPED by File: Block = indexes::unmapped,
    codes::CONFIG_INDEX_TYPE by Org: Block Warn = indexes::kind,
    codes::CONFIG_INDEX_SYSTEM by File: Note = indexes::system,
    codes::CONFIG_UPSERT_UNMAPPED by File: Block = upsert::unmapped,
    codes::CONFIG_UPSERT_NOT_UNIQUE by File: Block Note = upsert::not_unique,
    codes::CONFIG_UPSERT_NOT_EXTERNAL by Org: Block Warn = upsert::not_external,
    codes::CONFIG_UPSERT_DATA by Postgres: Block Warn = upsert::data,
    codes::CONNECT_NO_UNIQUE_IDENTIFIER by File: Warn = upsert::none,
    codes::CONFIG_RELATIONSHIP_INDEX by File: Block Note = relationships::index,
    codes::CONFIG_RELATIONSHIP_TARGET by File Org: Block Warn = relationships::target,
    codes::CONFIG_ROWS_OVER_PLAN by Live Org: Block = room::rows_over_plan,
    codes::CONFIG_NO_ROOM by Postgres: Block = room::no_room,
    codes::CONFIG_TABLE_IN_THE_WAY by Postgres: Block = room::table_in_the_way,
    codes::CONFIG_REMOVES_FIELD by Live Postgres: Accept = live::removes_field,
    codes::CONFIG_ACCESS_CHANGE by Live Postgres: Accept = live::access_change,
    codes::CONFIG_ONLY_LIVE by Live: Note = live::only_live,
    codes::CONFIG_API_VERSION by File Live: Warn = live::api_version,
    codes::CONFIG_FEATURES by File Live: Accept = live::features,
    codes::CONFIG_ALGORITHM by File Live: Accept = live::algorithm,
    codes::CONFIG_OTHER_ORG by File Live: Block Note = live::other_org,
    codes::CONFIG_ACCESS_USER by Org: Warn = schema::access_user,
}
