//! What must be true at the end of every scenario.

use super::{bench::Bench, words::assert_words};
use answerable_domain::{CaseId, Reply, ReplyState};
use answerable_networks::Ability;
use answerable_store::{CaseDetail, ThreadItem};
use answerable_testkit::{Cannot, Published, Said};
use std::collections::BTreeSet;

/// The network has no such thing: then the program must not claim it, and say why.
pub fn not_there(scenario: &str, Cannot(why): Cannot, ability: Option<Ability>) {
    if let Some(ability) = ability {
        assert_ne!(ability, Ability::Yes, "{scenario}: the network cannot ({why}), and the capabilities claim it");
        assert!(ability.because().is_some_and(|because| !because.is_empty()), "{scenario}: the capabilities do not say why not");
    }
    println!("{scenario}: not there: {why}");
}

/// The network has it: then the capabilities must not deny it.
pub fn is_there(scenario: &str, ability: Ability) {
    assert!(!matches!(ability, Ability::No(_)), "{scenario}: it happens, and the capabilities say: {:?}", ability.because());
}

/// What has no line that could break.
pub fn nobody_listens(scenario: &str, bench: &Bench) -> bool {
    if !bench.listens() {
        assert!(
            !bench.abilities.addressed.is_there() && !bench.abilities.untagged.is_there(),
            "{scenario}: the capabilities claim to hear"
        );
        println!("{scenario}: not there: {}", bench.abilities.replay.because().unwrap_or_default());
    }
    !bench.listens()
}

impl Bench {
    /// Nothing lost, nothing twice: each is in one case, once, and there are so many cases.
    pub async fn assert_heard_once(&self, said: &[&Said], cases: usize) {
        self.rest().await;
        let mut there: Vec<(CaseId, String)> = Vec::new();
        let rows = self.cases().await;
        for row in &rows {
            let detail = self.case(row.case.id).await;
            let own = detail.thread.iter().filter(|item| item.post.case_id == Some(row.case.id));
            there.extend(own.map(|item| (row.case.id, item.post.native_id.clone())));
        }
        for said in said {
            let times = there.iter().filter(|(_, native_id)| *native_id == said.native_id).count();
            assert_eq!(times, 1, "{said:?} is in so many places");
        }
        let distinct: BTreeSet<&String> = there.iter().map(|(_, native_id)| native_id).collect();
        assert_eq!(distinct.len(), there.len(), "a post is in two cases: {there:?}");
        assert_eq!(rows.len(), cases, "cases: {:?}", rows.iter().map(|row| row.preview.text.as_str()).collect::<Vec<_>>());
    }

    /// What could not be read is explained.
    pub async fn assert_quarantine_has_words(&self) {
        for raw in self.quarantined().await {
            assert_words("quarantine", &format!("code_{}", raw.code));
        }
    }

    /// On the network once, below what it answers; in the case once.
    pub async fn assert_answered_once(&self, reply: &Reply, said: &Said) -> Published {
        assert_eq!(reply.state, ReplyState::Sent, "{:?}", reply.failure);
        self.rest().await;
        let published = self.network.published();
        let [only] = &published[..] else { panic!("published: {published:?}") };
        assert_eq!(only.answers.as_ref(), Some(&said.native_id));
        assert!(only.text.contains(&reply.text), "{} in {}", reply.text, only.text);
        let case = self.case(reply.case_id).await;
        let ours = ours(&case);
        assert_eq!(ours.len(), 1, "in the thread: {:?}", ours.iter().map(|item| &item.post.text).collect::<Vec<_>>());
        assert_eq!(ours[0].reply_id, Some(reply.id), "known as the reply");
        only.clone()
    }
}

/// What an account of the brand said in the case.
pub fn ours(case: &CaseDetail) -> Vec<&ThreadItem> {
    case.thread.iter().filter(|item| item.post.ours).collect()
}

pub fn item<'a>(case: &'a CaseDetail, said: &Said) -> &'a ThreadItem {
    case.thread.iter().find(|item| item.post.native_id == said.native_id).expect("it is in the thread")
}
