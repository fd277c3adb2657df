//! Signing in, staying signed in, and keeping others out.

use crate::app::{PASSWORD, TestApp};
use reqwest::{Method, header};
use serde_json::json;

#[tokio::test]
async fn the_first_person_becomes_the_owner_and_nobody_after() {
    let app = TestApp::start().await;
    assert_eq!(app.nobody().get("/setup").await.ok()["needs_owner"], true);
    let owner = app.owner().await;
    assert_eq!(owner.get("/me").await.ok()["user"]["email"], "owner@acme.example");
    assert_eq!(app.nobody().get("/setup").await.ok()["needs_owner"], false);
    let again = json!({ "name": "Eve", "email": "eve@evil.example", "password": PASSWORD, "locale": "en" });
    assert_eq!(app.nobody().post("/setup/owner", again).await.refused(), (409, "already_set_up"));
    app.stop().await;
}

#[tokio::test]
async fn a_form_says_everything_that_is_wrong_with_it() {
    let app = TestApp::start().await;
    let asked = json!({ "name": " ", "email": "nobody", "password": "short", "locale": "ko" });
    let answer = app.nobody().post("/setup/owner", asked).await;
    assert_eq!(answer.refused(), (422, "invalid"));
    let expected = json!([
        { "field": "name", "code": "empty" },
        { "field": "email", "code": "not_an_email" },
        { "field": "password", "code": "too_short" },
    ]);
    assert_eq!(answer.body["error"]["params"]["fields"], expected);
    app.stop().await;
}

#[tokio::test]
async fn the_cookie_is_for_our_own_pages_alone() {
    let app = TestApp::start_with(|config| config.server.public_url = "https://care.acme.example".into()).await;
    app.owner().await;
    let asked = json!({ "email": "owner@acme.example", "password": PASSWORD });
    let answer = app.nobody().post("/session", asked).await;
    let cookie = answer.headers[header::SET_COOKIE].to_str().expect("ASCII");
    for part in ["HttpOnly", "SameSite=Lax", "Secure", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    app.stop().await;
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_address_look_alike() {
    let app = TestApp::start().await;
    app.owner().await;
    let wrong = app.nobody().signs_in("owner@acme.example", "not the password").await;
    let unknown = app.nobody().signs_in("nobody@acme.example", "not the password").await;
    assert_eq!(wrong.refused(), (401, "wrong_credentials"));
    assert_eq!((wrong.status, wrong.body), (unknown.status, unknown.body));
    app.stop().await;
}

#[tokio::test]
async fn guessing_is_slowed_down_even_for_the_right_password_and_across_a_pause() {
    let app = TestApp::start_with(|config| config.people.sign_in_failures_max = 3).await;
    app.owner().await;
    let guess = async |email: &str, password: &str| {
        let answer = app.nobody().signs_in(email, password).await;
        (answer.status.as_u16(), answer.headers.contains_key(header::RETRY_AFTER))
    };
    for _ in 0..3 {
        assert_eq!(guess("owner@acme.example", "a wrong guess").await, (401, false));
    }
    assert_eq!(guess("owner@acme.example", PASSWORD).await, (429, true));
    assert_eq!(guess("OWNER@acme.example ", PASSWORD).await, (429, true), "spelling it otherwise does not help");
    assert_eq!(guess("somebody@acme.example", "a wrong guess").await, (401, false), "others are not locked out");
    app.clock.advance_ms(16 * 60 * 1000);
    assert_eq!(guess("owner@acme.example", PASSWORD).await, (200, false));
    app.stop().await;
}

#[tokio::test]
async fn many_guesses_at_once_are_all_counted() {
    let app = TestApp::start_with(|config| config.people.sign_in_failures_max = 3).await;
    app.owner().await;
    let guesses = (0..12).map(|_| {
        let browser = app.nobody();
        tokio::spawn(async move { browser.signs_in("owner@acme.example", "a wrong guess").await.status.as_u16() })
    });
    let mut looked_at = 0;
    for guess in guesses.collect::<Vec<_>>() {
        looked_at += usize::from(guess.await.expect("no panic") == 401);
    }
    assert!(looked_at <= 3, "{looked_at} passwords were looked at");
    app.stop().await;
}

#[tokio::test]
async fn signing_out_ends_the_session_and_signing_out_everywhere_all_of_them() {
    let app = TestApp::start().await;
    let first = app.owner().await;
    let (mut second, mut third) = (app.nobody(), app.nobody());
    let asked = json!({ "email": "owner@acme.example", "password": PASSWORD });
    second.enters("/session", asked.clone()).await;
    third.enters("/session", asked).await;
    second.send(Method::DELETE, "/session", None).await.done();
    assert_eq!(second.get("/me").await.refused(), (401, "unauthenticated"));
    first.get("/me").await.ok();
    first.send(Method::DELETE, "/sessions", None).await.done();
    assert_eq!(first.get("/me").await.refused(), (401, "unauthenticated"));
    assert_eq!(third.get("/me").await.refused(), (401, "unauthenticated"));
    app.stop().await;
}

#[tokio::test]
async fn a_session_ends_with_its_time() {
    let app = TestApp::start_with(|config| config.people.session_days = 1).await;
    let owner = app.owner().await;
    app.clock.advance_ms(23 * 60 * 60 * 1000);
    owner.get("/me").await.ok();
    app.clock.advance_ms(2 * 60 * 60 * 1000);
    assert_eq!(owner.get("/me").await.refused(), (401, "unauthenticated"));
    app.stop().await;
}

#[tokio::test]
async fn a_page_of_another_site_can_do_nothing() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let host = app.base.clone();
    let cases: [(&[(&str, &str)], u16); 6] = [
        (&[("sec-fetch-site", "cross-site")], 403),
        (&[("sec-fetch-site", "same-site")], 403),
        (&[("origin", "https://evil.example")], 403),
        (&[("origin", "null")], 403),
        (&[("origin", &host)], 201),
        (&[("sec-fetch-site", "same-origin")], 201),
    ];
    for (headers, expected) in cases {
        let mut request = owner.request(Method::POST, "/brands").json(&json!({ "name": "Acme" }));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        assert_eq!(request.send().await.expect("an answer").status(), expected, "{headers:?}");
    }
    let read = owner.request(Method::GET, "/me").header("sec-fetch-site", "cross-site");
    assert_eq!(read.send().await.expect("an answer").status(), 200, "a link from elsewhere may be followed");
    app.stop().await;
}

#[tokio::test]
async fn a_token_works_without_a_cookie_until_it_is_taken_back() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let made = owner.post("/me/tokens", json!({ "name": "script", "expires_in_days": 2 })).await.created();
    let mut script = app.nobody();
    script.token = Some(made["token"].as_str().expect("a token").to_owned());
    assert!(script.token.as_ref().is_some_and(|token| token.starts_with("ans_")));
    let cross_site = script.request(Method::POST, "/brands").header("sec-fetch-site", "cross-site").json(&json!({ "name": "Acme" }));
    assert_eq!(cross_site.send().await.expect("an answer").status(), 201, "nobody's browser sends a token by itself");
    let listed = owner.get("/me/tokens").await.ok();
    assert_eq!(listed["items"][0]["name"], "script");
    assert!(listed["items"][0]["last_used_at"].is_i64());
    assert!(!listed.to_string().contains("ans_"), "the secret is shown once");
    for (method, path, body) in [
        (Method::POST, "/me/tokens", json!({ "name": "another" })),
        (Method::PATCH, "/me", json!({ "current_password": PASSWORD, "new_password": "another password" })),
        (Method::DELETE, "/sessions", json!({})),
    ] {
        assert_eq!(script.send(method, path, Some(body)).await.refused(), (403, "forbidden"), "{path}");
    }
    app.clock.advance_ms(3 * 24 * 60 * 60 * 1000);
    assert_eq!(script.get("/me").await.refused(), (401, "unauthenticated"), "it has expired");
    let made = owner.post("/me/tokens", json!({ "name": "script" })).await.created();
    script.token = Some(made["token"].as_str().expect("a token").to_owned());
    script.get("/me").await.ok();
    owner.send(Method::DELETE, &format!("/me/tokens/{}", made["id"].as_str().expect("an id")), None).await.done();
    assert_eq!(script.get("/me").await.refused(), (401, "unauthenticated"));
    app.stop().await;
}

#[tokio::test]
async fn a_new_password_ends_all_other_sessions() {
    let app = TestApp::start().await;
    let here = app.owner().await;
    let mut elsewhere = app.nobody();
    elsewhere.enters("/session", json!({ "email": "owner@acme.example", "password": PASSWORD })).await;
    let change = async |current: &str| {
        let asked = json!({ "current_password": current, "new_password": "another good password" });
        here.send(Method::PATCH, "/me", Some(asked)).await
    };
    let wrong = change("not it at all").await;
    assert_eq!(wrong.body["error"]["params"]["fields"], json!([{ "field": "current_password", "code": "wrong" }]));
    change(PASSWORD).await.ok();
    here.get("/me").await.ok();
    assert_eq!(elsewhere.get("/me").await.refused(), (401, "unauthenticated"));
    assert_eq!(app.nobody().signs_in("owner@acme.example", PASSWORD).await.status, 401);
    assert_eq!(app.nobody().signs_in("owner@acme.example", "another good password").await.status, 200);
    app.stop().await;
}
