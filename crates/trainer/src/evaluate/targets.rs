//! What was promised, and what was measured for it.

use super::{Measured, personal::Counts, written::HeadMeasured};
use answerable_triage::model::Head;

/// Which way is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Better {
    More,
    Less,
}

/// A row of the table of targets. Percent, but for calibration.
#[derive(Debug)]
pub struct Target {
    pub what: String,
    pub metric: &'static str,
    pub floor: f64,
    pub ambition: f64,
    pub better: Better,
    pub measured: Option<f64>,
    pub rows: String,
}

impl Target {
    pub fn verdict(&self) -> &'static str {
        let reaches = |measured: f64, wanted: f64| match self.better {
            Better::More => measured >= wanted,
            Better::Less => measured <= wanted,
        };
        match self.measured {
            None => "not measurable here",
            Some(measured) if reaches(measured, self.ambition) => "ambition",
            Some(measured) if reaches(measured, self.floor) => "floor",
            Some(_) => "**missed**",
        }
    }
}

/// Judgements with fewer posts of the rarer side than this say nothing about calibration.
const CALIBRATION_ROWS_MIN: u32 = 20;

/// Set, what to call it, metric, floor, ambition.
const PUBLIC: [(&str, &str, &str, f64, f64); 11] = [
    ("sentiment2/ko/nsmc_rebuilt", "Korean reviews, two-way (NSMC)", "accuracy", 87.8, 88.8),
    ("sentiment3/ko/nsmc3_rebuilt", "Korean reviews, three-way", "macro-F1", 66.5, 68.5),
    ("sentiment3/en/goemotions3", "English comments (GoEmotions)", "macro-F1", 71.5, 73.5),
    ("sentiment3/ja/chabsa", "Japanese annual reports (chABSA)", "macro-F1", 90.5, 92.0),
    ("toxicity/ko/kmhas", "Korean abuse: K-MHaS", "macro-F1", 83.5, 85.5),
    ("toxicity/ko/beep", "Korean abuse: BEEP", "macro-F1", 77.0, 80.0),
    ("toxicity/ko/apeach", "Korean abuse: APEACH", "macro-F1", 75.0, 79.0),
    ("toxicity/en/davidson", "English abuse: Davidson", "macro-F1", 93.0, 94.0),
    ("speechact/ko/3i4k", "Korean questions (3i4K)", "macro-F1", 95.5, 96.5),
    ("question/ja/xpersona_q", "Japanese questions without the mark", "macro-F1", 92.0, 94.0),
    ("question/ko/xpersona_q", "Korean questions without the mark", "macro-F1", 93.5, 95.5),
];

/// Targets on sets that nobody here has.
const HELD_BACK: [(&str, &str, f64, f64); 6] = [
    ("English tweets (SemEval-17)", "macro recall", 57.5, 61.0),
    ("product reviews, Korean", "macro-F1", 58.0, 63.0),
    ("product reviews, Japanese", "macro-F1", 58.0, 63.0),
    ("product reviews, English", "macro-F1", 58.0, 63.0),
    ("English complaints to brands", "macro-F1", 72.0, 78.0),
    ("English abuse: OLID", "macro-F1", 62.0, 70.0),
];

pub fn targets(measured: &Measured) -> Vec<Target> {
    let mut targets: Vec<Target> = PUBLIC.into_iter().chain([QUESTIONS_ENGLISH]).map(|row| public(measured, row)).collect();
    targets.extend(HELD_BACK.into_iter().map(|(what, metric, floor, ambition)| Target {
        what: what.to_owned(),
        metric,
        floor,
        ambition,
        better: Better::More,
        measured: None,
        rows: "held back by others".to_owned(),
    }));
    targets.extend(languages(measured));
    targets.extend(personal(measured));
    targets.push(silenced(measured));
    targets.extend(calibration(measured));
    targets.push(Target {
        what: "loss by quantising".to_owned(),
        metric: "points",
        floor: 0.2,
        ambition: 0.1,
        better: Better::Less,
        measured: None,
        rows: "the trainer says it: see above".to_owned(),
    });
    targets
}

const QUESTIONS_ENGLISH: (&str, &str, &str, f64, f64) =
    ("question/en/xpersona_q", "English questions without the mark", "macro-F1", 87.0, 90.0);

fn public(measured: &Measured, (set, what, metric, floor, ambition): (&str, &str, &'static str, f64, f64)) -> Target {
    let found = measured.public.iter().find(|one| one.set == set);
    let value = |one: &super::public::Measured| if metric == "accuracy" { one.confusion.accuracy() } else { one.confusion.macro_f1() };
    Target {
        what: what.to_owned(),
        metric,
        floor,
        ambition,
        better: Better::More,
        measured: found.map(|one| value(one) * 100.0),
        rows: found.map(|one| format!("{}, {}", one.part, one.confusion.rows())).unwrap_or_default(),
    }
}

fn languages(measured: &Measured) -> [Target; 2] {
    let both = measured.languages.all_main();
    let target = |what: &str, right: super::languages::Right, floor, ambition| Target {
        what: format!("language of ko, ja, en, zh: {what}"),
        metric: "accuracy",
        floor,
        ambition,
        better: Better::More,
        measured: Some(right.accuracy() * 100.0),
        rows: format!("a tenth kept back, {}", right.rows),
    };
    [target("full", both.whole, 99.3, 99.7), target("fragments", both.fragments, 97.0, 98.5)]
}

fn personal(measured: &Measured) -> Vec<Target> {
    let mut targets = Vec::new();
    for (part, name) in [("personal", "own corpus"), ("held-out/personal", "held out")] {
        let of_part = || measured.personal.iter().filter(move |one| one.part == part);
        let sum = |counts: fn(&super::personal::Personal) -> Counts| of_part().map(counts).fold(Counts::default(), Counts::with);
        let (guard, mask) = (sum(|one| one.guard), sum(|one| one.mask));
        let cases: u32 = of_part().map(|one| one.cases).sum();
        for (what, metric, value) in [
            ("guard", "precision", guard.precision()),
            ("guard", "recall", guard.recall()),
            ("mask", "precision", mask.precision()),
            ("mask", "recall", mask.recall()),
        ] {
            targets.push(Target {
                what: format!("personal data, {name}: {what}"),
                metric,
                floor: 97.0,
                ambition: 99.0,
                better: Better::More,
                measured: Some(value * 100.0),
                rows: format!("{cases} texts"),
            });
        }
    }
    targets
}

fn silenced(measured: &Measured) -> Target {
    let all = measured.written.iter().fold(super::written::Silenced::default(), |sum, one| sum.with(one.silenced));
    Target {
        what: "complaints with rude words that are called trolling".to_owned(),
        metric: "share",
        floor: 1.0,
        ambition: 0.3,
        better: Better::Less,
        measured: Some(all.share() * 100.0),
        rows: format!("{} of {} ({} of all {} complaints)", all.rude_silenced, all.rude, all.all_silenced, all.all),
    }
}

/// The worst head of each language, of those with enough posts to tell.
fn calibration(measured: &Measured) -> Vec<Target> {
    let enough = |one: &&HeadMeasured| {
        let rows = [one.confusion.score(0).rows, one.confusion.score(1).rows];
        rows.into_iter().min().unwrap_or(0) >= CALIBRATION_ROWS_MIN
    };
    let worst = |written: &super::written::Written| {
        // Negative and positive are the two sides of one three-way judgement, which is measured as such: alone they are no chances.
        let alone = |one: &&HeadMeasured| !matches!(one.head, Head::Negative | Head::Positive);
        let heads = written.heads.iter().filter(enough).filter(alone).map(|one| (one.head.name(), one.calibration.error()));
        let choices = [
            ("sentiment (chosen)", written.sentiment_calibration.error()),
            ("abuse (chosen)", written.abuse_calibration.error()),
            ("motive (chosen)", written.motive_calibration.error()),
        ];
        heads.chain(choices).max_by(|one, other| one.1.total_cmp(&other.1))
    };
    let target = |written: &super::written::Written| {
        let (head, error) = worst(written).unwrap_or(("", 0.0));
        Target {
            what: format!("calibration, {}: the worst head ({head})", written.language),
            metric: "ECE",
            floor: 0.05,
            ambition: 0.03,
            better: Better::Less,
            measured: Some(error),
            rows: format!("{} held-out posts", written.posts),
        }
    };
    measured.written.iter().map(target).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verdict_knows_which_way_is_better() {
        let target = |better, floor, ambition, measured| Target {
            what: String::new(),
            metric: "",
            floor,
            ambition,
            better,
            measured,
            rows: String::new(),
        };
        assert_eq!(target(Better::More, 90.0, 95.0, Some(96.0)).verdict(), "ambition");
        assert_eq!(target(Better::More, 90.0, 95.0, Some(90.0)).verdict(), "floor");
        assert_eq!(target(Better::More, 90.0, 95.0, Some(89.9)).verdict(), "**missed**");
        assert_eq!(target(Better::Less, 1.0, 0.3, Some(0.0)).verdict(), "ambition");
        assert_eq!(target(Better::Less, 1.0, 0.3, Some(1.1)).verdict(), "**missed**");
        assert_eq!(target(Better::More, 1.0, 2.0, None).verdict(), "not measurable here");
    }
}
