//! The weights of `triage`: `cargo xtask train` makes them, `cargo xtask evaluate` measures them.
//!
//! Both are the trainer's (`crates/trainer`), built for release: it reads with the same code as the program.

use crate::shell::{self, Outcome, cargo};

/// `train` or `evaluate`, with words for the trainer.
pub fn run(task: &str, words: &[String]) -> Outcome {
    if !words.iter().any(|word| word == "--data" || word.starts_with("--data=")) {
        return Err(format!("cargo xtask {task} --data DIR: the folder of the sets that docs/models.md names."));
    }
    shell::say("Building the trainer for release ...");
    let tasks: &[&str] = if task == "train" { &["train", "train-languages"] } else { &[task] };
    let trainer = |task: &&str| shell::run(cargo().args(["run", "--release", "--package", "answerable-trainer", "--", task]).args(words));
    tasks.iter().try_for_each(trainer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_folder_of_sets_nothing_starts() {
        let refused = run("train", &["--corpus".to_owned(), "corpus".to_owned()]).expect_err("no folder");
        assert!(refused.contains("--data DIR"), "{refused}");
    }
}
