//! Every set that something is learnt from or measured on: whose it is, under which licence, and which file of weights may know it.
//!
//! The list is checked against the code of the trainer: a set that is not in it, or one under a share-alike licence outside the function
//! that feeds `share-alike.bin`, fails the tests.

/// Which file of weights learns from a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// `core.bin`, under the project's own licence.
    Core,
    /// `share-alike.bin` alone, which is under CC BY-SA 4.0 itself.
    ShareAlike,
    /// `language.bin` alone, under the project's own licence.
    Language,
    /// None: it is measured on.
    Measure,
}

#[derive(Debug)]
pub struct Set {
    pub name: &'static str,
    pub what: &'static str,
    pub source: &'static str,
    pub licence: &'static str,
    pub used: Use,
}

const fn set(name: &'static str, what: &'static str, source: &'static str, licence: &'static str, used: Use) -> Set {
    Set { name, what, source, licence, used }
}

pub const SETS: [Set; 19] = [
    set("sentiment2/ko/nsmc_rebuilt", "film reviews, two-way by stars", "NSMC (e9t/nsmc, raw)", "CC0", Use::Core),
    set("sentiment3/ko/nsmc3_rebuilt", "film reviews, three-way by stars", "NSMC (e9t/nsmc, raw)", "CC0", Use::Core),
    set("sentiment3/ko/nsmc_extra", "more film reviews by stars", "NSMC (e9t/nsmc, raw)", "CC0", Use::Core),
    set("sentiment3/en/goemotions3", "comments", "GoEmotions (Google Research)", "Apache-2.0", Use::Core),
    set("sentiment3/en/xed_en", "subtitles", "XED (Helsinki-NLP)", "CC BY 4.0", Use::Core),
    set("sentiment3/ja/chabsa", "sentences of annual reports", "chABSA (chakki-works)", "CC BY 4.0", Use::Core),
    set("toxicity/en/davidson", "tweets, abusive or not", "Davidson et al. (t-davidson)", "MIT", Use::Core),
    set("toxicity/ja/inspection_ai", "posts, abusive or not", "japanese-toxic-dataset (Inspection AI)", "Apache-2.0", Use::Measure),
    set("toxicity/ko/kmhas", "news comments, abusive or not", "K-MHaS (Lee et al.)", "CC BY-SA 4.0", Use::ShareAlike),
    set("toxicity/ko/beep", "news comments, abusive or not", "BEEP! (Moon et al.)", "CC BY-SA 4.0", Use::ShareAlike),
    set("toxicity/ko/apeach", "sentences written for it, abusive or not", "APEACH (Yang et al.)", "CC BY-SA 4.0", Use::ShareAlike),
    set("question/en/xpersona_q", "turns of conversations without their question marks", "Xpersona (HLTCHKUST)", "MIT", Use::Core),
    set("question/ja/xpersona_q", "the same in Japanese", "Xpersona (HLTCHKUST)", "MIT", Use::Core),
    set("question/ko/xpersona_q", "the same in Korean", "Xpersona (HLTCHKUST)", "MIT", Use::Core),
    set("speechact/ko/3i4k", "spoken sentences by intention", "3i4K (warnikchow)", "CC BY-SA 4.0", Use::ShareAlike),
    set("spam/en/sms_spam", "text messages", "SMS Spam Collection (Almeida et al.)", "CC BY 4.0", Use::Core),
    set("intent/en/banking77", "questions of bank customers", "banking77 (PolyAI)", "CC BY 4.0", Use::Core),
    set("langid/multi/langid", "lines in 33 languages", "XED, Xpersona", "CC BY 4.0, MIT", Use::Language),
    set("pii/multi/synthetic_pii", "generated personal data and look-alikes", "written for this project", "Apache-2.0", Use::Measure),
];

#[cfg(test)]
mod tests {
    use super::*;

    const TRAINER: &str = include_str!("train.rs");
    const LANGUAGES: &str = include_str!("language/texts.rs");

    /// The last part of a name, as the trainer writes it where the rest is put together.
    fn stem(set: &Set) -> &'static str {
        set.name.rsplit('/').next().expect("a name has parts")
    }

    /// The code of one function, from its first line to the next one that is not indented.
    fn function(name: &str) -> &'static str {
        let start = TRAINER.find(&format!("\nfn {name}(")).expect("the function is there") + 1;
        let end = TRAINER[start..].find("\n}\n").expect("it ends");
        &TRAINER[start..start + end]
    }

    /// Quoted words with a slash are names of sets.
    fn named(code: &str) -> Vec<&str> {
        code.split('"').skip(1).step_by(2).filter(|word| word.contains('/') && !word.contains(' ') && word.is_ascii()).collect()
    }

    #[test]
    fn share_alike_sets_are_read_only_for_the_share_alike_weights() {
        let shared = function("shared_rows");
        let elsewhere = TRAINER.replace(shared, "");
        for set in &SETS {
            let quoted = |code: &str| {
                code.contains(&format!("\"{}\"", set.name))
                    || code.contains(&format!("\"{}\"", stem(set)))
                    || code.contains(&format!("/{}\"", stem(set)))
            };
            let (is_shared, is_core) = (quoted(shared), quoted(&elsewhere));
            let used = match (is_core, is_shared, quoted(LANGUAGES)) {
                (true, _, _) => Use::Core,
                (false, true, false) => Use::ShareAlike,
                (false, true, true) => panic!("{} is in weights of the project's own licence", set.name),
                (false, false, true) => Use::Language,
                (false, false, false) => Use::Measure,
            };
            assert_eq!(used, set.used, "{}", set.name);
            assert_eq!(set.licence.contains("SA"), set.used == Use::ShareAlike, "{}: the licence decides", set.name);
        }
    }

    #[test]
    fn the_trainer_reads_no_set_that_is_not_listed() {
        for name in named(TRAINER).into_iter().chain(named(LANGUAGES)) {
            let of_family = |set: &&Set| {
                let (known, read): (Vec<&str>, Vec<&str>) = (set.name.split('/').collect(), name.split('/').collect());
                known.len() == read.len() && known.iter().zip(&read).all(|(known, read)| known == read || read.starts_with('{'))
            };
            assert!(SETS.iter().any(|set| of_family(&set)), "{name} is not in the list of sets");
        }
    }

    #[test]
    fn the_share_alike_weights_name_what_they_learnt_from() {
        let notice = include_str!("../../triage/models/SHARE-ALIKE.md");
        for set in SETS.iter().filter(|set| set.used == Use::ShareAlike) {
            let name = set.source.split(" (").next().expect("a name");
            assert!(notice.contains(name) && notice.contains(set.licence), "{name}");
        }
    }
}
