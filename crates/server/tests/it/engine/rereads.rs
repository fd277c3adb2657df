//! A gap is read again: what nobody heard is found by searching, once, and however often the network or the program stops on the way.

use super::desk::{Desk, Loops};
use answerable_domain::{Channel, ChannelState, Clock, ConnectorKind, Gap, Reread, RereadState};
use answerable_server::engine::{BackfillRefused, NewChannel};
use answerable_store::{NewGap, RawPage};
use answerable_testkit::{FakeFeed, Fault, PostRef};

const SEARCH: &str = "app.bsky.feed.searchPosts";
const MINUTE_MS: i64 = 60_000;

/// A stream that was paused while these were said, and cannot tell of them any more.
async fn missed(desk: &Desk, stream: &Channel, texts: &[String]) -> (Gap, Vec<PostRef>) {
    let mina = desk.network.add_account("mina.test", "x");
    let heard = desk.network.post(&mina, "아크메 before");
    desk.case_of(&heard).await;
    desk.engine.set_channel_state(&desk.scope, stream.id, ChannelState::Paused).await.expect("paused");
    desk.clock.advance_ms(10 * MINUTE_MS);
    let lost = texts.iter().map(|text| desk.network.post(&mina, text)).collect();
    desk.clock.advance_ms(10 * MINUTE_MS);
    let after = desk.network.post(&mina, "아크메 after");
    desk.network.forget_frames_before(desk.network.frames().last().expect("a frame").0);
    desk.engine.set_channel_state(&desk.scope, stream.id, ChannelState::Active).await.expect("active");
    desk.case_of(&after).await;
    (desk.store.gaps(&desk.scope, stream.id, 1).await.expect("gaps").remove(0), lost)
}

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

async fn reread(desk: &Desk, gap: &Gap) -> Reread {
    desk.store.gap(&desk.scope, gap.channel_id, gap.id).await.expect("the gap").reread.expect("somebody asked for it")
}

async fn ended(desk: &Desk, gap: &Gap) -> Reread {
    desk.until_moving("the gap to be read", 1_000, async || {
        let now = reread(desk, gap).await;
        (now.state != RereadState::Running).then_some(now)
    })
    .await
}

fn because(refused: Result<Gap, BackfillRefused>) -> &'static str {
    match refused {
        Err(BackfillRefused::Impossible(because)) => because,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn what_was_missed_is_found_once_and_becomes_a_case() {
    let desk = Desk::open().await;
    desk.account().await;
    let stream = desk.stream().await;
    // The last two words of the monitor both find the first post; the second concerns nobody; the third only sounds like us.
    let (gap, lost) = missed(&desk, &stream, &texts(&["아크메 acme 냉장고 고장", "점심 뭐 먹지", "acmeology"])).await;
    assert_eq!(desk.engine.can_read_gap(&desk.scope, &gap), Ok(()));
    let before = desk.cases().await.len();

    let begun = desk.engine.read_gap(&desk.scope, stream.id, gap.id).await.expect("begun");
    assert_eq!(begun.reread.map(|reread| reread.state), Some(RereadState::Running));
    let found = desk.case_of(&lost[0]).await;
    assert_eq!(found.row.preview.text, "아크메 acme 냉장고 고장");
    assert_eq!(ended(&desk, &gap).await, Reread { state: RereadState::Done, found: 1, because: None });
    assert_eq!(desk.network.searched(), ["acme", "アクメ", "아크메"]);
    desk.caught_up().await;
    assert_eq!(desk.cases().await.len(), before + 1, "what was heard before and after is no double");

    // Once more finds nothing new.
    desk.engine.read_gap(&desk.scope, stream.id, gap.id).await.expect("begun again");
    assert_eq!(ended(&desk, &gap).await.found, 0);
    desk.caught_up().await;
    assert_eq!(desk.cases().await.len(), before + 1);
    let sources: Vec<String> = desk.store.sources(&desk.scope).await.expect("sources").into_iter().map(|source| source.source).collect();
    assert_eq!(sources, ["notifications", "jetstream"], "a search is no source that one listens to");
}

#[tokio::test]
async fn a_restart_goes_on_where_it_was() {
    let mut desk = Desk::open().await;
    desk.account().await;
    let stream = desk.stream().await;
    let many: Vec<String> = (0..250).map(|number| format!("아크메 {number}")).collect();
    let (gap, _) = missed(&desk, &stream, &many).await;
    desk.engine.read_gap(&desk.scope, stream.id, gap.id).await.expect("begun");
    // Two words without a hit, then three pages of the third; the clock stands still after the first of them.
    desk.until_moving("the first page", 250, async || (reread(&desk, &gap).await.found > 0).then_some(())).await;
    desk.restart(Loops::Run).await;
    assert_eq!(reread(&desk, &gap).await.state, RereadState::Running);
    assert_eq!(ended(&desk, &gap).await, Reread { state: RereadState::Done, found: 250, because: None });
    assert_eq!(desk.network.calls(SEARCH), 5, "no page is asked for twice");
    desk.caught_up().await;
    assert_eq!(desk.store.counts(&desk.scope).await.expect("counts").open, 252, "no post is there twice");
}

#[tokio::test]
async fn when_the_network_asks_us_to_wait_we_wait() {
    let desk = Desk::open().await;
    desk.account().await;
    let stream = desk.stream().await;
    let (gap, lost) = missed(&desk, &stream, &texts(&["아크메 환불"])).await;
    desk.network.fault(SEARCH, Fault::TooMany { retry_after_seconds: 90 });
    desk.network.fault(SEARCH, Fault::Refuse { status: 502, error: "UpstreamFailure" });
    let now = desk.clock.now();
    desk.engine.read_gap(&desk.scope, stream.id, gap.id).await.expect("begun");
    desk.until("the pause", async || (desk.store.next_reread_at().await.expect("read")? >= now + 90_000).then_some(())).await;
    assert_eq!(desk.network.calls(SEARCH), 1);
    assert_eq!(reread(&desk, &gap).await, Reread { state: RereadState::Running, found: 0, because: None });
    assert_eq!(ended(&desk, &gap).await, Reread { state: RereadState::Done, found: 1, because: None });
    desk.case_of(&lost[0]).await;
}

#[tokio::test]
async fn what_may_be_missing_is_said() {
    let desk = Desk::open().await;
    desk.account().await;
    let stream = desk.stream().await;
    let (gap, _) = missed(&desk, &stream, &texts(&["아크메 하나", "acme two"])).await;
    // The network objects to the first word, and finds the post of another.
    desk.network.fault(SEARCH, Fault::Refuse { status: 400, error: "BadQueryString" });
    desk.engine.read_gap(&desk.scope, stream.id, gap.id).await.expect("begun");
    assert_eq!(ended(&desk, &gap).await, Reread { state: RereadState::Done, found: 1, because: Some("incomplete".into()) });
}

#[tokio::test]
async fn it_says_why_it_failed() {
    let desk = Desk::open().await;
    let account = desk.account().await;
    let stream = desk.stream().await;
    let (gap, _) = missed(&desk, &stream, &texts(&["아크메 하나"])).await;
    let failed = |because: &str| Reread { state: RereadState::Failed, found: 0, because: Some(because.into()) };
    for _ in 0..20 {
        desk.network.fault(SEARCH, Fault::RequestLost);
    }
    desk.engine.read_gap(&desk.scope, stream.id, gap.id).await.expect("begun");
    let gave_up = desk
        .until_moving("it to give up", 60_000, async || {
            let now = reread(&desk, &gap).await;
            (now.state != RereadState::Running).then_some(now)
        })
        .await;
    assert_eq!(gave_up, failed("unreachable"));
    desk.network.clear_faults();

    // The account is paused while it is being read.
    desk.network.fault(SEARCH, Fault::TooMany { retry_after_seconds: 60 });
    desk.engine.read_gap(&desk.scope, stream.id, gap.id).await.expect("begun again");
    desk.until("the pause", async || (desk.store.due_rereads(desk.clock.now(), 1).await.expect("read").is_empty()).then_some(())).await;
    desk.engine.set_channel_state(&desk.scope, account.id, ChannelState::Paused).await.expect("paused");
    assert_eq!(ended(&desk, &gap).await, failed("no_account"));
    assert_eq!(because(desk.engine.read_gap(&desk.scope, stream.id, gap.id).await), "no_account");
    desk.engine.set_channel_state(&desk.scope, account.id, ChannelState::Active).await.expect("active");
    desk.engine.read_gap(&desk.scope, stream.id, gap.id).await.expect("begun once more");
    assert_eq!(ended(&desk, &gap).await.found, 1);
}

#[tokio::test]
async fn where_it_is_impossible_it_says_why() {
    let site = FakeFeed::start().await;
    site.serve("news.xml", r#"<rss version="2.0"><channel><title>News</title></channel></rss>"#.to_owned(), None);
    let desk = Desk::open_allowing(vec![site.host()]).await;
    let stream = desk.stream().await;
    let gap_of = async |channel: &Channel, from: Option<i64>| {
        let now = desk.clock.now();
        let gap = NewGap { from, to: now, why: "truncated_page".into() };
        let page = RawPage { gap: Some(gap), received_at: now, ..RawPage::default() };
        desk.store.append_raw(channel.id, "any", page).await.expect("stored");
        desk.store.gaps(&desk.scope, channel.id, 1).await.expect("gaps").remove(0)
    };
    let read = async |gap: &Gap| because(desk.engine.read_gap(&desk.scope, gap.channel_id, gap.id).await);
    let known = gap_of(&stream, Some(1)).await;
    assert_eq!(read(&known).await, "no_account", "strangers may not search");
    let account = desk.account().await;
    assert_eq!(desk.engine.can_read_gap(&desk.scope, &known), Ok(()));
    assert_eq!(read(&gap_of(&account, None).await).await, "no_beginning");
    let config = serde_json::json!({"url": site.url("news.xml"), "poll_seconds": 3_600});
    let feed = NewChannel { connector: ConnectorKind::Feed, config, secret: None, name: None };
    let feed = desk.engine.add_channel(&desk.scope, feed).await.expect("a feed");
    assert_eq!(read(&gap_of(&feed, Some(1)).await).await, "no_history");
    for monitor in desk.store.monitors(&desk.scope).await.expect("monitors") {
        desk.store.delete_monitor(&desk.scope, monitor.monitor.id).await.expect("removed");
    }
    assert_eq!(read(&gap_of(&stream, Some(1)).await).await, "nothing_to_search");
    assert_eq!(desk.network.calls(SEARCH), 0);
}

#[tokio::test]
async fn a_gap_in_what_is_addressed_to_us_is_searched_for_by_our_name() {
    let desk = Desk::open().await;
    let account = desk.account().await;
    let mina = desk.network.add_account("mina.test", "x");
    let from = desk.clock.now();
    desk.clock.advance_ms(MINUTE_MS);
    let said = desk.network.mention(&mina, &desk.acme, "배송이 안 와요");
    desk.clock.advance_ms(MINUTE_MS);
    let gap = NewGap { from: Some(from), to: desk.clock.now(), why: "truncated_page".into() };
    let page = RawPage { gap: Some(gap), received_at: desk.clock.now(), ..RawPage::default() };
    desk.store.append_raw(account.id, "notifications", page).await.expect("stored");
    // Its own list is asked for once an hour only, so that the search is first.
    let gap = desk.store.gaps(&desk.scope, account.id, 1).await.expect("gaps").remove(0);
    desk.engine.read_gap(&desk.scope, account.id, gap.id).await.expect("begun");
    desk.case_of(&said).await;
    let done = ended(&desk, &gap).await;
    assert_eq!((done.state, done.because.as_deref()), (RereadState::Done, Some("incomplete")), "answers that do not name us are not found");
    assert!(desk.network.searched().contains(&"@acme.test".to_owned()));
}
