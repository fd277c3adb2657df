//! Signing in by consent: with a proof where the server has that, and in plain words where it goes wrong.

use crate::{mastodon_world::Town, support::http};
use answerable_networks::{ConnectorError, MastodonSettings, Secret, Settings, connect, mastodon::sign_in};
use answerable_testkit::{Breakdown, Calls, Faked, MastodonProfile};

#[tokio::test]
async fn a_code_becomes_a_token_that_works() {
    for (profile, proof) in [(MastodonProfile::mastodon(), true), (MastodonProfile::gotosocial(), false)] {
        let town = Town::new(profile).await;
        let (settings, http) = (town.settings(), http());
        let begun = sign_in::begin(&settings, &http, town.clock.clone(), [7; 32]).await.unwrap();
        assert_eq!(begun.verifier.is_some(), proof);
        assert_eq!(begun.authorize_url.as_str().contains("code_challenge_method=S256"), proof);
        let code = town.network.approve(begun.authorize_url.as_str(), "brand").unwrap();
        // What was begun is kept between two requests.
        let begun = serde_json::from_value(serde_json::to_value(&begun).unwrap()).unwrap();
        let token = sign_in::finish(&settings, &http, town.clock.clone(), &begun, &format!(" {code}\n")).await.unwrap();
        let account = connect(Settings::Mastodon(settings.clone()), Some(token), town.context()).unwrap();
        let who = account.check().await.unwrap();
        assert_eq!(who.native_id, format!("{}/@brand", town.network.url()));
        assert_eq!(who.handle, Some(format!("brand@{}", town.network.host())));

        let again = sign_in::finish(&settings, &http, town.clock.clone(), &begun, &code).await.unwrap_err();
        assert!(matches!(&again, ConnectorError::SignedOut(why) if why.contains("was used before")), "{again:?}");
    }
}

#[tokio::test]
async fn the_code_of_another_is_worth_nothing_without_the_proof() {
    let town = Town::mastodon().await;
    let (settings, http) = (town.settings(), http());
    let mut begun = sign_in::begin(&settings, &http, town.clock.clone(), [7; 32]).await.unwrap();
    let code = town.network.approve(begun.authorize_url.as_str(), "brand").unwrap();
    begun.verifier = Some("another".to_owned());
    assert!(matches!(sign_in::finish(&settings, &http, town.clock.clone(), &begun, &code).await, Err(ConnectorError::SignedOut(_))));
}

#[tokio::test]
async fn what_goes_wrong_is_said_plainly() {
    let town = Town::mastodon().await;
    let http = http();
    let begin = async |settings: &MastodonSettings| sign_in::begin(settings, &http, town.clock.clone(), [7; 32]).await.err().unwrap();
    town.network.break_next(Calls::Reading, Breakdown::Status(404));
    assert!(matches!(begin(&town.settings()).await, ConnectorError::Settings { code: "bad_url", .. }));
    town.network.break_next(Calls::Reading, Breakdown::Status(403));
    assert!(matches!(begin(&town.settings()).await, ConnectorError::Settings { code: "refused", .. }));
    town.network.break_next(Calls::Reading, Breakdown::Status(503));
    assert!(matches!(begin(&town.settings()).await, ConnectorError::Transient(_)));
    let nobody = MastodonSettings { server: "http://127.0.0.1:1/".parse().unwrap(), ..town.settings() };
    assert!(matches!(begin(&nobody).await, ConnectorError::Transient(_)));
}

#[tokio::test]
async fn a_token_is_needed_and_spaces_around_it_are_not() {
    let town = Town::mastodon().await;
    let try_with = |secret: Option<&str>| connect(Settings::Mastodon(town.settings()), secret.map(Secret::new), town.context());
    for secret in [None, Some(""), Some(" \n")] {
        assert!(matches!(try_with(secret), Err(ConnectorError::Settings { code: "secret_missing", .. })));
    }
    let pasted = format!("  {}\n", town.network.token());
    try_with(Some(&pasted)).unwrap().check().await.unwrap();
    let wrong = try_with(Some("wrong")).unwrap().check().await;
    assert!(matches!(wrong, Err(ConnectorError::SignedOut(_))), "{wrong:?}");
}
