//! What a saved search asks for: the fields of the inbox's list, kept as they were asked.

use crate::CaseFilter;
use answerable_domain::{CaseState, ChannelId, EventKind, Label, MonitorId, Network, Sentiment, UserId};
use serde::{Deserialize, Serialize};

/// Fields that are `None` (or empty) ask for nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SearchFilter {
    /// Any of these; empty: any at all.
    pub states: Vec<CaseState>,
    pub assignee: Option<Assignee>,
    pub channel: Option<ChannelId>,
    pub network: Option<Network>,
    pub language: Option<String>,
    pub sentiment: Option<Sentiment>,
    /// All of these hold.
    pub labels: Vec<Label>,
    /// None of these holds.
    pub without: Vec<Label>,
    pub overdue: Option<bool>,
    pub vip: Option<bool>,
    pub monitor: Option<MonitorId>,
    /// Words.
    pub q: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Assignee {
    /// Whoever looks.
    Me,
    Nobody,
    Person(UserId),
}

impl SearchFilter {
    /// `me`: who looks.
    pub fn tree(&self, me: Option<UserId>) -> CaseFilter {
        let states = || CaseFilter::Any(self.states.iter().copied().map(CaseFilter::State).collect());
        let mut all = vec![match self.states[..] {
            [] => CaseFilter::All(Vec::new()),
            [state] => CaseFilter::State(state),
            _ => states(),
        }];
        all.extend(self.assignee.map(|assignee| match assignee {
            Assignee::Me => me.map_or(CaseFilter::Any(Vec::new()), CaseFilter::AssignedTo),
            Assignee::Nobody => CaseFilter::Unassigned,
            Assignee::Person(id) => CaseFilter::AssignedTo(id),
        }));
        all.extend(self.channel.map(CaseFilter::Channel));
        all.extend(self.monitor.map(CaseFilter::Monitor));
        all.extend(self.network.map(CaseFilter::Network));
        all.extend(self.sentiment.map(CaseFilter::Sentiment));
        all.extend(self.labels.iter().copied().map(CaseFilter::Label));
        all.extend(self.without.iter().map(|label| CaseFilter::Not(Box::new(CaseFilter::Label(*label)))));
        all.extend(self.language.clone().map(CaseFilter::Language));
        all.extend(self.q.clone().map(CaseFilter::Search));
        let yes_or_no = [(self.overdue, CaseFilter::Overdue), (self.vip, CaseFilter::Vip)];
        all.extend(yes_or_no.into_iter().filter_map(|(asked, filter)| match asked? {
            true => Some(filter),
            false => Some(CaseFilter::Not(Box::new(filter))),
        }));
        CaseFilter::All(all)
    }

    /// Can this make a case match that did not match before? What customers say always can; what people and time do only where the search
    /// asks for it, so that nobody is alerted to an old case because a colleague touched it.
    pub(super) fn wakes_on(&self, kind: EventKind) -> bool {
        let asks_for = |state| self.states.contains(&state);
        match kind {
            EventKind::PostAdded | EventKind::PostEdited | EventKind::CaseOpened => true,
            EventKind::CaseOverdue => self.overdue == Some(true),
            EventKind::AssessmentChanged => self.sentiment.is_some() || !self.labels.is_empty() || !self.without.is_empty(),
            EventKind::CaseAssigned => self.assignee.is_some(),
            EventKind::AuthorChanged => self.vip.is_some(),
            EventKind::CaseClosed => asks_for(CaseState::Closed),
            EventKind::CaseSnoozed => asks_for(CaseState::Snoozed),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_becomes_a_tree() {
        let me = Some(UserId(7));
        let open = SearchFilter { states: vec![CaseState::Open], ..SearchFilter::default() };
        assert_eq!(open.tree(me), CaseFilter::All(vec![CaseFilter::State(CaseState::Open)]));
        let mine = SearchFilter { assignee: Some(Assignee::Me), vip: Some(false), ..SearchFilter::default() };
        let not_vip = CaseFilter::Not(Box::new(CaseFilter::Vip));
        assert_eq!(mine.tree(me), CaseFilter::All(vec![CaseFilter::All(vec![]), CaseFilter::AssignedTo(UserId(7)), not_vip]));
        assert_eq!(
            mine.tree(None),
            CaseFilter::All(vec![CaseFilter::All(vec![]), CaseFilter::Any(vec![]), CaseFilter::Not(Box::new(CaseFilter::Vip)),])
        );
    }

    #[test]
    fn what_colleagues_do_alerts_only_those_who_asked_for_it() {
        let open = SearchFilter { states: vec![CaseState::Open], ..SearchFilter::default() };
        let late = SearchFilter { overdue: Some(true), ..open.clone() };
        let risky = SearchFilter { labels: vec![Label::Safety], ..open.clone() };
        for (filter, kind, wakes) in [
            (&open, EventKind::PostAdded, true),
            (&open, EventKind::CaseAssigned, false),
            (&open, EventKind::CaseReopened, false),
            (&open, EventKind::CaseOverdue, false),
            (&late, EventKind::CaseOverdue, true),
            (&open, EventKind::AssessmentChanged, false),
            (&risky, EventKind::AssessmentChanged, true),
        ] {
            assert_eq!(filter.wakes_on(kind), wakes, "{kind:?}");
        }
    }

    #[test]
    fn a_search_survives_its_text() {
        let filter = SearchFilter {
            states: vec![CaseState::Open, CaseState::Waiting],
            assignee: Some(Assignee::Person(UserId(9))),
            sentiment: Some(Sentiment::Negative),
            labels: vec![Label::Complaint, Label::Safety],
            without: vec![Label::Troll],
            q: Some("환불".into()),
            ..SearchFilter::default()
        };
        let text = serde_json::to_string(&filter).expect("JSON");
        assert_eq!(serde_json::from_str::<SearchFilter>(&text).expect("the same"), filter);
        assert_eq!(serde_json::from_str::<SearchFilter>("{}").expect("nothing asked"), SearchFilter::default());
    }
}
