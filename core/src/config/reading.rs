//! From JSON to a configuration. Nothing is refused here: what has another type than it should have is noted and left out.

use std::collections::BTreeMap;

use super::file::{Connection, Fault, File, Index, Key, Listed, Mapping, Name, Org, Spot, Version};
use super::located::{self, Member, Node, What};
use super::names::{quoted, shown};
use super::{encoding, names};

/// Reads a file that is a JSON object.
///
/// # Errors
/// Why it is none, as a sentence.
pub(super) fn file(text: &str) -> Result<File, String> {
    let text = encoding::plain(text)?;
    let Node { line, what } = located::read(text).map_err(|error| format!("not JSON: {error}"))?;
    match what {
        What::Object(members) => Ok(Reading::default().read(members)),
        other => Err(format!("not a JSON object: line {line} begins {}", other.kind())),
    }
}

/// What is collected while reading.
#[derive(Default)]
struct Reading {
    file: File,
    /// The mapping that is being read.
    object: Option<String>,
}

impl Reading {
    fn read(mut self, members: Vec<Member>) -> File {
        for member in members {
            match member.name.as_str() {
                "version" => self.file.version = Some(version(&member)),
                "connection" => {
                    if let Some(inner) = self.object(&member, "`connection`") {
                        let connection = self.connection(inner);
                        self.file.connection = Some(connection);
                    }
                }
                "mappings" => {
                    let What::List(items) = &member.what else {
                        self.file.partial = true;
                        self.misfit(member.line, "`mappings`", "a list", &member.what);
                        continue;
                    };
                    items.iter().for_each(|item| self.mapping(item));
                }
                _ => self.unknown(&member, ""),
            }
        }
        self.file
    }

    fn connection(&mut self, members: &[Member]) -> Connection {
        let mut connection = Connection::default();
        for member in members {
            let path = format!("`connection.{}`", shown(&member.name));
            match member.name.as_str() {
                // What a connection does not say of itself may stand there as null.
                _ if member.what == What::Null => {}
                "organization_id" => {
                    connection.org = self.text(member, &path).given().map(|one| Org::Id(one.value.clone()))
                }
                "api_version" => connection.api_version = self.text(member, &path).given().cloned(),
                "app_name" | "exported_at" | "name" => drop(self.text(member, &path)),
                "logplex_log_enabled" => connection.logs = self.flag(member, &path).value().copied(),
                "features" => {
                    let features = self.object(member, &path).map(|inner| self.features(inner));
                    connection.features = features;
                }
                "id" | "_id" => {}
                _ => self.unknown(member, "connection."),
            }
        }
        connection
    }

    fn features(&mut self, members: &[Member]) -> BTreeMap<String, Spot<bool>> {
        let mut features = BTreeMap::new();
        for member in members {
            let path = format!("`connection.features.{}`", shown(&member.name));
            if let Key::Given(spot) = self.flag(member, &path) {
                features.insert(member.name.clone(), spot);
            }
        }
        features
    }

    fn mapping(&mut self, node: &Node) {
        let What::Object(members) = &node.what else {
            self.file.partial = true;
            return self.misfit(node.line, "a mapping", "an object", &node.what);
        };
        let named = members.iter().find(|one| one.name == "object_name");
        let name = named.map(|member| (member, self.text(member, "`object_name`")));
        let Some((_, Key::Given(name))) = name else {
            self.file.partial = true;
            if named.is_none() {
                self.fault(node.line, "`object_name` is missing");
            }
            return;
        };
        self.object = Some(name.value.clone());
        let mut config = None;
        for member in members {
            match member.name.as_str() {
                "object_name" | "id" | "_id" => {}
                "config" => config = Some(self.object(member, "`config`")),
                _ => self.unknown(member, ""),
            }
        }
        match config {
            Some(Some(members)) => {
                let mapping = self.config(node.line, name.value, members);
                self.file.mappings.push(mapping);
            }
            other => {
                self.file.partial = true;
                if other.is_none() {
                    self.fault(node.line, "`config` is missing");
                }
            }
        }
        self.object = None;
    }

    fn config(&mut self, line: u32, object: String, members: &[Member]) -> Mapping {
        let mut mapping = Mapping {
            line,
            object,
            access: Key::Absent,
            streaming: Key::Absent,
            polling: Key::Absent,
            daily_calls: Key::Absent,
            upsert: Key::Absent,
            fields: Listed::of(Vec::new()),
            indexes: Listed::of(Vec::new()),
            has_indexes: false,
        };
        for member in members {
            let path = quoted(&member.name);
            match member.name.as_str() {
                "access" => mapping.access = self.text(member, &path),
                "sf_notify_enabled" => mapping.streaming = self.flag(member, &path),
                "sf_polling_seconds" => mapping.polling = self.whole(member, &path),
                "sf_max_daily_api_calls" => mapping.daily_calls = self.whole(member, &path),
                // A mapping without one shows it as null.
                "upsert_field" if member.what == What::Null => {}
                "upsert_field" => mapping.upsert = self.text(member, &path),
                "fields" => mapping.fields = Listed::of(self.fields(member)),
                "indexes" => {
                    (mapping.indexes, mapping.has_indexes) = (Listed::of(self.indexes(member)), true)
                }
                // When and how often it was changed: of that connection, not of the configuration.
                "applied_at" | "revision" => {}
                _ => self.unknown(member, "config."),
            }
        }
        if !members.iter().any(|one| one.name == "fields") {
            self.fault(line, "`fields` is missing");
        }
        mapping
    }

    fn fields(&mut self, member: &Member) -> Vec<Name> {
        let mut fields = Vec::new();
        for one in self.object(member, "`fields`").unwrap_or_default() {
            let path = format!("`fields.{}`", shown(&one.name));
            for inner in self.object(one, &path).unwrap_or_default() {
                self.unknown(inner, &format!("fields.{}.", shown(&one.name)));
            }
            fields.push(Name { name: one.name.clone(), line: one.line });
        }
        fields
    }

    fn indexes(&mut self, member: &Member) -> Vec<Index> {
        let mut indexes = Vec::new();
        for one in self.object(member, "`indexes`").unwrap_or_default() {
            let path = format!("`indexes.{}`", shown(&one.name));
            let Some(members) = self.object(one, &path) else { continue };
            let mut unique = None;
            for inner in members {
                if inner.name == "unique" {
                    unique = Some(self.flag(inner, &format!("`indexes.{}.unique`", shown(&one.name))));
                } else {
                    self.unknown(inner, &format!("indexes.{}.", shown(&one.name)));
                }
            }
            match unique {
                Some(Key::Given(unique)) => {
                    let name = Name { name: one.name.clone(), line: one.line };
                    indexes.push(Index { name, unique: unique.value });
                }
                Some(_) => {}
                None => self.fault(one.line, &format!("{path} does not say whether it is `unique`")),
            }
        }
        indexes
    }

    fn object<'a>(&mut self, member: &'a Member, path: &str) -> Option<&'a [Member]> {
        match &member.what {
            What::Object(members) => Some(members),
            other => {
                self.misfit(member.line, path, "an object", other);
                None
            }
        }
    }

    fn text(&mut self, member: &Member, path: &str) -> Key<String> {
        self.key(member, path, "a text", |what| match what {
            What::Text(text) => Some(text.clone()),
            _ => None,
        })
    }

    fn flag(&mut self, member: &Member, path: &str) -> Key<bool> {
        self.key(member, path, "true or false", |what| match what {
            What::Flag(flag) => Some(*flag),
            _ => None,
        })
    }

    fn whole(&mut self, member: &Member, path: &str) -> Key<i64> {
        self.key(member, path, "a whole number", |what| match what {
            What::Number(number) => number.as_i64().or(number.as_u64().map(|_| i64::MAX)),
            _ => None,
        })
    }

    fn key<T>(&mut self, member: &Member, path: &str, kind: &str, of: fn(&What) -> Option<T>) -> Key<T> {
        match of(&member.what) {
            Some(value) => Key::Given(Spot { value, line: member.line }),
            None => {
                self.misfit(member.line, path, kind, &member.what);
                Key::Misfit
            }
        }
    }

    fn misfit(&mut self, line: u32, path: &str, wanted: &str, found: &What) {
        let found = match found {
            What::Number(number) if wanted == "a whole number" => number.to_string(),
            other => other.kind().to_owned(),
        };
        self.fault(line, &format!("{path} is {wanted}, and here it is {found}"));
    }

    fn fault(&mut self, line: u32, sentence: &str) {
        let object = self.object.clone();
        self.file.misfits.push(Fault { line, object, sentence: sentence.to_owned() });
    }

    fn unknown(&mut self, member: &Member, within: &str) {
        let sentence = format!(
            "`{within}{}` is not a key of the format; the service may ignore it",
            names::shown(&member.name)
        );
        self.file.unknown.push(Fault { line: member.line, object: self.object.clone(), sentence });
    }
}

fn version(member: &Member) -> Version {
    let (known, said) = match &member.what {
        What::Number(number) => (number.as_u64() == Some(1), number.to_string()),
        What::Text(text) => (false, format!("the text {}", quoted(text))),
        other => (false, other.kind().to_owned()),
    };
    Version { line: member.line, known, said }
}
