//! `Range`, `Next-Range` and status 206.

use connect_wire::{Api, Body, Method, Response};
use serde_json::Value;

use super::call::Call;
use super::World;

/// A parsed `Range`: `id ]LAST..; max=200, order=desc`.
#[derive(Debug, PartialEq, Eq)]
struct Range {
    field: String,
    after: Option<String>,
    max: Option<usize>,
    descending: bool,
}

impl World {
    /// Cuts a long array as the Platform API does.
    pub(super) fn paged(&self, mut response: Response, call: &Call<'_>) -> Response {
        if call.request.api != Api::Platform || call.method != Method::Get {
            return response;
        }
        let Body::Json(Value::Array(rows)) = &mut response.body else { return response };
        let range = call.header("range").and_then(parse);
        let limit = self.settings.switches.page_size.max(1);
        let max = range.as_ref().and_then(|range| range.max).unwrap_or(limit).min(1_000);
        let field = range.as_ref().map_or_else(|| "id".to_owned(), |range| range.field.clone());
        if let Some(range) = &range {
            if range.descending {
                rows.sort_by_key(|row| std::cmp::Reverse(key(row, &range.field)));
            }
            if let Some(after) = &range.after {
                let start = rows.iter().position(|row| plain(row, &field) == *after).map_or(0, |at| at + 1);
                rows.drain(..start);
            }
        }
        if rows.len() > max {
            rows.truncate(max);
            let last = rows.last().map(|row| plain(row, &field)).unwrap_or_default();
            let order =
                if range.as_ref().is_some_and(|range| range.descending) { ", order=desc" } else { "" };
            response.headers.insert("next-range".to_owned(), format!("{field} ]{last}..; max={max}{order}"));
            response.status = 206;
        }
        response
    }
}

fn parse(header: &str) -> Option<Range> {
    let (bounds, options) = header.split_once(';').unwrap_or((header, ""));
    let (field, bounds) = bounds.trim().split_once(' ')?;
    let (start, _) = bounds.split_once("..")?;
    let mut range = Range {
        field: field.to_owned(),
        after: start.strip_prefix(']').map(str::to_owned),
        max: None,
        descending: false,
    };
    for option in options.split(',') {
        match option.trim().split_once('=') {
            Some(("max", value)) => range.max = value.trim().parse().ok(),
            Some(("order", value)) => range.descending = value.trim() == "desc",
            _ => {}
        }
    }
    Some(range)
}

fn plain(row: &Value, field: &str) -> String {
    match row.get(field) {
        Some(Value::String(text)) => text.clone(),
        Some(value) => value.to_string(),
        None => String::new(),
    }
}

fn key(row: &Value, field: &str) -> (u64, String) {
    (row.get(field).and_then(Value::as_u64).unwrap_or(0), plain(row, field))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read() {
        assert_eq!(
            parse("version ..; max=5, order=desc"),
            Some(Range { field: "version".into(), after: None, max: Some(5), descending: true })
        );
        assert_eq!(
            parse("id ]abc..; max=2"),
            Some(Range { field: "id".into(), after: Some("abc".into()), max: Some(2), descending: false })
        );
        assert_eq!(parse("nonsense"), None);
    }
}
