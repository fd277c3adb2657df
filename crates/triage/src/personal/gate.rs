//! The first look at a text: most posts hold nothing that personal data are made of, and leave here.
//!
//! One pass over the bytes, no copy: a digit or `@` opens, and so do the few words after which a name, a password or a spelled number
//! may stand without any digit.

/// Words of four letters or signs, as a text has them in lower case, after something that is no letter.
const LATIN: [[u8; 4]; 17] = [
    *b"name", *b"pass", *b"zero", *b"oh o", *b"oh s", *b"oh f", *b"oh t", *b"oh n", *b"doub", *b"dot ", *b"(at)", *b"[at]", *b"(dot",
    *b"[dot", *b".com", *b"pw: ", *b"hold",
];

/// Words that open, all of them of characters of three bytes.
const WIDE: &[&str] = &[
    "이름",
    "성함",
    "성명",
    "비번",
    "비밀번호",
    "암호는",
    "암호:",
    "패스워드",
    "예금주",
    "명의",
    "수령인",
    "수취인",
    "받는",
    "입금자",
    "신청자",
    "계약자",
    "보호자",
    "예약자",
    "라고 합니다",
    "골뱅이",
    "공일",
    "영일",
    "공이",
    "공삼",
    "공공",
    "공칠",
    "전화번호",
    "번호는",
    "名前",
    "名義",
    "氏名",
    "宛",
    "申しま",
    "申す",
    "といい",
    "契約者",
    "受取人",
    "姓は",
    "パス",
    "暗証",
    "合言葉",
    "あっと",
    "アット",
    "〇",
    "零",
    "ゼロ",
    "丁目",
    "番地",
    "様",
];

/// The first characters of [`WIDE`], one bit each.
const WIDE_FIRST: [u64; 1024] = {
    let mut bits = [0; 1024];
    let mut word = 0;
    while word < WIDE.len() {
        let bytes = WIDE[word].as_bytes();
        let unit = code_unit(bytes[0], bytes[1], bytes[2]);
        bits[unit >> 6] |= 1 << (unit & 63);
        word += 1;
    }
    bits
};

/// Their second characters.
const WIDE_SECOND: [u64; 1024] = {
    let mut bits = [0; 1024];
    let mut word = 0;
    while word < WIDE.len() {
        let bytes = WIDE[word].as_bytes();
        if bytes.len() >= 6 {
            let unit = code_unit(bytes[3], bytes[4], bytes[5]);
            bits[unit >> 6] |= 1 << (unit & 63);
        }
        word += 1;
    }
    bits
};

const fn code_unit(first: u8, second: u8, third: u8) -> usize {
    (first as usize & 0x0F) << 12 | (second as usize & 0x3F) << 6 | third as usize & 0x3F
}

/// False only when nothing personal can be found in the text.
pub fn may_hold(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut after_letter = false;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'0'..=b'9' | b'@' => return true,
            b'a'..=b'z' | b'A'..=b'Z' => {
                if !after_letter && opens_latin(&bytes[at..]) {
                    return true;
                }
                after_letter = true;
                at += 1;
            }
            0..=0x7F => {
                if matches!(byte, b'(' | b'[' | b'.') && opens_latin(&bytes[at..]) {
                    return true;
                }
                after_letter = false;
                at += 1;
            }
            0xE0..=0xEF => {
                if opens_wide(&text[at..]) {
                    return true;
                }
                after_letter = false;
                at += 3;
            }
            _ => {
                after_letter = false;
                at += 1;
            }
        }
    }
    false
}

fn opens_latin(bytes: &[u8]) -> bool {
    let Some(word) = bytes.first_chunk::<4>() else { return false };
    matches!(word[0] | 0x20, b'n' | b'p' | b'z' | b'o' | b'd' | b'h' | b'(' | b'[' | b'.' | b'{')
        && LATIN.contains(&word.map(|byte| byte.to_ascii_lowercase()))
}

fn opens_wide(text: &str) -> bool {
    let bytes = text.as_bytes();
    // Signs of full width: digits, letters, `＠`.
    if bytes[0] == 0xEF && (bytes[1] == 0xBC && bytes[2] >= 0x90 || bytes[1] == 0xBD && bytes[2] <= 0x9A) {
        return true;
    }
    let unit = code_unit(bytes[0], bytes[1], bytes[2]);
    if WIDE_FIRST[unit >> 6] & 1 << (unit & 63) == 0 {
        return false;
    }
    let is_alone = matches!(text.chars().next(), Some('〇' | '零' | '宛' | '様'));
    let is_second = bytes.get(3..6).is_some_and(|next| {
        let unit = code_unit(next[0], next[1], next[2]);
        next[0] >= 0xE0 && WIDE_SECOND[unit >> 6] & 1 << (unit & 63) != 0
    });
    is_alone || is_second && WIDE.iter().any(|word| text.starts_with(word))
}
