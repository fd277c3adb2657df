//! What becomes of a bot's updates.

use crate::{
    support::{MemoryVault, as_post, hostile, http},
    telegram_world::{TelegramWorld, text},
};
use answerable_domain::{ConnectorKind, Inbound, InboundPost, PostKind, SpanKind, Visibility};
use answerable_networks::{Connector, Context, MediaSource, Secret, connect, settings};
use answerable_testkit::{FakeClock, Faked, Member, raw};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::sync::{Arc, OnceLock};

#[tokio::test]
async fn a_private_chat_is_one_conversation() {
    let world = TelegramWorld::new().await;
    let first = world.network.say("jiwoo", "배송이 안 와요");
    world.network.answer("jiwoo", &first.native_id, "주문 번호는 77이에요");
    let posts = world.posts(2).await;
    // The second brings along what it answers.
    assert_eq!(posts.iter().map(|post| post.context).collect::<Vec<_>>(), [false, true, false]);
    for post in &posts {
        assert_eq!((post.kind, post.visibility), (PostKind::Direct, Visibility::Direct));
        assert_eq!(post.root_native_id.as_deref(), Some("chat:1001"));
        assert_eq!((post.author.native_id.as_str(), post.author.handle.as_deref()), ("1001", Some("jiwoo")));
        assert_eq!((post.permalink.as_deref(), post.languages.as_slice()), (None, ["ko".to_owned()].as_slice()));
    }
    assert_eq!((posts[0].native_id.clone(), posts[0].addressed), (first.native_id.clone(), true));
    assert_eq!((posts[1].native_id.clone(), posts[1].version.clone()), (first.native_id.clone(), posts[0].version.clone()));
    assert_eq!(posts[2].parent_native_id, Some(first.native_id));
    assert_eq!(posts[2].parent_author_native_id.as_deref(), Some("1001"));
}

#[tokio::test]
async fn in_a_group_only_what_is_meant_for_the_bot_is_addressed() {
    let world = TelegramWorld::new().await;
    let group = world.network.add_group("아크메 사용자 모임", Some("acme_users"));
    let jiwoo = Member::Customer("jiwoo");
    let entity = |kind: &str, offset: usize, length: usize| json!({"type": kind, "offset": offset, "length": length});
    let name = world.network.bot_name();
    let said = |words: String, entities: Value| json!({"text": words, "entities": entities});
    let mut by_id = entity("text_mention", 0, 2);
    by_id["user"] = json!({"id": world.network.bot_id()});
    world.network.message(&group, jiwoo, text("우리끼리 하는 말"));
    world.network.message(&group, jiwoo, said(format!("👾 @{name} 도와줘"), json!([entity("mention", 3, name.len() + 1)])));
    world.network.message(&group, jiwoo, said("@other_bot 야".into(), json!([entity("mention", 0, 10)])));
    world.network.message(&group, jiwoo, said("봇님 안녕".into(), json!([by_id])));
    world.network.message(&group, jiwoo, said("/help".into(), json!([entity("bot_command", 0, 5)])));
    world.network.message(&group, jiwoo, said("/help@other_bot".into(), json!([entity("bot_command", 0, 15)])));
    let ours = world.network.message(&group, Member::Bot, text("무엇을 도와드릴까요?"));
    world.network.reply(&group, jiwoo, ours, text("환불요"));
    let posts = world.posts(8).await;
    let said: Vec<(&str, bool, PostKind)> =
        posts.iter().filter(|post| !post.context).map(|post| (post.text.as_str(), post.addressed, post.kind)).collect();
    let mention = format!("👾 @{name} 도와줘");
    assert_eq!(
        said,
        [
            ("우리끼리 하는 말", false, PostKind::Post),
            (mention.as_str(), true, PostKind::Post),
            ("@other_bot 야", false, PostKind::Post),
            ("봇님 안녕", true, PostKind::Post),
            ("/help", true, PostKind::Post),
            ("/help@other_bot", false, PostKind::Post),
            ("무엇을 도와드릴까요?", false, PostKind::Post),
            ("환불요", true, PostKind::Comment),
        ]
    );
    assert_eq!(posts[0].permalink.as_deref(), Some("https://t.me/acme_users/1"));
    assert_eq!(posts[0].visibility, Visibility::Public);
    assert_eq!(posts[1].spans[0].kind, SpanKind::Mention(world.network.bot_id().to_string()));
    assert_eq!(posts[2].spans[0].kind, SpanKind::Link("https://t.me/other_bot".into()));
    assert!(posts.iter().all(|post| post.languages.is_empty()));
}

#[tokio::test]
async fn a_closed_group_and_a_channel_are_what_they_are() {
    let world = TelegramWorld::new().await;
    let closed = world.network.add_group("우리", None);
    let channel = world.network.add_channel("アクメ通信", Some("acme_news"));
    world.network.message(&closed, Member::Customer("sora"), text("비밀"));
    world.network.message(&channel, Member::Chat, text("新製品です"));
    let posts = world.posts(2).await;
    assert_eq!((posts[0].visibility, posts[0].permalink.clone()), (Visibility::Limited, None));
    assert_eq!(posts[1].author.display_name.as_deref(), Some("アクメ通信"));
    assert_eq!(posts[1].author.native_id, channel.chat.to_string());
    assert_eq!((posts[1].kind, posts[1].visibility, posts[1].addressed), (PostKind::Post, Visibility::Public, false));
}

#[tokio::test]
async fn an_edit_is_a_new_version_of_the_same_post() {
    let world = TelegramWorld::new().await;
    let said = world.network.say("jiwoo", "고장났어요");
    world.clock.advance_ms(5_000);
    world.network.edit(&said, "고장 안 났어요").unwrap();
    // Two edits within a second are two.
    world.network.edit(&said, "역시 고장났어요").unwrap();
    world.network.repeat(&said).unwrap();
    let posts = world.posts(4).await;
    assert!(posts.iter().all(|post| post.native_id == said.native_id));
    let versions: std::collections::BTreeSet<&str> = posts.iter().map(|post| post.version.as_str()).collect();
    assert_eq!(versions.len(), 3);
    assert_eq!(posts[2], posts[3]);
}

#[tokio::test]
async fn business_chats_are_the_brands_own() {
    let world = TelegramWorld::new().await;
    let connection = world.network.connect_business(true);
    let chat = world.network.business_chat(&connection, "sora");
    let said = world.network.message(&chat, Member::Customer("sora"), text("안녕하세요"));
    let ours = world.network.message(&chat, Member::Owner, text("네, 말씀하세요"));
    world.network.edit_message(&chat, said, text("안녕하세요!"));
    world.network.delete_business_messages(&chat, &[said, ours]);
    let found = world.understood(5).await;
    let posts: Vec<InboundPost> = found.iter().cloned().filter_map(as_post).collect();
    assert_eq!(posts[0].native_id, format!("{connection}:1001:{said}"));
    assert_eq!(posts[0].root_native_id, Some(format!("chat:{connection}:1001")));
    assert_eq!((posts[0].addressed, posts[1].addressed, posts[2].addressed), (true, false, true));
    // What the owner says from the app is said by the account of the channel.
    assert_eq!(posts[1].author.native_id, world.network.bot_id().to_string());
    let gone: Vec<&str> = found
        .iter()
        .filter_map(|inbound| match inbound {
            Inbound::Deleted { native_id, .. } => Some(native_id.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(gone, [chat.native_id(said), chat.native_id(ours)]);
}

#[tokio::test]
async fn what_has_no_words_is_shown_in_signs() {
    let world = TelegramWorld::new().await;
    let chat = world.network.private_chat("jiwoo");
    let file = |id: &str| json!({"file_id": id, "file_unique_id": id, "duration": 3});
    let mut sticker = file("S");
    sticker["emoji"] = json!("😡");
    let mut document = file("D");
    document["file_name"] = json!("영수증.pdf");
    document["mime_type"] = json!("application/pdf");
    let cases = [
        (json!({"location": {"latitude": 37.5547, "longitude": 126.9707}}), "[📍 37.55470, 126.97070]", vec![]),
        (
            json!({"venue": {"title": "서울역", "address": "중구"}, "location": {"latitude": 1.0, "longitude": 2.0}}),
            "[📍 서울역 중구]",
            vec![],
        ),
        (json!({"contact": {"first_name": "지우", "phone_number": "+8210"}}), "[👤 지우 +8210]", vec![]),
        (json!({"poll": {"question": "환불?", "options": [{"text": "네"}, {"text": "아니오"}]}}), "[📊 환불? — 네 / 아니오]", vec![]),
        (json!({"dice": {"emoji": "🎲", "value": 4}}), "🎲", vec![]),
        (json!({"sticker": sticker}), "😡", vec!["telegram:S image/webp"]),
        (json!({"voice": file("V")}), "", vec!["telegram:V audio/ogg"]),
        (json!({"document": document, "caption": "여기요"}), "여기요", vec!["telegram:D application/pdf"]),
        (json!({"animation": file("A"), "document": file("A")}), "", vec!["telegram:A video/mp4"]),
        (
            json!({"photo": [{"file_id": "s", "width": 1, "height": 1}, {"file_id": "L", "width": 9, "height": 9}, {"file_id": "m", "width": 3, "height": 3}]}),
            "",
            vec!["telegram:L image/jpeg"],
        ),
    ];
    for (fields, ..) in &cases {
        world.network.message(&chat, Member::Customer("jiwoo"), fields.clone());
    }
    let posts = world.posts(cases.len()).await;
    for (post, (fields, words, files)) in posts.iter().zip(&cases) {
        let media: Vec<String> =
            post.media.iter().map(|media| format!("{} {}", media.url, media.mime.as_deref().unwrap_or_default())).collect();
        assert_eq!((post.text.as_str(), &media.iter().map(String::as_str).collect::<Vec<_>>()), (*words, files), "{fields}");
    }
    assert_eq!(posts[7].media[0].alt.as_deref(), Some("여기요"));
}

#[tokio::test]
async fn a_file_is_fetched_from_an_address_that_nobody_sees() {
    let world = TelegramWorld::new().await;
    let bytes = vec![0xff, 0xd8, 0xff, 0xe0, 7];
    let id = world.network.add_file("photos/file 7.jpg", bytes.clone());
    let bot = world.bot();
    let MediaSource::Trusted(address) = bot.media(&format!("telegram:{id}")).await.unwrap() else { panic!("it holds the token") };
    assert_eq!(format!("{address:?}"), "Secret(hidden)");
    let answer = http().get(address.expose()).send().await.unwrap();
    assert_eq!(answer.bytes().await.unwrap(), bytes);
    assert_eq!(bot.media("https://a.example/b.png").await.unwrap(), MediaSource::Fetch("https://a.example/b.png".into()));
    bot.media("telegram:nobody").await.unwrap_err();
    let outside = world.network.add_file("../../etc/passwd", vec![1]);
    bot.media(&format!("telegram:{outside}")).await.unwrap_err();
}

#[tokio::test]
async fn a_code_in_a_link_or_in_brackets_is_a_hand_off() {
    let world = TelegramWorld::new().await;
    for words in ["/start 4t7k9qxz0b1c", "여기요 ［＃4T7K-9QXZ-0B1C］", "/start over please", "start 4T7K9QXZ0B1C", "4T7K9QXZ0B1C"] {
        world.network.say("jiwoo", words);
    }
    let codes: Vec<Option<String>> = world.posts(5).await.into_iter().map(|post| post.hand_off).collect();
    let code = Some("4T7K-9QXZ-0B1C".to_owned());
    assert_eq!(codes, [code.clone(), code, None, None, None]);
}

#[tokio::test]
async fn hostile_texts_come_through_whole() {
    let world = TelegramWorld::new().await;
    let texts = hostile();
    for words in &texts {
        let end = words.encode_utf16().count();
        let entities: Vec<Value> = (0..end.min(60)).map(|at| json!({"type": "hashtag", "offset": at, "length": end - at})).collect();
        world.network.message(
            &world.network.private_chat("jiwoo"),
            Member::Customer("jiwoo"),
            json!({"text": words, "entities": entities}),
        );
    }
    let posts = world.posts(texts.len()).await;
    for (post, words) in posts.iter().zip(&texts) {
        assert_eq!(post.text, words.replace('\0', " "));
        assert!(post.spans.iter().all(|span| span.fits(&post.text)));
    }
}

/// `(text, its length as each network counts)`, as recorded.
fn vectors() -> Vec<(String, usize, usize)> {
    let path = format!("{}/../../fixtures/telegram/count_vectors.json", env!("CARGO_MANIFEST_DIR"));
    let vectors: Vec<Value> = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let size = |vector: &Value, key: &str| usize::try_from(vector[key].as_u64().unwrap()).unwrap();
    vectors.iter().map(|vector| (vector["text"].as_str().unwrap().to_owned(), size(vector, "utf16"), size(vector, "bytes"))).collect()
}

/// The words that a span of these UTF-16 units marks.
fn marked(text: &str, offset: usize, length: usize) -> Option<String> {
    let message = json!({"update_id": 1, "message": {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}, "from": {"id": 1},
        "text": text, "entities": [{"type": "text_link", "url": "https://a.kr", "offset": offset, "length": length}]}});
    let posts = reader().normalize(&raw("updates", message.to_string())).unwrap();
    let [Inbound::Post(post)] = posts.as_slice() else { panic!("{posts:?}") };
    assert_eq!(post.text, text.replace('\0', " "));
    post.spans.first().map(|span| post.text[span.start as usize..span.end as usize].to_owned())
}

/// Reading needs no network: one connector for all.
fn reader() -> &'static dyn Connector {
    static READER: OnceLock<Box<dyn Connector>> = OnceLock::new();
    READER
        .get_or_init(|| {
            let context = Context {
                clock: FakeClock::new(),
                vault: Arc::new(MemoryVault::default()),
                http: http(),
                allowed_hosts: Arc::new([]),
                reference_key: [7; 32],
            };
            connect(settings(ConnectorKind::Telegram, &json!({})).unwrap(), Some(Secret::new("7:abc")), context).unwrap()
        })
        .as_ref()
}

#[test]
fn whole_texts_are_marked_whole_by_the_recorded_lengths() {
    let vectors = vectors();
    assert!(vectors.len() > 10);
    for (text, units, bytes) in vectors.iter().filter(|(text, ..)| !text.is_empty()) {
        let found = marked(text, 0, *units).unwrap();
        assert_eq!((found.len(), &found), (*bytes, &text.replace('\0', " ")));
        assert_eq!(marked(text, 0, units + 1), None, "{text}: beyond its end");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    /// Any piece of any text, counted in UTF-16, is that piece in UTF-8.
    #[test]
    fn pieces_are_found_again(before in "\\PC{0,20}", piece in "\\PC{1,20}", after in "\\PC{0,20}") {
        let text = format!("{before}{piece}{after}");
        let found = marked(&text, before.encode_utf16().count(), piece.encode_utf16().count());
        prop_assert_eq!(found, Some(piece));
    }

    /// Whatever is said of where it stands, a span cuts nothing in two.
    #[test]
    fn wrong_places_are_left_out(text in "\\PC{1,20}", offset in 0_usize..60, length in 0_usize..60) {
        let units: Vec<u16> = text.encode_utf16().collect();
        let expected = units.get(offset..offset + length).and_then(|piece| String::from_utf16(piece).ok()).filter(|piece| !piece.is_empty());
        prop_assert_eq!(marked(&text, offset, length), expected);
    }
}
