//! Cases that go on in another place than where they began: who proves that they hold our message, or brings a code that was handed out,
//! joins the case, whoever they are there; and what they write in that thread afterwards joins it too.

use super::CHUNK;
use super::known::{HeldPost, Known};
use crate::error::Result;
use crate::hand_offs::{OpenCode, hash_of_code, mark_used, open_codes};
use crate::ingest::ArrivedPost;
use crate::sql::{Rows, sql};
use crate::tx::Tx;
use answerable_domain::{AuthorId, BrandId, CaseId, InboundPost, Millis, PostKind};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The note on a post that joined by its code: the screen says so, since whoever had the code may have written it.
const BY_CODE: &str = "by_code";

/// Codes and further threads, as far as a batch asks for them and changes them.
#[derive(Default)]
pub(super) struct Carrying {
    open: HashMap<Vec<u8>, OpenCode>,
    used: Vec<(Vec<u8>, Millis, AuthorId)>,
    threads: BTreeMap<String, CaseId>,
}

impl Carrying {
    pub(super) async fn look_up(tx: &mut Tx, brand_id: BrandId, codes: &BTreeSet<&str>) -> Result<Self> {
        let hashes: Vec<Vec<u8>> = codes.iter().map(|code| hash_of_code(code)).collect();
        Ok(Self { open: open_codes(tx, brand_id, &hashes).await?, ..Self::default() })
    }

    /// The cases that codes of the batch lead to.
    pub(super) fn cases(&self) -> impl Iterator<Item = CaseId> {
        self.open.values().map(|code| code.case_id)
    }

    fn case_behind(&self, code: &str, at: Millis) -> Option<CaseId> {
        self.open.get(&hash_of_code(code)).filter(|code| at < code.expires_at).map(|code| code.case_id)
    }

    fn use_up(&mut self, code: &str, at: Millis, by: AuthorId) {
        let hash = hash_of_code(code);
        if self.open.remove(&hash).is_some() {
            self.used.push((hash, at, by));
        }
    }

    pub(super) async fn write(self, tx: &mut Tx, brand_id: BrandId) -> Result<()> {
        for (hash, at, by) in self.used {
            mark_used(tx, hash, at, by).await?;
        }
        let mut rows: Rows<3> = Rows::new(
            "INSERT INTO case_thread (brand_id, thread_key, case_id) VALUES ",
            "(?,?,?)",
            " ON CONFLICT (brand_id, thread_key) DO UPDATE SET case_id = excluded.case_id",
        );
        for (thread_key, case_id) in self.threads {
            rows.push([brand_id.0.into(), thread_key.into(), case_id.0.into()]);
        }
        rows.run(tx).await.map(drop)
    }
}

/// What a delivery claims about itself is believed as far as it is proved. Before anything else is done with it.
pub(super) fn settle(known: &Known, arrived: &mut ArrivedPost, at: Millis) {
    let held_ours = known.find(&arrived.scope, &arrived.post.native_id).is_some_and(|place| known.posts[place].ours);
    // Anybody can write our address over a mail.
    arrived.ours &= arrived.post.kind != PostKind::Mail || arrived.post.answers_us || held_ours;
    let post = &arrived.post;
    let by_code = post.hand_off.as_ref().is_some_and(|code| known.carrying.case_behind(code, at).is_some());
    if (post.answers_us || by_code) && !arrived.ours && !post.context {
        arrived.post.addressed = true;
    }
}

/// The name of a mail should another one have taken its Message-ID: everybody can give a mail the name of another.
pub(super) fn other_name(post: &InboundPost) -> Option<&str> {
    let again = post.handle.get("again").and_then(Value::as_str);
    again.filter(|_| post.kind == PostKind::Mail)
}

/// Mails are never edited. What comes under the name of a mail that is held and says something else is another mail.
pub(super) fn name_apart(known: &Known, arrived: &mut ArrivedPost) {
    let Some(place) = known.find(&arrived.scope, &arrived.post.native_id) else { return };
    let held = &known.posts[place];
    if !held.ours
        && held.version != arrived.post.version
        && let Some(other) = other_name(&arrived.post).map(str::to_owned)
    {
        arrived.post.native_id = other;
    }
}

/// Whether a delivery is what its author cannot have said: another one's post under the same name, or another mail under the name of ours.
pub(super) fn is_forged(known: &Known, arrived: &ArrivedPost) -> bool {
    let Some(place) = known.find(&arrived.scope, &arrived.post.native_id) else { return false };
    let held = &known.posts[place];
    if held.ours && held.version != arrived.post.version && other_name(&arrived.post).is_some() {
        return true;
    }
    let author = known.find_author(arrived.post.network, &arrived.post.author.native_id);
    author.map(|place| known.authors[place].author.id) != Some(known.posts[place].author_id)
}

/// Whether what a post answers is our message, as far as the post may be believed: a mail names what it likes.
pub(super) fn is_below_us(post: &HeldPost, above: Option<&HeldPost>) -> bool {
    let Some(content) = &post.content else { return false };
    above.is_some_and(|above| above.ours) && (content.post.kind != PostKind::Mail || content.post.answers_us)
}

/// The case that a customer's post carries on from elsewhere. Its code, if it is a good one, is used up with this.
pub(super) fn carried(known: &mut Known, place: usize, above_case: Option<CaseId>, above_ours: bool, at: Millis) -> Option<CaseId> {
    let post = &known.posts[place];
    let content = &post.content.as_ref()?.post;
    let there = |id: &CaseId| known.cases.contains_key(id);
    let proved = above_case.filter(|_| content.answers_us && above_ours).filter(there);
    let code = content.hand_off.clone();
    let behind = code.as_ref().and_then(|code| known.carrying.case_behind(code, at)).filter(there);
    let (Some(code), Some(case_id)) = (code, behind) else { return proved };
    let by = post.author_id;
    known.carrying.use_up(&code, at, by);
    if proved != Some(case_id)
        && let Some(content) = &mut known.posts[place].content
    {
        note(&mut content.post.handle, BY_CODE);
    }
    Some(case_id)
}

/// From now on what the same author writes in the same thread belongs to the case.
pub(super) fn remember(known: &mut Known, thread_key: String, case_id: CaseId) {
    if known.case_keys.insert(thread_key.clone(), case_id) != Some(case_id) {
        known.carrying.threads.insert(thread_key, case_id);
    }
}

fn note(handle: &mut Value, code: &str) {
    if handle.is_null() {
        *handle = json!({});
    }
    let Some(fields) = handle.as_object_mut() else { return };
    if let Some(notes) = fields.entry("notes").or_insert_with(|| json!([])).as_array_mut() {
        notes.push(code.into());
    }
}

impl Known {
    /// Further threads of cases, by their names.
    pub(super) async fn threads_named(&self, tx: &mut Tx, thread_keys: &BTreeSet<String>) -> Result<Vec<(String, CaseId)>> {
        let keys: Vec<&String> = thread_keys.iter().collect();
        let mut found = Vec::new();
        for chunk in keys.chunks(CHUNK) {
            let mut query = sql("SELECT thread_key, case_id FROM case_thread WHERE brand_id = ? AND thread_key IN ").bind(self.brand_id.0);
            query.push_list(chunk.iter().copied());
            for row in query.all(tx).await? {
                let mut row = row.columns();
                found.push((row.text()?, CaseId(row.int()?)));
            }
        }
        Ok(found)
    }
}
