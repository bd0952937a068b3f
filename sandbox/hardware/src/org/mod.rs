//! The stand-in Salesforce org: records by object, changed by Connect and, all the time, by itself.
//!
//! Every record belongs to one side: the org's own generator changes only records whose `Writer` is `org`, so that for
//! each record the version tells whether a value ever went back in time.

mod changes;
mod deliveries;
mod generator;
mod history;
mod identifier;
mod pace;
mod read;
mod record;
mod refresh;
mod store;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

pub(crate) use deliveries::{Change, Delivery, Request};

use deliveries::Deliveries;
use generator::Generator;
use pace::Pace;
use store::Store;

pub use record::{Fields, Record, Source, Stamp};

/// Value of `Writer` on records that the org owns.
pub const ORG_WRITER: &str = "org";

/// Why the org did not do something.
#[derive(Debug, thiserror::Error)]
pub enum OrgError {
    /// The org refuses this change; Connect marks the log row `FAILED` with this text.
    #[error("{code}: {message}")]
    Refused {
        /// Salesforce's status code, for instance `ENTITY_IS_DELETED`.
        code: &'static str,
        /// What is wrong.
        message: String,
    },
    /// The history file cannot be written, and the change was not made, or it cannot be read.
    #[error("the org cannot keep its history: {0}")]
    Storage(#[from] std::io::Error),
}

/// What kind of org to open.
#[derive(Clone, Debug)]
pub struct OrgOptions {
    /// Organization id, 18 characters, also in the database's `_hcmeta`.
    pub id: String,
    /// Names of the objects it has.
    pub objects: Vec<String>,
    /// Seed of the org's own changes.
    pub seed: u64,
}

/// A stand-in org. Clones share the same records.
#[derive(Clone)]
pub struct Org {
    shared: Arc<Shared>,
}

struct Shared {
    id: String,
    state: Mutex<State>,
    pace: Mutex<Option<Pace>>,
    // Connect writes all mappings of an org one after the other; reading the log and polling never overlap.
    work: Mutex<()>,
}

/// Everything that changes, under one lock.
struct State {
    store: Store,
    generator: Generator,
    deliveries: Deliveries,
}

impl Org {
    /// Opens an empty org. Its history, records included, is in `<state_dir>/org-history.jsonl`, replacing an older one.
    pub fn open(state_dir: &Path, options: OrgOptions) -> Result<Org, OrgError> {
        let state = State {
            store: Store::create(&state_dir.join("org-history.jsonl"), &options.id, &options.objects)?,
            generator: Generator::new(options.seed),
            deliveries: Deliveries::default(),
        };
        let (state, pace, work) = (Mutex::new(state), Mutex::new(None), Mutex::new(()));
        Ok(Org { shared: Arc::new(Shared { id: options.id, state, pace, work }) })
    }

    /// The organization id.
    pub fn id(&self) -> &str {
        &self.shared.id
    }

    /// An object that Connect begins to map is there from now on; false if it was before.
    pub fn add_object(&self, name: &str) -> bool {
        self.lock().store.add_object(name)
    }

    pub(crate) fn begin_work(&self) -> MutexGuard<'_, ()> {
        self.shared.work.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.shared.lock()
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Milliseconds since 1970, UTC.
fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// Fields from pairs of name and value.
pub fn fields<const N: usize>(pairs: [(&str, serde_json::Value); N]) -> Fields {
    pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect::<BTreeMap<_, _>>()
}
