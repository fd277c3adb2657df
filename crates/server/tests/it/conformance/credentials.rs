//! The network no longer takes our word for who we are.

use super::{
    bench::{Bench, MINUTE_MS},
    words::{assert_check_words, assert_words},
};
use answerable_domain::{Availability, ChannelState, SourceState, Unavailable};
use answerable_respond::Refusal;
use answerable_server::engine::{ChannelError, ReplyRefused};
use answerable_testkit::{Breakdown, Calls};

/// Nobody signs in there.
fn open_to_all(scenario: &str, bench: &Bench) -> bool {
    let open = bench.secret.is_none();
    if open {
        assert!(!bench.channel.connector.is_account(), "an account without a secret");
        println!("{scenario}: not there: it needs {}", bench.abilities.needs);
    }
    open
}

async fn sign_in_again(bench: &Bench) {
    let secret = bench.secret.clone().expect("there is one");
    bench.engine.update_secret(&bench.scope, bench.channel_id(), secret).await.expect("signed in");
    assert_eq!(bench.state().await, ChannelState::Active);
}

/// Refused once: it is renewed without a word, or somebody is asked to sign in. Nothing is lost either way.
pub async fn credentials_expired(bench: Bench) {
    if open_to_all("credentials expired", &bench) {
        return;
    }
    let before = bench.network.say("jiwoo", "환불해 주세요");
    bench.heard(&before).await;
    bench.hang_up().await;
    bench.network.break_next(Calls::Reading, Breakdown::Expired);
    let meanwhile = bench.network.say("sora", "배송 문의드려요");
    bench
        .until("it to be heard or to be signed out", async || {
            (bench.state().await == ChannelState::SignedOut || bench.case_with(&meanwhile).await.is_some()).then_some(())
        })
        .await;
    if bench.state().await == ChannelState::SignedOut {
        sign_in_again(&bench).await;
    }
    bench.heard(&meanwhile).await;
    bench.assert_heard_once(&[&before, &meanwhile], 2).await;
}

pub async fn credentials_revoked(bench: Bench) {
    if open_to_all("credentials revoked", &bench) {
        return;
    }
    let before = bench.network.say("jiwoo", "환불해 주세요");
    let case = bench.heard(&before).await;
    bench.network.break_down(Calls::All, Breakdown::Expired);
    bench.network.hang_up();
    bench.until("signed out", async || (bench.state().await == ChannelState::SignedOut).then_some(())).await;
    bench.until("the source to say so", async || (bench.health().await?.state == SourceState::SignedOut).then_some(())).await;
    for key in ["state_signed_out", "meaning_signed_out"] {
        assert_words("channels", key);
    }

    let from = bench.requests_so_far();
    let meanwhile = bench.network.say("sora", "배송 문의드려요");
    bench.pass(5 * MINUTE_MS).await;
    assert_eq!(bench.requests_from(from, Calls::Reading), [], "nothing is asked in its name");
    if bench.answers() {
        let refused = bench.answer(&case, "확인하겠습니다").await;
        let Err(ReplyRefused::Refused(refusal)) = refused else { panic!("{refused:?}") };
        assert_eq!(*refusal, Refusal::NotPossible(Availability::No(Unavailable::SignedOut)));
        assert_words("case", "why_signed_out");
    }
    let refusal = async |secret: &str| {
        let refused = bench.engine.update_secret(&bench.scope, bench.channel_id(), secret.to_owned()).await;
        let Err(ChannelError::Check { reason, .. }) = refused else { panic!("{refused:?}") };
        assert_check_words(&reason);
        reason
    };
    assert_eq!(refusal(bench.secret.as_deref().expect("there is one")).await, "signed_out");
    // It may be seen to be wrong without asking anybody.
    refusal("wrong").await;

    bench.network.mend();
    sign_in_again(&bench).await;
    bench.heard(&meanwhile).await;
    bench.until_well().await;
    bench.assert_heard_once(&[&before, &meanwhile], 2).await;
}
