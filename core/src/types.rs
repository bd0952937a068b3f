//! Types for TypeScript, generated from the Rust ones. Only built with the feature `types`.

use ts_rs::{Config, TS};

/// The declarations of everything that crosses the boundary, in one text.
#[must_use]
pub fn declarations() -> String {
    let config = Config::default().with_large_int("number");
    let mut out = String::from(
        "// Generated from the core by `cargo test -p connect-core --features types`. Do not edit.\n",
    );
    macro_rules! declare {
        ($($t:ty),* $(,)?) => { $( out.push_str("\nexport "); out.push_str(&<$t as TS>::decl(&config)); out.push('\n'); )* };
    }
    declare!(
        crate::line::Style,
        crate::line::Span,
        crate::line::Line,
        connect_wire::Api,
        connect_wire::Method,
        connect_wire::Request,
        crate::effect::Form,
        crate::effect::Reading,
        crate::effect::Secret,
        crate::effect::HttpEffect,
        crate::effect::Salt,
        crate::effect::Bastion,
        crate::effect::SqlEffect,
        crate::effect::FileEffect,
        crate::effect::Effect,
        crate::effect::UnknownReason,
        crate::effect::UnreachableReason,
        crate::effect::Observation,
        crate::maintenances::Announcement,
        crate::maintenances::Due,
        crate::maintenances::Listener,
        crate::maintenances::Interval,
        crate::maintenances::ConnectNotification,
        crate::maintenances::Outlook,
        crate::maintenances::Acknowledged,
        crate::output::Away,
        crate::output::OpenRun,
        crate::command::Maintenances,
        crate::directive::Stream,
        crate::directive::StageState,
        crate::ending::Ending,
        crate::directive::Event,
        crate::directive::Directive,
        crate::given::GivenFile,
        crate::command::Resume,
        crate::command::Begin,
        crate::command::RunStep,
        crate::run::Stepped,
        crate::command::UpgradeDb,
        crate::command::ChangePlan,
        crate::command::Shown,
        crate::command::Quiesce,
        crate::command::ResumeSync,
        crate::stays::Stay,
        crate::command::ChangeField,
        crate::command::Recreate,
        crate::command::Resync,
        crate::command::Apply,
        crate::command::ConfigCheck,
        crate::command::ConfigDiff,
        crate::command::Judge,
        crate::command::Preview,
        crate::command::Patience,
        crate::command::Tools,
        crate::command::Command,
        crate::command::Journals,
        crate::command::StoredRun,
        crate::face::Offset,
        crate::face::LocalTime,
        crate::face::Face,
        crate::command::Context,
        crate::snapshot::Url,
        crate::snapshot::Server,
        crate::snapshot::Item,
        crate::snapshot::Found,
        crate::snapshot::Extension,
        crate::snapshot::Client,
        crate::snapshot::Inventory,
        crate::snapshot::Schedule,
        crate::snapshot::Window,
        crate::snapshot::Setting,
        crate::command::Aftercare,
        crate::snapshot::Safeguard,
        crate::snapshot::Link,
        crate::snapshot::Kept,
        crate::snapshot::UpgradeState,
        crate::snapshot::Way,
        crate::snapshot::Database,
        crate::snapshot::Follower,
        crate::snapshot::Attachment,
        crate::snapshot::Following,
        crate::snapshot::Process,
        crate::snapshot::Config,
        crate::snapshot::App,
        crate::snapshot::Mapping,
        crate::snapshot::Spare,
        crate::snapshot::Past,
        crate::snapshot::OldDatabase,
        crate::snapshot::PastLog,
        crate::snapshot::PastGap,
        crate::snapshot::Polled,
        crate::snapshot::Log,
        crate::snapshot::Objects,
        crate::snapshot::Captured,
        crate::snapshot::Health,
        crate::field::Definition,
        crate::field::Class,
        crate::field::Change,
        crate::snapshot::Defined,
        crate::snapshot::SeenField,
        crate::snapshot::Dependant,
        crate::snapshot::Shape,
        crate::snapshot::BuiltTable,
        crate::snapshot::Origin,
        crate::snapshot::MappedTable,
        crate::query::Continuity,
        crate::snapshot::Connection,
        crate::query::Head,
        crate::query::Revived,
        crate::query::TableBefore,
        crate::snapshot::HeldConnection,
        crate::snapshot::Held,
        crate::snapshot::LockRow,
        crate::snapshot::Notice,
        crate::snapshot::Snapshot,
        crate::diagnostic::Severity,
        crate::diagnostic::Diagnostic,
        crate::zone::Zone,
        crate::plan::Pace,
        crate::plan::OnFailure,
        crate::plan::OnUndoFailure,
        crate::plan::Interaction,
        crate::late::AddonSlots,
        crate::late::ConnectionSlots,
        crate::late::NewConnection,
        crate::late::UrlSlots,
        crate::late::ReleaseSlots,
        crate::late::MomentSlots,
        crate::late::TransferSlots,
        crate::late::WatchSlots,
        crate::late::HeldSlots,
        crate::ops::HeldHead,
        crate::late::Role,
        crate::late::Through,
        crate::late::Place,
        crate::late::Location,
        crate::late::Transferred,
        crate::late::ConnectionName,
        crate::late::MappingName,
        crate::late::TableColumns,
        crate::query::Position,
        crate::query::Holdings,
        crate::query::Identity,
        crate::query::Beat,
        crate::ops::Original,
        crate::ops::Stage,
        crate::ops::Op,
        crate::conditions::AttachedAs,
        crate::conditions::ColumnIs,
        crate::conditions::HadValues,
        crate::conditions::Stand,
        crate::conditions::Resolved,
        crate::conditions::WantedUpgrade,
        crate::conditions::Condition,
        crate::plan::Check,
        crate::plan::Step,
        crate::plan::Method,
        crate::plan::Budget,
        crate::plan::Marks,
        crate::plan::Names,
        crate::plan::Next,
        crate::plan::Words,
        crate::request::Major,
        crate::request::DatabaseRef,
        crate::request::UpgradeMethod,
        crate::request::Copying,
        crate::request::WayBack,
        crate::request::UpgradeDb,
        crate::request::PlanLimits,
        crate::request::ChangeMethod,
        crate::request::ChangePlan,
        crate::request::Finish,
        crate::request::Quiesce,
        crate::request::ResumeSync,
        crate::request::ChangeField,
        crate::request::Reason,
        crate::request::Recreate,
        crate::request::Resync,
        crate::request::Rollback,
        crate::query::FenceScope,
        crate::query::Exported,
        crate::request::LeadAddon,
        crate::request::Wanted,
        crate::request::Request,
        crate::plan::Plan,
        crate::timeline::Span,
        crate::timeline::Tick,
        crate::timeline::Bar,
        crate::timeline::Stretch,
        crate::timeline::Moment,
        crate::timeline::Mark,
        crate::timeline::Key,
        crate::timeline::Timeline,
        crate::render::Labels,
        crate::render::Page<'_>,
        crate::render::View,
        crate::render::Parts<'_>,
        crate::ran::Ran,
        crate::run::Hold,
        crate::variants::Choice,
        crate::variants::Variant,
        crate::evidence::Evidence,
        crate::report::Side,
        crate::report::SyncPaused,
        crate::report::Report,
        crate::journal::Outcome,
        crate::journal::Limits,
        crate::journal::Entry,
        crate::journal::Record,
        crate::journal::Line,
        crate::config::Level,
        crate::config::Counts,
        crate::config::Finding,
        crate::config::Checked,
        crate::config::Change,
        crate::config::Class,
        crate::config::Difference,
        crate::config::Diff,
        crate::doctor::Standing,
        crate::named::Needed,
        crate::named::Held,
        crate::named::Looked,
        crate::named::Since,
        crate::catalog::NamedEntry,
        crate::catalog::FlagEntry,
        crate::doctor::Verdict,
        crate::output::Listed,
        crate::output::Untrusted,
        crate::output::Content,
        crate::output::Output,
        crate::stream::Item,
        crate::stream::Streamed,
        crate::notify::Occasion,
        crate::notify::Notification,
        crate::catalog::ProcedureEntry,
        crate::catalog::CodeEntry,
        crate::catalog::ExitCode,
        crate::catalog::ShellExitCodes,
        crate::catalog::ShellNames,
        crate::catalog::Catalog,
        crate::guard::Named,
        crate::guard::Watched,
        crate::guard::Unheard,
        crate::guard::Looks,
        crate::guard::Phrases,
        crate::guard::Guard,
    );
    for declaration in crate::ops::Op::declarations(&config)
        .into_iter()
        .chain(crate::conditions::Condition::declarations(&config))
    {
        out.push_str(&format!("\nexport {declaration}\n"));
    }
    out.push_str("\nexport type Versions = { core: string, plan: string, journal: string, snapshot: string, report: string, output: string, stream: string, notification: string, catalog: string };\n");
    out
}

/// The constants of the plugin: what it must know before the core is loaded.
#[must_use]
pub fn constants() -> String {
    let catalog = crate::catalog::catalog();
    let json = |value: &serde_json::Value| serde_json::to_string_pretty(value).unwrap_or_default();
    let mut out =
        String::from("/** Generated from the core's catalog by `npm run golden`. Do not edit. */\n");
    for (name, doc, value) in [
        ("EXIT_CODES", "Exit codes and what they mean.", serde_json::json!(catalog.exit_codes)),
        ("SHELL_EXIT_CODES", "Exit codes of the shell itself.", serde_json::json!(catalog.shell_exit_codes)),
        ("SHELL_NAMES", "Names that the shell looks for or types.", serde_json::json!(catalog.shell_names)),
        (
            "FAIL_ON",
            "From which verdict on the doctor fails, as it is typed.",
            serde_json::json!(catalog.fail_on),
        ),
        (
            "CONDITIONS",
            "Conditions that can be checked and waited for, by name.",
            serde_json::json!(catalog.named),
        ),
        (
            "PLAN_FORMATS",
            "Forms in which a plan is written, as they are typed.",
            serde_json::json!(catalog.plan_formats),
        ),
        (
            "UPGRADE_METHODS",
            "Ways to upgrade, as they are typed.",
            serde_json::json!(catalog.upgrade_methods),
        ),
        (
            "WAYS_BACK",
            "What leads back from an upgrade in place, as it is typed.",
            serde_json::json!(catalog.ways_back),
        ),
        (
            "CHANGE_METHODS",
            "Ways to change the plan, as they are typed.",
            serde_json::json!(catalog.change_methods),
        ),
    ] {
        out.push_str(&format!("\n/** {doc} */\nexport const {name} = {} as const\n", json(&value)));
    }
    out
}

#[cfg(test)]
mod tests {
    /// `UPDATE=1` writes the file; otherwise a stale one is an error.
    #[test]
    fn generated_constants_are_fresh() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../plugin/src/catalog.ts");
        let fresh = super::constants();
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(path, &fresh).unwrap();
        }
        let kept = std::fs::read_to_string(path).unwrap_or_default();
        assert_eq!(kept, fresh, "run with UPDATE=1 and read the difference");
    }

    #[test]
    fn no_two_types_have_one_name() {
        let all = super::declarations();
        let names =
            all.lines().filter_map(|line| line.strip_prefix("export type ")?.split([' ', '<']).next());
        let mut seen = std::collections::BTreeSet::new();
        let twice: Vec<&str> = names.filter(|name| !seen.insert(*name)).collect();
        assert_eq!(twice, Vec::<&str>::new());
    }

    /// `UPDATE=1` writes the file; otherwise a stale one is an error.
    #[test]
    fn generated_types_are_fresh() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../bindings/types.ts");
        let fresh = super::declarations();
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(path, &fresh).unwrap();
        }
        assert_eq!(
            std::fs::read_to_string(path).unwrap_or_default(),
            fresh,
            "run with UPDATE=1 and read the difference"
        );
    }
}
