//! Addresses that people paste, of all networks, from desks and phones.

use answerable_domain::Network;
use answerable_networks::manual::{Address, read_address};

/// `(address, network, native id, handle, where it leads)`; an empty text is none.
pub type Case = (&'static str, Network, &'static str, &'static str, &'static str);

pub fn check(cases: &[Case]) {
    for (address, network, id, handle, permalink) in cases {
        let found = read_address(address).unwrap_or_else(|| panic!("{address} is an address"));
        let expected = Address {
            network: *network,
            native_id: (!id.is_empty()).then(|| (*id).to_owned()),
            handle: (!handle.is_empty()).then(|| (*handle).to_owned()),
            permalink: (*permalink).to_owned(),
        };
        assert_eq!(found, expected, "{address}");
        // Where it leads is read as the same again.
        let again = read_address(&found.permalink).unwrap();
        assert_eq!((&again.network, &again.native_id, &again.permalink), (network, &found.native_id, &found.permalink), "{address}");
    }
}

#[test]
fn x() {
    use Network::X;
    let link = "https://x.com/jiwoo/status/1790000000000000001";
    let anybody = "https://x.com/i/status/1790000000000000001";
    check(&[
        ("https://x.com/jiwoo/status/1790000000000000001", X, "x:1790000000000000001", "jiwoo", link),
        ("https://twitter.com/jiwoo/status/1790000000000000001?s=20&t=AbC", X, "x:1790000000000000001", "jiwoo", link),
        ("http://mobile.twitter.com/jiwoo/status/1790000000000000001/photo/1", X, "x:1790000000000000001", "jiwoo", link),
        ("  <https://www.x.com/jiwoo/status/1790000000000000001>  ", X, "x:1790000000000000001", "jiwoo", link),
        ("x.com/jiwoo/status/1790000000000000001", X, "x:1790000000000000001", "jiwoo", link),
        ("https://x.com/i/web/status/1790000000000000001", X, "x:1790000000000000001", "", anybody),
        ("https://x.com/jiwoo/status/1790000000000000001…", X, "x:1790000000000000001", "jiwoo", link),
        ("https://x.com/jiwoo", X, "", "", "https://x.com/jiwoo"),
    ]);
}

#[test]
fn threads_and_instagram() {
    use Network::{Instagram, Threads};
    let thread = "https://www.threads.com/@sora.jp/post/C8H5FiCtESk";
    let picture = "https://www.instagram.com/p/C8H5FiCtESk/";
    check(&[
        ("https://www.threads.net/@sora.jp/post/C8H5FiCtESk?xmt=AQGz&igshid=x", Threads, "threads:C8H5FiCtESk", "sora.jp", thread),
        ("https://threads.com/t/C8H5FiCtESk", Threads, "threads:C8H5FiCtESk", "", "https://www.threads.com/t/C8H5FiCtESk"),
        ("https://www.instagram.com/p/C8H5FiCtESk/?utm_source=ig_web_copy_link&igsh=MzRl", Instagram, "instagram:C8H5FiCtESk", "", picture),
        ("https://www.instagram.com/reel/C8H5FiCtESk/", Instagram, "instagram:C8H5FiCtESk", "", picture),
        ("https://m.instagram.com/acme_kr/reel/C8H5FiCtESk/", Instagram, "instagram:C8H5FiCtESk", "acme_kr", picture),
        (
            "https://www.instagram.com/p/C8H5FiCtESk/c/17950000000000001/",
            Instagram,
            "instagram:C8H5FiCtESk/17950000000000001",
            "",
            "https://www.instagram.com/p/C8H5FiCtESk/c/17950000000000001/",
        ),
        ("https://www.instagram.com/acme_kr/", Instagram, "", "", "https://www.instagram.com/acme_kr/"),
    ]);
}

#[test]
fn facebook() {
    use Network::Facebook;
    check(&[
        (
            "https://www.facebook.com/acmekr/posts/1234567890123",
            Facebook,
            "facebook:1234567890123",
            "acmekr",
            "https://www.facebook.com/acmekr/posts/1234567890123",
        ),
        (
            "https://m.facebook.com/acmekr/posts/배송-공지/1234567890123/?mibextid=abc",
            Facebook,
            "facebook:1234567890123",
            "acmekr",
            "https://www.facebook.com/acmekr/posts/1234567890123",
        ),
        (
            "https://www.facebook.com/acmekr/posts/pfbid02Abc?__cft__[0]=AZ&__tn__=%2CO",
            Facebook,
            "facebook:pfbid02Abc",
            "acmekr",
            "https://www.facebook.com/acmekr/posts/pfbid02Abc",
        ),
        (
            "https://m.facebook.com/story.php?story_fbid=555&id=777&m_entstream_source=timeline",
            Facebook,
            "facebook:555",
            "",
            "https://www.facebook.com/permalink.php?story_fbid=555&id=777",
        ),
        (
            "https://www.facebook.com/permalink.php?story_fbid=555&id=777&comment_id=888",
            Facebook,
            "facebook:555/888",
            "",
            "https://www.facebook.com/permalink.php?story_fbid=555&id=777&comment_id=888",
        ),
        (
            "https://www.facebook.com/groups/acmefans/permalink/999/",
            Facebook,
            "facebook:999",
            "",
            "https://www.facebook.com/groups/acmefans/posts/999/",
        ),
        ("https://www.facebook.com/watch/?v=321", Facebook, "facebook:321", "", "https://www.facebook.com/watch/?v=321"),
        ("https://www.facebook.com/share/p/1AbCdEf/", Facebook, "facebook:share/1AbCdEf", "", "https://www.facebook.com/share/p/1AbCdEf/"),
        ("https://fb.watch/aBc-1_/", Facebook, "facebook:watch/aBc-1_", "", "https://fb.watch/aBc-1_/"),
    ]);
}

#[test]
fn youtube_and_tiktok() {
    use Network::{Tiktok, Youtube};
    let video = "https://www.youtube.com/watch?v=dQw4w9WgXcQ";
    let comment = "https://www.youtube.com/watch?v=dQw4w9WgXcQ&lc=UgxAbC.9x-Y";
    let short = "https://www.tiktok.com/@acme.kr/video/7300000000000000001";
    check(&[
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=42s&pp=ygU", Youtube, "youtube:dQw4w9WgXcQ", "", video),
        ("https://youtu.be/dQw4w9WgXcQ?si=AbC123", Youtube, "youtube:dQw4w9WgXcQ", "", video),
        ("https://m.youtube.com/shorts/dQw4w9WgXcQ?feature=share", Youtube, "youtube:dQw4w9WgXcQ", "", video),
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQ&lc=UgxAbC.9x-Y", Youtube, "youtube:UgxAbC.9x-Y", "", comment),
        ("https://www.youtube.com/post/UgkxAbC", Youtube, "youtube:UgkxAbC", "", "https://www.youtube.com/post/UgkxAbC"),
        ("https://www.youtube.com/@acme", Youtube, "", "", "https://www.youtube.com/@acme"),
        (
            "https://www.tiktok.com/@acme.kr/video/7300000000000000001?is_from_webapp=1&sender_device=pc",
            Tiktok,
            "tiktok:7300000000000000001",
            "acme.kr",
            short,
        ),
        (
            "https://m.tiktok.com/v/7300000000000000001.html",
            Tiktok,
            "tiktok:7300000000000000001",
            "",
            "https://www.tiktok.com/embed/v2/7300000000000000001",
        ),
        ("https://vt.tiktok.com/ZSabc123/", Tiktok, "tiktok:short/ZSabc123", "", "https://vt.tiktok.com/ZSabc123/"),
    ]);
}

#[test]
fn naver() {
    use Network::Naver;
    check(&[
        (
            "https://blog.naver.com/jiwoo_blog/223123456789",
            Naver,
            "naver:blog/jiwoo_blog/223123456789",
            "jiwoo_blog",
            "https://blog.naver.com/jiwoo_blog/223123456789",
        ),
        (
            "https://m.blog.naver.com/PostView.naver?blogId=jiwoo_blog&logNo=223123456789&proxyReferer=https:%2F%2Fm.search.naver.com%2F",
            Naver,
            "naver:blog/jiwoo_blog/223123456789",
            "jiwoo_blog",
            "https://blog.naver.com/jiwoo_blog/223123456789",
        ),
        (
            "http://blog.naver.com/PostView.nhn?blogId=jiwoo_blog&logNo=223123456789",
            Naver,
            "naver:blog/jiwoo_blog/223123456789",
            "jiwoo_blog",
            "https://blog.naver.com/jiwoo_blog/223123456789",
        ),
        ("https://cafe.naver.com/acmefans/1234", Naver, "naver:cafe/acmefans/1234", "", "https://cafe.naver.com/acmefans/1234"),
        (
            "https://m.cafe.naver.com/ca-fe/web/cafes/acmefans/articles/1234?fromList=true&menuId=1",
            Naver,
            "naver:cafe/acmefans/1234",
            "",
            "https://cafe.naver.com/acmefans/1234",
        ),
        (
            "https://cafe.naver.com/f-e/cafes/10001/articles/1234",
            Naver,
            "naver:cafe/10001/1234",
            "",
            "https://cafe.naver.com/ca-fe/cafes/10001/articles/1234",
        ),
        (
            "https://cafe.naver.com/ArticleRead.nhn?clubid=10001&articleid=1234",
            Naver,
            "naver:cafe/10001/1234",
            "",
            "https://cafe.naver.com/ca-fe/cafes/10001/articles/1234",
        ),
        (
            "https://n.news.naver.com/mnews/article/001/0014000001?sid=101",
            Naver,
            "naver:news/001/0014000001",
            "",
            "https://n.news.naver.com/article/001/0014000001",
        ),
        (
            "https://kin.naver.com/qna/detail.naver?d1id=8&dirId=80101&docId=470000001",
            Naver,
            "naver:kin/470000001",
            "",
            "https://kin.naver.com/qna/detail.naver?dirId=80101&docId=470000001",
        ),
        ("https://naver.me/5aBcDeFg", Naver, "naver:short/5aBcDeFg", "", "https://naver.me/5aBcDeFg"),
        (
            "https://m.place.naver.com/restaurant/1234567/review/visitor",
            Naver,
            "",
            "",
            "https://m.place.naver.com/restaurant/1234567/review/visitor",
        ),
    ]);
}

#[test]
fn kakao_and_line() {
    use Network::{Kakaotalk, Line};
    check(&[
        (
            "https://pf.kakao.com/_xabcd/101234567",
            Kakaotalk,
            "kakaotalk:_xabcd/101234567",
            "_xabcd",
            "https://pf.kakao.com/_xabcd/101234567",
        ),
        ("https://story.kakao.com/jiwoo/AbC12", Kakaotalk, "kakaotalk:story/jiwoo/AbC12", "jiwoo", "https://story.kakao.com/jiwoo/AbC12"),
        ("https://open.kakao.com/o/gAbCdE", Kakaotalk, "", "", "https://open.kakao.com/o/gAbCdE"),
        (
            "https://linevoom.line.me/post/1170000000000000001?utm_source=x",
            Line,
            "line:post/1170000000000000001",
            "",
            "https://linevoom.line.me/post/1170000000000000001",
        ),
        ("https://lin.ee/AbCdEf", Line, "", "", "https://lin.ee/AbCdEf"),
        ("https://line.me/R/ti/p/@acme", Line, "", "", "https://line.me/R/ti/p/@acme"),
    ]);
}

#[test]
fn bluesky_and_the_fediverse() {
    use Network::{Bluesky, Mastodon};
    let did = "at://did:plc:abc123/app.bsky.feed.post/3n2ugxfuuok2i";
    let web = "https://bsky.app/profile/did:plc:abc123/post/3n2ugxfuuok2i";
    check(&[
        // The name under which the stream delivers it.
        ("https://bsky.app/profile/did:plc:abc123/post/3n2ugxfuuok2i", Bluesky, did, "", web),
        ("at://did:plc:abc123/app.bsky.feed.post/3n2ugxfuuok2i", Bluesky, did, "", web),
        (
            "https://bsky.app/profile/Jiwoo.bsky.social/post/3n2ugxfuuok2i?ref_src=embed",
            Bluesky,
            "at://jiwoo.bsky.social/app.bsky.feed.post/3n2ugxfuuok2i",
            "jiwoo.bsky.social",
            "https://bsky.app/profile/jiwoo.bsky.social/post/3n2ugxfuuok2i",
        ),
        (
            "https://mstdn.jp/@sora/113456789012345678",
            Mastodon,
            "mastodon:mstdn.jp/113456789012345678",
            "sora@mstdn.jp",
            "https://mstdn.jp/@sora/113456789012345678",
        ),
        (
            "https://mastodon.social/web/@sora@mstdn.jp/113456789012345678",
            Mastodon,
            "mastodon:mastodon.social/113456789012345678",
            "sora@mstdn.jp",
            "https://mastodon.social/@sora@mstdn.jp/113456789012345678",
        ),
        (
            "https://mstdn.jp/users/sora/statuses/113456789012345678",
            Mastodon,
            "mastodon:mstdn.jp/113456789012345678",
            "sora@mstdn.jp",
            "https://mstdn.jp/@sora/113456789012345678",
        ),
        ("https://misskey.io/notes/9abcdefghi", Mastodon, "mastodon:misskey.io/9abcdefghi", "", "https://misskey.io/notes/9abcdefghi"),
    ]);
}

#[test]
fn where_people_talk() {
    use Network::{Discord, HackerNews, Reddit, Telegram};
    check(&[
        (
            "https://www.reddit.com/r/acme/comments/1abcde/is_it_down/",
            Reddit,
            "reddit:t3_1abcde",
            "",
            "https://www.reddit.com/comments/1abcde/",
        ),
        (
            "https://old.reddit.com/r/acme/comments/1abcde/is_it_down/kxyz12/?context=3",
            Reddit,
            "reddit:t1_kxyz12",
            "",
            "https://www.reddit.com/comments/1abcde/_/kxyz12/",
        ),
        (
            "https://www.reddit.com/r/acme/comments/1abcde/comment/kxyz12/",
            Reddit,
            "reddit:t1_kxyz12",
            "",
            "https://www.reddit.com/comments/1abcde/_/kxyz12/",
        ),
        ("https://redd.it/1abcde", Reddit, "reddit:t3_1abcde", "", "https://www.reddit.com/comments/1abcde/"),
        ("https://www.reddit.com/r/korea/s/AbCdEfGh", Reddit, "reddit:short/AbCdEfGh", "", "https://www.reddit.com/r/korea/s/AbCdEfGh"),
        ("https://t.me/Acme_News/123?single", Telegram, "telegram:acme_news/123", "", "https://t.me/acme_news/123"),
        ("https://t.me/s/acme_news/123", Telegram, "telegram:acme_news/123", "", "https://t.me/acme_news/123"),
        ("https://t.me/acme_news/123?comment=456", Telegram, "telegram:acme_news/123/456", "", "https://t.me/acme_news/123?comment=456"),
        ("https://t.me/c/2000000001/3/55", Telegram, "telegram:-1002000000001:55", "", "https://t.me/c/2000000001/55"),
        ("https://news.ycombinator.com/item?id=40000007", HackerNews, "40000007", "", "https://news.ycombinator.com/item?id=40000007"),
        (
            "https://news.ycombinator.com/item?id=40000001#40000007",
            HackerNews,
            "40000007",
            "",
            "https://news.ycombinator.com/item?id=40000007",
        ),
        (
            "news.ycombinator.com/reply?id=40000007&goto=item%3Fid%3D1",
            HackerNews,
            "40000007",
            "",
            "https://news.ycombinator.com/item?id=40000007",
        ),
        ("https://discord.com/channels/1/2/3", Discord, "discord:2/3", "", "https://discord.com/channels/1/2/3"),
    ]);
}

#[test]
fn reviews() {
    use Network::{AppReviews, GoogleBusiness};
    check(&[
        (
            "https://maps.app.goo.gl/AbCdEf123?g_st=ic",
            GoogleBusiness,
            "google_business:short/AbCdEf123",
            "",
            "https://maps.app.goo.gl/AbCdEf123",
        ),
        (
            "https://www.google.co.kr/maps/contrib/117000000000000000001/place/ChIJAbC-d_e/@37.5,127.0,17z?entry=ttu",
            GoogleBusiness,
            "google_business:contrib/117000000000000000001/ChIJAbC-d_e",
            "117000000000000000001",
            "https://www.google.com/maps/contrib/117000000000000000001/place/ChIJAbC-d_e",
        ),
        (
            "https://www.google.com/maps/reviews/data=!4m8!14m7!1m6!2m5!1sChZDSUhNMG9nS0VJQ0FnSUQ!2m1!1s0x0:0x1",
            GoogleBusiness,
            "google_business:review/ChZDSUhNMG9nS0VJQ0FnSUQ",
            "",
            "https://www.google.com/maps/reviews/data=!4m8!14m7!1m6!2m5!1sChZDSUhNMG9nS0VJQ0FnSUQ!2m1!1s0x0:0x1",
        ),
        (
            "https://www.google.com/maps/place/ACME+강남점/@37.5,127.0,17z",
            GoogleBusiness,
            "",
            "",
            "https://www.google.com/maps/place/ACME+%EA%B0%95%EB%82%A8%EC%A0%90/@37.5,127.0,17z",
        ),
        (
            "https://apps.apple.com/kr/app/%EC%95%84%ED%81%AC%EB%A9%94/id1234567890?see-all=reviews",
            AppReviews,
            "",
            "",
            "https://apps.apple.com/kr/app/id1234567890",
        ),
        ("https://itunes.apple.com/jp/app/acme/id1234567890?mt=8", AppReviews, "", "", "https://apps.apple.com/jp/app/id1234567890"),
        (
            "https://play.google.com/store/apps/details?id=kr.acme.app&hl=ko&gl=KR",
            AppReviews,
            "",
            "",
            "https://play.google.com/store/apps/details?id=kr.acme.app",
        ),
        (
            "https://play.google.com/store/apps/details?id=kr.acme.app&reviewId=gp%3AAOqpTOE-x_1",
            AppReviews,
            "app_reviews:play/kr.acme.app/AOqpTOE-x_1",
            "",
            "https://play.google.com/store/apps/details?id=kr.acme.app&reviewId=gp%3AAOqpTOE-x_1",
        ),
    ]);
}
