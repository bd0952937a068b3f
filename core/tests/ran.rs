//! What a run took, beside what was estimated.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]
#![allow(clippy::disallowed_methods, clippy::disallowed_types, clippy::indexing_slicing)]

use connect_core::journal::{Entry, Record, Records};
use connect_core::procedures;
use connect_core::ran::ran;
use connect_core::timeline::Timeline;
use connect_core::zone::Zone;

#[test]
fn a_step_lasts_until_the_next_and_is_compared_with_its_part_of_the_estimate() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/samples/upgrade-follower.json");
    let mut sample: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let snapshot = serde_json::from_value(sample["snapshot"].take()).unwrap();
    let plan = procedures::plan(&snapshot, &serde_json::from_value(sample["request"].take()).unwrap());
    let timeline = Timeline::of(&plan).unwrap();
    let downtime = timeline.stretches.iter().find(|one| one.downtime).unwrap();
    let [first, second, third] = [&downtime.bars[0], &downtime.bars[1], &downtime.bars[2]];
    let mut records = Records::default();
    let mut enter = |step: &str, at: u64| {
        let entry = Entry::Entered { step: step.to_owned(), zone: Zone::Downtime };
        records.push(Record {
            version: "1.4".to_owned(),
            seq: records.len() as u64,
            at,
            prev: String::new(),
            entry,
        });
    };
    enter(&first.step, 1_000);
    let long = first.most.to - first.most.from + 61_000;
    enter(&second.step, 1_000 + long);
    // Half a second less than its part of the least, which nobody can see.
    let short = second.least.to - second.least.from - 500;
    enter(&third.step, 1_000 + long + short);
    let all = ran(&timeline, &records);
    assert_eq!(all.iter().map(|one| &one.step).collect::<Vec<_>>(), [&first.step, &second.step, &third.step]);
    assert_eq!((all[0].span.from, all[0].span.to), (0, long));
    assert!(all[0].text.ends_with("1:01 more than its part of the most"), "{}", all[0].text);
    assert_eq!(all[1].span.from, long);
    assert!(all[1].text.ends_with(": as estimated"), "{}", all[1].text);
}
