//! From log-odds to judgements.

use super::lexicon::list;
use super::{HEADS, Head, Sums, Weights, math};
use answerable_domain::{Abuse, Aim, Assessed, Assessment, Confidence, Kind, Motive, Risk, Said, Sentiment};

/// Trolling must be all but plain: most who sound like it are angry customers.
const TROLL_MIN: f32 = 0.6;
/// A complaint that is at least this likely is never called trolling.
const COMPLAINT_SPARES_FROM: f32 = 0.25;
const HALF: f32 = 0.5;
/// Risks whose lists are phrases that hardly ever mean anything else: one of them is enough to say so, whatever the model has seen.
const TOLD_BY_LIST: [(Head, usize); 5] = [
    (Head::Safety, list("safety")),
    (Head::Legal, list("legal")),
    (Head::Press, list("press")),
    (Head::Churn, list("churn")),
    (Head::SelfHarm, list("self_harm")),
];

/// Calibrated log-odds of every head.
#[derive(Debug, Clone, Copy)]
pub struct Judged {
    pub logits: [f32; HEADS],
    chances: [f32; HEADS],
    least: [f32; HEADS],
}

impl Judged {
    /// `taught`: what a brand taught, added to each head.
    pub fn new(weights: &Weights, sums: &Sums, voice: usize, taught: &[f32; HEADS]) -> Self {
        let mut logits = weights.logits(sums, voice).heads;
        for (head, logit) in logits.iter_mut().enumerate() {
            *logit = weights.calibrated(*logit, head, voice);
        }
        for (head, list) in TOLD_BY_LIST {
            if sums.lists[list] > 0 {
                logits[head as usize] = logits[head as usize].max(0.0);
            }
        }
        // What people taught comes last: they may take a listed word back.
        logits.iter_mut().zip(taught).for_each(|(logit, taught)| *logit += taught);
        Self { logits, chances: logits.map(math::sigmoid), least: weights.numbers.least[voice] }
    }

    pub fn chance(&self, head: Head) -> f32 {
        self.chances[head as usize]
    }

    /// Negative, neutral, positive; they sum to one.
    pub fn stance(&self) -> [f32; 3] {
        math::softmax3([self.logits[Head::Negative as usize], 0.0, self.logits[Head::Positive as usize]])
    }

    pub fn fill(&self, assessment: &mut Assessment) {
        self.fill_stance(assessment);
        self.fill_kinds(assessment);
        self.fill_tone(assessment);
        assessment.needs_answer = self.yes_or_no(Head::NeedsAnswer);
        assessment.motive = self.motive();
        assessment.humour = self.yes_or_no(Head::Humour);
        let risks = [
            (Risk::Safety, Head::Safety),
            (Risk::Legal, Head::Legal),
            (Risk::Press, Head::Press),
            (Risk::Churn, Head::Churn),
            (Risk::SelfHarm, Head::SelfHarm),
        ];
        assessment.risks = risks.into_iter().filter_map(|(risk, head)| self.said(risk, head)).collect();
    }

    fn fill_stance(&self, assessment: &mut Assessment) {
        let chances = self.stance();
        let [negative, neutral, positive] = chances;
        let (sentiment, chance) = if neutral >= negative && neutral >= positive {
            (Sentiment::Neutral, neutral)
        } else if negative >= positive {
            (Sentiment::Negative, negative)
        } else {
            (Sentiment::Positive, positive)
        };
        assessment.sentiment = Assessed::sure(sentiment, math::thousandths(chance));
        assessment.scores = chances.map(math::thousandths);
    }

    fn fill_kinds(&self, assessment: &mut Assessment) {
        let kinds = [
            (Kind::Complaint, Head::Complaint),
            (Kind::Question, Head::Question),
            (Kind::Suggestion, Head::Suggestion),
            (Kind::Praise, Head::Praise),
            (Kind::Announcement, Head::Announcement),
            (Kind::Spam, Head::Spam),
        ];
        assessment.kinds = kinds.into_iter().filter_map(|(kind, head)| self.said(kind, head)).collect();
        assessment.question = self.yes_or_no(Head::Question);
    }

    /// A complaint first: what may be one is never called trolling.
    fn fill_tone(&self, assessment: &mut Assessment) {
        let abusive = self.chance(Head::Abuse);
        if !self.is(Head::Abuse) {
            assessment.abuse = Assessed::sure(Abuse::None, math::thousandths(1.0 - abusive));
        } else {
            let (threat, hate) = (self.chance(Head::Threat), self.chance(Head::Hate));
            let kind = if threat >= HALF && threat >= hate {
                Abuse::Threat
            } else if hate >= HALF {
                Abuse::Hate
            } else {
                Abuse::Insult
            };
            assessment.abuse = Assessed::sure(kind, math::thousandths(abusive));
            let (person, group) = (self.chance(Head::AimPerson), self.chance(Head::AimGroup));
            assessment.aim = Some(if group >= HALF && group >= person {
                Aim::Group
            } else if person >= HALF {
                Aim::Person
            } else {
                Aim::Brand
            });
        }
        let troll = self.chance(Head::Troll);
        let is_troll = troll >= TROLL_MIN && self.chance(Head::Complaint) < COMPLAINT_SPARES_FROM;
        let sure = if is_troll { troll } else { (1.0 - troll).max(HALF) };
        assessment.troll = Assessed::sure(is_troll, math::thousandths(sure));
    }

    fn motive(&self) -> Assessed<Motive> {
        let (instrumental, venting) = (self.chance(Head::Instrumental), self.chance(Head::Venting));
        let none = (1.0 - instrumental) * (1.0 - venting);
        let (motive, chance) = if none >= instrumental && none >= venting {
            (Motive::None, none)
        } else if instrumental >= venting {
            (Motive::Instrumental, instrumental)
        } else {
            (Motive::Venting, venting)
        };
        Assessed::sure(motive, math::thousandths(chance / (none + instrumental + venting).max(1e-6)))
    }

    fn is(&self, head: Head) -> bool {
        self.chance(head) >= self.least[head as usize]
    }

    fn yes_or_no(&self, head: Head) -> Assessed<bool> {
        let chance = self.chance(head);
        let is = self.is(head);
        Assessed::sure(is, math::thousandths(if is { chance } else { 1.0 - chance }))
    }

    fn said<T>(&self, value: T, head: Head) -> Option<Said<T>> {
        self.is(head).then(|| Said { value, confidence: math::thousandths(self.chance(head)) as Confidence })
    }
}
