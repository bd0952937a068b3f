//! A follower takes over from its leader.
//!
//! The order is the manual's, with what practice added: Connect is paused while the app still writes, the follower stops following
//! only when it holds everything, and nobody may have written to the old leader since its position was read.

use super::blocks::{
    aftercare, check, connect, cut_over, fence, followers, hold, lock, names, place, proof, reopen, step,
    target, writers, Side, MINUTE,
};
use super::Outline;
use crate::codes::Code;
use crate::command::Aftercare;
use crate::conditions::Unfollowed;
use crate::figures;
use crate::late::{slots, Bindings, Late, Location};
use crate::plan::{Marks, Next, Pace, Plan, Step, Words};
use crate::request::{bound, Finish, LeadAddon, Request, WayBack};
use crate::shell::shell_word;
use crate::snapshot::{Attachment, Link, Snapshot, Tier};
use crate::zone::Zone;

/// What is special of one.
pub struct Succession<'a> {
    /// A follower that exists; one is made if absent.
    pub existing: Option<&'a str>,
    /// `service:plan` of the one that is made.
    pub plan: &'a str,
    /// Makes it stop following: see [`unfollowing`].
    pub spend: Step,
    /// Proves that it leads, and is what was asked for.
    pub leads: Step,
    /// Whether what the planner knows of the tables is lost on the way.
    pub statistics_lost: bool,
    /// What is asked of the aftercare.
    pub aftercare: Aftercare,
}

impl Succession<'_> {
    /// The steps, and what some of them mean.
    pub fn steps(self, snapshot: &Snapshot) -> (Vec<Step>, Marks) {
        let target = match self.existing {
            Some(existing) => target::adopt(snapshot, existing),
            None => target::make(snapshot, self.plan),
        };
        let hold = hold::hold_downtime();
        let (pause, stop) = (
            connect::pause(snapshot, &place::old(snapshot)),
            writers::stop(snapshot, connect::still_paused(snapshot)),
        );
        let led = Led {
            proven: proof::true_copy(snapshot),
            lost: self.statistics_lost,
            new: Side::old(snapshot),
            own: 1,
            plan: self.plan,
            existing: self.existing,
            aftercare: self.aftercare,
            connect: Reconnection::resumed(snapshot),
        };
        let (rest, marks) = led.steps(snapshot, &stop, &pause);
        let marks = Marks { kept_from: Some(hold.id.clone()), spends: Some(self.spend.id.clone()), ..marks };
        let steps = [
            Some(lock::take(snapshot, &place::lead(snapshot))),
            Some(target),
            Some(target::alias(snapshot)),
            writers::autoscalers_off(snapshot),
            Some(connect::at_rest(snapshot)),
            Some(target::close(snapshot)),
            Some(hold),
            Some(hold::fresh_look(snapshot)),
            Some(pause),
            Some(hold::card()),
            Some(lock::note_downtime(snapshot, place::old(snapshot))),
            Some(stop),
            Some(writers::stop_one_offs(snapshot)),
            fence::fence_web(snapshot),
            Some(writers::end_sessions(snapshot, &place::old(snapshot))),
            writers::restart_staying(snapshot),
            Some(proof::position(snapshot)),
            Some(proof::replayed(snapshot)),
            Some(self.spend),
            Some(fence::fence_old(snapshot, "set after the unfollow, because it would travel to a follower")),
            Some(fence::end_open_sessions(&place::old(snapshot))),
            Some(proof::unwritten(snapshot, 1)),
            Some(self.leads),
        ];
        (steps.into_iter().flatten().chain(rest).collect(), marks)
    }
}

/// What comes once another database can lead, however it came to be: it takes over, the apps come back, and it gets what it needs.
pub struct Led<'a> {
    /// Proves that it holds what the old one does, and notes where it is.
    pub proven: Step,
    /// Whether what the planner knows of the tables is lost on the way.
    pub lost: bool,
    /// What it is like.
    pub new: Side,
    /// Transactions of ours in the old database since L0.
    pub own: u64,
    /// Its plan.
    pub plan: &'a str,
    /// The follower that took over, if it existed before.
    pub existing: Option<&'a str>,
    /// What is asked of the aftercare.
    pub aftercare: Aftercare,
    /// How Connect comes to run on it.
    pub connect: Reconnection,
}

/// How Connect comes to run on another database.
pub struct Reconnection {
    /// The connection is made anew on it: none is pointed there, and definitions are changed in it before there is only forward.
    pub anew: bool,
    /// What is done in it once every name means it, and can be taken back.
    pub before: Vec<Step>,
    /// From its first request on there is only forward.
    pub begin: Step,
    /// What is done then, before the apps come back.
    pub between: Vec<Step>,
    /// What is done once they are back, and before it is asked whether Connect is healthy.
    pub after: Vec<Step>,
    /// Id of the step with which sync goes on.
    pub runs: String,
    /// Waits until it is healthy, once the apps are back.
    pub healthy: Option<Step>,
    /// Until this step is done the lock stays, and what is kept beside it.
    pub kept_for: Option<String>,
}

impl Reconnection {
    /// The connections that there are go on.
    pub fn resumed(snapshot: &Snapshot) -> Self {
        let begin = connect::resume(snapshot);
        Self {
            anew: false,
            before: Vec::new(),
            between: Vec::new(),
            after: Vec::new(),
            runs: begin.id.clone(),
            healthy: Some(connect::healthy(snapshot, &place::new(snapshot), &begin.id)),
            begin,
            kept_for: None,
        }
    }
}

impl Led<'_> {
    /// The steps, and what some of them mean; `stop` and `pause` came before.
    pub fn steps(self, snapshot: &Snapshot, stop: &Step, pause: &Step) -> (Vec<Step>, Marks) {
        let connect = self.connect;
        let moved = cut_over::move_attachments(snapshot, self.new, self.own, connect.anew);
        let closes = reopen::ids(snapshot);
        let marks = Marks {
            // Where nothing runs and nothing is open, nothing is stopped.
            downtime_opens: (!closes.is_empty()).then(|| stop.id.clone()),
            downtime_closes: closes,
            sync_pauses: Some(pause.id.clone()),
            sync_resumes: Some(connect.runs),
            cut_over: Some(moved.id.clone()),
            point_of_no_return: Some(connect.begin.id.clone()),
            ..Marks::default()
        };
        // An Essential database has neither.
        let kept = Tier::of(self.plan) == Tier::Classic;
        let steps = [
            Some(fence::open_new(snapshot, self.new)),
            self.lost.then(|| aftercare::analyze(&place::new(snapshot), Zone::CutOver)),
            Some(self.proven),
            Some(lock::note_cut_over(snapshot)),
            Some(moved),
        ];
        let ours = [lock::note_settle(place::new(snapshot), Zone::CutOver), connect.begin];
        let back = [
            reopen::dynos(snapshot),
            reopen::first_web_dynos(snapshot),
            reopen::requests(snapshot),
            reopen::autoscalers(snapshot),
            reopen::all_up(snapshot),
        ];
        let then = [
            connect.healthy,
            self.lost.then(|| aftercare::analyze_rest(snapshot)),
            Some(proof::clients_seen(snapshot, place::new(snapshot))),
            aftercare::schedules(snapshot),
            aftercare::window(snapshot).filter(|_| kept),
            aftercare::settings(snapshot).filter(|_| kept),
            aftercare::credentials(snapshot).filter(|_| kept),
            aftercare::backup(snapshot),
            aftercare::as_safe(snapshot, self.plan, self.aftercare).filter(|_| kept),
            followers::make(snapshot, self.existing, self.aftercare).filter(|_| kept),
        ];
        let readers = followers::move_readers(snapshot, self.existing, self.aftercare);
        let ends = [
            Some(proof::old_unvisited(snapshot)),
            Some(proof::old_untouched(snapshot, self.own)),
            Some(Step { needs: connect.kept_for, ..lock::release(place::new(snapshot)) }),
        ];
        let steps = steps.into_iter().flatten().chain(connect.before).chain(ours).chain(connect.between);
        let steps =
            steps.chain(back.into_iter().flatten()).chain(connect.after).chain(then.into_iter().flatten());
        (steps.chain(readers).chain(ends.into_iter().flatten()).collect(), marks)
    }
}

/// The step that ends following, with what must hold before; the caller adds the call.
pub fn unfollowing(snapshot: &Snapshot, id: &str, title: &str, why: &str, late: Code) -> Step {
    let mut step = step(id, Zone::Downtime, title, why);
    step.guards = writers::still_stopped(snapshot);
    step.guards.extend(connect::still_paused(snapshot));
    step.guards.push(proof::caught_up(place::new(snapshot), MINUTE));
    step.guards.push(proof::old_unmoved(snapshot, 0, "nobody wrote before the unfollow"));
    let unfollowed = Unfollowed { addon_id: slots::FOLLOWER.id().into() };
    step.until = vec![check(unfollowed, Pace::Tight, 20 * MINUTE, late)];
    step
}

/// An outline of these steps.
pub fn outline(
    snapshot: &Snapshot,
    (steps, marks): (Vec<Step>, Marks),
    existing: Option<&str>,
    words: Words,
    asked: Aftercare,
) -> Outline {
    let mut apps: Vec<String> = snapshot.apps.iter().map(|app| app.name.clone()).collect();
    apps.extend(snapshot.out_of_reach.iter().cloned());
    let left = followers::left(snapshot, existing);
    let readers = followers::apps(&left).into_iter().filter(|_| asked.move_readers).map(str::to_owned);
    let readers: Vec<String> = readers.filter(|app| !apps.contains(app)).collect();
    apps.extend(readers);
    Outline {
        steps,
        marks,
        names: followers::named(names::beside(snapshot, existing), snapshot, existing),
        words,
        confirmation: apps.join(","),
        apps,
        not_covered: &[],
    }
}

/// What finishing such a run takes: the old database is destroyed.
pub fn finishing(plan: &Plan, run: &str, bindings: &Bindings) -> Option<Request> {
    let database = &plan.snapshot.database;
    let finish = Finish {
        run: run.to_owned(),
        addon: database.addon.clone(),
        billing_app: database.app.clone(),
        attachment: bound(bindings, &slots::NAME_OLD)?,
        schemas: plan.snapshot.schemas(),
        position: bound(bindings, &slots::L0)?,
        lead: Location {
            database: Late::Now(bound(bindings, &slots::NEW.database())?),
            host: Late::Now(bound(bindings, &slots::NEW.host())?),
            port: Late::Now(bound(bindings, &slots::NEW.port())?),
        },
        // Connect may lean on it, or it is the only name there.
        spare: (cut_over::patches(&plan.snapshot) == 0
            && cut_over::movable(&plan.snapshot).any(|one| one.app == database.app))
        .then(|| bound(bindings, &slots::NAME_NEW))
        .flatten(),
        backups: bound(bindings, &slots::BACKUPS).unwrap_or(0),
        protected: match WayBack::takes_backups(database) {
            true => None,
            false => Some(LeadAddon {
                name: bound(bindings, &slots::NAME_TARGET)?,
                id: bound(bindings, &slots::FOLLOWER.id())?,
            }),
        },
        fence: Side::old(&plan.snapshot).scope,
        shared: Side::old(&plan.snapshot).shared,
    };
    Some(Request::finish(finish, &plan.request))
}

/// What is said of it; `plan` is what a follower of the new lead would be on, `existing` the one that takes over if it exists.
pub fn words(
    snapshot: &Snapshot,
    title: String,
    plan: &str,
    existing: Option<&str>,
    asked: Aftercare,
) -> Words {
    let old = &snapshot.database.addon;
    let day = a_day(snapshot);
    let cost = day.as_ref().map_or(String::new(), |day| format!(", and costs {day} until it is destroyed"));
    let costs = day.map_or(String::new(), |day| format!(", which costs {day}"));
    let next = |command: String, why: String| Next { command, why };
    let staying: Vec<String> =
        snapshot.attachments.iter().filter(|one| snapshot.stays(one)).map(Attachment::config_var).collect();
    let stays = (!staying.is_empty()).then(|| {
        let why = format!(
            "{} of {} keeps pointing at the old database, on which nobody can write",
            staying.join(", "),
            snapshot.database.app
        );
        next(format!("heroku addons:info {}", shell_word(old)), why)
    });
    let copies = snapshot.copies().map(|(app, name)| {
        next(
            format!("heroku config:edit {} --app {}", shell_word(name), shell_word(&app.name)),
            "it holds the address of the old database, on which nobody can write".to_owned(),
        )
    });
    let another = snapshot.left_behind(existing).next().is_none().then(|| {
        next(
            format!(
                "heroku addons:create {} --app {} -- --follow DATABASE_URL",
                shell_word(plan),
                shell_word(&snapshot.database.app)
            ),
            "the new database has no follower".to_owned(),
        )
    });
    Words {
        title,
        before: format!("writers run on {old}"),
        undone: format!("everything is as it was, on {old}"),
        after: "the app runs on the new database".to_owned(),
        done: format!("everything runs on the new database; the old one ({old}) is read-only{cost}"),
        next: copies
            .chain(stays)
            .chain(unread(snapshot))
            .chain(logins(snapshot))
            .chain(links(snapshot))
            .chain([next(
                "heroku connect:runs:finish {run}".to_owned(),
                format!("destroys the old database {old}{costs}; be reminded of it on {{reminder}}"),
            )])
            .chain(another)
            .chain(followers::next(snapshot, existing, asked))
            .collect(),
        ..Words::default()
    }
}

/// What a database on the plan of the present one costs a day, as it is said.
pub fn a_day(snapshot: &Snapshot) -> Option<String> {
    snapshot.database.price_cents.map(figures::a_day)
}

/// What followers cost that are made anew, behind what else a method costs.
pub fn followers_cost(snapshot: &Snapshot, existing: Option<&str>, asked: Aftercare) -> String {
    let cost = snapshot.left_behind_cost(existing).filter(|_| !asked.no_followers);
    cost.map_or(String::new(), |cost| format!("; new followers: {cost}, until you destroy the old ones"))
}

/// Who logs in by a named credential from outside Heroku has to be told.
fn logins(snapshot: &Snapshot) -> Option<Next> {
    let names = snapshot.database.kept.as_ref()?.credentials.as_ref().filter(|names| !names.is_empty())?;
    Some(Next {
        command: format!("heroku pg:credentials DATABASE_URL --app {}", shell_word(&snapshot.database.app)),
        why: format!(
            "clients outside Heroku that log in as {} need the address of the new database, and the password if it is another one",
            names.join(", ")
        ),
    })
}

/// Data links that the old database has: Heroku keeps them with it.
fn links(snapshot: &Snapshot) -> Vec<Next> {
    let of = |link: &Link| Next {
        command: format!(
            "heroku pg:links:create {} DATABASE_URL --as {} --app {}",
            shell_word(&link.remote),
            shell_word(&link.name),
            shell_word(&snapshot.database.app)
        ),
        why: format!(
            "unless `heroku pg:links` shows it: the data link {} of the old database reads {}",
            link.name, link.remote
        ),
    };
    snapshot.database.kept.iter().filter_map(|kept| kept.links.as_ref()).flatten().map(of).collect()
}

/// What the service may keep of the old database, and could not be read: a person looks.
fn unread(snapshot: &Snapshot) -> Option<Next> {
    let kept = snapshot.database.kept.as_ref()?;
    let parts = [
        ("backup schedules", kept.schedules.is_none()),
        ("settings", kept.settings.is_none()),
        ("credentials", kept.credentials.is_none()),
        ("data links", kept.links.is_none()),
    ];
    let unread: Vec<&str> = parts.into_iter().filter(|(_, unread)| *unread).map(|(name, _)| name).collect();
    (!unread.is_empty()).then(|| Next {
        command: format!(
            "heroku pg:info {} --app {}",
            shell_word(&snapshot.database.addon),
            shell_word(&snapshot.database.app)
        ),
        why: format!("its {} could not be read, so the new database may lack them", unread.join(" and ")),
    })
}
