//! Dynos as processes: boot environment, requests, stop, kill, end by themselves. A shell script stands in for the client.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use connect_sandbox::dynos::{DynoSettings, Dynos};
use connect_simulator::DynoStart;

struct Rig {
    dynos: Dynos,
    folder: PathBuf,
}

impl Rig {
    /// `body` is the script of every dyno.
    fn new(name: &str, body: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("sandbox-dynos-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(folder.join("logs")).unwrap();
        let client = folder.join("client");
        fs::write(&client, format!("#!/bin/sh\n{body}\n")).unwrap();
        fs::set_permissions(&client, fs::Permissions::from_mode(0o755)).unwrap();
        let (acks, logs) = (folder.join("acks"), folder.join("logs"));
        Rig { dynos: Dynos::new(DynoSettings { client, acks, logs, seed: 7 }), folder }
    }

    fn log(&self, dyno: &str, instance: u64) -> String {
        fs::read_to_string(self.folder.join(format!("logs/acme-{dyno}-{instance}.log"))).unwrap_or_default()
    }

    fn wait_for(&self, what: &str, done: impl Fn(&Self) -> bool) {
        let deadline = Instant::now() + Duration::from_secs(10);
        while !done(self) {
            assert!(Instant::now() < deadline, "{what} did not happen");
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Rig {
    fn drop(&mut self) {
        self.dynos.close();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn dyno(kind: &str, instance: u64) -> DynoStart {
    DynoStart {
        app: "acme".into(),
        dyno: format!("{kind}.1"),
        instance,
        kind: kind.into(),
        command: "ignored".into(),
        release: 1,
        env: BTreeMap::from([("DATABASE_URL".to_owned(), format!("postgres://{instance}"))]),
    }
}

#[test]
fn a_dyno_sees_its_release_and_nothing_else() {
    let rig =
        Rig::new("env", "echo \"$DATABASE_URL|$DYNO|$HOME|$CARGO_MANIFEST_DIR|$*\"; exec /bin/sleep 60");
    rig.dynos.start(&dyno("clock", 3)).unwrap();
    rig.wait_for("the boot", |rig| rig.log("clock.1", 3).ends_with('\n'));
    let log = rig.log("clock.1", 3);
    assert!(
        log.starts_with("postgres://3|clock.1|||--type worker --name clock.1 --app acme --acks "),
        "{log}"
    );
    assert!(log.contains("--seed 10"));
}

#[test]
fn requests_reach_web_dynos_of_the_app_in_turn() {
    let rig = Rig::new("requests", "while read line; do echo got; done");
    for instance in [1, 2] {
        rig.dynos.start(&dyno("web", instance)).unwrap();
    }
    rig.dynos.start(&dyno("worker", 3)).unwrap();
    assert!(!rig.dynos.send_request("other", 0));
    for turn in 0..4 {
        assert!(rig.dynos.send_request("acme", turn));
    }
    rig.wait_for("both answers", |rig| {
        rig.log("web.1", 1) == "got\ngot\n" && rig.log("web.1", 2) == "got\ngot\n"
    });
    assert_eq!(rig.log("worker.1", 3), "");
    rig.dynos.stop(1);
    rig.dynos.stop(2);
    assert!(!rig.dynos.send_request("acme", 0));
}

#[test]
fn a_dyno_that_ends_by_itself_is_reported_once_and_one_that_is_stopped_never() {
    let rig = Rig::new("exit", "[ \"$4\" = run.1 ] && exit 0; exec /bin/sleep 60");
    rig.dynos.start(&dyno("run", 1)).unwrap();
    rig.dynos.start(&dyno("worker", 2)).unwrap();
    let exited = std::cell::RefCell::new(Vec::new());
    rig.wait_for("the exit", |rig| {
        exited.borrow_mut().extend(rig.dynos.take_exited());
        !exited.borrow().is_empty()
    });
    assert_eq!(*exited.borrow(), [("acme".to_owned(), 1)]);
    rig.dynos.stop(2);
    assert_eq!(rig.dynos.take_exited(), []);
    assert_eq!(rig.dynos.count(), 0);
}

#[test]
fn one_that_does_not_listen_is_killed() {
    let rig = Rig::new("kill", "trap '' TERM; echo up; while :; do /bin/sleep 0.05; done");
    rig.dynos.start(&dyno("worker", 1)).unwrap();
    rig.wait_for("the boot", |rig| rig.log("worker.1", 1) == "up\n");
    let begun = Instant::now();
    rig.dynos.stop(1);
    assert!(begun.elapsed() >= Duration::from_secs(2), "it got its grace");
    assert_eq!(rig.dynos.count(), 0);
}

#[test]
fn a_stop_that_comes_before_its_start_wins() {
    let rig = Rig::new("early", "echo up; exec /bin/sleep 60");
    rig.dynos.stop(1);
    rig.dynos.start(&dyno("worker", 1)).unwrap();
    assert_eq!(rig.dynos.count(), 0);
    rig.dynos.close();
    rig.dynos.start(&dyno("worker", 2)).unwrap();
    assert_eq!(rig.dynos.count(), 0);
}

#[test]
fn a_release_phase_ends_well_or_not() {
    let rig = Rig::new("phase", "[ \"$DATABASE_URL\" = good ]");
    let env = |url: &str| BTreeMap::from([("DATABASE_URL".to_owned(), url.to_owned())]);
    assert!(rig.dynos.release_phase("acme", 4, &env("good")).unwrap());
    assert!(!rig.dynos.release_phase("acme", 5, &env("bad")).unwrap());
    let missing = Dynos::new(DynoSettings {
        client: rig.folder.join("nothing"),
        acks: rig.folder.clone(),
        logs: rig.folder.join("logs"),
        seed: 1,
    });
    let error = missing.start(&dyno("web", 9)).unwrap_err().to_string();
    assert!(error.contains("web.1") && error.contains("nothing"), "{error}");
}
