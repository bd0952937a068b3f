//! A database URL taken apart.

/// What a `postgres://` URL is made of; still percent-encoded.
pub struct Place<'a> {
    pub user: &'a str,
    pub password: &'a str,
    pub host: &'a str,
    pub port: u16,
    pub database: &'a str,
}

impl<'a> Place<'a> {
    /// `None` for what is no database URL as Heroku writes it.
    pub fn read(text: &'a str) -> Option<Self> {
        let rest = text.strip_prefix("postgres://").or_else(|| text.strip_prefix("postgresql://"))?;
        let (login, rest) = rest.rsplit_once('@').unwrap_or(("", rest));
        let (user, password) = login.split_once(':').unwrap_or((login, ""));
        let (authority, path) = rest.split_once('/')?;
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) => (host, port.parse::<u16>().ok()?),
            None => (authority, 5432),
        };
        let database = path.split(['?', '#']).next().unwrap_or_default();
        (!host.is_empty() && !database.is_empty()).then_some(Self { user, password, host, port, database })
    }
}
