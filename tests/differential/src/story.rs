//! Where the story takes place: names, programs, folders and the rows that are there from the start.

use std::path::{Path, PathBuf};

use connect_hardware::Mapping;
use postgres::{Client, NoTls};

use crate::real::words;
use crate::Failure;

/// The leader that the scenario begins with.
pub const LEAD: &str = "postgresql-curved-10001";
/// Connect's schema.
pub const SCHEMA: &str = "salesforce";
/// The org of the scenario's connection.
pub const ORG: &str = "00D5g00000AcmeSyEA";

/// Where the servers' programs are: `CONNECT_POSTGRES`, or what the set-up unpacked.
///
/// # Errors
/// When they are not there.
pub fn programs() -> Result<PathBuf, Failure> {
    let given = std::env::var_os("CONNECT_POSTGRES").map(PathBuf::from);
    let folder = given.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../.tools/postgres"));
    for major in [15, 17] {
        let server = folder.join(major.to_string()).join("bin/postgres");
        if !server.is_file() {
            return Err(format!("{} is missing: run the set-up, or set CONNECT_POSTGRES", server.display()));
        }
    }
    Ok(folder)
}

/// A state folder under the system's temporary one, which an unprivileged server can enter.
///
/// # Errors
/// When it cannot be made.
pub fn folder(name: &str) -> Result<PathBuf, Failure> {
    let path =
        std::env::temp_dir().join("connect-differential").join(format!("{name}-{}", std::process::id()));
    std::fs::create_dir_all(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(path)
}

/// Fills every mapped table with `rows` rows as Connect's own session does, so that nothing is captured, and collects
/// statistics.
///
/// # Errors
/// The server's.
pub fn seed(url: &str, mappings: &[Mapping], rows: usize) -> Result<(), Failure> {
    let mut client = Client::connect(url, NoTls).map_err(words)?;
    client.batch_execute("SET xmlbinary TO 'hex'").map_err(words)?;
    for mapping in mappings {
        let insert = format!(
            "INSERT INTO {SCHEMA}.{table} (sfid, name, external_id__c, version__c, writer) \
             SELECT 'x' || n, 'seed', 'seed-' || n, 1, 'org' FROM generate_series(1, {rows}) n",
            table = mapping.table()
        );
        client.batch_execute(&insert).map_err(words)?;
    }
    client.batch_execute("ANALYZE").map_err(words)
}
