//! The rows of one table.

use postgres::Transaction;

use super::catalog::Found;
use super::sql::quote;
use crate::facts::{Access, Row, Table};

/// Reads a table: its name with its schema, and what it holds.
pub(super) fn read(
    snapshot: &mut Transaction<'_>,
    found: Found,
    schema: &str,
) -> Result<(String, Table), postgres::Error> {
    let mapped = mapped(&found, schema);
    let rows = if found.readable {
        let mut rows = Vec::new();
        for row in snapshot.query(&statement(&found, mapped.is_some()), &[])? {
            rows.push(Row {
                id: row.try_get(0)?,
                key: row.try_get(1)?,
                version: row.try_get(2)?,
                sfid: row.try_get(3)?,
                name: row.try_get(4)?,
                deleted: row.try_get(5)?,
                at: row.try_get(6)?,
                digest: row.try_get(7)?,
            });
        }
        Some(rows)
    } else {
        None
    };
    let name = format!("{}.{}", found.schema, found.name);
    let primary_key = !found.primary_key.is_empty();
    Ok((name, Table { mapped, owner: found.owner, primary_key, bytes: found.bytes, rows }))
}

/// A mapped table lies in Connect's schema and has Connect's columns; its trigger function tells whether changes are
/// sent: the state that it logs is `NEW`, for a read-only mapping `READONLY`.
fn mapped(found: &Found, schema: &str) -> Option<Access> {
    if found.schema != schema || !found.has("sfid") || !found.has("_hc_lastop") {
        return None;
    }
    let sends = found.logger.as_deref().is_some_and(|body| body.contains("'NEW'"));
    Some(if sends { Access::ReadWrite } else { Access::ReadOnly })
}

/// One statement for every kind of table, always with the same eight columns.
fn statement(found: &Found, mapped: bool) -> String {
    let when = |has: bool, expression: &str, otherwise: &str| {
        if has {
            expression.to_owned()
        } else {
            otherwise.to_owned()
        }
    };
    let id = joined(&found.primary_key);
    // A plain table is known by its primary key, or by `id` where somebody took the constraint away.
    let own =
        if found.primary_key.is_empty() && found.has("id") { "\"id\"::text".to_owned() } else { id.clone() };
    let key =
        if mapped { when(found.has("external_id__c"), "external_id__c::text", "NULL::text") } else { own };
    // Of plain tables only the clients' own one is known to have versions that rise.
    let event = found.schema == "public" && found.name == "app_event";
    let version =
        if event { when(found.has("value"), "value::bigint", "NULL::bigint") } else { "NULL::bigint".into() };
    let version = when(mapped && found.has("version__c"), "version__c::bigint", &version);
    let sfid = when(mapped, "sfid::text", "NULL::text");
    let name = when(mapped && found.has("name"), "\"name\"::text", "NULL::text");
    let deleted = when(mapped && found.has("isdeleted"), "coalesce(isdeleted, false)", "false");
    let moment = |column: &str| format!("(extract(epoch FROM {column}) * 1000000)::bigint");
    let at = when(event && found.has("at"), &moment("\"at\""), "NULL::bigint");
    let at = when(mapped && found.has("systemmodstamp"), &moment("systemmodstamp AT TIME ZONE 'UTC'"), &at);
    let digest = when(!mapped, "md5(t::text)", "NULL::text");
    format!(
        "SELECT coalesce({id}, ''), {key}, {version}, {sfid}, {name}, {deleted}, {at}, {digest} FROM {}.{} AS t",
        quote(&found.schema),
        quote(&found.name)
    )
}

fn joined(columns: &[String]) -> String {
    match columns {
        [] => "NULL::text".into(),
        [one] => format!("{}::text", quote(one)),
        several => {
            let several: Vec<String> =
                several.iter().map(|column| format!("{}::text", quote(column))).collect();
            format!("concat_ws(',', {})", several.join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(schema: &str, name: &str, primary_key: &[&str], columns: &[&str]) -> Found {
        let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        Found {
            schema: schema.into(),
            name: name.into(),
            owner: "u1".into(),
            bytes: 0,
            readable: true,
            primary_key: owned(primary_key),
            columns: owned(columns),
            logger: Some("INSERT ... VALUES ('NEW')".into()),
        }
    }

    #[test]
    fn a_mapped_table_is_known_by_its_columns_and_its_function() {
        let account =
            found("salesforce", "account", &["id"], &["id", "sfid", "_hc_lastop", "external_id__c"]);
        assert_eq!(mapped(&account, "salesforce"), Some(Access::ReadWrite));
        assert_eq!(mapped(&account, "crm"), None);
        let read_only = Found { logger: Some("state := 'READONLY'".into()), ..account.clone() };
        assert_eq!(mapped(&read_only, "salesforce"), Some(Access::ReadOnly));
        let statement = statement(&account, true);
        assert!(
            statement.contains("external_id__c::text")
                && statement.ends_with("FROM \"salesforce\".\"account\" AS t")
        );
    }

    #[test]
    fn a_plain_table_is_known_by_its_primary_key() {
        let plain = found("public", "line", &["order id", "n"], &["order id", "n"]);
        assert!(statement(&plain, false).contains("concat_ws(',', \"order id\"::text, \"n\"::text)"));
        let bare = found("public", "app_event", &[], &["id", "value", "at"]);
        let text = statement(&bare, false);
        assert!(text.starts_with("SELECT coalesce(NULL::text, ''), \"id\"::text, value::bigint"), "{text}");
    }
}
