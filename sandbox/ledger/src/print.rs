//! The verdict as text and as JSON.

use std::fmt::Write as _;

use serde_json::{json, Value};

use crate::verdict::{Run, Verdict};

/// The last line: the numbers and the word.
pub fn summary(verdict: &Verdict) -> String {
    let totals = &verdict.totals;
    let word = if verdict.passed() { "PASS" } else { "FAIL" };
    let failed = verdict.failed();
    let failed = if failed.is_empty() { String::new() } else { format!(", failed: {}", failed.join(" ")) };
    format!(
        "ledger: {} writes acknowledged, {} lost, {} stale, {} doubled, {} changes of the org{failed}: {word}",
        totals.acknowledged, totals.lost, totals.stale, totals.doubled, totals.org_changes
    )
}

/// One line per check with its evidence, offenders below it, and the last line.
pub fn table(verdict: &Verdict) -> String {
    let width = verdict.checks.iter().map(|check| check.name.len()).max().unwrap_or(0);
    let mut text = String::new();
    for check in &verdict.checks {
        let word = if check.passed { "pass" } else { "FAIL" };
        // Writing to a String does not fail.
        let _ = writeln!(text, "{word}  {:width$}  {}", check.name, check.evidence);
        for example in &check.examples {
            let _ = writeln!(text, "      {:width$}  - {example}", "");
        }
        if check.offences > check.examples.len() {
            let _ =
                writeln!(text, "      {:width$}  - and {} more", "", check.offences - check.examples.len());
        }
    }
    text.push_str(&summary(verdict));
    text.push('\n');
    text
}

/// `{run, passed, summary, totals, checks}`.
pub fn json(verdict: &Verdict, run: Run) -> Value {
    json!({
        "run": match run { Run::Done => "done", Run::Undone => "undone" },
        "passed": verdict.passed(),
        "summary": summary(verdict),
        "totals": verdict.totals,
        "checks": verdict.checks,
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::verdict::{Check, Totals};

    fn verdict(offenders: usize) -> Verdict {
        let offenders = (0..offenders).map(|n| format!("row {n}")).collect();
        Verdict {
            checks: vec![Check::of("rows", "12 rows compared".into(), offenders)],
            totals: Totals { acknowledged: 12, ..Totals::default() },
        }
    }

    #[test]
    fn the_last_line_carries_the_numbers_and_the_word() {
        let text = table(&verdict(0));
        assert_eq!(
            text.lines().last().unwrap(),
            "ledger: 12 writes acknowledged, 0 lost, 0 stale, 0 doubled, 0 changes of the org: PASS"
        );
        assert!(text.starts_with("pass  rows  12 rows compared\n"));
    }

    #[test]
    fn a_failed_check_shows_a_few_offenders_and_counts_the_rest() {
        let text = table(&verdict(7));
        assert!(text.contains("FAIL  rows"));
        assert!(text.contains("- row 4\n") && !text.contains("- row 5\n") && text.contains("- and 2 more"));
        assert!(text.lines().last().unwrap().ends_with("failed: rows: FAIL"));
        assert_eq!(json(&verdict(7), Run::Done)["checks"][0]["offences"], 7);
    }
}
