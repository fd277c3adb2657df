//! Pictures and files, pasted posts, codes for customers, as JSON.

use super::{
    inbox::PersonBrief,
    names::{ConnectorName, Id, MediaStateName, NetworkName, PostKindName},
};
use answerable_domain as domain;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A picture or file of a post. Its bytes, while it is kept: `/brands/{b}/media/{id}`.
#[derive(Debug, Serialize, ToSchema)]
pub struct Media {
    pub id: Id,
    #[schema(value_type = MediaStateName)]
    pub state: domain::MediaState,
    pub alt: Option<String>,
    /// What its bytes are; what the network said, while there are none.
    pub mime: Option<String>,
    pub name: Option<String>,
    pub bytes: Option<u64>,
    /// Where it is at its source, if that is an address that a browser opens.
    pub url: Option<String>,
    /// Why it is not kept: `too_large`, `unsupported`, `not_allowed`, `unreachable`, `gone`, ...
    pub why: Option<String>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct MediaQuery {
    /// Given, with whatever value: the file is saved, not shown.
    pub download: Option<String>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct UploadQuery {
    /// The file's name.
    pub name: Option<String>,
}

/// A file that waits for the post that it belongs to; after a day without one it is gone.
#[derive(Debug, Serialize, ToSchema)]
pub struct Uploaded {
    pub id: Id,
    pub name: Option<String>,
    pub mime: String,
    pub bytes: u64,
}

/// A post as a person copies it from its page.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NewPastedPost {
    /// Where the address does not tell.
    #[schema(value_type = Option<NetworkName>)]
    pub network: Option<domain::Network>,
    pub url: Option<String>,
    /// At most 64 KB.
    #[serde(default)]
    pub text: String,
    /// As the page shows them: a name, or `@handle`.
    pub author: Option<String>,
    /// When it was said; now when not told.
    pub time: Option<i64>,
    #[schema(value_type = Option<PostKindName>)]
    pub kind: Option<domain::PostKind>,
    /// At most 10, by the ids that uploading gave them.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    pub screenshots: Vec<domain::MediaId>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct PastedPost {
    pub post_id: Id,
    /// Null: it concerns no customer.
    pub case_id: Option<Id>,
}

/// An answer that was given on the network's own site.
#[derive(Debug, Deserialize, ToSchema)]
pub struct AnswerElsewhere {
    #[schema(value_type = String)]
    pub post_id: domain::PostId,
    pub text: String,
    /// Where it stands.
    pub link: Option<String>,
    /// When it was given; now when not told.
    pub at: Option<i64>,
    pub thread_version: u32,
    /// Made by the client; the same key again is the same answer.
    pub client_key: Option<String>,
    /// The person has seen that a colleague answered.
    #[serde(default)]
    pub despite: bool,
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct NewHandOff {
    /// The mailbox or bot that the customer writes to.
    #[schema(value_type = String)]
    pub channel_id: domain::ChannelId,
}

/// A code, shown this once.
#[derive(Debug, Serialize, ToSchema)]
pub struct HandOff {
    pub code: String,
    /// Where the customer writes to.
    pub address: String,
    /// The same with the code in it, where the mail provider knows such addresses.
    pub plus_address: Option<String>,
    /// A page of ours that says it in the customer's language; null while the server has no public address.
    pub link: Option<String>,
    /// With the code in it: it must stay in the mail.
    pub subject: String,
    /// What opens a mail, or the bot's chat, with the code in it.
    pub mailto: String,
    pub expires_at: i64,
}

/// A code as the case remembers it.
#[derive(Debug, Serialize, ToSchema)]
pub struct GivenHandOff {
    pub channel_id: Id,
    pub created_by: PersonBrief,
    pub created_at: i64,
    pub expires_at: i64,
    pub used_at: Option<i64>,
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct NewSignIn {
    /// `mastodon`, or `email` with `oauth` in its settings.
    #[schema(value_type = ConnectorName)]
    pub connector: domain::ConnectorKind,
    #[schema(value_type = Object)]
    pub config: serde_json::Value,
}

/// Where the person lets us in, and what they bring back with the code that they are shown there.
#[derive(Debug, Serialize, ToSchema)]
pub struct SignInBegun {
    pub url: String,
    /// Good for half an hour.
    pub ticket: String,
}

#[derive(Serialize, Deserialize, ToSchema)]
pub struct SignInDone {
    pub ticket: String,
    /// As the network's page showed it; from Microsoft the address of the empty page on which the sign-in ended, or the code in it.
    pub code: String,
}
