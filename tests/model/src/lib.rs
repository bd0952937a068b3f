//! Core and simulator joined in memory.
