//! What newer versions refuse or do otherwise, beside what `pg_upgrade` looks for by itself.

use super::found::{rule, ItemRule, Weight};
use crate::codes;
use crate::snapshot::Item;

/// The text of a function is not read before it is called.
pub const GONE_WHEN_CALLED: ItemRule = rule(
    codes::VERSION_GONE_WHEN_CALLED,
    Item::GoneWhenCalled,
    Weight::Said,
    [
        "no function is seen to name in its text what the new version does not have",
        "will fail when they are used, because they name what the new version does not have",
        "change each one before the run, so that it works on both versions",
    ],
);

/// The new server must have the very file.
pub const LOOSE_FUNCTIONS: ItemRule = rule(
    codes::VERSION_LOOSE_FUNCTIONS,
    Item::LooseFunctions,
    Weight::Doubtful,
    [
        "every function of a library belongs to an extension",
        "functions of a library that belong to no extension; whether the new server has the file cannot be seen from here",
        "drop each one: `DROP FUNCTION …`, or let an extension bring it",
    ],
);

/// 17 gives every partition the identity of its parent, and attaches none that has one.
pub const IDENTITY_PARTITIONS: ItemRule = rule(
    codes::VERSION_IDENTITY_PARTITIONS,
    Item::IdentityPartitions,
    Weight::Refused,
    [
        "no partition has an identity column of its own",
        "partitions with an identity column of their own, which is not possible since 17",
        "drop each one: `ALTER TABLE … ALTER COLUMN … DROP IDENTITY`; the parent can have it after the run",
    ],
);

/// 17 keeps the NOT NULL of a domain as a constraint with a name.
pub const DOMAIN_CONSTRAINTS: ItemRule = rule(
    codes::VERSION_DOMAIN_CONSTRAINTS,
    Item::DomainConstraints,
    Weight::Refused,
    [
        "no constraint of a domain has the name that its NOT NULL gets",
        "constraints of domains that have the name which the domain's NOT NULL gets since 17",
        "rename each one: `ALTER DOMAIN … RENAME CONSTRAINT … TO …`",
    ],
);

/// 18 makes no foreign key whose two sides do not agree on what is equal.
pub const KEY_COLLATIONS: ItemRule = rule(
    codes::VERSION_KEY_COLLATIONS,
    Item::KeyCollations,
    Weight::Refused,
    [
        "no foreign key joins columns of which one compares text in a way of its own",
        "foreign keys between columns with different collations, one of them nondeterministic, which is not possible since 18",
        "give both columns the same collation: `ALTER TABLE … ALTER COLUMN … TYPE text COLLATE …`",
    ],
);

/// A word of the language comes before a name of ours.
pub const NEW_KEYWORDS: ItemRule = rule(
    codes::VERSION_NEW_KEYWORDS,
    Item::NewKeywords,
    Weight::Said,
    [
        "nothing has a name that became a word of the language",
        "names that are words of the language in the new version: where they stand without quotes or schema, they mean something \
         else or nothing",
        "write each one in quotes or with its schema wherever code names it, or rename it",
    ],
);

/// The system's schema is searched before any other one.
pub const SAME_FUNCTIONS: ItemRule = rule(
    codes::VERSION_SAME_FUNCTIONS,
    Item::SameFunctions,
    Weight::Said,
    [
        "no function has the name and arguments of one that the new version brings",
        "functions that the new version brings under the same name: calls without a schema reach the server's own one then",
        "see whether both do the same; if not, call yours with its schema, or rename it",
    ],
);

/// An index keeps what the old version computed.
pub const CHANGED_INDEXES: ItemRule = rule(
    codes::VERSION_CHANGED_INDEXES,
    Item::ChangedIndexes,
    Weight::Said,
    [
        "no index is known to be computed otherwise by the new version",
        "indexes that the new version computes otherwise, so that they may not find every row",
        "build each one anew after the run: `REINDEX INDEX CONCURRENTLY …`",
    ],
);
