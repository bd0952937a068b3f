//! A whole run, written down: what the WebAssembly must repeat to the letter, and the answers that core's own tests use.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod support;

use std::path::PathBuf;

use connect_core::ending::Ending;
use connect_model::desk::{scenario, Desk};
use serde_json::json;
use support::{context, drive, upgrade};

/// `UPDATE=1` writes the file; otherwise a stale one is an error.
#[test]
fn the_transcript_is_what_a_run_says() {
    let mut lines = vec![json!({ "command": upgrade("acme-sync"), "context": context() }).to_string()];
    let mut desk = Desk::new(&scenario("upgrade-follower").unwrap());
    let (ending, _) = drive(&mut desk, upgrade("acme-sync"), context(), |one| {
        let line = json!({
            "askedAt": one.asked_at,
            "directive": one.directive,
            "answer": one.answer,
            "answeredAt": one.answered_at,
        });
        lines.push(line.to_string());
    });
    assert_eq!(ending, Ending::Done);
    let fresh = lines.join("\n") + "\n";
    let path: PathBuf =
        [env!("CARGO_MANIFEST_DIR"), "../fixtures/transcripts/upgrade-follower.jsonl"].iter().collect();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &fresh).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    let first = kept.lines().zip(fresh.lines()).position(|(kept, fresh)| kept != fresh);
    assert!(kept == fresh, "{}: line {first:?} differs; run with UPDATE=1 and read it", path.display());
}
