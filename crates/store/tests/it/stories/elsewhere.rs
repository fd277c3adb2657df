//! Answers that were given on the network's own site, and posts that a person pastes.

use crate::desk::{Desk, arrival, new_channel, ours};
use crate::engines::Ground;
use crate::judge::judge;
use answerable_domain::{CaseState, Clock, ConnectorKind, DraftWay, InboundPost, Permission, Reply, ReplyState, Role, Scope};
use answerable_store::{
    CaseDetail, ChannelAccount, ChannelChange, Digested, Elsewhere, NewChannel, Pasted, Quarantine, StoreError, ThreadNow,
};
use answerable_testkit::inbound;

const LINK: &str = "https://cafe.example/posts/1#answer";

async fn with_a_case(ground: &Ground) -> (Desk, CaseDetail) {
    let desk = Desk::new(ground).await;
    desk.deliver(vec![desk.heard(inbound("at://c/1", "아크메 고장").build())]).await;
    let case = desk.only_case().await;
    (desk, case)
}

fn given(desk: &Desk, case: &CaseDetail, client_key: &str) -> Elsewhere {
    Elsewhere {
        case_id: case.row.case.id,
        post_id: case.row.case.last_post_id,
        text: "교환해 드릴게요".into(),
        link: Some(LINK.into()),
        at: desk.clock.now(),
        thread_version: case.row.case.thread_version,
        client_key: client_key.into(),
    }
}

/// Refuses what was written against an older thread, and a second answer.
fn strict(thread_version: u32) -> impl FnOnce(&ThreadNow) -> Result<(), &'static str> + Send + 'static {
    move |thread| match thread.replies.is_empty() {
        _ if thread.case.thread_version != thread_version => Err("stale_thread"),
        true => Ok(()),
        false => Err("already_answered"),
    }
}

async fn noted(desk: &Desk, answer: Elsewhere) -> Reply {
    desk.store.record_elsewhere(&desk.scope, answer, |_| Ok::<(), ()>(()), judge()).await.expect("stored").expect("not refused")
}

pub async fn an_answer_given_elsewhere_counts(ground: &Ground) {
    let (desk, before) = with_a_case(ground).await;
    desk.store.save_draft(&desk.scope, before.row.case.id, "draft", 1, DraftWay::default()).await.expect("stored");
    desk.clock.advance_ms(60_000);
    let at = desk.clock.now() - 1_000;
    let reply = noted(&desk, Elsewhere { at, ..given(&desk, &before, "k") }).await;
    assert_eq!((reply.state, reply.elsewhere, reply.sent_at), (ReplyState::Sent, true, Some(at)));
    assert_eq!(reply.receipt.as_ref().and_then(|receipt| receipt.permalink.as_deref()), Some(LINK));
    assert_eq!(desk.store.reply(&desk.scope, reply.id).await.expect("read"), reply);
    let case = desk.only_case().await;
    assert_eq!((case.row.case.state, case.row.case.first_answered_at, case.row.posts_count), (CaseState::Waiting, Some(at), 2));
    assert_eq!((case.replies.len(), case.draft, case.row.reply_state), (1, None, Some(ReplyState::Sent)));
    let ours = &case.thread[1];
    assert!(ours.post.ours && !ours.context && ours.reply_id == Some(reply.id));
    assert_eq!((ours.post.text.as_str(), ours.post.permalink.as_deref()), ("교환해 드릴게요", Some(LINK)));
    assert_eq!((ours.author.native_id.as_str(), ours.author.display_name.as_deref()), ("elsewhere", Some("Acme")));
    assert_eq!(desk.store.search_posts(&desk.scope, "교환", None, 10).await.expect("a page").items.len(), 1);
    assert!(desk.store.claim_due_replies(i64::MAX, 10).await.expect("claimed").is_empty(), "nothing of it leaves");

    // The same again is the same; another one is a second answer, and an old one is stale.
    assert_eq!(noted(&desk, given(&desk, &before, "k")).await, reply);
    let note = async |key: &str, version| {
        desk.store.record_elsewhere(&desk.scope, given(&desk, &before, key), strict(version), judge()).await.expect("stored")
    };
    assert_eq!(note("second", case.row.case.thread_version).await, Err("already_answered"));
    assert_eq!(note("stale", before.row.case.thread_version).await, Err("stale_thread"));
    assert_eq!(desk.only_case().await.thread.len(), 2);
    // The customer's next words are below it, by its name in the thread.
    let thanks = inbound("at://c/2", "고마워요").answers(&ours.post.native_id, "at://c/1", "elsewhere").build();
    desk.deliver(vec![arrival(thanks, Vec::new(), false)]).await;
    assert_eq!(desk.only_case().await.row.case.state, CaseState::Open);
}

pub async fn an_answer_elsewhere_is_given_by_our_account_at_a_time_that_can_be(ground: &Ground) {
    let (desk, case) = with_a_case(ground).await;
    let account = ChannelAccount { native_id: "did:us".into(), handle: Some("acme.example".into()), display_name: None };
    let new = NewChannel { account: Some(account), config: serde_json::json!({ "own": true }), ..new_channel("@acme") };
    desk.store.create_channel(&desk.scope, new).await.expect("stored");
    desk.store.remove_channel(&desk.scope, desk.channel.id).await.expect("removed");
    desk.clock.advance_ms(60_000);
    let opened_at = case.row.case.opened_at;
    let (early, late) = (Elsewhere { at: 0, ..given(&desk, &case, "early") }, Elsewhere { at: i64::MAX, ..given(&desk, &case, "late") });
    assert_eq!(noted(&desk, early).await.sent_at, Some(opened_at));
    assert_eq!(noted(&desk, late).await.sent_at, Some(desk.clock.now()));
    let thread = desk.only_case().await.thread;
    assert!(thread[1..].iter().all(|item| item.author.native_id == "did:us"), "though the channel that heard it is gone");
}

pub async fn an_answer_elsewhere_that_was_heard_is_one_post(ground: &Ground) {
    let (desk, case) = with_a_case(ground).await;
    let mut echo = inbound("at://us/1", "교환해 드릴게요").author("did:us").answers("at://c/1", "at://c/1", "did:plc:customer").build();
    echo.permalink = Some(LINK.into());
    desk.deliver(vec![ours(echo)]).await;
    let heard = desk.only_case().await;
    let reply = noted(&desk, given(&desk, &case, "k")).await;
    let after = desk.only_case().await;
    assert_eq!((after.thread.len(), after.thread[1].reply_id), (2, Some(reply.id)));
    assert_eq!((after.row.case, after.row.posts_count), (heard.row.case, heard.row.posts_count), "the case knew");
}

pub async fn an_answer_elsewhere_that_is_heard_later_is_one_post(ground: &Ground) {
    let (desk, case) = with_a_case(ground).await;
    let account = ChannelAccount { native_id: "did:us".into(), handle: None, display_name: None };
    let change = ChannelChange { account: Some(account), ..ChannelChange::default() };
    desk.store.change_channel(&desk.scope, desk.channel.id, change).await.expect("stored");
    let reply = noted(&desk, given(&desk, &case, "k")).await;
    let before = desk.only_case().await;
    let echo = |native_id: &str, link: &str| {
        let post = inbound(native_id, "교환해 드릴게요").author("did:us").answers("at://c/1", "at://c/1", "did:plc:customer").build();
        ours(InboundPost { permalink: Some(link.into()), ..post })
    };
    let report = desk.deliver(vec![echo("at://us/1", LINK), echo("at://us/1", LINK)]).await;
    assert_eq!((report.repeated, report.posts_added), (2, 0));
    let after = desk.only_case().await;
    assert_eq!((after.thread[1].post.native_id.as_str(), after.thread[1].reply_id), ("at://us/1", Some(reply.id)));
    assert_eq!((&after.row.case, after.row.posts_count), (&before.row.case, before.row.posts_count));
    // Another one of ours is another one.
    assert_eq!(desk.deliver(vec![echo("at://us/2", "https://cafe.example/2")]).await.posts_added, 1);
}

pub async fn answers_elsewhere_are_noted_by_people_of_the_brand(ground: &Ground) {
    let (desk, case) = with_a_case(ground).await;
    let other = desk.another(ground).await;
    let note = async |scope: Scope, answer: Elsewhere| desk.store.record_elsewhere(&scope, answer, |_| Ok::<(), ()>(()), judge()).await;
    let viewer = Scope::member(desk.brand_id, desk.owner.id, Role::Viewer);
    let looked = note(viewer, given(&desk, &case, "k")).await;
    assert!(matches!(looked, Err(StoreError::Forbidden(forbidden)) if forbidden.permission == Permission::Work));
    assert!(matches!(note(other.scope, given(&desk, &case, "k")).await, Err(StoreError::NotFound)));
    let too_long = Elsewhere { link: Some("x".repeat(3_000)), ..given(&desk, &case, "k") };
    assert!(matches!(note(desk.scope, too_long).await, Err(StoreError::Limit { .. })));
    assert_eq!(desk.only_case().await.thread.len(), 1);
}

pub async fn what_is_pasted_is_waited_for(ground: &Ground) {
    let desk = Desk::new(ground).await;
    let other = desk.another(ground).await;
    let store = &desk.store;
    let channel = NewChannel { connector: ConnectorKind::Manual, ..new_channel("손으로 옮긴 글") };
    let channel = store.create_channel(&desk.scope, channel).await.expect("stored");
    let paste = async || store.append_pasted(&desk.scope, channel.id, b"[]".to_vec(), desk.clock.now()).await.expect("stored");
    let became = async |raw_id| store.pasted(&desk.scope, raw_id, crate::desk::SCOPE, "naver:1").await;
    let (good, bad) = (paste().await, paste().await);
    let pending = store.pending_raws(None, 10).await.expect("read");
    assert!(pending.iter().all(|pending| pending.raw.source == Pasted::SOURCE && pending.raw.channel_id == channel.id));
    assert_eq!(became(good).await.expect("read"), Pasted::Waiting);

    let post = inbound("naver:1", "아크메 세탁기가 멈췄어요").addressed().build();
    let mut refused = desk.digested(bad, desk.clock.now(), Vec::new());
    refused.result = Err(Quarantine { code: "not_json".into(), reason: "poison".into() });
    desk.absorb(vec![desk.digested(good, desk.clock.now(), vec![arrival(post, Vec::new(), false)]), refused]).await;
    let case = desk.only_case().await;
    let taken = Pasted::Taken { post_id: case.thread[0].post.id, case_id: Some(case.row.case.id) };
    assert_eq!(became(good).await.expect("read"), taken);
    assert_eq!(became(bad).await.expect("read"), Pasted::Refused { code: "not_json".into(), reason: "poison".into() });
    // Long afterwards its payload is gone, and it is known all the same.
    desk.clock.advance_ms(1);
    store.prune_raws(desk.clock.now(), 10).await.expect("pruned");
    assert_eq!(became(good).await.expect("read"), taken);

    let strange = store.pasted(&other.scope, good, crate::desk::SCOPE, "naver:1").await;
    assert!(matches!(strange, Err(StoreError::NotFound)), "{strange:?}");
    let into_anothers = store.append_pasted(&other.scope, channel.id, Vec::new(), 1).await;
    assert!(matches!(into_anothers, Err(StoreError::NotFound)), "{into_anothers:?}");
    let viewer = Scope::member(desk.brand_id, desk.owner.id, Role::Viewer);
    assert!(matches!(store.append_pasted(&viewer, channel.id, Vec::new(), 1).await, Err(StoreError::Forbidden(_))));
}

pub async fn what_is_pasted_stands_behind_what_was_heard(ground: &Ground) {
    let desk = Desk::new(ground).await;
    let channel = NewChannel { connector: ConnectorKind::Manual, ..new_channel("손으로 옮긴 글") };
    let channel = desk.store.create_channel(&desk.scope, NewChannel { config: serde_json::Value::Null, ..channel }).await.expect("stored");
    let paste = async |native_id: &str, author: &str, text: &str| {
        let raw_id = desk.store.append_pasted(&desk.scope, channel.id, b"{}".to_vec(), desk.clock.now()).await.expect("stored");
        let post = inbound(native_id, text).author(author).version(text).addressed().build();
        let digested =
            Digested { channel_id: channel.id, ..desk.digested(raw_id, desk.clock.now(), vec![arrival(post, Vec::new(), false)]) };
        desk.absorb(vec![digested]).await
    };
    desk.deliver(vec![desk.heard(inbound("at://c/1", "아크메 고장").author("did:kim").build())]).await;
    for author in ["did:kim", "author of at://c/1"] {
        let report = paste("at://c/1", author, "잘못 옮긴 글").await;
        assert_eq!((report.repeated, report.refused, report.posts_edited), (1, 0, 0));
    }
    assert_eq!(desk.only_case().await.thread[0].post.text, "아크메 고장");
    // What was only ever pasted may be pasted better: with its author, and whole.
    paste("naver:1", "author of naver:1", "세탁기가").await;
    assert_eq!(paste("naver:1", "kim", "세탁기가 멈췄어요").await.posts_edited, 1);
    assert_eq!(desk.cases().await[0].preview.text, "세탁기가 멈췄어요");
    // The network tells it after all, and knows it best.
    let told = inbound("naver:1", "세탁기가 멈췄어요. 아크메!").author("id-of-kim").version("9").build();
    let report = desk.deliver(vec![desk.heard(told)]).await;
    assert_eq!((report.refused, report.posts_edited), (0, 1));
    assert_eq!(paste("naver:1", "kim", "세탁기가").await.repeated, 1, "an earlier version is no news");
}
