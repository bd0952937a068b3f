//! Values of JSON as the types that stand for them.
//!
//! `serde_json` can do the same. What it derives for a type is made once for each way in which the type may be written, though, and a
//! struct may be written as a list there: half of the module that every command loads was code for what nobody writes. Here a struct is
//! an object and nothing else.

use serde::de::{
    value::StringDeserializer, DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Error as _,
    IntoDeserializer, MapAccess, SeqAccess, Unexpected, VariantAccess, Visitor,
};
use serde::{Deserialize, Serialize};
use serde_json::{Error, Map, Value};

/// The type that a value stands for.
///
/// # Errors
/// When it stands for something else, in the words of `serde_json`.
pub fn read<T: DeserializeOwned>(value: Value) -> Result<T, Error> {
    T::deserialize(Plain(value))
}

/// The value of something, by way of its text: journals have that of every type already.
pub(crate) fn of<T: Serialize>(what: &T) -> Option<Value> {
    serde_json::from_str(&serde_json::to_string(what).ok()?).ok()
}

/// The same inside of a type whose own reading is derived for a reader that keeps everything aside first: so it is derived once.
///
/// # Errors
/// As [`read`].
pub(crate) fn within<'de, D: Deserializer<'de>, T: DeserializeOwned>(from: D) -> Result<T, D::Error> {
    read(Value::deserialize(from)?).map_err(D::Error::custom)
}

/// A value as a source of types.
struct Plain(Value);

impl<'de> IntoDeserializer<'de, Error> for Plain {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for Plain {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(flag) => visitor.visit_bool(flag),
            Value::Number(number) => number.deserialize_any(visitor),
            Value::String(text) => visitor.visit_string(text),
            Value::Array(items) => visitor.visit_seq(Items(items.into_iter())),
            Value::Object(members) => visitor.visit_map(Members::of(members)),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_map(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::Object(members) => visitor.visit_map(Members::of(members)),
            other => Err(misfit(&other, &visitor)),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::Array(items) => visitor.visit_seq(Items(items.into_iter())),
            other => Err(misfit(&other, &visitor)),
        }
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _len: usize, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _len: usize,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let (variant, content) = match self.0 {
            Value::String(variant) => (variant, None),
            Value::Object(members) if members.len() == 1 => {
                let mut members = members.into_iter();
                let (variant, content) = members.next().ok_or_else(|| Error::custom("an empty object"))?;
                (variant, Some(content))
            }
            Value::Object(_) => return Err(Error::invalid_value(Unexpected::Map, &"map with a single key")),
            other => return Err(misfit(&other, &"string or map")),
        };
        visitor.visit_enum(Variant { variant, content })
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_string(visitor)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_string(visitor)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::String(text) => visitor.visit_string(text),
            other => Err(misfit(&other, &visitor)),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf unit unit_struct
    }
}

/// A value of another kind than what is expected.
#[cold]
fn misfit(value: &Value, expected: &dyn serde::de::Expected) -> Error {
    let seen = match value {
        Value::Null => Unexpected::Unit,
        Value::Bool(flag) => Unexpected::Bool(*flag),
        Value::Number(number) => match (number.as_u64(), number.as_i64()) {
            (Some(whole), _) => Unexpected::Unsigned(whole),
            (None, Some(whole)) => Unexpected::Signed(whole),
            (None, None) => Unexpected::Float(number.as_f64().unwrap_or_default()),
        },
        Value::String(text) => Unexpected::Str(text),
        Value::Array(_) => Unexpected::Seq,
        Value::Object(_) => Unexpected::Map,
    };
    Error::invalid_type(seen, expected)
}

struct Items(std::vec::IntoIter<Value>);

impl<'de> SeqAccess<'de> for Items {
    type Error = Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Error> {
        self.0.next().map(|item| seed.deserialize(Plain(item))).transpose()
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.0.len())
    }
}

struct Members {
    rest: serde_json::map::IntoIter,
    value: Option<Value>,
}

impl Members {
    fn of(members: Map<String, Value>) -> Self {
        Self { rest: members.into_iter(), value: None }
    }
}

impl<'de> MapAccess<'de> for Members {
    type Error = Error;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Error> {
        let Some((name, value)) = self.rest.next() else { return Ok(None) };
        self.value = Some(value);
        let name: StringDeserializer<Error> = name.into_deserializer();
        seed.deserialize(name).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Error> {
        let value =
            self.value.take().ok_or_else(|| Error::custom("a value was asked for before its name"))?;
        seed.deserialize(Plain(value))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.rest.len())
    }
}

struct Variant {
    variant: String,
    content: Option<Value>,
}

impl<'de> EnumAccess<'de> for Variant {
    type Error = Error;
    type Variant = Content;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Content), Error> {
        let name: StringDeserializer<Error> = self.variant.into_deserializer();
        Ok((seed.deserialize(name)?, Content(self.content)))
    }
}

struct Content(Option<Value>);

impl Content {
    fn some(self) -> Result<Plain, Error> {
        self.0.map(Plain).ok_or_else(|| Error::custom("a variant without its content"))
    }
}

impl<'de> VariantAccess<'de> for Content {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        self.0.map_or(Ok(()), |value| <()>::deserialize(Plain(value)))
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Error> {
        seed.deserialize(self.some()?)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _len: usize, visitor: V) -> Result<V::Value, Error> {
        self.some()?.deserialize_seq(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.some()?.deserialize_map(visitor)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use std::collections::BTreeMap;

    use serde::{Deserialize, Serialize};
    use serde_json::{json, Value};

    /// A type of every kind that the core has.
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Every {
        flag: bool,
        whole: u8,
        signed: i64,
        real: f64,
        text: String,
        maybe: Option<String>,
        list: Vec<u64>,
        pair: (u8, String),
        map: BTreeMap<String, Word>,
        word: Word,
        shape: Shape,
        tagged: Tagged,
        wrapped: Wrapped,
        #[serde(default)]
        any: Value,
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    enum Word {
        One,
        TwoWords,
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    enum Shape {
        Unit,
        Newtype(u8),
        Struct { size: u8 },
        Tuple(u8, u8),
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(tag = "kind")]
    enum Tagged {
        A { inner: Vec<Word> },
        B,
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Wrapped(String);

    fn every() -> Value {
        json!({
            "flag": true, "whole": 7, "signed": -7, "real": 1.5, "text": "ü", "maybe": null, "list": [1, 2],
            "pair": [1, "x"], "map": {"a": "one", "b": "twoWords"}, "word": "one", "shape": {"Struct": {"size": 1}},
            "tagged": {"kind": "A", "inner": ["one"]}, "wrapped": "w", "any": {"x": [1, {}]}
        })
    }

    fn both(value: &Value) -> [Option<Every>; 2] {
        [super::read(value.clone()).ok(), serde_json::from_value(value.clone()).ok()]
    }

    #[test]
    fn it_reads_what_serde_json_reads_and_refuses_what_it_refuses() {
        let [ours, theirs] = both(&every());
        assert!(ours.is_some());
        assert_eq!(ours, theirs);
        let odd = [
            json!(null),
            json!(true),
            json!(-1),
            json!(300),
            json!(1.5),
            json!("one"),
            json!("Unit"),
            json!([]),
            json!([1, 2]),
            json!({"Newtype": 1}),
            json!({"Newtype": null}),
            json!({"Tuple": [1, 2]}),
            json!({"Unit": 1}),
            json!({"kind": "B"}),
            json!({"kind": "C"}),
            json!({"a": 1, "b": 2}),
            json!({}),
        ];
        let names: Vec<String> = every().as_object().unwrap().keys().cloned().collect();
        for name in names {
            for value in &odd {
                let mut spoilt = every();
                spoilt[&name] = value.clone();
                let [ours, theirs] = both(&spoilt);
                assert_eq!(ours, theirs, "{name}: {value}");
            }
            let mut less = every();
            less.as_object_mut().unwrap().remove(&name);
            let [ours, theirs] = both(&less);
            assert_eq!(ours, theirs, "without {name}");
        }
        let mut more = every();
        more["surprise"] = json!(1);
        let [ours, theirs] = both(&more);
        assert_eq!(ours, theirs);
        assert!(ours.is_none());
    }

    #[test]
    fn a_struct_is_no_list() {
        #[derive(Debug, PartialEq, Deserialize)]
        struct Pair {
            a: u8,
            b: u8,
        }
        assert!(super::read::<Pair>(json!({"a": 1, "b": 2})).is_ok());
        assert!(serde_json::from_value::<Pair>(json!([1, 2])).is_ok());
        let refused = super::read::<Pair>(json!([1, 2])).unwrap_err().to_string();
        assert_eq!(refused, "invalid type: sequence, expected struct Pair");
    }
}
