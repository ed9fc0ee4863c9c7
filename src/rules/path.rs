//! Paths of access rights: what the gateway makes of them before they are regular expressions.

use super::expression::{Expression, Fault, judge};

/// What Go makes of a path once the gateway has rewritten it; why it refuses it and what to do about that.
pub(super) fn read(path: &str) -> Result<Expression, (Fault, String)> {
    if let Some(expression) = simple(path.as_bytes()) {
        return Ok(expression);
    }
    let prepared = prepared(path);
    let rewritten = if prepared == path { "" } else { "; the gateway first turns braces into ([^/]+) and /* into /.*" };
    judge(&prepared).map_err(|fault| (fault, format!("{}{rewritten}", fault.help())))
}

/// What most paths are: letters that mean themselves, `{id}`, and plain classes such as `[0-9]`, each repeated once at
/// most, between `^` and `$`. Nothing is said of any other; those are read in full.
pub(super) fn simple(path: &[u8]) -> Option<Expression> {
    // Far from every limit of Go's.
    const LONGEST: usize = 500;
    let (inside, begins) = path.strip_prefix(b"^").map_or((path, false), |inside| (inside, true));
    let (inside, ends) = inside.strip_suffix(b"$").map_or((inside, false), |inside| (inside, true));
    if path.len() > LONGEST {
        return None;
    }
    let mut rest = inside;
    loop {
        let left = after_letters(rest);
        let Some((letters, [first, after @ ..])) = rest.split_at_checked(rest.len() - left.len()) else { break };
        let item = match first {
            // The gateway rewrites `/*`.
            b'*' | b'+' | b'?' if letters.last().is_some_and(|letter| *letter != b'/') => {
                rest = after;
                continue;
            }
            b'{' => after_bracket(after, b'}', |letter| letter.is_ascii_alphabetic() || letter == b'_')?,
            b'[' if after.starts_with(b"0-9]") => after.get(4..)?,
            b'[' => after_bracket(after, b']', |letter| letter.is_ascii_alphanumeric() || letter == b'_')?,
            _ => return None,
        };
        rest = if let [b'*' | b'+' | b'?', after @ ..] = item { after } else { item };
    }
    Some(Expression { is_anchored: begins || ends })
}

/// What follows the letters of a path, four at a time.
#[inline(always)]
fn after_letters(mut path: &[u8]) -> &[u8] {
    let is_letter = |byte: &u8| IS_LETTER.get(usize::from(*byte)).copied().unwrap_or(false);
    while let [first, second, third, fourth, after @ ..] = path
        && is_letter(first) & is_letter(second) & is_letter(third) & is_letter(fourth)
    {
        path = after;
    }
    while let [byte, after @ ..] = path
        && is_letter(byte)
    {
        path = after;
    }
    path
}

/// What means itself in a path.
static IS_LETTER: [bool; 256] = letters(b"/-_.~%:@abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

#[expect(clippy::indexing_slicing, reason = "evaluated when the crate is built")]
const fn letters(mut letters: &[u8]) -> [bool; 256] {
    let mut is_letter = [false; 256];
    while let [first, rest @ ..] = letters {
        is_letter[*first as usize] = true;
        letters = rest;
    }
    is_letter
}

/// What follows the bracket that closes, if only such letters stand before it, and at least one does.
fn after_bracket(path: &[u8], bracket: u8, is_plain: fn(u8) -> bool) -> Option<&[u8]> {
    let end = path.iter().position(|letter| !is_plain(*letter)).filter(|end| *end > 0)?;
    path.get(end..)?.strip_prefix(&[bracket])
}

/// The regular expression that the gateway makes of a path, with its settings as they are by default: where as many
/// braces open as close, `{id}` and whatever else stands in braces becomes a part of the path, and `/*` is a wildcard.
fn prepared(path: &str) -> String {
    if has_parameters(path) { with_wildcards(&with_parameters(path)) } else { with_wildcards(path) }
}

fn has_parameters(path: &str) -> bool {
    let count = |brace| path.bytes().filter(|byte| *byte == brace).count();
    count(b'{') > 0 && count(b'{') == count(b'}')
}

fn with_parameters(path: &str) -> String {
    let mut out = String::new();
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        match after.split_once('}') {
            Some(("", _)) | None => {
                out.push('{');
                rest = after;
            }
            Some((_, after)) => {
                out.push_str("([^/]+)");
                rest = after;
            }
        }
    }
    out + rest
}

/// The path with `[^/]+` for the `*` of `/*/`, and `.*` for that of any other `/*`.
fn with_wildcards(path: &str) -> String {
    let mut out = String::new();
    let (mut rest, mut is_part) = (path, false);
    while let Some((before, after)) = rest.split_once('*') {
        // The slash that ends one part does not begin the next.
        is_part = before.ends_with('/') && after.starts_with('/') && !(is_part && before == "/");
        out.push_str(before);
        out.push_str(if is_part {
            "[^/]+"
        } else if before.ends_with('/') {
            ".*"
        } else {
            "*"
        });
        rest = after;
    }
    out + rest
}

/// Whether a repetition in braces is among what the gateway takes for parameters.
pub(super) fn has_quantifier(path: &str) -> bool {
    let inside = |rest: &'_ str| rest.split_once('}').and_then(|(inside, _)| bounds(inside));
    has_parameters(path) && path.split('{').skip(1).any(|rest| inside(rest).is_some())
}

/// The bounds of `{3}`, `{3,}` and `{3,5}`.
fn bounds(inside: &str) -> Option<(usize, Option<usize>)> {
    let (min, max) = inside.split_once(',').unwrap_or((inside, inside));
    let number = |digits: &str| {
        let is_number = !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
        is_number.then(|| digits.parse().unwrap_or(usize::MAX))
    };
    Some((number(min)?, if max.is_empty() { None } else { Some(number(max)?) }))
}

/// The path with its repetitions written out, as far as they are short and of one letter or class.
pub(super) fn expanded(path: &str) -> Option<String> {
    const LONGEST: usize = 16;
    let mut out = String::new();
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('{') {
        let (inside, after) = after.split_once('}')?;
        out.push_str(before);
        match bounds(inside) {
            None => {
                out.extend(["{", inside, "}"]);
            }
            Some((min, max)) => {
                let most = max.unwrap_or(min);
                if min == 0 || min > most || most > LONGEST {
                    return None;
                }
                let repeated = repeated(&out)?.to_owned();
                out.push_str(&repeated.repeat(min - 1));
                match max {
                    None => out.extend([&repeated, "*"]),
                    Some(max) => out.push_str(&format!("{repeated}?").repeat(max - min)),
                }
            }
        }
        rest = after;
    }
    Some(out + rest)
}

/// The class at the end of a path: `\d` and the like, or one in brackets.
fn repeated(path: &str) -> Option<&str> {
    let place = if path.ends_with(']') { path.rfind('[')? } else { path.rfind('\\')? };
    let (before, class) = path.split_at_checked(place)?;
    let is_class = match class.strip_prefix('\\') {
        Some(letter) => matches!(letter, "d" | "D" | "s" | "S" | "w" | "W"),
        None => !class.starts_with("[:") && !class.ends_with("\\]"),
    };
    (is_class && !before.ends_with('\\')).then_some(class)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{expanded, has_quantifier, judge, prepared, simple};

    proptest! {
        #[test]
        fn what_needs_no_parser_is_what_the_parser_says(path in r"\^?([a-c/.{}\[\]0-9*+?$^-]|\{id\}|\[0-9\]|\[ab\]){0,9}\$?") {
            if let Some(expression) = simple(path.as_bytes()) {
                prop_assert_eq!(judge(&prepared(&path)), Ok(expression));
            }
        }
    }

    #[test]
    fn a_path_becomes_the_expression_that_the_gateway_makes_of_it() {
        for (path, expression) in [
            ("/users/{id}", "/users/([^/]+)"),
            ("/users/{id}/orders/{order:[0-9]+}", "/users/([^/]+)/orders/([^/]+)"),
            (r"^/\d{4}$", r"^/\d([^/]+)$"),
            (r"/\{2\}", r"/\([^/]+)"),
            ("/{a{b}c}", "/([^/]+)c}"),
            ("/{}", "/{}"),
            ("/{}{a}", "/{}([^/]+)"),
            ("}/{", "}/{"),
            ("/a{2}/{b", "/a{2}/{b"),
            ("/v1/*/x/*", "/v1/[^/]+/x/.*"),
            ("/*/*/", "/[^/]+/.*/"),
            ("/*/*/*/*", "/[^/]+/.*/[^/]+/.*"),
            ("/a*/**/*", "/a*/.**/.*"),
        ] {
            assert_eq!(prepared(path), expression, "{path}");
        }
    }

    #[test]
    fn repetitions_are_told_from_parameters_and_written_out() {
        for (path, written_out) in [
            (r"^/\d{4}$", Some(r"^/\d\d\d\d$")),
            (r"^/{id}/[a-f]{2,3}$", Some("^/{id}/[a-f][a-f][a-f]?$")),
            (r"^/\w{1,}$", Some(r"^/\w\w*$")),
            (r"^/\\d{2}$", None),
            (r"^/x[\]{2}$", None),
            (r"^/(ab){2}$", None),
            (r"^/\d{0,4}$", None),
            (r"^/\d{400}$", None),
        ] {
            assert!(has_quantifier(path), "{path}");
            assert_eq!(expanded(path).as_deref(), written_out, "{path}");
        }
        for path in ["/users/{id}", "/{a,b}", r"/\d{4}/{", "/{,3}", "/{}"] {
            assert!(!has_quantifier(path), "{path}");
        }
    }
}
