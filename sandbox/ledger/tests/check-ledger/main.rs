//! Lies to the verdict. A true world is made with real servers, real clients and a real upgrade; the verdict has to
//! pass it. Then one lie after the other is told, and the verdict, a program of its own, has to name the check that
//! finds it; between two lies the truth has to pass again.
//!
//! It is its own harness, so that the table of lies is printed in order.

mod call;
mod lie;
mod lies;
#[path = "../support/mod.rs"]
mod support;
mod world;

use libtest_mimic::{Arguments, Failed, Trial};

use call::Call;
use lie::Lie;
use world::World;

fn main() {
    let trial = Trial::test("every_lie_is_found", || match check()? {
        0 => Ok(()),
        wrong => Err(Failed::from(format!("{wrong} cases were judged wrongly"))),
    });
    libtest_mimic::run(&Arguments::from_args(), vec![trial]).exit();
}

/// Gives how many lies (and truths) did not come out as they should.
fn check() -> Result<usize, String> {
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
    Ok(results.len() - found)
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
