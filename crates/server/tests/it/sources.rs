//! How sources are doing, over the API.

use crate::{app::TestApp, world::World};
use serde_json::json;

#[tokio::test]
async fn a_source_says_how_loud_it_is_and_a_gap_whether_it_can_be_read_again() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let world = World::make(&app, &owner, "Acme").await;
    let channels = owner.get(&format!("/brands/{}/channels", world.brand)).await.ok();
    let channel = &channels["items"][0];
    assert_eq!(channel["sources"][0]["rate"], json!({ "hour": 0, "usual_low": null, "quiet": false }));
    let gap = &channel["gaps"][0];
    assert_eq!(gap["reread"], json!({ "state": "impossible", "found": null, "because": "no_history" }));
    let address = world.address("/brands/{b}/channels/{ch}/gaps/{g}/read", &Default::default());
    let refused = owner.post(&address, json!({})).await;
    assert_eq!(refused.refused(), (409, "reread_impossible"));
    assert_eq!(refused.body["error"]["params"]["because"], "no_history");
    app.stop().await;
}
