//! What Korean people write without a space before and after a short word.
//!
//! Korean is written with spaces between words, but in posts they are often left out (`어제삼성갔는데`), while short words also stand inside
//! longer ones (`기아` in `전기아파트`). Without a dictionary the difference is told by closed lists: what stands before the word in the
//! same run of Hangul must be able to end a word of its own, and what follows a word of one syllable must be particles.
//!
//! To teach the matcher a word, add it to the list that it belongs to, and a case to `fixtures/listening/ko.jsonl`. A particle belongs to
//! the list of what it follows (`폰이` but `차가`): half of the words that merely look like a noun with a particle (`콜라`) are told by that.

use crate::character::is_hangul;
use std::collections::HashSet;
use std::sync::LazyLock;

/// Particles after any noun. They may follow each other (`에서는`, `까지만`).
const AFTER_ANY: &str = "의 에 에서 에선 엔 에게 에겐 에게서 께 께서 한테 한테서 한텐 더러 보고 하고 도 만 까지 부터 마다 처럼 \
    같이 보다 만큼 밖에 뿐 대로 조차 마저 커녕 말고 들 님 씨 쪽 용 요";

/// Particles after a noun that ends in a consonant.
const AFTER_CONSONANT: &str = "은 이 을 과 이랑 으로 으로서 으로써 으로는 으로도 이나 이나마 이라도 이든 이든지 이여 은커녕";

/// Particles after a noun that ends in a vowel.
const AFTER_VOWEL: &str = "는 가 를 와 랑 나 나마 라도 든 든지 여 는커녕";

/// Particles after a noun that ends in a vowel or in ㄹ.
const AFTER_VOWEL_OR_L: &str = "로 로서 로써 로는 로도";

/// Forms of the copula after any noun. The copula makes a noun into a sentence; nothing follows it.
const COPULA_AFTER_ANY: &str = "입니다 입니까 임 인 일 인가 인가요 인지 인데 인데요 인데도 인듯 인듯요 일까 일까요 일지 에요 예요 아님 \
    아니고 아니라 아닌데";

/// Forms of the copula after a consonant. After a vowel the 이 is left out, and 이었 and 이어 become 였 and 여.
const COPULA_AFTER_CONSONANT: &str = "이다 이에요 이예요 이야 이죠 이지 이지만 이네 이네요 이고 이고요 이며 이면 이라 이라고 이라는 이란 이라서 \
    이니까 이니 이어서 이었다 이었어 이었어요 이었는데 이었음 이군 이군요 이구나 이라며 이라니 이랍니다 이래 \
    이래요 이겠지 이거든 이거나";

/// Forms of the copula after a vowel.
const COPULA_AFTER_VOWEL: &str = "다 야 죠 지 지만 네 네요 고 고요 며 면 라 라고 라는 란 라서 니까 니 여서 였다 였어 였어요 였는데 였음 \
    군 군요 구나 라며 라니 랍니다 래 래요 겠지 거든 거나";

/// Endings of verbs and adjectives after which the next word may begin. A stem must stand before them.
const VERB_ENDINGS: &str = "서 고 면 데 지만 니까 려고 다가 던 한 된 할 될 하는 하던 해서 했던 라는 라고 다고 자고 냐고 라서 다 \
    요 죠 네 음 함 됨 임 듯 게 까 해 돼 야 때문에";

/// Determiners and pronouns that people write together with the next word. Syllables that begin many nouns (매, 전, 자) are left out.
const DETERMINERS: &str = "그 이 저 내 네 니 제 나 너 우리 저희 니네 너네 이런 그런 저런 어떤 무슨 웬 각 모든 다른 새 헌 옛 첫 \
    맨 딴 여러 온갖 이번 저번 지난 다음 걔네 얘네 이거 그거 저거 이건 그건 저건 이게 그게 저게 제가 여기 \
    거기 저기 어디 누가 뭐 뭔 얼마 언제 어떻게";

/// Adverbs that people write together with the next word.
const ADVERBS: &str = "또 왜 참 더 덜 안 못 잘 꼭 막 딱 좀 늘 다 곧 갓 걍 그냥 진짜 정말 너무 아주 매우 완전 역시 결국 \
    이제 이젠 지금 방금 아까 어제 오늘 내일 모레 그제 요즘 요새 맨날 매일 항상 자주 가끔 다시 계속 벌써 아직 \
    이미 먼저 혹시 아마 설마 제발 솔직히 사실 갑자기 드디어 특히 원래 일단 그래도 그래서 그리고 근데 그런데 \
    하지만 그러나 그럼 역쉬 존나 겁나 엄청 무조건 당장 빨리 올해 작년 내년 아침 저녁 주말 하루 처음";

/// Interjections that people write together with the next word.
const INTERJECTIONS: &str = "아 어 와 우와 헐 헉 흠 음 앗 악 하 에휴 에이 에라 아니 아놔 아오 아이고 어머 야 예 응 대박 제길 젠장 \
    감사";

/// What counts something after a number (`3일삼성`).
const COUNTERS: &str = "년 월 일 시 분 초 번 개 원 명 대 층 살 차 회 주 달 만 만원 천원 억";

/// Can a word begin after `run`, a run of Hangul that itself comes after the character `before_run`?
pub fn can_stand_before(run: &str, before_run: Option<char>) -> bool {
    let lists = &*LISTS;
    let after_number = before_run.is_some_and(char::is_numeric);
    let attached = before_run.filter(|before| before.is_alphanumeric());
    let ends_in = |list: &Words| endings(run).any(|(_, ending)| list.contains(ending));
    lists.words_before.contains(run)
        || (after_number && lists.counters.contains(run))
        || attached.is_some_and(|before| is_particle_chain(before, run))
        || ends_in(&lists.verb_endings)
        || ends_in(&lists.long_words_before)
        || endings(run).any(|(before, ending)| lists.particles.iter().any(|(list, last)| last.fits(before) && list.contains(ending)))
}

/// The ways to take a run apart into a stem, of which the last character is given, and what follows it.
fn endings(run: &str) -> impl Iterator<Item = (char, &str)> {
    run.char_indices().map(|(at, c)| (c, &run[at + c.len_utf8()..])).filter(|(_, ending)| !ending.is_empty())
}

/// True when `run`, which follows `before`, is nothing but particles, or a form of the copula after some or none.
pub fn is_particle_chain(before: char, run: &str) -> bool {
    let lists = &*LISTS;
    if run.is_empty() || lists.copula.iter().any(|(list, last)| last.fits(before) && list.contains(run)) {
        return true;
    }
    run.char_indices().any(|(at, c)| {
        let (particle, rest) = run.split_at(at + c.len_utf8());
        let is_particle = lists.particles.iter().any(|(list, last)| last.fits(before) && list.contains(particle));
        is_particle && is_particle_chain(c, rest)
    })
}

type Words = HashSet<&'static str>;

/// The lists as they are asked.
struct Lists {
    particles: [(Words, Last); 4],
    copula: [(Words, Last); 3],
    verb_endings: Words,
    words_before: Words,
    /// Those of two syllables or more: they may end a run of several words.
    long_words_before: Words,
    counters: Words,
}

static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    let words = |list: &'static str| -> Words { list.split(' ').collect() };
    let words_before: Words = [DETERMINERS, ADVERBS, INTERJECTIONS].into_iter().flat_map(words).collect();
    Lists {
        particles: [
            (words(AFTER_ANY), Last::Any),
            (words(AFTER_CONSONANT), Last::Consonant),
            (words(AFTER_VOWEL), Last::Vowel),
            (words(AFTER_VOWEL_OR_L), Last::VowelOrL),
        ],
        copula: [
            (words(COPULA_AFTER_ANY), Last::Any),
            (words(COPULA_AFTER_CONSONANT), Last::Consonant),
            (words(COPULA_AFTER_VOWEL), Last::Vowel),
        ],
        verb_endings: words(VERB_ENDINGS),
        long_words_before: words_before.iter().copied().filter(|word| word.chars().nth(1).is_some()).collect(),
        words_before,
        counters: words(COUNTERS),
    }
});

/// The last sound of a noun.
#[derive(Debug, Clone, Copy)]
enum Last {
    Any,
    Consonant,
    Vowel,
    VowelOrL,
}

impl Last {
    /// Of letters of other scripts and of digits nobody can tell how they sound, so they fit everything.
    fn fits(self, last: char) -> bool {
        /// Codes from one syllable without a final consonant to the next.
        const FINALS: u32 = 28;
        const L: u32 = 8;
        if !is_hangul(last) {
            return true;
        }
        let final_consonant = (last as u32 - '가' as u32) % FINALS;
        match self {
            Self::Any => true,
            Self::Consonant => final_consonant != 0,
            Self::Vowel => final_consonant == 0,
            Self::VowelOrL => matches!(final_consonant, 0 | L),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chains_are_particles_to_the_end() {
        let chains =
            [("차", "가 에서는 라서 까지도"), ("폰", "에서는 까지만 으로 입니다 만이라도 이라서"), ("콜", "로 은"), ("x", "이 가")];
        for (noun, chains) in chains {
            let last = noun.chars().next_back().expect("a noun");
            assert!(is_particle_chain(last, ""), "{noun}");
            chains.split(' ').for_each(|chain| assert!(is_particle_chain(last, chain), "{noun}{chain}"));
        }
        for (noun, other) in [('차', "가운"), ('차', "트"), ('차', "표는요즘"), ('콜', "라"), ('차', "이"), ('폰', "로")] {
            assert!(!is_particle_chain(noun, other), "{noun}{other}");
        }
    }

    #[test]
    fn words_end_before_the_next_begins() {
        for run in ["어제", "우리", "나는", "물건을", "샀는데", "진짜", "근데", "또", "학교에서"] {
            assert!(can_stand_before(run, None), "{run}");
        }
        for run in ["전", "근", "선", "자", "북", "사과", "은"] {
            assert!(!can_stand_before(run, None), "{run}");
        }
        assert!(can_stand_before("랑", Some('g')) && can_stand_before("일", Some('3')) && !can_stand_before("랑", Some(' ')));
    }

    #[test]
    fn a_flood_of_particles_ends() {
        assert!(is_particle_chain('차', "는은은은은은은은"));
        assert!(!is_particle_chain('차', &("에서는커녕".repeat(2) + "쾅")));
    }
}
