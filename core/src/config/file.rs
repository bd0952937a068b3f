//! A configuration as the rules see it: what `connect:export` writes and `connect:import` takes, typed, with lines.

use std::collections::BTreeMap;
use std::ops::Deref;

use super::names::{key, same};

/// A configuration file [exports of 2016 to 2023].
#[derive(Debug, Clone, Default)]
pub(super) struct File {
    /// `version`, if it is there.
    pub version: Option<Version>,
    /// `connection`, which a file may do without.
    pub connection: Option<Connection>,
    /// `mappings`, in the order of the file.
    pub mappings: Vec<Mapping>,
    /// True if a mapping, or the list of them, could not be read.
    pub partial: bool,
    /// What has another type than it should have.
    pub misfits: Vec<Fault>,
    /// Keys that nobody knows.
    pub unknown: Vec<Fault>,
}

/// The version of the format.
#[derive(Debug, Clone)]
pub(super) struct Version {
    /// Where.
    pub line: u32,
    /// True for the one that is known.
    pub known: bool,
    /// As it stands there.
    pub said: String,
}

/// Something about the file's form.
#[derive(Debug, Clone)]
pub(super) struct Fault {
    /// Where.
    pub line: u32,
    /// In whose mapping.
    pub object: Option<String>,
    /// What.
    pub sentence: String,
}

/// What a file says of the connection that it was exported from.
#[derive(Debug, Clone, Default)]
pub(super) struct Connection {
    /// The organization, which is compared and never shown.
    pub org: Option<Org>,
    /// Version of Salesforce's API.
    pub api_version: Option<Spot<String>>,
    /// Features, where the file has a list of them.
    pub features: Option<BTreeMap<String, Spot<bool>>>,
    /// Whether logs go to the app's drains.
    pub logs: Option<bool>,
}

/// An organization of Salesforce.
#[derive(Debug, Clone)]
pub(super) enum Org {
    /// By its id.
    Id(String),
    /// By a keyed fingerprint of it: nothing but another one can be compared with it.
    Keyed(String),
}

impl Org {
    /// Whether both are the same; `None` if they cannot be compared. The last three of 18 characters of an id only repeat the case of
    /// the others [Salesforce].
    pub(super) fn same(&self, other: &Self) -> Option<bool> {
        let is_id = |id: &str| matches!(id.len(), 15 | 18) && id.chars().all(|c| c.is_ascii_alphanumeric());
        match (self, other) {
            (Self::Id(one), Self::Id(other)) if is_id(one) && is_id(other) => {
                Some(one.get(..15) == other.get(..15))
            }
            (Self::Id(one), Self::Id(other)) | (Self::Keyed(one), Self::Keyed(other)) => Some(one == other),
            (Self::Id(_), Self::Keyed(_)) | (Self::Keyed(_), Self::Id(_)) => None,
        }
    }
}

/// A value and its line.
#[derive(Debug, Clone)]
pub(super) struct Spot<T> {
    pub value: T,
    pub line: u32,
}

/// A name and its line.
#[derive(Debug, Clone)]
pub(super) struct Name {
    pub name: String,
    pub line: u32,
}

/// An index that is asked for.
#[derive(Debug, Clone)]
pub(super) struct Index {
    pub name: Name,
    pub unique: bool,
}

/// What has a name.
pub(super) trait Named {
    fn name(&self) -> &Name;
}

impl Named for Name {
    fn name(&self) -> &Name {
        self
    }
}

impl Named for Index {
    fn name(&self) -> &Name {
        &self.name
    }
}

/// Things in the order of the file, found by their names however these are spelled.
#[derive(Debug, Clone)]
pub(super) struct Listed<T> {
    all: Vec<T>,
    by_key: BTreeMap<String, usize>,
}

impl<T: Named> Listed<T> {
    pub(super) fn of(all: Vec<T>) -> Self {
        // Of two spellings the first counts.
        let by_key = all.iter().enumerate().rev().map(|(at, one)| (key(&one.name().name), at)).collect();
        Self { all, by_key }
    }

    fn find(&self, name: &str) -> Option<&T> {
        self.all.get(*self.by_key.get(&key(name))?)
    }
}

impl<T> Deref for Listed<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.all
    }
}

/// A key of `config`: left out, of another type, or there.
#[derive(Debug, Clone)]
pub(super) enum Key<T> {
    Absent,
    Misfit,
    Given(Spot<T>),
}

impl<T> Key<T> {
    pub(super) fn given(&self) -> Option<&Spot<T>> {
        match self {
            Self::Given(spot) => Some(spot),
            Self::Absent | Self::Misfit => None,
        }
    }

    pub(super) fn value(&self) -> Option<&T> {
        self.given().map(|spot| &spot.value)
    }
}

/// One mapping.
#[derive(Debug, Clone)]
pub(super) struct Mapping {
    /// Where it begins.
    pub line: u32,
    /// API name of the object.
    pub object: String,
    pub access: Key<String>,
    /// `sf_notify_enabled`: accelerated polling.
    pub streaming: Key<bool>,
    /// `sf_polling_seconds`.
    pub polling: Key<i64>,
    /// `sf_max_daily_api_calls`.
    pub daily_calls: Key<i64>,
    /// `upsert_field`: the unique identifier.
    pub upsert: Key<String>,
    pub fields: Listed<Name>,
    pub indexes: Listed<Index>,
    /// False in exports of before 2018, which say nothing of indexes.
    pub has_indexes: bool,
}

/// What is allowed in a day where nothing is said [exports].
pub(super) const DAILY_CALLS: i64 = 30_000;

impl Mapping {
    /// True if it writes to Salesforce.
    pub(super) fn writes(&self) -> bool {
        self.access.value().is_some_and(|access| access == "read_write")
    }

    /// The field, however it is spelled.
    pub(super) fn field(&self, name: &str) -> Option<&Name> {
        self.fields.find(name)
    }

    /// The index on a field, however it is spelled.
    pub(super) fn index(&self, name: &str) -> Option<&Index> {
        self.indexes.find(name)
    }

    /// What it may call in a day.
    pub(super) fn calls_a_day(&self) -> i64 {
        self.daily_calls.value().copied().unwrap_or(DAILY_CALLS)
    }
}

impl File {
    /// The same with its organization by a keyed fingerprint, if there is one.
    pub(super) fn keyed(mut self, org: Option<&str>) -> Self {
        if let Some(org) = org {
            let connection = self.connection.get_or_insert_with(Connection::default);
            connection.org = Some(Org::Keyed(org.to_owned()));
        }
        self
    }

    /// The mapping of an object, however it is spelled.
    pub(super) fn mapping(&self, object: &str) -> Option<&Mapping> {
        self.mappings.iter().find(|one| same(&one.object, object))
    }

    /// True if no mapping says anything of indexes, as in exports of before 2018.
    pub(super) fn of_before_indexes(&self) -> bool {
        self.mappings.iter().all(|one| !one.has_indexes)
    }
}
