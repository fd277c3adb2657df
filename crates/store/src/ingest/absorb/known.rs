//! What the database knows about the things that a batch touches, held in memory while the batch is played.

use super::carrying::Carrying;
use super::hearing::{self, Hearing};
use super::named::{Named, Threads};
use super::{CHUNK, Delivered};
use crate::error::Result;
use crate::ingest::ArrivedPost;
use crate::records::{self, author_columns};
use crate::said::Said;
use crate::sql::{Columns, Query, sql};
use crate::teaching::{complaints_of, mark_chronic, verdicts_of};
use crate::tx::Tx;
use answerable_domain::{
    Author, AuthorId, BrandId, Case, CaseId, ChannelId, Hit, MediaId, Millis, MonitorId, Network, Policy, PostId, ReplyId, Verdict,
};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

macro_rules! held_post_columns {
    () => {
        "id, scope, native_id, version, author_id, case_id, ours, thread_root, reply_id, deleted_at, edited_at, received_at, channel_id"
    };
}
pub(super) use held_post_columns;

pub(super) struct Known {
    pub(super) brand_id: BrandId,
    pub(super) policy: Policy,
    pub(super) posts: Vec<HeldPost>,
    /// By scope, then by native id.
    places: HashMap<String, HashMap<String, usize>>,
    pub(super) authors: Vec<HeldAuthor>,
    author_places: HashMap<(Network, String), usize>,
    authors_by_id: HashMap<AuthorId, usize>,
    pub(super) cases: BTreeMap<CaseId, HeldCase>,
    pub(super) case_keys: HashMap<String, CaseId>,
    /// Threads that we take part in, by scope and root, with one of their cases.
    followed: HashMap<(String, String), Option<CaseId>>,
    pub(super) wanted: BTreeSet<(&'static str, String, ChannelId, Millis)>,
    pub(super) unwanted: BTreeSet<(&'static str, String)>,
    pub(super) new_versions: Vec<OldVersion>,
    pub(super) hearing: Hearing,
    /// Cases with a complaint of the authors in hand, as far as they count for coming back again and again.
    complaints: HashMap<AuthorId, HashSet<CaseId>>,
    pub(super) carrying: Carrying,
    /// Uploads that people put beside posts.
    pub(super) uploads: Vec<(PostId, ChannelId, Vec<MediaId>)>,
}

/// A post that is in the database or will be.
pub(super) struct HeldPost {
    pub(super) id: PostId,
    pub(super) scope: String,
    pub(super) native_id: String,
    pub(super) version: String,
    pub(super) old_versions: HashSet<String>,
    pub(super) author_id: AuthorId,
    pub(super) case_id: Option<CaseId>,
    pub(super) ours: bool,
    pub(super) thread_root: String,
    pub(super) reply_id: Option<ReplyId>,
    pub(super) deleted_at: Option<Millis>,
    pub(super) edited_at: Option<Millis>,
    pub(super) received_at: Millis,
    /// 0: addressed to us.
    pub(super) mentions: HashSet<i64>,
    pub(super) new_mentions: Vec<Hit>,
    pub(super) addressed_now: bool,
    pub(super) channel_id: ChannelId,
    /// What people of the brand said that it is.
    pub(super) verdict: Option<Verdict>,
    pub(super) is_new: bool,
    /// Columns other than the content changed.
    pub(super) changed: bool,
    /// Its pictures and files may be others than before.
    pub(super) media_now: bool,
    /// The content as it is to be written; `None`: as in the database.
    pub(super) content: Option<Box<ArrivedPost>>,
}

pub(super) struct HeldAuthor {
    pub(super) author: Author,
    pub(super) is_new: bool,
    pub(super) changed: bool,
}

pub(super) struct HeldCase {
    /// As in the database; `None`: it is new.
    pub(super) before: Option<Case>,
    pub(super) case: Case,
    pub(super) network: Network,
    pub(super) thread_key: String,
    pub(super) placed: i64,
    pub(super) posts_count: i64,
    /// What its last post says.
    pub(super) said: Said,
    /// As in the database.
    pub(super) said_before: Said,
    pub(super) judged: i64,
    /// More changed than the case itself.
    pub(super) changed: bool,
}

/// A version that is not current any more.
pub(super) struct OldVersion {
    pub(super) post_id: PostId,
    pub(super) version: String,
    pub(super) position: usize,
    pub(super) text: String,
    pub(super) spans: String,
    pub(super) seen_at: Millis,
}

impl HeldPost {
    /// The monitors that heard it.
    pub(super) fn heard(&self) -> impl Iterator<Item = MonitorId> {
        let before = self.mentions.iter().filter(|id| **id != 0).map(|id| MonitorId(*id));
        before.chain(self.new_mentions.iter().map(|hit| hit.monitor_id))
    }
}

impl Known {
    pub(super) async fn look_up(tx: &mut Tx, brand_id: BrandId, policy: Policy, delivered: &[Delivered]) -> Result<Self> {
        let mut known = Self {
            brand_id,
            policy,
            posts: Vec::new(),
            places: HashMap::new(),
            authors: Vec::new(),
            author_places: HashMap::new(),
            authors_by_id: HashMap::new(),
            cases: BTreeMap::new(),
            case_keys: HashMap::new(),
            followed: HashMap::new(),
            wanted: BTreeSet::new(),
            unwanted: BTreeSet::new(),
            new_versions: Vec::new(),
            hearing: hearing::look_up(tx, brand_id, delivered.iter().filter_map(Delivered::post)).await?,
            complaints: HashMap::new(),
            carrying: Carrying::default(),
            uploads: Vec::new(),
        };
        let named = Named::in_batch(delivered);
        known.carrying = Carrying::look_up(tx, brand_id, &named.codes).await?;
        for (scope, natives) in &named.posts {
            known.load_posts(tx, scope, natives).await?;
        }
        known.load_mentions_and_versions(tx).await?;
        known.load_verdicts(tx).await?;
        let threads = Threads::of(delivered, &known);
        for (scope, roots) in &threads.roots {
            known.load_followed(tx, scope, roots).await?;
        }
        for (network, natives) in &named.authors {
            known.load_authors(tx, *network, natives).await?;
        }
        known.load_cases(tx, &threads.keys).await?;
        known.load_complaints(tx).await?;
        Ok(known)
    }

    /// Whether one of the monitors that hit listens for us, not for a competitor.
    pub(super) fn is_about_us(&self, hits: &[Hit]) -> bool {
        hits.iter().any(|hit| self.hearing.is_own(hit.monitor_id))
    }

    pub(super) fn find(&self, scope: &str, native_id: &str) -> Option<usize> {
        self.places.get(scope)?.get(native_id).copied()
    }

    pub(super) fn find_author(&self, network: Network, native_id: &str) -> Option<usize> {
        self.author_places.get(&(network, native_id.to_owned())).copied()
    }

    /// The author of a post in hand.
    pub(super) fn author(&self, author_id: AuthorId) -> &Author {
        let place = self.authors_by_id.get(&author_id).expect("who wrote a post in hand was looked up or made");
        &self.authors[*place].author
    }

    pub(super) fn add_post(&mut self, post: HeldPost) -> usize {
        let place = self.posts.len();
        self.places.entry(post.scope.clone()).or_default().insert(post.native_id.clone(), place);
        self.posts.push(post);
        place
    }

    pub(super) fn add_author(&mut self, author: HeldAuthor) -> usize {
        let place = self.authors.len();
        self.author_places.insert((author.author.network, author.author.native_id.clone()), place);
        self.authors_by_id.insert(author.author.id, place);
        self.authors.push(author);
        place
    }

    pub(super) fn follow(&mut self, scope: &str, root: &str, case_id: Option<CaseId>) {
        let entry = self.followed.entry((scope.to_owned(), root.to_owned())).or_default();
        *entry = entry.or(case_id);
    }

    /// `Some`: we take part in the thread; within it, one of its cases.
    pub(super) fn followed(&self, scope: &str, root: &str) -> Option<Option<CaseId>> {
        self.followed.get(&(scope.to_owned(), root.to_owned())).copied()
    }

    async fn load_posts(&mut self, tx: &mut Tx, scope: &str, natives: &BTreeSet<&str>) -> Result<()> {
        let natives: Vec<&str> = natives.iter().copied().collect();
        for chunk in natives.chunks(CHUNK) {
            let text = concat!("SELECT ", held_post_columns!(), " FROM post WHERE brand_id = ? AND scope = ? AND native_id IN ");
            let mut query = sql(text).bind(self.brand_id.0).bind(scope);
            query.push_list(chunk.iter().copied());
            for row in query.all(tx).await? {
                self.add_post(held_post(&mut row.columns())?);
            }
        }
        Ok(())
    }

    pub(super) async fn load_post(&mut self, tx: &mut Tx, id: i64) -> Result<()> {
        let row = sql(concat!("SELECT ", held_post_columns!(), " FROM post WHERE id = ?")).bind(id).one(tx).await?;
        self.add_post(held_post(&mut row.columns())?);
        Ok(())
    }

    async fn load_mentions_and_versions(&mut self, tx: &mut Tx) -> Result<()> {
        let places: HashMap<i64, usize> = self.posts.iter().enumerate().map(|(place, post)| (post.id.0, place)).collect();
        let ids: Vec<i64> = places.keys().copied().collect();
        for chunk in ids.chunks(CHUNK) {
            let of_posts = |text| -> Query {
                let mut query = sql(text);
                query.push_list(chunk.iter().copied());
                query
            };
            for row in of_posts("SELECT post_id, monitor_id FROM mention WHERE post_id IN ").all(tx).await? {
                let mut row = row.columns();
                let place = places[&row.int()?];
                self.posts[place].mentions.insert(row.int()?);
            }
            for row in of_posts("SELECT post_id, version FROM revision WHERE post_id IN ").all(tx).await? {
                let mut row = row.columns();
                let place = places[&row.int()?];
                self.posts[place].old_versions.insert(row.text()?);
            }
        }
        Ok(())
    }

    async fn load_verdicts(&mut self, tx: &mut Tx) -> Result<()> {
        let ids: Vec<PostId> = self.posts.iter().map(|post| post.id).collect();
        let mut verdicts = verdicts_of(tx, &ids).await?;
        for post in &mut self.posts {
            post.verdict = verdicts.remove(&post.id);
        }
        Ok(())
    }

    async fn load_complaints(&mut self, tx: &mut Tx) -> Result<()> {
        let authors: Vec<AuthorId> = self.authors.iter().map(|held| held.author.id).collect();
        self.complaints = complaints_of(tx, &authors).await?;
        Ok(())
    }

    /// Counts a case in or out of its author's complaints: who comes back often enough is marked.
    pub(super) fn count_complaint(&mut self, case_id: CaseId) {
        let Some(held) = self.cases.get_mut(&case_id) else { return };
        let of_author = self.complaints.entry(held.case.author_id).or_default();
        mark_chronic(&mut held.said.labels, case_id, of_author);
    }

    async fn load_followed(&mut self, tx: &mut Tx, scope: &str, roots: &BTreeSet<String>) -> Result<()> {
        let roots: Vec<&String> = roots.iter().collect();
        for chunk in roots.chunks(CHUNK) {
            let mut query = sql("SELECT thread_root, max(case_id) FROM post WHERE brand_id = ? AND scope = ? AND thread_root IN ")
                .bind(self.brand_id.0)
                .bind(scope);
            query.push_list(chunk.iter().copied()).push(" AND (case_id IS NOT NULL OR ours = 1) GROUP BY thread_root");
            for row in query.all(tx).await? {
                let mut row = row.columns();
                let (root, case_id) = (row.text()?, row.int_or_null()?.map(CaseId));
                self.follow(scope, &root, case_id);
            }
        }
        Ok(())
    }

    async fn load_authors(&mut self, tx: &mut Tx, network: Network, natives: &BTreeSet<&str>) -> Result<()> {
        let natives: Vec<&str> = natives.iter().copied().collect();
        for chunk in natives.chunks(CHUNK) {
            let text = concat!("SELECT ", author_columns!(), " FROM author a WHERE a.brand_id = ? AND a.network = ? AND a.native_id IN ");
            let mut query = sql(text).bind(self.brand_id.0).bind(network.as_str());
            query.push_list(chunk.iter().copied());
            for row in query.all(tx).await? {
                let author = records::author(&mut row.columns())?;
                self.add_author(HeldAuthor { author, is_new: false, changed: false });
            }
        }
        Ok(())
    }
}

pub(super) fn held_post(row: &mut Columns<'_>) -> Result<HeldPost> {
    Ok(HeldPost {
        id: PostId(row.int()?),
        scope: row.text()?,
        native_id: row.text()?,
        version: row.text()?,
        old_versions: HashSet::new(),
        author_id: AuthorId(row.int()?),
        case_id: row.int_or_null()?.map(CaseId),
        ours: row.flag()?,
        thread_root: row.text()?,
        reply_id: row.int_or_null()?.map(ReplyId),
        deleted_at: row.int_or_null()?,
        edited_at: row.int_or_null()?,
        received_at: row.int()?,
        channel_id: ChannelId(row.int()?),
        mentions: HashSet::new(),
        new_mentions: Vec::new(),
        addressed_now: false,
        verdict: None,
        is_new: false,
        changed: false,
        media_now: false,
        content: None,
    })
}
