//! Feeds that are none, or worse.

use super::{house::House, kept, shapes::deep, texts};
use crate::app::until;
use reqwest::Method;
use serde_json::json;

/// An Atom document with these titles.
fn atom(titles: &[(&str, &str)]) -> String {
    let entries: String =
        titles.iter().map(|(id, title)| format!("<entry><id>{id}</id><title type=\"text\">{title}</title></entry>")).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?><feed xmlns=\"http://www.w3.org/2005/Atom\"><id>f</id><title>f</title>{entries}</feed>"
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Whether a document of XML may hold it.
fn is_xml(text: &str) -> bool {
    text.chars().all(|c| matches!(c, '\t' | '\n' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..))
}

/// Feeds set blanks and empty lines as a person would.
fn without_blanks(text: &str) -> String {
    kept(text).chars().filter(|c| !c.is_whitespace()).collect()
}

fn rss(title: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>t</title><item><guid>1</guid><title>{title}</title></item></channel></rss>"
    )
}

/// What each document is. None of them may stop the feed, and none may lead to anything else.
fn documents() -> Vec<(&'static str, Vec<u8>)> {
    let bomb = format!(
        "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"아크메\">{}]>{}",
        ('b'..='k')
            .zip('a'..='j')
            .map(|(name, inner)| format!("<!ENTITY {name} \"{}\">", format!("&{inner};").repeat(10)))
            .collect::<String>(),
        rss("&k;").trim_start_matches("<?xml version=\"1.0\"?>")
    );
    let outside = format!("<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>{}", &rss("아크메 &x;")[21..]);
    let nested = rss(&format!("{}아크메{}", "<b>".repeat(10_000), "</b>".repeat(10_000)));
    let same = "<item><guid>1</guid><title>같은 글</title></item>".repeat(5_000);
    let utf16: Vec<u8> = rss("아크메").encode_utf16().flat_map(u16::to_be_bytes).collect();
    vec![
        ("an entity bomb", bomb.into_bytes()),
        ("an entity from outside", outside.into_bytes()),
        ("deep elements", nested.into_bytes()),
        (
            "deep JSON",
            format!("{{\"version\":\"https://jsonfeed.org/version/1\",\"title\":\"t\",\"items\":{}}}", deep(10_000)).into_bytes(),
        ),
        ("too large", rss(&"아크메 ".repeat(600_000)).into_bytes()),
        ("a long title", rss(&format!("긴 제목 {}", "x".repeat(4 << 20))).into_bytes()),
        ("UTF-8 that says it is UTF-16", rss("아크메").replace("?>", " encoding=\"utf-16\"?>").into_bytes()),
        ("UTF-16 that says nothing", utf16),
        ("EUC-KR that says it is UTF-8", [&rss("t").as_bytes()[..90], b"\xbe\xc6\xc5\xa9\xb8\xde", b"</title>"].concat()),
        ("an encoding that nobody knows", rss("t").replace("?>", " encoding=\"x-evil\"?>").into_bytes()),
        ("not UTF-8", rss("XX").replace("XX", "\u{1}").into_bytes().iter().map(|b| if *b == 1 { 0xff } else { *b }).collect()),
        ("cut off", rss("t").as_bytes()[..80].to_vec()),
        ("nothing", Vec::new()),
        ("binary", (0..=255).cycle().take(50_000).collect()),
        ("brackets", vec![b'<'; 1 << 20]),
        ("comments", b"<!--".repeat(200_000)),
        ("a page", b"<html><body onload=alert(1)>alert(1)</body></html>".to_vec()),
        ("JSON of another kind", br#"{"version":"https://jsonfeed.org/version/1","title":1,"items":{"a":"b"}}"#.to_vec()),
        ("the same id five thousand times", rss("t").replace("</channel>", &format!("{same}</channel>")).into_bytes()),
        ("markup in every place", markup().into_bytes()),
    ]
}

fn markup() -> String {
    let evil = "&lt;script&gt;alert(1)&lt;/script&gt;";
    format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>{evil}</title><item><guid>javascript:alert(1)</guid><title>아크메 마크업 \
         {evil}&lt;img src=x onerror=alert(1)&gt;</title><link>javascript:alert(1)</link><author>{evil}</author>\
         <pubDate>Fri, 31 Dec 9999 23:59:59 GMT</pubDate><enclosure url=\"javascript:alert(1)\" type=\"image/png\"/>\
         <description><![CDATA[<svg onload=alert(1)>]]></description></item></channel></rss>"
    )
}

async fn connect(house: &House, path: &str) {
    house.channel(json!({ "connector": "feed", "config": { "url": house.site.url(path), "poll_seconds": 1 } })).await;
}

fn requests(house: &House, path: &str) -> usize {
    house.site.requests().iter().filter(|(asked, _)| asked == path).count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn titles_come_as_they_were_written() {
    let house = House::open().await;
    let texts: Vec<String> = texts().iter().map(|text| format!("아크메 {text}")).collect();
    let items: Vec<_> = texts.iter().enumerate().map(|(n, text)| json!({ "id": format!("json-{n}"), "title": text })).collect();
    let as_json = json!({ "version": "https://jsonfeed.org/version/1.1", "title": "t", "items": items });
    house.site.serve("feed.json", as_json.to_string(), None);
    let in_xml: Vec<(String, String)> =
        texts.iter().enumerate().filter(|(_, text)| is_xml(text)).map(|(n, text)| (format!("xml-{n}"), escaped(text))).collect();
    assert!(in_xml.len() > 200);
    let entries: Vec<(&str, &str)> = in_xml.iter().map(|(id, title)| (id.as_str(), title.as_str())).collect();
    house.site.serve("feed.xml", atom(&entries), None);
    connect(&house, "feed.json").await;
    connect(&house, "feed.xml").await;
    let cases = house.cases((texts.len() + in_xml.len()) as u64).await;
    let posts = house.posts(&cases).await;
    for (n, text) in texts.iter().enumerate() {
        for id in [format!("json-{n}"), format!("xml-{n}")] {
            match posts.get(&id) {
                Some(item) => assert_eq!(without_blanks(item["post"]["text"].as_str().expect("a text")), without_blanks(text), "{id}"),
                None => assert!(id.starts_with("xml") && !is_xml(text), "{id} did not come: {text:?}"),
            }
        }
    }
    house.hears("titles").await;
    house.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_feed_goes_on_after_a_document_that_is_none() {
    let house = House::open().await;
    let documents = documents();
    for n in 0..documents.len() {
        let path = format!("{n}.xml");
        house.site.serve(&path, atom(&[("quiet", "오늘의 날씨")]), None);
        connect(&house, &path).await;
    }
    for (n, (_, document)) in documents.iter().enumerate() {
        house.site.serve(&format!("{n}.xml"), document.clone(), None);
    }
    // What a second question follows has been dealt with.
    let asked: Vec<usize> = (0..documents.len()).map(|n| requests(&house, &format!("{n}.xml"))).collect();
    for (n, (what, _)) in documents.iter().enumerate() {
        let path = format!("{n}.xml");
        until(&format!("{what} to be read"), async || (requests(&house, &path) >= asked[n] + 2).then_some(())).await;
    }
    for n in 0..documents.len() {
        let (id, title) = (format!("good-{n}"), format!("아크메 좋은소식{n}"));
        house.site.serve(&format!("{n}.xml"), atom(&[(&id, &title)]), None);
    }
    for (n, (what, _)) in documents.iter().enumerate() {
        println!("after {what}");
        house.finds(&format!("좋은소식{n}"), &format!("good-{n}")).await;
    }
    let posts = house.posts(&house.all(&house.of_brand("cases?state=all")).await).await;
    assert!(posts.values().all(|item| !item["post"]["text"].as_str().expect("a text").contains("root:")), "a file of the machine");
    let marked = posts.values().find(|item| item["post"]["text"].as_str().is_some_and(|text| text.contains("마크업"))).expect("the markup");
    assert!(marked["post"]["permalink"].is_null() && marked["post"]["media"] == json!([]), "{marked}");
    house.hears("feeds").await;
    house.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_no_feed_is_refused_when_it_is_added() {
    let house = House::open().await;
    for (n, (what, document)) in documents().into_iter().enumerate() {
        let path = format!("{n}.xml");
        house.site.serve(&path, document, None);
        let new = json!({ "connector": "feed", "config": { "url": house.site.url(&path), "poll_seconds": 3_600 } });
        let answer = house.post(&house.of_brand("channels"), new).await;
        assert!(answer.status == 201 || (answer.status, answer.code()) == (422, "channel_check_failed"), "{what}: {answer:?}");
        if answer.status == 422 {
            assert!(answer.body["error"]["params"]["reason"].as_str().is_some_and(|reason| !reason.is_empty()), "{what}: {answer:?}");
        }
    }
    for url in [
        "file:///etc/passwd",
        "http://169.254.169.254/",
        "http://[::1]/",
        "gopher://x/",
        "http://127.0.0.1:1/",
        "javascript:alert(1)",
        "\0",
        "",
    ] {
        let new = json!({ "connector": "feed", "config": { "url": url } });
        let answer = house.send(Method::POST, &house.of_brand("channels"), Some(new)).await;
        assert_eq!((answer.status, answer.code()), (422, "channel_check_failed"), "{url}: {answer:?}");
    }
    house.hears("refusals").await;
    house.closes().await;
}
