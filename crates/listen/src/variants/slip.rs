//! What the families of slips hand over: an edit of the term, why somebody would make it, and how often.
//!
//! The error model is explicit: a rate is how many of 10,000 mistyped mentions of a term show one slip at one place. Rates of
//! different families are comparable, so a list of them can be sorted; each family states its own next to its rules. They are
//! estimates by people who read such posts every day, not measurements; only their order decides what is looked for.
//!
//! A long word has hundreds of slips of which a hundred are kept, so a slip is small and makes its text when it is asked for.

/// One other spelling.
#[derive(Debug)]
pub struct Slip {
    pub edit: Edit,
    /// One of the kinds of the screen: `jamo`, `missing`, ...
    pub kind: &'static str,
    pub detail: Detail,
    /// Of 10,000 mistyped mentions.
    pub rate: f32,
}

/// The characters `start..end` replaced.
#[derive(Debug)]
pub struct Edit {
    pub start: usize,
    pub end: usize,
    pub new: New,
}

/// What stands there instead; short ones, which are nearly all, without a place of their own in memory.
#[derive(Debug)]
pub enum New {
    Short { bytes: [u8; SHORT_BYTES_MAX], length: u8 },
    Long(String),
}

const SHORT_BYTES_MAX: usize = 14;

/// What stands behind the colon of a reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Detail {
    None,
    Name(&'static str),
    One(char),
    /// From, to.
    Change(char, char),
    /// Two in this order were written in the other.
    Swap(char, char),
    /// What the edit takes and gives.
    Edited,
}

/// A collector that families push into.
#[derive(Debug, Default)]
pub struct Slips(pub Vec<Slip>);

impl Slips {
    /// The whole of `characters` as it is written instead.
    pub fn add_whole(&mut self, characters: &[char], text: String, kind: &'static str, detail: Detail, rate: f32) {
        self.add(spliced(0, characters.len(), text), kind, detail, rate);
    }

    pub fn add(&mut self, edit: Edit, kind: &'static str, detail: Detail, rate: f32) {
        self.0.push(Slip { edit, kind, detail, rate });
    }
}

impl Slip {
    /// `kind:detail`.
    pub fn reason(&self, term: &[char]) -> String {
        let mut reason = String::with_capacity(self.kind.len() + 16);
        reason.push_str(self.kind);
        if self.detail != Detail::None {
            reason.push(':');
        }
        match self.detail {
            Detail::None => {}
            Detail::Name(name) => reason.push_str(name),
            Detail::One(c) => reason.push(c),
            Detail::Change(from, to) => reason.extend([from, '→', to]),
            Detail::Swap(one, two) => reason.extend([one, two, '→', two, one]),
            Detail::Edited => {
                reason.extend(&term[self.edit.start..self.edit.end]);
                reason.push('→');
                reason.push_str(self.edit.new.as_str());
            }
        }
        reason
    }
}

impl Edit {
    /// Appends the term with the edit made.
    pub fn write(&self, term: &[char], text: &mut String) {
        text.extend(&term[..self.start]);
        text.push_str(self.new.as_str());
        text.extend(&term[self.end..]);
    }
}

impl New {
    pub fn as_str(&self) -> &str {
        match self {
            Self::Short { bytes, length } => std::str::from_utf8(&bytes[..usize::from(*length)]).expect("made of text"),
            Self::Long(text) => text,
        }
    }
}

impl From<&str> for New {
    fn from(text: &str) -> Self {
        let mut bytes = [0; SHORT_BYTES_MAX];
        let Some(place) = bytes.get_mut(..text.len()) else { return Self::Long(text.to_owned()) };
        place.copy_from_slice(text.as_bytes());
        Self::Short { bytes, length: text.len() as u8 }
    }
}

impl From<String> for New {
    fn from(text: String) -> Self {
        if text.len() > SHORT_BYTES_MAX { Self::Long(text) } else { Self::from(text.as_str()) }
    }
}

impl From<char> for New {
    fn from(c: char) -> Self {
        Self::from(&*c.encode_utf8(&mut [0; 4]))
    }
}

impl From<[char; 2]> for New {
    fn from([first, second]: [char; 2]) -> Self {
        let mut bytes = [0; SHORT_BYTES_MAX];
        let middle = first.encode_utf8(&mut bytes).len();
        let length = middle + second.encode_utf8(&mut bytes[middle..]).len();
        Self::Short { bytes, length: length as u8 }
    }
}

/// The character at `at` replaced by `new`.
pub fn replaced(at: usize, new: impl Into<New>) -> Edit {
    spliced(at, at + 1, new)
}

/// `start..end` replaced by `new`.
pub fn spliced(start: usize, end: usize, new: impl Into<New>) -> Edit {
    Edit { start, end, new: new.into() }
}

/// The two characters at `at` in the other order.
pub fn swapped(characters: &[char], at: usize) -> Edit {
    spliced(at, at + 2, [characters[at + 1], characters[at]])
}
