//! A whole network's stream: every frame is looked at, the few that matter are read, assessed and stored.

use super::{
    Line, Options, measure,
    posts::{self, Dice},
    rig::{PAGE, Rig},
};
use answerable_domain::ConnectorKind;
use serde_json::Value;
use std::time::Duration;

/// CPU time is told in steps of 10 ms: a round must take many of them.
const FRAMES: usize = 100_000;
const ROUNDS: usize = 5;
const MONITORED: usize = 100;

pub async fn run(options: &Options) -> anyhow::Result<Vec<Line>> {
    let frames_count = options.scaled(FRAMES, 500);
    let words = words();
    let rig = Rig::new("match", ConnectorKind::BlueskyStream, Value::Null, words.clone()).await?;
    let mut best = Duration::MAX;
    let (mut wanted, mut seen) = (0, 0);
    for round in 0..ROUNDS {
        // Made beforehand: what is measured is reading, not writing. Each round has its own, so that none is a repetition.
        let frames: Vec<Vec<u8>> = (0..frames_count).map(|n| frame(round * frames_count + n, &words)).collect();
        let cpu = measure::own_cpu()?;
        let matched: Vec<Vec<u8>> = frames.iter().filter(|frame| rig.engine.wants(rig.brand, frame)).cloned().collect();
        (wanted, seen) = (wanted + matched.len(), seen + frames.len());
        rig.take_in("jetstream", matched.chunks(PAGE).map(<[Vec<u8>]>::to_vec)).await?;
        best = best.min(measure::own_cpu()? - cpu);
    }
    let rate = measure::per_second(frames_count, best.max(Duration::from_millis(10)));
    Ok(vec![
        Line::at_least("bytes in → match → assess → store what matches; CPU, best of 5", 300_000.0, rate, "frames/s/core"),
        Line::told("of the frames, wanted", format!("{wanted} of {seen}, {MONITORED} words watched")),
    ])
}

fn words() -> Vec<String> {
    let mut dice = Dice::new(7);
    let syllable = |dice: &mut Dice| char::from_u32(0xAC00 + dice.below(11_172) as u32);
    (0..MONITORED).map(|_| (0..5).filter_map(|_| syllable(&mut dice)).collect()).collect()
}

/// One in a hundred has a word that is watched.
fn frame(n: usize, words: &[String]) -> Vec<u8> {
    let mut text = posts::text(n);
    if n.is_multiple_of(100) {
        text = format!("{text} {}", words[n / 100 % words.len()]);
    }
    posts::frame(n, &text, 1_795_310_200_000_000 + n as u64)
}
