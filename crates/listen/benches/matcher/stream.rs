//! Posts and monitors made up from a seed: the same in every run and on every machine.
//!
//! 60% of the posts are Korean, 25% Japanese, 15% English, of 20 to 280 characters. Two thirds of their words are everyday words of a
//! care desk, which monitors ask for too; one third are words that hardly anybody uses. They have line breaks, laughter, emoji, full-width
//! letters, tags and addresses, as posts do. One in a hundred matches a monitor; as many again hold a monitor's name and do not match.

/// A generator of numbers (splitmix64).
pub struct Dice(u64);

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Language {
    Korean,
    Japanese,
    English,
}

/// What one monitor asks for.
pub struct Wish {
    pub language: Language,
    /// Nobody else asks for it.
    pub name: String,
    /// Everyday words.
    pub subjects: Vec<&'static str>,
    pub unwanted: &'static str,
    pub query: String,
}

const KOREAN: &str = "환불 배송 교환 반품 문의 고객센터 상담 예약 결제 취소 주문 쿠폰 할인 앱 오류 로그인 업데이트 설치 수리 기사님 방문 포장 파손 불량 \
    색상 사이즈 가격 품질 후기 추천 비추 만족 실망 최고 최악 진짜 정말 너무 완전 그냥 오늘 어제 내일 지금 아직 계속 다시 벌써 언제 왜 어떻게 \
    전화 문자 메일 답변 연락 기다림 직원 매장 본사 사장님 서비스 이벤트 당첨 무료 유료 구독 해지 환급 영수증 카드 현금 계좌 입금 출금 \
    친구 엄마 아빠 동생 우리 회사 학교 집 아침 점심 저녁 주말 여행 사진 영상 노래 드라마 영화 게임 커피 라면 치킨 피자 맛집 날씨 \
    좋아요 싫어요 힘들다 재밌다 맛있다 비싸다 싸다 빠르다 느리다 예쁘다 귀엽다 감사합니다 죄송합니다 안녕하세요 부탁드려요 했는데 안돼요";
const PARTICLES: &str = "이 가 은 는 을 를 에 에서 도 만 로 으로 이랑 하고 까지 부터 한테 이에요 인데 라서 _ _ _ _ _ _";
const JAPANESE: &str = "返金 配送 交換 返品 問い合わせ サポート 予約 決済 キャンセル 注文 クーポン 割引 アプリ エラー ログイン 更新 修理 梱包 破損 不良 \
    価格 品質 口コミ おすすめ 満足 残念 最高 最悪 本当に とても すごく 今日 昨日 明日 まだ また もう いつ なぜ どうして 電話 メール \
    返信 連絡 店員 店舗 本社 サービス イベント 無料 有料 解約 領収書 カード 現金 口座 友達 家族 会社 学校 朝 昼 夜 週末 旅行 写真 動画 \
    ドラマ 映画 ゲーム コーヒー ラーメン 天気 好き 嫌い 楽しい 美味しい 高い 安い 早い 遅い かわいい ありがとう ごめんなさい お願いします";
const JOINTS: &str = "が は を に で も の と から まで です ます でした ました けど 、 。 って";
const ENGLISH: &str = "refund delivery exchange return support booking payment cancel order coupon discount app error login update install repair \
    package broken price quality review great terrible really very just today yesterday tomorrow still again already when why how phone mail \
    answer waiting staff store service event free paid subscription receipt card cash account friend family work school morning evening weekend \
    travel photo video music movie game coffee weather love hate fun tasty cheap fast slow cute thanks sorry please the a an and or but is was \
    are were have has had do does did not no yes my your our their this that with without from for in on at to of it they we you i";
const SIGNS: &str = "ㅋㅋㅋ ㅠㅠ !! ... 😂 👍🏽 ❤\u{FE0F} ＳＮＳ ｗｗ https://example.com/a/b #오늘 #today (웃음) “정말” ~ ♥";
/// Syllables of names and of rare words.
const SYLLABLES: &str = "가 거 고 구 기 나 너 노 누 니 다 더 도 두 디 라 러 로 루 리 마 머 모 무 미 바 버 보 부 비 사 서 소 수 시 아 어 오 우 이 자 \
    저 조 주 지 차 초 추 치 카 코 쿠 크 키 타 터 토 투 트 티 파 포 푸 프 피 하 허 호 후 히 각 간 강 건 결 경 공 관 교 국 군 권 근 금 \
    길 남 단 당 대 동 든 람 랑 량 력 련 령 록 론 률 림 망 명 목 문 물 민 박 반 발 방 배 백 번 법 변 별 병 본 봉 북 분 불 산 상 색 생 \
    선 설 성 세 속 손 송 술 스 식 신 실 심 악 안 암 양 업 역 연 열 영 옥 온 왕 용 운 원 월 위 유 육 은 음 의 인 일 임 입 작 장 재 전 \
    점 정 제 족 종 죽 준 중 즉 증 직 진 질 집 착 찬 참 창 책 천 철 청 체 축 춘 출 충 측 층 친 칠 침 쾌 탄 탈 태 택 통 퇴 특 판 팔 패 \
    편 평 표 품 풍 필 학 한 할 함 합 항 해 행 향 험 현 형 혜 홍 화 환 활 황 회 효 훈 휴 흥 희 갤 넷 랩 맥 벅 샵 셀 엘 웰 캠 콘 텍 팡 핏";
const KANA: &str = "ア イ ウ エ オ カ キ ク ケ コ サ シ ス セ ソ タ チ ツ テ ト ナ ニ ヌ ネ ノ ハ ヒ フ ヘ ホ マ ミ ム メ モ ラ リ ル レ ロ ワ ン ガ ギ グ \
    ゴ ザ ジ ズ ダ デ ド バ ビ ブ ベ ボ パ ピ プ ペ ポ ー ッ ャ ュ ョ";
const KANJI: &str = "日 本 人 大 中 会 国 年 長 出 上 生 分 前 後 行 見 月 間 時 気 東 西 南 北 山 川 田 木 水 火 金 土 花 空 海 風 雨 雪 光 心 手 足 目 口 耳 \
    新 古 高 安 白 黒 赤 青 車 電 道 駅 店 家 町 村 市 京 都 社 員 部 課 係 品 物 食 飲 肉 魚 米 茶 酒 服 靴 紙 筆 机 門 戸 窓 庭";
const LETTERS: &str = "ba be bi bo bra cal can cor cra da del do dra el en fa fen fi flo ga gen gi gra ha hen ho in ja ka ken ki ko la len li lo lu ma \
    mar me mi mo na ne ni no nu o pa per pi po qua ra ren ri ro sa se si so sta ta ten ti to tra u va ve vi vo wa wi xa ya yo za ze zo";

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((bits ^ (bits >> 31)) % limit as u64) as usize
    }

    pub fn one_in(&mut self, count: usize) -> bool {
        self.below(count) == 0
    }

    fn of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }

    fn made_of(&mut self, parts: &[&str], least: usize, most: usize) -> String {
        (0..least + self.below(most - least + 1)).map(|_| self.of(parts)).collect()
    }
}

/// The words to make posts of.
pub struct Words {
    everyday: [Vec<&'static str>; 3],
    particles: Vec<&'static str>,
    joints: Vec<&'static str>,
    signs: Vec<&'static str>,
    syllables: Vec<&'static str>,
    kana: Vec<&'static str>,
    kanji: Vec<&'static str>,
    letters: Vec<&'static str>,
}

impl Words {
    pub fn new() -> Self {
        let words = |text: &'static str| -> Vec<&'static str> { text.split_whitespace().collect() };
        Self {
            everyday: [KOREAN, JAPANESE, ENGLISH].map(words),
            particles: words(PARTICLES),
            joints: words(JOINTS),
            signs: words(SIGNS),
            syllables: words(SYLLABLES),
            kana: words(KANA),
            kanji: words(KANJI),
            letters: words(LETTERS),
        }
    }

    fn everyday(&self, dice: &mut Dice, language: Language) -> &'static str {
        dice.of(&self.everyday[language as usize])
    }

    fn name(&self, dice: &mut Dice, language: Language) -> String {
        match language {
            Language::Korean => dice.made_of(&self.syllables, 3, 5),
            Language::Japanese => dice.made_of(&self.kana, 5, 8),
            Language::English => dice.made_of(&self.letters, 3, 5),
        }
    }

    /// `(~name OR handle OR "other name") (words) NOT word` and simpler ones; every ninth asks for variants.
    pub fn wish(&self, dice: &mut Dice) -> Wish {
        let language = [Language::Korean, Language::Korean, Language::Japanese, Language::English][dice.below(4)];
        let name = self.name(dice, language);
        let subjects: Vec<&str> = (0..1 + dice.below(4)).map(|_| self.everyday(dice, language)).collect();
        let unwanted = self.everyday(dice, Language::Korean);
        let sign = if dice.one_in(9) { "~" } else { "" };
        let (handle, product) = (self.name(dice, Language::English), self.name(dice, language));
        let any_subject = subjects.join("\" OR \"");
        let query = match dice.below(6) {
            0 => format!("{sign}{name} OR @{handle}"),
            1 => format!("{sign}{name} \"{}\"", subjects[0]),
            2 => format!("({sign}{name} OR @{handle} OR #{name}) (\"{any_subject}\") -{unwanted}"),
            3 => format!("({sign}{name} OR \"{name} {product}\" OR {product}) -(채용 OR 광고 OR {unwanted})"),
            4 => format!("({sign}{name} OR {handle}) NEAR/9 (\"{any_subject}\")"),
            _ => format!("{sign}{name} (\"{any_subject}\" OR has:link) -lang:zh"),
        };
        Wish { language, name, subjects, unwanted, query }
    }

    pub fn post(&self, dice: &mut Dice, wishes: &[Wish]) -> String {
        let language = match dice.below(100) {
            0..60 => Language::Korean,
            60..85 => Language::Japanese,
            _ => Language::English,
        };
        let length = 20 + dice.below(261);
        let mut text = self.sentence(dice, language);
        let mut count = text.chars().count();
        let wish = &wishes[dice.below(wishes.len())];
        match dice.below(100) {
            0 => text.push_str(&format!(" {} {} {} ", wish.name, wish.subjects[0], self.particle(dice, wish.language))),
            1 => text.push_str(&format!(" {} {} ", wish.name, wish.unwanted)),
            _ => {}
        }
        while count < length {
            let more = self.sentence(dice, language);
            count += more.chars().count();
            text.push_str(&more);
        }
        let end = text.char_indices().nth(280).map_or(text.len(), |(at, _)| at);
        text.truncate(end);
        text
    }

    /// A few words.
    fn sentence(&self, dice: &mut Dice, language: Language) -> String {
        let mut text = String::new();
        for _ in 0..2 + dice.below(4) {
            match dice.one_in(3) {
                true => text.push_str(&self.rare(dice, language)),
                false => text.push_str(self.everyday(dice, language)),
            }
            text.push_str(self.particle(dice, language));
            if language != Language::Japanese {
                text.push(' ');
            }
        }
        match dice.below(6) {
            0 => text.push('\n'),
            1 => text.push_str(&format!("{} ", dice.of(&self.signs))),
            2 => text.push_str(". "),
            _ => {}
        }
        text
    }

    fn rare(&self, dice: &mut Dice, language: Language) -> String {
        match language {
            Language::Korean => dice.made_of(&self.syllables, 2, 4),
            Language::Japanese if dice.one_in(2) => dice.made_of(&self.kanji, 2, 3),
            Language::Japanese => dice.made_of(&self.kana, 3, 5),
            Language::English => dice.made_of(&self.letters, 2, 4),
        }
    }

    fn particle(&self, dice: &mut Dice, language: Language) -> &'static str {
        match language {
            Language::Korean => Some(dice.of(&self.particles)).filter(|particle| *particle != "_").unwrap_or_default(),
            Language::Japanese => dice.of(&self.joints),
            Language::English => "",
        }
    }
}
