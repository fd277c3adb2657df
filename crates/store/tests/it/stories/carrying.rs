//! Cases that go on in another place: by a proved answer to our message, or by a code; and what only claims so.

use crate::desk::{Desk, arrival, unheard};
use crate::engines::Ground;
use crate::judge::{close, judge};
use answerable_domain::{
    CaseId, CaseState, Clock, InboundPost, Letter, Network, Permission, PostKind, Receipt, Role, Scope, Visibility, channel_scope,
};
use answerable_store::{Arrival, ArrivedPost, CaseDetail, HandOff, NewHandOff, NewReply, SentPosts, StoreError, hash_of_code};
use answerable_testkit::inbound;
use serde_json::json;

/// Our letter, and who it went to.
const OURS: &str = "letter-1@acme.example";
const KIM: &str = "kim@home.example";
const DAY_MS: i64 = 86_400_000;

/// A mail to us. `above`: what it says that it answers.
pub fn mail(from: &str, native_id: &str, above: Option<&str>) -> InboundPost {
    let mut post = inbound(native_id, &format!("{native_id}입니다")).network(Network::Email).author(from).addressed().build();
    post.kind = PostKind::Mail;
    post.visibility = Visibility::Direct;
    post.parent_native_id = above.map(str::to_owned);
    post.root_native_id.clone_from(&post.parent_native_id);
    post
}

fn proved(post: InboundPost) -> InboundPost {
    InboundPost { answers_us: true, ..post }
}

fn with_code(post: InboundPost, code: &str) -> InboundPost {
    InboundPost { hand_off: Some(code.to_owned()), ..post }
}

/// As the mailbox brings it.
pub fn mailed(desk: &Desk, post: InboundPost) -> Arrival {
    let Arrival::Post(arrived) = unheard(post) else { unreachable!("it is a post") };
    Arrival::Post(Box::new(ArrivedPost { scope: channel_scope(desk.channel.id), ..*arrived }))
}

/// A case that began in public, and a letter of ours to the customer's address.
async fn with_a_letter(desk: &Desk) -> CaseDetail {
    desk.deliver(vec![desk.heard(inbound("at://c/1", "아크메 고장").build())]).await;
    let letter = Letter { to: KIM.into(), subject: "아크메입니다".into() };
    let answer = NewReply { letter: Some(letter), ..desk.answer(&desk.only_case().await, "주소를 알려 주세요", "letter") };
    let reply = desk.store.queue_reply(&desk.scope, answer, |_| Ok::<(), ()>(())).await.expect("stored").expect("not refused");
    desk.store.claim_due_replies(desk.clock.now(), 10).await.expect("claimed");
    let ours =
        InboundPost { addressed: false, root_native_id: Some("at://c/1".into()), ..mail("care@acme.example", OURS, Some("at://c/1")) };
    let receipt = Receipt { native_ids: vec![OURS.into()], permalink: None, handle: json!({}) };
    let sent = SentPosts { scope: channel_scope(desk.channel.id), posts: vec![ours] };
    desk.store.record_sent(reply.id, receipt, sent, judge()).await.expect("recorded");
    desk.only_case().await
}

/// A case that began in public, and a code for it.
async fn with_a_code(desk: &Desk, code: &str) -> CaseDetail {
    desk.deliver(vec![desk.heard(inbound("at://c/1", "아크메 고장").build())]).await;
    let case = desk.only_case().await;
    hand_out(desk, case.row.case.id, code).await;
    case
}

pub async fn hand_out(desk: &Desk, case_id: CaseId, code: &str) -> HandOff {
    let new = NewHandOff { case_id, channel_id: desk.channel.id, code_hash: hash_of_code(code), expires_at: desk.clock.now() + DAY_MS };
    desk.store.create_hand_off(&desk.scope, new).await.expect("handed out")
}

fn natives(case: &CaseDetail) -> Vec<&str> {
    case.thread.iter().filter(|item| !item.context).map(|item| item.post.native_id.as_str()).collect()
}

/// Each case by what it holds.
async fn cases(desk: &Desk) -> Vec<Vec<String>> {
    let mut cases = Vec::new();
    for row in desk.cases().await {
        let case = desk.case(row.case.id).await;
        cases.push(natives(&case).into_iter().map(str::to_owned).collect());
    }
    cases.sort();
    cases
}

fn notes(case: &CaseDetail, native_id: &str) -> serde_json::Value {
    let item = case.thread.iter().find(|item| item.post.native_id == native_id).expect("it is in the thread");
    item.handle["notes"].clone()
}

pub async fn who_proves_to_hold_our_message_carries_its_case_on(ground: &Ground) {
    let desk = Desk::new(ground).await;
    let before = with_a_letter(&desk).await;
    assert_eq!(before.row.case.state, CaseState::Waiting);
    let answer = InboundPost { addressed: false, ..proved(mail(KIM, "m1", Some(OURS))) };
    assert_eq!(desk.deliver(vec![mailed(&desk, answer)]).await.cases_opened, 0);
    let case = desk.only_case().await;
    assert_eq!(natives(&case), ["at://c/1", OURS, "m1"]);
    assert_eq!((case.row.case.author_id, case.row.case.state), (before.row.case.author_id, CaseState::Open));
    assert!(case.thread[2].addressed, "who answers us speaks to us");
    assert_eq!(notes(&case, "m1"), serde_json::Value::Null);

    // The thread is known now: what the same sender adds to it needs no proof any more.
    let further = InboundPost { root_native_id: Some(OURS.into()), ..mail(KIM, "m2", Some("m1")) };
    let without_root = InboundPost { root_native_id: None, ..mail(KIM, "m3", Some("m2")) };
    desk.deliver(vec![mailed(&desk, further), mailed(&desk, without_root)]).await;
    let closed = desk.store.change_case(&desk.scope, case.row.case.id, |case, _, at| Ok::<_, ()>(close(case, at))).await;
    closed.expect("stored").expect("not refused");
    desk.deliver(vec![mailed(&desk, mail(KIM, "m4", Some(OURS)))]).await;
    let case = desk.only_case().await;
    assert_eq!(natives(&case), ["at://c/1", OURS, "m1", "m2", "m3", "m4"]);
    assert_eq!((case.row.case.state, case.row.case.reopened_count), (CaseState::Open, 1));
}

pub async fn a_proof_of_a_message_without_a_case_opens_one(ground: &Ground) {
    let desk = Desk::new(ground).await;
    let greeting = InboundPost { addressed: false, ..mail("care@acme.example", "news@acme.example", None) };
    let Arrival::Post(ours) = mailed(&desk, proved(greeting)) else { unreachable!("it is a post") };
    desk.deliver(vec![Arrival::Post(Box::new(ArrivedPost { ours: true, ..*ours }))]).await;
    assert!(desk.cases().await.is_empty());
    desk.deliver(vec![mailed(&desk, proved(mail(KIM, "m1", Some("news@acme.example"))))]).await;
    desk.deliver(vec![mailed(&desk, proved(mail(KIM, "m2", Some("news@acme.example"))))]).await;
    assert_eq!(cases(&desk).await, [["m1", "m2"]]);
}

pub async fn a_forged_reference_joins_nothing(ground: &Ground) {
    let desk = Desk::new(ground).await;
    let before = with_a_letter(&desk).await;
    // Another one's name, and the customer's own: without a proof neither is below our letter.
    let stranger = mail("mallory@evil.example", "f1", Some(OURS));
    let impostor = mail(KIM, "f2", Some(OURS));
    let report = desk.deliver(vec![mailed(&desk, stranger), mailed(&desk, impostor)]).await;
    assert_eq!(report.cases_opened, 2);
    assert_eq!(cases(&desk).await, [vec!["at://c/1", OURS], vec!["f1"], vec!["f2"]]);
    let after = desk.case(before.row.case.id).await;
    assert_eq!((&after.row.case, after.row.posts_count), (&before.row.case, before.row.posts_count));
    assert!(desk.cases().await.iter().filter(|row| row.preview.kind == PostKind::Mail).all(|row| row.case.state == CaseState::Open));
    // Who does prove it is not kept out by those who went before.
    desk.deliver(vec![mailed(&desk, proved(mail("kim@work.example", "m1", Some(OURS))))]).await;
    assert_eq!(natives(&desk.case(after.row.case.id).await), ["at://c/1", OURS, "m1"]);
}

pub async fn a_code_carries_a_case_on_once(ground: &Ground) {
    let desk = Desk::new(ground).await;
    let before = with_a_code(&desk, "ABCD-EFGH-JKMN").await;
    let author_id = before.row.author.id;
    desk.store.set_vip(&desk.scope, author_id, true, judge()).await.expect("stored");
    let first = with_code(mail(KIM, "m1", None), "abcdefghjkmn");
    let second = with_code(mail("sora@home.example", "m2", None), "ABCD-EFGH-JKMN");
    let same_thread = with_code(mail(KIM, "m3", Some("m1")), "ABCD-EFGH-JKMN");
    let batch = [first, second, same_thread].map(|post| mailed(&desk, post));
    assert_eq!(desk.deliver(batch.to_vec()).await.cases_opened, 1);
    let case = desk.case(before.row.case.id).await;
    assert_eq!(natives(&case), ["at://c/1", "m1", "m3"]);
    assert_eq!((notes(&case, "m1"), notes(&case, "m3")), (json!(["by_code"]), serde_json::Value::Null));
    let (old, new) = (&before.row.case, &case.row.case);
    assert_eq!((new.deadline_at, new.vip, new.author_id), (old.deadline_at, true, author_id), "its priority goes along");
    let codes = desk.store.hand_offs(&desk.scope, new.id).await.expect("read");
    let sender = case.thread.iter().find(|item| item.post.native_id == "m1").expect("it joined").author.id;
    assert_eq!((codes[0].used_by, codes[0].used_at), (Some(sender), Some(desk.clock.now())));

    // Later and elsewhere it is a code that was used, for its first sender too.
    desk.deliver(vec![mailed(&desk, with_code(mail(KIM, "m4", None), "ABCD-EFGH-JKMN"))]).await;
    desk.deliver(vec![mailed(&desk, mail(KIM, "m5", Some("m1")))]).await;
    assert_eq!(cases(&desk).await, [vec!["at://c/1", "m1", "m3", "m5"], vec!["m2"], vec!["m4"]]);
}

pub async fn a_code_that_is_none_opens_a_case_of_its_own(ground: &Ground) {
    let desk = Desk::new(ground).await;
    let other = desk.another(ground).await;
    let before = with_a_code(&desk, "ABCD").await;
    hand_out(&desk, before.row.case.id, "LATE").await;
    with_a_code(&other, "THEIRS").await;
    let of = |native_id: &str, code: &str| mailed(&desk, with_code(mail(native_id, native_id, None), code));
    desk.deliver(vec![of("unknown", "NO-SUCH"), of("anothers", "THEIRS"), of("empty", "")]).await;
    assert_eq!(desk.store.hand_offs(&other.scope, other.only_case().await.row.case.id).await.expect("read")[0].used_at, None);
    // Our own words hold the code too, and what was fetched for the thread: neither carries anything anywhere.
    let mut quoted = inbound("at://us/1", "ABCD").author("did:us").answers("at://c/1", "at://c/1", "did:plc:customer").build();
    quoted.hand_off = Some("ABCD".into());
    desk.deliver(vec![arrival(quoted.clone(), Vec::new(), true)]).await;
    let fetched = InboundPost { context: true, addressed: false, ..with_code(mail(KIM, "fetched", None), "ABCD") };
    desk.deliver(vec![mailed(&desk, fetched)]).await;
    assert!(desk.store.hand_offs(&desk.scope, before.row.case.id).await.expect("read").iter().all(|code| code.used_at.is_none()));
    desk.clock.advance_ms(DAY_MS);
    desk.deliver(vec![of("late", "LATE")]).await;
    assert_eq!(cases(&desk).await, [vec!["anothers"], vec!["at://c/1", "at://us/1"], vec!["empty"], vec!["late"], vec!["unknown"]]);
}

pub async fn codes_are_handed_out_by_people(ground: &Ground) {
    let desk = Desk::new(ground).await;
    let other = desk.another(ground).await;
    let case_id = with_a_code(&desk, "FIRST").await.row.case.id;
    desk.clock.advance_ms(1);
    let second = hand_out(&desk, case_id, "SECOND").await;
    let listed = desk.store.hand_offs(&desk.scope, case_id).await.expect("read");
    assert_eq!((listed.len(), &listed[0], listed[1].created_by), (2, &second, desk.owner.id), "the newest first");
    let door = desk.store.hand_off_of(&hash_of_code("second")).await.expect("there is one");
    assert_eq!((door.brand_id, door.brand_name.as_str(), door.channel.id), (desk.brand_id, "Acme", desk.channel.id));
    assert_eq!((door.expires_at, door.used_at), (second.expires_at, None));

    let new = |code: &str| NewHandOff { case_id, channel_id: desk.channel.id, code_hash: hash_of_code(code), expires_at: 1 };
    let taken = desk.store.create_hand_off(&desk.scope, new("FIRST")).await;
    assert!(matches!(taken, Err(StoreError::Conflict { code: "code_taken" })), "{taken:?}");
    let viewer = Scope::member(desk.brand_id, desk.owner.id, Role::Viewer);
    let looked = desk.store.create_hand_off(&viewer, new("X")).await;
    assert!(matches!(looked, Err(StoreError::Forbidden(forbidden)) if forbidden.permission == Permission::Work));
    for (scope, channel_id) in [(&other.scope, other.channel.id), (&desk.scope, other.channel.id)] {
        let strange = desk.store.create_hand_off(scope, NewHandOff { channel_id, ..new("X") }).await;
        assert!(matches!(strange, Err(StoreError::NotFound)), "{strange:?}");
    }
    assert!(matches!(desk.store.hand_offs(&other.scope, case_id).await, Err(StoreError::NotFound)));
    assert!(matches!(desk.store.hand_off_of(&hash_of_code("X")).await, Err(StoreError::NotFound)));
    desk.store.remove_channel(&desk.scope, desk.channel.id).await.expect("removed");
    assert!(matches!(desk.store.hand_off_of(&hash_of_code("FIRST")).await, Err(StoreError::NotFound)), "nobody is behind it");
}

pub async fn nobody_edits_what_another_said(ground: &Ground) {
    let desk = Desk::new(ground).await;
    let by = |author: &str, version: &str, text: &str| desk.heard(inbound("at://c/1", text).author(author).version(version).build());
    desk.deliver(vec![by("did:kim", "1", "아크메 고장")]).await;
    let before = (desk.only_case().await, desk.store.latest_seq().await.expect("read"));
    let report = desk.deliver(vec![by("did:mallory", "2", "아크메 최고"), by("did:mallory", "1", "아크메 고장")]).await;
    assert_eq!((report.refused, report.posts_edited, report.repeated), (2, 0, 0));
    assert_eq!((desk.only_case().await, desk.store.latest_seq().await.expect("read")), before);
    // Within one batch as well, and the author's own word still counts.
    let twice = vec![by("did:sora", "1", "x"), by("did:kim", "2", "아크메 교환"), by("did:sora", "3", "y")];
    let report = desk.deliver(twice).await;
    assert_eq!((report.refused, report.posts_added, report.posts_edited), (2, 0, 1));
}

pub async fn a_mail_is_never_edited(ground: &Ground) {
    let desk = Desk::new(ground).await;
    with_a_letter(&desk).await;
    let second = |post: InboundPost| InboundPost { version: "2".into(), text: "다른 말".into(), ..post };
    let named = |post: InboundPost, other: &str| InboundPost { handle: json!({ "again": other }), ..post };
    let batch = vec![
        mailed(&desk, mail(KIM, "m1", None)),
        // Another one's, and one that the connector gave no other name.
        mailed(&desk, second(mail("mallory@evil.example", "m1", None))),
        mailed(&desk, second(mail(KIM, "m1", None))),
        // Under a name of its own it is another mail, whoever it is from.
        mailed(&desk, named(second(mail(KIM, "m1", None)), "sha256:2")),
        mailed(&desk, named(second(mail("sora@home.example", "m1", None)), "sha256:3")),
        // Under the name of ours it is nobody's, not even ours.
        mailed(&desk, named(second(mail("mallory@evil.example", OURS, None)), "sha256:4")),
        mailed(&desk, named(second(mail("care@acme.example", OURS, None)), "sha256:5")),
    ];
    let report = desk.deliver(batch).await;
    assert_eq!((report.refused, report.repeated, report.posts_edited, report.posts_added), (2, 2, 0, 3));
    let all = cases(&desk).await;
    assert_eq!(all, [vec!["at://c/1", OURS], vec!["m1"], vec!["sha256:2"], vec!["sha256:3"]]);
    let letter = desk.store.search_posts(&desk.scope, "다른 말", None, 10).await.expect("a page");
    assert!(letter.items.iter().all(|row| row.post.native_id.starts_with("sha256:")), "what we wrote stands");
}

pub async fn a_note_outlives_an_edit(ground: &Ground) {
    let desk = Desk::new(ground).await;
    let case_id = with_a_code(&desk, "ABCD").await.row.case.id;
    let start = |version: &str, text: &str| {
        let post = inbound("77:5", text).network(Network::Telegram).author("5").version(version).build();
        mailed(&desk, InboundPost { kind: PostKind::Direct, hand_off: Some("ABCD".into()), ..post })
    };
    desk.deliver(vec![start("1", "/start ABCD")]).await;
    assert_eq!(desk.deliver(vec![start("2", "ABCD 안녕하세요")]).await.posts_edited, 1);
    assert_eq!(notes(&desk.case(case_id).await, "77:5"), json!(["by_code"]));
}

pub async fn what_has_a_name_in_one_channel_only_is_asked_of_nobody(ground: &Ground) {
    let desk = Desk::new(ground).await;
    let mut said = inbound("77:5", "안녕하세요").network(Network::Telegram).author("5").addressed().build();
    (said.kind, said.root_native_id) = (PostKind::Direct, Some("chat:77".into()));
    let more = InboundPost { native_id: "77:6".into(), parent_native_id: Some("77:4".into()), ..said.clone() };
    let kim = |post: InboundPost| {
        let mut post = post;
        post.author.handle = Some("kim".into());
        post
    };
    let report = desk.deliver(vec![
        mailed(&desk, kim(said)),
        mailed(&desk, kim(more)),
        mailed(&desk, kim(mail(KIM, "m1", Some("never-held@home.example")))),
    ]);
    assert!(!report.await.wanted);
    assert_eq!(cases(&desk).await, [vec!["77:5", "77:6"], vec!["m1"]], "a chat is one conversation");
}

pub async fn threads_are_found_though_no_root_is_told(ground: &Ground) {
    let desk = Desk::new(ground).await;
    let below = |native_id: &str, author: &str, above: &str| {
        let mut post = inbound(native_id, "아크메").author(author).answers(above, above, "did:a").build();
        post.root_native_id = None;
        desk.heard(post)
    };
    desk.deliver(vec![desk.heard(inbound("a1", "아크메").author("did:a").build())]).await;
    desk.deliver(vec![below("b1", "did:b", "a1"), below("a2", "did:a", "b1")]).await;
    // Both speak again, each below the other's last words: their cases are there already.
    assert_eq!(desk.deliver(vec![below("b2", "did:b", "a2"), below("a3", "did:a", "b2")]).await.cases_opened, 0);
    assert_eq!(cases(&desk).await, [vec!["a1", "a2", "a3"], vec!["b1", "b2"]]);
}

pub async fn a_batch_with_everything_is_as_one_after_the_other(ground: &Ground) {
    let desk = Desk::new(ground).await;
    let mut told = Vec::new();
    for at_once in [true, false] {
        let brand = desk.another(ground).await;
        with_a_letter(&brand).await;
        hand_out(&brand, brand.only_case().await.row.case.id, if at_once { "AT-ONCE" } else { "ONE-BY-ONE" }).await;
        let code = if at_once { "AT-ONCE" } else { "ONE-BY-ONE" };
        let arrivals = vec![
            mailed(&brand, mail("mallory@evil.example", "f1", Some(OURS))),
            mailed(&brand, with_code(mail("kim@work.example", "w1", None), code)),
            mailed(&brand, proved(mail(KIM, "m1", Some(OURS)))),
            mailed(&brand, with_code(mail("sora@home.example", "s1", None), code)),
            mailed(&brand, InboundPost { root_native_id: Some(OURS.into()), ..mail(KIM, "m2", Some("m1")) }),
            mailed(&brand, InboundPost { version: "2".into(), ..mail("sora@home.example", "m2", None) }),
            brand.heard(inbound("at://c/2", "아크메 또 고장").answers("at://c/1", "at://c/1", "did:plc:customer").build()),
            mailed(&brand, mail("kim@work.example", "w2", Some("w1"))),
            mailed(&brand, proved(mail("sora@home.example", "s2", Some(OURS)))),
            mailed(&brand, mail("sora@home.example", "s3", Some(OURS))),
        ];
        if at_once {
            assert_eq!(brand.deliver(arrivals).await.refused, 1);
        } else {
            for arrival in arrivals {
                brand.deliver(vec![arrival]).await;
            }
        }
        told.push(cases(&brand).await);
    }
    assert_eq!(told[0], told[1]);
    let carried = ["at://c/1", OURS, "w1", "m1", "m2", "at://c/2", "w2", "s2", "s3"].map(str::to_owned).to_vec();
    let mut sorted = told[0].clone();
    sorted.iter_mut().for_each(|case| case.sort());
    let mut expected = vec![carried, vec!["f1".into()], vec!["s1".into()]];
    expected.iter_mut().for_each(|case: &mut Vec<String>| case.sort());
    assert_eq!(sorted, expected);
}

pub async fn hand_offs_go_with_their_brand(ground: &Ground) {
    let desk = Desk::new(ground).await;
    let other = desk.another(ground).await;
    with_a_code(&desk, "MINE").await;
    desk.deliver(vec![mailed(&desk, with_code(mail(KIM, "m1", None), "MINE"))]).await;
    with_a_code(&other, "THEIRS").await;
    desk.store.remove_brand(&desk.scope).await.expect("removed");
    assert!(matches!(desk.store.hand_off_of(&hash_of_code("MINE")).await, Err(StoreError::NotFound)));
    // The code is free again: nothing of the brand is left.
    hand_out(&other, other.only_case().await.row.case.id, "MINE").await;
    assert!(desk.store.hand_off_of(&hash_of_code("THEIRS")).await.is_ok());
}
