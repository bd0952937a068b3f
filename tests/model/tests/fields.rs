//! Making tables follow changed fields, in simulated time: what operators see whatever goes wrong.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod support;

use connect_core::command::{ChangeField, Command, Context, Resume, Shown};
use connect_core::directive::Directive;
use connect_core::effect::Effect;
use connect_core::ending::Ending;
use connect_model::case::{Bounds, Case};
use connect_model::chance::Chance;
use connect_model::desk::{scenario, Desk};
use connect_model::faults::{all, entries, strike};
use connect_simulator::scenario::{PutWhilePaused, RevisionPlace, SchemaFields, StaleRevision, Switches};
use connect_simulator::{Act, FieldDefinition, FieldType};
use support::{at_peace, context, ends, hooked, later, says, told, told_by_chance};

const DATABASE: &str = "postgresql-curved-10001";
const CONNECT: &str = "herokuconnect-angular-20001";
const SCHEMA: &str = "salesforce";

fn desk_of(switch: impl FnOnce(&mut Switches)) -> Desk {
    let mut world = scenario("upgrade-follower").unwrap();
    switch(&mut world.switches);
    Desk::new(&world)
}

fn desk() -> Desk {
    desk_of(|_| ())
}

/// Somebody changes a field in Salesforce.
fn redefine(desk: &mut Desk, field: &str, definition: Option<(FieldType, Option<u32>)>) {
    let definition = definition.map(|(kind, length)| FieldDefinition { kind, length, required: false });
    desk.world.act(Act::FieldChange { object: "Account".into(), field: field.into(), definition }, desk.now);
}

fn longer(desk: &mut Desk) {
    redefine(desk, "Name", Some((FieldType::String, Some(300))));
}

fn retyped(desk: &mut Desk) {
    redefine(desk, "Version__c", Some((FieldType::String, Some(40))));
}

fn hang(desk: &mut Desk, column: &str) {
    desk.paper.dependant(DATABASE, SCHEMA, "account", column, "public.told", true);
}

fn changed(fields: &[&str], more: impl FnOnce(&mut ChangeField)) -> Command {
    let mut typed = ChangeField {
        app: "acme-sync".into(),
        mapping: Some("Account".into()),
        fields: fields.iter().map(|one| (*one).to_owned()).collect(),
        hold: Some(false),
        shown: Shown { confirm: Some("acme-sync".into()), ..Shown::default() },
        ..ChangeField::default()
    };
    more(&mut typed);
    Command::ChangeField(typed)
}

fn accepting(codes: &[&str]) -> impl FnOnce(&mut ChangeField) {
    let codes = codes.iter().map(|code| (*code).to_owned()).collect();
    |typed| typed.shown.accept = codes
}

fn column(desk: &Desk, name: &str) -> Option<String> {
    let all = desk.paper.columns(DATABASE, SCHEMA, "account").unwrap();
    all.into_iter().find(|(column, _)| column == name).map(|(_, kind)| kind)
}

fn is_put(effect: &Effect) -> bool {
    matches!(effect, Effect::Http(http) if http.request.method == connect_wire::Method::Put)
}

#[test]
fn a_longer_string_follows_by_saving_its_mapping_and_no_app_is_stopped() {
    let mut desk = desk();
    longer(&mut desk);
    let told = told(&mut desk, changed(&["name"], |_| ()), context());
    ends(&told, Ending::Done, 0);
    assert_eq!(column(&desk, "name").as_deref(), Some("character varying(300)"));
    says(&told, &["character varying(300)"]);
    assert!(!told.said.contains("the app was stopped"), "{}", told.said);
    at_peace(&desk, DATABASE);
}

#[test]
fn a_view_comes_off_and_back_with_the_app_stopped_or_by_leave_while_it_runs() {
    for (leave, stops) in [(&[][..], true), (&["field/views-missing"][..], false)] {
        let mut desk = desk();
        longer(&mut desk);
        hang(&mut desk, "name");
        let told = told(&mut desk, changed(&["Name"], accepting(leave)), context());
        ends(&told, Ending::Done, 0);
        assert_eq!(told.said.contains("the app was stopped for"), stops, "{}", told.said);
        assert_eq!(column(&desk, "name").as_deref(), Some("character varying(300)"));
        assert!(hangs(&desk), "the view is back");
        at_peace(&desk, DATABASE);
    }
}

fn hangs(desk: &Desk) -> bool {
    let mut paper = desk.paper.clone();
    let parameter = r#"{"table":"account","columns":[]}"#;
    let row = paper.answer(DATABASE, "dependants", SCHEMA, Some(parameter), desk.now).unwrap();
    !row["found"].as_array().unwrap().is_empty()
}

#[test]
fn another_type_is_taken_out_and_put_back_with_the_app_stopped() {
    let mut desk = desk();
    retyped(&mut desk);
    hang(&mut desk, "version__c");
    let told = told(&mut desk, changed(&["Version__c"], |_| ()), context());
    ends(&told, Ending::Done, 0);
    assert_eq!(column(&desk, "version__c").as_deref(), Some("character varying(40)"));
    assert!(hangs(&desk));
    says(&told, &["the app was stopped for", "what hung on the columns is as before"]);
    at_peace(&desk, DATABASE);
}

#[test]
fn another_type_without_a_downtime_takes_leave_and_an_empty_queue() {
    let leave = || accepting(&["field/statements-fail"]);
    // Nobody writes.
    let mut quiet = scenario("upgrade-follower").unwrap();
    quiet.addons.clear();
    quiet.apps.iter_mut().flat_map(|app| &mut app.formation).for_each(|process| process.quantity = 0);
    let mut desk = Desk::new(&quiet);
    retyped(&mut desk);
    let done = told(&mut desk, changed(&["Version__c"], leave()), context());
    ends(&done, Ending::Done, 0);
    assert_eq!(column(&desk, "version__c").as_deref(), Some("character varying(40)"));
    says(&done, &["no app was stopped"]);
    // What waits to be sent stands against it.
    let mut desk = self::desk();
    desk.world.act(Act::PauseConnection { addon: CONNECT.into() }, desk.now);
    desk.pass(10 * 60_000);
    desk.world.act(Act::ResumeConnection { addon: CONNECT.into() }, desk.now);
    retyped(&mut desk);
    let blocked = told(&mut desk, changed(&["Version__c"], leave()), later("rpending1"));
    ends(&blocked, Ending::Blocked, 10);
    says(&blocked, &["wait to be sent"]);
}

#[test]
fn a_field_that_is_gone_leaves_the_mapping() {
    let mut desk = desk();
    redefine(&mut desk, "Writer", None);
    desk.pass(20 * 60_000);
    let told = told(&mut desk, changed(&[], |_| ()), context());
    ends(&told, Ending::Done, 0);
    assert_eq!(column(&desk, "writer"), None);
    let again = support::told(&mut desk, changed(&[], |typed| typed.check = true), later("rcheck12"));
    ends(&again, Ending::Done, 0);
    at_peace(&desk, DATABASE);
}

#[test]
fn nothing_differs_is_nothing_to_do() {
    let told = told(&mut desk(), changed(&["Name"], |_| ()), context());
    ends(&told, Ending::NothingToDo, 0);
    says(&told, &["every column is as its field wants it"]);
}

#[test]
fn a_check_names_what_differs_and_changes_nothing() {
    let mut desk = desk();
    longer(&mut desk);
    retyped(&mut desk);
    let before = desk.view();
    let check = |typed: &mut ChangeField| {
        typed.check = true;
        typed.mapping = None;
    };
    let told = told(&mut desk, changed(&[], check), context());
    ends(&told, Ending::Blocked, 10);
    says(
        &told,
        &[
            "Account.Name",
            "longer",
            "Account.Version__c",
            "other type",
            "heroku connect:change-field Account",
        ],
    );
    assert_eq!(desk.view()["apps"], before["apps"]);
    assert_eq!(column(&desk, "name").as_deref(), Some("character varying(255)"));
}

#[test]
fn all_changes_what_saving_is_enough_for_and_leaves_the_rest() {
    let mut desk = desk();
    longer(&mut desk);
    retyped(&mut desk);
    let all = |typed: &mut ChangeField| {
        typed.mapping = None;
        typed.all = true;
    };
    let told = told(&mut desk, changed(&[], all), context());
    ends(&told, Ending::Done, 0);
    assert_eq!(column(&desk, "name").as_deref(), Some("character varying(300)"));
    assert_eq!(column(&desk, "version__c").as_deref(), Some("double precision"));
}

#[test]
fn of_several_mappings_those_follow_that_can_and_the_others_are_left_over() {
    let mut desk = desk();
    for object in ["Account", "Contact"] {
        let definition = FieldDefinition { kind: FieldType::String, length: Some(300), required: false };
        desk.world.act(
            Act::FieldChange { object: object.into(), field: "Name".into(), definition: Some(definition) },
            desk.now,
        );
    }
    // Saving the first has no effect: what is limited is used up by it.
    desk.world.inject(format!("put-no-effect@{CONNECT}#1").parse().unwrap());
    let all = |typed: &mut ChangeField| {
        typed.mapping = None;
        typed.all = true;
    };
    let partly = told(&mut desk, changed(&[], all), context());
    ends(&partly, Ending::Paused, 11);
    says(
        &partly,
        &["field/no-effect", "left over", "heroku connect:runs:resume rabc1234 --accept field/no-effect"],
    );
    let table = |desk: &Desk, table: &str| {
        let all = desk.paper.columns(DATABASE, SCHEMA, table).unwrap();
        all.into_iter().find(|(column, _)| column == "name").map(|(_, kind)| kind).unwrap()
    };
    let mut kinds = [table(&desk, "account"), table(&desk, "contact")];
    kinds.sort();
    assert_eq!(kinds, ["character varying(255)", "character varying(300)"]);
    let accept = vec!["field/no-effect".to_owned()];
    let resume = Command::Resume(Resume { run: "rabc1234".into(), accept, ..Resume::default() });
    let done = told(&mut desk, resume, Context { runs: vec![partly.run.clone()], ..context() });
    ends(&done, Ending::Done, 0);
    at_peace(&desk, DATABASE);
}

#[test]
fn what_nobody_says_is_not_judged_unless_the_operator_does() {
    let bare = |switches: &mut Switches| {
        switches.schema_fields = SchemaFields::Bare;
    };
    let mut desk = desk_of(bare);
    longer(&mut desk);
    let unsaid = told(&mut desk, changed(&["Name"], |_| ()), context());
    ends(&unsaid, Ending::Blocked, 10);
    says(&unsaid, &["cannot be judged", "--to"]);
    let to = |typed: &mut ChangeField| typed.to = Some("string(300)".into());
    let guessed = told(&mut desk, changed(&["Name"], to), later("rto123456"));
    ends(&guessed, Ending::Blocked, 10);
    says(&guessed, &["only you say"]);
    let accepted = |typed: &mut ChangeField| {
        typed.to = Some("string(300)".into());
        typed.shown.accept = vec!["field/class-guessed".into()];
    };
    let done = told(&mut desk, changed(&["Name"], accepted), later("rto234567"));
    ends(&done, Ending::Done, 0);
    assert_eq!(column(&desk, "name").as_deref(), Some("character varying(300)"));
    // That nothing differs cannot be told either: what Connect says of the difference is no proof.
    let mut same = desk_of(bare);
    ends(&told(&mut same, changed(&["Name"], |_| ()), context()), Ending::Blocked, 10);
}

#[test]
fn a_saved_mapping_whose_answer_was_lost_is_not_saved_twice() {
    for field in ["Name", "Version__c"] {
        for chance in [Chance::LostAfter, Chance::LostBefore] {
            let mut desk = desk();
            longer(&mut desk);
            retyped(&mut desk);
            let mut puts = 0;
            let lost = |effect: &Effect| {
                if !is_put(effect) {
                    return Chance::Succeed;
                }
                puts += 1;
                if puts == 1 {
                    chance
                } else {
                    Chance::Succeed
                }
            };
            let told = told_by_chance(&mut desk, changed(&[field], |_| ()), context(), lost, |_| false);
            ends(&told, Ending::Done, 0);
            let once = if field == "Name" { 1 } else { 2 };
            assert_eq!(puts, once + usize::from(chance == Chance::LostBefore), "{field} {chance:?}");
            at_peace(&desk, DATABASE);
        }
    }
}

/// The body of a mapping that is saved.
fn saves(directive: &Directive) -> bool {
    matches!(directive, Directive::Perform { effect, .. } if is_put(effect))
}

#[test]
fn what_a_colleague_saved_just_before_is_seen_and_not_saved_over() {
    let mut desk = desk();
    longer(&mut desk);
    let mut edited = false;
    let (ending, said) = hooked(&mut desk, changed(&["Name"], |_| ()), |desk, directive| {
        if saves(directive) && !edited {
            edited = true;
            desk.world.act(Act::MappingEdit { addon: CONNECT.into(), object: "Account".into() }, desk.now);
        }
    });
    assert!(edited);
    // The number of ours was refused; what the colleague saved has the same effect, and that is seen.
    assert_eq!(ending, Ending::Done, "{said}");
    assert_eq!(column(&desk, "name").as_deref(), Some("character varying(300)"));
    at_peace(&desk, DATABASE);
    let again = told(&mut desk, changed(&["Name"], |_| ()), later("rlater12"));
    ends(&again, Ending::NothingToDo, 0);
}

#[test]
fn accepted_without_effect_is_taken_back_and_said() {
    let mut desk = desk();
    longer(&mut desk);
    hang(&mut desk, "name");
    desk.world.inject(format!("put-no-effect@{CONNECT}").parse().unwrap());
    let told = told(&mut desk, changed(&["Name"], accepting(&["field/views-missing"])), context());
    ends(&told, Ending::Undone, 12);
    says(&told, &["field/no-effect"]);
    assert!(hangs(&desk), "the view is back");
    at_peace(&desk, DATABASE);
}

#[test]
fn a_load_that_fails_keeps_the_app_stopped_until_that_is_accepted() {
    let mut desk = desk();
    retyped(&mut desk);
    desk.world.inject(format!("load-fails@{CONNECT}").parse().unwrap());
    let told = told(&mut desk, changed(&["Version__c"], |_| ()), context());
    ends(&told, Ending::Operator, 14);
    says(&told, &["BULK_LOAD_ERROR", "heroku connect:runs:resume rabc1234 --accept load/failed"]);
    let resume = |accept: &[&str]| {
        let accept = accept.iter().map(|code| (*code).to_owned()).collect();
        Command::Resume(Resume { run: "rabc1234".into(), accept, ..Resume::default() })
    };
    let context = || Context { runs: vec![told.run.clone()], ..context() };
    let mut stays = desk.clone();
    ends(&support::told(&mut stays, resume(&[]), context()), Ending::Operator, 14);
    let done = support::told(&mut desk, resume(&["load/failed"]), context());
    ends(&done, Ending::Done, 0);
    says(&done, &["load/failed"]);
    at_peace(&desk, DATABASE);
}

#[test]
fn a_view_made_while_connect_alters_comes_off_too_and_is_made_again() {
    for field in ["Name", "Version__c"] {
        let mut desk = desk();
        longer(&mut desk);
        retyped(&mut desk);
        let column_name = field.to_lowercase();
        hang(&mut desk, &column_name);
        let mut made = false;
        let (ending, said) = hooked(&mut desk, changed(&[field], |_| ()), |desk, directive| {
            if saves(directive) && !made {
                made = true;
                desk.paper.dependant(DATABASE, SCHEMA, "account", &column_name, "public.meanwhile", true);
            }
        });
        assert!(made);
        assert_eq!(ending, Ending::Done, "{field}: {said}");
        let mut paper = desk.paper.clone();
        let parameter = r#"{"table":"account","columns":[]}"#;
        let row = paper.answer(DATABASE, "dependants", SCHEMA, Some(parameter), desk.now).unwrap();
        assert_eq!(row["found"].as_array().unwrap().len(), 2, "{row}");
        at_peace(&desk, DATABASE);
    }
}

#[test]
fn every_switch_of_a_saved_mapping_ends_well() {
    let switches: [fn(&mut Switches); 6] = [
        |one| one.revision_place = RevisionPlace::Config,
        |one| one.revision_place = RevisionPlace::Top,
        |one| one.stale_revision = StaleRevision::Accepted,
        |one| one.put_while_paused = PutWhilePaused::Queue,
        |one| one.schema_diff_sees_drift = false,
        |one| one.connect_cycle_ms = 30_000,
    ];
    for switch in switches {
        for field in ["Name", "Version__c"] {
            let mut desk = desk_of(switch);
            longer(&mut desk);
            retyped(&mut desk);
            let told = told(&mut desk, changed(&[field], |_| ()), context());
            ends(&told, Ending::Done, 0);
            at_peace(&desk, DATABASE);
        }
    }
}

#[test]
fn a_column_that_connect_leaves_in_the_table_is_said_and_the_app_is_back() {
    let mut desk = desk_of(|one| one.unmap_drops_column = false);
    retyped(&mut desk);
    let told = told(&mut desk, changed(&["Version__c"], |_| ()), context());
    ends(&told, Ending::Paused, 11);
    says(&told, &["field/no-effect", "version__c is double precision"]);
    let view = desk.view();
    assert_eq!(view["apps"]["acme-sync"]["maintenance"], false, "{view}");
}

#[test]
fn saving_that_alters_nothing_by_itself_ends_undone() {
    let mut desk = desk_of(|one| one.put_same_config_alters = false);
    longer(&mut desk);
    let told = told(&mut desk, changed(&["Name"], |_| ()), context());
    ends(&told, Ending::Undone, 12);
    says(&told, &["field/no-effect", "--remap"]);
    let remapped =
        support::told(&mut desk, changed(&["Name"], |typed| typed.remap = true), later("rremap12"));
    ends(&remapped, Ending::Done, 0);
    assert_eq!(column(&desk, "name").as_deref(), Some("character varying(300)"));
}

#[test]
fn a_paused_connection_is_refused() {
    let mut desk = desk();
    longer(&mut desk);
    desk.world.act(Act::PauseConnection { addon: CONNECT.into() }, desk.now);
    desk.pass(10 * 60_000);
    let told = told(&mut desk, changed(&["Name"], |_| ()), context());
    ends(&told, Ending::Blocked, 10);
    says(&told, &["PAUSED", "only while it runs"]);
}

#[test]
fn what_cannot_be_meant_is_usage() {
    for (fields, more, word) in [
        (&["Id"][..], (|_: &mut ChangeField| ()) as fn(&mut ChangeField), "Connect's own"),
        (&["Name"][..], |typed| typed.to = Some("varchar".into()), "--to"),
        (&["Name"][..], |typed| typed.all = true, "--all"),
        (&[][..], |typed| typed.mapping = None, "which mapping"),
        (&[][..], |typed| typed.remap = true, "name the fields"),
    ] {
        let told = told(&mut desk(), changed(fields, more), context());
        ends(&told, Ending::Usage, 2);
        says(&told, &[word]);
    }
    for (field, word) in [("Nope__c", "has no field Nope__c"), ("Name'; drop table x", "has no field")] {
        let told = told(&mut desk(), changed(&[field], |_| ()), context());
        ends(&told, Ending::Blocked, 10);
        says(&told, &[word]);
    }
    let nobody = told(&mut desk(), changed(&[], |typed| typed.mapping = Some("Lead__c".into())), context());
    ends(&nobody, Ending::Blocked, 10);
    says(&nobody, &["mapping of `Lead__c`"]);
}

#[test]
fn whatever_misbehaves_in_any_step_a_change_ends_and_nothing_is_lost() {
    let world = scenario("upgrade-follower").unwrap();
    let bounds = Bounds { faults: 0, crashes: 0 };
    let mut broken = Vec::new();
    for (kind, case) in
        [("longer", Case::longer_in(&world, bounds)), ("retyped", Case::retyped_in(&world, bounds))]
    {
        let case = case.unwrap();
        for (step, play) in entries(&case).unwrap() {
            for fault in all() {
                let Some(became) = strike(&play, &fault.parse().unwrap()) else { continue };
                let told = became.broken.iter().map(|one| {
                    format!(
                        "{kind} · {step} · {fault} · {} {} · {:?}",
                        one.invariant, one.seen, became.endings
                    )
                });
                broken.extend(told);
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// Changes that wait to be sent.
fn waiting(desk: &Desk) -> u64 {
    let states = desk.paper.clone().answer(DATABASE, "log_states", SCHEMA, None, desk.now).unwrap();
    states["new"].as_u64().unwrap() + states["pending"].as_u64().unwrap()
}

#[test]
fn what_a_client_outside_heroku_wrote_at_the_last_moment_keeps_the_column_and_brings_the_app_back() {
    let mut desk = desk();
    retyped(&mut desk);
    let (mut written, mut saved) = (false, false);
    let (ending, said) = hooked(&mut desk, changed(&["Version__c"], |_| ()), |desk, directive| {
        let Directive::Perform { effect, .. } = directive else { return };
        let noted = |row: &String| row.contains("settle");
        let is = |effect: &Effect| matches!(effect, Effect::Sql(sql) if sql.query == "lock_zone" && sql.parameter.as_ref().is_some_and(noted));
        if is(effect) {
            desk.paper.write(DATABASE, 99, desk.now).unwrap();
            written = true;
            assert_eq!(waiting(desk), 1);
        }
        saved |= is_put(effect);
    });
    assert!(written && !saved, "{said}");
    assert_eq!(ending, Ending::Undone, "{said}");
    assert!(said.contains("connect/not-drained"), "{said}");
    assert_eq!(column(&desk, "version__c").as_deref(), Some("double precision"));
    at_peace(&desk, DATABASE);
}
