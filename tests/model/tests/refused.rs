//! What one query shows is shown before anything is made: scenarios whose database holds something that is in the way.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use connect_core::command::UpgradeDb;
use connect_core::diagnostic::Severity;
use connect_core::procedures;
use connect_core::request::Request;
use connect_model::desk::{scenario, Desk};
use connect_rehearsal::survey;

const SCENARIOS: [(&str, &[&str]); 4] = [
    ("unlogged-table", &["database/unlogged"]),
    ("logical-slot", &["database/slots"]),
    ("expression-index", &["version/unqualified-functions"]),
    (
        "new-version-refuses",
        &["version/reg-columns", "version/system-row-functions", "version/extension-gone"],
    ),
];

#[test]
fn what_is_in_the_way_blocks_before_anything_is_made() {
    for (name, codes) in SCENARIOS {
        let mut desk = Desk::new(&scenario(name).unwrap());
        let typed = UpgradeDb { app: "acme-sync".into(), version: Some("17".into()), ..UpgradeDb::default() };
        let request = Request::upgrade_db(&typed).unwrap();
        let plan = procedures::plan(&survey(&mut desk, &request).unwrap(), &request);
        let blocks: Vec<&str> = plan
            .prechecks
            .iter()
            .filter(|one| one.severity == Severity::Block)
            .map(|one| one.code.as_str())
            .collect();
        assert_eq!(blocks, codes, "{name}");
        assert!(plan.steps.is_empty(), "{name}");
    }
}
