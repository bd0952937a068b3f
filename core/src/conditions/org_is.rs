use super::{state_by_hand, Judgement, Predicate};
use crate::codes;
use crate::effect::Effect;
use crate::late::{arguments, Known, Late, LateError, NewConnection, Place};
use crate::look::{Look, Stop};
use crate::ops::{organization, Organization};
use crate::query;

arguments! {
    /// Somebody has logged into the right Salesforce organization for a new connection. The one of before is read where it was noted, now:
    /// fingerprints of another process cannot be compared.
    pub struct OrgIs {
        /// Schema of before, which notes the organization that it was filled from.
        aside: Late<String>,
        /// Connection.
        connection: NewConnection,
        /// Database.
        place: Place,
        /// True if it must be the organization of before, false if it must be another one.
        same: bool,
    }
}

impl Predicate for OrgIs {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let into = organization(&self.connection, &self.place, &self.aside, self.same, known, look)?;
        Ok(match (into, self.same) {
            (Organization::None, _) => Judgement::not_yet("nobody has logged in yet"),
            (Organization::Right, same) => Judgement::proven(
                "organization".to_owned(),
                "Salesforce organization",
                if same { "the one of before" } else { "another one than before" }.to_owned(),
            ),
            (Organization::Wrong, same) => {
                let wants = if same { "the one of before" } else { "the refreshed one" };
                let detail =
                    format!("somebody logged into another organization than {wants}: nothing was imported");
                Judgement::Never { code: codes::CONNECT_WRONG_ORG, detail }
            }
        })
    }

    fn reads(&self, known: &Known<'_>) -> Result<Vec<Effect>, LateError> {
        let noted = query::connect_schema(&self.place.get(known)?, &self.aside.get(known)?);
        Ok(vec![self.connection.get(known)?.ask().effect, noted.effect])
    }

    fn by_hand(&self, known: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(state_by_hand(&self.connection.get(known)?))
    }
}
