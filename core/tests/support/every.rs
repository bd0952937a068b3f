//! One of every op, with one name for everything that is a name.

use connect_core::late::{
    ConnectionName, Late, Location, MappingName, NewConnection, Place, Role, TableColumns, Transferred,
};
use connect_core::ops::*;
use connect_core::plan::Zone;
use connect_core::query::{FenceScope, Head, Revived, TableBefore};
use connect_core::request::Major;
use connect_core::snapshot::{Process, Schedule, Setting, Window};

/// Every op.
pub fn ops(name: &str) -> Vec<Op> {
    let text = || name.to_owned();
    let late = || Late::from(name);
    let place = || Place { app: text(), config_var: late(), expect: None, role: Role::Old, bastion: None };
    let connection = || ConnectionName {
        app: text(),
        connection: text(),
        region: "https://connect.example".to_owned(),
        resource: text(),
    };
    let formation = || vec![Process { kind: text(), quantity: 2, size: Some(text()) }];
    let location = || Location { database: late(), host: late(), port: Late::Now(5432) };
    let copy = || Transferred {
        after: Late::Now(0),
        app: text(),
        from: location(),
        from_name: late(),
        to: location(),
        to_name: late(),
    };
    let run = || Late::from("rabc1234");
    let columns = || TableColumns {
        columns: vec![text()],
        place: place(),
        schema: text(),
        table: text(),
        whole: true,
        keys: false,
    };
    let new = || NewConnection {
        app: text(),
        connection: late(),
        region: Late::from("https://connect.example"),
        resource: late(),
    };
    let revived = || Late::Now(Revived { mark: vec!["7".to_owned()], ..Revived::default() });
    let config = || {
        let fields: serde_json::Map<_, _> = [(text(), serde_json::json!({}))].into_iter().collect();
        serde_json::json!({ "access": "read_write", "fields": fields })
    };
    vec![
        AddonDestroy { addon: late(), app: text() }.into(),
        Analyze { place: place(), stage: Stage::First }.into(),
        AttachmentCreate {
            addon: late(),
            app: text(),
            attachment: late(),
            namespace: Some(format!("credential:{name}")),
            replaces: true,
        }
        .into(),
        AttachmentDestroy { app: text(), attachment: late() }.into(),
        AuthJoin { addon: late(), app: text() }.into(),
        AuthorizeOpen {
            aside: late(),
            api_version: Some(text()),
            connection: new(),
            environment: text(),
            place: place(),
            same: true,
        }
        .into(),
        AutoscalerSwitch { active: true, app: text(), app_id: text(), monitor: text() }.into(),
        BackupCapture {
            addon: late(),
            addon_id: late(),
            after: Late::Now(0),
            app: text(),
            location: Location { database: late(), host: late(), port: Late::Now(5432) },
        }
        .into(),
        Beat { place: place() }.into(),
        ChildrenKeep { place: place(), schema: text(), table: text(), unique: Some(text()) }.into(),
        ChildrenPoint { place: place(), schema: text(), table: text(), unique: None }.into(),
        ConfigImport {
            config: serde_json::json!({ "version": 1, "mappings": [{ "object_name": name, "config": config() }] }),
            connection: new(),
            objects: vec![text()],
        }
        .into(),
        ConnectAddonCreate { addon: late(), app: text(), plan: text() }.into(),
        ConnectionDestroy { addon: text(), app: text() }.into(),
        ConnectionPause { connection: connection() }.into(),
        ConnectionPoint { connection: new(), db_key: late(), schema: text() }.into(),
        ConnectionRecover { connection: connection() }.into(),
        ConnectionResume { connection: connection() }.into(),
        ConnectionStart {
            connection: connection(),
            database: Location { database: late(), host: late(), port: Late::Now(5432) },
        }
        .into(),
        ConnectionStop { connection: connection() }.into(),
        ConnectionsReset { addon: text(), addon_id: text(), app: text(), place: place() }.into(),
        CopyStart { addon_id: late(), copy: copy(), from: place(), to: place() }.into(),
        CredentialCreate { addon: late(), app: text(), credential: text() }.into(),
        DatabaseCreate { addon: late(), app: text(), attachment: late(), plan: text(), version: Major(17) }
            .into(),
        DbKeySet { connection: connection(), db_key: late() }.into(),
        DependantsKeep { of: columns() }.into(),
        DependantsDrop { of: columns() }.into(),
        DependantsRestore { of: columns() }.into(),
        DynosRestart { app: text(), kind: text() }.into(),
        DynosStop { app: text(), but: vec![text()] }.into(),
        FenceOn { place: place(), scope: FenceScope::Database }.into(),
        FenceOff { place: place(), scope: FenceScope::Credential }.into(),
        FollowerCreate { addon: late(), app: text(), attachment: late(), leader: late(), plan: text() }
            .into(),
        FormationScale { app: text(), formation: Late::Now(formation()) }.into(),
        GrantsApply { new: place(), old: place() }.into(),
        LockTake {
            claim: late(),
            holder: late(),
            instead_of: Some(text()),
            original: Vec::new(),
            place: place(),
            run: run(),
            since: text(),
        }
        .into(),
        LockZone { claim: late(), holder: late(), place: place(), run: run(), zone: Zone::Downtime }.into(),
        LockHold {
            claim: late(),
            connections: vec![HeldHead { head: Late::Now(Head::default()), ours: true, resource: text() }],
            database: text(),
            for_ms: 3_600_000,
            holder: late(),
            place: place(),
            reason: Some(text()),
            run: run(),
            until: None,
        }
        .into(),
        LockRelease { place: place(), run: run() }.into(),
        LockReturn { place: place(), run: run(), to: text() }.into(),
        MaintenanceSet { app: text(), on: true }.into(),
        MappingPut {
            config: config(),
            mapping: MappingName { connection: connection(), mapping: text(), object: text() },
            revision: Late::Now(7),
            without: Vec::new(),
        }
        .into(),
        MappingReload {
            before: Late::Now(TableBefore::default()),
            mapping: MappingName { connection: connection(), mapping: text(), object: text() },
            place: place(),
            schema: text(),
            table: text(),
        }
        .into(),
        PlanChange { addon: text(), addon_id: text(), app: text(), plan: text() }.into(),
        ReleaseAgain { addon: text(), app: text(), attachment: late() }.into(),
        RevivedMark { place: place(), revived: revived(), schema: text() }.into(),
        RevivedUnmark { place: place(), revived: revived(), schema: text() }.into(),
        RollbackCreate {
            addon: late(),
            app: text(),
            attachment: late(),
            plan: text(),
            source: text(),
            to: 1_795_373_032_000,
        }
        .into(),
        ScheduleCreate {
            addon: late(),
            addon_id: late(),
            app: text(),
            schedule: Schedule { name: text(), hour: 2, timezone: text() },
        }
        .into(),
        SchemaAside {
            alone: Some(1),
            aside: late(),
            failed: Some(2),
            place: place(),
            schema: text(),
            tables: vec![text()],
            waits: Some(3),
        }
        .into(),
        SchemaBack { aside: late(), place: place(), schema: text() }.into(),
        SequencesRaise { new: place(), old: place(), schema: text() }.into(),
        SessionsEnd { place: place() }.into(),
        SettingSet {
            addon: late(),
            addon_id: late(),
            app: text(),
            key: "log_statement".to_owned(),
            value: Setting::Text(text()),
        }
        .into(),
        TransferCancel { copy: copy() }.into(),
        Unfollow { addon: late(), addon_id: late(), app: text(), place: place() }.into(),
        UpgradeCancel { addon: text(), addon_id: text(), app: text(), from: Major(15), place: place() }
            .into(),
        UpgradePrepare {
            addon: text(),
            addon_id: text(),
            app: text(),
            from: Major(15),
            place: place(),
            version: Major(17),
        }
        .into(),
        UpgradeRun { addon: late(), addon_id: late(), app: text(), version: Major(17) }.into(),
        UpgradeStart {
            addon: text(),
            addon_id: text(),
            app: text(),
            from: Major(15),
            place: place(),
            version: Major(17),
        }
        .into(),
        WindowSet {
            addon: late(),
            addon_id: late(),
            app: text(),
            window: Window { day: text(), time: text() },
        }
        .into(),
        WriteProbe { place: place() }.into(),
    ]
}
