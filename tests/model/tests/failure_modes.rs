//! docs/failure-modes.md: the ways in which such a maintenance goes wrong, the codes that tell each, and the tests that turn red
//! when its rule is removed. `UPDATE=1` writes it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "pages and tests are files")]

#[path = "support/known.rs"]
mod known;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use connect_core::catalog::{catalog, CodeEntry};
use serde::Deserialize;

/// One way in which it goes wrong.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Mode {
    /// What happens, and whom it hurts.
    what: String,
    /// Codes that tell it.
    codes: Vec<String>,
    /// Tests besides the fixtures of prechecks: a file, and the name of one in it.
    tests: Vec<(String, String)>,
    /// What of it no rule tells yet.
    #[serde(default)]
    open: Option<String>,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn modes() -> Vec<Mode> {
    serde_json::from_str(include_str!("../failure-modes.json")).unwrap()
}

/// The fixture in which a precheck fires; in that of every good world it does not.
fn fixture(code: &str) -> String {
    format!("tests/fixtures/prechecks/{}.json", code.replace('/', "."))
}

#[test]
fn every_way_in_which_it_goes_wrong_has_its_codes_and_its_tests() {
    let codes: BTreeSet<String> = catalog().codes.into_iter().map(|one| one.code).collect();
    let modes = modes();
    assert_eq!(modes.len(), 32);
    for (number, mode) in (1..).zip(&modes) {
        assert!(!mode.codes.is_empty() || mode.open.is_some(), "{number} has no rule and does not say so");
        for code in &mode.codes {
            assert!(codes.contains(code), "{number}: there is no code {code}");
            let tried = root().join(fixture(code)).exists();
            assert!(tried || !mode.tests.is_empty(), "{number}: no test has {code}");
        }
        for (file, name) in &mode.tests {
            let text =
                std::fs::read_to_string(root().join(file)).unwrap_or_else(|_| panic!("{number}: no {file}"));
            let there = [format!("fn {name}("), format!("test('{name}"), format!("'{name}': {{")];
            assert!(there.iter().any(|form| text.contains(form)), "{number}: {file} has no test {name}");
        }
    }
}

#[test]
fn the_page_of_failure_modes_is_fresh() {
    let sentences: BTreeMap<String, &str> =
        catalog().codes.into_iter().map(|CodeEntry { code, sentence }| (code, sentence)).collect();
    let mut page = String::from(
        "# Failure modes\n\nHow a maintenance of a database behind Heroku Connect goes wrong, what tells it, and what turns red if that rule is \
         taken out.\nGenerated from `tests/model/failure-modes.json` by `npm run golden`. Do not edit.\n\n\
         | # | What goes wrong | Told by | Checked by |\n| --- | --- | --- | --- |\n",
    );
    for (number, mode) in (1..).zip(modes()) {
        let told = mode.codes.iter().map(|code| format!("`{code}`: {}", sentences[code]));
        let told = told.chain(mode.open.iter().map(|open| format!("*not yet*: {open}")));
        let fired = mode.codes.iter().map(|code| fixture(code));
        let fired = fired.filter(|file| root().join(file).exists()).map(|file| format!("`{file}`"));
        let checked = fired
            .chain(mode.tests.iter().map(|(file, name)| format!("`{file}`: {}", name.replace('_', " "))));
        let cell = |parts: Vec<String>| if parts.is_empty() { "–".to_owned() } else { parts.join("<br>") };
        let (told, checked) = (cell(told.collect()), cell(checked.collect()));
        page += &format!("| {number} | {} | {told} | {checked} |\n", mode.what);
    }
    let path = root().join("docs/failure-modes.md");
    if known::updates() {
        std::fs::write(&path, &page).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == page, "docs/failure-modes.md: run with UPDATE=1 and read the difference");
}
