//! Codes with which a customer carries a case on by mail (or in another private place): handed out by people, used once by whoever writes
//! first. Of each the hash alone is kept; taking one in is [`Store::absorb`]'s.

use crate::casework::case_of;
use crate::error::{Result, StoreError};
use crate::limits::HAND_OFFS_OF_CASE_MAX;
use crate::records::{self, channel_columns};
use crate::settings::ChannelAccount;
use crate::sql::{AsConnection, Columns, LIST_MAX, Query, sql};
use crate::store::Store;
use crate::tx::Tx;
use answerable_domain::{AuthorId, BrandId, CaseId, Channel, ChannelId, Millis, Permission, Scope, UserId};
use sha2::{Digest, Sha256};
use std::collections::HashMap;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewHandOff {
    pub case_id: CaseId,
    /// Where the customer is to write to.
    pub channel_id: ChannelId,
    /// See [`hash_of_code`].
    pub code_hash: Vec<u8>,
    pub expires_at: Millis,
}

/// A code that was handed out, for people of the brand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandOff {
    pub case_id: CaseId,
    pub channel_id: ChannelId,
    pub created_by: UserId,
    pub created_at: Millis,
    pub expires_at: Millis,
    pub used_at: Option<Millis>,
    /// The customer's account there.
    pub used_by: Option<AuthorId>,
}

/// What who has a code may see.
#[derive(Debug, Clone, PartialEq)]
pub struct HandOffDoor {
    pub brand_id: BrandId,
    pub brand_name: String,
    pub channel: Channel,
    pub account: Option<ChannelAccount>,
    pub expires_at: Millis,
    pub used_at: Option<Millis>,
}

/// What is kept of a code: people type it in small letters and leave the dashes out.
pub fn hash_of_code(code: &str) -> Vec<u8> {
    let bare: String = code.chars().filter(|letter| *letter != '-').flat_map(char::to_uppercase).collect();
    Sha256::digest(bare.as_bytes()).to_vec()
}

macro_rules! hand_off_columns {
    () => {
        "case_id, channel_id, created_by, created_at, expires_at, used_at, used_by"
    };
}

impl Store {
    /// `NotFound` when the case or the channel is not the brand's; `Conflict{code_taken}` when the code is in use already.
    pub async fn create_hand_off(&self, scope: &Scope, new: NewHandOff) -> Result<HandOff> {
        scope.require(Permission::Work)?;
        let user_id = scope.user_id().ok_or(StoreError::Unsupported("codes are handed out by people"))?;
        let brand_id = scope.brand_id();
        self.write(move |tx| Box::pin(async move { insert(tx, brand_id, user_id, new).await })).await
    }

    /// Of a case, newest first.
    pub async fn hand_offs(&self, scope: &Scope, case_id: CaseId) -> Result<Vec<HandOff>> {
        scope.require(Permission::Read)?;
        let mut connection = self.read_together().await?;
        case_of(&mut connection, scope.brand_id(), case_id).await?;
        let text = concat!("SELECT ", hand_off_columns!(), " FROM hand_off WHERE case_id = ? ORDER BY created_at DESC, code_hash");
        let rows = sql(text).bind(case_id.0).all(&mut connection).await?;
        rows.iter().map(|row| hand_off(&mut row.columns())).collect()
    }

    /// Behind a code, for who has it: no scope, and nothing of the case. `NotFound` when there is no such code, or nobody behind it any more.
    pub async fn hand_off_of(&self, code_hash: &[u8]) -> Result<HandOffDoor> {
        let text = concat!(
            "SELECT b.id, b.name, o.expires_at, o.used_at, h.account, ",
            channel_columns!(),
            " FROM hand_off o JOIN brand b ON b.id = o.brand_id JOIN channel h ON h.id = o.channel_id \
             WHERE o.code_hash = ? AND b.removed = 0 AND h.removed = 0"
        );
        let row = sql(text).bind(code_hash).one(&mut self.read().await?).await?;
        let mut row = row.columns();
        Ok(HandOffDoor {
            brand_id: BrandId(row.int()?),
            brand_name: row.text()?,
            expires_at: row.int()?,
            used_at: row.int_or_null()?,
            account: row.json_or_null()?,
            channel: records::channel(&mut row)?,
        })
    }
}

async fn insert(tx: &mut Tx, brand_id: BrandId, user_id: UserId, new: NewHandOff) -> Result<HandOff> {
    case_of(tx, brand_id, new.case_id).await?;
    let channel = sql("SELECT 1 FROM channel WHERE id = ? AND brand_id = ? AND removed = 0").bind(new.channel_id.0).bind(brand_id.0);
    channel.one(tx).await?;
    let count = sql("SELECT count(*) FROM hand_off WHERE case_id = ?").bind(new.case_id.0).one(tx).await?.int()?;
    if count >= HAND_OFFS_OF_CASE_MAX as i64 {
        return Err(StoreError::Limit { what: "codes of a case", max: HAND_OFFS_OF_CASE_MAX as u64 });
    }
    let made = HandOff {
        case_id: new.case_id,
        channel_id: new.channel_id,
        created_by: user_id,
        created_at: tx.now(),
        expires_at: new.expires_at,
        used_at: None,
        used_by: None,
    };
    let written = sql("INSERT INTO hand_off (code_hash, brand_id, case_id, channel_id, created_by, created_at, expires_at) \
                       VALUES (?,?,?,?,?,?,?) ON CONFLICT (code_hash) DO NOTHING")
    .bind(new.code_hash)
    .bind(brand_id.0)
    .bind(made.case_id.0)
    .bind(made.channel_id.0)
    .bind(user_id.0)
    .bind(made.created_at)
    .bind(made.expires_at)
    .run(tx)
    .await?;
    if written == 0 { Err(StoreError::Conflict { code: "code_taken" }) } else { Ok(made) }
}

fn hand_off(row: &mut Columns<'_>) -> Result<HandOff> {
    Ok(HandOff {
        case_id: CaseId(row.int()?),
        channel_id: ChannelId(row.int()?),
        created_by: UserId(row.int()?),
        created_at: row.int()?,
        expires_at: row.int()?,
        used_at: row.int_or_null()?,
        used_by: row.int_or_null()?.map(AuthorId),
    })
}

/// Where a code leads, and who has used it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Code {
    pub(crate) case_id: CaseId,
    pub(crate) expires_at: Millis,
    pub(crate) used_by: Option<AuthorId>,
}

/// Those of the brand's codes that have these hashes.
pub(crate) async fn codes_of(on: &mut impl AsConnection, brand_id: BrandId, hashes: &[Vec<u8>]) -> Result<HashMap<Vec<u8>, Code>> {
    let mut codes = HashMap::new();
    for chunk in hashes.chunks(LIST_MAX) {
        for row in codes_query(brand_id, chunk).all(on).await? {
            let mut row = row.columns();
            let hash = row.bytes()?;
            let (case_id, expires_at, used_by) = (CaseId(row.int()?), row.int()?, row.int_or_null()?.map(AuthorId));
            codes.insert(hash, Code { case_id, expires_at, used_by });
        }
    }
    Ok(codes)
}

pub(crate) fn codes_query(brand_id: BrandId, hashes: &[Vec<u8>]) -> Query {
    let mut query =
        sql("SELECT code_hash, case_id, expires_at, used_by FROM hand_off WHERE brand_id = ? AND code_hash IN ").bind(brand_id.0);
    query.push_list(hashes.iter().cloned());
    query
}

pub(crate) async fn mark_used(tx: &mut Tx, code_hash: Vec<u8>, at: Millis, by: AuthorId) -> Result<()> {
    let query = sql("UPDATE hand_off SET used_at = ?, used_by = ? WHERE code_hash = ? AND used_at IS NULL");
    query.bind(at).bind(by.0).bind(code_hash).run(tx).await.map(drop)
}

#[cfg(test)]
mod tests {
    use super::hash_of_code;

    #[test]
    fn a_code_is_the_same_however_it_is_typed() {
        assert_eq!(hash_of_code("ABCD-EFGH"), hash_of_code("abcdefgh"));
        assert_ne!(hash_of_code("ABCD-EFGH"), hash_of_code("ABCD-EFGI"));
    }
}
