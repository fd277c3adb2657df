//! All fake networks at once, for tests in a browser: prints one line of JSON that says how each is connected, and where it is controlled.
//!
//! `POST /{network}/say {who, text}`, `POST /{network}/answer {who, to, text}`, `POST /{network}/delete {native_id}`, `GET
//! /{network}/published`, `POST /mastodon/approve {url}` (what a person does who is shown that page). It ends when its standard input does.
#![expect(clippy::disallowed_methods, reason = "a program of its own, beside a server that reads the machine's clock")]

use answerable_domain::{Clock, Millis};
use answerable_testkit::{FakeEmail, FakeFeed, FakeHackerNews, FakeMastodon, FakeTelegram, Faked, MastodonProfile, Said};
use axum::{
    Json, Router,
    extract::{Path, State},
    http::StatusCode,
    routing::{get, post},
};
use serde_json::{Map, Value, json};
use std::{
    io::{Read as _, Write as _},
    sync::Arc,
    time::SystemTime,
};

struct Machine;

impl Clock for Machine {
    fn now(&self) -> Millis {
        let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).expect("after 1970");
        Millis::try_from(since.as_millis()).expect("within the calendar")
    }
}

struct All {
    mastodon: Arc<FakeMastodon>,
    networks: Vec<(String, Arc<dyn Faked>)>,
}

type Networks = Arc<All>;

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let clock: Arc<dyn Clock> = Arc::new(Machine);
    let mastodon = Arc::new(FakeMastodon::start(clock.clone(), MastodonProfile::mastodon()).await);
    let all: Vec<Arc<dyn Faked>> = vec![
        mastodon.clone(),
        Arc::new(FakeEmail::start(clock.clone()).await),
        Arc::new(FakeTelegram::start(clock.clone()).await),
        Arc::new(FakeHackerNews::start(clock.clone()).await),
        Arc::new(FakeFeed::start_with(clock.clone()).await),
    ];
    let mut networks: Vec<(String, Arc<dyn Faked>)> =
        all.into_iter().map(|network| (network.kind().as_str().to_owned(), network)).collect();
    // A mailbox like the other, to which people sign in on a page.
    networks.push(("microsoft".to_owned(), Arc::new(FakeEmail::microsoft(clock).await)));
    let mut told = Map::new();
    for (name, network) in &networks {
        let connection = network.connection();
        told.insert(name.clone(), json!({ "config": connection.config, "secret": connection.secret }));
    }
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await?;
    told.insert("control".to_owned(), json!(format!("http://{}", listener.local_addr()?)));
    let router = Router::new()
        .route("/{network}/{deed}", post(act))
        .route("/{network}/published", get(published))
        .with_state(Arc::new(All { mastodon, networks }));
    writeln!(std::io::stdout(), "{}", Value::Object(told))?;
    let parent_gone = async {
        let ended = tokio::task::spawn_blocking(|| std::io::stdin().read_to_end(&mut Vec::new()));
        drop(ended.await);
    };
    axum::serve(listener, router).with_graceful_shutdown(parent_gone).await
}

fn named<'n>(networks: &'n Networks, name: &str) -> Result<&'n dyn Faked, StatusCode> {
    networks.networks.iter().find(|(known, _)| known == name).map(|(_, network)| network.as_ref()).ok_or(StatusCode::NOT_FOUND)
}

async fn act(
    State(networks): State<Networks>,
    Path((name, deed)): Path<(String, String)>,
    Json(asked): Json<Value>,
) -> Result<Json<Value>, StatusCode> {
    let network = named(&networks, &name)?;
    let word = |key: &str| asked.get(key).and_then(Value::as_str).unwrap_or_default();
    if (name.as_str(), deed.as_str()) == ("mastodon", "approve") {
        let code = networks.mastodon.approve(word("url"), "brand").map_err(|_| StatusCode::CONFLICT)?;
        return Ok(Json(json!({ "code": code })));
    }
    let said = match deed.as_str() {
        "say" => network.say(word("who"), word("text")),
        "answer" => network.answer(word("who"), word("to"), word("text")),
        "delete" => {
            let said = Said { native_id: word("native_id").to_owned(), text: word("text").to_owned() };
            network.delete(&said).map_err(|_| StatusCode::CONFLICT)?;
            said
        }
        _ => return Err(StatusCode::NOT_FOUND),
    };
    Ok(Json(json!({ "native_id": said.native_id, "text": said.text })))
}

async fn published(State(networks): State<Networks>, Path(name): Path<String>) -> Result<Json<Value>, StatusCode> {
    let network = named(&networks, &name)?;
    let all = network.published().into_iter();
    let all: Vec<Value> = all
        .map(|post| json!({ "native_id": post.native_id, "text": post.text, "answers": post.answers, "private": post.private }))
        .collect();
    Ok(Json(Value::Array(all)))
}
