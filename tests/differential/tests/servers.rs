//! What only real servers can show: other credentials, the service's own sessions, copies that are not true.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/server.rs"]
mod server;

use connect_core::conditions::NoSessions;
use connect_core::effect::Observation;
use connect_differential::sides::place;
use connect_differential::LEAD;
use postgres::{Client, NoTls};
use serde_json::{json, Value};
use server::{ask, on_server, run, sessions, verdict};

#[test]
fn sessions_of_other_credentials_count_and_end_and_those_of_the_service_do_neither() {
    on_server("sessions", |sides, url| {
        let superuser = sides.fleet.superuser_url(LEAD).unwrap();
        let mut service = Client::connect(&superuser, NoTls).unwrap();
        sessions(url, 0);
        let other = sides.fleet.add_credential(LEAD, "reporting").unwrap();
        let _reporting = Client::connect(&other.url(), NoTls).unwrap();
        sessions(url, 1);

        // On a plan whose default credential does not see what others do, they still count.
        let owner = sides.fleet.endpoint(LEAD).unwrap().user;
        service.batch_execute(&format!("REVOKE pg_monitor, reporting FROM \"{owner}\"")).unwrap();
        sessions(url, 1);
        let now = ask(url, "server", None)["now"].as_str().unwrap().to_owned();
        assert_eq!(ask(url, "sessions_before", Some(&now))["open"], 1);
        assert_eq!(
            verdict(url, &NoSessions { before: now.as_str().into(), place: place(LEAD) }.into()),
            "not yet"
        );

        assert_eq!(ask(url, "end_sessions", None)["ended"], 1);
        sessions(url, 0);
        service.batch_execute("SELECT 1").expect("the service's own session goes on");
    });
}

#[test]
fn a_role_that_is_read_only_by_its_own_setting_is_named_and_fails_the_write_probe() {
    let written = |url: &str| matches!(server::answer(url, "write_probe"), Observation::Sql { .. });
    server::on_majors("read-only-role", &[15, 18], |fleet, url| {
        let superuser = fleet.superuser_url(LEAD).unwrap();
        let endpoint = fleet.endpoint(LEAD).unwrap();
        fleet.add_credential(LEAD, "reporting").unwrap();
        run(
            &superuser,
            &format!(
                "alter role reporting in database \"{}\" set default_transaction_read_only = on",
                endpoint.database
            ),
        );
        let seen = ask(url, "server", None);
        assert_eq!(
            (&seen["readOnlyRole"], &seen["defaultReadOnly"]),
            (&Value::Null, &json!(false)),
            "another role's"
        );
        assert!(written(url));
        for scope in [String::new(), format!("in database \"{}\"", endpoint.database)] {
            let alter =
                |what: &str| run(&superuser, &format!("alter role \"{}\" {scope} {what}", endpoint.user));
            alter("set default_transaction_read_only = true");
            let seen = ask(url, "server", None);
            assert_eq!(
                (&seen["readOnlyRole"], &seen["defaultReadOnly"]),
                (&json!(endpoint.user), &json!(false))
            );
            assert!(!written(url), "{scope}");
            alter("reset default_transaction_read_only");
            assert!(written(url));
        }
        ask(url, "fence_on", None);
        let seen = ask(url, "server", None);
        assert_eq!((&seen["readOnlyRole"], &seen["defaultReadOnly"]), (&Value::Null, &json!(true)));
        assert!(!written(url), "a fenced side accepts no writes");
    });
}

#[test]
fn a_moment_means_the_same_where_times_are_written_in_another_way() {
    server::on_majors("moment", &[15, 18], |fleet, url| {
        let role = fleet.endpoint(LEAD).unwrap().user;
        for setting in ["datestyle = 'SQL, DMY'", "timezone = 'Asia/Kolkata'"] {
            run(&fleet.superuser_url(LEAD).unwrap(), &format!("alter role \"{role}\" set {setting}"));
        }
        let _before = Client::connect(url, NoTls).unwrap();
        let now = ask(url, "server", None)["now"].as_str().unwrap().to_owned();
        let _after = Client::connect(url, NoTls).unwrap();
        assert_eq!(ask(url, "sessions_before", Some(&now))["open"], 1);
    });
}
