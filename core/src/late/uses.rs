//! Who reads and who binds which slot. Arguments are declared by macros, so that no field can forget to tell.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::value::{Late, Slot};
use crate::query::Beat;

/// What an argument does with a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use<'a> {
    /// Needs its value.
    Reads(&'a str),
    /// Gives it a value.
    Binds(&'a str),
}

/// Anything in a step that may use slots.
pub trait Uses {
    /// Tells every use.
    fn uses(&self, tell: &mut dyn FnMut(Use<'_>));
}

impl<T> Uses for Late<T> {
    fn uses(&self, tell: &mut dyn FnMut(Use<'_>)) {
        if let Self::Slot(slot) = self {
            tell(Use::Reads(slot.name()));
        }
    }
}

impl<T> Uses for Slot<T> {
    fn uses(&self, tell: &mut dyn FnMut(Use<'_>)) {
        tell(Use::Binds(self.name()));
    }
}

impl<T: Uses> Uses for Box<T> {
    fn uses(&self, tell: &mut dyn FnMut(Use<'_>)) {
        (**self).uses(tell);
    }
}

impl<T: Uses> Uses for Option<T> {
    fn uses(&self, tell: &mut dyn FnMut(Use<'_>)) {
        self.iter().for_each(|one| one.uses(tell));
    }
}

impl<T: Uses> Uses for Vec<T> {
    fn uses(&self, tell: &mut dyn FnMut(Use<'_>)) {
        self.iter().for_each(|one| one.uses(tell));
    }
}

/// Values that are always known now use no slot.
macro_rules! uses_nothing {
    ($($type:ty),*) => { $( impl $crate::late::Uses for $type { fn uses(&self, _: &mut dyn FnMut($crate::late::Use<'_>)) {} } )* };
}
pub(crate) use uses_nothing;

uses_nothing!(String, bool, u64, serde_json::Value, crate::query::FenceScope);

/// Slots that are bound together, below one name.
macro_rules! slots {
    ($($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $part:ident $json:literal: $type:ty),* $(,)? })*) => { $(
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(feature = "types", derive(ts_rs::TS))]
        #[serde(transparent)]
        pub struct $name(pub Cow<'static, str>);

        impl $name {
            $( $(#[$doc])* #[must_use] pub fn $part(&self) -> Slot<$type> { Slot::part(&self.0, $json) } )*
        }

        impl Uses for $name {
            fn uses(&self, tell: &mut dyn FnMut(Use<'_>)) { $( tell(Use::Binds(self.$part().name())); )* }
        }
    )* };
}

slots! {
    /// What is learnt of an add-on once it is there.
    AddonSlots {
        /// Its id.
        id "id": String,
        /// Its price in US cents a month.
        price_cents "priceCents": Option<u64>,
    }
    /// A connection that a run makes, once discovery lists it.
    ConnectionSlots {
        /// Its id.
        id "id": String,
        /// Base URL of its region.
        region "region": String,
    }
    /// Where a config var points.
    UrlSlots {
        /// Keyed fingerprint of the whole URL.
        fingerprint "fingerprint": String,
        /// Host.
        host "host": String,
        /// Port.
        port "port": u64,
        /// Database name.
        database "database": String,
    }
    /// A pause of Connect that outlives its run.
    HeldSlots {
        /// Since when.
        since "since": u64,
        /// When it is to end.
        due "due": u64,
    }
    /// A release of an app.
    ReleaseSlots {
        /// Its version.
        version "version": u64,
    }
    /// What is learnt while a database is watched that the service changes by itself.
    WatchSlots {
        /// The newest beat that was acknowledged.
        beat "beat": Beat,
        /// The last one that the server of before acknowledged.
        before "before": Beat,
        /// The first one that another server acknowledged.
        after "after": Beat,
        /// Since when no beat is acknowledged.
        silent "silentSince": Option<u64>,
        /// Since when the service has seemed to be at rest.
        rest "restSince": Option<u64>,
        /// When the service was seen at work first.
        busy "busySince": Option<u64>,
    }
    /// What is learnt of a copy that the service makes.
    TransferSlots {
        /// Number of the newest backup or copy before it.
        after "after": u64,
        /// When it was seen first.
        since "since": u64,
        /// Bytes that it had moved when it was looked at last.
        bytes "bytes": u64,
        /// When these had grown last.
        moved "movedAt": u64,
        /// How long it took, milliseconds.
        took "tookMs": u64,
    }
    /// A moment on a server's clock.
    MomentSlots {
        /// The moment, as the server writes it.
        at "at": String,
    }
}

/// Declares the arguments of an op or a condition: a struct of which every field tells its slots.
macro_rules! arguments {
    ($(#[$meta:meta])* pub struct $name:ident { $($(#[$doc:meta])* $field:ident: $type:ty),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "types", derive(ts_rs::TS))]
        #[serde(rename_all = "camelCase", deny_unknown_fields)]
        pub struct $name { $($(#[$doc])* pub $field: $type),* }

        impl $crate::late::Uses for $name {
            fn uses(&self, tell: &mut dyn FnMut($crate::late::Use<'_>)) {
                let _ = &tell;
                $( $crate::late::Uses::uses(&self.$field, tell); )*
            }
        }
    };
}
pub(crate) use arguments;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_tell_what_they_read_and_bind() {
        let late: Late<u64> = Slot::named("a").into();
        let group = UrlSlots(Cow::Borrowed("new"));
        let mut told = Vec::new();
        late.uses(&mut |one| told.push(format!("{one:?}")));
        group.uses(&mut |one| told.push(format!("{one:?}")));
        assert_eq!(told[0], "Reads(\"a\")");
        assert_eq!(told[1], "Binds(\"new.fingerprint\")");
        assert_eq!(told.len(), 5);
    }
}
