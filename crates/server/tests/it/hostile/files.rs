//! Files of posts: every line that can be read is, the others are told by their number.

use super::{house::House, kept, shapes::deep, texts};
use crate::app::until;
use reqwest::Method;
use serde_json::{Value, json};

/// Sends a file and waits until it is read.
async fn import(house: &House, format: &str, file: Vec<u8>) -> (Value, Vec<Value>) {
    let path = house.of_brand(&format!("imports?format={format}&name=%3Cscript%3Ealert(1)%3C%2Fscript%3E"));
    let begun = house.send_bytes(Method::POST, &path, "application/octet-stream", file).await.expect(201);
    let path = house.of_brand(&format!("imports/{}", begun["id"].as_str().expect("an id")));
    let done = until("the file to be read", async || {
        let now = house.get(&path).await.expect(200);
        (now["state"] != "running").then_some(now)
    });
    (done.await, house.all(&format!("{path}/errors")).await)
}

/// The fixture's texts between two words that no reader may trim, each with the id that it gets.
fn lines() -> Vec<(String, String, String)> {
    let author = |text: &str| if kept(text).trim().is_empty() { "somebody".to_owned() } else { text.to_owned() };
    texts().into_iter().enumerate().map(|(place, text)| (place.to_string(), author(&text), format!("아크메 {text} 끝"))).collect()
}

async fn assert_all_came(house: &House, lines: &[(String, String, String)], prefix: &str) {
    let cases = house.cases(lines.len() as u64).await;
    let posts = house.posts(&cases).await;
    for (id, _, text) in lines {
        let item = posts.get(&format!("other:{prefix}{id}")).unwrap_or_else(|| panic!("line {id} did not come: {text:?}"));
        assert_eq!(item["post"]["text"], json!(kept(text)), "line {id}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_of_json_lines_gives_every_line_that_can_be_read() {
    let house = House::open().await;
    let lines = lines();
    let mut file = Vec::new();
    for (id, author, text) in &lines {
        let line = json!({ "id": format!("j{id}"), "text": text, "author": author, "author_name": text, "time": "2026-11-22T00:00:00Z", "link": text });
        file.extend(format!("{line}\n").into_bytes());
    }
    let broken: Vec<Vec<u8>> = vec![
        b"{\"text\":".to_vec(),
        deep(10_000).into_bytes(),
        format!("{{\"text\":\"x\",\"author\":\"x\",\"time\":1,\"x\":{}}}", deep(10_000)).into_bytes(),
        b"{\"text\":\"\xff\xfe\"}".to_vec(),
        vec![0; 50],
        format!("{{\"text\":\"{}\"}}", "x".repeat(10 << 20)).into_bytes(),
        b"[]".to_vec(),
        b"null".to_vec(),
        br#"{"text":"\ud800","author":"x","time":1}"#.to_vec(),
        br#"{"text":{"a":1},"author":"x","time":1}"#.to_vec(),
        br#"{"text":"x","author":"x","time":"1e999"}"#.to_vec(),
        br#"{"text":"x","author":"x","time":-99999999999999999999}"#.to_vec(),
        br#"{"text":"x","author":"","time":1}"#.to_vec(),
        b"<script>alert(1)</script>".to_vec(),
    ];
    for line in &broken {
        file.extend(line);
        file.push(b'\n');
    }
    file.extend(br#"{"id":"last","text":"well meant","author":"mina","time":"2026-11-22T00:00:00Z"}"#);
    let (done, errors) = import(&house, "jsonl", file).await;
    assert_eq!(
        (done["state"].as_str(), done["lines_ok"].as_u64(), done["lines_bad"].as_u64()),
        (Some("done"), Some(lines.len() as u64 + 1), Some(broken.len() as u64)),
        "{errors:#?}"
    );
    let numbers: Vec<u64> = errors.iter().map(|error| error["line"].as_u64().expect("a number")).collect();
    assert_eq!(numbers, (1..=broken.len() as u64).map(|n| n + lines.len() as u64).collect::<Vec<_>>());
    assert!(errors.iter().all(|error| error["code"].as_str().is_some_and(|code| !code.is_empty())));
    assert_all_came(&house, &lines, "j").await;
    house.finds("meant", "other:last").await;
    house.hears("lines").await;
    house.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_table_gives_every_row_that_can_be_read() {
    let house = House::open().await;
    let lines = lines();
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let mut file = String::from("id,author,text,time\n");
    for (id, author, text) in &lines {
        file.push_str(&format!("c{id},{},{},2026-11-22T00:00:00Z\n", quoted(author), quoted(text)));
    }
    file.push_str("last,mina,well meant,2026-11-22T00:00:00Z\n");
    let (done, errors) = import(&house, "csv", file.into_bytes()).await;
    assert_eq!((done["state"].as_str(), done["lines_bad"].as_u64()), (Some("done"), Some(0)), "{errors:#?}");
    assert_all_came(&house, &lines, "c").await;
    house.finds("meant", "other:last").await;
    house.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tables_that_are_broken_end_with_a_reason() {
    let house = House::open().await;
    let header = "id,author,text,time\n";
    let huge = format!("{header}1,a,\"{}\n", "x".repeat(10 << 20));
    let wide = format!("{header}1,a,b,2026-11-22{}\n", ",x".repeat(10_000));
    let columns = format!("{}\n1,2,3\n", "text,".repeat(10_000));
    let files: Vec<(&str, Vec<u8>)> = vec![
        ("nothing", Vec::new()),
        ("no header", b"1,2\n".to_vec()),
        ("binary", (0..=255_u8).cycle().take(10_000).collect()),
        ("UTF-16", "id,author,text,time\n1,a,b,2026-11-22\n".encode_utf16().flat_map(u16::to_le_bytes).collect()),
        ("EUC-KR", [header.as_bytes(), b"1,a,\xbe\xc6\xc5\xa9\xb8\xde,2026-11-22\n"].concat()),
        ("a quote that never ends", format!("{header}1,a,\"b,2026-11-22\n2,a,b,2026-11-22\n").into_bytes()),
        ("a quote that never ends, huge", huge.into_bytes()),
        ("a wide row", wide.into_bytes()),
        ("a wide header", columns.into_bytes()),
        ("quotes", format!("{header}{}", "\"".repeat(100_001)).into_bytes()),
        ("NUL", [header.as_bytes(), &[0; 1_000], b"\n"].concat()),
        ("delimiters", ",".repeat(1_000_000).into_bytes()),
        ("a zip", b"PK\x03\x04\x14\x00\x06\x00".repeat(500)),
    ];
    for (what, file) in files {
        let (done, errors) = import(&house, "csv", file).await;
        assert!(["done", "failed"].contains(&done["state"].as_str().expect("a state")), "{what}: {done}");
        let is_told = done["failure"].is_string() || !errors.is_empty() || done["lines_ok"] == 0;
        assert!(is_told, "{what}: {done} {errors:?}");
        assert!(errors.iter().all(|error| error["text"].as_str().is_some_and(|text| text.len() < 10_000)), "{what}");
    }
    let good = format!("{header}good,mina,well meant,2026-11-22T00:00:00Z\n");
    import(&house, "csv", good.into_bytes()).await;
    house.finds("meant", "other:good").await;
    house.closes().await;
}
