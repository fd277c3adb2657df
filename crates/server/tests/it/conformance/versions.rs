//! What is changed or taken back at its source.

use super::{
    bench::Bench,
    checks::{is_there, item, not_there},
};

pub async fn edit(bench: Bench) {
    let said = bench.network.say("jiwoo", "냉장고가 고장났어요");
    let before = bench.heard(&said).await;
    let edited = match bench.network.edit(&said, "냉장고가 또 고장났어요. 세 번째예요") {
        Ok(edited) => edited,
        Err(cannot) => return not_there("edit", cannot, Some(bench.abilities.edits)),
    };
    is_there("edit", bench.abilities.edits);
    let id = before.row.case.id;
    bench.until("the edit", async || (!item(&bench.case(id).await, &edited).revisions.is_empty()).then_some(())).await;
    let after = bench.case(id).await;
    let post = item(&after, &edited);
    assert!(post.post.text.contains("세 번째예요"), "{}", post.post.text);
    assert_eq!(post.revisions.len(), 1);
    assert!(post.revisions[0].text.contains("냉장고가 고장났어요"), "{:?}", post.revisions);
    assert!(after.row.case.thread_version > before.row.case.thread_version, "who writes an answer must see it");
    bench.assert_heard_once(&[&edited], 1).await;
}

pub async fn delete(bench: Bench) {
    let (said, kept) = (bench.network.say("jiwoo", "냉장고가 고장났어요"), bench.network.say("sora", "배송 문의드려요"));
    let id = bench.heard(&said).await.row.case.id;
    let other = bench.heard(&kept).await.row.case.id;
    if let Err(cannot) = bench.network.delete(&said) {
        return not_there("delete", cannot, Some(bench.abilities.deletions));
    }
    is_there("delete", bench.abilities.deletions);
    bench.until("the deletion", async || item(&bench.case(id).await, &said).post.deleted_at.map(drop)).await;
    let after = bench.case(id).await;
    assert!(item(&after, &said).post.text.contains("냉장고가 고장났어요"), "it is kept");
    assert_eq!(after.row.case.deadline_at, None, "there is nothing left to answer in time");
    bench.assert_heard_once(&[&said, &kept], 2).await;
    assert_eq!(item(&bench.case(other).await, &kept).post.deleted_at, None);
}
