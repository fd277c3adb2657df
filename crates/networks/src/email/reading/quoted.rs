//! What of a mail's text was not said now: earlier mails, the lines that introduce them, signatures.
//!
//! Marked lines are folded on the screen and judged by nobody; the text itself stays whole. Where it is not certain, a line is said: to read a
//! signature too many is better than to miss a sentence. So answers between quoted lines stay visible, and so does what is forwarded.

use super::{
    phrases::{Label, begins_with_moment, is_attribution, is_certain, is_face, is_forward_separator, is_rule, is_separator, label},
    signatures,
};
use std::ops::Range;

/// An introduction is broken into at most so many lines.
const ATTRIBUTION_LINES_MAX: usize = 4;
/// A header block is looked for within so many lines.
const BLOCK_LINES_MAX: usize = 8;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    Said,
    History,
    Signature,
}

/// A line of the text and what became of it.
#[derive(Debug)]
pub struct Line<'t> {
    pub text: &'t str,
    pub place: Range<usize>,
    pub mark: Mark,
}

impl Line<'_> {
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// Said, and something.
    pub fn speaks(&self) -> bool {
        self.mark == Mark::Said && !self.is_blank()
    }
}

/// The ranges of `text` that are not said now. `known`: ranges that the markup has told, whole lines, in order.
pub fn find(text: &str, known: &[Range<usize>], is_forward: bool) -> Vec<Range<usize>> {
    let mut lines = lines_of(text);
    let mut known = known.iter().peekable();
    for line in &mut lines {
        while known.next_if(|range| range.end < line.place.end).is_some() {}
        let told = known.peek().is_some_and(|range| range.start <= line.place.start && range.start < range.end);
        if told || is_quote_line(line.text) {
            line.mark = Mark::History;
        }
    }
    let introduced = mark_attributions(&mut lines);
    if !introduced && !lines.iter().any(Line::speaks) {
        // All of it stands in one quoting element, and nothing introduces it: then it is what is said.
        lines.iter_mut().filter(|line| !is_quote_line(line.text)).for_each(|line| line.mark = Mark::Said);
    }
    if !is_forward {
        mark_history_below(&mut lines);
    }
    signatures::mark(&mut lines);
    ranges(&lines)
}

fn lines_of(text: &str) -> Vec<Line<'_>> {
    let mut place = 0;
    let mut lines = Vec::new();
    for line in text.split('\n') {
        lines.push(Line { text: line, place: place..place + line.len(), mark: Mark::Said });
        place += line.len() + 1;
    }
    lines
}

fn is_quote_line(line: &str) -> bool {
    line.trim_start().starts_with(['>', '＞']) && !is_face(line)
}

/// Introductions right above quoted lines. Whether there was one.
fn mark_attributions(lines: &mut [Line<'_>]) -> bool {
    let mut found = false;
    let starts: Vec<usize> = (0..lines.len()).filter(|at| lines[*at].mark == Mark::History && !follows_history(lines, *at)).collect();
    for start in starts {
        let Some(last) = (0..start).rev().take(3).find(|at| !lines[*at].is_blank()) else { continue };
        if let Some(first) = attribution_ending_at(lines, last) {
            lines[first..=last].iter_mut().for_each(|line| line.mark = Mark::History);
            found = true;
        }
    }
    // Within the quoting element itself, as some programs have it.
    found || lines.iter().any(|line| line.mark == Mark::History && is_attribution(line.text))
}

fn follows_history(lines: &[Line<'_>], at: usize) -> bool {
    at > 0 && lines[at - 1].mark == Mark::History
}

/// Where an introduction begins whose last line is this one.
fn attribution_ending_at(lines: &[Line<'_>], last: usize) -> Option<usize> {
    let above = (0..=last).rev().take(ATTRIBUTION_LINES_MAX).take_while(|at| lines[*at].speaks());
    let candidates: Vec<usize> = above.collect();
    let joined = |first: usize| lines[first..=last].iter().map(|line| line.text.trim()).collect::<Vec<_>>().join(" ");
    let first = candidates.iter().copied().find(|first| is_attribution(&joined(*first)))?;
    // Broken ones end like whole ones: the date may stand above.
    let whole = candidates.into_iter().filter(|at| *at <= first).find(|at| begins_with_moment(lines[*at].text));
    Some(whole.unwrap_or(first))
}

/// From a separator, a header block, or a certain introduction on, all is an earlier mail: programs that write those do not mark its lines.
fn mark_history_below(lines: &mut [Line<'_>]) {
    let mut said_above = false;
    for at in 0..lines.len() {
        if lines[at].mark != Mark::Said {
            continue;
        }
        if is_forward_separator(lines[at].text) {
            return;
        }
        if let Some(history) = history_at(lines, at).filter(|_| said_above) {
            let is_rest = history.end == lines.len();
            lines[history].iter_mut().for_each(|line| line.mark = Mark::History);
            if is_rest {
                return;
            }
            continue;
        }
        said_above |= lines[at].speaks() && !is_rule(lines[at].text);
    }
}

/// The earlier mail, if this line tells that one follows; only its introduction, if its lines are marked and answered one by one.
fn history_at(lines: &[Line<'_>], at: usize) -> Option<Range<usize>> {
    let line = lines[at].text;
    if is_separator(line) || is_header_block(&lines[at..]) {
        // The rule above belongs to it.
        let above = (0..at).rev().take(2).find(|above| !lines[*above].is_blank());
        return Some(above.filter(|above| is_rule(lines[*above].text)).unwrap_or(at)..lines.len());
    }
    let first = attribution_ending_at(lines, at)?;
    let joined: String = lines[first..=at].iter().map(|line| line.text).collect::<Vec<_>>().join(" ");
    let below = lines[at + 1..].iter().find(|line| !line.is_blank())?;
    let end = if answers_between(&lines[at + 1..]) { at + 1 } else { lines.len() };
    (is_certain(&joined) && below.mark == Mark::Said).then_some(first..end)
}

/// Quoted lines that nothing introduces anew belong to the mail introduced above: then its lines are marked, and those between them are answers.
fn answers_between(lines: &[Line<'_>]) -> bool {
    let first = lines.iter().find(|line| line.mark == Mark::History);
    first.is_some_and(|line| is_quote_line(line.text) && !is_attribution(line.text))
}

/// `From: … Sent: … Subject: …`
fn is_header_block(lines: &[Line<'_>]) -> bool {
    if label(lines[0].text).is_none() {
        return false;
    }
    let labels: Vec<Label> =
        lines.iter().filter(|line| !line.is_blank()).take(BLOCK_LINES_MAX).map_while(|line| label(line.text)).collect();
    let has = |wanted: Label| labels.contains(&wanted);
    labels.len() >= 3 && has(Label::From) && (has(Label::Date) || has(Label::Subject))
}

/// Neighbouring marked lines, with the empty ones between them.
fn ranges(lines: &[Line<'_>]) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut goes_on = false;
    for line in lines {
        if line.mark != Mark::Said && !line.is_blank() {
            match found.last_mut().filter(|_| goes_on) {
                Some(last) => last.end = line.place.end,
                None => found.push(line.place.clone()),
            }
            goes_on = true;
        } else if !line.is_blank() {
            goes_on = false;
        }
    }
    found
}
