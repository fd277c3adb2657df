//! What is said of a sample of posts, to the last thousandth: a change of weights or of code that changes a judgement is seen, and the
//! same is said on every machine.
//!
//! The sample is 500 held-out posts of each language, those with a rare label first, and all texts of the corpora of personal data. After a
//! change that is meant, write the expectations anew: `UPDATE_FROZEN=1 cargo nextest run -p answerable-triage -E 'test(frozen)'`.

use answerable_domain::{Assessed, Assessment, Confidence};
use answerable_triage::{Assessor, Explanation, Input};
use serde::{Deserialize, Serialize};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

const LANGUAGES: [&str; 3] = ["ko", "ja", "en"];
/// Posts of each language.
const POSTS: usize = 500;
/// Differences that are shown.
const SHOWN: usize = 20;

#[derive(Deserialize)]
struct Post {
    text: String,
    kind: Vec<String>,
    abuse: String,
    troll: bool,
    risk: Vec<String>,
    humour: bool,
}

#[derive(Deserialize)]
struct Marked {
    text: String,
}

/// A line of the file: what was said, in words, with thousandths. What is empty is left out.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct Line {
    post: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    language: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    sentiment: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    kinds: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    question: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    answer: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    abuse: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    troll: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    motive: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    risks: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    humour: String,
    /// Places, by bytes.
    #[serde(skip_serializing_if = "String::is_empty")]
    personal: String,
    /// A checksum of all reasons.
    #[serde(skip_serializing_if = "String::is_empty")]
    why: String,
}

#[test]
fn frozen_judgements_stay() {
    let now = lines();
    let file = root().join("fixtures/triage/frozen.jsonl");
    if is_update() {
        let text: String = now.iter().map(|line| serde_json::to_string(line).expect("JSON") + "\n").collect();
        fs::create_dir_all(file.parent().expect("a folder")).expect("the folder can be made");
        fs::write(&file, text).expect("the file can be written");
    }
    let text = fs::read_to_string(&file).expect("the expectations are kept");
    let before: Vec<Line> = text.lines().map(|line| serde_json::from_str(line).expect("a line of ours")).collect();
    let differing: Vec<String> =
        before.iter().zip(&now).filter(|(before, now)| before != now).map(|(before, now)| format!("- {before:?}\n+ {now:?}")).collect();
    assert_eq!(before.len(), now.len(), "posts came or went: write the expectations anew (see above)");
    assert!(
        differing.is_empty(),
        "{} of {} judgements changed. If that is meant, write them anew (see above).\n{}",
        differing.len(),
        now.len(),
        differing[..differing.len().min(SHOWN)].join("\n")
    );
}

#[test]
fn the_frozen_sample_is_large_enough_for_every_head() {
    let lines = lines();
    let judged = lines.iter().filter(|line| !line.sentiment.is_empty()).count();
    let personal = lines.iter().filter(|line| line.sentiment.is_empty()).count();
    assert!(judged == 3 * POSTS && personal >= 500, "{judged} posts, {personal} texts with personal data");
}

#[expect(clippy::disallowed_methods, reason = "a test's own switch, as other expectations have one")]
fn is_update() -> bool {
    std::env::var_os("UPDATE_FROZEN").is_some()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn lines() -> Vec<Line> {
    let posts = LANGUAGES.into_iter().flat_map(|language| {
        let name = format!("held-out/{language}");
        sample(language).into_iter().map(move |(number, text)| judged(format!("{name}:{number}"), &text))
    });
    let parts = ["personal", "held-out/personal"].into_iter().flat_map(|part| LANGUAGES.map(|language| format!("{part}/{language}")));
    let personal = parts.flat_map(|name| {
        let marked = read::<Marked>(&format!("{name}.jsonl"));
        marked.into_iter().zip(1..).map(move |(marked, number): (Marked, usize)| marked_places(format!("{name}:{number}"), &marked.text))
    });
    posts.chain(personal).collect()
}

/// Those with a rare label first; then in the order of the file.
fn sample(language: &str) -> Vec<(usize, String)> {
    let posts: Vec<(usize, Post)> = (1..).zip(read::<Post>(&format!("held-out/{language}/posts.jsonl"))).collect();
    let is_rare = |post: &Post| {
        let kinds = ["suggestion", "announcement", "spam"];
        post.troll
            || post.humour
            || post.abuse != "none"
            || !post.risk.is_empty()
            || post.kind.iter().any(|kind| kinds.contains(&kind.as_str()))
    };
    let (rare, common): (Vec<_>, Vec<_>) = posts.into_iter().partition(|(_, post)| is_rare(post));
    let mut sample: Vec<(usize, String)> = rare.into_iter().chain(common).take(POSTS).map(|(number, post)| (number, post.text)).collect();
    sample.sort_unstable_by_key(|(number, _)| *number);
    sample
}

fn read<T: for<'a> Deserialize<'a>>(name: &str) -> Vec<T> {
    let text = fs::read_to_string(root().join("corpus").join(name)).expect("a file of the corpus");
    text.lines().map(|line| serde_json::from_str(line).expect("a line of the corpus")).collect()
}

fn judged(post: String, text: &str) -> Line {
    let input = Input::of(text);
    let said = Assessor::shipped().assess(&input);
    let [negative, neutral, positive] = said.scores;
    let sentiment = said.sentiment.value.map_or("unknown", |value| value.as_str());
    let kinds = said.kinds.iter().map(|kind| format!("{} {}", kind.value.as_str(), kind.confidence));
    let risks = said.risks.iter().map(|risk| format!("{} {}", risk.value.as_str(), risk.confidence));
    let aim = said.aim.map_or(String::new(), |aim| format!(" {}", aim.as_str()));
    Line {
        post,
        language: language(&said),
        sentiment: format!("{sentiment} {negative} {neutral} {positive}"),
        kinds: kinds.collect::<Vec<_>>().join(", "),
        question: yes_or_no(&said.question),
        answer: yes_or_no(&said.needs_answer),
        abuse: named(said.abuse.value.map(|abuse| abuse.as_str()), said.abuse.confidence) + &aim,
        troll: yes_or_no(&said.troll),
        motive: named(said.motive.value.map(|motive| motive.as_str()), said.motive.confidence),
        risks: risks.collect::<Vec<_>>().join(", "),
        humour: yes_or_no(&said.humour),
        personal: places(&said),
        why: checksum(&Assessor::shipped().explain(&input)),
    }
}

fn marked_places(post: String, marked: &str) -> Line {
    let mut text = String::new();
    for (piece, inside) in marked.split(['⟦', '⟧']).zip([false, true].into_iter().cycle()) {
        text.push_str(if inside { piece.split_once(':').map_or(piece, |(_, value)| value) } else { piece });
    }
    let said = Assessor::shipped().assess(&Input::of(&text));
    Line { post, language: language(&said), personal: places(&said), ..Line::default() }
}

fn language(said: &Assessment) -> String {
    let mut told = named(said.language.value.as_ref().map(|language| language.0.as_str()), said.language.confidence);
    for language in said.languages.iter().skip(1) {
        write!(told, " {}", language.0).expect("a string takes everything");
    }
    told
}

fn places(said: &Assessment) -> String {
    let place =
        |found: &answerable_domain::PersonalData| format!("{}-{} {} {}", found.start, found.end, found.kind.as_str(), found.confidence);
    said.personal_data.iter().map(place).collect::<Vec<_>>().join(", ")
}

fn yes_or_no(assessed: &Assessed<bool>) -> String {
    named(assessed.value.map(|is| if is { "yes" } else { "no" }), assessed.confidence)
}

fn named(name: Option<&str>, confidence: Confidence) -> String {
    format!("{} {confidence}", name.unwrap_or("unknown"))
}

/// FNV-1a over keys, places and weights.
fn checksum(why: &Explanation) -> String {
    let mut hash = 0x811C_9DC5_u32;
    let mut add = |bytes: &[u8]| bytes.iter().for_each(|byte| hash = (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193));
    for (key, moved) in why {
        add(key.as_bytes());
        for moved in moved {
            [moved.start, moved.end].iter().for_each(|place| add(&place.to_le_bytes()));
            add(&moved.weight.to_le_bytes());
        }
    }
    format!("{hash:08x}")
}
