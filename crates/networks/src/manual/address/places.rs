//! Reviews: of places on Google's maps, of apps in the two shops.

use super::{
    Known, clean, hash,
    parts::{Parts, is_code, is_number},
};
use answerable_domain::Network;

pub fn read(parts: &Parts<'_>) -> Option<Known> {
    let path = parts.path();
    let is_google = parts.host.split('.').rev().nth(1).is_some_and(|name| name == "google")
        || parts.host.split('.').collect::<Vec<_>>().windows(2).any(|pair| pair == ["google", "co"] || pair == ["google", "com"]);
    let is_maps =
        is_google && (path.first() == Some(&"maps") || parts.host.starts_with("maps.") || path.as_slice() == ["local", "reviews"]);
    if parts.host == "play.google.com" {
        return Some(play(parts, &path));
    }
    if is_maps {
        return Some(maps(parts, &path));
    }
    match parts.host.as_str() {
        "maps.app.goo.gl" => Some(short(&path, "maps.app.goo.gl/")),
        "goo.gl" if path.first() == Some(&"maps") => Some(short(&path[1..], "goo.gl/maps/")),
        "g.co" if path.first() == Some(&"kgs") => Some(short(&path[1..], "g.co/kgs/")),
        "g.page" => Some(Known::page(Network::GoogleBusiness)),
        "apps.apple.com" | "itunes.apple.com" => Some(app_store(parts, &path)),
        _ => None,
    }
}

/// The address of a review names it in a notation of Google's own, as one long piece.
fn maps(parts: &Parts<'_>, path: &[&str]) -> Known {
    match path {
        ["maps", "reviews", .., last] if last.starts_with("data=") => {
            let review = last.split('!').filter_map(|piece| piece.strip_prefix("1s")).max_by_key(|id| id.len()).filter(|id| is_code(id));
            let id = review.map_or_else(|| hash(&[last]), str::to_owned);
            Known {
                network: Network::GoogleBusiness,
                id: Some(format!("review/{id}")),
                handle: None,
                permalink: Some(clean::cleaned(parts.url)),
            }
        }
        ["maps", "contrib", person, "place" | "reviews", place, ..] if is_number(person) && is_code(place) && *place != "reviews" => {
            let permalink = format!("https://www.google.com/maps/contrib/{person}/place/{place}");
            Known::post(Network::GoogleBusiness, format!("contrib/{person}/{place}"), permalink).by(person)
        }
        _ => Known::page(Network::GoogleBusiness),
    }
}

fn short(path: &[&str], start: &str) -> Known {
    match path {
        [code] if is_code(code) => Known::post(Network::GoogleBusiness, format!("short/{code}"), format!("https://{start}{code}")),
        _ => Known::page(Network::GoogleBusiness),
    }
}

fn play(parts: &Parts<'_>, path: &[&str]) -> Known {
    let is_package = |id: &&str| id.split('.').all(is_code);
    let package = parts.query("id").filter(is_package).filter(|_| path == ["store", "apps", "details"]);
    match (package, parts.query("reviewId")) {
        (Some(package), Some(review)) => {
            let id = review.strip_prefix("gp:").unwrap_or(review);
            let id = if is_code(id) { id.to_owned() } else { hash(&[id]) };
            Known {
                network: Network::AppReviews,
                id: Some(format!("play/{package}/{id}")),
                handle: None,
                permalink: Some(clean::cleaned(parts.url)),
            }
        }
        (Some(package), None) => {
            let permalink = format!("https://play.google.com/store/apps/details?id={package}");
            Known { permalink: Some(permalink), ..Known::page(Network::AppReviews) }
        }
        _ => Known::page(Network::AppReviews),
    }
}

/// Apple gives reviews no addresses of their own.
fn app_store(parts: &Parts<'_>, path: &[&str]) -> Known {
    let app = path.iter().rev().find_map(|piece| piece.strip_prefix("id").filter(|id| is_number(id)));
    let country = path.first().filter(|country| country.len() == 2 && is_code(country)).copied();
    let review = parts.query("reviewId").or_else(|| parts.query("userReviewId")).filter(|id| is_number(id));
    let Some(app) = app else { return Known::page(Network::AppReviews) };
    let permalink = format!("https://apps.apple.com/{}/app/id{app}", country.unwrap_or("us"));
    match review {
        Some(review) => Known::post(Network::AppReviews, format!("app_store/{app}/{review}"), clean::cleaned(parts.url)),
        None => Known { permalink: Some(permalink), ..Known::page(Network::AppReviews) },
    }
}
