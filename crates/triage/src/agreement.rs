//! What teaching brought: how often the shipped and the taught judgement say what people said.
//!
//! A lesson that was learnt by heart proves nothing. So the lessons are dealt into folds, and each is judged by what was learnt from the
//! other folds only.

use crate::assessor::{Agreement, Assessor, Input};
use answerable_domain::{Field, Lesson, Verdict, WordRule};

const FOLDS: usize = 5;

pub fn agreement(lessons: &[Lesson], rules: &[WordRule]) -> Vec<Agreement> {
    let mut all: Vec<Agreement> = Field::ALL.iter().map(|field| Agreement { field: *field, lessons: 0, shipped: 0, taught: 0 }).collect();
    for fold in 0..FOLDS {
        let others: Vec<Lesson> =
            lessons.iter().enumerate().filter(|(place, _)| place % FOLDS != fold).map(|(_, lesson)| lesson.clone()).collect();
        let taught = Assessor::taught(&others, rules);
        for lesson in lessons.iter().skip(fold).step_by(FOLDS) {
            let input = Input { text: &lesson.text, languages: &lesson.languages, ..Input::default() };
            let (before, after) = (Assessor::shipped().assess(&input), taught.assess(&input));
            for agreement in &mut all {
                let wanted = only(&lesson.verdict, agreement.field);
                if wanted.is_empty() {
                    continue;
                }
                agreement.lessons += 1;
                agreement.shipped += u32::from(Verdict::of(&before, [agreement.field]) == wanted);
                agreement.taught += u32::from(Verdict::of(&after, [agreement.field]) == wanted);
            }
        }
    }
    all.retain(|agreement| agreement.lessons > 0);
    all
}

/// What a verdict says of one field, as an assessment would say it.
fn only(verdict: &Verdict, field: Field) -> Verdict {
    let mut assessment = answerable_domain::Assessment::default();
    assessment.overrule(verdict);
    if verdict.fields().any(|spoken| spoken == field) { Verdict::of(&assessment, [field]) } else { Verdict::default() }
}
