//! JSON with the line of everything, read so that nothing is said twice.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::fmt;
use std::io;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Number;

use super::names::shown;

/// A value and where it begins.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Node {
    /// Line, from 1.
    pub line: u32,
    /// The value.
    pub what: What,
}

/// What a value is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum What {
    Null,
    Flag(bool),
    Number(Number),
    Text(String),
    List(Vec<Node>),
    Object(Vec<Member>),
}

/// A member of an object. Names stay in a list: none of them can mean anything to this program.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Member {
    /// As it is spelled.
    pub name: String,
    /// Line of the name.
    pub line: u32,
    /// What stands there.
    pub what: What,
}

impl What {
    /// Its kind, in a sentence.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Flag(_) => "true or false",
            Self::Number(_) => "a number",
            Self::Text(_) => "a text",
            Self::List(_) => "a list",
            Self::Object(_) => "an object",
        }
    }
}

/// Reads one JSON value and nothing after it.
///
/// # Errors
/// Where it is no JSON, with line and column, or a member that is there twice.
pub(super) fn read(text: &str) -> Result<Node, serde_json::Error> {
    let line = Cell::new(1);
    let mut reader = serde_json::Deserializer::from_reader(Counted { rest: text.as_bytes(), line: &line });
    let node = At(&line).deserialize(&mut reader)?;
    reader.end()?;
    Ok(node)
}

/// Hands out a byte at a time and counts lines, so that who reads knows the line of what was just read.
struct Counted<'a> {
    rest: &'a [u8],
    line: &'a Cell<u32>,
}

impl io::Read for Counted<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let (Some(slot), Some((byte, rest))) = (into.first_mut(), self.rest.split_first()) else {
            return Ok(0);
        };
        (*slot, self.rest) = (*byte, rest);
        self.line.set(self.line.get().saturating_add(u32::from(*byte == b'\n')));
        Ok(1)
    }
}

struct At<'a>(&'a Cell<u32>);

impl At<'_> {
    fn node(&self, what: What) -> Node {
        Node { line: self.0.get(), what }
    }
}

impl<'de> DeserializeSeed<'de> for At<'_> {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Node, D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for At<'_> {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<Node, E> {
        Ok(self.node(What::Null))
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Node, E> {
        Ok(self.node(What::Flag(value)))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Node, E> {
        Ok(self.node(What::Number(value.into())))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Node, E> {
        Ok(self.node(What::Number(value.into())))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Node, E> {
        Ok(self.node(Number::from_f64(value).map_or(What::Null, What::Number)))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Node, E> {
        Ok(self.node(What::Text(value.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Node, A::Error> {
        let line = self.0.get();
        let mut all = Vec::new();
        while let Some(one) = seq.next_element_seed(At(self.0))? {
            all.push(one);
        }
        Ok(Node { line, what: What::List(all) })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let start = self.0.get();
        let (mut all, mut names) = (Vec::new(), BTreeSet::new());
        while let Some(name) = map.next_key::<String>()? {
            let line = self.0.get();
            if !names.insert(name.clone()) {
                return Err(Error::custom(format!("`{}` is there twice", shown(&name))));
            }
            all.push(Member { name, line, what: map.next_value_seed(At(self.0))?.what });
        }
        Ok(Node { line: start, what: What::Object(all) })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by it")]
mod tests {
    use super::*;

    fn members(node: &Node) -> &[Member] {
        match &node.what {
            What::Object(members) => members,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn everything_has_the_line_on_which_it_begins() {
        let text = "\n{ \"a\":\n 1\n,\r\n \"b\"\n: [\n{ \"c\": {},\n\"d\": \"x\\ny\" }\n, 2 ] , \"__proto__\": {} }\n";
        let node = read(text).unwrap();
        let lines: Vec<(&str, u32)> =
            members(&node).iter().map(|one| (one.name.as_str(), one.line)).collect();
        assert_eq!((node.line, lines), (2, vec![("a", 2), ("b", 5), ("__proto__", 9)]));
        let What::List(items) = &members(&node).get(1).unwrap().what else { panic!("no list") };
        let inner = items.first().unwrap();
        let lines: Vec<u32> = members(inner).iter().map(|one| one.line).collect();
        assert_eq!((inner.line, lines), (7, vec![7, 8]));
    }

    #[test]
    fn what_is_said_twice_is_refused_where_its_second_name_stands() {
        for (text, end) in [
            ("{\"a\": 1,\n \"a\": 1}", "`a` is there twice at line 2 column 5"),
            ("[{\"b\": {\"a\": 1, \"c\": 2, \"a\": 3}}]", "`a` is there twice at line 1 column 28"),
            ("{\"__proto__\": 1, \"__proto__\": 1}", "`__proto__` is there twice at line 1 column 29"),
        ] {
            assert_eq!(read(text).unwrap_err().to_string(), end, "{text}");
        }
    }

    #[test]
    fn what_is_no_json_is_refused() {
        for broken in
            ["", "{", "{} {}", "NaN", "[Infinity]", "\u{feff}{}", "{\"a\": 1,}", "{'a': 1}", "[1e999]"]
        {
            assert!(read(broken).is_err(), "{broken}");
        }
        assert!(read(&"[".repeat(100_000)).is_err());
    }
}
