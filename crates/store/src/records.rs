//! Rows as domain values: for each kind the columns (as text for `concat!`) and how they are read, side by side so that they agree.

use crate::error::{Result, StoreError};
use crate::sql::Columns;
use answerable_domain::{
    Assessment, Author, AuthorId, Brand, BrandId, Case, CaseId, CaseState, Channel, ChannelId, ChannelState, ConnectorKind, Locale,
    Network, Post, PostId, PostKind, Reply, ReplyId, ReplyState, Theme, User, UserId, Visibility,
};

macro_rules! brand_columns {
    () => {
        "b.id, b.name, b.sandbox, b.policy, b.created_at"
    };
}

macro_rules! user_columns {
    () => {
        "u.id, u.email, u.name, u.locale, u.theme, u.disabled, u.created_at"
    };
}

macro_rules! channel_columns {
    () => {
        "h.id, h.brand_id, h.connector, h.network, h.name, h.config, h.state, h.created_at"
    };
}

macro_rules! author_columns {
    () => {
        "a.id, a.brand_id, a.network, a.native_id, a.handle, a.display_name, a.avatar, a.followers, a.bot, a.vip, a.first_seen_at, \
         a.profile_at"
    };
}

macro_rules! post_columns {
    () => {
        "p.id, p.brand_id, p.channel_id, p.network, p.native_id, p.version, p.kind, p.visibility, p.author_id, p.case_id, p.text, p.spans, \
         p.media, p.root_native_id, p.parent_native_id, p.permalink, p.created_at, p.received_at, p.edited_at, p.deleted_at, p.ours, \
         p.assessment"
    };
}

macro_rules! case_columns {
    () => {
        "c.id, c.brand_id, c.channel_id, c.author_id, c.state, c.assignee_id, c.vip, c.urgency, c.opened_at, c.last_post_at, \
         c.last_post_id, c.thread_version, c.deadline_at, c.overdue_at, c.first_answered_at, c.snoozed_until, c.closed_at, \
         c.reopened_count, c.updated_at"
    };
}

macro_rules! reply_columns {
    () => {
        "r.id, r.brand_id, r.case_id, r.channel_id, r.post_id, r.person_id, r.text, r.parts, r.own_ids, r.state, r.thread_version, \
         r.created_at, r.send_at, r.attempts, r.sent_at, r.receipt, r.failure, r.letter, r.privately, r.elsewhere"
    };
}

pub(crate) use {author_columns, brand_columns, case_columns, channel_columns, post_columns, reply_columns, user_columns};

pub(crate) fn brand(row: &mut Columns<'_>) -> Result<Brand> {
    Ok(Brand { id: BrandId(row.int()?), name: row.text()?, sandbox: row.flag()?, policy: row.json()?, created_at: row.int()? })
}

pub(crate) fn user(row: &mut Columns<'_>) -> Result<User> {
    Ok(User {
        id: UserId(row.int()?),
        email: row.text()?,
        name: row.text()?,
        locale: row.named(Locale::parse)?,
        theme: row.named(Theme::parse)?,
        disabled: row.flag()?,
        created_at: row.int()?,
    })
}

pub(crate) fn channel(row: &mut Columns<'_>) -> Result<Channel> {
    Ok(Channel {
        id: ChannelId(row.int()?),
        brand_id: BrandId(row.int()?),
        connector: row.named(ConnectorKind::parse)?,
        network: row.named(Network::parse)?,
        name: row.text()?,
        config: row.json()?,
        state: row.named(ChannelState::parse)?,
        created_at: row.int()?,
    })
}

pub(crate) fn author(row: &mut Columns<'_>) -> Result<Author> {
    Ok(Author {
        id: AuthorId(row.int()?),
        brand_id: BrandId(row.int()?),
        network: row.named(Network::parse)?,
        native_id: row.text()?,
        handle: row.text_or_null()?,
        display_name: row.text_or_null()?,
        avatar: row.text_or_null()?,
        followers: row.int_or_null()?.map(i64::cast_unsigned),
        bot: row.flag()?,
        vip: row.flag()?,
        first_seen_at: row.int()?,
        profile_at: row.int_or_null()?,
    })
}

/// The post and what triage thinks of it.
pub(crate) fn post(row: &mut Columns<'_>) -> Result<(Post, Option<Assessment>)> {
    let post = Post {
        id: PostId(row.int()?),
        brand_id: BrandId(row.int()?),
        channel_id: ChannelId(row.int()?),
        network: row.named(Network::parse)?,
        native_id: row.text()?,
        version: row.text()?,
        kind: row.named(PostKind::parse)?,
        visibility: row.named(Visibility::parse)?,
        author_id: AuthorId(row.int()?),
        case_id: row.int_or_null()?.map(CaseId),
        text: row.text()?,
        spans: row.json()?,
        media: row.json()?,
        root_native_id: row.text_or_null()?,
        parent_native_id: row.text_or_null()?,
        permalink: row.text_or_null()?,
        created_at: row.int()?,
        received_at: row.int()?,
        edited_at: row.int_or_null()?,
        deleted_at: row.int_or_null()?,
        ours: row.flag()?,
    };
    Ok((post, row.json_or_null()?))
}

pub(crate) fn case(row: &mut Columns<'_>) -> Result<Case> {
    Ok(Case {
        id: CaseId(row.int()?),
        brand_id: BrandId(row.int()?),
        channel_id: ChannelId(row.int()?),
        author_id: AuthorId(row.int()?),
        state: row.named(CaseState::parse)?,
        assignee_id: row.int_or_null()?.map(UserId),
        vip: row.flag()?,
        urgency: u8::try_from(row.int()?).map_err(|_| StoreError::Corrupt("an urgency is out of range".into()))?,
        opened_at: row.int()?,
        last_post_at: row.int()?,
        last_post_id: PostId(row.int()?),
        thread_version: row.u32()?,
        deadline_at: row.int_or_null()?,
        overdue_at: row.int_or_null()?,
        first_answered_at: row.int_or_null()?,
        snoozed_until: row.int_or_null()?,
        closed_at: row.int_or_null()?,
        reopened_count: row.u32()?,
        updated_at: row.int()?,
    })
}

pub(crate) fn reply(row: &mut Columns<'_>) -> Result<Reply> {
    Ok(Reply {
        id: ReplyId(row.int()?),
        brand_id: BrandId(row.int()?),
        case_id: CaseId(row.int()?),
        channel_id: ChannelId(row.int()?),
        post_id: PostId(row.int()?),
        user_id: UserId(row.int()?),
        text: row.text()?,
        parts: row.json()?,
        own_ids: row.json()?,
        state: row.named(ReplyState::parse)?,
        thread_version: row.u32()?,
        created_at: row.int()?,
        send_at: row.int()?,
        attempts: row.u32()?,
        sent_at: row.int_or_null()?,
        receipt: row.json_or_null()?,
        failure: row.json_or_null()?,
        letter: row.json_or_null()?,
        privately: row.flag()?,
        elsewhere: row.flag()?,
    })
}
