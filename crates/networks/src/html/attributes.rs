//! The attributes of one tag.

use super::character;

/// The value of an attribute of `tag`, which stands between `<` and `>`; without entities. The first one counts, as in a browser.
pub fn attribute(tag: &str, wanted: &str) -> Option<String> {
    let mut rest = tag.trim_end_matches('>').trim_end_matches('/');
    rest = &rest[rest.find(|c: char| c.is_ascii_whitespace())?..];
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        // A name has at least one letter, even if it is a `=`.
        let first = rest.chars().next()?.len_utf8();
        let end = rest[first..].find(|c: char| c.is_ascii_whitespace() || c == '=').map_or(rest.len(), |end| first + end);
        let name = &rest[..end];
        let value;
        (value, rest) = value_after(rest[end..].trim_ascii_start());
        if name.eq_ignore_ascii_case(wanted) {
            return Some(plain(value));
        }
    }
}

/// Whether one of the words of an attribute is this.
pub fn has_word(tag: &str, attribute_name: &str, word: &str) -> bool {
    attribute(tag, attribute_name).is_some_and(|value| value.split_ascii_whitespace().any(|found| found == word))
}

/// What stands behind a name: `="value"`, or nothing.
fn value_after(rest: &str) -> (&str, &str) {
    let Some(said) = rest.strip_prefix('=').map(str::trim_ascii_start) else { return ("", rest) };
    for quote in ['"', '\''] {
        if let Some(inside) = said.strip_prefix(quote) {
            return inside.split_once(quote).unwrap_or((inside, ""));
        }
    }
    said.split_at(said.find(|c: char| c.is_ascii_whitespace()).unwrap_or(said.len()))
}

fn plain(value: &str) -> String {
    let mut pieces = value.split('&');
    let mut text = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        match piece.split_once(';').and_then(|(name, after)| Some((character(name)?, after))) {
            Some((found, after)) => text.extend([found.as_str(), after]),
            None => text.extend(["&", piece]),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_found_however_they_are_written() {
        for (tag, expected) in [
            ("a href=\"https://a.kr\">", Some("https://a.kr")),
            ("a  class=x HREF = 'https://a.kr' >", Some("https://a.kr")),
            ("a href=https://a.kr/x>", Some("https://a.kr/x")),
            ("a href=\"?a=1&amp;b=&lt;&nope;&\"/>", Some("?a=1&b=<&nope;&")),
            ("a data-href=\"x\" href=\"y\" href=\"z\"", Some("y")),
            ("a title=\"href=no\">", None),
            ("a href>", Some("")),
            ("a 가=나 href=b", Some("b")),
            ("a", None),
            ("a href=\"never closed", Some("never closed")),
        ] {
            assert_eq!(attribute(tag, "href").as_deref(), expected, "{tag}");
        }
    }
}
