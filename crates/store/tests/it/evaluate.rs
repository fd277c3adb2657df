//! The slow evaluator: what a filter means, said once more in plain code over rows in memory.

use answerable_domain::{Assessment, CaseState, Label, Labels, MonitorId, Network, PostId, Sentiment, UserId};
use answerable_store::{CaseFilter, CaseOrder, CaseRow};
use proptest::prelude::*;
use std::cmp::Reverse;

/// That the story's cases have or do not have.
const LABELS: [Label; 6] = [Label::Complaint, Label::Praise, Label::Question, Label::PersonalData, Label::Safety, Label::Troll];

/// A case with what a filter may ask that the row does not show.
pub struct Known {
    pub row: CaseRow,
    /// 0: addressed.
    pub monitors: Vec<MonitorId>,
    pub texts: Vec<String>,
    /// The customer's posts of the case.
    pub said: Vec<(PostId, Assessment)>,
}

impl Known {
    /// What lasts of all posts, and all that the last one says.
    pub fn labels(&self) -> Labels {
        let of = |one: &(PostId, Assessment)| one.1.labels();
        let is_last = |one: &&(PostId, Assessment)| one.0 == self.row.case.last_post_id;
        let lasting = self.said.iter().fold(0, |all, one| all | (of(one).0 & Labels::LASTING.0));
        Labels(lasting | self.said.iter().find(is_last).map_or(0, |one| of(one).0))
    }

    fn mood(&self) -> i16 {
        self.said.iter().find(|one| one.0 == self.row.case.last_post_id).map_or(0, |one| one.1.mood())
    }
}

/// Smaller comes first.
pub fn place(order: CaseOrder, known: &Known) -> (i64, i64, Reverse<i64>, Reverse<i64>) {
    let case = &known.row.case;
    let newest = (Reverse(case.last_post_at), Reverse(case.id.0));
    match order {
        CaseOrder::Newest => (0, 0, newest.0, newest.1),
        CaseOrder::Oldest => (case.last_post_at, case.id.0, Reverse(0), Reverse(0)),
        CaseOrder::Urgent => (case.deadline_at.unwrap_or(i64::MAX), -i64::from(case.urgency), Reverse(-case.id.0), Reverse(0)),
        CaseOrder::Negative => (known.mood().into(), 0, newest.0, newest.1),
        CaseOrder::Label(label) => ((!known.labels().has(label)).into(), 0, newest.0, newest.1),
    }
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
        CaseFilter::Label(label) => known.labels().has(*label),
        CaseFilter::Overdue => case.overdue_at.is_some() && case.deadline_at.is_some(),
        CaseFilter::Vip => case.vip,
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
        proptest::sample::select(LABELS.to_vec()).prop_map(CaseFilter::Label),
        Just(CaseFilter::Overdue),
        Just(CaseFilter::Vip),
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
