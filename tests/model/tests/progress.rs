//! What people see while a run goes on, in simulated time.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod support;

use connect_core::directive::{Directive, Event};
use connect_core::effect::Effect;
use connect_core::line::Line;
use connect_core::render;
use connect_core::run::Hold;
use connect_model::case::{Bounds, Case};
use connect_model::desk::{scenario, Desk};
use connect_model::large::large;
use support::{context, drive, drive_until, upgrade};

const NONE: Bounds = Bounds { faults: 0, crashes: 0 };

/// What a wait says of itself.
fn note(directive: &Directive) -> Option<String> {
    match directive {
        Directive::Wait { note: Some(note), .. } => Some(note.unstyled()),
        _ => None,
    }
}

/// The outlook of a wait for the follower, if its lag is known.
fn outlook(directive: &Directive) -> Option<String> {
    let (_, outlook) =
        note(directive)?.split_once(" behind").map(|(seen, rest)| (seen.to_owned(), rest.to_owned()))?;
    Some(outlook)
}

#[test]
fn a_follower_half_a_million_commits_behind_shows_about_how_long_it_still_takes() {
    let mut desk = Desk::new(&large("half-million-behind").unwrap());
    let mut seen: Vec<(u64, String)> = Vec::new();
    let mut caught_up = 0;
    drive(&mut desk, upgrade("acme-sync"), context(), |one| {
        if let Some(outlook) = outlook(one.directive) {
            seen.push((one.asked_at, outlook));
            caught_up = one.answered_at;
        }
    });
    let (first, told): (Vec<_>, Vec<_>) = seen.into_iter().partition(|(_, outlook)| outlook.is_empty());
    assert!((1..=6).contains(&first.len()), "nothing is told from so few looks: {first:?}");
    assert!(told.len() > 20, "{told:?}");
    let mut before = u64::MAX;
    for (at, outlook) in told {
        let minutes = outlook.strip_prefix(", about ").and_then(|rest| rest.strip_suffix(" min left"));
        let minutes = minutes.map_or(1, |minutes| minutes.parse().unwrap());
        assert!(minutes > 1 || outlook == ", less than a minute left", "{outlook}");
        assert!(minutes <= before, "{outlook} after {before} min");
        let really = (caught_up - at).div_ceil(60_000);
        assert!(minutes.abs_diff(really) <= 1, "{outlook}, and it took {really} min");
        before = minutes;
    }
    assert_eq!(before, 1);
}

#[test]
fn a_follower_that_does_not_catch_up_shows_no_end_and_says_so() {
    let mut world = large("half-million-behind").unwrap();
    world.switches.commits_per_second = world.switches.replays_per_second;
    let mut desk = Desk::new(&world);
    let mut seen = Vec::new();
    let stalls = |one: &Directive| outlook(one).is_some_and(|outlook| outlook.contains("no end in sight"));
    drive_until(&mut desk, upgrade("acme-sync"), context(), stalls, |one| {
        seen.extend(outlook(one.directive))
    });
    let last = seen.pop().unwrap();
    assert_eq!(last, ", not falling: no end in sight");
    assert!(seen.iter().all(String::is_empty), "{seen:?}");
}

#[test]
fn the_runs_own_books_have_no_number_and_no_line_of_progress() {
    let mut desk = Desk::new(&scenario("upgrade-follower").unwrap());
    let (mut numbers, mut books) = (Vec::new(), Vec::new());
    drive(&mut desk, upgrade("acme-sync"), context(), |one| {
        if let Directive::Show { event: Event::Stage { quiet, step, line, .. }, .. } = one.directive {
            let said = line.unstyled();
            match said.split_once('/').filter(|_| !quiet) {
                Some((number, _)) => numbers.push(number.trim().parse::<usize>().unwrap()),
                None => books.push((step.clone(), said)),
            }
        }
    });
    numbers.dedup();
    assert!(numbers.iter().copied().eq(1..=numbers.len()), "{numbers:?}");
    for (step, said) in &books {
        assert!(said.contains("lock") && !said.contains('/'), "{step}: {said}");
    }
    assert!(books.iter().any(|(step, _)| step == "take-lock"), "{books:?}");
}

#[test]
fn which_app_restarts_is_said_before_it_does() {
    let mut desk = Desk::new(&scenario("upgrade-follower").unwrap());
    let (mut said, mut restarted, mut stopped) = (0, 0, false);
    drive(&mut desk, upgrade("acme-sync"), context(), |one| match one.directive {
        Directive::Show { event: Event::Lines { lines, .. }, .. } => {
            said +=
                lines.iter().map(Line::unstyled).filter(|line| line.contains("⬢ acme-sync restarts")).count();
            assert!(said <= restarted + 1, "said again before it came");
        }
        Directive::Show { event: Event::Stage { downtime_ms, .. }, .. } => stopped = downtime_ms.is_some(),
        one => {
            for effect in one.effects() {
                let Effect::Http(http) = effect else { continue };
                let path = http.request.path.as_str();
                let releases = path.ends_with("/addons") || path.ends_with("/addon-attachments");
                if http.mutates && releases && !stopped {
                    restarted += 1;
                    assert_eq!(said, restarted, "{path}");
                }
            }
        }
    });
    assert_eq!((said, restarted), (2, 2));
}

#[test]
fn a_plan_says_at_which_steps_an_app_restarts_and_that_what_runs_nothing_does_not() {
    let plan = |world| {
        let case = Case::upgrade_in(&world, NONE).unwrap();
        let face = connect_core::face::Face { verbose: true, ..Default::default() };
        let lines = render::plan_text(&case.plan, Hold::No, &face);
        lines.iter().map(|line| line.unstyled() + "\n").collect::<String>()
    };
    let mut world = scenario("upgrade-follower").unwrap();
    let text = plan(world.clone());
    assert!(text.contains("⬢ acme-sync: 2 restarts before the downtime"), "{text}");
    assert_eq!(text.matches("[restarts acme-sync]").count(), 2, "{text}");
    world.apps[0].formation.iter_mut().for_each(|process| process.quantity = 0);
    let text = plan(world);
    assert!(!text.contains("restarts"), "{text}");
}
