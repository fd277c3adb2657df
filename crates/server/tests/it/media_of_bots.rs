//! A picture whose address holds a secret of ours: fetched, kept, and the address is told to nobody.

use crate::app::{TestApp, until};
use answerable_testkit::{FakeTelegram, Member};
use serde_json::json;

const PHOTO: &[u8] = b"\xff\xd8\xff\xe0 a photo";

#[tokio::test]
async fn a_photo_sent_to_a_bot_is_kept_and_the_bots_token_is_nowhere() {
    let app = TestApp::start_alive().await;
    let owner = app.owner().await;
    let brand = owner.brand("Acme").await;
    let network = FakeTelegram::start(app.clock.clone()).await;
    let new = json!({ "connector": "telegram", "config": { "api": network.url(), "poll_seconds": 1 }, "secret": network.token() });
    let channel = owner.post(&format!("/brands/{brand}/channels"), new).await.created();
    assert_eq!(channel["name"], format!("@{}", network.bot_name()));
    let file = network.add_file("photos/fridge.jpg", PHOTO);
    let chat = network.private_chat("jiwoo");
    let photo = json!([{ "file_id": file, "width": 1280, "height": 960 }]);
    network.message(&chat, Member::Customer("jiwoo"), json!({ "photo": photo, "caption": "또 고장났어요" }));
    let medium = until("the photo is kept", async || {
        let cases = owner.get(&format!("/brands/{brand}/cases?state=all")).await.ok();
        let case = cases["items"][0]["id"].as_str()?.to_owned();
        let detail = owner.get(&format!("/brands/{brand}/cases/{case}")).await.ok();
        assert!(!detail.to_string().contains(network.token()));
        let medium = detail["thread"][0]["post"]["media"][0].clone();
        (medium["state"] == "kept").then_some(medium)
    })
    .await;
    assert_eq!((&medium["mime"], &medium["url"]), (&json!("image/jpeg"), &json!(null)));
    let path = format!("/brands/{brand}/media/{}", medium["id"].as_str().expect("an id"));
    let answer = owner.request(reqwest::Method::GET, &path).send().await.expect("an answer");
    assert_eq!(answer.bytes().await.expect("bytes").as_ref(), PHOTO);
    app.stop().await;
}
