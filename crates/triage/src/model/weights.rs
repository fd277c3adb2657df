//! The weights as bytes: how they are written, read and summed.
//!
//! A file is a short head of little-endian numbers and then the tables as they are used, so that reading costs nothing. There are two:
//! `core`, under the project's licence, and `share-alike`, whose table of forms also learnt from sets that ask for the same licence. Where
//! it is there it replaces the table of forms; without it everything works, only less well on Korean questions and abuse.

use super::lexicon::Lexicon;
use super::{DENSE, FORM_BITS, Folded, GATED, HEAD_BITS, HEADS, Logits, PAIR, STANCE_BITS, Sums, VOICES};

const STANCE_BYTES: usize = PAIR << STANCE_BITS;
const FORM_BYTES: usize = PAIR << FORM_BITS;
const HEAD_BYTES: usize = HEADS << HEAD_BITS;
const PRESENT_BYTES: usize = (1 << FORM_BITS) / 8;

const CORE_MAGIC: &[u8; 8] = b"ansc0re1";
const SHARED_MAGIC: &[u8; 8] = b"ansshar1";

/// The numbers on top of the tables.
#[derive(Debug, Clone, PartialEq)]
pub struct Numbers {
    /// What a step of the eight-bit weights is worth.
    pub stance_step: [f32; PAIR],
    pub stance_bias: [[f32; PAIR]; VOICES],
    pub form_step: [f32; PAIR],
    pub form_bias: [[f32; PAIR]; VOICES],
    pub head_step: [f32; HEADS],
    /// By language and dense input: what each head makes of it.
    pub dense: [[[f32; HEADS]; DENSE]; VOICES],
    /// By language: from which chance on each head says yes.
    pub least: [[f32; HEADS]; VOICES],
    /// By language: each head's log-odds are scaled and shifted so that they mean what they say.
    pub calibration: [[[f32; 2]; HEADS]; VOICES],
}

impl Default for Numbers {
    fn default() -> Self {
        Self {
            stance_step: [1.0; PAIR],
            stance_bias: [[0.0; PAIR]; VOICES],
            form_step: [1.0; PAIR],
            form_bias: [[0.0; PAIR]; VOICES],
            head_step: [1.0; HEADS],
            dense: [[[0.0; HEADS]; DENSE]; VOICES],
            least: [[0.5; HEADS]; VOICES],
            calibration: [[[1.0, 0.0]; HEADS]; VOICES],
        }
    }
}

/// The tables: weights of eight bits, two's complement.
#[derive(Debug, Clone, Copy)]
pub struct Tables<'a> {
    /// `PAIR` a slot.
    pub stance: &'a [u8],
    pub forms: &'a [u8],
    /// `HEADS` a slot.
    pub heads: &'a [u8],
    /// One bit a slot of the size of the forms: whether the heads know the feature at all.
    pub present: &'a [u8],
}

/// Everything that judges.
#[derive(Debug, Clone)]
pub struct Weights<'a> {
    pub numbers: Numbers,
    pub tables: Tables<'a>,
}

/// What the features of a place in a text add up to, in steps of the eight-bit weights.
#[derive(Debug, Clone, Copy, Default)]
pub struct Parts {
    base: [f32; 4],
    heads: [f32; HEADS],
}

/// Bytes that are no weights of this version.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("these are not weights that this version reads: {0}")]
pub struct UnreadableWeights(&'static str);

impl<'a> Weights<'a> {
    /// `shared`: the other file, where it is.
    pub fn read(core: &'a [u8], shared: Option<&'a [u8]>) -> Result<Self, UnreadableWeights> {
        let mut rest = core.strip_prefix(CORE_MAGIC).ok_or(UnreadableWeights("another kind of file"))?;
        let mut numbers = Numbers::default();
        numbers.read(&mut rest)?;
        let mut tables = Tables {
            stance: take(&mut rest, STANCE_BYTES)?,
            forms: take(&mut rest, FORM_BYTES)?,
            heads: take(&mut rest, HEAD_BYTES)?,
            present: take(&mut rest, PRESENT_BYTES)?,
        };
        if !rest.is_empty() {
            return Err(UnreadableWeights("too long"));
        }
        if let Some(shared) = shared {
            let mut rest = shared.strip_prefix(SHARED_MAGIC).ok_or(UnreadableWeights("another kind of file beside it"))?;
            numbers.read(&mut rest)?;
            tables.forms = take(&mut rest, FORM_BYTES)?;
        }
        Ok(Self { numbers, tables })
    }

    pub fn core_bytes(&self) -> Vec<u8> {
        let mut bytes = CORE_MAGIC.to_vec();
        self.numbers.write(&mut bytes);
        for table in [self.tables.stance, self.tables.forms, self.tables.heads, self.tables.present] {
            bytes.extend_from_slice(table);
        }
        bytes
    }

    /// The other file: the table of forms, and the numbers that go with it.
    pub fn shared_bytes(&self) -> Vec<u8> {
        let mut bytes = SHARED_MAGIC.to_vec();
        self.numbers.write(&mut bytes);
        bytes.extend_from_slice(self.tables.forms);
        bytes
    }

    /// One pass over a text.
    pub fn sums(&self, text: &Folded) -> Sums {
        let mut sums = Sums::default();
        let mut hashes = Vec::with_capacity(text.all().len() * 4);
        text.each(|hash| hashes.push(hash));
        sums.features = hashes.len() as u32;
        // Table by table: each loop has nothing to wait for but its own memory.
        let tables = &self.tables;
        for &hash in &hashes {
            let at = slot(hash, STANCE_BITS) * PAIR;
            add(&mut sums.stance, &tables.stance[at..at + PAIR]);
        }
        // Written without asking, kept by counting: whether a feature is known is a coin toss, and a wrong guess costs more than the writing.
        let mut known = vec![0; hashes.len() + 1];
        let mut count = 0;
        for &hash in &hashes {
            let place = slot(hash, FORM_BITS);
            add(&mut sums.forms, &tables.forms[place * PAIR..(place + 1) * PAIR]);
            known[count] = hash;
            count += usize::from(tables.present[place / 8] >> (place % 8) & 1);
        }
        for &hash in &known[..count] {
            let at = slot(hash, HEAD_BITS) * HEADS;
            add(&mut sums.heads, &tables.heads[at..at + HEADS]);
        }
        sums.lists = Lexicon::shipped().counts(text);
        sums
    }

    /// How far what some features add up to moves each calibrated head: by itself, and through what the large tables make of it.
    pub fn moved_by(&self, parts: &Parts, of: &Logits, voice: usize) -> [f32; HEADS] {
        let scale = 1.0 / of.features.max(1.0).sqrt();
        let numbers = &self.numbers;
        let base: [f32; 4] = std::array::from_fn(|column| {
            let step = if column < PAIR { numbers.stance_step[column] } else { numbers.form_step[column - PAIR] };
            parts.base[column] * step * scale
        });
        let gate = of.gate();
        let dense = &numbers.dense[voice];
        let mut moved: [f32; HEADS] = std::array::from_fn(|head| {
            // The dense step bends; near zero it is as steep as these.
            let steep = |input: usize| dense[input][head] + dense[input + 4][head] * 0.5;
            let through: f32 = base.iter().enumerate().map(|(column, logit)| logit * steep(column + 1)).sum();
            parts.heads[head] * numbers.head_step[head] * scale + through
        });
        for (head, base) in GATED.iter().zip(base) {
            moved[*head as usize] = base + gate * moved[*head as usize];
        }
        let scales = numbers.calibration[voice].map(|[scale, _]| scale);
        moved.iter_mut().zip(scales).for_each(|(moved, scale)| *moved *= scale);
        moved
    }

    /// A share of a feature's weights, added to what a place of the text has.
    pub fn share_out(&self, hash: u32, share: f32, parts: &mut Parts) {
        let tables = &self.tables;
        let stance = slot(hash, STANCE_BITS) * PAIR;
        let place = slot(hash, FORM_BITS);
        let base = tables.stance[stance..stance + PAIR].iter().chain(&tables.forms[place * PAIR..(place + 1) * PAIR]);
        parts.base.iter_mut().zip(base).for_each(|(sum, weight)| *sum += f32::from(*weight as i8) * share);
        if tables.present[place / 8] & 1 << (place % 8) != 0 {
            let head = slot(hash, HEAD_BITS) * HEADS;
            let weights = &tables.heads[head..head + HEADS];
            parts.heads.iter_mut().zip(weights).for_each(|(sum, weight)| *sum += f32::from(*weight as i8) * share);
        }
    }

    /// What an entry of a list moves.
    pub fn moved_by_list(&self, list: usize, of: &Logits, voice: usize) -> [f32; HEADS] {
        let mut moved = [0.0; HEADS];
        let gate = of.gate();
        for (head, moved) in moved.iter_mut().enumerate() {
            *moved = self.numbers.dense[voice][super::LIST_INPUTS + list][head] * self.numbers.calibration[voice][head][0];
        }
        GATED.iter().for_each(|head| moved[*head as usize] *= gate);
        moved
    }

    pub fn logits(&self, sums: &Sums, voice: usize) -> Logits {
        let mut logits = self.scaled(sums, sums.features as f32);
        for column in 0..PAIR {
            logits.stance[column] += self.numbers.stance_bias[voice][column];
            logits.forms[column] += self.numbers.form_bias[voice][column];
        }
        // Column by column: the heads are added up side by side, and most inputs of most texts are nothing.
        for (input, weights) in logits.dense().into_iter().zip(&self.numbers.dense[voice]) {
            if input != 0.0 {
                for (logit, weight) in logits.heads.iter_mut().zip(weights) {
                    *logit += weight * input;
                }
            }
        }
        logits.settle();
        logits
    }

    fn scaled(&self, sums: &Sums, features: f32) -> Logits {
        let numbers = &self.numbers;
        let scale = 1.0 / features.max(1.0).sqrt();
        let mut logits = Logits { features, lists: sums.lists, ..Logits::default() };
        for column in 0..PAIR {
            logits.stance[column] = sums.stance[column] as f32 * numbers.stance_step[column] * scale;
            logits.forms[column] = sums.forms[column] as f32 * numbers.form_step[column] * scale;
        }
        for head in 0..HEADS {
            logits.heads[head] = sums.heads[head] as f32 * numbers.head_step[head] * scale;
        }
        logits
    }

    /// A head's log-odds, calibrated.
    pub fn calibrated(&self, logit: f32, head: usize, voice: usize) -> f32 {
        let [scale, shift] = self.numbers.calibration[voice][head];
        logit * scale + shift
    }
}

/// Where a feature stands in a table of so many bits: its upper bits, which are mixed best.
#[inline(always)]
pub fn slot(hash: u32, bits: u32) -> usize {
    (hash >> (32 - bits)) as usize
}

#[inline(always)]
fn add<const N: usize>(sums: &mut [i32; N], weights: &[u8]) {
    for (sum, weight) in sums.iter_mut().zip(weights) {
        *sum += i32::from(*weight as i8);
    }
}

fn take<'a>(rest: &mut &'a [u8], length: usize) -> Result<&'a [u8], UnreadableWeights> {
    let (taken, left) = rest.split_at_checked(length).ok_or(UnreadableWeights("too short"))?;
    *rest = left;
    Ok(taken)
}

impl Numbers {
    fn each(&mut self, mut number: impl FnMut(&mut f32)) {
        self.stance_step.iter_mut().for_each(&mut number);
        self.stance_bias.iter_mut().flatten().for_each(&mut number);
        self.form_step.iter_mut().for_each(&mut number);
        self.form_bias.iter_mut().flatten().for_each(&mut number);
        self.head_step.iter_mut().for_each(&mut number);
        self.dense.iter_mut().flatten().flatten().for_each(&mut number);
        self.least.iter_mut().flatten().for_each(&mut number);
        self.calibration.iter_mut().flatten().flatten().for_each(&mut number);
    }

    fn read(&mut self, rest: &mut &[u8]) -> Result<(), UnreadableWeights> {
        let mut failed = None;
        self.each(|number| match take(rest, 4).map(<[u8; 4]>::try_from) {
            Ok(Ok(bytes)) => *number = f32::from_le_bytes(bytes),
            Ok(Err(_)) => failed = Some(UnreadableWeights("too short")),
            Err(error) => failed = Some(error),
        });
        failed.map_or(Ok(()), Err)
    }

    fn write(&self, bytes: &mut Vec<u8>) {
        self.clone().each(|number| bytes.extend_from_slice(&number.to_le_bytes()));
    }
}
