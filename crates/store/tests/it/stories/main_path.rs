//! The life of one post, from its delivery to the answer on the network.

use crate::desk::{Desk, SCOPE};
use crate::engines::Ground;
use crate::judge::judge;
use answerable_domain::{CaseState, Clock, Receipt, ReplyState};
use answerable_store::SentPosts;
use answerable_testkit::inbound;

pub async fn a_post_becomes_a_case_and_is_answered(ground: &Ground) {
    let desk = Desk::new(ground).await;
    let report = desk.deliver(vec![desk.heard(inbound("at://c/1", "아크메 냉장고 또 고장.. 세번째다 진짜").build())]).await;
    assert_eq!((report.posts_added, report.cases_opened), (1, 1));

    let detail = desk.only_case().await;
    assert_eq!(detail.row.case.state, CaseState::Open);
    assert_eq!(detail.row.preview.text, "아크메 냉장고 또 고장.. 세번째다 진짜");
    assert_eq!(detail.row.preview.hits.len(), 1);
    assert_eq!(detail.thread.len(), 1);

    let answer = desk.answer(&detail, "죄송합니다, 바로 확인하겠습니다.", "key-1");
    let reply = desk.store.queue_reply(&desk.scope, answer, |_| Ok::<(), ()>(())).await.expect("stored").expect("not refused");
    assert_eq!(reply.state, ReplyState::Queued);
    assert_eq!(desk.store.next_reply_due().await.expect("read"), Some(reply.send_at));

    let claimed = desk.store.claim_due_replies(desk.clock.now(), 10).await.expect("claimed");
    assert_eq!(claimed.len(), 1);
    assert!(!claimed[0].may_have_left);
    assert_eq!(claimed[0].post.native_id, "at://c/1");

    let ours =
        inbound("at://us/1", "죄송합니다, 바로 확인하겠습니다.").author("did:plc:us").answers("at://c/1", "at://c/1", "did:plc:customer");
    let receipt = Receipt { native_ids: vec!["at://us/1".into()], permalink: None, handle: serde_json::json!({}) };
    let sent = SentPosts { scope: SCOPE.into(), posts: vec![ours.build()] };
    let reply = desk.store.record_sent(reply.id, receipt, sent, judge()).await.expect("recorded");
    assert_eq!(reply.state, ReplyState::Sent);

    let detail = desk.only_case().await;
    assert_eq!(detail.row.case.state, CaseState::Waiting);
    assert_eq!(detail.row.reply_state, Some(ReplyState::Sent));
    assert_eq!(detail.row.posts_count, 2);
    let texts: Vec<(&str, bool)> = detail.thread.iter().map(|item| (item.post.native_id.as_str(), item.post.ours)).collect();
    assert_eq!(texts, [("at://c/1", false), ("at://us/1", true)]);
    assert_eq!(detail.thread[1].reply_id, Some(reply.id));
    let counts = desk.store.counts(&desk.scope).await.expect("counts");
    assert_eq!((counts.open, counts.waiting), (0, 1));
}
