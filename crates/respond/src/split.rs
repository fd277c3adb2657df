//! Cutting a long answer into a chain, where a reader would pause.
//!
//! Three ways, from the most readable to the tightest; the first that needs no more parts than the network allows is taken, so an
//! answer is refused only when no way of cutting it fits. Parts carry no numbers, lose the white space at their ends and nothing else,
//! and never cut a grapheme cluster (a family of emoji is one), nor an address where it counts as one unit of its own.

use crate::{
    Count,
    count::Size,
    pause::{Pause, pauses},
    tokens::tokens,
};
use answerable_domain::{Counter, Limits};
use unicode_segmentation::UnicodeSegmentation;

/// It does not fit, however it is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{} parts are too many, {} are allowed", count.parts, count.parts_max)]
pub struct TooLong {
    pub count: Count,
}

/// Measures `text` as it would leave.
pub fn count(text: &str, limits: &Limits) -> Count {
    let text = with_plain_line_ends(text);
    let pieces = pieces(&text, limits);
    plan(&pieces, limits).count(&pieces, limits)
}

/// Cuts `text` into the parts that would leave; none for a text of white space alone.
pub fn split(text: &str, limits: &Limits) -> Result<Vec<String>, TooLong> {
    let text = with_plain_line_ends(text);
    let pieces = pieces(&text, limits);
    let plan = plan(&pieces, limits);
    if !plan.fits {
        return Err(TooLong { count: plan.count(&pieces, limits) });
    }
    Ok(plan.parts.into_iter().map(|part| pieces[part].iter().map(|piece| piece.text).collect()).collect())
}

/// What forms send as `\r\n` would count once for the reader and twice for the network.
fn with_plain_line_ends(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// One grapheme cluster, or what the network counts as a whole.
struct Piece<'a> {
    text: &'a str,
    size: Size,
    blank: bool,
    /// How good it would be to cut after it.
    pause: Pause,
}

fn pieces<'a>(text: &'a str, limits: &Limits) -> Vec<Piece<'a>> {
    let graphemes: Vec<&str> = text.graphemes(true).collect();
    let pauses = pauses(&graphemes);
    let clusters = graphemes.into_iter().zip(pauses);
    let pieces = clusters.map(|(text, pause)| Piece { text, size: Size::of(text, limits.counter), blank: is_blank(text), pause }).collect();
    if limits.counter == Counter::Mastodon { with_tokens(text, pieces, limits.units_per_url) } else { pieces }
}

/// Puts the clusters of each token together into one piece.
fn with_tokens<'a>(text: &'a str, clusters: Vec<Piece<'a>>, units_per_url: u32) -> Vec<Piece<'a>> {
    let mut tokens = tokens(text, units_per_url).into_iter().peekable();
    let mut pieces: Vec<Piece> = Vec::with_capacity(clusters.len());
    let mut at = 0;
    let mut token_end = 0;
    for cluster in clusters {
        while tokens.next_if(|token| token.range.start < at).is_some() {}
        let end = at + cluster.text.len();
        // A sign that belongs to what follows it (U+0600) makes one cluster with the first letter of a token.
        match (pieces.last_mut(), tokens.next_if(|token| (at..end).contains(&token.range.start))) {
            (_, Some(token)) => {
                token_end = token.range.end;
                let size = Size::of(&text[at..token.range.start], Counter::Mastodon) + token.size;
                pieces.push(Piece { size, ..cluster });
            }
            (Some(piece), None) if at < token_end => {
                piece.text = &text[end - cluster.text.len() - piece.text.len()..end];
                piece.pause = cluster.pause;
            }
            _ => pieces.push(cluster),
        }
        at = end;
    }
    pieces
}

pub(crate) fn is_blank(grapheme: &str) -> bool {
    grapheme.chars().all(char::is_whitespace)
}

type Part = std::ops::Range<usize>;

struct Plan {
    parts: Vec<Part>,
    fits: bool,
}

impl Plan {
    fn count(&self, pieces: &[Piece], limits: &Limits) -> Count {
        let size: Size = self.parts.iter().flat_map(|part| &pieces[part.clone()]).map(|piece| piece.size).sum();
        let parts = u16::try_from(self.parts.len()).unwrap_or(u16::MAX);
        let room = u32::from(parts.min(limits.parts_max).max(1));
        let narrow = |size: usize| u32::try_from(size).unwrap_or(u32::MAX);
        Count {
            units: narrow(size.units),
            units_max: limits.units_max.saturating_mul(room),
            bytes: narrow(size.bytes),
            bytes_max: limits.bytes_max.saturating_mul(room),
            parts,
            parts_max: limits.parts_max,
            fits: self.fits,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// After a paragraph, a line or a sentence, if the part is at least half full by then.
    WhereReadersPause,
    BetweenWords,
    Tight,
}

fn plan(pieces: &[Piece], limits: &Limits) -> Plan {
    let ways = [Way::WhereReadersPause, Way::BetweenWords, Way::Tight];
    let mut plans = ways.into_iter().map(|way| cut(pieces, limits, way));
    let first = plans.next().expect("there are three ways");
    if first.fits { first } else { plans.find(|plan| plan.fits).unwrap_or_else(|| cut(pieces, limits, Way::Tight)) }
}

fn cut(pieces: &[Piece], limits: &Limits, way: Way) -> Plan {
    let mut parts: Vec<Part> = Vec::new();
    let mut every_part_fits = true;
    let mut next = 0;
    while let Some(blank) = pieces[next..].iter().position(|piece| !piece.blank) {
        let start = next + blank;
        let full = longest(pieces, start, limits);
        let whole = full == start || pieces[full..].iter().all(|piece| piece.blank);
        // A single cluster may be over the limit by itself: it stays whole and nothing fits.
        every_part_fits &= full > start;
        next = if whole { full.max(start + 1) } else { best_cut(pieces, start, full, limits, way) };
        parts.push(start..next);
    }
    let fits = every_part_fits && parts.len() <= usize::from(limits.parts_max);
    Plan { parts, fits }
}

/// The end of the longest part from `start` on that is within the limits and does not end in white space.
fn longest(pieces: &[Piece], start: usize, limits: &Limits) -> usize {
    let mut size = Size::default();
    let mut end = start;
    for (index, piece) in pieces.iter().enumerate().skip(start) {
        size = size + piece.size;
        match (piece.blank, size.fits(limits)) {
            (true, _) => {}
            (false, true) => end = index + 1,
            (false, false) => break,
        }
    }
    end
}

/// Where to end a part that starts at `start` and must end by `full`.
fn best_cut(pieces: &[Piece], start: usize, full: usize, limits: &Limits, way: Way) -> usize {
    let pause_before = |cut: &usize| pieces[cut - 1].pause;
    if way == Way::WhereReadersPause {
        let half = start + (full - start).div_ceil(2);
        let best = (half.max(start + 1)..=full).max_by_key(|cut| (pause_before(cut), *cut));
        if let Some(cut) = best.filter(|cut| pause_before(cut) >= Pause::Sentence) {
            return cut;
        }
    }
    if way != Way::Tight {
        let between_words = (start + 1..=full).rev().find(|cut| pause_before(cut) >= Pause::Word);
        if let Some(cut) = between_words.filter(|cut| word_fits(pieces, *cut, limits)) {
            return cut;
        }
    }
    full
}

/// A word that fits in no part is cut anyway: then it may as well begin here.
fn word_fits(pieces: &[Piece], cut: usize, limits: &Limits) -> bool {
    let word = pieces[cut..].iter().skip_while(|piece| piece.blank);
    let mut size = Size::default();
    for piece in word {
        size = size + piece.size;
        if !size.fits(limits) {
            return false;
        }
        if piece.pause > Pause::Nowhere {
            break;
        }
    }
    true
}
