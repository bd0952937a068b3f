//! The tables a client writes to.

use postgres::Client;

/// The statement of the app's own table; Connect knows nothing of it.
pub(crate) const APP_EVENT: &str = "CREATE TABLE IF NOT EXISTS public.app_event \
    (id text PRIMARY KEY, value int NOT NULL, writer text NOT NULL, at timestamptz NOT NULL)";

/// One table with what is needed to write to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The name as acknowledgements give it: `schema.table`, unquoted.
    pub name: String,
    insert: String,
    update: String,
}

impl Target {
    /// The app's own table `public.app_event`.
    pub fn app_event() -> Self {
        Target {
            name: "public.app_event".into(),
            insert: "INSERT INTO public.app_event (id, value, writer, at) VALUES ($1, {version}, $2, now()) \
                     RETURNING 0::bigint"
                .into(),
            update: "UPDATE public.app_event SET value = {version}, writer = $2, at = now() WHERE id = $1"
                .into(),
        }
    }

    /// A table that Connect maps, with columns `id`, `external_id__c`, `version__c`, `name` and `writer`. Its key has no
    /// index of its own unless Connect upserts by it, so an update also names the row's `id`.
    pub fn mapped(schema: &str, table: &str) -> Self {
        let quoted = format!("{}.{}", quote(schema), quote(table));
        Target {
            name: format!("{schema}.{table}"),
            insert: format!(
                "INSERT INTO {quoted} (external_id__c, version__c, name, writer) \
                 VALUES ($1, {{version}}, $2 || ' {{version}}', 'app') RETURNING id::bigint"
            ),
            update: format!(
                "UPDATE {quoted} SET version__c = {{version}}, name = $2 || ' {{version}}' \
                 WHERE id = {{row}} AND external_id__c = $1"
            ),
        }
    }

    /// The statement for an insert, which answers with the row's `id`; `$1` is the key, `$2` the client's name.
    pub fn insert(&self, version: i64) -> String {
        self.insert.replace("{version}", &version.to_string())
    }

    /// The statement for an update of the row with this `id`; parameters as for an insert.
    pub fn update(&self, version: i64, row: i64) -> String {
        self.update.replace("{version}", &version.to_string()).replace("{row}", &row.to_string())
    }

    /// Finds the targets in a database: the app's own table first, then every mapped table that is read-write. Whether
    /// it is can be read from its trigger function: the state it logs is `NEW`, for a read-only one `READONLY`.
    pub fn discover(client: &mut Client, schema: &str) -> Result<Vec<Target>, postgres::Error> {
        let rows = client.query(
            "SELECT c.relname::text FROM pg_catalog.pg_class c \
             JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
             JOIN pg_catalog.pg_proc p ON p.pronamespace = n.oid AND p.proname = 'hc_' || c.relname || '_logger' \
             WHERE n.nspname = $1 AND c.relkind IN ('r', 'p') AND p.prosrc LIKE '%''NEW''%' \
               AND 4 = (SELECT count(*) FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid \
                 AND a.attname IN ('external_id__c', 'version__c', 'name', 'writer')) \
             ORDER BY 1",
            &[&schema],
        )?;
        let mut targets = vec![Target::app_event()];
        for row in rows {
            targets.push(Target::mapped(schema, row.try_get(0)?));
        }
        Ok(targets)
    }
}

fn quote(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_quoted_in_statements_and_plain_in_acknowledgements() {
        let target = Target::mapped("salesforce", "user");
        assert_eq!(target.name, "salesforce.user");
        assert!(target.insert(3).starts_with("INSERT INTO \"salesforce\".\"user\" "));
        assert!(target.update(3, 8).contains("version__c = 3"));
        assert!(target.update(3, 8).contains("WHERE id = 8 AND") && !target.update(3, 8).contains('{'));
    }
}
