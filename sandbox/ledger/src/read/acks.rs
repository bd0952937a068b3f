//! The clients' acknowledgement files.

use std::path::Path;

use super::ReadError;
use crate::ack::Ack;

/// Reads every `*.jsonl` of a folder. A last line without its end is a client that was killed while writing it; any
/// other line that is not an acknowledgement is an error.
pub fn read_acks(folder: &Path) -> Result<Vec<Ack>, ReadError> {
    let failed = |error| ReadError::File { path: folder.display().to_string(), error };
    let mut acks = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.extension().is_some_and(|extension| extension == "jsonl") {
            let name = path.display().to_string();
            let bytes =
                std::fs::read(&path).map_err(|error| ReadError::File { path: name.clone(), error })?;
            acks.extend(parse(&name, &String::from_utf8_lossy(&bytes))?);
        }
    }
    Ok(acks)
}

fn parse(path: &str, text: &str) -> Result<Vec<Ack>, ReadError> {
    let whole = text.rfind('\n').map_or("", |end| &text[..end]);
    whole
        .lines()
        .enumerate()
        .map(|(number, line)| {
            serde_json::from_str(line).map_err(|error| ReadError::Form {
                path: format!("{path}:{}", number + 1),
                message: error.to_string(),
            })
        })
        .collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const LINE: &str =
        r#"{"at":1,"table":"public.app_event","key":"k","version":1,"op":"insert","server":"h:1"}"#;

    #[test]
    fn a_half_last_line_is_no_acknowledgement_and_no_error() {
        assert_eq!(parse("f", &format!("{LINE}\n{LINE}\n{{\"at\":1,")).unwrap().len(), 2);
        assert_eq!(parse("f", "{\"at\":").unwrap().len(), 0);
        assert_eq!(parse("f", "").unwrap().len(), 0);
    }

    #[test]
    fn a_broken_line_in_the_middle_is_named() {
        let error = parse("f.jsonl", &format!("{LINE}\nnothing\n{LINE}\n")).unwrap_err();
        assert!(error.to_string().starts_with("f.jsonl:2: "), "{error}");
    }
}
