//! Which config vars hold a part of which other one's database URL, however it is written there.
//!
//! What is looked for is what cannot be changed in a copy: the host, or a name or password that nobody would choose. So a
//! URL of any scheme, a key-value string, JSON and parts in variables of their own are all found; an encoded value is not.

use std::iter::successors;

use serde_json::{Map, Value};

use crate::place::Place;

/// Names and passwords at least this long are found even if they are words.
const LONG: usize = 16;
/// Shorter ones only if they mix letters and digits.
const MIXED: usize = 6;

/// Every database URL among the config vars, taken apart once.
pub struct Addresses<'a>(Vec<(&'a str, Place<'a>)>);

impl<'a> Addresses<'a> {
    pub fn of(vars: &'a Map<String, Value>) -> Self {
        let place =
            |(name, value): (&'a String, &'a Value)| Some((name.as_str(), Place::read(value.as_str()?)?));
        Self(vars.iter().filter_map(place).collect())
    }

    /// Names of the other variables whose database URL is held, whole or in part, by this one.
    pub fn held_by(&self, name: &str, text: &str) -> Vec<&'a str> {
        let decoded = |one: &String| Some(decode(one)).filter(|next| next != one);
        let spellings: Vec<String> = successors(Some(text.to_owned()), decoded).collect();
        let others = self.0.iter().filter(|(other, _)| *other != name);
        others
            .filter(|(_, place)| spellings.iter().any(|one| holds(one, place)))
            .map(|(other, _)| *other)
            .collect()
    }
}

fn holds(text: &str, place: &Place<'_>) -> bool {
    let named = |part: &str| {
        let stands = |part: &str| rare(part) && words(text, part).next().is_some();
        stands(part) || stands(&decode(part))
    };
    named(place.database) || named(place.user) || named(place.password) || names_host(text, place)
}

/// The host stands there, and neither the port nor the path behind it says that another database is meant.
fn names_host(text: &str, place: &Place<'_>) -> bool {
    let (text, host) = (text.to_ascii_lowercase(), place.host.to_ascii_lowercase());
    let database = place.database.to_ascii_lowercase();
    let mut places = words(&text, &host);
    places.any(|behind| {
        let digits = |text: &str| text.chars().take_while(char::is_ascii_digit).count();
        let (port, path) = match behind.strip_prefix(':') {
            Some(rest) => rest.split_at(digits(rest)),
            None => ("", behind),
        };
        let path = path.strip_prefix('/').unwrap_or_default();
        let named = &path[..path.find(|c| !in_word(c)).unwrap_or(path.len())];
        let says_same = |said: &str, own: &str| said.is_empty() || said == own;
        says_same(port, &place.port.to_string()) && says_same(named, &database)
    })
}

/// A text that does not stand anywhere by chance.
fn rare(text: &str) -> bool {
    let has = |test: fn(&char) -> bool| text.chars().any(|c| test(&c));
    text.len() >= LONG || text.len() >= MIXED && has(char::is_ascii_digit) && has(char::is_ascii_alphabetic)
}

/// What follows each place where a word stands by itself.
fn words<'t>(text: &'t str, word: &'t str) -> impl Iterator<Item = &'t str> {
    text.match_indices(word).filter_map(move |(at, _)| {
        let (before, behind) = (&text[..at], &text[at + word.len()..]);
        let alone = !before.ends_with(in_word) && !behind.starts_with(in_word);
        alone.then_some(behind)
    })
}

fn in_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '-'
}

/// Percent-decoded; what is no escape stays as it is.
fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        let escape = (*first == b'%').then(|| behind.get(..2)).flatten();
        let code = escape
            .filter(|code| code.iter().all(u8::is_ascii_hexdigit))
            .and_then(|code| std::str::from_utf8(code).ok())
            .and_then(|code| u8::from_str_radix(code, 16).ok());
        bytes.push(code.unwrap_or(*first));
        rest = if code.is_some() { &behind[2..] } else { behind };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use serde_json::json;

    const URL: &str = "postgres://u1a2b3c4d5:p1f2e3d4c5@ec2-1-2-3-4.compute-1.amazonaws.com:5432/d9z8y7x6";

    /// What a value holds beside the URL itself, and another database on another host.
    fn held(value: &str) -> Vec<String> {
        let vars = json!({
            "DATABASE_URL": URL,
            "OTHER_URL": "postgres://other:secret@ec2-9-9-9-9.compute-1.amazonaws.com:5432/another",
            "VALUE": value,
        });
        let vars = vars.as_object().unwrap();
        Addresses::of(vars).held_by("VALUE", value).into_iter().map(str::to_owned).collect()
    }

    #[test]
    fn a_copied_url_is_found_in_every_spelling() {
        for value in [
            URL,
            &format!("{URL}?pool=10&sslmode=require"),
            &format!("  {URL}\n"),
            "postgis://u1a2b3c4d5:p1f2e3d4c5@ec2-1-2-3-4.compute-1.amazonaws.com:5432/d9z8y7x6",
            "postgresql+psycopg2://u1a2b3c4d5:p1f2e3d4c5@ec2-1-2-3-4.compute-1.amazonaws.com/d9z8y7x6",
            "jdbc:postgresql://ec2-1-2-3-4.compute-1.amazonaws.com:5432/d9z8y7x6?user=u1a2b3c4d5&password=x",
            "jdbc:postgresql://EC2-1-2-3-4.Compute-1.AmazonAWS.com/d9z8y7x6",
            "host=ec2-1-2-3-4.compute-1.amazonaws.com port=5432 dbname=d9z8y7x6 user=u1a2b3c4d5",
            "host='ec2-1-2-3-4.compute-1.amazonaws.com'",
            "user = 'u1a2b3c4d5' hostaddr = '10.0.0.1'",
            "host=pool.example.org,ec2-1-2-3-4.compute-1.amazonaws.com port=5432,5432 dbname=app",
            "ecto://u1a2b3c4d5:p1f2e3d4c5@ec2-1-2-3-4.compute-1.amazonaws.com/d9z8y7x6?ssl=true",
            "postgres://ec2-1-2-3-4.compute-1.amazonaws.com",
            "Server=ec2-1-2-3-4.compute-1.amazonaws.com;Port=5432;Database=d9z8y7x6;User Id=u1a2b3c4d5;Password=x;",
            "pgsql:host=ec2-1-2-3-4.compute-1.amazonaws.com;port=5432;dbname=app",
            "ec2-1-2-3-4.compute-1.amazonaws.com:5432:d9z8y7x6:u1a2b3c4d5:p1f2e3d4c5",
            "production:\n  adapter: postgresql\n  host: ec2-1-2-3-4.compute-1.amazonaws.com.\n",
            "psql -h ec2-1-2-3-4.compute-1.amazonaws.com -p 5432 app",
            "postgres%253A%252F%252Fu%253Ap%2540ec2-1-2-3-4.compute-1.amazonaws.com%253A5432%252Fd9z8y7x6",
            "postgres%3A%2F%2Fu1a2b3c4d5%3Ap1f2e3d4c5%40ec2-1-2-3-4.compute-1.amazonaws.com%3A5432%2Fd9z8y7x6",
            r#"{"databases":[{"host":"ec2-1-2-3-4.compute-1.amazonaws.com","port":5432}]}"#,
            r#"{"url":"postgres:\/\/u1a2b3c4d5:x@pool.example.org:6432\/app"}"#,
            "redis://cache.example.org:6379,postgres://x:y@ec2-1-2-3-4.compute-1.amazonaws.com:5432/d9z8y7x6",
            "pgbouncer://pool.example.org:6432/d9z8y7x6",
            "ec2-1-2-3-4.compute-1.amazonaws.com",
            "d9z8y7x6",
            "u1a2b3c4d5",
            "p1f2e3d4c5",
        ] {
            assert_eq!(held(value), ["DATABASE_URL"], "{value}");
        }
    }

    #[test]
    fn what_names_another_database_or_none_is_not_a_copy() {
        for value in [
            "",
            "5432",
            "C.UTF-8",
            "postgres",
            "ec2-1-2-3-40.compute-1.amazonaws.com",
            "my-ec2-1-2-3-4.compute-1.amazonaws.com",
            "https://ec2-1-2-3-4.compute-1.amazonaws.com:8443/",
            "postgres://u:p@ec2-1-2-3-4.compute-1.amazonaws.com:5432/another_one",
            "xd9z8y7x6",
            "d9z8y7x6_old",
            "100% sure",
        ] {
            assert_eq!(held(value), Vec::<String>::new(), "{value}");
        }
    }

    #[test]
    fn a_common_word_as_a_user_or_database_gives_nothing_away() {
        let vars = json!({ "DATABASE_URL": "postgres://app:secret@db.example.org:5432/main" });
        let addresses = Addresses::of(vars.as_object().unwrap());
        for value in ["app", "main", "secret", "the main app"] {
            assert!(addresses.held_by("VALUE", value).is_empty(), "{value}");
        }
        assert_eq!(addresses.held_by("PGHOST", "db.example.org"), ["DATABASE_URL"]);
    }

    #[test]
    fn a_host_is_found_that_was_encoded_twice() {
        assert_eq!(held("redirect=https%3A%2F%2Fx.example%2F%3Fto%3D%252F%252Fec2%252D1%252D2%252D3%252D4.compute%252D1.amazonaws.com"), ["DATABASE_URL"]);
    }

    #[test]
    fn a_password_is_found_encoded_and_decoded() {
        let vars = json!({ "DATABASE_URL": "postgres://app:p%401f2e3d4@db.example.org:5432/main" });
        let addresses = Addresses::of(vars.as_object().unwrap());
        for value in ["p@1f2e3d4", "p%401f2e3d4", "password=p@1f2e3d4;"] {
            assert_eq!(addresses.held_by("DB_PASSWORD", value), ["DATABASE_URL"], "{value}");
        }
    }
}
