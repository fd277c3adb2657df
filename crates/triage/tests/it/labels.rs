//! The closed list of labels. A label about what people are, rather than what they wrote, must not be added.

use answerable_domain::{Kind, PersonalDataKind, Sentiment};
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

/// Every label there is. The matches fail to compile when a variant is added, so that somebody looks at this list.
fn labels() -> Vec<&'static str> {
    let sentiments = [Sentiment::Negative, Sentiment::Neutral, Sentiment::Positive].map(|sentiment| match sentiment {
        Sentiment::Negative => "negative",
        Sentiment::Neutral => "neutral",
        Sentiment::Positive => "positive",
    });
    let kinds = [Kind::Complaint, Kind::Question, Kind::Suggestion, Kind::Praise, Kind::Announcement, Kind::Spam].map(|kind| match kind {
        Kind::Complaint => "complaint",
        Kind::Question => "question",
        Kind::Suggestion => "suggestion",
        Kind::Praise => "praise",
        Kind::Announcement => "announcement",
        Kind::Spam => "spam",
    });
    use PersonalDataKind::*;
    let personal = [Email, Phone, PaymentCard, ResidentNumber, PostalAddress].map(|kind| match kind {
        Email => "email",
        Phone => "phone",
        PaymentCard => "payment_card",
        ResidentNumber => "resident_number",
        PostalAddress => "postal_address",
    });
    sentiments.into_iter().chain(kinds).chain(personal).chain(REASON_CODES).chain(URGENCY_CODES).collect()
}

#[test]
fn labels_are_these_and_no_others() {
    let mut labels = labels();
    labels.sort_unstable();
    labels.dedup();
    let expected = [
        "announcement",
        "asks_to_be_told",
        "complaint",
        "declared",
        "email",
        "han_only",
        "letters",
        "negative",
        "neutral",
        "ngrams",
        "no_letters",
        "no_question_form",
        "no_text",
        "payment_card",
        "personal_data",
        "phone",
        "positive",
        "postal_address",
        "praise",
        "question",
        "question_ending",
        "question_mark",
        "question_or_outcry",
        "question_order",
        "question_word",
        "reach",
        "resident_number",
        "script",
        "spam",
        "suggestion",
        "too_short",
        "vip",
    ];
    assert_eq!(labels, expected);
}

#[test]
fn no_label_says_what_a_person_is() {
    for label in labels() {
        let forbidden = FORBIDDEN.iter().find(|word| label.contains(**word));
        assert_eq!(forbidden, None, "{label}");
    }
}
