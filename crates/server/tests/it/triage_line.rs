//! `triage`, as a person or a script starts it: in a folder where no database is, and none comes to be.

use crate::command_line::{complained, folder, run, run_with_input, said};
use serde_json::Value;

const TEXT: &str = "환불 언제 되나요? 010-1234-5678";

fn json_lines(told: &str) -> Vec<Value> {
    told.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

#[tokio::test]
async fn a_text_is_judged_for_people() {
    let folder = folder();
    let nowhere = folder.path().join("nowhere");
    let told = said(&run(&nowhere, &["triage", TEXT]).await);
    // Seventeen columns of names, then the text: a Korean letter takes two columns.
    let marked = format!("\n{}{}\n", " ".repeat(17 + 18), "^".repeat(13));
    for part in ["  language       ko 9", "  sentiment      ", "  urgency        ", "  personal data  phone ", &marked] {
        assert!(told.contains(part), "{part}: {told}");
    }
    assert!(!told.contains('\u{1b}'), "no colours where nobody looks: {told}");
    assert!(!nowhere.exists(), "nothing is made for it");
}

#[tokio::test]
async fn a_text_is_judged_for_programs() {
    let folder = folder();
    let told = json_lines(&said(&run(folder.path(), &["triage", TEXT, "--json", "--reasons"]).await));
    let [one] = &told[..] else { panic!("one line: {told:?}") };
    let keys = [
        "language",
        "languages",
        "sentiment",
        "kind",
        "question",
        "needs_answer",
        "abuse",
        "aim",
        "troll",
        "motive",
        "risk",
        "personal_data",
        "spam",
        "humour",
        "reasons",
    ];
    assert!(keys.iter().all(|key| one.get(key).is_some()) && one.as_object().is_some_and(|one| one.len() == keys.len()), "{one}");
    assert_eq!((&one["language"], &one["personal_data"][0]["type"]), (&"ko".into(), &"phone".into()));
    let lines = said(&run_with_input(folder.path(), &["triage", "-", "--json"], "Where is my refund, please?\n返金はいつですか\n").await);
    assert_eq!(json_lines(&lines).iter().map(|one| one["language"].clone()).collect::<Vec<_>>(), ["en", "ja"]);
}

#[tokio::test]
async fn a_file_is_judged_line_by_line_and_bad_lines_are_counted() {
    let folder = folder();
    let file = folder.path().join("posts.jsonl");
    let posts = "{\"text\":\"Where is my refund, please?\"}\nbroken\n{\"text\":\"返金はいつですか\"}\n";
    std::fs::write(&file, posts).expect("a file");
    let path = file.to_str().expect("UTF-8");
    let mixed = run(folder.path(), &["triage", "--file", path]).await;
    let lines = json_lines(std::str::from_utf8(&mixed.stdout).expect("UTF-8"));
    assert_eq!((&lines[0]["language"], &lines[1]["line"], &lines[2]["language"]), (&"en".into(), &2.into(), &"ja".into()));
    assert!(complained(&mixed).contains("1 of 3 lines could not be read"), "the count is said");
    let good = posts.replace("broken\n", "");
    let piped = run_with_input(folder.path(), &["triage", "--file", "-", "--reasons"], &good).await;
    let lines = json_lines(&said(&piped));
    assert!(lines.len() == 2 && lines.iter().all(|line| line["reasons"].is_object()), "{lines:?}");
    assert!(piped.stderr.is_empty(), "no bar where nobody looks");
    assert!(complained(&run(folder.path(), &["triage", "--file", "nowhere.jsonl"]).await).contains("nowhere.jsonl cannot be read"));
    assert!(complained(&run(folder.path(), &["triage"]).await).contains("required"));
}
