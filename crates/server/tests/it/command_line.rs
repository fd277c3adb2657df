//! The program itself, as a person or a script starts it.

use answerable_testkit::{FakeClock, FakeEmail, FakeMastodon, MAIL_PASSWORD, MastodonProfile};
use serde_json::{Value, json};
use sha2::Digest as _;
use std::{
    path::Path,
    process::{Output, Stdio},
    time::Duration,
};
use tempfile::TempDir;
use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    process::{Child, Command},
};

fn program(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_answerable"));
    command.env_clear().arg("--data").arg(data).kill_on_drop(true).stdin(Stdio::null());
    command
}

pub async fn run(data: &Path, arguments: &[&str]) -> Output {
    program(data).args(arguments).output().await.expect("the program runs")
}

pub async fn run_with_input(data: &Path, arguments: &[&str], input: &str) -> Output {
    let mut child = program(data)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    let mut stdin = child.stdin.take().expect("an input");
    stdin.write_all(input.as_bytes()).await.expect("the program reads");
    drop(stdin);
    child.wait_with_output().await.expect("the program ends")
}

#[track_caller]
pub fn said(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

#[track_caller]
pub fn complained(output: &Output) -> String {
    assert!(!output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

/// A server that runs, and its address.
async fn serve(data: &Path) -> (Child, String) {
    let mut child =
        program(data).args(["serve", "--listen", "127.0.0.1:0"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
    let mut lines = BufReader::new(child.stdout.as_mut().expect("an output")).lines();
    let line = tokio::time::timeout(Duration::from_secs(20), lines.next_line()).await.expect("it is ready in time");
    let line = line.expect("UTF-8").expect("a line");
    let address = line.strip_prefix("Answerable is ready at ").expect("the one line").to_owned();
    (child, address)
}

/// Asks it to stop, as an operating system does; returns what else it said.
async fn terminate(mut child: Child) -> (Option<i32>, String, String) {
    let id = child.id().expect("it runs").to_string();
    assert!(Command::new("kill").args(["-TERM", &id]).status().await.expect("kill runs").success());
    let status = tokio::time::timeout(Duration::from_secs(10), child.wait()).await.expect("it stops within ten seconds");
    let (mut out, mut err) = (String::new(), String::new());
    child.stdout.take().expect("an output").read_to_string(&mut out).await.expect("UTF-8");
    child.stderr.take().expect("an output").read_to_string(&mut err).await.expect("UTF-8");
    (status.expect("it ended").code(), out, err)
}

fn client() -> reqwest::Client {
    crate::app::with_tls();
    reqwest::Client::builder().build().expect("a client")
}

pub fn folder() -> TempDir {
    tempfile::tempdir().expect("a temporary directory")
}

#[tokio::test]
async fn it_serves_says_one_line_and_stops_when_told() {
    let folder = folder();
    let (child, address) = serve(folder.path()).await;
    assert!(client().get(format!("{address}/healthz")).send().await.expect("an answer").status().is_success());
    let second = run(folder.path(), &["serve", "--listen", "127.0.0.1:0"]).await;
    assert!(complained(&second).contains("another Answerable works with"), "two servers must not share a directory");
    let (code, more, log) = terminate(child).await;
    assert_eq!((code, more.as_str()), (Some(0), ""));
    assert!(log.contains("stopped"), "{log}");
    let (child, _) = serve(folder.path()).await;
    assert_eq!(terminate(child).await.0, Some(0), "the lock is free again");
}

#[tokio::test]
async fn a_port_that_is_taken_is_said_so() {
    let folder = folder();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = taken.local_addr().expect("an address").to_string();
    let refused = complained(&run(folder.path(), &["serve", "--listen", &address]).await);
    assert!(refused.contains(&format!("cannot listen on {address}")), "{refused}");
}

#[tokio::test]
async fn people_brands_and_monitors_are_made_with_and_without_a_server() {
    let folder = folder();
    let data = folder.path();
    let made = said(&run(data, &["user", "add", "jin@acme.example", "--name", "Jin", "--json"]).await);
    let made: Value = serde_json::from_str(&made).expect("JSON");
    assert!(made["password"].as_str().is_some_and(|password| password.len() >= 20));
    said(&run(data, &["brand", "add", "Acme", "--owner", "jin@acme.example"]).await);
    said(&run(data, &["monitor", "add", "Fridge", "--any", "냉장고", "--none", "job"]).await);
    let (child, address) = serve(data).await;
    said(&run(data, &["monitor", "add", "Kettle", "--any", "~kettle"]).await);
    said(&run(data, &["monitor", "add", "Oven", "--query", "acme AND (oven OR 오븐)"]).await);
    let listed = said(&run(data, &["monitor", "list", "--json"]).await);
    let names: Vec<Value> =
        serde_json::from_str::<Vec<Value>>(&listed).expect("JSON").iter().map(|monitor| monitor["name"].clone()).collect();
    assert_eq!(names, ["Acme", "Fridge", "Kettle", "Oven"]);
    let table = said(&run(data, &["monitor", "list"]).await);
    for query in ["냉장고 AND NOT job", "~kettle", "acme AND (oven OR 오븐)"] {
        assert!(table.contains(query), "{table}");
    }
    assert!(complained(&run(data, &["monitor", "add", "Empty"]).await).contains("[invalid]"));
    assert!(complained(&run(data, &["monitor", "list", "--brand", "Nobody"]).await).contains("there is no brand \"Nobody\""));
    said(&run_with_input(data, &["user", "reset-password", "jin@acme.example", "--password-stdin"], "a new password\n").await);
    let entered = client()
        .post(format!("{address}/api/v1/session"))
        .json(&serde_json::json!({ "email": "jin@acme.example", "password": "a new password" }))
        .send()
        .await
        .expect("an answer");
    assert_eq!(entered.status(), 200);
    said(&run(data, &["user", "add", "ann@acme.example", "--name", "Ann", "--brand", "Acme", "--role", "agent"]).await);
    assert!(said(&run(data, &["user", "list"]).await).contains("Acme (agent)"));
    said(&run(data, &["brand", "add", "Rival", "--owner", "ann@acme.example"]).await);
    assert!(said(&run(data, &["monitor", "list", "--brand", "Rival"]).await).contains("Rival"));
    assert!(complained(&run(data, &["monitor", "list"]).await).contains("say which with --brand"));
    let ann = serde_json::json!({ "email": "ann@acme.example", "password": "a password for ann" });
    said(&run_with_input(data, &["user", "reset-password", "ann@acme.example", "--password-stdin"], "a password for ann").await);
    said(&run(data, &["user", "disable", "ann@acme.example"]).await);
    let sign_in = async || client().post(format!("{address}/api/v1/session")).json(&ann).send().await.expect("an answer").status().as_u16();
    assert_eq!(sign_in().await, 401);
    said(&run(data, &["user", "enable", "ann@acme.example"]).await);
    assert_eq!(sign_in().await, 200);
    terminate(child).await;
}

#[tokio::test]
async fn a_file_is_taken_in_with_its_bad_lines_named() {
    let folder = folder();
    let data = folder.path().join("data");
    said(&run(&data, &["user", "add", "jin@acme.example", "--name", "Jin"]).await);
    said(&run(&data, &["brand", "add", "Acme", "--owner", "jin@acme.example"]).await);
    let file = folder.path().join("posts.jsonl");
    std::fs::write(&file, "{\"text\":\"Acme 환불\",\"author\":\"a\",\"time\":1700000000}\nbroken\n").expect("a file");
    let path = file.to_str().expect("UTF-8");
    let done = run(&data, &["import", path]).await;
    assert!(said(&done).contains("1 lines taken in, 1 not readable"));
    assert!(String::from_utf8_lossy(&done.stderr).contains("line 2: "));
    let (child, _) = serve(&data).await;
    std::fs::write(&file, "{\"text\":\"Acme two\",\"author\":\"b\",\"time\":1700000000}\n").expect("a file");
    let done: Value = serde_json::from_str(&said(&run(&data, &["import", path, "--json"]).await)).expect("JSON");
    assert_eq!((&done["state"], &done["lines_ok"]), (&Value::from("done"), &Value::from(1)));
    terminate(child).await;
}

/// Writes a picture into the media folder under its hash.
fn kept_picture(data: &Path) -> (String, Vec<u8>) {
    let picture = b"a picture".to_vec();
    let hash: String = sha2::Sha256::digest(&picture).iter().map(|byte| format!("{byte:02x}")).collect();
    let folder = data.join("media").join(&hash[..2]);
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join(&hash), &picture).expect("a file");
    (hash, picture)
}

#[tokio::test]
async fn a_backup_is_made_while_serving_and_restored_elsewhere() {
    let folder = folder();
    let (data, copy, other) = (folder.path().join("data"), folder.path().join("copy"), folder.path().join("other"));
    let copied = copy.to_str().expect("UTF-8");
    let (child, _) = serve(&data).await;
    said(&run(&data, &["user", "add", "jin@acme.example", "--name", "Jin"]).await);
    // A picture as the server keeps it, by the hash of its bytes; and one that is just being received.
    let (hash, picture) = kept_picture(&data);
    std::fs::create_dir_all(data.join("media/receiving")).expect("a folder");
    std::fs::write(data.join("media/receiving/half"), b"half").expect("a file");
    let told = said(&run(&data, &["backup", copied]).await);
    assert!(told.contains("answerable.key") && told.contains("1 files"), "{told}");
    assert!(!copy.join("answerable.key").exists(), "the key is kept apart");
    assert!(complained(&run(&data, &["backup", copied]).await).contains("is there already"));
    terminate(child).await;
    assert!(complained(&run(&data, &["restore", copied]).await).contains("is there already"));
    said(&run(&other, &["restore", copied]).await);
    assert!(said(&run(&other, &["user", "list"]).await).contains("jin@acme.example"));
    let at = |folder: &Path| folder.join("media").join(&hash[..2]).join(&hash);
    assert_eq!(std::fs::read(at(&other)).expect("restored"), picture);
    assert!(!other.join("media/receiving").exists());
    let (fourth, kept) = (folder.path().join("fourth"), std::fs::read(at(&copy)).expect("kept"));
    for broken in [Some(b"another picture".as_slice()), None] {
        match broken {
            Some(bytes) => std::fs::write(at(&copy), bytes).expect("it can be written"),
            None => std::fs::remove_file(at(&copy)).expect("it can be removed"),
        }
        complained(&run(&fourth, &["restore", copied]).await);
        assert!(!fourth.join("answerable.db").exists(), "nothing is restored by halves");
    }
    std::fs::write(at(&copy), kept).expect("it can be written");
    let mut damaged = std::fs::read(copy.join("answerable.db")).expect("a copy");
    damaged[5000] ^= 1;
    std::fs::write(copy.join("answerable.db"), damaged).expect("it can be written");
    let third = folder.path().join("third");
    assert!(complained(&run(&third, &["restore", copied]).await).contains("damaged"));
}

/// The same words for every network: settings one by one or as a whole, and the secret from the input or the environment.
#[tokio::test]
async fn channels_of_every_kind_are_connected_checked_and_removed() {
    let folder = folder();
    let data = folder.path();
    said(&run(data, &["user", "add", "jin@acme.example", "--name", "Jin"]).await);
    said(&run(data, &["brand", "add", "Acme", "--owner", "jin@acme.example"]).await);
    let (mastodon, email) =
        (FakeMastodon::start(FakeClock::new(), MastodonProfile::default()).await, FakeEmail::start(FakeClock::new()).await);
    let server = format!("server={}", mastodon.url());
    let add = ["channel", "add", "mastodon", "--set", &server, "--set", "tags=[\"acme\"]", "--json"];
    let made: Value = serde_json::from_str(&said(&run_with_input(data, &add, mastodon.token()).await)).expect("JSON");
    assert_eq!(made["config"]["tags"], json!(["acme"]));
    assert_eq!(made["name"], format!("@{}", made["account"]["handle"].as_str().expect("a handle")));
    let config = email.config().to_string();
    let mut command = program(data);
    command.env("ANSWERABLE_CHANNEL_SECRET", MAIL_PASSWORD).args(["channel", "add", "email", "--set", &config]);
    assert!(said(&command.output().await.expect("the program runs")).contains("Connected care@acme.example "));
    let refused = complained(&run_with_input(data, &["channel", "add", "telegram"], "no token").await);
    assert!(refused.contains("bad_token"), "{refused}");
    assert!(complained(&run_with_input(data, &add, " ").await).contains("no access token came"));
    let listed = said(&run(data, &["channel", "list"]).await);
    assert!(listed.contains("mastodon") && listed.contains("care@acme.example"), "{listed}");
    let id = made["id"].as_str().expect("an id");
    assert!(said(&run(data, &["channel", "check", id]).await).contains("It works"));
    said(&run(data, &["channel", "remove", id]).await);
    assert!(!said(&run(data, &["channel", "list"]).await).contains("mastodon"));
}

#[tokio::test]
async fn settings_are_checked_and_shown() {
    let folder = folder();
    let data = folder.path();
    assert!(said(&run(data, &["check-config"]).await).contains("listen = \"127.0.0.1:7400\""));
    let settings = data.join("answerable.toml");
    std::fs::write(&settings, "[server]\n\nlisten_on = \"x\"\n").expect("a file");
    let complaint = complained(&run(data, &["check-config"]).await);
    assert!(complaint.contains("answerable.toml, line 3: unknown key `server.listen_on`"), "{complaint}");
    std::fs::write(&settings, "[log]\nfilter = \"warn\"\n").expect("a file");
    let shown = said(&run(data, &["check-config", "--database", "postgres://care:hunter2@db/care"]).await);
    assert!(shown.contains("filter = \"warn\"") && shown.contains("care:***@db") && !shown.contains("hunter2"), "{shown}");
}

#[tokio::test]
async fn help_shows_examples_and_openapi_is_json() {
    let folder = folder();
    for command in [
        &["--help"][..],
        &["serve", "--help"],
        &["import", "--help"],
        &["channel", "add", "--help"],
        &["monitor", "add", "--help"],
        &["monitor", "try", "--help"],
        &["monitor", "variants", "--help"],
        &["triage", "--help"],
    ] {
        let help = said(&run(folder.path(), command).await);
        assert!(help.contains("Examples:") && help.contains("answerable "), "{command:?}: {help}");
    }
    let described: Value = serde_json::from_str(&said(&run(folder.path(), &["openapi"]).await)).expect("JSON");
    assert_eq!(described["info"]["title"], "Answerable");
}
