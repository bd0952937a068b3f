//! A plan as a change request: all of it is there, and no name from outside becomes anything but text in it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]
#![allow(clippy::disallowed_methods, clippy::disallowed_types, clippy::indexing_slicing)]

mod support;

use connect_core::face::LocalTime;
use connect_core::late::Known;
use connect_core::line::printable;
use connect_core::plan::Plan;
use connect_core::run::Hold;
use connect_core::{approval, procedures, render};
use proptest::prelude::*;
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use support::odd::{config, renamed, scrambled};
use support::{given, golden, names};

fn document(plan: &Plan) -> String {
    render::change_request(plan, &approval::sha256(plan), Hold::Ask, &LocalTime::default()) + "\n"
}

/// What a reader sees of it.
#[derive(Default)]
struct Seen {
    headings: Vec<(HeadingLevel, String)>,
    boxes: usize,
    text: String,
    codes: Vec<String>,
    blocks: Vec<String>,
    strange: Vec<String>,
}

fn seen(document: &str) -> Seen {
    let mut seen = Seen::default();
    let (mut heading, mut block) = (None, None::<String>);
    let mut tables = 0;
    let every = Options::all()
        .difference(Options::ENABLE_SMART_PUNCTUATION)
        .difference(Options::ENABLE_OLD_FOOTNOTES)
        // Not of the Markdown that trackers render.
        .difference(Options::ENABLE_MATH)
        .difference(Options::ENABLE_SUBSCRIPT)
        .difference(Options::ENABLE_SUPERSCRIPT)
        .difference(Options::ENABLE_HEADING_ATTRIBUTES)
        .difference(Options::ENABLE_YAML_STYLE_METADATA_BLOCKS)
        .difference(Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS);
    for event in Parser::new_ext(document, every) {
        match event {
            Event::Start(Tag::Heading { level, .. }) => heading = Some((level, String::new())),
            Event::End(TagEnd::Heading(_)) => seen.headings.extend(heading.take()),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) if &*info == "sh" => {
                block = Some(String::new());
            }
            Event::End(TagEnd::CodeBlock) => seen.blocks.extend(block.take()),
            Event::Text(text) => match (&mut block, &mut heading) {
                (Some(block), _) => block.push_str(&text),
                (None, Some((_, heading))) => heading.push_str(&text),
                (None, None) => seen.text.push_str(&text),
            },
            Event::Code(code) => {
                if let Some((_, heading)) = &mut heading {
                    heading.push_str(&code);
                }
                seen.codes.push(code.into_string());
            }
            Event::TaskListMarker(_) => seen.boxes += 1,
            Event::Start(Tag::Table(_)) => tables += 1,
            Event::Start(
                Tag::Paragraph
                | Tag::List(_)
                | Tag::Item
                | Tag::Strong
                | Tag::TableHead
                | Tag::TableRow
                | Tag::TableCell,
            )
            | Event::End(_)
            | Event::SoftBreak => {}
            other => seen.strange.push(format!("{other:?}")),
        }
    }
    if tables != 1 {
        seen.strange.push(format!("{tables} tables"));
    }
    seen
}

/// What it may say beside the plan's own words: the same for every plan.
const PARTS: [&str; 9] = [
    "What is asked for",
    "Who is affected",
    "What was found",
    "Steps",
    "How to roll back",
    "What is not covered",
    "Afterwards",
    "How it is carried out",
    "Approval",
];

fn assert_whole(plan: &Plan) {
    let document = document(plan);
    let seen = seen(&document);
    assert_eq!(seen.strange, Vec::<String>::new(), "{document}");
    let (first, rest) = seen.headings.split_first().unwrap();
    assert_eq!(first.0, HeadingLevel::H1);
    assert_eq!(first.1, printable(&plan.words.title), "{document}");
    let parts: Vec<&str> =
        rest.iter().filter(|one| one.0 == HeadingLevel::H2).map(|one| one.1.as_str()).collect();
    assert!(parts.iter().all(|part| PARTS.contains(part)), "{parts:?}");
    let zones = rest.iter().filter(|one| one.0 != HeadingLevel::H2);
    let mut known: Vec<&str> = plan.steps.iter().map(|step| step.zone.word()).collect();
    known.dedup();
    assert_eq!(zones.map(|one| one.1.as_str()).collect::<Vec<_>>(), known);
    // Every step, finding and follow-up has a box, and nothing else.
    let told = plan.prechecks.iter().filter(|one| one.severity > connect_core::diagnostic::Severity::Pass);
    assert_eq!(seen.boxes, plan.steps.len() + told.count() + plan.words.next.len(), "{document}");
    for step in &plan.steps {
        assert!(seen.codes.contains(&step.id), "{}", step.id);
    }
    // Of a name without a letter nothing can be seen.
    for app in plan.snapshot.apps.iter().filter(|app| !app.name.is_empty()) {
        assert!(seen.codes.contains(&printable(&app.name)), "{:?}: {:?}", app.name, seen.codes);
    }
    let bindings = plan.names.shown();
    let known = Known::shown(&bindings);
    let commands = plan.steps.iter().flat_map(|step| &step.calls);
    for command in commands.filter_map(|op| op.known().unwrap().by_hand(&known).unwrap()) {
        let printed = format!("{}\n", printable(&command));
        assert!(seen.blocks.iter().any(|block| block.contains(&printed)), "{printed}\n{document}");
    }
    assert!(document.contains(&approval::sha256(plan)));
}

#[test]
fn a_change_request_holds_the_whole_plan() {
    for name in names() {
        let (snapshot, request) = given(&name);
        assert_whole(&procedures::plan(&snapshot, &request));
    }
}

#[test]
fn the_change_request_that_is_kept() {
    let (snapshot, request) = given("good");
    golden("upgrade-db/good/change-request.md", &document(&procedures::plan(&snapshot, &request)));
}

proptest! {
    #![proptest_config(config(200))]

    #[test]
    fn no_name_leaves_its_place_in_a_change_request((snapshot, request) in renamed()) {
        assert_whole(&procedures::plan(&snapshot, &request));
    }

    #[test]
    fn no_value_leaves_its_place_in_a_change_request((snapshot, request) in scrambled()) {
        assert_whole(&procedures::plan(&snapshot, &request));
    }
}
