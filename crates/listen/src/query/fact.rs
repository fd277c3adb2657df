//! `field:value`: what can be asked of a post besides its words, and what people write instead.

use super::codes::{self, Known};
use super::problem::Finding;
use super::sign::{is_blank, is_break, is_comma, is_opening_quote, narrow, narrowed, quoted, single_spaced, without_sign};
use super::token::{Reader, stand_in};
use super::{Fact, Query, TERM_CHARS_MAX};
use std::ops::Range;

/// The name of a field at the beginning of a word.
pub struct Field {
    pub name: String,
    /// Characters, with the colon.
    pub length: usize,
}

struct Value {
    text: String,
    place: Range<usize>,
    is_quoted: bool,
}

/// The field that a word begins with. `10:30` and `배송:늦음` have none.
pub fn field_at(word: &[char]) -> Option<Field> {
    let colon = word.iter().position(|c| narrow(*c) == ':')?;
    let name = narrowed(&word[..colon]).to_lowercase();
    let is_ascii_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphabetic() || c == '_');
    (is_ascii_name || codes::field_meant(&name).is_some()).then_some(Field { name, length: colon + 1 })
}

/// Reads the fact whose word goes from where the reader stands to `end`; the reader goes on after it.
pub fn read(reader: &mut Reader, field: &Field, end: usize) -> Query {
    let start = reader.at;
    let name_place = start..start + field.length - 1;
    let value = value(reader, start + field.length, end);
    if !codes::FIELDS.contains(&field.name.as_str()) {
        unknown_field(reader, field, name_place, &value);
        return stand_in();
    }
    if is_blank(&value.text) {
        empty_value(reader, field, start);
        return stand_in();
    }
    let fact = match field.name.as_str() {
        "lang" => coded(reader, field, &value, "unknown_language", codes::language),
        "network" => coded(reader, field, &value, "unknown_network", codes::network),
        "has" => coded(reader, field, &value, "unknown_has", codes::has),
        "followers" => followers(reader, &value),
        name => named(reader, name, &value),
    };
    fact.map_or_else(stand_in, Query::Fact)
}

fn value(reader: &mut Reader, start: usize, end: usize) -> Value {
    reader.at = start;
    if start == end && reader.chars.get(start).is_some_and(|c| is_opening_quote(*c)) {
        let text = single_spaced(&reader.phrase());
        return Value { text, place: start..reader.at, is_quoted: true };
    }
    reader.at = end;
    Value { text: reader.chars[start..end].iter().collect(), place: start..end, is_quoted: false }
}

fn unknown_field(reader: &mut Reader, field: &Field, place: Range<usize>, value: &Value) {
    let finding = Finding::at("unknown_field", place.clone()).about(reader.chars[place.clone()].iter().collect::<String>());
    let whole = place.start..value.place.end;
    let finding = match field.name.as_str() {
        "hashtag" | "tag" | "해시태그" | "태그" | "ハッシュタグ" | "タグ" => {
            finding.replace(whole.start..value.place.start, "#")
        }
        "mention" | "handle" | "멘션" | "メンション" => finding.replace(whole.start..value.place.start, "@"),
        name => match codes::field_meant(name) {
            Some(meant) => finding.replace(place, meant),
            None if !value.is_quoted => {
                let text: String = reader.chars[whole.clone()].iter().collect();
                finding.replace(whole, quoted(&text))
            }
            None => finding,
        },
    };
    reader.findings.push(finding);
}

/// `lang: ko`.
fn empty_value(reader: &mut Reader, field: &Field, start: usize) {
    let place = start..reader.at;
    let after = start + field.length;
    let blanks = reader.chars[reader.at..].iter().take_while(|c| c.is_whitespace()).count();
    let next = reader.chars.get(reader.at + blanks).is_some_and(|c| blanks > 0 && !is_break(*c));
    let finding = Finding::at("empty_value", place).about(&field.name);
    reader.findings.push(if next && reader.at == after { finding.delete(after..after + blanks) } else { finding });
}

/// A value out of a closed list, or several with commas, which is a slip for `OR`.
fn coded(reader: &mut Reader, field: &Field, value: &Value, code: &'static str, known: fn(&str) -> Known<Fact>) -> Option<Fact> {
    let start = value.place.start - field.length;
    let mut listed = vec![value.text.clone()];
    while !value.is_quoted && reader.chars.get(reader.at).is_some_and(|c| is_comma(*c)) {
        let end = reader.word_end(reader.at + 1);
        let next: String = reader.chars[reader.at + 1..end].iter().collect();
        if !matches!(known(&next), Known::Is(_)) {
            break;
        }
        listed.push(next);
        reader.at = end;
    }
    let typed: String = reader.chars[value.place.clone()].iter().collect();
    let finding = Finding::at(code, value.place.clone()).about(&typed);
    match known(&value.text) {
        Known::Is(fact) if listed.len() == 1 => return Some(fact),
        Known::Is(_) => {
            let each: Vec<String> = listed.iter().map(|text| format!("{}:{text}", field.name)).collect();
            let place = start..reader.at;
            let finding = Finding::at("comma", place.clone()).about(listed.join(","));
            reader.findings.push(finding.replace(place, format!("({})", each.join(" OR "))));
        }
        Known::Meant(meant) => reader.findings.push(finding.replace(value.place.clone(), meant)),
        Known::No => reader.findings.push(finding),
    }
    None
}

fn followers(reader: &mut Reader, value: &Value) -> Option<Fact> {
    let typed: Vec<char> = value.text.chars().collect();
    let text = narrowed(&typed);
    if text.chars().all(|c| c.is_ascii_digit())
        && let Ok(count) = text.parse()
    {
        return Some(Fact::Followers(count));
    }
    let finding = Finding::at("bad_number", value.place.clone()).about(&value.text);
    reader.findings.push(match codes::number_meant(&text) {
        Some(number) => finding.replace(value.place.clone(), number.to_string()),
        None => finding,
    });
    None
}

fn named(reader: &mut Reader, field: &str, value: &Value) -> Option<Fact> {
    let name = without_sign(&value.text, '@').to_owned();
    if is_blank(&name) {
        let finding = Finding::at("empty_value", value.place.clone()).about(field);
        reader.findings.push(finding);
        return None;
    }
    if name.chars().count() > TERM_CHARS_MAX {
        reader.findings.push(Finding::at("term_too_long", value.place.clone()).about(name));
        return None;
    }
    if !value.is_quoted && name.ends_with(['*', '＊']) {
        let star = value.place.end - 1;
        reader.findings.push(Finding::at("sign_misplaced", star..star + 1).about("*").delete(star..star + 1));
        return None;
    }
    Some(match field {
        "author" => Fact::Author(name),
        "from" => Fact::From(name),
        _ => Fact::To(name),
    })
}
