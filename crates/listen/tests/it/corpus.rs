//! The corpus of hand-made cases in `fixtures/listening`: a query, a post, what must be found in it, and why.
//!
//! The README there says how to add a case; this file only runs them, all of them, and tells every one that fails. It also keeps the corpus
//! worth having: large enough, with enough cases that a matcher which only looks for letters gets wrong.

use answerable_domain::{BrandId, Budget, HitSpan, Monitor, MonitorId, Network, Side, Spelling, VariantChoice};
use answerable_listen::{Document, Fact, Form, Matcher, Query, Term, parse};
use serde::Deserialize;
use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;

const FILES: [&str; 4] = ["ko.jsonl", "ja.jsonl", "en.jsonl", "mixed.jsonl"];
const CASES_MIN: usize = 600;
/// Families of variants. Half-width kana are none: they fold alike.
const KINDS: [&str; 21] = [
    "jamo",
    "jamo_missing",
    "jamo_doubled",
    "neighbour_key",
    "layout",
    "spacing",
    "confusion",
    "final",
    "kana",
    "long_vowel",
    "small_kana",
    "vu",
    "voiced",
    "romaji",
    "insert",
    "missing",
    "swap",
    "doubled",
    "qwerty",
    "lookalike",
    "diacritics",
];

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    query: String,
    /// With ⟦ ⟧ around what must be found; they may stand within each other.
    text: String,
    /// The point of the case.
    why: String,
    /// Whether the query holds; without it, it does when something is marked.
    matches: Option<bool>,
    /// The code of the problem that the query has.
    refused: Option<String>,
    #[serde(default)]
    term: Each<String>,
    #[serde(default)]
    variant: Each<Option<String>>,
    #[serde(default)]
    reason: Each<Option<String>>,
    #[serde(default)]
    also: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    on: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    off: BTreeMap<String, Vec<String>>,
    language: Option<String>,
    network: Option<String>,
    author: Option<String>,
    author_id: Option<String>,
    followers: Option<u64>,
    #[serde(default)]
    link: bool,
    #[serde(default)]
    media: bool,
    #[serde(default)]
    from: Vec<String>,
    #[serde(default)]
    to: Vec<String>,
}

/// One for all marks, or one for each, in order.
#[derive(Debug, Default, Deserialize)]
#[serde(untagged)]
enum Each<T> {
    #[default]
    Unsaid,
    List(Vec<T>),
    All(T),
}

impl<T> Each<T> {
    fn of(&self, mark: usize) -> Option<&T> {
        match self {
            Self::Unsaid => None,
            Self::List(list) => list.get(mark),
            Self::All(one) => Some(one),
        }
    }
}

/// A case, and where it stands.
struct Placed {
    place: String,
    case: Case,
}

fn corpus() -> Vec<Placed> {
    let mut cases = Vec::new();
    for file in FILES {
        let path = format!("{}/../../fixtures/listening/{file}", env!("CARGO_MANIFEST_DIR"));
        let lines = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
        for (number, line) in lines.lines().enumerate() {
            let place = format!("{file}:{}", number + 1);
            let case = serde_json::from_str(line).unwrap_or_else(|error| panic!("{place}: {error}\n{line}"));
            cases.push(Placed { place, case });
        }
    }
    cases
}

/// One matcher for all cases, as one serves all monitors of a brand; a case's monitor has its number.
fn matcher(cases: &[Placed]) -> Matcher {
    let sound = cases.iter().enumerate().filter(|(_, placed)| parse(&placed.case.query).is_ok());
    let monitors: Vec<Monitor> = sound.map(|(number, placed)| placed.case.monitor(number)).collect();
    Matcher::new(&monitors, &[]).expect("queries that can be read")
}

#[test]
fn every_case_holds() {
    let cases = corpus();
    let matcher = matcher(&cases);
    let mut told = String::new();
    let mut failed = 0;
    for (number, Placed { place, case }) in cases.iter().enumerate() {
        if let Err(difference) = check(case, &matcher, number) {
            failed += 1;
            writeln!(told, "\n{place}  {}\n    why       {}\n    expected  {:?}\n{difference}", case.query, case.why, case.text)
                .expect("a string takes everything");
        }
    }
    assert!(failed == 0, "{failed} of {} cases fail:\n{told}", cases.len());
}

#[test]
fn a_third_is_silent_where_a_naive_matcher_shouts() {
    let cases = corpus();
    let is_wrong = |case: &Case| {
        let text = case.plain_text();
        !case.holds() && case.refused.is_none() && parse(&case.query).is_ok_and(|query| holds_naively(&query, &case.document(&text)))
    };
    let wrong = cases.iter().filter(|placed| is_wrong(&placed.case)).count();
    let by_file = FILES.map(|file| (file, cases.iter().filter(|placed| placed.place.starts_with(file)).count()));
    eprintln!("{} cases {by_file:?}, {wrong} negatives that a naive matcher gets wrong", cases.len());
    assert!(cases.len() >= CASES_MIN, "{} cases", cases.len());
    assert!(wrong * 3 >= cases.len(), "{wrong} of {} cases", cases.len());
}

#[test]
fn every_family_of_variants_is_met() {
    let cases = corpus();
    let matcher = matcher(&cases);
    let mut kinds: HashSet<String> = HashSet::new();
    for case in cases.iter().map(|placed| &placed.case) {
        let text = case.plain_text();
        let hits = matcher.hits(&case.document(&text));
        let reasons = hits.iter().flat_map(|hit| &hit.spans).filter_map(|span| span.reason.as_deref());
        kinds.extend(reasons.map(|reason| reason.split(':').next().unwrap_or_default().to_owned()));
    }
    let missing: Vec<&str> = KINDS.into_iter().filter(|kind| !kinds.contains(*kind)).collect();
    assert!(missing.is_empty(), "no case is about {missing:?}");
}

#[test]
fn each_case_has_a_point_of_its_own() {
    let cases = corpus();
    let mut seen = HashSet::new();
    for Placed { place, case } in &cases {
        assert!(!case.why.trim().is_empty(), "{place} says no why");
        let key = (case.query.as_str(), case.text.as_str(), format!("{:?}", case.facts()));
        assert!(seen.insert(key), "{place} stands there twice: {} {}", case.query, case.text);
    }
}

impl Case {
    fn plain_text(&self) -> String {
        self.text.replace(['⟦', '⟧'], "")
    }

    fn holds(&self) -> bool {
        self.matches.unwrap_or_else(|| self.text.contains('⟦'))
    }

    /// What is marked, ascending, as bytes of the plain text.
    fn marks(&self) -> Vec<(u32, u32)> {
        let (mut marks, mut open, mut at) = (Vec::new(), Vec::new(), 0);
        for c in self.text.chars() {
            match c {
                '⟦' => open.push(at),
                '⟧' => marks.push((open.pop().expect("a mark that opens"), at)),
                _ => at += c.len_utf8() as u32,
            }
        }
        assert!(open.is_empty(), "a mark does not close: {}", self.text);
        marks.sort_unstable();
        marks
    }

    /// All but query and text.
    fn facts(&self) -> impl std::fmt::Debug + '_ {
        (
            (&self.also, &self.on, &self.off, &self.language, &self.network, &self.author),
            (&self.author_id, self.followers, self.link, self.media, &self.from, &self.to),
        )
    }

    fn monitor(&self, number: usize) -> Monitor {
        let spellings = |said: &BTreeMap<String, Vec<String>>| {
            let each = |(term, texts): (&String, &Vec<String>)| -> Vec<Spelling> {
                texts.iter().map(|text| Spelling { term: term.clone(), text: text.clone() }).collect()
            };
            said.iter().flat_map(each).collect()
        };
        Monitor {
            id: MonitorId(number as i64),
            brand_id: BrandId(1),
            name: "corpus".to_owned(),
            query: self.query.clone(),
            variants: VariantChoice { off: spellings(&self.off), on: spellings(&self.on), also: spellings(&self.also) },
            side: Side::Own,
            budget: Budget::default(),
            enabled: true,
            created_at: 0,
            updated_at: 0,
        }
    }

    fn document<'a>(&'a self, text: &'a str) -> Document<'a> {
        Document {
            network: self.network.as_deref().map_or(Network::Other, |name| Network::parse(name).expect("a network")),
            language: self.language.as_deref(),
            author_native_id: self.author_id.as_deref().unwrap_or_default(),
            author_handle: self.author.as_deref(),
            followers: self.followers,
            has_link: self.link,
            has_media: self.media,
            ..Document::text(text)
        }
    }
}

/// Runs a case; a difference is told for people.
fn check(case: &Case, matcher: &Matcher, number: usize) -> Result<(), String> {
    match (parse(&case.query), &case.refused) {
        (Err(problems), Some(code)) if problems.iter().any(|problem| problem.code == code) => return Ok(()),
        (Ok(_), None) => {}
        (read, _) => return Err(format!("    read as   {read:?}, expected {:?}", case.refused)),
    }
    let text = case.plain_text();
    let (from, to): (Vec<&str>, Vec<&str>) = (case.from.iter().map(String::as_str).collect(), case.to.iter().map(String::as_str).collect());
    let document = Document { from: &from, to: &to, ..case.document(&text) };
    let mut hits = matcher.hits(&document);
    hits.retain(|hit| hit.monitor_id == MonitorId(number as i64));
    let spans: Vec<HitSpan> = hits.iter().flat_map(|hit| hit.spans.clone()).collect();
    let (found, marks): (Vec<_>, _) = (spans.iter().map(|span| (span.start, span.end)).collect(), case.marks());
    if found != marks || hits.is_empty() == case.holds() {
        return Err(format!("    found     {:?}{}", marked(&text, &spans), explained(&spans, hits.is_empty())));
    }
    let fits = |(mark, span): (usize, &HitSpan)| names_hold(case, mark, span);
    if spans.iter().enumerate().all(fits) { Ok(()) } else { Err(format!("    found as  {}", explained(&spans, false))) }
}

/// A reason without a colon stands for all of its kind.
fn names_hold(case: &Case, mark: usize, span: &HitSpan) -> bool {
    let same_reason = |expected: &Option<String>| match (expected, &span.reason) {
        (Some(expected), Some(reason)) => reason == expected || reason.split(':').next() == Some(expected),
        (expected, reason) => expected == reason,
    };
    case.term.of(mark).is_none_or(|term| *term == span.term)
        && case.variant.of(mark).is_none_or(|variant| *variant == span.variant)
        && case.reason.of(mark).is_none_or(same_reason)
}

fn marked(text: &str, spans: &[HitSpan]) -> String {
    let mut inserts: Vec<(u32, char)> = spans.iter().flat_map(|span| [(span.end, '⟧'), (span.start, '⟦')]).collect();
    // At one place a hit closes before the next opens.
    inserts.sort_by_key(|(at, mark)| (*at, *mark == '⟦'));
    let mut marked = text.to_owned();
    inserts.iter().rev().for_each(|(at, mark)| marked.insert(*at as usize, *mark));
    marked
}

fn explained(spans: &[HitSpan], is_silent: bool) -> String {
    let each = |span: &HitSpan| format!("[{} as {:?} because {:?}]", span.term, span.variant, span.reason);
    let silence = if is_silent { "  (the query does not hold)" } else { "" };
    format!("{silence}  {}", spans.iter().map(each).collect::<Vec<_>>().join(" "))
}

/// What a matcher that lower-cases and looks for the letters would say. It knows facts, and nothing of words.
fn holds_naively(query: &Query, document: &Document) -> bool {
    let occurs = |term: &Term| {
        let sign = match term.form {
            Form::Words | Form::Raw => "",
            Form::Tag => "#",
            Form::Handle => "@",
        };
        document.text.to_lowercase().contains(&format!("{sign}{}", term.text.to_lowercase()))
    };
    match query {
        Query::Term(term) => occurs(term),
        Query::Fact(Fact::Language(language)) => document.language == Some(language),
        Query::Fact(Fact::Network(network)) => document.network == *network,
        Query::Fact(Fact::Link) => document.has_link,
        Query::Fact(Fact::Media) => document.has_media,
        Query::Fact(Fact::Followers(least)) => document.followers.is_some_and(|followers| followers >= *least),
        Query::Fact(Fact::Author(name)) => document.author_handle == Some(name),
        Query::Fact(Fact::From(_) | Fact::To(_)) => false,
        Query::Near(near) => near.left.iter().any(occurs) && near.right.iter().any(occurs),
        Query::Not(inner) => !holds_naively(inner, document),
        Query::And(parts) => parts.iter().all(|part| holds_naively(part, document)),
        Query::Or(parts) => parts.iter().any(|part| holds_naively(part, document)),
    }
}
