//! What every connector must stand: one list of scenarios, run against each network's fake through the real engine and a real store.
//!
//! A scenario knows no network. Where one has no such thing (a mail cannot be edited), its fake says so with a reason; the scenario then
//! asserts that the connector's [`Capabilities`](answerable_networks::Capabilities) say so too, with a reason for the reader of the docs,
//! and that is all of it. A new network joins with one row at the end of this file.

mod answering;
mod bench;
mod checks;
mod clocks;
mod credentials;
mod doubt;
mod hearing;
mod outages;
mod pasted;
mod versions;
mod words;

use answerable_domain::ConnectorKind;
use answerable_testkit::{
    FakeBluesky, FakeBlueskyStream, FakeEmail, FakeFeed, FakeHackerNews, FakeMastodon, FakeTelegram, MastodonProfile,
};
use bench::Bench;

/// A test for every scenario.
macro_rules! conforms {
    ($($network:ident: $kind:ident by $open:expr;)*) => {
        /// The networks of the suite.
        const IN_THE_SUITE: &[ConnectorKind] = &[$(ConnectorKind::$kind),*];

        $(mod $network {
            use super::*;

            async fn bench() -> Bench {
                $open.await
            }

            scenarios! {
                happy_path: answering,
                over_limit: answering,
                duplicate: hearing,
                out_of_order: hearing,
                unknown_event: hearing,
                forgery: hearing,
                burst: hearing,
                huge_body: hearing,
                edit: versions,
                delete: versions,
                rate_limit_told: outages,
                rate_limit_untold: outages,
                ten_minutes_of_errors: outages,
                breaks_again_and_again: outages,
                half_closed: outages,
                gap: outages,
                away: outages,
                credentials_expired: credentials,
                credentials_revoked: credentials,
                answer_lost: doubt,
                request_lost: doubt,
                sending_too_often: doubt,
                sending_fails: doubt,
                sending_hangs: doubt,
                sending_revoked: doubt,
                restart_before_it_left: doubt,
                restart_after_it_left: doubt,
                clock_ahead: clocks,
                clock_behind: clocks,
            }
        })*
    };
}

macro_rules! scenarios {
    ($($scenario:ident: $of:ident,)*) => {
        $(#[tokio::test]
        async fn $scenario() {
            $of::$scenario(bench().await).await;
        })*
    };
}

conforms! {
    bluesky: Bluesky by Bench::open(async |clock| FakeBluesky::start(clock).await);
    bluesky_stream: BlueskyStream by Bench::open(async |clock| FakeBlueskyStream::start(clock).await);
    mastodon: Mastodon by Bench::open(async |clock| FakeMastodon::start(clock, MastodonProfile::mastodon()).await);
    gotosocial: Mastodon by Bench::open(async |clock| FakeMastodon::start(clock, MastodonProfile::gotosocial()).await);
    email: Email by Bench::open(async |clock| FakeEmail::start(clock).await);
    telegram: Telegram by Bench::open(async |clock| FakeTelegram::start(clock).await);
    hacker_news: HackerNews by Bench::open(async |clock| FakeHackerNews::start(clock).await);
    feed: Feed by Bench::open(async |clock| FakeFeed::start_with(clock).await);
    manual: Manual by Bench::open_pasting();
}

/// A mailbox of Microsoft differs from others in its credentials and in what becomes of the names of our mails.
mod microsoft {
    use super::*;

    async fn bench() -> Bench {
        Bench::open(async |clock| FakeEmail::microsoft(clock).await).await
    }

    scenarios! {
        happy_path: answering,
        credentials_expired: credentials,
        credentials_revoked: credentials,
        sending_revoked: doubt,
        answer_lost: doubt,
        restart_after_it_left: doubt,
    }
}

/// A file is no network, and the sandbox plays one.
#[test]
fn every_network_is_in_the_suite() {
    let is_network = |kind: &ConnectorKind| !matches!(kind, ConnectorKind::Import | ConnectorKind::Sandbox);
    let missing: Vec<ConnectorKind> =
        ConnectorKind::ALL.into_iter().filter(is_network).filter(|kind| !IN_THE_SUITE.contains(kind)).collect();
    assert_eq!(missing, []);
}
