//! Every post classified, stored, indexed and searchable: payloads in, durable with `synchronous=FULL`, read by the pipeline.

use super::{Line, Options, measure, posts, rig::Rig};
use answerable_domain::ConnectorKind;
use serde_json::Value;
use std::time::Instant;

const CHUNK: usize = 20_000;
const CHUNKS: usize = 5;
const MILLION: usize = 1_000_000;

/// What one stretch cost.
struct Cost {
    posts_per_core_second: f64,
    posts_per_second: f64,
}

pub async fn run(options: &Options) -> anyhow::Result<Vec<Line>> {
    let chunk = options.scaled(CHUNK, 500);
    let mut lines = Vec::new();
    for with_cases in [false, true] {
        let rig = Rig::new("ingest", ConnectorKind::BlueskyStream, Value::Null, vec![posts::BRAND.to_owned()]).await?;
        let total = if options.large && !with_cases { options.scaled(MILLION, 500) } else { chunk * CHUNKS };
        let mut costs = Vec::new();
        for from in (0..total).step_by(chunk) {
            costs.push(measured(&rig, from..(from + chunk).min(total), with_cases).await?);
        }
        lines.extend(told(&costs, total, with_cases));
    }
    Ok(lines)
}

async fn measured(rig: &Rig, numbers: std::ops::Range<usize>, with_cases: bool) -> anyhow::Result<Cost> {
    let count = numbers.len();
    let (cpu, started) = (measure::own_cpu()?, Instant::now());
    if with_cases {
        rig.take_in_frames(numbers).await?;
    } else {
        rig.take_in_posts(numbers, true).await?;
    }
    let (wall, cpu) = (started.elapsed(), measure::own_cpu()? - cpu);
    Ok(Cost { posts_per_core_second: measure::per_second(count, cpu), posts_per_second: measure::per_second(count, wall) })
}

fn told(costs: &[Cost], total: usize, with_cases: bool) -> Vec<Line> {
    let best = |of: fn(&Cost) -> f64| costs.iter().map(of).fold(0.0, f64::max);
    let (cpu, wall) = (best(|cost| cost.posts_per_core_second), best(|cost| cost.posts_per_second));
    if with_cases {
        return vec![
            Line::told("raw frame → post, case, event, index; CPU, best of 5", format!("{cpu:.0} posts/s/core")),
            Line::told("the same, wall", format!("{wall:.0} posts/s")),
        ];
    }
    let growth = match costs {
        [first, .., last] => first.posts_per_core_second / last.posts_per_core_second,
        _ => 1.0,
    };
    vec![
        Line::at_least("raw → classified, stored, indexed, searchable; CPU, best of 5", 40_000.0, cpu, "posts/s/core"),
        Line::at_least("the same, wall", 20_000.0, wall, "posts/s"),
        Line::at_most(format!("CPU a post, the last {} of {total} against the first", total / costs.len().max(1)), 1.3, growth, "×"),
    ]
}
