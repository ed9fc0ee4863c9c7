use super::{Arena, Document, Options, ProblemKind, decode};
use crate::json::Span;
use crate::session::{SessionState, Typed};
use crate::target::{Reading, Version};

fn read<T>(text: &[u8], reading: Reading, then: impl FnOnce(Document<'_>) -> T) -> T {
    then(decode(text, Options::session(reading, Version::DEFAULT), &mut Arena::default()))
}

fn bytes(column: &str) -> Vec<u8> {
    let Some(digits) = column.strip_prefix("HEX:") else { return column.as_bytes().to_vec() };
    let digit = |byte: &u8| char::from(*byte).to_digit(16).unwrap_or_default() as u8;
    digits.as_bytes().chunks(2).map(|pair| pair.iter().map(digit).fold(0, |sum, digit| sum * 16 + digit)).collect()
}

#[test]
fn every_body_is_read_or_refused_as_go_does_it() {
    let mut count = 0;
    for line in include_str!("../../tests/data/decode.txt").lines().filter(|line| !line.starts_with('#')) {
        let mut columns = line.split('\t');
        let (verdicts, body) = (columns.next().unwrap_or_default(), bytes(columns.next().unwrap_or_default()));
        for (reading, verdict) in [Reading::Whole, Reading::First].into_iter().zip(verdicts.chars()) {
            let accepted = read(&body, reading, |document| document.is_accepted());
            assert_eq!(accepted, verdict == '+', "{reading:?} of {line}");
            count += 1;
        }
    }
    assert_eq!(count, 258);
}

#[test]
fn what_was_read_is_written_as_go_writes_it() {
    let mut count = 0;
    for line in include_str!("../../tests/data/decode.txt").lines().filter(|line| !line.starts_with('#')) {
        let mut columns = line.split('\t').skip(1);
        let (body, written) = (bytes(columns.next().unwrap_or_default()), columns.next().unwrap_or_default());
        if !written.is_empty() {
            let mut text = String::new();
            read(&body, Reading::First, |document| {
                let session = document.root().map(SessionState::read).unwrap_or_default();
                session.write(&mut text, Version::DEFAULT);
            });
            assert_eq!(text, written, "{line}");
            count += 1;
        }
    }
    assert_eq!(count, 65);
}

fn kinds(text: &str) -> Vec<String> {
    read(text.as_bytes(), Reading::Whole, |document| {
        let place = |node| document.view(node).map(|view| view.pointer().to_string()).unwrap_or_default();
        let name = |kind: ProblemKind| format!("{kind:?}").split(['(', ' ']).next().unwrap_or_default().to_owned();
        document.problems().iter().map(|problem| format!("{} {}", name(problem.kind), place(problem.node))).collect()
    })
}

#[test]
fn every_problem_of_a_body_is_reported_where_it_stands() {
    let text = r#"{"rate":"5","quota_max":1.0,"expires":1e99,"access_rights":{"a/1":null,"b":{"limit":{"per":1e999,"x":1},
        "Versions":[null,5],"allowed_urls":{}}},"meta_data":{"n":[{"deep":9007199254740993}],"n":1},"tags":"a","date_created":"2024",
        "alias":"\ud800","rate":1,"monitor":null,"is_inactive":0}"#;
    assert_eq!(
        kinds(text),
        [
            "WrongKind /rate",
            "NotIntegral /quota_max",
            "NotIntegral /expires",
            "NullRight /access_rights/a~11",
            "FloatOverflow /access_rights/b/limit/per",
            "Unknown /access_rights/b/limit/x",
            "NameCase /access_rights/b/Versions",
            "NullElement /access_rights/b/Versions/0",
            "WrongKind /access_rights/b/Versions/1",
            "WrongKind /access_rights/b/allowed_urls",
            "Precision /meta_data/n/0/deep",
            "Duplicate /meta_data",
            "WrongKind /tags",
            "Time /date_created",
            "InvalidUtf8 /alias",
            "Duplicate ",
            "NullMember /monitor",
            "WrongKind /is_inactive",
        ]
    );
}

#[test]
fn what_is_written_twice_is_laid_over_as_go_does_it() {
    let key = |text: &str| {
        read(text.as_bytes(), Reading::First, |document| document.root().map(SessionState::read).unwrap_or_default())
    };
    assert_eq!(key(r#"{"rate":5,"RATE":6,"rate":null}"#).rate, 6.0);
    let merged = key(r#"{"basic_auth_data":{"password":"p"},"basic_auth_data":{"hash_type":"h"}}"#).basic_auth_data;
    assert_eq!((merged.password.as_str(), merged.hash_type.as_str()), ("p", "h"));
    let rights =
        key(r#"{"access_rights":{"a":{"api_id":"x","api_name":"n"},"b":{}},"access_rights":{"a":{"api_id":"y"}}}"#);
    let rights = rights.access_rights.unwrap_or_default();
    assert_eq!(rights.keys().collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(rights.get("a").map(|right| (right.api_id.as_str(), right.api_name.as_str())), Some(("y", "")));
    assert_eq!(key(r#"{"tags":["a","b"],"tags":[null]}"#).tags, Some(vec!["a".to_owned()]));
    assert_eq!(key(r#"{"tags":["a"],"tags":null}"#).tags, None);
    let thrice =
        |last: &str| key(&format!(r#"{{"tags":["a","b","c"],"tags":["x"],"tags":{last}}}"#)).tags.unwrap_or_default();
    assert_eq!(thrice("[null,null]"), ["x", "b"]);
    assert_eq!(thrice("[],\"tags\":[null,null]"), ["", ""]);
    let free = key(r#"{"meta_data":{"b":{"z":[1,{"y":null}],"a":"t"},"c":1},"meta_data":{"b":[],"a":2}}"#).meta_data;
    let texts: Vec<String> = free.unwrap_or_default().into_values().into_iter().map(|value| value.0).collect();
    assert_eq!(texts, ["2", "[]", "1"]);
}

#[test]
fn members_that_a_version_does_not_know_are_unknown_to_it() {
    let text = br#"{"post_expiry_action":"delete","smoothing":5}"#;
    for (version, accepted, unknown) in [("5.13", false, 0), ("5.12", false, 1), ("5.3", true, 2)] {
        let mut arena = Arena::default();
        let version = Version::parse(version).unwrap_or(Version::DEFAULT);
        let document = decode(text, Options::session(Reading::Whole, version), &mut arena);
        let count = document.problems().iter().filter(|problem| matches!(problem.kind, ProblemKind::Unknown)).count();
        assert_eq!((document.is_accepted(), count), (accepted, unknown));
    }
}

#[test]
fn a_part_of_the_text_is_counted_in_utf16_units_too() {
    let text = "{\"alias\":\"é😀 and some more of it\",\"rate\":1}";
    read(text.as_bytes(), Reading::Whole, |document| {
        for (start, _) in text.char_indices() {
            for (end, _) in text.char_indices().filter(|(end, _)| *end >= start) {
                let units = text.get(start..end).map(|part| part.encode_utf16().count() as u32);
                assert_eq!(Some(document.utf16_length(Span { start: start as u32, end: end as u32 })), units);
            }
        }
    });
    // As TextDecoder shows it: of two bytes that begin a letter and do not go on, and of one that begins none, a letter
    // each.
    read(b"\"\xe6\x9d \xff\"", Reading::Whole, |document| {
        assert_eq!(document.utf16_length(Span { start: 0, end: 6 }), 5);
    });
}

#[test]
fn ten_thousand_levels_are_read_on_a_small_stack() {
    let verdict = |text: String| {
        let run = move || {
            read(text.as_bytes(), Reading::Whole, |document| {
                document.root().map(SessionState::read);
                let is_too_deep =
                    document.problems().iter().any(|problem| matches!(problem.kind, ProblemKind::TooDeep));
                (document.is_accepted(), is_too_deep)
            })
        };
        let thread = std::thread::Builder::new().stack_size(256 << 10).spawn(run);
        thread.ok().and_then(|thread| thread.join().ok())
    };
    // Free data, members that nobody knows and values of the wrong kind, with so many levels around them; and whether
    // the gateway takes them.
    for (before, after, around, accepted) in [
        (r#"{"meta_data":{"a":"#, "}}", 2, true),
        (r#"{"zz":"#, "}", 1, true),
        (r#"{"rate":"#, "}", 1, false),
        (r#"{"access_rights":{"a":{"zz":"#, "}}}", 3, true),
        (r#"{"access_rights":{"a":{"limit":{"rate":"#, "}}}}", 4, false),
        ("", "", 0, false),
    ] {
        let deep = |levels: usize| format!("{before}{}1{}{after}", "[".repeat(levels), "]".repeat(levels));
        assert_eq!(verdict(deep(10_000 - around)), Some((accepted, false)), "{before}");
        assert_eq!(verdict(deep(10_001 - around)), Some((false, true)), "{before}");
    }
}
