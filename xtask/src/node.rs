//! Node and npm: whether they are there and new enough, and installing a folder's packages only when its lock file changed.

use crate::{
    shell::{self, Outcome, root},
    stamp,
};
use std::process::Command;

/// What the web build needs, as (major, minor).
const NODE_AT_LEAST: (u32, u32) = (20, 19);

/// An error says what is missing, what it is needed for, and what to do.
pub fn require() -> Outcome {
    let advice = "The screens are built with Node 20.19 or newer and its npm: install them (https://nodejs.org, or your system's packages), \
                  or run `cargo xtask start --no-web` for a server without screens.";
    let Ok(version) = shell::read(Command::new("node").arg("--version")) else {
        return Err(format!("Node is missing. {advice}"));
    };
    if !new_enough(version.trim()) {
        return Err(format!("Node {} is too old. {advice}", version.trim()));
    }
    if !shell::has("npm") {
        return Err(format!("Node is there, but npm is missing. {advice}"));
    }
    Ok(())
}

fn new_enough(version: &str) -> bool {
    let mut numbers = version.trim_start_matches('v').split('.').map(|part| part.parse().unwrap_or(0));
    let found: (u32, u32) = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
    found >= NODE_AT_LEAST
}

/// `npm ci` in a folder of the checkout, unless its packages are those of its lock file already.
pub fn install(folder: &str) -> Outcome {
    let lock = format!("{folder}/package-lock.json");
    if !root().join(&lock).is_file() {
        return Err(format!("{lock} is missing: the checkout is not complete."));
    }
    let packages = root().join(folder).join("node_modules");
    stamp::unless_done(&packages.join(".answerable-lock"), &stamp::hash_of(&[&lock])?, &packages, || {
        shell::say(&format!("Installing the packages of {folder}/ (only when its lock file changed; about a minute) ..."));
        shell::run(npm(folder).args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]))
    })
}

/// `npm` in a folder of the checkout.
pub fn npm(folder: &str) -> Command {
    let mut command = Command::new("npm");
    command.current_dir(root().join(folder));
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_as_numbers() {
        for (version, enough) in [("v20.19.0", true), ("v20.20.2", true), ("v22.0.0", true), ("v100.1.0", true)] {
            assert_eq!(new_enough(version), enough, "{version}");
        }
        for version in ["v20.9.0", "v18.20.4", "v9.99.0", "", "nonsense"] {
            assert!(!new_enough(version), "{version}");
        }
    }
}
