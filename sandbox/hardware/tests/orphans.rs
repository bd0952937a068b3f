//! What happens when the owner of a fleet is gone.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use std::process::Command;

use connect_hardware::{Fleet, HardwareError};
use support::*;

#[test]
fn a_folder_has_one_owner() {
    let folder = Folder::new("owner");
    let fleet = fleet(&folder);
    assert!(matches!(Fleet::open(&folder.0, &binaries()), Err(HardwareError::InUse { .. })));
    drop(fleet);
    Fleet::open(&folder.0, &binaries()).unwrap();
}

#[test]
fn dropping_a_fleet_leaves_no_server() {
    let folder = Folder::new("drop");
    let fleet = fleet(&folder);
    // From a thread that ends, as a job's does: the server must outlive it.
    std::thread::scope(|scope| scope.spawn(|| fleet.create("postgresql-gone", 15).map(drop)).join())
        .unwrap()
        .unwrap();
    let data = fleet.data_directory("postgresql-gone").unwrap();
    fleet.gauges("postgresql-gone").unwrap();
    assert!(data.join("postmaster.pid").exists());
    drop(fleet);
    assert!(!data.join("postmaster.pid").exists(), "a clean stop removes the pid file");
}

#[test]
fn servers_of_a_dead_owner_are_ended_and_removed() {
    let folder = Folder::new("orphans");
    let owner = fleet(&folder);
    owner.create("postgresql-orphan", 15).unwrap();
    let data = owner.data_directory("postgresql-orphan").unwrap();
    owner.stop("postgresql-orphan").unwrap();
    // The same data folder served by a process that no fleet started: what a killed owner leaves behind where the
    // system does not tie a child's life to its parent's.
    let server = binaries().join("15/bin/postgres");
    let mut command = Command::new(server);
    command.arg("-D").arg(&data).stderr(std::process::Stdio::null());
    as_owner_of(&data, &mut command);
    let mut orphan = command.spawn().unwrap();
    wait_until("the orphan runs", || data.join("postmaster.pid").exists());
    drop(owner);
    // As a child of this test it would stay as a dead entry until somebody waits for it.
    let ended = std::thread::spawn(move || orphan.wait().unwrap());

    let next = fleet(&folder);
    wait_until("the orphan is gone", || ended.is_finished());
    assert!(!data.exists() && next.addons().is_empty(), "a fleet starts empty");
    next.create("postgresql-orphan", 15).unwrap();
}

/// Not a test of its own: the process that the next test kills.
#[test]
fn owner_process() {
    let Some(folder) = std::env::var_os("CONNECT_TEST_OWNER") else { return };
    let fleet = Fleet::open(std::path::Path::new(&folder), &binaries()).unwrap();
    fleet.create("postgresql-leader", 15).unwrap();
    fleet.replica("postgresql-leader", "postgresql-follower").unwrap();
    std::fs::write(std::path::Path::new(&folder).join("ready"), "").unwrap();
    drop(std::io::stdin().read_line(&mut String::new()));
}

#[test]
fn an_owner_killed_outright_leaves_nothing_to_the_next() {
    let folder = Folder::new("killed");
    let mut owner = Command::new(std::env::current_exe().unwrap())
        .args(["owner_process", "--exact"])
        .env("CONNECT_TEST_OWNER", &folder.0)
        .stdin(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    wait_until("the owner is ready", || folder.0.join("ready").exists());
    let pid = |addon: &str| {
        let data = folder.0.join("clusters").join(addon).join("data-15/postmaster.pid");
        std::fs::read_to_string(data).unwrap().lines().next().unwrap().to_owned()
    };
    let servers = [pid("postgresql-leader"), pid("postgresql-follower")];
    owner.kill().unwrap();
    owner.wait().unwrap();
    if std::path::Path::new("/usr/bin/setpriv").exists() {
        wait_until("the servers have ended by themselves", || !servers.iter().any(|server| alive(server)));
    }
    let next = fleet(&folder);
    assert!(next.addons().is_empty());
    assert!(!servers.iter().any(|server| alive(server)));
}

/// Whether a process runs; one that is dead and only not waited for has no command line.
fn alive(pid: &str) -> bool {
    let output = Command::new("ps").args(["-o", "stat=", "-p", pid]).output().unwrap();
    let state = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    !state.is_empty() && !state.starts_with('Z')
}

fn as_owner_of(path: &std::path::Path, command: &mut Command) {
    use std::os::unix::fs::MetadataExt;
    use std::os::unix::process::CommandExt;
    let meta = path.metadata().unwrap();
    command.uid(meta.uid()).gid(meta.gid());
}

#[test]
fn clear_words_for_bad_input() {
    let folder = Folder::new("input");
    let fleet = fleet(&folder);
    assert!(matches!(fleet.create("../x", 15), Err(HardwareError::Name(_))));
    assert!(matches!(fleet.create("postgresql-a", 12), Err(HardwareError::Binaries { major: 12, .. })));
    fleet.create("postgresql-a", 15).unwrap();
    assert!(matches!(fleet.create("postgresql-a", 15), Err(HardwareError::Exists(_))));
    assert!(matches!(fleet.replica("postgresql-b", "postgresql-c"), Err(HardwareError::UnknownAddon(_))));
}
