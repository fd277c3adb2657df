//! The closed list of labels. A label about what people are, rather than what they wrote, must not be added.

use answerable_domain::{Aim, Field, Label, PersonalDataKind, Sentiment};
use answerable_triage::{REASON_CODES, URGENCY_CODES};

/// What no label may state or infer; the networks' terms forbid it, and so do we.
const FORBIDDEN: [&str; 33] = [
    "health",
    "illness",
    "disab",
    "disease",
    "pregnan",
    "medical",
    "mental",
    "politic",
    "party",
    "vote",
    "religio",
    "faith",
    "church",
    "sex",
    "gender",
    "orient",
    "gay",
    "ethnic",
    "race",
    "racial",
    "nationality",
    "origin",
    "immigra",
    "union",
    "labor",
    "crim",
    "convict",
    "arrest",
    "financ",
    "income",
    "debt",
    "credit",
    "poor",
];

/// Every label there is, of every type that an assessment is made of.
fn labels() -> Vec<&'static str> {
    fn names<T: Copy>(all: &'static [T], name: fn(T) -> &'static str) -> impl Iterator<Item = &'static str> {
        all.iter().map(move |value| name(*value))
    }
    let judged = names(Sentiment::ALL, Sentiment::as_str)
        .chain(names(Label::ALL, Label::as_str))
        .chain(names(Aim::ALL, Aim::as_str))
        .chain(names(Field::ALL, Field::as_str))
        .chain(names(PersonalDataKind::ALL, PersonalDataKind::as_str));
    judged.chain(REASON_CODES).chain(URGENCY_CODES).collect()
}

#[test]
fn labels_are_these_and_no_others() {
    let mut labels = labels();
    labels.sort_unstable();
    labels.dedup();
    let expected = [
        "abuse",
        "account",
        "address",
        "announcement",
        "brand",
        "card",
        "ceiling",
        "chronic",
        "churn",
        "complaint",
        "corrected",
        "declared",
        "email",
        "group",
        "han_only",
        "hate",
        "humour",
        "instrumental",
        "insult",
        "kind",
        "legal",
        "letters",
        "mixed",
        "motive",
        "my_number",
        "name",
        "needs_answer",
        "negative",
        "neutral",
        "ngrams",
        "no_letters",
        "order_number",
        "password",
        "person",
        "personal_data",
        "phone",
        "positive",
        "praise",
        "press",
        "question",
        "reach",
        "resident_number",
        "risk",
        "safety",
        "script",
        "self_harm",
        "sentiment",
        "spam",
        "suggestion",
        "threat",
        "too_short",
        "troll",
        "venting",
        "vip",
        "waiting",
    ];
    assert_eq!(labels, expected);
}

#[test]
fn no_label_says_what_a_person_is() {
    for label in labels() {
        let forbidden = FORBIDDEN.iter().find(|stem| label.split('_').any(|word| word.starts_with(**stem)));
        assert_eq!(forbidden, None, "{label}");
    }
}
