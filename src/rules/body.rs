#[cfg(not(target_arch = "wasm32"))]
use super::Example;
use super::findings::Findings;
use super::rule::{Rule, rule};
use super::shape::{at, refused};
use super::subject::Subject;
use crate::decode::{Problem, ProblemKind};
use crate::json::{Pointer, SyntaxProblem};
use crate::report::{Operation, Severity};
#[cfg(not(target_arch = "wasm32"))]
use crate::target::Endpoint;
use crate::target::Reading;

/// The body as a whole: whether it is JSON, and whether it is a key.
pub(super) static RULES: &[Rule] = &[
    rule! {
        "json-syntax" Error ALL;
        check Problem(syntax);
        summary "the body is not JSON";
        why "The gateway refuses the body and says no more than \"Request malformed\". JSON has no comments, no commas before a closing brace, no single quotes, no NaN, no leading zeros and no raw control characters in strings.";
        evidence ["recording decode-027 (5.13.0): 400"];
        triggers Example::body(r#"{"rate":100,"per":60,}"#);
        passes Example::body(r#"{"rate":100,"per":60}"#);
    },
    rule! {
        "body-not-object" Error ALL;
        check Problem(not_object);
        summary "the body is a list, a string, a number or a boolean";
        why "A key is one object. The gateway refuses anything else, a list of keys too: every key needs a request of its own.";
        evidence ["recording decode-011 (5.13.0): 400", "recording absent-012 (5.13.0): 400"];
        triggers Example::body(r#"[{"rate":100,"per":60}]"#);
        passes Example::body(r#"{"rate":100,"per":60}"#);
    },
    rule! {
        "body-null" Error ALL;
        check Problem(null);
        summary "the body is `null`";
        why "`null` is read as a key without any member. The organisation endpoint stores that and answers 200: every limit of the organisation is gone. The key endpoint answers 500.";
        evidence ["recording absent-022 (5.13.0): 200 at the organisation endpoint", "recording absent-005 (5.13.0): 500 at the key endpoint"];
        triggers Example::body("null");
        passes Example::body(r#"{"rate":100,"per":60}"#);
    },
    rule! {
        "body-empty-session" Warning ALL;
        check Key(blank);
        summary "no member of the body is one that the gateway knows";
        why "An update replaces the whole key. A body that says nothing resets every member: no limits, no access rights, no organisation. The organisation endpoint stores that and answers 200. The key endpoint answers 500, unless `allow_master_keys` is set.";
        evidence ["recording decode-013 (5.13.0): 200 at the organisation endpoint", "recording absent-002 (5.13.0): 500 at the key endpoint"];
        triggers Example::body(r#"{"key_id":"5e9d9544a1dcd60001d0ed20"}"#);
        passes Example::body(r#"{"rate":0}"#);
    },
    rule! {
        "trailing-data" Error ALL;
        check Problem(trailing);
        summary "something follows the end of the JSON";
        why "The key endpoints read the whole body and refuse it. The organisation endpoints stop after the first value: a second object, or the rest of a body that was joined wrongly, is dropped without a word.";
        evidence ["recording decode-020 (5.13.0): 200 at the organisation endpoint", "recording decode-021 (5.13.0): 400 at the key endpoint"];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","apply_policies":["p1"]},"#).at(Endpoint::GatewayKey);
        passes Example::body("{\"org_id\":\"5e9d9544a1dcd60001d0ed20\",\"rate\":100,\"per\":60}\n").at(Endpoint::GatewayKey);
    },
    rule! {
        "byte-order-mark" Error ALL;
        check Problem(byte_order_mark);
        summary "the body begins with a byte-order mark";
        why "Some editors, mostly on Windows, write U+FEFF at the beginning of a file. It is invisible, and the gateway refuses the body.";
        evidence ["recording decode-324 (5.13.0): 400"];
        triggers Example::body("\u{feff}{\"rate\":100,\"per\":60}");
        passes Example::body("{\"rate\":100,\"per\":60,\"alias\":\"\u{feff}\"}");
    },
    rule! {
        "nesting-too-deep" Error ALL;
        check Problem(too_deep);
        summary "objects and lists are nested more than 10,000 levels deep";
        why "Go reads no deeper, not even in members it does not know.";
        evidence ["Go 1.26, encoding/json: 10,000 levels are read, one more is refused"];
        triggers Example::body(TOO_DEEP);
        passes Example::body(r#"{"rate":100,"per":60,"meta_data":{"a":[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]}}"#);
    },
];

#[cfg(not(target_arch = "wasm32"))]
const TOO_DEEP: &str = {
    static TEXT: [u8; 10_001] = [b'['; 10_001];
    match std::str::from_utf8(&TEXT) {
        Ok(text) => text,
        Err(_) => "",
    }
};

fn syntax(subject: &Subject<'_>, problem: &Problem, out: &mut Findings) {
    let ProblemKind::Syntax(syntax) = problem.kind else { return };
    let issue = out.add(at(subject, problem), format!("{}, this is not JSON: {syntax}", refused(subject)));
    if let Some(help) = advice(syntax, subject.document.text(), problem.span.start as usize) {
        issue.help(help);
    }
}

/// What to do about the mistakes that people and programs make most.
fn advice(problem: SyntaxProblem, text: &[u8], at: usize) -> Option<&'static str> {
    let before = text.get(..at)?.trim_ascii_end();
    let rest = text.get(at..)?;
    Some(match (problem, rest.first()) {
        (SyntaxProblem::End, _) if before.is_empty() => "the body is empty: send the whole key",
        (SyntaxProblem::End, _) => "the end is missing: the text may be cut off",
        (SyntaxProblem::Name, Some(b'}')) | (SyntaxProblem::Value, Some(b']')) if before.ends_with(b",") => {
            "remove the comma before it"
        }
        (SyntaxProblem::Value, Some(b'+')) => "leave out the +",
        (SyntaxProblem::Value, Some(b'.')) => "write a digit before the point",
        (_, Some(b'/' | b'#')) => "remove the comment: JSON has none",
        (SyntaxProblem::Name | SyntaxProblem::Value, Some(b'\'')) => "use double quotes, not single ones",
        (SyntaxProblem::Name, Some(_)) => "put the name in double quotes",
        (SyntaxProblem::Colon, Some(b'=')) => "write : between name and value",
        (SyntaxProblem::Value, Some(b'N' | b'I')) | (SyntaxProblem::Number, Some(b'I')) => {
            "JSON has neither NaN nor Infinity: write a number, or -1 for no limit"
        }
        (SyntaxProblem::Value, Some(b'T' | b'F')) => "write true and false in lower case",
        (SyntaxProblem::Value, Some(b'u')) => "JSON has no undefined: leave the member out",
        (SyntaxProblem::ObjectEnd | SyntaxProblem::ArrayEnd, Some(b'0'..=b'9')) if before.ends_with(b"0") => {
            "remove the leading zeros"
        }
        (SyntaxProblem::ObjectEnd, Some(b'"')) => "put a comma between the members",
        (SyntaxProblem::Control, Some(b'\n' | b'\r')) => "write \\n for a line break, or close the string",
        (SyntaxProblem::Control, Some(b'\t')) => "write \\t for a tab",
        (SyntaxProblem::Escape, _) => "write \\\\ for a backslash",
        _ => return None,
    })
}

fn not_object(subject: &Subject<'_>, problem: &Problem, out: &mut Findings) {
    if matches!(problem.kind, ProblemKind::NotObject) {
        let document = subject.document;
        let rest = document.text().get(document.end() as usize..).unwrap_or_default().trim_ascii_start();
        let is_name = document.text().trim_ascii_start().starts_with(b"\"") && rest.starts_with(b":");
        let help = if is_name { "put a { before this name" } else { "send one key, in braces" };
        out.add(at(subject, problem), format!("{}: a key has to be an object", refused(subject))).help(help);
    }
}

fn null(subject: &Subject<'_>, problem: &Problem, out: &mut Findings) {
    if !matches!(problem.kind, ProblemKind::NullBody) || !subject.document.is_accepted() {
        return;
    }
    out.add(at(subject, problem), format!("{}: null is read as a key without any member", emptied(subject)))
        .help(WHOLE_KEY);
}

fn blank(subject: &Subject<'_>, out: &mut Findings) {
    let Some(key) = subject.key.filter(|_| subject.is_blank()) else { return };
    out.add(key, format!("{}: the gateway knows no member of this body", emptied(subject))).help(WHOLE_KEY);
}

const WHOLE_KEY: &str = "send the whole key: GET it, change it, and PUT it back";

/// What an update without any member does.
fn emptied(subject: &Subject<'_>) -> &'static str {
    if subject.endpoint().is_organisation() {
        "every limit of the organisation will be gone"
    } else if subject.allows_master_keys() {
        "everything in the key is reset, and it opens every API"
    } else {
        "the update fails with 500"
    }
}

fn trailing(subject: &Subject<'_>, problem: &Problem, out: &mut Findings) {
    // Behind something else than a key stands, perhaps, the key itself.
    let is_other = subject.document.root().is_some_and(|root| !root.is_object() && !root.is_null());
    if is_other || !matches!(problem.kind, ProblemKind::TrailingData) {
        return;
    }
    let rest = problem.span.of(subject.document.text());
    // Leftover punctuation means nothing; a second object may be what was meant.
    let is_noise = rest.iter().all(|byte| byte.is_ascii_punctuation() || *byte <= b' ');
    let patch = vec![Operation::Move { from: Pointer::root(), path: Pointer::root() }];
    let title = "remove what follows the key";
    if subject.endpoint().reading() == Reading::First {
        out.add(at(subject, problem), "what follows the first value is ignored")
            .severity(Severity::Warning)
            .help("send one key in a request")
            .safe(title, patch);
        return;
    }
    let issue = out.add(at(subject, problem), format!("{}: something follows the key", refused(subject)));
    issue.help("send one key in a request");
    if is_noise {
        issue.safe(title, patch)
    } else {
        issue.guess(title, patch)
    };
}

fn byte_order_mark(subject: &Subject<'_>, problem: &Problem, out: &mut Findings) {
    if matches!(problem.kind, ProblemKind::ByteOrderMark) {
        let patch = vec![Operation::Move { from: Pointer::root(), path: Pointer::root() }];
        out.add(at(subject, problem), format!("{}: it begins with an invisible byte-order mark", refused(subject)))
            .help("save the file as UTF-8 without a byte-order mark")
            .safe("remove the byte-order mark", patch);
    }
}

fn too_deep(subject: &Subject<'_>, problem: &Problem, out: &mut Findings) {
    if matches!(problem.kind, ProblemKind::TooDeep) {
        out.add(at(subject, problem), format!("{}: more than 10,000 levels of objects and lists", refused(subject)))
            .help("nest less deeply");
    }
}

#[cfg(test)]
mod tests {
    use crate::Arena;
    use crate::rules::{Options, check};
    use crate::target::Endpoint;

    #[test]
    fn what_is_no_json_is_told_with_what_to_do() {
        for (body, expected) in [
            ("", "the body is empty: send the whole key"),
            (r#"{"rate":1"#, "the end is missing: the text may be cut off"),
            (r#"{"rate":1,}"#, "remove the comma before it"),
            (r#"{"tags":["a",]}"#, "remove the comma before it"),
            (r#"{"rate":1 // a note"#, "remove the comment: JSON has none"),
            (r#"{'rate':1}"#, "use double quotes, not single ones"),
            (r#"{rate:1}"#, "put the name in double quotes"),
            (r#"{"rate"=>1}"#, "write : between name and value"),
            (r#"{"rate":Infinity}"#, "JSON has neither NaN nor Infinity: write a number, or -1 for no limit"),
            (r#"{"rate":+1}"#, "leave out the +"),
            (r#"{"rate":.5}"#, "write a digit before the point"),
            (r#"{"rate":010}"#, "remove the leading zeros"),
            (r#"{"is_inactive":True}"#, "write true and false in lower case"),
            (r#"{"rate":undefined}"#, "JSON has no undefined: leave the member out"),
            (r#"{"rate":1 "per":1}"#, "put a comma between the members"),
            ("{\"alias\":\"a\n\"}", "write \\n for a line break, or close the string"),
            (r#"{"alias":"C:\d"}"#, "write \\\\ for a backslash"),
        ] {
            let report = check(body.as_bytes(), &Options::new(Endpoint::GatewayKey), &mut Arena::default());
            let help = report.ok().and_then(|report| report.issues.first()?.help.clone());
            assert_eq!(help.as_deref(), Some(expected), "{body}");
        }
    }
}
