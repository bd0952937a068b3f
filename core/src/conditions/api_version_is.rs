use super::{Judgement, Predicate};
use crate::api::recreation;
use crate::codes;
use crate::late::{arguments, Known, LateError, NewConnection};
use crate::look::{Look, Stop};
use crate::shell::shell_word;

arguments! {
    /// A new connection uses the version of Salesforce's API that the one of before used.
    pub struct ApiVersionIs {
        /// Connection.
        connection: NewConnection,
        /// Version, as shown.
        version: String,
    }
}

impl Predicate for ApiVersionIs {
    fn judge(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Judgement, Stop> {
        let name = self.connection.get(known)?;
        let now = look.read(recreation::origin(&name.region, &name.connection), "the connection")?.version;
        Ok(match now {
            Some(now) if now == self.version => {
                Judgement::proven("apiVersion".to_owned(), "Version of Salesforce's API", now)
            }
            Some(now) => Judgement::Never {
                code: codes::CONNECT_API_VERSION,
                detail: format!("it is {now} now, and was {}", self.version),
            },
            None => Judgement::unread("its version of Salesforce's API is not shown"),
        })
    }

    fn by_hand(&self, known: &Known<'_>) -> Result<Option<String>, LateError> {
        let name = self.connection.get(known)?;
        Ok(Some(format!(
            "heroku connect:info --app {} --resource {}",
            shell_word(&name.app),
            shell_word(&name.resource)
        )))
    }
}
