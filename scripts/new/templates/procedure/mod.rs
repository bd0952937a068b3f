//! What it does.
//!
//! Makes executable: "Its chapter" of the maintenance manual.

use super::blocks::{step, target};
use super::{Outline, Procedure};
use crate::plan::Words;
use crate::prechecks::{self, Precheck};
use crate::request::Request;
use crate::snapshot::Snapshot;
use crate::survey::Needs;
use crate::zone::Zone;

/// The procedure.
pub struct __Pascal__;

impl Procedure for __Pascal__ {
    fn id(&self) -> &'static str {
        "__kebab__"
    }

    fn manual(&self) -> &'static str {
        "Its chapter"
    }

    fn needs(&self, _: &Request) -> Needs {
        Needs::everything()
    }

    fn prechecks(&self) -> &'static [&'static dyn Precheck] {
        &[&prechecks::AppsInReach, &prechecks::LockFree]
    }

    fn outline(&self, snapshot: &Snapshot, _: &Request) -> Outline {
        let apps: Vec<String> = snapshot.apps.iter().map(|app| app.name.clone()).collect();
        let mut look = step("look", Zone::Prepare, "look whether the login works", "a first step");
        look.until = vec![target::login()];
        Outline {
            steps: vec![look],
            words: Words { title: "What it does".to_owned(), ..Words::default() },
            confirmation: apps.join(","),
            apps,
            ..Outline::default()
        }
    }
}
