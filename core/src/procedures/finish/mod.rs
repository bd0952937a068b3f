//! After the soak: destroy the old database of a run, if nobody has used it since.
//!
//! The sequel of every procedure that leaves a database behind; `connect:runs:finish`.

use super::blocks::{check, MINUTE};
use super::{Outline, Procedure};
use crate::codes;
use crate::conditions::{AddonGone, NoSessions, PositionUnmoved};
use crate::late::{Late, Place, Role};
use crate::ops::AddonDestroy;
use crate::plan::{Marks, Names, OnFailure, Pace, Words};
use crate::prechecks::{OldUnused, Precheck};
use crate::procedures::blocks::step;
use crate::request::{self, Request};
use crate::snapshot::Snapshot;
use crate::survey::Needs;
use crate::zone::Zone;

/// The procedure.
pub struct Finish;

impl Procedure for Finish {
    fn id(&self) -> &'static str {
        "finish"
    }

    fn manual(&self) -> &'static str {
        ""
    }

    fn needs(&self, _: &Request) -> Needs {
        Needs::the_database_alone()
    }

    fn prechecks(&self) -> &'static [&'static dyn Precheck] {
        &[&OldUnused]
    }

    fn outline(&self, _: &Snapshot, request: &Request) -> Outline {
        let Some(finish) = request.finishes() else { return Outline::default() };
        let destroy = destroy(finish);
        Outline {
            marks: Marks { point_of_no_return: Some(destroy.id.clone()), ..Marks::default() },
            steps: vec![destroy],
            names: Names::default(),
            words: Words {
                title: format!("Destruction of {}, left behind by run {}", finish.addon, finish.run),
                before: format!("{} is as it was", finish.addon),
                undone: format!("{} is as it was", finish.addon),
                after: String::new(),
                done: format!("{} and its data are destroyed", finish.addon),
                next: Vec::new(),
            },
            apps: vec![finish.billing_app.clone()],
            confirmation: finish.addon.clone(),
        }
    }
}

fn destroy(finish: &request::Finish) -> crate::plan::Step {
    let place = || Place {
        app: finish.billing_app.clone(),
        config_var: Late::Now(format!("{}_URL", finish.attachment)),
        expect: None,
        role: Role::Old,
    };
    let addon = || Late::Now(finish.addon.clone());
    let mut step = step(
        "destroy-old",
        Zone::Settle,
        &format!("destroy {} and its data", finish.addon),
        "it is fenced, nobody is connected to it and nobody wrote to it since the upgrade",
    );
    let unmoved = PositionUnmoved {
        own: 1,
        place: place(),
        position: Late::Now(finish.position.clone()),
        schemas: finish.schemas.clone(),
        title: "old database since the fence".to_owned(),
    };
    step.guards = vec![
        check(
            NoSessions { before: None, place: place() },
            Pace::Slow,
            5 * MINUTE,
            codes::DATABASE_SESSIONS_OPEN,
        ),
        check(unmoved, Pace::Slow, 5 * MINUTE, codes::DOWNTIME_POSITION_UNREADABLE),
    ];
    step.calls = vec![AddonDestroy { addon: addon(), app: finish.billing_app.clone() }.into()];
    let gone = AddonGone { addon: addon(), app: finish.billing_app.clone() };
    step.until = vec![check(gone, Pace::Slow, 5 * MINUTE, codes::SERVICE_NO_EFFECT)];
    step.on_failure = OnFailure::Undo;
    step
}
