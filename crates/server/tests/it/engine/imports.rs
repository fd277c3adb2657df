//! Files of posts: every line that can be read, once, however often the program ends in between.

use super::desk::{Desk, Loops};
use answerable_domain::{ImportId, Network};
use answerable_server::engine::{ImportFormat, NewImport};
use answerable_store::{Import, ImportState};
use std::fmt::Write as _;

const AT: i64 = 1_795_000_000;

/// So many lines, every thousandth of them broken.
fn lines(count: usize) -> (String, usize) {
    let mut text = String::new();
    for n in 0..count {
        match n % 1_000 {
            999 => text.push_str("{\"text\": \"never closed\n"),
            _ => writeln!(text, r#"{{"id":"{n}","text":"불만 {n} 배송이 늦어요","author":"user{}","time":{}}}"#, n % 500, AT + n as i64)
                .expect("a string"),
        }
    }
    (text, count / 1_000)
}

async fn start(desk: &Desk, name: &str, text: &str, format: ImportFormat) -> Import {
    let path = desk.folder.path().join(name);
    std::fs::write(&path, text).expect("a file");
    let new = NewImport {
        name: name.to_owned(),
        format,
        network: Network::Naver,
        bytes_total: text.len() as u64,
        path,
        user_id: Some(desk.user),
    };
    desk.engine.start_import(&desk.scope, new).await.expect("the file is taken over")
}

async fn ended(desk: &Desk, id: ImportId) -> Import {
    desk.until_at_last("the import to end and its posts to be taken in", async || {
        let import = desk.store.import(&desk.scope, id).await.expect("the import");
        let over = matches!(import.state, ImportState::Done | ImportState::Failed);
        let taken_in = desk.store.pending_raws(None, 1).await.expect("the store answers").is_empty();
        (over && taken_in).then_some(import)
    })
    .await
}

async fn open_count(desk: &Desk) -> u64 {
    desk.store.counts(&desk.scope).await.expect("counts").open
}

#[tokio::test]
async fn a_file_becomes_cases_and_its_bad_lines_are_told() {
    let desk = Desk::open().await;
    let csv = "text,author,time\n\"두 줄\n짜리\",민아,2026-11-20\nno time,jun,never\nlast,유키,2026-11-21 10:00\n";
    let import = start(&desk, "posts.csv", csv, ImportFormat::Csv).await;
    assert_eq!(import.state, ImportState::Running);
    let done = ended(&desk, import.id).await;
    assert_eq!((done.state, done.lines_ok, done.lines_bad, done.bytes_done), (ImportState::Done, 2, 1, csv.len() as u64));
    let errors = desk.store.import_errors(&desk.scope, import.id, None, 10).await.expect("errors").items;
    assert_eq!(
        errors.iter().map(|error| (error.line, error.code.as_str(), error.text.as_str())).collect::<Vec<_>>(),
        [(4, "bad_time", "no time,jun,never")]
    );
    let cases = desk.cases().await;
    assert_eq!(
        cases.iter().map(|row| (row.network, row.preview.text.as_str())).collect::<Vec<_>>(),
        [(Network::Naver, "두 줄\n짜리"), (Network::Naver, "last")]
    );
    let left: Vec<_> = std::fs::read_dir(desk.folder.path().join("imports")).expect("the folder").collect();
    assert!(left.is_empty(), "what is read is not kept twice");
}

#[tokio::test]
async fn a_file_imported_twice_adds_nothing() {
    let desk = Desk::open().await;
    let (text, bad) = lines(1_500);
    for run in ["first.jsonl", "second.jsonl"] {
        let import = start(&desk, run, &text, ImportFormat::JsonLines).await;
        let done = ended(&desk, import.id).await;
        assert_eq!((done.lines_ok, done.lines_bad), (1_500 - bad as u64, bad as u64), "{run}");
        assert_eq!(open_count(&desk).await, 1_500 - bad as u64, "{run}");
    }
    let channels = desk.store.channels(&desk.scope).await.expect("channels");
    assert_eq!(channels.len(), 1, "one brand, one channel for files");
}

#[tokio::test]
async fn a_file_that_cannot_be_read_fails_with_a_code() {
    let desk = Desk::open().await;
    for (text, code) in [("\u{feff}a,b\n1,2\n", "missing_header"), ("name,time\nx,2026-01-01\n", "missing_header")] {
        let import = start(&desk, "odd.csv", text, ImportFormat::Csv).await;
        let failed = ended(&desk, import.id).await;
        if failed.state == ImportState::Failed {
            assert_eq!(failed.failure.as_deref(), Some(code));
        } else {
            assert_eq!(failed.lines_ok, 0, "{text}: without a header the second column is an author and there is no time");
        }
    }
}

#[tokio::test]
async fn an_import_that_the_program_ended_in_goes_on_by_itself() {
    let mut desk = Desk::open().await;
    let (text, bad) = lines(6_000);
    let import = start(&desk, "posts.jsonl", &text, ImportFormat::JsonLines).await;
    let mut cuts = 0;
    loop {
        let before = desk.store.import(&desk.scope, import.id).await.expect("the import");
        if before.state == ImportState::Done {
            break;
        }
        desk.until("a step more", async || {
            let now = desk.store.import(&desk.scope, import.id).await.expect("the import");
            (now.bytes_done > before.bytes_done || now.state == ImportState::Done).then_some(())
        })
        .await;
        desk.restart(Loops::Run).await;
        cuts += 1;
    }
    let done = ended(&desk, import.id).await;
    assert_eq!((done.lines_ok, done.lines_bad, done.bytes_done), (6_000 - bad as u64, bad as u64, text.len() as u64));
    assert_eq!(open_count(&desk).await, 6_000 - bad as u64);
    assert!(cuts > 1, "it was cut off {cuts} times");
}

#[tokio::test]
async fn a_hundred_thousand_lines_are_counted_to_the_last() {
    let desk = Desk::open().await;
    let (text, bad) = lines(100_000);
    let import = start(&desk, "all.jsonl", &text, ImportFormat::JsonLines).await;
    let done = ended(&desk, import.id).await;
    let good = 100_000 - bad as u64;
    assert_eq!((done.state, done.lines_ok, done.lines_bad, done.bytes_done), (ImportState::Done, good, bad as u64, text.len() as u64));
    assert_eq!(open_count(&desk).await, good);
}
