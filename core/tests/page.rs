//! A plan as a page: all of it is there as plain words, and no text from outside becomes anything but text in it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]
#![allow(clippy::disallowed_methods, clippy::disallowed_types, clippy::indexing_slicing)]

mod support;

use connect_core::diagnostic::Severity;
use connect_core::face::LocalTime;
use connect_core::late::Known;
use connect_core::line::printable;
use connect_core::plan::Plan;
use connect_core::request::Request;
use connect_core::run::Hold;
use connect_core::snapshot::Snapshot;
use connect_core::timeline::Timeline;
use connect_core::{approval, procedures, render};
use proptest::prelude::*;
use serde_json::{json, Value};
use support::odd::{config, renamed, scrambled};
use support::{given, golden, names};

const TEMPLATE: &str = "<title>%%TITLE%%</title><main>%%WORDS%%</main><script>%%DATA%%</script>";

fn words(plan: &Plan) -> String {
    render::words(plan, &approval::sha256(plan), Hold::Ask, &LocalTime::default()) + "\n"
}

fn page(plan: &Plan) -> String {
    let view = render::View { hold: Hold::Ask, local: LocalTime::default() };
    render::page(TEMPLATE, plan, &approval::sha256(plan), &view).unwrap()
}

/// All that the words are made of.
const ELEMENTS: [&str; 28] = [
    "code", "dd", "details", "div", "dl", "dt", "em", "h1", "h2", "h3", "header", "li", "ol", "p", "pre",
    "section", "span", "strong", "summary", "table", "tbody", "td", "th", "thead", "tr", "ul", "main",
    "title",
];

/// What a reader sees of it: the text between tags. Panics at whatever is not of the words: another element, an attribute that is
/// not known, a tag that is not closed in its order, a character that should have been written otherwise.
fn seen(html: &str) -> String {
    let (mut text, mut open, mut rest) = (String::new(), Vec::new(), html);
    while let Some((before, after)) = rest.split_once('<') {
        text.push_str(&unescaped(before));
        let (tag, after) = after.split_once('>').unwrap_or_else(|| panic!("a tag without an end: {after}"));
        rest = after;
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "{html}");
            continue;
        }
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        assert!(ELEMENTS.contains(&name), "<{tag}>");
        for known in attributes.split_inclusive("\" ").filter(|one| !one.is_empty()) {
            let name = known.split('=').next().unwrap().trim_start_matches("open ");
            let known =
                ["aria-labelledby", "class", "dir", "id", "open", "role", "scope", "tabindex", "value"];
            assert!(known.contains(&name), "<{tag}>: {name}");
        }
        open.push(name);
    }
    assert_eq!(open, Vec::<&str>::new());
    text + &unescaped(rest)
}

fn unescaped(text: &str) -> String {
    assert!(!text.contains(['>', '"', '\'']), "{text}");
    let plain = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'")];
    let known = plain.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to));
    known.replace("&amp;", "&")
}

fn data(page: &str) -> Value {
    let (_, rest) = page.split_once("<script>").unwrap();
    let (data, end) = rest.split_once("</script>").unwrap();
    assert_eq!(end, "", "the block ended early");
    assert!(!data.contains(['<', '\u{2028}', '\u{2029}']), "{data}");
    serde_json::from_str(data).unwrap()
}

fn assert_whole(plan: &Plan) {
    let html = words(plan);
    let text = seen(&html);
    let has = |what: &str| assert!(text.contains(&printable(what)), "{what:?} is missing in {text}");
    let unquoted = |what: &str| {
        let pairs = what.matches('`').count().is_multiple_of(2);
        let shown = if pairs { what.replace('`', "") } else { what.to_owned() };
        assert!(text.contains(&printable(&shown)), "{what:?} is missing in {text}");
    };
    has(&plan.words.title);
    for one in &plan.prechecks {
        unquoted(&one.message);
        one.help.iter().for_each(|help| unquoted(help));
    }
    for method in &plan.methods {
        for said in [&method.name, &method.reversible, &method.cost, &method.why] {
            unquoted(said);
        }
    }
    let bindings = plan.names.shown();
    let known = Known::shown(&bindings);
    for step in plan.steps.iter().filter(|_| plan.applyable()) {
        unquoted(&step.title);
        unquoted(&step.why);
        has(&step.id);
        for op in step.changes() {
            let verb = op.known().unwrap();
            unquoted(&verb.sentence(&known).unwrap());
            verb.by_hand(&known).unwrap().iter().for_each(|command| has(command));
        }
        for check in step.guards.iter().chain(&step.until) {
            has(check.condition.name());
        }
    }
    for app in &plan.snapshot.apps {
        has(&app.name);
    }
    let page = page(plan);
    assert!(page.contains(html.trim_end()));
    let data = data(&page);
    assert_eq!(data["plan"], json!(plan));
    assert_eq!(data["sha256"], json!(approval::sha256(plan)));
    if let Some(timeline) = Timeline::of(plan) {
        assert_along(plan, &timeline);
    }
}

/// Every step has its bar, in order; each stretch is filled, and none takes longer at least than at most.
fn assert_along(plan: &Plan, timeline: &Timeline) {
    let bars: Vec<&str> =
        timeline.stretches.iter().flat_map(|one| &one.bars).map(|bar| bar.step.as_str()).collect();
    assert_eq!(bars, plan.steps.iter().map(|step| step.id.as_str()).collect::<Vec<_>>());
    let method = plan.methods.iter().find(|one| one.chosen).unwrap();
    let most: u64 = timeline.stretches.iter().map(|one| one.takes.1).sum();
    assert_eq!(most, u64::from(method.minutes.1.max(method.downtime_minutes.1)) * 60_000);
    for stretch in &timeline.stretches {
        let (mut least, mut most) = (0, 0);
        for bar in &stretch.bars {
            assert_eq!((bar.least.from, bar.most.from), (least, most), "{}", bar.step);
            (least, most) = (bar.least.to, bar.most.to);
            assert!(bar.least.from <= bar.least.to && bar.most.from <= bar.most.to, "{}", bar.step);
        }
        assert!(least <= stretch.takes.0 && most <= stretch.takes.1, "{}", stretch.text);
    }
}

#[test]
fn a_page_holds_the_whole_plan() {
    for name in names() {
        let (snapshot, request) = given(&name);
        assert_whole(&procedures::plan(&snapshot, &request));
    }
}

#[test]
fn the_words_that_are_kept() {
    let (snapshot, request) = given("good");
    golden("upgrade-db/good/words.html", &words(&procedures::plan(&snapshot, &request)));
    golden("pages/blocked.html", &words(&blocked()));
}

/// A generation that is not supported.
fn blocked() -> Plan {
    let (mut snapshot, request) = given("good");
    snapshot.apps[0].generation = Some("fir".to_owned());
    procedures::plan(&snapshot, &request)
}

#[test]
fn the_words_of_every_sample_are_whole() {
    #[derive(serde::Deserialize)]
    struct Sample {
        snapshot: Snapshot,
        request: Request,
    }
    for name in [
        "change-plan",
        "changeover",
        "copy",
        "essential-to-standard",
        "private",
        "readers",
        "two-connections",
        "upgrade-direct",
        "upgrade-follower",
    ] {
        let Sample { snapshot, request } = support::json(&format!("samples/{name}.json"));
        assert_whole(&procedures::plan(&snapshot, &request));
    }
}

#[test]
fn what_blocks_a_plan_comes_first_and_says_what_to_do() {
    let plan = blocked();
    assert_whole(&plan);
    let text = seen(&words(&plan));
    let (first, rest) = text.split_once("Methods").unwrap();
    assert!(first.contains("Nothing was changed") && !text.contains("How it is carried out"), "{text}");
    for one in plan.prechecks.iter().filter(|one| one.severity == Severity::Block) {
        let help = one.help.as_deref().unwrap().replace('`', "");
        assert!(first.contains(&help) && rest.contains(&help), "{help}");
    }
}

#[test]
fn names_of_ten_thousand_characters_are_shown_as_they_are() {
    let (mut snapshot, request) = given("good");
    let long = format!("</script><script>alert(1)</script>\u{2028}\u{202e}{}", "x".repeat(10_000));
    snapshot.connections[0].mappings[0].object.clone_from(&long);
    let plan = procedures::plan(&snapshot, &request);
    assert_whole(&plan);
    assert!(seen(&words(&plan)).contains(&printable(&long)));
}

#[test]
fn what_is_filled_in_is_not_looked_into() {
    let (mut snapshot, request) = given("good");
    snapshot.connections[0].mappings[0].object = "%%DATA%%%%WORDS%%".to_owned();
    let plan = procedures::plan(&snapshot, &request);
    assert_eq!(data(&page(&plan))["plan"], json!(plan));
    assert!(seen(&words(&plan)).contains("%%DATA%%%%WORDS%%"));
}

#[test]
fn a_template_without_its_places_is_none() {
    assert!(render::fillable(TEMPLATE));
    for place in ["%%TITLE%%", "%%WORDS%%", "%%DATA%%"] {
        assert!(!render::fillable(&TEMPLATE.replace(place, "")), "{place}");
    }
}

proptest! {
    #![proptest_config(config(100))]

    #[test]
    fn no_name_leaves_its_place_in_a_page((snapshot, request) in renamed()) {
        assert_whole(&procedures::plan(&snapshot, &request));
    }

    #[test]
    fn no_value_leaves_its_place_in_a_page((snapshot, request) in scrambled()) {
        assert_whole(&procedures::plan(&snapshot, &request));
    }
}
