//! A file of posts, a line each: assessed on all cores and written in the order of the lines.
//!
//! The reader cuts what it gets into blocks of whole lines and deals them out in turn; the writer collects them in the same turn. So the
//! order keeps itself, a slow pipe is answered as it speaks, and no more than a few blocks are in memory at a time.

use super::shape::Shape;
use answerable_triage::{Assessor, Input};
use anyhow::Context as _;
use serde::Deserialize;
use std::{
    borrow::Cow,
    io::{self, ErrorKind, Read, Write},
    sync::mpsc::{Receiver, SyncSender, sync_channel},
    thread,
};

/// Read at a time.
const BLOCK_BYTES: usize = 128 * 1024;
/// No post is as long; a longer line is some other file.
const LINE_BYTES_MAX: usize = 8 * 1024 * 1024;
/// Blocks that wait for each thread, and that wait to be written.
const BLOCKS_WAITING: usize = 4;

/// How far it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    pub lines: u64,
    pub bad: u64,
    /// Of the file.
    pub bytes: u64,
}

/// Whole lines.
struct Block {
    line_first: u64,
    bytes: Vec<u8>,
}

/// What becomes of a block.
struct Told {
    json: Vec<u8>,
    tally: Tally,
}

/// What is read of a line.
#[derive(Deserialize)]
struct Post<'a> {
    #[serde(borrow)]
    text: Cow<'a, str>,
}

#[derive(serde::Serialize)]
struct Bad<'a> {
    error: &'a str,
    line: u64,
}

/// A reader of the output that has gone away ends it, and is no error.
pub fn assess(
    from: impl Read + Send,
    mut to: impl Write,
    reasons: bool,
    threads: usize,
    mut tell: impl FnMut(&Tally),
) -> anyhow::Result<Tally> {
    thread::scope(|scope| {
        let (mut blocks, mut told) = (Vec::new(), Vec::new());
        for _ in 0..threads.max(1) {
            let (give, take) = sync_channel::<Block>(BLOCKS_WAITING);
            let (say, hear) = sync_channel::<Told>(BLOCKS_WAITING);
            scope.spawn(move || work(&take, &say, reasons));
            blocks.push(give);
            told.push(hear);
        }
        let reader = scope.spawn(move || deal(from, &blocks));
        let written = write_all(&mut to, told, &mut tell);
        let read = reader.join().expect("the reader does not fail");
        let tally = match written {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => return Ok(Tally::default()),
            written => written.context("standard output cannot be written")?,
        };
        read.context("the posts cannot be read")?;
        Ok(tally)
    })
}

fn write_all(to: &mut impl Write, told: Vec<Receiver<Told>>, tell: &mut impl FnMut(&Tally)) -> io::Result<Tally> {
    let mut all = Tally::default();
    for one in told.iter().cycle() {
        // Blocks were dealt out in this turn: the first thread that has no more was the last.
        let Ok(block) = one.recv() else { break };
        to.write_all(&block.json)?;
        to.flush()?;
        all = Tally { lines: all.lines + block.tally.lines, bad: all.bad + block.tally.bad, bytes: all.bytes + block.tally.bytes };
        tell(&all);
    }
    Ok(all)
}

fn deal(mut from: impl Read, to: &[SyncSender<Block>]) -> io::Result<()> {
    let (mut line_first, mut turn) = (1, 0);
    let mut rest = Vec::new();
    loop {
        let known = rest.len();
        rest.resize(known + BLOCK_BYTES, 0);
        let read = match from.read(&mut rest[known..]) {
            Err(error) if error.kind() == ErrorKind::Interrupted => {
                rest.truncate(known);
                continue;
            }
            read => read?,
        };
        let is_end = read == 0;
        rest.truncate(known + read);
        let whole = if is_end { rest.len() } else { rest.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1) };
        if whole > 0 {
            let after = rest.split_off(whole);
            let bytes = std::mem::replace(&mut rest, after);
            let lines = lines_of(&bytes).count() as u64;
            if to[turn].send(Block { line_first, bytes }).is_err() {
                return Ok(());
            }
            (line_first, turn) = (line_first + lines, (turn + 1) % to.len());
        }
        if is_end {
            return Ok(());
        }
        if rest.len() > LINE_BYTES_MAX {
            return Err(io::Error::new(ErrorKind::InvalidData, format!("line {line_first} is longer than {LINE_BYTES_MAX} bytes")));
        }
    }
}

fn lines_of(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    bytes.split_inclusive(|byte| *byte == b'\n').map(|line| line.strip_suffix(b"\n").unwrap_or(line))
}

fn work(blocks: &Receiver<Block>, told: &SyncSender<Told>, reasons: bool) {
    while let Ok(block) = blocks.recv() {
        let mut tally = Tally { bytes: block.bytes.len() as u64, ..Tally::default() };
        let mut json = Vec::with_capacity(block.bytes.len() * 4);
        for (line, number) in lines_of(&block.bytes).zip(block.line_first..) {
            tally.lines += 1;
            if let Err(error) = one(line, reasons, &mut json) {
                tally.bad += 1;
                serde_json::to_writer(&mut json, &Bad { error: &error, line: number }).expect("memory takes everything");
            }
            json.push(b'\n');
        }
        if told.send(Told { json, tally }).is_err() {
            return;
        }
    }
}

/// What is wrong with a line is said in words for people.
fn one(line: &[u8], reasons: bool, json: &mut Vec<u8>) -> Result<(), String> {
    let line = std::str::from_utf8(line).map_err(|error| format!("not UTF-8 (byte {})", error.valid_up_to() + 1))?;
    let line = line.trim_start_matches('\u{FEFF}');
    if line.trim().is_empty() {
        return Err("the line is empty".to_owned());
    }
    let post: Post = serde_json::from_str(line).map_err(|error| in_words(&error))?;
    let (input, assessor) = (Input::of(&post.text), Assessor::shipped());
    let (assessment, judged) = assessor.assess_and_judge(&input);
    let reasons = reasons.then(|| assessor.explain(&input));
    serde_json::to_writer(json, &Shape::new(&assessment, judged.as_ref(), reasons.as_ref())).expect("memory takes everything");
    Ok(())
}

/// Without serde's place in the line: there is one line.
fn in_words(error: &serde_json::Error) -> String {
    let told = error.to_string();
    let what = told.split(" at line ").next().unwrap_or_default();
    match error.classify() {
        serde_json::error::Category::Data => what.to_owned(),
        _ => format!("not JSON: {what} (column {})", error.column()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    fn assessed(from: impl Read + Send) -> (Vec<Value>, Tally) {
        let mut out = Vec::new();
        let tally = assess(from, &mut out, false, 3, |_| {}).expect("it is read and written");
        let told = String::from_utf8(out).expect("UTF-8");
        (told.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect(), tally)
    }

    /// Gives its bytes in pieces, as a pipe does.
    struct Slow<'a>(&'a [u8], usize);

    impl Read for Slow<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let size = self.1.min(into.len());
            self.0.read(&mut into[..size])
        }
    }

    #[test]
    fn lines_come_out_in_order_however_they_come_in() {
        let line = |number: usize| format!("{{\"text\":\"{}010-1234-5678\"}}\n", "x ".repeat(number % 50));
        let posts: String = (0..5_000).map(line).collect();
        for size in [1_000, 7_001, usize::MAX] {
            let (told, tally) = assessed(Slow(posts.as_bytes(), size));
            assert_eq!(tally, Tally { lines: 5_000, bad: 0, bytes: posts.len() as u64 });
            let starts: Vec<u64> = told.iter().map(|one| one["personal_data"][0]["start"].as_u64().expect("a place")).collect();
            assert_eq!(starts, (0..5_000).map(|number| (number % 50) as u64 * 2).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_bad_line_says_so_in_its_place_and_stops_nothing() {
        let posts = b"\xEF\xBB\xBF{\"text\":\"a\"}\r\n\nbroken\n{\"title\":\"b\"}\n{\"text\":\"\xFF\"}\n{\"text\":\"\\ud800\"}\n{\"text\":\"c\",\"id\":1}";
        let (told, tally) = assessed(&posts[..]);
        assert_eq!((tally.lines, tally.bad), (7, 5));
        let errors: Vec<(u64, &str)> =
            told.iter().filter_map(|one| Some((one["line"].as_u64()?, one["error"].as_str()?.split(" (").next()?))).collect();
        let expected = [
            (2, "the line is empty"),
            (3, "not JSON: expected value"),
            (4, "missing field `text`"),
            (5, "not UTF-8"),
            (6, "not JSON: unexpected end of hex escape"),
        ];
        assert_eq!(errors, expected);
        assert!(told[0]["sentiment"].is_object() && told[6]["sentiment"].is_object());
    }

    #[test]
    fn nothing_in_nothing_out() {
        assert_eq!(assessed(&b""[..]), (Vec::new(), Tally::default()));
    }

    #[test]
    fn a_line_without_an_end_is_no_post() {
        let endless = io::repeat(b'x').take(LINE_BYTES_MAX as u64 * 2);
        let error = assess(endless, io::sink(), false, 1, |_| {}).expect_err("a limit");
        assert!(format!("{error:#}").contains("line 1 is longer"), "{error:#}");
    }

    #[test]
    fn a_reader_that_goes_away_ends_it() {
        struct Gone;
        impl Write for Gone {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(ErrorKind::BrokenPipe.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let posts = "{\"text\":\"a\"}\n".repeat(100_000);
        assert_eq!(assess(posts.as_bytes(), Gone, false, 2, |_| {}).expect("no error"), Tally::default());
    }
}
