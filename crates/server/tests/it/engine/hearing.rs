//! What customers say becomes cases: once each, with its history, for the right brand.

use super::desk::{Desk, brand, item};
use answerable_domain::{CaseState, ChannelState, Scope};

const FRIDGE: &str = "아크메 냉장고 또 고장.. 세번째다 진짜";

#[tokio::test]
async fn a_tagged_post_and_one_that_only_names_the_brand_become_one_case_each() {
    let desk = Desk::open().await;
    desk.account().await;
    desk.stream().await;
    let (mina, yuki) = (desk.network.add_account("mina.test", "x"), desk.network.add_account("yuki.test", "x"));
    let untagged = desk.network.post(&mina, FRIDGE);
    let tagged = desk.network.mention(&yuki, &desk.acme, "荷物が届きません。いつ届きますか？");
    let nobodys = desk.network.post(&mina, "점심 뭐 먹지");
    let fridge = desk.case_of(&untagged).await;
    let parcel = desk.case_of(&tagged).await;
    desk.caught_up().await;

    assert_eq!(desk.cases().await.len(), 2, "both channels delivered both posts");
    assert_eq!(fridge.row.case.state, CaseState::Open);
    let hits: Vec<_> =
        fridge.row.preview.hits.iter().flat_map(|hit| &hit.spans).map(|span| &FRIDGE[span.start as usize..span.end as usize]).collect();
    assert_eq!(hits, ["아크메"]);
    let language = |row: &answerable_store::CaseRow| row.assessment.clone().and_then(|said| said.language.value).map(|language| language.0);
    assert_eq!((language(&fridge.row).as_deref(), language(&parcel.row).as_deref()), (Some("ko"), Some("ja")));
    assert_eq!(parcel.row.assessment.and_then(|said| said.question.value), Some(true));
    assert_eq!(fridge.row.case.deadline_at, Some(fridge.row.case.opened_at + 60 * 60_000));
    let held = desk.store.holds_posts(desk.scope.brand_id(), "bluesky", &[nobodys.uri]).await.expect("an answer");
    assert_eq!(held, [false]);
    let events = desk.store.events_after(&desk.scope, answerable_domain::EventSeq(0), 1_000).await.expect("the log");
    let told = |kind| events.iter().filter(|event| event.kind == kind).count();
    use answerable_domain::EventKind::{CaseOpened, PostAdded};
    assert_eq!((told(CaseOpened), told(PostAdded)), (2, 2), "each is told once");
}

#[tokio::test]
async fn every_version_of_a_post_is_kept_and_its_deletion_seen() {
    let desk = Desk::open().await;
    desk.stream().await;
    let mina = desk.network.add_account("mina.test", "x");
    let post = desk.network.post(&mina, FRIDGE);
    let before = desk.case_of(&post).await;
    desk.network.edit(&post.uri, "아크메 냉장고 고장. 수리 부탁드려요");
    desk.caught_up().await;
    let edited = desk.case(before.row.case.id).await;
    assert_eq!(item(&edited, &post).post.text, "아크메 냉장고 고장. 수리 부탁드려요");
    assert_eq!(item(&edited, &post).revisions.iter().map(|revision| revision.text.as_str()).collect::<Vec<_>>(), [FRIDGE]);
    assert!(edited.row.case.thread_version > before.row.case.thread_version);

    desk.network.delete(&post.uri);
    desk.caught_up().await;
    let deleted = desk.case(before.row.case.id).await;
    assert!(item(&deleted, &post).post.deleted_at.is_some() && deleted.row.preview.deleted);
    assert_eq!(deleted.row.case.deadline_at, None, "there is nothing left to answer in time");
    assert_eq!(deleted.row.case.state, CaseState::Open, "a person decides what becomes of it");
}

#[tokio::test]
async fn without_a_stream_edits_and_deletions_are_noticed_by_looking_again() {
    let desk = Desk::open().await;
    desk.account().await;
    let mina = desk.network.add_account("mina.test", "x");
    let (kept, gone) = (desk.network.mention(&mina, &desk.acme, "one"), desk.network.mention(&mina, &desk.acme, "two"));
    let (kept_case, gone_case) = (desk.case_of(&kept).await.row.case.id, desk.case_of(&gone).await.row.case.id);
    desk.network.edit(&kept.uri, "@acme.test one, corrected");
    desk.network.delete(&gone.uri);
    desk.until_moving("the edit and the deletion", 30_000, async || {
        let (kept_case, gone_case) = (desk.case(kept_case).await, desk.case(gone_case).await);
        (item(&kept_case, &kept).revisions.len() == 1 && item(&gone_case, &gone).post.deleted_at.is_some()).then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_frame_that_cannot_be_read_waits_in_quarantine_and_stops_nothing() {
    let desk = Desk::open().await;
    desk.stream().await;
    let mina = desk.network.add_account("mina.test", "x");
    desk.network.push_frame(&b"{\"kind\":\"commit\",\"did\":"[..]);
    desk.network.push_frame(&[0xff, 0xfe, 0x00][..]);
    let post = desk.network.post(&mina, FRIDGE);
    desk.case_of(&post).await;
    let quarantined = async || desk.store.quarantined(&desk.scope, None, 10).await.expect("a page").items;
    let mut codes: Vec<(String, u32)> = quarantined().await.into_iter().map(|raw| (raw.code, raw.attempts)).collect();
    codes.sort();
    assert_eq!(codes.iter().map(|(code, _)| code.as_str()).collect::<Vec<_>>(), ["not_json", "not_utf8"]);

    assert_eq!(desk.engine.retry_quarantined(&desk.scope, None).await.expect("both"), 2);
    let again = desk
        .until("both to be read again", async || {
            let raws = quarantined().await;
            (raws.len() == 2 && raws.iter().all(|raw| raw.attempts > codes[0].1)).then_some(raws)
        })
        .await;
    desk.store.discard_quarantined(&desk.scope, again[0].id).await.expect("discarded");
    assert_eq!(quarantined().await.len(), 1);
}

#[tokio::test]
async fn a_brand_hears_by_its_own_channels_only() {
    let desk = Desk::open().await;
    let rival = Scope::program(brand(&desk.store, desk.user, "Rival", &["아크메", "rival"]).await);
    desk.engine.monitors_changed(rival.brand_id()).await.expect("in force");
    desk.stream().await;
    let mina = desk.network.add_account("mina.test", "x");
    let first = desk.network.post(&mina, FRIDGE);
    desk.case_of(&first).await;
    desk.caught_up().await;
    assert!(desk.cases_of(&rival).await.is_empty(), "it watches the same word, but has no channel");

    desk.stream_of(&rival).await;
    desk.network.post(&mina, "rival is better");
    desk.caught_up().await;
    assert_eq!(desk.cases_of(&rival).await.len(), 1);
    assert_eq!(desk.cases().await.len(), 1);
}

#[tokio::test]
async fn a_paused_channel_hears_nothing_until_it_goes_on() {
    let desk = Desk::open().await;
    let account = desk.account().await;
    let mina = desk.network.add_account("mina.test", "x");
    desk.engine.set_channel_state(&desk.scope, account.id, ChannelState::Paused).await.expect("paused");
    let health = desk.health(account.id).await.expect("its source");
    assert_eq!(health.state, answerable_domain::SourceState::Paused);
    let asked = desk.network.calls("app.bsky.notification.listNotifications");
    let post = desk.network.mention(&mina, &desk.acme, "anybody there?");
    // Another brand's ear on the same network shows that the post has been out for a while.
    let witness = Scope::program(brand(&desk.store, desk.user, "Witness", &["anybody"]).await);
    desk.engine.monitors_changed(witness.brand_id()).await.expect("in force");
    desk.stream_of(&witness).await;
    desk.network.post(&mina, "anybody else?");
    desk.until("the witness", async || (!desk.cases_of(&witness).await.is_empty()).then_some(())).await;
    assert!(desk.cases().await.is_empty());
    assert_eq!(desk.network.calls("app.bsky.notification.listNotifications"), asked);

    desk.engine.set_channel_state(&desk.scope, account.id, ChannelState::Active).await.expect("active");
    desk.case_of(&post).await;
}

#[tokio::test]
async fn names_and_the_thread_above_are_fetched() {
    let desk = Desk::open().await;
    desk.stream().await;
    let (mina, joon) = (desk.network.add_account("mina.test", "x"), desk.network.add_account("joon.test", "x"));
    desk.network.set_display_name(&mina, "미나");
    let above = desk.network.post(&joon, "냉장고 추천 좀");
    let post = desk.network.reply(&mina, "아크메는 절대 사지 마세요", &above);
    let case = desk.case_of(&post).await.row.case.id;
    let detail = desk
        .until_moving("the name and the parent", 1_000, async || {
            let detail = desk.case(case).await;
            let is_named = detail.row.author.handle.as_deref() == Some("mina.test");
            (is_named && detail.thread.len() == 2).then_some(detail)
        })
        .await;
    assert_eq!(detail.row.author.display_name.as_deref(), Some("미나"));
    let parent = item(&detail, &above);
    assert!(parent.context && parent.post.case_id.is_none());
    assert_eq!(desk.cases().await.len(), 1, "what was fetched opens no case");
}

#[tokio::test]
async fn a_stream_that_breaks_goes_on_from_its_cursor() {
    let desk = Desk::open().await;
    desk.stream().await;
    let mina = desk.network.add_account("mina.test", "x");
    let posts: Vec<_> = (0..5)
        .map(|n| {
            desk.clock.advance_ms(1_000);
            desk.network.break_streams();
            desk.network.post(&mina, &format!("아크메 {n}"))
        })
        .collect();
    for post in &posts {
        desk.case_of(post).await;
    }
    desk.caught_up().await;
    assert_eq!(desk.cases().await.len(), 5);
}
