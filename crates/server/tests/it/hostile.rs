//! Hostile input through every way that leads in: nothing stops, nothing is changed on the way, and what is refused is refused clearly.
//!
//! The program itself runs as a process of its own, between networks and people who mean it no good. The texts are those of
//! `fixtures/hostile`; what is broken by shape rather than by words is made here. Each story ends with somebody who means well and is heard.

mod documents;
mod files;
mod house;
mod networks;
mod requests;
mod shapes;

/// The fixture's texts, in its order.
fn texts() -> Vec<String> {
    let lines = include_str!("../../../../fixtures/hostile/texts.jsonl").lines();
    let texts: Vec<String> = lines.map(|line| serde_json::from_str(line).expect("a JSON string a line")).collect();
    assert!(texts.len() >= 200, "{} texts", texts.len());
    texts
}

/// As it is kept: a database holds no NUL, and one byte stands for one byte.
fn kept(text: &str) -> String {
    text.replace('\0', " ")
}
