//! docs/procedures: a page for each procedure by each of its methods, made of the code's own words. `UPDATE=1` writes them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "pages are files")]

#[path = "support/known.rs"]
mod known;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use connect_core::catalog::{catalog, CodeEntry};
use connect_core::plan::{Marks, Plan, Step, Zone};
use connect_model::case::Case;
use connect_model::methods::{every, with_options, ByMethod};

/// Where a method can be carried out: the first in which nothing stands against it.
const SCENARIOS: [&str; 1] = ["upgrade-follower"];

const ZONES: [Zone; 4] = [Zone::Prepare, Zone::Downtime, Zone::CutOver, Zone::Settle];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn folder() -> PathBuf {
    root().join("docs/procedures")
}

#[test]
fn every_procedure_has_a_page_by_each_of_its_methods() {
    let mut pages: BTreeMap<String, String> = every().iter().map(|one| (file(one), page(one))).collect();
    pages.insert("README.md".to_owned(), index());
    if known::updates() {
        std::fs::create_dir_all(folder()).unwrap();
        for (name, text) in &pages {
            std::fs::write(folder().join(name), text).unwrap();
        }
    }
    for (name, text) in &pages {
        let kept = std::fs::read_to_string(folder().join(name)).unwrap_or_default();
        assert!(kept == *text, "docs/procedures/{name}: run with UPDATE=1 and read the difference");
    }
    let there = std::fs::read_dir(folder()).unwrap();
    let there: BTreeSet<String> =
        there.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(there, pages.into_keys().collect(), "a page of what is no method any more");
}

fn file(one: &ByMethod) -> String {
    let id = one.procedure.id();
    if one.method.is_empty() {
        format!("{id}.md")
    } else {
        format!("{id}-{}.md", one.method)
    }
}

fn command(one: &ByMethod) -> String {
    match (one.procedure.id(), one.method) {
        ("finish", _) => "connect:runs:finish".to_owned(),
        (id, "") => format!("connect:{id}"),
        (id, method) => format!("connect:{id} --method {method}"),
    }
}

fn index() -> String {
    let rows: String = every()
        .iter()
        .map(|one| {
            let first = paragraphs(one).split("\n\n").next().unwrap_or_default().trim().replace('\n', " ");
            format!("| [`heroku {}`]({}) | {first} |\n", command(one), file(one))
        })
        .collect();
    format!(
        "# Procedures\n\nGenerated from the code by `npm run golden`. Do not edit.\n\n| Command | What it does |\n| --- | --- |\n{rows}"
    )
}

fn page(one: &ByMethod) -> String {
    let (scenario, plan) = planned(one);
    let manual = one.procedure.manual();
    let makes = if manual.is_empty() {
        "The manual has no section on it.".to_owned()
    } else {
        format!("Makes executable: “{manual}” of the maintenance manual.")
    };
    [
        format!("# heroku {}\n\nGenerated from the code by `npm run golden`. Do not edit.\n", command(one)),
        paragraphs(one),
        format!("{makes}\n"),
        offer(&plan),
        format!("## Steps\n\nAs planned in the scenario `{scenario}`; journals and reports call them by these ids.\n"),
        steps(&plan),
        options(one, &plan),
        marks(&plan.marks),
        rules(one, &plan),
        not_covered(&plan),
    ]
    .into_iter()
    .filter(|part| !part.is_empty())
    .collect::<Vec<_>>()
    .join("\n")
}

fn planned(one: &ByMethod) -> (&'static str, Plan) {
    let tried = |scenario: &&'static str| {
        let case = Case::of(one.procedure.id(), one.method, scenario).ok()?;
        Some((*scenario, Plan::clone(&case.plan)))
    };
    SCENARIOS
        .iter()
        .find_map(tried)
        .unwrap_or_else(|| panic!("no scenario of this test lets {} be carried out", one.name()))
}

/// The doc comment of the file that is this method's, or of its procedure's.
fn paragraphs(one: &ByMethod) -> String {
    let snake = |name: &str| name.replace('-', "_");
    let folder = root().join("core/src/procedures").join(snake(one.procedure.id()));
    let own = folder.join(format!("{}.rs", snake(one.method)));
    let source = if own.exists() { own } else { folder.join("mod.rs") };
    let text = std::fs::read_to_string(source).unwrap();
    let words: Vec<&str> =
        text.lines().map_while(|line| line.strip_prefix("//!")).map(str::trim_start).collect();
    assert!(!words.is_empty(), "{} says nothing of itself", one.name());
    words.join("\n") + "\n"
}

fn offer(plan: &Plan) -> String {
    let Some(method) = plan.methods.iter().find(|method| method.chosen) else { return String::new() };
    let (from, to) = method.minutes;
    let stopped = match method.downtime_minutes {
        (0, 0) => "no app is stopped".to_owned(),
        (from, to) => format!("{from} to {to} minutes with the app stopped"),
    };
    format!(
        "- **What it is**: {}\n- **How long**: {from} to {to} minutes, {stopped}\n- **Way back**: {}\n- **Cost**: {}\n",
        method.why, method.reversible, method.cost
    )
}

fn steps(plan: &Plan) -> String {
    let zones = ZONES.map(|zone| {
        let rows: String = plan.steps.iter().filter(|step| step.zone == zone).map(row).collect();
        if rows.is_empty() {
            return String::new();
        }
        format!(
            "### {}\n\nGiven up here: {}.\n\n| Step | What is done | Why | Taken back by |\n| --- | --- | --- | --- |\n{rows}\n",
            zone.word(),
            zone.aborting()
        )
    });
    zones.concat()
}

/// What an option makes of the method: the steps that it adds or changes.
fn options(one: &ByMethod, plan: &Plan) -> String {
    let plain: BTreeSet<String> = plan.steps.iter().map(row).collect();
    let of_it = |other: &ByMethod| {
        let option = other.method.strip_prefix(one.method)?.trim_start();
        (other.procedure.id() == one.procedure.id() && !option.is_empty()).then(|| option.to_owned())
    };
    let sections = with_options().into_iter().filter_map(|other| Some((of_it(&other)?, planned(&other).1)));
    sections
        .map(|(option, with)| {
            let rows: String = with.steps.iter().map(row).filter(|row| !plain.contains(row)).collect();
            format!(
                "## With `{option}`\n\n{}\nSteps that are others:\n\n| Step | What is done | Why | Taken back by |\n| --- | --- | --- | --- |\n{rows}",
                offer(&with)
            )
        })
        .collect()
}

fn row(step: &Step) -> String {
    let back: BTreeSet<&str> = step.undo.iter().map(connect_core::ops::Op::name).collect();
    let back: Vec<String> = back.iter().map(|name| format!("`{name}`")).collect();
    format!(
        "| `{}` | {} | {} | {} |\n",
        step.id,
        cell(&step.title),
        cell(&step.why),
        if back.is_empty() { "–".to_owned() } else { back.join(", ") }
    )
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

fn marks(marks: &Marks) -> String {
    let of = |what: &str, id: &Option<String>| {
        id.as_ref().map(|id| format!("- {what}: `{id}`\n")).unwrap_or_default()
    };
    let lines = [
        of("The app is stopped from", &marks.downtime_opens),
        marks.downtime_closes.last().map(|id| format!("- and is back with: `{id}`\n")).unwrap_or_default(),
        of("Connect is paused from", &marks.sync_pauses),
        of("and runs again with", &marks.sync_resumes),
        of("Traffic uses another database after", &marks.cut_over),
        of("There is only forward from", &marks.point_of_no_return),
    ]
    .concat();
    format!("## What begins and ends where\n\n{lines}")
}

fn rules(one: &ByMethod, plan: &Plan) -> String {
    let sentences: BTreeMap<String, &str> =
        catalog().codes.into_iter().map(|CodeEntry { code, sentence }| (code, sentence)).collect();
    let rows: String = one
        .procedure
        .prechecks(&plan.snapshot, &plan.request)
        .concat()
        .iter()
        .map(|rule| {
            let code = rule.code().to_string();
            format!("| `{code}` | {} |\n", sentences[&code])
        })
        .collect();
    format!("## What is checked before\n\n| Code | What it says |\n| --- | --- |\n{rows}")
}

fn not_covered(plan: &Plan) -> String {
    if plan.not_covered.is_empty() {
        return String::new();
    }
    let lines: String = plan.not_covered.iter().map(|one| format!("- {one}\n")).collect();
    format!("## What it does not look after\n\n{lines}")
}
