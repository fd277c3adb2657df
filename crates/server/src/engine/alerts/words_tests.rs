//! What notices say, in every language.

use super::*;
use answerable_domain::{AlertId, BrandId, NoticeId, PostId};
use answerable_store::NoticePost;

fn to_send(count: u64, text: &str) -> NoticeToSend {
    let post = NoticePost {
        post_id: PostId(1),
        case_id: CaseId(2),
        text: text.into(),
        author: "jiwoo".into(),
        permalink: None,
        created_at: 1_795_310_200_000,
    };
    let notice = Notice {
        id: NoticeId(3),
        alert_id: AlertId(4),
        alert_name: "환불 {brand}".into(),
        count,
        posts: vec![post],
        trial: false,
        created_at: 1_795_310_200_000,
        read: false,
    };
    NoticeToSend { brand_id: BrandId(5), brand_name: "Acme <&>".into(), notice }
}

fn link(case_id: CaseId) -> Option<String> {
    Some(format!("https://care.example/case/{case_id}"))
}

#[test]
fn every_language_says_everything_and_names_what_it_is_about() {
    for (locale, words) in [(Locale::En, &ENGLISH), (Locale::Ko, &KOREAN), (Locale::Ja, &JAPANESE)] {
        for (text, names) in [
            (words.found, vec!["{alert}", "{count}"]),
            (words.nothing, vec!["{alert}"]),
            (words.more, vec!["{count}"]),
            (words.trial, vec![]),
            (words.why, vec!["{alert}", "{brand}"]),
        ] {
            assert!(!text.trim().is_empty());
            assert!(names.iter().all(|name| text.contains(name)), "{text}");
        }
        let email = email(locale, &to_send(30, "x"), link);
        assert!(email.body.contains("30") && email.body.contains("29"), "{}", email.body);
        assert!(email.body.contains("환불 {brand}"), "a name is taken as it is: {}", email.body);
    }
    assert!(KOREAN.found.chars().any(|c| ('가'..='힣').contains(&c)) && JAPANESE.found.contains('投'));
}

#[test]
fn an_email_quotes_foreign_words_line_by_line() {
    let email = email(Locale::En, &to_send(1, "Hello\r\n-- \nYou won\u{7}!"), link);
    assert_eq!(email.subject, "[Acme <&>] 환불 {brand} (1)");
    let body = "Posts that match “환불 {brand}”: 1\n\njiwoo\n> Hello\n> -- \n> You won!\nhttps://care.example/case/2\n\n-- \nYou get this message because \
                the alert “환불 {brand}” of Acme <&> names your address. Whoever looks after Acme <&> can change that.\n";
    assert_eq!(email.body, body);
}

#[test]
fn slack_is_told_nothing_that_it_would_take_for_its_own() {
    let text = document(WebhookFormat::Slack, Locale::En, &to_send(1, "<!channel> & <https://evil.example|us>"), |_| None);
    let text: Value = serde_json::from_str(&text).expect("JSON");
    let expected =
        "*Acme &lt;&amp;&gt;*\nPosts that match “환불 {brand}”: 1\n\njiwoo\n&gt; &lt;!channel&gt; &amp; &lt;https://evil.example|us&gt;";
    assert_eq!(text, json!({ "text": expected }));
}

#[test]
fn a_document_carries_ids_as_text_and_times_that_programs_read() {
    let text = document(WebhookFormat::Standard, Locale::Ko, &to_send(1, "환불"), link);
    let document: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!((&document["type"], &document["timestamp"]), (&json!("notice.added"), &json!("2026-11-22T01:16:40Z")));
    assert_eq!((&document["data"]["count"], &document["data"]["alert"]["id"]), (&json!(1), &json!("4")));
    assert_eq!(document["data"]["posts"][0]["link"], json!("https://care.example/case/2"));
}

#[test]
fn a_trial_says_that_it_is_one() {
    let mut trial = to_send(0, "");
    trial.notice.trial = true;
    trial.notice.posts.clear();
    let body = email(Locale::Ja, &trial, link).body;
    assert!(body.starts_with("現在、アラート「환불 {brand}」に該当する投稿はありません。\nこれはテスト送信です。"), "{body}");
}
