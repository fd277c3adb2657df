//! From data to weights: the large tables, the heads on top of them, the calibration, the bytes.

use crate::calibrate::{best_least, platt, three_way};
use crate::folders::{Folders, LANGUAGES, LISTS, is_kept_back, known, row_of_post, row_of_word, stance_of};
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
use std::sync::Arc;

/// What a post of the corpus, and an entry of a list, counts in the table of stance beside a row of a public set.
const CORPUS_IN_STANCE: f32 = 3.0;
const WORD_IN_STANCE: f32 = 0.4;

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
    pub const APEACH: usize = SHARED + 3;
}

pub fn train(folders: &Folders, out: &Path) -> anyhow::Result<()> {
    let say = |what: &str| eprintln!("{what}");
    let corpus = corpus(folders)?;
    let words = words(folders);
    let mut stance_rows = stance_rows(folders)?;
    stance_rows.extend(corpus.iter().map(|row| Row { weight: CORPUS_IN_STANCE, ..row.clone() }));
    stance_rows.extend(words.iter().filter(|row| row.stance.is_some()).map(|row| Row { weight: WORD_IN_STANCE, ..row.clone() }));
    // Film reviews were picked to be even, and are meant to be. Elsewhere the rare class counts more, though not as much as the common one.
    balance(&mut stance_rows, |row| row.stance, |source| if source == source::REVIEWS { 1.0 } else { 0.5 });
    let mut form_rows = form_rows(folders)?;
    let shared_rows = shared_rows(folders)?;
    form_rows.extend(corpus.iter().cloned().chain(words));
    say(&format!(
        "{} posts, {} rows of stance, {} of forms, {} shared alike",
        corpus.len(),
        stance_rows.len(),
        form_rows.len(),
        shared_rows.len()
    ));

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
    let core_folds = fold_heads(&core_rows, None);
    let core_numbers = numbers(&core, &core_heads, &core_folds, &core_rows);
    say("the calibration");
    let mut kept = background.clone();
    kept.extend(shared_rows.iter().filter(|row| row.fold == FOLDS).cloned());
    let shared_seen = rows(&shared, &kept);
    let shared_heads = heads::learn(&shared_seen, Some(&core_heads), |_| true);
    let shared_folds = fold_heads(&shared_seen, Some(&core_folds));
    let shared_numbers = numbers(&shared, &shared_heads, &shared_folds, &shared_seen);
    say("the shared calibration");
    say(&quantising(core.stance(), &stance_rows));
    write(out, &core, &core_heads, core_numbers, &shared, shared_numbers)?;
    say("written");
    Ok(())
}

/// The large tables, and those that were learnt without a third of the corpus each: what a row is told by tables that know it means nothing.
struct Base {
    stance: Arc<Vec<Stance>>,
    forms: Vec<Forms>,
}

impl Base {
    /// With `known`, the tables of stance are taken from there.
    fn learn(stance_rows: &[Row], form_rows: &[Row], known: Option<&Base>) -> Self {
        // The last learns from all that is not kept back, each of the others without one fold of the corpus.
        let taught = |fold: usize| move |row: &Row| row.fold != FOLDS && (row.source != source::CORPUS || row.fold != fold);
        std::thread::scope(|scope| {
            let stance = |folds: std::ops::Range<usize>| folds.map(|fold| stance::learn(stance_rows, taught(fold))).collect::<Vec<_>>();
            let half = known.is_none().then(|| scope.spawn(move || stance(0..2)));
            let forms = (0..=FOLDS).map(|fold| forms::learn(form_rows, form_weight, taught(fold))).collect();
            let stance = match (known, half) {
                (Some(known), _) => known.stance.clone(),
                (None, half) => {
                    let other = stance(2..FOLDS + 1);
                    Arc::new(half.into_iter().flat_map(|half| half.join().expect("learning does not fail")).chain(other).collect())
                }
            };
            Self { stance, forms }
        })
    }

    fn stance(&self) -> &Stance {
        &self.stance[FOLDS]
    }

    fn forms(&self) -> &Forms {
        &self.forms[FOLDS]
    }

    fn seen(&self, row: Row) -> Seen {
        let care = row.source == source::CORPUS;
        let tables = if care { row.fold } else { FOLDS };
        let (stance, forms) = (self.stance[tables].logits(&row), self.forms[tables].logits(&row));
        Seen::new(row, care, stance, forms)
    }
}

fn form_weight(row: &Row, column: usize) -> f32 {
    let of_source = match row.source {
        source::APEACH => 5.0,
        source::WORDS => 0.1,
        source::CORPUS => 0.3,
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
        ("sentiment3/en/xed_en", "en", source::SUBTITLES, 0.25),
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
    // What is no matter of a brand at all: of these nothing else is learnt, so it does no harm that the large tables know them.
    for row in stance_rows(folders)? {
        let share = if row.source == source::REVIEWS { 40 } else { 5 };
        if row.fold != FOLDS && row.features.iter().fold(0_u32, |sum, feature| sum.wrapping_add(*feature)) % share == 1 {
            rows.push(Row { heads: known(&[]), stance: None, ..row });
        }
    }
    rows.extend(form_rows(folders)?.into_iter().filter(|row| row.fold == FOLDS).map(|row| Row { weight: 0.5, ..row }));
    for line in folders.set("spam/en/sms_spam")? {
        let spam = if line.label == "spam" { 1.0 } else { 0.0 };
        let heads = known(&[(Head::Spam, spam)]);
        rows.push(Row { heads, weight: 0.3, ..public(&line.text, "en", source::SPAM) });
    }
    for line in folders.set("intent/en/banking77")?.iter().filter(|line| number_of(&line.text).is_multiple_of(5)) {
        let heads =
            known(&[(Head::NeedsAnswer, 1.0), (Head::Spam, 0.0), (Head::Instrumental, 1.0), (Head::Troll, 0.0), (Head::Announcement, 0.0)]);
        rows.push(Row { heads, weight: 0.2, ..public(&line.text, "en", source::SPAM + 1) });
    }
    Ok(rows)
}

/// Heads that have not learnt from a fold, each for that fold. With `fixed`, on top of tables that have not learnt from it either.
fn fold_heads(rows: &[Seen], fixed: Option<&[Heads]>) -> Vec<Heads> {
    std::thread::scope(|scope| {
        let learn = |fold: usize| heads::learn(rows, fixed.map(|fixed| &fixed[fold]), move |row| row.fold != fold);
        let learning: Vec<_> = (0..FOLDS).map(|fold| scope.spawn(move || learn(fold))).collect();
        learning.into_iter().map(|fold| fold.join().expect("learning does not fail")).collect()
    })
}

/// The calibration comes from posts that the heads have not learnt from.
fn numbers(base: &Base, heads: &Heads, folds: &[Heads], rows: &[Seen]) -> Numbers {
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
    let mut numbers = Numbers { stance_bias: base.stance().bias, form_bias: base.forms().bias, ..Numbers::default() };
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

/// What eight bits cost: how many of the rows that were kept back are judged rightly before and after.
fn quantising(stance: &Stance, rows: &[Row]) -> String {
    let (step, bytes) = quantise::<PAIR>(&stance.weights);
    let rounded = bytes.iter().enumerate().map(|(at, byte)| f32::from(*byte as i8) * step[at % PAIR]).collect();
    let rounded = Stance { weights: rounded, bias: stance.bias };
    let kept: Vec<&Row> = rows.iter().filter(|row| row.fold == FOLDS).collect();
    let right = |stance: &Stance| {
        let is_right = |row: &&&Row| {
            let [negative, positive] = stance.logits(row);
            let said = if negative.max(positive) <= 0.0 {
                1
            } else if negative > positive {
                0
            } else {
                2
            };
            row.stance == Some(said)
        };
        kept.iter().filter(is_right).count() as f32 * 100.0 / kept.len().max(1) as f32
    };
    format!("stance of {} rows kept back: {:.2}% right in 32 bits, {:.2}% in eight", kept.len(), right(stance), right(&rounded))
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
    let (stance_step, stance) = quantise::<PAIR>(&core.stance().weights);
    let (head_step, head_table) = quantise::<HEADS>(&heads.weights);
    let with_forms = |forms: &Forms, numbers: Numbers| {
        let (form_step, forms) = quantise::<PAIR>(&forms.weights);
        (Numbers { stance_step, head_step, form_step, ..numbers }, forms)
    };
    let (numbers, forms) = with_forms(core.forms(), numbers);
    let tables = Tables { stance: &stance, forms: &forms, heads: &head_table, present: &heads.present };
    save(&out.join("core.bin.gz"), &Weights { numbers, tables }.core_bytes())?;
    let (numbers, forms) = with_forms(shared.forms(), shared_numbers);
    save(&out.join("share-alike.bin.gz"), &Weights { numbers, tables: Tables { forms: &forms, ..tables } }.shared_bytes())
}

fn save(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    use std::io::Write as _;
    let mut packed = flate2::GzBuilder::new().write(Vec::new(), flate2::Compression::best());
    packed.write_all(bytes)?;
    let packed = packed.finish()?;
    eprintln!("{}: {} bytes, {} packed", path.display(), bytes.len(), packed.len());
    std::fs::write(path, packed).with_context(|| format!("cannot write {}", path.display()))
}
