//! Which language: whole lines, and fragments of two words.

use super::measure::share;
use crate::data::{Folders, is_kept_back};
use answerable_triage::{Assessor, Input};

const SET: &str = "langid/multi/langid";
const MAIN: [&str; 4] = ["ko", "ja", "en", "zh"];
/// Characters of a fragment of a script that sets no spaces.
const FRAGMENT_CHARS: usize = 8;

/// Right of how many.
#[derive(Debug, Clone, Copy, Default)]
pub struct Right {
    pub right: u32,
    pub rows: u32,
}

impl Right {
    fn add(&mut self, is_right: bool) {
        self.right += u32::from(is_right);
        self.rows += 1;
    }

    pub fn accuracy(&self) -> f64 {
        share(self.right, self.rows)
    }
}

#[derive(Debug, Default)]
pub struct Languages {
    /// By language of [`MAIN`]: whole lines, fragments.
    pub main: Vec<(&'static str, Right, Right)>,
    pub others: Right,
    pub others_fragments: Right,
}

impl Languages {
    pub fn all_main(&self) -> (Right, Right) {
        let sum = |one: Right, other: Right| Right { right: one.right + other.right, rows: one.rows + other.rows };
        self.main.iter().fold(Default::default(), |(full, short), (_, one, two)| (sum(full, *one), sum(short, *two)))
    }
}

pub fn measure(folders: &Folders) -> anyhow::Result<Languages> {
    let mut languages = Languages { main: MAIN.map(|code| (code, Right::default(), Right::default())).to_vec(), ..Languages::default() };
    for line in folders.set(SET)?.iter().filter(|line| is_kept_back(&line.text)) {
        let (full, short) = (is_right(&line.text, &line.label), is_right(&fragment(&line.text), &line.label));
        match languages.main.iter_mut().find(|(code, _, _)| *code == line.label) {
            Some((_, whole, fragments)) => {
                whole.add(full);
                fragments.add(short);
            }
            None => {
                languages.others.add(full);
                languages.others_fragments.add(short);
            }
        }
    }
    Ok(languages)
}

fn is_right(text: &str, label: &str) -> bool {
    Assessor::shipped().assess(&Input::of(text)).language.value.is_some_and(|language| language.0 == label)
}

/// The first two words, or as many characters where no spaces stand.
fn fragment(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().take(2).collect();
    if words.len() == 2 { words.join(" ") } else { text.chars().take(FRAGMENT_CHARS).collect() }
}
