//! What people teach over HTTP: corrections, word rules, and history that is assessed again with them.
//!
//! What a model happens to say of a text is no fact of these stories: what matters is said by people first, or handed to the store as
//! another program's judgement.

mod correcting;
mod history;
mod learning;
mod lists;
mod words;

use crate::{
    app::{Browser, TestApp},
    world::{import, number},
};
use answerable_domain::{BrandId, Scope};
use serde_json::{Value, json};

/// A brand with posts, one case each, in their order.
struct Told {
    brand: String,
    cases: Vec<String>,
    posts: Vec<String>,
}

impl Told {
    async fn make(app: &TestApp, owner: &Browser, texts: &[&str]) -> Self {
        let brand = owner.brand("Acme").await;
        let mut told = Self { brand, cases: Vec::new(), posts: Vec::new() };
        told.hear(app, owner, texts).await;
        told
    }

    async fn hear(&mut self, app: &TestApp, owner: &Browser, texts: &[&str]) {
        let first = self.posts.len();
        let line = |(at, text): (usize, &&str)| {
            let id = first + at;
            format!("{}\n", json!({ "id": format!("p{id}"), "text": text, "author": format!("a{id}"), "time": 1_700_000_000 + id }))
        };
        import(app, owner, &self.brand, &texts.iter().enumerate().map(line).collect::<String>()).await;
        let mut rows =
            owner.get(&self.at("/cases?state=all&order=oldest&limit=100")).await.ok()["items"].as_array().expect("items").clone();
        rows.sort_by_key(|row| row["last_post_at"].as_i64());
        let text = |value: &Value| value.as_str().expect("an id").to_owned();
        self.cases = rows.iter().map(|row| text(&row["id"])).collect();
        self.posts = rows.iter().map(|row| text(&row["preview"]["post_id"])).collect();
        assert_eq!(self.posts.len(), first + texts.len());
    }

    fn at(&self, path: &str) -> String {
        format!("/brands/{}{path}", self.brand)
    }

    fn scope(&self) -> Scope {
        Scope::program(BrandId(number(&self.brand)))
    }

    async fn correct(&self, by: &Browser, posts: &[usize], verdict: Value) -> Value {
        let ids: Vec<&String> = posts.iter().map(|post| &self.posts[*post]).collect();
        by.post(&self.at("/corrections"), json!({ "post_ids": ids, "verdict": verdict })).await.created()["corrections"].clone()
    }

    async fn detail(&self, by: &Browser, case: usize) -> Value {
        by.get(&self.at(&format!("/cases/{}", self.cases[case]))).await.ok()
    }

    async fn assessment(&self, by: &Browser, case: usize) -> Value {
        self.detail(by, case).await["thread"][0]["assessment"].clone()
    }

    /// Which posts a list gives, by number.
    async fn listed(&self, by: &Browser, query: &str) -> Vec<usize> {
        let page = by.get(&self.at(&format!("/cases?state=all&limit=100&{query}"))).await.ok();
        let place = |row: &Value| self.cases.iter().position(|case| row["id"] == **case).expect("a case of this brand");
        page["items"].as_array().expect("items").iter().map(place).collect()
    }
}

fn values(said: &Value) -> Vec<&str> {
    said.as_array().expect("a list").iter().map(|one| one["value"].as_str().expect("a name")).collect()
}
