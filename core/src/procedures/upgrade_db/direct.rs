//! The direct method: the leader is upgraded in place. Nothing is moved; the service does the work, and the run proves what came of it.
//!
//! A prepared leader outlives us: the service starts the upgrade by itself in the next maintenance window. So it is prepared last, taken
//! back first, and when it starts by itself the run goes on from there and never asks for it a second time.

use crate::codes;
use crate::conditions::{AddressKnown, LeaderUpgraded, UpgradeIs, VersionAsAsked, WantedUpgrade};
use crate::late::{slots, Late, Place};
use crate::ops::{Undo, UpgradePrepare, UpgradeStart, Verb};
use crate::plan::{Check, Marks, Names, OnFailure, Pace, Step};
use crate::procedures::blocks::{
    after, aftercare, check, connect, fence, hold, lock, names as named, place, proof, reopen, step, watch,
    way_back, writers, HOUR, MINUTE,
};
use crate::request::{Major, Request, UpgradeDb, WayBack};
use crate::snapshot::Snapshot;
use crate::zone::Zone;

/// Preparing takes up to a day, by Heroku's word.
const PREPARED: u64 = 26 * HOUR;
/// How much time must be left, beyond a downtime, until it starts by itself.
const SPARE: u64 = 2 * HOUR;
/// An upgrade takes minutes; forced ones took up to an hour, and one public case healed itself after ninety minutes.
const UPGRADED: u64 = HOUR;
/// How long it may take until a prepared upgrade is seen to be cancelled: an app may be stopped meanwhile.
const CANCELLED: u64 = 2 * MINUTE;
/// A look that does not find it so is not believed at once: answers may be late.
const LOOKS: u8 = 3;

/// Ids of steps that others take up.
const ARM: &str = "arm-upgrade";
const ADDRESS: &str = "address-known";

/// A leader, and what is asked of it.
struct Direct<'a> {
    snapshot: &'a Snapshot,
    request: &'a Request,
    upgrade: &'a UpgradeDb,
}

/// The steps, and what some of them mean.
pub fn steps(snapshot: &Snapshot, request: &Request, upgrade: &UpgradeDb) -> (Vec<Step>, Marks) {
    Direct { snapshot, request, upgrade }.steps()
}

impl Direct<'_> {
    fn steps(&self) -> (Vec<Step>, Marks) {
        let snapshot = self.snapshot;
        // Once it may run, the address may be another one.
        let (lead, anywhere) = (place::lead(snapshot), place::lead_at_any_address(snapshot));
        let mut guards = connect::still_paused(snapshot);
        guards.push(self.ready(None, 0));
        let stop = writers::stop(snapshot, guards);
        let (pause, resume) = (connect::pause(snapshot, &lead), connect::resume_in_place(snapshot));
        let (closed, held) = (fence::fence_worked_on(&lead), proof::position_in_place(snapshot, &lead));
        let (run, upgraded) = (self.run(&lead), self.upgraded());
        let autoscalers = writers::autoscalers_off(snapshot);
        let began = |step: Option<Step>, begun: &Step| step.map(|step| after(&begun.id, step));
        let marks = Marks {
            downtime_opens: (!reopen::ids(snapshot).is_empty()).then(|| stop.id.clone()),
            downtime_closes: reopen::ids(snapshot),
            sync_pauses: Some(pause.id.clone()),
            sync_resumes: Some(resume.id.clone()),
            point_of_no_return: Some(run.id.clone()),
            arms: Some(ARM.to_owned()),
            adopts: Some(upgraded.id.clone()),
            ..Marks::default()
        };
        let (across, lift) = (proof::across(snapshot, &anywhere), fence::lift_worked_on(&anywhere));
        let (across, lift) = (after(&held.id, across), after(&closed.id, lift));
        let ended = after(&closed.id, fence::end_fenced_sessions(&anywhere));
        let back = [
            began(reopen::dynos(snapshot), &stop),
            began(reopen::first_web_dynos(snapshot), &stop),
            began(reopen::requests(snapshot), &stop),
            reopen::autoscalers(snapshot).zip(autoscalers.as_ref()).map(|(on, off)| after(&off.id, on)),
            began(reopen::all_up(snapshot), &stop),
        ];
        let resume = after(&pause.id, resume);
        let mut rides = connect::rides(snapshot);
        rides.needs = Some(resume.id.clone());
        let healthy = connect::healthy(snapshot, &anywhere, &rides.id);
        let leads_back = self.upgrade.leads_back(&snapshot.database);
        let (backup, copy) = (leads_back == WayBack::Backup, leads_back == WayBack::Copy);
        let unfollow = copy.then(|| way_back::unfollow(snapshot));
        let marks = Marks {
            // What took hours is kept as long as it still follows; what may start by itself is cancelled all the same.
            kept_from: copy.then(|| ARM.to_owned()),
            spends: unfollow.as_ref().map(|step| step.id.clone()),
            ..marks
        };
        let fresh = if copy { way_back::fresh(snapshot) } else { Vec::new() };
        let steps = [
            Some(lock::take(snapshot, &anywhere)),
            self.upgrade.dryrun.then(hold::dry_run),
            aftercare::backup_before(snapshot).filter(|_| backup),
            copy.then(|| way_back::make(snapshot)),
            copy.then(|| way_back::close(snapshot)),
            autoscalers,
            Some(connect::at_rest(snapshot)),
            Some(self.arm()),
            Some(hold::hold_downtime()),
            Some(hold::fresh_look_armed(snapshot, self.ready(Some(slots::FIRES.into()), self.far()), fresh)),
            Some(pause),
            Some(hold::card()),
            Some(lock::note_downtime(snapshot, lead.clone())),
            Some(stop),
            Some(writers::stop_one_offs(snapshot)),
            Some(writers::end_sessions(snapshot, &lead)),
            Some(closed),
            Some(fence::end_open_sessions(&lead)),
            Some(held),
            unfollow,
            copy.then(|| way_back::close_to_writers(snapshot)),
            Some(proof::unwritten_in_place(snapshot, &lead)),
            Some(lock::note_settle(lead.clone(), Zone::Downtime)),
            Some(run),
            Some(upgraded),
            Some(self.address_known()),
            Some(self.version_as_asked()),
            Some(across),
            Some(proof::counter_ahead(snapshot, &anywhere)),
            Some(lift),
            Some(ended),
            Some(self.address()),
            Some(aftercare::analyze(&anywhere, Zone::Settle)),
            Some(resume),
            Some(rides),
        ];
        let rest = [
            Some(healthy),
            Some(aftercare::analyze_more(&anywhere)),
            Some(proof::clients_seen(snapshot, anywhere.clone())),
            copy.then(|| way_back::said(snapshot)),
            aftercare::window_in_place(snapshot),
            aftercare::backup_in_place(snapshot),
            aftercare::as_safe_in_place(snapshot, &snapshot.database.plan, self.request.aftercare),
            watch::followers_made_anew(snapshot),
            Some(lock::release(anywhere)),
        ];
        (steps.into_iter().chain(back).chain(rest).flatten().collect(), marks)
    }

    fn from(&self) -> Major {
        Major(self.snapshot.database.major.unwrap_or_default())
    }

    /// How far away it must be that it starts by itself: the longest downtime, and some time beyond it.
    fn far(&self) -> u64 {
        self.request.max_downtime_ms.saturating_add(SPARE)
    }

    fn stands(&self, wanted: WantedUpgrade) -> UpgradeIs {
        let database = &self.snapshot.database;
        UpgradeIs {
            addon: database.addon.clone(),
            addon_id: database.id.clone(),
            bind: None,
            from: self.from(),
            lenient: self.request.accepts(&codes::UPGRADE_ALREADY_SCHEDULED),
            place: place::lead_at_any_address(self.snapshot),
            spare_ms: 0,
            unmoved: None,
            wanted,
        }
    }

    /// Guard: it is prepared and does not run; at the moment that was noted, if one is given.
    fn ready(&self, unmoved: Option<Late<Option<u64>>>, spare_ms: u64) -> Check {
        let ready = UpgradeIs { spare_ms, unmoved, ..self.stands(WantedUpgrade::Ready) };
        check(ready, Pace::Brisk, MINUTE, codes::UPGRADE_NOT_READY)
    }

    /// Prepares it, or takes the one that is prepared.
    fn arm(&self) -> Step {
        let database = &self.snapshot.database;
        let version = self.upgrade.version;
        let mut step = step(
            ARM,
            Zone::Prepare,
            &format!("Prepare the upgrade to Postgres {version}, and wait until it is ready"),
            "it takes up to a day; from then on Heroku starts it by itself in the next maintenance window, unless it is cancelled",
        );
        let far =
            UpgradeIs { bind: Some(slots::FIRES), spare_ms: self.far(), ..self.stands(WantedUpgrade::Ready) };
        step.until = vec![check(far, Pace::Slow, PREPARED, codes::UPGRADE_NOT_READY)];
        step.on_failure = OnFailure::Withdraw;
        if self.upgrade.adopt {
            return step;
        }
        step.guards = vec![check(
            self.stands(WantedUpgrade::Free),
            Pace::Slow,
            5 * MINUTE,
            codes::UPGRADE_ALREADY_SCHEDULED,
        )];
        let prepare = UpgradePrepare {
            addon: database.addon.clone(),
            addon_id: database.id.clone(),
            app: database.app.clone(),
            from: self.from(),
            place: place::lead_at_any_address(self.snapshot),
            version,
        };
        if let Undo::By(cancel) = prepare.undo() {
            step.undo = vec![*cancel];
        }
        step.calls = vec![prepare.into()];
        let cancelled = self.stands(WantedUpgrade::Cancelled);
        let cancelled = check(cancelled, Pace::Brisk, CANCELLED, codes::UPGRADE_STILL_ARMED);
        step.undo_until = vec![Check { times: LOOKS, leave: true, ..cancelled }];
        step
    }

    fn run(&self, lead: &Place) -> Step {
        let database = &self.snapshot.database;
        let mut step = step(
            "upgrade-run",
            Zone::Settle,
            &format!("Upgrade {} to Postgres {}", database.addon, self.upgrade.version),
            "the point of no return: from its request on there is only forward, unless Heroku refuses and nothing has begun",
        );
        step.guards = writers::still_stopped(self.snapshot);
        step.guards.extend(connect::still_paused(self.snapshot));
        step.guards.push(self.ready(None, 0));
        // It would be upgraded along with its leader.
        let copy = self.upgrade.leads_back(database) == WayBack::Copy;
        step.guards.extend(copy.then(|| way_back::stands(self.snapshot)));
        // The note in the lock is the one transaction of ours.
        step.guards.push(proof::unmoved_in_place(self.snapshot, lead, 1));
        let start = UpgradeStart {
            addon: database.addon.clone(),
            addon_id: database.id.clone(),
            app: database.app.clone(),
            from: self.from(),
            place: place::lead_at_any_address(self.snapshot),
            version: self.upgrade.version,
        };
        step.calls = vec![start.into()];
        step.on_failure = OnFailure::Person;
        step
    }

    fn upgraded(&self) -> Step {
        let database = &self.snapshot.database;
        let mut step = step(
            "upgraded",
            Zone::Settle,
            "Wait until the database is upgraded",
            "a finished wait proves nothing: the version itself is read, from the API and from the server",
        );
        let lead = place::lead(self.snapshot);
        let Some(location) = place::location(self.snapshot) else { return step };
        let upgraded = LeaderUpgraded {
            addon_id: database.id.clone(),
            before: slots::HELD.into(),
            bind: slots::NEW,
            bind_major: slots::MAJOR,
            from: self.from(),
            location,
            place: lead,
            schemas: self.snapshot.schemas(),
        };
        step.until = vec![check(upgraded, Pace::Brisk, UPGRADED, codes::UPGRADE_NOT_FINISHED)];
        step.on_failure = OnFailure::Person;
        step
    }

    fn address_known(&self) -> Step {
        let lead = place::lead(self.snapshot);
        let mut step = step(
            ADDRESS,
            Zone::Settle,
            "Read where the database is now",
            "an upgrade may change its address, its password or both",
        );
        let known = AddressKnown {
            addon_id: self.snapshot.database.id.clone(),
            app: lead.app,
            bind: slots::NEW,
            config_var: lead.config_var,
        };
        step.until = vec![check(known, Pace::Brisk, 20 * MINUTE, codes::SERVICE_UNAVAILABLE)];
        step.on_failure = OnFailure::Person;
        step.quiet = true;
        step
    }

    /// Every app holds the present address in its current release. One that does not stays closed, and with it the others.
    fn address(&self) -> Step {
        Step { on_failure: OnFailure::Pause, ..watch::address(self.snapshot) }
    }

    fn version_as_asked(&self) -> Step {
        let mut step = step(
            "version-as-asked",
            Zone::Settle,
            &format!("Check that it is Postgres {}", self.upgrade.version),
            "whoever prepared the upgrade chose the version",
        );
        let asked = VersionAsAsked { major: slots::MAJOR.into(), version: self.upgrade.version };
        step.until = vec![check(asked, Pace::Brisk, MINUTE, codes::UPGRADE_OTHER_VERSION)];
        step.on_failure = OnFailure::Say;
        step.quiet = true;
        step
    }
}

/// Names of what such a run makes, and the formations as they were surveyed.
pub fn names(snapshot: &Snapshot, upgrade: &UpgradeDb) -> Names {
    let names = named::formations(snapshot).with(&slots::NAME_RELEASE, "CONNECT_RELEASE_{RUN}");
    if upgrade.leads_back(&snapshot.database) == WayBack::Copy {
        way_back::named(names)
    } else {
        names
    }
}
