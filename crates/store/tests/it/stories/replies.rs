//! Answers: one and not two, against the thread as it is, and never handed out twice.

use crate::desk::{Desk, SCOPE, unheard};
use crate::engines::Ground;
use crate::judge::judge;
use answerable_domain::{ActionKind, Clock, PostId, Receipt, Reply, ReplyFailure, ReplyState, Role};
use answerable_store::{CaseDetail, Elsewhere, EngagementState, NewReply, ReplyStep, SentPosts, StoreError, ThreadNow};
use answerable_testkit::inbound;
use std::collections::BTreeSet;

/// Refuses what was written against an older thread, and a second answer.
fn strict(thread_version: u32) -> impl FnOnce(&ThreadNow) -> Result<(), &'static str> + Send + 'static {
    move |thread| {
        if thread.case.thread_version != thread_version {
            return Err("stale_thread");
        }
        let alive = |reply: &&Reply| !matches!(reply.state, ReplyState::Cancelled | ReplyState::Failed);
        if thread.replies.iter().any(|reply| alive(&reply)) { Err("already_answered") } else { Ok(()) }
    }
}

fn step(state: ReplyState) -> ReplyStep {
    ReplyStep { state, next_attempt_at: None, may_have_left: false, failure: None }
}

async fn with_a_case(ground: &Ground) -> Desk {
    let desk = Desk::new(ground).await;
    desk.deliver(vec![desk.heard(inbound("at://c/1", "아크메").build())]).await;
    desk
}

async fn queued(desk: &Desk, key: &str) -> Reply {
    let answer = desk.answer(&desk.only_case().await, "네", key);
    desk.store.queue_reply(&desk.scope, answer, |_| Ok::<(), ()>(())).await.expect("stored").expect("not refused")
}

pub async fn a_second_answer_is_refused_under_concurrency(ground: &Ground) {
    let desk = with_a_case(ground).await;
    let agent = desk.colleague("agent@acme.example", Role::Agent).await;
    let detail = desk.only_case().await;
    let tasks: Vec<_> = (0..20)
        .map(|number| {
            let (store, scope) = (desk.store.clone(), if number % 2 == 0 { desk.scope } else { agent });
            let answer = desk.answer(&detail, "네", &format!("key-{number}"));
            tokio::spawn(async move { store.queue_reply(&scope, answer, strict(1)).await.expect("stored") })
        })
        .collect();
    let mut outcomes = Vec::new();
    for task in tasks {
        outcomes.push(task.await.expect("no panic"));
    }
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    assert_eq!(outcomes.iter().filter(|outcome| **outcome == Err("already_answered")).count(), 19);
    assert_eq!(desk.only_case().await.replies.len(), 1);

    let more = inbound("at://c/2", "여보세요").answers("at://c/1", "at://c/1", "did:plc:customer").build();
    desk.deliver(vec![desk.heard(more)]).await;
    let late = desk.answer(&detail, "늦었네요", "late");
    assert_eq!(desk.store.queue_reply(&desk.scope, late, strict(1)).await.expect("stored"), Err("stale_thread"));
}

pub async fn a_client_key_gives_one_reply(ground: &Ground) {
    let desk = with_a_case(ground).await;
    let first = queued(&desk, "k").await;
    let answer = desk.answer(&desk.only_case().await, "다른 말", "k");
    let again = desk.store.queue_reply(&desk.scope, answer, |_| Err::<(), _>("not asked")).await.expect("stored");
    assert_eq!(again, Ok(first));
    assert_eq!(desk.only_case().await.replies.len(), 1);
}

/// Two customers in one thread, each with a case, and somebody who only talks: whom a case answers is its own customer, or nobody else's.
pub async fn an_answer_of_one_case_is_not_given_to_another_ones_customer(ground: &Ground) {
    let desk = with_a_case(ground).await;
    let below =
        |id: &str, author: &str| inbound(id, "저도요 아크메").author(author).answers("at://c/1", "at://c/1", "did:plc:customer").build();
    desk.deliver(vec![desk.heard(below("at://c/2", "did:lee")), unheard(below("at://c/3", "did:park"))]).await;
    let mut cases = desk.cases().await;
    cases.sort_by_key(|row| row.case.id);
    let (mine, theirs) = (desk.case(cases[0].case.id).await, cases[1].case.clone());
    let post = |native_id: &str| mine.thread.iter().find(|item| item.post.native_id == native_id).expect("it is shown").post.clone();
    assert_eq!((post("at://c/2").case_id, post("at://c/3").case_id), (Some(theirs.id), None));

    let queue = async |post_id: PostId, key: &str| {
        let answer = NewReply { post_id, ..desk.answer(&mine, "네", key) };
        desk.store.queue_reply(&desk.scope, answer, |_| Ok::<(), ()>(())).await
    };
    let note = async |post_id: PostId, key: &str| {
        let answer = elsewhere(&desk, &mine, post_id, key);
        desk.store.record_elsewhere(&desk.scope, answer, |_| Ok::<(), ()>(()), judge()).await
    };
    assert!(matches!(queue(post("at://c/2").id, "another's").await, Err(StoreError::NotFound)));
    assert!(matches!(note(post("at://c/2").id, "another's, elsewhere").await, Err(StoreError::NotFound)));
    assert!(desk.case(mine.row.case.id).await.replies.is_empty());
    assert!(queue(post("at://c/1").id, "its own").await.is_ok_and(|queued| queued.is_ok()));
    assert!(note(post("at://c/3").id, "nobody's").await.is_ok_and(|noted| noted.is_ok()));
}

fn elsewhere(desk: &Desk, case: &CaseDetail, post_id: PostId, client_key: &str) -> Elsewhere {
    Elsewhere {
        case_id: case.row.case.id,
        post_id,
        text: "네".into(),
        link: None,
        at: desk.clock.now(),
        thread_version: case.row.case.thread_version,
        client_key: client_key.into(),
    }
}

/// Somebody answered in the meantime: what failed is not sent on top of it.
pub async fn what_failed_is_not_tried_again_once_another_answer_is_there(ground: &Ground) {
    let desk = with_a_case(ground).await;
    let (store, before) = (&desk.store, desk.only_case().await);
    let fails = async |key: &str| {
        let reply = queued(&desk, key).await;
        assert_eq!(store.claim_due_replies(desk.clock.now(), 10).await.expect("claimed").len(), 1);
        store.record_step(reply.id, step(ReplyState::Failed)).await.expect("recorded")
    };
    let (first, second) = (fails("first").await, fails("second").await);
    let retry = async |reply: &Reply| {
        let again = |_: &Reply, at| Ok::<_, ()>(ReplyStep { next_attempt_at: Some(at), ..step(ReplyState::Queued) });
        store.change_reply(&desk.scope, reply.id, again).await
    };
    let is_refused =
        |retried: Result<Result<Reply, ()>, StoreError>| matches!(retried, Err(StoreError::Conflict { code: "already_answered" }));
    // Two colleagues at once, each with the one that they wrote.
    assert_eq!(retry(&first).await.expect("stored").expect("not refused").state, ReplyState::Queued);
    assert!(is_refused(retry(&second).await));
    store.change_reply(&desk.scope, first.id, |_, _| Ok::<_, ()>(step(ReplyState::Cancelled))).await.expect("stored").expect("taken back");
    let post_id = before.row.case.last_post_id;
    let given = elsewhere(&desk, &before, post_id, "elsewhere");
    store.record_elsewhere(&desk.scope, given, |_| Ok::<(), ()>(()), judge()).await.expect("stored").expect("not refused");
    assert!(is_refused(retry(&second).await));
    assert_eq!(store.reply(&desk.scope, second.id).await.expect("read").state, ReplyState::Failed);
    // What came before it does not stand in its way.
    let third = fails("third").await;
    assert_eq!(retry(&third).await.expect("stored").expect("not refused").state, ReplyState::Queued);
}

pub async fn no_reply_is_claimed_twice(ground: &Ground) {
    let desk = with_a_case(ground).await;
    let mut expected = BTreeSet::new();
    for number in 0..30 {
        expected.insert(queued(&desk, &format!("key-{number}")).await.id);
    }
    let tasks: Vec<_> = (0..10)
        .map(|_| {
            let (store, now) = (desk.store.clone(), desk.clock.now());
            tokio::spawn(async move { store.claim_due_replies(now, 7).await.expect("claimed") })
        })
        .collect();
    let mut claimed = Vec::new();
    for task in tasks {
        claimed.extend(task.await.expect("no panic").into_iter().map(|claimed| claimed.reply.id));
    }
    assert_eq!(claimed.len(), 30);
    assert_eq!(claimed.into_iter().collect::<BTreeSet<_>>(), expected);
    // The program ends while they are under way.
    let store = ground.open().await;
    assert!(store.claim_due_replies(desk.clock.now(), 100).await.expect("claimed").is_empty());
    let sending = store.sending_replies().await.expect("read");
    assert!(sending.len() == 30 && sending.iter().all(|claimed| claimed.may_have_left));
}

pub async fn a_reply_goes_through_its_states(ground: &Ground) {
    let desk = with_a_case(ground).await;
    let (store, now) = (&desk.store, desk.clock.now());
    let reply = queued(&desk, "k").await;
    assert!(store.claim_due_replies(now - 1, 10).await.expect("claimed").is_empty(), "not before its time");
    assert_eq!(store.claim_due_replies(now, 10).await.expect("claimed")[0].reply.attempts, 1);
    let too_late = store.change_reply(&desk.scope, reply.id, |reply, _| Err::<ReplyStep, _>(reply.state)).await.expect("stored");
    assert_eq!(too_late, Err(ReplyState::Sending));

    // Provably not applied: it waits, and nothing can have left.
    let later = ReplyStep { next_attempt_at: Some(now + 100), ..step(ReplyState::Queued) };
    store.record_step(reply.id, later).await.expect("recorded");
    assert_eq!(store.next_reply_due().await.expect("read"), Some(now + 100));
    assert!(!store.claim_due_replies(now + 100, 10).await.expect("claimed")[0].may_have_left);
    // Uncertain: the next attempt must ask first.
    let doubtful = ReplyStep { next_attempt_at: Some(now + 200), may_have_left: true, ..step(ReplyState::Queued) };
    store.record_step(reply.id, doubtful).await.expect("recorded");
    let claimed = store.claim_due_replies(now + 200, 10).await.expect("claimed").remove(0);
    assert_eq!((claimed.may_have_left, claimed.reply.attempts), (true, 3));

    let failure = ReplyFailure { code: "refused".into(), detail: "blocked".into() };
    let failed = ReplyStep { failure: Some(failure.clone()), ..step(ReplyState::Failed) };
    assert_eq!(store.record_step(reply.id, failed).await.expect("recorded").failure, Some(failure));
    let ignored = store.record_step(reply.id, step(ReplyState::Unknown)).await.expect("read");
    assert_eq!(ignored.state, ReplyState::Failed, "only what is under way can be recorded");
    assert_eq!(desk.only_case().await.row.reply_state, Some(ReplyState::Failed));
    let retried =
        store.change_reply(&desk.scope, reply.id, |_, at| Ok::<_, ()>(ReplyStep { next_attempt_at: Some(at), ..step(ReplyState::Queued) }));
    assert_eq!(retried.await.expect("stored").expect("not refused").state, ReplyState::Queued);
    assert_eq!(store.claim_due_replies(now, 10).await.expect("claimed").len(), 1);
    let ours = inbound("at://us/1", "네").author("did:us").answers("at://c/1", "at://c/1", "did:plc:customer").build();
    let receipt = Receipt {
        native_ids: vec!["at://us/1".into()],
        permalink: Some("https://x.example/1".into()),
        handle: serde_json::json!({"cid": 1}),
    };
    let sent = SentPosts { scope: SCOPE.into(), posts: vec![ours] };
    let reply = store.record_sent(reply.id, receipt.clone(), sent, judge()).await.expect("recorded");
    assert_eq!((reply.state, reply.receipt, reply.failure), (ReplyState::Sent, Some(receipt), None));

    // The account is removed while an answer waits: it says so instead of waiting for ever.
    let orphan = queued(&desk, "orphan").await;
    store.remove_channel(&desk.scope, desk.channel.id).await.expect("removed");
    assert!(store.claim_due_replies(now, 10).await.expect("claimed").is_empty());
    let orphan = store.reply(&desk.scope, orphan.id).await.expect("read");
    assert_eq!((orphan.state, orphan.failure.expect("says why").code.as_str()), (ReplyState::Failed, "channel_removed"));
}

pub async fn likes_are_made_once(ground: &Ground) {
    let desk = with_a_case(ground).await;
    let post_id = desk.only_case().await.thread[0].post.id;
    let begin = || desk.store.begin_engagement(&desk.scope, post_id, desk.channel.id, ActionKind::Like, "own-1");
    let (first, fresh) = begin().await.expect("stored");
    assert!(fresh && first.state == EngagementState::Pending);
    assert_eq!(begin().await.expect("stored"), (first.clone(), false));
    assert_eq!(desk.store.pending_engagements().await.expect("read"), std::slice::from_ref(&first));
    desk.store.record_engagement(first.id, EngagementState::Failed, None).await.expect("recorded");
    let (second, fresh) = begin().await.expect("stored");
    assert!(fresh, "what failed may be tried again");
    desk.store.record_engagement(second.id, EngagementState::Done, None).await.expect("recorded");
    let item = desk.store.post(&desk.scope, post_id).await.expect("read");
    assert_eq!(
        item.engaged.iter().map(|engaged| (engaged.action, engaged.state)).collect::<Vec<_>>(),
        [(ActionKind::Like, EngagementState::Done)]
    );
    let nowhere = desk.store.begin_engagement(&desk.scope, answerable_domain::PostId(1), desk.channel.id, ActionKind::Like, "x").await;
    assert!(matches!(nowhere, Err(StoreError::NotFound)), "{nowhere:?}");
}
