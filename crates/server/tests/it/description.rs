//! The API's description is locked: a change of the API is seen in its snapshot, from which the web client's types are made.

use std::{fs, path::Path};

#[test]
fn the_snapshot_of_the_description_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web/src/api/openapi.json");
    let now = answerable_server::http::description_text();
    if std::env::var_os("UPDATE_OPENAPI").is_some() {
        fs::write(&path, &now).expect("the snapshot can be written");
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    let differs = kept.lines().zip(now.lines()).position(|(kept, now)| kept != now);
    assert!(kept == now, "the API has changed (first at line {differs:?}): run this test with UPDATE_OPENAPI=1 and look at the difference");
}

#[tokio::test]
async fn the_server_describes_itself() {
    let app = crate::app::TestApp::start().await;
    let served = app.nobody().get("/openapi.json").await.ok();
    assert_eq!(served["openapi"], "3.1.0");
    assert!(served["paths"]["/api/v1/brands/{b}/cases"]["get"]["responses"]["default"].is_object());
    app.stop().await;
}
