//! What a rollback left: the database as it was, and the trigger logs on both sides.

use super::stop::{Need, Stop};
use super::target::{self, Target};
use super::{PastNeed, Survey};
use crate::api::platform;
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::query::{self, Itself, Place};
use crate::seeded;
use crate::shell::shell_word;
use crate::snapshot::{Connection, OldDatabase, Past, PastGap, PastLog};

impl Survey {
    /// What is known of the database before it went back in time. What cannot be read of it is left out.
    pub(super) fn past(
        &self,
        needed: &PastNeed,
        lead: &Target,
        connections: &[Connection],
        place: &Place,
    ) -> Need<Past> {
        let old = needed.old.as_ref().map(|name| self.old_database(name, lead)).transpose()?;
        let before = old.as_ref().map(|old| Place {
            expect: old.url.as_ref().map(|url| url.fingerprint.clone()),
            ..Place::of(&old.app, old.config_var.clone(), &old.id, &old.plan)
        });
        let before = before.or_else(|| needed.ahead.then(|| place.clone()));
        let ask = |one: &Connection| {
            let (schema, at) = (&one.schema, needed.at);
            let waits =
                || self.facts.may(&format!("sql waiting {schema}"), || query::waiting(place, schema, at));
            let waits = (!needed.ahead).then(waits).transpose();
            let again = || {
                self.facts.may(&format!("sql sent_again {schema}"), || query::sent_again(place, schema, at))
            };
            let again = (!needed.ahead).then(again).transpose();
            let gap = before.as_ref().map(|before| {
                self.facts.may(&format!("sql gap {schema}"), || query::gap(before, schema, at))
            });
            (waits, again, gap.transpose())
        };
        let lead = self.facts.may("sql itself", || query::itself(place));
        let other = old.as_ref().zip(before.as_ref());
        let other =
            other.map(|(_, before)| self.facts.may("sql itself of the old", || query::itself(before)));
        let kept = self.facts.may("sql kept_before", || query::kept_before(place));
        let seen: Vec<_> = connections.iter().map(|one| (one, ask(one))).collect();
        let mut logs = Vec::new();
        for (one, (waits, again, gap)) in seen {
            let (waits, again, gap) = (waits?.flatten(), again?.flatten(), gap?.flatten());
            let again = again.and_then(|sent| Some(sent.inserts? + sent.updates? + sent.deletes?));
            let gap = gap.and_then(|gap| {
                Some(PastGap { sent: gap.sent?, refused: gap.refused?, unsent: gap.unsent? })
            });
            let came_back = waits.and_then(|waits| waits.rows);
            logs.push(PastLog { resource: one.resource.clone(), came_back, sent_again: again, gap });
        }
        let (lead, other, kept) = (lead?, other.transpose()?.flatten(), kept?);
        let made = lead.as_ref().and_then(Itself::made);
        let copy = lead.and_then(|lead| lead.system).zip(other.and_then(|other| other.system));
        let copy = copy.map(|(lead, other)| lead == other);
        Ok(Past { old, earliest: None, made, copy, kept: kept.and_then(|kept| kept.rows), logs })
    }

    /// The database as it was: another one than that which leads, attached to the app that was named.
    fn old_database(&self, name: &str, lead: &Target) -> Need<OldDatabase> {
        let app = &lead.named;
        let attachments = self.attachments(app);
        let addons = self.addons(app);
        let variables = self.facts.may(&format!("config {app}"), || platform::variables(app));
        let (attachments, addons, variables) = (attachments?, addons?, variables?);
        let var = |addon: &str| {
            let default =
                |one: &&platform::Attachment| one.namespace.is_none() && one.addon.as_deref() == Some(addon);
            attachments
                .iter()
                .find(default)
                .and_then(|one| one.name.clone())
                .map(|name| format!("{name}_URL"))
        };
        let named: Vec<_> = attachments
            .iter()
            .filter_map(|one| Some((one.addon.clone()?, var(one.addon.as_deref()?)?)))
            .collect();
        let found = super::refused(target::find(attachments, &addons, app, None, name))?;
        if found.addon == lead.addon && !seeded::forgets(&codes::DATABASE_NONE) {
            let message = format!("{} is the database that leads now", shell_word(name));
            let help = "name the one that led before the rollback, or leave `--old` out";
            return Err(Stop::Refused(Box::new(Diagnostic::block(codes::DATABASE_NONE, message, help))));
        }
        let config_var = named.into_iter().find(|(addon, _)| *addon == found.addon).map(|(_, var)| var);
        let config_var = config_var.unwrap_or_default();
        let url = variables.and_then(|mut all| all.0.remove(&config_var)).and_then(|one| one.url);
        Ok(OldDatabase {
            id: found.id,
            addon: found.addon,
            plan: found.plan.unwrap_or_default(),
            app: app.clone(),
            config_var,
            url,
        })
    }
}
