//! The verdicts of Go's own `regexp`, repeated.

use super::judge;

/// What Go 1.26.8 says of each pattern, in its words; `ok` when it accepts it.
const VERDICTS: &str = include_str!("../../../tests/data/expressions.txt");

#[test]
fn verdicts_are_those_of_go() {
    let lines = VERDICTS.lines().filter(|line| !line.starts_with('#'));
    for (verdict, pattern) in lines.filter_map(|line| line.split_once('\t')) {
        let found = judge(pattern).map_or_else(|fault| fault.to_string(), |_| "ok".to_owned());
        assert_eq!(found, verdict, "{pattern}");
    }
}

#[test]
fn limits_of_size_and_depth_are_those_of_go() {
    let nested = |open: &str, close: &str, times: usize| format!("{}a{}", open.repeat(times), close.repeat(times));
    for (pattern, verdict) in [
        (nested("(", ")", 999), "ok"),
        (nested("(", ")", 1000), "expression nests too deeply"),
        (nested("(?:", ")", 5000), "ok"),
        (nested("(?:", ")*", 999), "ok"),
        (nested("(?:", ")*", 1000), "expression nests too deeply"),
        (format!("({}){{1000}}", "(xx?)".repeat(1000)), "expression too large"),
        ("(xx?){1000}".repeat(1000), "expression too large"),
        ("(xx?){1000}".repeat(500), "ok"),
    ] {
        let found = judge(&pattern).map_or_else(|fault| fault.to_string(), |_| "ok".to_owned());
        assert_eq!(found, verdict, "{}", pattern.chars().take(20).collect::<String>());
    }
}

#[test]
fn anchors_are_found_where_they_are_anchors() {
    for (pattern, is_anchored) in [
        ("^/a", true),
        ("/a$", true),
        (r"\A/a|/b", true),
        ("(/a$)", true),
        ("/[^/]+", false),
        (r"/a\$", false),
        (r"\Q^\E", false),
    ] {
        assert_eq!(judge(pattern).map(|expression| expression.is_anchored), Ok(is_anchored), "{pattern}");
    }
}
