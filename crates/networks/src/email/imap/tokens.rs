//! Reading responses: what we understand of them. Total; what does not fit is nothing.

use super::wire::Response;
use std::iter::Peekable;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    Atom(String),
    Quoted(String),
    Literal(Vec<u8>),
    Open,
    Close,
}

impl Token {
    fn number(&self) -> Option<u64> {
        match self {
            Self::Atom(text) => text.parse().ok(),
            _ => None,
        }
    }

    fn into_bytes(self) -> Option<Vec<u8>> {
        match self {
            Self::Literal(bytes) => Some(bytes),
            Self::Quoted(text) => Some(text.into_bytes()),
            Self::Atom(_) | Self::Open | Self::Close => None,
        }
    }
}

/// What one `FETCH` response holds of what we ask for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fetched {
    pub uid: Option<u32>,
    pub size_bytes: Option<u64>,
    pub internal_date: Option<String>,
    /// Sections in the order in which they came: `BODY[]`, `BODY[HEADER]`, `BODY[TEXT]<0>`.
    pub sections: Vec<(String, Vec<u8>)>,
}

/// The words after `* `, or nothing.
pub fn untagged(line: &str) -> Option<&str> {
    line.strip_prefix("* ")
}

/// `* 7 EXISTS` says 7.
pub fn counted(line: &str, what: &str) -> Option<u32> {
    let (number, word) = untagged(line)?.split_once(' ')?;
    word.trim_end().eq_ignore_ascii_case(what).then(|| number.parse().ok())?
}

/// The number behind a response code: `* OK [UIDNEXT 5] …`.
pub fn code_number(line: &str, code: &str) -> Option<u32> {
    let inner = line.split_once('[')?.1.split_once(']')?.0;
    let (name, number) = inner.split_once(' ')?;
    name.eq_ignore_ascii_case(code).then(|| number.trim().parse().ok())?
}

/// `* SEARCH 2 3`.
pub fn search(line: &str) -> Option<Vec<u32>> {
    let mut words = untagged(line)?.split_ascii_whitespace();
    words.next()?.eq_ignore_ascii_case("SEARCH").then(|| words.filter_map(|word| word.parse().ok()).collect())
}

/// `* LIST (\Sent) "/" "Sent"`: attributes and name.
pub fn list(response: Response) -> Option<(Vec<String>, String)> {
    let mut tokens = tokens(response).into_iter();
    let is_list = matches!(tokens.next()?, Token::Atom(star) if star == "*")
        && matches!(tokens.next()?, Token::Atom(word) if word.eq_ignore_ascii_case("LIST"));
    if !is_list || tokens.next()? != Token::Open {
        return None;
    }
    let mut attributes = Vec::new();
    loop {
        match tokens.next()? {
            Token::Atom(attribute) => attributes.push(attribute),
            Token::Close => break,
            _ => return None,
        }
    }
    let _delimiter = tokens.next()?;
    let name = match tokens.next()? {
        Token::Atom(text) | Token::Quoted(text) => text,
        Token::Literal(bytes) => String::from_utf8(bytes).ok()?,
        Token::Open | Token::Close => return None,
    };
    Some((attributes, name))
}

/// `* 1 FETCH (UID 5 …)`.
pub fn fetch(response: Response) -> Option<Fetched> {
    let mut words = untagged(&response.line)?.splitn(3, ' ');
    let _number: u32 = words.next()?.parse().ok()?;
    if !words.next()?.eq_ignore_ascii_case("FETCH") {
        return None;
    }
    let mut tokens = tokens(response).into_iter().skip(3).peekable();
    if tokens.next()? != Token::Open {
        return None;
    }
    let mut fetched = Fetched::default();
    while let Some(Token::Atom(name)) = tokens.next() {
        let name = name.to_ascii_uppercase();
        match name.as_str() {
            "UID" => fetched.uid = tokens.next()?.number().and_then(|uid| uid.try_into().ok()),
            "RFC822.SIZE" => fetched.size_bytes = tokens.next()?.number(),
            "INTERNALDATE" => fetched.internal_date = tokens.next()?.into_bytes().and_then(|bytes| String::from_utf8(bytes).ok()),
            section if section.starts_with("BODY[") => {
                if let Some(bytes) = tokens.next()?.into_bytes() {
                    fetched.sections.push((name, bytes));
                }
            }
            _ => skip(&mut tokens),
        }
    }
    Some(fetched)
}

/// A value, or a list with all that is in it.
fn skip(tokens: &mut Peekable<impl Iterator<Item = Token>>) {
    let mut depth = 0_u32;
    for token in tokens.by_ref() {
        match token {
            Token::Open => depth += 1,
            Token::Close => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return;
        }
    }
}

pub fn tokens(response: Response) -> Vec<Token> {
    let mut literals = response.literals.into_iter();
    let mut tokens = Vec::new();
    let mut rest = response.line.as_str();
    while let Some(first) = rest.chars().next() {
        let (token, after) = match first {
            ' ' => {
                rest = &rest[1..];
                continue;
            }
            '(' => (Token::Open, &rest[1..]),
            ')' => (Token::Close, &rest[1..]),
            '"' => quoted(&rest[1..]),
            '{' => match rest.split_once('}') {
                Some((_, after)) => (literals.next().map_or(Token::Atom("NIL".to_owned()), Token::Literal), after),
                None => (Token::Atom(rest.to_owned()), ""),
            },
            _ => {
                let end = rest.find([' ', '(', ')', '"', '{']).unwrap_or(rest.len());
                (Token::Atom(rest[..end].to_owned()), &rest[end..])
            }
        };
        tokens.push(token);
        rest = after;
    }
    tokens
}

fn quoted(text: &str) -> (Token, &str) {
    let mut unescaped = String::new();
    let mut characters = text.char_indices();
    while let Some((at, c)) = characters.next() {
        match c {
            '"' => return (Token::Quoted(unescaped), &text[at + 1..]),
            '\\' => unescaped.extend(characters.next().map(|(_, c)| c)),
            _ => unescaped.push(c),
        }
    }
    (Token::Quoted(unescaped), "")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn response(line: &str, literals: &[&str]) -> Response {
        Response { line: line.to_owned(), literals: literals.iter().map(|text| text.as_bytes().to_vec()).collect() }
    }

    #[test]
    fn a_fetch_gives_what_was_asked_whatever_stands_between() {
        let line = r#"* 3 FETCH (FLAGS (\Seen $Junk) ENVELOPE ("a (b" NIL ((NIL NIL "x" "y"))) UID 7 INTERNALDATE "22-Nov-2026 01:16:40 +0000" RFC822.SIZE 42 BODY[] {5} MODSEQ (12))"#;
        let fetched = fetch(response(line, &["a)\r\n "])).expect("a fetch");
        assert_eq!((fetched.uid, fetched.size_bytes), (Some(7), Some(42)));
        assert_eq!(fetched.internal_date.as_deref(), Some("22-Nov-2026 01:16:40 +0000"));
        assert_eq!(fetched.sections, [("BODY[]".to_owned(), b"a)\r\n ".to_vec())]);
    }

    #[test]
    fn odd_and_cut_lines_are_nothing() {
        for line in [
            "",
            "*",
            "* ",
            "* 1",
            "* 1 FETCH",
            "* 1 FETCH (",
            "* 1 FETCH (UID",
            "* x FETCH (UID 1)",
            "* 1 FETCH (BODY[] {3",
            "* 1 FETCH (\"",
            "+ idling",
        ] {
            let fetched = fetch(response(line, &[]));
            assert!(fetched.as_ref().is_none_or(|fetched| *fetched == Fetched::default()), "{line}: {fetched:?}");
        }
        assert_eq!(fetch(response("* 1 FETCH (UID 4294967296)", &[])).expect("a fetch").uid, None);
    }

    #[test]
    fn counts_codes_searches_and_folders() {
        assert_eq!(counted("* 12 EXISTS", "EXISTS"), Some(12));
        assert_eq!(counted("* 12 RECENT", "EXISTS"), None);
        assert_eq!(code_number("* OK [UIDVALIDITY 1795310200] UIDs valid", "UIDVALIDITY"), Some(1_795_310_200));
        assert_eq!(search("* SEARCH 2 3"), Some(vec![2, 3]));
        assert_eq!(search("* SEARCH"), Some(vec![]));
        let sent = (vec!["\\HasNoChildren".to_owned(), "\\Sent".to_owned()], "[Gmail]/&vPSwuNO4ycDVaA-".to_owned());
        assert_eq!(list(response(r#"* LIST (\HasNoChildren \Sent) "/" "[Gmail]/&vPSwuNO4ycDVaA-""#, &[])), Some(sent));
        assert_eq!(list(response("* LIST () NIL {4}", &["Sent"])), Some((vec![], "Sent".to_owned())));
    }

    proptest::proptest! {
        #[test]
        fn whatever_a_server_says_nothing_breaks(line in r#"(\* |\+ |a1 )?([A-Z0-9 ()"\\{}\[\]<>.*:-]|FETCH|UID|BODY\[\]|LIST|é|환){0,60}"#, literal: Vec<u8>) {
            let said = Response { line, literals: vec![literal] };
            let _ = (search(&said.line), counted(&said.line, "EXISTS"), code_number(&said.line, "UIDNEXT"), list(said.clone()), fetch(said));
        }
    }
}
