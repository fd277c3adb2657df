//! `kill -9` in a loop, while posts arrive and answers leave: nothing that was acknowledged is lost, nothing happens twice.
//!
//! The real binary, a real socket, the fake network with injected time-outs (done, but the answer is lost; lost before it was done;
//! refused; done and refused). Customers post all the time, tagged and not; an agent answers over the API with a client key, and hands
//! the same answer in again when the server died before it said yes. At the end everything is counted, on both sides.
//!
//! Takes minutes, so it runs only when asked: `cargo xtask kill-loop --kills N`, and in `cargo xtask check`.

use answerable_domain::Clock;
use answerable_server::clock::SystemClock;
use answerable_testkit::{FakeBluesky, Fault, PostRef};
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    process::Stdio,
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncBufReadExt as _, BufReader},
    process::{Child, Command},
};

const POST: &str = "app.bsky.feed.post";
const CREATE: &str = "com.atproto.repo.createRecord";
const CUSTOMERS: usize = 8;
/// After the last kill everything must have settled within this time.
const SETTLE: Duration = Duration::from_secs(180);

/// Seeded (SplitMix64): the same kills at the same moments, as far as the machine allows.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (bits ^ (bits >> 31)) % sides
    }
}

/// The server as a child process.
struct Server {
    child: Child,
    url: String,
}

impl Server {
    async fn start(data: &std::path::Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_answerable"))
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .env("RUST_LOG", "off")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("the server's binary");
        let mut lines = BufReader::new(child.stdout.take().expect("piped")).lines();
        let line = lines.next_line().await.expect("standard output").expect("the server says where it listens before it ends");
        let url = line.split_whitespace().find(|word| word.starts_with("http://")).expect("an address").trim_end_matches('/').to_owned();
        Self { child, url }
    }

    /// SIGKILL: no handler runs, nothing is flushed.
    async fn kill(mut self) {
        self.child.start_kill().expect("our own child");
        self.child.wait().await.expect("it ends");
    }
}

/// A person with a personal token.
struct Agent {
    http: reqwest::Client,
    token: String,
    brand: String,
}

impl Agent {
    fn address(&self, server: &Server, path: &str) -> String {
        format!("{}/api/v1/brands/{}/{path}", server.url, self.brand)
    }

    /// `None`: the server died under the request.
    async fn get(&self, server: &Server, path: &str) -> Option<Value> {
        let answer = self.http.get(self.address(server, path)).bearer_auth(&self.token).send().await.ok()?;
        answer.error_for_status().ok()?.json().await.ok()
    }

    async fn post(&self, server: &Server, path: &str, body: &Value) -> Option<(u16, Value)> {
        let answer = self.http.post(self.address(server, path)).bearer_auth(&self.token).json(body).send().await.ok()?;
        let status = answer.status().as_u16();
        Some((status, answer.json().await.ok()?))
    }
}

/// What the harness knows must be true in the end.
#[derive(Default)]
struct Ledger {
    /// Addresses of posts that the brand must have heard.
    published: BTreeSet<String>,
    /// Client key to the request that was handed in.
    handed_in: BTreeMap<String, (String, Value)>,
    /// Client keys that the API said yes to.
    accepted: BTreeSet<String>,
    /// Client keys that the API refused (somebody or something was faster).
    refused: BTreeSet<String>,
    answered_cases: BTreeSet<String>,
}

struct World {
    network: FakeBluesky,
    brand_did: String,
    customers: Vec<String>,
    agent: Agent,
    ledger: Ledger,
    dice: Dice,
    posted: Vec<PostRef>,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes minutes: cargo xtask kill-loop"]
async fn kill_loop() {
    let kills: u64 = std::env::var("ANSWERABLE_KILLS").ok().and_then(|count| count.parse().ok()).unwrap_or(200);
    let seed: u64 = std::env::var("ANSWERABLE_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(20_261_122);
    let _ = rustls::crypto::ring::default_provider().install_default();
    let folder = tempfile::tempdir().expect("a temporary folder");
    // At the end each case is asked for, thousands in a minute: more than a person may ask.
    std::fs::write(folder.path().join("answerable.toml"), "[limits]\nrequests_per_minute_max = 1_000_000\n").expect("a settings file");
    let started = Instant::now();
    let mut server = Server::start(folder.path()).await;
    let mut world = World::set_up(&server, seed).await;
    for _ in 0..kills {
        let life = Duration::from_millis(60 + world.dice.roll(440));
        world.live(&server, life).await;
        server.kill().await;
        server = Server::start(folder.path()).await;
    }
    world.network.clear_faults();
    let report = world.settle(&server).await;
    println!("kill loop: {kills} kills in {:.0} s, seed {seed}\n{report}", started.elapsed().as_secs_f64());
    server.kill().await;
    assert_eq!(report.faults(), Vec::<String>::new(), "{report}");
}

impl World {
    async fn set_up(server: &Server, seed: u64) -> Self {
        let network = FakeBluesky::start(Arc::new(SystemClock) as Arc<dyn Clock>).await;
        let brand_did = network.add_account("acme.test", "brand-pass");
        let customers = (0..CUSTOMERS).map(|n| network.add_account(&format!("customer{n}.test"), "pass")).collect();
        let http = reqwest::Client::builder().timeout(Duration::from_secs(5)).build().expect("a client");
        let (token, brand) = sign_up(&http, server).await;
        let agent = Agent { http, token, brand };
        let account = json!({
            "connector": "bluesky",
            "config": {"service": network.url(), "identifier": "acme.test", "poll_seconds": 1},
            "secret": "brand-pass",
        });
        let stream = json!({"connector": "bluesky_stream", "config": {"url": network.stream_url(), "appview": network.url()}});
        for channel in [account, stream] {
            let (status, answer) = agent.post(server, "channels", &channel).await.expect("the server lives");
            assert!(status < 300, "{status} {answer}");
        }
        Self { network, brand_did, customers, agent, ledger: Ledger::default(), dice: Dice(seed), posted: Vec::new() }
    }

    /// Posts and answers until it is time to die.
    async fn live(&mut self, server: &Server, life: Duration) {
        let end = Instant::now() + life;
        let mut kill_at = Box::pin(tokio::time::sleep(life));
        while Instant::now() < end {
            self.customer_posts();
            // The request that is under way when the time comes is cut off with the process.
            tokio::select! {
                () = &mut kill_at => return,
                () = self.agent_answers(server) => {}
            }
        }
    }

    fn customer_posts(&mut self) {
        let did = self.customers[self.dice.roll(CUSTOMERS as u64) as usize].clone();
        let number = self.posted.len();
        let post = match self.dice.roll(3) {
            0 => self.network.mention(&did, &self.brand_did.clone(), &format!("주문 {number} 아직 안 왔어요")),
            1 => self.network.post(&did, &format!("아크메 냉장고 또 고장.. {number}번째")),
            _ => self.network.post(&did, &format!("my Acme kettle number {number} broke")),
        };
        self.ledger.published.insert(post.uri.clone());
        self.posted.push(post);
        if self.dice.roll(10) == 0 {
            self.network.break_streams();
        }
    }

    async fn agent_answers(&mut self, server: &Server) {
        self.hand_in_again(server).await;
        let Some(list) = self.agent.get(server, "cases?state=open&order=oldest&limit=5").await else { return };
        for row in list["items"].as_array().cloned().unwrap_or_default() {
            let case = text(&row, "/id");
            if !self.ledger.answered_cases.insert(case.clone()) {
                continue;
            }
            let key = format!("answer-{case}");
            let body = json!({
                "post_id": row["preview"]["post_id"],
                "text": format!("죄송합니다. {key}"),
                "thread_version": row["thread_version"],
                "client_key": key,
                "undo_ms": 0,
            });
            self.ledger.handed_in.insert(key.clone(), (case, body));
            self.inject_fault();
            self.hand_in(server, &key).await;
        }
    }

    async fn hand_in_again(&mut self, server: &Server) {
        let open: Vec<String> = self.ledger.handed_in.keys().filter(|key| self.is_undecided(key)).cloned().collect();
        for key in open {
            self.hand_in(server, &key).await;
        }
    }

    fn is_undecided(&self, key: &str) -> bool {
        !self.ledger.accepted.contains(key) && !self.ledger.refused.contains(key)
    }

    async fn hand_in(&mut self, server: &Server, key: &str) {
        let (case, body) = self.ledger.handed_in[key].clone();
        match self.agent.post(server, &format!("cases/{case}/replies"), &body).await {
            Some((200 | 201, _)) => drop(self.ledger.accepted.insert(key.to_owned())),
            Some((409, _)) => drop(self.ledger.refused.insert(key.to_owned())),
            Some((status, answer)) => panic!("{status}: {answer}"),
            None => {}
        }
    }

    fn inject_fault(&mut self) {
        let fault = match self.dice.roll(8) {
            0 => Fault::AnswerLost,
            1 => Fault::RequestLost,
            2 => Fault::DoneButRefuse { status: 502, error: "UpstreamFailure" },
            3 => Fault::Refuse { status: 503, error: "NotAvailable" },
            _ => return,
        };
        self.network.fault(CREATE, fault);
    }

    /// Waits until every answer has an end and every post a place, then counts.
    async fn settle(&mut self, server: &Server) -> Report {
        let deadline = Instant::now() + SETTLE;
        loop {
            self.hand_in_again(server).await;
            let report = self.count(server).await;
            if report.settled() || Instant::now() > deadline {
                return report;
            }
            // Nothing announces "all quiet"; looking again is all that an outsider can do.
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
    }

    async fn count(&self, server: &Server) -> Report {
        let mut report = Report { published: self.ledger.published.len(), accepted: self.ledger.accepted.len(), ..Report::default() };
        let mut heard: HashMap<String, usize> = HashMap::new();
        let mut states: HashMap<String, String> = HashMap::new();
        for case in self.all_cases(server).await {
            let Some(detail) = self.agent.get(server, &format!("cases/{case}")).await else { continue };
            for item in detail["thread"].as_array().into_iter().flatten() {
                *heard.entry(text(item, "/post/native_id")).or_default() += 1;
            }
            for reply in detail["replies"].as_array().into_iter().flatten() {
                states.insert(text(reply, "/text"), text(reply, "/state"));
            }
        }
        report.posts_lost = self.ledger.published.iter().filter(|uri| !heard.contains_key(*uri)).count();
        report.posts_doubled = heard.values().filter(|count| **count > 1).count();
        let mut on_network: HashMap<String, usize> = HashMap::new();
        for (_, record) in self.network.records(&self.brand_did, POST) {
            *on_network.entry(text(&record, "/text")).or_default() += 1;
        }
        for key in &self.ledger.accepted {
            let words = text(&self.ledger.handed_in[key].1, "/text");
            match (states.get(&words).map(String::as_str), on_network.get(&words)) {
                (Some("sent"), Some(1)) => report.replies_sent += 1,
                (Some("queued" | "sending"), _) => report.replies_under_way += 1,
                (Some("failed" | "unknown"), None) => report.replies_failed_visibly += 1,
                (state, count) => report.odd.push(format!("{words}: {state:?} in the store, {count:?} on the network")),
            }
        }
        report.replies_doubled = on_network.values().filter(|count| **count > 1).count();
        report
    }

    async fn all_cases(&self, server: &Server) -> Vec<String> {
        let (mut cases, mut after) = (Vec::new(), String::new());
        loop {
            let Some(page) = self.agent.get(server, &format!("cases?state=all&limit=100{after}")).await else { return cases };
            cases.extend(page["items"].as_array().into_iter().flatten().map(|row| text(row, "/id")));
            match page["next"].as_str() {
                Some(next) => after = format!("&after={next}"),
                None => return cases,
            }
        }
    }
}

/// What came out.
#[derive(Debug, Default)]
struct Report {
    published: usize,
    posts_lost: usize,
    posts_doubled: usize,
    accepted: usize,
    replies_sent: usize,
    replies_under_way: usize,
    replies_failed_visibly: usize,
    replies_doubled: usize,
    odd: Vec<String>,
}

impl Report {
    fn settled(&self) -> bool {
        self.posts_lost == 0 && self.replies_under_way == 0 && self.odd.is_empty()
    }

    fn faults(&self) -> Vec<String> {
        let counts = [
            ("posts lost", self.posts_lost),
            ("posts doubled", self.posts_doubled),
            ("replies sent twice", self.replies_doubled),
            ("replies without an end", self.replies_under_way),
            ("replies failed", self.replies_failed_visibly),
            ("replies lost or at odds", self.odd.len()),
            // A loop that did nothing proves nothing.
            ("no posts at all", usize::from(self.published == 0)),
            ("no replies at all", usize::from(self.accepted == 0)),
        ];
        counts.iter().filter(|(_, count)| *count > 0).map(|(what, count)| format!("{count} {what}")).collect()
    }
}

impl std::fmt::Display for Report {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "  posts    {} published, {} lost, {} doubled", self.published, self.posts_lost, self.posts_doubled)?;
        write!(
            f,
            "  replies  {} accepted, {} sent once, {} sent twice, {} under way, {} failed visibly, {} lost",
            self.accepted,
            self.replies_sent,
            self.replies_doubled,
            self.replies_under_way,
            self.replies_failed_visibly,
            self.odd.len()
        )?;
        self.odd.iter().take(20).try_for_each(|odd| write!(f, "\n  at odds  {odd}"))
    }
}

/// An owner, a brand with its monitor, and a token that outlives every kill.
async fn sign_up(http: &reqwest::Client, server: &Server) -> (String, String) {
    let owner = json!({"name": "Mina", "email": "mina@example.test", "password": "correct horse battery", "locale": "ko"});
    let answer = http.post(format!("{}/api/v1/setup/owner", server.url)).header("origin", &server.url).json(&owner).send().await;
    let answer = answer.expect("the server lives");
    assert!(answer.status().is_success(), "{}", answer.text().await.unwrap_or_default());
    let cookie = answer.headers()["set-cookie"].to_str().expect("a cookie").split(';').next().expect("its value").to_owned();
    let signed_in = |path: &str, body: Value| {
        let request = http.post(format!("{}/api/v1/{path}", server.url)).header("origin", &server.url).header("cookie", &cookie);
        request.json(&body).send()
    };
    let token: Value = signed_in("me/tokens", json!({"name": "kill loop"})).await.expect("alive").json().await.expect("a token");
    let brand: Value = signed_in("brands", json!({"name": "Acme"})).await.expect("alive").json().await.expect("a brand");
    let id = text(&brand, "/id");
    let monitor = json!({"name": "아크메", "query": "아크메", "enabled": true});
    let added = signed_in(&format!("brands/{id}/monitors"), monitor).await.expect("alive");
    assert!(added.status().is_success(), "{}", added.text().await.unwrap_or_default());
    (text(&token, "/token"), id)
}

fn text(value: &Value, pointer: &str) -> String {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned()
}
