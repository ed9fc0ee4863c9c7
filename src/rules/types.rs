#[cfg(not(target_arch = "wasm32"))]
use super::Example;
use super::findings::Findings;
use super::rule::{Rule, rule};
use super::shape::{at, kind_of, member, refused};
use super::subject::Subject;
use crate::decode::{Problem, ProblemKind, View};
use crate::json::{self, Scanner};
use crate::report::{Issue, Operation};
use crate::session::Kind;

/// Values of another kind than the member's.
pub(super) static RULES: &[Rule] = &[
    rule! {
        "number-as-string" Error ALL;
        check Problem(number_as_string);
        summary "a string where a number belongs";
        why "Go reads no number from a string, and the gateway refuses the whole body.";
        evidence ["recording decode-105 (5.13.0): 400"];
        triggers Example::body(r#"{"rate":"100","per":60}"#);
        passes Example::body(r#"{"rate":100,"per":60,"last_updated":"1715681746"}"#);
    },
    rule! {
        "wrong-type-number" Error ALL;
        check Problem(number);
        summary "a boolean, a list or an object where a number belongs";
        why "The gateway refuses the whole body.";
        evidence ["recording member-492 (5.13.0): 400"];
        triggers Example::body(r#"{"rate":true,"per":60}"#);
        passes Example::body(r#"{"rate":1,"per":60}"#);
    },
    rule! {
        "wrong-type-bool" Error ALL;
        check Problem(boolean);
        summary "something else where true or false belongs";
        why "Go reads neither 0 and 1 nor \"true\" and \"false\" as booleans, and the gateway refuses the whole body.";
        evidence ["recording decode-120 (5.13.0): 400"];
        triggers Example::body(r#"{"rate":100,"per":60,"is_inactive":"false"}"#);
        passes Example::body(r#"{"rate":100,"per":60,"is_inactive":false}"#);
    },
    rule! {
        "wrong-type-string" Error ALL;
        check Problem(string);
        summary "something else where a string belongs";
        why "The gateway refuses the whole body. `last_updated` is a string too, although it holds a number.";
        evidence ["recording decode-123 (5.13.0): 400"];
        triggers Example::body(r#"{"rate":100,"per":60,"last_updated":1715681746}"#);
        passes Example::body(r#"{"rate":100,"per":60,"last_updated":"1715681746"}"#);
    },
    rule! {
        "wrong-type-object" Error ALL;
        check Problem(object);
        summary "something else where an object belongs";
        why "The gateway refuses the whole body.";
        evidence ["recording decode-246 (5.13.0): 400"];
        triggers Example::body(r#"{"rate":100,"per":60,"monitor":[]}"#);
        passes Example::body(r#"{"rate":100,"per":60,"monitor":{}}"#);
    },
    rule! {
        "map-as-array" Error ALL;
        check Problem(map);
        summary "a list where a map belongs";
        why "PHP writes an empty map as []. The gateway refuses the whole body.";
        evidence ["recording decode-204 (5.13.0): 400"];
        triggers Example::body(r#"{"rate":100,"per":60,"access_rights":[]}"#);
        passes Example::body(r#"{"rate":100,"per":60,"access_rights":{}}"#);
    },
    rule! {
        "metadata-not-object" Error ALL;
        check Problem(metadata);
        summary "`meta_data` is not an object";
        why "The published interface of the Dashboard allows any value. The gateway reads objects only, and refuses the whole body.";
        evidence ["recording decode-207 (5.13.0): 400"];
        triggers Example::body(r#"{"rate":100,"per":60,"meta_data":"x"}"#);
        passes Example::body(r#"{"rate":100,"per":60,"meta_data":{}}"#);
    },
    rule! {
        "array-as-scalar" Error ALL;
        check Problem(array);
        summary "a single value where a list belongs";
        why "The gateway refuses the whole body.";
        evidence ["recording decode-222 (5.13.0): 400"];
        triggers Example::body(r#"{"rate":100,"per":60,"tags":"edge"}"#);
        passes Example::body(r#"{"rate":100,"per":60,"tags":["edge"]}"#);
    },
];

/// The value of a problem of the kind that a rule is about, with the kind that belongs there.
fn wrong<'a>(subject: &Subject<'a>, problem: &Problem, is_meant: fn(Kind) -> bool) -> Option<(View<'a>, Kind)> {
    let ProblemKind::WrongKind(kind) = problem.kind else { return None };
    Some((subject.document.view(problem.node).filter(|_| is_meant(kind))?, kind))
}

/// Offers another value, if a pointer can name the one that is there.
fn replace(subject: &Subject<'_>, issue: &mut Issue, view: View<'_>, value: String) {
    if subject.repetitions.lead_to(view) {
        let title = if value.len() > 40 { "write it as it is meant".to_owned() } else { format!("write {value}") };
        issue.safe(title, vec![Operation::Replace { path: view.pointer(), value }]);
    }
}

fn is_string(view: View<'_>) -> bool {
    view.literal().starts_with('"')
}

/// Whether it is an empty list.
fn is_empty_list(view: View<'_>) -> bool {
    let literal = view.literal();
    literal.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).is_some_and(|inside| inside.trim().is_empty())
}

fn number_as_string(subject: &Subject<'_>, problem: &Problem, out: &mut Findings) {
    let found = wrong(subject, problem, |kind| matches!(kind, Kind::Integer | Kind::Float));
    let Some((view, kind)) = found.filter(|(view, _)| is_string(*view)) else { return };
    let issue =
        out.add(at(subject, problem), format!("{}: {} is a string, not a number", refused(subject), view.shown()));
    issue.help("write the number without quotes");
    if let Some(number) = number_in(&json::decode(view.literal().as_bytes()), kind) {
        replace(subject, issue, view, number);
    }
}

/// The JSON number that a string holds, if a member of that kind takes it.
fn number_in(text: &str, kind: Kind) -> Option<String> {
    let text = text.trim();
    let mut scanner = Scanner::new(text.as_bytes());
    let number = matches!(scanner.peek()?, b'-' | b'0'..=b'9').then(|| scanner.number().ok())??;
    if number.span.of(text.as_bytes()).len() != text.len() {
        return None;
    }
    match kind {
        Kind::Integer => json::integral(text.as_bytes()).map(|integer| integer.to_string()),
        _ => json::float(text.as_bytes()).map(|_| text.to_owned()),
    }
}

fn number(subject: &Subject<'_>, problem: &Problem, out: &mut Findings) {
    let found = wrong(subject, problem, |kind| matches!(kind, Kind::Integer | Kind::Float));
    if let Some((view, _)) = found.filter(|(view, _)| !is_string(*view)) {
        out.add(at(subject, problem), format!("{}: {} stands where a number belongs", refused(subject), kind_of(view)))
            .help("write a number, or leave it out for 0");
    }
}

fn boolean(subject: &Subject<'_>, problem: &Problem, out: &mut Findings) {
    let Some((view, _)) = wrong(subject, problem, |kind| matches!(kind, Kind::Boolean)) else { return };
    let message = format!("{}: {} stands where true or false belongs", refused(subject), kind_of(view));
    let issue = out.add(at(subject, problem), message);
    issue.help("write true or false, without quotes");
    let literal = view.literal();
    match literal.trim_matches('"').to_ascii_lowercase().as_str() {
        "0" | "false" => replace(subject, issue, view, "false".to_owned()),
        "1" | "true" => replace(subject, issue, view, "true".to_owned()),
        _ => {}
    }
}

fn string(subject: &Subject<'_>, problem: &Problem, out: &mut Findings) {
    let Some((view, _)) = wrong(subject, problem, |kind| matches!(kind, Kind::String)) else { return };
    let message = format!("{}: {} stands where a string belongs", refused(subject), kind_of(view));
    let issue = out.add(at(subject, problem), message);
    issue.help("write a string in double quotes");
    if kind_of(view) == "a number" && !view.is_secret() {
        replace(subject, issue, view, json::quote(&view.literal()));
    }
}

fn object(subject: &Subject<'_>, problem: &Problem, out: &mut Findings) {
    let found = wrong(subject, problem, |kind| matches!(kind, Kind::Object(_) | Kind::Pointer(_) | Kind::Map(_)));
    let is_elsewhere = |(view, kind): &(View<'_>, Kind)| {
        matches!(kind, Kind::Map(_)) && (kind_of(*view) == "a list" || is_metadata(*view))
    };
    let Some((view, _)) = found.filter(|found| !is_elsewhere(found)) else { return };
    let message = format!("{}: {} stands where an object belongs", refused(subject), kind_of(view));
    let issue = out.add(at(subject, problem), message);
    issue.help("write an object in braces, or leave it out");
    if is_empty_list(view) {
        replace(subject, issue, view, "{}".to_owned());
    }
}

fn is_metadata(view: View<'_>) -> bool {
    member(view).is_some_and(|member| member.name == "meta_data")
}

fn map(subject: &Subject<'_>, problem: &Problem, out: &mut Findings) {
    let found = wrong(subject, problem, |kind| matches!(kind, Kind::Map(_)));
    let Some((view, _)) = found.filter(|(view, _)| kind_of(*view) == "a list") else { return };
    let issue = out.add(at(subject, problem), format!("{}: a list stands where an object belongs", refused(subject)));
    issue.help("write an object with a name for each entry, or {} for none");
    if is_empty_list(view) {
        replace(subject, issue, view, "{}".to_owned());
    }
}

fn metadata(subject: &Subject<'_>, problem: &Problem, out: &mut Findings) {
    let found = wrong(subject, problem, |kind| matches!(kind, Kind::Map(_)));
    let is_scalar = |(view, _): &(View<'_>, Kind)| kind_of(*view) != "a list" && is_metadata(*view);
    if let Some((view, _)) = found.filter(is_scalar) {
        let message = format!("{}: meta_data has to be an object, and this is {}", refused(subject), kind_of(view));
        out.add(at(subject, problem), message).help("put the value under a name: {\"name\": value}");
    }
}

fn array(subject: &Subject<'_>, problem: &Problem, out: &mut Findings) {
    let Some((view, kind)) = wrong(subject, problem, |kind| matches!(kind, Kind::Array(_))) else { return };
    let message = format!("{}: {} stands where a list belongs", refused(subject), kind_of(view));
    let issue = out.add(at(subject, problem), message);
    issue.help("write a list in brackets");
    let (Kind::Array(of), literal) = (kind, view.literal()) else { return };
    let in_brackets = format!("[{literal}]");
    match (of, kind_of(view)) {
        (Kind::String, "a string") if json::decode(literal.as_bytes()).trim().is_empty() => {
            replace(subject, issue, view, "[]".to_owned());
        }
        // One with commas may be several.
        (Kind::String, "a string") if !literal.bytes().any(|byte| byte == b',') => {
            replace(subject, issue, view, in_brackets)
        }
        (Kind::Float, "a number") if json::float(literal.as_bytes()).is_some() => {
            replace(subject, issue, view, in_brackets);
        }
        _ => {}
    }
}
