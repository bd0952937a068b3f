//! A plan as plain, semantic HTML: the answer first, then every step, and all that stands behind it. It is whole without styles and
//! without scripts, because build servers refuse both, and mails and paper have neither.

mod answer;
mod escape;
mod found;
mod map;
mod page;
mod steps;

pub use page::{fillable, page, parts, Labels, Page, Parts, View, LABELS};

use crate::face::LocalTime;
use crate::plan::Plan;
use crate::run::Hold;

/// The plan as a fragment of HTML, to be the content of a `main`. `sha256`: its sum; `hold`: when the downtime begins.
#[must_use]
pub fn words(plan: &Plan, sha256: &str, hold: Hold, local: &LocalTime) -> String {
    let parts = [
        answer::head(plan, local),
        answer::answer(plan, hold, local),
        steps::steps(plan),
        found::methods(plan),
        found::checks(plan),
        map::map(plan),
        found::affected(plan),
        found::rollback(plan),
        found::not_covered(plan),
        found::afterwards(plan),
        found::carried_out(plan, sha256),
    ];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
}

/// A part of the page: its name in addresses, its headline, what is in it. Nothing if nothing is in it.
fn section(id: &str, headline: &str, content: &[String]) -> String {
    if content.is_empty() {
        return String::new();
    }
    let content = content.join("\n");
    format!("<section id=\"{id}\" aria-labelledby=\"{id}-head\">\n<h2 id=\"{id}-head\">{headline}</h2>\n{content}\n</section>")
}

/// Items, each of them HTML. Nothing if there are none.
fn list(items: &[String]) -> Vec<String> {
    if items.is_empty() {
        return Vec::new();
    }
    let items = items.iter().map(|item| format!("<li>{item}</li>"));
    std::iter::once("<ul>".to_owned()).chain(items).chain(["</ul>".to_owned()]).collect()
}

/// A name and what is said of it, which is HTML. Nothing if nothing is said.
fn pair(name: &str, said: &str) -> Option<String> {
    (!said.is_empty()).then(|| format!("<div><dt>{name}</dt><dd>{said}</dd></div>"))
}
