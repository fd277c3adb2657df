//! The words in which `http` and the command line speak with the engine.

use super::hand_offs::Opening;
use answerable_domain::{Availability, CaseId, ChannelId, ConnectorKind, Letter, Millis, PostId, Reply, UserId};
use answerable_respond::Refusal;
use answerable_store::{HandOff, StoreError};
use std::path::PathBuf;

/// What the program was started with, as far as the engine cares.
#[derive(Debug, Clone)]
pub struct EngineSettings {
    /// Where received import files are kept until they are read.
    pub imports_folder: PathBuf,
    /// Where pictures and files of posts are kept.
    pub media_folder: PathBuf,
    /// `host:port` pairs that feeds may be fetched from although the address is not public.
    pub allowed_hosts: Vec<String>,
    /// Mail, links, patience.
    pub alerts: super::alerts::AlertSettings,
    /// Sources are not started (command-line use, tests of the API).
    pub sources_off: bool,
}

/// A channel as a person asks for it.
#[derive(Debug, Clone)]
pub struct NewChannel {
    pub connector: ConnectorKind,
    pub config: serde_json::Value,
    /// App password, access token. Never logged.
    pub secret: Option<String>,
    /// `None`: what the network calls it.
    pub name: Option<String>,
}

/// Why a channel could not be added, checked or changed.
#[derive(Debug, thiserror::Error)]
pub enum ChannelError {
    /// The network or the settings say no; `reason` is a code for the screen, `detail` the network's words.
    #[error("{detail}")]
    Check { reason: String, detail: String },
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// An answer as a person hands it in.
#[derive(Debug, Clone)]
pub struct SubmitReply {
    pub case_id: CaseId,
    pub post_id: PostId,
    /// `None`: the only account that can, or the one that heard the post.
    pub channel_id: Option<ChannelId>,
    pub text: String,
    pub thread_version: u32,
    /// Made by the client: handing the same in twice is one reply.
    pub client_key: String,
    pub undo_ms: i64,
    /// The person has seen that somebody else answered and sends all the same.
    pub despite: bool,
    /// It leaves as a mail to this address, through the mailbox `channel_id`.
    pub letter: Option<Letter>,
    /// To the author alone, though the post is public.
    pub privately: bool,
    /// The person has seen whom else a private answer would reach.
    pub reaches_others: bool,
}

/// Why a reply was not taken, or not changed.
#[derive(Debug, thiserror::Error)]
pub enum ReplyRefused {
    #[error("the reply is refused: {0:?}")]
    Refused(Box<Refusal>),
    /// Too late to cancel, nothing to retry.
    #[error("the reply has moved on: {0:?}")]
    MovedOn(Box<Reply>),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why a case action was not taken.
#[derive(Debug, thiserror::Error)]
pub enum ActRefused {
    /// `code` for the screen: `snooze_in_the_past`, `already_closed`, ...
    #[error("the case cannot do that now: {code}")]
    Care { code: &'static str },
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why a like or repost was not done.
#[derive(Debug, thiserror::Error)]
pub enum EngageRefused {
    #[error("not possible: {0:?}")]
    NotPossible(Availability),
    #[error("the network refused: {detail}")]
    Network { code: String, detail: String },
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A file that was received and waits to be read.
#[derive(Debug, Clone)]
pub struct NewImport {
    pub name: String,
    pub format: ImportFormat,
    /// For lines that name no network.
    pub network: answerable_domain::Network,
    pub bytes_total: u64,
    /// The received file; the engine takes it over.
    pub path: PathBuf,
    pub user_id: Option<UserId>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportFormat {
    JsonLines,
    Csv,
}

/// The way back from a network's own sign-in page.
#[derive(Clone)]
pub struct SignIn {
    pub ticket: String,
    pub code: String,
}

/// Where a pasted post is now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PastedCase {
    pub post_id: PostId,
    /// `None`: it concerns no customer.
    pub case_id: Option<CaseId>,
    /// It was here before.
    pub known: bool,
}

/// Why a pasted post was not taken.
#[derive(Debug, thiserror::Error)]
pub enum PasteRefused {
    #[error("it cannot be read: {reason}")]
    Unreadable { code: String, reason: String },
    /// It is stored and will be taken in; but too much is before it to wait.
    #[error("too much waits to be read")]
    Busy,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// An answer that was given on the network's own site, as a person notes it.
#[derive(Debug, Clone)]
pub struct NotedElsewhere {
    pub case_id: CaseId,
    pub post_id: PostId,
    pub text: String,
    pub link: Option<String>,
    /// `None`: now.
    pub at: Option<Millis>,
    pub thread_version: u32,
    pub client_key: String,
    /// The person has seen that somebody else answered.
    pub despite: bool,
}

/// A code as it is shown, this once.
#[derive(Debug, Clone)]
pub struct GivenCode {
    pub code: String,
    pub opening: Opening,
    pub kept: HandOff,
}

/// Why no code was made.
#[derive(Debug, thiserror::Error)]
pub enum HandOffRefused {
    /// Nobody writes to a channel of this kind.
    #[error("nobody can write there")]
    NotThere,
    /// The channel is paused or signed out: nobody would hear.
    #[error("nobody listens there now")]
    NotNow,
    #[error(transparent)]
    Store(#[from] StoreError),
}
