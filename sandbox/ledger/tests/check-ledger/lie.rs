//! A lie, and how it is told and taken back.

use serde_json::Value;

use crate::call::Call;
use crate::support::execute;
use crate::world::World;

/// Which database.
#[derive(Clone, Copy)]
pub enum On {
    Old,
    New,
}

/// How a lie is told.
pub enum How {
    /// The verdict is asked about something else than what is.
    Call(fn(&World, &mut Call)),
    /// As a superuser and invisibly to capture; the second list takes it back.
    Sql(On, Vec<String>, Vec<String>),
    /// In the org's account of itself; says what is missing when there is nothing to lie about.
    Org(fn(&mut Value) -> Result<(), &'static str>),
    /// One more line in an acknowledgement file.
    Ack(fn(&World) -> Value),
}

/// A lie with the check that has to find it.
pub struct Lie {
    pub name: &'static str,
    pub check: &'static str,
    pub how: How,
}

impl Lie {
    /// Tells the lie.
    pub fn tell(&self, world: &World, call: &mut Call) -> Result<(), String> {
        match &self.how {
            How::Call(change) => change(world, call),
            How::Sql(on, tell, _) => statements(world, *on, tell)?,
            How::Org(change) => {
                let text = std::fs::read(&world.dump).map_err(|error| error.to_string())?;
                let mut dump = serde_json::from_slice(&text).map_err(|error| error.to_string())?;
                change(&mut dump).map_err(|what| format!("\"{}\" cannot be told: {what}", self.name))?;
                call.org = world.dump.with_extension("lie.json");
                std::fs::write(&call.org, dump.to_string()).map_err(|error| error.to_string())?;
            }
            How::Ack(line) => {
                std::fs::write(world.acks.join("lie.jsonl"), format!("{}\n", line(world)))
                    .map_err(|error| error.to_string())?;
            }
        }
        Ok(())
    }

    /// Takes it back.
    pub fn take_back(&self, world: &World) -> Result<(), String> {
        match &self.how {
            How::Sql(on, _, undo) => statements(world, *on, undo),
            How::Ack(_) => {
                std::fs::remove_file(world.acks.join("lie.jsonl")).map_err(|error| error.to_string())
            }
            How::Call(_) | How::Org(_) => Ok(()),
        }
    }
}

fn statements(world: &World, on: On, statements: &[String]) -> Result<(), String> {
    let url = match on {
        On::Old => world.superuser(&world.old.addon)?,
        On::New => world.superuser(&world.new_addon)?,
    };
    // Neither the fence nor the capture triggers stand in a liar's way.
    let mut all = vec!["SET default_transaction_read_only = off", "SET session_replication_role = replica"];
    all.extend(statements.iter().map(String::as_str));
    execute(&url, &all)
}
