//! The bar on standard error. It draws nothing where that is not a terminal.

use super::lines::Tally;
use indicatif::{HumanCount, ProgressBar, ProgressDrawTarget, ProgressStyle};

pub struct Progress(ProgressBar);

impl Progress {
    /// Without a number of bytes nobody knows how much is still to come.
    pub fn new(bytes_total: Option<u64>) -> Self {
        let bar = ProgressBar::with_draw_target(bytes_total, ProgressDrawTarget::stderr());
        let template = if bytes_total.is_some() { "{bar:30} {percent:>3}% {msg}, {eta} to go" } else { "{spinner} {msg}" };
        bar.set_style(ProgressStyle::with_template(template).expect("the template is fixed"));
        Self(bar)
    }

    pub fn tell(&self, tally: &Tally) {
        if self.0.is_hidden() {
            return;
        }
        self.0.set_position(tally.bytes);
        let bad = if tally.bad == 0 { String::new() } else { format!(", {} not readable", HumanCount(tally.bad)) };
        self.0.set_message(format!("{} posts{bad}", HumanCount(tally.lines)));
    }

    pub fn finish(&self) {
        self.0.finish_and_clear();
    }
}
