//! How many posts a second one core reads, and how many frames it drops.
//!
//! The posts come from a seeded generator: 60% Korean, 25% Japanese, 15% English, 20 to 280 characters, 1% of them with a hit.

use answerable_domain::{BrandId, Monitor, MonitorId, MonitorQuery};
use answerable_listen::{Matcher, Scratch};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;

const POSTS: usize = 10_000;
const MONITORS: usize = 100;

struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }

    fn word(&mut self, language: Language) -> String {
        let letter = |dice: &mut Self| match language {
            Language::Korean => char::from_u32(0xAC00 + dice.below(11_172) as u32),
            Language::Japanese if dice.below(3) == 0 => char::from_u32(0x4E00 + dice.below(20_000) as u32),
            Language::Japanese => char::from_u32(0x3041 + dice.below(80) as u32),
            Language::English => char::from_u32('a' as u32 + dice.below(26) as u32),
        };
        let length = 2 + self.below(if language == Language::Japanese { 12 } else { 4 });
        (0..length).map(|_| letter(self).expect("all are characters")).collect()
    }

    fn post(&mut self, names: &[String]) -> String {
        let language = match self.below(100) {
            0..60 => Language::Korean,
            60..85 => Language::Japanese,
            _ => Language::English,
        };
        let length = 20 + self.below(261);
        let mut text = String::new();
        while text.chars().count() < length {
            text.push_str(&self.word(language));
            text.push_str(if language == Language::Japanese { "。" } else { " " });
        }
        if self.below(100) == 0 {
            text.push_str(&format!(" {} ", names[self.below(names.len())]));
        }
        text
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Language {
    Korean,
    Japanese,
    English,
}

fn names(dice: &mut Dice) -> Vec<String> {
    let language = |n: usize| [Language::Korean, Language::Japanese, Language::English][n % 3];
    (0..MONITORS).map(|n| format!("{}{}", dice.word(language(n)), dice.word(language(n)))).collect()
}

fn monitors(names: &[String]) -> Vec<Monitor> {
    let monitor = |(name, id): (&String, i64)| Monitor {
        id: MonitorId(id),
        brand_id: BrandId(1),
        name: name.clone(),
        query: MonitorQuery { any: vec![name.clone(), format!("@{name}")], ..MonitorQuery::default() },
        enabled: true,
        created_at: 0,
        updated_at: 0,
    };
    names.iter().zip(1..).map(monitor).collect()
}

fn frame(text: &str) -> Vec<u8> {
    let record =
        serde_json::json!({ "$type": "app.bsky.feed.post", "createdAt": "2026-01-11T00:00:00.000Z", "langs": ["ko"], "text": text });
    let commit = serde_json::json!({ "rev": "3mbq7yy3qc22x", "operation": "create", "collection": "app.bsky.feed.post",
        "rkey": "3mbq7yxuyk22x", "record": record, "cid": "bafyreigdu6kq4wzaxv5v6gkvcdhnmqlbzl2ab5vcpyw2yr6b7tqnqexample" });
    let frame = serde_json::json!({ "did": "did:plc:ewvi7nxzyoun6zhxrhs64oiz", "time_us": 1_768_089_600_000_000_u64, "kind": "commit", "commit": commit });
    frame.to_string().into_bytes()
}

fn benchmark(criterion: &mut Criterion) {
    let mut dice = Dice(7);
    let names = names(&mut dice);
    let matcher = Matcher::new(&monitors(&names)).expect("the terms fit");
    let posts: Vec<String> = (0..POSTS).map(|_| dice.post(&names)).collect();
    let frames: Vec<Vec<u8>> = posts.iter().map(|post| frame(post)).collect();
    let mut group = criterion.benchmark_group("matcher");
    group.throughput(Throughput::Elements(POSTS as u64));
    group.bench_function("hits", |bencher| {
        let mut scratch = Scratch::default();
        bencher.iter(|| posts.iter().map(|post| matcher.hits_with(black_box(post), &mut scratch).len()).sum::<usize>());
    });
    group.bench_function("might_match", |bencher| {
        bencher.iter(|| frames.iter().filter(|frame| matcher.might_match(black_box(frame))).count());
    });
    group.finish();
}

criterion_group!(benches, benchmark);
criterion_main!(benches);
