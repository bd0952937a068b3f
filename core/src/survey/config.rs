//! What the config vars of an app have to do with the database.

use std::collections::BTreeSet;

use crate::answer::Variables;
use crate::snapshot::{Attachment, Config, Url};

/// A variable is a copy if it holds a part of a URL of the database and comes from no attachment of it.
pub fn of(app: &str, variables: Variables, attachments: &[Attachment], database: Option<&Url>) -> Config {
    let attached: BTreeSet<String> =
        attachments.iter().filter(|one| one.app == app).map(Attachment::config_var).collect();
    // Credentials and poolers have other URLs of the same database.
    let ours = |name: &String, url: &Option<Url>| {
        url.as_ref().is_some_and(|url| {
            attached.contains(name) || database.is_some_and(|database| url.same_database(database))
        })
    };
    let urls: Vec<String> =
        variables.0.iter().filter(|(name, one)| ours(name, &one.url)).map(|(name, _)| name.clone()).collect();
    let mut config = Config::default();
    for (name, one) in variables.0 {
        if attached.contains(&name) {
            continue;
        }
        if urls.contains(&name) || one.holds.iter().any(|other| urls.contains(other)) {
            config.copies.push(name);
        } else if urls.is_empty() {
            config.unjudged.push(name);
        } else {
            config.others += 1;
        }
    }
    Config { urls, ..config }
}
