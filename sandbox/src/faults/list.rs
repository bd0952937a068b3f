//! Every fault with a sentence, for people who choose one.

use serde_json::{json, Value};

const OWN: &[(&str, &str, &str)] = &[
    ("reset-before-effect", "socket", "the connection is reset before the request has any effect"),
    (
        "reset-after-effect",
        "socket",
        "the request has its effect, then the connection is reset without an answer",
    ),
    (
        "body-cut",
        "socket",
        "the request has its effect, half of the answer's body arrives, then the connection is closed",
    ),
    (
        "body-cut:stall",
        "socket",
        "the request has its effect, half of the answer's body arrives, then nothing more",
    ),
    ("hang", "socket", "the request is swallowed: no effect and no answer"),
    ("hang:after", "socket", "the request has its effect and no answer comes"),
    (
        "status:503:html",
        "socket",
        "the request has no effect and is answered with that status and an HTML page",
    ),
    (
        "status:500:json",
        "socket",
        "the request has no effect and is answered with that status and a JSON error",
    ),
    ("429", "socket", "the request has no effect and is refused for too many requests"),
    ("slow:MS", "socket", "the answer comes that many milliseconds late"),
    ("follower-lag:SECONDS", "hardware", "the next follower replays nothing from its leader for that long"),
    (
        "bastion-cut:SECONDS",
        "hardware",
        "every tunnel through the bastion ends that long after the next follower was made",
    ),
    (
        "postgres-crash:SECONDS",
        "hardware",
        "a Postgres server dies that long after the next follower was made, and comes back",
    ),
];

/// `[{name, layer, sentence}]`, layer being `socket`, `hardware` or `model`.
#[must_use]
pub fn catalogue() -> Value {
    let own =
        OWN.iter().map(|(name, layer, sentence)| json!({"name": name, "layer": layer, "sentence": sentence}));
    let model = connect_simulator::Fault::catalogue()
        .into_iter()
        .map(|info| json!({"name": info.name, "layer": "model", "sentence": info.sentence}));
    own.chain(model).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_listed_name_can_be_used() {
        for entry in catalogue().as_array().unwrap() {
            let name = entry["name"].as_str().unwrap().replace("MS", "5").replace("SECONDS", "5");
            let name = if name == "refuse" { "refuse:422:x".to_owned() } else { name };
            assert!(crate::faults::parse(&name).is_ok(), "{name}");
        }
    }
}
