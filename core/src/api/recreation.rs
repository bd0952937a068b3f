//! Heroku Connect: what making a connection anew takes. Facts are from the Connect plugin 0.13.3.

use std::collections::BTreeMap;

use serde_json::{json, Value};

use super::connect::{in_region, in_region_ask, whole};
use super::{change, get, segment};
use crate::answer::{answer, Answer, Ask};
use crate::effect::{Effect, Form, Reading};
use connect_wire::{Api, Method};

/// Where a browser goes once somebody has logged in; the answer of Salesforce is Connect's, not ours.
const NEXT: &str = "https://dashboard.heroku.com/apps";

answer! {
    /// What is known of the way in which a connection was authorized.
    pub struct Origin {
        deletable: Option<bool> = "/deletable",
        environment: Option<String> = "/sf_info/environment",
        version: Option<String> = "/sf_info/api_version",
    }
}

/// Switches of a connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Features(pub BTreeMap<String, Value>);

impl Answer for Features {
    fn readings(at: &str, reads: &mut Vec<Reading>) {
        reads.push(Reading { pointer: format!("{at}/features/*"), form: Form::Plain });
    }

    fn read(value: &Value) -> Self {
        let map = value.get("features").and_then(Value::as_object).into_iter().flatten();
        Self(map.filter(|(_, on)| !on.is_null()).map(|(name, on)| (name.clone(), on.clone())).collect())
    }
}

/// The mappings of an exported configuration, as they are imported; `None` if a part of one could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mappings(pub Option<Value>);

/// Pointers of it: every part that is a scalar or a map of scalars.
const MAPPINGS: [&str; 8] = [
    "/version",
    "/mappings/*/object_name",
    "/mappings/*/*",
    "/mappings/*/config/*",
    "/mappings/*/config/fields/*",
    "/mappings/*/config/fields/*/*",
    "/mappings/*/config/indexes/*",
    "/mappings/*/config/indexes/*/*",
];

impl Answer for Mappings {
    fn readings(at: &str, reads: &mut Vec<Reading>) {
        let plain = |pointer| Reading { pointer: format!("{at}{pointer}"), form: Form::Plain };
        reads.extend(MAPPINGS.iter().map(plain));
    }

    fn read(value: &Value) -> Self {
        let one = |one: &Value| {
            let object = one.get("object_name")?.as_str()?;
            // Something beside the two that is not known would be lost.
            let known = one.as_object()?.keys().all(|key| key == "object_name" || key == "config");
            let config = one.get("config").and_then(whole).filter(|_| known)?;
            Some(json!({ "object_name": object, "config": config }))
        };
        let mappings = value.get("mappings").and_then(Value::as_array);
        let mappings: Option<Vec<Value>> = mappings.and_then(|all| all.iter().map(one).collect());
        let version = value.get("version").filter(|version| !version.is_null());
        Self(
            version
                .zip(mappings)
                .map(|(version, mappings)| json!({ "version": version, "mappings": mappings })),
        )
    }
}

/// How a connection was authorized.
#[must_use]
pub fn origin(base: &str, id: &str) -> Ask<Origin> {
    in_region_ask(base, get(Api::ConnectRegion, format!("/api/v3/connections/{}", segment(id))))
}

/// Its switches.
#[must_use]
pub fn features(base: &str, id: &str) -> Ask<Features> {
    in_region_ask(base, get(Api::ConnectRegion, format!("/api/v3/connections/{}", segment(id))))
}

/// Its mappings, as they are imported.
#[must_use]
pub fn mappings(base: &str, id: &str) -> Ask<Mappings> {
    let path = format!("/api/v3/connections/{}/actions/export", segment(id));
    in_region_ask(base, get(Api::ConnectRegion, path))
}

/// Makes this login one of those that may see the connections of an app: the list of a new add-on is empty until then.
#[must_use]
pub fn join(app: &str) -> Effect {
    change(Api::ConnectDiscovery, Method::Post, format!("/auth/{}", segment(app)), None)
}

/// Points a connection at a config var and a schema.
#[must_use]
pub fn point(base: &str, id: &str, db_key: &str, schema: &str) -> Effect {
    let path = format!("/api/v3/connections/{}", segment(id));
    let body = json!({ "db_key": db_key, "schema_name": schema });
    in_region(base, change(Api::ConnectRegion, Method::Patch, path, Some(body)))
}

/// Asks for an address at which a person logs into Salesforce. It is the shell's alone, and used up once somebody has.
#[must_use]
pub fn authorize(base: &str, id: &str, environment: &str, api_version: Option<&str>) -> Effect {
    let path = format!("/api/v3/connections/{}/authorize_url", segment(id));
    let mut body = json!({ "environment": environment, "next": NEXT });
    if let Some(version) = api_version {
        body["api_version"] = json!(version);
    }
    let mut effect = in_region(base, change(Api::ConnectRegion, Method::Post, path, Some(body)));
    if let Effect::Http(http) = &mut effect {
        http.opens = Some("/redirect".to_owned());
    }
    effect
}

/// Imports mappings.
#[must_use]
pub fn import(base: &str, id: &str, config: &Value) -> Effect {
    let path = format!("/api/v3/connections/{}/actions/import", segment(id));
    in_region(base, change(Api::ConnectRegion, Method::Post, path, Some(config.clone())))
}
