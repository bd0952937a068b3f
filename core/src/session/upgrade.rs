//! `connect:upgrade-db`: survey, plan, confirmation.

use serde_json::json;

use super::{Opening, Session, Stage};
use crate::command::{Command, UpgradeDb};
use crate::diagnostic::Diagnostic;
use crate::directive::{Ending, Millis};
use crate::effect::FileEffect;
use crate::plan::{Plan, Special};
use crate::procedures::upgrade_db::{self, Request};
use crate::render;
use crate::run::Hold;
use crate::snapshot::Snapshot;
use crate::survey::Survey;

impl Session {
    pub(super) fn begin_upgrade(&mut self, typed: &UpgradeDb) -> Stage {
        if let Err(finding) = Request::of(typed) {
            return self.refuse(&finding, Ending::Usage);
        }
        if !typed.plan_only && !self.context.interactive {
            if let Some(flag) = unasked(typed) {
                let finding = Diagnostic::block(
                    "usage/no-terminal",
                    format!("nobody can be asked here: {flag}"),
                    "or use `--plan-only` to see the plan",
                );
                return self.refuse(&finding, Ending::Usage);
            }
        }
        Stage::Survey(Box::new(
            Survey::new(&typed.app, typed.database.as_deref()).with_follower(typed.follower.as_deref()),
        ))
    }

    pub(super) fn planned(&mut self, snapshot: &Snapshot) -> Stage {
        let Command::UpgradeDb(typed) = self.command.clone() else { return Stage::Done(Ending::Unexpected) };
        let request = match Request::of(&typed) {
            Ok(request) => request,
            Err(finding) => return self.refuse(&finding, Ending::Usage),
        };
        let plan = upgrade_db::plan(snapshot, &request);
        let lines = render::plan_text(&plan);
        self.say(&lines);
        if let Some(out) = &typed.out {
            let text = format!("{:#}\n", json!(plan));
            self.files.push_back(FileEffect { name: out.clone(), operator_path: true, text });
        }
        if !plan.applyable() {
            self.json(json!({ "ending": Ending::Blocked, "plan": plan, "sha256": plan.sha256() }));
            return Stage::Done(Ending::Blocked);
        }
        if typed.plan_only {
            self.json(json!({ "ending": Ending::Planned, "plan": plan, "sha256": plan.sha256() }));
            return Stage::Done(Ending::Planned);
        }
        let expect = plan.confirmation();
        match typed.confirm.as_deref() {
            Some(typed) if typed == expect => Stage::Opening(Some(Opening::Begin(Box::new(plan)))),
            Some(_) => {
                let finding = Diagnostic::block(
                    "confirm/mismatch",
                    format!("`--confirm` does not match: this touches {}", plan.apps.join(", ")),
                    format!("confirm with `--confirm {expect}`"),
                );
                self.refuse(&finding, Ending::Usage)
            }
            None => Stage::Confirm { plan: Box::new(plan), expect },
        }
    }

    /// When the window opens, by the flags of this command.
    pub(super) fn hold_of(&self, plan: &Plan) -> Hold {
        let holds = plan.steps.iter().any(|step| step.special == Some(Special::Hold));
        match &self.command {
            Command::UpgradeDb(typed) => match (typed.window_at, typed.hold) {
                (Some(at), _) => Hold::At(at),
                (None, Some(false)) => Hold::No,
                (None, Some(true)) => Hold::Ask,
                (None, None) if self.context.interactive && holds => Hold::Ask,
                (None, None) => Hold::No,
            },
            Command::Resume { hold, window_at, .. } => match (window_at, hold) {
                (Some(at), _) => Hold::At(*at),
                (None, Some(false)) => Hold::No,
                (None, _) => Hold::Ask,
            },
            Command::Runs { .. } | Command::Info { .. } | Command::Abort { .. } | Command::Finish { .. } => {
                Hold::No
            }
        }
    }

    pub(super) fn latest(&self) -> Option<Millis> {
        match &self.command {
            Command::UpgradeDb(typed) => typed.window_latest,
            Command::Runs { .. }
            | Command::Info { .. }
            | Command::Resume { .. }
            | Command::Abort { .. }
            | Command::Finish { .. } => None,
        }
    }
}

/// What would have to be asked.
fn unasked(typed: &UpgradeDb) -> Option<&'static str> {
    if typed.confirm.is_none() {
        return Some("give the app's name with `--confirm`");
    }
    match (typed.hold, typed.window_at) {
        (Some(true), _) => Some("`--hold` asks; give `--no-hold` or `--window-at`"),
        (None, None) => Some("say when the window opens: `--no-hold` or `--window-at`"),
        (Some(false), _) | (None, Some(_)) => None,
    }
}
