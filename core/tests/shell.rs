//! Commands to type by hand, run by a real shell: a name is one argument, whatever is in it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]
#![allow(clippy::disallowed_methods, clippy::disallowed_types)]

mod support;

use std::path::Path;
use std::process::Command;

use connect_core::late::{Bindings, Known};
use connect_core::line::{printable, Line, Style};
use connect_core::ops::Op;
use connect_core::procedures;
use proptest::prelude::*;
use support::every;
use support::odd::{config, known, renamed, HOSTILE};

/// What each stub was called with: its own name, then its arguments; one list per call.
fn executed(script: &str) -> Vec<Vec<String>> {
    let own = format!("connect-core-shell-{}-{:?}", std::process::id(), std::thread::current().id());
    let folder = std::env::temp_dir().join(own);
    std::fs::create_dir_all(&folder).unwrap();
    let (log, file) = (folder.join("calls"), folder.join("script.sh"));
    for stub in ["curl", "heroku", "psql"] {
        // Each word ends with a NUL, each call with an empty word.
        let body = format!(
            "#!/bin/sh\nfor one in {stub} \"$@\"; do printf '%s\\0' \"$one\" >> \"$CALLS\"; done\nprintf '\\0' >> \"$CALLS\"\n"
        );
        std::fs::write(folder.join(stub), body).unwrap();
        make_executable(&folder.join(stub));
    }
    std::fs::write(&log, "").unwrap();
    std::fs::write(&file, format!("set -eu\n{script}")).unwrap();
    let check = Command::new("sh").arg("-n").arg(&file).output().unwrap();
    assert!(check.status.success(), "{}\n{script}", String::from_utf8_lossy(&check.stderr));
    let path = format!("{}:{}", folder.display(), std::env::var("PATH").unwrap_or_default());
    let run = Command::new("sh")
        .arg(&file)
        .env("PATH", path)
        .env("CALLS", &log)
        .current_dir(&folder)
        .output()
        .unwrap();
    assert!(
        run.status.success() && run.stderr.is_empty(),
        "{}\n{script}",
        String::from_utf8_lossy(&run.stderr)
    );
    let said = std::fs::read_to_string(&log).unwrap();
    let mut left: Vec<_> =
        std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    left.sort();
    std::fs::remove_dir_all(&folder).unwrap();
    assert_eq!(
        left,
        ["calls", "curl", "heroku", "psql", "script.sh"],
        "something else was executed\n{script}"
    );
    let mut calls = vec![Vec::new()];
    for word in said.split('\0') {
        match word {
            "" => calls.push(Vec::new()),
            word => calls.last_mut().unwrap().push(word.to_owned()),
        }
    }
    calls.retain(|call| !call.is_empty());
    calls
}

#[cfg(unix)]
fn make_executable(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
}

/// Each command by hand delivers the name as one argument, and runs nothing else.
fn assert_one_argument(name: &str) {
    let bindings = Bindings::new();
    let known = Known::of(&bindings);
    let ops = every::ops(name);
    let hands: Vec<String> =
        ops.iter().filter_map(|op| op.known().unwrap().by_hand(&known).unwrap()).collect();
    let script = hands.join("\n") + "\n";
    let calls = executed(&script);
    let commands = hands.len();
    // A command for psql asks heroku for the URL first.
    let piped = hands.iter().filter(|hand| hand.contains("| psql") || hand.starts_with("curl")).count();
    assert_eq!(calls.len(), commands + piped, "{script}");
    // A token is asked for without a name.
    for call in calls.iter().filter(|call| call[0] == "heroku" && call[1] != "auth:token") {
        let whole = [name.to_owned(), format!("{name}=2:{name}"), format!("{name}=2")];
        assert!(call[1..].iter().any(|word| whole.contains(word)), "{call:?}");
        let app = call.iter().position(|word| word == "--app").and_then(|at| call.get(at + 1));
        assert_eq!(app.map(String::as_str), Some(name), "{call:?}");
    }
}

#[test]
fn the_list_of_every_op_is_whole() {
    let names: Vec<String> = every::ops("x").iter().map(|op| op.name().to_owned()).collect();
    assert_eq!(names, Op::NAMES);
}

#[test]
fn hostile_names_stay_one_argument_of_every_command_by_hand() {
    for name in HOSTILE {
        assert_one_argument(name);
    }
}

proptest! {
    #![proptest_config(config(16))]

    #[test]
    fn any_name_stays_one_argument_of_every_command_by_hand(text in "[^\0]{1,24}") {
        assert_one_argument(&text);
    }

    #[test]
    fn an_undo_card_runs_as_it_stands((snapshot, request) in renamed()) {
        let plan = procedures::plan(&snapshot, &request);
        let card = support::begun_card(&plan, &known(&plan));
        let commands: Vec<String> = card
            .iter()
            .filter(|line| line.0.iter().all(|span| span.style == Style::Command))
            .map(Line::unstyled)
            .collect();
        let script = commands.join("\n") + "\n";
        let calls = executed(&script);
        prop_assert!(calls.len() >= commands.len(), "{}", script);
        let apps: Vec<String> = plan.apps.iter().map(|app| printable(app)).collect();
        for call in calls.iter().filter(|call| call[0] == "heroku" && call[1] != "auth:token") {
            let app = call.iter().position(|word| word == "--app").and_then(|at| call.get(at + 1));
            prop_assert!(app.is_some_and(|app| apps.contains(app) || *app == printable(&plan.snapshot.database.app)), "{:?}", call);
        }
    }
}
