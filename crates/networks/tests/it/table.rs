//! The tables of `docs/networks.md` are what the connectors say of themselves. `UPDATE_NETWORKS=1` writes them anew.

use answerable_domain::{ConnectorKind, DeliveryClass, Limits};
use answerable_networks::{Ability, Capabilities, capabilities, limits};
use std::{fmt::Write as _, fs, path::PathBuf};

const KINDS: [(ConnectorKind, &str); 9] = [
    (ConnectorKind::Bluesky, "Bluesky account"),
    (ConnectorKind::BlueskyStream, "Bluesky public stream"),
    (ConnectorKind::Mastodon, "Mastodon API"),
    (ConnectorKind::Email, "E-mail"),
    (ConnectorKind::Telegram, "Telegram bot"),
    (ConnectorKind::HackerNews, "Hacker News"),
    (ConnectorKind::Feed, "RSS, Atom"),
    (ConnectorKind::Import, "File"),
    (ConnectorKind::Manual, "Pasted by hand"),
];

type Column = (&'static str, fn(&Capabilities) -> Ability);

const HEARING: [Column; 6] = [
    ("addressed to us", |can| can.addressed),
    ("names us untagged", |can| can.untagged),
    ("edits", |can| can.edits),
    ("deletions", |can| can.deletions),
    ("said while we were away", |can| can.replay),
    ("said before", |can| can.past),
];

const ANSWERING: [Column; 6] = [
    ("public answer", |can| can.reply),
    ("private answer", |can| can.direct),
    ("writing first", |can| can.first_contact),
    ("like", |can| can.like),
    ("repost", |can| can.repost),
    ("copies of pictures and files", |can| can.media),
];

fn tables() -> String {
    let (mut text, mut reasons) = (String::new(), Vec::new());
    for (title, columns) in [("Hearing", &HEARING), ("Answering", &ANSWERING)] {
        let heads: Vec<&str> = columns.iter().map(|(head, _)| *head).collect();
        let _ = writeln!(text, "### {title}\n\n| network | {} |\n|---|{}", heads.join(" | "), "---|".repeat(heads.len()));
        for (kind, name) in KINDS {
            let can = capabilities(kind);
            let cells: Vec<String> = columns.iter().map(|(_, ability)| cell(ability(&can), &mut reasons)).collect();
            let _ = writeln!(text, "| {name} | {} |", cells.join(" | "));
        }
        text.push('\n');
    }
    for (place, reason) in reasons.iter().enumerate() {
        let _ = writeln!(text, "{}. {reason}", place + 1);
    }
    text.push_str("\n### Connecting\n\n| network | you need | minutes (estimated) | an answer leaves once because | of one answer | of a deleted post we keep |\n");
    text.push_str("|---|---|---|---|---|---|\n");
    for (kind, name) in KINDS {
        let can = capabilities(kind);
        let length = limits(kind).map_or_else(|| "–".to_owned(), length);
        let _ = writeln!(text, "| {name} | {} | {} | {} | {length} | {} |", can.needs, can.setup_minutes, once(&can), can.keeps);
    }
    text
}

/// One word, and the number of its reason in the list below.
fn cell(ability: Ability, reasons: &mut Vec<&'static str>) -> String {
    let word = match ability {
        Ability::Yes => "**yes**",
        Ability::Partly(_) => "partly",
        Ability::Manual(_) => "by hand",
        Ability::No(_) => "no",
    };
    let Some(why) = ability.because() else { return word.to_owned() };
    let place = reasons.iter().position(|known| *known == why).unwrap_or_else(|| {
        reasons.push(why);
        reasons.len() - 1
    });
    format!("{word} ({})", place + 1)
}

fn once(can: &Capabilities) -> &'static str {
    match can.delivery {
        _ if !can.reply.is_there() => "–",
        DeliveryClass::OwnId => "we choose its id before the first attempt",
        DeliveryClass::IdempotencyKey => "the network ignores a repeated key",
        DeliveryClass::LookUp => "after a doubtful attempt we look for it before another",
        DeliveryClass::Hold => "nobody can look: after a doubtful attempt a person decides",
    }
}

fn length(limits: Limits) -> String {
    let parts = if limits.parts_max > 1 { format!(", up to {} parts", limits.parts_max) } else { String::new() };
    format!("{} characters{parts}", limits.units_max)
}

#[expect(clippy::disallowed_methods, reason = "asks whether to write the page")]
#[test]
fn the_tables_are_what_the_connectors_say() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/networks.md");
    let page = fs::read_to_string(&path).expect("docs/networks.md");
    let (begin, end) = ("<!-- written from the connectors: begin -->\n", "<!-- written from the connectors: end -->");
    let (before, rest) = page.split_once(begin).expect("where the tables begin");
    let (_, after) = rest.split_once(end).expect("where the tables end");
    let written = format!("{before}{begin}\n{}\n{end}{after}", tables());
    if std::env::var_os("UPDATE_NETWORKS").is_some() {
        fs::write(&path, &written).expect("the page can be written");
    }
    let now = fs::read_to_string(&path).expect("docs/networks.md");
    assert!(now == written, "docs/networks.md is not what the connectors say; run the test with UPDATE_NETWORKS=1");
}

#[test]
fn what_is_not_there_has_a_reason() {
    for (kind, name) in KINDS {
        for (ability, said) in capabilities(kind).abilities() {
            assert!(said == Ability::Yes || said.because().is_some_and(|why| why.len() > 5), "{name}: {ability}");
        }
    }
}
