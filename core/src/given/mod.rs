//! Files that an operator gives: text from anywhere, which is read suspiciously.

mod pictured;
mod plan;
mod snapshot;
mod strict;

pub(crate) use strict::read as strict;

pub use pictured::{pictured, Unpictured};
pub use plan::{plan, shown};
pub use snapshot::{old, snapshot, taken};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::codes::Code;
use crate::diagnostic::Diagnostic;

/// A file as the shell found it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GivenFile {
    /// As it was typed.
    pub name: String,
    /// What is in it.
    pub text: String,
}

/// What a file should be.
struct Kind {
    /// As in "no … of this plugin".
    noun: &'static str,
    /// The version that this code writes.
    version: &'static str,
    /// A member that only this kind of file has.
    mark: &'static str,
    /// Given if it is none, or damaged.
    unreadable: Code,
    /// Given if another version wrote it.
    unknown: Code,
    /// How to get one.
    help: &'static str,
}

/// The value in a file, if its format is known. Whatever it holds is kept or refused: what is not understood is never left out.
fn read<T: DeserializeOwned>(file: &GivenFile, kind: &Kind) -> Result<T, Diagnostic> {
    let (name, Kind { noun, unreadable, unknown, help, .. }) = (&file.name, kind);
    let refused = |why: &str| Diagnostic::block(*unreadable, format!("`{name}` is no {noun}: {why}"), *help);
    let value = strict::read(&file.text).map_err(|error| {
        refused(&if error.is_data() { error.to_string() } else { format!("not JSON: {error}") })
    })?;
    let written =
        value.get("formatVersion").and_then(Value::as_str).filter(|_| value.get(kind.mark).is_some());
    let Some((major, minor)) = written.and_then(parts) else {
        return Err(refused("it is not what this plugin writes"));
    };
    let (ours, newest) = parts(kind.version).unwrap_or_default();
    if major != ours || minor > newest {
        return Err(Diagnostic::block(
            *unknown,
            format!("`{name}` is a {noun} of format {major}.{minor}, and this version of the plugin knows {ours}.{newest}"),
            if (major, minor) > (ours, newest) { "update the plugin: `heroku plugins:update`" } else { help },
        ));
    }
    crate::value::read(value).map_err(|error| refused(&error.to_string()))
}

/// The numbers of a `major.minor`.
fn parts(version: &str) -> Option<(u32, u32)> {
    let (major, minor) = version.split_once('.')?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}
