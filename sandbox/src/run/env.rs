//! What to export so that the real CLI talks to the sandbox and to nothing else.

use serde_json::{json, Value};

/// The token that scenarios accept if they name no other.
pub const TOKEN: &str = "sandbox-token";

/// Environment variables by name, all text.
///
/// The CLI does not let anybody move its metrics host, so the sandbox is also its proxy: a tunnel to that name ends in
/// the sandbox. The CLI decides about the proxy by the *platform's* host, so loopback must not be excepted.
pub(super) fn environment(base: &str) -> Value {
    let port = base.rsplit(':').next().unwrap_or_default();
    json!({
        "HEROKU_HOST": base,
        // A bare host name: the CLI takes scheme and port from HEROKU_HOST.
        "HEROKU_DATA_HOST": "localhost",
        "HEROKU_PARTICLEBOARD_URL": format!("http://localhost:{port}"),
        "HEROKU_STATUS_HOST": base,
        "CONNECT_DISCOVERY_SERVER": base,
        "HEROKU_API_KEY": TOKEN,
        "HTTP_PROXY": base,
        "http_proxy": base,
        "NO_PROXY": "",
        "no_proxy": "",
        "DISABLE_TELEMETRY": "true",
        "IS_HEROKU_TEST_ENV": "true",
        "HEROKU_DISABLE_AUTOUPDATE": "true",
        "HEROKU_SKIP_NEW_VERSION_CHECK": "true",
        "OCLIF_DISABLE_LINKED_ESM_WARNING": "1",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_is_text_and_the_data_host_is_bare() {
        let environment = environment("http://127.0.0.1:5599");
        assert!(environment.as_object().unwrap().values().all(Value::is_string));
        assert_eq!(environment["HEROKU_DATA_HOST"], "localhost");
        assert_eq!(environment["HEROKU_PARTICLEBOARD_URL"], "http://localhost:5599");
    }
}
