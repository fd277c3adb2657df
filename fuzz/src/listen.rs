//! What must hold for any bytes at all. The fuzz targets call these with made-up bytes, and the tests of `listen` with the kept corpus.

use answerable_domain::{BrandId, Budget, Monitor, MonitorId, Network, Side, VariantChoice};
use answerable_listen::{BoxTerm, Boxes, Document, Matcher, PROBLEM_CODES, PROBLEMS_MAX, Problem, Query, parse};
use std::cell::RefCell;
use std::rc::Rc;

/// Bytes are a query.
pub fn query(bytes: &[u8]) {
    let typed = String::from_utf8_lossy(bytes);
    match parse(&typed) {
        Ok(query) => check_query(&query),
        Err(problems) => check_problems(&typed, &problems),
    }
}

/// Bytes are a query, a line's end, and a post.
pub fn matcher(bytes: &[u8]) {
    let line_end = bytes.iter().position(|byte| *byte == b'\n').unwrap_or(bytes.len());
    let (typed, post) = bytes.split_at(line_end);
    let (typed, post) = (String::from_utf8_lossy(typed), post.get(1..).unwrap_or_default());
    // What is no query is a phrase.
    let Some(query) = parse(&typed).ok().or_else(|| phrase(&typed)) else { return };
    let matcher = matcher_of(query.to_string());
    matcher.might_match(post);
    let text = String::from_utf8_lossy(post);
    for document in documents(&text) {
        check_hits(&matcher, &document);
    }
}

thread_local! {
    static LAST: RefCell<Option<(String, Rc<Matcher>)>> = const { RefCell::new(None) };
}

/// The one of the last call, when it asks for the same: to make one takes longer than to read many posts.
fn matcher_of(query: String) -> Rc<Matcher> {
    LAST.with_borrow_mut(|last| match last {
        Some((known, matcher)) if *known == query => Rc::clone(matcher),
        _ => {
            let matcher = Rc::new(Matcher::new(&[monitor(query.clone())], &[]).expect("the query reads"));
            *last = Some((query, Rc::clone(&matcher)));
            matcher
        }
    })
}

fn check_query(query: &Query) {
    let printed = query.to_string();
    assert_eq!(parse(&printed).as_ref(), Ok(query), "{printed:?}");
    assert_eq!(query.clone().canonical().as_ref(), Some(query), "{printed:?}");
    if let Ok(boxes) = query.to_boxes() {
        let again = boxes.to_query().expect("boxes of a query are a query");
        assert_eq!(again.to_boxes(), Ok(boxes), "{printed:?}");
    }
}

fn check_problems(typed: &str, problems: &[Problem]) {
    assert!(!problems.is_empty() && problems.len() <= PROBLEMS_MAX, "{typed:?}");
    let chars = typed.chars().count() as u32;
    for problem in problems {
        let is_whole = problem.column == 0 && problem.length == 0;
        let is_within = problem.column > 0 && problem.length > 0 && problem.column - 1 + problem.length <= chars;
        assert!(PROBLEM_CODES.contains(&problem.code) && (is_whole || is_within), "{typed:?}: {problem:?}");
        if let Some(suggestion) = &problem.suggestion {
            let left = parse(suggestion).err().unwrap_or_default();
            let left = left.iter().filter(|problem| problem.column > 0).count();
            assert!(left < problems.len() || problems.len() == PROBLEMS_MAX, "{typed:?} ⇒ {suggestion:?}");
        }
    }
}

fn check_hits(matcher: &Matcher, document: &Document) {
    let hits = matcher.hits(document);
    for span in hits.iter().flat_map(|hit| &hit.spans) {
        assert!(span.start < span.end && document.text.get(span.start as usize..span.end as usize).is_some(), "{span:?}");
    }
    assert!(hits.iter().all(|hit| hit.spans.is_sorted()), "{hits:?}");
    if !hits.is_empty() {
        let frame = serde_json::json!({ "did": "did:plc:x", "text": document.text }).to_string();
        assert!(matcher.might_match(frame.as_bytes()), "{frame} was dropped, but has {hits:?}");
        let escaped: String = document.text.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect();
        assert!(matcher.might_match(format!("{{\"text\":\"{escaped}\"}}").as_bytes()), "{escaped} was dropped, but has {hits:?}");
    }
}

fn phrase(text: &str) -> Option<Query> {
    let words = BoxTerm { text: text.to_owned(), ..BoxTerm::default() };
    Boxes { any: vec![words], ..Boxes::default() }.to_query().ok()
}

fn monitor(query: String) -> Monitor {
    Monitor {
        id: MonitorId(1),
        brand_id: BrandId(1),
        name: String::new(),
        query,
        variants: VariantChoice::default(),
        side: Side::Own,
        budget: Budget::default(),
        enabled: true,
        created_at: 0,
        updated_at: 0,
    }
}

/// A post of which nothing else is known, and one of which much is.
fn documents(text: &str) -> [Document<'_>; 2] {
    let known = Document {
        network: Network::Bluesky,
        language: Some("ko"),
        author_native_id: "did:x",
        author_handle: Some("acme"),
        followers: Some(1000),
        has_link: true,
        has_media: true,
        from: &["shop"],
        to: &["acme"],
        ..Document::text(text)
    };
    [Document::text(text), known]
}
