//! Who follows the database: looked for among the Postgres add-ons of the app that pays for it.

use super::stop::Need;
use super::target::Target;
use super::{assemble, Survey};
use crate::answer::Link;
use crate::api::data;
use crate::api::platform::Addon;
use crate::snapshot::{Database, Following};

impl Survey {
    /// Followers that were found; one of an app that was not looked at is not among them.
    pub(super) fn followers(&self, target: &Target, leader: &Database) -> Need<Vec<Following>> {
        if leader.followers == 0 {
            return Ok(Vec::new());
        }
        let (attachments, addons) = (self.attachments(&target.app), self.addons(&target.app));
        let (attachments, addons) = (attachments?, addons?);
        let attachments = assemble::named(attachments);
        let postgres = |one: &Addon| one.service.as_deref() == Some("heroku-postgresql");
        let others: Vec<(String, String, String, Addon)> = addons
            .into_iter()
            .filter(postgres)
            .filter_map(|one| Some((one.id.clone()?, one.name.clone()?, one.plan.clone()?, one)))
            .filter(|(id, ..)| *id != target.id)
            .collect();
        let mut found = Vec::new();
        for (id, addon, plan, shown) in others {
            let Some(detail) = self.facts.may(&format!("database {id}"), || data::database(&id))? else {
                continue;
            };
            let follows = match (&detail.following, &leader.url) {
                (Link::To(Some(followed)), Some(url)) => followed.same_database(url),
                _ => false,
            };
            if follows {
                let reach = attachments.iter().find(|(of, one)| *of == addon && one.namespace.is_none());
                let reach = reach.map(|(_, one)| one.clone());
                let attachments = assemble::attachments(self.attached(&id)?);
                let app = shown.app.unwrap_or_else(|| target.app.clone());
                let (price_cents, url) = (shown.price_cents, detail.url);
                found.push(Following { id, addon, plan, reach, app, price_cents, url, attachments });
            }
        }
        Ok(found)
    }
}
