//! The file of acknowledgements of one process.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use crate::ack::Ack;

/// An open acknowledgement file. Several threads may write to it through clones of a shared reference: each line is
/// one `write` of an appending file.
#[derive(Debug)]
pub struct Book {
    file: File,
}

impl Book {
    /// Opens `<folder>/<name>-<pid>.jsonl` for appending, making the folder where it is missing.
    pub fn open(folder: &Path, name: &str, pid: u32) -> io::Result<Self> {
        std::fs::create_dir_all(folder)?;
        let path = folder.join(format!("{name}-{pid}.jsonl"));
        Ok(Book { file: OpenOptions::new().create(true).append(true).open(path)? })
    }

    /// Writes one line, at once.
    pub fn note(&self, ack: &Ack) -> io::Result<()> {
        let mut line = serde_json::to_vec(ack)?;
        line.push(b'\n');
        let mut file = &self.file;
        let written = file.write(&line)?;
        // A short write can only be a full disk or a signal: the rest completes the line or reports why not.
        file.write_all(&line[written..])
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::ack::Op;

    #[test]
    fn lines_of_several_threads_stay_whole() {
        let folder = std::env::temp_dir().join(format!("ledger-book-{}", std::process::id()));
        let book = Book::open(&folder, "web.1", 7).unwrap();
        std::thread::scope(|scope| {
            for thread in 0..4 {
                let book = &book;
                scope.spawn(move || {
                    for n in 0..50 {
                        let key = format!("k-{thread}-{n}");
                        book.note(&Ack {
                            at: n,
                            table: "public.app_event".into(),
                            key,
                            version: 1,
                            op: Op::Insert,
                            server: "s:1".into(),
                        })
                        .unwrap();
                    }
                });
            }
        });
        let text = std::fs::read_to_string(folder.join("web.1-7.jsonl")).unwrap();
        std::fs::remove_dir_all(&folder).unwrap();
        let keys: std::collections::BTreeSet<String> =
            text.lines().map(|line| serde_json::from_str::<Ack>(line).unwrap().key).collect();
        assert_eq!(keys.len(), 200);
    }
}
