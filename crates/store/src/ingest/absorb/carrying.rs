//! Cases that go on in another place than where they began: who proves that they hold our message, or brings a code that was handed out,
//! joins the case, whoever they are there; and what they write in that thread afterwards joins it too.

use super::CHUNK;
use super::known::{HeldPost, Known};
use crate::error::Result;
use crate::hand_offs::{Code, codes_of, hash_of_code, mark_used};
use crate::ingest::ArrivedPost;
use crate::sql::{Rows, sql};
use crate::tx::Tx;
use answerable_domain::{AuthorId, BrandId, CaseId, Millis, PostKind};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The note on a post that joined by its code: the screen says so, since whoever had the code may have written it.
const BY_CODE: &str = "by_code";

/// Codes and further threads, as far as a batch asks for them and changes them.
#[derive(Default)]
pub(super) struct Carrying {
    codes: HashMap<Vec<u8>, Code>,
    used: Vec<(Vec<u8>, Millis, AuthorId)>,
    threads: BTreeMap<String, CaseId>,
}

impl Carrying {
    pub(super) async fn look_up(tx: &mut Tx, brand_id: BrandId, codes: &BTreeSet<&str>) -> Result<Self> {
        let hashes: Vec<Vec<u8>> = codes.iter().map(|code| hash_of_code(code)).collect();
        Ok(Self { codes: codes_of(tx, brand_id, &hashes).await?, ..Self::default() })
    }

    /// The cases that codes of the batch lead to.
    pub(super) fn cases(&self) -> impl Iterator<Item = CaseId> {
        self.codes.values().map(|code| code.case_id)
    }

    /// The case that a code leads to, if nobody has used it and it still holds.
    fn case_behind(&self, code: &str, at: Millis) -> Option<CaseId> {
        let code = self.codes.get(&hash_of_code(code))?;
        (code.used_by.is_none() && at < code.expires_at).then_some(code.case_id)
    }

    fn use_up(&mut self, code: &str, at: Millis, by: AuthorId) {
        let hash = hash_of_code(code);
        if let Some(code) = self.codes.get_mut(&hash) {
            code.used_by = Some(by);
            self.used.push((hash, at, by));
        }
    }

    /// The case into which an author came with a code.
    fn case_come_into(&self, code: &str, by: AuthorId) -> Option<CaseId> {
        self.codes.get(&hash_of_code(code)).filter(|code| code.used_by == Some(by)).map(|code| code.case_id)
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

/// Who proves to hold our message, or brings a good code, speaks to us. Before anything else is done with what they say.
pub(super) fn settle(known: &Known, arrived: &mut ArrivedPost, at: Millis) {
    let post = &arrived.post;
    let by_code = post.hand_off.as_ref().is_some_and(|code| known.carrying.case_behind(code, at).is_some());
    if (post.answers_us || by_code) && !arrived.ours && !post.context {
        arrived.post.addressed = true;
    }
}

/// A new version of a post that came in by its code came in by it too.
pub(super) fn note_again(known: &Known, place: usize, arrived: &mut ArrivedPost) {
    let post = &known.posts[place];
    let Some(code) = &arrived.post.hand_off else { return };
    if post.case_id.is_some() && known.carrying.case_come_into(code, post.author_id) == post.case_id {
        note(&mut arrived.post.handle, BY_CODE);
    }
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
