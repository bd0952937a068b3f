//! Every procedure by each of its methods.

use connect_core::procedures::{self, Procedure};

/// A procedure by one of its methods.
#[derive(Clone, Copy)]
pub struct ByMethod {
    /// The procedure.
    pub procedure: &'static dyn Procedure,
    /// The method; empty where there is only one way.
    pub method: &'static str,
}

impl ByMethod {
    /// What it is called: the procedure's id, and the method where there are several.
    #[must_use]
    pub fn name(&self) -> String {
        let id = self.procedure.id();
        if self.procedure.built().len() > 1 {
            format!("{id} {}", self.method)
        } else {
            id.to_owned()
        }
    }
}

/// An upgrade in place with a copy that leads back: another order of steps by the same method.
pub const WITH_COPY: &str = "direct --way-back copy";

/// All of them, and what an option makes of one.
#[must_use]
pub fn with_options() -> Vec<ByMethod> {
    let with_copy =
        |way: &ByMethod| (way.method == "direct").then_some(ByMethod { method: WITH_COPY, ..*way });
    every().into_iter().flat_map(|way| [Some(way), with_copy(&way)]).flatten().collect()
}

/// All of them, in the order in which they are listed.
#[must_use]
pub fn every() -> Vec<ByMethod> {
    let of = |procedure: &&'static dyn Procedure| -> Vec<ByMethod> {
        let built = procedure.built();
        let methods = if built.is_empty() { vec![""] } else { built.to_vec() };
        methods.into_iter().map(|method| ByMethod { procedure: *procedure, method }).collect()
    };
    procedures::ALL.iter().flat_map(of).collect()
}
