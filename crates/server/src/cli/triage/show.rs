//! An assessment as people read it: what is thought, how sure that is, and which words it hangs on.

use crate::cli::output::{columns, harmless, width_of};
use answerable_domain::{Aim, Assessed, Assessment, Confidence, Label, Sentiment};
use answerable_triage::{
    Explanation, UrgencyInput,
    model::{Head, judge::Judged},
    urgency,
};
use std::fmt::Write as _;

/// How the words that moved a judgement stand out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// `^^^^` in a line of its own below what speaks for it, `----` below what speaks against it.
    Marks,
    /// Underlined and dimmed, for a terminal.
    Underlined,
}

/// Of the text, beside the names.
const TEXT_COLUMNS_MAX: usize = 84;
const NAME_COLUMNS: usize = 15;
/// Letters of a word that goes to the next line as a whole.
const WORD_CARRIED_MAX: usize = 24;

/// A place of the text; above zero it speaks for what is said.
type Place = (usize, usize, i32);

struct Row {
    name: &'static str,
    said: String,
    places: Vec<Place>,
    /// A yes: its words are shown even when nobody asks for them.
    is_yes: bool,
}

/// `all`: also the words behind a no, and the weights.
pub fn told(text: &str, said: &Assessment, judged: Option<&Judged>, why: &Explanation, all: bool, look: Look) -> String {
    let mut told = String::new();
    for line in wrapped(text, &[]) {
        told.push_str(&line.plain());
        told.push('\n');
    }
    let mut name_before = "";
    for row in rows(said, judged, why) {
        let name = if row.name == name_before { "" } else { row.name };
        name_before = row.name;
        writeln!(told, "  {name}{}{}", " ".repeat(NAME_COLUMNS - columns(name)), row.said).expect("a string takes everything");
        if all || row.is_yes {
            show_places(text, &row.places, look, &mut told);
        }
        if all && !row.places.is_empty() && row.name != PERSONAL {
            let weights = row
                .places
                .iter()
                .map(|(start, end, weight)| format!("{} {:+.2}", plain(&text[*start..*end]), f64::from(*weight) / 1_000.0));
            writeln!(told, "{}{}", " ".repeat(NAME_COLUMNS + 2), weights.collect::<Vec<_>>().join(", "))
                .expect("a string takes everything");
        }
    }
    told.push_str(match look {
        Look::Marks => "  ^ speaks for it, - against it\n",
        Look::Underlined => "  Underlined words speak for it, pale ones against it.\n",
    });
    told
}

const PERSONAL: &str = "personal data";

fn rows(said: &Assessment, judged: Option<&Judged>, why: &Explanation) -> Vec<Row> {
    let language = said.language.value.as_ref().map_or("unknown", |language| language.0.as_str());
    let mut language = sure(language, said.language.confidence);
    if said.languages.len() > 1 {
        let all: Vec<&str> = said.languages.iter().map(|language| language.0.as_str()).collect();
        write!(language, ", with {}", all[1..].join(", ")).expect("a string takes everything");
    }
    let mut rows = vec![Row { name: "language", said: language, places: Vec::new(), is_yes: false }, sentiment(said, why)];
    rows.extend(kinds(said, why));
    rows.push(yes_or_no("needs answer", "needs_answer", &said.needs_answer, why));
    rows.push(Row { name: "urgency", said: urgency_of(said), places: Vec::new(), is_yes: false });
    rows.push(abuse(said, why));
    rows.push(yes_or_no("troll", "troll", &said.troll, why));
    let motive = said.motive.value.map_or("unknown", |motive| motive.as_str());
    let is_yes = !matches!(motive, "none" | "unknown");
    rows.push(Row { name: "motive", said: sure(motive, said.motive.confidence), places: places(why, "motive", 1), is_yes });
    rows.extend(said.risks.iter().map(|risk| labelled("risk", Label::from(risk.value), risk.confidence, why)));
    rows.push(spam(judged));
    rows.push(yes_or_no("humour", "humour", &said.humour, why));
    rows.extend(said.personal_data.iter().map(|found| Row {
        name: PERSONAL,
        said: sure(found.kind.as_str(), found.confidence),
        places: vec![(found.start as usize, found.end as usize, 1)],
        is_yes: true,
    }));
    rows
}

fn sentiment(said: &Assessment, why: &Explanation) -> Row {
    let sentiment = said.sentiment.value.map_or("unknown", |sentiment| sentiment.as_str());
    let [negative, neutral, positive] = said.scores.map(percent);
    let scores = format!("{}  (negative {negative}, neutral {neutral}, positive {positive})", sure(sentiment, said.sentiment.confidence));
    // The weights are towards positive.
    let sign = if said.sentiment.value == Some(Sentiment::Negative) { -1 } else { 1 };
    let is_yes = matches!(said.sentiment.value, Some(Sentiment::Negative | Sentiment::Positive));
    Row { name: "sentiment", said: scores, places: places(why, "sentiment", sign), is_yes }
}

fn kinds(said: &Assessment, why: &Explanation) -> Vec<Row> {
    let mut rows: Vec<Row> = said.kinds.iter().map(|kind| labelled("kind", Label::from(kind.value), kind.confidence, why)).collect();
    if rows.is_empty() {
        rows.push(Row { name: "kind", said: "other".to_owned(), places: Vec::new(), is_yes: false });
    }
    rows
}

fn labelled(name: &'static str, label: Label, confidence: Confidence, why: &Explanation) -> Row {
    Row { name, said: sure(label.as_str(), confidence), places: places(why, label.as_str(), 1), is_yes: true }
}

fn abuse(said: &Assessment, why: &Explanation) -> Row {
    let abuse = said.abuse.value.map_or("unknown", |abuse| abuse.as_str());
    let aim = match said.aim {
        Some(Aim::Brand) => ", at the brand",
        Some(Aim::Person) => ", at a person",
        Some(Aim::Group) => ", at a group",
        None => "",
    };
    let is_yes = !matches!(abuse, "none" | "unknown");
    Row { name: "abuse", said: sure(abuse, said.abuse.confidence) + aim, places: places(why, "abuse", 1), is_yes }
}

fn spam(judged: Option<&Judged>) -> Row {
    let chance = judged.map_or(0.0, |judged| judged.chance(Head::Spam));
    let is = chance >= 0.5;
    let confidence = (if is { chance } else { 1.0 - chance } * 1_000.0).round() as Confidence;
    let said = if judged.is_some() { sure(if is { "yes" } else { "no" }, confidence) } else { "unknown".to_owned() };
    Row { name: "spam", said, places: Vec::new(), is_yes: false }
}

fn yes_or_no(name: &'static str, key: &str, assessed: &Assessed<bool>, why: &Explanation) -> Row {
    let value = match assessed.value {
        Some(true) => "yes",
        Some(false) => "no",
        None => "unknown",
    };
    Row { name, said: sure(value, assessed.confidence), places: places(why, key, 1), is_yes: assessed.value == Some(true) }
}

/// `72 = complaint 15 + …`: never without its parts.
fn urgency_of(said: &Assessment) -> String {
    let (sum, parts) = urgency(&UrgencyInput::of(said));
    let signed = |points: i16| if points < 0 { '-' } else { '+' };
    let parts: String = parts.iter().map(|part| format!(" {} {} {}", signed(part.points), part.code, part.points.abs())).collect();
    if parts.is_empty() { sum.to_string() } else { format!("{sum} = {}", parts.trim_start_matches(" + ")) }
}

fn places(why: &Explanation, key: &str, sign: i32) -> Vec<Place> {
    let moved = why.get(key).map(Vec::as_slice).unwrap_or_default();
    moved.iter().map(|moved| (moved.start as usize, moved.end as usize, moved.weight * sign)).collect()
}

fn sure(label: &str, confidence: Confidence) -> String {
    if confidence == 0 { label.to_owned() } else { format!("{label} {}", percent(confidence)) }
}

fn percent(thousandths: Confidence) -> String {
    format!("{}%", (u32::from(thousandths) + 5) / 10)
}

fn plain(text: &str) -> String {
    text.chars().map(harmless).collect()
}

/// The lines of the text that hold some of the places, with these marked.
fn show_places(text: &str, places: &[Place], look: Look, told: &mut String) {
    let indent = " ".repeat(NAME_COLUMNS + 2);
    for line in wrapped(text, places).iter().filter(|line| line.letters.iter().any(|(_, mark)| *mark != Mark::None)) {
        told.push_str(&indent);
        match look {
            Look::Underlined => told.push_str(&line.underlined()),
            Look::Marks => {
                writeln!(told, "{}", line.plain()).expect("a string takes everything");
                told.push_str(&indent);
                told.push_str(&line.marks());
            }
        }
        told.push('\n');
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    None,
    For,
    Against,
}

/// As much of the text as fits beside the names.
#[derive(Default)]
struct Line {
    letters: Vec<(char, Mark)>,
}

fn wrapped(text: &str, places: &[Place]) -> Vec<Line> {
    let mut lines = vec![Line::default()];
    let mut width = 0;
    for (at, c) in text.char_indices() {
        let mark = match places.iter().find(|(start, end, _)| (*start..*end).contains(&at)) {
            Some((_, _, weight)) if *weight < 0 => Mark::Against,
            Some(_) => Mark::For,
            None => Mark::None,
        };
        if c == '\n' {
            lines.push(Line::default());
            width = 0;
        } else if width + width_of(harmless(c)) > TEXT_COLUMNS_MAX {
            let carried = lines.last_mut().expect("there is always one").cut();
            width = carried.letters.iter().map(|(c, _)| width_of(*c)).sum();
            lines.push(carried);
        }
        if c != '\n' {
            width += width_of(harmless(c));
            lines.last_mut().expect("there is always one").letters.push((harmless(c), mark));
        }
    }
    lines
}

impl Line {
    /// Takes the word that was begun off the end, if it is a short one.
    fn cut(&mut self) -> Self {
        let word = self.letters.iter().rev().take(WORD_CARRIED_MAX).position(|(c, _)| *c == ' ').unwrap_or(0);
        Self { letters: self.letters.split_off(self.letters.len() - word) }
    }

    fn plain(&self) -> String {
        self.letters.iter().map(|(c, _)| *c).collect::<String>().trim_end().to_owned()
    }

    fn marks(&self) -> String {
        let mark = |(c, mark): &(char, Mark)| {
            let sign = match mark {
                Mark::None => " ",
                Mark::For => "^",
                Mark::Against => "-",
            };
            sign.repeat(width_of(*c))
        };
        self.letters.iter().map(mark).collect::<String>().trim_end().to_owned()
    }

    fn underlined(&self) -> String {
        let mut told = String::new();
        let mut before = Mark::None;
        for (c, mark) in self.letters.iter().copied().chain([('\0', Mark::None)]) {
            if mark != before {
                told.push_str(match mark {
                    Mark::None => "\x1b[0m",
                    Mark::For => "\x1b[0;4m",
                    Mark::Against => "\x1b[0;2m",
                });
                before = mark;
            }
            if c != '\0' {
                told.push(c);
            }
        }
        told
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use answerable_domain::{Kind, Language, PersonalData, PersonalDataKind, Said};
    use answerable_triage::Moved;

    const TEXT: &str = "배송 최악이에요👎 환불 언제 되나요?\n010-1234-5678";

    fn said() -> (Assessment, Explanation) {
        let said = Assessment {
            language: Assessed::sure(Language("ko".to_owned()), 994),
            sentiment: Assessed::sure(Sentiment::Negative, 930),
            scores: [930, 50, 20],
            kinds: vec![Said { value: Kind::Complaint, confidence: 900 }, Said { value: Kind::Question, confidence: 800 }],
            needs_answer: Assessed::sure(true, 950),
            troll: Assessed::sure(false, 980),
            personal_data: vec![PersonalData { kind: PersonalDataKind::Phone, start: 52, end: 65, confidence: 990 }],
            ..Assessment::default()
        };
        let moved = |start, end, weight| Moved { start, end, weight };
        let why = Explanation::from([
            ("sentiment", vec![moved(7, 22, -1_800), moved(27, 33, 400)]),
            ("complaint", vec![moved(7, 22, 1_200)]),
            ("troll", vec![moved(0, 6, 700)]),
        ]);
        (said, why)
    }

    #[test]
    fn words_are_marked_below_wide_letters() {
        let (said, why) = said();
        let told = told(TEXT, &said, None, &why, false, Look::Marks);
        let expected = "\
배송 최악이에요👎 환불 언제 되나요?
010-1234-5678
  language       ko 99%
  sentiment      negative 93%  (negative 93%, neutral 5%, positive 2%)
                 배송 최악이에요👎 환불 언제 되나요?
                      ^^^^^^^^^^   ----
  kind           complaint 90%
                 배송 최악이에요👎 환불 언제 되나요?
                      ^^^^^^^^^^
                 question 80%
";
        assert!(told.starts_with(expected), "{told}");
        assert!(told.ends_with("  personal data  phone 99%\n                 010-1234-5678\n                 ^^^^^^^^^^^^^\n  ^ speaks for it, - against it\n"), "{told}");
        assert!(told.contains("  urgency        75 = complaint 15 + question 20 + negative 10 + personal_data 30\n"), "{told}");
    }

    #[test]
    fn a_no_is_explained_when_somebody_asks() {
        let (said, why) = said();
        let (few, all) = (told(TEXT, &said, None, &why, false, Look::Marks), told(TEXT, &said, None, &why, true, Look::Marks));
        assert!(!few.contains("+0.70") && all.contains("배송 +0.70"), "{all}");
        assert!(all.contains("최악이에요 +1.80, 환불 -0.40"), "{all}");
    }

    #[test]
    fn a_terminal_underlines_and_nothing_steers_it() {
        let mut told = String::new();
        show_places("a\u{1b}[2J 나쁨\u{202E}", &[(6, 12, 5)], Look::Underlined, &mut told);
        assert_eq!(told.trim_start(), "a [2J \x1b[0;4m나쁨\x1b[0m \n");
    }

    #[test]
    fn words_go_to_the_next_line_as_a_whole() {
        let text = format!("{} 010-1234-5678", "가나 ".repeat(16).trim_end());
        let lines: Vec<String> = wrapped(&text, &[]).iter().map(Line::plain).collect();
        assert_eq!(lines[1], "010-1234-5678", "{lines:?}");
        assert!(wrapped(&"가".repeat(500), &[]).iter().all(|line| columns(&line.plain()) <= TEXT_COLUMNS_MAX));
    }

    #[test]
    fn of_a_long_text_only_the_lines_that_matter_are_repeated() {
        let text = format!("{}최악{}", "가".repeat(300), "나".repeat(300));
        let mut told = String::new();
        show_places(&text, &[(900, 906, 5)], Look::Marks, &mut told);
        let lines: Vec<&str> = told.lines().map(str::trim).collect();
        assert_eq!((lines.len(), lines[1]), (2, "^^^^"), "{told}");
        assert!(lines[0].starts_with("가가가가가가최악나"), "{told}");
    }
}
