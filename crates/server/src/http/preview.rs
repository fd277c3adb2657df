//! What a query would have caught of the posts that are kept: counted by term and spelling, before it goes live.

use super::{
    dto::monitors::{MonitorPreview, PreviewSample, PreviewTerm},
    queries,
};
use crate::engine::OwnAccounts;
use answerable_domain::{BrandId, Budget, Hit, HitSpan, Monitor, MonitorId, Side, Spelling, VariantChoice};
use answerable_listen::{Document, ListenError, Matcher, Query, Scratch};
use answerable_store::HeardPost;
use std::collections::{HashMap, HashSet};

const SAMPLES_MAX: usize = 10;
/// From this estimate on a spelling is known for noise.
const NOISE_FROM: u8 = 60;
/// A slip that is this many times as frequent as the word itself is a word of its own, if it was seen so often.
const NOISE_TIMES: u64 = 4;
const NOISE_COUNT_MIN: u64 = 10;

/// A query with what people decided about its spellings.
pub struct Tried {
    pub query: Query,
    pub choice: VariantChoice,
    pub days: u32,
}

/// By term and spelling: how many posts, and the newest of them.
type Caught = HashMap<(String, Option<String>), (u64, PreviewSample)>;

/// Looks at all posts twice: by what would be in force, for the count, and by every spelling, for what each would bring.
pub fn preview(tried: &Tried, posts: &[HeardPost], own: &OwnAccounts) -> Result<MonitorPreview, ListenError> {
    let spellings = queries::variants(&tried.query, &tried.choice.also);
    let every = |text: &str, term: &str| Spelling { term: term.to_owned(), text: text.to_owned() };
    let all_on = VariantChoice {
        off: Vec::new(),
        on: spellings.iter().flat_map(|of| of.spellings.iter().map(|one| every(&one.text, &of.term))).collect(),
        also: tried.choice.also.clone(),
    };
    let in_force = matcher(&tried.query, tried.choice.clone())?;
    let with_all = matcher(&tried.query, all_on)?;
    let (mut count, mut samples, mut caught, mut scratch) = (0, Vec::new(), Caught::new(), Scratch::default());
    for post in posts {
        let (from, to) = names(post, own);
        let document = document(post, &from, &to);
        if let Some(hit) = with_all.hits_with(&document, &mut scratch).pop() {
            note(&mut caught, post, hit);
        }
        if let Some(hit) = in_force.hits_with(&document, &mut scratch).pop() {
            count += 1;
            if samples.len() < SAMPLES_MAX {
                samples.push(sample(post, hit.spans));
            }
        }
    }
    let terms = told(&tried.query, &spellings, caught);
    Ok(MonitorPreview { count, looked_at: posts.len() as u64, window_days: tried.days, samples, terms })
}

fn matcher(query: &Query, variants: VariantChoice) -> Result<Matcher, ListenError> {
    let monitor = Monitor {
        id: MonitorId(1),
        brand_id: BrandId(1),
        name: String::new(),
        query: query.to_string(),
        variants,
        side: Side::Own,
        budget: Budget::default(),
        enabled: true,
        created_at: 0,
        updated_at: 0,
    };
    Matcher::new(&[monitor], &[])
}

fn names<'a>(post: &HeardPost, own: &'a OwnAccounts) -> (Vec<&'a str>, Vec<&'a str>) {
    let from = own.names(post.network, |_, id| post.ours && id == post.author_native_id);
    let mut to = own.names(post.network, |_, id| post.mentioned.iter().any(|named| named == id));
    if to.is_empty() && post.addressed {
        to = own.names(post.network, |_, _| true);
    }
    (from, to)
}

fn document<'a>(post: &'a HeardPost, from: &'a [&'a str], to: &'a [&'a str]) -> Document<'a> {
    Document {
        text: &post.text,
        network: post.network,
        language: post.language.as_deref(),
        author_native_id: &post.author_native_id,
        author_handle: post.author_handle.as_deref(),
        followers: post.followers,
        has_link: post.has_link,
        has_media: post.has_media,
        from,
        to,
    }
}

fn sample(post: &HeardPost, spans: Vec<HitSpan>) -> PreviewSample {
    PreviewSample { post_id: post.id.into(), text: post.text.clone(), hits: spans.into_iter().map(Into::into).collect() }
}

fn note(caught: &mut Caught, post: &HeardPost, hit: Hit) {
    let found: HashSet<(String, Option<String>)> = hit.spans.iter().map(|span| (span.term.clone(), span.variant.clone())).collect();
    for key in found {
        let own = |span: &&HitSpan| span.term == key.0 && span.variant == key.1;
        let spans = || hit.spans.iter().filter(own).cloned().collect();
        caught.entry(key.clone()).or_insert_with(|| (0, sample(post, spans()))).0 += 1;
    }
}

/// Every term in order, each followed by its spellings that caught something.
fn told(query: &Query, spellings: &[answerable_listen::Variants], mut caught: Caught) -> Vec<PreviewTerm> {
    let mut told: Vec<PreviewTerm> = Vec::new();
    for term in queries::terms(query) {
        if told.iter().any(|before| before.term == term.text) {
            continue;
        }
        let (itself, newest) = caught.remove(&(term.text.clone(), None)).map_or((0, None), |(count, sample)| (count, Some(sample)));
        told.push(PreviewTerm { term: term.text.clone(), text: None, reason: None, count: itself, sample: newest, noise_likely: false });
        for one in spellings.iter().filter(|of| of.term == term.text).flat_map(|of| &of.spellings) {
            let Some((count, newest)) = caught.remove(&(term.text.clone(), Some(one.text.clone()))) else { continue };
            let outnumbers = count >= NOISE_COUNT_MIN && count > itself.saturating_mul(NOISE_TIMES);
            told.push(PreviewTerm {
                term: term.text.clone(),
                text: Some(one.text.clone()),
                reason: Some(one.reason.clone()),
                count,
                sample: Some(newest),
                noise_likely: one.noise >= NOISE_FROM || (outnumbers && !one.reason.starts_with("also:")),
            });
        }
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;
    use answerable_domain::{Network, PostId};

    fn post(number: usize, text: &str) -> HeardPost {
        HeardPost {
            id: PostId(number as i64 + 1),
            text: format!("{text} {number}"),
            network: Network::Bluesky,
            language: Some("ko".into()),
            author_native_id: "did:plc:mina".into(),
            author_handle: None,
            followers: None,
            has_link: false,
            has_media: false,
            mentioned: Vec::new(),
            addressed: false,
            ours: false,
        }
    }

    #[test]
    fn a_slip_that_outnumbers_its_word_is_a_word_of_its_own() {
        let texts = [("아크매 냉장고", 900), ("아크메 냉장고", 200), ("점심 뭐 먹지", 900)];
        let posts: Vec<HeardPost> = texts
            .iter()
            .flat_map(|(text, count)| std::iter::repeat_n(*text, *count))
            .enumerate()
            .map(|(number, text)| post(number, text))
            .collect();
        let query = answerable_listen::parse("~아크메").expect("sound");
        let tried = Tried { query, choice: VariantChoice::default(), days: 30 };
        let seen = preview(&tried, &posts, &OwnAccounts::default()).expect("one term");
        assert_eq!((seen.looked_at, seen.count, seen.samples.len()), (2_000, 1_100, SAMPLES_MAX));
        let told: Vec<(Option<&str>, u64, bool)> =
            seen.terms.iter().map(|term| (term.text.as_deref(), term.count, term.noise_likely)).collect();
        assert_eq!(told, [(None, 200, false), (Some("아크매"), 900, true)]);
    }
}
