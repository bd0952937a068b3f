//! Values of the org as columns take them.

use serde_json::Value;

/// True for columns that take any text.
pub(super) fn is_text(sql_type: &str) -> bool {
    sql_type == "text" || sql_type.starts_with("character varying")
}

/// A value as text that a column of this type can take; `None` for one that it cannot, as the org itself blanks it when a field gets
/// another type.
pub(super) fn text(value: &Value, sql_type: &str) -> Option<String> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Bool(yes) => yes.to_string(),
        // A whole number is written without a fraction.
        Value::Number(number) => number.as_f64()?.to_string(),
        Value::Null | Value::Array(_) | Value::Object(_) => return None,
    };
    let fits = match sql_type {
        other if is_text(other) => true,
        "double precision" => text.parse::<f64>().is_ok(),
        "integer" => text.parse::<i32>().is_ok(),
        "boolean" => matches!(&*text, "true" | "false"),
        "date" => looks_like(&text, "0000-00-00") && text.len() == 10,
        "timestamp without time zone" => looks_like(&text, "0000-00-00"),
        "time without time zone" => looks_like(&text, "00:00"),
        _ => false,
    };
    fits.then_some(text)
}

/// Digits where the form has them, and the same signs between them.
fn looks_like(text: &str, form: &str) -> bool {
    text.len() >= form.len()
        && text.bytes().zip(form.bytes()).all(|(seen, form)| match form {
            b'0' => seen.is_ascii_digit(),
            sign => seen == sign,
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_value_fits_or_is_blank() {
        assert_eq!(text(&json!(3.0), "double precision").as_deref(), Some("3"));
        assert_eq!(text(&json!(3.5), "character varying(80)").as_deref(), Some("3.5"));
        assert_eq!(text(&json!("3.5"), "double precision").as_deref(), Some("3.5"));
        assert_eq!(text(&json!("three"), "double precision"), None);
        assert_eq!(text(&json!(3.5), "integer"), None);
        assert_eq!(text(&json!("2026-11-28"), "date").as_deref(), Some("2026-11-28"));
        assert_eq!(text(&json!("soon"), "date"), None);
        assert_eq!(text(&json!(true), "boolean").as_deref(), Some("true"));
        assert_eq!(text(&json!(null), "text"), None);
    }
}
