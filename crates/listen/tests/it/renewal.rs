//! A matcher that takes in changes is the same as one made anew.

use crate::monitor;
use answerable_domain::{AuthorId, BrandId, Monitor, MonitorId, Mute, MuteId, Muted, Spelling};
use answerable_listen::{Document, Matcher};
use proptest::prelude::*;
use proptest::sample::{Index, select};

const QUERIES: [&str; 9] = [
    "acme",
    "~아크메",
    "~아크메 환불",
    "(acme OR 아크메) -광고",
    "acme NEAR/2 refund",
    "\"공동 구매\" OR #acme",
    "@acme OR author:kim.example",
    "raw:\"ACME\" OR 차",
    "=아크메",
];
const TEXTS: [&str; 8] = [
    "acme refund 아크메 환불",
    "아크매 환불 광고",
    "공동 구매 ACME",
    "#acme @acme 차가 왔다",
    "우리아크메 환불",
    "nothing at all",
    "acme, 공동  구매로",
    "아크매가 acme",
];

#[derive(Debug, Clone)]
enum Change {
    Add(&'static str),
    Remove(Index),
    Rewrite(Index, &'static str),
    Disable(Index),
    SwitchOff(Index),
    Mute(u8),
    Unmute,
}

fn change() -> impl Strategy<Value = Change> {
    let query = || select(&QUERIES[..]);
    prop_oneof![
        3 => query().prop_map(Change::Add),
        1 => any::<Index>().prop_map(Change::Remove),
        2 => (any::<Index>(), query()).prop_map(|(place, query)| Change::Rewrite(place, query)),
        1 => any::<Index>().prop_map(Change::Disable),
        1 => any::<Index>().prop_map(Change::SwitchOff),
        1 => (0..3_u8).prop_map(Change::Mute),
        1 => Just(Change::Unmute),
    ]
}

fn spelling() -> Spelling {
    Spelling { term: "아크메".to_owned(), text: "아크매".to_owned() }
}

fn apply(change: &Change, monitors: &mut Vec<Monitor>, mutes: &mut Vec<Mute>) {
    let next_id = monitors.iter().map(|monitor| monitor.id.0).max().unwrap_or(0) + 1;
    match change {
        Change::Add(query) => monitors.push(monitor(next_id, query)),
        Change::Mute(kind) => {
            let what = match kind {
                0 => Muted::Author { author_id: AuthorId(1), native_id: "did:plc:kim".to_owned() },
                1 => Muted::Phrase { text: "공동 구매".to_owned() },
                _ => Muted::Variant { monitor_id: MonitorId(1), spelling: spelling() },
            };
            mutes.push(Mute { id: MuteId(1), brand_id: BrandId(1), what, by: None, created_at: 0 });
        }
        Change::Unmute => drop(mutes.pop()),
        _ if monitors.is_empty() => {}
        Change::Remove(place) => drop(monitors.remove(place.index(monitors.len()))),
        Change::Rewrite(place, query) => place.get_mut(monitors).query = (*query).to_owned(),
        Change::Disable(place) => place.get_mut(monitors).enabled ^= true,
        Change::SwitchOff(place) => place.get_mut(monitors).variants.off = vec![spelling()],
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn renewed_is_as_good_as_new(changes in prop::collection::vec(change(), 1..20)) {
        let (mut monitors, mut mutes) = (Vec::new(), Vec::new());
        let mut renewed = Matcher::new(&monitors, &mutes).expect("no queries");
        for change in changes {
            apply(&change, &mut monitors, &mut mutes);
            renewed = renewed.renewed(&monitors, &mutes).expect("good queries");
            let new = Matcher::new(&monitors, &mutes).expect("good queries");
            prop_assert_eq!(renewed.is_empty(), new.is_empty());
            for (text, author) in TEXTS.iter().zip(["did:plc:kim", "did:plc:lee"].iter().cycle()) {
                let document = Document { author_native_id: author, author_handle: Some("kim.example"), ..Document::text(text) };
                let expected = new.hits(&document);
                prop_assert_eq!(renewed.hits(&document), expected.clone());
                prop_assert!(expected.is_empty() || renewed.might_match(text.as_bytes()));
            }
        }
    }

    #[test]
    fn spans_are_whole_characters_in_any_text(text in any::<String>(), term in "[a-z0-9가-힣ァ-ヶ一-龥]{1,4}", padding in any::<String>()) {
        let matcher = Matcher::new(&[monitor(1, &format!("\"{term}\" OR acme*"))], &[]).expect("a good query");
        let text = format!("{text} {term} {padding}");
        let hits = matcher.hits(&Document::text(&text));
        prop_assert!(hits.len() == 1 && !hits[0].spans.is_empty(), "a word of its own is found: {text:?}");
        for span in &hits[0].spans {
            prop_assert!(span.start < span.end && text.get(span.start as usize..span.end as usize).is_some());
        }
        prop_assert!(hits[0].spans.is_sorted());
    }
}

#[test]
fn a_query_that_cannot_be_read_leaves_the_old_matcher_in_force() {
    let matcher = Matcher::new(&[monitor(1, "acme")], &[]).expect("a good query");
    assert!(matcher.renewed(&[monitor(1, "(acme")], &[]).is_err());
    assert_eq!(matcher.hits(&Document::text("acme")).len(), 1);
}
