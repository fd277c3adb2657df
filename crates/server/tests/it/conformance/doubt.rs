//! An answer is on its way, and something goes wrong: it is there once, or the screen says that nobody knows.

use super::{
    super::engine::desk::Loops,
    bench::{Bench, SECOND_MS},
    outages::CLOCKS_DIFFER_MS,
    words::assert_words,
};
use answerable_domain::{ChannelState, DeliveryClass, Millis, Reply, ReplyState};
use answerable_networks::{
    Connector, ConnectorError, Context, Delivery, Fut, Outcome, Secret, SendTarget, SessionVault, connect, settings,
};
use answerable_server::engine::Secrets;
use answerable_store::{CaseDetail, ClaimedReply};
use answerable_testkit::{Breakdown, Calls, Request, Said};
use std::{ops::RangeInclusive, sync::Arc};

const OTHER_ANSWER: &str = "곧 알려 드리겠습니다.";
const ANSWER: &str = "확인하겠습니다. We are looking into it.";

/// `None`: the program does not answer here.
async fn asked(scenario: &str, bench: &Bench) -> Option<(Said, CaseDetail)> {
    if !bench.answers() {
        println!("{scenario}: not there: {}", bench.abilities.reply.because().unwrap_or_default());
        return None;
    }
    let said = bench.network.say("jiwoo", "환불해 주세요");
    let case = bench.heard(&said).await;
    bench.rest().await;
    Some((said, case))
}

impl Bench {
    /// A person has to look: only where the network cannot be asked.
    pub async fn assert_unknown(&self, reply: &Reply, published: RangeInclusive<usize>) {
        assert_eq!((reply.state, self.abilities.delivery), (ReplyState::Unknown, DeliveryClass::Hold), "{:?}", reply.failure);
        let code = reply.failure.as_ref().map(|failure| failure.code.as_str());
        assert_words("composer", &format!("failure_{}", code.expect("why nobody knows")));
        assert_words("composer", "unknownText");
        self.rest().await;
        assert!(published.contains(&self.network.published().len()), "{:?}", self.network.published());
    }

    async fn assert_once_or_unknown(&self, reply: &Reply, said: &Said, published: RangeInclusive<usize>) {
        if reply.state == ReplyState::Sent {
            self.assert_answered_once(reply, said).await;
        } else {
            self.assert_unknown(reply, published).await;
        }
        self.assert_heard_once(&[said], 1).await;
    }
}

async fn under(scenario: &str, bench: &Bench, how: Breakdown, published: RangeInclusive<usize>) {
    let Some((said, case)) = asked(scenario, bench).await else { return };
    let from = bench.requests_so_far();
    bench.network.break_next(Calls::Sending, how);
    let reply = bench.answer(&case, ANSWER).await.expect("taken");
    let over = bench.until_over(&reply).await;
    assert!(bench.requests_from(from, Calls::Sending).iter().any(|request| !request.ok), "nothing went wrong");
    bench.assert_once_or_unknown(&over, &said, published).await;
}

/// It was accepted, and no answer came.
pub async fn answer_lost(bench: Bench) {
    under("answer lost", &bench, Breakdown::AnswerLost, 1..=1).await;
}

/// It was not accepted, and no answer came.
pub async fn request_lost(bench: Bench) {
    under("request lost", &bench, Breakdown::Lost, 0..=0).await;
}

/// The line stays open, and nothing comes.
pub async fn sending_hangs(bench: Bench) {
    under("sending hangs", &bench, Breakdown::HalfClosed, 0..=0).await;
}

pub async fn sending_fails(bench: Bench) {
    under("sending fails", &bench, Breakdown::Status(503), 0..=0).await;
}

const RETRY_AFTER_SECONDS: u32 = 90;
/// Where it is not said how long to wait.
const SENSIBLE_SECONDS: u32 = 5;

pub async fn sending_too_often(bench: Bench) {
    let Some((said, case)) = asked("sending too often", &bench).await else { return };
    let other_said = bench.network.say("sora", "배송 문의드려요");
    let other_case = bench.heard(&other_said).await;
    bench.rest().await;
    let from = bench.requests_so_far();
    bench.network.break_next(Calls::Sending, Breakdown::TooMany { retry_after_seconds: Some(RETRY_AFTER_SECONDS) });
    let reply = bench.answer(&case, ANSWER).await.expect("taken");
    let refused = async || bench.requests_from(from, Calls::Sending).iter().any(|request| !request.ok).then_some(());
    if bench.within(SECOND_MS * 30, refused).await.is_none() {
        return println!("sending too often: not there: the network has no such answer");
    }
    // Somebody else answers somebody else: that waits as well.
    let other = bench.answer(&other_case, OTHER_ANSWER).await.expect("taken");
    let (over, other_over) = (bench.until_over(&reply).await, bench.until_over(&other).await);
    assert_eq!((over.state, other_over.state), (ReplyState::Sent, ReplyState::Sent), "nothing was done, provably: {:?}", over.failure);
    bench.rest().await;
    let mut answered: Vec<Option<String>> = bench.network.published().into_iter().map(|published| published.answers).collect();
    answered.sort();
    let mut expected = vec![Some(said.native_id.clone()), Some(other_said.native_id.clone())];
    expected.sort();
    assert_eq!(answered, expected, "each once");
    bench.assert_heard_once(&[&said, &other_said], 2).await;

    let tries = bench.requests_from(from, Calls::Sending);
    let failed = tries.iter().position(|request| !request.ok).expect("it was refused once");
    let asked_seconds = if bench.network.tells_how_long() { RETRY_AFTER_SECONDS } else { SENSIBLE_SECONDS };
    let patience_ms = Millis::from(asked_seconds) * SECOND_MS - CLOCKS_DIFFER_MS;
    let early: Vec<&Request> = tries[failed + 1..].iter().filter(|request| request.at < tries[failed].at + patience_ms).collect();
    assert!(early.is_empty(), "{tries:?}");
}

/// The network takes our questions and no longer our answers: it is said, and sent by hand once we are back.
pub async fn sending_revoked(bench: Bench) {
    let Some((said, case)) = asked("sending revoked", &bench).await else { return };
    bench.network.break_down(Calls::All, Breakdown::Expired);
    let reply = bench.answer(&case, ANSWER).await.expect("taken");
    let over = bench.until_over(&reply).await;
    assert_eq!(over.state, ReplyState::Failed);
    assert_eq!(over.failure.as_ref().map(|failure| failure.code.as_str()), Some("signed_out"));
    assert_words("composer", "failure_signed_out");
    bench.until("signed out", async || (bench.state().await == ChannelState::SignedOut).then_some(())).await;
    assert_eq!(bench.network.published(), []);

    bench.network.mend();
    let secret = bench.secret.clone().expect("who answers has signed in");
    bench.engine.update_secret(&bench.scope, bench.channel_id(), secret).await.expect("signed in");
    bench.engine.retry_reply(&bench.scope, reply.id).await.expect("a person tries again");
    let sent = bench.until_over(&reply).await;
    bench.assert_answered_once(&sent, &said).await;
    bench.assert_heard_once(&[&said], 1).await;
}

/// The program ends after it has claimed the answer, and another takes over.
async fn restarted(scenario: &str, mut bench: Bench, left: bool) {
    let Some((said, case)) = asked(scenario, &bench).await else { return };
    bench.restart(Loops::Rest).await;
    let reply = bench.answer(&case, ANSWER).await.expect("taken");
    let claimed = bench.store.claim_due_replies(reply.send_at, 10).await.expect("claimed");
    assert_eq!(claimed.len(), 1);
    if left {
        let outcome = send(&bench, &claimed[0]).await;
        assert!(matches!(outcome, Outcome::Done(_)), "{outcome:?}");
    }
    bench.restart(Loops::Run).await;
    let over = bench.until_over(&reply).await;
    let there = usize::from(left);
    bench.assert_once_or_unknown(&over, &said, there..=there).await;
}

pub async fn restart_before_it_left(bench: Bench) {
    restarted("restart before it left", bench, false).await;
}

pub async fn restart_after_it_left(bench: Bench) {
    restarted("restart after it left", bench, true).await;
}

/// What the outbox does between the claim and the record.
async fn send(bench: &Bench, claimed: &ClaimedReply) -> Outcome {
    let reply = &claimed.reply;
    let delivery = Delivery {
        target: SendTarget { post: claimed.post.clone(), handle: claimed.handle.clone() },
        parts: reply.parts.clone(),
        own_ids: reply.own_ids.clone(),
        languages: Vec::new(),
        created_at: reply.created_at,
        may_have_left: claimed.may_have_left,
        letter: reply.letter.clone(),
        privately: reply.privately,
    };
    connector(bench, claimed).send(&delivery).await
}

fn connector(bench: &Bench, claimed: &ClaimedReply) -> Box<dyn Connector> {
    struct NoMemory;
    impl SessionVault for NoMemory {
        fn load(&self) -> Fut<'_, Option<Vec<u8>>> {
            Box::pin(async { None })
        }
        fn save(&self, _session: Vec<u8>) -> Fut<'_, Result<(), ConnectorError>> {
            Box::pin(async { Ok(()) })
        }
    }
    let secrets = Secrets::open(&bench.folder().join("key")).expect("the key file");
    let context = Context {
        clock: bench.clock.clone(),
        vault: Arc::new(NoMemory),
        http: reqwest::Client::builder().build().expect("a client"),
        allowed_hosts: Vec::new().into(),
        reference_key: secrets.key_for(&format!("channel:{}:references", claimed.channel.id)),
    };
    let settings = settings(claimed.channel.connector, &claimed.channel.config).expect("they were checked");
    connect(settings, bench.secret.clone().map(Secret::new), context).expect("a connector")
}
