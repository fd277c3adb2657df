//! What can be said on the command line.

use super::listening::{ListVariants, TryQuery};
use answerable_domain::Role;
use clap::{Args, Parser, Subcommand};
use std::{net::SocketAddr, path::PathBuf};

/// Every complaint, every channel, every time: answered.
///
/// Answerable hears what people say about a brand, puts it into one inbox with a clock on each case, and sends the answers, each exactly
/// once. One program, one directory of data.
#[derive(Parser)]
#[command(
    name = "answerable",
    version,
    max_term_width = 100,
    after_help = "\
Examples:
  answerable serve                                   start; open the address that it prints
  answerable user add jin@acme.example --name Jin    let somebody in
  answerable monitor add Acme --any acme --any 아크메  listen for a name
  answerable monitor try '~acme' --file posts.jsonl  see what that would catch
  answerable import old-posts.csv --format csv       take in posts from a file
  answerable triage \"환불 언제 되나요?\"               see what it thinks of a text
  answerable backup /backups/today                   copy everything while it runs

Every command has its own --help. Settings: answerable check-config"
)]
pub struct Arguments {
    #[command(flatten)]
    pub place: Place,
    #[command(subcommand)]
    pub command: Command,
}

/// Where the data are.
#[derive(Args, Clone)]
pub struct Place {
    /// The data directory: database, key file, settings
    #[arg(long, global = true, env = "ANSWERABLE_DATA", value_name = "DIR", default_value = "data")]
    pub data: PathBuf,
    /// PostgreSQL instead of SQLite: postgres://user:password@host/name
    #[arg(long, global = true, env = "ANSWERABLE_DATABASE", value_name = "URL", hide_env_values = true)]
    pub database: Option<String>,
    /// The settings file [default: answerable.toml in the data directory]
    #[arg(long, global = true, env = "ANSWERABLE_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// The password of the mail server: from the environment, so that it stands in no list of processes
    #[arg(long, global = true, env = "ANSWERABLE_MAIL_PASSWORD", hide = true, hide_env_values = true, value_name = "PASSWORD")]
    pub mail_password: Option<String>,
}

#[derive(Subcommand)]
pub enum Command {
    /// Start the server
    Serve(Serve),
    /// Take in posts from a file (JSON lines or CSV)
    Import(Import),
    /// Connect accounts and feeds
    #[command(subcommand)]
    Channel(Channel),
    /// Say what to listen for
    #[command(subcommand)]
    Monitor(Monitor),
    /// Show what Answerable thinks of a text
    Triage(Triage),
    /// Let people in, reset passwords
    #[command(subcommand)]
    User(User),
    /// Brands of this installation
    #[command(subcommand)]
    Brand(Brand),
    /// Copy everything to a new directory, while the server runs
    Backup(Backup),
    /// Make a data directory from a backup
    Restore(Restore),
    /// Check the settings and print those in force
    CheckConfig,
    /// Print the API's description (OpenAPI 3.1, JSON)
    Openapi,
    /// Measure what this program can take on this machine
    Bench(Bench),
}

#[derive(Args)]
#[command(after_help = "\
When it is ready it prints one line to standard output: `Answerable is ready at http://127.0.0.1:7400`.
Everything else goes to standard error. SIGTERM or Ctrl+C lets open work end and stops within ten seconds.

Examples:
  answerable serve
  answerable serve --data /var/lib/answerable --listen 0.0.0.0:7400
  ANSWERABLE_DATABASE=postgres://care@db/care answerable serve --listen 127.0.0.1:0")]
pub struct Serve {
    /// Address and port to listen on; port 0 takes a free one [default: 127.0.0.1:7400]
    #[arg(long, env = "ANSWERABLE_LISTEN", value_name = "ADDR:PORT")]
    pub listen: Option<SocketAddr>,
}

#[derive(Args)]
pub struct InBrand {
    /// The brand, by name or id; not needed when there is only one
    #[arg(long, value_name = "BRAND")]
    pub brand: Option<String>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Args)]
#[command(after_help = "\
A line that cannot be read is reported with its number and stops nothing. An import that was cut short goes on with --resume.
Columns (or JSON fields): text, author and time are needed; network, link, id and language are not.

Examples:
  answerable import posts.jsonl
  answerable import export.csv --network naver --brand Acme
  answerable import --resume 123456789")]
pub struct Import {
    /// The file
    #[arg(required_unless_present = "resume")]
    pub file: Option<PathBuf>,
    /// jsonl or csv [default: by the file's name]
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<String>,
    /// The network of lines that name none
    #[arg(long, default_value = "other", value_name = "NETWORK")]
    pub network: String,
    /// Go on with an import that was interrupted
    #[arg(long, value_name = "ID", conflicts_with = "file")]
    pub resume: Option<String>,
    #[command(flatten)]
    pub within: InBrand,
}

#[derive(Subcommand)]
pub enum Channel {
    /// Connect an account, a mailbox, a bot, a stream or a feed
    #[command(after_help = "\
A password or token is read from ANSWERABLE_CHANNEL_SECRET or from standard input, so that it stands in no history and no list of programs.
What else a network needs is said with --set, as often as needed; a dot leads into a group.

Examples:
  echo \"$APP_PASSWORD\" | answerable channel add bluesky --identifier acme.example
  answerable channel add bluesky-stream
  answerable channel add feed --url https://example.com/news.rss
  echo \"$TOKEN\" | answerable channel add mastodon --set server=https://social.example --set tags=[\\\"acme\\\"]
  echo \"$PASSWORD\" | answerable channel add email --set address=care@acme.example --set imap.host=imap.acme.example \\
      --set imap.port=993 --set smtp.host=smtp.acme.example --set smtp.port=465
  echo \"$BOT_TOKEN\" | answerable channel add telegram
  answerable channel add hacker-news")]
    Add(AddChannel),
    /// All channels and how they are doing
    List(InBrand),
    /// Try a channel: does the network let us in, and as whom?
    Check {
        /// The channel's id, as `channel list` shows it
        id: String,
        #[command(flatten)]
        within: InBrand,
    },
    /// Disconnect a channel; what it brought stays
    Remove {
        id: String,
        #[command(flatten)]
        within: InBrand,
    },
}

#[derive(Args)]
pub struct AddChannel {
    /// bluesky, bluesky-stream, mastodon, email, telegram, hacker-news or feed
    pub connector: String,
    /// A setting of the channel, or all of them as a JSON object
    #[arg(long, value_name = "KEY=VALUE|JSON")]
    pub set: Vec<String>,
    /// Bluesky: handle or e-mail address
    #[arg(long)]
    pub identifier: Option<String>,
    /// Bluesky: the server that the account lives on
    #[arg(long, value_name = "URL")]
    pub service: Option<String>,
    /// Bluesky: where posts are looked up
    #[arg(long, value_name = "URL")]
    pub appview: Option<String>,
    /// Feed or stream: its address
    #[arg(long, value_name = "URL")]
    pub url: Option<String>,
    /// What to call it [default: as the network calls it]
    #[arg(long)]
    pub name: Option<String>,
    #[command(flatten)]
    pub within: InBrand,
}

#[derive(Subcommand)]
pub enum Monitor {
    /// Listen for something
    Add(AddMonitor),
    /// All monitors
    List(InBrand),
    /// Stop listening for it; what was caught stays
    Remove {
        id: String,
        #[command(flatten)]
        within: InBrand,
    },
    /// Show what a query would catch in a file of posts
    Try(TryQuery),
    /// Show how else a term is typed
    Variants(ListVariants),
}

#[derive(Args)]
#[command(after_help = "\
A post matches when any of --any (if there are some), all of --all and none of --none occur.
~ before the words looks for misspellings too, = for the whole word only.
What these cannot say, a --query can: see `answerable monitor try --help`.

Examples:
  answerable monitor add Acme --any acme --any ~아크메 --any アクメ
  answerable monitor add \"Acme fridge\" --all acme --any fridge --any 냉장고 --none job
  answerable monitor add \"Acme fridge\" --query '(acme OR ~아크메) NEAR/5 (fridge OR 냉장고) -job'")]
pub struct AddMonitor {
    /// What to call it
    pub name: String,
    /// What to listen for, in the query language
    #[arg(long, value_name = "QUERY", allow_hyphen_values = true, conflicts_with_all = ["any", "all", "none"])]
    pub query: Option<String>,
    /// A word or phrase, one of which must occur
    #[arg(long, value_name = "WORDS")]
    pub any: Vec<String>,
    /// A word or phrase that must occur
    #[arg(long, value_name = "WORDS")]
    pub all: Vec<String>,
    /// A word or phrase that must not occur
    #[arg(long, value_name = "WORDS")]
    pub none: Vec<String>,
    #[command(flatten)]
    pub within: InBrand,
}

#[derive(Args)]
#[command(after_help = "\
Needs no server and no data. Of a file, every line is one object with a text, and becomes one line of output, in order:
  {\"text\": \"…\"}  →  {\"language\": \"ko\", \"languages\": [], \"sentiment\": {\"label\": \"negative\", \"confidence\": 0.97, \"scores\": {…}},
     \"kind\": [{\"label\": \"complaint\", \"confidence\": 0.9}], \"question\": {…}, \"needs_answer\": {\"label\": true, \"urgency\": 72},
     \"abuse\": {…}, \"aim\": null, \"troll\": {…}, \"motive\": {…}, \"risk\": [\"legal\"],
     \"personal_data\": [{\"start\": 3, \"end\": 16, \"type\": \"phone\", \"confidence\": 0.99}], \"spam\": {…}, \"humour\": {…}}
Places (start, end) are byte offsets of the text as UTF-8 (\"unit\": \"byte\"). No kind means another kind; a language that nobody can
tell is \"und\". --reasons adds \"reasons\": {\"sentiment\": [{\"start\": 0, \"end\": 6, \"weight\": -1.8}]}: log-odds, above zero towards what was
said, for the sentiment towards positive.
A line that cannot be read becomes {\"error\": \"…\", \"line\": 7} in its place; the command then ends with an error and the count.

Examples:
  answerable triage \"환불 언제 되나요?\"
  answerable triage \"환불 언제 되나요?\" --json --reasons
  answerable triage --file posts.jsonl > assessed.jsonl
  cat posts.jsonl | answerable triage --file -
  cat texts.txt | answerable triage - --json      plain lines of text in, one JSON object a line out")]
pub struct Triage {
    /// The text; `-` reads lines of text from standard input
    #[arg(required_unless_present = "file", allow_hyphen_values = true)]
    pub text: Option<String>,
    /// Posts as JSON lines, each with a "text"; `-` reads them from standard input
    #[arg(long, value_name = "FILE", conflicts_with = "text")]
    pub file: Option<PathBuf>,
    /// Print JSON (of a file it always is)
    #[arg(long)]
    pub json: bool,
    /// Tell the words that moved each judgement, with their weights
    #[arg(long)]
    pub reasons: bool,
}

#[derive(Subcommand)]
pub enum User {
    /// Make an account
    #[command(after_help = "\
Without --password-stdin a password is made up and printed once.

Examples:
  answerable user add jin@acme.example --name \"Jin Kim\" --brand Acme --role agent
  pass show answerable | answerable user add jin@acme.example --name Jin --password-stdin")]
    Add {
        email: String,
        #[arg(long)]
        name: String,
        /// Make it a member of this brand, by name or id
        #[arg(long)]
        brand: Option<String>,
        /// viewer, agent, supervisor or owner
        #[arg(long, default_value = "agent", value_parser = role)]
        role: Role,
        /// en, ko or ja
        #[arg(long, default_value = "en")]
        locale: String,
        /// Read the password from standard input
        #[arg(long)]
        password_stdin: bool,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Everybody who has an account
    List {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Give a new password; all sessions of the account end
    ResetPassword {
        email: String,
        /// Read the password from standard input
        #[arg(long)]
        password_stdin: bool,
    },
    /// Let an account in no more; its sessions end
    Disable { email: String },
    /// Let a disabled account in again
    Enable { email: String },
}

#[derive(Subcommand)]
pub enum Brand {
    /// All brands
    List {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Make a brand, with a monitor for its name
    Add {
        name: String,
        /// Who owns it, by e-mail address
        #[arg(long, value_name = "EMAIL")]
        owner: String,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
}

#[derive(Args)]
#[command(after_help = "\
The copy is whole and consistent, however much is written meanwhile. The key file, which the passwords of channels are encrypted with,
is left out unless --with-key is said: keep it apart from the backups, and safe. PostgreSQL has its own tool: pg_dump.

Example:
  answerable backup /backups/$(date +%F)")]
pub struct Backup {
    /// A directory that does not exist yet
    pub to: PathBuf,
    /// Copy the key file too
    #[arg(long)]
    pub with_key: bool,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Args)]
#[command(after_help = "\
Nothing is overwritten: the data directory must hold no database yet.

Example:
  answerable restore /backups/2026-11-22 --data /var/lib/answerable")]
pub struct Restore {
    /// What `answerable backup` made
    pub from: PathBuf,
}

fn role(name: &str) -> Result<Role, String> {
    Role::parse(name).ok_or_else(|| "expected viewer, agent, supervisor or owner".to_owned())
}

#[derive(Args)]
#[command(after_help = "\
Works in directories of its own under TMPDIR and listens on 127.0.0.1 only. Measure a release build, on the disk that matters.

Programs: ingest, match, live, inbox, search, actions, streams, start

Examples:
  answerable bench
  answerable bench ingest search --large
  answerable bench --scale 0.01                      try all of them in seconds")]
pub struct Bench {
    /// Which programs [default: all]
    #[arg(value_name = "PROGRAM")]
    pub programs: Vec<String>,
    /// 1 is the real thing, 0.1 a tenth of it
    #[arg(long, value_name = "FACTOR", default_value_t = 1.0)]
    pub scale: f64,
    /// Also with a million posts
    #[arg(long)]
    pub large: bool,
}

impl From<Bench> for crate::bench::Options {
    fn from(said: Bench) -> Self {
        Self { names: said.programs, scale: said.scale.clamp(0.001, 10.0), large: said.large }
    }
}
