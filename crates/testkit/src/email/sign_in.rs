//! Microsoft's sign-in in memory: a page that lets an app in, an empty page to end on, codes that work once, tokens that end.
//!
//! As the real one: without a proof (PKCE), with another redirect or for an unknown app nobody gets a code; refusals carry `AADSTS` numbers; a
//! renewal brings another refresh token, and the old one stays good unless [`FakeSignIn::refuse_used`] says that it is good only once.

use crate::{
    Breakdown, Calls,
    serve::Served,
    troubles::{Refusal, Troubles, json_answer},
};
use answerable_domain::{Clock, Millis};
use axum::{
    Router,
    body::{Body, Bytes},
    extract::{Path, RawQuery, State},
    http::{Response, StatusCode, header::LOCATION},
    routing::{get, post},
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tokio::sync::watch;

/// The app that is registered.
const CLIENT: &str = "00001111-aaaa-2222-bbbb-3333cccc4444";
const TENANT: &str = "organizations";
const SCOPES: [&str; 3] = ["https://outlook.office.com/IMAP.AccessAsUser.All", "https://outlook.office.com/SMTP.Send", "offline_access"];
const LIFE_SECONDS: i64 = 3_600;

#[derive(Default)]
struct Book {
    /// A code and the challenge whose proof it wants.
    codes: HashMap<String, String>,
    refresh: Vec<String>,
    /// Until when each is good.
    access: HashMap<String, Millis>,
    good_once: bool,
    serial: u64,
    /// How often somebody asked for a token.
    asked: usize,
}

struct Desk {
    clock: Arc<dyn Clock>,
    address: String,
    book: Mutex<Book>,
    /// How often a token was renewed.
    renewed: watch::Sender<usize>,
    troubles: Troubles,
}

pub struct FakeSignIn {
    desk: Arc<Desk>,
    served: Served,
}

type Fields = HashMap<String, String>;

impl FakeSignIn {
    /// For the mailbox of this address.
    pub async fn start(clock: Arc<dyn Clock>, address: &str) -> Self {
        let (book, renewed, troubles) = (Mutex::default(), watch::Sender::new(0), Troubles::default());
        let desk = Arc::new(Desk { clock, address: address.to_owned(), book, renewed, troubles });
        let router = Router::new()
            .route("/{tenant}/oauth2/v2.0/authorize", get(authorize))
            .route("/{tenant}/oauth2/v2.0/token", post(token))
            .route("/common/oauth2/nativeclient", get(async || Response::new(Body::empty())))
            .route("/introspect", post(introspect))
            .with_state(desk.clone());
        Self { desk, served: Served::start(router).await }
    }

    /// What the settings of a channel say about it.
    pub fn config(&self) -> Value {
        json!({"client_id": CLIENT, "tenant": TENANT, "authority": self.url()})
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.served.address)
    }

    /// Where a mail server asks whether a token is good (RFC 7662).
    pub fn introspection_url(&self) -> String {
        format!("{}/introspect", self.url())
    }

    /// What a person does who is shown the page behind an address: lets the app in. The address of the empty page, or what is wrong.
    pub fn approve(&self, url: &str) -> Result<String, String> {
        let query = url.split_once('?').map_or("", |(_, query)| query);
        self.desk.approve(&fields(query.as_bytes())).map(|query| format!("{}/common/oauth2/nativeclient?{query}", self.url()))
    }

    /// A refresh token, as if somebody had signed in.
    pub fn refresh_token(&self) -> String {
        let mut book = self.desk.book();
        let token = book.name("refresh");
        book.refresh.push(token.clone());
        token
    }

    /// An access token, as if it had been asked for.
    pub fn access_token(&self) -> String {
        let ends_at = self.desk.clock.now() + LIFE_SECONDS * 1_000;
        let mut book = self.desk.book();
        let token = book.name("access");
        book.access.insert(token.clone(), ends_at);
        token
    }

    /// From now on a refresh token works once.
    pub fn refuse_used(&self) {
        self.desk.book().good_once = true;
    }

    /// The access tokens are good no more; with the refresh tokens others can be had.
    pub fn end_access(&self) {
        self.desk.book().access.clear();
    }

    /// An administrator ends all sessions.
    pub fn revoke(&self) {
        let mut book = self.desk.book();
        book.access.clear();
        book.refresh.clear();
    }

    /// The next question for a token goes wrong so.
    pub fn break_next(&self, how: Breakdown) {
        self.desk.troubles.break_next(Calls::Reading, how);
    }

    pub fn mend(&self) {
        self.desk.troubles.mend();
    }

    /// How often a token was asked for.
    pub fn asked(&self) -> usize {
        self.desk.book().asked
    }

    /// How often a token was renewed.
    pub fn renewed(&self) -> usize {
        *self.desk.renewed.borrow()
    }

    /// Waits until a token was renewed so often, and no longer: the answer may still be on its way.
    pub async fn until_renewed(&self, count: usize) {
        let mut renewed = self.desk.renewed.subscribe();
        renewed.wait_for(|so_far| *so_far >= count).await.expect("the desk lives as long as we do");
    }

    /// Reads what a mail server was told, `user=…^Aauth=Bearer …^A^A`.
    pub(super) fn lets_in(&self, said: &str) -> bool {
        let mut words = said.split('\x01');
        let user = words.next().and_then(|word| word.strip_prefix("user=")).unwrap_or_default();
        let token = words.next().and_then(|word| word.strip_prefix("auth=Bearer ")).unwrap_or_default();
        user == self.desk.address && said.ends_with("\x01\x01") && self.desk.is_good(token)
    }
}

impl Book {
    fn name(&mut self, what: &str) -> String {
        self.serial += 1;
        format!("{what}-{}", self.serial)
    }
}

impl Desk {
    fn book(&self) -> MutexGuard<'_, Book> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_good(&self, token: &str) -> bool {
        self.book().access.get(token).is_some_and(|ends_at| self.clock.now() < *ends_at)
    }

    /// The query of the empty page.
    fn approve(&self, asked: &Fields) -> Result<String, String> {
        let word = |name: &str| asked.get(name).map_or("", String::as_str);
        if word("client_id") != CLIENT {
            return Err(format!("AADSTS700016: Application with identifier '{}' was not found in the directory", word("client_id")));
        }
        if !word("redirect_uri").ends_with("/common/oauth2/nativeclient") {
            return Err("AADSTS50011: The redirect URI specified in the request does not match".to_owned());
        }
        if word("response_type") != "code" || !SCOPES.iter().all(|scope| word("scope").split(' ').any(|asked| asked == *scope)) {
            return Err("AADSTS70011: The provided value for the input parameter 'scope' is not valid.".to_owned());
        }
        if word("code_challenge_method") != "S256" || word("code_challenge").len() != 43 {
            return Err("AADSTS9002325: Proof Key for Code Exchange is required".to_owned());
        }
        let mut book = self.book();
        let code = book.name("0.code");
        book.codes.insert(code.clone(), word("code_challenge").to_owned());
        Ok(format!("code={code}&state={}&session_state=1", word("state")))
    }

    fn give(&self, asked: &Fields) -> Result<Value, (&'static str, &'static str)> {
        let word = |name: &str| asked.get(name).map_or("", String::as_str);
        let mut book = self.book();
        book.asked += 1;
        if word("client_id") != CLIENT {
            return Err(("unauthorized_client", "AADSTS700016: Application was not found in the directory."));
        }
        match word("grant_type") {
            "authorization_code" => {
                let proof = BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(word("code_verifier").as_bytes()));
                // A code works once, whatever comes of it.
                if book.codes.remove(word("code")).is_none_or(|challenge| challenge != proof) {
                    return Err(("invalid_grant", "AADSTS70008: The provided authorization code or refresh token has expired."));
                }
                if !word("redirect_uri").ends_with("/common/oauth2/nativeclient") {
                    return Err(("invalid_grant", "AADSTS500112: The reply address does not match"));
                }
            }
            "refresh_token" => {
                let Some(place) = book.refresh.iter().position(|known| known == word("refresh_token")) else {
                    return Err(("invalid_grant", "AADSTS50173: The provided grant has expired due to it being revoked."));
                };
                if book.good_once {
                    book.refresh.remove(place);
                }
                self.renewed.send_modify(|count| *count += 1);
            }
            _ => return Err(("unsupported_grant_type", "AADSTS70003: The app requested an unsupported grant type.")),
        }
        let (access, refresh) = (book.name("access"), book.name("refresh"));
        book.access.insert(access.clone(), self.clock.now() + LIFE_SECONDS * 1_000);
        book.refresh.push(refresh.clone());
        Ok(
            json!({"token_type": "Bearer", "scope": word("scope"), "expires_in": LIFE_SECONDS, "access_token": access, "refresh_token": refresh}),
        )
    }
}

async fn authorize(State(desk): State<Arc<Desk>>, Path(_tenant): Path<String>, RawQuery(query): RawQuery) -> Response<Body> {
    let answer = Response::builder();
    match desk.approve(&fields(query.unwrap_or_default().as_bytes())) {
        Ok(query) => answer.status(StatusCode::FOUND).header(LOCATION, format!("/common/oauth2/nativeclient?{query}")).body(Body::empty()),
        Err(why) => answer.status(StatusCode::BAD_REQUEST).body(Body::from(why)),
    }
    .expect("plain headers")
}

async fn token(State(desk): State<Arc<Desk>>, Path(tenant): Path<String>, body: Bytes) -> Response<Body> {
    let work = async {
        if tenant != TENANT {
            return refused("invalid_request", &format!("AADSTS90002: Tenant '{tenant}' not found."));
        }
        match desk.give(&fields(&body)) {
            Ok(given) => json_answer(200, &given),
            Err((error, description)) => refused(error, description),
        }
    };
    let refuse = |refusal| match refusal {
        Refusal::Status(status) => json_answer(
            status,
            &json!({"error": "temporarily_unavailable", "error_description": "AADSTS90033: A transient error has occurred."}),
        ),
        Refusal::TooMany { retry_after_seconds } => {
            let mut answer = json_answer(429, &json!({"error": "temporarily_unavailable"}));
            if let Some(seconds) = retry_after_seconds {
                answer.headers_mut().insert("retry-after", seconds.into());
            }
            answer
        }
        Refusal::Expired => {
            refused("invalid_grant", "AADSTS70043: The refresh token has expired or is invalid due to sign-in frequency checks.")
        }
    };
    desk.troubles.run(Calls::Reading, desk.clock.now(), work, refuse).await
}

async fn introspect(State(desk): State<Arc<Desk>>, body: Bytes) -> Response<Body> {
    let is_good = fields(&body).get("token").is_some_and(|token| desk.is_good(token));
    json_answer(200, &if is_good { json!({"active": true, "username": desk.address.split('@').next()}) } else { json!({"active": false}) })
}

fn refused(error: &str, description: &str) -> Response<Body> {
    let number: String = description.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    json_answer(400, &json!({"error": error, "error_description": description, "error_codes": [number.parse::<u32>().unwrap_or(0)]}))
}

/// What a form or a query says.
fn fields(encoded: &[u8]) -> Fields {
    let pieces = encoded.split(|byte| *byte == b'&').filter(|piece| !piece.is_empty());
    let pairs = pieces.map(|piece| {
        let at = piece.iter().position(|byte| *byte == b'=').unwrap_or(piece.len());
        (unescaped(&piece[..at]), unescaped(piece.get(at + 1..).unwrap_or_default()))
    });
    pairs.collect()
}

fn unescaped(text: &[u8]) -> String {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        match (first, after) {
            (b'+', _) => bytes.push(b' '),
            (b'%', [high, low, after @ ..]) => {
                let digits = std::str::from_utf8(&[*high, *low]).ok().and_then(|digits| u8::from_str_radix(digits, 16).ok());
                bytes.extend(digits);
                rest = after;
            }
            (byte, _) => bytes.push(*byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
