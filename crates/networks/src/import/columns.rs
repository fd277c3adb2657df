//! What columns are called.

use super::LineError;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Column {
    Text,
    Author,
    Time,
    Network,
    Link,
    Id,
    Language,
    AuthorName,
}

/// The name of a column as we write it, and the other names that files use.
const NAMES: [(Column, &[&str]); 8] = [
    (
        Column::Text,
        &[
            "text",
            "body",
            "content",
            "message",
            "post",
            "comment",
            "review",
            "내용",
            "본문",
            "글",
            "텍스트",
            "本文",
            "内容",
            "テキスト",
            "投稿",
        ],
    ),
    (
        Column::Author,
        &[
            "author",
            "user",
            "username",
            "user_name",
            "handle",
            "from",
            "작성자",
            "글쓴이",
            "아이디",
            "投稿者",
            "著者",
            "ユーザー",
            "ユーザー名",
        ],
    ),
    (
        Column::Time,
        &[
            "time",
            "date",
            "created_at",
            "created",
            "timestamp",
            "datetime",
            "published",
            "published_at",
            "시간",
            "날짜",
            "작성일",
            "일시",
            "日時",
            "日付",
            "投稿日時",
        ],
    ),
    (Column::Network, &["network", "platform", "site", "채널", "플랫폼", "매체", "媒体", "ネットワーク", "プラットフォーム"]),
    (Column::Link, &["link", "url", "permalink", "링크", "주소", "リンク"]),
    (Column::Id, &["id", "native_id", "post_id", "tweet_id", "번호", "番号"]),
    (Column::Language, &["language", "lang", "언어", "言語"]),
    (Column::AuthorName, &["author_name", "display_name", "name", "이름", "닉네임", "名前", "表示名"]),
];

/// Where there is no header line.
const DEFAULT: [Column; 5] = [Column::Text, Column::Author, Column::Time, Column::Network, Column::Link];

impl Column {
    /// Case, spaces and dashes do not matter.
    pub fn named(name: &str) -> Option<Self> {
        let name = name.trim().to_lowercase().replace([' ', '-'], "_");
        NAMES.iter().find(|(_, names)| names.contains(&name.as_str())).map(|(column, _)| *column)
    }

    pub fn name(self) -> &'static str {
        NAMES.iter().find(|(column, _)| *column == self).map_or("", |(_, names)| names[0])
    }
}

/// How the rows of one CSV file are laid out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layout {
    pub delimiter: char,
    pub columns: Vec<Option<Column>>,
}

impl Layout {
    /// Reads the first row. `None` beside it: that row is a header; else it is a post already.
    pub fn of(first: &[String], delimiter: char) -> Result<(Self, bool), LineError> {
        let columns: Vec<Option<Column>> = first.iter().map(|name| Column::named(name)).collect();
        if columns.contains(&Some(Column::Text)) {
            return Ok((Self { delimiter, columns: without_repeats(columns) }, true));
        }
        if columns.iter().any(Option::is_some) {
            return Err(LineError::fatal("missing_header", format!("no column is called text; the columns are: {}", first.join(", "))));
        }
        Ok((Self { delimiter, columns: DEFAULT.map(Some).to_vec() }, false))
    }
}

/// Of two columns with the same meaning the first counts.
fn without_repeats(mut columns: Vec<Option<Column>>) -> Vec<Option<Column>> {
    for place in 1..columns.len() {
        if columns[..place].contains(&columns[place]) {
            columns[place] = None;
        }
    }
    columns
}
