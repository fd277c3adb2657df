//! Pictures and files of posts: fetched with patience, kept once, and gone when they must be.

use crate::desk::{Desk, deleted};
use crate::engines::Ground;
use answerable_domain::{Clock, EventKind, EventSeq, InboundPost, Media, MediaId, MediaState, Network, Permission, Role, Scope};
use answerable_store::{Arrival, ArrivedPost, KeptFile, MediaRow, MediaStep, NewUpload, StoreError, WantedMedia};
use answerable_testkit::inbound;

const FIRST_PAUSE_MS: i64 = 30_000;

fn with_media(native_id: &str, version: &str, urls: &[&str]) -> InboundPost {
    let media = |url: &&str| Media { url: (*url).to_owned(), alt: Some(format!("alt of {url}")), mime: Some("image/png".into()) };
    let post = inbound(native_id, &format!("아크메 {version}")).version(version).build();
    InboundPost { media: urls.iter().map(media).collect(), ..post }
}

/// The arrival, changed.
fn but(arrival: Arrival, change: impl FnOnce(&mut ArrivedPost)) -> Arrival {
    let Arrival::Post(mut arrived) = arrival else { unreachable!("it is a post") };
    change(&mut arrived);
    Arrival::Post(arrived)
}

fn kept(hash: &str) -> MediaStep {
    MediaStep::Kept { hash: hash.into(), mime: "image/png".into(), bytes: 5 }
}

async fn take(desk: &Desk) -> Vec<WantedMedia> {
    desk.store.take_wanted_media(desk.clock.now(), 10).await.expect("taken")
}

/// What the only case's first post shows.
async fn shown(desk: &Desk) -> Vec<MediaRow> {
    desk.only_case().await.thread.remove(0).media
}

async fn states(desk: &Desk) -> Vec<(String, MediaState, Option<String>)> {
    shown(desk).await.into_iter().map(|row| (row.url, row.state, row.why)).collect()
}

fn row(url: &str, state: MediaState, why: Option<&str>) -> (String, MediaState, Option<String>) {
    (url.to_owned(), state, why.map(str::to_owned))
}

pub async fn media_are_fetched_with_patience(ground: &Ground) {
    let desk = Desk::new(ground).await;
    let post = || desk.heard(with_media("at://c/1", "1", &["https://a.example/1", "https://a.example/2", "https://a.example/2"]));
    assert!(desk.deliver(vec![post()]).await.media_wanted);
    assert_eq!(desk.store.next_media_at().await.expect("read"), Some(desk.clock.now()));
    assert!(!desk.deliver(vec![post()]).await.media_wanted, "the same delivery again asks for nothing");
    let wanted = take(&desk).await;
    let names: Vec<(&str, u32)> = wanted.iter().map(|wanted| (wanted.url.as_str(), wanted.attempts)).collect();
    assert_eq!(names, [("https://a.example/1", 0), ("https://a.example/2", 0)]);
    assert_eq!((wanted[0].channel_id, wanted[0].network, wanted[0].brand_id), (desk.channel.id, Network::Bluesky, desk.brand_id));
    assert!(take(&desk).await.is_empty(), "each is given out once");

    let seq = desk.store.latest_seq().await.expect("read");
    assert!(desk.store.record_media(wanted[0].id, kept("aa")).await.expect("recorded"));
    let events = desk.store.events_after(&desk.scope, EventSeq(seq.0), 10).await.expect("read");
    assert_eq!(events.iter().map(|event| (event.kind, event.case_id.is_some())).collect::<Vec<_>>(), [(EventKind::MediaChanged, true)]);
    let first = shown(&desk).await.remove(0);
    assert_eq!(
        (first.state, first.hash.as_deref(), first.bytes, first.alt.as_deref()),
        (MediaState::Kept, Some("aa"), Some(5), Some("alt of https://a.example/1"))
    );
    assert!(desk.store.hash_in_use("aa").await.expect("read") && !desk.store.hash_in_use("bb").await.expect("read"));

    // Ever more patience, and in the end none.
    let mut pause = FIRST_PAUSE_MS;
    for attempt in 1..8 {
        desk.store.record_media(wanted[1].id, MediaStep::Later { not_before: None }).await.expect("recorded");
        desk.clock.advance_ms(pause - 1000);
        assert!(take(&desk).await.is_empty(), "attempt {attempt} comes too early");
        desk.clock.advance_ms(1000);
        assert_eq!(take(&desk).await.iter().map(|wanted| wanted.attempts).collect::<Vec<_>>(), [attempt]);
        pause *= 2;
    }
    desk.store.record_media(wanted[1].id, MediaStep::Later { not_before: None }).await.expect("recorded");
    assert_eq!(states(&desk).await[1], row("https://a.example/2", MediaState::Refused, Some("unreachable")));
    assert_eq!(desk.store.next_media_at().await.expect("read"), None);
}

pub async fn a_fetch_that_was_cut_off_ends_too(ground: &Ground) {
    let desk = Desk::new(ground).await;
    desk.deliver(vec![desk.heard(with_media("at://c/1", "1", &["https://a.example/1"]))]).await;
    // The program ends during each attempt, so that nobody records what became of it.
    for _ in 0..20 {
        take(&desk).await;
        desk.clock.advance_ms(86_400_000 * 30);
    }
    assert_eq!(states(&desk).await, [row("https://a.example/1", MediaState::Refused, Some("unreachable"))]);
    // A server that asks for patience gets it.
    desk.deliver(vec![desk.heard(with_media("at://c/1", "2", &["https://a.example/2"]))]).await;
    let wanted = take(&desk).await.remove(0);
    let not_before = desk.clock.now() + 3_600_000;
    desk.store.record_media(wanted.id, MediaStep::Later { not_before: Some(not_before) }).await.expect("recorded");
    assert_eq!(desk.store.next_media_at().await.expect("read"), Some(not_before));
    desk.store.record_media(wanted.id, MediaStep::Refused { why: "too_large".into() }).await.expect("recorded");
    assert!(!desk.store.record_media(wanted.id, kept("aa")).await.expect("recorded"), "it was decided");
    assert!(!desk.store.hash_in_use("aa").await.expect("read"));
}

pub async fn an_edit_changes_what_is_shown(ground: &Ground) {
    let desk = Desk::new(ground).await;
    let version = |version: &str, urls: &[&str]| desk.heard(with_media("at://c/1", version, urls));
    desk.deliver(vec![version("1", &["a", "b"])]).await;
    let wanted = take(&desk).await;
    desk.store.record_media(wanted[0].id, kept("aa")).await.expect("recorded");
    desk.deliver(vec![version("2", &["c", "a"])]).await;
    let order = [row("b", MediaState::Gone, Some("edited")), row("c", MediaState::Wanted, None), row("a", MediaState::Kept, None)];
    let mut found = states(&desk).await;
    found.sort_by_key(|(url, ..)| ["b", "c", "a"].iter().position(|known| known == url));
    assert_eq!(found, order);
    assert!(!desk.store.record_media(wanted[1].id, kept("bb")).await.expect("recorded"), "nobody shows it any more");
    // Taken back: it is fetched anew, and what is kept stays where the author put it.
    desk.deliver(vec![version("3", &["b", "a"])]).await;
    let places: Vec<(String, MediaState)> = shown(&desk).await.into_iter().map(|row| (row.url, row.state)).collect();
    assert!(places.contains(&("b".into(), MediaState::Wanted)) && places.contains(&("a".into(), MediaState::Kept)));
    assert_eq!(take(&desk).await.into_iter().map(|wanted| wanted.url).collect::<Vec<_>>(), ["b"]);
    // Told to keep nothing more: what is there stays.
    desk.deliver(vec![but(version("4", &["d"]), |arrived| arrived.keep_media = false)]).await;
    assert!(take(&desk).await.is_empty() && shown(&desk).await.iter().any(|row| row.state == MediaState::Kept));
}

pub async fn media_are_kept_only_where_they_may_be(ground: &Ground) {
    let desk = Desk::new(ground).await;
    let fleeting = but(desk.heard(with_media("at://c/1", "1", &["a"])), |arrived| arrived.keep_media = false);
    assert!(!desk.deliver(vec![fleeting]).await.media_wanted);
    let only = desk.only_case().await.thread.remove(0);
    assert_eq!((only.post.media.len(), only.media.len()), (1, 0));

    let other = desk.another(ground).await;
    other.deliver(vec![other.heard(with_media("at://c/1", "1", &["a", "b"]))]).await;
    let wanted = take(&other).await;
    other.store.record_media(wanted[0].id, kept("aa")).await.expect("recorded");
    other.deliver(vec![deleted("at://c/1", 5)]).await;
    let while_deleted = [row("a", MediaState::Kept, None), row("b", MediaState::Gone, Some("deleted"))];
    assert_eq!(states(&other).await, while_deleted);
    assert_eq!(other.store.next_media_at().await.expect("read"), None, "what is deleted is not fetched");
    let drop_on = async |networks: &'static [Network]| other.store.drop_media_of_deleted(networks, 10).await.expect("dropped");
    assert!(drop_on(&[Network::Email, Network::X]).await.is_empty() && drop_on(&[]).await.is_empty());
    assert_eq!(drop_on(&[Network::Email, Network::Bluesky]).await, ["aa"]);
    assert!(drop_on(&[Network::Bluesky]).await.is_empty() && !other.store.hash_in_use("aa").await.expect("read"));
    assert_eq!(states(&other).await[0], row("a", MediaState::Gone, Some("deleted")));
    // It is there again after all.
    other.deliver(vec![other.heard(with_media("at://c/1", "2", &["a"]))]).await;
    let wanted = take(&other).await;
    other.store.record_media(wanted[0].id, kept("aa")).await.expect("recorded");
    assert!(drop_on(&[Network::Bluesky]).await.is_empty());
    assert!(shown(&other).await.iter().any(|row| row.state == MediaState::Kept));
}

pub async fn files_that_came_along_are_there_at_once(ground: &Ground) {
    let desk = Desk::new(ground).await;
    let file =
        |hash: &str| KeptFile {
            hash: hash.into(), mime: "application/pdf".into(), name: Some("영수증.pdf".into()), alt: None, bytes: 7
        };
    let post = but(desk.heard(with_media("at://c/1", "1", &["a"])), |arrived| arrived.kept = vec![file("f1"), file("f2"), file("f1")]);
    desk.deliver(vec![post]).await;
    let rows = shown(&desk).await;
    let hashes: Vec<Option<&str>> = rows.iter().map(|row| row.hash.as_deref()).collect();
    assert_eq!(hashes, [None, Some("f1"), Some("f2"), Some("f1")]);
    assert_eq!((rows[1].name.as_deref(), rows[1].bytes, rows[1].state), (Some("영수증.pdf"), Some(7), MediaState::Kept));
    assert_eq!(take(&desk).await.len(), 1);
    let author = desk.only_case().await.row.author.id;
    let posts = desk.store.author_posts(&desk.scope, author, None, 10).await.expect("a page");
    assert_eq!(posts.items[0].media, rows, "wherever the post is shown");
    assert_eq!(desk.store.media_of(&desk.scope, rows[1].id).await.expect("read"), rows[1]);
    let other = desk.another(ground).await;
    assert!(matches!(desk.store.media_of(&other.scope, rows[1].id).await, Err(StoreError::NotFound)));
    desk.store.remove_brand(&desk.scope).await.expect("removed");
    assert!(!desk.store.hash_in_use("f1").await.expect("read"));
}

pub async fn a_post_has_no_end_of_media(ground: &Ground) {
    let desk = Desk::new(ground).await;
    let urls: Vec<String> = (0..1_000).map(|number| format!("https://a.example/{number}")).collect();
    let urls: Vec<&str> = urls.iter().map(String::as_str).collect();
    desk.deliver(vec![desk.heard(with_media("at://c/1", "1", &urls))]).await;
    assert_eq!(shown(&desk).await.len(), answerable_store::limits::MEDIA_OF_POST_MAX);
}

pub async fn uploads_are_claimed_once_by_their_own_brand(ground: &Ground) {
    let desk = Desk::new(ground).await;
    let other = desk.another(ground).await;
    let upload = |hash: &str| NewUpload { hash: hash.into(), mime: "image/png".into(), name: None, alt: None, bytes: 9 };
    let mine = desk.store.create_upload(&desk.scope, upload("u1")).await.expect("stored");
    let theirs = other.store.create_upload(&other.scope, upload("u2")).await.expect("stored");
    let viewer = Scope::member(desk.brand_id, desk.owner.id, Role::Viewer);
    let looked = desk.store.create_upload(&viewer, upload("u3")).await;
    assert!(matches!(looked, Err(StoreError::Forbidden(forbidden)) if forbidden.permission == Permission::Work));
    assert_eq!((mine.post_id, mine.state), (None, MediaState::Kept));
    assert_eq!(desk.store.media_of(&desk.scope, mine.id).await.expect("read"), mine);
    let pasted = |native_id: &str, version: &str, uploads: Vec<MediaId>| {
        but(desk.heard(with_media(native_id, version, &[])), |arrived| arrived.uploads = uploads)
    };
    desk.deliver(vec![pasted("at://c/1", "1", vec![theirs.id, mine.id, MediaId(7)])]).await;
    let shown_hashes = async || shown(&desk).await.into_iter().filter_map(|row| row.hash).collect::<Vec<_>>();
    assert_eq!(shown_hashes().await, ["u1"]);
    assert_eq!(desk.store.media_of(&other.scope, theirs.id).await.expect("read"), theirs);
    // What is put beside the same words later comes to the others.
    let more = desk.store.create_upload(&desk.scope, upload("u5")).await.expect("stored");
    assert_eq!(desk.deliver(vec![pasted("at://c/1", "1", vec![more.id])]).await.repeated, 1);
    assert_eq!(shown_hashes().await, ["u5", "u1"]);
    // Another post gets nothing of it, and no edit takes it away.
    desk.deliver(vec![pasted("at://c/1", "2", vec![mine.id])]).await;
    assert_eq!(shown_hashes().await, ["u5", "u1"]);

    desk.clock.advance_ms(10);
    let before = desk.clock.now();
    let young = desk.store.create_upload(&desk.scope, upload("u4")).await.expect("stored");
    let loose = desk.store.loose_media_older_than(before, 10).await.expect("read");
    assert_eq!(loose, [theirs]);
    assert_eq!(desk.store.forget_loose_media(vec![loose[0].id, mine.id]).await.expect("forgotten"), 1, "what is claimed stays");
    assert!(desk.store.hash_in_use("u1").await.expect("read") && !desk.store.hash_in_use("u2").await.expect("read"));
    assert_eq!(desk.store.media_of(&desk.scope, young.id).await.expect("read").state, MediaState::Kept);
    let mut refused = 0;
    for number in 0..=answerable_store::limits::UPLOADS_LOOSE_MAX {
        refused += usize::from(matches!(
            desk.store.create_upload(&desk.scope, upload(&format!("x{number}"))).await,
            Err(StoreError::Limit { .. })
        ));
    }
    assert_eq!(refused, 2);
}
