//! How many posts a second one core judges, with reasons and without, and what it takes to be ready.
//!
//! `cargo bench -p answerable-triage`. The posts are held-out posts of the corpus, put together and cut so that they have 100 characters on
//! average: 60% Korean, 25% Japanese, 15% English. What is measured is the time that the thread is on a processor, so that what else runs
//! on the machine counts only by what it does to the caches. What is printed first says how long the first post took, in which the
//! weights are read, and what they take in memory.

#[path = "../../listen/benches/matcher/processor_time.rs"]
mod processor_time;

use answerable_triage::{Assessor, Input};
use criterion::measurement::Measurement as _;
use criterion::{Criterion, SamplingMode, Throughput, criterion_group, criterion_main};
use processor_time::ProcessorTime;
use serde::Deserialize;
use std::hint::black_box;
use std::time::Duration;

const POSTS: usize = 10_000;
/// Of twenty.
const MIX: [(&str, usize); 3] = [("ko", 12), ("ja", 5), ("en", 3)];
/// Lengths of posts are spread evenly between these: 100 on average.
const CHARS: std::ops::RangeInclusive<usize> = 20..=180;

#[derive(Deserialize)]
struct Post {
    text: String,
}

/// The texts of one language, without an end.
fn texts(language: &str) -> impl Iterator<Item = String> + use<> {
    let path = format!("{}/../../corpus/held-out/{language}/posts.jsonl", env!("CARGO_MANIFEST_DIR"));
    let lines = std::fs::read_to_string(path).expect("the corpus is in the checkout");
    let texts: Vec<String> = lines.lines().map(|line| serde_json::from_str::<Post>(line).expect("a post").text).collect();
    (0..).map(move |number| texts[number % texts.len()].clone())
}

fn posts() -> Vec<String> {
    let mut sources = MIX.map(|(language, share)| (texts(language), share));
    let mut lengths = CHARS.cycle().step_by(37);
    let mut posts = Vec::new();
    while posts.len() < POSTS {
        for (texts, share) in &mut sources {
            for _ in 0..*share {
                let length = lengths.next().expect("it goes round");
                let mut post = String::new();
                while post.chars().count() < length {
                    post.push_str(&texts.next().expect("it goes round"));
                    post.push(' ');
                }
                posts.push(post.chars().take(length).collect());
            }
        }
    }
    posts
}

/// Memory of this program in kilobytes: what is its own, and what is mapped from the file that it was started from.
fn resident_kilobytes() -> (usize, usize) {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let of = |name: &str| {
        let line = status.lines().find(|line| line.starts_with(name));
        line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok()).unwrap_or(0)
    };
    (of("RssAnon:"), of("RssFile:"))
}

fn benchmark(criterion: &mut Criterion<ProcessorTime>) {
    let posts = posts();
    let before = resident_kilobytes();
    let start = ProcessorTime.start();
    black_box(Assessor::shipped().assess(&Input::of("언제 와요")));
    let first = ProcessorTime.end(start);
    posts.iter().for_each(|post| drop(black_box(Assessor::shipped().assess(&Input::of(post)))));
    let after = resident_kilobytes();
    let characters: usize = posts.iter().map(|post| post.chars().count()).sum();
    eprintln!(
        "{} posts of {:.1} characters; the first took {:.1} ms; all of them brought {} KB of own and {} KB of mapped memory",
        posts.len(),
        characters as f64 / posts.len() as f64,
        first.as_secs_f64() * 1e3,
        after.0.saturating_sub(before.0),
        after.1.saturating_sub(before.1),
    );
    let mut group = criterion.benchmark_group("triage");
    group
        .throughput(Throughput::Elements(posts.len() as u64))
        .sample_size(20)
        .measurement_time(Duration::from_secs(5))
        .sampling_mode(SamplingMode::Flat);
    group.bench_function("reasons off", |bencher| {
        bencher.iter(|| posts.iter().map(|post| Assessor::shipped().assess(&Input::of(black_box(post))).kinds.len()).sum::<usize>());
    });
    group.bench_function("reasons on", |bencher| {
        bencher.iter(|| posts.iter().map(|post| Assessor::shipped().explain(&Input::of(black_box(post))).len()).sum::<usize>());
    });
    group.finish();
    let mut group = criterion.benchmark_group("triage, by language");
    group.throughput(Throughput::Elements(1_000)).sample_size(10).sampling_mode(SamplingMode::Flat);
    for (language, _) in MIX {
        let posts: Vec<String> = texts(language).take(1_000).collect();
        group.bench_function(language, |bencher| {
            bencher.iter(|| posts.iter().map(|post| Assessor::shipped().assess(&Input::of(black_box(post))).kinds.len()).sum::<usize>());
        });
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().with_measurement(ProcessorTime);
    targets = benchmark
}
criterion_main!(benches);
