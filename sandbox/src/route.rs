//! Which service a request is meant for: decided by host and path, as the real hosts would.

use connect_wire::Api;

use crate::http::Incoming;

/// Host of the metrics service, which the CLI does not let anybody move.
pub const METRICS_HOST: &str = "api.metrics.heroku.com";

/// A request's way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
    /// To a simulated service; `path` is still encoded and holds the query.
    Service {
        /// Service.
        api: Api,
        /// Path and query.
        path: String,
        /// Host without port, as the client named it.
        host: String,
    },
    /// To the sandbox itself: the path after `/_sandbox`, and the query.
    Control {
        /// Path, beginning with a slash.
        path: String,
        /// Query, empty if there is none.
        query: String,
    },
    /// To a host that is none of ours.
    Foreign {
        /// Host.
        host: String,
    },
}

/// Finds a request's way.
#[must_use]
pub fn route(request: &Incoming) -> Route {
    let (authority, path) = split(request);
    let host = host_of(&authority);
    if !is_ours(&authority) {
        return Route::Foreign { host };
    }
    if host == METRICS_HOST {
        return Route::Service { api: Api::Metrics, path, host };
    }
    let (bare, query) = path.split_once('?').unwrap_or((&path, ""));
    if let Some(rest) = bare.strip_prefix("/_sandbox") {
        return Route::Control { path: rest.to_owned(), query: query.to_owned() };
    }
    Route::Service { api: api_of(bare), path, host }
}

/// True if the sandbox answers for this `host:port`.
#[must_use]
pub fn is_ours(authority: &str) -> bool {
    matches!(host_of(authority).as_str(), "" | "127.0.0.1" | "localhost" | METRICS_HOST)
}

fn split(request: &Incoming) -> (String, String) {
    if let Some(rest) = request.target.strip_prefix("http://") {
        let (authority, path) = match rest.find('/') {
            Some(slash) => rest.split_at(slash),
            None => (rest, "/"),
        };
        return (authority.to_owned(), path.to_owned());
    }
    (request.headers.get("host").cloned().unwrap_or_default(), request.target.clone())
}

fn host_of(authority: &str) -> String {
    authority.rsplit_once(':').map_or(authority, |(host, _)| host).to_ascii_lowercase()
}

fn api_of(path: &str) -> Api {
    let below =
        |prefix: &str| path.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    if below("/client/v11") || below("/data") || below("/postgres/v0") {
        Api::Data
    } else if below("/connections") || below("/auth") {
        Api::ConnectDiscovery
    } else if below("/api/v3") || below("/salesforce") {
        Api::ConnectRegion
    } else if below("/api/v4") {
        Api::Status
    } else {
        Api::Platform
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn to(target: &str, host: &str) -> Route {
        let headers = BTreeMap::from([("host".to_owned(), host.to_owned())]);
        route(&Incoming { method: "GET".into(), target: target.into(), headers, body: Vec::new() })
    }

    fn api(target: &str, host: &str) -> Api {
        match to(target, host) {
            Route::Service { api, .. } => api,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn services_by_path() {
        let here = "127.0.0.1:5599";
        assert_eq!(api("/apps/acme-sync/addons", here), Api::Platform);
        assert_eq!(api("/client/v11/databases/x", "localhost:5599"), Api::Data);
        assert_eq!(api("/data/maintenances/v1/x", here), Api::Data);
        assert_eq!(api("/postgres/v0/databases/x/credentials", here), Api::Data);
        assert_eq!(api("/connections?app=acme-sync", here), Api::ConnectDiscovery);
        assert_eq!(api("/auth/acme-sync", here), Api::ConnectDiscovery);
        assert_eq!(api("/api/v3/connections/x?deep=true", here), Api::ConnectRegion);
        assert_eq!(api("/salesforce/login/x?org=right", here), Api::ConnectRegion);
        assert_eq!(api("/api/v4/current-status", here), Api::Status);
        assert_eq!(api("/authorizations", here), Api::Platform);
        assert_eq!(api("/databases", here), Api::Platform);
    }

    #[test]
    fn metrics_by_host_in_both_forms() {
        let path = "/apps/1/formation/web/monitors";
        assert_eq!(api(path, "api.metrics.heroku.com:5599"), Api::Metrics);
        let Route::Service { api, path: found, host } =
            to(&format!("http://api.metrics.heroku.com:5599{path}"), "127.0.0.1:5599")
        else {
            panic!("not a service")
        };
        assert_eq!((api, found.as_str(), host.as_str()), (Api::Metrics, path, METRICS_HOST));
    }

    #[test]
    fn ourselves_and_strangers() {
        assert_eq!(
            to("/_sandbox/requests?since=3", "localhost:1"),
            Route::Control { path: "/requests".into(), query: "since=3".into() }
        );
        assert_eq!(to("http://example.com/x", "example.com"), Route::Foreign { host: "example.com".into() });
        assert!(is_ours("api.metrics.heroku.com:80") && !is_ours("api.heroku.com:80"));
    }
}
