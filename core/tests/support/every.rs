//! One of every op, with one name for everything that is a name.

use connect_core::late::{
    ConnectionName, Late, Location, MappingName, Place, Role, TableColumns, Transferred,
};
use connect_core::ops::*;
use connect_core::plan::Zone;
use connect_core::query::{FenceScope, Head};
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
    let columns = || TableColumns { columns: vec![text()], place: place(), schema: text(), table: text() };
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
        ConnectionPause { connection: connection() }.into(),
        ConnectionRecover { connection: connection() }.into(),
        ConnectionResume { connection: connection() }.into(),
        ConnectionStart {
            connection: connection(),
            database: Location { database: late(), host: late(), port: Late::Now(5432) },
        }
        .into(),
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
        PlanChange { addon: text(), addon_id: text(), app: text(), plan: text() }.into(),
        ReleaseAgain { addon: text(), app: text(), attachment: late() }.into(),
        ScheduleCreate {
            addon: late(),
            addon_id: late(),
            app: text(),
            schedule: Schedule { name: text(), hour: 2, timezone: text() },
        }
        .into(),
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
