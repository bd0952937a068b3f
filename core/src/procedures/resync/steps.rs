//! The steps: what came back is judged while Connect is paused, then it is resumed, and every mapping is reloaded.

use super::order::{can_wait, in_order, Loaded};
use crate::codes;
use crate::command::Aftercare;
use crate::conditions::{
    GapCounted, MappingReloaded, RevivedJudged, RolledBackTo, RowsExported, SentAgain, SequencesPast,
    TableHeld,
};
use crate::late::{slots, ConnectionName, MappingName, NewConnection, Place, TableColumns};
use crate::ops::{MappingReload, RevivedMark, RevivedUnmark, SequencesRaise};
use crate::plan::{Check, Marks, OnFailure, OnUndoFailure, Pace, Step};
use crate::procedures::blocks::dependants::Parent;
use crate::procedures::blocks::{
    check, connect, dependants, fence, hold, landed, lock, place, proof, reopen, step, target, writers, Side,
    HOUR, MINUTE,
};
use crate::procedures::succession::{Led, Reconnection};
use crate::query::Exported;
use crate::request::{Request, Resync};
use crate::snapshot::{BuiltTable, Connection, MappedTable, Snapshot, Tier};
use crate::zone::Zone;

/// No longer than this nothing may move while a table is loaded.
const LOADED: u64 = 15 * MINUTE;
/// Rows that are loaded in a minute: a guess, until there is a measurement.
const ROWS_A_MINUTE: u64 = 20_000;

/// What the steps are about: the database that went back, and the one as it was, if that is within reach.
struct Back<'a> {
    snapshot: &'a Snapshot,
    request: &'a Request,
    resync: &'a Resync,
    tables: Vec<Loaded<'a>>,
    new: Place,
    old: Option<Place>,
}

/// From a running Connect to tables that are loaded.
struct LoadedAnew {
    steps: Vec<Step>,
    /// The last load: one that fails keeps no other from being done, and the app stays stopped.
    whole: Option<String>,
    /// The step that proves that what others kept is spent, if anything was kept.
    kept: Option<String>,
    /// Loads that no app has to wait for.
    later: Vec<Step>,
}

/// The steps where the rollback was made already.
pub fn done(snapshot: &Snapshot, request: &Request, resync: &Resync) -> (Vec<Step>, Marks) {
    let lead = place::lead(snapshot);
    let back = Back::of(snapshot, request, resync, lead.clone(), place::past(snapshot));
    let (pause, stop) = (back.pause(), writers::stop(snapshot, connect::still_paused(snapshot)));
    let resume = back.resume(connect::resume_as_it_was(snapshot));
    let autoscalers = writers::autoscalers_off(snapshot);
    let off = autoscalers.as_ref().map(|step| step.id.clone());
    let loaded = back.loaded();
    let marks = Marks {
        downtime_opens: (!reopen::ids(snapshot).is_empty()).then(|| stop.id.clone()),
        downtime_closes: reopen::ids(snapshot),
        sync_pauses: Some(pause.id.clone()),
        sync_resumes: Some(resume.id.clone()),
        point_of_no_return: Some(resume.id.clone()),
        whole_up_to: loaded.whole.clone(),
        ..Marks::default()
    };
    let opens = stop.id.clone();
    // Every minute in which Connect runs it may send again what it sent before.
    let mut steps = vec![lock::take(snapshot, &lead), pause];
    steps.extend(back.keep());
    steps.extend(autoscalers);
    steps.extend([
        hold::hold_downtime(),
        hold::fresh_look_paused(snapshot),
        hold::card(),
        lock::note_downtime(snapshot, lead.clone()),
        stop,
        writers::stop_one_offs(snapshot),
        writers::end_sessions(snapshot, &lead),
    ]);
    steps.extend(back.gap(Zone::Downtime));
    steps.push(back.sent_again());
    steps.extend(back.exports(true));
    steps.extend(back.raised());
    steps.extend(back.apart());
    steps.extend(back.exported_marked());
    steps.push(lock::note_settle(lead.clone(), Zone::Downtime));
    steps.push(resume);
    steps.extend(loaded.steps);
    steps.extend(reopen::as_they_were(snapshot, &opens, off, "the tables are as Salesforce has them"));
    steps.extend(loaded.later);
    steps.push(connect::healthy(snapshot, &lead, "resume-connect"));
    // What was kept goes with the lock: as long as something of it is missing, it stays.
    steps.push(Step { needs: loaded.kept, ..lock::release(lead) });
    (steps, marks)
}

/// The steps where the rollback is made.
pub fn made(snapshot: &Snapshot, request: &Request, resync: &Resync) -> (Vec<Step>, Marks) {
    let (old, new) = (place::old(snapshot), place::new(snapshot));
    let back = Back::of(snapshot, request, resync, new, Some(old.clone()));
    let now = resync.pause_now;
    let (pause, stop) = (
        if now {
            connect::pause_first(snapshot, &place::lead(snapshot))
        } else {
            connect::pause(snapshot, &old)
        },
        writers::stop(snapshot, connect::still_paused(snapshot)),
    );
    let loaded = back.loaded();
    let led = Led {
        proven: proof::position_of_the_past(snapshot),
        lost: false,
        new: Side::of(Tier::of(&snapshot.database.plan)),
        own: 0,
        plan: &snapshot.database.plan,
        existing: None,
        aftercare: Aftercare { no_followers: true, ..Aftercare::default() },
        connect: Reconnection {
            begin: back.resume(connect::resume(snapshot)),
            between: loaded.steps,
            after: loaded.later,
            kept_for: loaded.kept,
            ..Reconnection::resumed(snapshot)
        },
    };
    let (rest, marks) = led.steps(snapshot, &stop, &pause);
    let marks = Marks { whole_up_to: loaded.whole, ..marks };
    let mut steps = vec![lock::take(snapshot, &place::lead(snapshot))];
    steps.extend(now.then(|| pause.clone()));
    steps.extend([target::roll_back(snapshot, resync.at), target::alias(snapshot), back.right_time()]);
    steps.extend((!now).then(|| connect::at_rest(snapshot)));
    steps.extend(writers::autoscalers_off(snapshot));
    let connect = if now { connect::still_paused(snapshot) } else { connect::unchanged(snapshot) };
    steps.extend([
        hold::hold_downtime(),
        hold::fresh_look_beside(
            snapshot,
            "Re-check login, attachments, releases, dynos, Connect and the new database",
            back.times(),
            connect,
        ),
    ]);
    steps.extend((!now).then_some(pause));
    steps.extend([
        hold::card(),
        lock::note_downtime(snapshot, old.clone()),
        stop,
        writers::stop_one_offs(snapshot),
        writers::end_sessions(snapshot, &old),
        fence::fence_old(snapshot, "from here on nobody writes what the new database would not have"),
        fence::end_open_sessions(&old),
        proof::position(snapshot),
        proof::unwritten(snapshot, 0),
        lock::take_new(snapshot),
    ]);
    steps.extend(back.gap(Zone::Downtime));
    steps.extend(back.exports(false));
    steps.extend(back.keep().into_iter().map(|step| Step { zone: Zone::Downtime, ..step }));
    steps.extend(back.raised());
    // The new database is destroyed where anything is taken back, and all of this with it.
    let said = |step| Step { on_undo_failure: OnUndoFailure::Said, ..step };
    steps.extend(back.apart().into_iter().map(said));
    steps.extend(back.exported_marked());
    steps.extend(rest);
    (steps, marks)
}

impl<'a> Back<'a> {
    fn of(
        snapshot: &'a Snapshot,
        request: &'a Request,
        resync: &'a Resync,
        new: Place,
        old: Option<Place>,
    ) -> Self {
        let tables = in_order(resync.tables(snapshot).collect());
        Self { snapshot, request, resync, tables, new, old }
    }

    /// What tells a table from others of the plan.
    fn key(&self, (one, table): Loaded<'_>) -> String {
        let same = self.tables.iter().filter(|(_, other)| other.table == table.table).count();
        match same {
            1 => table.table.clone(),
            _ => format!("{}-{}", one.resource, table.table),
        }
    }

    /// Tables whose clearing the constraints of others would refuse, or follow with rows of their own.
    fn parents(&self) -> impl Iterator<Item = Loaded<'a>> + '_ {
        self.tables.iter().copied().filter(|(_, table)| table.referenced())
    }

    fn parent<'b>(&'b self, (one, table): Loaded<'b>, key: &'b str) -> Parent<'b> {
        let (connection, object) = (NewConnection::known(one), table.object.as_str());
        Parent {
            key,
            connection,
            object,
            place: &self.new,
            schema: &one.schema,
            table: &table.table,
            unique: None,
        }
    }

    fn keys_of(&self, (one, table): Loaded<'_>) -> TableColumns {
        TableColumns {
            columns: table.columns.clone(),
            place: self.new.clone(),
            schema: one.schema.clone(),
            table: table.table.clone(),
            whole: false,
            keys: true,
        }
    }

    fn keep(&self) -> Vec<Step> {
        self.parents()
            .map(|parent| dependants::keep(&self.key(parent), Zone::Prepare, self.keys_of(parent)))
            .collect()
    }

    /// Pauses Connect. Taking back never resumes it: what came back into its log would be sent again.
    fn pause(&self) -> Step {
        let why = "every minute it may send again what it sent before the rollback; nothing that is taken back resumes it";
        connect::stop(self.snapshot, why)
    }

    /// Resumes it; it must run before anything can be loaded.
    fn resume(&self, resume: Step) -> Step {
        Step {
            why: "the point of no return: what is left in the queue goes to Salesforce, and only a running connection reloads".to_owned(),
            fallback: Vec::new(),
            on_failure: OnFailure::Again,
            ..resume
        }
    }

    /// The new database is of the moment that was asked for.
    fn right_time(&self) -> Step {
        let mut step = step(
            "right-time",
            Zone::Prepare,
            "Check that the new database is of the moment that was asked for",
            "its trigger log must end there: nothing later, nothing missing before",
        );
        step.until = self.times();
        step.on_failure = OnFailure::Pause;
        step
    }

    fn times(&self) -> Vec<Check> {
        let Some(old) = &self.old else { return Vec::new() };
        let of = |one: &Connection| {
            let (new, old, schema) = (self.new.clone(), old.clone(), one.schema.clone());
            let to = RolledBackTo { at: self.resync.at, new, old, schema };
            check(to, Pace::Slow, 5 * MINUTE, codes::ROLLBACK_WRONG_TIME)
        };
        self.snapshot.connections.iter().map(of).collect()
    }

    /// What the database as it was had captured since.
    fn gap(&self, zone: Zone) -> Option<Step> {
        let old = self.old.as_ref()?;
        let mut step = step(
            "gap",
            zone,
            "Count what was captured after the moment",
            "what was sent comes back with a reload; what was not is in the old database only",
        );
        let of = |one: &Connection| {
            let gap = GapCounted { at: self.resync.at, place: old.clone(), schema: one.schema.clone() };
            check(gap, Pace::Tight, MINUTE, codes::SQL_OUT_OF_REACH)
        };
        step.until = self.snapshot.connections.iter().map(of).collect();
        step.on_failure = OnFailure::Say;
        Some(step)
    }

    /// What Connect has sent since it ran on the database that went back.
    fn sent_again(&self) -> Step {
        let mut step = step(
            "sent-again",
            Zone::Downtime,
            "Count what Connect sent from the rolled-back log before this run",
            "nothing of it is repaired by itself: what to do in Salesforce is its owner's decision",
        );
        let of = |one: &Connection| {
            let sent = SentAgain { at: self.resync.at, place: self.new.clone(), schema: one.schema.clone() };
            check(sent, Pace::Tight, MINUTE, codes::SQL_OUT_OF_REACH)
        };
        step.until = self.snapshot.connections.iter().map(of).collect();
        step.on_failure = OnFailure::Say;
        step
    }

    /// What the database as it was alone has, and, where Connect ran on the one that went back, what it sent twice, as each of them has it.
    fn exports(&self, ran: bool) -> Vec<Step> {
        let mut steps = Vec::new();
        if let Some(old) = &self.old {
            let title = "Write what was captured after the moment and never sent into a file";
            steps.extend(self.export("unsent", title, Exported::Unsent, old));
        }
        if ran {
            let title = "Write what Connect sent from the rolled-back log into a file";
            steps.extend(self.export("sent-again", title, Exported::Sent, &self.new));
        }
        if let Some(old) = self.old.as_ref().filter(|_| ran) {
            let title = "Write what the database as it was had sent of the same into a file";
            steps.extend(self.export("sent-before", title, Exported::Sent, old));
        }
        steps
    }

    fn exported_marked(&self) -> Option<Step> {
        self.export("not-sent", "Write what is not sent into a file", Exported::Marked, &self.new)
    }

    /// One file for each connection, if files were asked for.
    fn export(&self, name: &str, title: &str, rows: Exported, place: &Place) -> Option<Step> {
        if !self.resync.export_rows {
            return None;
        }
        let why = "what to do with these rows is their owner's decision; they pass through no plan, journal or report";
        let mut step = step(&format!("export-{name}"), Zone::Downtime, title, why);
        let of = |one: &Connection| {
            let file = format!("{name}-{}.csv", one.resource);
            let (place, schema) = (place.clone(), one.schema.clone());
            let exported = RowsExported { at: self.resync.at, file, place, rows, schema };
            check(exported, Pace::Tight, 5 * MINUTE, codes::RESYNC_NOT_EXPORTED)
        };
        step.until = self.snapshot.connections.iter().map(of).collect();
        step.on_failure = OnFailure::Say;
        Some(step)
    }

    /// No id is given away a second time.
    fn raised(&self) -> Option<Step> {
        let old = self.old.as_ref()?;
        let mut step = step(
            "sequences",
            Zone::Downtime,
            "Move sequences past those of the database as it was",
            "Connect finds a row by its id when Salesforce answers late, and may know how far it had read by one",
        );
        let raise = |one: &Connection| SequencesRaise {
            new: self.new.clone(),
            old: old.clone(),
            schema: one.schema.clone(),
        };
        step.calls = self.snapshot.connections.iter().map(|one| raise(one).into()).collect();
        let past = |one: &Connection| {
            let past = SequencesPast { new: self.new.clone(), old: old.clone(), schema: one.schema.clone() };
            check(past, Pace::Tight, MINUTE, codes::TARGET_NOT_A_COPY)
        };
        step.until = self.snapshot.connections.iter().map(past).collect();
        Some(step)
    }

    /// Everything that must stand before Connect runs again: foreign keys are off, and what was sent is out of its reach.
    fn apart(&self) -> Vec<Step> {
        let parent =
            |loaded: Loaded<'_>| self.parent(loaded, &self.key(loaded)).keep_children(Zone::Downtime);
        let mut steps: Vec<Step> = self.parents().map(parent).collect();
        let off = |loaded: Loaded<'_>| {
            let title = format!("Drop the foreign keys that point at table {}", loaded.1.table);
            let why = "a table that is cleared beside one is refused, or takes rows of other tables with it";
            dependants::take_off(&self.key(loaded), Zone::Downtime, self.keys_of(loaded), &title, why)
        };
        steps.extend(self.parents().map(off));
        steps.push(self.judge());
        steps.push(self.mark());
        steps
    }

    fn judge(&self) -> Step {
        let mut step = step(
            "judge-revived",
            Zone::Downtime,
            "Find out what became of every change that came back into the log",
            "by the log of the database as it was, row by row; what is not known is not sent",
        );
        step.guards = connect::still_paused(self.snapshot);
        let of = |one: &Connection| {
            let unique = |object: &&str| {
                let mapping = one.mappings.iter().find(|mapping| mapping.object == **object);
                mapping.is_some_and(|mapping| mapping.upsert_field.is_some())
            };
            let objects = one.mappings.iter().map(|mapping| mapping.object.as_str());
            let judged = RevivedJudged {
                at: self.resync.at,
                bind: slots::revived(&one.resource),
                new: self.new.clone(),
                old: self.old.clone(),
                schema: one.schema.clone(),
                unique: objects.filter(unique).map(str::to_lowercase).collect(),
            };
            check(judged, Pace::Tight, MINUTE, codes::RESYNC_UNREAD)
        };
        step.until = self.snapshot.connections.iter().map(of).collect();
        step
    }

    fn mark(&self) -> Step {
        let mut step = step(
            "mark-revived",
            Zone::Downtime,
            "Put what Salesforce has already out of Connect's reach",
            "each change is kept in schema heroku_connect_maintenance; all of them or none, and only while Connect is paused",
        );
        step.guards = connect::still_paused(self.snapshot);
        for one in &self.snapshot.connections {
            let (place, schema) = (self.new.clone(), one.schema.clone());
            let revived = || slots::revived(&one.resource).into();
            let mark = RevivedMark { place: place.clone(), revived: revived(), schema: schema.clone() };
            step.until.push(landed(mark.clone(), Pace::Tight, MINUTE));
            step.calls.push(mark.into());
            step.undo.push(RevivedUnmark { place, revived: revived(), schema }.into());
        }
        step
    }

    fn drain(&self) -> Step {
        let why = "a row that Salesforce does not have yet would go with the table that is cleared";
        let drain = connect::drain(self.snapshot, &self.new, why);
        Step { zone: Zone::Settle, on_failure: OnFailure::Again, ..drain }
    }

    /// From a running Connect to tables that are loaded, what others kept included.
    fn loaded(&self) -> LoadedAnew {
        let mut steps = vec![self.drain()];
        steps.extend(
            self.parents().map(|loaded| self.parent(loaded, &self.key(loaded)).keep_children_again()),
        );
        let wait = can_wait(&self.tables);
        let waits = |loaded: &&Loaded<'_>| wait.iter().any(|(_, table)| std::ptr::eq(*table, loaded.1));
        let (later, first): (Vec<&Loaded<'_>>, Vec<&Loaded<'_>>) = self.tables.iter().partition(waits);
        steps.extend(first.into_iter().filter_map(|loaded| self.reload(*loaded)));
        let why = "only Salesforce writes to it and nothing refers to it: the apps run, and find rows missing until it is loaded";
        let later = later.into_iter().filter_map(|loaded| self.reload(*loaded));
        let later = later.map(|step| Step { why: why.to_owned(), ..step }).collect();
        let whole = steps.last().map(|step| step.id.clone());
        steps.extend(self.parents().map(|loaded| self.parent(loaded, &self.key(loaded)).point_children()));
        let restored: Vec<Step> = self
            .parents()
            .map(|loaded| {
                let key = self.key(loaded);
                let needs = Some(format!("point-children-{key}"));
                Step { needs, ..dependants::restore(&key, self.keys_of(loaded)) }
            })
            .collect();
        let (restored, kept) = dependants::all_back(restored);
        steps.extend(restored);
        LoadedAnew { steps, whole, kept, later }
    }

    fn reload(&self, loaded: Loaded<'_>) -> Option<Step> {
        let (key, (one, table)) = (self.key(loaded), loaded);
        let mapping = MappingName {
            connection: ConnectionName::of(one),
            mapping: table.mapping.clone()?,
            object: table.object.clone(),
        };
        let held = slots::held_table(&key);
        let mut step = step(
            &format!("reload-{key}"),
            Zone::Settle,
            &format!("Reload mapping {}", table.object),
            "its table is cleared and loaded from Salesforce; who reads it meanwhile finds rows missing",
        );
        let may = TableHeld {
            alone: self.alone(one, table),
            bind: held.clone(),
            place: self.new.clone(),
            revived: slots::revived(&one.resource).into(),
            schema: one.schema.clone(),
            table: table.table.clone(),
        };
        step.guards = vec![check(may, Pace::Brisk, 10 * MINUTE, codes::CONNECT_NOT_DRAINED)];
        let (place, schema) = (self.new.clone(), one.schema.clone());
        let reload = MappingReload {
            before: held.clone().into(),
            mapping: mapping.clone(),
            place: place.clone(),
            schema: schema.clone(),
            table: table.table.clone(),
        };
        step.calls = vec![reload.into()];
        let rows = table.rows.unwrap_or_default();
        let deadline = LOADED.max(3 * (rows / ROWS_A_MINUTE) * MINUTE).min(12 * HOUR);
        let anew =
            MappingReloaded { before: held.into(), mapping, place, schema, table: table.table.clone() };
        step.until = vec![check(anew, Pace::Brisk, deadline, codes::LOAD_STUCK)];
        // A clearing that was captured would be sent as deletes of the organization's records.
        step.fallback = connect::pauses(self.snapshot);
        step.on_failure = OnFailure::Load;
        Some(step)
    }

    /// Rows of a table that were accepted to be without a Salesforce id.
    fn alone(&self, one: &Connection, table: &BuiltTable) -> u64 {
        let accepted = self.request.allowance(&codes::CONNECT_SFID_MISSING).unwrap_or(0);
        let tables = one.health.as_ref().and_then(|health| health.tables.as_ref());
        let known = tables.into_iter().flatten().find(|known| known.name == table.table);
        known.and_then(|known: &MappedTable| known.without_sfid).unwrap_or(0).min(accepted)
    }
}
