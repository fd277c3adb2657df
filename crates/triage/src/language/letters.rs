//! Letters that tell languages apart: what one of them writes and its neighbours do not.

use std::ops::RangeInclusive;
use std::sync::LazyLock;

/// Of languages that the n-grams do not know, by script: two of these letters, or one among few, decide.
pub const TELLING_LATIN: [(&str, &str); 4] = [("lv", "ļķņģēīĻĶŅĢĒĪ"), ("lt", "ėįųĖĮŲ"), ("is", "þðÞÐ"), ("az", "əƏ")];
pub const TELLING_CYRILLIC: [(&str, &str); 6] =
    [("be", "ўЎ"), ("uk", "їєґіЇЄҐІ"), ("mk", "ѓќѕЃЌЅ"), ("sr", "ђћџљњјЂЋЏЉЊЈ"), ("kk", "әғқұһӘҒҚҰҺ"), ("mn", "өүӨҮ")];
pub const TELLING_ARABIC: [(&str, &str); 4] = [("ckb", "ێۆڵڕ"), ("ps", "ټډړښڼ"), ("ur", "ٹڈڑںے"), ("fa", "پچژگ")];

/// Letters that make a guess of the n-grams visible: the language needs them, others that look like it do not have them.
const OWN_LETTERS: [(&str, &str); 10] = [
    ("pl", "łśźżńąęŁŚŹŻŃĄĘ"),
    ("hu", "őűŐŰ"),
    ("cs", "řěůŘĚŮ"),
    ("sk", "ľĺŕĽĹŔ"),
    ("ro", "țșţȚȘŢă"),
    ("tr", "ğıĞİ"),
    ("vi", "ơưạảấầẩậắằặẹẻẽếềểễệỉịọỏốồổỗộớờởợụủứừửữựỳỵỷỹđ"),
    ("de", "ßẞ"),
    ("es", "ñ¿¡Ñ"),
    ("pt", "ãõÃÕ"),
];

/// Whether a text has letters that `language` has for itself.
pub fn has_own_letters(text: &str, language: &str) -> bool {
    let own = OWN_LETTERS.iter().find(|(code, _)| *code == language).filter(|_| !text.is_ascii());
    own.is_some_and(|(_, letters)| text.chars().any(|c| !c.is_ascii() && letters.contains(c)))
}

/// The first language of the table whose telling letters a text has, and how many of them.
pub fn telling(text: &str, table: &[(&'static str, &str)]) -> Option<(&'static str, u32)> {
    if text.is_ascii() {
        return None;
    }
    let mut counts = [0; TABLE_MAX];
    for c in text.chars().filter(|c| !c.is_ascii()) {
        for (count, (_, letters)) in counts.iter_mut().zip(table) {
            *count += u32::from(letters.contains(c));
        }
    }
    table.iter().map(|(language, _)| *language).zip(counts).find(|(_, count)| *count > 0)
}

/// Languages of a table of telling letters.
const TABLE_MAX: usize = 6;

/// What a Han character tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Shared,
    /// A form of Japan's reform of 1946, or made in Japan.
    Japanese,
    /// Simplified, or traditional where Japan simplified, or a word of Chinese grammar.
    Chinese,
}

const JAPANESE: &str = concat!(
    "円気対売発図団関応帰経済説様験県浜歩毎黒晩権検択沢訳読続総緑縁繊聴脳臓蔵薬処証譲豊賛転軽辺逓遅鉄銭鉱録閲隠雑霊頼",
    "顔顕騒駅駆髪鶏麺黙歯齢竜亀働込匂峠畑辻枠栃凧雫喰噺桜歓渋滝焼犠瀬猟獣痴禅穂穏絵絶縄縦缶舗芸荘蛍衆覚覧観謡郷醸醤鋳",
    "錬陥隣隷駄髄塀塁増壊壌壱変奨娯専巣巻帯弐弾従徳徴恵悩悪懐戯戻払抜拝拠拡挙挿捜掲揺摂撃斉斎暁暦栄桟楽歳歴殻浄渇渓湾",
    "満滞塩営囲圏圧実庁広廃価仮伝仏児両剣剤剰労効勧単厳収喫嬢釈闘頬凪搾締浦戸呂咲姫娠崎岡桁梨榎樋淀渚漁鍋鎌鞄頃鯛鯖鳥",
    "鶴麹",
);

/// Simplified in China, otherwise in Japan.
const SIMPLIFIED: &str = concat!(
    "们这时个为过还对关开见现觉样变边达远运连进选遗长阳阴陈陆险难飞龙网罗义乐书买亚产亲亿仅从仓伤伟传侧债倾储儿兑兰兴",
    "养兽决况冲净减凑凤凭击创删别剂剧劝办务动劲劳势华协单卖卢卫厂历压厌厅县发叹吗吨听启吴员呜响哑哟唤啸喷嘱团园围图圆",
    "圣场坏块坚坛坠垒壮壳处备复够头夹夺奋奖妆妇妈孙实审宪宫宽宾尘尝层岁岛岭币帅师帐帮库应庆废异弃张弯弹强归录彻忆忧怀",
    "态总恶恼悬惊惧惯愤愿戏战户扑执扩扫扬扰抚抛抢护报拟拢拥择挂挡挣挤挥损换掷摆摇摄撑敌无显晓暂术杀杂权杨极构枪枫柜标",
    "栈栋栏树桥档梦检楼欢毁毕气汇汉汤沟泪泽洁测济浆浊浏涨渐渔滚满滤滥滨灭灵灾炼烂烟烦烧热爱爷牵犹狮猎猪环疗疯皱盐盘监",
    "盖睁矿码砖确础祸离种积稳穷竞笔笼签简类粮紧罚罢职联聪肃肤肠胀胁胜脏脑腾舰艺节芦苏苹荐荣莱获营萧蓝虑虽蚀蚁补衬袭规",
    "视览赶趋跃踪辩辽迁迈违迟适递逻邮邻郑酱酿释阵际陕隐雾韩齐齿龄龟价优众伙",
);

/// As before the reforms; Japan writes these otherwise now.
const TRADITIONAL: &str = concat!(
    "沒說對會來國學覺發樣點當應關變讓兩氣經將與兒樂圖實寫戰據擔數斷歡歸溫滿灣狀獨畫盡禮稱穩總繼續聲聽腦臺舊莊藝藥處蟲",
    "裝裡觀觸證譯讀賣贊轉輕辦邊遲鄰醫釋錢鐵雙雖靜顯驗體髮鬧雞麵黃黑齊齒吳啟囉壞壓壽夠奧妝媽寶專屆屬帶廣廢彈徑從德徵恆",
    "惡惱懷戀戲拜拋擇擊擴擺攝收敘曉晚曆條榮樓權步每淚淺濕濟濱澤營燒爐爭犧獎睜礦祕稅絕綠緣縣縱纖聰肅腳膽臉舉舖蔣蘋虛虧",
    "號褲覽謠讚豐賬賴趕踐辭遙遞邏鄉醬鋪錄鑰閱闆隨隱雜霸靈顏驅驟鬥鹽麥默黨齡龜",
);

/// Words of Chinese grammar and speech.
const SPOKEN: &str = "呵嘻哇咦噢你您她它吧呢啊哦嗯呀啦很么怎咱哪啥爸嘛呗吵找妳們嗎麼這吃喝哈嘿哎喔咧啲嘅佢冇睇咗唔";

/// Characters whose left half (thread, speech, shell, cart, metal, gate, page, wind, food, horse, fish, bird) is simplified.
const SIMPLIFIED_HALVES: [RangeInclusive<char>; 12] = [
    '\u{7EA0}'..='\u{7F35}',
    '\u{8BA0}'..='\u{8C36}',
    '\u{8D1D}'..='\u{8D63}',
    '\u{8F66}'..='\u{8F9A}',
    '\u{9485}'..='\u{9576}',
    '\u{95E8}'..='\u{961B}',
    '\u{9875}'..='\u{98A7}',
    '\u{98CE}'..='\u{98DA}',
    '\u{9963}'..='\u{9995}',
    '\u{9A6C}'..='\u{9AA7}',
    '\u{9C7C}'..='\u{9CE3}',
    '\u{9E1F}'..='\u{9E73}',
];

const FIRST: u32 = 0x4E00;
const LAST: u32 = 0x9FFF;

static FORMS: LazyLock<Vec<Form>> = LazyLock::new(|| {
    let mut forms = vec![Form::Shared; (LAST - FIRST + 1) as usize];
    for (letters, form) in [(SIMPLIFIED, Form::Chinese), (TRADITIONAL, Form::Chinese), (SPOKEN, Form::Chinese), (JAPANESE, Form::Japanese)]
    {
        letters.chars().for_each(|c| forms[(c as u32 - FIRST) as usize] = form);
    }
    for c in SIMPLIFIED_HALVES.into_iter().flatten() {
        forms[(c as u32 - FIRST) as usize] = Form::Chinese;
    }
    forms
});

pub fn form_of(c: char) -> Form {
    (c as u32).checked_sub(FIRST).and_then(|at| FORMS.get(at as usize)).copied().unwrap_or(Form::Shared)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_letter_tells_two_things() {
        let both: Vec<char> = JAPANESE.chars().filter(|c| [SIMPLIFIED, TRADITIONAL, SPOKEN].iter().any(|list| list.contains(*c))).collect();
        assert_eq!(both, Vec::<char>::new());
        assert_eq!(
            [form_of('円'), form_of('们'), form_of('們'), form_of('返')],
            [Form::Japanese, Form::Chinese, Form::Chinese, Form::Shared]
        );
    }
}
