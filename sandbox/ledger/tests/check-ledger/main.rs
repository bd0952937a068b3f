//! Lies to the verdict. A true world is made with real servers, real clients and a real upgrade; the verdict has to
//! pass it. Then one lie after the other is told, and the verdict, a program of its own, has to name the check that
//! finds it; between two lies the truth has to pass again.
//!
//! Exit code 1 if a lie is not found. Speaks enough of the test harness's language for `cargo test` and `nextest`.

mod call;
mod lie;
mod lies;
#[path = "../support/mod.rs"]
mod support;
mod world;

use std::process::ExitCode;
use std::time::Instant;

use call::Call;
use lie::Lie;
use world::World;

const NAME: &str = "every_lie_is_found";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let given = |flag: &str| arguments.iter().any(|argument| argument == flag);
    if given("--list") {
        if !given("--ignored") {
            println!("{NAME}: test");
        }
        return ExitCode::SUCCESS;
    }
    let mut filters = arguments.iter().filter(|argument| !argument.starts_with("--")).peekable();
    if given("--ignored")
        || (filters.peek().is_some() && !filters.any(|filter| NAME.contains(filter.as_str())))
    {
        println!(
            "test result: ok. 0 passed; 0 failed; 0 ignored; 0 measured; 1 filtered out; finished in 0.00s"
        );
        return ExitCode::SUCCESS;
    }
    let started = Instant::now();
    let (passed, failed) = match check() {
        Ok(counts) => counts,
        Err(error) => {
            eprintln!("check-ledger: {error}");
            (0, 1)
        }
    };
    let word = if failed == 0 { "ok" } else { "FAILED" };
    println!(
        "test result: {word}. {passed} passed; {failed} failed; 0 ignored; 0 measured; 0 filtered out; finished in {:.2}s",
        started.elapsed().as_secs_f64()
    );
    if failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(1)
    }
}

/// Gives how many lies (and truths) came out as they should, and how many did not.
fn check() -> Result<(usize, usize), String> {
    let mut world = World::make()?;
    let mut results = vec![told_truth("an undone run", &world.undone)];
    world.go_on()?;
    let truth = Call::of(&world).verdict()?;
    println!("{}", truth.summary);
    results.push(told_truth("a finished upgrade", &truth));
    if !truth.failed.is_empty() {
        return Err(format!("the truth is not believed:\n{:#}", truth.json));
    }
    for lie in lies::all() {
        results.push(told(&world, &lie)?);
    }
    let found = results.iter().filter(|found| **found).count();
    println!("check-ledger: {} cases, {found} judged rightly", results.len());
    Ok((found, results.len() - found))
}

fn told_truth(name: &str, answer: &call::Answer) -> bool {
    let passed = answer.failed.is_empty();
    let word = if passed { "believed" } else { "DOUBTED " };
    println!("{word}  {name:44} {}", answer.failed.join(" "));
    passed
}

/// Tells a lie, asks for the verdict, takes the lie back and asks again.
fn told(world: &World, lie: &Lie) -> Result<bool, String> {
    let mut call = Call::of(world);
    lie.tell(world, &mut call)?;
    let answer = call.verdict()?;
    lie.take_back(world)?;
    let again = Call::of(world).verdict()?;
    if !again.failed.is_empty() {
        return Err(format!("\"{}\" was not taken back:\n{:#}", lie.name, again.json));
    }
    let found = answer.failed.iter().any(|check| check == lie.check);
    let word = if found { "found   " } else { "MISSED  " };
    let others: Vec<&str> =
        answer.failed.iter().filter(|check| *check != lie.check).map(String::as_str).collect();
    let others = if others.is_empty() { String::new() } else { format!("(also {})", others.join(" ")) };
    println!("{word}  {:44} {:13} {others}", lie.name, lie.check);
    Ok(found)
}
