//! Posts that come in: kept or dropped, once, with every version, in the right case.

use crate::desk::{Desk, SCOPE, arrival, deleted, hit, ours, unheard};
use crate::engines::Ground;
use crate::judge::judge;
use answerable_domain::{AuthorSeen, Clock, Cursor, EventKind, EventSeq, Network, Receipt, SourceState};
use answerable_store::{Arrival, HealthChange, NewGap, Quarantine, RawPage, SentPosts, StoreError, WantedKind};
use answerable_testkit::inbound;

pub async fn the_same_again_changes_nothing(ground: &Ground) {
    let desk = Desk::new(ground).await;
    let post = || desk.heard(inbound("at://c/1", "아크메").build());
    desk.deliver(vec![post()]).await;
    let before = (desk.only_case().await, desk.store.latest_seq().await.expect("read"));
    let report = desk.deliver(vec![post(), post()]).await;
    assert_eq!((report.repeated, report.posts_added, report.cases_opened), (2, 0, 0));
    let after = (desk.only_case().await, desk.store.latest_seq().await.expect("read"));
    assert_eq!(before, after);
    // The same batch again, as after a crash between the commit and its acknowledgement.
    let batch = desk.append(vec![desk.heard(inbound("at://c/2", "아크메").author("did:b").build())]).await;
    assert_eq!(desk.absorb(batch.clone()).await.posts_added, 1);
    assert_eq!(desk.absorb(batch).await.repeated, 1);
    assert_eq!(desk.cases().await.len(), 2);
    assert!(desk.store.pending_raws(None, 10).await.expect("read").is_empty());
}

pub async fn an_edit_keeps_the_earlier_version(ground: &Ground) {
    let desk = Desk::new(ground).await;
    let version = |version: &str, text: &str| desk.heard(inbound("at://c/1", text).version(version).build());
    desk.deliver(vec![version("1", "아크메 환불")]).await;
    let report = desk.deliver(vec![version("2", "아크메 교환"), version("3", "아크메 감사")]).await;
    assert_eq!(report.posts_edited, 2);
    // An earlier version once more is no edit back.
    assert_eq!(desk.deliver(vec![version("1", "아크메 환불"), version("2", "아크메 교환")]).await.repeated, 2);
    let detail = desk.only_case().await;
    let item = &detail.thread[0];
    assert_eq!(item.post.text, "아크메 감사");
    assert!(item.post.edited_at.is_some() && detail.row.preview.edited);
    let texts: Vec<&str> = item.revisions.iter().map(|revision| revision.text.as_str()).collect();
    assert_eq!(texts, ["아크메 환불", "아크메 교환"]);
    assert_eq!(detail.row.case.thread_version, 3);
    for (words, found) in [("환불", 0), ("교환", 0), ("감사", 1)] {
        let page = desk.store.search_posts(&desk.scope, words, None, 10).await.expect("a page");
        assert_eq!(page.items.len(), found, "{words}");
    }
}

pub async fn a_deletion_is_noted_once(ground: &Ground) {
    let desk = Desk::new(ground).await;
    desk.deliver(vec![desk.heard(inbound("at://c/1", "아크메").build())]).await;
    let report = desk.deliver(vec![deleted("at://c/1", 5), deleted("at://c/1", 9), deleted("at://nobody/1", 9)]).await;
    assert_eq!((report.posts_deleted, report.repeated), (1, 1));
    let detail = desk.only_case().await;
    assert_eq!(detail.thread[0].post.deleted_at, Some(5));
    assert!(detail.row.preview.deleted);
    // Its first version comes once more from a replay: it stays deleted.
    desk.deliver(vec![desk.heard(inbound("at://c/1", "아크메").build())]).await;
    assert_eq!(desk.only_case().await.thread[0].post.deleted_at, Some(5));
}

pub async fn an_account_that_is_gone_takes_its_posts_along(ground: &Ground) {
    let desk = Desk::new(ground).await;
    let by = |author: &str, native: &str| desk.heard(inbound(native, "아크메").author(author).build());
    desk.deliver(vec![by("did:a", "at://a/1"), by("did:a", "at://a/2"), by("did:b", "at://b/1")]).await;
    let gone = Arrival::AuthorGone { network: Network::Bluesky, native_id: "did:a".into(), at: 7 };
    assert_eq!(desk.deliver(vec![gone]).await.posts_deleted, 2);
    for row in desk.cases().await {
        assert_eq!(row.preview.deleted, row.author.native_id == "did:a");
    }
}

pub async fn poison_goes_to_quarantine_and_stops_nothing(ground: &Ground) {
    let desk = Desk::new(ground).await;
    let mut batch = desk.append(vec![unheard(inbound("at://x/1", "x").build()), desk.heard(inbound("at://c/1", "아크메").build())]).await;
    batch[0].result = Err(Quarantine { code: "not_json".into(), reason: "expected value at line 1".into() });
    let report = desk.absorb(batch.clone()).await;
    assert_eq!((report.quarantined, report.posts_added), (1, 1));
    let page = desk.store.quarantined(&desk.scope, None, 10).await.expect("a page");
    assert_eq!(page.items.len(), 1);
    assert_eq!((page.items[0].code.as_str(), page.items[0].excerpt.as_str(), page.items[0].size_bytes), ("not_json", "{}", 2));
    assert_eq!(desk.store.quarantine_counts(&desk.scope).await.expect("read"), [(desk.channel.id, 1)]);

    assert_eq!(desk.store.retry_quarantined(&desk.scope, None).await.expect("retried"), 1);
    let pending = desk.store.pending_raws(None, 10).await.expect("read");
    assert_eq!(pending.iter().map(|pending| pending.raw.id).collect::<Vec<_>>(), [batch[0].raw_id]);
    desk.absorb(vec![batch[0].clone()]).await;
    assert_eq!(desk.store.quarantined(&desk.scope, None, 10).await.expect("a page").items[0].attempts, 2);
    desk.store.discard_quarantined(&desk.scope, batch[0].raw_id).await.expect("discarded");
    let again = desk.store.discard_quarantined(&desk.scope, batch[0].raw_id).await;
    assert!(matches!(again, Err(StoreError::NotFound)), "{again:?}");
}

pub async fn what_concerns_nobody_is_dropped(ground: &Ground) {
    let desk = Desk::new(ground).await;
    let report = desk.deliver(vec![unheard(inbound("at://x/1", "날씨가 좋다").build())]).await;
    assert_eq!((report.dropped, report.posts_added), (1, 0));
    assert!(desk.cases().await.is_empty());
    let held = desk.store.holds_posts(desk.brand_id, SCOPE, &["at://x/1".into()]).await.expect("read");
    assert_eq!(held, [false]);
}

pub async fn others_in_the_thread_are_context(ground: &Ground) {
    let desk = Desk::new(ground).await;
    desk.deliver(vec![desk.heard(inbound("at://c/1", "아크메 고장").build())]).await;
    let beside = inbound("at://o/1", "나도").author("did:other").answers("at://c/1", "at://c/1", "did:plc:customer").build();
    let more = inbound("at://c/2", "또 고장").answers("at://o/1", "at://c/1", "did:other").build();
    desk.deliver(vec![unheard(beside), unheard(more)]).await;
    let detail = desk.only_case().await;
    let thread: Vec<(&str, bool)> = detail.thread.iter().map(|item| (item.post.native_id.as_str(), item.context)).collect();
    assert_eq!(thread, [("at://c/1", false), ("at://o/1", true), ("at://c/2", false)]);
    assert_eq!(detail.row.preview.text, "또 고장");
    assert_eq!(detail.row.posts_count, 2);
}

pub async fn a_context_post_that_is_heard_later_opens_a_case(ground: &Ground) {
    let desk = Desk::new(ground).await;
    let post = || inbound("at://c/1", "아크메가 고장").build();
    let context = inbound("at://c/1", "아크메가 고장").context().build();
    desk.deliver(vec![unheard(context)]).await;
    assert!(desk.cases().await.is_empty());
    desk.deliver(vec![desk.heard(post())]).await;
    assert_eq!(desk.only_case().await.row.preview.hits.len(), 1);
    // A second monitor hears it too: the case is the same, the hit is added.
    desk.deliver(vec![arrival(post(), vec![hit(77)], false)]).await;
    let detail = desk.only_case().await;
    assert_eq!(detail.row.preview.hits.len(), 2);
    assert_eq!(detail.row.case.thread_version, 1);
}

pub async fn a_reply_to_our_reply_joins_the_case(ground: &Ground) {
    let desk = Desk::new(ground).await;
    desk.deliver(vec![desk.heard(inbound("at://c/1", "아크메 고장").build())]).await;
    let answer = inbound("at://us/1", "죄송합니다").author("did:us").answers("at://c/1", "at://c/1", "did:plc:customer").build();
    desk.deliver(vec![ours(answer)]).await;
    // The network tells another root: the parent decides.
    let thanks = inbound("at://c/2", "고마워요").answers("at://us/1", "at://us/1", "did:us").build();
    desk.deliver(vec![unheard(thanks)]).await;
    let stranger = inbound("at://s/1", "저도요").author("did:s").answers("at://us/1", "at://c/1", "did:us").build();
    let report = desk.deliver(vec![unheard(stranger)]).await;
    assert_eq!(report.cases_opened, 1, "who answers us speaks to us");
    let cases = desk.cases().await;
    let texts: Vec<(&str, u32)> = cases.iter().map(|row| (row.preview.text.as_str(), row.posts_count)).collect();
    assert_eq!(texts, [("저도요", 1), ("고마워요", 3)]);
}

pub async fn an_echo_before_the_receipt_is_one_post(ground: &Ground) {
    let desk = Desk::new(ground).await;
    desk.deliver(vec![desk.heard(inbound("at://c/1", "아크메 고장").build())]).await;
    let detail = desk.only_case().await;
    let answer = desk.answer(&detail, "네", "k");
    let reply = desk.store.queue_reply(&desk.scope, answer, |_| Ok::<(), ()>(())).await.expect("stored").expect("not refused");
    desk.store.claim_due_replies(desk.clock.now(), 10).await.expect("claimed");
    let echo = || inbound("at://us/1", "네").author("did:us").answers("at://c/1", "at://c/1", "did:plc:customer");
    desk.deliver(vec![ours(echo().build())]).await;
    let receipt = Receipt { native_ids: vec!["at://us/1".into()], permalink: None, handle: serde_json::json!({}) };
    let sent = || SentPosts { scope: SCOPE.into(), posts: vec![echo().build()] };
    for _ in 0..2 {
        desk.store.record_sent(reply.id, receipt.clone(), sent(), judge()).await.expect("recorded");
    }
    // And the echo once more, under another version: the same words are no edit.
    desk.deliver(vec![ours(echo().version("other").build())]).await;
    let detail = desk.only_case().await;
    assert_eq!(detail.thread.len(), 2);
    assert_eq!(detail.thread[1].reply_id, Some(reply.id));
    assert!(detail.thread[1].revisions.is_empty());
    assert_eq!((detail.row.case.thread_version, detail.row.posts_count), (2, 2));
}

pub async fn what_is_missing_is_wanted_with_patience(ground: &Ground) {
    let desk = Desk::new(ground).await;
    let child = inbound("at://c/2", "아크메").answers("at://p/1", "at://r/1", "did:p").build();
    assert!(desk.deliver(vec![desk.heard(child)]).await.wanted);
    let take = async |kind| {
        let wanted = desk.store.take_wanted(kind, desk.clock.now(), 10).await.expect("taken");
        wanted.into_iter().map(|wanted| wanted.native_id).collect::<Vec<_>>()
    };
    let mut posts = take(WantedKind::Post).await;
    posts.sort();
    assert_eq!(posts, ["at://p/1", "at://r/1"]);
    assert_eq!(take(WantedKind::Author).await, ["did:plc:customer"]);
    assert!(take(WantedKind::Post).await.is_empty(), "asked for once, not again at once");
    desk.deliver(vec![unheard(inbound("at://p/1", "부모").author("did:p").context().build()), deleted("at://r/1", 1)]).await;
    desk.clock.advance_ms(86_400_000);
    assert!(take(WantedKind::Post).await.is_empty(), "what came, or is gone, is not wanted");
    for _ in 0..20 {
        desk.clock.advance_ms(86_400_000 * 30);
        take(WantedKind::Author).await;
    }
    assert!(take(WantedKind::Author).await.is_empty(), "after some attempts it is forgotten");
}

pub async fn profiles_are_learned(ground: &Ground) {
    let desk = Desk::new(ground).await;
    desk.deliver(vec![desk.heard(inbound("at://c/1", "아크메").build())]).await;
    let seen = AuthorSeen {
        native_id: "did:plc:customer".into(),
        handle: Some("kim.example".into()),
        followers: Some(1200),
        ..AuthorSeen::default()
    };
    let nobody = AuthorSeen { native_id: "did:nobody".into(), ..AuthorSeen::default() };
    let profile = |seen| Arrival::Profile { network: Network::Bluesky, seen, at: 8 };
    desk.deliver(vec![profile(seen), profile(nobody)]).await;
    let author = desk.only_case().await.row.author;
    assert_eq!((author.handle.as_deref(), author.followers, author.profile_at), (Some("kim.example"), Some(1200), Some(8)));
    assert!(desk.store.take_wanted(WantedKind::Author, desk.clock.now(), 10).await.expect("taken").is_empty());
    // A delivery that says less takes nothing away.
    desk.deliver(vec![desk.heard(inbound("at://c/3", "아크메").build())]).await;
    assert_eq!(desk.cases().await[0].author.handle.as_deref(), Some("kim.example"));
    assert_eq!(desk.store.followed_authors(desk.brand_id, 0).await.expect("read"), ["did:plc:customer"]);
}

pub async fn cursors_gaps_and_health_are_kept(ground: &Ground) {
    let desk = Desk::new(ground).await;
    let (store, id, now) = (&desk.store, desk.channel.id, desk.clock.now());
    assert_eq!(store.cursor(id, "stream").await.expect("read"), None);
    let gap = NewGap { from: Some(1), to: 2, why: "clamped_cursor".into() };
    let page =
        RawPage { cursor: Some(Cursor("c1".into())), gap: Some(gap), received_at: now, newest_at: Some(now - 40), ..RawPage::default() };
    store.append_raw(id, "stream", page).await.expect("stored");
    store
        .append_raw(id, "stream", RawPage { bodies: vec![b"x".to_vec()], received_at: now + 5, ..RawPage::default() })
        .await
        .expect("stored");
    assert_eq!(store.cursor(id, "stream").await.expect("read"), Some(Cursor("c1".into())));
    assert_eq!(store.gaps(&desk.scope, id, 10).await.expect("read")[0].why, "clamped_cursor");

    let seq = store.latest_seq().await.expect("read");
    for failures in 1..4 {
        let change = HealthChange {
            state: Some(SourceState::Failing),
            failures: Some(failures),
            last_error: Some(Some("cut off".into())),
            at: now + 10,
            ..HealthChange::default()
        };
        store.set_health(id, "stream", change).await.expect("stored");
    }
    let health = store.sources(&desk.scope).await.expect("read").remove(0);
    assert_eq!((health.state, health.failures, health.lag_ms, health.last_item_at), (SourceState::Failing, 3, Some(40), Some(now + 5)));
    let events = store.events_after(&desk.scope, EventSeq(seq.0), 10).await.expect("read");
    assert_eq!(events.iter().map(|event| event.kind).collect::<Vec<_>>(), [EventKind::SourceChanged], "told once");
}
