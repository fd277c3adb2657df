//! One monitor made ready on its own: what does not depend on other monitors, and so outlives them.

use super::ListenError;
use super::everyday::is_everyday;
use crate::edges::Edges;
use crate::fold::{Folder, term_codes};
use crate::query::{Fact, Form, Query, Term, parse};
use crate::variants::{in_force, variants};
use answerable_domain::{Monitor, MonitorId, Spelling, VariantChoice};
use std::hash::{DefaultHasher, Hash, Hasher};

/// A monitor's query over numbered terms, each with all the spellings in force.
#[derive(Debug)]
pub struct Compiled {
    pub id: MonitorId,
    pub tree: Node,
    pub terms: Vec<WantedTerm>,
    query: String,
    choice: VariantChoice,
    muted: Vec<Spelling>,
}

/// A query whose terms are places in [`Compiled::terms`].
#[derive(Debug)]
pub enum Node {
    Term(u16),
    Fact(Fact),
    Near { left: Vec<u16>, right: Vec<u16>, distance: u16 },
    Not(Box<Node>),
    And(Vec<Node>),
    Or(Vec<Node>),
}

#[derive(Debug)]
pub struct WantedTerm {
    /// As it stands in the query.
    pub text: String,
    /// The term itself, then its variants, likeliest first. None, if nothing is left of the term when it is folded.
    pub spellings: Vec<Wanted>,
    /// Very many posts have it.
    pub is_everyday: bool,
}

/// One spelling.
#[derive(Debug)]
pub struct Wanted {
    pub pattern: Pattern,
    /// `None`: the term itself.
    pub variant: Option<Told>,
}

/// What is said of a variant that was found.
#[derive(Debug)]
pub struct Told {
    pub text: String,
    pub reason: String,
}

/// What to look for in a folded text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// Of the rest, worked out once: a pattern is hashed whenever monitors change.
    hash: u64,
    pub codes: Box<[u16]>,
    pub edges: Edges,
    /// How the original must read.
    pub raw: Option<Raw>,
}

/// Text to be found character by character.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Raw {
    pub text: Box<str>,
    /// Bytes at its beginning of which nothing is left when it is folded.
    pub ignored_bytes: u32,
}

/// A phrase that silences whatever contains it.
#[derive(Debug)]
pub struct Phrase(pub Pattern);

impl Compiled {
    pub fn new(monitor: &Monitor, muted: Vec<Spelling>) -> Result<Self, ListenError> {
        let query = parse(&monitor.query).map_err(|problems| ListenError::Query { monitor_id: monitor.id, problems })?;
        let mut terms = Terms { choice: &monitor.variants, muted: &muted, known: Vec::new(), wanted: Vec::new() };
        let tree = terms.node(&query);
        let terms = terms.wanted;
        Ok(Self { id: monitor.id, tree, terms, query: monitor.query.clone(), choice: monitor.variants.clone(), muted })
    }

    /// True when compiling the monitor again would make the same.
    pub fn is_made_of(&self, monitor: &Monitor, muted: &[Spelling]) -> bool {
        self.query == monitor.query && self.choice == monitor.variants && self.muted == muted
    }
}

impl Phrase {
    /// `None` when nothing is left of the phrase when it is folded.
    pub fn new(text: &str) -> Option<Self> {
        let text = text.to_owned();
        let term = Term { text, form: Form::Words, variants: false, exact: false, open_start: false, open_end: false };
        Pattern::of(&term, &term.text).map(Self)
    }
}

impl Pattern {
    /// What finds `spelling` of `term`, if anything does.
    fn of(term: &Term, spelling: &str) -> Option<Self> {
        let codes = match term.form {
            Form::Words => term_codes(spelling),
            Form::Tag => term_codes(&format!("#{spelling}")),
            Form::Handle => term_codes(&format!("@{spelling}")),
            Form::Raw => Folder::default().fold(spelling).to_vec(),
        };
        let signs = usize::from(matches!(term.form, Form::Tag | Form::Handle));
        let raw = (term.form == Form::Raw).then(|| Raw::new(spelling));
        let edges = Edges::of(term);
        let mut hasher = DefaultHasher::new();
        (&codes, edges, &raw).hash(&mut hasher);
        (codes.len() > signs).then(|| Self { hash: hasher.finish(), codes: codes.into(), edges, raw })
    }
}

impl Hash for Pattern {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.hash);
    }
}

impl Raw {
    fn new(text: &str) -> Self {
        let mut folder = Folder::default();
        let (codes, units) = folder.fold_with_units(text);
        let ignored_bytes = if codes.is_empty() { 0 } else { units.original(0, 1).0 };
        Self { text: text.into(), ignored_bytes }
    }

    /// Where it stands in `original`, if it does, given where its folded codes come from.
    pub fn find_at(&self, original: &str, codes_start: u32) -> Option<(u32, u32)> {
        let start = codes_start.checked_sub(self.ignored_bytes)?;
        original.get(start as usize..)?.starts_with(&*self.text).then(|| (start, start + self.text.len() as u32))
    }
}

/// The terms of a query, each once.
struct Terms<'a> {
    choice: &'a VariantChoice,
    muted: &'a [Spelling],
    known: Vec<Term>,
    wanted: Vec<WantedTerm>,
}

impl Terms<'_> {
    fn node(&mut self, query: &Query) -> Node {
        match query {
            Query::Term(term) => Node::Term(self.place(term)),
            Query::Fact(fact) => Node::Fact(fact.clone()),
            Query::Near(near) => {
                let [left, right] = [&near.left, &near.right].map(|side| side.iter().map(|term| self.place(term)).collect());
                Node::Near { left, right, distance: near.distance }
            }
            Query::Not(inner) => Node::Not(Box::new(self.node(inner))),
            Query::And(parts) => Node::And(parts.iter().map(|part| self.node(part)).collect()),
            Query::Or(parts) => Node::Or(parts.iter().map(|part| self.node(part)).collect()),
        }
    }

    fn place(&mut self, term: &Term) -> u16 {
        let place = self.known.iter().position(|known| known == term).unwrap_or_else(|| {
            self.known.push(term.clone());
            let is_everyday = term.form == Form::Words && is_everyday(&term.text);
            self.wanted.push(WantedTerm { text: term.text.clone(), spellings: self.spellings(term), is_everyday });
            self.known.len() - 1
        });
        u16::try_from(place).expect("a query has a few hundred terms at most")
    }

    fn spellings(&self, term: &Term) -> Vec<Wanted> {
        let Some(itself) = Pattern::of(term, &term.text) else { return Vec::new() };
        let mut spellings = vec![Wanted { pattern: itself, variant: None }];
        if !term.variants || term.form != Form::Words {
            return spellings;
        }
        let also: Vec<&str> = self.choice.also.iter().filter(|also| also.term == term.text).map(|also| also.text.as_str()).collect();
        for variant in in_force(&variants(&term.text, &also), &self.choice.off, &self.choice.on) {
            let is_muted = self.muted.iter().any(|muted| muted.term == term.text && muted.text == variant.text);
            let Some(pattern) = Pattern::of(term, &variant.text).filter(|_| !is_muted) else { continue };
            if spellings.iter().all(|known| known.pattern != pattern) {
                spellings.push(Wanted { pattern, variant: Some(Told { text: variant.text, reason: variant.reason }) });
            }
        }
        spellings
    }
}
