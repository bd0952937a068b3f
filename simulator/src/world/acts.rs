//! What Heroku, a process or a human in the dashboard does.

use std::sync::Arc;

use super::complete::other_host;
use super::setup::name;
use super::state::{Incident, Notification, Upgrade};
use super::words::{MappingState, SyncState};
use super::World;
use crate::{Act, LoginOrg};

impl World {
    pub(super) fn perform(&mut self, act: Act, now: u64) {
        match act {
            Act::OneOff { app, dyno_type, command } => {
                self.one_off(&app, &dyno_type, &command, now);
            }
            Act::DynoExited { app, instance } => self.dyno_gone(&app, instance, now),
            Act::UpgradeFires { addon } => {
                if let Some(Upgrade::Ready { version, .. }) =
                    self.database(&addon).map(|database| database.upgrade.clone())
                {
                    self.start_upgrade(&addon, version, false);
                }
            }
            Act::Changeover { addon } => {
                if let Some(url) = self.database(&addon).and_then(|database| database.url.clone()) {
                    self.change_url(&addon, &other_host(&url), now);
                }
            }
            Act::PauseConnection { addon } => {
                if let Some(at) = self.connection_named(&addon) {
                    // A refusal is what the dashboard would show.
                    let _refused = self.pause(at, now);
                }
            }
            Act::ResumeConnection { addon } => {
                if let Some(at) = self.connection_named(&addon) {
                    let _refused = self.resume(at, now);
                }
            }
            Act::Authorize { addon, granted } => self.authorize(&addon, granted, now),
            Act::Login { addon, org } => {
                if let Some(at) = self.connection_named(&addon) {
                    // A refusal is what the browser would show.
                    let _refused = self.log_in(at, org, None, now);
                }
            }
            Act::RefreshOrg {} => self.refresh_orgs(),
            Act::ConnectionDeletable { addon, deletable } => {
                if let Some(connection) = self.connection_mut(&addon) {
                    connection.deletable = deletable;
                }
            }
            Act::ConnectionFeature { addon, feature, on } => {
                if let Some(connection) = self.connection_mut(&addon) {
                    Arc::make_mut(&mut connection.features).insert(feature, on);
                }
            }
            Act::MappingState { addon, object, state } => {
                let id = self.next();
                if let (Some(connection), Some(state)) =
                    (self.connection_mut(&addon), MappingState::read(&state))
                {
                    let hit = connection.mappings.iter_mut().filter(|mapping| mapping.spec.object == object);
                    hit.for_each(|mapping| mapping.state = state);
                    if state.broken() {
                        let message = name(&format!("{object} is {}.", state.word()));
                        let notice = Notification { id, at: now, kind: name("mapping-error"), message };
                        connection.notifications.push(notice);
                    }
                }
            }
            Act::FieldChange { object, field, definition } => self.redefine(&object, &field, definition),
            Act::MappingEdit { addon, object } => {
                if let Some(at) = self.connection_named(&addon) {
                    self.save_mapping(at, &object, now);
                }
            }
            Act::TokenExpires { token } => Arc::make_mut(&mut self.tokens).retain(|known| *known != token),
            Act::ConnectMaintenance { ms } => self.connect_away = now + ms,
            Act::Notify { addon, event_type, message } => {
                let id = self.next();
                let (kind, message) = (name(&event_type), name(&message));
                if let Some(connection) = self.connection_mut(&addon) {
                    connection.notifications.push(Notification { id, at: now, kind, message });
                }
            }
            Act::Announcement { title, contents } => {
                let (id, said) = (self.next(), Some(name(&contents)));
                let said = Incident { id, title: name(&title), said, open: true, at: now };
                Arc::make_mut(&mut self.incidents).push(said);
            }
            Act::Incident { title, open } => {
                let id = self.next();
                let incidents = Arc::make_mut(&mut self.incidents);
                match incidents.iter_mut().find(|incident| *incident.title == *title) {
                    Some(incident) => incident.open = open,
                    None => incidents.push(Incident { id, title: name(&title), said: None, open, at: now }),
                }
            }
        }
    }

    fn connection_named(&self, addon: &str) -> Option<usize> {
        self.connections.iter().position(|connection| &*connection.addon == addon)
    }

    fn authorize(&mut self, addon: &str, granted: bool, now: u64) {
        let recovery = self.settings.switches.recovery_ms;
        if let Some(at) =
            self.connection_named(addon).filter(|at| granted && self.connections[*at].org.is_empty())
        {
            let _refused = self.log_in(at, LoginOrg::Right, None, now);
            return;
        }
        let Some(connection) = self.connection_mut(addon) else { return };
        match (granted, connection.state) {
            (false, state) if state.runs() => connection.state = SyncState::Unauthorized,
            (true, SyncState::Unauthorized) => {
                connection.state = SyncState::Recovery;
                connection.timer = Some(now + recovery);
            }
            (true, SyncState::NeedAuthentication) => {
                connection.state = SyncState::Idle;
                connection.next_read = now;
                connection.next_poll = now;
            }
            _ => {}
        }
    }
}
