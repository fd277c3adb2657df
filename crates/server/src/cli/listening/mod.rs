//! `monitor try | variants`: what a query would catch in a file of posts, and as which spellings. Neither a server nor a database is needed.
//!
//! The file is read as it comes and may be of any length. Results go to standard output; complaints, the bar and the summary to standard
//! error.

mod arguments;
mod lines;
mod progress;
mod show;
mod tally;
mod words;

pub use arguments::{ListVariants, TryQuery};

use super::output::{print, table};
use answerable_domain::{BrandId, Budget, HitSpan, Monitor, MonitorId, Side, Spelling, VariantChoice};
use answerable_listen::{Matcher, Query, Scratch, Term, Variants, parse, variants};
use anyhow::Context as _;
use lines::{Line, Next, next_line};
use progress::Progress;
use show::{Found, Look, one_line};
use std::fmt;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, ErrorKind, IsTerminal as _, StdoutLock, Write as _};
use tally::Tally;
use words::{few_in_words, problems_in_words, reason_in_words};

const BUFFER_BYTES: usize = 256 * 1024;
/// Bad lines that are reported one by one; of a file that is something else, nobody reads them all.
const COMPLAINTS_MAX: u64 = 1000;

/// A query that cannot be read, in words. The program ends with 2, as for other arguments that cannot be read.
#[derive(Debug)]
pub struct BadQuery(String);

impl fmt::Display for BadQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for BadQuery {}

/// The query, or what is wrong with it.
pub fn read_query(text: &str) -> anyhow::Result<Query> {
    parse(text).map_err(|problems| BadQuery(problems_in_words(text, &problems)).into())
}

pub fn try_query(options: &TryQuery) -> anyhow::Result<()> {
    let query = read_query(&options.query)?;
    warn_of_strangers(options, &query);
    let matcher = Matcher::new(&[monitor(options)], &[])?;
    let (from, bytes_total) = open(options)?;
    let mut run = Run::new(options.json, matcher, Progress::new(bytes_total));
    let read = run.read(from);
    run.end(read)
}

fn monitor(options: &TryQuery) -> Monitor {
    let also = options.also.iter().map(|(term, text)| Spelling { term: term.clone(), text: text.clone() }).collect();
    Monitor {
        id: MonitorId(0),
        brand_id: BrandId(0),
        name: String::new(),
        query: options.query.clone(),
        variants: VariantChoice { also, ..VariantChoice::default() },
        side: Side::default(),
        budget: Budget::default(),
        enabled: true,
        created_at: 0,
        updated_at: 0,
    }
}

fn warn_of_strangers(options: &TryQuery, query: &Query) {
    let mut terms = Vec::new();
    with_variants(query, &mut terms);
    for (term, _) in options.also.iter().filter(|(term, _)| !terms.iter().any(|known| known.text == *term)) {
        eprintln!("answerable: --also {term}=… does nothing: the query has no ~{term}");
    }
}

fn with_variants<'a>(query: &'a Query, terms: &mut Vec<&'a Term>) {
    match query {
        Query::Term(term) => terms.extend(Some(term).filter(|term| term.variants)),
        Query::Fact(_) => {}
        Query::Near(near) => terms.extend(near.left.iter().chain(&near.right).filter(|term| term.variants)),
        Query::Not(inner) => with_variants(inner, terms),
        Query::And(parts) | Query::Or(parts) => parts.iter().for_each(|part| with_variants(part, terms)),
    }
}

/// The posts, and how many bytes they are, if that is known.
fn open(options: &TryQuery) -> anyhow::Result<(Box<dyn BufRead>, Option<u64>)> {
    if options.file.as_os_str() == "-" {
        return Ok((Box::new(BufReader::with_capacity(BUFFER_BYTES, io::stdin().lock())), None));
    }
    let said = || format!("{} cannot be read", options.file.display());
    let file = File::open(&options.file).with_context(said)?;
    let about = file.metadata().with_context(said)?;
    let bytes = Some(about.len()).filter(|_| about.is_file());
    Ok((Box::new(BufReader::with_capacity(BUFFER_BYTES, file)), bytes))
}

/// A file that is being read.
struct Run {
    matcher: Matcher,
    scratch: Scratch,
    progress: Progress,
    tally: Tally,
    out: BufWriter<StdoutLock<'static>>,
    shown: String,
    json: bool,
    look: Look,
    /// Somebody looks on: hits are shown at once and the bar makes room for them.
    is_watched: bool,
}

impl Run {
    fn new(json: bool, matcher: Matcher, progress: Progress) -> Self {
        let is_watched = io::stdout().is_terminal();
        Self {
            matcher,
            scratch: Scratch::default(),
            progress,
            tally: Tally::default(),
            out: BufWriter::with_capacity(BUFFER_BYTES, io::stdout().lock()),
            shown: String::new(),
            json,
            look: if is_watched { Look::Bright } else { Look::Marks },
            is_watched,
        }
    }

    fn read(&mut self, mut from: Box<dyn BufRead>) -> io::Result<()> {
        let (mut line, mut taken) = (Vec::new(), 0);
        for number in 1.. {
            match next_line(&mut from, &mut line, &mut taken)? {
                Next::End => break,
                Next::TooLong => self.complain(number, "too long for a post"),
                Next::Line if line.iter().all(u8::is_ascii_whitespace) => {}
                Next::Line => self.look_at(number, &line)?,
            }
            self.progress.tell(number, taken, self.tally.matching);
        }
        self.out.flush()
    }

    fn look_at(&mut self, number: u64, line: &[u8]) -> io::Result<()> {
        let read = Line::read(line);
        let document = match &read {
            Ok(read) => read.document(),
            Err(what) => Err(what.clone()),
        };
        let document = match document {
            Ok(document) => document,
            Err(what) => {
                self.complain(number, &what);
                return Ok(());
            }
        };
        self.tally.posts += 1;
        let hits = self.matcher.hits_with(&document, &mut self.scratch);
        match hits.first() {
            Some(hit) => self.show(number, document.text, &hit.spans),
            None => Ok(()),
        }
    }

    fn show(&mut self, line: u64, text: &str, spans: &[HitSpan]) -> io::Result<()> {
        self.tally.count(spans);
        if self.json {
            serde_json::to_writer(&mut self.out, &Found { line, spans })?;
            return self.out.write_all(b"\n");
        }
        self.shown.clear();
        one_line(line, text, spans, self.look, &mut self.shown);
        if !self.is_watched {
            return self.out.write_all(self.shown.as_bytes());
        }
        let (out, shown) = (&mut self.out, &self.shown);
        self.progress.make_room(|| out.write_all(shown.as_bytes()).and_then(|()| out.flush()))
    }

    fn complain(&mut self, line: u64, what: &str) {
        self.tally.unreadable += 1;
        match self.tally.unreadable {
            ..=COMPLAINTS_MAX => self.progress.make_room(|| eprintln!("answerable: line {line}: {what}")),
            next if next == COMPLAINTS_MAX + 1 => {
                self.progress.make_room(|| eprintln!("answerable: more lines cannot be read; the summary counts them"));
            }
            _ => {}
        }
    }

    /// A reader that has gone away wants no summary.
    fn end(&self, read: io::Result<()>) -> anyhow::Result<()> {
        self.progress.finish();
        match read {
            Ok(()) => {
                eprintln!("{}", self.tally.summary());
                Ok(())
            }
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
            Err(error) => Err(error).context("reading stopped"),
        }
    }
}

pub fn list_variants(options: &ListVariants) -> anyhow::Result<()> {
    let also: Vec<&str> = options.also.iter().map(String::as_str).collect();
    let term = options.term.trim().trim_start_matches('~').trim_matches('"');
    let known = variants(term, &also);
    if let Some(code) = known.few_because {
        eprintln!("{}", few_in_words(code));
    }
    if options.json { print(&as_json(&known)?) } else { print(&as_table(&known)) }
}

fn as_json(known: &Variants) -> anyhow::Result<String> {
    let lines: Result<Vec<String>, _> = known.spellings.iter().map(serde_json::to_string).collect();
    Ok(lines?.iter().map(|line| format!("{line}\n")).collect())
}

fn as_table(known: &Variants) -> String {
    if known.spellings.is_empty() {
        return format!("No other spellings of {}.", known.term);
    }
    let rows: Vec<Vec<String>> = known
        .spellings
        .iter()
        .map(|variant| {
            let on = if variant.on { "on" } else { "off" };
            vec![variant.text.clone(), on.to_owned(), variant.noise.to_string(), reason_in_words(&variant.reason)]
        })
        .collect();
    let on = known.spellings.iter().filter(|variant| variant.on).count();
    let off = known.spellings.len() - on;
    format!("{}\n\n{on} on, {off} off.", table(&["spelling", "", "noise", "why"], &rows))
}
