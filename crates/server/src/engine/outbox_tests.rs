//! What became of a reply is recorded, or there is nothing left to record it in.

use super::*;
use crate::engine::{AlertSettings, EngineSettings, Secrets};
use answerable_domain::{BrandId, CaseId, Channel, ChannelState, ConnectorKind, Network, PostId, ReplyId, ReplyState, UserId};
use answerable_store::{Location, OpenOptions, Store};

const PATIENCE: Duration = Duration::from_secs(5);

async fn core(folder: &std::path::Path) -> Arc<Core> {
    let clock = answerable_testkit::FakeClock::new();
    let store =
        Store::open(&Location::Sqlite(folder.join("answerable.db")), OpenOptions::new(clock.clone())).await.expect("a new database");
    let settings = EngineSettings {
        imports_folder: folder.join("imports"),
        media_folder: folder.join("media"),
        allowed_hosts: Vec::new(),
        alerts: AlertSettings::default(),
        sources_off: true,
    };
    let secrets = Secrets::open(&folder.join("key")).expect("a key file");
    let http = crate::engine::http_client().expect("a client");
    Arc::new(Core::new(store, clock, settings, secrets, http).expect("an engine"))
}

/// As it was claimed, before everything of its brand was removed.
fn claimed() -> ClaimedReply {
    let (brand_id, channel_id, post) = (BrandId(1), ChannelId(2), answerable_testkit::post("환불해 주세요").id(3).build());
    let reply = Reply {
        id: ReplyId(4),
        brand_id,
        case_id: CaseId(5),
        channel_id,
        post_id: PostId(3),
        user_id: UserId(6),
        text: "네".into(),
        parts: vec!["네".into()],
        own_ids: vec!["own".into()],
        state: ReplyState::Sending,
        thread_version: 1,
        created_at: 1,
        send_at: 1,
        attempts: 1,
        sent_at: None,
        receipt: None,
        failure: None,
        letter: None,
        privately: false,
        elsewhere: false,
    };
    let channel = Channel {
        id: channel_id,
        brand_id,
        connector: ConnectorKind::Bluesky,
        network: Network::Bluesky,
        name: "@acme".into(),
        config: serde_json::Value::Null,
        state: ChannelState::Active,
        created_at: 1,
    };
    ClaimedReply { reply, may_have_left: false, channel, post, handle: serde_json::Value::Null }
}

#[tokio::test]
async fn a_brand_that_is_removed_while_its_reply_leaves_keeps_nobody_busy() {
    let folder = tempfile::tempdir().expect("a folder");
    let core = core(folder.path()).await;
    tokio::time::timeout(PATIENCE, deliver(&core, claimed())).await.expect("it ends");
}
