//! Which of the languages that share an alphabet: runs of two to five letters and whole words, hashed, each a row of small numbers.
//!
//! A row says where its letters lie between the languages; the rows of a text are added up and compared with what each language looks
//! like. One row of sixteen bytes a feature is all that is read, whatever the number of languages.

/// Languages that letters are compared with, in the order of the file.
pub const LANGUAGES: [&str; 26] = [
    "en", "es", "pt", "fr", "de", "it", "nl", "sv", "da", "no", "fi", "et", "pl", "cs", "sk", "sl", "hr", "sr", "hu", "ro", "tr", "id",
    "ms", "vi", "ru", "bg",
];

/// Numbers a row.
pub const WIDTH: usize = 16;
pub const ROWS: usize = 34_816;
/// Letters by which texts are calibrated apart: up to these, and longer.
pub const LENGTHS: [u32; 5] = [4, 8, 14, 24, 48];

/// Rows that are added at once; their sums fit sixteen bits.
const PLACES: usize = 256;

/// English among them.
pub const ENGLISH: usize = 0;

/// The first so many are written in Latin letters, the others in Cyrillic ones; Serbian is written in both.
const LATIN: usize = 24;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alphabet {
    Latin,
    Cyrillic,
}

impl Alphabet {
    pub fn writes(self, language: usize) -> bool {
        match self {
            Self::Latin => language < LATIN,
            Self::Cyrillic => language >= LATIN || LANGUAGES[language] == "sr",
        }
    }
}

/// What the rows of a text add up to.
#[derive(Debug, Clone, Copy, Default)]
pub struct Sums {
    pub features: u32,
    pub letters: u32,
    pub lanes: [i32; WIDTH],
}

impl Sums {
    pub fn add(&mut self, other: &Self) {
        self.features += other.features;
        self.letters += other.letters;
        self.lanes.iter_mut().zip(other.lanes).for_each(|(lane, other)| *lane += other);
    }
}

/// The rows, and the numbers on top of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Alphabets<'a> {
    pub rows: &'a [[u8; WIDTH]],
    pub numbers: Numbers,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Numbers {
    /// What each language looks like.
    pub languages: [[f32; WIDTH]; LANGUAGES.len()],
    /// How common each language is.
    pub common: [f32; LANGUAGES.len()],
    /// By length: the log-odds are multiplied with it, so that they mean what they say.
    pub sharpness: [f32; LENGTHS.len() + 1],
}

impl Default for Numbers {
    fn default() -> Self {
        Self { languages: [[0.0; WIDTH]; LANGUAGES.len()], common: [0.0; LANGUAGES.len()], sharpness: [1.0; LENGTHS.len() + 1] }
    }
}

impl Numbers {
    pub fn each(&mut self, mut number: impl FnMut(&mut f32)) {
        self.languages.iter_mut().flatten().for_each(&mut number);
        self.common.iter_mut().for_each(&mut number);
        self.sharpness.iter_mut().for_each(&mut number);
    }
}

impl Alphabets<'_> {
    /// Adds up a text.
    pub fn sums(&self, text: &str) -> Sums {
        let mut sums = Sums::default();
        // First where the rows stand, then the rows: so the sums stay in registers.
        let mut places = [0_u32; PLACES];
        let mut count = 0;
        sums.letters = each(text, |hash| {
            places[count % PLACES] = row_of(hash) as u32;
            count += 1;
            if count == PLACES {
                self.add_rows(&places, &mut sums.lanes);
                sums.features += PLACES as u32;
                count = 0;
            }
        });
        self.add_rows(&places[..count % PLACES], &mut sums.lanes);
        sums.features += count as u32;
        sums
    }

    fn add_rows(&self, places: &[u32], sums: &mut [i32; WIDTH]) {
        let mut lanes = [0_i16; WIDTH];
        for place in places {
            let row = &self.rows[*place as usize];
            lanes.iter_mut().zip(row).for_each(|(lane, weight)| *lane += i16::from(*weight as i8));
        }
        sums.iter_mut().zip(lanes).for_each(|(sum, lane)| *sum += i32::from(lane));
    }

    /// Log-odds of each language, but for a constant.
    pub fn logits(&self, sums: &Sums) -> [f32; LANGUAGES.len()] {
        let numbers = &self.numbers;
        let sharpness = numbers.sharpness[length_of(sums.letters)];
        let scale = 1.0 / (sums.features.max(1) as f32).sqrt();
        let lanes = sums.lanes.map(|lane| lane as f32 * scale);
        let mut logits = [0.0; LANGUAGES.len()];
        for (logit, (language, common)) in logits.iter_mut().zip(numbers.languages.iter().zip(numbers.common)) {
            *logit = (common + language.iter().zip(lanes).map(|(weight, lane)| weight * lane).sum::<f32>()) * sharpness;
        }
        logits
    }
}

pub fn length_of(letters: u32) -> usize {
    LENGTHS.iter().position(|most| letters <= *most).unwrap_or(LENGTHS.len())
}

#[inline(always)]
pub fn row_of(hash: u32) -> usize {
    ((u64::from(hash) * ROWS as u64) >> 32) as usize
}

/// Between words.
const GAP: u16 = ' ' as u16;

/// The features of a text's Latin and Cyrillic letters; how many letters there are.
#[inline(always)]
pub fn each(text: &str, mut feature: impl FnMut(u32)) -> u32 {
    let mut letters = 0;
    let mut window = u64::from(GAP);
    let mut word = 0_u64;
    for c in text.chars() {
        let c = folded(c);
        if c != GAP {
            letters += 1;
            word = (word ^ u64::from(c)).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(23);
        } else if window as u16 == GAP {
            continue;
        } else {
            feature(finish(word, 0xD6E8_FEB8_6659_FD93));
            word = 0;
        }
        window = next(window, c, &mut feature);
    }
    if window as u16 != GAP {
        feature(finish(word, 0xD6E8_FEB8_6659_FD93));
        next(window, GAP, &mut feature);
    }
    letters
}

/// The runs that end with `c`.
#[inline(always)]
fn next(window: u64, c: u16, feature: &mut impl FnMut(u32)) -> u64 {
    let window = window << 16 | u64::from(c);
    if c >= 128 {
        feature(finish(u64::from(c), 0xFF51_AFD7_ED55_8CCD));
    }
    feature(finish(window & 0xFFFF_FFFF, 0xC4CE_B9FE_1A85_EC53));
    if window >> 32 & 0xFFFF != 0 {
        feature(finish(window & 0xFFFF_FFFF_FFFF, 0x9FB2_1C65_1E98_DF25));
    }
    if window >> 48 != 0 {
        feature(finish(window, 0xE703_7ED1_A0B4_28DB));
    }
    window
}

#[inline(always)]
fn finish(key: u64, salt: u64) -> u32 {
    (key.wrapping_mul(salt) >> 32) as u32
}

/// Letters in lower case; a gap for what is none. Apostrophes belong to words.
#[inline(always)]
fn folded(c: char) -> u16 {
    match c {
        'a'..='z' | '\'' => c as u16,
        'A'..='Z' => c as u16 | 0x20,
        '\0'..='\u{7F}' => GAP,
        _ => folded_beyond_ascii(c),
    }
}

fn folded_beyond_ascii(c: char) -> u16 {
    match c {
        '’' | '‘' => '\'' as u16,
        '×' | '÷' => GAP,
        'ß'..='ÿ' | '\u{430}'..='\u{45F}' => c as u16,
        'À'..='Þ' | '\u{410}'..='\u{42F}' => c as u16 + 0x20,
        '\u{400}'..='\u{40F}' => c as u16 + 0x50,
        'İ' => 'i' as u16,
        // The cedilla stands in for the comma below, and texts use both.
        'Ş' | 'Ș' | 'ș' => 'ş' as u16,
        'Ţ' | 'Ț' | 'ț' => 'ţ' as u16,
        '\u{100}'..='\u{24F}' | '\u{460}'..='\u{52F}' | '\u{1E00}'..='\u{1EFF}' => c.to_lowercase().next().map_or(GAP, |c| c as u16),
        // Marks that follow their letter.
        '\u{300}'..='\u{36F}' => c as u16,
        'Ａ'..='Ｚ' => c as u16 - 0xFF21 + 'a' as u16,
        'ａ'..='ｚ' => c as u16 - 0xFF41 + 'a' as u16,
        _ => GAP,
    }
}
