//! From HTML to plain text and its spans. What comes out is text, whatever went in: it is never shown as markup.

pub(crate) mod attributes;
mod writer;

use answerable_domain::{Span, clip_to_bytes};
use writer::Writer;

/// More than this of an article is not kept as its text.
const TEXT_BYTES_MAX: usize = 20_000;

const BLOCKS: [&str; 17] =
    ["address", "article", "blockquote", "br", "div", "dd", "dt", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "tr"];
/// Elements whose contents nobody is meant to read.
const UNSEEN: [&str; 6] = ["script", "style", "template", "head", "noscript", "svg"];
const NAMED: [(&str, &str); 20] = [
    ("amp", "&"),
    ("lt", "<"),
    ("gt", ">"),
    ("quot", "\""),
    ("apos", "'"),
    ("nbsp", " "),
    ("hellip", "…"),
    ("mdash", "—"),
    ("ndash", "–"),
    ("lsquo", "‘"),
    ("rsquo", "’"),
    ("ldquo", "“"),
    ("rdquo", "”"),
    ("middot", "·"),
    ("bull", "•"),
    ("laquo", "«"),
    ("raquo", "»"),
    ("copy", "©"),
    ("reg", "®"),
    ("trade", "™"),
];

/// What the addresses in a text stand for, and how it is set. The default is for pages and mails: every address is a link.
#[derive(Debug, Clone, Copy, Default)]
pub struct Links<'a> {
    /// Addresses of people, each with the person's native id.
    pub people: &'a [(String, String)],
    /// A link of the class `hashtag` is a tag.
    pub tags: bool,
    /// Elements of this class are left out: the network shows in another way what they say.
    pub unseen_class: Option<&'a str>,
    /// An empty line stands between paragraphs.
    pub airy: bool,
    /// More than this is not kept; 0 for what an article may have.
    pub bytes_max: usize,
}

/// Tags go, blocks become lines, entities become characters.
pub fn to_text(html: &str) -> String {
    to_text_and_spans(html, &Links::default()).0
}

/// The same, and where in the text the links are. Only `http` and `https` are links.
pub fn to_text_and_spans(html: &str, links: &Links<'_>) -> (String, Vec<Span>) {
    let bytes_max = if links.bytes_max == 0 { TEXT_BYTES_MAX } else { links.bytes_max };
    let mut writer = Writer::new(links);
    let mut rest = html;
    while let Some(letter) = rest.chars().next() {
        if writer.length() > bytes_max {
            break;
        }
        rest = match letter {
            '<' => markup(rest, &mut writer),
            '&' => entity(rest, &mut writer),
            letter => {
                writer.push(letter);
                &rest[letter.len_utf8()..]
            }
        };
    }
    writer.finish(bytes_max)
}

/// Spaces and empty lines as a person would set them; clipped.
pub fn tidy(text: &str) -> String {
    let lines = text.replace('\0', " ");
    let lines = lines.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|line| !line.is_empty());
    let joined = lines.collect::<Vec<_>>().join("\n");
    clip_to_bytes(&joined, TEXT_BYTES_MAX).to_owned()
}

/// What follows a `<` and whatever belongs to it.
fn markup<'a>(rest: &'a str, writer: &mut Writer<'_>) -> &'a str {
    if let Some(comment) = rest.strip_prefix("<!--") {
        return comment.find("-->").map_or("", |end| &comment[end + 3..]);
    }
    let inside = &rest[1..];
    let closing = inside.starts_with('/');
    let name_part = inside.trim_start_matches('/');
    if !name_part.starts_with(|c: char| c.is_ascii_alphabetic() || c == '!' || c == '?') {
        writer.push('<');
        return inside;
    }
    let name: String = name_part.chars().take_while(char::is_ascii_alphanumeric).take(16).collect::<String>().to_ascii_lowercase();
    let after = end_of_tag(inside);
    let tag = &inside[..inside.len() - after.len()];
    match name.as_str() {
        "p" => writer.paragraph(),
        name if BLOCKS.contains(&name) => writer.line(),
        "a" if closing => writer.close_link(),
        "a" => writer.open_link(tag),
        _ => {}
    }
    let unseen = UNSEEN.contains(&name.as_str()) || writer.leaves_out(tag);
    if !closing && unseen { after_element(after, &name) } else { after }
}

/// Behind the `>` that is not within quotes.
fn end_of_tag(inside: &str) -> &str {
    let mut quote = None;
    for (place, letter) in inside.char_indices() {
        match (quote, letter) {
            (None, '>') => return &inside[place + 1..],
            (None, '"' | '\'') => quote = Some(letter),
            (Some(open), letter) if open == letter => quote = None,
            _ => {}
        }
    }
    ""
}

fn after_element<'a>(rest: &'a str, name: &str) -> &'a str {
    let closes = |(place, _): (usize, &str)| {
        let tail = &rest[place + 2..];
        tail.get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name)).then_some(place)
    };
    rest.match_indices("</").find_map(closes).map_or("", |place| end_of_tag(&rest[place + 1..]))
}

fn entity<'a>(rest: &'a str, writer: &mut Writer<'_>) -> &'a str {
    let inside = &rest[1..];
    let end = inside.bytes().take(12).position(|byte| byte == b';');
    let Some((found, end)) = end.and_then(|end| Some((character(inside.get(..end)?)?, end))) else {
        writer.push('&');
        return inside;
    };
    found.chars().for_each(|letter| writer.push(letter));
    &inside[end + 1..]
}

fn character(name: &str) -> Option<String> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).map(String::from);
    }
    NAMED.iter().find(|(known, _)| *known == name).map(|(_, text)| (*text).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_out_is_what_a_person_would_read() {
        for (html, expected) in [
            ("plain", "plain"),
            ("<p>하나</p><p>둘<br>셋</p>", "하나\n둘\n셋"),
            ("a &lt;script&gt; &amp; &#44032;&#xac01; &nope; & b", "a <script> & 가각 &nope; & b"),
            ("<script>alert(1)</script>x<style>p{}</style>y", "xy"),
            ("<SCRIPT>x</ScRipt >y", "y"),
            ("<script>never closed", ""),
            ("<!-- <b>no</b> -->yes", "yes"),
            ("<!-- never closed", ""),
            ("<img alt='a > b' src=x>c", "c"),
            ("1 < 2 and 3 <4", "1 < 2 and 3 <4"),
            ("<b", ""),
            ("  lots \t of\n\n\n space ", "lots of space"),
            ("&#0;&#x110000;&#xd800;a", "&#x110000;&#xd800;a"),
            ("<a href=\"javascript:alert(1)\">환불</a>", "환불"),
        ] {
            assert_eq!(to_text(html), expected, "{html:?}");
        }
    }

    fn told(html: &str, links: &Links<'_>) -> (String, Vec<String>) {
        let (text, spans) = to_text_and_spans(html, links);
        assert!(spans.iter().all(|span| span.fits(&text)), "{html}");
        let told = spans.iter().map(|span| format!("{:?} over {}", span.kind, &text[span.start as usize..span.end as usize])).collect();
        (text, told)
    }

    #[test]
    fn links_are_spans_of_the_text() {
        for (html, text, spans) in [
            ("<a href='https://a.kr/?a=1&amp;b=2'>여기</a>요", "여기요", vec!["Link(\"https://a.kr/?a=1&b=2\") over 여기"]),
            ("see <a href=https://a.kr> here </a>.", "see here .", vec!["Link(\"https://a.kr\") over here"]),
            ("<a href=\"javascript:alert(1)\">환불</a>", "환불", vec![]),
            ("<a href=\"mailto:a@b.kr\">mail</a> <a>none</a> <a href>empty</a>", "mail none empty", vec![]),
            ("<a href='https://a.kr'><img src=x></a>b", "b", vec![]),
            (
                "<a href='https://a.kr'>one<a href='https://b.kr'>two</a>",
                "onetwo",
                vec!["Link(\"https://a.kr\") over one", "Link(\"https://b.kr\") over two"],
            ),
            ("<a href='https://a.kr'>never closed", "never closed", vec!["Link(\"https://a.kr\") over never closed"]),
            ("<a class=\"mention hashtag\" href='https://a.kr/tags/x'>#x</a>", "#x", vec!["Link(\"https://a.kr/tags/x\") over #x"]),
        ] {
            let (said, told) = told(html, &Links::default());
            assert_eq!((said.as_str(), told), (text, spans.iter().map(|span| (*span).to_owned()).collect()), "{html}");
        }
    }

    #[test]
    fn a_network_says_who_and_what_a_link_is() {
        let people = [("https://s.kr/@kim".to_owned(), "https://s.kr/@kim".to_owned())];
        let links = Links { people: &people, tags: true, unseen_class: Some("quote-inline"), airy: true, ..Links::default() };
        let html = "<p class=\"quote-inline\">RE: <a href=\"https://s.kr/1\">old</a></p><p><span class=\"h-card\"><a href=\"https://s.kr/@kim\" \
            class=\"u-url mention\">@<span>kim</span></a></span> 안녕</p><p>둘<br />셋 <a href=\"https://s.kr/tags/%EB%B0%B0\" class=\"mention hashtag\" \
            rel=\"tag\">#<span>배송</span></a> <a href=\"https://acme.kr/very/long\"><span class=\"invisible\">https://</span><span \
            class=\"ellipsis\">acme.kr/very</span><span class=\"invisible\">/long</span></a></p>";
        let (text, told) = told(html, &links);
        assert_eq!(text, "@kim 안녕\n\n둘\n셋 #배송 https://acme.kr/very/long");
        assert_eq!(
            told,
            [
                "Mention(\"https://s.kr/@kim\") over @kim",
                "Tag(\"배송\") over #배송",
                "Link(\"https://acme.kr/very/long\") over https://acme.kr/very/long",
            ]
        );
    }

    #[test]
    fn a_text_that_is_too_long_keeps_only_spans_that_fit() {
        let html = format!("{}<a href='https://a.kr'>{}</a>", "가".repeat(5_000), "나".repeat(5_000));
        let (text, spans) = to_text_and_spans(&html, &Links::default());
        assert!(text.len() <= TEXT_BYTES_MAX && text.ends_with('나'));
        assert!(spans.is_empty());
    }
}
