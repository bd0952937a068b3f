//! What the config vars of an app have to do with the database.

use std::collections::BTreeSet;

use crate::answer::Variables;
use crate::api::platform;
use crate::snapshot::{Attachment, Config, Follower, Url};

/// A variable is a copy if it holds a part of a URL of the database and comes from no attachment of it; so with the follower.
pub fn of(
    app: &str,
    variables: Variables,
    attachments: &[Attachment],
    database: Option<&Url>,
    follower: Option<&Follower>,
) -> Config {
    let given = |list: &[Attachment]| -> BTreeSet<String> {
        list.iter().filter(|one| one.app == app).map(Attachment::config_var).collect()
    };
    let attached = given(attachments);
    let follows = follower.map(|follower| given(&follower.attachments)).unwrap_or_default();
    // Credentials and poolers have other URLs of the same database.
    let ours = |name: &String, url: &Option<Url>| {
        url.as_ref().is_some_and(|url| {
            attached.contains(name) || database.is_some_and(|database| url.same_database(database))
        })
    };
    let urls: Vec<String> =
        variables.0.iter().filter(|(name, one)| ours(name, &one.url)).map(|(name, _)| name.clone()).collect();
    let theirs: Vec<Url> = variables
        .0
        .iter()
        .filter(|(name, _)| follows.contains(*name))
        .filter_map(|(_, one)| one.url.clone())
        .collect();
    let mut config = Config::default();
    for (name, one) in variables.0 {
        let holds = |names: &dyn Fn(&String) -> bool| one.holds.iter().any(names);
        // A follower has its leader's user, password and database: only the whole address tells them apart.
        let same = one.url.as_ref().is_some_and(|url| theirs.iter().any(|their| url.same_database(their)));
        if attached.contains(&name) {
            continue;
        } else if follows.contains(&name) {
            config.others += 1;
        } else if same || (holds(&|other| follows.contains(other)) && !holds(&|other| urls.contains(other))) {
            config.follower_copies.push(name);
        } else if urls.contains(&name) || holds(&|other| urls.contains(other)) {
            config.copies.push(name);
        } else if urls.is_empty() {
            config.unjudged.push(name);
        } else {
            config.others += 1;
        }
    }
    Config { urls, ..config }
}

/// What another add-on gives is no copy, however like the database's address it is: a follower that stays is such a one.
pub fn given_by_others(config: &mut Config, attachments: &[platform::Attachment], database: &str) {
    let others: BTreeSet<String> = attachments
        .iter()
        .filter(|one| one.addon.as_deref() != Some(database))
        .filter_map(|one| Some(format!("{}_URL", one.name.as_ref()?)))
        .collect();
    let before = config.copies.len();
    config.copies.retain(|name| !others.contains(name));
    config.others += (before - config.copies.len()) as u64;
}
