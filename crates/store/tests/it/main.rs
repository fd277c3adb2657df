//! The store as its users see it: stories, told on both engines.
//!
//! On SQLite each story is a test. On PostgreSQL one test tells all of them, so that one throwaway server serves the run; it says which
//! story failed. Without a server it says so loudly.

mod desk;
mod engines;
mod evaluate;
mod judge;
mod postgres;
mod sqlite_only;
mod stories;

use engines::Ground;
use futures_util::{FutureExt, StreamExt, future::LocalBoxFuture, stream};
use std::panic::AssertUnwindSafe;

type Story = for<'g> fn(&'g Ground) -> LocalBoxFuture<'g, ()>;

/// Each has a database of its own.
const STORIES_AT_ONCE: usize = 3;

#[tokio::test]
async fn every_story_on_postgres() {
    let Some(server) = postgres::Server::start() else {
        eprintln!("\n*** PostgreSQL tests skipped: set ANSWERABLE_TEST_POSTGRES or install PostgreSQL 15 or newer ***\n");
        return;
    };
    let tell = async |(name, story): &(&'static str, Story)| {
        let ground = Ground::postgres(&server, name.rsplit_once("::").map_or(*name, |(_, story)| story)).await;
        let ending = AssertUnwindSafe(story(&ground)).catch_unwind().await;
        ground.clear().await;
        ending.is_err().then_some(*name)
    };
    let endings: Vec<_> = stream::iter(STORIES).map(tell).buffer_unordered(STORIES_AT_ONCE).collect().await;
    let failed: Vec<&str> = endings.into_iter().flatten().collect();
    assert!(failed.is_empty(), "on PostgreSQL these stories end otherwise: {failed:#?}");
}

macro_rules! tell {
    ($($story:ident in $area:ident),+ $(,)?) => {
        $(
            #[tokio::test]
            async fn $story() {
                let ground = Ground::sqlite();
                stories::$area::$story(&ground).await;
            }
        )+

        const STORIES: &[(&str, Story)] = &[$((concat!(stringify!($area), "::", stringify!($story)), |ground| Box::pin(stories::$area::$story(ground)))),+];
    };
}

tell! {
    a_post_becomes_a_case_and_is_answered in main_path,
    the_same_again_changes_nothing in ingest,
    an_edit_keeps_the_earlier_version in ingest,
    a_deletion_is_noted_once in ingest,
    an_account_that_is_gone_takes_its_posts_along in ingest,
    poison_goes_to_quarantine_and_stops_nothing in ingest,
    what_concerns_nobody_is_dropped in ingest,
    others_in_the_thread_are_context in ingest,
    a_context_post_that_is_heard_later_opens_a_case in ingest,
    a_reply_to_our_reply_joins_the_case in ingest,
    an_echo_before_the_receipt_is_one_post in ingest,
    what_is_missing_is_wanted_with_patience in ingest,
    profiles_are_learned in ingest,
    cursors_gaps_and_health_are_kept in ingest,
    what_a_source_brings_is_counted_by_the_hour in sources,
    a_source_that_falls_quiet_is_told_once in sources,
    a_gap_is_read_again_step_by_step in sources,
    any_delivery_ends_in_the_same_state in schedules,
    pages_are_complete_and_without_doubles in inbox,
    filters_agree_with_a_slow_evaluator in inbox,
    counters_equal_a_recount in inbox,
    people_act_on_cases in inbox,
    time_acts_on_cases in inbox,
    notes_and_drafts in inbox,
    a_long_text_is_previewed_whole_characters in inbox,
    search_equals_a_naive_scan in search,
    a_second_answer_is_refused_under_concurrency in replies,
    a_client_key_gives_one_reply in replies,
    an_answer_of_one_case_is_not_given_to_another_ones_customer in replies,
    what_failed_is_not_tried_again_once_another_answer_is_there in replies,
    no_reply_is_claimed_twice in replies,
    a_reply_goes_through_its_states in replies,
    likes_are_made_once in replies,
    other_brands_are_not_found in scopes,
    roles_are_held in scopes,
    people_come_and_go in people,
    sessions_and_tokens_end in people,
    invites_are_used_once in people,
    channels_and_monitors in settings,
    an_old_database_keeps_its_monitors in monitors,
    a_mention_says_why in monitors,
    what_was_heard_is_added_up_once in monitors,
    what_is_said_of_a_competitor_opens_no_case in monitors,
    a_budget_leaves_out_and_what_it_left_out_can_be_read in monitors,
    what_is_too_old_to_be_kept_is_not_read_again in monitors,
    what_is_muted_is_told_by_whom in monitors,
    a_preview_sees_what_monitors_ask_for in monitors,
    imports_go_on_where_they_stopped in settings,
    a_brand_is_removed_with_everything in settings,
    events_are_told_in_order in events,
    searches_are_ones_own_or_shared in alerts,
    an_alert_tells_of_each_post_once in alerts,
    no_notice_is_lost_or_doubled_wherever_the_program_ends in alerts,
    an_alert_asks_what_its_search_asks in alerts,
    what_passes_by_is_never_told in alerts,
    notices_are_read_by_each_for_themselves in alerts,
    a_delivery_is_itself_over_all_attempts in alerts,
    alerts_of_other_brands_are_not_found in alerts,
    a_correction_overrules_and_teaches in teaching,
    a_confirmation_teaches_too in teaching,
    what_people_said_stands_over_later_assessments in teaching,
    a_correction_taken_back_leaves_no_trace in teaching,
    what_is_corrected_leaves_the_case in teaching,
    a_correction_wakes_alerts_that_ask_for_it in teaching,
    word_rules_are_one_a_phrase in teaching,
    teaching_of_other_brands_is_not_found in teaching,
    an_old_database_keeps_its_labels_and_searches in understanding,
    who_comes_back_again_and_again_is_marked in understanding,
    what_lasts_stays_with_the_case in understanding,
    history_is_assessed_again_where_it_stopped in understanding,
    a_reassessment_is_stopped in understanding,
    what_an_older_assessor_said_is_outdated in understanding,
    who_proves_to_hold_our_message_carries_its_case_on in carrying,
    a_proof_of_a_message_without_a_case_opens_one in carrying,
    a_forged_reference_joins_nothing in carrying,
    a_code_carries_a_case_on_once in carrying,
    a_code_that_is_none_opens_a_case_of_its_own in carrying,
    codes_are_handed_out_by_people in carrying,
    nobody_edits_what_another_said in carrying,
    a_mail_is_never_edited in carrying,
    a_note_outlives_an_edit in carrying,
    what_has_a_name_in_one_channel_only_is_asked_of_nobody in carrying,
    threads_are_found_though_no_root_is_told in carrying,
    a_batch_with_everything_is_as_one_after_the_other in carrying,
    hand_offs_go_with_their_brand in carrying,
    an_answer_given_elsewhere_counts in elsewhere,
    an_answer_elsewhere_is_given_by_our_account_at_a_time_that_can_be in elsewhere,
    an_answer_elsewhere_that_was_heard_is_one_post in elsewhere,
    an_answer_elsewhere_that_is_heard_later_is_one_post in elsewhere,
    answers_elsewhere_are_noted_by_people_of_the_brand in elsewhere,
    what_is_pasted_is_waited_for in elsewhere,
    what_is_pasted_stands_behind_what_was_heard in elsewhere,
    media_are_fetched_with_patience in media,
    a_fetch_that_was_cut_off_ends_too in media,
    an_edit_changes_what_is_shown in media,
    media_are_kept_only_where_they_may_be in media,
    files_that_came_along_are_there_at_once in media,
    a_post_has_no_end_of_media in media,
    uploads_are_claimed_once_by_their_own_brand in media,
    what_was_acknowledged_is_kept in durability,
    no_id_is_made_twice in durability,
    what_the_database_cannot_hold_is_not_tried_for_ever in durability,
    a_write_that_panics_is_undone_and_refused in durability,
    many_writers_at_once in durability,
    a_case_is_read_as_of_one_moment in durability,
    migrations_are_repeatable in durability,
}
