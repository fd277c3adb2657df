//! Korean names: a family name of one syllable (rarely two) and one or two more.

use super::Named;
use crate::personal::mark::Mark;
use crate::personal::page::{Page, is_hangul};
use std::ops::Range;

const FAMILIES: &str = "김이박최정강조윤장임한오서신권황안송전홍유고문양손배백허남심노하곽성차주우구민류나진지엄채원천방공현함변염여추도소석선설마길연위표명기반왕금옥육인맹제모탁국어은편용라";

const LONG_FAMILIES: &[&str] = &["남궁", "선우", "제갈", "황보", "독고", "사공", "서문", "동방"];

/// What may follow a name in the same word.
const PARTICLES: &[&str] = &[
    "",
    "이고",
    "고",
    "이에요",
    "예요",
    "이구요",
    "이고요",
    "구요",
    "입니다",
    "이요",
    "요",
    "으로",
    "로",
    "앞",
    "앞으로",
    "님",
    "님이",
    "님은",
    "씨",
    "씨가",
    "씨는",
    "인데",
    "인데요",
    "이라고",
    "라고",
    "이라는",
    "라는",
    "이며",
    "며",
    "이랑",
    "랑",
    "이름으로",
    "명의",
    "맞습니다",
    "맞아요",
    "이다",
    "임",
    "고객",
    "께",
    "한테",
    "에게",
    "입니당",
    "이여",
    "인데여",
    "이오",
];

/// Syllables of given names.
const GIVEN: &str = "가강건경계고공관광교구국군권규균그근금기길나난남내노누니다단달대덕도동두득라란람래량려련령례로루류률리림마만말매명모목무문미민바박반배백범벽변별병보복본봉부비빈빛사산삼상새샘서석선설섭성세소솔송수숙순숭슬승시식신실심\
아안애양언엄여연열영예오옥온완요용우욱운웅원월위유윤율융은을음의이익인일임자장재전정제조종주준중지진질차찬창채천철청초춘충치태택평표필하학한해향헌혁현형혜호홍화환효훈휘휴희힘결든봄샛랑롬늘렌랜린솜찬름";

const NO_NAMES: &str = " 이메일 전화번 전화로 이름은 이름이 이름을 이름 이거 이건 이게 이제 이번 정보 정말 정확히 주문 주문이 주문은 주문자 주문건 주소 주소는 주소로 주소가 고객 고객님 고객센 고객번 안녕 안내 한번 한번만 \
    변경 변경요 오류 방법 신청 신청자 인증 인증이 확인 성함 문자 문의 문의드 문자로 연락 연락처 연락은 연락이 송장 송장은 배송 배송지 배송이 배송은 계좌 카드 카드로 하나 하나은 하나도 우리 우리은 우체국 신한은 국민은 \
    기업은 농협은 조회 조회가 조회해 안돼요 안됩니 안되네 안됨 안와요 안 현재 현관 고장 소식 소비자 우편번 우편 지금 지금도 진짜 진짜로 오늘 오늘은 어제 하루 여기 여기로 여기요 나중에 제발 제발요 주세요 주시면 주십쇼 \
    보내주 부탁 부탁드 맞나요 맞습니 맞는데 기사님 기다려 이쪽 이쪽이 이렇게 이걸로 이상 인데요 인데 입니다 이에요 이고 이랑 이요 이며 이번에 으로 해지요 해주세 환불 환불은 환불이 결제 결제는 결제가 구매 반품 교환 회원 \
    회원은 명의 명의는 명의가 예금주 수령인 받는분 보호자 계약자 가입 가입이 등록 등록이 남편 엄마 아빠 아내 어머니 아버지 어디 어디다 언제 언제쯤 아직 아직도 도착 도대체 전달 전번 전부 전체 원래 원인 조치 조심하 두번 두시 \
    서류 서울 서울시 부산 대구 인천시 강남 강남구 용산구 마포구 은평구 도봉구 금천구 구로구 노원구 제주 제주시 제주도 광주 전주 전주시 원주시 여수 여수시 수원시 성남시 용인시 고양시 안산시 안양시 남양주 경기도 강원도 전라도 \
    휴대폰 핸드폰 하이폰 메일 메일은 메일로 제이름 제번호 제카드 제계좌 제발좀 제가 제꺼 이용 이용자 이용권 구독 구입 구매자 소액 소송 소리 심지어 노트북 남아 남은 남자 나머지 유효기 유심 유료 유튜브 하자 하라고 하는데 하지만 \
    차량 차단 차이 차례 공지 공동 공식 공유 공공 성공 성인 강제 강력히 임시 임시비 신규 신고 신속 신용 신청서 권한 양식 양쪽 양해 문앞 문제 문제가 지연 지난 지난주 지역 지점 진행 진행상 채팅 천원 만원 방금 방문 현금 현장 \
    추가 추가로 추적 도움 도로 석달 설명 설정 설치 마지막 마감 길게 연결 연체 위에 위로 표시 표기 명단 기존 기록 기한 반드시 반송 반송됐 반복 인보이 모두 모든 국내 국제 은행 용량 라인 라고 라는데 어플 어떻게 선물 선택 원룸 장난 장애 ";

/// Words that only a person's own name follows.
const STRONG: &[&str] = &[
    "제 이름은",
    "성함은",
    "예금주",
    "예금주는",
    "예금주명",
    "명의자",
    "수령인",
    "받는분",
    "받는 분",
    "입금자명",
    "입금자",
    "신청자명",
    "계약자",
    "보호자",
    "예약자",
    "수취인",
    "주문자",
    "성명",
];

/// After a word like `수령인`.
pub fn labelled(page: &Page, mark: &Mark, has_others: bool) -> Named {
    let start = page.skip(mark.at.end, |c| matches!(c, ' ' | ':' | '은' | '는' | '이' | '가' | '=' | '(' | '-' | '\n'));
    // `이` and the like may begin the name itself.
    let starts = [start, start.saturating_sub(1)];
    let at = starts.into_iter().find_map(|start| (start >= mark.at.end).then(|| name_at(page, start, 2)).flatten())?;
    let is_glued =
        at.start == mark.at.end && is_hangul(page.before(at.start)) && !page.ends_with(at.start, "은") && !page.ends_with(at.start, "이");
    let is_said = page.skip(at.end, is_hangul) > at.end || !is_hangul(page.get(page.skip(at.end, |c| c == ' ')));
    let is_given = page.is_any(&mark.at, STRONG) || page.chars[mark.at.end..at.start].contains(&':') || page.ends_with(mark.at.end, "은");
    if at.start > mark.at.end + 4 || is_glued || !(has_others || is_given && is_said) {
        return None;
    }
    Some((at, if is_given || is_said { 860 } else { 620 }))
}

/// `김모래입니다`, `강순례 앞으로`: only beside other findings.
pub fn alone(page: &Page, at: usize) -> Named {
    let name = name_at(page, at, 3)?;
    if !is_given(page, &name) {
        return None;
    }
    let said = [
        "입니다",
        "이에요",
        "예요",
        "이라고",
        "님",
        "씨",
        " 앞",
        "인데요",
        "이고",
        " 고객",
        " 명의",
        " 님",
        " 씨",
        "이름으로",
        " 이름으로",
        "(",
        "/",
    ];
    said.iter().any(|said| page.starts_with(name.end, said)).then_some((name, 640))
}

fn is_given(page: &Page, name: &Range<usize>) -> bool {
    page.chars[name.start + 1..name.end].iter().all(|c| GIVEN.contains(*c)) && page.before(name.end) != '이'
}

/// `나유민이라고 합니다`.
pub fn introduced(page: &Page, at: usize) -> Named {
    let says = [
        "라고 합니다",
        "이라고 합니다",
        "라고 해요",
        "이라고 해요",
        "라고해요",
        "이라고해요",
        "라고합니다",
        "이라고합니다",
        "라고 하는데요",
        "이라고 하는데요",
        "라 합니다",
        "이라 합니다",
    ];
    says.iter().find(|says| page.starts_with(at, says))?;
    let start = page.skip_back(at, is_hangul);
    let at = start..at;
    is_name(page, &at, 2).then_some((at, 840))
}

pub fn after(page: &Page, end: usize) -> Named {
    let start = page.skip(end, |c| matches!(c, ' ' | '(' | '/' | ',' | '\n' | '·'));
    if start > end + 3 || start == end {
        return None;
    }
    let at = name_at(page, start, 3).filter(|at| is_given(page, at))?;
    let is_said = ["입니다", "이에요", "예요", "님", "씨", " 앞", " 맞"].iter().any(|said| page.starts_with(at.end, said));
    Some((at, if is_said { 820 } else { 620 }))
}

pub fn before(page: &Page, start: usize) -> Named {
    let end = page.skip_back(start, |c| matches!(c, ' ' | '(' | '/' | ',' | '\n' | '·' | ':' | '<' | '[' | '+'));
    let has_title = page.ends_with(end, "님") || page.ends_with(end, "씨") || page.ends_with(end, "고객");
    let end = if page.ends_with(end, " 고객") {
        end - 3
    } else if page.ends_with(end, "님") || page.ends_with(end, "씨") {
        end - 1
    } else {
        end
    };
    if end == 0 || start - end > 6 || start == end {
        return None;
    }
    let word = page.skip_back(end, is_hangul)..end;
    (is_name(page, &word, 3) && is_given(page, &word)).then_some((word, if has_title { 820 } else { 620 }))
}

/// A name at a place, with nothing but a particle after it in its word.
fn name_at(page: &Page, start: usize, least: usize) -> Option<Range<usize>> {
    if is_hangul(page.before(start)) && !matches!(page.before(start), '은' | '는' | '이' | '가') {
        return None;
    }
    let word_end = page.skip(start, is_hangul);
    let is_long_family = LONG_FAMILIES.iter().any(|family| page.starts_with(start, family));
    let lengths: &[usize] = if is_long_family { &[4, 3] } else { &[3, 2] };
    lengths.iter().filter(|length| **length >= least).find_map(|length| {
        let at = start..start + length;
        let rest = at.end..word_end;
        // `한결이고` is `한결` and a particle.
        let is_particle = page.before(at.end) == '이' && !rest.is_empty() && page.is_any(&(at.end - 1..word_end), PARTICLES);
        (at.end <= word_end && !is_particle && is_name(page, &at, least) && page.is_any(&rest, PARTICLES)).then_some(at)
    })
}

fn is_name(page: &Page, at: &Range<usize>, least: usize) -> bool {
    let most = if LONG_FAMILIES.iter().any(|family| page.starts_with(at.start, family)) { 4 } else { 3 };
    if !(least..=most).contains(&at.len()) || !FAMILIES.contains(page.get(at.start)) {
        return false;
    }
    let word = page.lower(at.clone());
    let is_ordinary = NO_NAMES.contains(&format!(" {word} "))
        || word.ends_with(['번', '은', '는', '요', '로', '을', '를', '에', '도', '만', '시', '구', '동', '행', '크']);
    // In three syllables a last `은`, `로`, `도`, `시`, `을` may be a name's; a label tells.
    let is_allowed = least == 2 && !NO_NAMES.contains(&format!(" {word} ")) && word.ends_with(['은', '을', '로', '도', '시', '동', '구']);
    !is_ordinary || is_allowed
}
