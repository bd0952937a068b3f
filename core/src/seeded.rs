//! Seeded bugs: switches of a test build. Each makes the program wrong in one way that some check must find.
//!
//! A bug of a plan is a change of the finished plan, told by what its parts are and not by where they are written, so that it
//! survives every move of code. A bug of the machine is asked for where it strikes. Without the feature `seeded-bugs` none of
//! it is built.

/// A bug of the machine itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bug {
    /// See the table.
    AppendAfterPerform,
    /// See the table.
    PortNotTold,
    /// See the table.
    UndoAfterNoReturn,
    /// See the table.
    SentAgain,
    /// See the table.
    EndNotCompared,
    /// See the table.
    FiredNotAdopted,
    /// See the table.
    SafeUnread,
    /// See the table.
    NotBegunAnew,
    /// See the table.
    AnyOrganization,
}

/// True if this bug is switched on.
#[cfg(not(feature = "seeded-bugs"))]
#[must_use]
pub(crate) const fn has(_: Bug) -> bool {
    false
}

/// True if whatever tells this code is left out.
#[cfg(not(feature = "seeded-bugs"))]
#[must_use]
pub(crate) const fn forgets(_: &str) -> bool {
    false
}

#[cfg(feature = "seeded-bugs")]
pub(crate) use forgotten::{forget, forgets};
#[cfg(feature = "seeded-bugs")]
pub(crate) use switches::{has, spoil};
#[cfg(feature = "seeded-bugs")]
pub use switches::{switch_on, SeededBug, ALL};

/// A rule that is left out: `check:rules` looks for the test that notices.
#[cfg(feature = "seeded-bugs")]
mod forgotten {
    use std::sync::OnceLock;

    use crate::plan::Step;

    /// Names the rule, by its code, for the life of the process.
    const VARIABLE: &str = "CONNECT_FORGOTTEN_RULE";
    /// What is printed when there was something to leave out: whoever forgets what nobody asks has tried nothing.
    const STRUCK: &str = "a rule was forgotten";

    /// True if whatever tells this code is left out.
    #[allow(
        clippy::disallowed_macros,
        clippy::disallowed_methods,
        clippy::print_stderr,
        reason = "a switch of test builds, for a process as a whole"
    )]
    pub(crate) fn forgets(code: &str) -> bool {
        static CODE: OnceLock<Option<String>> = OnceLock::new();
        let forgets = CODE.get_or_init(|| std::env::var(VARIABLE).ok()).as_deref() == Some(code);
        if forgets {
            eprintln!("{STRUCK}");
        }
        forgets
    }

    /// Takes out of a plan what fails with that code.
    pub(crate) fn forget(steps: &mut [Step]) {
        for step in steps {
            for checks in [&mut step.guards, &mut step.until, &mut step.undo_guards, &mut step.undo_until] {
                checks.retain(|check| !forgets(&check.code));
            }
        }
    }
}

#[cfg(feature = "seeded-bugs")]
mod switches {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::Bug;
    use crate::conditions::Condition;
    use crate::late::Role;
    use crate::ops::{ConnectionResume, ConnectionStart, Op};
    use crate::plan::{Check, Step};
    use crate::query::FenceScope;

    /// One seeded bug.
    #[derive(Debug)]
    pub struct SeededBug {
        /// Its name, kebab-case.
        pub name: &'static str,
        /// What it does, in a sentence.
        pub sentence: &'static str,
        /// The invariant that finds it.
        pub invariant: &'static str,
        /// The world of the model check in which it is looked for.
        pub world: &'static str,
        /// A fault of the simulator under which it shows; `None`: it shows when everything is tried.
        pub fault: Option<&'static str>,
        how: How,
    }

    #[derive(Debug)]
    enum How {
        Machine(Bug),
        Plan(fn(&mut [Step])),
        Both(Bug, fn(&mut [Step])),
    }

    /// Every seeded bug.
    pub const ALL: &[SeededBug] = &[
        SeededBug {
            name: "append-after-perform",
            sentence: "a change is performed before the record that announces it is on disk: a process that dies in between leaves it standing",
            invariant: "undone-means-as-before",
            world: "upgrade-follower",
            fault: None,
            how: How::Machine(Bug::AppendAfterPerform),
        },
        SeededBug {
            name: "undo-after-no-return",
            sentence: "everything is taken back although Connect was already resumed on the new database: only the look at what was written there stops it",
            invariant: "without-a-fault-nobody-is-needed",
            world: "upgrade-follower",
            fault: None,
            how: How::Machine(Bug::UndoAfterNoReturn),
        },
        SeededBug {
            name: "fence-left-standing",
            sentence: "taking back leaves the lead database read-only: Connect cannot write to it again",
            invariant: "without-a-fault-nobody-is-needed",
            world: "upgrade-follower",
            fault: None,
            how: How::Plan(fence_left_standing),
        },
        SeededBug {
            name: "replay-not-proven",
            sentence: "the follower is upgraded before it has replayed L0, and the copy is not compared afterwards: what it lacked is lost",
            invariant: "never-two-leads",
            world: "upgrade-follower",
            fault: None,
            how: How::Plan(replay_not_proven),
        },
        SeededBug {
            name: "written-after-position-not-seen",
            sentence: "nobody looks whether the old database was written after L0, and the copy is not compared: a job that started during the downtime loses its writes",
            invariant: "never-two-leads",
            world: "upgrade-follower",
            fault: None,
            how: How::Plan(written_after_position_not_seen),
        },
        SeededBug {
            name: "connect-left-paused",
            sentence: "Connect is not resumed when a run is undone",
            invariant: "undone-means-as-before",
            world: "upgrade-follower",
            fault: None,
            how: How::Plan(connect_left_paused),
        },
        SeededBug {
            name: "new-side-not-closed",
            sentence: "attachments are moved back without a look whether anybody wrote to the new database",
            invariant: "never-two-leads",
            world: "upgrade-follower",
            fault: None,
            how: How::Plan(new_side_not_closed),
        },
        SeededBug {
            name: "port-not-told",
            sentence: "an app counts as moved when it points to the host and database of the new server, whatever the port: beside its copy on one host the old database passes",
            invariant: "never-stuck",
            world: "upgrade-follower",
            fault: Some("promote-noop"),
            how: How::Machine(Bug::PortNotTold),
        },
        SeededBug {
            name: "beats-not-compared",
            sentence: "nobody looks whether the server that took over has the test writes that were acknowledged: a loss goes unsaid",
            invariant: "what-the-service-lost-is-said",
            world: "change-plan-loses-many",
            fault: None,
            how: How::Plan(beats_not_compared),
        },
        SeededBug {
            name: "span-not-said",
            sentence: "the moment in which another server took over is not named: what was lost in it goes unsaid",
            invariant: "what-the-service-lost-is-said",
            world: "change-plan-loses-few",
            fault: None,
            how: How::Plan(span_not_said),
        },
        SeededBug {
            name: "copy-not-compared",
            sentence: "a copy is believed when it says that it succeeded: the rows that it lacks are lost",
            invariant: "never-two-leads",
            world: "copy",
            fault: Some("copy-hollow"),
            how: How::Plan(copy_not_compared),
        },
        SeededBug {
            name: "source-open-during-copy",
            sentence: "the old database accepts writes while it is copied, and nobody looks whether there were any: what a job writes after it was read is lost",
            invariant: "never-two-leads",
            world: "copy",
            fault: None,
            how: How::Plan(source_open_during_copy),
        },
        SeededBug {
            name: "sent-again",
            sentence: "a change that nobody answered and that may still come is sent a second time",
            invariant: "what-is-sent-once-is-announced-once",
            world: "change-plan",
            fault: None,
            how: How::Machine(Bug::SentAgain),
        },
        SeededBug {
            name: "end-not-compared",
            sentence: "the follower leads although it had not replayed L0, and nobody compares where it ends: what it lacked is lost",
            invariant: "never-two-leads",
            world: "changeover",
            fault: None,
            how: How::Both(Bug::EndNotCompared, replay_not_proven),
        },
        SeededBug {
            name: "leader-not-watched",
            sentence: "in a changeover nobody looks whether the old database was written after L0: a job that started during the downtime loses its writes",
            invariant: "never-two-leads",
            world: "changeover",
            fault: None,
            how: How::Plan(written_after_position_not_seen),
        },
        SeededBug {
            name: "fired-not-adopted",
            sentence: "a prepared upgrade that starts by itself is taken for a failure: everything is taken back while the service upgrades the database",
            invariant: "never-stuck",
            world: "upgrade-direct",
            fault: Some("upgrade-fires"),
            how: How::Machine(Bug::FiredNotAdopted),
        },
        SeededBug {
            name: "armed-left-standing",
            sentence: "taking back leaves the upgrade prepared: it starts by itself when nobody expects it",
            invariant: "undone-means-as-before",
            world: "upgrade-direct",
            fault: None,
            how: How::Plan(armed_left_standing),
        },
        SeededBug {
            name: "way-back-left-following",
            sentence: "the copy that is to lead back goes on following, and nobody looks: it is upgraded along with its leader",
            invariant: "what-leads-back-is-there",
            world: "upgrade-direct-copy",
            fault: None,
            how: How::Plan(way_back_left_following),
        },
        SeededBug {
            name: "safe-unread",
            sentence: "the database counts as safe as before whatever is shown of its standby and its backups",
            invariant: "what-is-called-safe-is-safe",
            world: "readers-later",
            fault: None,
            how: How::Machine(Bug::SafeUnread),
        },
        SeededBug {
            name: "readers-not-looked-after",
            sentence: "nobody looks whether an app really reads the new follower once its attachment was moved: it goes on reading the old one",
            invariant: "moved-readers-read-the-lead",
            world: "readers",
            fault: Some("release-fails"),
            how: How::Plan(readers_not_looked_after),
        },
        SeededBug {
            name: "web-not-closed",
            sentence: "web dynos of a space go on writing after L0, and nobody looks whether the old database was written: what they wrote is lost",
            invariant: "never-two-leads",
            world: "private",
            fault: None,
            how: How::Plan(web_not_closed),
        },
        SeededBug {
            name: "web-left-closed",
            sentence: "taking back does not lift what closed the old database for web, and nobody looks: neither an app nor Connect can write to it",
            invariant: "without-a-fault-nobody-is-needed",
            world: "private",
            fault: None,
            how: How::Plan(web_left_closed),
        },
        SeededBug {
            name: "any-organization",
            sentence: "whatever organization somebody logs into counts as the one of before: its records fill the tables, and it gets what the app writes",
            invariant: "another-organization-gets-nothing",
            world: "recreate-wrong-login",
            fault: None,
            how: How::Machine(Bug::AnyOrganization),
        },
        SeededBug {
            name: "not-begun-anew",
            sentence: "whoever resumes waits for what was refused, and nothing is sent again: the app stays stopped for ever",
            invariant: "never-stuck",
            world: "recreate",
            fault: Some("connect-create-fails"),
            how: How::Machine(Bug::NotBegunAnew),
        },
        SeededBug {
            name: "left-aside-unseen",
            sentence: "the schema is put aside whatever waits in it, and nobody has waited until everything is sent: it never gets to Salesforce",
            invariant: "what-was-captured-is-not-left-aside",
            world: "essential-to-standard-recreate",
            fault: None,
            how: How::Plan(left_aside_unseen),
        },
        SeededBug {
            name: "rows-not-seen",
            sentence: "attachments are moved back from a copy on which a schema was put aside, without a look whether anybody wrote there",
            invariant: "never-two-leads",
            world: "essential-to-standard-recreate",
            fault: None,
            how: How::Plan(rows_not_seen),
        },
        SeededBug {
            name: "revived-not-marked",
            sentence: "what a rollback brought back into the log stays there: Connect sends it a second time",
            invariant: "nothing-that-came-back-is-sent-twice",
            world: "resync",
            fault: None,
            how: How::Plan(revived_not_marked),
        },
        SeededBug {
            name: "not-made-again",
            sentence: "what stood in the way of altering a column is dropped and never made again, and nobody looks",
            invariant: "what-hung-hangs-again",
            world: "change-field",
            fault: None,
            how: How::Plan(not_made_again),
        },
        SeededBug {
            name: "catalog-not-read",
            sentence: "a changed mapping that was accepted is believed: nobody looks whether its columns were altered",
            invariant: "columns-that-were-to-follow-do",
            world: "longer-field",
            fault: Some("put-no-effect"),
            how: How::Plan(catalog_not_read),
        },
        SeededBug {
            name: "not-reloaded",
            sentence: "mappings are not reloaded after a rollback: what was sent since is in Salesforce and in no table",
            invariant: "no-acknowledged-write-lost",
            world: "resync",
            fault: None,
            how: How::Plan(not_reloaded),
        },
        SeededBug {
            name: "resumed-when-undone",
            sentence: "taking back resumes Connect on the database that went back: it sends again what it sent before",
            invariant: "nothing-that-came-back-is-sent-twice",
            world: "resync",
            fault: None,
            how: How::Plan(resumed_when_undone),
        },
        SeededBug {
            name: "pause-believed",
            sentence: "a pause that was accepted counts as one: Connect goes on with what it has in hand while it is called quiet",
            invariant: "a-pause-that-is-held-is-quiet-and-noted",
            world: "quiesce",
            fault: Some("pause-stuck"),
            how: How::Plan(pause_believed),
        },
        SeededBug {
            name: "pause-not-noted",
            sentence: "a pause is left without a note of who made it and until when: nobody is reminded of it",
            invariant: "a-pause-that-is-held-is-quiet-and-noted",
            world: "quiesce",
            fault: None,
            how: How::Plan(pause_not_noted),
        },
        SeededBug {
            name: "resume-not-sent",
            sentence: "the lock is removed and Connect is never asked to run again",
            invariant: "connect-runs-when-done",
            world: "resume-sync",
            fault: None,
            how: How::Plan(resume_not_sent),
        },
        SeededBug {
            name: "lock-left-behind",
            sentence: "a run that is done leaves its lock in the database: the next one is refused",
            invariant: "a-run-that-is-done-leaves-no-lock",
            world: "resume-sync",
            fault: None,
            how: How::Plan(lock_left_behind),
        },
    ];

    static ON: AtomicUsize = AtomicUsize::new(usize::MAX);

    /// Switches one on for the life of the process.
    ///
    /// # Errors
    /// When there is none of this name.
    pub fn switch_on(name: &str) -> Result<&'static SeededBug, String> {
        let found = ALL.iter().position(|bug| bug.name == name);
        let at = found.ok_or_else(|| format!("there is no seeded bug `{name}`"))?;
        ON.store(at, Ordering::Relaxed);
        ALL.get(at).ok_or_else(String::new)
    }

    fn on() -> Option<&'static SeededBug> {
        ALL.get(ON.load(Ordering::Relaxed))
    }

    pub(crate) fn has(bug: Bug) -> bool {
        matches!(on(), Some(SeededBug { how: How::Machine(on) | How::Both(on, _), .. }) if *on == bug)
    }

    /// Makes a plan wrong, if a bug of plans is switched on.
    pub(crate) fn spoil(steps: &mut [Step]) {
        if let Some(SeededBug { how: How::Plan(spoil) | How::Both(_, spoil), .. }) = on() {
            spoil(steps);
        }
    }

    fn fence_left_standing(steps: &mut [Step]) {
        for step in steps.iter_mut().filter(|step| step.calls.iter().any(|op| matches!(op, Op::FenceOn(_)))) {
            step.undo.retain(|op| !matches!(op, Op::FenceOff(_)));
        }
    }

    fn replay_not_proven(steps: &mut [Step]) {
        without(steps, |condition| {
            matches!(
                condition,
                Condition::Replayed(_) | Condition::RowCountsEqual(_) | Condition::LogCarriedOver(_)
            )
        });
    }

    fn written_after_position_not_seen(steps: &mut [Step]) {
        without(steps, |condition| {
            matches!(
                condition,
                Condition::PositionUnmoved(_) | Condition::RowCountsEqual(_) | Condition::LogCarriedOver(_)
            )
        });
    }

    fn web_not_closed(steps: &mut [Step]) {
        for step in steps.iter_mut() {
            let closes = |op: &Op| matches!(op, Op::FenceOn(fence) if fence.scope == FenceScope::Credential);
            if step.calls.iter().any(closes) {
                step.calls.clear();
                step.until.retain(|check| !matches!(check.condition, Condition::FenceSeen(_)));
                step.undo.clear();
                step.undo_guards.clear();
                step.undo_until.clear();
            }
        }
        without(steps, |condition| matches!(condition, Condition::NoSessions(_)));
        written_after_position_not_seen(steps);
    }

    fn web_left_closed(steps: &mut [Step]) {
        for step in steps.iter_mut() {
            step.undo
                .retain(|op| !matches!(op, Op::FenceOff(fence) if fence.scope == FenceScope::Credential));
            let looks = |check: &Check| matches!(&check.condition, Condition::FenceSeen(seen) if !seen.on && seen.scope == FenceScope::Credential);
            if step.undo_guards.iter().any(looks) {
                step.undo_guards.clear();
                step.undo_guards_at = 0;
                step.undo_until.clear();
            }
        }
    }

    fn pause_believed(steps: &mut [Step]) {
        let pauses = |step: &&mut Step| step.calls.iter().any(|op| matches!(op, Op::ConnectionPause(_)));
        steps.iter_mut().filter(pauses).for_each(|step| step.until.clear());
    }

    fn pause_not_noted(steps: &mut [Step]) {
        never_made(steps, |op| matches!(op, Op::LockHold(_)));
    }

    fn revived_not_marked(steps: &mut [Step]) {
        for step in steps.iter_mut().filter(|step| step.id == "mark-revived") {
            step.calls.clear();
            step.until.clear();
        }
    }

    fn not_reloaded(steps: &mut [Step]) {
        never_made(steps, |op| matches!(op, Op::MappingReload(_)));
    }

    fn resumed_when_undone(steps: &mut [Step]) {
        let started = steps.iter().flat_map(|step| &step.calls).filter_map(|op| match op {
            Op::ConnectionStart(ConnectionStart { connection, .. }) => Some(connection.clone()),
            _ => None,
        });
        let resumes: Vec<Op> = started.map(|connection| ConnectionResume { connection }.into()).collect();
        let marks = |step: &&mut Step| step.calls.iter().any(|op| matches!(op, Op::RevivedMark(_)));
        steps.iter_mut().filter(marks).for_each(|step| step.undo.extend(resumes.clone()));
    }

    fn resume_not_sent(steps: &mut [Step]) {
        never_made(steps, |op| matches!(op, Op::ConnectionStart(_)));
        without(steps, |condition| matches!(condition, Condition::Healthy(_) | Condition::ProcessedSince(_)));
    }

    fn lock_left_behind(steps: &mut [Step]) {
        never_made(steps, |op| matches!(op, Op::LockRelease(_)));
    }

    fn connect_left_paused(steps: &mut [Step]) {
        for step in steps {
            step.undo.retain(|op| !matches!(op, Op::ConnectionResume(_)));
            step.undo_until.retain(|check| !matches!(check.condition, Condition::ConnectionResumed(_)));
        }
    }

    fn new_side_not_closed(steps: &mut [Step]) {
        // What begins taking back with a read-only default closes the new side.
        for step in steps.iter_mut().filter(|step| matches!(step.undo.first(), Some(Op::FenceOn(_)))) {
            step.undo.drain(..step.undo_guards_at);
            step.undo_guards.clear();
            step.undo_guards_at = 0;
        }
    }

    fn copy_not_compared(steps: &mut [Step]) {
        without(steps, |condition| {
            matches!(condition, Condition::InventoryEqual(_) | Condition::RowsEqualAll(_))
        });
    }

    fn source_open_during_copy(steps: &mut [Step]) {
        without(steps, |condition| {
            matches!(condition, Condition::PositionUnmoved(_) | Condition::RowsEqualAll(_))
        });
        let lift = steps.iter().flat_map(|step| &step.undo).find(|op| matches!(op, Op::FenceOff(_))).cloned();
        // The trial comes first.
        let copies = |step: &&mut Step| step.calls.iter().any(|op| matches!(op, Op::CopyStart(_)));
        if let (Some(lift), Some(copy)) = (lift, steps.iter_mut().filter(copies).last()) {
            copy.calls.insert(0, lift);
        }
    }

    fn not_made_again(steps: &mut [Step]) {
        never_made(steps, |op| matches!(op, Op::DependantsRestore(_)));
    }

    fn catalog_not_read(steps: &mut [Step]) {
        without(steps, |condition| matches!(condition, Condition::ColumnsAre(_)));
    }

    fn left_aside_unseen(steps: &mut [Step]) {
        without(steps, |condition| matches!(condition, Condition::Drained(_) | Condition::QueueAt(_)));
        for call in steps.iter_mut().flat_map(|step| &mut step.calls) {
            if let Op::SchemaAside(aside) = call {
                (aside.alone, aside.failed, aside.waits) = (None, None, None);
            }
        }
    }

    fn rows_not_seen(steps: &mut [Step]) {
        for step in steps {
            step.undo_guards.retain(|check| !matches!(check.condition, Condition::RowsUnmoved(_)));
        }
    }

    fn armed_left_standing(steps: &mut [Step]) {
        let cancels = |op: &Op| matches!(op, Op::UpgradeCancel(_));
        for step in steps.iter_mut().filter(|step| step.undo.iter().any(cancels)) {
            step.undo.retain(|op| !cancels(op));
            step.undo_until.clear();
        }
    }

    fn way_back_left_following(steps: &mut [Step]) {
        // What is closed after it has stopped following has no fence as long as it follows.
        let closes = |op: &Op| matches!(op, Op::FenceOn(fence) if fence.place.role == Role::Back);
        for step in steps.iter_mut() {
            if step.calls.iter().any(|op| matches!(op, Op::Unfollow(_)) || closes(op)) {
                step.calls.clear();
                step.until.clear();
            }
        }
        without(steps, |condition| matches!(condition, Condition::StandsAlone(_)));
    }

    fn beats_not_compared(steps: &mut [Step]) {
        without(steps, |condition| matches!(condition, Condition::BeatsKept(_)));
    }

    fn span_not_said(steps: &mut [Step]) {
        without(steps, |condition| matches!(condition, Condition::SpanProven(_)));
    }

    fn readers_not_looked_after(steps: &mut [Step]) {
        // What falls back by attaching again moves readers.
        let moves = |step: &&mut Step| step.fallback.iter().any(|op| matches!(op, Op::AttachmentCreate(_)));
        steps.iter_mut().filter(moves).for_each(|step| step.until.clear());
    }

    /// A change is never made, and nobody looks.
    fn never_made(steps: &mut [Step], change: fn(&Op) -> bool) {
        for step in steps.iter_mut().filter(|step| step.calls.iter().any(change)) {
            step.calls.clear();
            step.until.clear();
        }
    }

    /// Takes conditions out of guards and waits, not out of what proves that a step was taken back.
    fn without(steps: &mut [Step], gone: fn(&Condition) -> bool) {
        let keep = |check: &Check| !gone(&check.condition);
        for step in steps {
            step.guards.retain(keep);
            step.until.retain(keep);
        }
    }
}
