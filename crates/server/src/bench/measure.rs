//! CPU time and memory of a process, and latencies.

use anyhow::Context as _;
use std::{fs, time::Duration};

/// `sysconf(_SC_CLK_TCK)` on every Linux of today.
const TICKS_PER_SECOND: u64 = 100;

/// CPU time (user and system, all threads) that a process has used so far.
pub fn cpu(process: u32) -> anyhow::Result<Duration> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).context("CPU time is read from /proc, which only Linux has")?;
    // The name of the program may hold spaces and brackets: count from behind it.
    let after_name = stat.rsplit_once(')').map(|(_, rest)| rest).context("/proc/…/stat has a new shape")?;
    let mut fields = after_name.split_whitespace().skip(11);
    let mut ticks = || fields.next().and_then(|field| field.parse::<u64>().ok()).context("/proc/…/stat has a new shape");
    let used = ticks()? + ticks()?;
    Ok(Duration::from_millis(used * 1_000 / TICKS_PER_SECOND))
}

/// Of this process.
pub fn own_cpu() -> anyhow::Result<Duration> {
    cpu(std::process::id())
}

/// Memory that a process holds, KB.
pub fn rss_kb(process: u32) -> anyhow::Result<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("/proc/…/status has a new shape")?;
    Ok(line.trim().trim_end_matches(" kB").parse()?)
}

/// So many in a time.
pub fn per_second(count: usize, time: Duration) -> f64 {
    count as f64 / time.as_secs_f64().max(1e-9)
}

#[derive(Debug, Default, Clone)]
pub struct Latencies(Vec<Duration>);

impl Latencies {
    pub fn add(&mut self, latency: Duration) {
        self.0.push(latency);
    }

    pub fn merge(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// In milliseconds; `part` from 0 to 1. Nearest rank.
    pub fn at(&mut self, part: f64) -> f64 {
        self.0.sort_unstable();
        let place = ((self.0.len() as f64 * part).ceil() as usize).clamp(1, self.0.len().max(1)) - 1;
        self.0.get(place).map_or(f64::NAN, |latency| latency.as_secs_f64() * 1_000.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_of_what_was_seen() {
        let mut seen = Latencies::default();
        (1..=100).rev().for_each(|ms| seen.add(Duration::from_millis(ms)));
        assert_eq!((seen.at(0.5), seen.at(0.99), seen.at(1.0)), (50.0, 99.0, 100.0));
        assert!(Latencies::default().at(0.5).is_nan());
    }

    #[test]
    fn this_process_uses_time_and_memory() {
        assert!(own_cpu().is_ok());
        assert!(rss_kb(std::process::id()).expect("Linux") > 1_000);
    }
}
