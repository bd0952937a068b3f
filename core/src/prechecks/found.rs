use super::{accepted, with_trial, Precheck};
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::request::Request;
use crate::snapshot::{Item, Snapshot};

/// A rule on objects that the inventory names: the rules differ by what they look for and what they say.
pub struct ItemRule {
    code: Code,
    item: Item,
    weight: Weight,
    /// Said if there are none.
    none: &'static str,
    /// Said before their names.
    some: &'static str,
    /// What to do.
    help: &'static str,
}

/// How much it matters that there is one.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    /// The upgrade would be refused.
    Refused,
    /// Nothing can be done with it there.
    Stops,
    /// It may be refused, as far as can be told.
    Doubtful,
    /// Something is lost or stays behind; a person may accept that.
    Lost,
    /// Somebody has to act afterwards.
    Said,
}

impl Precheck for ItemRule {
    fn code(&self) -> Code {
        self.code
    }

    fn of_target(&self) -> bool {
        self.code.starts_with("version/")
    }

    fn names_it(&self) -> bool {
        true
    }

    fn judged(&self, snapshot: &Snapshot) -> bool {
        snapshot.database.inventory.is_some()
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let Some(inventory) = &snapshot.database.inventory else {
            return Diagnostic::note(self.code, format!("not judged: whether {}", self.none));
        };
        let from = snapshot.database.major.unwrap_or(0);
        let to = request.version().map_or(from, |version| version.0);
        let Some(names) = inventory.named(self.item, from, to) else {
            // What is there and does not matter is not said to be absent.
            let message = if inventory.holds(self.item) {
                format!("{}, as far as it matters from Postgres {from} to {to}", self.none)
            } else {
                self.none.to_owned()
            };
            return Diagnostic::pass(self.code, message);
        };
        let message = format!("{}: {names}", self.some);
        let accept = format!("{}; to go on all the same: `--accept {}`", self.help, self.code);
        match self.weight {
            Weight::Refused => {
                Diagnostic::block(self.code, message, with_trial(self.help, snapshot, request))
            }
            Weight::Stops => Diagnostic::block(self.code, message, self.help),
            Weight::Doubtful => accepted(
                request,
                Diagnostic::block(self.code, message, with_trial(accept, snapshot, request)),
            ),
            Weight::Lost => accepted(request, Diagnostic::block(self.code, message, accept)),
            Weight::Said => Diagnostic::warn(self.code, message, self.help),
        }
    }
}

/// A rule of this kind: what is said if there are none, before their names, and what to do.
pub(super) const fn rule(
    code: Code,
    item: Item,
    weight: Weight,
    [none, some, help]: [&'static str; 3],
) -> ItemRule {
    ItemRule { code, item, weight, none, some, help }
}

/// A physical copy carries no row of an unlogged table.
pub const UNLOGGED_TABLES: ItemRule = rule(
    codes::DATABASE_UNLOGGED,
    Item::UnloggedTables,
    Weight::Lost,
    [
        "no table or sequence is unlogged",
        "unlogged, so that they come up empty on the new database",
        "make each one logged before the run: `ALTER TABLE … SET LOGGED` or `ALTER SEQUENCE … SET LOGGED`",
    ],
);

/// A logical slot exists on its own server only.
pub const LOGICAL_SLOTS: ItemRule = rule(
    codes::DATABASE_SLOTS,
    Item::LogicalSlots,
    Weight::Lost,
    [
        "nobody reads changes through a logical slot",
        "logical slots stay behind, so that their readers miss changes, and keep WAL on the old database until its disk is full",
        "stop each reader and drop its slot before the run, and let it begin anew on the new database",
    ],
);

/// A publication is carried over, its subscribers are not told.
pub const PUBLICATIONS: ItemRule = rule(
    codes::DATABASE_PUBLICATIONS,
    Item::Publications,
    Weight::Said,
    [
        "nothing is published to other databases",
        "publications, whose subscribers go on reading the old database",
        "point each subscriber to the new database after the run, and let it copy its tables again",
    ],
);

/// Two servers would pull the same changes.
pub const SUBSCRIPTIONS: ItemRule = rule(
    codes::DATABASE_SUBSCRIPTIONS,
    Item::Subscriptions,
    Weight::Lost,
    [
        "the database subscribes to no other one",
        "subscriptions, which write to the database during the downtime and are switched off on the new one",
        "disable each one before the run, and make it anew on the new database",
    ],
);

/// It holds locks, and no version takes it along.
pub const PREPARED_TRANSACTIONS: ItemRule = rule(
    codes::DATABASE_PREPARED_TRANSACTIONS,
    Item::PreparedTransactions,
    Weight::Refused,
    [
        "no prepared transaction is open",
        "prepared transactions are open, with which no upgrade begins",
        "end each one in its database: `COMMIT PREPARED …` or `ROLLBACK PREPARED …`",
    ],
);

/// The links of the add-on are the old add-on's.
pub const FOREIGN_SERVERS: ItemRule = rule(
    codes::DATABASE_FOREIGN_SERVERS,
    Item::ForeignServers,
    Weight::Said,
    [
        "no foreign server is defined, and nothing is seen to connect to another database",
        "foreign servers, and what connects by dblink, which the new database has too; a link that Heroku keeps belongs to the \
         old add-on",
        "see `heroku pg:links` after the run; a database that reads this one goes on reading the old one",
    ],
);

/// `pg_upgrade` refuses columns that hold the numbers of objects.
pub const REG_COLUMNS: ItemRule = rule(
    codes::VERSION_REG_COLUMNS,
    Item::RegColumns,
    Weight::Refused,
    [
        "no column holds the number of a function, operator, collation, schema, text search configuration or dictionary",
        "columns of a type that no upgrade carries (regproc, regconfig and the like)",
        "change each one to text: `ALTER TABLE … ALTER COLUMN … TYPE text USING …::text`",
    ],
);

/// `pg_upgrade` refuses columns whose type is a row of the system.
pub const SYSTEM_ROW_COLUMNS: ItemRule = rule(
    codes::VERSION_SYSTEM_ROW_COLUMNS,
    Item::SystemRowColumns,
    Weight::Refused,
    [
        "no column holds a row of a system table or view",
        "columns that hold a row of a system table or view, which no upgrade carries",
        "drop each column, or keep its parts in columns of their own",
    ],
);

/// 16 stores this type otherwise.
pub const ACL_ITEM_COLUMNS: ItemRule = rule(
    codes::VERSION_ACLITEM_COLUMNS,
    Item::AclItemColumns,
    Weight::Refused,
    [
        "no column holds an aclitem",
        "columns of type aclitem, which is stored otherwise since 16",
        "change each one to text: `ALTER TABLE … ALTER COLUMN … TYPE text USING …::text`",
    ],
);

/// 14 has none.
pub const POSTFIX_OPERATORS: ItemRule = rule(
    codes::VERSION_POSTFIX_OPERATORS,
    Item::PostfixOperators,
    Weight::Refused,
    [
        "no operator stands behind its operand",
        "operators that stand behind their operand, of which there are none since 14",
        "drop each one: `DROP OPERATOR …`",
    ],
);

/// 14 changed the types of the functions that they call.
pub const ARRAY_AGGREGATES: ItemRule = rule(
    codes::VERSION_ARRAY_AGGREGATES,
    Item::ArrayAggregates,
    Weight::Refused,
    [
        "no aggregate calls an array function that was changed",
        "aggregates over array functions whose types changed in 14",
        "drop each one before the run and make it anew on the new database",
    ],
);

/// 14 changed what such a function takes.
pub const ENCODING_CONVERSIONS: ItemRule = rule(
    codes::VERSION_ENCODING_CONVERSIONS,
    Item::EncodingConversions,
    Weight::Refused,
    [
        "no encoding conversion was added",
        "encoding conversions of your own, whose functions take other arguments since 14",
        "drop each one: `DROP CONVERSION …`",
    ],
);

/// The whole server is upgraded, and every database of it is opened.
pub const CLOSED_DATABASES: ItemRule = rule(
    codes::VERSION_CLOSED_DATABASES,
    Item::ClosedDatabases,
    Weight::Doubtful,
    [
        "every database of the server can be opened",
        "databases of the server that cannot be opened",
        "open or drop each one, or ask Heroku to",
    ],
);

/// 18 inherits NOT NULL everywhere.
pub const NULLABLE_CHILDREN: ItemRule = rule(
    codes::VERSION_NULLABLE_CHILDREN,
    Item::NullableChildren,
    Weight::Refused,
    [
        "no table takes nulls where its parent does not",
        "columns that take nulls where the parent's column does not, which is not possible since 18",
        "set each one: `ALTER TABLE … ALTER COLUMN … SET NOT NULL`",
    ],
);

/// 16 wants parent and child alike.
pub const GENERATED_CHILDREN: ItemRule = rule(
    codes::VERSION_GENERATED_CHILDREN,
    Item::GeneratedChildren,
    Weight::Refused,
    [
        "no column is generated where its parent's is not",
        "columns that are generated where the parent's column is not, which is not possible since 16",
        "make each one plain: `ALTER TABLE … ALTER COLUMN … DROP EXPRESSION`",
    ],
);

/// A setting that the new version does not know stops the restore.
pub const REMOVED_SETTINGS: ItemRule = rule(
    codes::VERSION_REMOVED_SETTINGS,
    Item::RemovedSettings,
    Weight::Refused,
    [
        "no role, database or function keeps a setting that was removed",
        "settings that the new version does not know",
        "reset each one: `ALTER ROLE … RESET …`, `ALTER DATABASE … RESET …` or `ALTER FUNCTION … RESET …`",
    ],
);

/// The definition of a view is run anew on the new version.
pub const GONE_FROM_SYSTEM: ItemRule = rule(
    codes::VERSION_SYSTEM_VIEWS,
    Item::GoneFromSystem,
    Weight::Doubtful,
    [
        "no definition is seen to name a column or function of the system that was removed",
        "views, rules, policies or functions that name what the new version does not have",
        "drop each one before the run and make it anew on the new database",
    ],
);

/// The names of the old columns are put on the new ones, which are more.
pub const SYSTEM_ROW_FUNCTIONS: ItemRule = rule(
    codes::VERSION_SYSTEM_ROW_FUNCTIONS,
    Item::SystemRowFunctions,
    Weight::Doubtful,
    [
        "no view stands on a function that returns rows of a system view which was widened",
        "functions that return rows of a system view which has more columns in the new version",
        "drop each view before the run and make it anew on the new database",
    ],
);

/// Definitions are restored without a search path; from 17 on what is computed from rows is computed without one too.
pub const UNQUALIFIED_FUNCTIONS: ItemRule = rule(
    codes::VERSION_UNQUALIFIED_FUNCTIONS,
    Item::UnqualifiedFunctions,
    Weight::Doubtful,
    [
        "no function under an index, a generated column, a partition key, statistics or a materialized view is seen to name \
         something without its schema",
        "functions that name something without its schema, where the new version sets no search path",
        "name the schema in each body, or `ALTER FUNCTION … SET search_path = …`",
    ],
);

/// What cannot be read is not found to be good.
pub const UNREAD_FUNCTIONS: ItemRule = rule(
    codes::VERSION_UNREAD_FUNCTIONS,
    Item::UnreadFunctions,
    Weight::Doubtful,
    [
        "the text of every function under an index, statistics or a materialized view can be judged",
        "functions that cannot be judged, because they run text of their own making or are written in another language",
        "make sure that each names every schema, or `ALTER FUNCTION … SET search_path = …`",
    ],
);

/// A dump stops at the first thing that its role may not read, and nothing is copied.
pub const UNREADABLE: ItemRule = rule(
    codes::COPY_UNREADABLE_TABLES,
    Item::Unreadable,
    Weight::Stops,
    [
        "the default credential may read every table, sequence and large object",
        "the default credential may not read, so that nothing would be copied",
        "let their owners grant it: `GRANT SELECT ON … TO …`",
    ],
);

/// A dump refuses tables of which it would see only some rows.
pub const ROW_SECURITY: ItemRule = rule(
    codes::COPY_ROW_SECURITY,
    Item::RowSecurity,
    Weight::Stops,
    [
        "row security hides no row from the default credential",
        "row security keeps rows from the default credential, so that nothing would be copied",
        "make the default credential their owner, or take row security off for the run",
    ],
);

/// Only a superuser makes them.
pub const EVENT_TRIGGERS: ItemRule = rule(
    codes::COPY_EVENT_TRIGGERS,
    Item::EventTriggers,
    Weight::Lost,
    [
        "there are no event triggers",
        "event triggers, which do not come along with a copy",
        "make each one anew on the new database after the run",
    ],
);

/// A dump of a database holds none of its own settings, nor those of its roles.
pub const ROLE_SETTINGS: ItemRule = rule(
    codes::COPY_ROLE_SETTINGS,
    Item::RoleSettings,
    Weight::Lost,
    [
        "no role and no database has settings of its own",
        "settings that no copy carries, made anew as far as that is allowed",
        "compare them after the run: `SELECT * FROM pg_db_role_setting`",
    ],
);

/// Passwords of other databases are not dumped.
pub const COPIED_LINKS: ItemRule = rule(
    codes::COPY_DATA_LINKS,
    Item::ForeignServers,
    Weight::Lost,
    [
        "no foreign server is defined, and nothing is seen to connect to another database",
        "foreign servers, and what connects by dblink, whose logins may not come along with a copy",
        "see `heroku pg:links`, and make each link anew after the run",
    ],
);
