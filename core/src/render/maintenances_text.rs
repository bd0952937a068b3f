//! Maintenances of Connect, for people.

use super::row;
use crate::face::Face;
use crate::line::{about, Line, Style};
use crate::maintenances::{Acknowledged, Announcement, Listener, Out, Outlook, Told, SUBSCRIBE};
use crate::named::{Held, Judged};
use crate::shell::shell_word;

/// So many notifications are shown one by one.
const SHOWN: usize = 10;

/// What is announced.
#[must_use]
pub fn announced_text(told: &Told, app: &str) -> Vec<Line> {
    let mut lines = vec![Line::heading(&format!("Maintenances and {app}"))];
    match &told.announced {
        None => lines.push(row("Status").add(Style::Warning, &format!("not read: see {SUBSCRIBE}"))),
        Some(all) => lines.extend(status_lines(all)),
    }
    match &told.due {
        None => lines.push(row("Databases").add(Style::Warning, "not read: see `heroku data:maintenances`")),
        Some(due) if due.is_empty() => {
            lines.push(row("Databases").add(Style::Plain, "no maintenance is due"))
        }
        Some(due) => lines.extend(due.iter().map(|one| {
            let method = one.method.as_deref().unwrap_or("maintenance");
            let when = one.scheduled_for.as_deref().map(|when| format!(", scheduled for {when}"));
            row("Databases")
                .add(Style::Addon, &one.database)
                .add(Style::Plain, &format!(": {method} {}{}", one.status, when.unwrap_or_default()))
        })),
    }
    match &told.listeners {
        None => lines.push(
            row("Connect")
                .add(Style::Warning, "does not answer: perhaps its own maintenance, see `heroku status`"),
        ),
        Some(all) if all.is_empty() && told.hidden.is_empty() => {
            lines.push(row("Connect").add(Style::Plain, "this app has no connection"));
        }
        Some(all) => lines.extend(all.iter().flat_map(|(_, one)| listener_lines(one, app))),
    }
    lines.extend(told.hidden.iter().map(|name| {
        row("Connect").add(Style::Addon, name).add(
            Style::Warning,
            ": this login may not see its connection, open it once with `heroku addons:open`",
        )
    }));
    lines
}

fn status_lines(all: &[(Announcement, Option<String>)]) -> Vec<Line> {
    let mut lines = Vec::new();
    let (incidents, scheduled): (Vec<_>, Vec<_>) = all.iter().partition(|(one, _)| one.incident);
    if incidents.is_empty() {
        lines.push(row("Incidents").add(Style::Plain, "none in force"));
    }
    lines.extend(incidents.into_iter().flat_map(|one| announcement_lines("Incidents", one)));
    if scheduled.is_empty() {
        lines.push(row("Announced").add(Style::Plain, "nothing"));
    } else {
        lines.push(row("Announced").add(Style::Faint, "what is over can stay listed as upcoming for months"));
    }
    lines.extend(scheduled.into_iter().flat_map(|one| announcement_lines("", one)));
    if !all.is_empty() {
        lines.push(row("").add(
            Style::Faint,
            "seen one? every command that plans takes `--ack-notice ID`, and keeps it in the plan",
        ));
    }
    lines.push(row("").add(Style::Faint, &format!("by mail, two weeks ahead: subscribe at {SUBSCRIBE}")));
    lines
}

fn announcement_lines(name: &str, (one, said): &(Announcement, Option<String>)) -> Vec<Line> {
    let style = if one.concerns { Style::Warning } else { Style::Plain };
    let state = one.state.as_deref().unwrap_or("state unknown");
    let head = row(name).add(style, &one.title).add(Style::Faint, &format!("  [{}, {state}]", one.id));
    let said = said.iter().filter(|said| **said != one.title).map(|said| row("").add(Style::Plain, said));
    std::iter::once(head).chain(said).collect()
}

fn listener_lines(one: &Listener, app: &str) -> Vec<Line> {
    let mut lines = vec![row("Connect")
        .add(Style::Addon, &one.resource)
        .add(Style::Plain, &format!(" is {}", one.state))];
    match &one.notifications {
        None => lines.push(row("").add(Style::Warning, "its notifications could not be read")),
        Some(all) if all.is_empty() => {}
        Some(all) => {
            let text = format!(
                "{} unacknowledged; to read them: `heroku connect:notifications --app {} --resource {}`",
                counted(all.len(), "notification"),
                shell_word(app),
                shell_word(&one.resource)
            );
            lines.push(row("").add(Style::Plain, &text));
            lines.extend(all.iter().take(SHOWN).map(|one| {
                row("").add(Style::Plain, &format!("{}  {}  {}", one.created_at, one.event_type, one.id))
            }));
            if all.len() > SHOWN {
                lines.push(row("").add(Style::Faint, &format!("and {} older ones", all.len() - SHOWN)));
            }
        }
    }
    let streamed = one.mappings.iter().filter(|one| one.streaming).count();
    let longest = one.mappings.iter().filter_map(|one| one.polling_seconds).max();
    let polls = longest.map_or_else(
        || "how often Salesforce is polled was not told".to_owned(),
        |seconds| format!("Salesforce is polled every {} or more often", interval(seconds)),
    );
    let pushes = match streamed {
        0 => String::new(),
        n => format!(
            "; what Salesforce pushes to {n} of them is not kept while Connect is away, and the next poll catches up"
        ),
    };
    let text = format!("{}: {polls}{pushes}", counted(one.mappings.len(), "mapping"));
    lines.push(row("").add(Style::Plain, &text));
    lines
}

fn interval(seconds: u64) -> String {
    if seconds.is_multiple_of(60) {
        format!("{} min", seconds / 60)
    } else {
        format!("{seconds} s")
    }
}

fn counted(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

/// What 45 minutes mean here.
#[must_use]
pub fn outlook_text(all: &[Outlook]) -> Vec<Line> {
    let mut lines = vec![Line::new(), Line::heading("What 45 minutes without Connect mean here")];
    for one in all {
        let what = match (one.expected, one.captured_an_hour) {
            (Some(expected), Some(hourly)) => {
                format!(": about {expected} changes will wait for it, at {hourly} an hour as the newest were captured")
            }
            _ => ": how many changes will wait for it is not judged, its log could not be read".to_owned(),
        };
        let now = one.waiting.map(|waiting| format!("; {waiting} wait now")).unwrap_or_default();
        lines
            .push(row("Changes").add(Style::Addon, &one.resource).add(Style::Plain, &format!("{what}{now}")));
    }
    lines.push(row("Meanwhile").add(
        Style::Plain,
        "the database and the app go on, and what they write is captured; every `heroku connect:` command and the dashboard of Connect fail",
    ));
    lines.push(row("To do").add(
        Style::Plain,
        "nothing; have no run of this plugin open when it begins, and prove afterwards that sync came back: `heroku connect:maintenances --wait`",
    ));
    lines
}

/// When Connect was away.
#[must_use]
pub fn back_text(out: Out, face: &Face) -> Vec<Line> {
    let until = face.local.moment(out.until);
    let text = match out.from {
        Some(from) => format!(
            "Connect was away from {} to {until}, {}, as far as it was seen",
            face.local.moment(from),
            about(out.until.saturating_sub(from))
        ),
        None => format!(
            "Connect answers, and has done so since {until}; since when it was away before that is not known"
        ),
    };
    vec![Line::new(), Line::plain(&text)]
}

/// Whether sync came back.
#[must_use]
pub fn recovered_text(judged: &Judged) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for one in &judged.looked {
        for proof in &one.evidence {
            let text = format!("{}: {}", proof.title, proof.value);
            lines.push(
                Line::new()
                    .add(Style::Success, " ✓ ")
                    .add(Style::Addon, &one.of)
                    .add(Style::Plain, &format!(" {text}")),
            );
        }
        if one.verdict != Held::Holds {
            let why = one.detail.as_deref().unwrap_or("it could not be judged");
            lines.push(
                Line::new()
                    .add(Style::Failure, " ✗ ")
                    .add(Style::Addon, &one.of)
                    .add(Style::Plain, &format!(" {why}")),
            );
        }
    }
    if judged.verdict == Held::Holds {
        let text = "Connect is back: what was captured until it answered has left its queue";
        lines.insert(0, Line::new().add(Style::Success, text));
    } else {
        lines.insert(0, Line::new().add(Style::Failure, "Connect is not healthy yet"));
        lines.push(Line::plain(
            "Nothing was resumed, restarted or reloaded. `heroku connect:maintenances --wait` looks again; a connection in \
             SYSTEM_ERROR or DB_UNAVAILABLE starts anew with `heroku connect:recover`, which reads Salesforce and the queue on.",
        ));
    }
    lines
}

/// What was acknowledged.
#[must_use]
pub fn acknowledged_text(all: &[Acknowledged], app: &str) -> Vec<Line> {
    if all.is_empty() {
        return vec![Line::new(), Line::plain("Nothing was to acknowledge.")];
    }
    let mut lines = vec![Line::new()];
    for one in all {
        let (style, text) = match &one.left {
            None => (Style::Failure, "whether they were acknowledged could not be read".to_owned()),
            Some(left) if left.is_empty() => {
                (Style::Success, format!("{} acknowledged", counted(one.shown, "notification")))
            }
            Some(left) => (Style::Failure, format!("{} of {} are listed still", left.len(), one.shown)),
        };
        let later = match one.later {
            0 => String::new(),
            n => format!("; {n} that came in meanwhile stay"),
        };
        let by_hand = match style {
            Style::Failure => format!(
                "; by hand: `heroku connect:notifications:acknowledge --app {} --resource {}`",
                shell_word(app),
                shell_word(&one.resource)
            ),
            _ => String::new(),
        };
        lines.push(row("").add(Style::Addon, &one.resource).add(style, &format!(": {text}{later}{by_hand}")));
    }
    lines
}
