//! Identity of a world without ids and counters. Of time only what is left of a timer counts.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use super::state::{Addon, App, Connection, DatabaseWork, ReleaseStatus, Upgrade};
use super::World;
use crate::job::JobKind;

impl World {
    /// Feeds everything that decides how the world goes on from `now`, apart from ids and counters.
    pub fn fingerprint<H: Hasher>(&self, now: u64, hasher: &mut H) {
        self.booted.hash(hasher);
        self.apps.iter().for_each(|app| of_app(app, now, hasher));
        self.addons.iter().for_each(|addon| of_addon(addon, now, hasher));
        for held in self.attachments.iter() {
            (&held.app, &held.name, &held.namespace, &held.addon).hash(hasher);
        }
        self.connections.iter().for_each(|connection| of_connection(connection, now, hasher));
        for transfer in &self.transfers {
            (&transfer.addon, &transfer.to_url, transfer.finished.is_some(), transfer.succeeded).hash(hasher);
            (left(transfer.finished, now), transfer.canceled.is_some()).hash(hasher);
        }
        self.jobs.len().hash(hasher);
        self.jobs.iter().for_each(|job| of_job(&job.kind, hasher));
        for fault in self.faults.iter() {
            (fault.name(), &fault.target, fault.times, fault.after).hash(hasher);
        }
        (&self.authorized, &self.tokens).hash(hasher);
        self.connect_away.hash(hasher);
        self.incidents.iter().for_each(|incident| (&incident.title, incident.open).hash(hasher));
        (&self.redefined, &self.orgs).hash(hasher);
        if let Some(earlier) = &self.earlier {
            earlier.fingerprint(now, hasher);
        }
    }
}

/// How long a timer still runs.
fn left(timer: Option<u64>, now: u64) -> Option<u64> {
    timer.map(|due| due.saturating_sub(now))
}

fn of_app<H: Hasher>(app: &App, now: u64, hasher: &mut H) {
    (&app.name, app.maintenance, &app.features, &app.own_vars).hash(hasher);
    for process in &app.formation {
        (&process.kind, process.quantity, &process.size).hash(hasher);
    }
    for dyno in &app.dynos {
        let current = app.current().is_some_and(|release| release.version == dyno.release);
        (&dyno.kind, dyno.number, dyno.state, dyno.listed, dyno.digest, current, left(dyno.stop_at, now))
            .hash(hasher);
    }
    for release in app.releases.iter().filter(|release| release.status == ReleaseStatus::Pending) {
        (&release.description, release.digest).hash(hasher);
    }
    app.releases.last().map(|release| (release.status, release.digest)).hash(hasher);
    app.current().map(|release| release.digest).hash(hasher);
    for monitor in &app.monitors {
        (&monitor.process, monitor.min, monitor.max, monitor.p95, monitor.active).hash(hasher);
    }
}

fn of_addon<H: Hasher>(addon: &Addon, now: u64, hasher: &mut H) {
    (&addon.name, &addon.app, &addon.plan, addon.state, left(addon.gone_at, now)).hash(hasher);
    let Some(database) = &addon.database else { return };
    (database.version, &database.url, &database.following, database.in_recovery).hash(hasher);
    // A lag that only grows is not a new world: none, some, much.
    (database.lag.min(1), database.lag >= 1_000).hash(hasher);
    left(database.begin_at, now).hash(hasher);
    (&database.schedules, &database.window, &database.credentials, &database.making).hash(hasher);
    (&database.bastion.real, database.bastion.rekeyed).hash(hasher);
    left(Some(database.bastion.from).filter(|_| database.bastion.from > 0), now).hash(hasher);
    database.connect_schemas.hash(hasher);
    (left(database.alone_until, now), left(database.unsaved_until, now), database.strayed).hash(hasher);
    database.settings.iter().for_each(|(key, value)| (key, value.to_string()).hash(hasher));
    std::mem::discriminant(&database.upgrade).hash(hasher);
    match &database.upgrade {
        Upgrade::Preparing { version, until: due } | Upgrade::Ready { version, fires_at: due } => {
            (version, due.saturating_sub(now)).hash(hasher);
        }
        Upgrade::Cancelling { until, .. } => until.saturating_sub(now).hash(hasher),
        Upgrade::Unfollowing { version } | Upgrade::Running { version, .. } | Upgrade::Done { version } => {
            version.hash(hasher)
        }
        Upgrade::Followers { left } => left.hash(hasher),
        Upgrade::None | Upgrade::Failed => {}
    }
    match &database.work {
        DatabaseWork::None => 0_u8.hash(hasher),
        DatabaseWork::Unfollowing { begins } => (1_u8, left(*begins, now)).hash(hasher),
        DatabaseWork::ShownFollowing { until } => (2_u8, left(Some(*until), now)).hash(hasher),
        DatabaseWork::PlanChange { plan, begins, then } => (plan, left(*begins, now), then).hash(hasher),
    }
}

fn of_connection<H: Hasher>(connection: &Connection, now: u64, hasher: &mut H) {
    (&connection.addon, connection.state, connection.pausing, connection.accessible).hash(hasher);
    (&connection.db_key, &connection.schema, &connection.resolved, connection.rides).hash(hasher);
    (connection.log.new.min(1), connection.log.pending.min(1), connection.log.failed.min(1)).hash(hasher);
    (left(connection.timer, now), left(connection.reconnect_at, now), connection.reload_at_resume)
        .hash(hasher);
    (connection.read_job.is_some(), connection.poll_job.is_some(), &connection.api_version).hash(hasher);
    (&connection.org, &connection.login, connection.deletable, &connection.features).hash(hasher);
    (connection.install.stage(), connection.tickets.len().min(2)).hash(hasher);
    connection.tickets.last().map(|ticket| (&ticket.environment, &ticket.domain, ticket.used)).hash(hasher);
    for ticket in connection.tickets.iter().filter(|ticket| !ticket.used && ticket.due.is_some()) {
        (&ticket.environment, &ticket.domain, &ticket.api_version, left(ticket.due, now)).hash(hasher);
    }
    for mapping in &connection.mappings {
        left(mapping.shown_from, now).hash(hasher);
        (&*mapping.spec, mapping.state, mapping.polling, mapping.load_job.is_some()).hash(hasher);
        if !Arc::ptr_eq(&mapping.columns, &mapping.spec.fields) {
            mapping.columns.hash(hasher);
        }
        (&mapping.planned, &mapping.unloaded, mapping.replan).hash(hasher);
        mapping.again_at.saturating_sub(now).hash(hasher);
    }
}

fn of_job<H: Hasher>(kind: &JobKind, hasher: &mut H) {
    std::mem::discriminant(kind).hash(hasher);
    match kind {
        JobKind::MakeDatabase { addon, .. }
        | JobKind::MakeFork { addon, .. }
        | JobKind::Unfollow { addon }
        | JobKind::ResetConnections { addon }
        | JobKind::DestroyDatabase { addon }
        | JobKind::Backup { addon, .. } => addon.hash(hasher),
        JobKind::MakeReplica { leader, follower } => (leader, follower).hash(hasher),
        JobKind::UpgradeFollower { addon, version } | JobKind::UpgradeLeader { addon, version, .. } => {
            (addon, version).hash(hasher);
        }
        JobKind::ChangePlan { addon, plan, .. } => (addon, plan).hash(hasher),
        JobKind::Copy { from_url, to_url, how, .. } => (from_url, to_url, how).hash(hasher),
        JobKind::MakeCredential { addon, credential, .. } => (addon, credential).hash(hasher),
        JobKind::StartDyno(start) => (&start.app, &start.dyno).hash(hasher),
        JobKind::StopDyno { app, dyno, .. } => (app, dyno).hash(hasher),
        JobKind::ReleasePhase { app, .. } => app.hash(hasher),
        JobKind::ReadLog(target) | JobKind::PollOrg(target) => (&target.connection, &target.url).hash(hasher),
        JobKind::InstallSchema { target, minds_others: one }
        | JobKind::DropSchema { target, cascade: one } => {
            (&target.connection, &target.url, &target.schema, one).hash(hasher);
        }
        JobKind::RefreshOrg { from, to } => (from, to).hash(hasher),
        JobKind::LoadMapping { target, object } => (&target.connection, object).hash(hasher),
        JobKind::LeaveMapping { target, object, drops } => {
            (&target.connection, object, drops).hash(hasher);
        }
        JobKind::AlterMapping { target, object, changes } => {
            (&target.connection, object, changes).hash(hasher);
        }
        JobKind::LoadColumns { target, object, fields } => {
            (&target.connection, object, fields).hash(hasher);
        }
    }
}
