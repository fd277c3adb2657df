//! People, what lets them in, and how they come and go.

use crate::desk::{Desk, new_user};
use crate::engines::Ground;
use answerable_domain::{Clock, Locale, Role, Scope, Theme, UserId};
use answerable_store::{LoginAttempts, StoreError, UserChange};

fn conflict<T: std::fmt::Debug>(outcome: Result<T, StoreError>) -> &'static str {
    match outcome {
        Err(StoreError::Conflict { code }) => code,
        other => panic!("expected a conflict: {other:?}"),
    }
}

pub async fn people_come_and_go(ground: &Ground) {
    let store = ground.open().await;
    assert!(!store.has_users().await.expect("read"));
    let tasks: Vec<_> = (0..8)
        .map(|number| {
            let store = store.clone();
            tokio::spawn(async move { store.create_owner(new_user(&format!("{number}@acme.example"))).await })
        })
        .collect();
    let mut owners = Vec::new();
    for task in tasks {
        owners.extend(task.await.expect("no panic"));
    }
    assert_eq!(owners.len(), 1, "one is first, however many ask at once");
    let owner = owners.remove(0);
    assert_eq!(conflict(store.create_user(new_user(&owner.email.to_uppercase())).await), "email_taken");
    let record = store.user_by_email(&owner.email).await.expect("read").expect("there");
    assert_eq!((record.user, record.password_hash.as_str()), (owner.clone(), "hash"));
    let change = UserChange { locale: Some(Locale::Ja), theme: Some(Theme::Dark), signature: Some("^JK".into()), ..UserChange::default() };
    let changed = store.change_user(owner.id, change).await.expect("stored");
    assert_eq!((changed.user.locale, changed.user.theme, changed.signature.as_str()), (Locale::Ja, Theme::Dark, "^JK"));
    assert_eq!(store.user(owner.id).await.expect("read"), changed);
    assert!(matches!(store.user(UserId(5)).await, Err(StoreError::NotFound)));
    assert_eq!(store.users(&[owner.id, UserId(5)]).await.expect("read").len(), 1);
}

pub async fn sessions_and_tokens_end(ground: &Ground) {
    let desk = Desk::new(ground).await;
    let (store, user, now) = (&desk.store, desk.owner.id, desk.clock.now());
    for hash in [b"one", b"two"] {
        store.create_session(hash, user, now + 1000).await.expect("stored");
    }
    let (session, record) = store.session(b"one").await.expect("read").expect("valid");
    assert_eq!((session.user_id, record.user.id), (user, user));
    store.delete_sessions(user, Some(b"one")).await.expect("deleted");
    assert!(store.session(b"two").await.expect("read").is_none() && store.session(b"one").await.expect("read").is_some());
    let token = store.create_token(user, "script", b"tok", Some(now + 500_000)).await.expect("stored");
    desk.clock.advance_ms(1000);
    assert!(store.session(b"one").await.expect("read").is_none(), "expired");
    desk.clock.advance_ms(60_000);
    store.token_user(b"tok").await.expect("read").expect("valid");
    assert_eq!(store.tokens(user).await.expect("read")[0].last_used_at, Some(desk.clock.now()));
    store.create_session(b"three", user, i64::MAX).await.expect("stored");
    store.change_user(user, UserChange { disabled: Some(true), ..UserChange::default() }).await.expect("stored");
    assert!(store.token_user(b"tok").await.expect("read").is_none(), "who is disabled does not come in");
    store.change_user(user, UserChange { disabled: Some(false), ..UserChange::default() }).await.expect("stored");
    assert!(store.session(b"three").await.expect("read").is_none(), "disabling ended the session for good");
    assert!(store.token_user(b"tok").await.expect("read").is_some());
    store.delete_token(user, token.id).await.expect("deleted");
    assert!(store.token_user(b"tok").await.expect("read").is_none());

    for failures in 1..=3 {
        assert_eq!(store.add_login_failure("kim", 900_000).await.expect("counted").failures, failures);
    }
    desk.clock.advance_ms(900_001);
    assert_eq!(store.add_login_failure("kim", 900_000).await.expect("counted").failures, 1, "a new window");
    store.clear_login_attempts("kim").await.expect("cleared");
    assert_eq!(store.login_attempts("kim").await.expect("read"), LoginAttempts::default());
    store.prune_expired(desk.clock.now()).await.expect("pruned");
}

pub async fn invites_are_used_once(ground: &Ground) {
    let desk = Desk::new(ground).await;
    let (store, now) = (&desk.store, desk.clock.now());
    store.create_invite(&desk.scope, Role::Agent, b"link", now + 1000).await.expect("stored");
    assert_eq!(store.invite(b"link").await.expect("valid").brand_name, "Acme");
    let (user, invite) = store.accept_invite_as_new(b"link", new_user("kim@acme.example")).await.expect("accepted");
    assert_eq!((invite.role, store.role(desk.brand_id, user.id).await.expect("read")), (Role::Agent, Some(Role::Agent)));
    let again = store.accept_invite_as_new(b"link", new_user("lee@acme.example")).await;
    assert!(matches!(again, Err(StoreError::NotFound)), "{again:?}");
    assert!(store.user_by_email("lee@acme.example").await.expect("read").is_none(), "and no user is left behind");
    store.create_invite(&desk.scope, Role::Viewer, b"late", now + 1000).await.expect("stored");
    desk.clock.advance_ms(1000);
    assert!(matches!(store.invite(b"late").await, Err(StoreError::NotFound)));

    let names: Vec<(String, Role)> =
        store.members(&desk.scope).await.expect("read").into_iter().map(|member| (member.user.email, member.role)).collect();
    assert_eq!(names, [("kim@acme.example".into(), Role::Agent), ("owner@acme.example".into(), Role::Owner)]);
    assert_eq!(conflict(store.set_role(&desk.scope, desk.owner.id, Role::Agent).await), "last_owner");
    assert_eq!(conflict(store.remove_member(&desk.scope, desk.owner.id).await), "last_owner");
    store.set_role(&desk.scope, user.id, Role::Owner).await.expect("stored");
    store.remove_member(&Scope::member(desk.brand_id, user.id, Role::Owner), desk.owner.id).await.expect("removed");
    assert_eq!(store.role(desk.brand_id, desk.owner.id).await.expect("read"), None);
}
