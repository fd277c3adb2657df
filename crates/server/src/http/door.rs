//! The page behind a code: "write to us", with a button that opens a mail, or a bot's chat, with the code in it.
//!
//! Anybody with the code may see it, so it tells nothing of the case: the brand's name and where to write. Looking consumes nothing. Who tries
//! codes that there are not is slowed down as one is who tries passwords.

use super::{App, api::refuse_above, gate};
use crate::engine::sound_code;
use answerable_domain::Locale;
use answerable_store::{StoreError, hash_of_code};
use axum::{
    Router,
    extract::{Path, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
    routing::get,
};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use sha2::{Digest as _, Sha256};
use std::net::IpAddr;

const STYLE: &str = "body{font:1.05rem/1.6 system-ui,sans-serif;margin:0;background:#f6f6f4;color:#222}\
main{max-width:32rem;margin:12vh auto;padding:2rem;background:#fff;border:1px solid #ddd;border-radius:12px}\
h1{font-size:1.3rem;margin:0 0 1rem}a.open{display:inline-block;margin:1rem 0;padding:.7rem 1.2rem;border-radius:8px;background:#1f4fd8;\
color:#fff;text-decoration:none}code{font-size:1rem;overflow-wrap:anywhere}small{color:#555}\
@media(prefers-color-scheme:dark){body{background:#161616;color:#eee}main{background:#1f1f1f;border-color:#333}small{color:#aaa}}";
/// Many people may share one address.
const ADDRESS_FAILURES_FACTOR: u32 = 5;

/// What the page says, in one language.
struct Words {
    language: &'static str,
    title: &'static str,
    mail: &'static str,
    mail_open: &'static str,
    chat: &'static str,
    chat_open: &'static str,
    by_hand: &'static str,
    keep: &'static str,
    used: &'static str,
    expired: &'static str,
    unknown: &'static str,
    wait: &'static str,
}

const EN: Words = Words {
    language: "en",
    title: "Write to {brand}",
    mail: "Let us continue by e-mail. The button opens a message to us.",
    mail_open: "Write an e-mail",
    chat: "Let us continue in a chat. The button opens it.",
    chat_open: "Open the chat",
    by_hand: "Or write to this address, with this subject:",
    keep: "Please keep the code in the subject: it tells us what this is about.",
    used: "This link has been used. To continue, just answer in the conversation that it opened.",
    expired: "This link has expired. Please ask for a new one where you first wrote to us.",
    unknown: "This link leads nowhere. Please check that you copied all of it.",
    wait: "That was too often. Please try again in a few minutes.",
};

const KO: Words = Words {
    language: "ko",
    title: "{brand}에 문의하기",
    mail: "이메일로 이어서 도와드릴게요. 버튼을 누르면 메일 쓰기 화면이 열려요.",
    mail_open: "이메일 쓰기",
    chat: "채팅으로 이어서 도와드릴게요. 버튼을 누르면 채팅이 열려요.",
    chat_open: "채팅 열기",
    by_hand: "아래 주소로 이 제목을 넣어 직접 보내셔도 돼요.",
    keep: "제목에 있는 코드는 지우지 말아 주세요. 어떤 문의인지 알 수 있어요.",
    used: "이미 사용한 링크예요. 그때 시작한 대화에 답장해 주시면 이어서 도와드릴게요.",
    expired: "유효 기간이 지난 링크예요. 처음 문의하신 곳에서 새 링크를 요청해 주세요.",
    unknown: "찾을 수 없는 링크예요. 주소를 빠짐없이 복사했는지 확인해 주세요.",
    wait: "너무 여러 번 시도했어요. 몇 분 뒤에 다시 시도해 주세요.",
};

const JA: Words = Words {
    language: "ja",
    title: "{brand}へのお問い合わせ",
    mail: "続きはメールで承ります。ボタンを押すとメールの作成画面が開きます。",
    mail_open: "メールを書く",
    chat: "続きはチャットで承ります。ボタンを押すとチャットが開きます。",
    chat_open: "チャットを開く",
    by_hand: "次の宛先に、この件名で直接お送りいただくこともできます。",
    keep: "件名のコードは消さないでください。どのお問い合わせかを確認するために使います。",
    used: "このリンクは使用済みです。そのときに始まったやり取りに、そのままご返信ください。",
    expired: "このリンクは有効期限が切れています。最初にお問い合わせいただいた場所で、新しいリンクをお求めください。",
    unknown: "このリンクは見つかりません。アドレスがすべてコピーされているかご確認ください。",
    wait: "試行回数が多すぎます。数分後にもう一度お試しください。",
};

pub fn routes() -> Router<App> {
    Router::new().route("/w/{code}", get(show))
}

async fn show(State(app): State<App>, Path(code): Path<String>, request: Request) -> Response {
    let (words, from) = (words(request.headers()), gate::address(&app, &request));
    match behind(&app, &code, from).await {
        Ok(Behind::Open { brand, address, subject, open }) => {
            let is_mail = open.starts_with("mailto:");
            let (says, button) = if is_mail { (words.mail, words.mail_open) } else { (words.chat, words.chat_open) };
            let by_hand = format!(
                "<p><small>{}</small><br><code>{}</code><br><code>{}</code></p><p><small>{}</small></p>",
                words.by_hand,
                escaped(&address),
                escaped(&subject),
                words.keep
            );
            let by_hand = if is_mail { by_hand } else { String::new() };
            let body = format!("<p>{says}</p><a class=\"open\" rel=\"noreferrer\" href=\"{}\">{button}</a>{by_hand}", escaped(&open));
            page(StatusCode::OK, words, Some(&brand), &body)
        }
        Ok(Behind::Used { brand }) => page(StatusCode::GONE, words, Some(&brand), &format!("<p>{}</p>", words.used)),
        Ok(Behind::Expired { brand }) => page(StatusCode::GONE, words, Some(&brand), &format!("<p>{}</p>", words.expired)),
        Ok(Behind::Nothing) => page(StatusCode::NOT_FOUND, words, None, &format!("<p>{}</p>", words.unknown)),
        Err(Kept::Waiting) => page(StatusCode::TOO_MANY_REQUESTS, words, None, &format!("<p>{}</p>", words.wait)),
        Err(Kept::Failed(error)) => super::ApiError::from(error).into_response(),
    }
}

enum Behind {
    Open { brand: String, address: String, subject: String, open: String },
    Used { brand: String },
    Expired { brand: String },
    Nothing,
}

/// Why nobody was let see.
enum Kept {
    Waiting,
    Failed(StoreError),
}

impl From<StoreError> for Kept {
    fn from(error: StoreError) -> Self {
        Self::Failed(error)
    }
}

async fn behind(app: &App, code: &str, from: IpAddr) -> Result<Behind, Kept> {
    let people = &app.config.people;
    let (key, window_ms) = (format!("door:{from}"), i64::from(people.sign_in_pause_seconds) * 1000);
    let max = people.sign_in_failures_max.saturating_mul(ADDRESS_FAILURES_FACTOR);
    refuse_above(app, app.store.login_attempts(&key).await?, max, window_ms).map_err(|_| Kept::Waiting)?;
    let found = match sound_code(code) {
        Some(code) => (app.store.hand_off_of(&hash_of_code(&code)).await, code),
        None => (Err(StoreError::NotFound), String::new()),
    };
    let (door, code) = match found {
        (Ok(door), code) => (door, code),
        (Err(StoreError::NotFound), _) => {
            app.store.add_login_failure(&key, window_ms).await?;
            return Ok(Behind::Nothing);
        }
        (Err(error), _) => return Err(error.into()),
    };
    let brand = door.brand_name;
    if door.used_at.is_some() {
        return Ok(Behind::Used { brand });
    }
    if door.expires_at <= app.now() {
        return Ok(Behind::Expired { brand });
    }
    let written = format!("{}-{}-{}", &code[..4], &code[4..8], &code[8..]);
    Ok(match app.engine.opening(door.channel.id, &brand, &written) {
        Some(opening) => Behind::Open { brand, address: opening.address, subject: opening.subject, open: opening.open },
        None => Behind::Nothing,
    })
}

fn page(status: StatusCode, words: &Words, brand: Option<&str>, body: &str) -> Response {
    let title = escaped(&words.title.replace("{brand}", brand.unwrap_or("Answerable")));
    let heading = brand.map_or_else(String::new, |_| format!("<h1>{title}</h1>"));
    let html = format!(
        "<!doctype html><html lang=\"{}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <meta name=\"robots\" content=\"noindex\"><title>{title}</title><style>{STYLE}</style></head><body><main>{heading}{body}</main></body></html>",
        words.language
    );
    let style = BASE64_STANDARD.encode(Sha256::digest(STYLE));
    let policy = format!("default-src 'none'; style-src 'sha256-{style}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    let policy = HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static("default-src 'none'"));
    let fixed = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CACHE_CONTROL, "no-store"),
        (HeaderName::from_static("x-robots-tag"), "noindex"),
    ];
    (status, fixed, [(header::CONTENT_SECURITY_POLICY, policy)], html).into_response()
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c => escaped.push(c),
        }
    }
    escaped
}

/// The first of our languages that the reader's browser asks for, by weight.
fn words(headers: &HeaderMap) -> &'static Words {
    let asked = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut best: (f32, Locale) = (0.0, Locale::En);
    for part in asked.split(',').take(20) {
        let (tag, weight) = part.split_once(";q=").unwrap_or((part, "1"));
        let locale = Locale::parse(tag.trim().split('-').next().unwrap_or_default());
        let weight = weight.trim().parse::<f32>().unwrap_or(0.0);
        if let Some(locale) = locale.filter(|_| weight > best.0) {
            best = (weight, locale);
        }
    }
    match best.1 {
        Locale::En => &EN,
        Locale::Ko => &KO,
        Locale::Ja => &JA,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_speaks_the_readers_language() {
        for (asked, expected) in [
            ("ko-KR,ko;q=0.9,en-US;q=0.8", "ko"),
            ("ja", "ja"),
            ("fr-FR, ja;q=0.3, en;q=0.5", "en"),
            ("en;q=0.1, KO;q=0.2", "en"),
            ("", "en"),
            ("*", "en"),
            ("ko;q=x", "en"),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_static(asked));
            assert_eq!(words(&headers).language, expected, "{asked}");
        }
    }

    #[test]
    fn a_brand_cannot_write_markup_into_the_page() {
        assert_eq!(escaped("<script>alert('1' & \"2\")</script>"), "&lt;script&gt;alert(&#39;1&#39; &amp; &quot;2&quot;)&lt;/script&gt;");
    }
}
