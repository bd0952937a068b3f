//! The life of a dyno: boot, work, stop.

use std::io::{self, BufRead, Write as _};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::author::Author;
use super::book::Book;
use super::dice::Dice;
use super::options::{DynoType, Options};
use super::outcome::Outcome;
use super::session::{now_ms, Session};

/// How long a Scheduler job or a one-off dyno works.
const JOB: Duration = Duration::from_secs(2);
/// How long a write in flight may take once the dyno is told to stop.
const GRACE: Duration = Duration::from_millis(700);
/// How often the main thread looks for a reason to stop.
const LOOK: Duration = Duration::from_millis(10);

/// A writer: one thread's connection, its choices and the process's book.
struct Writer {
    options: Arc<Options>,
    book: Arc<Book>,
    author: Author,
    session: Option<Session>,
}

impl Writer {
    fn new(options: &Arc<Options>, book: &Arc<Book>, counter: &Arc<AtomicU64>, thread: u64) -> Self {
        let prefix = format!("{}-{}-{}", options.app, options.name, std::process::id());
        let dice = Dice::new(options.seed.wrapping_mul(31).wrapping_add(thread));
        let author = Author::new(prefix, Arc::clone(counter), dice);
        Writer { options: Arc::clone(options), book: Arc::clone(book), author, session: None }
    }

    /// Makes one write, connecting first where there is no connection. True when it was acknowledged.
    fn write(&mut self) -> io::Result<bool> {
        if self.session.as_ref().is_none_or(|session| !session.is_open()) {
            let options = &self.options;
            self.session = Session::open(&options.url, &options.name, &options.schema).ok();
        }
        let Some(session) = self.session.as_mut() else { return Ok(false) };
        let Some(mut write) = self.author.next_write(session.targets()) else { return Ok(false) };
        let outcome = session.write(&mut write, &self.options.name);
        if let Some(ack) = outcome.ack(&write, session.server(), now_ms()) {
            self.book.note(&ack)?;
        }
        self.author.learn(&write, &outcome);
        if !matches!(outcome, Outcome::Committed | Outcome::Missing) {
            // A new connection also learns that a read-only default was lifted.
            self.session = None;
        }
        Ok(outcome == Outcome::Committed)
    }

    /// Writes until told to stop, with pauses of `low` to `high` milliseconds; 5 to 20 after an error.
    fn work(mut self, stop: &AtomicBool, low: u64, high: u64) -> io::Result<()> {
        while !stop.load(Ordering::Relaxed) {
            let pause = if self.write()? { self.author.pause(low, high) } else { self.author.pause(5, 20) };
            thread::sleep(pause);
        }
        Ok(())
    }

    /// Serves requests, one write per line, and answers `ok` or `err`, until the router is gone: that ends the serving,
    /// not the dyno.
    fn serve(mut self, stop: &AtomicBool, busy: &Mutex<()>) -> io::Result<()> {
        for line in io::stdin().lock().lines() {
            let Ok(_busy) = busy.lock() else { return Ok(()) };
            if line.is_err() || stop.load(Ordering::Relaxed) {
                return Ok(());
            }
            let answer = if self.write()? { "ok\n" } else { "err\n" };
            let mut out = io::stdout().lock();
            if out.write_all(answer.as_bytes()).and_then(|()| out.flush()).is_err() {
                return Ok(());
            }
        }
        Ok(())
    }
}

/// Runs a dyno until it is told to stop (SIGTERM, SIGINT), its work is done or the process that started it is gone.
///
/// A write in flight is finished first; after at most 0.7 s the function returns all the same, and the process is
/// meant to exit. Fails when the acknowledgement file cannot be written: a client that cannot note what it was told
/// must not go on writing.
pub fn run(options: Options) -> io::Result<()> {
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [signal_hook::consts::SIGTERM, signal_hook::consts::SIGINT] {
        signal_hook::flag::register(signal, Arc::clone(&stop))?;
    }
    let parent = std::os::unix::process::parent_id();
    let book = Arc::new(Book::open(&options.acks, &options.name, std::process::id())?);
    let ends = match options.dyno {
        DynoType::Scheduler | DynoType::Run => Some(Instant::now() + JOB),
        DynoType::Web | DynoType::Worker => None,
    };
    let (low, high) = if options.dyno == DynoType::Web { (20, 30) } else { (5, 20) };
    let (options, counter, busy) = (Arc::new(options), Arc::new(AtomicU64::new(0)), Arc::new(Mutex::new(())));

    if options.dyno == DynoType::Web {
        let writer = Writer::new(&options, &book, &counter, 1);
        let (stop, busy) = (Arc::clone(&stop), Arc::clone(&busy));
        // Not joined: it may be waiting for input that never comes.
        thread::spawn(move || {
            if writer.serve(&stop, &busy).is_err() {
                stop.store(true, Ordering::Relaxed);
            }
        });
    }
    let writer = Writer::new(&options, &book, &counter, 0);
    let worker = {
        let stop = Arc::clone(&stop);
        thread::spawn(move || {
            let worked = writer.work(&stop, low, high);
            stop.store(true, Ordering::Relaxed);
            worked
        })
    };

    while !stop.load(Ordering::Relaxed) {
        let orphan = std::os::unix::process::parent_id() != parent;
        if orphan || ends.is_some_and(|ends| Instant::now() >= ends) {
            stop.store(true, Ordering::Relaxed);
        }
        thread::sleep(LOOK);
    }
    finish(worker, &busy)
}

/// Waits for writes in flight, but not for ever.
fn finish(worker: JoinHandle<io::Result<()>>, busy: &Mutex<()>) -> io::Result<()> {
    let deadline = Instant::now() + GRACE;
    while Instant::now() < deadline {
        if worker.is_finished() && busy.try_lock().is_ok() {
            return worker.join().unwrap_or(Ok(()));
        }
        thread::sleep(LOOK);
    }
    Ok(())
}
