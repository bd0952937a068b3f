//! A connection's configuration, as `connect:export` writes it and `connect:import` takes it: read strictly, held against a list of
//! rules, and compared with another.
//!
//! The service takes anything that parses and fails later, through the states of mappings [heroku-connect-plugin#97]. So a file is
//! judged before it is imported. Everything here is a pure function of the file and of what was read beside it.

mod checked;
mod counts;
mod diff;
mod encoding;
mod file;
mod finding;
mod located;
mod names;
mod reading;
mod rules;
mod sources;
mod subject;

pub use checked::Checked;
pub use counts::Counts;
pub use diff::{diff, diff_of, Change, Class, Diff, Difference, Side};
pub use finding::{Finding, Level};
pub use rules::{Rule, Source, RULES};
pub use sources::{
    Live, LivePlan, LiveRows, Org, OrgAnswer, OrgField, OrgObject, Postgres, PostgresDependant,
    PostgresIdentifier, PostgresTable, Sources,
};

use crate::codes;
use crate::line::Line;
use crate::render;
use crate::seeded;
use finding::{Place, Said};
use subject::Subject;

/// Where an export file names the organization that it was taken from.
pub const ORGANIZATION: &str = "/connection/organization_id";

/// What every rule says of a file.
#[must_use]
pub fn check(file: &str, sources: &Sources) -> Checked {
    match reading::file(file) {
        Ok(file) => judged(&Subject::new(&file.keyed(sources.file_org.as_deref()), sources)),
        Err(why) => unread(&why),
    }
}

/// The same of a file as its bytes are, so that an encoding that is not read can be named.
#[must_use]
pub fn check_bytes(file: &[u8], sources: &Sources) -> Checked {
    match encoding::decoded(file) {
        Ok(text) => check(text, sources),
        Err(why) => unread(&why),
    }
}

/// What was found, as text for people.
#[must_use]
pub fn render_check(checked: &Checked) -> String {
    text(&render::checked_text(checked, false))
}

/// How two configurations differ, as text for people.
#[must_use]
pub fn render_diff(diff: &Diff) -> String {
    text(&render::diff_text(diff))
}

fn judged(subject: &Subject<'_>) -> Checked {
    let mappings = &subject.file.mappings;
    let fields = mappings.iter().map(|one| one.fields.len()).sum();
    let mut checked = Checked { mappings: mappings.len(), fields, ..Checked::default() };
    for rule in RULES.iter().filter(|rule| !seeded::forgets(&rule.code)) {
        checked.add(rule.code, rule.judge(subject));
    }
    checked.sorted()
}

fn unread(why: &str) -> Checked {
    let mut checked = Checked::default();
    checked.add(codes::CONFIG_NOT_JSON, refusal(why));
    checked
}

/// Why a file is no configuration.
fn refusal(why: &str) -> Said {
    let mut said = Said::new(codes::CONFIG_NOT_JSON);
    let sentence = format!("the file is no configuration: {why}");
    said.block(Place::file(), &sentence, "export it anew: `heroku connect:export`");
    said
}

fn text(lines: &[Line]) -> String {
    lines.iter().map(|line| line.unstyled() + "\n").collect()
}
