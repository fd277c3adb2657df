//! What comes with a mail: files, pictures, markup.

use super::{body, fixture, noted, read, subject, visible};
use answerable_domain::SpanKind;

fn summary(post: &answerable_domain::InboundPost) -> Vec<(Option<&str>, &str, Option<&str>)> {
    post.attachments.iter().map(|one| (one.name.as_deref(), one.mime.as_str(), one.alt.as_deref())).collect()
}

#[test]
fn email_reading_finds_files_and_what_pictures_show() {
    let post = read(fixture("ko-files.eml"));
    assert_eq!(body(&post), "안녕하세요. 사진을 보내요.");
    assert_eq!(
        summary(&post),
        [
            (Some("견적서 10293.pdf"), "application/pdf", None),
            (Some("영수증 사진.png"), "image/png", None),
            (Some("image001.png"), "image/png", None),
        ]
    );
    assert!(post.attachments[0].bytes.starts_with(b"%PDF"));
    let raw = read(fixture("ko-raw-file-name.eml"));
    assert_eq!((body(&raw), summary(&raw)), ("첨부합니다.", vec![(Some("영수증.png"), "image/png", None)]));
}

#[test]
fn email_reading_makes_text_and_links_of_markup() {
    let post = read(fixture("ja-html-only.eml"));
    assert_eq!(subject(&post), "返金をお願いします");
    assert_eq!(visible(&post), "商品が届きません。\n注文: こちら");
    let links = post.spans.iter().filter_map(|span| match &span.kind {
        SpanKind::Link(target) => Some((&post.text[span.start as usize..span.end as usize], target.as_str())),
        _ => None,
    });
    assert_eq!(links.collect::<Vec<_>>(), [("こちら", "https://shop.example.jp/o/1")]);
}

#[test]
fn email_reading_passes_over_texts_that_say_nothing() {
    let post = read(fixture("ja-html-stub.eml"));
    assert!(body(&post).starts_with("商品が届きません。"), "{}", post.text);
}

#[test]
fn email_reading_puts_flowed_paragraphs_together() {
    let post = read(fixture("en-flowed.eml"));
    assert_eq!(
        visible(&post),
        "My lamp arrived on Friday and it is broken; see https://shop.example.com/orders/10293.\nCan you send a new one?"
    );
    assert!(body(&post).contains("> We have sent your lamp, it should be with you on Friday."), "{}", post.text);
    assert_eq!((post.author.native_id.as_str(), post.author.display_name.as_deref()), ("anna@example.com", Some("Kim, Anna")));
    assert_eq!(post.languages, ["en-gb", "en"]);
    assert_eq!(
        post.spans
            .iter()
            .filter(|span| matches!(&span.kind, SpanKind::Link(target) if target == "https://shop.example.com/orders/10293"))
            .count(),
        1
    );
}

#[test]
fn email_reading_keeps_a_mail_within_a_mail_as_a_file() {
    let post = read(fixture("en-forwarded.eml"));
    assert_eq!((body(&post), summary(&post)), ("Is this from you?", vec![(Some("mail.eml"), "message/rfc822", None)]));
}

#[test]
fn email_reading_tells_inline_pictures_by_their_alt() {
    let html = "<p>보세요</p><img alt='깨진 뚜껑' src='cid:p1@x'>";
    let picture = "Content-Type: image/png\nContent-ID: <p1@x>\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=";
    let head = "From: a@b.kr\nContent-Type: multipart/related; boundary=b\n";
    let mail = format!("{head}\n--b\nContent-Type: text/html; charset=utf-8\n\n{html}\n--b\n{picture}\n--b--\n");
    let post = read(mail);
    assert_eq!((body(&post), summary(&post)), ("보세요", vec![(None, "image/png", Some("깨진 뚜껑"))]));
}

#[test]
fn email_reading_leaves_out_what_is_too_much_and_says_so() {
    let part = |name: &str, bytes: &str| {
        format!("--b\nContent-Type: application/pdf\nContent-Disposition: attachment; filename={name}\n\n{bytes}\n")
    };
    let many: String = (0..12).map(|number| part(&format!("{number}.pdf"), "%PDF")).collect();
    let large = part("large.pdf", &"x".repeat(11 * 1024 * 1024));
    let mail = |parts: &str| format!("From: a@b.kr\nContent-Type: multipart/mixed; boundary=b\n\n{parts}--b--\n");
    let post = read(mail(&many));
    assert_eq!((post.attachments.len(), noted(&post).notes), (10, vec!["truncated".to_owned()]));
    let post = read(mail(&format!("{large}{}", part("small.pdf", "%PDF"))));
    assert_eq!((summary(&post), noted(&post).notes), (vec![(Some("small.pdf"), "application/pdf", None)], vec!["truncated".to_owned()]));
    assert_eq!(noted(&read(mail(&part("small.pdf", "%PDF")))).notes, Vec::<String>::new());
}
