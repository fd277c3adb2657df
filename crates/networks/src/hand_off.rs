//! The code that joins what somebody writes to a case that began elsewhere.
//!
//! Twelve characters of Crockford's base32, which knows no letter that is taken for a digit: `XXXX-XXXX-XXXX`.

const LETTERS: usize = 12;
const ALPHABET: &str = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The first code in brackets, `[#XXXX-XXXX-XXXX]`.
pub fn in_brackets(text: &str) -> Option<String> {
    // Programs of the region change brackets and signs into wide ones.
    let plain: String = text.chars().map(narrow).collect();
    plain.match_indices("[#").find_map(|(place, mark)| {
        let inside = &plain[place + mark.len()..];
        code(&inside[..inside.find(']')?])
    })
}

/// Read generously, as Crockford says: O is 0, I and L are 1, hyphens do not count.
pub fn code(text: &str) -> Option<String> {
    let letters =
        text.chars().filter(|letter| !matches!(letter, '-' | ' ')).take(LETTERS + 1).map(|letter| match letter.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            letter => letter,
        });
    let code: String = letters.collect();
    let is_code = code.chars().count() == LETTERS && code.chars().all(|letter| ALPHABET.contains(letter));
    is_code.then(|| format!("{}-{}-{}", &code[..4], &code[4..8], &code[8..]))
}

fn narrow(letter: char) -> char {
    match letter {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter),
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        letter => letter,
    }
}
