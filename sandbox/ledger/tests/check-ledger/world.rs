//! A true world: clients, an org and Connect at work on a real database, which is then upgraded by way of a follower.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use connect_hardware::{connect_schema, poll_org, read_log, Endpoint, Fleet, Org, OrgOptions, Stamp};

use crate::call::{Answer, Call};
use crate::support::{
    ack_count, execute, fleet, mappings, value, wait_until, Client, Folder, ORG_ID, SCHEMA,
};

/// Changes that the org makes by itself, per second.
const ORG_PACE: u32 = 40;

/// The world, first undone (a run that changed nothing), then upgraded.
pub struct World {
    // Dropped in this order: servers stop before their folder goes.
    fleet: Fleet,
    org: Org,
    mark: Stamp,
    /// What the verdict said of the world before the upgrade.
    pub undone: Answer,
    pub old: Endpoint,
    pub new_addon: String,
    pub new_url: String,
    /// A follower of the old database that was promoted and not upgraded.
    pub idle: Endpoint,
    /// A follower of the new database.
    pub shadow: Endpoint,
    pub acks: PathBuf,
    pub dump: PathBuf,
    /// When clients were started on the new database: milliseconds since the Unix epoch.
    pub moved_at: i64,
    _folder: Folder,
}

impl World {
    /// Makes the world up to the moment before the upgrade, and asks for the verdict on a run that was undone.
    pub fn make() -> Result<Self, String> {
        let folder = Folder::new("check")?;
        let fleet = fleet(&folder)?;
        let old = fleet.create("postgresql-old", 15).map_err(text)?;
        let objects = mappings().into_iter().map(|mapping| mapping.object).collect();
        let options = OrgOptions { id: ORG_ID.into(), objects, seed: 7 };
        let org = Org::open(&folder.0, options).map_err(text)?;
        connect_schema::install(&old.url(), SCHEMA, &mappings(), ORG_ID).map_err(text)?;
        tables_of_others(&fleet, &old)?;
        for mapping in mappings() {
            org.seed(&mapping.object, 20).map_err(text)?;
        }
        let (acks, dump) = (folder.0.join("acks"), folder.0.join("org.json"));
        let undone = Answer { failed: Vec::new(), summary: String::new(), json: serde_json::Value::Null };
        let mut world = World {
            idle: old.clone(),
            shadow: old.clone(),
            new_addon: "postgresql-new".into(),
            new_url: old.url(),
            moved_at: 0,
            mark: Stamp::default(),
            undone,
            fleet,
            org,
            old,
            acks,
            dump,
            _folder: folder,
        };
        let old = world.old.url();
        world.busy(&old, true)?;
        world.quiet(&old)?;
        let call = Call { version: 15, undone: true, ..Call::of(&world) };
        world.undone = call.verdict()?;
        Ok(world)
    }

    /// The upgrade: a follower while all are at work, everybody stopped, caught up, promoted and upgraded, the old
    /// database fenced, everybody at work again on the new one, quiet.
    pub fn go_on(&mut self) -> Result<(), String> {
        let old = self.old.url();
        let new = self.fleet.replica(&self.old.addon, &self.new_addon).map_err(text)?;
        self.idle = self.fleet.replica(&self.old.addon, "postgresql-idle").map_err(text)?;
        self.busy(&old, false)?;
        self.caught_up(&new.addon)?;
        self.caught_up("postgresql-idle")?;
        self.fleet.unfollow("postgresql-idle").map_err(text)?;
        self.fleet.upgrade(&new.addon, 17).map_err(text)?;
        let fence = format!("ALTER DATABASE {} SET default_transaction_read_only = on", self.old.database);
        execute(&old, &[&fence])?;
        self.moved_at = now();
        self.new_url = new.url();
        self.busy(&new.url(), false)?;
        self.quiet(&new.url())?;
        self.shadow = self.fleet.replica(&new.addon, "postgresql-shadow").map_err(text)?;
        Ok(())
    }

    /// Everybody at work for a while: clients, Connect and the org. With `crash`, the server dies once in between.
    /// Clients are gone afterwards; the org goes on; the log still holds entries that Connect has not read.
    fn busy(&mut self, url: &str, crash: bool) -> Result<(), String> {
        let stop = AtomicBool::new(false);
        self.org.start(ORG_PACE).map_err(text)?;
        let (org, mut mark) = (&self.org, self.mark);
        let (worked, mark) = std::thread::scope(|scope| {
            let connect = scope.spawn(|| {
                while !stop.load(Ordering::Relaxed) {
                    // A cycle that the crash cuts off is made again.
                    let _ = cycle(url, org, &mut mark);
                    std::thread::sleep(Duration::from_millis(100));
                }
                mark
            });
            let worked = self.clients(url, crash, &stop);
            stop.store(true, Ordering::Relaxed);
            (worked, connect.join())
        });
        self.mark = mark.map_err(|_| "Connect's thread died")?;
        worked
    }

    fn clients(&self, url: &str, crash: bool, stop: &AtomicBool) -> Result<(), String> {
        let worker = Client::start("worker", "worker.1", url, &self.acks, 1)?;
        let web = Client::start("web", "web.1", url, &self.acks, 2)?;
        let before = ack_count(&self.acks);
        wait_until("the clients have written", || Ok(ack_count(&self.acks) > before + 150))?;
        if crash {
            self.fleet.crash(&self.old.addon).map_err(text)?;
            self.fleet.start(&self.old.addon).map_err(text)?;
            let before = ack_count(&self.acks);
            wait_until("the clients have written again", || Ok(ack_count(&self.acks) > before + 100))?;
        }
        // Connect stops first: what is written now stays in the log and has to be carried over.
        stop.store(true, Ordering::Relaxed);
        let before = ack_count(&self.acks);
        wait_until("the clients have written more", || Ok(ack_count(&self.acks) > before + 40))?;
        worker.stop()?;
        web.stop()?;
        Ok(())
    }

    /// The org stops, Connect works until there is nothing left, and the org gives its account.
    fn quiet(&mut self, url: &str) -> Result<(), String> {
        self.org.stop();
        let deadline = Instant::now() + Duration::from_secs(30);
        while cycle(url, &self.org, &mut self.mark)? > 0 {
            if Instant::now() > deadline {
                return Err("Connect did not become quiet within 30 s".into());
            }
        }
        std::fs::write(&self.dump, self.org.dump().map_err(text)?).map_err(text)
    }

    fn caught_up(&self, follower: &str) -> Result<(), String> {
        let target = value(&self.superuser(&self.old.addon)?, "SELECT pg_current_wal_flush_lsn()::text")?;
        let follower = self.superuser(follower)?;
        let query = format!("SELECT (pg_last_wal_replay_lsn() >= '{target}')::text");
        wait_until("the follower has caught up", || Ok(value(&follower, &query)? == "true"))
    }

    /// A URL of the superuser.
    pub fn superuser(&self, addon: &str) -> Result<String, String> {
        self.fleet.superuser_url(addon).map_err(text)
    }

    /// `host:port` of the old server.
    pub fn old_address(&self) -> String {
        format!("{}:{}", self.old.host, self.old.port)
    }

    /// `host:port` of the new server.
    pub fn new_address(&self) -> String {
        self.fleet
            .endpoint(&self.new_addon)
            .map_or(String::new(), |endpoint| format!("{}:{}", endpoint.host, endpoint.port))
    }
}

/// Tables that neither Connect nor the clients know: one of the owner, one of a second credential.
fn tables_of_others(fleet: &Fleet, old: &Endpoint) -> Result<(), String> {
    execute(
        &old.url(),
        &[
            "CREATE SCHEMA audit",
            "CREATE TABLE audit.note (id serial PRIMARY KEY, text text)",
            "INSERT INTO audit.note (text) SELECT 'note ' || n FROM generate_series(1, 30) n",
            "CREATE TABLE audit.imported (id serial PRIMARY KEY)",
            "INSERT INTO audit.imported VALUES (500)",
            "SELECT nextval('audit.imported_id_seq'), nextval('audit.imported_id_seq')",
            "CREATE SEQUENCE audit.invoice_seq",
            "CREATE TABLE audit.invoice (number text PRIMARY KEY DEFAULT 'INV-' || nextval('audit.invoice_seq'), n int)",
            "ALTER SEQUENCE audit.invoice_seq OWNED BY audit.invoice.number",
            "INSERT INTO audit.invoice (n) SELECT generate_series(1, 7)",
            "CREATE TABLE public.app_event (id text PRIMARY KEY, value int NOT NULL, writer text NOT NULL, \
             at timestamptz NOT NULL)",
            "INSERT INTO public.app_event VALUES ('known', 1, 'seed', now())",
        ],
    )?;
    let analyst = fleet.add_credential(&old.addon, "analyst").map_err(text)?;
    execute(
        &analyst.url(),
        &[
            "CREATE SCHEMA reports",
            "CREATE TABLE reports.figure (id int PRIMARY KEY, amount int)",
            "INSERT INTO reports.figure SELECT n, n * n FROM generate_series(1, 12) n",
        ],
    )
}

/// One cycle of Connect; gives how much there was to do, and raises the high-water mark.
fn cycle(url: &str, org: &Org, mark: &mut Stamp) -> Result<u64, String> {
    let read = read_log(url, SCHEMA, &mappings(), org).map_err(text)?;
    let poll = poll_org(url, SCHEMA, &mappings(), org, *mark).map_err(text)?;
    let moved = u64::from(poll.up_to > *mark);
    *mark = poll.up_to;
    Ok(read.sent + read.refused.len() as u64 + read.set_aside + moved)
}

fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}

fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis() as i64)
}
