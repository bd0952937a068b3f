//! Logging into Salesforce for a connection: the address, the page behind it, and what comes of it.

use std::sync::Arc;

use connect_wire::{Body, Response};
use serde_json::json;

use crate::scenario::{ApiVersionAtAuth, LoginPage, ReauthOtherOrg};
use crate::world::call::Call;
use crate::world::ids::{number, uuid, Kind};
use crate::world::reply::{html, with, Refusal, Reply};
use crate::world::setup::name;
use crate::world::state::{Install, Login, Name, Ticket};
use crate::world::words::{MappingState, SyncState};
use crate::world::World;
use crate::LoginOrg;

/// Beginning of the path of every such page. It is asked for without a token.
pub(in crate::world) const LOGIN: [&str; 2] = ["salesforce", "login"];

impl World {
    /// `POST /connections/C/authorize_url`: an address to which a person goes with a browser.
    pub(super) fn authorize_url(&mut self, call: &Call<'_>, at: usize) -> Reply {
        let environment = call.text("/environment").unwrap_or("production");
        if !["production", "sandbox", "custom"].contains(&environment) {
            return Err(Refusal::bad_request(format!("{environment} is no environment.")));
        }
        let domain = call.text("/domain").filter(|domain| !domain.is_empty()).map(name);
        if environment == "custom" && domain.is_none() {
            return Err(Refusal::bad_request("A custom environment needs a domain."));
        }
        let switches = &self.settings.switches;
        let due = switches.login.map(|_| call.now + switches.login_ms);
        let ticket = Ticket {
            id: self.next(),
            environment: name(environment),
            domain,
            next: call.text("/next").map(name),
            api_version: call.text("/api_version").map(name),
            used: false,
            due,
        };
        let id = uuid(Kind::Other, ticket.id);
        self.at_mut(at).tickets.push(ticket);
        let path = LOGIN.join("/");
        with(201, json!({"redirect": format!("{}/{path}/{id}", self.settings.base_url)}))
    }

    /// The page: choices for people, and with `?org=…` what comes of one.
    pub(super) fn login_page(&mut self, call: &Call<'_>, id: &str) -> Reply {
        let wanted = number(Kind::Other, id);
        let holds = |ticket: &Ticket| Some(ticket.id) == wanted;
        let found = self
            .connections
            .iter()
            .enumerate()
            .find_map(|(at, connection)| Some((at, connection.tickets.iter().position(holds)?)));
        let Some((at, place)) = found else { return Ok(html(404, "There is no such login")) };
        let ticket = self.connections[at].tickets[place].clone();
        if ticket.used && self.settings.switches.authorize_url_once {
            return Ok(html(410, "This login was used already"));
        }
        let redirects = self.settings.switches.login_page == LoginPage::Redirect;
        let choice = match call.query("org") {
            None if redirects => LoginOrg::Right,
            None => return Ok(choices()),
            Some(word) => match LoginOrg::ALL.into_iter().find(|choice| choice.word() == word) {
                Some(choice) => choice,
                None => return Ok(html(400, "There is no such org")),
            },
        };
        self.at_mut(at).tickets[place].used = true;
        let error = self.log_in(at, choice, Some(&ticket), call.now).err();
        Ok(match &ticket.next {
            Some(next) => see(next, error),
            None => html(200, error.unwrap_or("Authorized")),
        })
    }

    /// Somebody who is at hand uses the newest address whose time has come; the older ones are used up with it. While Connect is
    /// maintained he waits.
    pub(in crate::world) fn logins_due(&mut self, now: u64) {
        let Some(choice) = self.settings.switches.login.filter(|_| now >= self.connect_away) else { return };
        let due = |ticket: &Ticket| !ticket.used && ticket.due.is_some_and(|due| due <= now);
        for at in 0..self.connections.len() {
            let newest = self.connections[at].tickets.iter().rfind(|ticket| due(ticket)).cloned();
            let Some(ticket) = newest else { continue };
            for one in self.at_mut(at).tickets.iter_mut().filter(|one| due(one)) {
                one.used = true;
            }
            // A refusal is what the browser would show.
            let _refused = self.log_in(at, choice, Some(&ticket), now);
        }
    }

    /// Somebody logs in for a connection; the error is the one that is told to where the browser goes afterwards.
    pub(in crate::world) fn log_in(
        &mut self,
        at: usize,
        choice: LoginOrg,
        ticket: Option<&Ticket>,
        now: u64,
    ) -> Result<(), &'static str> {
        let org = self.org_meant(at, choice).ok_or("access_denied")?;
        if self.org_gone(&org) {
            return Err("inactive_org");
        }
        let connection = &self.connections[at];
        let other = !connection.org.is_empty() && connection.org != org;
        if other && self.settings.switches.reauth_other_org == ReauthOtherOrg::Refused {
            return Err("org_mismatch");
        }
        let honoured = self.settings.switches.api_version_at_auth == ApiVersionAtAuth::Honoured;
        let version = ticket.and_then(|ticket| ticket.api_version.clone()).filter(|_| honoured);
        let login = self.login_to(&org, now).map(|login| by_domain(login, ticket));
        self.authorized(at, org, login, now);
        if let Some(version) = version {
            self.at_mut(at).api_version = version;
        }
        self.cycle(at, now);
        Ok(())
    }

    /// The connection is this org's from now on.
    fn authorized(&mut self, at: usize, org: Name, login: Option<Arc<Login>>, now: u64) {
        let recovery = self.settings.switches.recovery_ms;
        let connection = self.at_mut(at);
        let other = connection.org != org;
        connection.org = org;
        connection.login = login;
        match connection.state {
            SyncState::NeedAuthentication => {
                connection.state = SyncState::Idle;
                connection.next_read = now;
                connection.next_poll = now;
            }
            SyncState::Unauthorized | SyncState::InactiveOrg => {
                connection.state = SyncState::Recovery;
                connection.timer = Some(now + recovery);
            }
            _ => {}
        }
        if !other {
            return;
        }
        if connection.install == Install::Done {
            connection.install = Install::Wanted { fresh: false };
        }
        // What is there is another org's.
        let loaded = |state: MappingState| state.rests() || state == MappingState::PollingSf;
        for mapping in connection.mappings.iter_mut().filter(|mapping| mapping.planned.is_none()) {
            if loaded(mapping.state) {
                mapping.state = MappingState::ReloadTable;
                mapping.polling = false;
            }
        }
        self.reopen_loads(at, now);
    }
}

/// Who comes by a domain of his own is shown with that, unless he got to production after all.
fn by_domain(login: Arc<Login>, ticket: Option<&Ticket>) -> Arc<Login> {
    let domain = ticket.filter(|ticket| *ticket.environment == *"custom").and_then(|one| one.domain.clone());
    match domain.filter(|_| *login.environment != *"production") {
        Some(domain) => Arc::new(Login { environment: name("custom"), domain, ..(*login).clone() }),
        None => login,
    }
}

fn choices() -> Response {
    let link = |choice: &LoginOrg| {
        let word = choice.word();
        format!("<li><a href=\"?org={word}\">{word}</a></li>")
    };
    let links: String = LoginOrg::ALL.iter().map(link).collect();
    let mut page = html(200, "Log into Salesforce");
    if let Body::Text(text) = &mut page.body {
        *text = text.replace("</body>", &format!("<ul>{links}</ul></body>"));
    }
    page
}

/// Sends a browser to where it came from, with an error if there is one.
fn see(next: &str, error: Option<&str>) -> Response {
    let (bare, fragment) = next.split_once('#').map_or((next, None), |(bare, rest)| (bare, Some(rest)));
    let mut location = encoded(bare);
    if let Some(error) = error {
        location.push(if bare.contains('?') { '&' } else { '?' });
        location.push_str(&format!("error={error}"));
    }
    if let Some(fragment) = fragment {
        location.push('#');
        location.push_str(&encoded(fragment));
    }
    let mut response = Response::empty(302);
    response.headers.insert("location".to_owned(), location);
    response
}

/// What cannot stand in an address is encoded; what is encoded already stays.
fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~:/?[]@!$&'()*+,;=%".contains(&byte);
    let one = |byte: u8| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    text.bytes().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn location(next: &str, error: Option<&str>) -> String {
        see(next, error).headers["location"].clone()
    }

    #[test]
    fn the_browser_goes_back_to_where_it_came_from() {
        assert_eq!(location("http://127.0.0.1:1/a?b=c", None), "http://127.0.0.1:1/a?b=c");
        assert_eq!(location("http://h/a b\r\nx: ü", None), "http://h/a%20b%0D%0Ax:%20%C3%BC");
        assert_eq!(location("http://h/%20", Some("access_denied")), "http://h/%20?error=access_denied");
        assert_eq!(location("http://h/?a=1#f", Some("access_denied")), "http://h/?a=1&error=access_denied#f");
    }
}
