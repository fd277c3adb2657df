//! What must be true of everything that the API says about a text, and JSON that is broken by its shape.

use serde_json::Value;

/// Every place that is pointed at lies within the text and cuts no character in two.
#[track_caller]
pub fn assert_item_is_sound(item: &Value) {
    let text = item["post"]["text"].as_str().expect("a text");
    for place in [&item["post"]["spans"], &item["assessment"]] {
        assert_places(place, text);
    }
    assert_hits(&item["hits"], text);
    let targets = item["post"]["spans"].as_array().expect("spans").iter().filter(|span| span["kind"] == "link");
    for target in targets.map(|span| span["target"].as_str().expect("an address")).chain(item["post"]["permalink"].as_str()) {
        assert!(target.starts_with("https://") || target.starts_with("http://"), "{target} is no address of the web");
    }
    assert!(item["author"]["avatar"].is_null(), "a stranger's picture");
}

#[track_caller]
pub fn assert_preview_is_sound(preview: &Value) {
    let text = preview["text"].as_str().expect("a text");
    assert!(text.len() <= 400, "a preview of {} bytes", text.len());
    assert_places(&preview["spans"], text);
    assert_hits(&preview["hits"], text);
}

#[track_caller]
fn assert_places(value: &Value, text: &str) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| assert_places(item, text)),
        Value::Object(fields) => {
            if let (Some(start), Some(end)) = (value["start"].as_u64(), value["end"].as_u64()) {
                assert_place(start, end, text);
            }
            fields.values().for_each(|field| assert_places(field, text));
        }
        _ => {}
    }
}

#[track_caller]
fn assert_hits(hits: &Value, text: &str) {
    for hit in hits.as_array().expect("hits") {
        assert_place(hit[0].as_u64().expect("a number"), hit[1].as_u64().expect("a number"), text);
    }
}

#[track_caller]
fn assert_place(start: u64, end: u64, text: &str) {
    let (start, end) = (start as usize, end as usize);
    assert!(start <= end && text.is_char_boundary(start) && text.is_char_boundary(end), "{start}..{end} in {text:?}");
}

/// `[[[…]]]`, so deep.
pub fn deep(depth: usize) -> String {
    format!("{}{}", "[".repeat(depth), "]".repeat(depth))
}

/// The same as a value; not so deep that a debug build could not write it down.
pub fn nested(depth: usize) -> Value {
    (0..depth).fold(Value::Null, |inner, _| serde_json::json!({ "x": inner }))
}
