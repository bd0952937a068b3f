//! Which database is meant.

use crate::api::platform::{Addon, Attachment};
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::request::DatabaseRef;
use crate::seeded;
use crate::shell::shell_word;
use crate::snapshot::Snapshot;

/// The database that was meant.
pub struct Target {
    /// Add-on id.
    pub id: String,
    /// Add-on name.
    pub addon: String,
    /// App that pays for it.
    pub app: String,
    /// App among whose attachments it was found.
    pub named: String,
    /// `service:plan`.
    pub plan: Option<String>,
    /// True if its plan is known to be one that can be ordered.
    pub sold: bool,
    /// Price in US cents a month.
    pub price_cents: Option<u64>,
}

const COLOUR: &str = "HEROKU_POSTGRESQL_";

/// Finds the add-on behind an attachment's name, its config var, a colour, or an add-on's name or id; `of` is the add-on whose
/// attachment it must be.
///
/// # Errors
/// A diagnostic if there is none, or it is no Postgres.
pub fn find(
    attachments: Vec<Attachment>,
    addons: &[Addon],
    app: &str,
    of: Option<&str>,
    name: &str,
) -> Result<Target, Diagnostic> {
    let there = databases(&attachments, addons);
    let none = |message: String| {
        let help = if there.is_empty() {
            format!("see `heroku pg:info --app {}`", shell_word(app))
        } else {
            format!("name one that is attached to it: {there}")
        };
        Diagnostic::block(codes::DATABASE_NONE, message, help)
    };
    let mut pool: Vec<Attachment> =
        attachments.into_iter().filter(|one| of.is_none_or(|of| one.addon.as_deref() == Some(of))).collect();
    let called: Vec<Names<'_>> =
        pool.iter().map(|one| [one.name.as_deref(), one.addon.as_deref(), one.addon_id.as_deref()]).collect();
    let any = || (!called.is_empty() && seeded::forgets(&codes::DATABASE_NONE)).then_some(0);
    let Some(at) = meant(&called, name).or_else(any) else {
        return Err(none(format!("{} has no database {}", shell_word(app), shell_word(name))));
    };
    let found = pool.swap_remove(at);
    let (id, addon) = (found.addon_id.unwrap_or_default(), found.addon.unwrap_or_default());
    let listed = addons.iter().find(|one| one.name.as_ref() == Some(&addon));
    if listed.is_some_and(|one| one.service.is_some() && !one.is_postgres()) {
        return Err(none(format!("{} is not a Heroku Postgres database", shell_word(&addon))));
    }
    Ok(Target {
        id,
        addon,
        app: found.addon_app.unwrap_or_default(),
        named: app.to_owned(),
        plan: listed.and_then(|one| one.plan.clone()),
        sold: listed.is_some_and(Addon::sold),
        price_cents: listed.and_then(|one| one.billed_cents.or(one.price_cents)),
    })
}

/// Attachments of databases, by their names.
fn databases(attachments: &[Attachment], addons: &[Addon]) -> String {
    let postgres = |one: &&Attachment| {
        addons.iter().any(|addon| addon.name.is_some() && addon.name == one.addon && addon.is_postgres())
    };
    let names = attachments.iter().filter(postgres).filter_map(|one| one.name.as_deref());
    names.map(shell_word).collect::<Vec<_>>().join(", ")
}

/// True if what was surveyed is the database that these words mean.
#[must_use]
pub fn names(snapshot: &Snapshot, app: &str, database: &DatabaseRef) -> bool {
    let (scope, typed) = database.parts();
    let (addon, id) = (snapshot.database.addon.as_str(), snapshot.database.id.as_str());
    let app = scope.filter(|scope| *scope != addon).unwrap_or(app);
    let here = snapshot.attachments.iter().filter(|one| one.app == app);
    let pool: Vec<Names<'_>> = here.map(|one| [Some(one.name.as_str()), Some(addon), Some(id)]).collect();
    snapshot.app == app && meant(&pool, typed).is_some()
}

/// Name of an attachment, and name and id of its add-on.
type Names<'a> = [Option<&'a str>; 3];

/// An exact name comes before a colour, and a colour before an add-on. Heroku's names are upper case, however they are typed.
fn meant(pool: &[Names<'_>], typed: &str) -> Option<usize> {
    let upper = typed.to_ascii_uppercase();
    let name = upper.strip_suffix("_URL").unwrap_or(&upper);
    let exact = |[found, ..]: &Names<'_>| found.is_some_and(|found| found == name || found == upper);
    let colour = |[found, ..]: &Names<'_>| found.and_then(|found| found.strip_prefix(COLOUR)) == Some(name);
    let addon = |[_, addon, id]: &Names<'_>| [addon, id].contains(&&Some(typed));
    let first = |way: &dyn Fn(&Names<'_>) -> bool| pool.iter().position(way);
    first(&exact).or_else(|| first(&colour)).or_else(|| first(&addon))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::Answer;
    use serde_json::json;

    #[test]
    fn who_names_no_database_is_told_those_that_there_are() {
        let attached = |name: &str, addon: &str| {
            Attachment::read(
                &json!({"name": name, "addon": {"id": addon, "name": addon, "app": {"name": "acme"}}}),
            )
        };
        let addon = |name: &str, service: &str| {
            Addon::read(&json!({"name": name, "addon_service": {"name": service}}))
        };
        let addons = [addon("postgresql-1", "heroku-postgresql"), addon("redis-1", "heroku-redis")];
        let all = || vec![attached("HEROKU_POSTGRESQL_ROSE", "postgresql-1"), attached("REDIS", "redis-1")];
        let told = |all, addons| find(all, addons, "acme", None, "DATABASE").err().and_then(|one| one.help);
        assert_eq!(
            told(all(), &addons).as_deref(),
            Some("name one that is attached to it: HEROKU_POSTGRESQL_ROSE")
        );
        assert_eq!(told(all(), &[]).as_deref(), Some("see `heroku pg:info --app acme`"));
    }
}
