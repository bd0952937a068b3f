//! The steps: saving a mapping as it is, or without fields and with them again.

use crate::codes;
use crate::conditions::{ColumnIs, ColumnsAre, HadValues, MappingSettled, MappingUnchanged, ValuesKept};
use crate::field::{column_of, Change, Class};
use crate::late::{slots, ConnectionName, MappingName, Place, Slot, TableColumns};
use crate::ops::{DependantsDrop, DependantsRestore, MappingPut};
use crate::plan::{Check, Marks, OnFailure, Pace, Step};
use crate::procedures::blocks::{
    check, connect, dependants, hold, lock, place, reopen, step, writers, HOUR, MINUTE,
};
use crate::request::{ChangeField, Work};
use crate::snapshot::{Dependant, Shape, Snapshot};
use crate::zone::Zone;

/// How long Connect may take to alter a table: it does so at its next look, and waits for who holds the table.
const ALTERED: u64 = 10 * MINUTE;
/// No longer than this nothing may move while a column is loaded.
const LOADED: u64 = 15 * MINUTE;
/// Rows that are loaded in a minute: a guess, until there is a measurement.
const ROWS_A_MINUTE: u64 = 20_000;
/// How often what came back is taken off again, while Connect tries to alter the table.
const TAKEN_OFF: u8 = 3;

/// A mapping of which something changes.
struct Mapping<'a> {
    work: Work<'a>,
    /// What names it among those of the plan: its table, and the connection where two of them have one of that name.
    key: String,
    /// What stands in the way of altering its columns.
    refusing: Vec<&'a Dependant>,
    /// It is the only one: where it cannot follow, everything is taken back.
    alone: bool,
    changes: Vec<Change>,
    lead: &'a Place,
    /// Where the app is stopped meanwhile.
    stops: bool,
}

/// The steps, and what some of them mean.
pub fn steps(snapshot: &Snapshot, change: &ChangeField, stops: bool) -> (Vec<Step>, Marks) {
    let lead = place::lead(snapshot);
    let works: Vec<(Work<'_>, Vec<Change>)> = change
        .mappings(snapshot)
        .map(|work| (work, change.planned(work.shape)))
        .filter(|(_, changes)| !changes.is_empty())
        .collect();
    let alone = works.len() == 1;
    let same = |work: &Work<'_>| works.iter().filter(|(one, _)| one.shape.table == work.shape.table).count();
    let keys: Vec<String> = works
        .iter()
        .map(|(work, _)| match same(work) {
            1 => work.shape.table.clone(),
            _ => format!("{}-{}", work.connection.resource, work.shape.table),
        })
        .collect();
    let all: Vec<Mapping<'_>> = works
        .into_iter()
        .zip(keys)
        .map(|((work, changes), key)| {
            let refusing = change.refusing(work.shape, false);
            Mapping { work, key, refusing, alone, changes, lead: &lead, stops }
        })
        .collect();
    let mut steps = vec![lock::take(snapshot, &lead)];
    steps.extend(all.iter().filter_map(Mapping::keep));
    let stop = stops.then(|| writers::stop(snapshot, Vec::new()));
    let autoscalers = stop.as_ref().and_then(|_| writers::autoscalers_off(snapshot));
    let off = autoscalers.as_ref().map(|step| step.id.clone());
    steps.extend(autoscalers);
    let mut marks = Marks::default();
    let opens = stop.as_ref().map(|step| step.id.clone());
    if let Some(stop) = stop {
        marks.downtime_opens = (!reopen::ids(snapshot).is_empty()).then(|| stop.id.clone());
        marks.downtime_closes = reopen::ids(snapshot);
        let unsaved = all.iter().map(|one| one.unchanged("look", &[]));
        let why = "a mapping that is at work refuses to be changed";
        steps.push(Step { why: why.to_owned(), ..connect::at_rest(snapshot) });
        steps.push(hold::hold_downtime());
        steps.push(hold::fresh_look_running(snapshot, unsaved.collect()));
        steps.push(hold::card());
        steps.push(lock::note_downtime(snapshot, lead.clone()));
        steps.push(stop);
        steps.push(writers::stop_one_offs(snapshot));
        steps.push(connect::drain(
            snapshot,
            &lead,
            "what waits in the queue for a column that goes would be sent without it, or never",
        ));
    }
    let first = all.iter().find(|one| !one.goes().is_empty());
    // Of several mappings those that followed do not go back when another one cannot.
    let saved = all.first().filter(|_| !alone && first.is_none());
    marks.point_of_no_return =
        first.map(|one| one.id("take-out")).or_else(|| saved.map(|one| one.id("save")));
    let zone = if stops { Zone::Downtime } else { Zone::Prepare };
    // What is simple comes first: it can still be taken back.
    steps.extend(all.iter().filter(|one| one.goes().is_empty()).flat_map(|one| one.saved(zone)));
    if first.is_some() {
        let noted = lock::note_settle(lead.clone(), zone);
        let gone: Vec<&Mapping<'_>> = all.iter().filter(|one| !one.goes().is_empty()).collect();
        steps.extend(gone.iter().filter_map(|one| one.off(zone)));
        steps.push(noted);
        steps.extend(gone.iter().flat_map(|one| one.anew(snapshot)));
    }
    let restored: Vec<Step> = all.iter().filter_map(Mapping::restore).collect();
    let last = restored.last().map(|step| step.id.clone());
    // Once what came off is made again there is nothing to take back.
    marks.point_of_no_return = marks.point_of_no_return.or_else(|| last.filter(|_| stops));
    let (restored, kept) = dependants::all_back(restored);
    steps.extend(restored);
    if let Some(opens) = opens {
        steps.extend(reopen::as_they_were(snapshot, &opens, off, "the columns are there again"));
    }
    // What was kept goes with the lock: as long as something of it is missing, it stays.
    steps.push(Step { needs: kept, ..lock::release(lead.clone()) });
    (steps, marks)
}

impl Mapping<'_> {
    fn shape(&self) -> &Shape {
        self.work.shape
    }

    fn id(&self, what: &str) -> String {
        format!("{what}-{}", self.key)
    }

    fn name(&self) -> MappingName {
        MappingName {
            connection: ConnectionName::of(self.work.connection),
            mapping: self.shape().mapping.clone(),
            object: self.shape().object.clone(),
        }
    }

    fn of(&self, class: impl Fn(Class) -> bool) -> Vec<&Change> {
        self.changes.iter().filter(|one| class(one.class)).collect()
    }

    /// Fields that are taken out, for good or to be put back.
    fn goes(&self) -> Vec<String> {
        let goes = self.of(|class| matches!(class, Class::Remap | Class::Remove));
        goes.iter().map(|one| one.field.clone()).collect()
    }

    /// Fields that are taken out for good.
    fn gone(&self) -> Vec<String> {
        self.of(|class| class == Class::Remove).iter().map(|one| one.field.clone()).collect()
    }

    fn columns(&self, changes: &[&Change]) -> TableColumns {
        TableColumns {
            columns: changes.iter().map(|one| column_of(&one.field)).collect(),
            place: self.lead.clone(),
            schema: self.work.connection.schema.clone(),
            table: self.shape().table.clone(),
            whole: false,
            keys: false,
        }
    }

    /// Columns on which something hangs that is kept.
    fn kept(&self) -> Option<TableColumns> {
        let stays = self.of(|class| class != Class::Remove);
        let hangs = |one: &&Change| {
            let seen = self.shape().field(&one.field);
            seen.and_then(|seen| seen.dependants.as_ref()).is_some_and(|all| !all.is_empty())
        };
        // On a column that is made anew somebody may hang something while the run goes on.
        let any = stays.iter().any(hangs) || stays.iter().any(|one| one.class == Class::Remap);
        any.then(|| self.columns(&stays))
    }

    fn revision(&self, stage: &str) -> Slot<u64> {
        slots::revision(&format!("{}.{stage}", self.key))
    }

    /// Guard: nobody saved it meanwhile, but this run.
    fn unchanged(&self, stage: &str, without: &[String]) -> Check {
        let unchanged = MappingUnchanged {
            bind: self.revision(stage),
            broken: !self.gone().is_empty(),
            config: self.shape().config.clone(),
            mapping: self.name(),
            without: without.to_vec(),
        };
        let pace = if self.stops { Pace::Brisk } else { Pace::Slow };
        check(unchanged, pace, ALTERED, codes::LOAD_STUCK)
    }

    fn settled(&self, deadline_ms: u64) -> Check {
        let settled =
            check(MappingSettled { mapping: self.name() }, Pace::Brisk, deadline_ms, codes::LOAD_STUCK);
        Check { times: 2, ..settled }
    }

    fn load_ms(&self) -> u64 {
        let minutes = self.shape().rows.unwrap_or_default() / ROWS_A_MINUTE;
        LOADED.max(3 * minutes * MINUTE).min(12 * HOUR)
    }

    fn are(&self, changes: &[&Change], there: bool) -> Check {
        let is = |one: &&Change| ColumnIs {
            column: column_of(&one.field),
            kind: one.wanted.clone().filter(|_| there),
        };
        let wanted = changes.iter().map(is).collect();
        check(ColumnsAre { of: self.columns(changes), wanted }, Pace::Brisk, ALTERED, codes::FIELD_NO_EFFECT)
    }

    fn put(&self, stage: &str, without: Vec<String>) -> MappingPut {
        MappingPut {
            config: self.shape().config.clone(),
            mapping: self.name(),
            revision: self.revision(stage).into(),
            without,
        }
    }

    /// Keeps what hangs on the columns, before anything is touched.
    fn keep(&self) -> Option<Step> {
        Some(dependants::keep(&self.key, Zone::Prepare, self.kept()?))
    }

    /// Takes off what Postgres would refuse to alter the columns beside.
    fn off(&self, zone: Zone) -> Option<Step> {
        let of = self.kept().filter(|_| !self.refusing.is_empty())?;
        let names: Vec<String> =
            self.refusing.iter().map(|one| format!("{} {}", one.kind, one.name)).collect();
        let title =
            format!("Drop {} until the columns of {} are altered", names.join(", "), self.shape().table);
        let why = "Postgres refuses to alter a column beside them, and Connect's work would hang";
        Some(dependants::take_off(&self.key, zone, of, &title, why))
    }

    /// Saves the mapping as it is: Connect alters the columns that have become longer.
    fn saved(&self, zone: Zone) -> Vec<Step> {
        let changes: Vec<&Change> = self.changes.iter().collect();
        let object = &self.shape().object;
        let mut save = step(
            &self.id("save"),
            zone,
            &format!("Save mapping {object} as it is: Connect alters {}", columns(&changes)),
            "it reads the definitions anew when a mapping is saved; nothing else of the mapping changes",
        );
        save.guards = vec![self.unchanged("save", &[])];
        save.calls = vec![self.put("save", Vec::new()).into()];
        let mut altered = step(
            &self.id("altered"),
            zone,
            &format!("Wait until the columns of {} are altered and in step", self.shape().table),
            "a request that was accepted proves nothing: the catalog is read",
        );
        altered.until = vec![self.are(&changes, true), self.settled(ALTERED)];
        if let Some(of) = self.kept() {
            altered.undo = vec![DependantsRestore { of: of.clone() }.into()];
            take_off_again(&mut altered, of);
        }
        if !self.alone {
            // The others follow all the same, and those that followed already do not go back.
            save.on_failure = OnFailure::Leave;
            altered.on_failure = OnFailure::Leave;
            altered.needs = Some(save.id.clone());
        }
        self.off(zone).into_iter().chain([save, altered]).collect()
    }

    /// Takes fields out of the mapping and puts those back that there are.
    fn anew(&self, snapshot: &Snapshot) -> Vec<Step> {
        let (goes, gone) = (self.goes(), self.gone());
        let remapped = self.of(|class| class == Class::Remap);
        let object = &self.shape().object;
        let mut out = step(
            &self.id("take-out"),
            Zone::Settle,
            &format!("Take {} out of mapping {object}", goes.join(", ")),
            "the point of no return: Connect drops the columns, and what was in them comes from Salesforce again or from nowhere",
        );
        out.guards = vec![self.unchanged("out", &[])];
        if self.stops {
            // Who is no dyno may have written since.
            out.guards.extend(connect::still_drained(snapshot, self.lead));
        }
        out.calls = vec![self.put("out", goes.clone()).into()];
        out.on_failure = OnFailure::Person;
        let mut dropped = step(
            &self.id("dropped"),
            Zone::Settle,
            &format!("Wait until mapping {object} is in step without {}", goes.join(", ")),
            "Connect drops the columns at its next look; a table that somebody holds is waited for",
        );
        dropped.until = vec![self.settled(ALTERED)];
        if let Some(of) = self.kept().filter(|_| !remapped.is_empty()) {
            take_off_again(&mut dropped, of);
        }
        dropped.on_failure = OnFailure::Person;
        let mut steps = vec![out, dropped];
        if remapped.is_empty() {
            return steps;
        }
        let mut none = step(
            &self.id("gone"),
            Zone::Settle,
            &format!("Look whether the columns of {} are gone", columns(&remapped)),
            "one that Connect leaves in the table would keep its type",
        );
        none.until = vec![Check { deadline_ms: MINUTE, ..self.are(&remapped, false) }];
        none.on_failure = OnFailure::Say;
        steps.push(none);
        let mut back = step(
            &self.id("put-back"),
            Zone::Settle,
            &format!("Put {} back into mapping {object}", columns(&remapped)),
            "Connect makes the columns as Salesforce defines the fields now, and loads them",
        );
        back.guards = vec![self.unchanged("back", &goes)];
        back.calls = vec![self.put("back", gone).into()];
        back.on_failure = OnFailure::Person;
        let mut loaded = step(
            &self.id("loaded"),
            Zone::Settle,
            &format!(
                "Wait until the columns of {} in {} are made and loaded",
                columns(&remapped),
                self.shape().table
            ),
            "new changes of the mapping wait meanwhile",
        );
        // Who writes to a table that is not loaded writes into what a load may overwrite: the apps stay stopped, unless that is accepted.
        loaded.until = vec![self.settled(self.load_ms())];
        loaded.on_failure = OnFailure::Person;
        let stay = self.of(|class| class != Class::Remove);
        let mut follows = step(
            &self.id("follows"),
            Zone::Settle,
            &format!("Check that the columns of {} are as their fields want them", self.shape().table),
            "a request that was accepted proves nothing: the catalog is read",
        );
        follows.until = vec![Check { deadline_ms: 2 * MINUTE, ..self.are(&stay, true) }];
        follows.on_failure = OnFailure::Leave;
        steps.extend([back, loaded, follows]);
        steps.extend(self.values(&remapped));
        steps
    }

    /// Says how many rows have a value, and whether those were more.
    fn values(&self, remapped: &[&Change]) -> Option<Step> {
        let had = |one: &&Change| {
            let values = self.shape().field(&one.field)?.values?;
            Some(HadValues { column: column_of(&one.field), rows: values })
        };
        let before: Vec<HadValues> = remapped.iter().filter_map(had).collect();
        let mut step = step(
            &self.id("values"),
            Zone::Settle,
            &format!("Compare how many rows of {} have a value", self.shape().table),
            "Salesforce may have blanked values when the type changed; nothing brings those back",
        );
        let kept = ValuesKept { of: self.columns(remapped), before: before.clone() };
        step.until = vec![check(kept, Pace::Brisk, MINUTE, codes::FIELD_FEWER_VALUES)];
        step.on_failure = OnFailure::Say;
        (!before.is_empty()).then_some(step)
    }

    /// Makes again what hung on the columns.
    fn restore(&self) -> Option<Step> {
        Some(dependants::restore(&self.key, self.kept()?))
    }
}

/// What somebody hangs on the columns while Connect alters them is taken off too: beside it Connect's work would hang.
fn take_off_again(step: &mut Step, of: TableColumns) {
    step.calls = vec![DependantsDrop { of }.into()];
    step.tries = TAKEN_OFF;
    step.until.iter_mut().for_each(|check| check.deadline_ms = ALTERED / u64::from(TAKEN_OFF));
}

fn columns(changes: &[&Change]) -> String {
    let names: Vec<&str> = changes.iter().map(|one| one.field.as_str()).collect();
    names.join(", ")
}
