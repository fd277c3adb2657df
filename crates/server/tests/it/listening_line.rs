//! `monitor try` and `monitor variants`, as a person or a script starts them: in a folder where no database is, and none comes to be.

use crate::command_line::{complained, folder, run, run_with_input, said};
use serde_json::{Value, json};
use std::path::Path;

const POSTS: &str = concat!(
    r#"{"text":"아크메 환불 언제 되나요","language":"ko","network":"naver","author":"jin","followers":1200}"#,
    "\n",
    r#"{"text":"아크매가 또 그랬어","lang":"ko"}"#,
    "\n\n",
    "broken\n",
    r#"{"text":"Acmeology is no acme","network":"bluesky"}"#,
    "\n",
    r#"{"title":"no text"}"#,
    "\n",
    r#"{"text":"근현대사 강의","network":"myspace"}"#,
);

fn posts(folder: &Path) -> String {
    let file = folder.join("posts.jsonl");
    std::fs::write(&file, POSTS).expect("a file");
    file.to_str().expect("UTF-8").to_owned()
}

fn json_lines(told: &str) -> Vec<Value> {
    told.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

#[tokio::test]
async fn a_query_is_tried_on_a_file_without_a_database() {
    let folder = folder();
    let nowhere = folder.path().join("nowhere");
    let file = posts(folder.path());
    let tried = run(&nowhere, &["monitor", "try", "~아크메 OR acme", "--file", &file]).await;
    let expected = "     1  ⟦아크메⟧ 환불 언제 되나요\n     2  ⟦아크매⟧가 또 그랬어  [아크매 for 아크메, jamo:ㅔ→ㅐ]\n     5  Acmeology is no ⟦acme⟧\n";
    assert_eq!(said(&tried), expected);
    let told = String::from_utf8_lossy(&tried.stderr).into_owned();
    let expected = [
        "line 4: not JSON",
        "line 6: missing field `text`",
        "line 7: \"myspace\" is no network",
        "3 of 3 posts match; 3 lines could not be read.",
        "another vowel or consonant: ㅔ→ㅐ",
    ];
    for part in expected {
        assert!(told.contains(part), "{part}: {told}");
    }
    assert!(!told.contains('\u{1b}'), "no bar where nobody looks: {told}");
    assert!(!nowhere.exists(), "nothing is made for it");
}

#[tokio::test]
async fn programs_get_a_compact_object_a_line() {
    let folder = folder();
    let tried = run_with_input(folder.path(), &["monitor", "try", "~아크메", "--file", "-", "--json"], POSTS).await;
    let expected = concat!(
        r#"{"line":1,"spans":[{"start":0,"end":9,"term":"아크메","variant":null,"reason":null}]}"#,
        "\n",
        r#"{"line":2,"spans":[{"start":0,"end":9,"term":"아크메","variant":"아크매","reason":"jamo:ㅔ→ㅐ"}]}"#,
        "\n",
    );
    assert_eq!(said(&tried), expected);
}

#[tokio::test]
async fn what_is_known_of_a_post_counts() {
    let folder = folder();
    let file = posts(folder.path());
    let cases = [
        ("환불 network:naver lang:ko followers:1000 author:jin", 1),
        ("환불 followers:2000", 0),
        ("환불 OR 또 -network:naver", 2),
        ("아크매 lang:ko", 1),
        ("author:jin", 1),
        ("acme network:bluesky", 1),
        ("-또 ~아크메", 1),
    ];
    for (query, expected) in cases {
        let found = said(&run(folder.path(), &["monitor", "try", query, "--file", &file, "--json"]).await);
        assert_eq!(json_lines(&found).len(), expected, "{query}: {found}");
    }
}

#[tokio::test]
async fn other_spellings_can_be_given() {
    let folder = folder();
    let file = posts(folder.path());
    let also = ["monitor", "try", "~acme 환불", "--file", &file, "--json", "--also", "acme=아크메", "--also", "globex=x"];
    let tried = run(folder.path(), &also).await;
    let found = json_lines(&said(&tried));
    assert_eq!(found[0]["spans"][0], json!({ "start": 0, "end": 9, "term": "acme", "variant": "아크메", "reason": "also:아크메" }));
    assert!(String::from_utf8_lossy(&tried.stderr).contains("the query has no ~globex"));
    let bad = run(folder.path(), &["monitor", "try", "~acme", "--file", &file, "--also", "아크메"]).await;
    assert!(complained(&bad).contains("expected TERM=TEXT"));
}

#[tokio::test]
async fn a_bad_query_shows_where_and_what_instead() {
    let folder = folder();
    let refused = run(folder.path(), &["monitor", "try", "아크메 or acme", "--file", "-"]).await;
    assert_eq!(refused.status.code(), Some(2));
    let told = complained(&refused);
    assert!(told.contains("  아크메 or acme\n         ^^ column 5: "), "{told}");
    assert!(told.contains("  Try: 아크메 OR acme"), "{told}");
    let refused = run(folder.path(), &["monitor", "add", "Empty", "--query", "NOT acme"]).await;
    assert_eq!(refused.status.code(), Some(2));
    assert!(complained(&refused).contains("would match nearly every post"));
    let missing = run(folder.path(), &["monitor", "try", "acme", "--file", "nowhere.jsonl"]).await;
    assert_eq!(missing.status.code(), Some(1));
    assert!(complained(&missing).contains("nowhere.jsonl cannot be read"));
}

#[tokio::test]
async fn variants_are_listed_with_why_and_noise() {
    let folder = folder();
    let nowhere = folder.path().join("nowhere");
    let table = said(&run(&nowhere, &["monitor", "variants", "아크메"]).await);
    let lines: Vec<Vec<&str>> = table.lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(lines[0], ["spelling", "noise", "why"]);
    assert!(lines.iter().any(|line| line.starts_with(&["아크매", "on"]) && line.ends_with(&["ㅔ→ㅐ"])), "{table}");
    let told = said(&run(&nowhere, &["monitor", "variants", "acme", "--also", "아크메", "--json"]).await);
    let listed = json_lines(&told);
    assert_eq!(listed[0]["text"], "아크메");
    assert_eq!(listed[0]["reason"], "also:아크메");
    assert!(listed.iter().any(|variant| variant["text"] == "아크매"), "what was given has variants of its own: {told}");
    for variant in &listed {
        let fields: Vec<&String> = variant.as_object().expect("an object").keys().collect();
        assert_eq!(fields, ["noise", "on", "reason", "text"]);
    }
    assert!(told.starts_with(r#"{"text":"아크메","reason":"also:아크메","on":true,"noise":"#), "{told}");
    let short = run(&nowhere, &["monitor", "variants", "롤"]).await;
    said(&short);
    assert!(String::from_utf8_lossy(&short.stderr).contains("The term is short"));
    assert!(!nowhere.exists(), "nothing is made for it");
}
