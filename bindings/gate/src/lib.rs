//! What an answer may tell the core.
