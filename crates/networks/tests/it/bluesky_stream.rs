//! The public stream: what matters is delivered at least once, the place is kept, and a hole is noticed.

use crate::support::{MemorySink, World, raws};
use answerable_domain::{Clock, Cursor, Inbound};
use answerable_networks::{ConnectorError, Page, Settings, Sink, StreamSettings, connect};
use answerable_testkit::raw;

/// Runs the stream while `during` happens, then breaks it.
async fn listen(world: &World, cursor: Option<&Cursor>, sink: &MemorySink, during: impl AsyncFnOnce()) {
    let connector = world.stream();
    tokio::join!(
        async {
            let ended = connector.stream("jetstream", cursor, sink).await;
            assert!(matches!(ended, Err(ConnectorError::Transient(_))), "{ended:?}");
        },
        async {
            during().await;
            world.network.break_streams();
        }
    );
}

fn last_cursor(pages: &[Page]) -> Cursor {
    pages.iter().rev().find_map(|page| page.next.clone()).unwrap()
}

#[tokio::test]
async fn only_what_matters_is_delivered_and_the_cursor_moves_past_the_rest() {
    let world = World::new().await;
    let sink = MemorySink::wanting("아크메");
    listen(&world, None, &sink, async || {
        world.network.until_streams(1).await;
        world.network.post(&world.customer, "아크메 냉장고 또 고장");
        world.network.post(&world.customer, "날씨 좋다");
        sink.until(|pages| !raws(pages).is_empty()).await;
    })
    .await;
    let pages = sink.until(|pages| last_cursor(pages).0 == world.network.frames().last().unwrap().0.to_string()).await;
    assert_eq!(raws(&pages).len(), 1);
    let delivered = world.stream().normalize(&raw("jetstream", raws(&pages)[0].clone())).unwrap();
    assert!(matches!(&delivered[0], Inbound::Post(post) if post.text == "아크메 냉장고 또 고장" && post.author.handle.is_none()));
    assert_eq!(raws(&pages)[0].as_bytes(), world.network.frames()[0].1, "byte for byte");
}

#[tokio::test]
async fn after_a_break_it_goes_on_five_seconds_before() {
    let world = World::new().await;
    let sink = MemorySink::wanting("아크메");
    listen(&world, None, &sink, async || {
        world.network.until_streams(1).await;
        world.network.post(&world.customer, "아크메 하나");
        sink.until(|pages| raws(pages).len() == 1).await;
    })
    .await;
    let cursor = last_cursor(&sink.until(|_| true).await);
    world.clock.advance_ms(3_600_000);
    world.network.post(&world.customer, "아크메 둘, 아무도 듣지 않을 때");

    let sink = MemorySink::wanting("아크메");
    listen(&world, Some(&cursor), &sink, async || {
        let asked = world.network.until_streams(2).await.unwrap();
        assert_eq!(asked, cursor.0.parse::<u64>().unwrap() - 5_000_000);
        sink.until(|pages| raws(pages).len() == 2).await;
    })
    .await;
    let pages = sink.until(|_| true).await;
    assert!(raws(&pages)[0].contains("하나") && raws(&pages)[1].contains("둘"));
    assert!(pages.iter().all(|page| page.gap.is_none()), "an hour of silence is not a hole");
}

#[tokio::test]
async fn a_cursor_that_was_moved_forward_is_a_gap() {
    let world = World::new().await;
    world.network.post(&world.customer, "아크메 하나");
    let cursor = Cursor(world.network.frames()[0].0.to_string());
    world.clock.advance_ms(3_600_000);
    world.network.post(&world.customer, "아크메 둘");
    world.clock.advance_ms(60_000);
    let kept = world.network.post(&world.customer, "아크메 셋");
    let kept_us = world.network.frames()[2].0;
    world.network.forget_frames_before(kept_us);

    let sink = MemorySink::wanting("아크메");
    listen(&world, Some(&cursor), &sink, async || {
        sink.until(|pages| raws(pages).len() == 1).await;
    })
    .await;
    let pages = sink.until(|_| true).await;
    assert!(raws(&pages)[0].contains(&kept.cid));
    let gaps: Vec<_> = pages.iter().filter_map(|page| page.gap.clone()).collect();
    assert_eq!(gaps.len(), 1);
    assert_eq!((gaps[0].why, gaps[0].from), ("clamped_cursor", Some(cursor.0.parse::<i64>().unwrap() / 1_000)));
    assert_eq!(gaps[0].to, i64::try_from(kept_us).unwrap() / 1_000);
}

#[tokio::test]
async fn what_cannot_be_read_goes_on_and_stops_nothing() {
    let world = World::new().await;
    let sink = MemorySink::wanting("아크메");
    let large = format!(r#"{{"did":"did:plc:a","time_us":1,"kind":"commit","pad":"{}"}}"#, "x".repeat(2 * 1024 * 1024));
    listen(&world, None, &sink, async || {
        world.network.until_streams(1).await;
        world.network.push_frame("{broken");
        world.network.push_frame([0xff, 0xfe, 0x00]);
        world.network.push_frame(large.clone());
        world.network.post(&world.customer, "아크메 그래도");
        world.network.repeat_last_frame();
        sink.until(|pages| raws(pages).len() == 5).await;
    })
    .await;
    let pages = sink.until(|_| true).await;
    let delivered: Vec<&Vec<u8>> = pages.iter().flat_map(|page| &page.raws).collect();
    let stream = world.stream();
    let read = |body: &Vec<u8>| stream.normalize(&raw("jetstream", body.clone()));
    assert_eq!(read(delivered[0]).unwrap_err().code, "not_json");
    assert_eq!(read(delivered[1]).unwrap_err().code, "not_utf8");
    assert_eq!((delivered[2].len(), read(delivered[2]).unwrap_err().code), (64 * 1024, "too_large"));
    assert_eq!(read(delivered[3]).unwrap(), read(delivered[4]).unwrap(), "twice is the same");
}

#[tokio::test]
async fn edits_deletions_and_closed_accounts_come_through() {
    let world = World::new().await;
    let sink = MemorySink::wanting("did:plc");
    listen(&world, None, &sink, async || {
        world.network.until_streams(1).await;
        let post = world.network.post(&world.customer, "아크메");
        world.network.edit(&post.uri, "아크메 고침");
        world.network.delete(&post.uri);
        world.network.take_down(&world.customer);
        sink.until(|pages| raws(pages).len() == 4).await;
    })
    .await;
    let stream = world.stream();
    let pages = sink.until(|_| true).await;
    let seen: Vec<Inbound> = raws(&pages).into_iter().flat_map(|body| stream.normalize(&raw("jetstream", body)).unwrap()).collect();
    assert!(matches!(
        (&seen[0], &seen[1], &seen[2], &seen[3]),
        (Inbound::Post(first), Inbound::Post(second), Inbound::Deleted { .. }, Inbound::AuthorGone { .. })
            if first.native_id == second.native_id && first.version != second.version
    ));
}

#[tokio::test]
async fn many_frames_travel_in_few_pages() {
    let world = World::new().await;
    for round in 0..2_000 {
        world.network.post(&world.customer, &format!("아크메 {round}"));
    }
    let cursor = Cursor(world.network.frames()[0].0.to_string());
    let sink = MemorySink::wanting("아크메");
    listen(&world, Some(&cursor), &sink, async || {
        sink.until(|pages| raws(pages).len() == 2_000).await;
    })
    .await;
    let pages = sink.until(|_| true).await;
    assert!(pages.iter().all(|page| page.raws.len() <= 500), "a page is bounded");
    assert!(raws(&pages).iter().enumerate().all(|(round, frame)| frame.contains(&format!("아크메 {round}\""))), "in order");
}

#[tokio::test]
async fn a_sink_that_cannot_store_ends_the_stream() {
    struct Full;
    impl answerable_networks::Interest for Full {
        fn wants(&self, _frame: &[u8]) -> bool {
            true
        }
    }
    impl Sink for Full {
        fn push(&self, _page: Page) -> answerable_networks::Fut<'_, Result<(), ConnectorError>> {
            Box::pin(async { Err(ConnectorError::Store("the disk is full".into())) })
        }
    }
    let world = World::new().await;
    world.network.post(&world.customer, "아크메");
    let cursor = Cursor(world.network.frames()[0].0.to_string());
    let ended = world.stream().stream("jetstream", Some(&cursor), &Full).await;
    assert!(matches!(ended, Err(ConnectorError::Store(_))), "{ended:?}");
}

#[tokio::test]
async fn a_time_in_the_far_future_does_not_move_the_cursor() {
    let world = World::new().await;
    let sink = MemorySink::wanting("아크메");
    listen(&world, None, &sink, async || {
        world.network.until_streams(1).await;
        world.network.post(&world.customer, "아크메");
        world.network.push_frame(r#"{"did":"did:plc:a","time_us":99999999999999999,"kind":"identity","identity":{},"note":"아크메"}"#);
        sink.until(|pages| raws(pages).len() == 2).await;
    })
    .await;
    let cursor: u64 = last_cursor(&sink.until(|_| true).await).0.parse().unwrap();
    assert_eq!(cursor / 1_000, u64::try_from(world.clock.now()).unwrap());
}

#[tokio::test]
async fn check_connects_once() {
    let world = World::new().await;
    assert_eq!(world.stream().check().await.unwrap().native_id, "127.0.0.1");
    drop(world.network);
}

#[tokio::test]
async fn a_line_that_breaks_before_the_first_frame_loses_nothing() {
    let world = World::new().await;
    let sink = MemorySink::wanting("아크메");
    listen(&world, None, &sink, async || {
        sink.until(|pages| pages.iter().any(|page| page.next.is_some())).await;
    })
    .await;
    world.network.post(&world.customer, "아크메 아무도 안 듣나요");
    let from = last_cursor(&sink.until(|_| true).await);
    listen(&world, Some(&from), &sink, async || {
        let pages = sink.until(|pages| raws(pages).len() == 1).await;
        assert!(pages.iter().all(|page| page.gap.is_none()), "nothing is missing");
    })
    .await;
}

#[tokio::test]
async fn the_cursor_moves_although_nothing_matters() {
    let world = World::new().await;
    let sink = MemorySink::wanting("아크메");
    listen(&world, None, &sink, async || {
        world.network.until_streams(1).await;
        world.network.post(&world.customer, "날씨 좋다");
        let passed = Cursor(world.network.frames()[0].0.to_string());
        let pages = sink.until(|pages| pages.iter().any(|page| page.next.as_ref() == Some(&passed))).await;
        assert!(raws(&pages).is_empty());
    })
    .await;
}

/// The other side says hello and then nothing, not even to a question.
#[tokio::test]
async fn a_dead_line_is_noticed_within_a_minute() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("ws://{}/subscribe", listener.local_addr().unwrap()).parse().unwrap();
    let world = World::new().await;
    let settings = StreamSettings { url, appview: world.network.url().parse().unwrap() };
    let stream = connect(Settings::BlueskyStream(settings), None, world.context()).unwrap();
    let sink = MemorySink::wanting("");
    let (ended, _dead) = tokio::join!(stream.stream("jetstream", None, &sink), async {
        let (socket, _) = listener.accept().await.unwrap();
        let dead = tokio_tungstenite::accept_async(socket).await.unwrap();
        tokio::time::pause();
        dead
    });
    assert!(matches!(&ended, Err(ConnectorError::Transient(why)) if why == "nothing came for 60s"), "{ended:?}");
}

/// Whoever listens over `wss` says nothing before the line is encrypted; and a line that cannot be is tried again like any that is down.
#[tokio::test]
async fn an_encrypted_stream_begins_with_a_handshake() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("wss://localhost:{}/subscribe", listener.local_addr().unwrap().port()).parse().unwrap();
    let world = World::new().await;
    let settings = StreamSettings { url, appview: world.network.url().parse().unwrap() };
    let stream = connect(Settings::BlueskyStream(settings), None, world.context()).unwrap();
    let sink = MemorySink::wanting("");
    let (ended, first) = tokio::join!(stream.stream("jetstream", None, &sink), async {
        let (mut socket, _) = listener.accept().await.unwrap();
        let mut first = vec![0; 4_096];
        let count = tokio::io::AsyncReadExt::read(&mut socket, &mut first).await.unwrap();
        first.truncate(count);
        first
    });
    assert!(matches!(ended, Err(ConnectorError::Transient(_))), "{ended:?}");
    assert_eq!(first[..2], [0x16, 0x03], "a record of the handshake");
    assert!(first.windows(9).any(|name| name == b"localhost") && !first.windows(3).any(|word| word == b"GET"));
}

/// What is larger than any message is cut; the line holds and what follows is heard, whatever script it breaks off in.
#[tokio::test]
async fn a_message_larger_than_any_is_cut_and_the_line_holds() {
    let world = World::new().await;
    let sink = MemorySink::wanting("아크메");
    listen(&world, None, &sink, async || {
        world.network.until_streams(1).await;
        for frame in ["가".repeat(7 << 20).into_bytes(), vec![0xff; 20 << 20]] {
            world.network.push_frame(frame);
        }
        world.network.post(&world.customer, "아크메 그래도");
        sink.until(|pages| pages.iter().map(|page| page.raws.len()).sum::<usize>() == 3).await;
    })
    .await;
    let pages = sink.until(|_| true).await;
    assert!(pages.iter().all(|page| page.gap.is_none()));
    let codes: Vec<_> =
        pages.iter().flat_map(|page| &page.raws).map(|body| world.stream().normalize(&raw("jetstream", body.clone()))).collect();
    let code = |place: usize| codes[place].as_ref().err().map(|poison| poison.code);
    assert_eq!((code(0), code(1)), (Some("too_large"), Some("not_utf8")));
    assert!(matches!(&codes[2].as_ref().unwrap()[0], Inbound::Post(post) if post.text == "아크메 그래도"));
}
