//! Personal data by pattern. `⟦ ⟧` marks what must be found, and nothing else may be.

use answerable_domain::PERSONAL_DATA_CERTAIN;
use answerable_domain::PersonalDataKind::{
    self, Account, Address, Card, Email, MyNumber, Name, OrderNumber, Password, Phone, ResidentNumber,
};
use answerable_triage::{Assessor, Input};

#[track_caller]
fn check(kind: PersonalDataKind, marked: &[&str]) {
    for marked in marked {
        let text = marked.replace(['⟦', '⟧'], "");
        let found = Assessor::shipped().assess(&Input::of(&text)).personal_data;
        let mut shown = text.clone();
        for found in found.iter().rev() {
            shown.insert(found.end as usize, '⟧');
            shown.insert(found.start as usize, '⟦');
        }
        assert_eq!(&shown, marked, "{found:?}");
        assert!(found.iter().all(|found| found.kind == kind), "{marked} {found:?}");
    }
}

#[test]
fn mail_addresses() {
    check(
        Email,
        &[
            "⟦minji.kim@example.co.kr⟧로 답장 주세요",
            "<⟦a+b@x.io⟧>",
            "mailto:⟦me@example.com⟧.",
            "메일⟦me@example.com⟧입니다",
            "⟦me＠example.com⟧",
        ],
    );
    check(
        Email,
        &[
            "@user@mastodon.social",
            "@acme.bsky.social",
            "icon@2x.png",
            "me@localhost",
            "a @ b.com",
            "https://user@example.com/x",
            "@",
            "@@@",
        ],
    );
}

#[test]
fn korean_telephones() {
    check(
        Phone,
        &[
            "⟦010-1234-5678⟧로 전화",
            "⟦01012345678⟧",
            "⟦010 9433 9736⟧",
            "⟦010.1234.5678⟧",
            "⟦０１０－１２３４－５６７８⟧",
            "연락처:⟦010-1234-5678⟧",
        ],
    );
    check(Phone, &["⟦02-123-4567⟧", "⟦(02)1234-5678⟧", "⟦031-123-4567⟧", "⟦+82 10-1234-5678⟧", "⟦+821012345678⟧", "⟦011-234-5678⟧"]);
    check(
        Phone,
        &["1588-2296", "080-123-4567", "1544-1234 전화 안받음", "2024-11-18 14:30 ⟦010-1234-5678⟧", "2 ⟦010-1234-5678⟧ ⟦010-8765-4321⟧"],
    );
}

#[test]
fn japanese_telephones() {
    check(
        Phone,
        &[
            "⟦090-1234-5678⟧まで",
            "⟦08012345678⟧",
            "⟦03-1234-5678⟧",
            "⟦０９０ー１２３４ー５６７８⟧",
            "⟦+81 90-1234-5678⟧",
            "⟦0466-12-3456⟧",
            "⟦045-123-4567⟧",
        ],
    );
    check(Phone, &["0120-345-143", "0570-123-456", "0800-123-4567"]);
}

#[test]
fn other_telephones() {
    check(
        Phone,
        &["⟦+1 524 889 4650⟧", "⟦(667) 436-3269⟧", "⟦910-944-7211⟧", "⟦+44 20 7946 0958⟧", "⟦+49 (0)30 123456⟧", "⟦1-415-555-2671⟧"],
    );
    check(Phone, &["1-800-183-3026", "+1 800 555 1234", "+100", "+1,000,000", "+5 points"]);
}

#[test]
fn payment_cards() {
    check(
        Card,
        &[
            "카드 ⟦4111 1111 1111 1111⟧",
            "⟦5555-5555-5555-4444⟧",
            "⟦4111111111111111⟧",
            "⟦3782 822463 10005⟧",
            "⟦４１１１−１１１１−１１１１−１１１１⟧",
        ],
    );
    check(Card, &["⟦4222222222222⟧", "⟦6212345678900000003⟧"]);
    check(Card, &["4111 1111 1111 1112", "1234567812345670", "0000000000000000"]);
}

#[test]
fn resident_numbers() {
    check(ResidentNumber, &["주민번호 ⟦900101-1234568⟧", "⟦9001011234568⟧", "⟦９００１０１－１２３４５６８⟧", "⟦211005-3999999⟧"]);
    check(ResidentNumber, &["901301-1234568", "900230-1234568"]);
}

#[test]
fn japanese_addresses() {
    check(
        Address,
        &[
            "⟦〒123-4567⟧",
            "⟦〒1234567⟧です",
            "⟦〒１２３－４５６７⟧",
            "⟦東京都渋谷区神南1-2-3⟧です",
            "⟦埼玉県さいたま市大宮区桜木町1丁目2番⟧",
            "住所は、⟦渋谷区神南１丁目⟧",
        ],
    );
    check(
        Address,
        &[
            "〒は書いたのに54個足りない",
            "123-4567",
            "東京都で1-0の勝利",
            "渋谷区で3時",
            "3番ホーム",
            "東京都2024年",
            "一丁目の夕日",
            "〒123",
        ],
    );
}

#[test]
fn korean_addresses() {
    check(
        Address,
        &[
            "⟦서울시 강남구 테헤란로 152⟧로 보내주세요",
            "⟦서울 강남구 역삼동 123-4번지⟧",
            "주소: ⟦경기도 성남시 분당구 판교로12번길 3⟧",
            "⟦강남구 테헤란로152, 5층⟧",
            "⟦101동 1203호⟧",
        ],
    );
    check(
        Address,
        &[
            "친구 별로 3",
            "다시 서로 2개",
            "강남구 역으로 10분",
            "하면 바로 5",
            "강남구 테헤란로 3분",
            "2호선 강남역",
            "서울 가는길 30분",
            "3동",
            "역시 제대로 2",
        ],
    );
}

#[test]
fn other_numbers_are_not_personal() {
    let texts = [
        "2024-11-18 14:30",
        "2024/11/23 14:30に注文",
        "1,320,000원",
        "98799원",
        "$1,299.00",
        "버전 3.905.12",
        "v3.54.103",
        "SM-6966N",
        "flight UA2556",
        "https://example.com/010-1234-5678",
        "example.com/p/4111111111111111",
        "192.168.10.11",
        "13:30-15:00",
        "1768089600000",
        "32분 기다렸어요",
        "100%",
        "#01012345678",
        "٠١٠١٢٣٤٥٦٧٨",
    ];
    check(Phone, &texts);
}

#[test]
fn numbers_that_a_word_names() {
    check(
        OrderNumber,
        &[
            "주문번호 ⟦20241118-0001234⟧",
            "운송장 ⟦387610554047⟧",
            "invoice ⟦15828082⟧",
            "注文番号:⟦4111111111111111⟧",
            "⟦88213-A⟧ is my order number",
        ],
    );
    check(
        OrderNumber,
        &["주문 ⟦#100284⟧이랑 ⟦#100291⟧", "order at 7.10pm", "ticket prices: 25/35/45/75", "주문 3개", "예약 2026-11-22", "주문 12,000원"],
    );
    check(
        Account,
        &[
            "국민은행 ⟦482901-04-119382⟧",
            "普通預金 ⟦7654321⟧",
            "IBAN ⟦GB80TEST20304055512345⟧",
            "sort code ⟦20-00-00⟧",
            "계좌 3개",
            "은행 15시",
        ],
    );
    check(MyNumber, &["マイナンバー⟦712768426848⟧", "個人番号は⟦７９２４４０２６８５９９⟧です", "マイナンバー5回", "712768426849"]);
    check(
        ResidentNumber,
        &[
            "SSN is ⟦219-09-9999⟧",
            "NI number ⟦AB 12 34 56 C⟧",
            "여권번호 ⟦M38201947⟧",
            "在留カード⟦AB12345678CD⟧",
            "운전면허 ⟦11-19-482033-71⟧",
        ],
    );
}

#[test]
fn passwords_that_are_given_away() {
    check(
        Password,
        &[
            "비번이 ⟦haneul2020!⟧인데",
            "password was ⟦Turnip!Summer22⟧ and",
            "PINは⟦0427⟧に",
            "otp: ⟦550913⟧",
            "暗証番号は⟦5093⟧",
            "⟦tkfkd0214⟧가 비번인데",
        ],
    );
    check(
        Password,
        &[
            "비밀번호 바꿨는데 안돼요",
            "비밀번호 5회 오류",
            "my password is not accepted",
            "パスワード5回間違えた",
            "キャンパスは12月6日",
            "코드: GOGO8812",
        ],
    );
}

#[test]
fn names_that_are_given_or_stand_beside_something() {
    check(
        Name,
        &["제 이름은 ⟦한결⟧이고", "예금주 ⟦조하린⟧", "my name is ⟦Prudence Oakshott⟧ and", "⟦井上⟧と申します", "名義は⟦ヤマダ タロウ⟧です"],
    );
    check(
        Name,
        &[
            "이름을 안 알려주시네요",
            "성함 부르면서 친한 척",
            "名前がカタカナの人",
            "宛名が母の旧姓",
            "the name of the rose",
            "娘の水着の写真",
            "받는 사람 이름 크게",
        ],
    );
}

#[test]
fn hidden_spellings() {
    check(
        Phone,
        &[
            "⟦공일공 이삼팔사 오오육일⟧",
            "⟦〇九〇の〇二三四の五六七八⟧に",
            "⟦010★2384★5561⟧",
            "⟦zero seven seven zero zero, nine hundred, one one eight⟧",
            "⟦01O-33l8-72O4⟧",
            "⟦0️⃣1️⃣0️⃣-2️⃣3️⃣8️⃣4️⃣-5️⃣5️⃣6️⃣1️⃣⟧",
        ],
    );
    check(
        Email,
        &[
            "⟦kev dot barlow at posthut dot com⟧",
            "⟦sujin (at) example.kr⟧",
            "⟦minsu77 골뱅이 네이버⟧",
            "look at example.com",
            "don't @ me. the end",
        ],
    );
}

/// A form that other things have as well is only covered, never stopped.
#[test]
fn the_guard_is_stricter_than_the_mask() {
    let confidence = |text: &str| Assessor::shipped().assess(&Input::of(text)).personal_data.first().map(|found| found.confidence);
    for certain in ["010-1234-5678", "4111 1111 1111 1111", "me@example.com", "주문번호 20241118-0001234", "900101-1234568"] {
        assert!(confidence(certain) >= Some(PERSONAL_DATA_CERTAIN), "{certain}");
    }
    for weak in ["211005-1999999", "900101-1234567", "20261103-88213", "please take 646 555 0187 away", "my address is 181 Pine Hollow Rd"]
    {
        assert!(confidence(weak).is_some_and(|confidence| confidence < PERSONAL_DATA_CERTAIN), "{weak} {:?}", confidence(weak));
    }
}
