//! Channels that are no account: a feed, and a sandbox to look around in.

use super::desk::{Desk, ours};
use answerable_domain::{ConnectorKind, ReplyState, Role, Scope};
use answerable_server::engine::{ChannelError, NewChannel, SubmitReply};
use answerable_store::StoreError;
use answerable_testkit::FakeFeed;
use serde_json::json;

fn rss(items: &[(&str, &str)]) -> String {
    let items: String = items
        .iter()
        .map(|(id, text)| {
            format!("<item><guid>{id}</guid><title>{text}</title><link>https://news.example/{id}</link><author>desk@news.example</author></item>")
        })
        .collect();
    format!(r#"<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>뉴스</title>{items}</channel></rss>"#)
}

fn feed(url: String) -> NewChannel {
    NewChannel { connector: ConnectorKind::Feed, config: json!({"url": url, "poll_seconds": 3_600}), secret: None, name: None }
}

#[tokio::test]
async fn an_article_that_names_the_brand_becomes_a_case() {
    let site = FakeFeed::start().await;
    let desk = Desk::open_allowing(vec![site.host()]).await;
    site.serve("news.xml", rss(&[("1", "오늘의 날씨")]), Some("\"a\""));
    let channel = desk.engine.add_channel(&desk.scope, feed(site.url("news.xml"))).await.expect("a feed");
    assert_eq!(channel.name, "뉴스");
    desk.until("the first fetch", async || desk.health(channel.id).await.and_then(|health| health.last_item_at)).await;
    site.serve("news.xml", rss(&[("2", "아크메, 냉장고 리콜"), ("1", "오늘의 날씨")]), Some("\"b\""));
    let cases = desk.until("the article", async || Some(desk.cases().await).filter(|cases| !cases.is_empty())).await;
    assert!(cases[0].preview.text.contains("아크메, 냉장고 리콜"));
    let asked = site.requests().len();
    desk.until("two more questions", async || (site.requests().len() >= asked + 2).then_some(())).await;
    assert_eq!(desk.cases().await.len(), cases.len());
    assert_eq!(site.requests().last().and_then(|(_, known)| known.clone()).as_deref(), Some("\"b\""));
}

#[tokio::test]
async fn a_feed_at_an_address_that_is_not_public_is_refused() {
    let site = FakeFeed::start().await;
    site.serve("news.xml", rss(&[]), None);
    let desk = Desk::open().await;
    let refused = desk.engine.add_channel(&desk.scope, feed(site.url("news.xml"))).await;
    assert!(matches!(&refused, Err(ChannelError::Check { reason, .. }) if reason == "address_not_public"), "{refused:?}");
    assert!(site.requests().is_empty());
}

#[tokio::test]
async fn a_sandbox_is_lively_answers_to_nobody_and_goes_in_one_click() {
    let desk = Desk::open().await;
    let brand = desk.engine.create_sandbox(desk.user, "둘러보기").await.expect("a sandbox");
    assert!(brand.sandbox);
    let scope = Scope::member(brand.id, desk.user, Role::Owner);
    let first_day = desk.until("a first day of posts", async || Some(desk.cases_of(&scope).await).filter(|cases| cases.len() > 10)).await;
    let mut languages: Vec<String> =
        first_day.iter().filter_map(|row| row.assessment.as_ref()?.language.value.clone()).map(|language| language.0).collect();
    languages.sort();
    languages.dedup();
    assert_eq!(languages, ["en", "ja", "ko"]);
    let counted = async || {
        let counts = desk.store.counts(&scope).await.expect("counts");
        counts.open + counts.waiting + counts.snoozed + counts.closed
    };
    let before = counted().await;
    desk.until_moving("more posts", 6_000, async || (counted().await > before + 5).then_some(())).await;

    let case = desk.store.case(&scope, first_day[0].case.id).await.expect("a case");
    let answer = SubmitReply { channel_id: None, ..super::desk::submission(&case, "고맙습니다") };
    let reply = desk.engine.submit_reply(&scope, answer).await.expect("taken");
    let sent = desk
        .until_moving("the answer", 1_000, async || {
            Some(desk.store.reply(&scope, reply.id).await.expect("the reply")).filter(|reply| reply.state == ReplyState::Sent)
        })
        .await;
    assert!(sent.sent_at.is_some());
    assert_eq!(ours(&desk.store.case(&scope, case.row.case.id).await.expect("the case")).len(), 1);

    desk.engine.remove_brand(&scope).await.expect("removed");
    assert!(desk.store.brands().await.expect("brands").iter().all(|kept| kept.id != brand.id));
    assert!(matches!(desk.store.case(&scope, case.row.case.id).await, Err(StoreError::NotFound)));
    assert!(desk.store.all_channels().await.expect("channels").is_empty());
}
