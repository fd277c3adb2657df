//! The script: what is said, in three languages, one plain text file each.
//!
//! `= handle | name | followers` introduces an author, `handle network text` is a post. Lines that start with `+`, `~` or `-` and a number
//! follow up on the post above them, edit it or delete it, so many posts later.

use answerable_domain::Network;

const FILES: [(&str, &str); 3] = [("ko", include_str!("ko.txt")), ("ja", include_str!("ja.txt")), ("en", include_str!("en.txt"))];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Author {
    pub handle: &'static str,
    pub name: &'static str,
    pub followers: u64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scene {
    pub author: Author,
    pub language: &'static str,
    pub network: Network,
    pub text: &'static str,
    pub turns: Vec<Turn>,
}

/// What comes of a post, `after` so many other posts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turn {
    pub after: usize,
    pub what: What,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    FollowUp(&'static str),
    Edit(&'static str),
    Delete,
}

/// All scenes, the languages taking turns as far as they go.
pub fn scenes() -> Vec<Scene> {
    let mut files: Vec<std::vec::IntoIter<Scene>> = FILES.iter().map(|(language, text)| read(language, text).into_iter()).collect();
    let mut all = Vec::new();
    loop {
        let before = all.len();
        all.extend(files.iter_mut().filter_map(Iterator::next));
        if all.len() == before {
            return all;
        }
    }
}

fn read(language: &'static str, text: &'static str) -> Vec<Scene> {
    let mut authors: Vec<Author> = Vec::new();
    let mut scenes: Vec<Scene> = Vec::new();
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with("# ")) {
        let (first, rest) = line.split_once(' ').expect("a line of the script has at least two words");
        match first {
            "=" => authors.push(author(rest)),
            "+" | "~" | "-" => {
                let (after, text) = rest.split_once(' ').unwrap_or((rest, ""));
                let what = match first {
                    "+" => What::FollowUp(text),
                    "~" => What::Edit(text),
                    _ => What::Delete,
                };
                let turn = Turn { after: after.parse().expect("a number of posts"), what };
                scenes.last_mut().expect("a turn follows a post").turns.push(turn);
            }
            handle => {
                let author = *authors.iter().find(|author| author.handle == handle).expect("an author of the script");
                let (network, text) = rest.split_once(' ').expect("a network and a text");
                scenes.push(Scene { author, language, network: self::network(network), text, turns: Vec::new() });
            }
        }
    }
    scenes
}

fn author(line: &'static str) -> Author {
    let mut parts = line.split(" | ");
    let mut part = || parts.next().expect("handle, name and followers");
    let (handle, name, followers) = (part(), part(), part());
    Author { handle, name, followers: followers.parse().expect("a number of followers") }
}

fn network(short: &str) -> Network {
    match short {
        "ig" => Network::Instagram,
        "th" => Network::Threads,
        "yt" => Network::Youtube,
        "nv" => Network::Naver,
        "app" => Network::AppReviews,
        _ => Network::X,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn the_script_is_long_varied_and_trilingual() {
        let scenes = scenes();
        let texts: HashSet<&str> = scenes.iter().map(|scene| scene.text).collect();
        assert!(texts.len() >= 150 && texts.len() == scenes.len(), "{} of {}", texts.len(), scenes.len());
        for language in ["ko", "ja", "en"] {
            assert!(scenes.iter().filter(|scene| scene.language == language).count() >= 50, "{language}");
        }
        let turns: Vec<Turn> = scenes.iter().flat_map(|scene| scene.turns.clone()).collect();
        let count = |is: fn(&What) -> bool| turns.iter().filter(|turn| is(&turn.what)).count();
        assert!(count(|what| matches!(what, What::FollowUp(_))) >= 40);
        assert!(count(|what| matches!(what, What::Edit(_))) >= 3);
        assert!(count(|what| matches!(what, What::Delete)) >= 3);
        assert!(scenes.iter().map(|scene| scene.network).collect::<HashSet<_>>().len() >= 5);
    }
}
