//! What the rules judge: a file, and what it is held against.

use super::file::{File, Mapping};
use super::names::{related, same};
use super::reading;
use super::sources::{Org, OrgAnswer, OrgField, OrgObject, Postgres, Sources};

/// A file and its sources.
pub(super) struct Subject<'a> {
    pub file: &'a File,
    pub sources: &'a Sources,
    /// The live configuration, or why it is not known.
    pub live: Result<File, String>,
}

/// A field that stands for a related record.
pub(super) struct Related<'a> {
    /// The lookup.
    pub lookup: String,
    /// The other object's external id.
    pub external_id: &'a str,
}

impl<'a> Subject<'a> {
    pub(super) fn new(file: &'a File, sources: &'a Sources) -> Self {
        let export = sources.live.as_ref().and_then(|live| live.export.as_deref());
        let org = sources.live.as_ref().and_then(|live| live.org.as_deref());
        let live = match export.map(reading::file) {
            None => Err("the live configuration was not read".to_owned()),
            Some(Err(why)) => Err(format!("the live configuration cannot be read: {why}")),
            Some(Ok(file)) if file.partial || !file.misfits.is_empty() => {
                Err("the live configuration is not of the form that is known".to_owned())
            }
            Some(Ok(file)) => Ok(file.keyed(org)),
        };
        Self { file, sources, live }
    }

    pub(super) fn org(&self) -> Result<&'a Org, &'static str> {
        self.sources.org.as_ref().ok_or("what the org has was not read")
    }

    pub(super) fn postgres(&self) -> Result<&'a Postgres, &'static str> {
        self.sources.postgres.as_ref().ok_or("the catalogs of the database were not read")
    }

    /// What was answered for an object; `None` if it was not asked for, or nothing usable came.
    pub(super) fn answer(&self, object: &str) -> Option<&'a OrgObject> {
        let objects = &self.sources.org.as_ref()?.objects;
        objects.iter().find(|one| same(&one.name, object)).filter(|one| one.answer != OrgAnswer::Unread)
    }

    /// The schema of an object, if the org has one and it was read.
    pub(super) fn schema(&self, object: &str) -> Option<&'a OrgObject> {
        self.answer(object).filter(|one| one.answer == OrgAnswer::Read)
    }

    /// Each mapping whose object's schema was read, with that schema.
    pub(super) fn described(&self) -> impl Iterator<Item = (&'a Mapping, &'a OrgObject)> + '_ {
        self.file.mappings.iter().filter_map(|one| Some((one, self.schema(&one.object)?)))
    }

    /// Each field of the file that the org has.
    pub(super) fn known_fields(
        &self,
    ) -> impl Iterator<Item = (&'a Mapping, &'a super::file::Name, &'a OrgField)> + '_ {
        self.described().flat_map(|(mapping, schema)| {
            mapping.fields.iter().filter_map(move |name| Some((mapping, name, schema.field(&name.name)?)))
        })
    }

    /// Lookup and external id, if a field stands for a related record. What the org knows as a field of its own does not; a
    /// standard relationship can only be told by the org.
    pub(super) fn related<'b>(&self, object: &str, field: &'b str) -> Option<Related<'b>> {
        let schema = self.schema(object);
        if schema.is_some_and(|schema| schema.field(field).is_some()) {
            return None;
        }
        if let Some((lookup, external_id)) = related(field) {
            return Some(Related { lookup, external_id });
        }
        schema?.fields.iter().find_map(|one| {
            let name = one.relationship_name.as_deref().filter(|name| !name.is_empty())?;
            let (before, behind) = (field.get(..name.len())?, field.get(name.len()..)?);
            let external_id = behind.strip_prefix("__").filter(|rest| !rest.is_empty())?;
            same(before, name).then(|| Related { lookup: one.name.clone(), external_id })
        })
    }

    /// Records of an object, by the source that knows best.
    pub(super) fn rows(&self, object: &str) -> Option<u64> {
        let by_org = self.answer(object).and_then(|one| one.rows);
        let by_live = || {
            let rows = &self.sources.live.as_ref()?.rows;
            rows.iter().find(|one| same(&one.object, object)).map(|one| one.rows)
        };
        let by_table = || {
            let tables = &self.sources.postgres.as_ref()?.tables;
            tables.iter().filter(|one| same(&one.name, object)).find_map(|one| one.rows)
        };
        by_org.or_else(by_live).or_else(by_table)
    }
}
