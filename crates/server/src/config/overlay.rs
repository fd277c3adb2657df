//! Lays one TOML text over another that names every known key.

use toml::{
    Table, Value,
    de::{DeTable, DeValue},
};

pub struct Problem {
    /// From 1.
    pub line: usize,
    pub what: String,
}

pub fn overlay(default: &str, text: &str) -> Result<Table, Problem> {
    let mut merged: Table = toml::from_str(default).expect("the embedded settings are whole");
    let spanned = DeTable::parse(text)
        .map_err(|error| Problem { line: line_at(text, error.span().map_or(0, |span| span.start)), what: error.message().to_owned() })?;
    let values: Table = toml::from_str(text).map_err(|error| Problem { line: 1, what: error.message().to_owned() })?;
    check(&merged, spanned.get_ref(), text, "")?;
    merge(&mut merged, values);
    Ok(merged)
}

fn check(known: &Table, given: &DeTable<'_>, text: &str, prefix: &str) -> Result<(), Problem> {
    for (key, value) in given {
        let name = format!("{prefix}{}", key.get_ref());
        let line = line_at(text, key.span().start);
        let default = known.get(key.get_ref().as_ref()).ok_or_else(|| Problem { line, what: unknown(&name, known) })?;
        match (default, value.get_ref()) {
            (Value::Table(known), DeValue::Table(given)) => check(known, given, text, &format!("{name}."))?,
            (default, given) if kind(default.type_str()) != kind(given.type_str()) => {
                let what = format!("`{name}` is {} here, not {}", kind(default.type_str()), kind(given.type_str()));
                return Err(Problem { line, what });
            }
            _ => {}
        }
    }
    Ok(())
}

fn merge(into: &mut Table, from: Table) {
    for (key, value) in from {
        match (into.get_mut(&key), value) {
            (Some(Value::Table(into)), Value::Table(from)) => merge(into, from),
            (_, value) => {
                into.insert(key, value);
            }
        }
    }
}

fn unknown(name: &str, known: &Table) -> String {
    let names: Vec<&str> = known.keys().map(String::as_str).collect();
    format!("unknown key `{name}`; known here: {}", names.join(", "))
}

fn kind(toml_type: &str) -> &'static str {
    match toml_type {
        "string" => "text",
        "integer" | "float" => "a number",
        "boolean" => "true or false",
        "array" => "a list",
        "table" => "a section",
        _ => "a date",
    }
}

fn line_at(text: &str, at: usize) -> usize {
    text.as_bytes()[..at.min(text.len())].iter().filter(|&&byte| byte == b'\n').count() + 1
}
