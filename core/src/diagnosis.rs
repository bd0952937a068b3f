//! Connect's own diagnosis of its connections, as `connect:diagnose` of the official plugin asks for it: one request that changes nothing, and
//! looks at its result until it is there.

use crate::answer::{said, Answer, Said};
use crate::api::connect::{self, Checked, Checks};
use crate::class::{class, Class};
use crate::codes;
use crate::doctor::{Standing, Verdict};
use crate::effect::Observation;
use crate::ending::Millis;
use crate::line::Line;
use crate::machine::Want;
use crate::shell::shell_word;
use crate::snapshot::Connection;

/// For so long a result is waited for, milliseconds: as long as the official plugin does.
const DEADLINE_MS: Millis = 300_000;
/// Pause between two looks, milliseconds.
const PACE_MS: Millis = 5_000;
/// The first look comes sooner: most results are there at once.
const FIRST_MS: Millis = 1_000;

/// The requests of one diagnosis.
#[derive(Debug, Clone)]
pub struct Diagnosis {
    items: Vec<Item>,
    asked: Vec<usize>,
    begun: Option<Millis>,
    pause: Option<Millis>,
}

#[derive(Debug, Clone)]
struct Item {
    app: String,
    id: String,
    resource: String,
    region: String,
    at: At,
}

#[derive(Debug, Clone)]
enum At {
    /// Nobody has asked yet.
    New,
    /// The result is to be had by this path.
    Asked(String),
    Told(Checked),
    /// It could not be had, and why.
    Unread(String),
}

impl Diagnosis {
    /// A diagnosis of these connections.
    #[must_use]
    pub fn new(connections: &[Connection]) -> Self {
        let item = |one: &Connection| Item {
            app: one.app.clone(),
            id: one.id.clone(),
            resource: one.resource.clone(),
            region: one.region.clone(),
            at: At::New,
        };
        let items = connections.iter().map(item).collect();
        Self { items, asked: Vec::new(), begun: None, pause: None }
    }

    /// What is wanted next.
    pub fn next(&mut self, now: Millis) -> Want<Vec<Verdict>> {
        let deadline = *self.begun.get_or_insert(now) + DEADLINE_MS;
        if now >= deadline {
            self.items.iter_mut().for_each(Item::give_up);
        }
        let open = |item: &Item| matches!(item.at, At::New | At::Asked(_));
        if !self.items.iter().any(open) {
            return Want::Ended(self.items.iter().flat_map(Item::verdicts).collect());
        }
        if let Some(until) = self.pause.filter(|until| now < *until) {
            let note = Some(Line::plain("Connect diagnoses itself"));
            return Want::Wait { until: until.min(deadline), note };
        }
        self.asked = (0..self.items.len()).filter(|at| self.items.get(*at).is_some_and(open)).collect();
        let wanted = self.asked.iter().filter_map(|at| self.items.get(*at)?.effect());
        Want::Perform(wanted.collect())
    }

    /// Takes what was answered.
    pub fn take(&mut self, observation: &Observation, now: Millis) {
        let asked = std::mem::take(&mut self.asked);
        if asked.is_empty() {
            return;
        }
        let first = self.pause.is_none();
        for (at, answer) in asked.into_iter().zip(observation.each()) {
            if let Some(item) = self.items.get_mut(at) {
                item.take(answer);
            }
        }
        self.pause = Some(now + if first { FIRST_MS } else { PACE_MS });
    }
}

impl Item {
    fn effect(&self) -> Option<crate::effect::Effect> {
        match &self.at {
            At::New => Some(connect::diagnose(&self.region, &self.id).effect),
            At::Asked(path) => Some(connect::diagnosed(&self.region, path).effect),
            At::Told(_) | At::Unread(_) => None,
        }
    }

    fn give_up(&mut self) {
        if matches!(self.at, At::New | At::Asked(_)) {
            self.at = At::Unread("it has not ended after five minutes".to_owned());
        }
    }

    fn take(&mut self, answer: &Observation) {
        let Observation::Http { status, body, .. } = answer else {
            self.at = self.passed_over(answer);
            return;
        };
        self.at = match (&self.at, status) {
            (At::New, 200..=299) => match connect::Asked::read(body).path(&self.region) {
                Some(path) => At::Asked(path),
                None => At::Unread("Connect names no place of its own for the result".to_owned()),
            },
            (At::Asked(path), 202) => At::Asked(path.clone()),
            (At::Asked(_), 200..=299) => At::Told(Checked::read(body)),
            _ => self.passed_over(answer),
        };
    }

    /// What passes by itself is asked for again.
    fn passed_over(&self, answer: &Observation) -> At {
        match class(answer) {
            Class::Lost | Class::TryAgain | Class::NotYet => self.at.clone(),
            _ => match said(answer) {
                Said::Unread(why) => At::Unread(why),
                _ => At::Unread("Connect does not know it".to_owned()),
            },
        }
    }

    fn verdicts(&self) -> Vec<Verdict> {
        let resource = &self.resource;
        let checked = match &self.at {
            At::Told(checked) => checked,
            At::Unread(why) => {
                let message = format!("Connect's own diagnosis of `{resource}` could not be read: {why}");
                return vec![self.verdict(Standing::NotJudged, message, true)];
            }
            At::New | At::Asked(_) => return Vec::new(),
        };
        let mut found = self.found(None, &checked.own);
        for (object, checks) in &checked.mappings {
            found.extend(self.found(Some(object), checks));
        }
        if found.is_empty() {
            let message = format!("Connect's own diagnosis of `{resource}` finds nothing");
            found.push(self.verdict(Standing::Ok, message, false));
        }
        found
    }

    fn found(&self, object: Option<&String>, checks: &Checks) -> Vec<Verdict> {
        let place = object.map_or_else(String::new, |object| format!(", mapping {object}"));
        let told = |standing: Standing, rule: &String| {
            let message = format!("Connect says of `{}`{place}: {rule}", self.resource);
            self.verdict(standing, message, true)
        };
        let errors = checks.errors.iter().map(|one| told(Standing::Warn, one));
        errors.chain(checks.warnings.iter().map(|one| told(Standing::Note, one))).collect()
    }

    fn verdict(&self, standing: Standing, message: String, helps: bool) -> Verdict {
        let help = helps.then(|| {
            let (app, resource) = (shell_word(&self.app), shell_word(&self.resource));
            format!("`heroku connect:diagnose --app {app} --resource {resource}` says more")
        });
        Verdict { code: codes::CONNECT_DIAGNOSIS.to_string(), standing, message, help }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use serde_json::{json, Value};

    use super::*;
    use crate::effect::Effect;

    const REGION: &str = "https://connect-us.example/";

    fn connection() -> Connection {
        let snapshot: Value =
            serde_json::from_str(include_str!("../../tests/fixtures/upgrade-db/good/snapshot.json")).unwrap();
        let mut one: Connection = serde_json::from_value(snapshot["connections"][0].clone()).unwrap();
        one.region = REGION.to_owned();
        one.resource = "herokuconnect-a-1".to_owned();
        one
    }

    fn http(status: u16, body: Value) -> Observation {
        Observation::Http { status, body, error_id: None, has_message: false }
    }

    /// What is said after these answers, and the paths that were asked; a result that is not there is under way for ever.
    fn told(answers: &[Observation]) -> (Vec<Verdict>, Vec<String>) {
        let mut diagnosis = Diagnosis::new(&[connection()]);
        let (mut now, mut paths, mut answers) = (1_000, Vec::new(), answers.iter());
        loop {
            match diagnosis.next(now) {
                Want::Ended(verdicts) => return (verdicts, paths),
                Want::Wait { until, .. } => now = until,
                Want::Perform(effects) => {
                    let Some(Effect::Http(one)) = effects.first() else { panic!("no request") };
                    assert!(!one.mutates);
                    paths.push(one.request.path.clone());
                    diagnosis.take(answers.next().unwrap_or(&http(202, Value::Null)), now);
                }
                other => panic!("{other:?}"),
            }
        }
    }

    fn asked() -> Observation {
        http(202, json!({"result_url": format!("{REGION}api/v3/validations/7")}))
    }

    #[test]
    fn errors_warn_warnings_are_notes_and_each_says_whose_it_is() {
        let found = json!({
            "errors": [{"display_name": "API", "message": "jane@example.org"}],
            "warnings": null,
            "mappings": {"Account": {"errors": null, "warnings": [{"display_name": null}]}},
        });
        let (verdicts, paths) = told(&[asked(), http(202, Value::Null), http(200, found)]);
        let said: Vec<(Standing, &str)> =
            verdicts.iter().map(|one| (one.standing, one.message.as_str())).collect();
        assert_eq!(
            said,
            [
                (Standing::Warn, "Connect says of `herokuconnect-a-1`: API"),
                (
                    Standing::Note,
                    "Connect says of `herokuconnect-a-1`, mapping Account: a rule without a name"
                ),
            ]
        );
        assert_eq!(paths[1..], ["/api/v3/validations/7", "/api/v3/validations/7"]);
    }

    #[test]
    fn no_sentence_of_connects_is_read() {
        let Effect::Http(looks) = connect::diagnosed(REGION, "/api/v3/validations/7").effect else {
            panic!()
        };
        assert!(
            looks.reads.len() == 4 && looks.reads.iter().all(|one| one.pointer.ends_with("/display_name"))
        );
    }

    #[test]
    fn nothing_is_found_where_nothing_is_told() {
        let (verdicts, _) = told(&[asked(), http(200, json!({}))]);
        assert_eq!((verdicts.len(), verdicts[0].standing), (1, Standing::Ok));
    }

    #[test]
    fn a_result_on_another_host_is_not_asked_for() {
        let elsewhere =
            http(202, json!({"result_url": "https://connect-us.example.evil/api/v3/validations/7"}));
        for answer in [elsewhere, http(202, json!({"result_url": null})), http(202, Value::Null)] {
            let (verdicts, paths) = told(&[answer]);
            assert_eq!((paths.len(), verdicts[0].standing), (1, Standing::NotJudged));
        }
    }

    #[test]
    fn what_never_ends_is_given_up_and_what_is_refused_is_said() {
        let (verdicts, paths) = told(&[asked()]);
        assert!(verdicts[0].message.contains("five minutes"), "{}", verdicts[0].message);
        assert!((50..70).contains(&paths.len()), "{} looks", paths.len());
        let (verdicts, paths) = told(&[http(403, Value::Null)]);
        assert!(verdicts[0].message.contains("403"), "{}", verdicts[0].message);
        assert_eq!(paths.len(), 1);
        let (verdicts, _) =
            told(&[http(503, Value::Null), asked(), http(503, Value::Null), http(200, json!({}))]);
        assert_eq!(verdicts[0].standing, Standing::Ok);
    }
}
