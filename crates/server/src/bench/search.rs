//! Words of two characters, found among many posts: all of them, and soon.

use super::{
    Line, Options,
    measure::Latencies,
    posts,
    rig::{Rig, quiet_sandbox},
};
use answerable_domain::{ConnectorKind, Scope};
use answerable_store::Store;
use std::time::Instant;

const POSTS: usize = 100_000;
const POSTS_LARGE: usize = 1_000_000;
const ROUNDS: usize = 20;
/// Everybody's words, and pairs that stand somewhere in the made-up posts.
const WORDS: [&str; 8] = ["환불", "返金", "배송", "配送", "고장", "故障", "품질", "品質"];
const RARE: usize = 24;
/// A word that is in more posts than this is not counted to the last one.
const COUNTED_MAX: usize = 20_000;

pub async fn run(options: &Options) -> anyhow::Result<Vec<Line>> {
    let count = options.scaled(if options.large { POSTS_LARGE } else { POSTS }, 500);
    let rig = Rig::new("search", ConnectorKind::Sandbox, quiet_sandbox(), Vec::new()).await?;
    rig.take_in_posts(0..count, true).await?;
    rig.store.optimize().await?;
    let words = words(count);
    let mut seen = Latencies::default();
    for _ in 0..options.scaled(ROUNDS, 3) {
        for word in &words {
            let asked = Instant::now();
            rig.store.search_posts(&rig.scope(), word, None, 25).await?;
            seen.add(asked.elapsed());
        }
    }
    let there = naive(count, &words);
    let (mut found, mut expected) = (0, 0);
    for (word, there) in words.iter().zip(there).filter(|(_, there)| *there <= COUNTED_MAX) {
        found += counted(&rig.store, &rig.scope(), word).await?;
        expected += there;
    }
    Ok(vec![
        Line::at_least(
            format!("two characters among {count} posts: recall against a naive scan"),
            100.0,
            100.0 * found as f64 / expected.max(1) as f64,
            "%",
        ),
        Line::at_most(format!("a page of 25 of {} words, p99", words.len()), 20.0, seen.at(0.99), "ms"),
        Line::told("the same, p50", format!("{:.2} ms", seen.at(0.5))),
        Line::told("posts found, of those that hold the word", format!("{found} of {expected}")),
    ])
}

fn words(count: usize) -> Vec<String> {
    let pair = |n: usize| {
        let text: Vec<char> = posts::text(n * 37 % count).chars().collect();
        let is_dense = |c: &char| ('가'..='힣').contains(c) || ('ぁ'..='ん').contains(c) || ('一'..='龠').contains(c);
        text.windows(2).find(|pair| pair.iter().all(is_dense)).map(|pair| pair.iter().collect::<String>())
    };
    let mut words: Vec<String> = WORDS.iter().map(|word| (*word).to_owned()).chain((0..count).filter_map(pair).take(RARE)).collect();
    words.sort();
    words.dedup();
    words
}

/// Reads every post and looks.
fn naive(count: usize, words: &[String]) -> Vec<usize> {
    let mut there = vec![0; words.len()];
    for n in 0..count {
        let text = posts::text(n);
        for (word, there) in words.iter().zip(&mut there) {
            *there += usize::from(text.contains(word));
        }
    }
    there
}

/// Pages to the end; a post without the word would not be counted.
async fn counted(store: &Store, scope: &Scope, word: &str) -> anyhow::Result<usize> {
    let (mut found, mut after) = (0, None);
    loop {
        let page = store.search_posts(scope, word, after, 100).await?;
        found += page.items.iter().filter(|row| row.post.text.contains(word)).count();
        after = page.next;
        if after.is_none() {
            return Ok(found);
        }
    }
}
