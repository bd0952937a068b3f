use super::{listed, Judgement, Predicate};
use crate::effect::Effect;
use crate::late::{arguments, Known, LateError, Place};
use crate::look::{Look, Stop};
use crate::query::{self, Refusal};

arguments! {
    /// Every table that had planner statistics on the old side has them on the new one.
///
/// A table of which the server collects none is no reason to wait: it is named, with the server's reason.
    pub struct StatisticsPresent {
        /// New database.
        new: Place,
        /// Old database.
        old: Place,
    }
}

impl Predicate for StatisticsPresent {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let before = look.read(query::statistics(&self.old.get(known)?), "the old statistics")?.without;
        let new = self.new.get(known)?;
        let now = look.read(query::statistics(&new), "the new statistics")?;
        let (Some(before), Some(without), Some(tables)) = (before, now.without, now.tables) else {
            return Ok(Judgement::unread("the statistics could not be read"));
        };
        let missing: Vec<String> = without.into_iter().filter(|table| !before.contains(table)).collect();
        let proven = |value| {
            let proves = format!("statistics/{}", self.new.role.key());
            Ok(Judgement::proven(proves, "planner statistics", value))
        };
        if missing.is_empty() {
            return proven(format!("present for {tables} tables, but for those that had none before"));
        }
        let refusals = look.read(query::analyze_refusals(&new), "the reasons")?.refused;
        let reason = |table: &String| refusals.iter().find(|refusal| refusal.table.as_ref() == Some(table));
        let waiting: Vec<&str> =
            missing.iter().filter(|table| reason(table).is_none()).map(String::as_str).collect();
        if !waiting.is_empty() {
            let detail = format!("{} tables have none yet: {}", waiting.len(), listed(&waiting));
            return Ok(Judgement::not_yet(&detail));
        }
        let refused: Vec<String> = missing.iter().filter_map(reason).map(told).collect();
        let refused: Vec<&str> = refused.iter().map(String::as_str).collect();
        proven(format!(
            "present for {} of {tables} tables; the server collects none of {}",
            tables.saturating_sub(u64::try_from(refused.len()).unwrap_or(u64::MAX)),
            listed(&refused)
        ))
    }

    fn reads(&self, known: &Known<'_>) -> Result<Vec<Effect>, LateError> {
        let ask = |place: &Place| Ok(query::statistics(&place.get(known)?).effect);
        [&self.old, &self.new].into_iter().map(ask).collect()
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(None)
    }
}

fn told(refusal: &Refusal) -> String {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let message = refusal.message.as_ref().map_or(String::new(), |message| format!(", {message}"));
    format!("{} (error {}{message})", text(&refusal.table), text(&refusal.code))
}
