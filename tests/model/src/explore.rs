//! Trying everything.
