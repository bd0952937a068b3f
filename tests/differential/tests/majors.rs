//! What the rules know of the versions is what real servers of each version say.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeSet;

use connect_core::effect::Effect;
use connect_core::query::{named, Place};
use connect_differential::{folder, programs, LEAD, SCHEMA};
use connect_hardware::Fleet;
use postgres::{Client, NoTls};

/// What a catalog says in texts, one set per major from 15 to 18.
struct Said {
    query: &'static str,
    majors: Vec<BTreeSet<String>>,
}

/// Functions that people may call: not the server's own parts of types, indexes and aggregates.
const FUNCTIONS: &str = "
    SELECT proname || '(' || oidvectortypes(proargtypes) || ')' FROM pg_proc
     WHERE pronamespace = 'pg_catalog'::regnamespace
       AND proname !~ '^(pg_|binary_upgrade_|hash|gist_|system_user$|bytea$|int[248]$)'
       AND proname !~ '_(transfn|combine|serialize|deserialize|accum|accum_inv|larger|smaller|hash|hash_extended)$'
       AND NOT 'internal'::regtype = ANY (proargtypes) AND NOT '\"any\"'::regtype = ANY (proargtypes)";

const FUNCTION_NAMES: &str =
    "SELECT proname::text FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace";

/// Words that cannot be the name of a function or a type.
const KEYWORDS: &str = "SELECT word FROM pg_get_keywords() WHERE catcode IN ('C', 'R')";

const COLUMNS: &str = "
    SELECT c.relname || ' ' || a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
     WHERE c.relnamespace IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
       AND c.relkind IN ('r', 'v') AND a.attnum > 0";

/// Settings that a role, a database or a function can keep.
const SETTINGS: &str =
    "SELECT name FROM pg_settings WHERE context NOT IN ('internal', 'postmaster', 'sighup')";

fn texts(client: &mut Client, query: &str) -> BTreeSet<String> {
    client.query(query, &[]).unwrap().into_iter().map(|row| row.get(0)).collect()
}

/// A question to the tables that stand in the inventory's query.
fn known(client: &mut Client, question: &str) -> BTreeSet<String> {
    let place = Place { app: LEAD.into(), config_var: "DATABASE_URL".into(), expect: None, bastion: None };
    let Some(Effect::Sql(effect)) = named(&place, "inventory", SCHEMA, None) else { panic!("no inventory") };
    let whole = effect.statements.last().unwrap();
    let tables = &whole[..whole.rfind("\nselect coalesce").unwrap()];
    texts(client, &format!("{tables}\n{question}"))
}

#[test]
fn what_the_rules_know_of_each_version_is_what_its_servers_say() {
    let mut said = [FUNCTIONS, FUNCTION_NAMES, KEYWORDS, COLUMNS, SETTINGS]
        .map(|query| Said { query, majors: Vec::new() });
    let folder = folder("majors").unwrap();
    let fleet = Fleet::open(&folder, &programs().unwrap()).unwrap();
    let mut knows = None;
    for major in 15..=18 {
        let addon = format!("{LEAD}-{major}");
        let url = fleet.create(&addon, major).unwrap().url();
        let mut client = Client::connect(&url, NoTls).unwrap();
        said.iter_mut().for_each(|one| one.majors.push(texts(&mut client, one.query)));
        knows = Some(client);
    }
    let mut client = knows.unwrap();
    let [functions, names, keywords, columns, settings] = said.map(|one| one.majors);
    for (at, major) in (16..=18).enumerate() {
        let new = |of: &[BTreeSet<String>]| -> BTreeSet<String> { &of[at + 1] - &of[at] };
        let gone = |of: &[BTreeSet<String>]| -> BTreeSet<String> { &of[at] - &of[at + 1] };
        let mut known = |question: &str| known(&mut client, &question.replace("MAJOR", &major.to_string()));

        assert_eq!(known("SELECT signature FROM brought WHERE since = MAJOR"), new(&functions), "{major}");
        let mut words = known("SELECT word FROM keywords WHERE since = MAJOR");
        // It is a name of columns and tables too, and looked for as such.
        words.extend((major == 16).then(|| "system_user".to_owned()));
        assert_eq!(words, new(&keywords), "{major}");
        assert_eq!(
            known("SELECT relation || ' ' || word FROM gone WHERE since = MAJOR AND relation <> word"),
            gone(&columns),
            "{major}"
        );
        assert_eq!(
            known("SELECT word FROM gone WHERE since = MAJOR AND relation = word"),
            gone(&names),
            "{major}"
        );
        assert_eq!(known("SELECT setting FROM removed WHERE since = MAJOR"), gone(&settings), "{major}");
    }
    drop(client);
    drop(fleet);
    std::fs::remove_dir_all(folder).unwrap();
}
