//! The rows of the alphabets: softmax regression on the sum of the rows, learnt by adaptive steps, rows and languages together.

use super::texts::{Text, Texts, fragment};
use crate::random::Random;
use answerable_triage::language::ngrams::{
    Alphabet, Alphabets, ENGLISH, LANGUAGES, LENGTHS, Numbers, ROWS, Sums, WIDTH, each, length_of, row_of,
};
use answerable_triage::model::math::exp;

const COUNT: usize = LANGUAGES.len();
const EPOCHS: usize = 14;
const STEP: f32 = 0.1;
/// Of a hundred texts so many are read whole, the others in fragments.
const WHOLE: u64 = 35;
/// So many are read as people write who have no keys for accents.
const BARE: u64 = 10;
/// A post is in English more often than a film is: log-odds.
const ENGLISH_COMMON: f32 = 1.7;
/// What a set of so many texts counts; smaller ones count more, by the root.
const USUAL_TEXTS: f32 = 4_000.0;
const WEIGHT_MAX: f32 = 8.0;

struct Model {
    rows: Vec<[f32; WIDTH]>,
    row_squares: Vec<[f32; WIDTH]>,
    languages: [[f32; WIDTH]; COUNT],
    language_squares: [[f32; WIDTH]; COUNT],
    common: [f32; COUNT],
    common_squares: [f32; COUNT],
}

/// The rows and the numbers, calibrated.
pub fn train(texts: &Texts) -> (Vec<[u8; WIDTH]>, Numbers) {
    let mut random = Random::seeded(7);
    let known = texts.many.iter().chain(&texts.more).chain(&texts.posts).filter_map(known);
    let mut texts_known: Vec<(usize, Alphabet, &str)> = known.collect();
    let mut counts = [0_f32; COUNT];
    texts_known.iter().for_each(|(language, ..)| counts[*language] += 1.0);
    let weights = counts.map(|count| (USUAL_TEXTS / count.max(1.0)).sqrt().min(WEIGHT_MAX));
    let mut model = Model::new(&mut random);
    for epoch in 0..EPOCHS {
        random.shuffle(&mut texts_known);
        let mut loss = 0.0;
        for (number, &(language, alphabet, text)) in texts_known.iter().enumerate() {
            let done = (epoch as f32 + number as f32 / texts_known.len() as f32) / EPOCHS as f32;
            let text = varied(text, language, &mut random);
            loss += model.learn(&text, language, alphabet, weights[language], STEP * (1.0 - done).max(0.02));
        }
        eprintln!("alphabets: epoch {epoch}, loss {:.4}", loss / texts_known.len() as f32);
    }
    let (rows, mut numbers) = model.quantised();
    calibrate(&rows, &mut numbers, &texts.calibration);
    (rows, numbers)
}

/// A text of an alphabet that its language is written in, with both.
fn known(text: &Text) -> Option<(usize, Alphabet, &str)> {
    let language = LANGUAGES.iter().position(|code| *code == text.language)?;
    let alphabet = alphabet_of(&text.text)?;
    alphabet.writes(language).then_some((language, alphabet, &*text.text))
}

fn alphabet_of(text: &str) -> Option<Alphabet> {
    let cyrillic = text.chars().filter(|c| matches!(c, '\u{400}'..='\u{52F}')).count();
    let latin = text.chars().filter(|c| c.is_alphabetic()).count() - cyrillic;
    if cyrillic > latin { Some(Alphabet::Cyrillic) } else { (latin > 0).then_some(Alphabet::Latin) }
}

fn varied(text: &str, language: usize, random: &mut Random) -> String {
    let text = if random.next() % 100 < WHOLE { text.to_owned() } else { fragment(text, random) };
    if language != ENGLISH && random.next() % 100 < BARE { bare(&text) } else { text }
}

/// Without accents.
fn bare(text: &str) -> String {
    const ACCENTED: &str = "àáâãäåāăąçćčďđèéêëēėęěìíîïīįıłñńňòóôõöøőřśšșşťțţùúûüůűųýÿźżžğ";
    const PLAIN: &str = "aaaaaaaaacccddeeeeeeeeiiiiiiilnnnooooooorssssttttuuuuuuuyyzzzg";
    let plain = |c| ACCENTED.chars().position(|accented| accented == c).and_then(|at| PLAIN.chars().nth(at)).unwrap_or(c);
    text.chars().flat_map(char::to_lowercase).map(plain).collect()
}

impl Model {
    fn new(random: &mut Random) -> Self {
        let mut around_zero = |width: f32| (0..4).map(|_| (random.next() >> 40) as f32 / 16_777_216.0 - 0.5).sum::<f32>() * width;
        let mut rows = vec![[0.0; WIDTH]; ROWS];
        rows.iter_mut().flatten().for_each(|number| *number = around_zero(0.1));
        let mut languages = [[0.0; WIDTH]; COUNT];
        languages.iter_mut().flatten().for_each(|number| *number = around_zero(0.5));
        Self {
            rows,
            row_squares: vec![[1e-6; WIDTH]; ROWS],
            languages,
            language_squares: [[1e-6; WIDTH]; COUNT],
            common: [0.0; COUNT],
            common_squares: [1e-6; COUNT],
        }
    }

    /// One step towards saying `language` of a text. Returns what it lost.
    fn learn(&mut self, text: &str, language: usize, alphabet: Alphabet, weight: f32, step: f32) -> f32 {
        let mut places = Vec::with_capacity(512);
        each(text, |hash| places.push(row_of(hash)));
        if places.len() < 2 || alphabet_of(text) != Some(alphabet) {
            return 0.0;
        }
        let scale = 1.0 / (places.len() as f32).sqrt();
        let mut lanes = [0.0; WIDTH];
        places.iter().for_each(|place| lanes.iter_mut().zip(&self.rows[*place]).for_each(|(lane, number)| *lane += number));
        lanes.iter_mut().for_each(|lane| *lane *= scale);
        let mut logits = [0.0; COUNT];
        for (other, logit) in logits.iter_mut().enumerate() {
            *logit = self.common[other] + self.languages[other].iter().zip(lanes).map(|(number, lane)| number * lane).sum::<f32>();
        }
        let said = softmax(&logits, alphabet);
        let mut back = [0.0; WIDTH];
        for other in (0..COUNT).filter(|other| alphabet.writes(*other)) {
            let wrong = (said[other] - if other == language { 1.0 } else { 0.0 }) * weight;
            let (numbers, squares) = (&mut self.languages[other], &mut self.language_squares[other]);
            for lane in 0..WIDTH {
                back[lane] += wrong * numbers[lane];
                move_down(&mut numbers[lane], &mut squares[lane], wrong * lanes[lane], step);
            }
            move_down(&mut self.common[other], &mut self.common_squares[other], wrong, step);
        }
        for place in places {
            let (numbers, squares) = (&mut self.rows[place], &mut self.row_squares[place]);
            for lane in 0..WIDTH {
                move_down(&mut numbers[lane], &mut squares[lane], back[lane] * scale, step);
            }
        }
        1.0 - said[language]
    }

    /// Rows of eight bits. The rarest outliers are cut, one number of ten thousand.
    fn quantised(&self) -> (Vec<[u8; WIDTH]>, Numbers) {
        let mut sizes: Vec<f32> = self.rows.iter().flatten().map(|number| number.abs()).collect();
        sizes.sort_by(f32::total_cmp);
        let worth = sizes[sizes.len() - sizes.len() / 10_000 - 1] / 127.0;
        let byte = |number: f32| (number / worth).round().clamp(-127.0, 127.0) as i8 as u8;
        let mut numbers =
            Numbers { languages: self.languages.map(|row| row.map(|number| number * worth)), common: self.common, ..Numbers::default() };
        numbers.common[ENGLISH] += ENGLISH_COMMON;
        (self.rows.iter().map(|row| row.map(byte)).collect(), numbers)
    }
}

/// Adagrad.
pub fn move_down(number: &mut f32, squares: &mut f32, slope: f32, step: f32) {
    *squares += slope * slope;
    *number -= step * slope / squares.sqrt();
}

fn softmax(logits: &[f32; COUNT], alphabet: Alphabet) -> [f32; COUNT] {
    let of = |language: usize| if alphabet.writes(language) { logits[language] } else { f32::NEG_INFINITY };
    let most = (0..COUNT).map(of).fold(f32::NEG_INFINITY, f32::max);
    let powers: [f32; COUNT] = std::array::from_fn(|language| if alphabet.writes(language) { exp(of(language) - most) } else { 0.0 });
    let sum: f32 = powers.iter().sum();
    powers.map(|power| power / sum)
}

/// For each length the sharpness with which the texts that were kept back are likeliest.
fn calibrate(rows: &[[u8; WIDTH]], numbers: &mut Numbers, texts: &[Text]) {
    const PARTS: usize = 8;
    let mut random = Random::seeded(11);
    let mut seen: Vec<Vec<(usize, Alphabet, Sums)>> = vec![Vec::new(); LENGTHS.len() + 1];
    for text in texts {
        let Some((language, alphabet, whole)) = known(text) else { continue };
        for part in 0..PARTS {
            let text = if part == 0 { whole.to_owned() } else { fragment(whole, &mut random) };
            if alphabet_of(&text) == Some(alphabet) {
                let sums = Alphabets { rows, numbers: numbers.clone() }.sums(&text);
                seen[length_of(sums.letters)].push((language, alphabet, sums));
            }
        }
    }
    for (length, seen) in seen.iter().enumerate() {
        let loss = |sharpness: f32, numbers: &Numbers| {
            let mut numbers = numbers.clone();
            numbers.sharpness[length] = sharpness;
            let alphabets = Alphabets { rows, numbers };
            let of = |(language, alphabet, sums): &(usize, Alphabet, Sums)| {
                let said = softmax(&alphabets.logits(sums), *alphabet)[*language];
                -f64::from(said.max(1e-6)).ln() * if *language == ENGLISH { f64::from(exp(ENGLISH_COMMON)) } else { 1.0 }
            };
            seen.iter().map(of).sum::<f64>()
        };
        let sharpness = (8..=40).map(|step| step as f32 * 0.04).min_by(|a, b| loss(*a, numbers).total_cmp(&loss(*b, numbers)));
        numbers.sharpness[length] = sharpness.unwrap_or(1.0);
        eprintln!("alphabets: length {length}: {} texts, sharpness {:.2}", seen.len(), numbers.sharpness[length]);
    }
}
