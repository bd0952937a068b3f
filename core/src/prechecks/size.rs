//! Which plans are large enough.

use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::snapshot::{plan_name, rank, Database};

/// A follower may be four plans below its leader, one on the smallest plan only one. Names that tell no size are not judged.
pub fn too_small(leader: &Database, plan: &str, help: &str) -> Option<Diagnostic> {
    let (led, wanted) = (rank(&leader.plan)?, rank(plan)?);
    let below = if wanted == 0 { 1 } else { 4 };
    (led > wanted + below).then(|| {
        Diagnostic::block(
            codes::TARGET_FOLLOWER_TOO_SMALL,
            format!(
                "{} is too small to follow and to replace `{}` ({})",
                plan_name(plan),
                leader.addon,
                plan_name(&leader.plan)
            ),
            help,
        )
    })
}
