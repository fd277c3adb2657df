//! What was acknowledged is there, whatever becomes of the program.

use crate::desk::Desk;
use crate::engines::Ground;
use crate::judge::judge;
use answerable_domain::{Case, Clock, Policy};
use answerable_store::{CaseChange, NewUpload, RawPage, StoreError};
use answerable_testkit::inbound;

pub async fn what_was_acknowledged_is_kept(ground: &Ground) {
    let mut desk = Desk::new(ground).await;
    let mut acknowledged = 0;
    for round in 0..5 {
        let tasks: Vec<_> = (0..20)
            .map(|number| {
                let (store, channel, received_at) = (desk.store.clone(), desk.channel.id, desk.clock.now());
                let page = RawPage { bodies: vec![format!("{round}/{number}").into_bytes()], received_at, ..RawPage::default() };
                tokio::spawn(async move { store.append_raw(channel, "stream", page).await })
            })
            .collect();
        let mut done = 0;
        for task in tasks {
            done += usize::from(task.await.expect("no panic").is_ok());
            if done == 7 {
                // The rest is cut off in the middle, wherever each of them is.
                break;
            }
        }
        acknowledged += done;
        desk.store = ground.open().await;
        let kept = desk.store.pending_raws(None, 1000).await.expect("read").len();
        assert!(kept >= acknowledged, "round {round}: {acknowledged} were acknowledged, {kept} are kept");
    }
    desk.store.close().await;
    desk.store.close().await;
    let closed = desk.store.append_raw(desk.channel.id, "stream", RawPage::default()).await;
    assert!(matches!(closed, Err(StoreError::Unavailable(_))), "{closed:?}");
}

/// A clock that was set back, or stood still: what is made after a restart has another id than what was made last before it.
pub async fn no_id_is_made_twice(ground: &Ground) {
    let mut desk = Desk::new(ground).await;
    for round in 0..3 {
        let upload = NewUpload { hash: format!("{round}"), mime: "image/png".into(), name: None, alt: None, bytes: 1 };
        desk.store.create_upload(&desk.scope, upload).await.expect("stored");
        desk.store = ground.open().await;
    }
}

/// A name that is longer than an index takes (PostgreSQL): the post is refused once and for all, and nobody waits for the database.
pub async fn what_the_database_cannot_hold_is_not_tried_for_ever(ground: &Ground) {
    let desk = Desk::new(ground).await;
    let mut state = 1_u64;
    let mut letter = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        char::from(b'a' + u8::try_from((state >> 33) % 26).expect("a letter"))
    };
    let name: String = (0..20_000).map(|_| letter()).collect();
    let batch = desk.append(vec![desk.heard(inbound(&name, "아크메").build())]).await;
    let absorbed = desk.store.absorb(batch, judge()).await;
    assert!(!matches!(absorbed, Err(StoreError::Unavailable(_))), "{absorbed:?}");
    assert_eq!(absorbed.is_ok(), ground.is_sqlite());
}

/// What panics over a payload panics over it again: it is the payload that is refused.
pub async fn a_write_that_panics_is_undone_and_refused(ground: &Ground) {
    let desk = Desk::new(ground).await;
    desk.deliver(vec![desk.heard(inbound("at://c/1", "아크메").build())]).await;
    let id = desk.only_case().await.row.case.id;
    let careless = |_: &Case, _: &Policy, _| -> Result<CaseChange, ()> { panic!("it was never to come to this") };
    let changed = desk.store.change_case(&desk.scope, id, careless).await;
    assert!(matches!(changed, Err(StoreError::Refused(_))), "{changed:?}");
    desk.store.add_note(&desk.scope, id, "and it goes on").await.expect("stored");
}

/// Writes share commits; one that fails takes nothing with it, and each is whole.
pub async fn many_writers_at_once(ground: &Ground) {
    let desk = Desk::new(ground).await;
    desk.deliver(vec![desk.heard(inbound("at://c/1", "아크메").build())]).await;
    let id = desk.only_case().await.row.case.id;
    let tasks: Vec<_> = (0..200)
        .map(|number| {
            let (store, scope) = (desk.store.clone(), desk.scope);
            tokio::spawn(async move {
                match number % 4 {
                    0 => store.add_note(&scope, answerable_domain::CaseId(1), "nowhere").await.is_ok(),
                    _ => store.add_note(&scope, id, &number.to_string()).await.is_ok(),
                }
            })
        })
        .collect();
    let mut kept = 0;
    for task in tasks {
        kept += usize::from(task.await.expect("no panic"));
    }
    assert_eq!(kept, 150);
    assert_eq!(desk.case(id).await.notes.len(), 150);
    desk.store.ping().await.expect("it answers");
}

/// Who opens a case while the customer writes sees the state that goes with the posts, never one of each.
pub async fn a_case_is_read_as_of_one_moment(ground: &Ground) {
    let desk = Desk::new(ground).await;
    let first = inbound("at://c/0", "아크메").build();
    let customer = first.author.native_id.clone();
    desk.deliver(vec![desk.heard(first)]).await;
    let id = desk.only_case().await.row.case.id;
    let (store, scope) = (desk.store.clone(), desk.scope);
    let reading = tokio::spawn(async move {
        let (mut posts, mut readings) = (0, 0);
        while posts < 60 {
            let seen = store.case(&scope, id).await.expect("the case");
            posts = seen.thread.len();
            readings += 1;
            let newest = seen.thread.iter().map(|item| item.post.id).max();
            assert_eq!(newest, Some(seen.row.case.last_post_id), "reading {readings}: the case is told beside another thread");
            tokio::task::yield_now().await;
        }
    });
    for number in 1..60 {
        let more = inbound(&format!("at://c/{number}"), "아직 고장").answers("at://c/0", "at://c/0", &customer).build();
        desk.deliver(vec![desk.heard(more)]).await;
    }
    reading.await.expect("every reading is whole");
}

pub async fn migrations_are_repeatable(ground: &Ground) {
    let first = Desk::new(ground).await;
    first.store.close().await;
    let (one, two) = tokio::join!(ground.open(), ground.open());
    for store in [one, two] {
        assert_eq!(store.brand(&first.scope).await.expect("read").name, "Acme");
    }
}
