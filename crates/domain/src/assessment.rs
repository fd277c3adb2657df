//! What triage thinks of a post, and why.
//!
//! The labels are a closed list. None may state or infer health, politics, religion, sex life, ethnicity, union membership, crime or a
//! person's finances: the networks forbid it and so do we. A test in `triage` holds the list.

use crate::named::named;
use serde::{Deserialize, Serialize};

/// 0..=1000, thousandths: an integer so that it is the same on every machine.
pub type Confidence = u16;

/// What a person said is beyond doubt.
pub const CERTAIN: Confidence = 1_000;

/// A judgement with how sure it is. `None` as a value means *unknown*: the text does not say, or nothing has judged it yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assessed<T> {
    pub value: Option<T>,
    /// Thousandths; 0 when unknown.
    pub confidence: Confidence,
    /// What led to it where a rule did. The words behind a model's judgement are worked out when somebody asks for them.
    #[serde(default = "Vec::new")]
    pub reasons: Vec<Reason>,
}

impl<T> Default for Assessed<T> {
    fn default() -> Self {
        Self::unknown()
    }
}

impl<T> Assessed<T> {
    pub fn unknown() -> Self {
        Self { value: None, confidence: 0, reasons: Vec::new() }
    }

    pub fn sure(value: T, confidence: Confidence) -> Self {
        Self { value: Some(value), confidence, reasons: Vec::new() }
    }
}

/// Why a judgement was made: a code for the screen to translate, and where in the text (byte offsets).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    pub code: String,
    pub start: u32,
    pub end: u32,
}

/// One of several labels that can be true together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said<T> {
    pub value: T,
    pub confidence: Confidence,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Assessment {
    /// Which rules and models made it; a change means that history may be assessed again.
    pub model: String,
    pub language: Assessed<Language>,
    /// All languages of a post that mixes them, the one with most of it first; empty when there is one.
    pub languages: Vec<Language>,
    /// The stance towards what the post talks about, not the mood of its words.
    pub sentiment: Assessed<Sentiment>,
    /// Thousandths of negative, neutral and positive; zeros when unknown.
    pub scores: [Confidence; 3],
    /// None stands for "other".
    pub kinds: Vec<Said<Kind>>,
    /// Does it want an answer to something? [`Kind::Question`] is among the kinds exactly when this is true.
    pub question: Assessed<bool>,
    pub needs_answer: Assessed<bool>,
    pub abuse: Assessed<Abuse>,
    /// Whom the abuse hits.
    pub aim: Option<Aim>,
    /// How likely nothing is the matter but the wish to provoke. Hides nothing by itself.
    pub troll: Assessed<bool>,
    pub motive: Assessed<Motive>,
    pub risks: Vec<Said<Risk>>,
    pub humour: Assessed<bool>,
    pub personal_data: Vec<PersonalData>,
    /// What people of the brand said instead; an assessment made again keeps it.
    pub corrected: Vec<Field>,
}

/// A language, as ISO 639-1. `und-Hani` texts (Han characters only) stay undecided rather than guessed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Language(pub String);

named! {
    pub enum Sentiment { Negative = "negative", Neutral = "neutral", Positive = "positive" }
}

named! {
    pub enum Kind {
        Complaint = "complaint",
        Question = "question",
        Suggestion = "suggestion",
        Praise = "praise",
        /// News, advertising, events: nobody waits for an answer.
        Announcement = "announcement",
        Spam = "spam",
    }
}

named! {
    /// An accusation is not an insult: "you stole my money" is a complaint, "you morons" is abuse.
    pub enum Abuse { None = "none", Insult = "insult", Threat = "threat", Hate = "hate" }
}

named! {
    /// Whom abuse hits.
    pub enum Aim { Brand = "brand", Person = "person", Group = "group" }
}

named! {
    pub enum Motive {
        /// Wants it solved.
        Instrumental = "instrumental",
        /// Wants to be heard.
        Venting = "venting",
        None = "none",
    }
}

named! {
    pub enum Risk { Safety = "safety", Legal = "legal", Press = "press", Churn = "churn", SelfHarm = "self_harm" }
}

named! {
    /// The parts of an assessment that a person can correct.
    pub enum Field {
        Sentiment = "sentiment",
        Kind = "kind",
        NeedsAnswer = "needs_answer",
        Abuse = "abuse",
        Troll = "troll",
        Motive = "motive",
        Risk = "risk",
        Humour = "humour",
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonalData {
    pub kind: PersonalDataKind,
    pub start: u32,
    pub end: u32,
    /// What an answer must not repeat is stopped from `PERSONAL_DATA_CERTAIN` on; less certain places are only covered.
    #[serde(default = "certain")]
    pub confidence: Confidence,
}

/// From here on something is personal data for the guard, which must not cry wolf. Below, a mask still covers it.
pub const PERSONAL_DATA_CERTAIN: Confidence = 800;

fn certain() -> Confidence {
    CERTAIN
}

named! {
    pub enum PersonalDataKind {
        Email = "email",
        Phone = "phone",
        #[serde(alias = "postal_address")]
        Address = "address",
        #[serde(alias = "payment_card")]
        Card = "card",
        /// At a bank.
        Account = "account",
        /// A number that a state gave a person: Korean resident registration, social security, passport, driving licence.
        ResidentNumber = "resident_number",
        /// Japan's individual number.
        MyNumber = "my_number",
        /// Order, booking, invoice, tracking or membership.
        OrderNumber = "order_number",
        /// A person's name next to a number.
        Name = "name",
        Password = "password",
    }
}

impl Assessment {
    /// From -1000 (surely negative) to 1000 (surely positive).
    pub fn mood(&self) -> i16 {
        let [negative, _, positive] = self.scores.map(|score| score.min(CERTAIN) as i16);
        positive - negative
    }

    pub fn is_kind(&self, kind: Kind) -> bool {
        self.kinds.iter().any(|said| said.value == kind)
    }

    pub fn is_risk(&self, risk: Risk) -> bool {
        self.risks.iter().any(|said| said.value == risk)
    }
}
