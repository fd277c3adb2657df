//! `user` and `brand`. People go straight to the database, also while a server runs: it looks them up each time.

use super::{
    arguments::{Brand, Place, User},
    link::{Link, database, find_brand},
    output::{print, print_json, table},
};
use crate::{
    auth::{Passwords, SecretText},
    clock::SystemClock,
};
use answerable_domain::{self as domain, Clock as _, Locale, Role, Scope};
use answerable_store::{NewUser, Store, StoreError, UserChange};
use anyhow::{Context as _, bail};
use axum::http::Method;
use serde_json::json;
use std::io::Read as _;

const PASSWORD_CHARS_MIN: usize = 10;
const USED_WITHIN_MS: i64 = 60_000;

pub async fn user(place: Place, command: User) -> anyhow::Result<()> {
    let store = database(&place.config()?, &opened(&place)?).await?;
    let done = match command {
        User::Add { email, name, brand, role, locale, password_stdin, json } => {
            let locale = Locale::parse(&locale).context("--locale: en, ko or ja")?;
            let new = Newcomer { email: email.trim().to_lowercase(), name, locale, brand, role };
            add(&store, new, password(password_stdin)?, json).await
        }
        User::List { json } => list(&store, json).await,
        User::ResetPassword { email, password_stdin } => reset_password(&store, &email, password(password_stdin)?).await,
        User::Disable { email } => set_disabled(&store, &email, true).await,
        User::Enable { email } => set_disabled(&store, &email, false).await,
    };
    store.close().await;
    done
}

fn opened(place: &Place) -> anyhow::Result<crate::config::DataDir> {
    let data = place.data_dir();
    crate::serve::make_folder(&data.0)?;
    Ok(data)
}

struct Newcomer {
    email: String,
    name: String,
    locale: Locale,
    brand: Option<String>,
    role: Role,
}

/// A password, and whether we made it up (and must say it).
struct Password {
    text: String,
    made_up: bool,
}

fn password(from_stdin: bool) -> anyhow::Result<Password> {
    if !from_stdin {
        return Ok(Password { text: SecretText::random("").text[..20].to_owned(), made_up: true });
    }
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    let text = text.trim_end_matches(['\r', '\n']).to_owned();
    if text.chars().count() < PASSWORD_CHARS_MIN {
        bail!("the password must have at least {PASSWORD_CHARS_MIN} characters");
    }
    Ok(Password { text, made_up: false })
}

async fn add(store: &Store, new: Newcomer, password: Password, json: bool) -> anyhow::Result<()> {
    let brand = match &new.brand {
        Some(named) => Some(find_brand(store, Some(named)).await?),
        None => None,
    };
    let password_hash = Passwords::new().hash(password.text.clone()).await;
    let user = NewUser { email: new.email.clone(), name: new.name, locale: new.locale, password_hash };
    let made = match store.create_user(user).await {
        Err(StoreError::Conflict { .. }) => bail!("{} has an account already", new.email),
        other => other?,
    };
    if let Some(brand) = &brand {
        join(store, brand, made.id, new.role).await?;
    }
    let shown = password.made_up.then_some(password.text.as_str());
    if json {
        return print_json(&json!({ "id": made.id, "email": made.email, "brand": brand.map(|brand| brand.id), "password": shown }));
    }
    print(&format!("{} may sign in.{}", made.email, shown.map_or_else(String::new, |text| format!(" Password: {text}"))))
}

/// By an invite that is used up at once: the one way into a brand.
async fn join(store: &Store, brand: &domain::Brand, user_id: domain::UserId, role: Role) -> anyhow::Result<()> {
    let scope = owner_scope(store, brand).await?;
    let secret = SecretText::random("");
    store.create_invite(&scope, role, &secret.hash, SystemClock.now() + USED_WITHIN_MS).await?;
    store.accept_invite(&secret.hash, user_id).await?;
    Ok(())
}

/// As an owner of the brand, because an invite says who made it.
async fn owner_scope(store: &Store, brand: &domain::Brand) -> anyhow::Result<Scope> {
    let members = store.members(&Scope::program(brand.id)).await?;
    let owner = members.iter().find(|member| member.role == Role::Owner).context("the brand has no owner")?;
    Ok(Scope::member(brand.id, owner.user.id, Role::Owner))
}

async fn list(store: &Store, json: bool) -> anyhow::Result<()> {
    let (mut rows, mut values) = (Vec::new(), Vec::new());
    for user in store.all_users().await? {
        let brands = store.brands_of(user.id).await?;
        let memberships: Vec<String> = brands.iter().map(|of| format!("{} ({})", of.brand.name, of.role.as_str())).collect();
        values.push(json!({
            "id": user.id, "email": user.email, "name": user.name, "disabled": user.disabled,
            "brands": brands.iter().map(|of| json!({ "id": of.brand.id, "name": of.brand.name, "role": of.role })).collect::<Vec<_>>(),
        }));
        let state = if user.disabled { "disabled" } else { "" };
        rows.push(vec![user.id.to_string(), user.email, user.name, memberships.join(", "), state.to_owned()]);
    }
    if json { print_json(&json!(values)) } else { print(&table(&["id", "email", "name", "brands", ""], &rows)) }
}

async fn reset_password(store: &Store, email: &str, password: Password) -> anyhow::Result<()> {
    let user_id = by_email(store, email).await?;
    let password_hash = Passwords::new().hash(password.text.clone()).await;
    store.change_user(user_id, UserChange { password_hash: Some(password_hash), ..UserChange::default() }).await?;
    store.delete_sessions(user_id, None).await?;
    let shown = if password.made_up { format!(" New password: {}", password.text) } else { String::new() };
    print(&format!("All sessions of {email} have ended.{shown}"))
}

async fn set_disabled(store: &Store, email: &str, disabled: bool) -> anyhow::Result<()> {
    let user_id = by_email(store, email).await?;
    store.change_user(user_id, UserChange { disabled: Some(disabled), ..UserChange::default() }).await?;
    print(&format!("{email} {}", if disabled { "is let in no more." } else { "may sign in again." }))
}

async fn by_email(store: &Store, email: &str) -> anyhow::Result<domain::UserId> {
    let found = store.user_by_email(&email.trim().to_lowercase()).await?;
    found.map(|record| record.user.id).with_context(|| format!("nobody has the address {email}"))
}

pub async fn brand(place: Place, command: Brand) -> anyhow::Result<()> {
    let link = Link::open(&place).await?;
    let done = match command {
        Brand::List { json } => list_brands(link.store(), json).await,
        Brand::Add { name, owner, json } => add_brand(&link, &name, &owner, json).await,
    };
    link.close().await;
    done
}

async fn list_brands(store: &Store, json: bool) -> anyhow::Result<()> {
    let brands = store.brands().await?;
    if json {
        let values = brands.iter().map(|brand| json!({ "id": brand.id, "name": brand.name, "sandbox": brand.sandbox }));
        return print_json(&json!(values.collect::<Vec<_>>()));
    }
    let rows: Vec<Vec<String>> = brands
        .into_iter()
        .map(|brand| vec![brand.id.to_string(), brand.name, if brand.sandbox { "sandbox".to_owned() } else { String::new() }])
        .collect();
    print(&table(&["id", "name", ""], &rows))
}

/// The brand by the store, because it must be somebody's; its monitor by the API, so that a server that runs listens at once.
async fn add_brand(link: &Link, name: &str, owner: &str, json: bool) -> anyhow::Result<()> {
    let owner_id = by_email(link.store(), owner).await?;
    let brand = link.store().create_brand(owner_id, name.trim(), false).await?;
    let monitor = json!({ "name": brand.name, "boxes": { "any": [{ "text": brand.name }] } });
    link.call(Method::POST, &format!("/brands/{}/monitors", brand.id), Some(monitor)).await?;
    if json {
        return print_json(&json!({ "id": brand.id, "name": brand.name }));
    }
    print(&format!("Made {} ({}).", brand.name, brand.id))
}
