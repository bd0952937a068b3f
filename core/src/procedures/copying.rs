//! A copy takes over from its source.
//!
//! The manual: "use the pg:copy process to copy data into the new database instead. Pause Heroku Connect at the same time as you put
//! your application into maintenance mode." What practice added: the copy is tried before anything is stopped; Connect sends what it
//! has captured before it is paused, because another server's transaction numbers begin anew; the old database is read-only before its
//! position is read; and what the copy says of itself is not believed, but compared.

use super::blocks::{connect, copy, fence, hold, lock, place, proof, target, writers, Side, MINUTE};
use super::succession::{Led, Reconnection};
use crate::command::Aftercare;
use crate::plan::{Marks, Pace, Step};
use crate::request::{Copying, Major};
use crate::snapshot::{Snapshot, Tier};

/// What reading a gigabyte on both sides may take.
const COMPARED: u64 = MINUTE;

/// Why Connect sends everything before it is copied.
const NUMBERS: &str =
    "a copy has other transaction numbers: what is still in the log then might be passed over";

/// What is special of one.
pub struct Copied<'a> {
    /// `service:plan` of the database that is made.
    pub plan: &'a str,
    /// Its Postgres major.
    pub version: Major,
    /// What was asked for besides.
    pub asked: Copying,
    /// What is asked of the aftercare.
    pub aftercare: Aftercare,
    /// How Connect comes to run on it.
    pub connect: Reconnection,
}

impl Copied<'_> {
    /// The steps, and what some of them mean.
    pub fn steps(self, snapshot: &Snapshot) -> (Vec<Step>, Marks) {
        let tried = !self.asked.no_trial;
        let (stop, pause) = (writers::stop(snapshot, Vec::new()), connect::pause_drained(snapshot));
        let new = Side::of(Tier::of(self.plan));
        let led = Led {
            proven: proof::position_new(snapshot),
            lost: true,
            new,
            own: 0,
            plan: self.plan,
            existing: None,
            aftercare: self.aftercare,
            connect: self.connect,
        };
        let (rest, marks) = led.steps(snapshot, &stop, &pause);
        let made = target::create(snapshot, self.plan, self.version);
        let marks = Marks { anew_from: tried.then(|| made.id.clone()), ..marks };
        let mut position = proof::position(snapshot);
        let drain = (!self.asked.carry_log).then(|| connect::drain(snapshot, &place::old(snapshot), NUMBERS));
        if drain.is_some() {
            position.until.extend(connect::still_drained(snapshot, &place::old(snapshot)));
        }
        let compared = copy::longest_ms(snapshot, 5 * MINUTE, COMPARED);
        let steps = [
            Some(lock::take(snapshot, &place::lead(snapshot))),
            Some(made),
            Some(target::alias(snapshot)),
            Some(target::empty(snapshot, self.version)),
            target::credentials(snapshot),
            Some(connect::at_rest(snapshot)),
            tried.then(|| copy::trial(snapshot)),
            tried.then(|| copy::trial_compared(snapshot)),
            writers::autoscalers_off(snapshot),
            Some(hold::hold_downtime()),
            Some(hold::fresh_look_beside(
                snapshot,
                "Re-check login, attachments, releases, dynos, Connect and the new database",
                vec![target::alone(snapshot, Pace::Slow)],
                connect::unchanged(snapshot),
            )),
            tried.then(|| copy::trial_current(snapshot)),
            Some(hold::card()),
            Some(lock::note_downtime(snapshot, place::old(snapshot))),
            Some(stop),
            Some(writers::stop_one_offs(snapshot)),
            drain,
            Some(pause),
            Some(writers::end_sessions(snapshot, &place::old(snapshot))),
            Some(fence::fence_old(
                snapshot,
                "nothing replicates, so that it can be set before the position is read",
            )),
            Some(fence::end_open_sessions(&place::old(snapshot))),
            Some(position),
            Some(copy::real(snapshot, tried)),
            Some(proof::unwritten(snapshot, 0)),
            Some(proof::same_content(snapshot, compared)),
            Some(copy::rights_kept(snapshot)),
        ];
        (steps.into_iter().flatten().chain(rest).collect(), marks)
    }
}

/// What a copy does not look after; said in the plan and in the report.
pub const NOT_COVERED: [&str; 7] = [
    "comments on objects, and rights on the database as such",
    "clients outside Heroku that hold a copied connection string, or a password of a credential",
    "dataclips of the old add-on, and settings of its pooler",
    "followers of the old database",
    "counters of use, such as those of pg_stat_statements: they begin anew",
    "triggers, jobs or replicas that write to the database from inside it",
    "rows of tables over 256 MB that are not Connect's are counted, not compared",
];
