//! The matcher against the slow reference: any query and any post, the same hits and the same spans.

use crate::reference::Post;
use crate::reference_edges::is_hangul;
use crate::{monitor, query_trees};
use answerable_domain::{Hit, Monitor, Network};
use answerable_listen::{Document, Fact, Form, Matcher, Near, Query, Scratch, Term, in_force, parse, variants};
use proptest::prelude::*;

const QUERIES: usize = 20;
const POSTS: usize = 25;

/// Letters and pieces of words that posts and terms are made of. Few, so that terms occur; each stands for a rule.
const ALPHABETS: [&[&str]; 5] = [
    // Folding.
    &[
        "a", "A", "ａ", "e", "é", "\u{301}", "\u{200B}", "\u{AD}", "\u{FE0F}", " ", "\n", "\u{3000}", "2", "２", "_", "'", "’", "ß", "s",
        "Σ", "ς", "я", "Я", "가", "각", "\u{1100}", "\u{1161}", "\u{11A8}", "크", "메", "ㅋ", "ㅏ", "ア", "プ", "ｱ", "ﾌ", "ﾟ", "カ", "ガ",
        "ー", "・", "の", "\u{3099}", "社", "㈜", "(", "주", ")", "ﬁ", "f", "i", "™", "t", "m", "👍", "\u{200D}", "゛", "\"", "\\",
    ],
    // Korean words without spaces.
    &[
        "삼",
        "성",
        "삼성",
        "삼성",
        "폰",
        "차",
        "이",
        "가",
        "은",
        "는",
        "서",
        "에",
        "에서",
        "또",
        "어",
        "어제",
        "제",
        "이어서",
        " ",
        " ",
        "a",
        "3",
        "!",
        "ㅋ",
        "\u{200B}",
    ],
    // Japanese words without spaces.
    &["アップ", "アップル", "ル", "ー", "ｱｯﾌﾟ", "・", "の", "さくら", "ん", "返金", "返", "金", "社", "acme", " ", "。", "ﾞ", "Ａ"],
    // Names.
    &["#", "＃", "@", "＠", "acme", "Acme", "b", "아크메", "가", "の", "ア", "社", "_", "-", ".", " ", " ", "2", "é", "\u{200B}"],
    // Words at some distance.
    &[
        "acme",
        "ACME",
        "refund",
        "late",
        "does not work",
        "환불",
        "배송",
        "아크메",
        "アクメ",
        "返金",
        "👍",
        " ",
        " ",
        " ",
        " ",
        ", ",
        ".",
        "\n",
        "'s",
        "이",
        "에서",
        "ing",
        "\u{3000}",
        "#",
        "@",
    ],
];

/// Names with many spellings. Their posts are made of those.
const NAMES: [&str; 4] = ["아크메전자", "acmebank", "アクメストア", "갤럭시"];

fn spellings() -> Vec<String> {
    let other = |name| in_force(&variants(name, &[]), &[], &[]).into_iter().map(|variant| variant.text);
    let own = NAMES.into_iter().chain([" ", " ", "이", "가", "の", "x", "!"]).map(str::to_owned);
    // Of those of one or two syllables it matters what stands before, and here that can be anything.
    let is_short = |text: &String| matches!(text.chars().filter(|c| is_hangul(*c)).count(), 1 | 2);
    own.chain(NAMES.into_iter().flat_map(other).filter(|text| !is_short(text))).collect()
}

/// A small generator of numbers, the same on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    fn often(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    fn text(&mut self, alphabet: &[&str], pieces_max: usize) -> String {
        (0..self.below(pieces_max + 1)).map(|_| self.one(alphabet)).collect()
    }

    /// Often a part of a post.
    fn words(&mut self, alphabet: &[&str], posts: &[String]) -> String {
        let post: Vec<char> = posts[self.below(posts.len())].chars().collect();
        if post.is_empty() || self.often(15) {
            return self.text(alphabet, 3);
        }
        let start = self.below(post.len());
        let end = (start + 1 + self.below(5)).min(post.len());
        post[start..end].iter().collect()
    }

    fn term(&mut self, alphabet: &[&str], posts: &[String]) -> Term {
        let names = [Form::Tag, Form::Handle, Form::Words, Form::Raw];
        let has_names = alphabet.contains(&"#") && self.often(50);
        let form = if has_names { self.one(&names) } else { self.one(&[Form::Words, Form::Words, Form::Words, Form::Words, Form::Raw]) };
        let is_named = alphabet.contains(&NAMES[0]);
        let mut text = if is_named { self.one(&NAMES).to_owned() } else { self.words(alphabet, posts) };
        if matches!(form, Form::Tag | Form::Handle) {
            text = text.split(['#', '＃', '@', '＠']).next_back().unwrap_or_default().replace(char::is_whitespace, "");
        }
        let [variants, exact, open_start, open_end] = [15, 20, 15, 15].map(|percent| self.often(percent));
        Term { text, form, variants: variants || is_named, exact, open_start, open_end }
    }

    fn fact(&mut self) -> Fact {
        let name = self.one(&["acme", "did:x", "Shop"]).to_owned();
        match self.below(8) {
            0 => Fact::Language(self.one(&["ko", "ja", "en"]).to_owned()),
            1 => Fact::Network(self.one(&[Network::Bluesky, Network::X])),
            2 => Fact::Author(name),
            3 => Fact::From(name),
            4 => Fact::To(name),
            5 => Fact::Link,
            6 => Fact::Media,
            _ => Fact::Followers(self.one(&[0, 10, 1000])),
        }
    }

    fn tree(&mut self, alphabet: &[&str], posts: &[String], depth: usize) -> Query {
        let some = |dice: &mut Self| (0..=dice.below(3)).map(|_| dice.tree(alphabet, posts, depth - 1)).collect();
        match self.below(if depth == 0 { 8 } else { 16 }) {
            0..=5 => Query::Term(self.term(alphabet, posts)),
            6 => Query::Fact(self.fact()),
            7 | 8 => {
                let [left, right] = [(); 2].map(|()| (0..=self.below(2)).map(|_| self.term(alphabet, posts)).collect());
                Query::Near(Near { left, right, distance: 1 + self.below(4) as u16 })
            }
            9 => Query::Not(Box::new(self.tree(alphabet, posts, depth - 1))),
            10 | 11 => Query::And(some(self)),
            _ => Query::Or(some(self)),
        }
    }

    /// Read as it is kept: as text.
    fn query(&mut self, alphabet: &[&str], posts: &[String]) -> Query {
        loop {
            let tree = self.tree(alphabet, posts, 3);
            let anchored = Query::And(vec![Query::Term(self.term(alphabet, posts)), tree.clone()]);
            let printed = [tree, anchored].map(|query| query.canonical().map(|query| query.to_string()));
            if let Some(query) = printed.iter().flatten().find_map(|text| parse(text).ok()) {
                return query;
            }
        }
    }

    fn document<'a>(&mut self, text: &'a str) -> Document<'a> {
        const NAMES: [&[&str]; 4] = [&[], &[], &["acme", "did:x"], &["shop"]];
        Document {
            network: self.one(&[Network::Bluesky, Network::X]),
            language: self.one(&[None, Some("ko"), Some("ja"), Some("en")]),
            author_native_id: self.one(&["did:x", "did:y"]),
            author_handle: self.one(&[None, Some("ACME"), Some("shop")]),
            followers: self.one(&[None, Some(9), Some(10), Some(2000)]),
            has_link: self.often(50),
            has_media: self.often(50),
            from: self.one(&NAMES),
            to: self.one(&NAMES),
            ..Document::text(text)
        }
    }
}

/// What came of many pairs of a query and a post.
#[derive(Debug, Default)]
struct Tally {
    pairs_count: usize,
    hits_count: usize,
    spans_count: usize,
    variants_count: usize,
    disagreements: Vec<String>,
}

fn compare(pairs_count: usize, seed: u64) -> Tally {
    let mut dice = Dice(seed);
    let mut tally = Tally::default();
    let spellings = spellings();
    let spellings: Vec<&str> = spellings.iter().map(String::as_str).collect();
    while tally.pairs_count < pairs_count && tally.disagreements.len() < 20 {
        for alphabet in ALPHABETS.into_iter().chain([spellings.as_slice()]) {
            compare_some(&mut dice, alphabet, &mut tally);
        }
    }
    tally
}

/// Some queries in one matcher, and some posts.
fn compare_some(dice: &mut Dice, alphabet: &[&str], tally: &mut Tally) {
    let posts: Vec<String> = (0..POSTS).map(|_| dice.text(alphabet, 16)).collect();
    let queries: Vec<Query> = (0..QUERIES).map(|_| dice.query(alphabet, &posts)).collect();
    let monitors: Vec<Monitor> = (1..).zip(&queries).map(|(id, query)| monitor(id, &query.to_string())).collect();
    let matcher = Matcher::new(&monitors, &[]).expect("queries that read");
    let mut scratch = Scratch::default();
    for text in &posts {
        let document = dice.document(text);
        let post = Post::new(document);
        let found = matcher.hits_with(&document, &mut scratch);
        for (monitor, query) in monitors.iter().zip(&queries) {
            let found = found.iter().find(|hit| hit.monitor_id == monitor.id).map(|hit| hit.spans.clone());
            let expected = post.hit(query);
            tally.pairs_count += 1;
            tally.hits_count += usize::from(expected.is_some());
            tally.spans_count += expected.as_ref().map_or(0, Vec::len);
            tally.variants_count += expected.iter().flatten().filter(|span| span.variant.is_some()).count();
            if found != expected {
                tally.disagreements.push(format!("{query}\n  in {text:?}\n  expected {expected:?}\n  found    {found:?}\n  {document:?}"));
            }
        }
        if !found.is_empty() {
            tally.disagreements.extend(dropped_frame(&matcher, text).map(|frame| format!("dropped: {frame} {found:?}")));
        }
    }
}

/// A frame may be let through for nothing, but never dropped for nothing.
fn dropped_frame(matcher: &Matcher, text: &str) -> Option<String> {
    let plain = serde_json::json!({ "did": "did:plc:x", "text": text }).to_string();
    let escaped: String = text.encode_utf16().map(|unit| format!("\\u{unit:04X}")).collect();
    [plain, format!("{{\"text\":\"{escaped}\"}}")].into_iter().find(|frame| !matcher.might_match(frame.as_bytes()))
}

#[track_caller]
fn check_pairs(pairs_count: usize, seed: u64) {
    let tally = compare(pairs_count, seed);
    assert!(tally.disagreements.is_empty(), "{}", tally.disagreements.join("\n\n"));
    assert!(tally.pairs_count >= pairs_count);
    assert!(tally.hits_count * 20 > tally.pairs_count, "few hits: {tally:?}");
    assert!(tally.spans_count > tally.hits_count / 2 && tally.variants_count * 200 > pairs_count, "few spans: {tally:?}");
    eprintln!("{tally:?}");
}

#[test]
fn the_matcher_finds_what_the_reference_finds() {
    check_pairs(20_000, 20_260_111);
}

#[test]
#[ignore = "minutes; run with --release"]
fn a_million_pairs() {
    check_pairs(1_000_000, 20_261_122);
}

/// Pairs on which they once disagreed.
const SETTLED: &[(&str, &str)] = &[
    // A mark without a letter stands in a frame behind a quotation mark.
    ("\u{FF9F}", "\u{FF9F}"),
    ("ﾞﾞん", "ﾞﾞん"),
    // Raw characters that share a place with marks that change them, or do not.
    ("raw:e", "e\u{301}"),
    ("raw:社", "社\u{1161}"),
    ("raw:返*", "返\u{3099}"),
    ("raw:返", "返\u{3099}"),
    // Words before a short Korean term.
    ("크메", "_아크메"),
    ("어서", "성폰에이어서이"),
];

#[test]
fn what_was_settled_stays_settled() {
    for (query, text) in SETTLED {
        let matcher = Matcher::new(&[monitor(1, query)], &[]).expect("a query");
        let found = matcher.hits(&Document::text(text)).pop().map(|hit| hit.spans);
        assert_eq!(found, Post::new(Document::text(text)).hit(&parse(query).expect("a query")), "{query:?} in {text:?}");
        assert_eq!(found.and_then(|_| dropped_frame(&matcher, text)), None, "{query:?} in {text:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn spans_are_valid_in_any_text(text in any::<String>(), query in query_trees::query(), padding in any::<String>()) {
        let Ok(matcher) = Matcher::new(&[monitor(1, &query.to_string())], &[]) else { return Ok(()) };
        let words: Vec<&str> = query.terms().into_iter().map(|term| term.text.as_str()).collect();
        let text = format!("{text} {} {padding}", words.join(" "));
        for Hit { spans, .. } in matcher.hits(&Document::text(&text)) {
            prop_assert!(spans.is_sorted());
            for span in spans {
                prop_assert!(span.start < span.end && text.get(span.start as usize..span.end as usize).is_some());
            }
        }
    }

    #[test]
    fn any_bytes_may_be_a_frame(frame in any::<Vec<u8>>(), escapes in "[\\\\u0-9a-f\"]{0,40}") {
        let matcher = Matcher::new(&[monitor(1, "a")], &[]).expect("a query");
        matcher.might_match(&frame);
        matcher.might_match(escapes.as_bytes());
    }
}
