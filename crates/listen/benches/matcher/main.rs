//! How many posts a second one core reads, from one monitor to a hundred thousand, and how long it takes to take in a changed monitor.
//!
//! `cargo bench -p answerable-listen`. What is printed first says what is being measured: how many spellings there are, how many posts hit,
//! and what the matcher keeps in memory. Beside ours stand bare automata over the same spellings and posts that are folded already: they
//! find letters, and know nothing of words, places in the original, or queries.
//!
//! What is measured is the time that the thread is on a processor, so that what else runs on the machine counts only by what it does to the
//! caches.

mod processor_time;
mod stream;

use answerable_domain::{BrandId, Budget, Monitor, MonitorId, Side, VariantChoice};
use answerable_listen::{Document, Form, Matcher, Query, Scratch, in_force, parse, variants};
use criterion::{BenchmarkId, Criterion, SamplingMode, Throughput, criterion_group, criterion_main};
use processor_time::ProcessorTime;
use std::hint::black_box;
use std::time::Duration;
use stream::{Dice, Wish, Words};

const POSTS: usize = 10_000;
const MONITORS: [usize; 4] = [1, 200, 10_000, 100_000];

fn monitors(wishes: &[Wish]) -> Vec<Monitor> {
    let monitor = |(wish, id): (&Wish, i64)| Monitor {
        id: MonitorId(id),
        brand_id: BrandId(1),
        name: wish.name.clone(),
        query: wish.query.clone(),
        variants: VariantChoice::default(),
        side: Side::Own,
        budget: Budget::default(),
        enabled: true,
        created_at: 0,
        updated_at: 0,
    };
    wishes.iter().zip(1..).map(monitor).collect()
}

/// Every spelling of every monitor, as letters to look for.
fn spellings(monitors: &[Monitor]) -> Vec<String> {
    let mut found = Vec::new();
    for monitor in monitors {
        collect(&parse(&monitor.query).expect("a good query"), &mut found);
    }
    found.sort_unstable();
    found.dedup();
    found
}

fn collect(query: &Query, found: &mut Vec<String>) {
    let mut term = |term: &answerable_listen::Term| {
        let sign = match term.form {
            Form::Words | Form::Raw => "",
            Form::Tag => "#",
            Form::Handle => "@",
        };
        found.push(format!("{sign}{}", term.text.to_lowercase()));
        if term.variants {
            found.extend(in_force(&variants(&term.text, &[]), &[], &[]).into_iter().map(|variant| variant.text.to_lowercase()));
        }
    };
    match query {
        Query::Term(one) => term(one),
        Query::Fact(_) => {}
        Query::Near(near) => near.left.iter().chain(&near.right).for_each(term),
        Query::Not(inner) => collect(inner, found),
        Query::And(parts) | Query::Or(parts) => parts.iter().for_each(|part| collect(part, found)),
    }
}

fn frame(text: &str) -> Vec<u8> {
    let record =
        serde_json::json!({ "$type": "app.bsky.feed.post", "createdAt": "2026-01-11T00:00:00.000Z", "langs": ["ko"], "text": text });
    let commit = serde_json::json!({ "rev": "3mbq7yy3qc22x", "operation": "create", "collection": "app.bsky.feed.post",
        "rkey": "3mbq7yxuyk22x", "record": record, "cid": "bafyreigdu6kq4wzaxv5v6gkvcdhnmqlbzl2ab5vcpyw2yr6b7tqnqexample" });
    let frame = serde_json::json!({ "did": "did:plc:ewvi7nxzyoun6zhxrhs64oiz", "time_us": 1_768_089_600_000_000_u64, "kind": "commit", "commit": commit });
    frame.to_string().into_bytes()
}

/// Memory of this program that is not on disk, in bytes.
fn resident_bytes() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("RssAnon:"));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse::<usize>().ok()).unwrap_or(0) * 1024
}

fn one_size(criterion: &mut Criterion<ProcessorTime>, words: &Words, monitors_count: usize) {
    let mut dice = Dice::new(7);
    let wishes: Vec<Wish> = (0..monitors_count).map(|_| words.wish(&mut dice)).collect();
    let monitors = monitors(&wishes);
    let mut dice = Dice::new(11);
    let posts: Vec<String> = (0..POSTS).map(|_| words.post(&mut dice, &wishes)).collect();
    let frames: Vec<Vec<u8>> = posts.iter().map(|post| frame(post)).collect();
    let before = resident_bytes();
    let matcher = Matcher::new(&monitors, &[]).expect("good queries");
    let kept = resident_bytes().saturating_sub(before);
    let hits = posts.iter().filter(|post| !matcher.hits(&Document::text(post)).is_empty()).count();
    let let_through = frames.iter().filter(|frame| matcher.might_match(frame)).count();
    let characters: usize = posts.iter().map(|post| post.chars().count()).sum();
    eprintln!(
        "{monitors_count} monitors, {} spellings: {hits} of {POSTS} posts hit, {let_through} frames let through, {} characters a post, {} MB kept",
        matcher.spellings_count(),
        characters / POSTS,
        kept >> 20
    );
    let mut group = criterion.benchmark_group("matcher");
    group
        .throughput(Throughput::Elements(POSTS as u64))
        .sample_size(10)
        .measurement_time(Duration::from_secs(4))
        .sampling_mode(SamplingMode::Flat);
    group.bench_function(BenchmarkId::new("hits", monitors_count), |bencher| {
        let mut scratch = Scratch::default();
        bencher.iter(|| posts.iter().map(|post| matcher.hits_with(&Document::text(black_box(post)), &mut scratch).len()).sum::<usize>());
    });
    group.bench_function(BenchmarkId::new("might_match", monitors_count), |bencher| {
        bencher.iter(|| frames.iter().filter(|frame| matcher.might_match(black_box(frame))).count());
    });
    group.finish();
    let mut group = criterion.benchmark_group("renewal");
    group.sample_size(10).sampling_mode(SamplingMode::Flat);
    group.bench_function(BenchmarkId::new("one changed", monitors_count), |bencher| {
        let mut changed = monitors.clone();
        changed[0].query = "아크메 환불 -광고".to_owned();
        bencher.iter(|| matcher.renewed(black_box(&changed), &[]).expect("good queries"));
    });
    group.finish();
}

fn bare_automata(criterion: &mut Criterion<ProcessorTime>, words: &Words) {
    let mut dice = Dice::new(7);
    let wishes: Vec<Wish> = (0..10_000).map(|_| words.wish(&mut dice)).collect();
    let spellings = spellings(&monitors(&wishes));
    let mut dice = Dice::new(11);
    let posts: Vec<String> = (0..POSTS).map(|_| words.post(&mut dice, &wishes).to_lowercase()).collect();
    eprintln!("{} spellings in bare automata", spellings.len());
    let mut group = criterion.benchmark_group("bare");
    group.throughput(Throughput::Elements(POSTS as u64)).sample_size(10).sampling_mode(SamplingMode::Flat);
    let compact =
        aho_corasick::AhoCorasick::builder().kind(Some(aho_corasick::AhoCorasickKind::ContiguousNFA)).build(&spellings).expect("they fit");
    group.bench_function("aho-corasick, compact", |bencher| {
        bencher.iter(|| posts.iter().map(|post| compact.find_overlapping_iter(black_box(post)).count()).sum::<usize>());
    });
    let by_characters = daachorse::CharwiseDoubleArrayAhoCorasick::<u32>::new(&spellings).expect("they fit");
    group.bench_function("daachorse, by characters", |bencher| {
        bencher.iter(|| posts.iter().map(|post| by_characters.find_overlapping_iter(black_box(post)).count()).sum::<usize>());
    });
    let bytes: usize = spellings.iter().map(String::len).sum();
    eprintln!("compact automaton {} KB for {} KB of letters", compact.memory_usage() >> 10, bytes >> 10);
    group.finish();
}

fn benchmark(criterion: &mut Criterion<ProcessorTime>) {
    let words = Words::new();
    MONITORS.iter().for_each(|count| one_size(criterion, &words, *count));
    bare_automata(criterion, &words);
}

criterion_group! {
    name = benches;
    config = Criterion::default().with_measurement(ProcessorTime);
    targets = benchmark
}
criterion_main!(benches);
