use std::collections::BTreeMap;

use super::{listed, Judgement, Predicate};
use crate::codes;
use crate::figures::total;
use crate::late::{arguments, Known, Late, LateError, Place};
use crate::look::{Look, Stop};
use crate::query::{self, Holdings};

arguments! {
    /// A database holds what it held before its server was made anew: positions compare a server with itself only.
    ///
    /// A table that is large, or closed to the role, is named and not proven.
    pub struct AcrossEqual {
        /// What it held.
        before: Late<Holdings>,
        /// Database.
        place: Place,
        /// Connect's schemas, joined by commas.
        schemas: String,
    }
}

impl Predicate for AcrossEqual {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let before = self.before.get(known)?;
        let now = look.read(query::holdings(&self.place.get(known)?, &self.schemas), "what it holds")?;
        let Some(now) = now.0 else {
            return Ok(Judgement::unread("what the database holds could not be read"));
        };
        let differing = differences(&before, &now);
        if !differing.is_empty() {
            let differing: Vec<&str> = differing.iter().map(String::as_str).collect();
            let detail = format!("not as before the upgrade: {}", listed(&differing));
            return Ok(Judgement::Never { code: codes::DATABASE_DIFFERS, detail });
        }
        let rows = total(before.counts.values().copied());
        let mut value = format!(
            "{rows} rows in {} tables, {} sequences and {} kinds of objects as before, log {}",
            before.counts.len(),
            before.sequences.len(),
            before.objects.len(),
            before.heads
        );
        if !before.uncounted.is_empty() {
            let names: Vec<&str> = before.uncounted.iter().map(String::as_str).collect();
            value.push_str(&format!("; large or closed to this role, not counted: {}", listed(&names)));
        }
        Ok(Judgement::proven("across", "what the database holds", value))
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(None)
    }
}

/// What is not as it was.
pub(super) fn differences(before: &Holdings, now: &Holdings) -> Vec<String> {
    let mut differing = Vec::new();
    if before.heads != now.heads {
        differing.push(format!("the trigger log ends at {} instead of {}", now.heads, before.heads));
    }
    // One that has grown across the limit is counted on one side only: it is proven no more, and not found to differ.
    let uncounted = |name: &String| before.uncounted.contains(name) || now.uncounted.contains(name);
    let unequal = |what: &str, before: &BTreeMap<String, u64>, now: &BTreeMap<String, u64>| {
        let names = before.keys().chain(now.keys().filter(|name| !before.contains_key(*name)));
        let differ = names.filter(|name| before.get(*name) != now.get(*name) && !uncounted(name));
        let shown = |count: Option<&u64>| count.map_or("none".to_owned(), u64::to_string);
        differ
            .map(|name| {
                format!("{what}{name}: {} instead of {}", shown(now.get(name)), shown(before.get(name)))
            })
            .collect::<Vec<_>>()
    };
    differing.extend(unequal("rows of ", &before.counts, &now.counts));
    differing.extend(unequal("", &before.objects, &now.objects));
    let reached = |value: Option<&String>| value.and_then(|value| value.parse::<i128>().ok());
    let short = before.sequences.iter().filter(|(name, value)| match now.sequences.get(*name) {
        Some(now) => reached(Some(now)) < reached(Some(value)),
        None => true,
    });
    differing.extend(short.map(|(name, _)| format!("sequence {name} went back")));
    let behind = now.behind.iter().filter(|name| !before.behind.contains(name));
    differing.extend(behind.map(|name| format!("sequence {name} is behind its column")));
    let gone = before.helpers.iter().filter(|name| !now.helpers.contains(name));
    differing.extend(gone.map(|name| format!("{name} does not resolve any more")));
    let closed = now
        .uncounted
        .iter()
        .filter(|name| !before.uncounted.contains(name) && !before.counts.contains_key(*name));
    differing.extend(closed.map(|name| format!("table {name} is new")));
    let lost = before
        .uncounted
        .iter()
        .filter(|name| !now.uncounted.contains(name) && !now.counts.contains_key(*name));
    differing.extend(lost.map(|name| format!("table {name} is gone")));
    differing
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holdings() -> Holdings {
        let number = |pairs: &[(&str, u64)]| pairs.iter().map(|(name, n)| ((*name).to_owned(), *n)).collect();
        Holdings {
            at: 0,
            behind: vec!["public.odd_seq".into()],
            counts: number(&[("salesforce.account", 25), ("salesforce._trigger_log", 0)]),
            heads: "salesforce=7".into(),
            helpers: vec!["get_xmlbinary".into(), "hstore".into()],
            objects: number(&[("salesforce tables", 4), ("extension hstore", 1)]),
            sequences: BTreeMap::from([("salesforce.account_id_seq".into(), "26".into())]),
            uncounted: vec!["public.large".into()],
            ..Holdings::default()
        }
    }

    #[test]
    fn the_same_or_more_of_a_sequence_is_no_difference() {
        assert_eq!(differences(&holdings(), &holdings()), Vec::<String>::new());
        let mut later = holdings();
        later.sequences.insert("salesforce.account_id_seq".into(), "58".into());
        (later.xmax, later.system) = ("1000".into(), "another".into());
        assert_eq!(differences(&holdings(), &later), Vec::<String>::new());
    }

    #[test]
    fn each_thing_that_is_not_as_it_was_is_named() {
        type Change = fn(&mut Holdings);
        let changes: [(Change, &str); 9] = [
            (
                |one| one.heads = "salesforce=6".into(),
                "the trigger log ends at salesforce=6 instead of salesforce=7",
            ),
            (
                |one| {
                    one.counts.insert("salesforce.account".into(), 24);
                },
                "rows of salesforce.account: 24 instead of 25",
            ),
            (
                |one| {
                    one.counts.remove("salesforce.account");
                },
                "rows of salesforce.account: none instead of 25",
            ),
            (
                |one| {
                    one.objects.insert("salesforce tables".into(), 3);
                },
                "salesforce tables: 3 instead of 4",
            ),
            (
                |one| drop(one.sequences.insert("salesforce.account_id_seq".into(), "25".into())),
                "sequence salesforce.account_id_seq went back",
            ),
            (|one| one.sequences.clear(), "sequence salesforce.account_id_seq went back"),
            (
                |one| one.behind.push("salesforce.account_id_seq".into()),
                "sequence salesforce.account_id_seq is behind its column",
            ),
            (|one| drop(one.helpers.pop()), "hstore does not resolve any more"),
            (|one| one.uncounted.clear(), "table public.large is gone"),
        ];
        for (change, said) in changes {
            let mut now = holdings();
            change(&mut now);
            assert_eq!(differences(&holdings(), &now), [said]);
        }
    }
}
