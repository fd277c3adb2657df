//! Doing a thing only when what it is made from has changed: a hash of the inputs, kept beside the result.

use crate::shell::{Outcome, root};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// A number that changes when a file among `inputs` (files, or folders with all below) changes, appears or goes.
pub fn hash_of(inputs: &[&str]) -> Outcome<String> {
    let mut files = Vec::new();
    for input in inputs {
        collect(&root().join(input), &mut files)?;
    }
    files.sort();
    let mut hash = Fnv::default();
    for file in &files {
        hash.add(file.to_string_lossy().as_bytes());
        hash.add(&fs::read(file).map_err(|error| format!("{}: {error}", file.display()))?);
    }
    Ok(format!("{:016x}", hash.0))
}

/// Runs `work` unless `stamp` says that the same inputs were worked on before and `result` is there.
pub fn unless_done(stamp: &Path, inputs: &str, result: &Path, work: impl FnOnce() -> Outcome) -> Outcome {
    if result.exists() && fs::read_to_string(stamp).is_ok_and(|done| done == inputs) {
        return Ok(());
    }
    // Gone first: what is interrupted half-way must not look done.
    let _ = fs::remove_file(stamp);
    work()?;
    fs::write(stamp, inputs).map_err(|error| format!("{}: {error}", stamp.display()))
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) -> Outcome {
    if path.is_file() {
        files.push(path.to_owned());
    } else if path.is_dir() {
        for entry in fs::read_dir(path).map_err(|error| format!("{}: {error}", path.display()))? {
            collect(&entry.map_err(|error| error.to_string())?.path(), files)?;
        }
    }
    Ok(())
}

/// FNV-1a: enough to notice a change, and the same on every machine.
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv {
    /// The length goes in too, so that moving a byte from one file to the next changes the sum.
    fn add(&mut self, bytes: &[u8]) {
        for byte in (bytes.len() as u64).to_le_bytes().iter().chain(bytes) {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(parts: &[&str]) -> u64 {
        let mut hash = Fnv::default();
        parts.iter().for_each(|part| hash.add(part.as_bytes()));
        hash.0
    }

    #[test]
    fn the_same_inputs_give_the_same_sum_and_a_moved_byte_another() {
        assert_eq!(sum(&["ab", "c"]), sum(&["ab", "c"]));
        assert_ne!(sum(&["ab", "c"]), sum(&["a", "bc"]));
    }

    #[test]
    fn work_is_done_once_for_the_same_inputs_and_again_for_others() {
        let folder = std::env::temp_dir().join(format!("answerable-stamp-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let (stamp, result) = (folder.join("stamp"), folder.join("result"));
        let mut runs = 0;
        for inputs in ["one", "one", "two", "two"] {
            unless_done(&stamp, inputs, &result, || {
                runs += 1;
                fs::write(&result, inputs).map_err(|error| error.to_string())
            })
            .unwrap();
        }
        assert_eq!(runs, 2);
        unless_done(&stamp, "three", &result, || Err("it broke".to_owned())).unwrap_err();
        assert!(!stamp.exists(), "a failure is not remembered as done");
        fs::remove_dir_all(&folder).unwrap();
    }
}
