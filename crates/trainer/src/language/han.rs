//! Japanese or Chinese by Han characters alone: what stands between the kana of Japanese texts against parts of Chinese ones.

use super::alphabets::move_down;
use super::texts::{Texts, part};
use super::traditional;
use crate::random::Random;
use answerable_triage::language::han::{Han, Numbers, ROWS, each};
use answerable_triage::model::math::{exp, sigmoid};

const EPOCHS: usize = 12;
const STEP: f32 = 0.08;
const JOINED_TIMES: usize = 5;

/// The rows and the numbers on top of them.
pub fn train(texts: &Texts) -> (Vec<u8>, Numbers) {
    let mut random = Random::seeded(13);
    let (japanese, chinese) = (learnt(texts, "ja", &mut random), learnt(texts, "zh", &mut random));
    let mut model = Model { rows: vec![0.0; ROWS], squares: vec![1e-4; ROWS], common: 0.0, common_square: 1e-4 };
    let steps = japanese.len().max(chinese.len()) * 2 * EPOCHS;
    for number in 0..steps {
        let is_japanese = number % 2 == 0;
        let from = if is_japanese { &japanese } else { &chinese };
        let text = sample(&from[(random.next() % from.len() as u64) as usize], is_japanese, &mut random);
        model.learn(&text, is_japanese, STEP * (1.0 - number as f32 / steps as f32).max(0.02));
    }
    eprintln!("han: {} Japanese, {} Chinese texts", japanese.len(), chinese.len());
    let step = model.rows.iter().fold(1e-6_f32, |most, number| most.max(number.abs())) / 127.0;
    let bytes: Vec<u8> = model.rows.iter().map(|number| (number / step).round() as i8 as u8).collect();
    let numbers = Numbers { step, common: model.common };
    measure(&Han { rows: &bytes, numbers: numbers.clone() }, texts);
    (bytes, numbers)
}

/// Han runs of each text of a language, and of posts.
fn learnt(texts: &Texts, language: &str, random: &mut Random) -> Vec<Vec<String>> {
    let all = texts.many.iter().chain(&texts.more).filter(|text| text.language == language);
    let mut learnt: Vec<Vec<String>> = all.map(|text| runs(&text.text)).filter(|runs| !runs.is_empty()).collect();
    if language == "zh" {
        let unsimplified = |runs: &Vec<String>| runs.iter().map(|run| traditional::unsimplified(run)).collect();
        learnt.extend(learnt.iter().map(unsimplified).collect::<Vec<Vec<String>>>());
    }
    for _ in 0..JOINED_TIMES {
        learnt.extend(joined(texts, language, random));
    }
    learnt
}

struct Model {
    rows: Vec<f32>,
    squares: Vec<f32>,
    common: f32,
    common_square: f32,
}

impl Model {
    /// Logistic regression by adaptive steps.
    fn learn(&mut self, text: &str, is_japanese: bool, step: f32) {
        let mut places = Vec::new();
        each(text, |row| places.push(row));
        let scale = 1.0 / (places.len().max(1) as f32).sqrt();
        let logit = self.common + places.iter().map(|row| self.rows[*row]).sum::<f32>() * scale;
        let wrong = sigmoid(logit) - if is_japanese { 1.0 } else { 0.0 };
        for row in places {
            move_down(&mut self.rows[row], &mut self.squares[row], wrong * scale, step);
        }
        move_down(&mut self.common, &mut self.common_square, wrong, step);
    }
}

/// Two or three words of posts side by side.
fn joined(texts: &Texts, language: &str, random: &mut Random) -> Vec<Vec<String>> {
    let mut words: Vec<&str> = texts.posts.iter().filter(|text| text.language == language).map(|text| &*text.text).collect();
    random.shuffle(&mut words);
    words.chunks(3).map(|words| words.iter().map(|word| (*word).to_owned()).collect()).collect()
}

/// How sure it may be, by the texts that were kept back.
fn measure(han: &Han, texts: &Texts) {
    let mut random = Random::seeded(17);
    let (mut right, mut sure, mut sure_right, mut all, mut loss) = (0, 0, 0, 0, 0.0_f32);
    for text in texts.calibration.iter().filter(|text| matches!(&*text.language, "ja" | "zh")) {
        let runs = runs(&text.text);
        if runs.is_empty() {
            continue;
        }
        let is_japanese = text.language == "ja";
        let logit = han.logit(&sample(&runs, is_japanese, &mut random));
        let holds = (logit > 0.0) == is_japanese;
        all += 1;
        right += u32::from(holds);
        sure += u32::from(sigmoid(logit.abs()) >= 0.8);
        sure_right += u32::from(holds && sigmoid(logit.abs()) >= 0.8);
        loss += if holds { exp(-logit.abs()) } else { logit.abs() };
    }
    eprintln!("han: of {all} kept back {right} right; {sure} sure, of them {sure_right} right; loss {:.3}", loss / all as f32);
}

/// Unbroken Han characters.
fn runs(text: &str) -> Vec<String> {
    let is_han = |c: char| matches!(c, '\u{3400}'..='\u{9FFF}' | '々');
    text.split(|c| !is_han(c)).filter(|run| !run.is_empty()).map(str::to_owned).collect()
}

/// What somebody might write without kana: one to three words of a Japanese sentence, a part of a Chinese one.
fn sample(runs: &[String], is_japanese: bool, random: &mut Random) -> String {
    let (start, count) = part(runs.len(), 1, 3, random);
    let joint = runs[start..start + count].concat();
    if is_japanese {
        return joint;
    }
    let chars: Vec<char> = joint.chars().collect();
    let (start, count) = part(chars.len(), 2, 12, random);
    chars[start..start + count].iter().collect()
}
