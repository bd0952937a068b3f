use super::Precheck;
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::request::Request;
use crate::snapshot::{Following, Snapshot};

/// Followers of the old database stay with it. New ones are made of each that was found; their price is said first.
pub struct OldFollowers;

impl Precheck for OldFollowers {
    fn code(&self) -> Code {
        codes::DATABASE_FOLLOWERS
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let adopted = u64::from(snapshot.follower.is_some());
        match snapshot.database.followers.saturating_sub(adopted) {
            0 if adopted > 0 => {
                Diagnostic::pass(self.code(), "the database has no followers but the one that takes over")
            }
            0 => Diagnostic::pass(self.code(), "the database has no followers"),
            n => left(snapshot, request, n),
        }
    }
}

fn left(snapshot: &Snapshot, request: &Request, total: u64) -> Diagnostic {
    let successor = request.successor(&snapshot.database);
    let existing = successor.as_ref().and_then(|successor| successor.existing);
    let stays = format!("the database has {total} follower(s): they go on following the old one");
    let by_hand = "make new ones after the run: `heroku addons:create … -- --follow`";
    let cost = snapshot.left_behind_cost(existing).filter(|_| !request.aftercare.no_followers);
    let Some(cost) = cost else {
        return Diagnostic::warn(codes::DATABASE_FOLLOWERS, stays, by_hand);
    };
    let found: Vec<&Following> = snapshot.left_behind(existing).collect();
    let unseen = match total.saturating_sub(found.len() as u64) {
        0 => String::new(),
        n => format!("; {n} of them were not found in the apps that were looked at, and are left to you"),
    };
    let names: Vec<&str> = found.iter().map(|one| one.addon.as_str()).collect();
    let readers = found.iter().map(|one| one.readers().count()).sum::<usize>();
    let moved = match (readers, request.aftercare.move_readers) {
        (0, _) => "nothing points at them by a name of its own".to_owned(),
        (n, true) => {
            format!("{n} attachment(s) are moved to the new ones, which restarts their apps once more")
        }
        (n, false) => format!("{n} attachment(s) stay on the old ones: `--move-readers` moves them"),
    };
    Diagnostic::warn(
        codes::DATABASE_FOLLOWERS,
        format!(
            "{stays}; new ones are made of {}, {cost} until you destroy the old ones; {moved}{unseen}",
            names.join(", ")
        ),
        "`--no-followers` makes none",
    )
}
