//! Taking digested payloads in: one transaction for a batch, any number of times, with the same end.
//!
//! What the batch touches is looked up once (`known`), the arrivals are played on it in memory in their order (`arrivals`), and what became
//! of it is written in few statements at the end (`write`).

mod accounts;
mod arrivals;
mod carrying;
mod cases;
mod casing;
mod hearing;
mod held_cases;
mod known;
mod named;
mod standing;
mod write;

use super::{AbsorbReport, Arrival, ArrivedPost, Decide, Digested, Pasted, Quarantine};
use crate::casework;
use crate::error::{Result, StoreError};
use crate::limits::BATCH_MAX;
use crate::sql::{Query, sql};
use crate::store::Store;
use crate::tx::Tx;
use answerable_domain::{BrandId, ChannelId, EventKind, Millis, RawId};
use known::Known;
use serde_json::json;
use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

/// Values of one `IN` list.
const CHUNK: usize = 1000;

impl Store {
    /// Takes in what the stages made of payloads: one transaction for the batch, any number of times, with the same end.
    ///
    /// - A version of a post that is known already tells nothing new, but for monitors that had not heard it.
    /// - A post is kept when a monitor hit it, it is addressed to us, it is ours or wanted context, or it belongs to a thread that we take
    ///   part in. Others are dropped.
    /// - What a monitor's budget leaves out is counted and remembered, and taken in when it is delivered again after
    ///   [`Store::read_skipped`].
    /// - What only competitors' monitors hit is kept, but opens no case.
    /// - A customer's post joins the customer's case in the thread, or the case that our reply above it belongs to, or opens one. What others
    ///   say in the thread is kept beside the case.
    /// - Who proves to hold our message ([`answerable_domain::InboundPost::answers_us`]), or brings a code that was handed out, carries that
    ///   case on, whoever they are; so does what they write in the same thread afterwards. A mail that only claims so opens its own case.
    /// - A version of a post that comes from somebody else than its author is refused. Mails have no versions: another mail under the id of one
    ///   that is held is a post of its own. What people paste stands behind what the network delivered.
    /// - A payload that could not be understood goes to quarantine and stops nothing else.
    pub async fn absorb(&self, batch: Vec<Digested>, decide: Arc<dyn Decide>) -> Result<AbsorbReport> {
        if batch.len() > BATCH_MAX {
            return Err(StoreError::Limit { what: "payloads of a batch", max: BATCH_MAX as u64 });
        }
        self.write(move |tx| Box::pin(async move { absorb(tx, batch, &*decide).await })).await
    }
}

/// An arrival with how it came.
struct Delivered {
    raw_id: RawId,
    channel_id: ChannelId,
    at: Millis,
    /// A person of the brand put it in.
    pasted: bool,
    arrival: Arrival,
}

impl Delivered {
    fn post(&self) -> Option<&ArrivedPost> {
        match &self.arrival {
            Arrival::Post(arrived) => Some(arrived),
            Arrival::Deleted { .. } | Arrival::Profile { .. } | Arrival::AuthorGone { .. } => None,
        }
    }
}

async fn absorb(tx: &mut Tx, batch: Vec<Digested>, decide: &dyn Decide) -> Result<AbsorbReport> {
    let mut report = AbsorbReport::default();
    let pending = pending_of(tx, &batch).await?;
    let mut done = Vec::new();
    let mut by_brand: BTreeMap<BrandId, Vec<Delivered>> = BTreeMap::new();
    for digested in batch {
        let Digested { raw_id, brand_id, channel_id, received_at: at, result } = digested;
        let Some(pasted) = pending.get(&raw_id).copied() else {
            report.repeated += 1;
            continue;
        };
        match result {
            Ok(arrivals) => {
                done.push(raw_id);
                let delivered = arrivals.into_iter().map(|arrival| Delivered { raw_id, channel_id, at, pasted, arrival });
                by_brand.entry(brand_id).or_default().extend(delivered);
            }
            Err(quarantine) => {
                report.quarantined += 1;
                set_aside(tx, raw_id, brand_id, channel_id, quarantine).await?;
            }
        }
    }
    for (brand_id, delivered) in by_brand {
        take_in(tx, brand_id, delivered, decide, &mut report).await?;
    }
    for chunk in done.chunks(CHUNK) {
        let mut query = sql("UPDATE raw SET state = 1 WHERE id IN ");
        query.push_list(chunk.iter().map(|id| id.0));
        query.run(tx).await?;
    }
    Ok(report)
}

async fn take_in(tx: &mut Tx, brand_id: BrandId, delivered: Vec<Delivered>, decide: &dyn Decide, report: &mut AbsorbReport) -> Result<()> {
    let policy = match casework::policy_of(tx, brand_id).await {
        Ok(policy) => policy,
        // The brand was removed while its payloads were under way.
        Err(StoreError::NotFound) => return Ok(()),
        Err(error) => return Err(error),
    };
    let mut known = Known::look_up(tx, brand_id, policy, &delivered).await?;
    for one in delivered {
        arrivals::take(tx, &mut known, one, decide, report).await?;
    }
    write::all(tx, known, report).await
}

/// The payloads that nobody has taken in yet; `true`: a person pasted it.
async fn pending_of(tx: &mut Tx, batch: &[Digested]) -> Result<HashMap<RawId, bool>> {
    let mut pending = HashMap::with_capacity(batch.len());
    for chunk in batch.chunks(CHUNK) {
        let mut query: Query = sql("SELECT id, source FROM raw WHERE state = 0 AND id IN ");
        query.push_list(chunk.iter().map(|digested| digested.raw_id.0));
        for row in query.all(tx).await? {
            let mut row = row.columns();
            pending.insert(RawId(row.int()?), row.text()? == Pasted::SOURCE);
        }
    }
    Ok(pending)
}

async fn set_aside(tx: &mut Tx, raw_id: RawId, brand_id: BrandId, channel_id: ChannelId, quarantine: Quarantine) -> Result<()> {
    let payload = json!({ "raw_id": raw_id, "channel_id": channel_id, "code": quarantine.code });
    tx.event(brand_id, EventKind::Quarantined, None, payload);
    sql("UPDATE raw SET state = 2, code = ?, reason = ?, attempts = attempts + 1 WHERE id = ?")
        .bind(quarantine.code)
        .bind(quarantine.reason)
        .bind(raw_id.0)
        .run(tx)
        .await
        .map(drop)
}
