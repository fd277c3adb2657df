//! The gate: what belongs to another brand is not found, and each role may what it may.

use crate::desk::{Desk, new_channel};
use crate::engines::Ground;
use crate::judge::judge;
use answerable_domain::{ActionKind, DraftWay, EventSeq, InviteId, Network, Permission, Policy, Role, Scope};
use answerable_store::{
    CaseChange, CaseFilter, CaseOrder, ChannelChange, MonitorChange, NewImport, NewMonitor, Quarantine, ReplyStep, StoreError,
};
use answerable_testkit::inbound;

macro_rules! all_not_found {
    ($($call:expr),+ $(,)?) => {$(
        match $call.await {
            Err(StoreError::NotFound) => {}
            other => panic!("{} of another brand: {other:?}", stringify!($call)),
        }
    )+};
}

macro_rules! all_forbidden {
    ($permission:expr; $($call:expr),+ $(,)?) => {$(
        match $call.await {
            Err(StoreError::Forbidden(forbidden)) => assert_eq!(forbidden.permission, $permission, "{}", stringify!($call)),
            other => panic!("{} without {:?}: {other:?}", stringify!($call), $permission),
        }
    )+};
}

macro_rules! all_empty {
    ($($call:expr),+ $(,)?) => {$(
        assert!($call.await.expect("read").is_empty(), "{} of another brand", stringify!($call));
    )+};
}

fn cancelled() -> ReplyStep {
    ReplyStep { state: answerable_domain::ReplyState::Cancelled, next_attempt_at: None, may_have_left: false, failure: None }
}

fn new_import(desk: &Desk) -> NewImport {
    NewImport { name: "a.csv".into(), format: "csv".into(), network: Network::Other, channel_id: desk.channel.id, bytes_total: 1 }
}

pub async fn other_brands_are_not_found(ground: &Ground) {
    let desk = Desk::new(ground).await;
    let store = desk.store.clone();
    desk.deliver(vec![desk.heard(inbound("at://c/1", "아크메 환불").build())]).await;
    let mut poison = desk.append(vec![desk.heard(inbound("at://c/2", "x").build())]).await;
    let raw_id = poison[0].raw_id;
    poison[0].result = Err(Quarantine { code: "not_json".into(), reason: String::new() });
    desk.absorb(poison).await;
    let detail = desk.only_case().await;
    let (case_id, post_id, author_id) = (detail.row.case.id, detail.row.preview.post_id, detail.row.author.id);
    let (channel, monitor) = (desk.channel.id, desk.monitor.id);
    let answer = desk.answer(&detail, "네", "k");
    let reply = store.queue_reply(&desk.scope, answer.clone(), |_| Ok::<(), ()>(())).await.expect("stored").expect("queued").id;
    let import = store.create_import(&desk.scope, new_import(&desk)).await.expect("stored").id;
    let invite = store.create_invite(&desk.scope, Role::Agent, b"secret", i64::MAX).await.expect("stored").id;
    let agent = desk.colleague("agent@acme.example", Role::Agent).await.user_id().expect("a person");

    let other = desk.another(ground).await;
    let scope = &other.scope;
    let foreign_post = answerable_store::NewReply { channel_id: other.channel.id, ..answer.clone() };
    all_not_found![
        store.case(scope, case_id),
        store.case_row(scope, case_id),
        store.change_case(scope, case_id, |_, _, _| Err::<CaseChange, ()>(())),
        store.add_note(scope, case_id, "x"),
        store.save_draft(scope, case_id, "x", 1, DraftWay::default()),
        store.draft(scope, case_id),
        store.delete_draft(scope, case_id),
        store.post(scope, post_id),
        store.author(scope, author_id),
        store.author_posts(scope, author_id, None, 10),
        store.set_vip(scope, author_id, true, judge()),
        store.queue_reply(scope, answer.clone(), |_| Ok::<(), ()>(())),
        store.queue_reply(scope, foreign_post, |_| Ok::<(), ()>(())),
        store.reply(scope, reply),
        store.change_reply(scope, reply, |_, _| Ok::<_, ()>(cancelled())),
        store.begin_engagement(scope, post_id, other.channel.id, ActionKind::Like, "x"),
        store.channel(scope, channel),
        store.change_channel(scope, channel, ChannelChange::default()),
        store.remove_channel(scope, channel),
        store.monitor(scope, monitor),
        store.change_monitor(scope, monitor, MonitorChange::default()),
        store.delete_monitor(scope, monitor),
        store.import(scope, import),
        store.import_errors(scope, import, None, 10),
        store.create_import(scope, new_import(&desk)),
        store.retry_quarantined(scope, Some(raw_id)),
        store.discard_quarantined(scope, raw_id),
        store.delete_invite(scope, invite),
        store.set_role(scope, agent, Role::Owner),
        store.remove_member(scope, agent),
    ];
    let everything = CaseFilter::All(Vec::new());
    let searched = CaseFilter::Search("환불".into());
    all_empty![
        async { store.cases(scope, &everything, CaseOrder::Newest, None, 10).await.map(|page| page.items) },
        async { store.cases(scope, &searched, CaseOrder::Newest, None, 10).await.map(|page| page.items) },
        async { store.search_posts(scope, "환불", None, 10).await.map(|page| page.items) },
        async { store.recent_posts(scope, 0, None, 10).await.map(|page| page.items) },
        async { store.quarantined(scope, None, 10).await.map(|page| page.items) },
        store.case_rows(scope, &[case_id]),
        store.gaps(scope, channel, 10),
        store.quarantine_counts(scope),
        store.sources(scope),
        store.imports(scope),
        store.invites(scope),
    ];
    let events = store.events_after(scope, EventSeq(0), 100).await.expect("read");
    assert!(events.iter().all(|event| event.brand_id == other.brand_id));
    assert_eq!(store.retry_quarantined(scope, None).await.expect("none of this brand"), 0);
    assert_eq!(store.counts(scope).await.expect("counts"), answerable_store::Counts::default());
    // And nothing of all this touched what is there.
    let seen = desk.case(case_id).await;
    assert_eq!((seen.row.author.vip, seen.notes.len(), seen.replies.len()), (false, 0, 1));
}

pub async fn roles_are_held(ground: &Ground) {
    let desk = Desk::new(ground).await;
    let (store, user) = (desk.store.clone(), desk.owner.id);
    desk.deliver(vec![desk.heard(inbound("at://c/1", "아크메").build())]).await;
    let detail = desk.only_case().await;
    let (case_id, author_id) = (detail.row.case.id, detail.row.author.id);
    let answer = desk.answer(&detail, "네", "k");
    let viewer = &Scope::member(desk.brand_id, user, Role::Viewer);
    all_forbidden![Permission::Work;
        store.change_case(viewer, case_id, |_, _, _| Err::<CaseChange, ()>(())),
        store.add_note(viewer, case_id, "x"),
        store.save_draft(viewer, case_id, "x", 1, DraftWay::default()),
        store.delete_draft(viewer, case_id),
        store.queue_reply(viewer, answer, |_| Ok::<(), ()>(())),
        store.change_reply(viewer, answerable_domain::ReplyId(1), |_, _| Ok::<_, ()>(cancelled())),
        store.begin_engagement(viewer, detail.row.preview.post_id, desk.channel.id, ActionKind::Like, "x"),
    ];
    let agent = &Scope::member(desk.brand_id, user, Role::Agent);
    let monitor = NewMonitor::of("x", desk.monitor.query.clone());
    all_forbidden![Permission::Configure;
        store.set_vip(agent, author_id, true, judge()),
        store.set_policy(agent, Policy::default()),
        store.create_channel(agent, new_channel("x")),
        store.change_channel(agent, desk.channel.id, ChannelChange::default()),
        store.remove_channel(agent, desk.channel.id),
        store.create_monitor(agent, monitor),
        store.change_monitor(agent, desk.monitor.id, MonitorChange::default()),
        store.delete_monitor(agent, desk.monitor.id),
        store.create_import(agent, new_import(&desk)),
        store.retry_quarantined(agent, None),
        store.discard_quarantined(agent, answerable_domain::RawId(1)),
    ];
    let supervisor = &Scope::member(desk.brand_id, user, Role::Supervisor);
    all_forbidden![Permission::Administer;
        store.rename_brand(supervisor, "x"),
        store.remove_brand(supervisor),
        store.set_role(supervisor, user, Role::Viewer),
        store.remove_member(supervisor, user),
        store.create_invite(supervisor, Role::Agent, b"x", i64::MAX),
        store.invites(supervisor),
        store.delete_invite(supervisor, InviteId(1)),
    ];
    // What is read needs no more than to be a member.
    store.case(viewer, case_id).await.expect("a viewer reads");
    store.counts(viewer).await.expect("a viewer counts");
}
