//! What is read to tell languages apart, and what is kept back.

use crate::folders::Folders;
use crate::random::{Random, number_of};
use std::fs;

/// A text and its language.
#[derive(Debug, Clone)]
pub struct Text {
    pub language: String,
    pub text: String,
}

#[derive(Debug, Default)]
pub struct Texts {
    /// The set of many languages, without what is kept back.
    pub many: Vec<Text>,
    /// More English and Japanese, for slang, questions and compounds.
    pub more: Vec<Text>,
    /// Words and phrases of posts.
    pub posts: Vec<Text>,
    /// Kept back to calibrate.
    pub calibration: Vec<Text>,
}

/// How English is written in posts, and what no set of older texts has.
const POSTS_ENGLISH: &str = "\
    lol|lmao|omg|wtf|smh|idk|ikr|imo|tbh|ngl|fr fr|iykyk|tysm|ty|thx|thanks|pls|plz|please help|asap|rn|btw|dm me|dm'd you|\
    gg|gg ez|w|huge w|massive l|mid|so mid|bruh|bro|sis|bestie|slay|slaps|this slaps|lit|fire|goated|based|cringe|sus|vibes|\
    no cap|lowkey|highkey|deadass|yikes|oof|meh|nah|nope|yep|yup|yeah|yes|no|ok|okay|hey|hi|hello|hi there|good|great|nice|\
    cool|wow|awesome|terrible|awful|worst|best|1 star|5 stars|one star|five stars|star|stars|scam|scammers|refund|\
    refund pls|update|update?|fix it|broken|still broken|down|app down|server down|crash|login|bug|any update|any updates|\
    eta?|help|support|hello?|where is my order|order|price|sold out|restock|restock when|giveaway|link in bio|follow me|\
    new drop|pre order|unboxing|haul|review|y'all|gonna|wanna|gotta|kinda|sorta|cuz|bc|u|ur|stan|fandom|bias|comeback|\
    fancam|annyeong|annyeonghaseyo|saranghae|saranghaeyo|oppa|unnie|noona|hyung|maknae|aegyo|daebak|jinjja|aigoo|gomawo|\
    kamsahamnida|fighting|hwaiting|mukbang|arigatou|arigato gozaimasu|gozaimasu|kawaii|kawaii desu ne|desu|desu ne|sugoi|\
    senpai|sensei|baka|itadakimasu|gomen|ganbatte|oishii|waifu|otaku|manga|anime";

/// What shops and customers write without kana.
const POSTS_JAPANESE: &str = "\
    返金|希望|返品|交換|本日|休業|営業中|臨時休業|定休日|再入荷|入荷|未定|完売|在庫|在庫切|品切|全品|半額|割引|限定|\
    期間限定|数量限定|送料|無料|送料無料|発送|配送|遅延|未着|注文|取消|受付|終了|募集|予約|開始|先行販売|発売|発売日|新発売|\
    新商品|当選|落選|抽選|応募|完了|対応|最悪|最高|至急|連絡|求|要|確認|不可|不明|不具合|故障|修理|保証|電話|不通|問合|回答|\
    返答|返信|無視|放置|謝罪|要求|説明|責任|者|店員|態度|接客|品質|不良|品|粗悪|優良|満足|大満足|不満|感動|感謝|御礼|祝|\
    開店|閉店|残念|無念|絶対|無理|必見|注意|喚起|速報|拡散|希望者|詐欺|偽物|本物|価格|値上|値下|高|安|美味|激辛|激安|絶品|\
    神|神対応|神曲|草|了解|承知|乙|乾杯|完全|復活|通常|営業|年末年始|営業時間|変更|料金|改定|株式会社|東京|大阪|名古屋|駅前|\
    本店|支店|星五|星一|低評価|高評価|評価|公式|発表|情報|解禁|現在|調査中";

/// What Chinese customers write in characters that Japan writes the same.
const POSTS_CHINESE: &str = "\
    退款|要求退款|申请退款|退货|退貨|客服|客服人|投诉|投訴|快递|垃圾|差評|好評|推荐|推薦|不好|不行|不能用|不好吃|好吃|好喝|\
    好看|好用|太好吃|太差|太慢|太貴|便宜|多少|多久|多少元|什么|怎麼|可以|不可以|可以退|有人|有人在|今天|明天|昨天|早上好|\
    晚上好|大家好|你好|加油|再見|多謝|非常好|非常棒|真棒|真好|真不好|不錯|一般|一般般|下次再來|不再光顧|上海|北京|廣州|台北|\
    香港|手机|手機|打折|免費|包郵|免运|到貨|缺貨|沒到|何时到|尽快|先生|小姐|好的|是的|不是|知道|不知道|不要|要不要|五星|\
    一星|服務|服務差|服務不好|假的|真的|太棒|生日快乐|新年快樂|恭喜|恭喜恭喜|求回覆|求解答|在不在|好久|很久|等了好久|等不及";

/// So often each of these is read.
const POSTS_TIMES: usize = 12;

/// More of English and Japanese. Texts that stand in two sets are kept back from both.
const MORE: [(&str, &str); 6] = [
    ("en", "sentiment3/en/goemotions3"),
    ("en", "toxicity/en/davidson"),
    ("en", "spam/en/sms_spam"),
    ("en", "intent/en/banking77"),
    ("ja", "sentiment3/ja/chabsa"),
    ("ja", "question/ja/xpersona_q"),
];

pub fn read(folders: &Folders) -> anyhow::Result<Texts> {
    let mut texts = Texts::default();
    for line in folders.set("langid/multi/langid")? {
        let text = Text { language: line.label, text: cleaned(&line.text) };
        match number(&text.text) % 20 {
            0 | 10 => {}
            1 => texts.calibration.push(text),
            _ => texts.many.push(text),
        }
    }
    let is_learnt = |text: &str| !matches!(number(text) % 20, 0 | 1 | 10);
    for (language, set) in MORE {
        let lines = folders.set(set)?.into_iter().map(|line| cleaned(&line.text));
        texts.more.extend(lines.filter(|text| is_learnt(text)).map(|text| Text { language: language.to_owned(), text }));
    }
    for language in ["en", "ja"] {
        let posts = written(folders, language)?.into_iter().map(|text| cleaned(&text));
        texts.more.extend(posts.filter(|text| is_learnt(text)).map(|text| Text { language: language.to_owned(), text }));
    }
    for (language, posts) in [("en", POSTS_ENGLISH), ("ja", POSTS_JAPANESE), ("zh", POSTS_CHINESE)] {
        let posts = || posts.split('|').map(|text| Text { language: language.to_owned(), text: text.to_owned() });
        texts.posts.extend(std::iter::repeat_with(posts).take(POSTS_TIMES).flatten());
    }
    Ok(texts)
}

/// The posts that were written for this.
fn written(folders: &Folders, language: &str) -> anyhow::Result<Vec<String>> {
    let mut files: Vec<_> = fs::read_dir(folders.corpus.join("train").join(language))?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    files.sort();
    let mut texts = Vec::new();
    for file in files.iter().filter(|file| file.extension().is_some_and(|extension| extension == "jsonl")) {
        for line in fs::read_to_string(file)?.lines() {
            let post: serde_json::Value = serde_json::from_str(line)?;
            texts.extend(post["text"].as_str().map(str::to_owned));
        }
    }
    Ok(texts)
}

/// The tenth of the set that nothing is learnt from.
pub fn kept_back(folders: &Folders) -> anyhow::Result<Vec<Text>> {
    let lines = folders.set("langid/multi/langid")?.into_iter().map(|line| Text { language: line.label, text: line.text });
    Ok(lines.filter(|text| matches!(number(&text.text) % 20, 0 | 10)).collect())
}

/// By its letters alone: the same sentence with other signs stays on the same side.
fn number(text: &str) -> u64 {
    number_of(&text.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect::<String>())
}

/// Without handles, addresses and the stand-ins for names that some sets have.
fn cleaned(text: &str) -> String {
    let is_word = |word: &&str| !(word.starts_with('@') || word.starts_with("http") || word.starts_with("&#"));
    let words: Vec<&str> = text.split_whitespace().filter(is_word).collect();
    words.join(" ").replace("[NAME]", "").replace("[RELIGION]", "")
}

/// One to three words, or five to twelve characters.
pub fn fragment(text: &str, random: &mut Random) -> String {
    if random.next().is_multiple_of(2) {
        let words: Vec<&str> = text.split_whitespace().collect();
        let (start, count) = part(words.len(), 1, 3, random);
        words[start..start + count].join(" ")
    } else {
        let chars: Vec<char> = text.chars().collect();
        let (start, count) = part(chars.len(), 5, 12, random);
        chars[start..start + count].iter().collect::<String>().trim().to_owned()
    }
}

/// Where a part of so many of `length` starts, and how long it is.
pub fn part(length: usize, least: u64, most: u64, random: &mut Random) -> (usize, usize) {
    let count = ((least + random.next() % (most - least + 1)) as usize).min(length);
    ((random.next() % (length - count + 1) as u64) as usize, count)
}
