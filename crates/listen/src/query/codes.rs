//! The closed lists of facts, and which of them somebody means who writes something near.

use super::Fact;
use answerable_domain::Network;
use strsim::damerau_levenshtein;

pub const FIELDS: [&str; 8] = ["lang", "network", "author", "from", "to", "has", "followers", "raw"];

/// Whether a value is known.
pub enum Known<T> {
    Is(T),
    /// No, but this is.
    Meant(String),
    No,
}

/// The field that a name stands for in other tools or other languages, or that it is a slip for.
pub fn field_meant(name: &str) -> Option<&'static str> {
    let other = match name {
        "language" | "locale" | "언어" | "言語" => "lang",
        "site" | "platform" | "source" | "channel" | "네트워크" | "플랫폼" | "채널" | "ネットワーク" | "媒体" => "network",
        "user" | "by" | "username" | "작성자" | "계정" | "投稿者" | "作成者" => "author",
        "contains" | "filter" | "포함" => "has",
        "follower" | "min_followers" | "followers_min" | "팔로워" | "フォロワー" => "followers",
        "case" | "exact" | "원문" | "原文" => "raw",
        "hashtag" | "tag" | "해시태그" | "태그" | "ハッシュタグ" | "タグ" => "#",
        "mention" | "handle" | "멘션" | "メンション" => "@",
        _ => nearest(name, &FIELDS)?,
    };
    Some(other)
}

/// A language of ISO 639-1.
pub fn language(text: &str) -> Known<Fact> {
    let lower = text.to_lowercase();
    if is_language(&lower) {
        return Known::Is(Fact::Language(lower));
    }
    let meant = match lower.as_str() {
        "kr" | "kor" | "korean" | "한국어" | "국어" | "韓国語" | "조선말" => "ko",
        "jp" | "jpn" | "japanese" | "일본어" | "日本語" => "ja",
        "us" | "eng" | "english" | "영어" | "英語" => "en",
        "cn" | "zho" | "chinese" | "중국어" | "中国語" | "中文" => "zh",
        "german" | "독일어" | "ドイツ語" => "de",
        "french" | "프랑스어" | "フランス語" => "fr",
        "spanish" | "스페인어" | "スペイン語" => "es",
        "vietnamese" | "베트남어" | "ベトナム語" => "vi",
        "thai" | "태국어" | "タイ語" => "th",
        "indonesian" | "인도네시아어" | "インドネシア語" => "id",
        // `zh-TW`: regions are not told apart.
        other => match other.split(['-', '_']).next().filter(|code| code.len() < other.len() && is_language(code)) {
            Some(code) => return Known::Meant(code.to_owned()),
            None => return Known::No,
        },
    };
    Known::Meant(meant.to_owned())
}

pub fn is_language(code: &str) -> bool {
    code.len() == 2 && LANGUAGES.split(' ').any(|language| language == code)
}

pub fn network(text: &str) -> Known<Fact> {
    let lower = text.to_lowercase();
    if let Some(network) = Network::parse(&lower) {
        return Known::Is(Fact::Network(network));
    }
    let names: Vec<&'static str> = Network::ALL.map(Network::as_str).to_vec();
    let meant = match lower.as_str() {
        "twitter" | "트위터" | "엑스" | "ツイッター" => "x",
        "bsky" | "블루스카이" | "ブルースカイ" => "bluesky",
        "fediverse" | "마스토돈" | "マストドン" => "mastodon",
        "insta" | "ig" | "인스타" | "인스타그램" | "インスタ" | "インスタグラム" => "instagram",
        "fb" | "페이스북" | "フェイスブック" => "facebook",
        "yt" | "유튜브" | "ユーチューブ" => "youtube",
        "스레드" | "スレッズ" => "threads",
        "틱톡" | "ティックトック" => "tiktok",
        "라인" | "ライン" => "line",
        "kakao" | "카카오톡" | "카톡" | "カカオトーク" => "kakaotalk",
        "네이버" | "ネイバー" => "naver",
        "레딧" | "レディット" => "reddit",
        "텔레그램" | "テレグラム" => "telegram",
        "디스코드" | "ディスコード" => "discord",
        "mail" | "이메일" | "메일" | "メール" => "email",
        "hn" | "hackernews" | "hacker-news" => "hacker_news",
        "google" | "googlebusiness" | "구글" | "グーグル" => "google_business",
        "appstore" | "playstore" | "app_store" | "앱스토어" => "app_reviews",
        "feed" | "blog" | "블로그" | "ブログ" => "rss",
        other => match nearest(other, &names) {
            Some(name) => name,
            None => return Known::No,
        },
    };
    Known::Meant(meant.to_owned())
}

pub fn has(text: &str) -> Known<Fact> {
    let meant = match text.to_lowercase().as_str() {
        "link" => return Known::Is(Fact::Link),
        "media" => return Known::Is(Fact::Media),
        "links" | "url" | "urls" | "링크" | "リンク" => "link",
        "image" | "images" | "photo" | "photos" | "picture" | "video" | "videos" | "미디어" | "사진" | "이미지" | "영상" | "동영상"
        | "画像" | "写真" | "動画" | "メディア" => "media",
        other => match nearest(other, &["link", "media"]) {
            Some(name) => name,
            None => return Known::No,
        },
    };
    Known::Meant(meant.to_owned())
}

/// `1,000`, `>=1000`, `1.5k`, `2만`: the number that is meant.
pub fn number_meant(text: &str) -> Option<u64> {
    let plain: String = text.trim_start_matches(['>', '=']).chars().filter(|c| !matches!(c, ',' | '_' | '+')).collect();
    let digits_end = plain.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(plain.len());
    let (number, unit) = plain.split_at(digits_end);
    let unit: u64 = match unit.to_lowercase().as_str() {
        "" | "명" | "人" => 1,
        "k" | "천" | "千" => 1_000,
        "만" | "万" => 10_000,
        "m" => 1_000_000,
        _ => return None,
    };
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let scale = 10_u64.checked_pow(u32::try_from(fraction.len()).ok()?)?;
    let digits: u64 = format!("{whole}{fraction}").parse().ok()?;
    let scaled = digits.checked_mul(unit)?;
    (scaled % scale == 0).then_some(scaled / scale)
}

/// The only one of `names` that a slip or two away from is `name`.
fn nearest(name: &str, names: &[&'static str]) -> Option<&'static str> {
    let slips_max = match name.chars().count() {
        0..=2 => 0,
        3..=4 => 1,
        _ => 2,
    };
    let near = |slips: usize| names.iter().copied().filter(move |known| damerau_levenshtein(name, known) == slips);
    (1..=slips_max).find_map(|slips| {
        let mut found = near(slips);
        found.next().filter(|_| found.next().is_none())
    })
}

const LANGUAGES: &str = "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo \
    es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn \
    ko ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl \
    ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve \
    vi vo wa wo xh yi yo za zh zu";
