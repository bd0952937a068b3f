//! `check-model [--scenario NAME] [--faults N] [--crashes N]`: tries everything within the bounds and says what was tried.
//! Exit 0 only if the queue is empty and every invariant held.

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use connect_core::command::UpgradeDb;
use connect_core::plan::Plan;
use connect_core::request::Request;
use connect_model::desk::{scenario, Desk};
use connect_model::explore::{explore, plan, Bounds, Coverage};

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            println!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), String> {
    let name = option("--scenario").unwrap_or_else(|| "upgrade-follower".to_owned());
    let number = |flag: &str, default: u8| {
        option(flag).map_or(Ok(default), |text| text.parse().map_err(|_| format!("{flag} takes a number")))
    };
    let bounds = Bounds { faults: number("--faults", 1)?, crashes: number("--crashes", 1)? };
    let mut desk = Desk::new(&scenario(&name)?);
    let typed =
        UpgradeDb { app: "acme-sync".to_owned(), version: Some("17".to_owned()), ..UpgradeDb::default() };
    let request = Request::upgrade_db(&typed).map_err(|finding| finding.message)?;
    let plan = Arc::new(plan(&mut desk, &request)?);
    let began = Instant::now();
    match explore(&desk, &plan, bounds) {
        Ok(coverage) => {
            print(&name, &plan, bounds, &coverage, began);
            Ok(())
        }
        Err(found) => {
            let mut text = format!("{name}: BROKEN {}: {}\n", found.broken.invariant, found.broken.seen);
            for event in &found.way {
                text.push_str(&format!("  {event}\n"));
            }
            text.push_str(&format!("found after {:.1} s", began.elapsed().as_secs_f64()));
            Err(text)
        }
    }
}

fn print(name: &str, plan: &Plan, bounds: Bounds, coverage: &Coverage, began: Instant) {
    let seconds = began.elapsed().as_secs_f64();
    println!(
        "{name}: follower method, up to {} fault(s) and {} crash(es): the queue is empty",
        bounds.faults, bounds.crashes
    );
    println!("  unique states   {}", coverage.states);
    println!(
        "  transitions     {} ({:.0}/s)",
        coverage.transitions,
        coverage.transitions as f64 / seconds.max(0.001)
    );
    println!("  longest way     {}", coverage.depth);
    println!("  endings         {:?}", coverage.endings);
    println!("  step x fault    {} pairs over {} steps", coverage.faults.len(), plan.steps.len());
    println!("  step x crash    {} pairs", coverage.crashes.len());
    println!("  time            {seconds:.1} s");
}

fn option(flag: &str) -> Option<String> {
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        if arg == flag {
            return args.next();
        }
    }
    None
}
