//! The ledger: the verdict on a run, from the databases, the org and the clients own acknowledgements.
fn main() {}
