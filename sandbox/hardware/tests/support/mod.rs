//! What all tests of real servers share: where the programs are, a folder of one's own, SQL in a line.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use connect_hardware::{connect_schema, Access, Fleet, Mapping, Org, OrgOptions};
use postgres::{Client, NoTls};

pub const ORG: &str = "00D5g0000000001EAA";
pub const SCHEMA: &str = "salesforce";

/// The programs: `CONNECT_POSTGRES`, or what the set-up unpacked.
pub fn binaries() -> PathBuf {
    let given = std::env::var_os("CONNECT_POSTGRES").map(PathBuf::from);
    let folder = given.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../.tools/postgres"));
    for major in [15, 17] {
        let server = folder.join(major.to_string()).join("bin/postgres");
        assert!(server.is_file(), "{} is missing: run the set-up, or set CONNECT_POSTGRES", server.display());
    }
    folder
}

/// A state folder that goes away with the test.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new(name: &str) -> Folder {
        let path = base().join(format!("{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).expect("a folder for the test");
        Folder(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}

/// All tests share the templates in here.
fn base() -> PathBuf {
    std::env::temp_dir().join("connect-hardware-tests")
}

pub fn fleet(folder: &Folder) -> Fleet {
    Fleet::open(&folder.0, &binaries()).expect("a fleet")
}

pub fn client(url: &str) -> Client {
    Client::connect(url, NoTls).expect("a session")
}

/// One value as text, empty for null.
pub fn value(url: &str, query: &str) -> String {
    let row = client(url).query_one(&format!("SELECT ({query})::text"), &[]).expect(query);
    row.get::<_, Option<String>>(0).unwrap_or_default()
}

pub fn run(url: &str, statements: &str) {
    client(url).batch_execute(statements).expect(statements);
}

/// Read-write with upsert field, read-write without, read-only, streaming.
pub fn mappings() -> Vec<Mapping> {
    let mut account = Mapping::new("Account", Access::ReadWrite);
    account.upsert_field = Some("External_Id__c".to_owned());
    let mut opportunity = Mapping::new("Opportunity", Access::ReadWrite);
    opportunity.streaming = true;
    vec![
        account,
        Mapping::new("Contact", Access::ReadWrite),
        Mapping::new("Product2", Access::ReadOnly),
        opportunity,
    ]
}

pub fn org(folder: &Folder) -> Org {
    let objects = mappings().into_iter().map(|mapping| mapping.object).collect();
    Org::open(&folder.0, OrgOptions { id: ORG.to_owned(), objects, seed: 7 }).expect("an org")
}

pub fn install(url: &str) {
    connect_schema::install(url, SCHEMA, &mappings(), ORG).expect("Connect's schema");
}

/// Polls a real process until `probe` holds; fails after thirty seconds.
pub fn wait_until(what: &str, mut probe: impl FnMut() -> bool) {
    let end = Instant::now() + Duration::from_secs(30);
    while !probe() {
        assert!(Instant::now() < end, "gave up waiting until {what}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

const fn shared<T: Send + Sync>() {}
/// Jobs run on threads of their own.
const _: () = {
    shared::<Fleet>();
    shared::<Org>();
};
