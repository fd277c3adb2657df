//! Answers leave once, whatever goes wrong, and never against what is on the screen.

use super::desk::{Desk, Loops, ours, submission};
use answerable_domain::{ActionKind, CaseState, Reply, ReplyState, Role, Scope};
use answerable_networks::{Connector, Context, Delivery, Fut, Outcome, Secret, SendTarget, SessionVault, connect, settings};
use answerable_respond::Refusal;
use answerable_server::engine::{ReplyRefused, SubmitReply};
use answerable_store::{CaseDetail, ClaimedReply};
use answerable_testkit::{Fault, PostRef};
use std::sync::Arc;

const CREATE: &str = "com.atproto.repo.createRecord";
const GET: &str = "com.atproto.repo.getRecord";

async fn connected() -> Desk {
    let desk = Desk::open().await;
    desk.account().await;
    desk.stream().await;
    desk
}

async fn complaint(desk: &Desk, text: &str) -> (PostRef, CaseDetail) {
    let customer = desk.network.add_account(&format!("{}.test", text.replace(|c: char| !c.is_ascii_alphanumeric(), "-")), "x");
    let post = desk.network.mention(&customer, &desk.acme, text);
    desk.caught_up().await;
    let case = desk.case_of(&post).await;
    (post, case)
}

/// On the network once, in the thread once, told once.
async fn assert_left_once(desk: &Desk, post: &PostRef, before: &CaseDetail, text: &str, what: &str) {
    desk.caught_up().await;
    let there = desk.network.replies_to(&post.uri);
    let texts: Vec<_> = there.iter().map(|(_, record)| record["text"].as_str().unwrap_or_default()).collect();
    assert_eq!(texts, [text], "{what}: on the network");
    let after = desk.case(before.row.case.id).await;
    assert_eq!(ours(&after).iter().map(|item| item.post.text.as_str()).collect::<Vec<_>>(), [text], "{what}: in the thread");
    assert_eq!(ours(&after)[0].reply_id, Some(after.replies[0].id), "{what}: known as the reply");
    assert_eq!(after.row.case.thread_version, before.row.case.thread_version + 1, "{what}: the case changed once");
    assert_eq!((after.row.case.state, after.row.case.deadline_at), (CaseState::Waiting, None), "{what}");
}

#[tokio::test]
async fn an_answer_appears_below_its_post_and_as_sent_in_the_case() {
    let desk = connected().await;
    let (post, case) = complaint(&desk, "where is my parcel").await;
    let reply = desk.answer(&case, "죄송합니다. 바로 확인하겠습니다. https://acme.example/help").await.expect("taken");
    let sent = desk.until_reply(&reply, ReplyState::Sent).await;
    assert_left_once(&desk, &post, &case, &reply.text, "plain").await;
    let receipt = sent.receipt.expect("a receipt");
    assert_eq!(receipt.native_ids, [desk.network.replies_to(&post.uri)[0].0.clone()]);
    assert!(receipt.permalink.is_some());
    let (_, record) = &desk.network.replies_to(&post.uri)[0];
    assert_eq!(record["facets"][0]["features"][0]["uri"], "https://acme.example/help");
}

#[tokio::test]
async fn an_answer_leaves_once_whatever_goes_wrong() {
    let faults: [(&str, &[(&str, Fault)]); 8] = [
        ("the answer is lost", &[(CREATE, Fault::AnswerLost)]),
        ("the request is lost", &[(CREATE, Fault::RequestLost)]),
        ("the network is overloaded", &[(CREATE, Fault::Refuse { status: 503, error: "NotEnoughResources" })]),
        ("done, but a gateway lost patience", &[(CREATE, Fault::DoneButRefuse { status: 502, error: "UpstreamFailure" })]),
        ("too many requests", &[(CREATE, Fault::TooMany { retry_after_seconds: 30 })]),
        ("again and again", &[(CREATE, Fault::RequestLost), (CREATE, Fault::RequestLost), (CREATE, Fault::AnswerLost)]),
        ("lost, and so is the question after it", &[(CREATE, Fault::AnswerLost), (GET, Fault::RequestLost), (GET, Fault::RequestLost)]),
        ("lost, and then too many questions", &[(CREATE, Fault::AnswerLost), (GET, Fault::TooMany { retry_after_seconds: 5 })]),
    ];
    let desk = connected().await;
    for (n, (what, faults)) in faults.into_iter().enumerate() {
        let (post, case) = complaint(&desk, &format!("complaint {n}")).await;
        for (call, fault) in faults {
            desk.network.fault(call, fault.clone());
        }
        let reply = desk.answer(&case, what).await.expect("taken");
        desk.until_reply(&reply, ReplyState::Sent).await;
        assert_left_once(&desk, &post, &case, what, what).await;
        desk.network.clear_faults();
    }
}

#[tokio::test]
async fn a_chain_that_breaks_in_the_middle_is_finished_not_repeated() {
    let desk = connected().await;
    let (post, case) = complaint(&desk, "explain it all").await;
    desk.network.fault(CREATE, Fault::None);
    desk.network.fault(CREATE, Fault::AnswerLost);
    let text = "설명드리겠습니다. ".repeat(60);
    let reply = desk.answer(&case, text.trim()).await.expect("taken");
    assert!(reply.parts.len() > 1);
    let sent = desk.until_reply(&reply, ReplyState::Sent).await;
    desk.caught_up().await;
    let parts = sent.receipt.expect("a receipt").native_ids;
    let mut parent = post.uri;
    for part in &parts {
        let below: Vec<_> = desk.network.replies_to(&parent).into_iter().map(|(uri, _)| uri).collect();
        assert_eq!(below, std::slice::from_ref(part));
        parent.clone_from(part);
    }
    assert_eq!(ours(&desk.case(case.row.case.id).await).len(), parts.len());
}

#[tokio::test]
async fn what_the_network_will_not_have_fails_with_its_words() {
    let desk = connected().await;
    let (post, case) = complaint(&desk, "short question").await;
    desk.network.fault(CREATE, Fault::Refuse { status: 400, error: "InvalidRequest" });
    let reply = desk.answer(&case, "an answer").await.expect("taken");
    let failed = desk.until_reply(&reply, ReplyState::Failed).await;
    assert_eq!(failed.failure.as_ref().map(|failure| failure.code.as_str()), Some("refused"));
    assert!(desk.network.replies_to(&post.uri).is_empty());
    desk.engine.retry_reply(&desk.scope, reply.id).await.expect("a person tries again");
    desk.until_reply(&reply, ReplyState::Sent).await;
    assert_left_once(&desk, &post, &case, "an answer", "after the retry").await;
}

/// The program dies after the answer was claimed: before it left, or after.
#[tokio::test]
async fn an_answer_that_was_under_way_when_the_program_died_leaves_once() {
    for left in [false, true] {
        let mut desk = connected().await;
        let (post, case) = complaint(&desk, "did it arrive").await;
        desk.restart(Loops::Rest).await;
        let reply = desk.answer(&case, "it did").await.expect("taken");
        let claimed = desk.store.claim_due_replies(reply.send_at, 10).await.expect("claimed");
        assert_eq!(claimed.len(), 1);
        if left {
            assert!(matches!(send(&desk, &claimed[0]).await, Outcome::Done(_)));
        }
        desk.restart(Loops::Run).await;
        desk.until_reply(&reply, ReplyState::Sent).await;
        assert_left_once(&desk, &post, &case, "it did", &format!("left: {left}")).await;
    }
}

/// What the outbox does between the claim and the record.
async fn send(desk: &Desk, claimed: &ClaimedReply) -> Outcome {
    let reply = &claimed.reply;
    let delivery = Delivery {
        target: SendTarget { post: claimed.post.clone(), handle: claimed.handle.clone() },
        parts: reply.parts.clone(),
        own_ids: reply.own_ids.clone(),
        languages: Vec::new(),
        created_at: reply.created_at,
        may_have_left: claimed.may_have_left,
        letter: None,
        privately: false,
    };
    connector(desk, claimed).send(&delivery).await
}

fn connector(desk: &Desk, claimed: &ClaimedReply) -> Box<dyn Connector> {
    struct NoMemory;
    impl SessionVault for NoMemory {
        fn load(&self) -> Fut<'_, Option<Vec<u8>>> {
            Box::pin(async { None })
        }
        fn save(&self, _session: Vec<u8>) -> Fut<'_, Result<(), answerable_networks::ConnectorError>> {
            Box::pin(async { Ok(()) })
        }
    }
    let http = reqwest::Client::builder().build().expect("a client");
    let context =
        Context { clock: desk.clock.clone(), vault: Arc::new(NoMemory), http, allowed_hosts: Vec::new().into(), reference_key: [0; 32] };
    let settings = settings(claimed.channel.connector, &claimed.channel.config).expect("they were checked");
    connect(settings, Some(Secret::new(super::desk::PASSWORD)), context).expect("a connector")
}

#[tokio::test]
async fn an_answer_can_be_taken_back_for_some_seconds() {
    let desk = connected().await;
    let (post, case) = complaint(&desk, "a question").await;
    let reply =
        desk.engine.submit_reply(&desk.scope, SubmitReply { undo_ms: 10_000, ..submission(&case, "too fast") }).await.expect("taken");
    assert_eq!(reply.send_at, reply.created_at + 10_000);
    let cancelled = desk.engine.cancel_reply(&desk.scope, reply.id).await.expect("taken back");
    assert_eq!(cancelled.state, ReplyState::Cancelled);
    desk.clock.advance_ms(60_000);
    let second = desk.answer(&case, "better words").await.expect("nothing stands in the way");
    desk.until_reply(&second, ReplyState::Sent).await;
    assert_left_once_of_two(&desk, &post, "better words").await;
    let late = desk.engine.cancel_reply(&desk.scope, second.id).await;
    assert!(matches!(late, Err(ReplyRefused::MovedOn(reply)) if reply.state == ReplyState::Sent));
}

async fn assert_left_once_of_two(desk: &Desk, post: &PostRef, text: &str) {
    desk.caught_up().await;
    let there: Vec<_> = desk.network.replies_to(&post.uri).into_iter().map(|(_, record)| record["text"].clone()).collect();
    assert_eq!(there, [text]);
}

#[tokio::test]
async fn the_same_answer_handed_in_twice_is_one() {
    let desk = connected().await;
    let (post, case) = complaint(&desk, "a question").await;
    let first = desk.answer(&case, "once").await.expect("taken");
    let second = desk.answer(&case, "once").await.expect("the same");
    assert_eq!(first.id, second.id);
    desk.until_reply(&first, ReplyState::Sent).await;
    let third = desk.answer(&case, "once").await.expect("the same, however late");
    assert_eq!((third.id, third.state), (first.id, ReplyState::Sent));
    assert_left_once(&desk, &post, &case, "once", "three times handed in").await;
}

#[tokio::test]
async fn an_answer_to_an_older_thread_is_refused() {
    let desk = connected().await;
    let (post, case) = complaint(&desk, "my parcel is late").await;
    desk.network.edit(&post.uri, "@acme.test it has come, thank you");
    desk.caught_up().await;
    let refused = refusal(desk.answer(&case, "sorry for the delay").await);
    let now = desk.case(case.row.case.id).await;
    assert_eq!(refused, Refusal::Stale { written_against: case.row.case.thread_version, thread_version: now.row.case.thread_version });
    desk.answer(&now, "you are welcome").await.expect("taken");
}

#[tokio::test]
async fn a_second_answer_by_a_colleague_is_refused_until_they_have_seen_the_first() {
    let desk = connected().await;
    let (post, case) = complaint(&desk, "a question").await;
    let colleague = desk.store.create_user(super::desk::person("jun@acme.test")).await.expect("a user").id;
    let colleagues = Scope::member(desk.scope.brand_id(), colleague, Role::Agent);
    let waiting = SubmitReply { undo_ms: 10_000, ..submission(&case, "mine") };
    let first = desk.engine.submit_reply(&desk.scope, waiting).await.expect("taken");
    let second = submission(&case, "mine too");
    let refused = refusal(desk.engine.submit_reply(&colleagues, second.clone()).await);
    assert!(matches!(refused, Refusal::AlreadyAnswered { by } if by.reply_id == first.id && by.user_id == desk.user));

    desk.until_reply(&first, ReplyState::Sent).await;
    desk.caught_up().await;
    let refused = refusal(desk.engine.submit_reply(&colleagues, second).await);
    assert!(matches!(refused, Refusal::AlreadyAnswered { by } if by.state == ReplyState::Sent), "{refused:?}");
    let now = desk.case(case.row.case.id).await;
    let despite = SubmitReply { despite: true, ..submission(&now, "and something more") };
    let third = desk.engine.submit_reply(&colleagues, despite).await.expect("they have seen it");
    desk.until_reply(&third, ReplyState::Sent).await;
    assert_eq!(desk.network.replies_to(&post.uri).len(), 2);
}

#[tokio::test]
async fn despite_passes_while_the_first_is_still_on_its_way() {
    let desk = connected().await;
    let (_, case) = complaint(&desk, "a question").await;
    let waiting = SubmitReply { undo_ms: 10_000, ..submission(&case, "mine") };
    desk.engine.submit_reply(&desk.scope, waiting).await.expect("taken");
    assert!(matches!(refusal(desk.answer(&case, "another").await), Refusal::AlreadyAnswered { .. }));
    let despite = SubmitReply { despite: true, ..submission(&case, "another") };
    desk.engine.submit_reply(&desk.scope, despite).await.expect("a person has decided");
}

#[tokio::test]
async fn an_answer_that_crosses_with_the_customers_next_post_leaves_it_our_turn() {
    let desk = connected().await;
    let (post, case) = complaint(&desk, "a question").await;
    desk.network.fault(CREATE, Fault::AnswerLost);
    let reply = desk.answer(&case, "an answer").await.expect("taken");
    desk.until("the answer to be on the network", async || (!desk.network.replies_to(&post.uri).is_empty()).then_some(())).await;
    desk.clock.advance_ms(1);
    let customer = post.uri.trim_start_matches("at://").split('/').next().expect("a did").to_owned();
    let more = desk.network.reply(&customer, "and one thing more", &post);
    desk.case_of(&more).await;
    desk.until_reply(&reply, ReplyState::Sent).await;
    desk.caught_up().await;
    let now = desk.case(case.row.case.id).await;
    assert_eq!(now.row.case.state, CaseState::Open, "the customer said more than was answered");
    assert!(now.row.case.deadline_at.is_some());
    assert_eq!(ours(&now).len(), 1);
}

#[tokio::test]
async fn what_we_say_on_the_networks_own_site_counts_as_an_answer() {
    let desk = connected().await;
    let (post, case) = complaint(&desk, "a question").await;
    desk.clock.advance_ms(1_000);
    desk.network.reply(&desk.acme, "answered from the phone", &post);
    desk.caught_up().await;
    let now = desk.case(case.row.case.id).await;
    assert_eq!((now.row.case.state, ours(&now).len()), (CaseState::Waiting, 1));
    assert_eq!(ours(&now)[0].reply_id, None);
}

#[tokio::test]
async fn praise_is_liked_once() {
    let desk = connected().await;
    let (post, case) = complaint(&desk, "you are great").await;
    for _ in 0..2 {
        desk.engine.engage(&desk.scope, case.row.preview.post_id, ActionKind::Like).await.expect("liked");
    }
    let likes = desk.network.records(&desk.acme, "app.bsky.feed.like");
    assert_eq!(likes.len(), 1);
    assert_eq!(likes[0].1["subject"]["uri"], post.uri.as_str());
}

fn refusal(answer: Result<Reply, ReplyRefused>) -> Refusal {
    match answer {
        Err(ReplyRefused::Refused(refusal)) => *refusal,
        other => panic!("expected a refusal, got {other:?}"),
    }
}
