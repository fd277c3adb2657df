//! What is set up: channels, monitors, imports; and how a brand goes with all of it.

use crate::desk::{Desk, new_channel};
use crate::engines::Ground;
use crate::judge::judge;
use answerable_domain::{ChannelState, Cursor, DraftWay, Network, Policy};
use answerable_store::{
    ChannelAccount, ChannelChange, ImportError, ImportState, ImportStep, MonitorChange, NewChannel, NewImport, RawPage, StoreError,
};
use answerable_testkit::inbound;

pub async fn channels_and_monitors(ground: &Ground) {
    let desk = Desk::new(ground).await;
    let store = &desk.store;
    let account = |native: &str| ChannelAccount { native_id: native.into(), handle: Some("acme.example".into()), display_name: None };
    let config = serde_json::json!({ "service": "https://pds.example" });
    let new = NewChannel { account: Some(account("did:us")), secret: Some(b"sealed".to_vec()), config, ..new_channel("@acme") };
    let channel = store.create_channel(&desk.scope, new.clone()).await.expect("stored");
    let twice = store.create_channel(&desk.scope, new).await;
    assert!(matches!(twice, Err(StoreError::Conflict { code: "channel_exists" })), "{twice:?}");
    assert_eq!(store.channel_secret(channel.id).await.expect("read").as_deref(), Some(b"sealed".as_slice()));
    store.set_channel_session(channel.id, Some(b"tokens".to_vec())).await.expect("stored");
    assert_eq!(store.channel_session(channel.id).await.expect("read").as_deref(), Some(b"tokens".as_slice()));
    let change = ChannelChange { secret: Some(b"new".to_vec()), state: Some(ChannelState::Paused), ..ChannelChange::default() };
    assert_eq!(store.change_channel(&desk.scope, channel.id, change).await.expect("stored").state, ChannelState::Paused);
    assert_eq!(store.channel_session(channel.id).await.expect("read"), None, "a new secret needs a new session");
    store.set_channel_state(channel.id, ChannelState::SignedOut).await.expect("stored");
    let record = store.channel(&desk.scope, channel.id).await.expect("read");
    assert_eq!((record.channel.state, record.has_secret, record.account), (ChannelState::SignedOut, true, Some(account("did:us"))));
    assert_eq!(store.all_channels().await.expect("read").len(), 2);

    let changed = MonitorChange { enabled: Some(false), name: Some("냉장고".into()), ..MonitorChange::default() };
    let monitor = store.change_monitor(&desk.scope, desk.monitor.id, changed).await.expect("stored");
    assert_eq!((monitor.monitor.name.as_str(), monitor.monitor.enabled), ("냉장고", false));
    let changed = MonitorChange { query: Some("x AND y".into()), ..MonitorChange::default() };
    store.change_monitor(&desk.scope, desk.monitor.id, changed).await.expect("stored");
    assert_eq!(store.monitors(&desk.scope).await.expect("read")[0].monitor.query, "x AND y");
    store.delete_monitor(&desk.scope, desk.monitor.id).await.expect("deleted");
    assert!(matches!(store.monitor(&desk.scope, desk.monitor.id).await, Err(StoreError::NotFound)));

    store.set_setting("key", "one").await.expect("stored");
    store.set_setting("key", "two").await.expect("stored");
    assert_eq!(store.setting("key").await.expect("read").as_deref(), Some("two"));
    let policy = Policy { answer_minutes: 5, ..Policy::default() };
    assert_eq!(store.set_policy(&desk.scope, policy.clone()).await.expect("stored").policy, policy);
    assert_eq!(store.rename_brand(&desk.scope, "아크메").await.expect("stored").name, "아크메");
}

pub async fn imports_go_on_where_they_stopped(ground: &Ground) {
    let desk = Desk::new(ground).await;
    let store = &desk.store;
    let new =
        NewImport { name: "past.csv".into(), format: "csv".into(), network: Network::X, channel_id: desk.channel.id, bytes_total: 100 };
    let import = store.create_import(&desk.scope, new).await.expect("stored");
    assert_eq!(import.state, ImportState::Receiving);
    let error = |line| ImportError { line, code: "no_text".into(), detail: "column text".into(), text: ",,".into() };
    let step = ImportStep { bodies: vec![b"a".to_vec(), b"b".to_vec()], bytes_done: 40, errors: vec![error(3), error(2)], received_at: 1 };
    let import = store.advance_import(import.id, step).await.expect("stored");
    assert_eq!((import.state, import.bytes_done, import.lines_ok, import.lines_bad), (ImportState::Running, 40, 2, 2));
    assert_eq!(store.pending_raws(None, 10).await.expect("read").len(), 2);

    // The program ends in the middle.
    let store = ground.open().await;
    let resumable = store.interrupt_imports().await.expect("read");
    assert_eq!(
        resumable.iter().map(|import| (import.id, import.bytes_done, import.state)).collect::<Vec<_>>(),
        [(import.id, 40, ImportState::Interrupted)]
    );
    let first = store.import_errors(&desk.scope, import.id, None, 1).await.expect("a page");
    let second = store.import_errors(&desk.scope, import.id, first.next, 1).await.expect("a page");
    assert_eq!((first.items[0].line, second.items[0].line, second.next), (2, 3, None));
    let done = store.set_import_state(import.id, ImportState::Done, None).await.expect("stored");
    assert!(done.finished_at.is_some());
    assert!(store.interrupt_imports().await.expect("read").is_empty());
}

pub async fn a_brand_is_removed_with_everything(ground: &Ground) {
    let desk = Desk::new(ground).await;
    let other = desk.another(ground).await;
    for desk in [&desk, &other] {
        desk.deliver(vec![desk.heard(inbound("at://c/1", "아크메 환불").build())]).await;
        desk.deliver(vec![desk.heard(inbound("at://c/1", "아크메 교환").version("2").build())]).await;
        let detail = desk.only_case().await;
        desk.store.add_note(&desk.scope, detail.row.case.id, "note").await.expect("stored");
        desk.store.save_draft(&desk.scope, detail.row.case.id, "draft", 1, DraftWay::default()).await.expect("stored");
        let answer = desk.answer(&detail, "네", "k");
        desk.store.queue_reply(&desk.scope, answer, |_| Ok::<(), ()>(())).await.expect("stored").expect("queued");
    }
    // Cut off in the middle of a removal by the end of the program: the next start goes on.
    let third = desk.another(ground).await;
    third.deliver(vec![third.heard(inbound("at://c/1", "아크메").build())]).await;
    let (store, scope) = (desk.store.clone(), third.scope);
    let cut_off = tokio::spawn(async move { store.remove_brand(&scope).await });
    while third.store.brand(&third.scope).await.is_ok() {
        tokio::task::yield_now().await;
    }
    cut_off.abort();
    desk.store.finish_removals().await.expect("finished");
    assert!(third.store.search_posts(&third.scope, "아크메", None, 10).await.expect("a page").items.is_empty());

    let under_way = desk.append(vec![desk.heard(inbound("at://c/9", "아크메").build())]).await;
    desk.store.remove_brand(&desk.scope).await.expect("removed");
    assert!(matches!(desk.store.brand(&desk.scope).await, Err(StoreError::NotFound)));
    assert!(matches!(desk.store.remove_brand(&desk.scope).await, Err(StoreError::NotFound)));
    assert!(desk.cases().await.is_empty());
    // What was on its way when it happened finds nothing to join and harms nobody.
    desk.store.absorb(under_way, judge()).await.expect("taken in");
    let late = desk.store.append_raw(desk.channel.id, "stream", RawPage { cursor: Some(Cursor("c".into())), ..RawPage::default() }).await;
    assert!(matches!(late, Err(StoreError::NotFound)), "{late:?}");
    assert!(desk.store.pending_raws(None, 10).await.expect("read").is_empty());
    assert_eq!(desk.store.claim_due_replies(i64::MAX, 10).await.expect("claimed").len(), 1, "the other brand's");

    let detail = other.only_case().await;
    assert_eq!((detail.notes.len(), detail.thread[0].revisions.len(), detail.draft.is_some()), (1, 1, false));
    assert_eq!(other.store.search_posts(&other.scope, "교환", None, 10).await.expect("a page").items.len(), 1);
}
