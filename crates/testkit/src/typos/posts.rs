//! What stands around a name in a post, and posts about other things.

use super::Tongue;

/// A post that mentions `text`; which one, `turn` says.
pub fn mention(tongue: Tongue, text: &str, turn: usize) -> String {
    let frames = match tongue {
        Tongue::Korean => include_str!("mentions_ko.txt"),
        Tongue::Japanese => include_str!("mentions_ja.txt"),
        Tongue::English => include_str!("mentions_en.txt"),
    };
    let count = frames.lines().count();
    frames.lines().nth(turn % count).unwrap_or("{}").replace("{}", text)
}

/// Posts that mention none of the names.
pub fn unrelated(tongue: Tongue) -> impl Iterator<Item = &'static str> {
    let posts = match tongue {
        Tongue::Korean => include_str!("posts_ko.txt"),
        Tongue::Japanese => include_str!("posts_ja.txt"),
        Tongue::English => include_str!("posts_en.txt"),
    };
    posts.lines()
}
