//! `triage`: what the rules say of a text, without a database.

use super::{arguments::Triage, output};
use answerable_domain::Assessment;
use answerable_triage::{Assessor, Input};
use std::io::BufRead as _;

pub fn triage(options: Triage) -> anyhow::Result<()> {
    if options.text != "-" {
        return show(&options.text, options.json);
    }
    for line in std::io::stdin().lock().lines() {
        show(&line?, options.json)?;
    }
    Ok(())
}

fn show(text: &str, json: bool) -> anyhow::Result<()> {
    let assessment = Assessor::shipped().assess(&Input::of(text));
    if json { output::print(&serde_json::to_string(&assessment)?) } else { output::print(&told(text, &assessment)) }
}

fn told(text: &str, assessment: &Assessment) -> String {
    let language = assessment.language.value.as_ref().map_or("unknown", |language| language.0.as_str());
    let question = match assessment.question.value {
        Some(true) => "yes",
        Some(false) => "no",
        None => "unknown",
    };
    let mut lines = vec![
        text.to_owned(),
        format!("  language   {language} ({})", percent(assessment.language.confidence)),
        format!("  question   {question} ({})", percent(assessment.question.confidence)),
        format!("  sentiment  {}", assessment.sentiment.value.map_or("unknown: there is no model for it yet", |value| value.as_str())),
        format!("  kind       {}", assessment.kinds.iter().map(|said| said.value.as_str()).collect::<Vec<_>>().join(", ")),
    ];
    for found in &assessment.personal_data {
        let what = text.get(found.start as usize..found.end as usize).unwrap_or_default();
        lines.push(format!("  personal   {:?}: {what}", found.kind));
    }
    lines.join("\n")
}

fn percent(thousandths: u16) -> String {
    format!("{}%", (u32::from(thousandths) + 5) / 10)
}
