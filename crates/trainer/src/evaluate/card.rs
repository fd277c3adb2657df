//! The tables of the model card, between marks that keep what people wrote around them.

use super::measure::Confusion;
use super::{Measured, personal, targets, written};
use crate::folders::Folders;
use crate::sets::{SETS, Use};
use anyhow::Context as _;
use sha2::Digest as _;
use std::fmt::Write as _;

/// Puts a text between `<!-- name -->` and `<!-- /name -->`.
pub fn put(card: &str, name: &str, text: &str) -> anyhow::Result<String> {
    let (open, close) = (format!("<!-- {name} -->"), format!("<!-- /{name} -->"));
    let (before, rest) = card.split_once(&open).with_context(|| format!("the card has no {open}"))?;
    let (_, after) = rest.split_once(&close).with_context(|| format!("the card has no {close}"))?;
    Ok(format!("{before}{open}\n{}\n{close}{after}", text.trim_end()))
}

/// Every set with its size and hash.
pub fn sets(folders: &Folders) -> anyhow::Result<String> {
    let mut table = String::from("| set | what | by | licence | rows | sha256 of the file | weights |\n|---|---|---|---|---:|---|---|\n");
    for set in &SETS {
        let path = folders.data.join(format!("{}.jsonl.gz", set.name));
        let bytes = std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let hash: String = sha2::Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        let rows = folders.set(set.name)?.len();
        let weights = match set.used {
            Use::Core => "core",
            Use::ShareAlike => "share-alike",
            Use::Language => "language",
            Use::Measure => "none: measured on",
        };
        writeln!(table, "| {} | {} | {} | {} | {rows} | `{hash}` | {weights} |", set.name, set.what, set.source, set.licence)?;
    }
    Ok(table)
}

pub fn scores(measured: &Measured) -> String {
    let mut text = String::from("### Targets\n\n");
    text.push_str(&targets_table(measured));
    text.push_str("\n### Public sets\n\n");
    text.push_str(&public_table(measured));
    for written in &measured.written {
        text.push_str(&written_tables(written));
    }
    text.push_str("\n### Personal data\n\n");
    text.push_str(&personal_tables(measured));
    text.push_str("\n### Language\n\n");
    text.push_str(&language_table(measured));
    text.push_str(&peers_table(measured));
    text
}

fn targets_table(measured: &Measured) -> String {
    let mut table = String::from("| what | metric | floor | ambition | measured | reached | on |\n|---|---|---:|---:|---:|---|---|\n");
    for target in targets::targets(measured) {
        let digits = if target.metric == "ECE" { 3 } else { 1 };
        let value = target.measured.map_or("–".to_owned(), |value| format!("{value:.digits$}"));
        let row =
            [&target.what, target.metric, &target.floor.to_string(), &target.ambition.to_string(), &value, target.verdict(), &target.rows]
                .join(" | ");
        line(&mut table, &row);
    }
    table
}

fn public_table(measured: &Measured) -> String {
    let mut table = String::from("| set | rows | accuracy | macro-F1 | by class: precision / recall / F1 |\n|---|---|---:|---:|---|\n");
    for one in &measured.public {
        let rows = format!("{}, {}", one.part, one.confusion.rows());
        let row = [one.set, &rows, &percent(one.confusion.accuracy()), &percent(one.confusion.macro_f1()), &by_class(&one.confusion)];
        line(&mut table, &row.join(" | "));
    }
    table
}

fn by_class(confusion: &Confusion) -> String {
    let class = |(class, name): (usize, &&str)| {
        let score = confusion.score(class);
        format!("{name} {} / {} / {}", percent(score.precision), percent(score.recall), percent(score.f1))
    };
    confusion.names().iter().enumerate().map(class).collect::<Vec<_>>().join("; ")
}

fn written_tables(written: &written::Written) -> String {
    let mut text = format!("\n### Held-out posts, {} ({})\n\n", written.language, written.posts);
    text.push_str("| judgement | yes | precision | recall | F1 | accuracy | ECE |\n|---|---:|---:|---:|---:|---:|---:|\n");
    for one in &written.heads {
        let yes = one.confusion.score(1);
        let (rows, accuracy) = (yes.rows.to_string(), percent(one.confusion.accuracy()));
        let error = format!("{:.3}", one.calibration.error());
        let numbers = [percent(yes.precision), percent(yes.recall), percent(yes.f1)];
        line(&mut text, &[one.head.name(), &rows, &numbers[0], &numbers[1], &numbers[2], &accuracy, &error].join(" | "));
    }
    let choices = [
        ("Sentiment", &written.sentiment, &written.sentiment_calibration),
        ("Abuse", &written.abuse, &written.abuse_calibration),
        ("Motive", &written.motive, &written.motive_calibration),
    ];
    for (name, confusion, calibration) in choices {
        let (accuracy, f1) = (percent(confusion.accuracy()), percent(confusion.macro_f1()));
        write!(text, "\n{name}: accuracy {accuracy}, macro-F1 {f1}, ECE {:.3}\n\n{}", calibration.error(), confusion.table())
            .expect("a string takes everything");
    }
    text
}

fn personal_tables(measured: &Measured) -> String {
    let mut table = String::from(
        "A place counts as found when what was found touches it; *exact* means the same place and kind.\n\n\
         | corpus | texts | places | guard: precision / recall | mask: precision / recall | exact |\n|---|---:|---:|---|---|---:|\n",
    );
    for one in &measured.personal {
        let both = |counts: personal::Counts| format!("{} / {}", percent(counts.precision()), percent(counts.recall()));
        let name = format!("{}, {}", one.part, one.language);
        let (cases, places) = (one.cases.to_string(), one.mask.so.to_string());
        line(&mut table, &[&*name, &cases, &places, &both(one.guard), &both(one.mask), &percent(one.mask.exactness())].join(" | "));
    }
    table.push_str("\n| kind (held out) | places | precision | recall | exact |\n|---|---:|---:|---:|---:|\n");
    for (index, kind) in answerable_domain::PersonalDataKind::ALL.iter().enumerate() {
        let held_out = measured.personal.iter().filter(|one| one.part.starts_with("held-out"));
        let sum = held_out.map(|one| one.kinds[index].1).fold(personal::Counts::default(), personal::Counts::with);
        let row = [kind.as_str(), &sum.so.to_string(), &percent(sum.precision()), &percent(sum.recall()), &percent(sum.exactness())];
        line(&mut table, &row.join(" | "));
    }
    table
}

fn language_table(measured: &Measured) -> String {
    let mut table = String::from("| language | texts | full | ECE | fragments | right | ECE |\n|---|---:|---:|---:|---:|---:|---:|\n");
    let all = ("all four", measured.languages.all_main());
    let others = ("29 others", measured.languages.others.clone());
    for (name, both) in measured.languages.main.iter().cloned().chain([all, others]) {
        let numbers =
            |right: &super::languages::Right| format!("{} | {} | {:.3}", right.rows, percent(right.accuracy()), right.calibration.error());
        line(&mut table, &[name, &numbers(&both.whole), &numbers(&both.fragments)].join(" | "));
    }
    table
}

fn peers_table(measured: &Measured) -> String {
    if measured.peers.is_empty() && measured.peers_missing.is_empty() {
        return String::new();
    }
    let mut table = String::from(
        "\n### Others, on the same texts\n\n| who | texts | metric | theirs | ours | their posts/s |\n|---|---|---|---:|---:|---:|\n",
    );
    for row in &measured.peers {
        let speed = format!("{:.0}", row.posts_per_second);
        line(&mut table, &[row.name, &row.texts, row.metric, &row.theirs, &row.ours, &speed].join(" | "));
    }
    if !measured.peers_missing.is_empty() {
        writeln!(table, "\nNot installed, so not measured: {}.", measured.peers_missing.join(", ")).expect("a string takes everything");
    }
    table
}

fn line(table: &mut String, cells: &str) {
    writeln!(table, "| {cells} |").expect("a string takes everything");
}

fn percent(share: f64) -> String {
    format!("{:.1}", share * 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_wrote_around_the_tables_stays() {
        let card = "before\n<!-- scores -->\nold\n<!-- /scores -->\nafter\n";
        assert_eq!(put(card, "scores", "new\n").expect("marks"), "before\n<!-- scores -->\nnew\n<!-- /scores -->\nafter\n");
        assert!(put("no marks", "scores", "new").is_err());
    }
}
