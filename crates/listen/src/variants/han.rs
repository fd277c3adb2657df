//! Chinese characters of names, which have more than one form: the old one of a family, and the new one that keyboards offer.
//!
//! Slips in the choice of a character need a dictionary of readings, and people can give those as other ways to write the term.

use super::script::{Script, script_of};
use super::slip::{Detail, Slips, replaced};

/// Forms of one character; the first is what keyboards offer first.
const FORMS: &str = "高髙 崎﨑 沢澤 辺邊邉 島嶋嶌 桜櫻 斎斉齋齊 富冨 浜濱濵 広廣 国國 竜龍 栄榮 恵惠 真眞 万萬 円圓 会會 学學 気氣 関關 黒黑 徳德 鉄鐵 塩鹽 桧檜 曽曾 吉𠮷 峰峯 館舘 条條 静靜 \
                     実實 寿壽 与與 来來 楽樂 薬藥 芸藝 写寫 剣劍 豊豐 滝瀧 渋澁 宝寶 蔵藏 経經 当當 参參 県縣 駅驛 鶏鷄 麺麵 巌巖 瀬瀨 凛凜 遥遙 杉椙";
const OTHER_FORM: f32 = 120.0;
/// The small ヶ of place names: 霞ヶ関, 霞ケ関, 霞が関.
const GA: &str = "ヶケが";

pub fn add(term: &[char], slips: &mut Slips) {
    for (at, c) in term.iter().enumerate().filter(|(_, c)| script_of(**c) == Script::Han || GA.contains(**c)) {
        let around = |at: Option<usize>| at.and_then(|at| term.get(at)).is_some_and(|c| matches!(c, '\u{3400}'..='\u{9FFF}'));
        let forms = FORMS.split(' ').map(str::trim).find(|forms| forms.contains(*c));
        let between = GA.contains(*c) && around(at.checked_sub(1)) && around(Some(at + 1));
        for other in forms.or(between.then_some(GA)).unwrap_or_default().chars().filter(|other| other != c) {
            slips.add(replaced(at, other), "lookalike", Detail::Change(*c, other), OTHER_FORM);
        }
        if *c == '々'
            && let Some(before) = at.checked_sub(1).map(|before| term[before])
        {
            slips.add(replaced(at, before), "lookalike", Detail::Change(*c, before), OTHER_FORM);
        }
    }
}
