//! How often the language is right, on sentences that were written for it: whole and in fragments.

use super::assess;

const SAMPLE: &str = include_str!("sample.txt");
const MAIN: [&str; 4] = ["ko", "ja", "en", "zh"];

/// Texts and right answers.
#[derive(Debug, Default)]
struct Score {
    texts: u32,
    right: u32,
    wrong: Vec<String>,
}

impl Score {
    fn count(&mut self, text: &str, language: &str) {
        let found = assess(text, &[]).language.value.map(|language| language.0);
        self.texts += 1;
        if found.as_deref() == Some(language) {
            self.right += 1;
        } else {
            self.wrong.push(format!("{text:?} {language} {found:?}"));
        }
    }

    #[track_caller]
    fn check(&self, tenths_of_percent_min: u32) {
        let found = self.right * 1_000 / self.texts;
        assert!(found >= tenths_of_percent_min, "{found} of 1000 right, not {tenths_of_percent_min}:\n{}", self.wrong.join("\n"));
    }
}

fn sample() -> impl Iterator<Item = (&'static str, &'static str)> {
    SAMPLE.lines().map(|line| line.split_once('\t').expect("a language, a tab and a sentence"))
}

/// The first and the last two words, and each stretch of ten characters that starts at a fifth one.
fn fragments(text: &str) -> Vec<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let chars: Vec<char> = text.chars().collect();
    let mut fragments = vec![words[..words.len().min(2)].join(" "), words[words.len().saturating_sub(2)..].join(" ")];
    fragments.extend(chars.windows(10).step_by(5).map(String::from_iter));
    fragments.retain(|fragment| fragment.chars().filter(|c| c.is_alphabetic()).count() >= 3);
    fragments
}

#[test]
fn whole_posts() {
    let (mut main, mut others) = (Score::default(), Score::default());
    for (language, text) in sample() {
        if MAIN.contains(&language) { &mut main } else { &mut others }.count(text, language);
    }
    assert_eq!((main.texts, others.texts), (160, 80));
    main.check(993);
    others.check(950);
}

#[test]
fn fragments_of_posts() {
    let (mut main, mut others) = (Score::default(), Score::default());
    for (language, text) in sample() {
        for fragment in fragments(text) {
            if MAIN.contains(&language) { &mut main } else { &mut others }.count(&fragment, language);
        }
    }
    assert!(main.texts > 350, "{}", main.texts);
    main.check(970);
    others.check(750);
}
