//! Makes a credential of a database (`POST /postgres/v0/databases/{addon}/credentials`). Its password is its own.

use super::{Landed, Undo, Verb};
use crate::api::data;
use crate::effect::Effect;
use crate::late::{arguments, Known, Late, LateError};
use crate::look::{Look, Stop};
use crate::shell::shell_word;

arguments! {
    /// Makes a credential.
    pub struct CredentialCreate {
        /// Add-on name.
        addon: Late<String>,
        /// App that pays for it.
        app: String,
        /// Name of the credential.
        credential: String,
    }
}

impl Verb for CredentialCreate {
    fn request(&self, known: &Known<'_>) -> Result<Effect, LateError> {
        Ok(data::create_credential(&self.addon.get(known)?, &self.credential))
    }

    fn landed(&self, known: &Known<'_>, look: &Look<'_>) -> Result<Landed, Stop> {
        let list = look.read(data::credentials(&self.addon.get(known)?), "the credentials")?;
        let named = list.iter().find(|one| one.name.as_ref() == Some(&self.credential));
        Ok(match named.map(|one| one.state.as_deref()) {
            None => Landed::No(None),
            Some(Some("active")) => Landed::Yes,
            Some(state) => Landed::Unclear(format!("its state is {}", state.unwrap_or("unknown"))),
        })
    }

    fn undo(&self) -> Undo {
        // It ends with the database for which it was made.
        Undo::Nothing
    }

    fn looks_first(&self) -> bool {
        true
    }

    fn by_hand(&self, known: &Known<'_>) -> Result<Option<String>, LateError> {
        Ok(Some(format!(
            "heroku pg:credentials:create {} --name {} --app {}",
            shell_word(&self.addon.get(known)?),
            shell_word(&self.credential),
            shell_word(&self.app)
        )))
    }

    fn sentence(&self, known: &Known<'_>) -> Result<String, LateError> {
        Ok(format!("make the credential {} of {}", self.credential, self.addon.get(known)?))
    }
}
