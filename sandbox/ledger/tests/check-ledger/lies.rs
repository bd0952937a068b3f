//! The lies.

use serde_json::{json, Value};

use crate::lie::How::{Ack, Call, Org, Sql};
use crate::lie::On::{New, Old};
use crate::lie::{How, Lie, On};

/// A row of the worker that was raised at least once, so that it was surely acknowledged.
const ROW: &str = "external_id__c LIKE 'acme-sync-worker%' AND version__c > 2";

pub fn all() -> Vec<Lie> {
    let lie = |name, check, how| Lie { name, check, how };
    vec![
        lie("a promote that did nothing", "servers", Call(|world, call| call.new = world.old.url())),
        lie(
            "a promoted follower that was never upgraded",
            "version",
            Call(|world, call| call.new = world.idle.url()),
        ),
        lie("an upgrade to another major than said", "version", Call(|_, call| call.version = 18)),
        lie(
            "a new database that is still a follower",
            "leads",
            Call(|world, call| call.new = world.shadow.url()),
        ),
        lie("a row dropped", "acknowledged", dropped("salesforce.account", ROW)),
        lie("a row dropped that no client knows", "rows", dropped("audit.note", "true")),
        lie("a row doubled", "once", doubled()),
        lie("a stale row", "fresh", stale()),
        lie("a second credential's table missing", "tables", renamed("reports.figure")),
        lie("a second credential's rows missing", "tables", dropped("reports.figure", "true")),
        lie("a write acknowledged and not there", "acknowledged", Ack(never_written)),
        lie("an acknowledgement by the old server, later", "old-quiet", Ack(late)),
        lie("a write to the old database, later", "old-quiet", late_write()),
        lie("a captured write to the old database, later", "log-carried", late_capture()),
        lie("Connect at work on the old database, later", "old-quiet", late_poll()),
        lie("a change where nobody writes", "rows", rewritten()),
        lie(
            "a done run said to be undone",
            "new-quiet",
            Call(|_, call| (call.undone, call.version) = (true, 15)),
        ),
        lie("the old database left open", "fence", unfenced()),
        lie("a log entry stuck PENDING", "log-drained", stuck("PENDING")),
        lie("a log entry FAILED", "log-drained", stuck("FAILED")),
        lie("log entries left behind", "log-carried", dropped("salesforce._trigger_log_archive", "id < 50")),
        lie("a record of the org doubled", "org-once", Org(twin)),
        lie("a change that never reached the org", "org-reached", Org(forgotten)),
        lie("a change of the org that never arrived", "org-arrived", unarrived()),
        lie("a deletion in the org that never arrived", "org-arrived", Org(deleted)),
        lie("a value gone back in time", "forward", Org(backwards)),
        lie("a trigger disabled", "capture", disabled()),
        lie("a trigger missing", "capture", without_trigger()),
        lie("an index missing", "indexes", without_index()),
        lie("a sequence behind its column", "sequences", behind()),
        lie("a sequence that was behind, further behind", "sequences", gone_back("audit.imported_id_seq")),
        lie("a sequence of texts gone back", "sequences", gone_back("audit.invoice_seq")),
    ]
}

fn sql(on: On, tell: &[&str], undo: &[&str]) -> How {
    let owned = |list: &[&str]| list.iter().map(|statement| (*statement).to_owned()).collect();
    Sql(on, owned(tell), owned(undo))
}

/// Rows taken out, kept aside to be put back.
fn dropped(table: &str, which: &str) -> How {
    let tell = [
        format!("CREATE TABLE public.kept AS SELECT * FROM {table} WHERE {which} ORDER BY id LIMIT 1"),
        "DO $$ BEGIN IF NOT EXISTS (SELECT FROM public.kept) THEN RAISE 'nothing to drop'; END IF; END $$"
            .into(),
        format!("DELETE FROM {table} WHERE id IN (SELECT id FROM public.kept)"),
    ];
    let undo = [format!("INSERT INTO {table} SELECT * FROM public.kept"), "DROP TABLE public.kept".into()];
    Sql(New, tell.into(), undo.into())
}

/// The same key in a second row, as a load on top of a copy leaves it; Contact has no unique index on it.
fn doubled() -> How {
    let tell = format!(
        "INSERT INTO salesforce.contact (external_id__c, version__c, name, writer, sfid) \
         SELECT external_id__c, version__c, name, writer, 'doubled' FROM salesforce.contact WHERE {ROW} LIMIT 1"
    );
    sql(New, &[&tell], &["DELETE FROM salesforce.contact WHERE sfid = 'doubled'"])
}

fn stale() -> How {
    let tell = format!(
        "UPDATE salesforce.account SET version__c = version__c - 2, _hc_err = 'stale' \
         WHERE id = (SELECT min(id) FROM salesforce.account WHERE {ROW})"
    );
    let undo =
        "UPDATE salesforce.account SET version__c = version__c + 2, _hc_err = NULL WHERE _hc_err = 'stale'";
    sql(New, &[&tell], &[undo])
}

fn renamed(table: &str) -> How {
    let name = table.split('.').next_back().unwrap_or(table);
    let schema = table.split('.').next().unwrap_or("public");
    sql(
        New,
        &[&format!("ALTER TABLE {table} RENAME TO elsewhere")],
        &[&format!("ALTER TABLE {schema}.elsewhere RENAME TO {name}")],
    )
}

fn never_written(world: &crate::world::World) -> Value {
    json!({"at": world.moved_at + 1, "table": "public.app_event", "key": "never", "version": 1, "op": "insert",
           "server": world.new_address()})
}

/// Of a row that is there: only the time and the server are wrong.
fn late(world: &crate::world::World) -> Value {
    json!({"at": world.moved_at + 60_000, "table": "public.app_event", "key": "known", "version": 1, "op": "update",
           "server": world.old_address()})
}

fn late_write() -> How {
    let tell = "INSERT INTO public.app_event VALUES ('late', 1, 'liar', now())";
    sql(Old, &[tell], &["DELETE FROM public.app_event WHERE id = 'late'"])
}

fn late_capture() -> How {
    let tell = [
        "SET session_replication_role = origin",
        "INSERT INTO salesforce.contact (external_id__c, version__c, name, writer) VALUES ('late', 1, 'late', 'app')",
    ];
    let undo = [
        "DELETE FROM salesforce._trigger_log WHERE record_id = \
         (SELECT id FROM salesforce.contact WHERE external_id__c = 'late') AND table_name = 'contact'",
        "DELETE FROM salesforce.contact WHERE external_id__c = 'late'",
    ];
    sql(Old, &tell, &undo)
}

/// Invisible to capture, and no version is higher for it: only the stamp tells.
fn late_poll() -> How {
    let row = "WHERE id = (SELECT min(id) FROM salesforce.product2)";
    let tell = format!(
        "UPDATE salesforce.product2 SET _hc_err = systemmodstamp::text, systemmodstamp = now() AT TIME ZONE 'UTC' {row}"
    );
    let undo =
        format!("UPDATE salesforce.product2 SET systemmodstamp = _hc_err::timestamp, _hc_err = NULL {row}");
    sql(Old, &[&tell], &[&undo])
}

fn rewritten() -> How {
    let change = |to: &str| format!("UPDATE reports.figure SET amount = {to} WHERE id = 7");
    sql(Old, &[&change("0")], &[&change("49")])
}

fn without_index() -> How {
    let (name, away) = ("hcu_idx_contact_sfid", "elsewhere");
    let rename = |from: &str, to: &str| format!("ALTER INDEX salesforce.{from} RENAME TO {to}");
    sql(New, &[&rename(name, away)], &[&rename(away, name)])
}

fn unfenced() -> How {
    let alter = |what: &str| {
        format!("DO $$ BEGIN EXECUTE format('ALTER DATABASE %I {what}', current_database()); END $$")
    };
    sql(
        Old,
        &[&alter("RESET default_transaction_read_only")],
        &[&alter("SET default_transaction_read_only = on")],
    )
}

fn stuck(state: &str) -> How {
    let tell = format!(
        "INSERT INTO salesforce._trigger_log (id, state, action, table_name, record_id, created_at) \
         VALUES (0, '{state}', 'UPDATE', 'account', 1, now())"
    );
    sql(New, &[&tell], &["DELETE FROM salesforce._trigger_log WHERE id = 0"])
}

fn unarrived() -> How {
    let which = "external_id__c LIKE 'org-product2-%'";
    let tell = format!(
        "UPDATE salesforce.product2 SET version__c = version__c - 1, _hc_err = 'late' \
         WHERE id = (SELECT min(id) FROM salesforce.product2 WHERE {which})"
    );
    let undo =
        "UPDATE salesforce.product2 SET version__c = version__c + 1, _hc_err = NULL WHERE _hc_err = 'late'";
    sql(New, &[&tell], &[undo])
}

fn disabled() -> How {
    sql(
        New,
        &["ALTER TABLE salesforce.account DISABLE TRIGGER hc_account_logtrigger"],
        &["ALTER TABLE salesforce.account ENABLE TRIGGER hc_account_logtrigger"],
    )
}

fn without_trigger() -> How {
    let tell = "ALTER TRIGGER hc_contact_logtrigger ON salesforce.contact RENAME TO elsewhere";
    sql(New, &[tell], &["ALTER TRIGGER elsewhere ON salesforce.contact RENAME TO hc_contact_logtrigger"])
}

fn behind() -> How {
    let undo = "SELECT setval('salesforce.account_id_seq', (SELECT max(id) + 33 FROM salesforce.account))";
    sql(New, &["SELECT setval('salesforce.account_id_seq', 1)"], &[undo])
}

fn gone_back(sequence: &str) -> How {
    let set = |to: u32| format!("SELECT setval('{sequence}', {to})");
    sql(New, &[&set(1)], &[&set(40)])
}

fn accounts(dump: &mut Value) -> Result<&mut Vec<Value>, &'static str> {
    dump["records"]["Account"].as_array_mut().ok_or("the org has no accounts")
}

/// Index of a live account of the worker.
fn of_the_worker(accounts: &[Value]) -> Result<usize, &'static str> {
    let ours = |record: &Value| {
        let key = record["External_Id__c"].as_str().unwrap_or_default();
        key.starts_with("acme-sync-worker") && record["IsDeleted"] != true
    };
    accounts.iter().position(ours).ok_or("the worker has no account in the org")
}

fn twin(dump: &mut Value) -> Result<(), &'static str> {
    let accounts = accounts(dump)?;
    let mut twin = accounts[of_the_worker(accounts)?].clone();
    twin["Id"] = json!("001000000000twinAA");
    accounts.push(twin);
    Ok(())
}

fn forgotten(dump: &mut Value) -> Result<(), &'static str> {
    let accounts = accounts(dump)?;
    let index = of_the_worker(accounts)?;
    accounts.remove(index);
    Ok(())
}

fn deleted(dump: &mut Value) -> Result<(), &'static str> {
    let live = accounts(dump)?.iter_mut().find(|record| record["IsDeleted"] != true);
    live.ok_or("the org has no live account")?["IsDeleted"] = json!(true);
    Ok(())
}

/// A change of the history told again, later.
fn backwards(dump: &mut Value) -> Result<(), &'static str> {
    let history = dump["history"].as_array_mut().ok_or("the org has no history")?;
    let version = |change: &Value| change["fields"]["Version__c"].as_f64().unwrap_or_default();
    let raised = history.iter().rposition(|change| version(change) > 1.0).ok_or("nothing was ever raised")?;
    let earlier = history
        .iter()
        .position(|change| {
            change["id"] == history[raised]["id"] && version(change) < version(&history[raised])
        })
        .ok_or("nothing was ever raised twice")?;
    let again = history[earlier].clone();
    history.push(again);
    Ok(())
}
