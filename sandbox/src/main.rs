//! The front of the sandbox server.
fn main() {}
