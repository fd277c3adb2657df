//! The bar on standard error. It draws nothing where that is not a terminal.

use indicatif::{HumanCount, ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Lines between two looks at the bar: it must not cost more than the reading.
const LINES_BETWEEN: u64 = 512;

pub struct Progress(ProgressBar);

impl Progress {
    pub fn new(bytes_total: Option<u64>) -> Self {
        let bar = ProgressBar::with_draw_target(bytes_total, ProgressDrawTarget::stderr());
        let template = if bytes_total.is_some() { "{bar:30} {percent:>3}% {msg}" } else { "{spinner} {msg}" };
        bar.set_style(ProgressStyle::with_template(template).expect("the template is fixed"));
        Self(bar)
    }

    pub fn tell(&self, lines: u64, bytes: u64, matching: u64) {
        if lines.is_multiple_of(LINES_BETWEEN) && !self.0.is_hidden() {
            self.0.set_position(bytes);
            self.0.set_message(format!("{} lines, {} match", HumanCount(lines), HumanCount(matching)));
        }
    }

    /// Something else is written while the bar is away.
    pub fn make_room<T>(&self, write: impl FnOnce() -> T) -> T {
        self.0.suspend(write)
    }

    pub fn finish(&self) {
        self.0.finish_and_clear();
    }
}
