//! The program as a process, with a network and a web site beside it, and the owner who looks at what came in.

use crate::app::{PASSWORD, until, with_tls};
use answerable_domain::Clock;
use answerable_server::clock::SystemClock;
use answerable_testkit::{FakeBluesky, FakeFeed};
use reqwest::{Client, Method, StatusCode, header};
use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    fs::{self, File},
    process::Stdio,
    sync::Arc,
    time::Duration,
};
use tempfile::TempDir;
use tokio::{
    io::{AsyncBufReadExt as _, BufReader},
    process::{Child, Command},
};

pub const NOTIFICATIONS: &str = "app.bsky.notification.listNotifications";
const APP_PASSWORD: &str = "app-password";
/// What somebody said must not be found in the log; these are in what is said here.
const TOLD: [&str; 7] = ["아크메", "alert(1)", "evil.example", "pg_sleep", "window.hit", "4111 1111", "니하오"];

pub struct House {
    pub network: FakeBluesky,
    pub site: FakeFeed,
    /// The brand's account on the network.
    pub acme: String,
    pub brand: String,
    child: Child,
    folder: TempDir,
    base: String,
    client: Client,
    cookie: String,
}

impl House {
    /// A brand that listens for its name, by an account and by the public stream.
    pub async fn open() -> Self {
        let house = Self::open_without_stream().await;
        let stream = json!({"url": house.network.stream_url(), "appview": house.network.url()});
        house.channel(json!({ "connector": "bluesky_stream", "config": stream })).await;
        house.until_live(2).await;
        house
    }

    /// A brand that hears what is addressed to its account.
    pub async fn open_without_stream() -> Self {
        with_tls();
        let network = FakeBluesky::start(Arc::new(SystemClock) as Arc<dyn Clock>).await;
        let acme = network.add_account("acme.test", APP_PASSWORD);
        let site = FakeFeed::start().await;
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (child, base) = start(&folder, &site).await;
        let client = Client::builder().build().expect("a client");
        let mut house = Self { network, site, acme, brand: String::new(), child, folder, base, client, cookie: String::new() };
        house.move_in().await;
        house.connect_account().await;
        house
    }

    async fn move_in(&mut self) {
        let owner = json!({ "name": "Owner", "email": "owner@acme.example", "password": PASSWORD, "locale": "en" });
        let entered = self.client.post(format!("{}/api/v1/setup/owner", self.base)).json(&owner).send().await.expect("an answer");
        let cookie = entered.headers()[header::SET_COOKIE].to_str().expect("ASCII").split(';').next().expect("name=value");
        cookie.clone_into(&mut self.cookie);
        let brand = self.post("/brands", json!({ "name": "Acme" })).await.expect(201);
        self.brand = brand["id"].as_str().expect("an id").to_owned();
        self.post(&self.of_brand("monitors"), json!({ "name": "이름", "query": "아크메" })).await.expect(201);
    }

    async fn connect_account(&self) {
        let account = json!({"service": self.network.url(), "identifier": "acme.test", "poll_seconds": 1});
        self.channel(json!({ "connector": "bluesky", "config": account, "secret": APP_PASSWORD })).await;
        self.until_live(1).await;
        let asked = self.network.calls(NOTIFICATIONS);
        until("the account is asked", async || (self.network.calls(NOTIFICATIONS) > asked).then_some(())).await;
    }

    async fn until_live(&self, channels: usize) {
        until("the sources to be live", async || {
            let listed = self.get(&self.of_brand("channels")).await.expect(200);
            let sources = listed["items"].as_array().expect("channels").iter().flat_map(|channel| channel["sources"].as_array());
            let live = sources.flatten().filter(|source| source["state"] == "live").count();
            (live >= channels).then_some(())
        })
        .await;
    }

    pub async fn channel(&self, new: Value) -> Value {
        self.post(&self.of_brand("channels"), new).await.expect(201)
    }

    pub fn of_brand(&self, path: &str) -> String {
        format!("/brands/{}/{path}", self.brand)
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, None).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(Method::POST, path, Some(body)).await
    }

    pub async fn send(&self, method: Method, path: &str, body: Option<Value>) -> Answer {
        let body = body.map(|body| serde_json::to_vec(&body).expect("JSON"));
        self.send_bytes(method, path, "application/json", body.unwrap_or_default()).await
    }

    /// Whatever is asked, the answer is of the right kind and no mishap.
    pub async fn send_bytes(&self, method: Method, path: &str, kind: &str, body: Vec<u8>) -> Answer {
        let request = self.client.request(method.clone(), format!("{}/api/v1{path}", self.base)).header(header::COOKIE, &self.cookie);
        let sent = request.header(header::CONTENT_TYPE, kind).body(body).send().await;
        let response = sent.unwrap_or_else(|error| panic!("{method} {path}: {error:?}"));
        let (status, headers) = (response.status(), response.headers().clone());
        let text = response.text().await.expect("a body");
        let says = || format!("{method} {path}: {status} {}", text.chars().take(300).collect::<String>());
        assert!(!status.is_server_error(), "{}", says());
        assert_eq!(headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff", "{}", says());
        if status == StatusCode::NO_CONTENT {
            return Answer { status: 204, body: Value::Null };
        }
        assert_eq!(headers[header::CONTENT_TYPE], "application/json", "{}", says());
        let body: Value = serde_json::from_str(&text).unwrap_or_else(|_| panic!("no JSON: {}", says()));
        if !status.is_success() {
            let told = |name: &str| body["error"][name].as_str().is_some_and(|told| !told.is_empty());
            assert!(told("code") && told("message"), "{}", says());
        }
        Answer { status: status.as_u16(), body }
    }

    /// All items of a list.
    pub async fn all(&self, path: &str) -> Vec<Value> {
        let (mut items, mut after) = (Vec::new(), String::new());
        loop {
            let sign = if path.contains('?') { '&' } else { '?' };
            let page = self.get(&format!("{path}{sign}limit=100&after={after}")).await.expect(200);
            items.extend(page["items"].as_array().expect("items").clone());
            match page["next"].as_str() {
                Some(next) => next.clone_into(&mut after),
                None => return items,
            }
        }
    }

    /// Waits until so many cases are there.
    pub async fn cases(&self, count: u64) -> Vec<Value> {
        until(&format!("{count} cases"), async || {
            let counts = self.get(&self.of_brand("counts")).await.expect(200);
            (counts["open"].as_u64().expect("a number") >= count).then_some(())
        })
        .await;
        self.all(&self.of_brand("cases?state=all")).await
    }

    /// Posts of customers by their ids on the network, with all that is said about them; everything in them is sound.
    pub async fn posts(&self, cases: &[Value]) -> BTreeMap<String, Value> {
        let mut posts = BTreeMap::new();
        for row in cases {
            super::shapes::assert_preview_is_sound(&row["preview"]);
            let case = self.get(&self.of_brand(&format!("cases/{}", row["id"].as_str().expect("an id")))).await.expect(200);
            for item in case["thread"].as_array().expect("a thread") {
                super::shapes::assert_item_is_sound(item);
                posts.insert(item["post"]["native_id"].as_str().expect("an id").to_owned(), item.clone());
            }
        }
        posts
    }

    /// Somebody who means well is heard, and what they say is found.
    pub async fn hears(&self, word: &str) {
        let customer = self.network.add_account("well-meaning.test", "x");
        let post = self.network.post(&customer, &format!("아크메 {word}"));
        self.finds(word, &post.uri).await;
    }

    pub async fn finds(&self, word: &str, native_id: &str) {
        until(&format!("{word} to be heard"), async || {
            let rows = self.all(&self.of_brand(&format!("cases?state=all&q={word}"))).await;
            self.posts(&rows).await.contains_key(native_id).then_some(())
        })
        .await;
    }

    pub async fn quarantined(&self, count: usize) -> Vec<Value> {
        until(&format!("{count} in quarantine"), async || {
            let raws = self.all(&self.of_brand("quarantine")).await;
            (raws.len() >= count).then_some(raws)
        })
        .await
    }

    /// The program has lived through it, showed its pages under a strict policy, told nobody what was said, and ends in order.
    pub async fn closes(mut self) {
        for path in ["/", "/b/1/inbox"] {
            let page = self.client.get(format!("{}{path}", self.base)).send().await.expect("an answer");
            let policy = page.headers()[header::CONTENT_SECURITY_POLICY].to_str().expect("ASCII");
            assert!(policy.starts_with("default-src 'none'; script-src 'self';") && !policy.contains("unsafe"), "{policy}");
            assert_eq!(page.headers()[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
        }
        assert!(self.child.try_wait().expect("our own child").is_none(), "the program has ended");
        let id = self.child.id().expect("it runs").to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().await.expect("kill runs").success());
        let ended = tokio::time::timeout(Duration::from_secs(10), self.child.wait()).await.expect("it stops within ten seconds");
        let log = fs::read_to_string(self.folder.path().join("log")).expect("the log is UTF-8");
        assert_eq!(ended.expect("it ended").code(), Some(0), "{log}");
        assert!(log.contains("stopped") && log.contains("digesting"), "the log is not what it should be: {log}");
        for told in TOLD {
            assert!(!log.contains(told), "{told} is in the log: {}", log.lines().find(|line| line.contains(told)).unwrap_or_default());
        }
        assert!(!log.contains("panic"), "{log}");
    }
}

/// A story that went wrong tells what the program said.
impl Drop for House {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let log = fs::read_to_string(self.folder.path().join("log")).unwrap_or_default();
            let last: Vec<&str> = log.lines().rev().take(30).collect();
            eprintln!("{}", last.into_iter().rev().collect::<Vec<_>>().join("\n"));
        }
    }
}

async fn start(folder: &TempDir, site: &FakeFeed) -> (Child, String) {
    let settings = format!(
        "[limits]\nrequests_per_minute_max = 1000000\n[networks]\nallowed_hosts = [{:?}]\n[log]\nfilter = \"info,{}\"\n",
        site.host(),
        "answerable_server=debug,answerable_store=debug,answerable_networks=debug"
    );
    fs::write(folder.path().join("answerable.toml"), settings).expect("a file");
    let log = File::create(folder.path().join("log")).expect("a file");
    let mut child = Command::new(env!("CARGO_BIN_EXE_answerable"))
        .env_clear()
        .args(["serve", "--listen", "127.0.0.1:0", "--data"])
        .arg(folder.path())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(log)
        .kill_on_drop(true)
        .spawn()
        .expect("the program");
    let mut lines = BufReader::new(child.stdout.take().expect("piped")).lines();
    let line = tokio::time::timeout(Duration::from_secs(20), lines.next_line()).await.expect("it is ready in time");
    let line = line.expect("UTF-8").expect("a line");
    let base = line.split_whitespace().find(|word| word.starts_with("http://")).expect("an address").trim_end_matches('/').to_owned();
    (child, base)
}

#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub body: Value,
}

impl Answer {
    #[track_caller]
    pub fn expect(self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.body);
        self.body
    }

    pub fn code(&self) -> &str {
        self.body["error"]["code"].as_str().unwrap_or_default()
    }
}
