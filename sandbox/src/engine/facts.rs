//! What a Postgres server says of itself when it is asked: nothing here comes from the simulator.

use std::time::Duration;

use connect_hardware::Endpoint;
use postgres::{Client, Config, NoTls};
use serde_json::{json, Value};

const TIMEOUT: Duration = Duration::from_secs(3);
const QUESTION: &str = "SELECT current_setting('server_version_num')::int, pg_is_in_recovery(), \
    current_setting('default_transaction_read_only') = 'on', \
    ARRAY(SELECT nspname::text FROM pg_catalog.pg_namespace \
        WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' ORDER BY 1)";

/// `{versionNum, inRecovery, defaultReadOnly, schemas}` as a fresh session of the default credential sees it, or
/// `{unreachable: true}`. `schemas` leaves out the system's and those in `without`.
#[must_use]
pub fn server_facts(endpoint: &Endpoint, without: &[&str]) -> Value {
    match ask(endpoint) {
        Ok((version, in_recovery, read_only, schemas)) => {
            let schemas: Vec<String> =
                schemas.into_iter().filter(|name| !without.contains(&name.as_str())).collect();
            json!({
                "versionNum": version,
                "inRecovery": in_recovery,
                "defaultReadOnly": read_only,
                "schemas": schemas,
            })
        }
        Err(_) => json!({"unreachable": true}),
    }
}

fn ask(endpoint: &Endpoint) -> Result<(i32, bool, bool, Vec<String>), postgres::Error> {
    let mut client = connect(endpoint)?;
    let row = client.query_one(QUESTION, &[])?;
    Ok((row.try_get(0)?, row.try_get(1)?, row.try_get(2)?, row.try_get(3)?))
}

fn connect(endpoint: &Endpoint) -> Result<Client, postgres::Error> {
    Config::new()
        .host(&endpoint.host)
        .port(endpoint.port)
        .dbname(&endpoint.database)
        .user(&endpoint.user)
        .password(&endpoint.password)
        .application_name("sandbox")
        .connect_timeout(TIMEOUT)
        .connect(NoTls)
}
