//! What monitors bring: other spellings with their reason, within budgets, not what is muted, and nothing but counts of competitors.

use super::desk::Desk;
use answerable_domain::{Budget, MonitorId, Side, Spelling, VariantChoice};
use answerable_store::{MonitorChange, NewMonitor, NewMute, Skipped};

impl Desk {
    async fn listens(&self, new: NewMonitor) -> MonitorId {
        let monitor = self.store.create_monitor(&self.scope, new).await.expect("a monitor");
        self.in_force().await;
        monitor.id
    }

    async fn in_force(&self) {
        self.engine.monitors_changed(self.scope.brand_id()).await.expect("the matcher is made anew");
    }

    async fn skipped(&self, monitor: MonitorId) -> Skipped {
        self.store.monitor(&self.scope, monitor).await.expect("the monitor").skipped
    }
}

#[tokio::test]
async fn another_spelling_opens_a_case_and_says_why() {
    let desk = Desk::open().await;
    let monitor = desk.listens(NewMonitor::of("Slips", "~아크메 냉장고 lang:ko")).await;
    desk.stream().await;
    let mina = desk.network.add_account("mina.test", "x");
    let post = desk.network.post(&mina, "아크매 냉장고가 또 고장 났어요");
    let case = desk.case_of(&post).await;
    let hit = &case.thread[0].hits[0];
    assert_eq!(hit.monitor_id, monitor);
    let found: Vec<(&str, Option<&str>, Option<&str>)> =
        hit.spans.iter().map(|span| (span.term.as_str(), span.variant.as_deref(), span.reason.as_deref())).collect();
    assert_eq!(found, [("아크메", Some("아크매"), Some("jamo:ㅔ→ㅐ")), ("냉장고", None, None)]);
    let hits = desk.store.spelling_hits(&desk.scope, monitor).await.expect("read");
    assert_eq!(hits.iter().map(|hits| (hits.spelling.text.as_str(), hits.count)).collect::<Vec<_>>(), [("아크매", 1)]);
}

#[tokio::test]
async fn what_is_muted_stays_out_but_what_is_said_to_us_comes_in() {
    let desk = Desk::open().await;
    desk.account().await;
    desk.stream().await;
    let mina = desk.network.add_account("mina.test", "x");
    let case = desk.case_of(&desk.network.post(&mina, "아크메 또 당첨! 팔로우하세요")).await;
    desk.store.create_mute(&desk.scope, NewMute::Author(case.row.author.id)).await.expect("silenced");
    desk.store.create_mute(&desk.scope, NewMute::Phrase("무료 나눔".into())).await.expect("silenced");
    desk.in_force().await;
    desk.network.post(&mina, "아크메 경품 또 당첨!");
    let yuki = desk.network.add_account("yuki.test", "x");
    desk.network.post(&yuki, "아크메 무료 나눔 합니다");
    let to_us = desk.network.mention(&mina, &desk.acme, "환불해 주세요");
    desk.case_of(&to_us).await;
    desk.caught_up().await;
    assert_eq!(desk.cases().await.len(), 2);

    for record in desk.store.mutes(&desk.scope).await.expect("mutes") {
        desk.store.delete_mute(&desk.scope, record.mute.id).await.expect("heard again");
    }
    desk.in_force().await;
    desk.case_of(&desk.network.post(&yuki, "아크메 무료 나눔 또 합니다")).await;
}

#[tokio::test]
async fn over_its_budget_a_monitor_samples_and_the_rest_can_be_read() {
    const POSTS: usize = 40;
    let desk = Desk::open().await;
    let budget = Budget { per_hour: Some(5), per_day: None };
    let monitor = desk.listens(NewMonitor { budget, ..NewMonitor::of("Sale", "세일") }).await;
    desk.stream().await;
    let mina = desk.network.add_account("mina.test", "x");
    for number in 0..POSTS {
        desk.network.post(&mina, &format!("세일 {number}"));
    }
    desk.caught_up().await;
    let heard = desk.cases().await.len();
    let skipped = desk.skipped(monitor).await;
    assert!((5..=10).contains(&heard), "the budget, and at most as many samples: {heard}");
    assert_eq!(heard as u64 + skipped.count, POSTS as u64);
    assert!(skipped.from.is_some() && skipped.from <= skipped.to);
    assert_eq!(desk.engine.read_skipped(&desk.scope, monitor).await.expect("read again"), skipped.count);
    desk.until("the rest", async || (desk.cases().await.len() == POSTS).then_some(())).await;
    assert_eq!(desk.skipped(monitor).await, Skipped::default());
    assert_eq!(desk.engine.read_skipped(&desk.scope, monitor).await.expect("nothing is left"), 0);
    desk.caught_up().await;
    let mut said: Vec<String> = desk.cases().await.into_iter().map(|row| row.preview.text).collect();
    said.sort();
    said.dedup();
    assert_eq!(said.len(), POSTS, "each once");
}

#[tokio::test]
async fn a_competitor_is_counted_and_opens_no_case() {
    let desk = Desk::open().await;
    let rival = desk.listens(NewMonitor { side: Side::Competitor, ..NewMonitor::of("Rival", "globex") }).await;
    desk.stream().await;
    let mina = desk.network.add_account("mina.test", "x");
    let theirs = desk.network.post(&mina, "globex fridges are cheaper");
    let both = desk.network.post(&mina, "globex or acme, which one?");
    desk.case_of(&both).await;
    desk.caught_up().await;
    assert_eq!(desk.cases().await.len(), 1);
    let held = desk.store.holds_posts(desk.scope.brand_id(), "bluesky", &[theirs.uri]).await.expect("an answer");
    assert_eq!(held, [true], "it is kept all the same");
    let voices = desk.store.voices(&desk.scope, 0).await.expect("read");
    let count: u64 = voices.iter().filter(|voice| voice.monitor_id == rival).map(|voice| voice.count).sum();
    assert_eq!(count, 2);
}

#[tokio::test]
async fn a_changed_monitor_is_in_force_for_the_next_post() {
    let desk = Desk::open().await;
    let monitor = desk.listens(NewMonitor::of("Words", "~아크롬")).await;
    desk.stream().await;
    let mina = desk.network.add_account("mina.test", "x");
    let change = async |change: MonitorChange| {
        desk.store.change_monitor(&desk.scope, monitor, change).await.expect("stored");
        desk.in_force().await;
    };
    let also = VariantChoice { also: vec![Spelling { term: "아크롬".into(), text: "chromeo".into() }], ..VariantChoice::default() };
    change(MonitorChange { variants: Some(also), ..MonitorChange::default() }).await;
    desk.case_of(&desk.network.post(&mina, "chromeo is fine")).await;
    change(MonitorChange { query: Some("toaster NOT jam".into()), ..MonitorChange::default() }).await;
    desk.network.post(&mina, "chromeo is not fine");
    desk.network.post(&mina, "toaster jam");
    desk.case_of(&desk.network.post(&mina, "a toaster burns")).await;
    desk.caught_up().await;
    assert_eq!(desk.cases().await.len(), 2);
    // One that cannot be read, from wherever it came, keeps no other from listening.
    desk.store.create_monitor(&desk.scope, NewMonitor::of("Broken", "((")).await.expect("stored");
    desk.in_force().await;
    desk.case_of(&desk.network.post(&mina, "another toaster burns")).await;
}
