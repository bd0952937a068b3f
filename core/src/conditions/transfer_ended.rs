use super::server_replaced::seen;
use super::{Judgement, Predicate};
use crate::api::data;
use crate::codes;
use crate::figures::size_shown;
use crate::late::{arguments, Known, Late, LateError, TransferSlots, Transferred};
use crate::line::clock;
use crate::look::{Look, Stop};
use crate::shell::shell_word;

/// What is counted while one is waited for.
const BYTES: &str = "bytes";
/// A copy that moves no byte for so long is stuck.
const STUCK_MS: u64 = 5 * 60_000;
/// How many times longer than the one that was made to try it a copy may take.
const LONGER: u64 = 3;
/// What one may take in any case: it is made on a machine that others use.
const LEAST_MS: u64 = 5 * 60_000;

arguments! {
    /// A copy has ended and succeeded. One that was cancelled, failed, moves nothing any more or takes much longer than the trial is
    /// given up: what it says of warnings is told, and judged by comparing what it made.
    pub struct TransferEnded {
        /// What is learnt.
        bind: TransferSlots,
        /// Which copy it is.
        copy: Transferred,
        /// How long the trial took, if one was made.
        trial: Option<Late<u64>>,
        /// How many bytes it will move, as far as that can be told: those of the trial, or what the database holds.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "types", ts(optional))]
        whole: Option<Late<u64>>,
    }
}

impl Predicate for TransferEnded {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let transfers = look.read(data::transfers(&self.copy.app), "the copies")?;
        let Some(one) = self.copy.among(known, &transfers)? else {
            return Ok(Judgement::not_yet("the copy is not listed"));
        };
        let now = known.now();
        let since = seen(known, &self.bind.since()).unwrap_or(now);
        let took = now.saturating_sub(since);
        let bytes = one.bytes.unwrap_or(0);
        let shown = size_shown(bytes);
        let failed = |detail: String| Ok(Judgement::Never { code: codes::COPY_FAILED, detail });
        if one.finished_at.is_some() || one.canceled_at.is_some() {
            if one.canceled_at.is_some() {
                return failed("somebody cancelled the copy".to_owned());
            }
            if one.succeeded != Some(true) {
                return failed(format!("Heroku says that the copy failed, {shown} were moved"));
            }
            let warned = match one.warnings {
                None | Some(0) => String::new(),
                Some(n) => format!(", {n} warnings"),
            };
            let value = format!("{shown} in {}{warned}", clock(took));
            let proven = Judgement::proven(format!("copied/{}", self.bind.0), self.title(), value);
            return Ok(proven.binding(&self.bind.took(), &took.max(1)).binding(&self.bind.bytes(), &bytes));
        }
        let grown = seen(known, &self.bind.bytes()).is_none_or(|before| bytes > before);
        let moved = if grown { now } else { seen(known, &self.bind.moved()).unwrap_or(now) };
        if now.saturating_sub(moved) >= STUCK_MS {
            return failed(format!("it has moved nothing for {}, {shown} so far", clock(now - moved)));
        }
        let trial = self.trial.as_ref().map(|trial| trial.get(known)).transpose()?;
        if let Some(most) =
            trial.map(|trial| trial.saturating_mul(LONGER).max(LEAST_MS)).filter(|most| took > *most)
        {
            return failed(format!(
                "it takes longer than {}, much more than the trial, {shown} so far",
                clock(most)
            ));
        }
        let whole =
            self.whole.as_ref().and_then(|whole| whole.get(known).ok()).filter(|whole| *whole > bytes);
        let of = whole.map_or(String::new(), |whole| format!(" of about {}", size_shown(whole)));
        let (detail, left) = (format!("{shown}{of} copied"), whole.map(|whole| whole.saturating_sub(bytes)));
        if !grown {
            return Ok(Judgement::nearing(detail, &[(BYTES, left)]));
        }
        Ok(Judgement::learning(detail, false)
            .leaving(BYTES, left)
            .binding(&self.bind.since(), &since)
            .binding(&self.bind.bytes(), &bytes)
            .binding(&self.bind.moved(), &moved))
    }

    fn by_hand(&self, _: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(Some(format!("heroku pg:backups --app {}", shell_word(&self.copy.app))))
    }
}

impl TransferEnded {
    fn title(&self) -> &'static str {
        if self.trial.is_some() || self.bind.0 == "copy" {
            "copy"
        } else {
            "trial of the copy"
        }
    }
}
