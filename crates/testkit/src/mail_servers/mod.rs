//! Real mail servers on this machine: Postfix and Dovecot, in a temporary folder, on free ports of the loopback.
//!
//! Two domains are delivered, `acme.example` and `customer.example`; whatever stands before the `@` is an account, and all have one password.
//! Nothing leaves the machine. The certificates are signed by an authority that is made for the run. Only root can start them, because the
//! servers change to users of their own.

use serde_json::{Value, json};
use std::{
    fs,
    net::TcpListener,
    os::unix::fs::{MetadataExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};
use tempfile::TempDir;
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::TcpStream,
};

pub const REAL_MAIL_PASSWORD: &str = "abcd-efgh";

/// With this in the environment it is an error that the servers are missing.
const REQUIRED: &str = "ANSWERABLE_TEST_MAIL";
const TOKENS: &str = "passdb {\n  driver = oauth2\n  mechanisms = xoauth2 oauthbearer\n  args = {folder}/tokens.conf\n}\n";
const START_ATTEMPTS: usize = 3;
const LOOK_EVERY: Duration = Duration::from_millis(20);

pub struct MailServers {
    folder: TempDir,
    ports: Ports,
    /// Where Dovecot asks whether a token is good (RFC 7662); without it there are only passwords.
    introspection: Option<String>,
}

struct Ports {
    /// Where mail from outside comes in.
    smtp: u16,
    submission: u16,
    submissions: u16,
    imap: u16,
    imaps: u16,
}

/// How the connections to the two servers are encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encryption {
    Tls,
    Starttls,
}

impl MailServers {
    /// `None`, and loudly: they are not installed, or somebody else than root asks.
    pub fn start() -> Option<Self> {
        Self::start_with(None)
    }

    /// Servers that take tokens as well, by what they are told at this address.
    pub fn start_with_tokens(introspection_url: &str) -> Option<Self> {
        Self::start_with(Some(introspection_url.to_owned()))
    }

    fn start_with(introspection: Option<String>) -> Option<Self> {
        if let Some(why) = missing() {
            assert!(!is_required(), "{why}");
            eprintln!("\n*** Tests against real mail servers skipped: {why} ***\n");
            return None;
        }
        // Between looking for free ports and taking them somebody else may take one.
        let attempt = || {
            let folder =
                tempfile::Builder::new().prefix("mail").permissions(fs::Permissions::from_mode(0o755)).tempdir().expect("a folder");
            let servers = Self { folder, ports: Ports::free(), introspection: introspection.clone() };
            servers.make_folders();
            servers.make_certificates();
            servers.configure();
            let (dovecot, postfix) = (servers.path("dovecot.conf"), servers.path("postfix"));
            (servers.runs("dovecot", &["-c", &dovecot]) && servers.runs("postfix", &["-c", &postfix, "start"])).then_some(servers)
        };
        Some((0..START_ATTEMPTS).find_map(|_| attempt()).expect("Dovecot and Postfix start"))
    }

    /// The settings of a channel for the account `care@acme.example`.
    pub fn config(&self, encryption: Encryption) -> Value {
        let server =
            |port: u16| json!({"host": "localhost", "port": port, "tls": if encryption == Encryption::Tls { "tls" } else { "starttls" }});
        let (imap, smtp) = match encryption {
            Encryption::Tls => (self.ports.imaps, self.ports.submissions),
            Encryption::Starttls => (self.ports.imap, self.ports.submission),
        };
        json!({"address": "care@acme.example", "name": "Acme Care", "imap": server(imap), "smtp": server(smtp), "ca": self.authority()})
    }

    /// The certificate of the authority that signed the servers' certificate.
    pub fn authority(&self) -> String {
        fs::read_to_string(self.folder.path().join("ca.pem")).expect("it was made at the start")
    }

    /// Mail from outside, as the world's servers hand it over. Dots are stuffed here.
    pub async fn receive(&self, from: &str, to: &str, mail: &[u8]) {
        let (read, mut write) = TcpStream::connect(("127.0.0.1", self.ports.smtp)).await.expect("Postfix listens").into_split();
        let mut lines = BufReader::new(read).lines();
        let mut stuffed = Vec::with_capacity(mail.len() + 16);
        for line in mail.split_inclusive(|byte| *byte == b'\n') {
            if line.first() == Some(&b'.') {
                stuffed.push(b'.');
            }
            stuffed.extend_from_slice(line);
        }
        stuffed.extend_from_slice(b"\r\n.\r\n");
        let commands = [b"EHLO customer.example\r\n".to_vec(), format!("MAIL FROM:<{from}> BODY=8BITMIME\r\n").into_bytes()]
            .into_iter()
            .chain([format!("RCPT TO:<{to}>\r\n").into_bytes(), b"DATA\r\n".to_vec(), stuffed, b"QUIT\r\n".to_vec()]);
        hear(&mut lines).await;
        for command in commands {
            write.write_all(&command).await.expect("Postfix reads");
            hear(&mut lines).await;
        }
    }

    /// What lies in the INBOX of an account.
    pub fn inbox(&self, account: &str) -> Vec<Vec<u8>> {
        self.mails(account, "")
    }

    /// What lies in its folder of sent mails.
    pub fn sent(&self, account: &str) -> Vec<Vec<u8>> {
        self.mails(account, ".Sent")
    }

    /// Waits until so many mails lie in the INBOX of an account.
    pub async fn until_inbox(&self, account: &str, count: usize) -> Vec<Vec<u8>> {
        loop {
            let mails = self.inbox(account);
            if mails.len() >= count {
                return mails;
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    /// Ends every connection to Dovecot and starts it again on the same ports.
    pub fn restart_imap(&self) {
        self.stop_imap();
        self.run("dovecot", &["-c", &self.path("dovecot.conf")]);
    }

    /// All mails of an account get other numbers, as after it was restored from a backup.
    pub fn renumber(&self, account: &str) {
        self.stop_imap();
        for entry in fs::read_dir(self.folder.path().join("mail").join(account)).expect("the account has had mail").flatten() {
            if entry.file_name().to_string_lossy().starts_with("dovecot") {
                fs::remove_file(entry.path()).expect("a file");
            }
        }
        self.run("dovecot", &["-c", &self.path("dovecot.conf")]);
    }

    pub fn stop_imap(&self) {
        self.run("doveadm", &["-c", &self.path("dovecot.conf"), "stop"]);
    }

    fn mails(&self, account: &str, folder: &str) -> Vec<Vec<u8>> {
        let account = self.folder.path().join("mail").join(account).join(folder);
        let mut files: Vec<PathBuf> = ["new", "cur"]
            .iter()
            .flat_map(|place| fs::read_dir(account.join(place)).into_iter().flatten())
            .flatten()
            .map(|entry| entry.path())
            .collect();
        files.sort_by_key(|path| path.file_name().map(ToOwned::to_owned));
        // A mail may move from `new` to `cur` between the two; on the disk lines end as files do.
        files.iter().filter_map(|file| fs::read(file).ok()).map(|mail| with_line_ends(&mail)).collect()
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().expect("a UTF-8 path").to_owned()
    }

    fn make_folders(&self) {
        for name in ["dovecot", "spool", "state", "mail", "postfix"] {
            fs::create_dir(self.path(name)).expect("an empty folder");
        }
        std::os::unix::fs::chown(self.path("mail"), Some(id_of("mail")), None).expect("root may give it away");
        std::os::unix::fs::chown(self.path("state"), Some(id_of("postfix")), None).expect("root may give it away");
    }

    fn make_certificates(&self) {
        let key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
        let (ca, ca_key) = (self.path("ca.pem"), self.path("ca.key"));
        let authority = ["req", "-x509", "-days", "30", "-subj", "/CN=An authority for a test", "-keyout", &ca_key, "-out", &ca];
        self.run("openssl", &[&authority[..], &key].concat());
        let request = ["req", "-subj", "/CN=localhost", "-keyout", &self.path("server.key"), "-out", &self.path("server.csr")];
        self.run("openssl", &[&request[..], &key].concat());
        fs::write(self.path("names"), "subjectAltName = DNS:localhost, IP:127.0.0.1\nextendedKeyUsage = serverAuth\n").expect("a file");
        let sign = ["x509", "-req", "-days", "30", "-CA", &ca, "-CAkey", &ca_key, "-CAcreateserial", "-extfile", &self.path("names")];
        self.run("openssl", &[&sign[..], &["-in", &self.path("server.csr"), "-out", &self.path("server.pem")]].concat());
    }

    fn configure(&self) {
        let Ports { smtp, submission, submissions, imap, imaps } = &self.ports;
        let (mechanisms, tokens) = if self.introspection.is_some() { (" xoauth2 oauthbearer", TOKENS) } else { ("", "") };
        let filled = |text: &str| {
            text.replace("{mechanisms}", mechanisms)
                .replace("{tokens}", tokens)
                .replace("{introspection}", self.introspection.as_deref().unwrap_or_default())
                .replace("{folder}", self.path("").trim_end_matches('/'))
                .replace("{password}", REAL_MAIL_PASSWORD)
                .replace("{smtp}", &smtp.to_string())
                .replace("{submission}", &submission.to_string())
                .replace("{submissions}", &submissions.to_string())
                .replace("{imap}", &imap.to_string())
                .replace("{imaps}", &imaps.to_string())
        };
        for (name, text) in [
            ("dovecot.conf", include_str!("dovecot.conf")),
            ("tokens.conf", include_str!("tokens.conf")),
            ("postfix/main.cf", include_str!("main.cf")),
            ("postfix/master.cf", include_str!("master.cf")),
        ] {
            fs::write(self.path(name), filled(text)).expect("a file");
        }
    }

    fn run(&self, program: &str, arguments: &[&str]) {
        assert!(self.runs(program, arguments), "{program} {arguments:?} failed");
    }

    fn runs(&self, program: &str, arguments: &[&str]) -> bool {
        let mut command = Command::new(program);
        command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let is_done = command.status().expect("the program is installed").success();
        if !is_done {
            eprintln!("{program} {arguments:?} failed\n{}", self.logs());
        }
        is_done
    }

    /// What the servers wrote about it.
    pub fn logs(&self) -> String {
        ["dovecot.log", "postfix.log"].iter().map(|name| fs::read_to_string(self.path(name)).unwrap_or_default()).collect()
    }
}

impl Drop for MailServers {
    fn drop(&mut self) {
        for (program, arguments) in [("postfix", [&*self.path("postfix"), "stop"]), ("doveadm", [&*self.path("dovecot.conf"), "stop"])] {
            // One that was never started, or was stopped, is no reason to fail.
            let mut command = Command::new(program);
            drop(command.arg("-c").args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status());
        }
    }
}

impl Ports {
    fn free() -> Self {
        // All at once, so that no two are the same.
        let listeners: [TcpListener; 5] = std::array::from_fn(|_| TcpListener::bind("127.0.0.1:0").expect("a free port"));
        let [smtp, submission, submissions, imap, imaps] = listeners.map(|listener| listener.local_addr().expect("a bound address").port());
        Self { smtp, submission, submissions, imap, imaps }
    }
}

fn with_line_ends(mail: &[u8]) -> Vec<u8> {
    let lines = mail.split_inclusive(|byte| *byte == b'\n');
    lines.flat_map(|line| line.strip_suffix(b"\n").map_or_else(|| line.to_vec(), |line| [line, b"\r\n"].concat())).collect()
}

fn missing() -> Option<String> {
    let absent: Vec<&str> = ["/usr/sbin/postfix", "/usr/sbin/dovecot", "/usr/bin/doveadm", "/usr/bin/openssl", "/usr/lib/dovecot/lmtp"]
        .into_iter()
        .filter(|program| !Path::new(program).exists())
        .collect();
    if !absent.is_empty() {
        return Some(format!("{} missing (apt-get install postfix dovecot-imapd dovecot-lmtpd)", absent.join(", ")));
    }
    let is_root = fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0);
    (!is_root).then(|| "only root can start Postfix and Dovecot".to_owned())
}

#[expect(clippy::disallowed_methods, reason = "only the environment of the run knows whether the servers have to be there")]
fn is_required() -> bool {
    std::env::var_os(REQUIRED).is_some()
}

fn id_of(user: &str) -> u32 {
    let users = fs::read_to_string("/etc/passwd").expect("there are users");
    let fields = |line: &str| line.split(':').map(str::to_owned).collect::<Vec<_>>();
    let found = users.lines().map(fields).find(|fields| fields[0] == user);
    found.and_then(|fields| fields[2].parse().ok()).expect("the package brings this user")
}

/// Until the last line of an answer, which has to be a friendly one.
async fn hear(lines: &mut tokio::io::Lines<BufReader<tokio::net::tcp::OwnedReadHalf>>) {
    loop {
        let line = lines.next_line().await.expect("Postfix answers").expect("Postfix answers");
        assert!(line.starts_with(['2', '3']), "Postfix says: {line}");
        if line.as_bytes().get(3) != Some(&b'-') {
            return;
        }
    }
}
