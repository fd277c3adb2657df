//! Every encoding of the region, as it is said and as it is meant.

use super::{body, fixture, read, subject};

const KO: &str =
    "안녕하세요.\n\n주문번호 10293 상품 뚜껑이 깨져서 왔어요. 똠얌꿍 세트, 펲시, 뷁 표시가 있는 상자예요. 환불해 주세요.\n\n김지우 드림";
const KO_SUBJECT: &str = "상품이 깨져서 왔어요, 환불해 주세요 (똠얌꿍 세트)";
const JA: &str =
    "お世話になっております。\n\n注文番号①0293の商品が㈱例示から届きません。髙橋様宛です。ﾊﾝｶｸ文字も使います。\n返金をお願いいたします。";
const JA_PLAIN: &str = "お世話になっております。\n\n注文番号10293の商品が届きません。\n返金をお願いいたします。";
const JA_SUBJECT: &str = "注文した商品が届きません（①回目）髙橋です。ご確認をお願いいたします";

#[test]
fn email_reading_knows_every_encoding_of_the_region() {
    for (name, author, expected_subject, expected_body) in [
        ("ko-euc-kr", Some("김지우"), KO_SUBJECT, KO),
        ("ko-ks_c_5601", Some("김지우"), KO_SUBJECT, KO),
        ("ko-cp949", Some("김지우"), KO_SUBJECT, KO),
        ("ko-utf-8-qp", Some("김지우"), KO_SUBJECT, KO),
        ("ko-raw-header", Some("김지우"), KO_SUBJECT, KO),
        ("ko-utf-8-said-euc-kr", Some("김지우"), KO_SUBJECT, KO),
        ("ko-euc-kr-said-utf-8", Some("김지우"), KO_SUBJECT, KO),
        ("ko-iso-2022-kr", None, "hello", "상품이 깨져서 왔어요. 환불해 주세요.\n감사합니다."),
        ("ja-iso-2022-jp", Some("山田 空"), "注文した商品が届きません", JA_PLAIN),
        ("ja-iso-2022-jp-ms", None, "商品①が届きません（㈱例示）", "ﾊﾝｶｸの①②㈱№です。\n商品が届きません。"),
        ("ja-iso-2022-jp-said-utf-8", None, "hello", JA_PLAIN),
        ("ja-shift_jis", Some("髙橋 空"), JA_SUBJECT, JA),
        ("ja-cp932", Some("髙橋 空"), JA_SUBJECT, JA),
        ("ja-shift_jis-unlabelled", None, "注文した商品が届きません", JA_PLAIN),
        ("ja-euc-jp", Some("山田 空"), "注文した商品が届きません", JA_PLAIN),
        ("ja-euc-jp-unlabelled", None, "hello", JA_PLAIN),
        ("zh-gb18030", Some("王伟"), "订单没有收到，请退款", "你好，我的订单10293还没有收到，请退款。䶮镕"),
        ("zh-gb2312", None, "订单没有收到，请退款", "你好，我的订单10293还没有收到，请退款。"),
    ] {
        let post = read(fixture(&format!("{name}.eml")));
        assert_eq!(subject(&post), expected_subject, "{name}");
        assert_eq!(body(&post), expected_body, "{name}");
        assert_eq!(post.author.display_name.as_deref(), author, "{name}");
    }
}

fn headed(subject: &[u8]) -> String {
    let mail = [b"From: a@example.kr\r\nSubject: ", subject, b"\r\n\r\nx"].concat();
    super::subject(&read(mail)).to_owned()
}

#[test]
fn email_reading_takes_encoded_words_as_programs_write_them() {
    for (written, expected) in [
        (&b"=?UTF-8?B?7ZmY67aI?="[..], "환불"),
        (b"=?utf-8?q?=ED=99=98=EB=B6=88_=EC=9A=94=EC=B2=AD?=", "환불 요청"),
        (b"Re: =?UTF-8?B?7ZmY67aI?= (10293)", "Re: 환불 (10293)"),
        // Cut within a character.
        (b"=?UTF-8?B?7ZmY6w==?=\r\n =?UTF-8?B?togg?= =?UTF-8?Q?ok?=", "환불 ok"),
        (b"=?UTF-8*ko?B?7ZmY67aI?=", "환불"),
        (b"=?EUC-KR?B?yK+60g==?==?EUC-KR?B?IL/kw7s=?=", "환불 요청"),
        (b"=?EUC-KR?B?yK+60g?=", "환불"),
        (b"=?nonsense?B?7ZmY67aI?=", "환불"),
        (b"=?UTF-8?X?a?= =?UTF-8?B?", "=?UTF-8?X?a?= =?UTF-8?B?"),
        (b"caf\xe9 au lait", "café au lait"),
        (b"\xc8\xaf\xba\xd2 \xbf\xe4\xc3\xbb", "환불 요청"),
        (b"\xe8\xbf\x94\xe9\x87\x91", "返金"),
        (b"=?ISO-2022-JP?B?GyRCSlY2YhsoQg==?= =?ISO-2022-JP?B?GyRCJHIbKEI=?=", "返金を"),
        (b"1 =3D 1 =? ?=", "1 =3D 1 =? ?="),
        (b"a\0b\x07c", "a b c"),
        (b"", ""),
    ] {
        assert_eq!(headed(written), expected, "{}", written.escape_ascii());
    }
}

#[test]
fn email_reading_believes_bytes_rather_than_labels() {
    let said = |label: &str, text: &[u8]| {
        let head = format!("From: a@example.kr\r\nContent-Type: text/plain; charset={label}\r\n\r\n");
        body(&read([head.as_bytes(), text].concat())).to_owned()
    };
    for (label, text, expected) in [
        ("us-ascii", "환불해 주세요".as_bytes(), "환불해 주세요"),
        ("iso-8859-1", "환불해 주세요".as_bytes(), "환불해 주세요"),
        ("iso-8859-1", b"caf\xe9", "café"),
        ("iso-8859-1", "café".as_bytes(), "café"),
        ("windows-1252", b"it\x92s 5 \x80", "it’s 5 €"),
        ("euc-kr", b"\xb3\xd7", "네"),
        ("euc-kr", b"\x8c\x63\x94\xee", "똠뷁"),
        ("shift_jis", "返金をお願いします".as_bytes(), "返金をお願いします"),
        ("utf-8", b"\xb3\xd7, \xb0\xa8\xbb\xe7\xc7\xd5\xb4\xcf\xb4\xd9", "네, 감사합니다"),
        ("utf-8", b"\xef\xbb\xbfhello", "hello"),
        ("utf-8", b"ok \xff ok \xed\x99\x98\xeb\xb6\x88\xed\x95\xb4 \xec\xa3\xbc\xec\x84\xb8\xec\x9a\x94", "ok \u{fffd} ok 환불해 주세요"),
        ("nonsense", "환불".as_bytes(), "환불"),
        ("\"ks_c_5601-1987\"", b"\xc8\xaf\xba\xd2", "환불"),
        ("utf-16", b"\xff\xfe\x58\xd6\x88\xbd", "환불"),
        ("utf-7", b"+1li9iA-", "환불"),
    ] {
        assert_eq!(said(label, text), expected, "{label} {}", text.escape_ascii());
    }
}
