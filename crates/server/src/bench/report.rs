//! The table.

use super::Options;
use crate::cli;

/// One number.
#[derive(Debug, Clone)]
pub struct Line {
    pub what: String,
    pub target: String,
    pub measured: String,
    /// `None`: there is no target, or it could not be judged at this scale.
    pub met: Option<bool>,
}

impl Line {
    /// As large as possible.
    pub fn at_least(what: impl Into<String>, target: f64, measured: f64, unit: &str) -> Self {
        Self {
            what: what.into(),
            target: format!("≥ {} {unit}", number(target)),
            measured: format!("{} {unit}", number(measured)),
            met: Some(measured >= target),
        }
    }

    /// As small as possible.
    pub fn at_most(what: impl Into<String>, target: f64, measured: f64, unit: &str) -> Self {
        Self {
            what: what.into(),
            target: format!("≤ {} {unit}", number(target)),
            measured: format!("{} {unit}", number(measured)),
            met: Some(measured <= target),
        }
    }

    /// Only to know.
    pub fn told(what: impl Into<String>, measured: impl Into<String>) -> Self {
        Self { what: what.into(), target: "–".to_owned(), measured: measured.into(), met: None }
    }
}

/// Three digits that matter, thousands apart.
fn number(value: f64) -> String {
    match value.abs() {
        1_000.0.. => {
            let digits = format!("{value:.0}");
            let first = digits.len() % 3;
            let groups = digits.char_indices().map(|(place, digit)| match place {
                0 => digit.to_string(),
                place if place % 3 == first => format!(",{digit}"),
                _ => digit.to_string(),
            });
            groups.collect()
        }
        100.0.. => format!("{value:.0}"),
        10.0.. => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}

pub fn head(options: &Options) -> anyhow::Result<()> {
    let build = if cfg!(debug_assertions) { "a debug build: the numbers mean nothing" } else { "a release build" };
    let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
    cli::print(&format!("{build}, {cores} cores, scale {}\n", options.scale))?;
    cli::print("| program | what | target | measured | |\n|---|---|---|---|---|")
}

pub fn lines(program: &str, lines: &[Line]) -> anyhow::Result<()> {
    for line in lines {
        let met = match line.met {
            Some(true) => "✓",
            Some(false) => "✗",
            None => "",
        };
        cli::print(&format!("| {program} | {} | {} | {} | {met} |", line.what, line.target, line.measured))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_the_digits_that_matter() {
        for (value, text) in [
            (0.034, "0.03"),
            (1.5, "1.50"),
            (15.26, "15.3"),
            (999.4, "999"),
            (1_234.0, "1,234"),
            (61_000.4, "61,000"),
            (123_456_789.0, "123,456,789"),
        ] {
            assert_eq!(number(value), text);
        }
    }

    #[test]
    fn a_target_is_met_or_not() {
        assert_eq!(Line::at_least("a", 10.0, 10.0, "posts/s").met, Some(true));
        assert_eq!(Line::at_most("a", 10.0, 10.1, "ms").met, Some(false));
    }
}
