//! A limit on everything that grows with what people or networks do. A reached limit is an error that says so; nothing is cut in silence.

/// Rows of one page of any list.
pub const PAGE_MAX: usize = 100;
/// Posts of a thread that are shown with a case.
pub const THREAD_POSTS_MAX: usize = 500;
/// Bytes of a text in the preview of a list.
pub const PREVIEW_BYTES_MAX: usize = 400;
/// Nodes of one filter tree.
pub const FILTER_NODES_MAX: usize = 100;
/// How deep a filter tree may be.
pub const FILTER_DEPTH_MAX: usize = 8;
/// Monitors of one brand.
pub const MONITORS_MAX: usize = 10_000;
/// Mutes of one brand.
pub const MUTES_MAX: usize = 10_000;
/// Payloads that one call takes up again, of those that a budget left out.
pub const SKIPPED_STEP_MAX: usize = 5_000;
/// Posts that a preview looks at.
pub const PREVIEW_POSTS_MAX: usize = 2_000;
/// Days of a share of voice.
pub const VOICE_DAYS_MAX: u32 = 366;
/// Channels of one brand.
pub const CHANNELS_MAX: usize = 100;
/// Payloads that one call of `append_raw` or `absorb` takes.
pub const BATCH_MAX: usize = 10_000;
/// Bytes of one payload: a mail of 25 MB, with what the mailbox says of it. What is larger is cut off by the source.
pub const RAW_BYTES_MAX: usize = 26 * 1024 * 1024;
/// Bytes of a note, a draft or a reply.
pub const WORDS_BYTES_MAX: usize = 64 * 1024;
/// Tokens of one text that are indexed (both engines; PostgreSQL knows no more positions).
pub const TOKENS_MAX: usize = 16_000;
/// Characters of a search.
pub const SEARCH_CHARS_MAX: usize = 200;
/// Errors kept for one import; the count goes on.
pub const IMPORT_ERRORS_MAX: u64 = 10_000;
/// Times that a missing parent or profile is asked for before we give up.
pub const WANTED_ATTEMPTS_MAX: i64 = 8;
/// Saved searches of one brand.
pub const SEARCHES_MAX: usize = 500;
/// Alerts of one brand.
pub const ALERTS_MAX: usize = 100;
/// Webhooks of one brand.
pub const WEBHOOKS_MAX: usize = 20;
/// Posts that a notice shows; its count is exact all the same.
pub const NOTICE_POSTS_MAX: usize = 20;
/// Unread notices are counted up to here.
pub const UNREAD_MAX: usize = 1_000;
/// Posts that one call corrects.
pub const CORRECTIONS_AT_ONCE_MAX: usize = 100;
/// Lessons that a brand is taught with; of more, the latest.
pub const LESSONS_MAX: usize = 5_000;
/// Word rules of one brand.
pub const WORD_RULES_MAX: usize = 500;
/// Characters of the phrase of a word rule.
pub const PHRASE_CHARS_MAX: usize = 100;
/// Posts of one step of a re-assessment.
pub const REASSESS_STEP_MAX: usize = 1_000;
/// Re-assessments that are listed, the latest.
pub const REASSESSMENTS_MAX: usize = 20;
/// Days in which cases of one author with complaints are counted.
pub const CHRONIC_DAYS: i64 = 90;
/// So many cases with a complaint make a customer who comes back again and again.
pub const CHRONIC_CASES: usize = 3;
/// Uploads of one brand that belong to no post yet.
pub const UPLOADS_LOOSE_MAX: usize = 200;
/// Pictures, and files, of one post that are kept. Of more the first are; the post itself names all.
pub const MEDIA_OF_POST_MAX: usize = 50;
/// Codes that one case may hand out.
pub const HAND_OFFS_OF_CASE_MAX: usize = 50;
/// Bytes of a link to an answer that was given elsewhere.
pub const LINK_BYTES_MAX: usize = 2_000;
