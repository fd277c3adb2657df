//! Files: a bad line costs that line, and reading can be put down between any two records.

use crate::support::{hostile, http};
use answerable_domain::{ConnectorKind, Inbound, Network};
use answerable_networks::{
    Context, Settings, connect,
    import::{Checkpoint, Format, Importer, Record},
};
use answerable_testkit::{FakeClock, raw};
use proptest::prelude::*;
use std::{fmt::Write, sync::Arc};

/// Reads it all, in pieces of this many bytes.
fn read(mut importer: Importer, bytes: &[u8], piece: usize) -> Vec<Record> {
    let mut records = Vec::new();
    for piece in bytes.chunks(piece) {
        importer.push(piece);
        records.extend(std::iter::from_fn(|| importer.next_record()));
    }
    importer.finish();
    records.extend(std::iter::from_fn(|| importer.next_record()));
    records
}

fn all(format: Format, file: impl AsRef<[u8]>) -> Vec<Record> {
    read(Importer::new(format), file.as_ref(), 64 * 1024)
}

/// `line text`, or `line !code`.
fn told(records: &[Record]) -> Vec<String> {
    let tell = |record: &Record| match &record.result {
        Ok(imported) => format!("{} {}", record.line, imported.post.text),
        Err(error) => format!("{} !{}", record.line, error.code),
    };
    records.iter().map(tell).collect()
}

const CSV: &str = "\u{feff}Text,Author,Time,Network,Link\r\n\
    \"냉장고가, 또\n고장\",@jiwoo,2026-11-22 01:16,x,https://x.com/1\r\n\
    \r\n\
    \"따옴표 \"\"하나\"\"\",김 지우,1795310200,naver,\r\n\
    ,누구,2026-11-22,x,\r\n\
    시간 없음,누구,,x,\r\n\
    나쁜 시간,누구,어제,x,\r\n\
    끝,누구,2026-11-22T10:16:40+09:00,트위터,not a link\r\n";

#[test]
fn a_spreadsheet_is_read() {
    let records = all(Format::Csv, CSV);
    assert_eq!(told(&records), ["2 냉장고가, 또\n고장", "5 따옴표 \"하나\"", "6 !missing_text", "7 !missing_field", "8 !bad_time", "9 끝"]);
    let post = |place: usize| records[place].result.as_ref().unwrap().post.clone();
    assert_eq!((post(0).network, post(0).permalink.as_deref()), (Network::X, Some("https://x.com/1")));
    assert_eq!((post(0).native_id.as_str(), post(0).author.handle.as_deref()), ("https://x.com/1", Some("jiwoo")));
    assert_eq!((post(1).author.handle, post(1).author.display_name.as_deref()), (None, Some("김 지우")));
    assert_eq!((post(5).network, post(5).permalink, post(5).created_at), (Network::X, None, 1_795_310_200_000));
}

#[test]
fn json_lines_are_read() {
    let file = r#"{"text":"하나","author":"a","time":1795310200,"network":"bluesky","id":7,"lang":"ko","author_name":"에이"}
{"본문":"둘","작성자":"b","일시":"2026-11-22T01:16:40Z"}

[1,2]
{"text":"셋"
{"text":"넷","author":"d","time":"2026-11-22T01:16:40Z","extra":{"deep":[1]}}"#;
    let records = all(Format::JsonLines, file);
    assert_eq!(told(&records), ["1 하나", "2 둘", "4 !not_an_object", "5 !not_json", "6 넷"]);
    insta::assert_json_snapshot!("imported_post", records[0].result.as_ref().unwrap().post);
    assert_eq!(records[0].result.as_ref().unwrap().raw, file.lines().next().unwrap().as_bytes(), "the raw is the line itself");
}

#[test]
fn headers_may_be_missing_or_wrong_and_delimiters_differ() {
    for (file, expected) in [
        ("안녕,a,2026-11-22,x,https://a.kr\n", vec!["1 안녕"]),
        ("내용;작성자;작성일\n안녕, 반가워요;a;2026-11-22\n", vec!["2 안녕, 반가워요"]),
        ("text\tauthor\ttime\n\"a\tb\"\tc\t2026-11-22\n", vec!["2 a\tb"]),
        ("본문,投稿者,Date\n가,나,2026-11-22\n", vec!["2 가"]),
        ("author,time\na,2026-11-22\n", vec!["1 !missing_header"]),
        ("text,author,time\n쉼표, 둘,a,2026-11-22\n", vec!["2 !too_many_columns"]),
        ("text,author,time,\n하나,a,2026-11-22,\n", vec!["2 하나"]),
        ("text,author,time\n하나\n", vec!["2 !missing_field"]),
        ("text,author,time\n", vec![]),
        ("", vec![]),
        ("\n\n\n", vec![]),
    ] {
        assert_eq!(told(&all(Format::Csv, file)), expected, "{file:?}");
    }
}

#[test]
fn a_quote_that_is_never_closed_costs_one_line() {
    let mut file = String::from("text,author,time\n앞,a,2026-11-22\n\"열린 따옴표,b,2026-11-22\n");
    for row in 0..5_000 {
        writeln!(file, "{row},c,2026-11-22").unwrap();
    }
    file.push_str("\"잘못\"된,d,2026-11-22\n뒤,e,2026-11-22\n");
    let records = all(Format::Csv, &file);
    assert_eq!(records.len(), 5_004);
    let bad: Vec<String> = told(&records).into_iter().filter(|line| line.contains('!')).collect();
    assert_eq!(bad, ["3 !bad_csv", "5004 !bad_csv"]);
    let unclosed = told(&all(Format::Csv, "text,author,time\n\"열림,b,2026-11-22\n뒤,e,2026-11-22\n"));
    assert_eq!(unclosed, ["2 !bad_csv", "3 뒤"]);
}

#[test]
fn other_encodings_are_named_with_their_line() {
    let euc_kr = b"{\"text\":\"ok\",\"author\":\"a\",\"time\":1795310200}\n{\"text\":\"\xc8\xaf\xba\xd2\",\"author\":\"a\",\"time\":1795310200}\n{\"text\":\"ok2\",\"author\":\"a\",\"time\":1795310200}\n";
    let records = all(Format::JsonLines, euc_kr);
    assert_eq!(told(&records), ["1 ok", "2 !not_utf8", "3 ok2"]);
    assert_eq!(records[1].result.as_ref().unwrap_err().detail, "byte 0xBA at position 12 of the line is not UTF-8; save the file as UTF-8");
    assert_eq!(told(&all(Format::Csv, b"\xff\xfet\0e\0x\0t\0\n\0")), ["1 !not_utf8"]);
}

#[test]
fn a_line_that_is_too_long_costs_one_line() {
    let good = r#"{"text":"ok","author":"a","time":1795310200}"#;
    let long = format!(r#"{{"text":"{}","author":"a","time":1795310200}}"#, "가".repeat(200_000));
    for file in [format!("{good}\n{long}\n{good}\n"), format!("{good}\n{long}")] {
        for piece in [1_000, 1 << 20] {
            let records = read(Importer::new(Format::JsonLines), file.as_bytes(), piece);
            let expected: &[&str] = if file.ends_with('\n') { &["1 ok", "2 !too_long", "3 ok"] } else { &["1 ok", "2 !too_long"] };
            assert_eq!(told(&records), expected);
            assert_eq!(records.last().unwrap().end, file.len() as u64);
        }
    }
}

#[test]
fn the_same_file_twice_is_the_same_posts() {
    let ids = |records: Vec<Record>| -> Vec<(String, String)> {
        records
            .into_iter()
            .filter_map(|record| record.result.ok())
            .map(|imported| (imported.post.native_id, imported.post.version))
            .collect()
    };
    assert_eq!(ids(all(Format::Csv, CSV)), ids(all(Format::Csv, CSV)));
    let distinct: std::collections::HashSet<_> = ids(all(Format::Csv, CSV)).into_iter().collect();
    assert_eq!(distinct.len(), 3);
}

#[test]
fn a_hundred_thousand_lines() {
    let mut file = String::from("text,author,time,network,link\n");
    for row in 0..100_000 {
        let text = if row % 10 == 0 { format!("\"아크메, 냉장고\n고장 {row}\"") } else { format!("아크메 고장 {row}") };
        let time = if row % 1_000 == 7 { "어제" } else { "2026-11-22 01:16:40" };
        writeln!(file, "{text},user{},{time},x,https://x.com/{row}", row % 500).unwrap();
    }
    let records = all(Format::Csv, &file);
    let bad: Vec<u64> = records.iter().filter(|record| record.result.is_err()).map(|record| record.line).collect();
    assert_eq!((records.len(), bad.len()), (100_000, 100));
    assert_eq!((bad[0], bad[1]), (10, 1_110), "a header, and one line more for every tenth post");
    assert_eq!(records.last().unwrap().end, file.len() as u64);
}

/// Files with everything in them that can go wrong.
fn files() -> Vec<(Format, Vec<u8>)> {
    let mut lines = Vec::new();
    for text in hostile() {
        lines.extend(serde_json::json!({"text": text, "author": text, "time": 1_795_310_200, "link": text}).to_string().into_bytes());
        lines.push(b'\n');
    }
    let mut rows = b"text,author,time\r\n".to_vec();
    for text in hostile() {
        rows.extend(format!("\"{}\",a,2026-11-22\n{text},b,2026-11-22\r\n", text.replace('"', "\"\"")).into_bytes());
    }
    vec![(Format::Csv, CSV.into()), (Format::Csv, rows), (Format::JsonLines, lines)]
}

#[test]
fn reading_on_from_any_record_gives_the_rest() {
    for (format, file) in files() {
        let whole = all(format, &file);
        let mut importer = Importer::new(format);
        importer.push(&file);
        importer.finish();
        for place in 0..whole.len() {
            let stored = serde_json::to_string(&importer.checkpoint()).unwrap();
            let at: Checkpoint = serde_json::from_str(&stored).unwrap();
            let mut resumed = Importer::resume(at.clone());
            resumed.push(&file[usize::try_from(at.offset).unwrap()..]);
            resumed.finish();
            // The rest of the rest is told by the next places; now and then look at all of it.
            let some = if place % 97 == 0 { whole.len() } else { 3 };
            let rest: Vec<Record> = std::iter::from_fn(|| resumed.next_record()).take(some).collect();
            assert_eq!(rest, &whole[place..whole.len().min(place + some)]);
            importer.next_record();
        }
    }
}

#[test]
fn hostile_texts_come_through_as_they_are() {
    let (format, file) = files().swap_remove(2);
    let expected: Vec<String> = hostile().into_iter().map(|text| text.trim().replace('\0', " ").trim().to_owned()).collect();
    let records = all(format, file);
    assert_eq!(records.len(), expected.len());
    for (record, expected) in records.iter().zip(expected) {
        match &record.result {
            Ok(imported) => assert_eq!(imported.post.text.trim(), expected),
            Err(error) => assert!(expected.is_empty() || error.code == "too_long", "{expected:?}: {error}"),
        }
    }
}

#[tokio::test]
async fn a_stored_raw_is_the_same_post_again() {
    let context = Context {
        clock: FakeClock::new(),
        vault: Arc::new(crate::support::MemoryVault::default()),
        http: http(),
        allowed_hosts: Arc::new([]),
        reference_key: [0; 32],
    };
    let connector = connect(Settings::Import, None, context).unwrap();
    assert_eq!((connector.kind(), connector.sources()), (ConnectorKind::Import, vec![]));
    for (format, file) in files() {
        for imported in all(format, file).into_iter().filter_map(|record| record.result.ok()) {
            let again = connector.normalize(&raw("file", imported.raw)).unwrap();
            assert_eq!(again, [Inbound::Post(Box::new(imported.post))]);
        }
    }
    assert_eq!(connector.normalize(&raw("file", "{")).unwrap_err().code, "not_json");
}

#[test]
fn formats_are_told_by_name_or_content() {
    for (name, bytes, expected) in [
        ("a.CSV", "{", Format::Csv),
        ("a.jsonl", "a,b", Format::JsonLines),
        ("export", "\u{feff} {\"a\":1}", Format::JsonLines),
        ("export.txt", "text,author", Format::Csv),
    ] {
        assert_eq!(Format::of(name, bytes.as_bytes()), expected, "{name}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    #[test]
    fn pieces_do_not_matter_and_every_byte_is_accounted_for(
        csv in any::<bool>(), piece in 1_usize..40,
        file in proptest::collection::vec(prop_oneof![Just(b'"'), Just(b','), Just(b'\n'), Just(b'\r'), Just(b'a'), Just(b'{'), Just(b'}'), any::<u8>()], 0..400),
    ) {
        let format = if csv { Format::Csv } else { Format::JsonLines };
        let whole = all(format, &file);
        prop_assert_eq!(&read(Importer::new(format), &file, piece), &whole);
        prop_assert!(whole.windows(2).all(|pair| pair[0].end <= pair[1].offset && pair[0].line <= pair[1].line));
        prop_assert!(whole.iter().all(|record| record.end <= file.len() as u64));
    }
}
