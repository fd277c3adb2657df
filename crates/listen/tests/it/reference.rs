//! The rules of matching said as simply as possible, one character and one place at a time.

use answerable_domain::{Hit, Monitor};
use unicode_normalization::char::{canonical_combining_class, decompose_compatible};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// One character of a folded text, and the bytes of the original that it comes from.
type Letter = (char, u32, u32);

pub fn hits(monitors: &[Monitor], text: &str) -> Vec<Hit> {
    let text = letters(text);
    let mut hits: Vec<Hit> = monitors.iter().filter_map(|monitor| hit(monitor, &text)).collect();
    hits.sort_by_key(|hit| hit.monitor_id);
    hits
}

fn hit(monitor: &Monitor, text: &[Letter]) -> Option<Hit> {
    let find_all = |terms: &[String]| -> Vec<Vec<(u32, u32)>> {
        terms.iter().map(|term| folded(term)).filter(|term| !term.is_empty()).map(|term| find(&term, text)).collect()
    };
    let (any, all, none) = (find_all(&monitor.query.any), find_all(&monitor.query.all), find_all(&monitor.query.none));
    let occurs = |spans: &Vec<(u32, u32)>| !spans.is_empty();
    let wanted = !any.is_empty() || !all.is_empty();
    let matches = (any.is_empty() || any.iter().any(occurs)) && all.iter().all(occurs) && !none.iter().any(occurs);
    (monitor.enabled && wanted && matches).then(|| Hit { monitor_id: monitor.id, spans: united(any.into_iter().chain(all).flatten()) })
}

fn folded(term: &str) -> Vec<char> {
    let folded: String = letters(term).into_iter().map(|(c, _, _)| c).collect();
    folded.trim_matches(' ').chars().collect()
}

fn find(term: &[char], text: &[Letter]) -> Vec<(u32, u32)> {
    let mut spans = Vec::new();
    for start in 0..text.len() {
        let end = start + term.len();
        let same = text.get(start..end).is_some_and(|part| part.iter().map(|(c, _, _)| c).eq(term));
        if same && !cuts_a_word(text, start) && !cuts_a_word(text, end) {
            spans.push((text[start].1, text[end - 1].2));
        }
    }
    spans
}

fn cuts_a_word(text: &[Letter], at: usize) -> bool {
    if at == 0 || at == text.len() {
        return false;
    }
    let (before, after) = (text[at - 1].0, text[at].0);
    let katakana = |c: char| ('\u{30A1}'..='\u{30FF}').contains(&c) && c != '・';
    let spaced = |c: char| c.is_alphanumeric() && ((c as u32) < 0x1100 || ('\u{1E00}'..='\u{1FFF}').contains(&c));
    (katakana(before) && katakana(after)) || (spaced(before) && spaced(after)) || canonical_combining_class(after) != 0
}

/// Marks one byte after another.
fn united(spans: impl Iterator<Item = (u32, u32)>) -> Vec<(u32, u32)> {
    let mut spans: Vec<(u32, u32)> = spans.collect();
    spans.sort_unstable();
    let mut united: Vec<(u32, u32)> = Vec::new();
    for (start, end) in spans {
        match united.last_mut() {
            Some(last) if start < last.1 => last.1 = last.1.max(end),
            _ => united.push((start, end)),
        }
    }
    united
}

fn letters(text: &str) -> Vec<Letter> {
    let mut units: Vec<(String, u32, u32)> = Vec::new();
    for (at, c) in text.char_indices() {
        let (start, end) = (at as u32, (at + c.len_utf8()) as u32);
        let after_space = units.last().is_some_and(|(unit, _, _)| unit == " ");
        if "\u{200B}\u{200D}\u{AD}\u{FE0F}\u{202E}".contains(c) || (c.is_whitespace() && after_space) {
            continue;
        }
        let parts = parts(c);
        let continues = parts
            .chars()
            .next()
            .is_some_and(|first| canonical_combining_class(first) != 0 || is_nfc_quick(std::iter::once(first)) == IsNormalized::Maybe);
        match units.last_mut() {
            Some((unit, _, unit_end)) if continues && !after_space => {
                unit.push_str(&parts);
                *unit_end = end;
            }
            _ => units.push((parts, start, end)),
        }
    }
    let spread = |(unit, start, end): (String, u32, u32)| unit.nfc().map(|c| (c, start, end)).collect::<Vec<_>>();
    units.into_iter().flat_map(spread).collect()
}

fn parts(c: char) -> String {
    if c.is_whitespace() {
        return " ".into();
    }
    let mut parts = String::new();
    decompose_compatible(c, |part| parts.push(part));
    if c == '™' || ('ㄱ'..='ㅣ').contains(&c) || parts.contains(' ') {
        parts = c.into();
    }
    parts.to_lowercase().to_uppercase().to_lowercase().replace('’', "'").replace('ς', "σ")
}
