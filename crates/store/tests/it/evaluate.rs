//! The slow evaluator: what a filter means, said once more in plain code over rows in memory.

use answerable_domain::{CaseState, Kind, MonitorId, Network, Sentiment, UserId};
use answerable_store::{CaseFilter, CaseRow};
use proptest::prelude::*;

/// A case with what a filter may ask that the row does not show.
pub struct Known {
    pub row: CaseRow,
    /// 0: addressed.
    pub monitors: Vec<MonitorId>,
    pub texts: Vec<String>,
}

pub fn holds(filter: &CaseFilter, known: &Known) -> bool {
    let (case, said) = (&known.row.case, known.row.assessment.as_ref());
    match filter {
        CaseFilter::All(inner) => inner.iter().all(|filter| holds(filter, known)),
        CaseFilter::Any(inner) => inner.iter().any(|filter| holds(filter, known)),
        CaseFilter::Not(inner) => !holds(inner, known),
        CaseFilter::State(state) => case.state == *state,
        CaseFilter::AssignedTo(user_id) => case.assignee_id == Some(*user_id),
        CaseFilter::Unassigned => case.assignee_id.is_none(),
        CaseFilter::Channel(channel_id) => case.channel_id == *channel_id,
        CaseFilter::Network(network) => known.row.network == *network,
        CaseFilter::Language(language) => said.and_then(|said| said.language.value.as_ref()).is_some_and(|value| value.0 == *language),
        CaseFilter::Sentiment(sentiment) => said.and_then(|said| said.sentiment.value) == Some(*sentiment),
        CaseFilter::Kind(kind) => said.is_some_and(|said| said.is_kind(*kind)),
        CaseFilter::Question(question) => said.and_then(|said| said.question.value) == Some(*question),
        CaseFilter::Overdue => case.overdue_at.is_some() && case.deadline_at.is_some(),
        CaseFilter::Vip => case.vip,
        CaseFilter::HasPersonalData => said.is_some_and(|said| !said.personal_data.is_empty()),
        CaseFilter::Monitor(monitor_id) => known.monitors.contains(monitor_id),
        CaseFilter::Addressed => known.monitors.contains(&MonitorId(0)),
        CaseFilter::Author(author_id) => case.author_id == *author_id,
        CaseFilter::Search(words) => known.texts.iter().any(|text| text.contains(words)),
    }
}

/// Filters over the values that the story uses.
pub fn filters(users: Vec<UserId>, monitors: Vec<MonitorId>) -> impl Strategy<Value = CaseFilter> {
    let leaf = prop_oneof![
        proptest::sample::select(CaseState::ALL.to_vec()).prop_map(CaseFilter::State),
        proptest::sample::select(users).prop_map(CaseFilter::AssignedTo),
        Just(CaseFilter::Unassigned),
        proptest::sample::select(vec![Network::Bluesky, Network::Rss]).prop_map(CaseFilter::Network),
        proptest::sample::select(vec!["ko", "ja", "en"]).prop_map(|language| CaseFilter::Language(language.into())),
        proptest::sample::select(vec![Sentiment::Negative, Sentiment::Positive]).prop_map(CaseFilter::Sentiment),
        proptest::sample::select(vec![Kind::Complaint, Kind::Praise]).prop_map(CaseFilter::Kind),
        any::<bool>().prop_map(CaseFilter::Question),
        Just(CaseFilter::Overdue),
        Just(CaseFilter::Vip),
        Just(CaseFilter::HasPersonalData),
        Just(CaseFilter::Addressed),
        proptest::sample::select(monitors).prop_map(CaseFilter::Monitor),
        proptest::sample::select(vec!["환불", "返金", "교환", "없다"]).prop_map(|words| CaseFilter::Search(words.into())),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(CaseFilter::All),
            proptest::collection::vec(inner.clone(), 0..4).prop_map(CaseFilter::Any),
            inner.prop_map(|filter| CaseFilter::Not(Box::new(filter))),
        ]
    })
}
