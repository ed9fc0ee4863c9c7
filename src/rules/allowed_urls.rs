#[cfg(not(target_arch = "wasm32"))]
use super::Example;
use super::findings::{Findings, Place};
use super::path::{expanded, has_quantifier, read, simple};
use super::rule::{Rule, rule};
use super::subject::{Right, Subject};
use crate::decode::{Children, View};
use crate::json::{ONES, quote};
use crate::report::Operation;
use crate::session::{access_definition, access_spec};

/// The paths that a key opens. Where an API has any, every other path of it gets 403.
pub(super) static RULES: &[Rule] = &[
    rule! {
        "allowed-url-invalid-regex" Error KEYS;
        check Right(invalid) if allowed_urls;
        summary "an open path is not a regular expression once the gateway has rewritten it";
        why "Paths are Go's regular expressions (RE2), without look-around or back-references. The gateway writes an error to its log, skips the entry and goes on: the path stays closed.";
        evidence ["recorded with traffic (5.13.0): /get(?=x), 403 for /getx", "gateway 5.13.0, gateway/mw_granular_access.go and internal/httputil/mux.go", "verdicts of Go 1.26.8, tests/data/expressions.txt"];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{"allowed_urls":[{"url":"/get(?=x)","methods":["GET"]}]}}}"#);
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{"allowed_urls":[{"url":"/users/{id}","methods":["GET"]}]}}}"#);
    },
    rule! {
        "allowed-url-quantifier-rewritten" Warning KEYS;
        check Right(quantifier) if allowed_urls;
        summary "an open path has a repetition in braces";
        why "The gateway turns everything in braces into `([^/]+)`, since `{id}` stands for a part of a path; `{4}` too. What was meant as four digits becomes a digit and whatever follows up to the next slash.";
        evidence ["recorded with traffic (5.13.0): ^/a1/\\d{4}$ opens /a1/9abc", "gateway 5.13.0, internal/httputil/mux.go"];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{"allowed_urls":[{"url":"^/a1/\\d{4}$","methods":["GET"]}]}}}"#);
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{"allowed_urls":[{"url":"^/a1/\\d\\d\\d\\d$","methods":["GET"]}]}}}"#);
    },
    rule! {
        "allowed-url-empty" Warning KEYS;
        check Right(empty) if allowed_urls;
        summary "an open path is empty";
        why "By default an empty expression is found in every path, and the entry opens them all. With `enable_path_prefix_matching` it opens none.";
        evidence ["recorded with traffic (5.13.0): an empty url, 200 for any path", "gateway 5.13.0, internal/httputil/mux.go"];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{"allowed_urls":[{"url":"","methods":["GET"]}]}}}"#);
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{"allowed_urls":[{"url":"/","methods":["GET"]}]}}}"#);
    },
    rule! {
        "allowed-url-unanchored" Info KEYS;
        check Right(unanchored) if allowed_urls;
        summary "an open path has neither `^` nor `$`";
        why "By default the expression is looked for anywhere in the path of the request, the listen path of the API included: `/get` opens `/a1/xx/get/yy` too. Gateways with strict matching of prefixes and suffixes add what is missing.";
        evidence ["recorded with traffic (5.13.0): /get opens /a1/xx/get/yy", "gateway 5.13.0, gateway/mw_granular_access.go"];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{"allowed_urls":[{"url":"/get","methods":["GET"]}]}}}"#);
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{"allowed_urls":[{"url":"^/a1/get$","methods":["GET"]}]}}}"#);
    },
    rule! {
        "allowed-url-slash-star" Info KEYS;
        check Right(slash_star) if allowed_urls;
        summary "an open path has `/*` in it";
        why "In a regular expression it would mean any number of slashes. The gateway reads it as a wildcard: `/*/` becomes `/[^/]+/`, any other `/*` becomes `/.*`.";
        evidence ["recorded with traffic (5.13.0): /v1/* opens /v1/x/y and not /v2/x", "gateway 5.13.0, internal/httputil/mux.go"];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{"allowed_urls":[{"url":"^/v1/*","methods":["GET"]}]}}}"#);
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{"allowed_urls":[{"url":"^/v1/.*","methods":["GET"]}]}}}"#);
    },
    rule! {
        "allowed-url-no-methods" Error KEYS;
        check Right(no_methods) if allowed_urls;
        summary "an open path has no methods";
        why "A request's method has to be in the list. An empty list is not every method, but none: the entry never matches.";
        evidence ["recorded with traffic (5.13.0): no methods, 403", "gateway 5.13.0, gateway/mw_granular_access.go"];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{"allowed_urls":[{"url":"^/a1/get$"}]}}}"#);
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{"allowed_urls":[{"url":"^/a1/get$","methods":["GET"]}]}}}"#);
    },
    rule! {
        "allowed-url-method-case" Error KEYS;
        check Right(method_case) if allowed_urls;
        summary "a method of an open path is not in capitals";
        why "Methods of open paths are compared letter by letter with the request's, which is in capitals. `get` never matches.";
        evidence ["recorded with traffic (5.13.0): the method get, 403 for GET", "gateway 5.13.0, gateway/mw_granular_access.go"];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{"allowed_urls":[{"url":"^/a1/get$","methods":["get"]}]}}}"#);
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{"allowed_urls":[{"url":"^/a1/get$","methods":["GET"]}]}}}"#);
    },
];

/// The entries that are written as objects.
fn entries<'a>(right: Right<'a>) -> impl Iterator<Item = View<'a>> {
    let list = right.member(access_definition::allowed_urls);
    Children::of(list).filter(|entry| entry.is_object())
}

/// The paths that are not empty, each with its text.
fn urls<'a>(right: Right<'a>) -> impl Iterator<Item = (View<'a>, std::borrow::Cow<'a, str>)> {
    let urls = entries(right).filter_map(|entry| entry.member(access_spec::url));
    urls.filter_map(|url| Some((url, url.text()?))).filter(|(_, text)| !text.is_empty())
}

/// Whether no rule about open paths has anything to say: every entry has a simple path that is anchored, and methods in
/// capitals. Most are so, and it is known at the cost of reading their bytes once.
pub(super) fn are_fine(right: Right<'_>) -> bool {
    let is_fine = |entry: View<'_>| {
        let url = entry.member(access_spec::url).and_then(View::plain_text);
        let methods = entry.member(access_spec::methods).filter(|methods| methods.children().next().is_some());
        url.and_then(simple).is_some_and(|expression| expression.is_anchored)
            && methods.is_some_and(|methods| are_capital(methods.span().of(methods.document().text())))
    };
    right.member(access_definition::allowed_urls).is_none_or(|list| list.children().all(is_fine))
}

/// Whether a list of methods has neither small letters nor escapes nor anything beyond ASCII, as it is written: all of
/// that comes after its opening bracket, in ASCII. Eight bytes at a time.
fn are_capital(list: &[u8]) -> bool {
    let [text @ .., b']'] = list else { return false };
    let are_before = |word: &[u8; 8]| {
        let word = u64::from_le_bytes(*word);
        (word.wrapping_add(ONES * (0x7f - u64::from(b'['))) | word) & (ONES << 7) == 0
    };
    match text.last_chunk() {
        Some(last) => are_before(last) && text.as_chunks().0.iter().all(are_before),
        None => text.iter().all(|byte| *byte <= b'['),
    }
}

fn invalid(_: &Subject<'_>, right: Right<'_>, out: &mut Findings) {
    for (url, text) in urls(right) {
        if let Err((fault, help)) = read(&text) {
            out.add(url, format!("this entry opens nothing: Go refuses its regular expression ({fault})"))
                .help(help)
                .param("error", fault.to_string());
        }
    }
}

fn quantifier(_: &Subject<'_>, right: Right<'_>, out: &mut Findings) {
    for (url, text) in urls(right).filter(|(_, text)| has_quantifier(text)) {
        let issue = out.add(url, "braces do not repeat anything here: the gateway turns them into ([^/]+)");
        issue.help("write out what is repeated, \\d\\d for \\d{2}");
        if let Some(expanded) = expanded(&text) {
            let value = quote(&expanded);
            issue.guess("write out what is repeated", vec![Operation::Replace { path: url.pointer(), value }]);
        }
    }
}

fn empty(_: &Subject<'_>, right: Right<'_>, out: &mut Findings) {
    for entry in entries(right) {
        let url = entry.member(access_spec::url);
        if url.is_none_or(View::is_zero) {
            let place = url.map_or(Place::Missing(entry, "url"), Place::Value);
            out.add(place, "an empty path opens every path, or none if enable_path_prefix_matching is set")
                .help("write / for every path, or remove the entry");
        }
    }
}

fn unanchored(_: &Subject<'_>, right: Right<'_>, out: &mut Findings) {
    for (url, text) in urls(right) {
        if read(&text).is_ok_and(|expression| !expression.is_anchored) {
            out.add(url, "this matches anywhere in a request's path, and opens every path that contains it")
                .help("begin with ^ and end with $; the path begins with the API's listen path, unless enable_path_prefix_matching is set");
        }
    }
}

fn slash_star(_: &Subject<'_>, right: Right<'_>, out: &mut Findings) {
    let has_wildcard = |path: &str| path.as_bytes().windows(2).any(|pair| pair == b"/*");
    for (url, _) in urls(right).filter(|(_, text)| has_wildcard(text)) {
        out.add(url, "/* is a wildcard here: the gateway makes it /.* or, before another /, /[^/]+")
            .help("write /.* or /[^/]+ for those who read it as a regular expression");
    }
}

fn no_methods(_: &Subject<'_>, right: Right<'_>, out: &mut Findings) {
    for entry in entries(right) {
        let methods = entry.member(access_spec::methods);
        if methods.is_none_or(View::is_zero) {
            let place = methods.map_or(Place::Missing(entry, "methods"), Place::Value);
            out.add(place, "this entry opens nothing: without methods it matches no request")
                .help("list the methods, in capitals");
        }
    }
}

fn method_case(_: &Subject<'_>, right: Right<'_>, out: &mut Findings) {
    let methods = entries(right).filter_map(|entry| entry.member(access_spec::methods)).flat_map(View::children);
    for (method, text) in methods.filter_map(|method| Some((method, method.text()?))) {
        let upper = text.to_ascii_uppercase();
        if upper != *text {
            let patch = vec![Operation::Replace { path: method.pointer(), value: quote(&upper) }];
            out.add(method, format!("{} matches no request: methods are compared in capitals", method.shown()))
                .help("write it in capitals")
                .safe("write it in capitals", patch);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::are_capital;

    proptest! {
        #[test]
        fn methods_are_in_capitals_when_no_byte_comes_after_their_bracket(
            list in proptest::collection::vec(prop_oneof![9 => 0..=b'[', 1 => any::<u8>()], 0..40),
        ) {
            let text = [list.as_slice(), b"]"].concat();
            prop_assert_eq!(are_capital(&text), list.iter().all(|byte| *byte <= b'['));
        }
    }
}
