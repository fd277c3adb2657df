//! Rules about who may know what: the walls of the house.

use super::{Complaint, Source};

/// The pure stages and what may stand in their list of dependencies.
const STAGES: &[&str] = &["listen", "triage", "care", "respond", "networks", "store"];

/// The stages know the domain and nothing of each other.
pub fn stages_know_only_the_domain(source: &Source) -> Vec<Complaint> {
    let Some(stage) = STAGES.iter().find(|stage| source.path == format!("crates/{stage}/Cargo.toml")) else {
        return if source.path == "crates/domain/Cargo.toml" { known_crates(source, &[]) } else { Vec::new() };
    };
    let mut found = known_crates(source, &["domain"]);
    for complaint in &mut found {
        complaint.words = format!("`{stage}` may know the domain only: {}", complaint.words);
    }
    found
}

fn known_crates(source: &Source, allowed: &[&str]) -> Vec<Complaint> {
    let mut in_tests = false;
    source.judge(|line| {
        if line.starts_with('[') {
            in_tests = line.contains("dev-dependencies");
        }
        let known = line.strip_prefix("answerable-")?.split(['.', ' ', '=']).next().unwrap_or_default();
        (!in_tests && !allowed.contains(&known)).then(|| format!("depends on `answerable-{known}`"))
    })
}

/// SQL is written in the store and nowhere else.
pub fn statements_only_in_the_store(source: &Source) -> Vec<Complaint> {
    let elsewhere = source.is_rust() && source.path.starts_with("crates/") && !source.path.starts_with("crates/store/");
    if !elsewhere || source.is_test() {
        return Vec::new();
    }
    let statements = ["\"SELECT ", "\"INSERT INTO ", "\"UPDATE ", "\"DELETE FROM ", "sqlx::"];
    source.judge(|line| statements.iter().find(|words| line.contains(**words)).map(|words| format!("`{words}`: SQL lives in crates/store")))
}

/// What strangers wrote is shown as text.
pub fn foreign_text_is_never_markup(source: &Source) -> Vec<Complaint> {
    if !source.path.starts_with("web/src/") || source.is_test() {
        return Vec::new();
    }
    let doors = ["{@html", "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write"];
    source.judge(|line| doors.iter().find(|door| line.contains(**door)).map(|door| format!("`{door}`: text is never parsed as markup")))
}

#[cfg(test)]
mod tests {
    use super::{super::tests::file, *};

    #[test]
    fn a_stage_that_knows_another_is_found() {
        let manifest = "[dependencies]\nanswerable-domain.workspace = true\nanswerable-listen.workspace = true\n";
        let found = stages_know_only_the_domain(&file("crates/care/Cargo.toml", manifest));
        assert_eq!((found.len(), found[0].line), (1, 3));
        assert!(stages_know_only_the_domain(&file("crates/server/Cargo.toml", manifest)).is_empty());
    }

    #[test]
    fn a_stage_may_use_the_testkit_in_its_tests() {
        let manifest = "[dependencies]\nanswerable-domain.workspace = true\n[dev-dependencies]\nanswerable-testkit.workspace = true\n";
        assert!(stages_know_only_the_domain(&file("crates/care/Cargo.toml", manifest)).is_empty());
    }

    #[test]
    fn a_statement_outside_the_store_is_found() {
        let line = "let rows = run(\"SELECT id FROM post\");\n";
        assert_eq!(statements_only_in_the_store(&file("crates/server/src/http/cases.rs", line)).len(), 1);
        assert!(statements_only_in_the_store(&file("crates/store/src/cases.rs", line)).is_empty());
    }

    #[test]
    fn markup_from_text_is_found() {
        assert_eq!(foreign_text_is_never_markup(&file("web/src/inbox/Post.svelte", "{@html post.text}\n")).len(), 1);
    }
}
