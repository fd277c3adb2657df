//! What the families of slips hand over: a spelling, why somebody would write it, and how often.
//!
//! The error model is explicit: a rate is how many of 10,000 mistyped mentions of a term show one slip at one place. Rates of
//! different families are comparable, so a list of them can be sorted; each family states its own next to its rules. They are
//! estimates by people who read such posts every day, not measurements; only their order decides what is looked for.

/// One other spelling of a run or a term.
#[derive(Debug, Clone)]
pub struct Slip {
    pub text: String,
    /// One of the kinds of the screen: `jamo`, `missing`, ...
    pub kind: &'static str,
    pub detail: Detail,
    /// Of 10,000 mistyped mentions.
    pub rate: f32,
}

/// What stands behind the colon of a reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Detail {
    None,
    Name(&'static str),
    One(char),
    /// From, to.
    Change(char, char),
    /// From, to: more than one character on a side.
    Written(String, String),
}

/// A collector that families push into.
#[derive(Debug, Default)]
pub struct Slips(pub Vec<Slip>);

impl Slips {
    pub fn add(&mut self, text: String, kind: &'static str, detail: Detail, rate: f32) {
        self.0.push(Slip { text, kind, detail, rate });
    }
}

impl Slip {
    /// `kind:detail`.
    pub fn reason(&self) -> String {
        let kind = self.kind;
        match &self.detail {
            Detail::None => kind.to_owned(),
            Detail::Name(name) => format!("{kind}:{name}"),
            Detail::One(c) => format!("{kind}:{c}"),
            Detail::Change(from, to) => format!("{kind}:{from}→{to}"),
            Detail::Written(from, to) => format!("{kind}:{from}→{to}"),
        }
    }
}

/// `characters` with the one at `at` replaced by `new`.
pub fn replaced(characters: &[char], at: usize, new: &str) -> String {
    spliced(characters, at, at + 1, new)
}

/// `characters` with `start..end` replaced by `new`.
pub fn spliced(characters: &[char], start: usize, end: usize, new: &str) -> String {
    let mut text = String::with_capacity(characters.len() * 3 + new.len());
    text.extend(&characters[..start]);
    text.push_str(new);
    text.extend(&characters[end..]);
    text
}

/// `characters` with the two at `at` in the other order.
pub fn swapped(characters: &[char], at: usize) -> String {
    let mut swapped = characters.to_vec();
    swapped.swap(at, at + 1);
    swapped.into_iter().collect()
}
