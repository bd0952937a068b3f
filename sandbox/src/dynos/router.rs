//! The router: brings requests to web dynos of apps that are not in maintenance mode.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::Dynos;

/// Time between two requests to one app.
const PACE: Duration = Duration::from_millis(25);

/// Sends requests until `stop`. `open_apps` names the apps that are not in maintenance mode at that moment.
pub fn route_requests(dynos: &Dynos, open_apps: &dyn Fn() -> Vec<String>, stop: &AtomicBool) {
    let mut turn: usize = 0;
    while !stop.load(Ordering::Relaxed) {
        for app in open_apps() {
            // A request that finds no dyno is an H10 or H14 on Heroku: it never reaches a client.
            let _ = dynos.send_request(&app, turn);
        }
        turn = turn.wrapping_add(1);
        std::thread::sleep(PACE);
    }
}
