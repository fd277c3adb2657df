//! Naver, Kakao and LINE.

use super::{
    Known,
    parts::{Parts, is_code, is_name, is_number},
};
use answerable_domain::Network;

pub fn read(parts: &Parts<'_>) -> Option<Known> {
    if parts.host == "naver.me" || parts.host == "naver.com" || parts.host.ends_with(".naver.com") {
        return Some(naver(parts));
    }
    if parts.host == "kakao.com" || parts.host.ends_with(".kakao.com") || parts.host == "kko.to" {
        return Some(kakao(parts));
    }
    if parts.is_host(&["line.me", "lin.ee"]) || parts.host.ends_with(".line.me") {
        return Some(line(parts));
    }
    None
}

fn naver(parts: &Parts<'_>) -> Known {
    let path = parts.path();
    let page = || Known::page(Network::Naver);
    match parts.host.as_str() {
        "blog.naver.com" => blog(parts, &path),
        "cafe.naver.com" => cafe(parts, &path),
        "kin.naver.com" => match (parts.query("dirId"), parts.query("docId")) {
            (Some(section), Some(question)) if is_number(section) && is_number(question) => {
                let permalink = format!("https://kin.naver.com/qna/detail.naver?dirId={section}&docId={question}");
                Known::post(Network::Naver, format!("kin/{question}"), permalink)
            }
            _ => page(),
        },
        "n.news.naver.com" | "news.naver.com" => {
            let numbers: Vec<&&str> = path.iter().filter(|piece| is_number(piece)).collect();
            match (numbers.as_slice(), parts.query("oid"), parts.query("aid")) {
                ([paper, article, ..], ..) => news(paper, article),
                (_, Some(paper), Some(article)) if is_number(paper) && is_number(article) => news(paper, article),
                _ => page(),
            }
        }
        "place.naver.com" | "pcmap.place.naver.com" => match path.as_slice() {
            [_, place, ..] | [place, ..] if is_number(place) => place_of(parts, place),
            _ => page(),
        },
        "map.naver.com" => {
            let place = path.iter().rev().find(|piece| is_number(piece)).copied();
            place.map_or_else(page, |place| place_of(parts, place))
        }
        "smartstore.naver.com" | "brand.naver.com" => page(),
        "naver.me" => match path.as_slice() {
            [code] if is_code(code) => Known::post(Network::Naver, format!("short/{code}"), format!("https://naver.me/{code}")),
            _ => page(),
        },
        _ => page(),
    }
}

fn news(paper: &str, article: &str) -> Known {
    Known::post(Network::Naver, format!("news/{paper}/{article}"), format!("https://n.news.naver.com/article/{paper}/{article}"))
}

/// A page of reviews; a single review has an address only where it is shared.
fn place_of(parts: &Parts<'_>, place: &str) -> Known {
    match parts.query("reviewId").or_else(|| parts.query("reviewid")).filter(|id| is_code(id)) {
        Some(review) => Known::post(
            Network::Naver,
            format!("place/{place}/{review}"),
            format!("https://m.place.naver.com/place/{place}/review/visitor?reviewId={review}"),
        ),
        None => Known::page(Network::Naver),
    }
}

fn blog(parts: &Parts<'_>, path: &[&str]) -> Known {
    let (owner, number) = match path {
        [owner, number, ..] if is_number(number) => (Some(*owner), Some(*number)),
        // `PostView.naver`, and the older `PostView.nhn`.
        [page, ..] if page.starts_with("PostView.") => (parts.query("blogId"), parts.query("logNo")),
        _ => (None, None),
    };
    match (owner.filter(|owner| is_code(owner)), number.filter(|number| is_number(number))) {
        (Some(owner), Some(number)) => {
            Known::post(Network::Naver, format!("blog/{owner}/{number}"), format!("https://blog.naver.com/{owner}/{number}")).by(owner)
        }
        _ => Known::page(Network::Naver),
    }
}

/// A café has a name and a number, and either may stand in the address; only Naver knows which belong together.
fn cafe(parts: &Parts<'_>, path: &[&str]) -> Known {
    let at = |word: &str| path.iter().position(|piece| *piece == word).and_then(|place| path.get(place + 1)).copied();
    let (cafe, article) = match (at("cafes"), at("articles")) {
        (Some(cafe), Some(article)) => (Some(cafe), Some(article)),
        _ => match path {
            [page, ..] if page.starts_with("ArticleRead.") => (parts.query("clubid"), parts.query("articleid")),
            [cafe, article, ..] => (Some(*cafe), Some(*article)),
            _ => (None, None),
        },
    };
    match (cafe.filter(|cafe| is_code(cafe)), article.filter(|article| is_number(article))) {
        (Some(cafe), Some(article)) => {
            let permalink = if is_number(cafe) {
                format!("https://cafe.naver.com/ca-fe/cafes/{cafe}/articles/{article}")
            } else {
                format!("https://cafe.naver.com/{cafe}/{article}")
            };
            Known::post(Network::Naver, format!("cafe/{cafe}/{article}"), permalink)
        }
        _ => Known::page(Network::Naver),
    }
}

fn kakao(parts: &Parts<'_>) -> Known {
    match (parts.host.as_str(), parts.path().as_slice()) {
        ("pf.kakao.com", [channel, number, ..]) if channel.starts_with('_') && is_code(channel) && is_number(number) => {
            Known::post(Network::Kakaotalk, format!("{channel}/{number}"), format!("https://pf.kakao.com/{channel}/{number}")).by(channel)
        }
        ("story.kakao.com", [owner, code, ..]) if is_name(owner) && is_code(code) => {
            Known::post(Network::Kakaotalk, format!("story/{owner}/{code}"), format!("https://story.kakao.com/{owner}/{code}")).by(owner)
        }
        _ => Known::page(Network::Kakaotalk),
    }
}

fn line(parts: &Parts<'_>) -> Known {
    match (parts.host.as_str(), parts.path().as_slice()) {
        ("linevoom.line.me" | "voom.line.me" | "timeline.line.me", ["post", code, ..]) if is_code(code) => {
            Known::post(Network::Line, format!("post/{code}"), format!("https://linevoom.line.me/post/{code}"))
        }
        ("linevoom.line.me" | "voom.line.me", ["user", owner, code, ..]) if is_name(owner) && is_code(code) => {
            Known::post(Network::Line, format!("post/{code}"), format!("https://linevoom.line.me/user/{owner}/{code}"))
        }
        _ => Known::page(Network::Line),
    }
}
