//! Values that a run learns while it goes on, and what is named by them. The ground on which ops, conditions and plans stand.

mod connection;
mod place;
pub mod slots;
mod transfer;
mod uses;
mod value;

pub use connection::{ConnectionName, MappingName, NewConnection, TableColumns};
pub use place::{Location, Place, Role, Through};
pub use transfer::Transferred;
pub(crate) use uses::{arguments, uses_nothing};
pub use uses::{
    AddonSlots, ConnectionSlots, HeldSlots, MomentSlots, ReleaseSlots, TransferSlots, UrlSlots, Use, Uses,
    WatchSlots,
};
pub use value::{Bindings, Bound, Known, Late, LateError, Slot};
