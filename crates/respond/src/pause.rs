//! Where a reader of a text would pause: between paragraphs, lines, sentences and words, in scripts with and without spaces.
//!
//! Han and kana are written without spaces and may be cut between any two characters, except that closing marks and small kana never
//! begin a part and opening marks never end one (the Japanese rule of *kinsoku*). Hangul is written in spaced words, which stay whole.

use crate::split::is_blank;

/// From the worst to the best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Pause {
    Nowhere,
    Word,
    Sentence,
    Line,
    Paragraph,
}

/// The pause after each grapheme cluster. White space belongs to the pause before it, so blank clusters have none of their own.
pub(crate) fn pauses(graphemes: &[&str]) -> Vec<Pause> {
    let mut pauses = vec![Pause::Nowhere; graphemes.len()];
    let mut ending = Ending::None;
    let mut before = ' ';
    for (index, grapheme) in graphemes.iter().enumerate() {
        if is_blank(grapheme) {
            ending = Ending::None;
            before = ' ';
            continue;
        }
        let last = grapheme.chars().next().unwrap_or(' ');
        ending = ending.then(before, last);
        before = last;
        pauses[index] = pause_between(ending, last, &graphemes[index + 1..]);
    }
    pauses
}

fn pause_between(ending: Ending, last: char, rest: &[&str]) -> Pause {
    let gap = rest.iter().take_while(|grapheme| is_blank(grapheme)).count();
    let next = rest.get(gap).and_then(|grapheme| grapheme.chars().next());
    if gap == 0 {
        return next.map_or(Pause::Nowhere, |next| pause_without_space(ending, last, next));
    }
    let gap = || rest[..gap].iter().flat_map(|grapheme| grapheme.chars());
    match gap().filter(|c| *c == '\n').count() {
        0 if gap().all(|c| matches!(c, '\u{a0}' | '\u{202f}')) => Pause::Nowhere,
        0 if ending == Ending::None => Pause::Word,
        0 => Pause::Sentence,
        1 => Pause::Line,
        _ => Pause::Paragraph,
    }
}

fn pause_without_space(ending: Ending, last: char, next: char) -> Pause {
    if begins_no_part(next) || ends_no_part(last) {
        return Pause::Nowhere;
    }
    match ending {
        Ending::Wide => Pause::Sentence,
        Ending::AfterEastAsian if is_east_asian(next) => Pause::Sentence,
        _ if is_unspaced(last) || is_unspaced(next) => Pause::Word,
        _ => Pause::Nowhere,
    }
}

/// Has a sentence just ended?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    None,
    /// By a mark that needs white space to be sure: `3.5` and `example.com` go on.
    Narrow,
    /// By such a mark after a Hangul syllable, kana or Han: `했습니다.그래서` goes on in a new sentence.
    AfterEastAsian,
    /// By a mark that is sure.
    Wide,
}

impl Ending {
    fn then(self, before: char, c: char) -> Self {
        match c {
            '。' | '！' | '？' | '｡' | '．' => Self::Wide,
            '.' if before.is_ascii_digit() => Self::None,
            '.' | '!' | '?' | '…' if self != Self::None => self,
            '.' | '!' | '?' | '…' if is_east_asian(before) => Self::AfterEastAsian,
            '.' | '!' | '?' | '…' => Self::Narrow,
            _ if closes(c) => self,
            _ => Self::None,
        }
    }
}

fn closes(c: char) -> bool {
    matches!(c, ')' | ']' | '}' | '"' | '\'' | '”' | '’' | '»' | '）' | '」' | '』' | '】' | '〕' | '〉' | '》' | '］' | '｝' | '｣')
}

fn begins_no_part(c: char) -> bool {
    closes(c)
        || matches!(c, '.' | ',' | '!' | '?' | ':' | ';' | '%' | '…' | '。' | '、' | '，' | '．' | '！' | '？' | '：' | '；' | '｡' | '､')
        || matches!(c, 'ー' | 'ｰ' | '々' | '〜' | '～' | '・' | 'ヽ' | 'ヾ' | 'ゝ' | 'ゞ')
        || matches!(c, 'ぁ' | 'ぃ' | 'ぅ' | 'ぇ' | 'ぉ' | 'っ' | 'ゃ' | 'ゅ' | 'ょ' | 'ゎ' | 'ゕ' | 'ゖ')
        || matches!(c, 'ァ' | 'ィ' | 'ゥ' | 'ェ' | 'ォ' | 'ッ' | 'ャ' | 'ュ' | 'ョ' | 'ヮ' | 'ヵ' | 'ヶ')
}

fn ends_no_part(c: char) -> bool {
    matches!(
        c,
        '(' | '['
            | '{'
            | '“'
            | '‘'
            | '«'
            | '（'
            | '「'
            | '『'
            | '【'
            | '〔'
            | '〈'
            | '《'
            | '［'
            | '｛'
            | '｢'
            | '#'
            | '@'
            | '$'
            | '￥'
    )
}

/// Written without spaces between words: Han, hiragana, katakana and their punctuation.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{312f}' | '\u{3190}'..='\u{a4cf}' | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ff9f}' | '\u{1b000}'..='\u{1b16f}' | '\u{20000}'..='\u{3ffff}')
        || matches!(c, '，' | '！' | '？' | '：' | '；' | '（' | '）' | '～')
}

fn is_east_asian(c: char) -> bool {
    is_unspaced(c) || matches!(c, '\u{1100}'..='\u{11ff}' | '\u{3130}'..='\u{318f}' | '\u{ac00}'..='\u{d7af}')
}
