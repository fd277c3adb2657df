//! From data to weights: the large tables, the heads on top of them, the calibration, the bytes.

use crate::calibrate::{best_least, platt, three_way};
use crate::data::{Folders, LANGUAGES, LISTS, is_kept_back, known, row_of_post, row_of_word, stance_of};
use crate::forms::{self, Forms};
use crate::heads::{self, Heads, Seen};
use crate::quantise::quantise;
use crate::random::number_of;
use crate::rows::{FOLDS, Row, balance};
use crate::stance::{self, Stance};
use answerable_triage::model::weights::Numbers;
use answerable_triage::model::{HEADS, Head, PAIR, Tables, VOICES, Weights, voice};
use anyhow::Context as _;
use std::path::Path;
use std::time::Instant;

/// Numbers of sources, for balancing.
mod source {
    pub const REVIEWS: usize = 0;
    pub const COMMENTS: usize = 1;
    pub const SUBTITLES: usize = 2;
    pub const REPORTS: usize = 3;
    pub const TOXICITY: usize = 4;
    pub const QUESTIONS: usize = 6;
    pub const SPAM: usize = 10;
    pub const CORPUS: usize = 20;
    pub const WORDS: usize = 30;
    /// Sets that ask for the same licence.
    pub const SHARED: usize = 40;
    pub const BEEP: usize = SHARED + 2;
    pub const APEACH: usize = SHARED + 3;
}

pub fn train(folders: &Folders, out: &Path) -> anyhow::Result<()> {
    let started = Instant::now();
    let say = |what: &str| eprintln!("{:>6.1} s  {what}", started.elapsed().as_secs_f32());
    let corpus = corpus(folders)?;
    let words = words(folders);
    let mut stance_rows = stance_rows(folders)?;
    stance_rows.extend(words.iter().filter(|row| row.stance.is_some()).cloned());
    // Film reviews were picked to be even, and are meant to be. Elsewhere the rare class counts more, though not as much as the common one.
    balance(&mut stance_rows, |row| row.stance, |source| if source == source::REVIEWS { 1.0 } else { 0.5 });
    let mut form_rows = form_rows(folders)?;
    let shared_rows = shared_rows(folders)?;
    form_rows.extend(words);
    say(&format!("{} posts, {} rows of stance, {} of forms, {} shared alike", corpus.len(), stance_rows.len(), form_rows.len(), shared_rows.len()));

    let core = Base::learn(&stance_rows, &form_rows, None);
    say("the large tables");
    let mut all_forms = form_rows.clone();
    all_forms.extend(shared_rows.iter().cloned());
    let shared = Base::learn(&stance_rows, &all_forms, Some(&core));
    say("the shared table of forms");

    let background = background(folders)?;
    let rows = |base: &Base, kept: &[Row]| -> Vec<Seen> {
        let of_corpus = corpus.iter().map(|row| base.seen(row.clone()));
        of_corpus.chain(kept.iter().map(|row| base.seen(row.clone()))).collect()
    };
    let core_rows = rows(&core, &background);
    let core_heads = heads::learn(&core_rows, None, |_| true);
    say("the heads");
    let core_numbers = numbers(&core, &core_heads, &core_rows, false);
    say("the calibration");
    let mut kept = background.clone();
    kept.extend(shared_rows.iter().filter(|row| row.fold == FOLDS).cloned());
    let shared_seen = rows(&shared, &kept);
    let shared_heads = heads::learn(&shared_seen, Some(&core_heads), |_| true);
    let shared_numbers = numbers(&shared, &shared_heads, &shared_seen, true);
    say("the shared calibration");
    write(out, &core, &core_heads, core_numbers, &shared, shared_numbers)?;
    say("written");
    Ok(())
}

/// The large tables. They learn from public sets and lists of words, never from the corpus: what they say of its posts is as fresh as what
/// they will say of anybody's, and the heads can learn how far to trust it.
struct Base {
    stance: Stance,
    forms: Forms,
}

impl Base {
    /// With `known`, the table of stance is taken from there.
    fn learn(stance_rows: &[Row], form_rows: &[Row], known: Option<&Base>) -> Self {
        let taught = |row: &Row| row.fold != FOLDS;
        std::thread::scope(|scope| {
            let stance = scope.spawn(move || match known {
                Some(known) => Stance { weights: known.stance.weights.clone(), bias: known.stance.bias },
                None => stance::learn(stance_rows, taught),
            });
            let forms = forms::learn(form_rows, form_weight, taught);
            Self { stance: stance.join().expect("learning does not fail"), forms }
        })
    }

    fn seen(&self, row: Row) -> Seen {
        let (stance, forms) = (self.stance.logits(&row), self.forms.logits(&row));
        let care = row.source == source::CORPUS;
        Seen::new(row, care, stance, forms)
    }
}

fn form_weight(row: &Row, column: usize) -> f32 {
    let of_source = match row.source {
        source::BEEP => 4.0,
        source::APEACH => 5.0,
        source::WORDS => 0.5,
        _ => 1.0,
    };
    let of_class = match (column, row.heads[forms::COLUMNS[column] as usize] > 0.5) {
        (0, true) => 2.0,
        // Five of six of those tweets abuse somebody.
        (1, false) if row.source == source::TOXICITY => 2.2,
        _ => 1.0,
    };
    of_source * of_class
}

fn corpus(folders: &Folders) -> anyhow::Result<Vec<Row>> {
    let mut rows = Vec::new();
    for language in LANGUAGES {
        rows.extend(folders.posts("train", language)?.iter().map(|post| row_of_post(post, language, source::CORPUS)));
    }
    Ok(rows)
}

fn words(folders: &Folders) -> Vec<Row> {
    let of = |language: &'static str, list: &'static str| {
        let words = folders.words(language, list).into_iter();
        words.map(move |word| row_of_word(&word, list, language, source::WORDS))
    };
    LANGUAGES.into_iter().flat_map(|language| LISTS.into_iter().flat_map(move |list| of(language, list))).collect()
}

/// A row of a public set; what is kept back from the large tables is marked by a fold that no table learns.
fn public(text: &str, language: &str, source: usize) -> Row {
    let mut row = Row::new(text, voice(Some(language)), source);
    if is_kept_back(text) {
        row.fold = FOLDS;
    }
    row
}

fn stance_rows(folders: &Folders) -> anyhow::Result<Vec<Row>> {
    let mut rows = Vec::new();
    let (two, three) = (folders.set("sentiment2/ko/nsmc_rebuilt")?, folders.set("sentiment3/ko/nsmc3_rebuilt")?);
    let held: std::collections::HashSet<&str> =
        two.iter().chain(&three).filter(|line| line.split != "train").map(|line| line.id.as_str()).collect();
    let mut seen = held.clone();
    for line in two.iter().chain(&three).filter(|line| line.split == "train") {
        if seen.insert(line.id.as_str()) {
            rows.push(Row { stance: stance_of(&line.label), ..public(&line.text, "ko", source::REVIEWS) });
        }
    }
    let mut positives = 0;
    for line in folders.set("sentiment3/ko/nsmc_extra")? {
        let wanted = match stance_of(&line.label) {
            Some(0) => true,
            Some(1) => number_of(&line.text) % 100 < 70,
            _ => {
                positives += 1;
                positives <= 30_000
            }
        };
        if wanted {
            rows.push(Row { stance: stance_of(&line.label), ..public(&line.text, "ko", source::REVIEWS) });
        }
    }
    for (name, language, source, weight) in [
        ("sentiment3/en/goemotions3", "en", source::COMMENTS, 1.0),
        ("sentiment3/en/xed_en", "en", source::SUBTITLES, 0.5),
        ("sentiment3/ja/chabsa", "ja", source::REPORTS, 1.0),
    ] {
        let lines = folders.set(name)?;
        let lines = lines.iter().filter(|line| line.split == "train");
        rows.extend(lines.map(|line| Row { stance: stance_of(&line.label), weight, ..public(&line.text, language, source) }));
    }
    Ok(rows)
}

fn form_rows(folders: &Folders) -> anyhow::Result<Vec<Row>> {
    let mut rows = Vec::new();
    for (number, language) in LANGUAGES.into_iter().enumerate() {
        for line in folders.set(&format!("question/{language}/xpersona_q"))?.iter().filter(|line| line.split == "train") {
            let asks = if line.label == "question" { 1.0 } else { 0.0 };
            let heads = known(&[(Head::Question, asks), (Head::Abuse, if number == 2 { f32::NAN } else { 0.0 })]);
            rows.push(Row { heads, ..public(&line.text, language, source::QUESTIONS + number) });
        }
    }
    for line in folders.set("toxicity/en/davidson")?.iter().filter(|line| line.split == "train") {
        let heads = known(&[(Head::Abuse, if line.label == "toxic" { 1.0 } else { 0.0 })]);
        rows.push(Row { heads, ..public(&line.text, "en", source::TOXICITY) });
    }
    // What abuses nobody: one in twelve comments and reviews, or the abusive tweets would be all that it knows of English.
    for (name, language) in [("sentiment3/en/xed_en", "en"), ("sentiment3/ja/chabsa", "ja")] {
        for line in folders.set(name)?.iter().filter(|line| line.split == "train" && number_of(&line.text) % 12 == 5) {
            rows.push(Row { heads: known(&[(Head::Abuse, 0.0)]), weight: 0.5, ..public(&line.text, language, source::TOXICITY + 1) });
        }
    }
    Ok(rows)
}

fn shared_rows(folders: &Folders) -> anyhow::Result<Vec<Row>> {
    let mut rows = Vec::new();
    for line in folders.set("speechact/ko/3i4k")?.iter().filter(|line| line.split == "train") {
        let heads = known(&[(Head::Question, if line.label == "question" { 1.0 } else { 0.0 })]);
        rows.push(Row { heads, ..public(&line.text, "ko", source::SHARED) });
    }
    for (number, name) in ["kmhas", "beep", "apeach"].into_iter().enumerate() {
        for line in folders.set(&format!("toxicity/ko/{name}"))? {
            // The smallest has no part to train on but the one that others measure on.
            if line.split != "train" && (name != "apeach" || is_kept_back(&line.text)) {
                continue;
            }
            let heads = known(&[(Head::Abuse, if line.label == "toxic" { 1.0 } else { 0.0 })]);
            rows.push(Row { heads, ..public(&line.text, "ko", source::SHARED + 1 + number) });
        }
    }
    Ok(rows)
}

/// Rows that the large tables have not learnt from, for what stands on top of them: the heads learn what is no brand's matter.
fn background(folders: &Folders) -> anyhow::Result<Vec<Row>> {
    let calm = [Head::Spam, Head::Announcement, Head::Threat, Head::SelfHarm, Head::Legal, Head::Press].map(|head| (head, 0.0));
    let mut rows = Vec::new();
    for row in stance_rows(folders)?.into_iter().filter(|row| row.fold == FOLDS) {
        let mut heads = known(&calm);
        heads[Head::Negative as usize] = if row.stance == Some(0) { 1.0 } else { 0.0 };
        heads[Head::Positive as usize] = if row.stance == Some(2) { 1.0 } else { 0.0 };
        rows.push(Row { heads, weight: 0.2, ..row });
    }
    rows.extend(form_rows(folders)?.into_iter().filter(|row| row.fold == FOLDS).map(|row| Row { weight: 0.5, ..row }));
    for line in folders.set("spam/en/sms_spam")? {
        let spam = if line.label == "spam" { 1.0 } else { 0.0 };
        let heads = known(&[(Head::Spam, spam)]);
        rows.push(Row { heads, weight: 0.3, ..public(&line.text, "en", source::SPAM) });
    }
    for line in folders.set("intent/en/banking77")?.iter().filter(|line| number_of(&line.text) % 5 == 0) {
        let heads = known(&[(Head::NeedsAnswer, 1.0), (Head::Spam, 0.0), (Head::Instrumental, 1.0), (Head::Troll, 0.0), (Head::Announcement, 0.0)]);
        rows.push(Row { heads, weight: 0.2, ..public(&line.text, "en", source::SPAM + 1) });
    }
    Ok(rows)
}

/// The calibration comes from posts that the heads have not learnt from.
fn numbers(base: &Base, heads: &Heads, rows: &[Seen], dense_only: bool) -> Numbers {
    let folds: Vec<Heads> = std::thread::scope(|scope| {
        let learning: Vec<_> = (0..FOLDS)
            .map(|fold| scope.spawn(move || heads::learn(rows, dense_only.then_some(heads), move |row| row.fold != fold)))
            .collect();
        learning.into_iter().map(|fold| fold.join().expect("learning does not fail")).collect()
    });
    let mut pairs = vec![vec![Vec::new(); HEADS]; VOICES];
    let mut stances = vec![Vec::new(); VOICES];
    for seen in rows.iter().filter(|seen| seen.row.source != source::WORDS) {
        let logits = folds[seen.row.fold % FOLDS].logits(seen);
        if let Some(stance) = seen.row.stance {
            let told = [logits[Head::Negative as usize], logits[Head::Positive as usize]];
            [seen.row.voice, VOICES - 1].into_iter().for_each(|voice| stances[voice].push((told, stance, seen.row.weight)));
        }
        for head in 0..HEADS {
            let target = if head == Head::Care as usize { f32::NAN } else { seen.row.heads[head] };
            if !target.is_nan() {
                pairs[seen.row.voice][head].push((logits[head], target, seen.row.weight));
                pairs[VOICES - 1][head].push((logits[head], target, seen.row.weight));
            }
        }
    }
    let mut numbers = Numbers { stance_bias: base.stance.bias, form_bias: base.forms.bias, ..Numbers::default() };
    for (voice_of, dense) in numbers.dense.iter_mut().enumerate() {
        let from = if voice_of == VOICES - 1 { voice(Some("en")) } else { voice_of };
        for (input, weights) in dense.iter_mut().enumerate() {
            *weights = std::array::from_fn(|head| heads.dense[from][head][input]);
        }
    }
    for (of, pairs) in pairs.iter().enumerate() {
        for (head, pairs) in Head::ALL.into_iter().zip(pairs) {
            let calibration = platt(pairs);
            numbers.calibration[of][head as usize] = calibration;
            numbers.least[of][head as usize] = least(head, calibration, pairs);
        }
    }
    for (calibration, stances) in numbers.calibration.iter_mut().zip(&stances) {
        let [negative, positive] = three_way(stances);
        calibration[Head::Negative as usize] = negative;
        calibration[Head::Positive as usize] = positive;
    }
    numbers
}

/// From which chance on a head says yes. Rare labels that a team must not miss are said early; abuse and questions where they are likelier
/// than not, as everybody measures them.
fn least(head: Head, calibration: [f32; 2], pairs: &[(f32, f32, f32)]) -> f32 {
    match head {
        Head::Safety | Head::Legal | Head::Press | Head::Churn | Head::SelfHarm => best_least(pairs, calibration, 2.0, [0.1, 0.5]),
        Head::Suggestion | Head::Humour | Head::Announcement | Head::Spam => best_least(pairs, calibration, 1.0, [0.25, 0.6]),
        _ => 0.5,
    }
}

fn write(out: &Path, core: &Base, heads: &Heads, numbers: Numbers, shared: &Base, shared_numbers: Numbers) -> anyhow::Result<()> {
    let (stance_step, stance) = quantise::<PAIR>(&core.stance.weights);
    let (head_step, head_table) = quantise::<HEADS>(&heads.weights);
    let with_forms = |forms: &Forms, numbers: Numbers| {
        let (form_step, forms) = quantise::<PAIR>(&forms.weights);
        (Numbers { stance_step, head_step, form_step, ..numbers }, forms)
    };
    let (numbers, forms) = with_forms(&core.forms, numbers);
    let tables = Tables { stance: &stance, forms: &forms, heads: &head_table, present: &heads.present };
    save(&out.join("core.bin.gz"), &Weights { numbers, tables }.core_bytes())?;
    let (numbers, forms) = with_forms(&shared.forms, shared_numbers);
    save(&out.join("share-alike.bin.gz"), &Weights { numbers, tables: Tables { forms: &forms, ..tables } }.shared_bytes())
}

fn save(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    use std::io::Write as _;
    let mut packed = flate2::GzBuilder::new().write(Vec::new(), flate2::Compression::best());
    packed.write_all(bytes)?;
    let packed = packed.finish()?;
    eprintln!("          {}: {} bytes, {} packed", path.display(), bytes.len(), packed.len());
    std::fs::write(path, packed).with_context(|| format!("cannot write {}", path.display()))
}
