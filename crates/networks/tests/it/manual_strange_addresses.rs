//! Addresses of unknown sites, and what only looks like an address.

use crate::manual_addresses::check;
use answerable_domain::Network;
use answerable_networks::manual::read_address;
use proptest::prelude::*;
use std::collections::HashSet;

#[test]
fn any_other_site_is_named_by_its_address() {
    use Network::Other;
    check(&[
        (
            "https://www.fmkorea.com/7700000001?utm_source=kakao&utm_medium=share",
            Other,
            "fmkorea.com/7700000001",
            "",
            "https://www.fmkorea.com/7700000001",
        ),
        ("https://m.fmkorea.com/7700000001/", Other, "fmkorea.com/7700000001", "", "https://m.fmkorea.com/7700000001/"),
        (
            "https://gall.dcinside.com/board/view/?id=acme&no=123&fbclid=IwAR0",
            Other,
            "gall.dcinside.com/board/view?id=acme&no=123",
            "",
            "https://gall.dcinside.com/board/view/?id=acme&no=123",
        ),
        ("https://note.com/sora/n/nabc123", Other, "note.com/sora/n/nabc123", "", "https://note.com/sora/n/nabc123"),
        (
            "https://ameblo.jp/sora/entry-12800000001.html#comment",
            Other,
            "ameblo.jp/sora/entry-12800000001.html#comment",
            "",
            "https://ameblo.jp/sora/entry-12800000001.html#comment",
        ),
        ("http://日本語.jp/投稿/1", Other, "xn--wgv71a119e.jp/%E6%8A%95%E7%A8%BF/1", "", "http://xn--wgv71a119e.jp/%E6%8A%95%E7%A8%BF/1"),
        ("https://forum.example:8443/t/1#:~:text=acme", Other, "forum.example:8443/t/1", "", "https://forum.example:8443/t/1"),
        ("https://acme.example/", Other, "", "", "https://acme.example/"),
    ]);
}

#[test]
fn what_only_looks_like_a_network_is_none() {
    use Network::Other;
    for address in [
        "https://x.com.evil.example/jiwoo/status/1",
        "https://evil.example/x.com/jiwoo/status/1",
        "https://notx.com/jiwoo/status/1",
        "https://google.evil.example/maps/contrib/1/place/a",
        "https://blog.naver.com.evil.example/a/1",
        "https://\u{445}.com/jiwoo/status/1",
        "https://medium.com/@jiwoo/2026",
        "https://evil.example/?u=https://x.com/jiwoo/status/1",
    ] {
        assert_eq!(read_address(address).unwrap().network, Other, "{address}");
    }
}

#[test]
fn what_is_no_address_on_the_web_is_refused() {
    let long = format!("https://x.com/{}", "a".repeat(3_000));
    for text in [
        "",
        "   ",
        "배송이 안 와요",
        "jiwoo@acme.example",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)//x.com/a/status/1",
        "data:text/html,x",
        "file:///etc/passwd",
        "ftp://x.com/a",
        "https://",
        "https:///x.com",
        "https://x.com@evil.example/jiwoo/status/1",
        "https://name:secret@x.com/jiwoo/status/1",
        "https://localhost/a",
        "https://x.com/jiwoo/status/1\nhttps://evil.example",
        "https://x.com/ji woo/status/1",
        "https://x\u{0}.com/a",
        "https://[::1",
        "1.5",
        "at://did:plc:abc/app.bsky.feed.like/3",
        "at://../app.bsky.feed.post/3",
        "at://did:plc:abc/app.bsky.feed.post/a b",
        long.as_str(),
    ] {
        let found = read_address(text);
        let harmless = found.as_ref().is_none_or(|found| text == "https:///x.com" && found.native_id.is_none());
        assert!(harmless, "{text:?}: {found:?}");
    }
}

#[test]
fn hostile_pieces_never_make_an_id() {
    for (address, network) in [
        ("https://x.com/jiwoo/status/%3Cscript%3E", Network::X),
        ("https://x.com/jiwoo/status/../../x", Network::X),
        ("https://www.instagram.com/p/..%2f..%2fx/", Network::Instagram),
        ("https://t.me/acme_news/1%0A2", Network::Telegram),
        ("https://blog.naver.com/a%00b/123", Network::Naver),
        ("https://cafe.naver.com/a%2Fb/123", Network::Naver),
        ("https://www.youtube.com/watch?v=%E2%80%AEabc", Network::Youtube),
        ("https://news.ycombinator.com/item?id=1%20OR%201", Network::HackerNews),
        ("https://bsky.app/profile/a%2F..%2Fb/post/3", Network::Bluesky),
        ("https://www.reddit.com/r/a/comments/%27%3B--/x/", Network::Reddit),
    ] {
        let found = read_address(address).unwrap();
        assert_eq!((found.network, found.native_id), (network, None), "{address}");
    }
}

#[test]
fn different_posts_are_never_one() {
    let addresses = [
        "https://x.com/a/status/123456789",
        "https://www.tiktok.com/@a/video/123456789",
        "https://www.facebook.com/a/posts/123456789",
        "https://mstdn.jp/@a/123456789",
        "https://mastodon.social/@a/123456789",
        "https://blog.naver.com/a/123456789",
        "https://cafe.naver.com/a/123456789",
        "https://t.me/abcde/123456789",
        "https://pf.kakao.com/_a/123456789",
        "https://news.ycombinator.com/item?id=123456789",
        "https://a.example/123456789",
    ];
    let ids: HashSet<String> = addresses.iter().map(|address| read_address(address).unwrap().native_id.unwrap()).collect();
    assert_eq!(ids.len(), addresses.len(), "{ids:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1_000) })]

    /// Whatever is pasted: nothing breaks, and what comes out is an address of the web that is read as the same again.
    #[test]
    fn reading_is_total_and_settles(text in prop_oneof![
        "\\PC{0,60}",
        "https?://[a-z.@:]{0,12}/\\PC{0,40}",
        "https://(x\\.com|t\\.me|www\\.facebook\\.com|youtu\\.be|blog\\.naver\\.com|bsky\\.app|mstdn\\.jp|www\\.google\\.com|play\\.google\\.com)/[a-z0-9@/?&=%#._-]{0,60}",
    ]) {
        let Some(found) = read_address(&text) else { return Ok(()) };
        prop_assert!(found.permalink.starts_with("https://") || found.permalink.starts_with("http://"), "{found:?}");
        prop_assert!(found.native_id.as_ref().is_none_or(|id| !id.is_empty() && id.len() <= 330 && !id.chars().any(char::is_control)), "{found:?}");
        if found.permalink.len() <= 2_048 {
            let again = read_address(&found.permalink);
            prop_assert_eq!(again.as_ref().map(|again| (&again.network, &again.native_id)), Some((&found.network, &found.native_id)), "{}", text);
        }
    }
}
