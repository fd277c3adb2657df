//! Mailboxes of Microsoft: a sign-in on its own page, tokens that are renewed, and what becomes of the names of our mails.

use crate::{
    email_world::{CUSTOMER, answer, has_cursor, listen, posts, raw_count, target_of},
    support::{MemorySink, MemoryVault, as_post, http},
};
use answerable_domain::{Clock, ConnectorKind, DeliveryClass, InboundPost};
use answerable_networks::{
    Connector, ConnectorError, Context, OauthSettings, Outcome, Secret, Settings, connect, email::oauth::sign_in, settings,
};
use answerable_testkit::{Breakdown, Calls, FakeClock, FakeEmail, Faked, Letter, MAIL_ADDRESS, raw};
use serde_json::{Value, json};
use std::{
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

const OWN_ID: &str = "3mmoojpaqkn2z";

struct Office {
    clock: Arc<FakeClock>,
    provider: FakeEmail,
    vault: Arc<MemoryVault>,
}

impl Office {
    async fn new() -> Self {
        let clock = FakeClock::new();
        Self { provider: FakeEmail::microsoft(clock.clone()).await, clock, vault: Arc::default() }
    }

    fn oauth(&self) -> OauthSettings {
        let Settings::Email(settings) = settings(ConnectorKind::Email, &self.provider.config()).unwrap() else { panic!("a mailbox") };
        settings.oauth.unwrap()
    }

    /// As after a restart: everything but the vault is new.
    fn connector(&self, secret: &str) -> Box<dyn Connector> {
        self.connector_with(&self.provider.config(), secret)
    }

    fn connector_with(&self, config: &Value, secret: &str) -> Box<dyn Connector> {
        let context = Context {
            clock: self.clock.clone(),
            vault: self.vault.clone(),
            http: http(),
            allowed_hosts: Arc::new([]),
            reference_key: [7; 32],
        };
        connect(settings(ConnectorKind::Email, config).unwrap(), Some(Secret::new(secret)), context).unwrap()
    }

    async fn question(&self, connector: &dyn Connector) -> InboundPost {
        let letter =
            Letter { from: CUSTOMER, to: MAIL_ADDRESS, message_id: "q1@customer.example", text: "도와주세요", ..Letter::default() };
        self.provider.deliver(letter.to_bytes());
        let sink = MemorySink::wanting("");
        let ended = listen(connector, None, &sink, async {
            sink.until(|pages| raw_count(pages) == 1 && has_cursor(pages)).await;
        });
        assert_eq!(ended.await, None);
        posts(connector, &sink.until(|_| true).await).remove(0)
    }
}

#[tokio::test]
async fn a_person_signs_in_on_microsofts_page_and_brings_back_the_address_of_the_empty_one() {
    let office = Office::new().await;
    let (oauth, http) = (office.oauth(), http());
    let begun = sign_in::begin(&oauth, MAIL_ADDRESS, [7; 32]);
    let address = office.provider.sign_in().approve(begun.authorize_url.as_str()).unwrap();
    // What was begun is kept between two requests.
    let begun: sign_in::Begun = serde_json::from_value(serde_json::to_value(&begun).unwrap()).unwrap();
    let finish = async |pasted: &str| sign_in::finish(&oauth, &http, office.clock.clone(), &begun, pasted).await;
    let secret = finish(&format!(" {address}\n")).await.unwrap();
    let connector = office.connector(secret.expose());
    let who = connector.check().await.unwrap();
    assert_eq!(who.native_id, MAIL_ADDRESS);
    let again = finish(&address).await;
    assert!(matches!(&again, Err(ConnectorError::Settings { code: "oauth_code", why }) if why.contains("AADSTS70008")), "{again:?}");
    office.provider.sign_in().break_next(Breakdown::Expired);
    let forbidden = finish(&office.provider.sign_in().approve(begun.authorize_url.as_str()).unwrap()).await;
    assert!(
        matches!(&forbidden, Err(ConnectorError::Settings { code: "oauth_refused", why }) if why.contains("AADSTS70043")),
        "{forbidden:?}"
    );

    let question = office.question(&*connector).await;
    let outcome = connector.send(&answer(target_of(&question), "네", OWN_ID, office.clock.now())).await;
    assert!(matches!(outcome, Outcome::Done(_)), "{outcome:?}");
    assert_eq!(office.provider.sign_in().renewed(), 1, "one token for all of it");
    assert!(!format!("{outcome:?} {:?}", secret).contains("refresh-"), "secrets do not show themselves");
}

#[tokio::test]
async fn the_page_is_asked_for_with_a_proof_and_the_code_is_worth_nothing_without_it() {
    let office = Office::new().await;
    let oauth = office.oauth();
    let mut begun = sign_in::begin(&oauth, MAIL_ADDRESS, [7; 32]);
    let url = begun.authorize_url.as_str();
    for part in
        ["code_challenge_method=S256", "response_type=code", "offline_access", "login_hint=care%40acme.example", "IMAP.AccessAsUser.All"]
    {
        assert!(url.contains(part), "{part}: {url}");
    }
    assert!(!url.contains(&begun.verifier));
    assert!(office.provider.sign_in().approve(&url.replace("S256", "plain")).unwrap_err().contains("Proof Key"));
    assert!(office.provider.sign_in().approve(&url.replace("nativeclient", "elsewhere")).unwrap_err().contains("redirect"));
    let address = office.provider.sign_in().approve(url).unwrap();
    let code = address.split(['=', '&']).nth(1).unwrap().to_owned();
    begun.verifier = "another".to_owned();
    let stolen = sign_in::finish(&oauth, &http(), office.clock.clone(), &begun, &code).await;
    assert!(matches!(stolen, Err(ConnectorError::Settings { code: "oauth_code", .. })), "{stolen:?}");
}

#[tokio::test]
async fn tokens_are_renewed_before_they_end_and_survive_a_restart() {
    let office = Office::new().await;
    let sign_in = office.provider.sign_in();
    sign_in.refuse_used();
    let secret = sign_in.refresh_token();
    office.connector(&secret).check().await.unwrap();
    office.connector(&secret).check().await.unwrap();
    assert_eq!(sign_in.renewed(), 1, "a restart needs no other token");
    for (minutes, renewed) in [(54, 1), (2, 2), (54, 2), (2, 3), (600, 4)] {
        office.clock.advance_ms(minutes * 60_000);
        office.connector(&secret).check().await.unwrap();
        assert_eq!(sign_in.renewed(), renewed, "after another {minutes} minutes");
    }
}

#[tokio::test]
async fn many_at_once_renew_a_token_once() {
    let office = Office::new().await;
    office.provider.sign_in().refuse_used();
    let connector = office.connector(&office.provider.sign_in().refresh_token());
    let checks = futures_util::future::join_all((0..8).map(|_| connector.check())).await;
    assert!(checks.iter().all(Result::is_ok), "{checks:?}");
    assert_eq!(office.provider.sign_in().renewed(), 1);
    office.provider.sign_in().end_access();
    let checks = futures_util::future::join_all((0..8).map(|_| connector.check())).await;
    assert!(checks.iter().all(Result::is_ok), "{checks:?}");
    assert_eq!(office.provider.sign_in().renewed(), 2, "all eight were refused, and one renewed");
}

#[tokio::test]
async fn a_refused_token_is_renewed_before_anybody_is_asked_to_sign_in() {
    let office = Office::new().await;
    let connector = office.connector(&office.provider.sign_in().refresh_token());
    let question = office.question(&*connector).await;
    let sent = connector.send(&answer(target_of(&question), "네", OWN_ID, office.clock.now())).await;
    assert!(matches!(sent, Outcome::Done(_)), "{sent:?}");
    office.provider.sign_in().end_access();
    connector.check().await.unwrap();
    office.provider.sign_in().end_access();
    let sent = connector.send(&answer(target_of(&question), "또", "3mmoojpaqkn3a", office.clock.now())).await;
    assert!(matches!(sent, Outcome::Done(_)), "{sent:?}");

    office.provider.sign_in().revoke();
    assert!(matches!(connector.check().await, Err(ConnectorError::SignedOut(why)) if why.contains("AADSTS50173")));
    let sent = connector.send(&answer(target_of(&question), "못 보냄", "3mmoojpaqkn4a", office.clock.now())).await;
    assert!(matches!(&sent, Outcome::Refused { code: "signed_out", .. }), "{sent:?}");
    let ended = listen(&*connector, None, &MemorySink::wanting(""), std::future::pending()).await;
    assert!(matches!(ended, Some(ConnectorError::SignedOut(_))), "{ended:?}");
    // Whoever signs in again is believed, whatever is kept of the time before.
    office.connector(&office.provider.sign_in().refresh_token()).check().await.unwrap();
}

#[tokio::test]
async fn what_spoke_for_the_channel_before_may_have_renewed_the_token() {
    let office = Office::new().await;
    office.provider.sign_in().refuse_used();
    let secret = office.provider.sign_in().refresh_token();
    let (before, after) = (office.connector(&secret), office.connector(&secret));
    before.check().await.unwrap();
    after.check().await.unwrap();
    office.clock.advance_ms(2 * 3_600_000);
    before.check().await.unwrap();
    after.check().await.unwrap();
}

#[tokio::test]
async fn a_token_that_cannot_be_stored_is_not_used() {
    let office = Office::new().await;
    office.provider.sign_in().refuse_used();
    let connector = office.connector(&office.provider.sign_in().refresh_token());
    office.vault.full.store(true, Ordering::SeqCst);
    assert!(matches!(connector.check().await, Err(ConnectorError::Store(_))));
    assert_eq!(office.provider.sign_ins(), 0);
    office.vault.full.store(false, Ordering::SeqCst);
    connector.check().await.unwrap();
    assert_eq!(office.provider.sign_in().renewed(), 1, "what came of the first renewal is kept");
}

#[tokio::test]
async fn whoever_waits_for_a_renewal_may_go_away() {
    let office = Office::new().await;
    office.provider.sign_in().refuse_used();
    let connector = office.connector(&office.provider.sign_in().refresh_token());
    tokio::select! {
        done = connector.check() => panic!("{done:?}"),
        () = office.provider.sign_in().until_renewed(1) => {}
    }
    connector.check().await.unwrap();
    assert_eq!(office.provider.sign_in().renewed(), 1, "what came of it was not lost");
}

#[tokio::test]
async fn what_goes_wrong_at_the_endpoint_is_told_as_what_it_is() {
    let office = Office::new().await;
    let sign_in = office.provider.sign_in();
    let connector = office.connector(&sign_in.refresh_token());
    for trouble in [Breakdown::Status(503), Breakdown::Lost, Breakdown::AnswerLost, Breakdown::Huge] {
        sign_in.break_next(trouble);
        let error = connector.check().await.unwrap_err();
        assert!(matches!(error, ConnectorError::Transient(_)), "{trouble:?}: {error:?}");
    }
    sign_in.break_next(Breakdown::TooMany { retry_after_seconds: Some(120) });
    let before = sign_in.asked();
    for _ in 0..2 {
        let error = connector.check().await.unwrap_err();
        assert!(matches!(error, ConnectorError::RateLimited { after, .. } if after == Duration::from_secs(120)), "{error:?}");
    }
    assert_eq!(sign_in.asked(), before, "whoever asks us to wait is not asked again");
    office.clock.advance_ms(121_000);
    connector.check().await.unwrap();

    sign_in.break_next(Breakdown::Expired);
    office.clock.advance_ms(2 * 3_600_000);
    assert!(matches!(connector.check().await, Err(ConnectorError::SignedOut(why)) if why.contains("AADSTS70043")));
    let mut config = office.provider.config();
    for (place, value, code) in
        [("/oauth/tenant", "acme.example", "oauth_tenant"), ("/oauth/client_id", "99999999-aaaa-2222-bbbb-3333cccc4444", "oauth_client")]
    {
        let before = config.clone();
        *config.pointer_mut(place).unwrap() = json!(value);
        let error = office.connector_with(&config, &sign_in.refresh_token()).check().await.unwrap_err();
        assert!(matches!(&error, ConnectorError::Settings { code: said, why } if *said == code && why.contains("AADSTS")), "{error:?}");
        config = before;
    }
    *config.pointer_mut("/oauth/authority").unwrap() = json!("http://127.0.0.1:1");
    assert!(matches!(office.connector_with(&config, "any").check().await, Err(ConnectorError::Transient(_))));
}

#[tokio::test]
async fn while_a_token_is_good_nobody_minds_that_another_cannot_be_had() {
    let office = Office::new().await;
    let connector = office.connector(&office.provider.sign_in().refresh_token());
    connector.check().await.unwrap();
    office.clock.advance_ms(57 * 60_000);
    office.provider.sign_in().break_next(Breakdown::Status(500));
    connector.check().await.unwrap();
    assert_eq!(office.provider.sign_in().renewed(), 2, "the second of the two servers found another");
}

#[tokio::test]
async fn servers_without_the_mechanism_and_switches_of_an_administrator_have_words_of_their_own() {
    let office = Office::new().await;
    let connector = office.connector(&office.provider.sign_in().refresh_token());
    let code = async || match connector.check().await {
        Err(ConnectorError::Settings { code, .. }) => code,
        other => panic!("{other:?}"),
    };
    office.provider.submission.switch(false);
    assert_eq!(code().await, "smtp_disabled");
    let question = office.question(&*connector).await;
    let outcome = connector.send(&answer(target_of(&question), "네", OWN_ID, office.clock.now())).await;
    assert!(matches!(&outcome, Outcome::Retry { why, .. } if why.contains("SmtpClientAuthentication is disabled")), "{outcome:?}");
    office.provider.submission.switch(true);
    office.provider.offer("IMAP4rev1 AUTH=PLAIN SASL-IR IDLE");
    assert_eq!(code().await, "no_tokens");
    // Without an initial answer it is asked for.
    office.provider.offer("IMAP4rev1 AUTH=XOAUTH2 IDLE");
    connector.check().await.unwrap();
    office.provider.break_down(Calls::Reading, Breakdown::Expired);
    assert!(matches!(connector.check().await, Err(ConnectorError::SignedOut(_))));
    office.provider.mend();
    // The token of another person.
    let mut config = office.provider.config();
    config["address"] = json!("other@acme.example");
    let error = office.connector_with(&config, &office.provider.sign_in().refresh_token()).check().await.unwrap_err();
    assert!(matches!(&error, ConnectorError::SignedOut(why) if why.contains("NO AUTHENTICATE failed") || why.contains("401")), "{error:?}");
}

#[tokio::test]
async fn a_mail_that_gets_another_name_is_known_again_by_what_it_refers_to() {
    let office = Office::new().await;
    let connector = office.connector(&office.provider.sign_in().refresh_token());
    let question = office.question(&*connector).await;
    let delivery = answer(target_of(&question), "바로 확인할게요.", OWN_ID, office.clock.now());
    let Outcome::Done(receipt) = connector.send(&delivery).await else { panic!("not sent") };
    let ours = receipt.native_ids[0].clone();
    let sent = office.provider.folder("Sent");
    let [copy] = sent.as_slice() else { panic!("{} copies: Microsoft makes its own", sent.len()) };
    let copy = String::from_utf8(copy.clone()).unwrap();
    let name = copy.lines().find_map(|line| line.strip_prefix("Message-ID: <")?.strip_suffix('>')).unwrap().to_owned();
    assert!(name.ends_with(".outlook.com") && name != ours);

    let again = connector.normalize(&raw("mailbox", copy.into_bytes())).unwrap().into_iter().find_map(as_post).unwrap();
    assert_eq!((again.native_id.as_str(), again.version.as_str()), (ours.as_str(), receipt.handle["parts"][0]["cid"].as_str().unwrap()));
    assert_eq!(again.parent_native_id.as_deref(), Some("q1@customer.example"), "should the copy come back, it is the mail that we sent");

    // As programs answer: with what the mail refers to, and then the mail itself.
    let reply = format!(
        "From: sora@other.example\r\nTo: {MAIL_ADDRESS}\r\nMessage-ID: <r1@other.example>\r\nSubject: Re: hi\r\nIn-Reply-To: <{name}>\r\nReferences: <q1@customer.example> <{ours}>\r\n <{name}>\r\n\r\nthanks\r\n"
    );
    let read = connector.normalize(&raw("mailbox", reply.into_bytes())).unwrap().into_iter().find_map(as_post).unwrap();
    assert_eq!((read.parent_native_id.as_ref(), read.answers_us), (Some(&ours), true), "it joins the case, whoever it is from");

    assert_eq!(connector.delivery_class(), DeliveryClass::Hold, "what is not found there proves nothing");
    let mut doubtful = delivery.clone();
    doubtful.may_have_left = true;
    assert!(matches!(connector.send(&doubtful).await, Outcome::Done(_)));
    assert_eq!(office.provider.published().len(), 1, "what is found there was sent");
}
