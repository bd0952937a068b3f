//! Who comes while a real server is watched, also who comes and goes between two looks.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/server.rs"]
mod server;

use std::sync::atomic::{AtomicBool, Ordering};

use connect_core::conditions::Unvisited;
use connect_differential::sides::place;
use connect_differential::LEAD;
use server::{on_majors, run, sessions, verdict};

#[test]
fn a_client_that_comes_and_goes_while_it_is_watched_is_counted() {
    on_majors("visits", &[15, 18], |_, url| {
        let unvisited = Unvisited { place: place(LEAD) }.into();
        assert_eq!(verdict(url, &unvisited), "holds", "the watcher itself is no visitor");
        let watched = AtomicBool::new(true);
        std::thread::scope(|scope| {
            let visitor = scope.spawn(|| {
                while watched.load(Ordering::Relaxed) {
                    run(url, "select 1");
                }
            });
            let seen = verdict(url, &unvisited);
            watched.store(false, Ordering::Relaxed);
            visitor.join().unwrap();
            assert_eq!(seen, "not yet");
        });
        sessions(url, 0);
        assert_eq!(verdict(url, &unvisited), "holds");
    });
}
