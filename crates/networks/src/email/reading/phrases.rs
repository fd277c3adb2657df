//! The words with which mail programs introduce what is not said now: Korean, Japanese, English, and the commonest others.

/// A longer line introduces nothing.
const LINE_CHARACTERS_MAX: usize = 300;

/// How an introduction ends.
const WROTE: [&str; 24] = [
    " wrote:",
    "wrote：",
    " writes:",
    "님이 작성:",
    "님이 작성：",
    " 작성:",
    "님의 말:",
    "님이 쓴 글:",
    " 쓴 글:",
    "님이 보낸 메시지:",
    "님의 메일:",
    "썼습니다:",
    "のメール:",
    "のメール：",
    "書きました:",
    "書きました：",
    "のメッセージ:",
    "のメッセージ：",
    "写道：",
    "写道:",
    "寫道：",
    " schrieb:",
    " a écrit :",
    " escribió:",
];

/// Texts between dashes above an earlier mail.
const SEPARATORS: [&str; 16] = [
    "original message",
    "original mail",
    "original text",
    "reply message",
    "원본 메시지",
    "원본메시지",
    "원본 메일",
    "원본메일",
    "원본 이메일",
    "원본 내용",
    "원문",
    "元のメッセージ",
    "元メール",
    "元のメール",
    "原始邮件",
    "原始郵件",
];

const FORWARD_MARKS: [&str; 12] = ["fw", "fwd", "전달", "전달됨", "転送", "轉寄", "转发", "wg", "tr", "rv", "enc", "fyi"];

/// `On …, somebody wrote:` and its kin, in one line.
pub fn is_attribution(line: &str) -> bool {
    let line = line.trim().trim_start_matches(['>', ' ', '*']).trim_end_matches('*').trim_end();
    if line.chars().count() > LINE_CHARACTERS_MAX {
        return false;
    }
    let lower = line.to_lowercase();
    let names_somebody = line.contains('@') || line.chars().any(|letter| letter.is_ascii_digit());
    if names_somebody && WROTE.iter().any(|ending| lower.ends_with(ending)) {
        return true;
    }
    if lower.starts_with("on ") && lower.contains(" wrote:") && lower.ends_with(':') {
        return true;
    }
    // Japanese programs: `2026年11月22日(日) 15:10 Acme <care@acme.com>:`
    lower.ends_with([':', '：']) && line.contains('@') && begins_with_date(line)
}

/// An introduction that nobody writes by hand: an address in brackets, or a date with a time of day.
pub fn is_certain(attribution: &str) -> bool {
    let bytes = attribution.as_bytes();
    let is_digit = |place: usize| bytes.get(place).is_some_and(u8::is_ascii_digit);
    let has_time = (1..bytes.len()).any(|place| bytes[place] == b':' && is_digit(place - 1) && is_digit(place + 1) && is_digit(place + 2));
    let has_address = attribution.split_once('<').is_some_and(|(_, rest)| rest.contains('@'));
    has_address || has_time && begins_with_moment(attribution)
}

/// `On Sun, …` or `2026년 …`: how introductions begin.
pub fn begins_with_moment(line: &str) -> bool {
    let line = line.trim();
    line.to_lowercase().starts_with("on ") || begins_with_date(line)
}

fn begins_with_date(line: &str) -> bool {
    let digits = line.chars().take_while(char::is_ascii_digit).count();
    let after = line.chars().nth(digits);
    (digits == 4 || digits == 2) && matches!(after, Some('年' | '년' | '/' | '-' | '.'))
}

/// `-----Original Message-----`
pub fn is_separator(line: &str) -> bool {
    let line = line.trim();
    let inner = line.trim_matches(|letter: char| "-—–_=*＿―─━ ".contains(letter));
    let ruled = line.starts_with("--") || line.starts_with("__") || line.starts_with("==") || line.starts_with(['—', '─', '━', '―']);
    ruled && SEPARATORS.contains(&inner.to_lowercase().as_str())
}

/// `---------- Forwarded message ---------`
pub fn is_forward_separator(line: &str) -> bool {
    const SEPARATORS: [&str; 7] = [
        "forwarded message",
        "begin forwarded message:",
        "전달된 메일",
        "전달된 메시지",
        "転送されたメッセージ",
        "転送メッセージ",
        "转发的邮件",
    ];
    let inner = line.trim().trim_matches(|letter: char| "-—–_=* ".contains(letter)).to_lowercase();
    SEPARATORS.contains(&inner.as_str())
}

/// A line that only draws: `________________________________`.
pub fn is_rule(line: &str) -> bool {
    let line = line.trim();
    let mut letters = line.chars().filter(|letter| !letter.is_whitespace());
    let draws = letters.all(|letter| "-_=*~+#^/.:;･・…—–―─━═＝－＿＊◆◇■□●○★☆♪｡ﾟ゜。☆彡".contains(letter));
    draws && line.chars().count() >= 5
}

/// What the name before the colon of a line says that the line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Label {
    From,
    Date,
    Subject,
    Other,
}

/// `From: …`, `보낸 사람: …`, `差出人: …`
pub fn label(line: &str) -> Option<Label> {
    let line = line.trim().trim_start_matches(['*', '>', ' ', '■', '・']);
    let (name, _) = line.split_once([':', '：'])?;
    if name.len() > 40 {
        return None;
    }
    let name: String = name.to_lowercase().chars().filter(|letter| !letter.is_whitespace() && *letter != '*').collect();
    match name.as_str() {
        "from" | "보낸사람" | "보낸이" | "발신" | "발신자" | "발신인" | "差出人" | "送信者" | "発信者" | "发件人" | "寄件者" | "von"
        | "de" => Some(Label::From),
        "sent" | "date" | "날짜" | "보낸날짜" | "보낸시간" | "보낸일시" | "발신일" | "발신일시" | "일시" | "작성일" | "送信日時"
        | "送信日" | "日時" | "日付" | "发送时间" | "发送日期" | "日期" | "gesendet" => Some(Label::Date),
        "subject" | "제목" | "件名" | "主题" | "主題" | "betreff" => Some(Label::Subject),
        "to" | "cc" | "bcc" | "reply-to" | "importance" | "받는사람" | "받은사람" | "받는이" | "수신" | "수신자" | "참조" | "첨부"
        | "宛先" | "返信先" | "cc:" | "收件人" | "抄送" | "an" => Some(Label::Other),
        _ => None,
    }
}

/// `Fwd: …`: what it brings along is what is said.
pub fn is_forward(subject: &str) -> bool {
    let mut rest = subject.trim().trim_start_matches('[');
    // `Re: Fwd: …` answers a forwarded mail.
    rest = rest.trim_start();
    let mark = rest.split([':', '：', ']']).next().unwrap_or_default().trim().to_lowercase();
    rest.contains([':', '：', ']']) && FORWARD_MARKS.contains(&mark.as_str())
}

/// `>_<` is a face and no quote.
pub fn is_face(line: &str) -> bool {
    let face: String = line.trim_start().chars().take_while(|letter| !letter.is_whitespace()).take(8).collect();
    let face = face.strip_prefix(['>', '＞']).unwrap_or(&face);
    !face.starts_with(['>', '＞']) && face.find(['<', '＜']).is_some_and(|end| face[..end].chars().count() <= 5)
}
