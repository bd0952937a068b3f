use super::{accepted, Precheck};
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::request::Request;
use crate::snapshot::{Connection, Snapshot};

/// The database was filled from the organization with which Connect syncs now. Compared by keyed fingerprints.
pub struct ConnectOrg;

impl Precheck for ConnectOrg {
    fn code(&self) -> Code {
        codes::CONNECT_WRONG_ORG
    }

    fn judged(&self, snapshot: &Snapshot) -> bool {
        snapshot
            .connections
            .iter()
            .all(|one| one.org.is_some() && one.objects.as_ref().is_some_and(|objects| objects.org.is_some()))
    }

    fn judge(&self, snapshot: &Snapshot, request: &Request) -> Diagnostic {
        let noted = |one: &Connection| one.objects.as_ref().and_then(|objects| objects.org.clone());
        let equal = |one: &Connection| Some(noted(one)? == *one.org.as_ref()?);
        let named = |wanted: Option<bool>| -> Vec<String> {
            let of = snapshot.connections.iter().filter(|one| equal(one) == wanted);
            of.map(|one| format!("`{}`", one.resource)).collect()
        };
        let (other, unsaid) = (named(Some(false)), named(None));
        if !other.is_empty() {
            return accepted(
                request,
                Diagnostic::block(
                    self.code(),
                    format!(
                        "the database notes another Salesforce organization than the one that is synced: {}",
                        other.join(", ")
                    ),
                    "see `heroku connect:info`; if that is known and right: `--accept connect/wrong-org`",
                ),
            );
        }
        if !unsaid.is_empty() {
            return Diagnostic::note(
                self.code(),
                format!(
                    "whether the database notes the organization that is synced could not be compared: {}",
                    unsaid.join(", ")
                ),
            );
        }
        Diagnostic::pass(self.code(), "the database notes the Salesforce organization that is synced")
    }
}
