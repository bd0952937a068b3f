//! Databases of the app beside the one that is looked at: what a run leaves is among them.

use super::stop::Need;
use super::target::Target;
use super::{assemble, Survey};
use crate::query::{self, Place};
use crate::snapshot::Spare;

/// More of them are not looked at.
const MOST: usize = 8;

impl Survey {
    /// Every other database that is attached to the app with its default credential and follows nobody.
    pub(super) fn spares(&self, target: &Target) -> Need<Vec<Spare>> {
        let app = &target.named;
        let (attachments, addons) = (self.attachments(app), self.addons(app));
        let (attachments, addons) = (assemble::named(attachments?), addons?);
        let mut asked = Vec::new();
        for one in addons.into_iter().filter(|one| one.is_postgres()) {
            let (Some(id), Some(addon)) = (one.id, one.name) else { continue };
            let attached = attachments.iter().find(|(of, one)| *of == addon && one.namespace.is_none());
            let Some((_, attached)) = attached.filter(|_| id != target.id && asked.len() < MOST) else {
                continue;
            };
            let config_var = attached.config_var();
            let place = Place::of(app, config_var.clone(), &id, one.plan.as_deref().unwrap_or_default());
            let server = self.facts.may(&format!("sql server {id}"), || query::server(&place));
            asked.push((addon, config_var, one.billed_cents.or(one.price_cents), server));
        }
        let mut spares = Vec::new();
        for (addon, config_var, price_cents, server) in asked {
            let server = server?;
            if server.as_ref().and_then(|server| server.in_recovery) == Some(true) {
                continue;
            }
            let fenced =
                server.and_then(|server| Some(server.default_read_only? || server.read_only_role.is_some()));
            spares.push(Spare { addon, config_var, price_cents, fenced });
        }
        Ok(spares)
    }
}
