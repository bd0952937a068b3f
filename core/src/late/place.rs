//! Places in a plan: databases within reach of a query, and where a URL points.

use serde::{Deserialize, Serialize};

use super::uses::{arguments, UrlSlots};
use super::value::{Known, Late, LateError};
use crate::api::data;
use crate::effect;
use crate::query;
use crate::snapshot::Url;

/// What a database is to a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Role {
    /// The one that leads, before anything is moved.
    Lead,
    /// The one that led.
    Old,
    /// The one that will lead.
    New,
    /// A copy that leads back.
    Back,
}

impl Role {
    /// In words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Lead => "lead database",
            Self::Old => "old database",
            Self::New => "new database",
            Self::Back => "copy that leads back",
        }
    }

    /// As a part of a key.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Lead => "lead",
            Self::Old => "old",
            Self::New => "new",
            Self::Back => "back",
        }
    }
}

super::uses::uses_nothing!(Role);

arguments! {
    /// A database, by the config var through which a query reaches it.
    pub struct Place {
        /// App whose config var holds the URL.
        app: String,
        /// Config var.
        config_var: Late<String>,
        /// Fingerprint the URL must have, if one is insisted on.
        expect: Option<Late<String>>,
        /// What the database is to the plan.
        role: Role,
        /// What leads to it, if it has no public address.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "types", ts(optional))]
        bastion: Option<Through>,
    }
}

arguments! {
    /// A bastion stands before the database, and lets through who has its key.
    pub struct Through {
        /// Add-on id of the database.
        addon_id: Late<String>,
        /// True in a Shield Space: host and key are in config vars, and no service tells them.
        shield: bool,
    }
}

impl Through {
    /// Where its host and its key are learnt by who reaches the database by this config var.
    ///
    /// # Errors
    /// When a slot has no value.
    pub fn get(&self, known: &Known<'_>, config_var: &str) -> Result<effect::Bastion, LateError> {
        Ok(data::bastion(&self.addon_id.get(known)?, self.shield, config_var))
    }
}

impl Place {
    /// Where to send a query.
    ///
    /// # Errors
    /// When a slot has no value.
    pub fn get(&self, known: &Known<'_>) -> Result<query::Place, LateError> {
        let config_var = self.config_var.get(known)?;
        let bastion = self.bastion.as_ref().map(|one| one.get(known, &config_var)).transpose()?;
        let expect = self.expect.as_ref().map(|expect| expect.get(known)).transpose()?;
        Ok(query::Place { app: self.app.clone(), config_var, expect, bastion })
    }
}

impl Place {
    /// The same, whatever its URL has become; `None` if it has no name yet.
    #[must_use]
    pub fn get_anywhere(&self, known: &Known<'_>) -> Option<query::Place> {
        let config_var = self.config_var.get(known).ok()?;
        let bastion = self.bastion.as_ref().map(|one| one.get(known, &config_var)).transpose().ok()?;
        Some(query::Place { app: self.app.clone(), config_var, expect: None, bastion })
    }
}

arguments! {
    /// Where a database is, whoever connects to it.
    pub struct Location {
        /// Database name.
        database: Late<String>,
        /// Host.
        host: Late<String>,
        /// Port.
        port: Late<u64>,
    }
}

impl Location {
    /// Where a URL points that is known now.
    #[must_use]
    pub fn of(url: &Url) -> Self {
        Self {
            database: Late::Now(url.database.clone()),
            host: Late::Now(url.host.clone()),
            port: Late::Now(u64::from(url.port)),
        }
    }

    /// Where a URL points that a step finds.
    #[must_use]
    pub fn found(slots: &UrlSlots) -> Self {
        Self { database: slots.database().into(), host: slots.host().into(), port: slots.port().into() }
    }

    /// True if a URL leads there, whatever the port: poolers have their own.
    ///
    /// # Errors
    /// When a slot has no value.
    pub fn serves(&self, known: &Known<'_>, url: Option<&Url>) -> Result<bool, LateError> {
        let Some(url) = url else { return Ok(false) };
        Ok(url.host == self.host.get(known)? && url.database == self.database.get(known)?)
    }

    /// True if it is this one.
    ///
    /// # Errors
    /// When a slot has no value.
    pub fn is(
        &self,
        known: &Known<'_>,
        host: Option<&str>,
        port: Option<u64>,
        database: Option<&str>,
    ) -> Result<bool, LateError> {
        Ok(host == Some(self.host.get(known)?.as_str())
            && port == Some(self.port.get(known)?)
            && database == Some(self.database.get(known)?.as_str()))
    }
}

super::uses::uses_nothing!(crate::snapshot::Process);
