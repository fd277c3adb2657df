//! What can be said to `monitor try` and `monitor variants`.

use clap::Args;
use std::path::PathBuf;

#[derive(Args)]
#[command(after_help = "\
The query language:
  acme fridge                              both words
  \"late delivery\"                          these words in this order
  (acme OR 아크메) refund -job             one of two, with a third, without a fourth
  acme NEAR/3 (broken OR 고장)             at most 3 words away
  ~아크메                                  misspellings too
  =삼성                                    without particles and compounds
  acme*  *acme                             longer words too
  raw:IT                                   exactly these characters
  #acme  @acme                             a hashtag, a handle
  lang:ko  network:bluesky  author:jin     what else is known of a post
  followers:1000  has:link  has:media

A line of the file is a JSON object with a text and, where they are known, more of the post:
  {\"text\": \"아크매 환불\", \"language\": \"ko\", \"network\": \"naver\", \"author\": \"jin\",
   \"followers\": 120, \"links\": [\"https://a.example\"], \"media\": []}
A line that cannot be read is reported with its number and stops nothing. Neither a server nor a database is needed.

Examples:
  answerable monitor try 'acme AND (refund OR 환불)' --file posts.jsonl
  answerable monitor try '~acme' --also acme=아크메 --also acme=アクメ --file posts.jsonl
  zcat posts.jsonl.gz | answerable monitor try '~스타벅스 -알바' --file - --json > hits.jsonl")]
pub struct TryQuery {
    /// What to look for, in the query language
    #[arg(allow_hyphen_values = true)]
    pub query: String,
    /// The posts, one JSON object a line; `-` reads standard input
    #[arg(long, value_name = "FILE")]
    pub file: PathBuf,
    /// Another way to write a term of the query that has a ~
    #[arg(long, value_name = "TERM=TEXT", value_parser = spelling)]
    pub also: Vec<(String, String)>,
    /// Print one JSON object a matching line: {"line":7,"spans":[…]}
    #[arg(long)]
    pub json: bool,
}

#[derive(Args)]
#[command(after_help = "\
Those that are on are looked for when a query says ~TERM. Noise is how likely a spelling brings posts about something else, 0 to 100.

Examples:
  answerable monitor variants 아크메
  answerable monitor variants starbucks --also 스타벅스 --also 스벅
  answerable monitor variants メルカリ --json          one JSON object a line")]
pub struct ListVariants {
    /// A word or phrase
    pub term: String,
    /// Another way to write it, which gets misspellings of its own
    #[arg(long, value_name = "TEXT")]
    pub also: Vec<String>,
    /// Print JSON, one object a line
    #[arg(long)]
    pub json: bool,
}

fn spelling(said: &str) -> Result<(String, String), String> {
    match said.split_once('=').map(|(term, text)| (term.trim(), text.trim())) {
        Some((term, text)) if !term.is_empty() && !text.is_empty() => Ok((term.trim_start_matches('~').to_owned(), text.to_owned())),
        _ => Err("expected TERM=TEXT, like acme=아크메".to_owned()),
    }
}
