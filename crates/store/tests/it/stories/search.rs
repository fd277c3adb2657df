//! Search finds what a naive scan finds: every two-character word, over all history.

use crate::desk::Desk;
use crate::engines::Ground;
use answerable_store::{CaseFilter, CaseOrder};
use answerable_testkit::inbound;
use std::collections::BTreeSet;

const WORDS: [&str; 24] = [
    "환불",
    "해주세요",
    "냉장고",
    "고장",
    "아크메",
    "세번째",
    "진짜",
    "배송이",
    "返金",
    "してください",
    "冷蔵庫",
    "故障",
    "アクメ",
    "サポート",
    "お願い",
    "三回目",
    "refund",
    "please",
    "Acme",
    "broken",
    "ＡＣＭＥ",
    "ｻﾎﾟｰﾄ",
    "2026",
    "café",
];
const BETWEEN: [&str; 5] = [" ", "", "\n", " / ", "!! "];

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }
}

pub async fn search_equals_a_naive_scan(ground: &Ground) {
    let desk = Desk::new(ground).await;
    let mut dice = Dice(7);
    let count = if ground.is_sqlite() { 3000 } else { 1500 };
    let texts: Vec<String> = (0..count).map(|_| text(&mut dice)).collect();
    for (number, chunk) in texts.chunks(500).enumerate() {
        let heard = |(at, text): (usize, &String)| {
            desk.heard(inbound(&format!("at://{}", number * 500 + at), text).author(&format!("did:{at}")).build())
        };
        desk.deliver(chunk.iter().enumerate().map(heard).collect()).await;
    }
    desk.store.optimize().await.expect("looked at");

    let mut queries: Vec<String> =
        ["환불", "返金", "refund", "REFUND", "불해", "환", "故障 冷", "고장 진짜", "サポ", "ポー", "acme", "cafe", "café", "없다", "면"]
            .map(str::to_owned)
            .to_vec();
    queries.extend((0..if ground.is_sqlite() { 120 } else { 40 }).map(|_| two_characters(&mut dice, &texts)));
    for query in queries {
        let expected: BTreeSet<&str> = texts.iter().filter(|text| naive(text, &query)).map(String::as_str).collect();
        let found = all_pages(&desk, &query).await;
        assert_eq!(found.iter().map(String::as_str).collect::<BTreeSet<_>>(), expected, "{query:?}");
    }
    let filter = CaseFilter::All(vec![CaseFilter::Search("환불".into()), CaseFilter::Language("ko".into())]);
    let page = desk.store.cases(&desk.scope, &filter, CaseOrder::Newest, None, 25).await.expect("a page");
    assert!(page.items.len() == 25 && page.next.is_some());
    assert!(desk.store.search_posts(&desk.scope, " ?!", None, 5).await.expect("a page").items.is_empty());
    assert!(desk.store.search_posts(&desk.scope, &"가".repeat(201), None, 5).await.is_err());
}

fn text(dice: &mut Dice) -> String {
    let count = 1 + dice.below(8);
    (0..count).map(|_| format!("{}{}", WORDS[dice.below(WORDS.len())], BETWEEN[dice.below(BETWEEN.len())])).collect()
}

/// Two neighbours from one of the texts, of a script without spaces.
fn two_characters(dice: &mut Dice, texts: &[String]) -> String {
    loop {
        let folded = fold(&texts[dice.below(texts.len())]);
        let characters: Vec<char> = folded.chars().collect();
        let at = dice.below(characters.len());
        if let Some(pair) = characters.get(at..at + 2)
            && pair.iter().all(|character| is_dense(*character))
        {
            return pair.iter().collect();
        }
    }
}

async fn all_pages(desk: &Desk, query: &str) -> Vec<String> {
    let (mut found, mut after, mut ids) = (Vec::new(), None, BTreeSet::new());
    loop {
        let page = desk.store.search_posts(&desk.scope, query, after, 100).await.expect("a page");
        for row in page.items {
            assert!(ids.insert(row.post.id), "no post twice");
            found.push(row.post.text);
        }
        match page.next {
            Some(next) => after = Some(next),
            None => return found,
        }
    }
}

/// Folded text contains folded query; where the query begins or ends with a letter of a spaced script, a word begins or ends there. Any
/// run of separators is one space.
fn naive(text: &str, query: &str) -> bool {
    let (text, query) = (spaced(text), spaced(query));
    let edges = |at: usize| {
        let (before, after) = (text[..at].chars().next_back(), text[at + query.len()..].chars().next());
        let (first, last) = (query.chars().next().expect("not empty"), query.chars().next_back().expect("not empty"));
        let apart = |inner: char, outer: Option<char>| is_dense(inner) || outer.is_none_or(|outer| outer == ' ' || is_dense(outer));
        apart(first, before) && apart(last, after)
    };
    text.match_indices(&query).any(|(at, _)| edges(at)) || text.char_indices().any(|(at, _)| text[at..].starts_with(&query) && edges(at))
}

fn spaced(text: &str) -> String {
    let folded: String = fold(text).chars().map(|c| if c.is_alphanumeric() || c == 'ー' { c } else { ' ' }).collect();
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn fold(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    text.nfkc().collect::<String>().to_lowercase()
}

fn is_dense(character: char) -> bool {
    matches!(character, '가'..='힣' | 'ぁ'..='ゖ' | 'ァ'..='ヺ' | 'ー' | '一'..='鿿')
}
