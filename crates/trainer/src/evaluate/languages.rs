//! Which language: whole texts, and fragments of them, that nothing was learnt from.

use super::measure::{Calibration, share};
use crate::folders::Folders;
use crate::language::{fragment, kept_back};
use crate::random::Random;
use answerable_triage::{Assessor, Input};

const MAIN: [&str; 4] = ["ko", "ja", "en", "zh"];
/// Of each text: one to three words, or five to twelve characters.
const FRAGMENTS: usize = 5;

/// Right of how many.
#[derive(Debug, Clone, Default)]
pub struct Right {
    pub right: u32,
    pub rows: u32,
    /// Of those that were decided.
    pub calibration: Calibration,
}

impl Right {
    fn add(&mut self, text: &str, language: &str) {
        let said = Assessor::shipped().assess(&Input::of(text)).language;
        let is_right = said.value.as_ref().is_some_and(|said| said.0 == language);
        self.rows += 1;
        self.right += u32::from(is_right);
        if said.value.is_some() {
            self.calibration.add(f64::from(said.confidence) / 1_000.0, is_right);
        }
    }

    fn with(mut self, other: &Self) -> Self {
        self.right += other.right;
        self.rows += other.rows;
        self.calibration = self.calibration.with(&other.calibration);
        self
    }

    pub fn accuracy(&self) -> f64 {
        share(self.right, self.rows)
    }
}

/// Of whole texts and of fragments.
#[derive(Debug, Clone, Default)]
pub struct Both {
    pub whole: Right,
    pub fragments: Right,
}

#[derive(Debug)]
pub struct Languages {
    pub main: Vec<(&'static str, Both)>,
    pub others: Both,
}

impl Languages {
    pub fn all_main(&self) -> Both {
        self.main.iter().fold(Both::default(), |sum, (_, one)| Both {
            whole: sum.whole.with(&one.whole),
            fragments: sum.fragments.with(&one.fragments),
        })
    }
}

pub fn measure(folders: &Folders) -> anyhow::Result<Languages> {
    let mut languages = Languages { main: MAIN.map(|code| (code, Both::default())).to_vec(), others: Both::default() };
    let mut random = Random::seeded(23);
    for text in kept_back(folders)? {
        let found = languages.main.iter_mut().find(|(code, _)| *code == text.language);
        let both = found.map_or(&mut languages.others, |(_, both)| both);
        both.whole.add(&text.text, &text.language);
        for _ in 0..FRAGMENTS {
            let fragment = fragment(&text.text, &mut random);
            if fragment.chars().any(char::is_alphabetic) {
                both.fragments.add(&fragment, &text.language);
            }
        }
    }
    Ok(languages)
}
