//! One line per op or condition: the name under which a plan knows it, and its type.

/// Declares a closed list of parts that a plan can name. What this version does not know is kept as it stands, so that a plan
/// can still be read, refused by name, or taken back.
macro_rules! registry {
    ($(#[$meta:meta])* pub enum $name:ident is $face:ident by $tag:literal { $($id:literal => $part:ident in $file:ident),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
        #[cfg_attr(feature = "types", derive(ts_rs::TS))]
        #[serde(tag = $tag, content = "args")]
        #[allow(missing_docs, reason = "each is documented where it is written")]
        #[allow(clippy::large_enum_variant, reason = "a plan has a few dozen, and is shared, not copied")]
        pub enum $name {
            $( #[serde(rename = $id)] $part($file::$part), )*
            /// Not known to this version.
            #[serde(untagged)]
            #[cfg_attr(feature = "types", ts(skip))]
            Unknown(serde_json::Value),
        }

        $( pub use $file::$part; )*

        /// By hand and by way of a value: what is derived is made anew for every part and every format.
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let value = <serde_json::Value as serde::Deserialize>::deserialize(deserializer)?;
                Ok(Self::read(&value).unwrap_or(Self::Unknown(value)))
            }
        }

        impl $name {
            /// Every name, with its version.
            pub const NAMES: &'static [&'static str] = &[$($id),*];

            /// The part that a plan names; `None` if this version does not know it, or not with these arguments.
            fn read(value: &serde_json::Value) -> Option<Self> {
                let args = value.get("args")?.clone();
                match value.get($tag)?.as_str()? {
                    $( $id => $crate::value::read(args).ok().map(Self::$part), )*
                    _ => None,
                }
            }

            /// `name@version`.
            #[must_use]
            pub fn name(&self) -> &str {
                match self {
                    $( Self::$part(_) => $id, )*
                    Self::Unknown(value) => value.get($tag).and_then(serde_json::Value::as_str).unwrap_or("?"),
                }
            }

            /// What it does.
            ///
            /// # Errors
            /// When this version does not know it.
            pub fn known(&self) -> Result<&dyn $face, $crate::late::LateError> {
                match self {
                    $( Self::$part(part) => Ok(part), )*
                    Self::Unknown(_) => Err($crate::late::LateError::Unknown(self.name().to_owned())),
                }
            }
        }

        #[cfg(feature = "types")]
        impl $name {
            /// TypeScript declarations of the arguments of every part.
            #[must_use]
            pub fn declarations(config: &ts_rs::Config) -> Vec<String> {
                use ts_rs::TS;
                vec![$( <$file::$part as TS>::decl(config) ),*]
            }
        }

        $( impl From<$file::$part> for $name {
            fn from(part: $file::$part) -> Self {
                Self::$part(part)
            }
        } )*

        impl $crate::late::Uses for $name {
            fn uses(&self, tell: &mut dyn FnMut($crate::late::Use<'_>)) {
                match self {
                    $( Self::$part(part) => part.uses(tell), )*
                    Self::Unknown(_) => {}
                }
            }
        }
    };
}
pub(crate) use registry;
