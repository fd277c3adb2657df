//! Made-up posts: 60% Korean, 25% Japanese, 15% English, 20 to 280 characters. The n-th post is always the same, so that nothing has to
//! be remembered to know what was said.

use serde_json::json;

const KOREAN: [&str; 40] = [
    "배송",
    "환불",
    "냉장고",
    "고장",
    "세탁기",
    "문의",
    "답변",
    "고객센터",
    "진짜",
    "너무",
    "늦어요",
    "언제",
    "오나요",
    "교환",
    "반품",
    "결제",
    "오류",
    "로그인이",
    "안돼요",
    "추천",
    "좋아요",
    "감사합니다",
    "친절",
    "기사님",
    "설치",
    "소음이",
    "심해요",
    "가격",
    "할인",
    "쿠폰",
    "앱이",
    "느려요",
    "품질",
    "실망",
    "만족",
    "재구매",
    "포장",
    "파손",
    "확인",
    "부탁드려요",
];
const JAPANESE: [&str; 40] = [
    "配送",
    "返金",
    "冷蔵庫",
    "故障",
    "洗濯機",
    "問い合わせ",
    "返信",
    "サポート",
    "本当に",
    "とても",
    "遅い",
    "いつ",
    "届きますか",
    "交換",
    "返品",
    "決済",
    "エラー",
    "ログイン",
    "できません",
    "おすすめ",
    "良かった",
    "ありがとう",
    "親切",
    "担当者",
    "設置",
    "騒音",
    "ひどい",
    "価格",
    "割引",
    "クーポン",
    "アプリ",
    "重い",
    "品質",
    "残念",
    "満足",
    "再購入",
    "梱包",
    "破損",
    "確認",
    "お願いします",
];
const ENGLISH: [&str; 40] = [
    "delivery",
    "refund",
    "fridge",
    "broken",
    "washer",
    "question",
    "reply",
    "support",
    "really",
    "very",
    "late",
    "when",
    "arrive",
    "exchange",
    "return",
    "payment",
    "error",
    "login",
    "fails",
    "recommend",
    "good",
    "thanks",
    "kind",
    "driver",
    "install",
    "noise",
    "awful",
    "price",
    "discount",
    "coupon",
    "app",
    "slow",
    "quality",
    "disappointed",
    "happy",
    "again",
    "package",
    "damaged",
    "check",
    "please",
];

/// What the made-up brand is called.
pub const BRAND: &str = "아크메";

/// A small, seeded source of numbers (SplitMix64).
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((bits ^ (bits >> 31)) % limit.max(1) as u64).unwrap_or(0)
    }
}

/// Words that everybody uses, and words that hardly anybody does.
fn word(dice: &mut Dice, language: usize) -> String {
    let common = [&KOREAN, &JAPANESE, &ENGLISH][language];
    if dice.below(3) > 0 {
        return common[dice.below(common.len())].to_owned();
    }
    let (first, count, length) = match language {
        0 => (0xAC00, 11_172, 2 + dice.below(3)),
        1 if dice.below(3) == 0 => (0x4E00, 20_000, 2),
        1 => (0x3042, 80, 2 + dice.below(6)),
        _ => (0x61, 26, 3 + dice.below(6)),
    };
    (0..length).filter_map(|_| char::from_u32(first + dice.below(count) as u32)).collect()
}

/// The words of the n-th post.
pub fn text(n: usize) -> String {
    let mut dice = Dice::new(n as u64 ^ 0x5eed_0000_0000);
    let language = match dice.below(100) {
        0..60 => 0,
        60..85 => 1,
        _ => 2,
    };
    let length = 20 + dice.below(261);
    let mut text = String::with_capacity(length * 3);
    let mut characters = 0;
    while characters < length {
        let word = word(&mut dice, language);
        characters += word.chars().count() + 1;
        text.push_str(&word);
        text.push_str(if language == 1 { "、" } else { " " });
    }
    text.truncate(text.trim_end().len());
    text
}

/// The n-th post, naming the brand.
pub fn text_about_us(n: usize) -> String {
    format!("{BRAND} {}", text(n))
}

/// One of 50,000 accounts.
pub fn author(n: usize) -> String {
    let mut dice = Dice::new((n % 50_000) as u64);
    let letters: String = (0..24).map(|_| char::from(b"abcdefghijklmnopqrstuvwxyz234567"[dice.below(32)])).collect();
    format!("did:plc:{letters}")
}

/// The n-th post as a frame of the public stream.
pub fn frame(n: usize, text: &str, time_us: u64) -> Vec<u8> {
    let record = json!({"$type": "app.bsky.feed.post", "createdAt": "2026-11-22T00:00:00.000Z", "langs": ["ko"], "text": text});
    let commit = json!({"rev": "3mbq7yy3qc22x", "operation": "create", "collection": "app.bsky.feed.post", "rkey": format!("3bench{n:08}"),
        "record": record, "cid": format!("bafyreigdu6kq4wzaxv5v6gkvcdhnmqlbzl2ab5vcpyw2yr6b{n:08}")});
    json!({"did": author(n), "time_us": time_us, "kind": "commit", "commit": commit}).to_string().into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nth_post_is_always_the_same_and_of_the_right_length() {
        for n in 0..500 {
            let post = text(n);
            assert_eq!(post, text(n));
            assert!((18..=330).contains(&post.chars().count()), "{n}: {post}");
        }
        assert_ne!(text(1), text(2));
    }

    #[test]
    fn languages_are_mixed_as_promised() {
        let hangul = |text: &str| text.chars().any(|c| ('가'..='힣').contains(&c));
        let latin = |text: &str| text.bytes().all(|byte| byte.is_ascii());
        let count = |is: &dyn Fn(&str) -> bool| (0..2_000).filter(|n| is(&text(*n))).count();
        assert!((1_120..1_280).contains(&count(&hangul)) && (250..350).contains(&count(&latin)));
    }
}
