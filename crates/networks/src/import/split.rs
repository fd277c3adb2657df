//! Cutting bytes into records, and a CSV record into fields.

use super::{LineError, RECORD_BYTES_MAX};

pub const BOM: &[u8] = b"\xef\xbb\xbf";

/// What stands at the start of the bytes.
#[derive(Debug, PartialEq, Eq)]
pub enum Cut {
    /// Not a whole record yet.
    More,
    /// Nothing any more.
    End,
    /// A record of so many bytes, its line end included.
    Record(usize),
    /// A first line of so many bytes that cannot be read; what follows it can.
    Bad(usize, LineError),
    /// A line longer than is read at all: skip to its end.
    TooLong,
}

/// A line.
pub fn line(bytes: &[u8], at_end: bool) -> Cut {
    match bytes.iter().position(|byte| *byte == b'\n') {
        Some(end) if end > RECORD_BYTES_MAX => Cut::Bad(end + 1, too_long()),
        Some(end) => Cut::Record(end + 1),
        None if bytes.len() > RECORD_BYTES_MAX => Cut::TooLong,
        None if !at_end => Cut::More,
        None if bytes.is_empty() => Cut::End,
        None => Cut::Record(bytes.len()),
    }
}

/// A CSV record: line ends between quotes belong to it. `delimiters`: one, or all candidates while it is not known.
pub fn csv_record(bytes: &[u8], at_end: bool, delimiters: &[u8]) -> Cut {
    let mut state = Csv::FieldStart;
    for (place, byte) in bytes.iter().enumerate() {
        if place > RECORD_BYTES_MAX {
            return if state == Csv::Quoted { first_line(bytes, at_end, unclosed()) } else { line(bytes, at_end) };
        }
        state = match (state, *byte) {
            (Csv::Quoted, b'"') => Csv::QuoteInQuoted,
            (Csv::Quoted, _) => Csv::Quoted,
            (Csv::QuoteInQuoted, b'"') => Csv::Quoted,
            (Csv::FieldStart, b'"') => Csv::Quoted,
            (_, b'\n') => return Cut::Record(place + 1),
            (_, byte) if delimiters.contains(&byte) => Csv::FieldStart,
            (Csv::QuoteInQuoted | Csv::LineEnd, b'\r') => Csv::LineEnd,
            (Csv::QuoteInQuoted | Csv::LineEnd, _) => {
                let error = LineError::new("bad_csv", "after a closing quote only a delimiter or the end of the line can stand");
                return first_line(bytes, at_end, error);
            }
            (Csv::FieldStart | Csv::Plain, _) => Csv::Plain,
        };
    }
    match state {
        _ if !at_end => Cut::More,
        _ if bytes.is_empty() => Cut::End,
        Csv::Quoted => first_line(bytes, at_end, unclosed()),
        _ => Cut::Record(bytes.len()),
    }
}

/// The fields of one CSV record without its line end.
pub fn csv_fields(record: &str, delimiter: char) -> Vec<String> {
    let mut fields = Vec::new();
    let mut field = String::new();
    let mut quoted = false;
    let mut letters = record.chars().peekable();
    let mut at_start = true;
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.next_if_eq(&'"').is_some() => field.push('"'),
            '"' if quoted => quoted = false,
            '"' if at_start => quoted = true,
            letter if letter == delimiter && !quoted => {
                fields.push(std::mem::take(&mut field));
                at_start = true;
                continue;
            }
            letter => field.push(letter),
        }
        at_start = false;
    }
    fields.push(field);
    fields
}

/// Comma, semicolon or tab: whichever the first row has most of, outside quotes.
pub fn delimiter_of(record: &str) -> char {
    let mut quoted = false;
    let mut counts = [(',', 0_usize), (';', 0), ('\t', 0)];
    for letter in record.chars() {
        quoted ^= letter == '"';
        for (delimiter, count) in &mut counts {
            *count += usize::from(!quoted && letter == *delimiter);
        }
    }
    // Of equals the first: a file with one column has none of them.
    counts.iter().rev().max_by_key(|(_, count)| *count).map_or(',', |(delimiter, _)| *delimiter)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Csv {
    FieldStart,
    Plain,
    Quoted,
    QuoteInQuoted,
    LineEnd,
}

fn first_line(bytes: &[u8], at_end: bool, error: LineError) -> Cut {
    match line(bytes, at_end) {
        Cut::Record(length) => Cut::Bad(length, error),
        other => other,
    }
}

fn unclosed() -> LineError {
    LineError::new("bad_csv", "a quote is opened and never closed")
}

pub fn too_long() -> LineError {
    LineError::new("too_long", format!("longer than {RECORD_BYTES_MAX} bytes"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_end_where_quotes_allow() {
        for (text, expected) in [
            ("a,b\nc", Cut::Record(4)),
            ("\"a\nb\",c\nd", Cut::Record(8)),
            ("\"a\"\"\n\",c\r\nd", Cut::Record(10)),
            ("a\"b,c\n", Cut::Record(6)),
            ("", Cut::End),
            ("last", Cut::Record(4)),
            ("\"a\"", Cut::Record(3)),
        ] {
            assert_eq!(csv_record(text.as_bytes(), true, b","), expected, "{text:?}");
        }
        assert_eq!(csv_record(b"\"a\nb", false, b","), Cut::More);
        assert!(matches!(csv_record(b"\"a\nb\n", true, b","), Cut::Bad(3, error) if error.code == "bad_csv"));
        assert!(matches!(csv_record(b"\"a\"b\nc\n", true, b","), Cut::Bad(5, error) if error.code == "bad_csv"));
    }

    #[test]
    fn fields_lose_their_quotes_only() {
        for (record, expected) in [
            ("a,b,c", vec!["a", "b", "c"]),
            (r#""a,b","c ""d""",e"f"#, vec!["a,b", "c \"d\"", "e\"f"]),
            ("", vec![""]),
            (",", vec!["", ""]),
            ("\"두\n줄\",x", vec!["두\n줄", "x"]),
        ] {
            assert_eq!(csv_fields(record, ','), expected, "{record:?}");
        }
    }

    #[test]
    fn the_delimiter_is_the_one_that_is_there() {
        for (header, expected) in
            [("text,author", ','), ("text;author;a,b", ';'), ("text\tauthor", '\t'), ("text", ','), ("\"a;b;c\",d", ',')]
        {
            assert_eq!(delimiter_of(header), expected, "{header:?}");
        }
    }
}
