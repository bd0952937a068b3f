//! Text to fault.

use std::str::FromStr;
use std::time::Duration;

use connect_simulator::Fault;

use super::{AnyFault, Effect, HardwareFault, SocketFault, Target};

/// Why a text is no fault.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("`{text}` is not a fault ({why}); `--fault-list` prints all of them")]
pub struct BadFault {
    text: String,
    why: &'static str,
}

/// Parses one fault.
///
/// # Errors
/// [`BadFault`] for an unknown name, a missing or senseless argument, or a target of the wrong form.
pub fn parse(text: &str) -> Result<AnyFault, BadFault> {
    let bad = |why| BadFault { text: text.to_owned(), why };
    let (rest, nth) = match text.rsplit_once('#') {
        Some((rest, nth)) => (rest, Some(nth)),
        None => (text, None),
    };
    let (name, target) = match rest.split_once('@') {
        Some((name, target)) => (name, Some(target)),
        None => (rest, None),
    };
    if let Some(fault) = hardware(name, target).map_err(bad)? {
        return match nth {
            None => Ok(AnyFault::Hardware(fault)),
            Some(_) => Err(bad("a hardware fault takes no number")),
        };
    }
    if let Some((effect, usual)) = effect(name).map_err(bad)? {
        let target = target.map_or(Ok(usual), parse_target).map_err(bad)?;
        let nth = nth
            .map(|n| n.parse().ok().filter(|n| *n > 0).ok_or_else(|| bad("the number counts from 1")))
            .transpose()?;
        return Ok(AnyFault::Socket(SocketFault { text: text.to_owned(), effect, target, nth }));
    }
    Fault::from_str(text).map(AnyFault::Model).map_err(|_| bad("no such name, or wrong arguments"))
}

fn effect(name: &str) -> Result<Option<(Effect, Target)>, &'static str> {
    let (head, argument) = split(name);
    let mutating = Target::AllMutating;
    Ok(Some(match (head, argument) {
        ("reset-before-effect", None) => (Effect::ResetBefore, mutating),
        ("reset-after-effect", None) => (Effect::ResetAfter, mutating),
        ("body-cut", None | Some("close")) => (Effect::Cut { stall: false }, mutating),
        ("body-cut", Some("stall")) => (Effect::Cut { stall: true }, mutating),
        ("hang", None) => (Effect::Hang, mutating),
        ("hang", Some("after")) => (Effect::HangAfter, mutating),
        ("429", None) => (Effect::RateLimited, Target::All),
        ("slow", Some(ms)) => (Effect::Slow(Duration::from_millis(number(ms)?)), Target::All),
        ("status", Some(rest)) => {
            let (status, form) = split(rest);
            let status = u16::try_from(number(status)?).map_err(|_| "no such status")?;
            if !(400..600).contains(&status) {
                return Err("the status must be between 400 and 599");
            }
            match form {
                Some("html") => (Effect::Status { status, html: true }, Target::All),
                Some("json") | None => (Effect::Status { status, html: false }, Target::All),
                Some(_) => return Err("the form is html or json"),
            }
        }
        (
            "reset-before-effect" | "reset-after-effect" | "body-cut" | "hang" | "429" | "slow" | "status",
            _,
        ) => {
            return Err("wrong argument");
        }
        _ => return Ok(None),
    }))
}

fn hardware(name: &str, target: Option<&str>) -> Result<Option<HardwareFault>, &'static str> {
    let (head, argument) = split(name);
    let seconds = || argument.map_or(Ok(0), number).map(Duration::from_secs);
    match head {
        "follower-lag" if argument.is_none() => Err("say for how many seconds, as in follower-lag:8"),
        "follower-lag" if target.is_some() => Err("it is always about the next follower"),
        "follower-lag" => Ok(Some(HardwareFault::FollowerLag(seconds()?))),
        "bastion-cut" if target.is_some() => Err("it is always about every tunnel"),
        "bastion-cut" => Ok(Some(HardwareFault::BastionCut(seconds()?))),
        "postgres-crash" => {
            Ok(Some(HardwareFault::PostgresCrash { after: seconds()?, addon: target.map(str::to_owned) }))
        }
        _ => Ok(None),
    }
}

fn parse_target(text: &str) -> Result<Target, &'static str> {
    match text {
        "all" => return Ok(Target::All),
        "all-mutating" => return Ok(Target::AllMutating),
        _ => {}
    }
    let (method, prefix) = match text.split_once(' ') {
        Some((method, prefix)) => (Some(method.to_ascii_uppercase()), prefix),
        None => (None, text),
    };
    if !prefix.starts_with('/') {
        return Err("the target is all, all-mutating, /path or METHOD /path");
    }
    Ok(Target::Path { method, prefix: prefix.trim_end_matches('/').to_owned() })
}

fn split(text: &str) -> (&str, Option<&str>) {
    match text.split_once(':') {
        Some((head, argument)) => (head, Some(argument)),
        None => (text, None),
    }
}

fn number(text: &str) -> Result<u64, &'static str> {
    text.parse().map_err(|_| "a number was expected")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn socket(text: &str) -> SocketFault {
        match parse(text) {
            Ok(AnyFault::Socket(fault)) => fault,
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn socket_faults() {
        let fault = socket("reset-after-effect@all-mutating");
        assert_eq!((fault.effect, fault.target, fault.nth), (Effect::ResetAfter, Target::AllMutating, None));
        let fault = socket("status:503:html@GET /apps/*/dynos/#2");
        assert_eq!(fault.effect, Effect::Status { status: 503, html: true });
        assert_eq!(fault.target, Target::Path { method: Some("GET".into()), prefix: "/apps/*/dynos".into() });
        assert_eq!(fault.nth, Some(2));
        assert_eq!(socket("slow:250@/client").effect, Effect::Slow(Duration::from_millis(250)));
        assert_eq!(socket("body-cut:stall").effect, Effect::Cut { stall: true });
        assert_eq!(socket("429").target, Target::All);
    }

    #[test]
    fn hardware_and_model_faults() {
        assert_eq!(
            parse("follower-lag:8"),
            Ok(AnyFault::Hardware(HardwareFault::FollowerLag(Duration::from_secs(8))))
        );
        assert_eq!(
            parse("postgres-crash@postgresql-curved-10001"),
            Ok(AnyFault::Hardware(HardwareFault::PostgresCrash {
                after: Duration::ZERO,
                addon: Some("postgresql-curved-10001".into())
            }))
        );
        assert!(matches!(parse("pause-stuck"), Ok(AnyFault::Model(_))));
        assert!(matches!(parse("refuse:422:unprocessable_entity@POST /apps#2"), Ok(AnyFault::Model(_))));
    }

    #[test]
    fn what_is_no_fault() {
        for text in [
            "",
            "nonsense",
            "slow",
            "slow:x",
            "status:200:html",
            "status:503:xml",
            "status:99999",
            "hang:before",
            "reset-after-effect@apps",
            "body-cut#0",
            "body-cut#x",
            "follower-lag",
            "follower-lag:8#2",
            "429:1",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
