//! What monitors hear: with reasons, within budgets, on whose side, and what nobody wants to hear of.

use crate::desk::{Desk, SCOPE, arrival, ours, unheard};
use crate::engines::Ground;
use answerable_domain::{
    Budget, EventKind, EventSeq, Hit, HitSpan, Monitor, MonitorId, Muted, Permission, Role, Scope, Side, Spelling, VariantChoice,
};
use answerable_store::{Arrival, Digested, MonitorChange, NewMonitor, NewMute, Skipped, SpellingHits, StoreError, Voice};
use answerable_testkit::inbound;

const DAY_MS: i64 = 86_400_000;
const HOUR_MS: i64 = 3_600_000;

fn caught(monitor: &Monitor, variant: Option<&str>) -> Hit {
    let (variant, reason) = (variant.map(str::to_owned), variant.map(|_| "jamo:ㅔ→ㅐ".to_owned()));
    Hit { monitor_id: monitor.id, spans: vec![HitSpan { start: 0, end: 9, term: "아크메".into(), variant, reason }] }
}

/// The n-th post, each by an author of its own.
fn nth(number: usize, monitor: &Monitor) -> Arrival {
    arrival(
        inbound(&format!("at://c/{number}"), "아크매 냉장고").author(&format!("did:{number}")).build(),
        vec![caught(monitor, None)],
        false,
    )
}

pub async fn an_old_database_keeps_its_monitors(ground: &Ground) {
    let words = |any: &str, all: &str, none: &str| format!(r#"{{"any":[{any}],"all":[{all}],"none":[{none}]}}"#);
    let cases = [
        (words(r#""아크메""#, "", ""), r#""아크메""#),
        (
            words(r#""acme","アクメ""#, r#""cold fridge""#, r#""job","say \"hi\"""#),
            r#"("acme" OR "アクメ") AND "cold fridge" AND NOT "job" AND NOT "say  hi ""#,
        ),
        (words("", r#""a","b\\c""#, ""), r#""a" AND "b c""#),
        (words(r#""it's 50% off""#, "", r#""x""#), r#""it's 50% off" AND NOT "x""#),
    ];
    ground.open_as_of(1).await;
    ground.run("INSERT INTO brand (id, name, sandbox, policy, created_at) VALUES (1, 'Acme', 0, '{}', 1)").await;
    for (number, (boxes, _)) in cases.iter().enumerate() {
        let boxes = boxes.replace('\'', "''");
        let row = format!("({}, 1, 'old', '{boxes}', {}, 1, 2)", number + 1, number % 2);
        ground.run(&format!("INSERT INTO monitor (id, brand_id, name, query, enabled, created_at, updated_at) VALUES {row}")).await;
    }
    let store = ground.open().await;
    let scope = Scope::member(answerable_domain::BrandId(1), answerable_domain::UserId(1), Role::Owner);
    let records = store.monitors(&scope).await.expect("read");
    assert_eq!(records.len(), cases.len());
    for (number, (record, (_, query))) in records.iter().zip(cases).enumerate() {
        let monitor = &record.monitor;
        assert_eq!(monitor.query, query);
        assert_eq!((monitor.enabled, monitor.side, monitor.budget), (number % 2 == 1, Side::Own, Budget::default()));
        assert_eq!((&monitor.variants, record.skipped), (&VariantChoice::default(), Skipped::default()));
    }
}

pub async fn a_mention_says_why(ground: &Ground) {
    let desk = Desk::new(ground).await;
    let hit = caught(&desk.monitor, Some("아크매"));
    desk.deliver(vec![arrival(inbound("at://c/1", "아크매").addressed().build(), vec![hit.clone()], false)]).await;
    let detail = desk.only_case().await;
    assert_eq!((&detail.thread[0].hits, detail.thread[0].addressed), (&vec![hit.clone()], true));
    assert_eq!(detail.row.preview.hits, vec![hit]);
    // As programs before wrote it.
    ground.run("UPDATE mention SET spans = '[[0,3],[3,9]]' WHERE monitor_id > 0").await;
    let spans = &desk.only_case().await.thread[0].hits[0].spans;
    let places: Vec<(u32, u32, &str)> = spans.iter().map(|span| (span.start, span.end, span.term.as_str())).collect();
    assert_eq!(places, [(0, 3, ""), (3, 9, "")]);
}

pub async fn what_was_heard_is_added_up_once(ground: &Ground) {
    let desk = Desk::new(ground).await;
    let day = answerable_domain::Clock::now(&*desk.clock) / DAY_MS;
    let at = day * DAY_MS + HOUR_MS;
    let post = |id: &str, version: &str, at: i64| inbound(id, "아크매").version(version).author(id).at(at).build();
    let variant = || vec![caught(&desk.monitor, Some("아크매"))];
    desk.deliver(vec![arrival(post("at://c/1", "1", at), variant(), false), arrival(post("at://c/1", "1", at), variant(), false)]).await;
    // The same again, edited, and in its first version; then another, one of an older day, one from a clock that is ahead, and ours.
    desk.deliver(vec![arrival(post("at://c/1", "2", at), variant(), false), arrival(post("at://c/1", "1", at), variant(), false)]).await;
    desk.deliver(vec![
        arrival(post("at://c/2", "1", at), vec![caught(&desk.monitor, None)], false),
        arrival(post("at://c/3", "1", at - DAY_MS), variant(), false),
        arrival(post("at://c/4", "1", at + 400 * DAY_MS), variant(), false),
        ours(post("at://c/5", "1", at)),
        arrival(post("at://c/6", "1", at), variant(), true),
        unheard(post("at://c/7", "1", at)),
    ])
    .await;
    let spelling = Spelling { term: "아크메".into(), text: "아크매".into() };
    let hits = desk.store.spelling_hits(&desk.scope, desk.monitor.id).await.expect("read");
    assert_eq!(hits.iter().map(|hits| (&hits.spelling, hits.count)).collect::<Vec<_>>(), [(&spelling, 3)]);
    let last_at = answerable_domain::Clock::now(&*desk.clock);
    assert!(matches!(hits.as_slice(), [SpellingHits { last_at: at, .. }] if *at == last_at), "{hits:?}");
    let voice = |day, count| Voice { monitor_id: desk.monitor.id, day, language: "ko".into(), count };
    assert_eq!(desk.store.voices(&desk.scope, day - 5).await.expect("read"), [voice(day - 1, 1), voice(day, 3)]);
    assert_eq!(desk.store.voices(&desk.scope, day).await.expect("read"), [voice(day, 3)]);
    let other = desk.another(ground).await;
    assert!(other.store.voices(&other.scope, 0).await.expect("read").is_empty());
    assert!(other.store.spelling_hits(&other.scope, desk.monitor.id).await.expect("read").is_empty());
}

pub async fn what_is_said_of_a_competitor_opens_no_case(ground: &Ground) {
    let desk = Desk::new(ground).await;
    let rival = NewMonitor { side: Side::Competitor, ..NewMonitor::of("Rival", "rival") };
    let rival = desk.store.create_monitor(&desk.scope, rival).await.expect("a monitor");
    let post = |id: &str| inbound(id, "rival").author(id).answers("at://p/1", "at://p/1", "did:p");
    let theirs = || vec![caught(&rival, None)];
    let report = desk.deliver(vec![arrival(post("at://c/1").build(), theirs(), false)]).await;
    assert_eq!((report.posts_added, report.cases_opened, report.wanted), (1, 0, true), "its author is wanted");
    let wanted = desk.store.take_wanted(answerable_store::WantedKind::Post, i64::MAX, 10).await.expect("read");
    assert!(wanted.is_empty(), "nobody goes after what others answer: {wanted:?}");
    desk.deliver(vec![
        arrival(post("at://c/2").addressed().build(), theirs(), false),
        arrival(post("at://c/3").build(), vec![caught(&desk.monitor, None), caught(&rival, None)], false),
    ])
    .await;
    assert_eq!(desk.cases().await.len(), 2, "addressed, and heard by our own monitor too");
    // A monitor of ours hears the first one later.
    desk.deliver(vec![arrival(post("at://c/1").build(), vec![caught(&desk.monitor, None), caught(&rival, None)], false)]).await;
    assert_eq!(desk.cases().await.len(), 3);
    let count: u64 =
        desk.store.voices(&desk.scope, 0).await.expect("read").iter().filter(|v| v.monitor_id == rival.id).map(|v| v.count).sum();
    assert_eq!(count, 3);
}

pub async fn a_budget_leaves_out_and_what_it_left_out_can_be_read(ground: &Ground) {
    let desk = Desk::new(ground).await;
    desk.clock.set(500_000 * HOUR_MS);
    let budget = Budget { per_hour: Some(2), per_day: Some(5) };
    let change = MonitorChange { budget: Some(budget), ..MonitorChange::default() };
    desk.store.change_monitor(&desk.scope, desk.monitor.id, change).await.expect("stored");
    let (store, scope, id) = (&desk.store, &desk.scope, desk.monitor.id);
    let skipped = async || store.monitor(scope, id).await.expect("read").skipped;
    let seq = store.latest_seq().await.expect("read");

    let mut first = Vec::new();
    for number in 0..6 {
        desk.clock.advance_ms(1000);
        first.extend(desk.append(vec![nth(number, &desk.monitor)]).await);
    }
    let report = desk.absorb(first.clone()).await;
    assert_eq!((report.cases_opened, report.skipped, report.dropped), (2, 4, 4));
    let times: Vec<i64> = first.iter().map(|digested| digested.received_at).collect();
    assert_eq!(skipped().await, Skipped { count: 4, from: Some(times[2]), to: Some(times[5]) });
    let told = store.events_after(&desk.scope, seq, 100).await.expect("events");
    let is_sampling = |event: &&answerable_domain::Event| event.kind == EventKind::MonitorChanged && event.payload["sampling"] == true;
    assert_eq!(told.iter().filter(is_sampling).count(), 1);

    // The same again is not left out twice; what is said to us is never left out.
    desk.deliver(vec![nth(3, &desk.monitor)]).await;
    desk.deliver(vec![arrival(
        inbound("at://c/us", "아크메").author("did:us").addressed().build(),
        vec![caught(&desk.monitor, None)],
        false,
    )])
    .await;
    assert_eq!((skipped().await.count, desk.cases().await.len()), (4, 3));
    // A new hour, a new budget; then the day's is used up.
    desk.clock.advance_ms(HOUR_MS);
    desk.deliver((10..14).map(|number| nth(number, &desk.monitor)).collect()).await;
    desk.clock.advance_ms(HOUR_MS);
    desk.deliver((20..22).map(|number| nth(number, &desk.monitor)).collect()).await;
    assert_eq!((skipped().await.count, desk.cases().await.len()), (4 + 2 + 1, 3 + 2 + 1));

    assert_eq!(store.read_skipped(scope, id).await.expect("read again"), 7);
    assert_eq!(skipped().await, Skipped::default());
    let pending = store.pending_raws(None, 100).await.expect("read");
    assert_eq!(pending.len(), 7);
    let again = |raw: &answerable_store::PendingRaw| {
        let number = first.iter().position(|digested| digested.raw_id == raw.raw.id).map_or(100, |place| place);
        desk.digested(raw.raw.id, raw.raw.received_at, vec![nth(number, &desk.monitor)])
    };
    let batch: Vec<Digested> = pending[..4].iter().map(again).collect();
    assert_eq!(desk.absorb(batch.clone()).await.cases_opened, 4, "the budget is not asked");
    assert_eq!(desk.absorb(batch).await.repeated, 4);
    assert_eq!((store.read_skipped(scope, id).await.expect("nothing is left"), desk.cases().await.len()), (0, 10));
    let voices: u64 = store.voices(scope, 0).await.expect("read").iter().map(|voice| voice.count).sum();
    assert_eq!(voices, 6 + 1 + 4 + 2, "each was heard once, taken in or not");
    let other = desk.another(ground).await;
    assert!(matches!(other.store.read_skipped(&other.scope, id).await, Err(StoreError::NotFound)));
}

pub async fn what_is_too_old_to_be_kept_is_not_read_again(ground: &Ground) {
    let desk = Desk::new(ground).await;
    let change = MonitorChange { budget: Some(Budget { per_hour: Some(1), per_day: None }), ..MonitorChange::default() };
    desk.store.change_monitor(&desk.scope, desk.monitor.id, change).await.expect("stored");
    desk.deliver((0..3).map(|number| nth(number, &desk.monitor)).collect()).await;
    assert_eq!(desk.store.prune_raws(i64::MAX, 100).await.expect("pruned"), 3);
    assert_eq!(desk.store.read_skipped(&desk.scope, desk.monitor.id).await.expect("read"), 0);
    // Heard once more, it is a mention like any other.
    desk.clock.advance_ms(HOUR_MS);
    assert_eq!(desk.deliver(vec![nth(2, &desk.monitor)]).await.cases_opened, 1);
}

pub async fn what_is_muted_is_told_by_whom(ground: &Ground) {
    let desk = Desk::new(ground).await;
    desk.deliver(vec![nth(1, &desk.monitor)]).await;
    let author = desk.only_case().await.row.author;
    let agent = desk.colleague("agent@acme.example", Role::Agent).await;
    let store = &desk.store;
    let spelling = Spelling { term: "아크메".into(), text: "아크매".into() };
    let news = [
        NewMute::Author(author.id),
        NewMute::Phrase("무료 나눔".into()),
        NewMute::Variant { monitor_id: desk.monitor.id, spelling: spelling.clone() },
    ];
    let mut made = Vec::new();
    for new in &news {
        made.push(store.create_mute(&agent, new.clone()).await.expect("silenced"));
    }
    let again = store.create_mute(&desk.scope, news[0].clone()).await.expect("the same");
    assert_eq!(again, made[0], "the same again is the mute that is there");
    made.reverse();
    assert_eq!(store.mutes(&desk.scope).await.expect("read"), made);
    assert_eq!(made[2].mute.what, Muted::Author { author_id: author.id, native_id: "did:1".into() });
    assert_eq!((made[2].author_name.as_deref(), made[2].mute.by), (Some("did:1"), agent.user_id()));

    let viewer = desk.colleague("viewer@acme.example", Role::Viewer).await;
    assert!(
        matches!(store.create_mute(&viewer, news[1].clone()).await, Err(StoreError::Forbidden(forbidden)) if forbidden.permission == Permission::Work)
    );
    let other = desk.another(ground).await;
    for new in [&news[0], &news[2]] {
        assert!(matches!(store.create_mute(&other.scope, new.clone()).await, Err(StoreError::NotFound)), "{new:?}");
    }
    assert!(matches!(store.delete_mute(&other.scope, made[0].mute.id).await, Err(StoreError::NotFound)));
    store.delete_mute(&agent, made[1].mute.id).await.expect("heard again");
    store.delete_monitor(&desk.scope, desk.monitor.id).await.expect("deleted");
    let left = store.mutes(&desk.scope).await.expect("read");
    assert_eq!(
        left.iter().map(|record| record.mute.id).collect::<Vec<_>>(),
        [made[2].mute.id],
        "a monitor takes its spellings' mutes along"
    );
    let events = store.events_after(&desk.scope, EventSeq(0), 1000).await.expect("events");
    assert_eq!(events.iter().filter(|event| event.payload.get("mute_id").is_some()).count(), 4);
}

pub async fn a_preview_sees_what_monitors_ask_for(ground: &Ground) {
    let desk = Desk::new(ground).await;
    let post = inbound("at://c/1", "보기 https://acme.example").addressed();
    desk.deliver(vec![unheard(post.build()), unheard(inbound("at://c/2", "nobody's").build())]).await;
    desk.deliver(vec![nth(3, &desk.monitor)]).await;
    let posts = desk.store.heard_posts(&desk.scope, 0).await.expect("read");
    let seen: Vec<(&str, bool, Option<&str>)> =
        posts.iter().map(|post| (post.author_native_id.as_str(), post.addressed, post.language.as_deref())).collect();
    assert_eq!(seen, [("did:3", false, Some("ko")), ("did:plc:customer", true, Some("ko"))], "the newest first");
    assert!(desk.store.heard_posts(&desk.scope, 4_000_000_000_000).await.expect("read").is_empty());
    assert_eq!(posts[0].network.as_str(), SCOPE);
    let limited = desk
        .store
        .create_monitor(&desk.scope, NewMonitor { budget: Budget { per_hour: None, per_day: Some(7) }, ..NewMonitor::of("x", "x") });
    assert_eq!(limited.await.expect("made").budget.per_day, Some(7));
    assert!(matches!(desk.store.monitor(&desk.scope, MonitorId(1)).await, Err(StoreError::NotFound)));
}
