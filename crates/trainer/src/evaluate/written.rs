//! The posts that were written for this and never trained on: every head, in every language.

use super::measure::{Calibration, Confusion, share};
use crate::folders::{Folders, Post, row_of_post};
use answerable_domain::{Abuse, Aim, Assessment, Kind, Label, Motive, Sentiment};
use answerable_triage::model::Head;
use answerable_triage::{Assessor, Input};

/// Judgements of one head on the posts of one language.
#[derive(Debug)]
pub struct HeadMeasured {
    pub head: Head,
    pub confusion: Confusion,
    pub calibration: Calibration,
}

/// All that was measured on the posts of one language.
#[derive(Debug)]
pub struct Written {
    pub language: &'static str,
    pub posts: usize,
    pub sentiment: Confusion,
    pub abuse: Confusion,
    pub motive: Confusion,
    /// Of the label that was said, by its confidence.
    pub sentiment_calibration: Calibration,
    pub abuse_calibration: Calibration,
    pub motive_calibration: Calibration,
    pub heads: Vec<HeadMeasured>,
    pub silenced: Silenced,
}

/// Complaints that were taken for provocation.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silenced {
    /// Complaints with rude words, and how many of them were called trolling.
    pub rude: u32,
    pub rude_silenced: u32,
    pub all: u32,
    pub all_silenced: u32,
}

impl Silenced {
    pub fn share(&self) -> f64 {
        share(self.rude_silenced, self.rude)
    }

    pub fn with(self, other: Self) -> Self {
        Self {
            rude: self.rude + other.rude,
            rude_silenced: self.rude_silenced + other.rude_silenced,
            all: self.all + other.all,
            all_silenced: self.all_silenced + other.all_silenced,
        }
    }
}

/// The lists that tell rude words.
const RUDE_LISTS: [&str; 4] = ["profanity", "insult", "hate", "threat"];

pub fn measure(folders: &Folders, language: &'static str) -> anyhow::Result<Written> {
    let posts = folders.posts("held-out", language)?;
    let rude: Vec<String> = RUDE_LISTS.iter().flat_map(|list| folders.words(language, list)).map(|word| word.to_lowercase()).collect();
    let head = |head: &Head| HeadMeasured { head: *head, confusion: Confusion::yes_or_no(), calibration: Calibration::default() };
    let mut written = Written {
        language,
        posts: posts.len(),
        sentiment: Confusion::new(&["negative", "neutral", "positive"]),
        abuse: Confusion::new(&["none", "insult", "threat", "hate"]),
        motive: Confusion::new(&["instrumental", "venting", "none"]),
        sentiment_calibration: Calibration::default(),
        abuse_calibration: Calibration::default(),
        motive_calibration: Calibration::default(),
        heads: Head::ALL.iter().filter(|head| **head != Head::Care).map(head).collect(),
        silenced: Silenced::default(),
    };
    posts.iter().for_each(|post| written.add(post, &rude));
    Ok(written)
}

impl Written {
    fn add(&mut self, post: &Post, rude: &[String]) {
        let (assessment, judged) = Assessor::shipped().assess_and_judge(&Input::of(&post.text));
        let Some(judged) = judged else { return };
        self.add_choices(post, &assessment);
        let so = row_of_post(post, self.language, 0).heads;
        for measured in &mut self.heads {
            let so = so[measured.head as usize];
            if !so.is_nan() {
                measured.confusion.add(usize::from(so > 0.5), usize::from(says(&assessment, measured.head)));
                measured.calibration.add(f64::from(judged.chance(measured.head)), so > 0.5);
            }
        }
        self.add_silenced(post, &assessment, rude);
    }

    /// One of several.
    fn add_choices(&mut self, post: &Post, said: &Assessment) {
        let sure = |confidence: u16| f64::from(confidence) / 1_000.0;
        let choice = |confusion: &mut Confusion, calibration: &mut Calibration, so: Option<usize>, said: Option<usize>, confidence| {
            if let (Some(so), Some(said)) = (so, said) {
                confusion.add(so, said);
                calibration.add(sure(confidence), so == said);
            }
        };
        let so = Sentiment::parse(&post.sentiment).map(|value| value as usize);
        let value = said.sentiment.value.map(|value| value as usize);
        choice(&mut self.sentiment, &mut self.sentiment_calibration, so, value, said.sentiment.confidence);
        let so = Abuse::parse(&post.abuse).map(|value| value as usize);
        choice(&mut self.abuse, &mut self.abuse_calibration, so, said.abuse.value.map(|value| value as usize), said.abuse.confidence);
        let so = Motive::parse(&post.motive).map(|value| value as usize);
        choice(&mut self.motive, &mut self.motive_calibration, so, said.motive.value.map(|value| value as usize), said.motive.confidence);
    }

    fn add_silenced(&mut self, post: &Post, said: &Assessment, rude: &[String]) {
        if !post.kind.iter().any(|kind| kind == "complaint") {
            return;
        }
        let silenced = u32::from(said.troll.value == Some(true));
        self.silenced.all += 1;
        self.silenced.all_silenced += silenced;
        let text = post.text.to_lowercase();
        if post.abuse != "none" || rude.iter().any(|word| text.contains(word.as_str())) {
            self.silenced.rude += 1;
            self.silenced.rude_silenced += silenced;
        }
    }
}

/// What an assessment says of a head's question: with its thresholds, as people see it.
fn says(said: &Assessment, head: Head) -> bool {
    match head {
        Head::Negative => said.sentiment.value == Some(Sentiment::Negative),
        Head::Positive => said.sentiment.value == Some(Sentiment::Positive),
        Head::Question => said.is_kind(Kind::Question),
        Head::Abuse => said.abuse.value.is_some_and(|abuse| abuse != Abuse::None),
        Head::Threat => said.abuse.value == Some(Abuse::Threat),
        Head::Hate => said.abuse.value == Some(Abuse::Hate),
        Head::AimPerson => said.aim == Some(Aim::Person),
        Head::AimGroup => said.aim == Some(Aim::Group),
        other => Label::parse(other.name()).is_some_and(|label| said.labels().has(label)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_head_that_is_shown_is_a_label_or_read_by_itself() {
        let by_itself = [Head::Negative, Head::Positive, Head::Abuse, Head::AimPerson, Head::AimGroup, Head::Care];
        for head in Head::ALL.iter().filter(|head| !by_itself.contains(head)) {
            assert!(Label::parse(head.name()).is_some(), "{}", head.name());
        }
    }
}
