//! The mailbox against real mail servers: Postfix and Dovecot, which the tests start and stop by themselves.

use crate::shell::{self, Outcome, cargo, in_root};
use std::process::Command;

/// What the tests look for, and the packages that bring it.
const PROGRAMS: [&str; 3] = ["/usr/sbin/postfix", "/usr/sbin/dovecot", "/usr/lib/dovecot/lmtp"];
const PACKAGES: [&str; 4] = ["postfix", "dovecot-imapd", "dovecot-lmtpd", "openssl"];
/// Makes the tests fail where the servers are missing, instead of skipping.
const REQUIRED: &str = "ANSWERABLE_TEST_MAIL";

/// Why the servers cannot be started here.
pub fn missing() -> Option<String> {
    let is_installed = PROGRAMS.iter().all(|program| std::path::Path::new(program).exists());
    if !is_installed {
        return Some(format!("the mail servers are missing: sudo apt-get install -y --no-install-recommends {}", PACKAGES.join(" ")));
    }
    (!shell::is_root()).then(|| "only root can start Postfix and Dovecot: run this step with sudo".to_owned())
}

pub fn install() -> Outcome {
    shell::say(&format!("Installing {} ...", PACKAGES.join(", ")));
    shell::run(in_root("apt-get").args(["update", "-qq"]))?;
    let mut install = in_root("apt-get");
    shell::run(install.args(["install", "-y", "-qq", "--no-install-recommends"]).args(PACKAGES).env("DEBIAN_FRONTEND", "noninteractive"))
}

/// The tests, with the servers. The whole workspace is named although one crate is meant: so cargo builds with the features of the other tests,
/// which is built already.
pub fn tests() -> Command {
    let mut command = cargo();
    let runner: &[&str] = if shell::has("cargo-nextest") { &["nextest", "run", "--no-fail-fast"] } else { &["test"] };
    command.args(runner).args(["--workspace", "--test", "it", "email_real"]).env(REQUIRED, "1");
    command
}
