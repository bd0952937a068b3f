//! What is watched: every line in order, and what goes wrong where it was asked for.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::collections::BTreeSet;

use connect_core::request::Request;
use connect_core::snapshot::Snapshot;
use connect_rehearsal::film::{strikes, Film, Frame, FrameKind, Strike};
use serde::de::DeserializeOwned;

fn fixture<T: DeserializeOwned>(file: &str) -> T {
    let path = format!("{}/../tests/fixtures/upgrade-db/good/{file}.json", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn film(struck: &[(usize, &str)]) -> Vec<Frame> {
    let (snapshot, request): (Snapshot, Request) = (fixture("snapshot"), fixture("request"));
    let struck = struck.iter().map(|(at, name)| Strike { at: *at, name: (*name).to_owned() }).collect();
    let mut film = Film::of(&snapshot, &request, struck).unwrap();
    let mut frames = Vec::new();
    for _ in 0..100_000 {
        if film.over() {
            return frames;
        }
        frames.extend(film.advance().unwrap());
    }
    panic!("no end: {frames:#?}");
}

/// The frame that begins a step.
fn at(frames: &[Frame], step: &str) -> usize {
    frames.iter().position(|one| one.step == step).unwrap_or_else(|| panic!("{step} is not told"))
}

fn last(frames: &[Frame]) -> &str {
    let end = frames.last().unwrap();
    assert_eq!(end.kind, FrameKind::Ended);
    &end.text
}

#[test]
fn a_film_tells_the_run_in_order_and_ends_with_its_report() {
    let frames = film(&[]);
    assert!(frames.len() > 30, "{}", frames.len());
    assert!(frames.is_sorted_by_key(|one| one.at_ms));
    assert!(last(&frames).contains(": done"), "{}", last(&frames));
    assert_eq!(frames.iter().filter(|one| one.kind != FrameKind::Said).count(), 1);
    assert_eq!(frames, film(&[]), "it is the same each time");
}

#[test]
fn what_goes_wrong_is_told_where_it_was_asked_for_and_the_run_ends() {
    let whole = film(&[]);
    for info in strikes() {
        for place in [1, at(&whole, "pause-connect"), at(&whole, "stop-writers"), at(&whole, "upgrade-run")] {
            let frames = film(&[(place, info.name)]);
            assert_eq!(frames[..place], whole[..place], "{}: before it nothing is otherwise", info.name);
            let told = &frames[place];
            assert_eq!(told.kind, FrameKind::Struck);
            assert!(told.text.contains(info.sentence));
            last(&frames);
        }
    }
}

#[test]
fn what_goes_wrong_makes_a_difference() {
    let whole = film(&[]);
    let end = |place: &str, name: &str| last(&film(&[(at(&whole, place), name)])).to_owned();
    let stuck = end("pause-connect", "pause-sticks");
    assert!(stuck.contains("connect/not-quiet") || stuck.contains("connect/not-paused"), "{stuck}");
    let aborted = end("stop-writers", "operator-aborts");
    assert!(aborted.contains(": rolled back") && aborted.contains("run/aborted"), "{aborted}");
    assert!(end("stop-writers", "laptop-closes").contains("resumed 1 time"));
    assert!(end("pause-connect", "upgrade-fails").contains("upgrade/"));
    let ends: BTreeSet<String> = strikes().iter().map(|one| end("stop-writers", one.name)).collect();
    assert!(ends.len() > 3, "{ends:#?}");
}

#[test]
fn of_two_operators_one_goes_on_and_the_other_changes_nothing() {
    let whole = film(&[]);
    let ends = |place: usize| {
        let frames = film(&[(place, "second-operator")]);
        let ends: Vec<String> =
            frames.into_iter().filter(|one| one.kind == FrameKind::Ended).map(|one| one.text).collect();
        let [second, first] = ends.try_into().unwrap_or_else(|ends| panic!("{ends:#?}"));
        (second, first)
    };
    let (second, first) = ends(at(&whole, "upgrade-run"));
    assert!(second.contains("everything is as it was") && second.contains("no app was stopped"), "{second}");
    assert!(first.contains(": done"), "{first}");
    let (second, first) = ends(1);
    assert!(second.contains(": done"), "{second}");
    assert!(!first.contains(": done") && first.contains("no app was stopped"), "{first}");
}

#[test]
fn what_cannot_go_wrong_is_refused() {
    let (snapshot, request): (Snapshot, Request) = (fixture("snapshot"), fixture("request"));
    let strike = Strike { at: 0, name: "meteor".to_owned() };
    assert!(Film::of(&snapshot, &request, vec![strike]).unwrap_err().contains("meteor"));
}
