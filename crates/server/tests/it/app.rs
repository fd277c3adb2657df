//! A server of one's own for each test: in this process, on a free port, in a directory that is gone afterwards.

use answerable_server::{
    config::{Config, DataDir},
    serve::{Server, Start},
};
use answerable_store::Store;
use answerable_testkit::FakeClock;
use reqwest::{Client, Method, Response, StatusCode, header};
use serde_json::{Value, json};
use std::{fs, sync::Arc, time::Duration};
use tempfile::TempDir;

pub const PASSWORD: &str = "correct horse battery";

/// Generous: the machine may be busy with other tests.
const WITHIN: Duration = Duration::from_secs(60);

pub struct TestApp {
    server: Option<Server>,
    folder: TempDir,
    pub clock: Arc<FakeClock>,
    pub base: String,
}

impl TestApp {
    /// Nothing is listened to and nothing is sent; what came in is taken in by [`TestApp::pump`].
    pub async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    pub async fn start_with(change: impl FnOnce(&mut Config)) -> Self {
        Self::begin(true, change).await
    }

    /// With all that runs by itself: sources, pipeline, outbox.
    pub async fn start_alive() -> Self {
        Self::begin(false, |_| {}).await
    }

    async fn begin(sources_off: bool, change: impl FnOnce(&mut Config)) -> Self {
        let folder = tempfile::tempdir().expect("a temporary directory");
        Self::begin_in(folder, FakeClock::new(), sources_off, change).await
    }

    /// Stops, and starts again with all that runs by itself, on the same data.
    pub async fn starts_again(mut self) -> Self {
        let server = self.server.take().expect("the server runs until it is stopped");
        tokio::time::timeout(Duration::from_secs(10), server.stop()).await.expect("it stops within ten seconds");
        let folder = std::mem::replace(&mut self.folder, tempfile::tempdir().expect("a temporary directory"));
        Self::begin_in(folder, self.clock.clone(), false, |_| {}).await
    }

    async fn begin_in(folder: TempDir, clock: Arc<FakeClock>, sources_off: bool, change: impl FnOnce(&mut Config)) -> Self {
        let mut config = Config::defaults();
        config.server.listen = "127.0.0.1:0".parse().expect("an address");
        config.limits.requests_per_minute_max = 1_000_000;
        change(&mut config);
        let data = DataDir(folder.path().join("data"));
        let start = Start { config, data, clock: clock.clone(), sources_off };
        let server = Server::start(start).await.expect("the server starts");
        let base = format!("http://{}", server.address);
        Self { server: Some(server), folder, clock, base }
    }

    fn server(&self) -> &Server {
        self.server.as_ref().expect("the server runs until it is stopped")
    }

    pub fn store(&self) -> &Store {
        &self.server().parts.app.store
    }

    pub fn data(&self) -> DataDir {
        DataDir(self.folder.path().join("data"))
    }

    /// Takes in all that has come.
    pub async fn pump(&self) {
        while self.server().parts.app.engine.pump().await.expect("the pipeline runs") > 0 {}
    }

    /// Fetches the pictures and files that are due, until none is.
    pub async fn fetches_media(&self) {
        while self.server().parts.app.engine.fetch_media().await.expect("the store answers") > 0 {}
    }

    /// Removes the copies that nobody needs any more.
    pub async fn sweeps_media(&self) {
        self.server().parts.app.engine.sweep_media().await.expect("the store answers");
    }

    /// How many files lie in the media folder.
    pub fn media_files(&self) -> usize {
        let files = |folder: fs::DirEntry| fs::read_dir(folder.path()).map_or(0, Iterator::count);
        fs::read_dir(self.data().media()).map_or(0, |folders| folders.filter_map(Result::ok).map(files).sum())
    }

    /// How many live streams are open.
    pub fn streams(&self) -> i64 {
        self.server().parts.app.metrics.streams.get()
    }

    /// As when events come faster than they can be told.
    pub fn loses_track(&self) {
        self.server().parts.app.live.start_over();
    }

    pub fn nobody(&self) -> Browser {
        with_tls();
        let client = Client::builder().build().expect("a client");
        Browser { base: self.base.clone(), client, cookie: None, token: None }
    }

    /// The first person, signed in.
    pub async fn owner(&self) -> Browser {
        let mut browser = self.nobody();
        let asked = json!({ "name": "Owner", "email": "owner@acme.example", "password": PASSWORD, "locale": "en" });
        browser.enters("/setup/owner", asked).await;
        browser
    }

    /// Somebody who joins a brand by an invite of its owner.
    pub async fn member(&self, owner: &Browser, brand: &str, role: &str) -> Browser {
        let invite = owner.post(&format!("/brands/{brand}/invites"), json!({ "role": role })).await.created();
        let mut browser = self.nobody();
        let email = format!("{role}-{}@acme.example", invite["id"].as_str().expect("an id"));
        let asked = json!({ "name": role, "email": email, "password": PASSWORD, "locale": "en" });
        browser.enters(&format!("/invites/{}/accept", invite["secret"].as_str().expect("a secret")), asked).await;
        browser
    }

    /// Stops the server; nothing may be left undone.
    pub async fn stop(mut self) {
        let server = self.server.take().expect("the server is stopped once");
        let (metrics, imports) = (server.parts.app.metrics.clone(), self.data().imports());
        tokio::time::timeout(Duration::from_secs(10), server.stop()).await.expect("it stops within ten seconds");
        assert_eq!(metrics.streams.get(), 0, "a live stream is still open");
        let left = fs::read_dir(imports).map(|files| files.filter_map(Result::ok).map(|file| file.file_name()).collect::<Vec<_>>());
        assert!(left.is_err() || left.is_ok_and(|names| !names.iter().any(|name| name.to_string_lossy().starts_with("receiving"))));
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        assert!(self.server.is_none() || std::thread::panicking(), "end the test with `app.stop().await`");
    }
}

/// The client wants to know whose cryptography it would use, even where there is none.
pub fn with_tls() {
    let _ = rustls::crypto::ring::default_provider().install_default();
}

/// Asks again until it is so.
pub async fn until<T>(what: &str, mut ask: impl AsyncFnMut() -> Option<T>) -> T {
    let asked = async {
        loop {
            if let Some(found) = ask().await {
                return found;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(WITHIN, asked).await.unwrap_or_else(|_| panic!("it never came to be: {what}"))
}

/// Somebody who asks the server, with a cookie or a token if there is one.
#[derive(Clone)]
pub struct Browser {
    base: String,
    client: Client,
    pub cookie: Option<String>,
    pub token: Option<String>,
}

impl Browser {
    /// After a restart the server has another address.
    pub fn moves_to(&mut self, app: &TestApp) {
        self.base.clone_from(&app.base);
    }

    pub fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        let address = match path {
            whole if whole.starts_with("http") => whole.to_owned(),
            from_root if from_root.starts_with("/api/") => format!("{}{from_root}", self.base),
            of_api => format!("{}/api/v1{of_api}", self.base),
        };
        let mut request = self.client.request(method, address);
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, format!("theme=dark; answerable_session={cookie}"));
        }
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        request
    }

    pub async fn get(&self, path: &str) -> Answer {
        Answer::of(self.request(Method::GET, path).send().await.expect("an answer")).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(Method::POST, path, Some(body)).await
    }

    pub async fn send(&self, method: Method, path: &str, body: Option<Value>) -> Answer {
        let mut request = self.request(method, path);
        if let Some(body) = body {
            request = request.json(&body);
        }
        Answer::of(request.send().await.expect("an answer")).await
    }

    /// Signs in by whatever gives a cookie.
    pub async fn enters(&mut self, path: &str, body: Value) -> Value {
        let response = self.request(Method::POST, path).json(&body).send().await.expect("an answer");
        let cookie = response.headers().get(header::SET_COOKIE).map(|value| value.to_str().expect("ASCII").to_owned());
        let answer = Answer::of(response).await;
        assert!(answer.status.is_success(), "{path}: {} {}", answer.status, answer.body);
        let cookie = cookie.expect("a cookie is set");
        let secret = cookie.split(';').next().and_then(|pair| pair.split_once('=')).expect("name=value").1;
        self.cookie = Some(secret.to_owned());
        answer.body
    }

    pub async fn signs_in(&self, email: &str, password: &str) -> Answer {
        self.post("/session", json!({ "email": email, "password": password })).await
    }

    pub async fn brand(&self, name: &str) -> String {
        self.post("/brands", json!({ "name": name })).await.created()["id"].as_str().expect("an id").to_owned()
    }
}

#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: header::HeaderMap,
    pub body: Value,
}

impl Answer {
    async fn of(response: Response) -> Self {
        let (status, headers) = (response.status(), response.headers().clone());
        let text = response.text().await.unwrap_or_default();
        let body = serde_json::from_str(&text).unwrap_or(Value::String(text));
        Self { status, headers, body }
    }

    #[track_caller]
    pub fn ok(self) -> Value {
        assert_eq!(self.status, StatusCode::OK, "{}", self.body);
        self.body
    }

    #[track_caller]
    pub fn created(self) -> Value {
        assert_eq!(self.status, StatusCode::CREATED, "{}", self.body);
        self.body
    }

    #[track_caller]
    pub fn done(self) {
        assert_eq!(self.status, StatusCode::NO_CONTENT, "{}", self.body);
    }

    /// Status and code of an error.
    #[track_caller]
    pub fn refused(&self) -> (u16, &str) {
        (self.status.as_u16(), self.body["error"]["code"].as_str().unwrap_or("no error"))
    }
}
