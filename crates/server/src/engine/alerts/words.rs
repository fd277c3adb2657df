//! What notices say outside of the app: the one place where the server has sentences of its own, because no screen stands in between.
//!
//! Foreign words are quoted line by line, so that nobody can make them look like ours.

use answerable_domain::{CaseId, Locale, clip_to_bytes};
use answerable_store::{Notice, NoticeToSend, WebhookFormat};
use serde_json::{Value, json};

/// Of one post in a message that people read, and in a document that programs read.
const POST_BYTES_MAX: usize = 600;
const DOCUMENT_POST_BYTES_MAX: usize = 4_000;

/// All that is said, in one language. A language without one of them does not compile.
struct Words {
    found: &'static str,
    nothing: &'static str,
    more: &'static str,
    trial: &'static str,
    why: &'static str,
}

const ENGLISH: Words = Words {
    found: "Posts that match “{alert}”: {count}",
    nothing: "No post matches “{alert}” right now.",
    more: "Posts not shown here: {count}",
    trial: "This is a trial: it shows the newest posts that match now.",
    why: "You get this message because the alert “{alert}” of {brand} names your address. Whoever looks after {brand} can change that.",
};

const KOREAN: Words = Words {
    found: "‘{alert}’ 알림에 해당하는 게시물: {count}건",
    nothing: "지금은 ‘{alert}’ 알림에 해당하는 게시물이 없습니다.",
    more: "여기에 표시되지 않은 게시물: {count}건",
    trial: "시험 발송입니다. 지금 조건에 맞는 최신 게시물을 보여 드립니다.",
    why: "{brand}의 ‘{alert}’ 알림에 이 주소가 등록되어 있어 보내 드리는 메일입니다. 받지 않으려면 {brand} 담당 관리자에게 문의해 주세요.",
};

const JAPANESE: Words = Words {
    found: "アラート「{alert}」に該当する投稿：{count}件",
    nothing: "現在、アラート「{alert}」に該当する投稿はありません。",
    more: "ここに表示していない投稿：{count}件",
    trial: "これはテスト送信です。現在の条件に合う最新の投稿を表示しています。",
    why: "{brand}のアラート「{alert}」にこのアドレスが登録されているため、お送りしています。配信停止をご希望の場合は、{brand}の管理者にお問い合わせください。",
};

fn words(locale: Locale) -> &'static Words {
    match locale {
        Locale::En => &ENGLISH,
        Locale::Ko => &KOREAN,
        Locale::Ja => &JAPANESE,
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Email {
    pub subject: String,
    pub body: String,
}

/// `link`: where a case is opened, if that is known.
pub fn email(locale: Locale, to_send: &NoticeToSend, link: impl Fn(CaseId) -> Option<String>) -> Email {
    let (notice, words) = (&to_send.notice, words(locale));
    let say = |text: &str| filled(text, to_send, notice.count);
    let mut body = opening(words, to_send);
    for post in &notice.posts {
        body.push_str("\n\n");
        body.push_str(&author(&post.author));
        for line in clip_to_bytes(&post.text, POST_BYTES_MAX).lines() {
            body.push_str("\n> ");
            body.extend(line.chars().filter(|character| !character.is_control()));
        }
        body.extend(link(post.case_id).map(|link| format!("\n{link}")));
    }
    body.extend(not_shown(notice).map(|count| format!("\n\n{}", filled(words.more, to_send, count))));
    body.push_str(&format!("\n\n-- \n{}\n", say(words.why)));
    Email { subject: format!("[{}] {} ({})", to_send.brand_name, notice.alert_name, notice.count), body }
}

/// The body of a webhook's request.
pub fn document(format: WebhookFormat, locale: Locale, to_send: &NoticeToSend, link: impl Fn(CaseId) -> Option<String>) -> String {
    let document = match format {
        WebhookFormat::Standard => standard(to_send, link),
        WebhookFormat::Slack => json!({ "text": slack(locale, to_send, link) }),
    };
    document.to_string()
}

fn standard(to_send: &NoticeToSend, link: impl Fn(CaseId) -> Option<String>) -> Value {
    let notice = &to_send.notice;
    let posts = notice.posts.iter().map(|post| {
        json!({
            "post_id": post.post_id,
            "case_id": post.case_id,
            "text": clip_to_bytes(&post.text, DOCUMENT_POST_BYTES_MAX),
            "author": post.author,
            "created_at": post.created_at,
            "permalink": post.permalink,
            "link": link(post.case_id),
        })
    });
    json!({
        "type": "notice.added",
        "timestamp": iso(notice.created_at),
        "data": {
            "notice_id": notice.id,
            "brand": { "id": to_send.brand_id, "name": to_send.brand_name },
            "alert": { "id": notice.alert_id, "name": notice.alert_name },
            "trial": notice.trial,
            "count": notice.count,
            "posts": posts.collect::<Vec<_>>(),
        },
    })
}

fn slack(locale: Locale, to_send: &NoticeToSend, link: impl Fn(CaseId) -> Option<String>) -> String {
    let (notice, words) = (&to_send.notice, words(locale));
    let mut text = format!("*{}*\n{}", escaped(&to_send.brand_name), escaped(&opening(words, to_send)));
    for post in &notice.posts {
        text.push_str(&format!("\n\n{}", escaped(&author(&post.author))));
        for line in clip_to_bytes(&post.text, POST_BYTES_MAX).lines() {
            text.push_str(&format!("\n&gt; {}", escaped(line)));
        }
        text.extend(link(post.case_id).map(|link| format!("\n{link}")));
    }
    text.extend(not_shown(notice).map(|count| format!("\n\n{}", escaped(&filled(words.more, to_send, count)))));
    text
}

fn opening(words: &Words, to_send: &NoticeToSend) -> String {
    let notice = &to_send.notice;
    let found = if notice.count == 0 { words.nothing } else { words.found };
    let mut text = filled(found, to_send, notice.count);
    if notice.trial {
        text.push('\n');
        text.push_str(words.trial);
    }
    text
}

fn not_shown(notice: &Notice) -> Option<u64> {
    Some(notice.count.saturating_sub(notice.posts.len() as u64)).filter(|count| *count > 0)
}

fn filled(text: &str, to_send: &NoticeToSend, count: u64) -> String {
    // Names are put in last: what stands in one is not filled again.
    let (before, after) = match text.split_once("{count}") {
        Some((before, after)) => (format!("{before}{count}"), after),
        None => (text.to_owned(), ""),
    };
    let mut filled = String::new();
    let whole = before + after;
    let mut rest = whole.as_str();
    while let Some((before, from)) = rest.split_once('{') {
        filled.push_str(before);
        let (name, after) = from.split_once('}').unwrap_or((from, ""));
        filled.push_str(match name {
            "alert" => &to_send.notice.alert_name,
            "brand" => &to_send.brand_name,
            other => other,
        });
        rest = after;
    }
    filled + rest
}

fn author(name: &str) -> String {
    if name.is_empty() { "?".to_owned() } else { name.chars().filter(|character| !character.is_control()).collect() }
}

/// The three characters that mean something to Slack.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn iso(at: answerable_domain::Millis) -> String {
    jiff::Timestamp::from_millisecond(at).map(|at| at.to_string()).unwrap_or_default()
}

#[cfg(test)]
#[path = "words_tests.rs"]
mod words_tests;
