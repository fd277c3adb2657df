//! Alerts at work: from a customer's post to a notice on the screen, in a mailbox, and at a receiver of webhooks that misbehaves.

use super::desk::{Desk, Loops, person};
use answerable_domain::{AlertWhen, Clock, DeliveryId, Locale, Millis, QuietHours, Scope, TimeOfDay, UserId};
use answerable_server::engine::{AlertSettings, MailSettings, MailTls, WebhookRefused};
use answerable_store::{
    Alert, Deliver, Delivery, DeliveryState, NewAlert, NewSearch, Notice, SearchFilter, Webhook, WebhookChange, WebhookFormat,
};
use answerable_testkit::{Mailbox, WebhookAnswer, WebhookReceiver};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::Value;
use std::{
    io::Write,
    sync::{Arc, Mutex},
    time::Duration,
};

const HOUR_MS: Millis = 3_600_000;
const MINUTE_MS: Millis = 60_000;

fn status(status: u16) -> WebhookAnswer {
    WebhookAnswer::Status(status, Vec::new())
}

/// A desk that may reach the receiver, and waits a moment for it.
async fn desk_beside(receiver: &WebhookReceiver) -> Desk {
    let alerts = AlertSettings { patience: Duration::from_millis(400), ..AlertSettings::default() };
    let desk = Desk::open_with(vec![receiver.host()], alerts).await;
    desk.account().await;
    desk
}

async fn alert(desk: &Desk, new: NewAlert) -> Alert {
    let search = NewSearch { name: "all".into(), filter: SearchFilter::default(), shared: true };
    let search_id = desk.store.save_search(&desk.scope, search).await.expect("saved").id;
    let made = desk.store.create_alert(&desk.scope, NewAlert { search_id, ..new }).await.expect("made");
    desk.engine.alerts_changed();
    made
}

fn every(deliver: Deliver) -> NewAlert {
    NewAlert {
        name: "Refunds".into(),
        search_id: answerable_domain::SavedSearchId(0),
        when: AlertWhen::Every,
        quiet: None,
        cool_down_ms: 0,
        deliver,
        enabled: true,
    }
}

async fn hook(desk: &Desk, receiver: &WebhookReceiver, format: WebhookFormat) -> (Webhook, String) {
    desk.engine.create_webhook(&desk.scope, "ours".into(), &receiver.url("in"), format).await.expect("a webhook")
}

async fn alert_to(desk: &Desk, webhook: &Webhook) -> Alert {
    alert(desk, every(Deliver { webhooks: vec![webhook.id], ..Deliver::default() })).await
}

async fn deliveries(desk: &Desk) -> Vec<Delivery> {
    desk.store.deliveries(&desk.scope, None, None, 100).await.expect("a page").items
}

async fn notices(desk: &Desk, scope: &Scope) -> Vec<Notice> {
    desk.store.notices(scope, None, 100).await.expect("a page").items
}

/// A customer says something to the brand, and it is in the inbox.
async fn heard(desk: &Desk, text: &str) {
    let customer = desk.network.add_account(&format!("customer{}.test", desk.network.log().len()), "x");
    let post = desk.network.mention(&customer, &desk.acme, text);
    desk.case_of(&post).await;
}

/// While time passes.
async fn until_state(desk: &Desk, step_ms: Millis, state: DeliveryState) -> Delivery {
    desk.until_moving(&format!("the delivery to be {}", state.as_str()), step_ms, async || {
        deliveries(desk).await.into_iter().next().filter(|delivery| delivery.state == state)
    })
    .await
}

#[tokio::test]
async fn a_webhook_is_signed_and_retried_under_one_id() {
    let receiver = WebhookReceiver::start().await;
    let desk = desk_beside(&receiver).await;
    let (webhook, secret) = hook(&desk, &receiver, WebhookFormat::Standard).await;
    alert_to(&desk, &webhook).await;
    let wait = WebhookAnswer::Status(503, vec![("retry-after", "7200".to_owned())]);
    let elsewhere = WebhookAnswer::Status(302, vec![("location", receiver.url("elsewhere"))]);
    receiver.answer([status(500), wait, WebhookAnswer::Silence, elsewhere]);
    heard(&desk, "where is my refund?").await;
    let delivery = until_state(&desk, MINUTE_MS, DeliveryState::Delivered).await;

    let requests = receiver.requests();
    assert_eq!((requests.len(), delivery.attempts, delivery.last_status), (5, 5, Some(204)), "a redirect is not followed");
    let mut times = Vec::new();
    for request in &requests {
        assert_eq!(request.header("webhook-id"), format!("msg_{}", delivery.id), "a receiver can tell that it is the same");
        assert_eq!(request.header("content-type"), "application/json");
        let timestamp = request.header("webhook-timestamp");
        let key = STANDARD.decode(secret.strip_prefix("whsec_").expect("a secret")).expect("Base64");
        let mut mac = Hmac::<sha2::Sha256>::new_from_slice(&key).expect("a key");
        mac.update(format!("{}.{timestamp}.{}", request.header("webhook-id"), request.body).as_bytes());
        assert_eq!(request.header("webhook-signature"), format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes())));
        times.push(timestamp.parse::<i64>().expect("seconds"));
    }
    let gaps: Vec<i64> = times.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let least = [4, 7_200, 24 * 60, 96 * 60];
    assert!(gaps.iter().zip(least).all(|(gap, least)| *gap >= least), "later and later, and as long as was asked: {gaps:?}");
    let document: Value = serde_json::from_str(&requests[0].body).expect("JSON");
    assert_eq!(document["type"], "notice.added");
    let post = &document["data"]["posts"][0];
    assert!(post["text"].as_str().is_some_and(|text| text.ends_with("where is my refund?")), "{document}");
    assert_eq!((&document["data"]["count"], &document["data"]["alert"]["name"]), (&1.into(), &"Refunds".into()));
}

#[tokio::test]
async fn a_receiver_that_is_gone_is_asked_no_more() {
    let receiver = WebhookReceiver::start().await;
    let desk = desk_beside(&receiver).await;
    let (webhook, _) = hook(&desk, &receiver, WebhookFormat::Standard).await;
    let alert = alert_to(&desk, &webhook).await;
    receiver.answer([status(410)]);
    heard(&desk, "hello").await;
    let failed = until_state(&desk, 1_000, DeliveryState::Failed).await;
    assert_eq!((failed.last_status, failed.last_error.as_deref()), (Some(410), Some("webhook_gone")));
    let off = desk.store.webhooks(&desk.scope).await.expect("read").remove(0);
    assert_eq!((off.enabled, off.gone), (false, true));
    desk.store.try_alert(&desk.scope, alert.id).await.expect("tried");
    desk.engine.alerts_changed();
    assert_eq!(deliveries(&desk).await.len(), 1, "nothing is made for it any more");

    // Somebody mends it, and sends the same once more.
    let on = WebhookChange { enabled: Some(true), ..WebhookChange::default() };
    desk.store.change_webhook(&desk.scope, webhook.id, on).await.expect("changed");
    desk.store.replay_delivery(&desk.scope, failed.id).await.expect("replayed");
    let again = until_state(&desk, 1_000, DeliveryState::Delivered).await;
    assert_eq!((again.id, again.attempts), (failed.id, 1));
    let ids: Vec<String> = receiver.requests().iter().map(|request| request.header("webhook-id").to_owned()).collect();
    assert_eq!(ids, vec![format!("msg_{}", failed.id); 2]);
}

#[tokio::test]
async fn a_delivery_is_given_up_after_seventy_five_hours() {
    let receiver = WebhookReceiver::start().await;
    let desk = desk_beside(&receiver).await;
    let (webhook, _) = hook(&desk, &receiver, WebhookFormat::Slack).await;
    alert_to(&desk, &webhook).await;
    receiver.answer(vec![status(500); 20]);
    heard(&desk, "<!channel> hello").await;
    let failed = until_state(&desk, 10 * MINUTE_MS, DeliveryState::Failed).await;
    assert_eq!((failed.attempts, failed.last_status, failed.last_error.as_deref()), (10, Some(500), Some("status")));
    let requests = receiver.requests();
    let seconds = |at: usize| requests[at].header("webhook-timestamp").parse::<i64>().expect("seconds");
    let hours = (seconds(9) - seconds(0)) / 3_600;
    assert!((59..=75).contains(&hours), "{hours} hours");
    let body: Value = serde_json::from_str(&requests[0].body).expect("JSON");
    assert!(body["text"].as_str().is_some_and(|text| text.contains("&lt;!channel&gt; hello")), "{body}");
}

#[tokio::test]
async fn what_a_receiver_says_is_read_in_bounds() {
    let receiver = WebhookReceiver::start().await;
    let desk = desk_beside(&receiver).await;
    let (webhook, _) = hook(&desk, &receiver, WebhookFormat::Standard).await;
    alert_to(&desk, &webhook).await;
    receiver.answer([WebhookAnswer::Flood]);
    heard(&desk, "hello").await;
    let delivered = until_state(&desk, 1_000, DeliveryState::Delivered).await;
    assert_eq!((delivered.last_status, delivered.attempts), (Some(200), 1), "it took what we sent");
}

#[tokio::test]
async fn nothing_is_posted_to_an_address_that_is_not_public() {
    let receiver = WebhookReceiver::start().await;
    let desk = Desk::open().await;
    desk.account().await;
    let refused = desk.engine.create_webhook(&desk.scope, "x".into(), &receiver.url("in"), WebhookFormat::Standard).await;
    assert!(matches!(refused, Err(WebhookRefused::Url { code: "address_not_public" })), "{refused:?}");
    // A name that leads inside is noticed when it is resolved.
    let port = receiver.host().rsplit(':').next().expect("a port").to_owned();
    let url = format!("http://localhost:{port}/in");
    let (webhook, _) = desk.engine.create_webhook(&desk.scope, "x".into(), &url, WebhookFormat::Standard).await.expect("a name");
    alert_to(&desk, &webhook).await;
    heard(&desk, "hello").await;
    let failed = until_state(&desk, 1_000, DeliveryState::Failed).await;
    assert_eq!((failed.last_error.as_deref(), failed.attempts), (Some("address_not_public"), 1));
    assert!(receiver.requests().is_empty());
}

#[tokio::test]
async fn who_is_slow_holds_up_nobody_else() {
    let (slow, quick) = (WebhookReceiver::start().await, WebhookReceiver::start().await);
    let alerts = AlertSettings { patience: Duration::from_secs(600), ..AlertSettings::default() };
    let desk = Desk::open_with(vec![slow.host(), quick.host()], alerts).await;
    desk.account().await;
    let (to_slow, _) = hook(&desk, &slow, WebhookFormat::Standard).await;
    let (to_quick, _) = hook(&desk, &quick, WebhookFormat::Standard).await;
    alert(&desk, every(Deliver { webhooks: vec![to_slow.id, to_quick.id], ..Deliver::default() })).await;
    slow.answer([WebhookAnswer::Silence]);
    for text in ["one", "two"] {
        heard(&desk, text).await;
        desk.until_moving("the quick one to hear", 1_000, async || {
            let all = deliveries(&desk).await;
            let newest = all.iter().find(|delivery| delivery.webhook_id == Some(to_quick.id))?;
            (newest.state == DeliveryState::Delivered).then_some(())
        })
        .await;
        desk.clock.advance_ms(HOUR_MS);
    }
    desk.until_moving("both notices", 1_000, async || (quick.requests().len() == 2).then_some(())).await;
    assert_eq!(slow.requests().len(), 1, "one after the other");
}

/// A desk whose mail goes to the mailbox, with somebody in it who reads Korean.
async fn desk_with_mail(mailbox: &Mailbox) -> (Desk, UserId) {
    let mail = MailSettings {
        host: mailbox.address.ip().to_string(),
        port: mailbox.address.port(),
        tls: MailTls::None,
        user: "care".into(),
        password: "hunter2".into(),
        from: "Answerable <care@acme.example>".into(),
    };
    let public_url = Some("https://care.acme.example".to_owned());
    let desk = Desk::open_with(Vec::new(), AlertSettings { mail: Some(mail), public_url, ..AlertSettings::default() }).await;
    desk.account().await;
    let mut jiwoo = person("jiwoo@acme.test");
    jiwoo.locale = Locale::Ko;
    let user = desk.store.create_user(jiwoo).await.expect("a user").id;
    let role = answerable_domain::Role::Agent;
    desk.store.create_invite(&desk.scope, role, b"invite", i64::MAX).await.expect("an invite");
    desk.store.accept_invite(b"invite", user).await.expect("a member");
    (desk, user)
}

#[tokio::test]
async fn mail_comes_in_the_language_of_whoever_reads_it() {
    let mailbox = Mailbox::start().await;
    let (desk, _) = desk_with_mail(&mailbox).await;
    let emails = vec!["jiwoo@acme.test".to_owned(), "desk@partner.example".to_owned()];
    alert(&desk, every(Deliver { emails, ..Deliver::default() })).await;
    heard(&desk, "환불 언제 되나요?\n.\n-- \nSincerely").await;
    let mails = desk.until_moving("two mails", 1_000, async || Some(mailbox.mails()).filter(|mails| mails.len() == 2)).await;
    let to = |address: &str| mails.iter().find(|mail| mail.to == [address]).expect("a mail").clone();
    let (korean, english) = (to("jiwoo@acme.test"), to("desk@partner.example"));
    assert!(korean.body().starts_with("‘Refunds’ 알림에 해당하는 게시물: 1건\n"), "{}", korean.body());
    assert!(english.body().starts_with("Posts that match “Refunds”: 1\n"), "as the brand's owner reads: {}", english.body());
    let case = desk.cases().await[0].case.id;
    let link = format!("https://care.acme.example/b/{}/inbox/case/{case}", desk.scope.brand_id());
    assert!(korean.body().contains(&format!("환불 언제 되나요?\n> .\n> -- \n> Sincerely\n{link}")), "{}", korean.body());
    assert_eq!(
        (korean.from.as_str(), korean.header("subject"), korean.header("auto-submitted")),
        ("care@acme.example", "[Acme] Refunds (1)", "auto-generated")
    );
    assert!(korean.header("content-type").starts_with("text/plain"));
    let ids: Vec<DeliveryId> = deliveries(&desk).await.iter().map(|delivery| delivery.id).collect();
    assert!(ids.iter().any(|id| korean.header("message-id") == format!("<delivery-{id}@acme.example>")), "{}", korean.header("message-id"));
    assert_eq!(korean.signed_in.as_deref(), Some("\0care\0hunter2"));
    desk.until("the log to say so", async || {
        deliveries(&desk)
            .await
            .iter()
            .all(|delivery| delivery.state == DeliveryState::Delivered && delivery.last_status == Some(250))
            .then_some(())
    })
    .await;
}

#[tokio::test]
async fn mail_that_is_put_off_is_tried_again_and_mail_that_is_refused_is_not() {
    let mailbox = Mailbox::start().await;
    let (desk, _) = desk_with_mail(&mailbox).await;
    alert(&desk, every(Deliver { emails: vec!["jiwoo@acme.test".into()], ..Deliver::default() })).await;
    mailbox.refuse("451 greylisted, come back later");
    heard(&desk, "one").await;
    let delivered = until_state(&desk, 1_000, DeliveryState::Delivered).await;
    assert_eq!((delivered.attempts, mailbox.mails().len()), (2, 1));
    mailbox.refuse("550 no such mailbox");
    desk.clock.advance_ms(HOUR_MS);
    heard(&desk, "two").await;
    let failed = until_state(&desk, 1_000, DeliveryState::Failed).await;
    assert_eq!((failed.attempts, failed.last_status), (1, Some(550)));
    assert!(failed.last_error.as_deref().is_some_and(|error| error.starts_with("mail_refused")), "{:?}", failed.last_error);
}

#[tokio::test]
async fn quiet_hours_and_restarts_lose_nothing_and_double_nothing() {
    let mut desk = Desk::open().await;
    desk.account().await;
    // It is 01:16 UTC, and the brand has said nothing of its time zone.
    let quiet = Some(QuietHours { from: TimeOfDay(0), to: TimeOfDay(3 * 60) });
    let made = alert(&desk, NewAlert { quiet, ..every(Deliver { app: true, ..Deliver::default() }) }).await;
    for text in ["one", "two"] {
        heard(&desk, text).await;
        desk.restart(Loops::Run).await;
    }
    desk.until("both to wait", async || (desk.store.alert(&desk.scope, made.id).await.expect("read").state.waiting == 2).then_some(()))
        .await;
    assert!(notices(&desk, &desk.scope).await.is_empty(), "it is quiet");
    let end = desk.clock.now() / (24 * HOUR_MS) * 24 * HOUR_MS + 3 * HOUR_MS;
    desk.clock.set(end);
    let told = desk.until("the notice", async || Some(notices(&desk, &desk.scope).await).filter(|notices| !notices.is_empty())).await;
    assert_eq!(told.iter().map(|notice| notice.count).collect::<Vec<_>>(), [2], "one notice of both");
    desk.restart(Loops::Run).await;
    heard(&desk, "three").await;
    desk.until_moving("the next", 1_000, async || (notices(&desk, &desk.scope).await.len() == 2).then_some(())).await;
    assert_eq!(notices(&desk, &desk.scope).await[0].count, 1);
    assert_eq!(desk.store.unread_notices(&desk.scope).await.expect("counted"), 2);
}

/// What was logged on this thread.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("nobody panics while writing").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn secrets_are_seen_once_and_never_again() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(move || writer.clone()).finish();
    let guard = tracing::subscriber::set_default(subscriber);
    let receiver = WebhookReceiver::start().await;
    let desk = desk_beside(&receiver).await;
    let url = receiver.url("in/T0KEN-in-the-address");
    let made = desk.engine.create_webhook(&desk.scope, "ours".into(), &url, WebhookFormat::Slack).await.expect("a webhook");
    alert_to(&desk, &made.0).await;
    receiver.answer([status(500)]);
    heard(&desk, "hello").await;
    until_state(&desk, 1_000, DeliveryState::Delivered).await;
    let (_, renewed) = desk.engine.renew_webhook_secret(&desk.scope, made.0.id).await.expect("a new one");
    assert_ne!(made.1, renewed);
    heard(&desk, "again").await;
    desk.until_moving("the second notice", 1_000, async || (receiver.requests().len() == 3).then_some(())).await;
    drop(guard);
    let logged = String::from_utf8_lossy(&log.0.lock().expect("nobody panics while writing")).into_owned();
    assert!(logged.contains("a delivery was attempted"), "the log is read");
    let stored = format!("{:?} {:?}", deliveries(&desk).await, desk.store.webhooks(&desk.scope).await.expect("read"));
    for secret in [&made.1, &renewed] {
        let key = secret.strip_prefix("whsec_").expect("a secret");
        assert!(!logged.contains(key) && !stored.contains(key));
    }
    assert!(!logged.contains("T0KEN"), "some addresses are secrets too");
    let folder = std::fs::read_dir(desk.folder.path()).expect("the data").filter_map(Result::ok);
    for file in folder.filter(|file| file.file_name().to_string_lossy().starts_with("answerable.db")) {
        let bytes = std::fs::read(file.path()).expect("a file");
        let key = renewed.strip_prefix("whsec_").expect("a secret").as_bytes();
        assert!(!bytes.windows(key.len()).any(|window| window == key), "at rest it is sealed");
    }
}
