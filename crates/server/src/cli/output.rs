//! What the command line says.

use anyhow::Context as _;
use serde_json::Value;
use std::io::Write as _;

/// To standard output. A reader that has gone away is no error.
pub fn print(text: &str) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    let written = out.write_all(text.as_bytes()).and_then(|()| if text.ends_with('\n') { Ok(()) } else { out.write_all(b"\n") });
    match written.and_then(|()| out.flush()) {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        other => other.context("standard output cannot be written"),
    }
}

pub fn print_json(value: &Value) -> anyhow::Result<()> {
    print(&serde_json::to_string_pretty(value)?)
}

/// To standard error: what went wrong, from the outside in.
pub fn complain(error: &anyhow::Error) {
    eprintln!("answerable: {error:#}");
}

/// Columns under their names, as wide as they need to be. Wide characters count two.
pub fn table(head: &[&str], rows: &[Vec<String>]) -> String {
    let width = |column: usize| rows.iter().map(|row| columns(&row[column])).chain([columns(head[column])]).max().unwrap_or(0);
    let widths: Vec<usize> = (0..head.len()).map(width).collect();
    let line = |cells: Vec<&str>| -> String {
        let padded = cells.iter().zip(&widths).map(|(cell, width)| format!("{cell}{}", " ".repeat(width - columns(cell))));
        padded.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    let body = rows.iter().map(|row| line(row.iter().map(String::as_str).collect()));
    std::iter::once(line(head.to_vec())).chain(body).collect::<Vec<_>>().join("\n")
}

/// How wide a text is on a terminal.
pub fn columns(text: &str) -> usize {
    text.chars().map(width_of).sum()
}

/// Two for most letters of Korean and Japanese and for emoji, none for what is written over the letter before.
pub fn width_of(c: char) -> usize {
    unicode_width::UnicodeWidthChar::width(c).unwrap_or(0)
}

/// What is shown for a letter of a post: nothing that strangers write may steer a terminal or turn the line around.
pub fn harmless(c: char) -> char {
    let turns = matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}');
    if c.is_control() || turns { ' ' } else { c }
}

/// A field of an answer as text; what is not there is a dash.
pub fn text_of(value: &Value, field: &str) -> String {
    match &value[field] {
        Value::Null => "–".to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_with_wide_characters() {
        let rows = vec![vec!["1".into(), "아크메".into(), "x".into()], vec!["22".into(), "Acme".into(), "y".into()]];
        assert_eq!(table(&["id", "name", "z"], &rows), "id  name    z\n1   아크메  x\n22  Acme    y");
    }
}
