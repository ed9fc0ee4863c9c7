#[cfg(not(target_arch = "wasm32"))]
use super::Example;
use super::findings::Findings;
use super::rule::{Rule, rule};
use super::shape::{at, refused, remove};
use super::subject::Subject;
use crate::decode::{Problem, ProblemKind, View};
use crate::json::{self, Time};
use crate::report::{Issue, Operation};
use crate::session::Kind;

/// Numbers and times that Go does not read, or reads as something else.
pub(super) static RULES: &[Rule] = &[
    rule! {
        "integer-literal-required" Error ALL;
        check Problem(not_integral);
        summary "a fraction or an exponent where an integer belongs";
        why "Go reads neither 1.0 nor 1e3 into an integer, and the gateway refuses the whole body. Python and PHP write such numbers by themselves.";
        evidence ["recording decode-054 (5.13.0): 400", "recording member-045 (5.13.0): 1E0 is refused too"];
        triggers Example::body(r#"{"rate":100,"per":60,"quota_max":1000.0,"quota_renewal_rate":3600}"#);
        passes Example::body(r#"{"rate":1e2,"per":60.0,"quota_max":1000,"quota_renewal_rate":3600}"#);
    },
    rule! {
        "int64-overflow" Error ALL;
        check Problem(integer_overflow);
        summary "an integer that does not fit into 64 bits";
        why "The gateway refuses the whole body.";
        evidence ["recording member-054 (5.13.0): 400"];
        triggers Example::body(r#"{"rate":100,"per":60,"quota_max":9223372036854775808,"quota_renewal_rate":3600}"#);
        passes Example::body(r#"{"rate":100,"per":60,"quota_max":9223372036854775807,"quota_renewal_rate":3600}"#);
    },
    rule! {
        "float-overflow" Error ALL;
        check Problem(float_overflow);
        summary "a number beyond the largest float64";
        why "The gateway refuses the whole body, for numbers in `meta_data` too.";
        evidence ["recording decode-099 (5.13.0): 400"];
        triggers Example::body(r#"{"rate":1e400,"per":60}"#);
        passes Example::body(r#"{"rate":100,"per":60,"meta_data":{"n":1.7976931348623157e308}}"#);
    },
    rule! {
        "metadata-integer-precision" Warning ALL;
        check Problem(precision);
        summary "an integer in `meta_data` that float64 does not hold exactly";
        why "The gateway keeps numbers in `meta_data` as float64: an id of 17 digits may be stored as another one.";
        evidence ["recording object-037 (5.13.0): 9007199254740992 is stored"];
        triggers Example::body(r#"{"rate":100,"per":60,"meta_data":{"customer":9007199254740993}}"#);
        passes Example::body(r#"{"rate":100,"per":60,"meta_data":{"customer":9007199254740992}}"#);
    },
    rule! {
        "date-created-format" Error ALL;
        check Problem(date_created);
        summary "`date_created` is not an RFC 3339 time";
        why "Go takes a date, T, a time and a zone, in this form only; an empty string is refused too, and with it the whole body.";
        evidence ["recording decode-132 (5.13.0): an empty string is refused with 400"];
        triggers Example::body(r#"{"rate":100,"per":60,"date_created":"2024-05-14 13:15:46Z"}"#);
        passes Example::body(r#"{"rate":100,"per":60,"date_created":"2024-05-14T13:15:46.560506+03:00"}"#);
    },
    rule! {
        "date-created-zone-24" Error ORGANISATIONS;
        check Problem(zone_day);
        summary "the zone of `date_created` is 24 hours away";
        why "Go reads such a time and cannot write it: the update fails with 500, and nothing is stored. The key endpoints put the stored time in its place.";
        evidence ["recording decode-171 (5.13.0): 500, nothing is stored"];
        triggers Example::body(r#"{"rate":100,"per":60,"date_created":"2024-05-14T13:15:46+24:00"}"#);
        passes Example::body(r#"{"rate":100,"per":60,"date_created":"2024-05-14T13:15:46+23:59"}"#);
    },
];

/// The value of a problem of that kind.
fn value<'a>(subject: &Subject<'a>, problem: &Problem, is_meant: fn(ProblemKind) -> bool) -> Option<View<'a>> {
    subject.document.view(problem.node).filter(|_| is_meant(problem.kind))
}

fn not_integral(subject: &Subject<'_>, problem: &Problem, out: &mut Findings) {
    let Some(view) = value(subject, problem, |kind| matches!(kind, ProblemKind::NotIntegral)) else { return };
    let issue =
        out.add(at(subject, problem), format!("{}: {} is not written as an integer", refused(subject), view.shown()));
    issue.help("write the number without a point and without an exponent");
    let integer = json::integral(view.literal().as_bytes()).filter(|_| subject.repetitions.lead_to(view));
    if let Some(value) = integer.map(|integer| integer.to_string()) {
        issue.safe(format!("write {value}"), vec![Operation::Replace { path: view.pointer(), value }]);
    }
}

fn integer_overflow(subject: &Subject<'_>, problem: &Problem, out: &mut Findings) {
    if let Some(view) = value(subject, problem, |kind| matches!(kind, ProblemKind::IntegerOverflow)) {
        out.add(at(subject, problem), format!("{}: {} does not fit into 64 bits", refused(subject), view.shown()))
            .help("the integers go from -9223372036854775808 to 9223372036854775807");
    }
}

fn float_overflow(subject: &Subject<'_>, problem: &Problem, out: &mut Findings) {
    if let Some(view) = value(subject, problem, |kind| matches!(kind, ProblemKind::FloatOverflow)) {
        out.add(at(subject, problem), format!("{}: {} is too large a number", refused(subject), view.shown()))
            .help("the largest number is 1.7976931348623157e308");
    }
}

fn precision(subject: &Subject<'_>, problem: &Problem, out: &mut Findings) {
    let Some(view) = value(subject, problem, |kind| matches!(kind, ProblemKind::Precision)) else { return };
    let literal = view.literal();
    let mut stored = String::new();
    json::write_float(&mut stored, json::float(literal.as_bytes()).unwrap_or_default());
    let issue = out.add(
        at(subject, problem),
        format!("{} is stored as {stored}: meta_data keeps numbers as float64", view.shown()),
    );
    issue.help("write it as a string if every digit counts").param("stored", stored);
    if subject.repetitions.lead_to(view) {
        let value = json::quote(&literal);
        issue.guess("put it in quotes", vec![Operation::Replace { path: view.pointer(), value }]);
    }
}

fn date_created(subject: &Subject<'_>, problem: &Problem, out: &mut Findings) {
    let is_time = |kind| matches!(kind, ProblemKind::Time | ProblemKind::WrongKind(Kind::Time));
    let Some(view) = value(subject, problem, is_time) else { return };
    let message = format!("{}: date_created has to be an RFC 3339 time in a string", refused(subject));
    let issue = out.add(at(subject, problem), message);
    issue.help("write it like 2024-05-14T13:15:46Z, or leave it out");
    if view.parent().is_some_and(|key| subject.repetitions.lead_to(key)) {
        fix_date(subject, issue, view);
    }
}

fn fix_date(subject: &Subject<'_>, issue: &mut Issue, view: View<'_>) {
    let path = view.pointer();
    let literal = view.literal();
    let text = json::decode(literal.as_bytes());
    // The key endpoints keep the stored time whatever the body says.
    if !subject.endpoint().is_organisation() || text.trim().is_empty() {
        issue.safe("remove date_created", remove(view));
        return;
    }
    let written = in_rfc_3339(&text);
    let is_time = |text: &&String| Time::parse(text.as_bytes()).is_some();
    if let Some(time) = Some(&written).filter(is_time) {
        issue.safe(format!("write {time}"), vec![Operation::Replace { path, value: json::quote(time) }]);
    } else if let Some(time) = [format!("{written}Z"), format!("{written}T00:00:00Z")].iter().find(is_time) {
        issue.guess(format!("write {time}"), vec![Operation::Replace { path, value: json::quote(time) }]);
    }
}

/// The same time with the letters, and the colon in its zone, that RFC 3339 wants.
fn in_rfc_3339(text: &str) -> String {
    let mut time = text.trim().replacen(' ', "T", 1).to_ascii_uppercase();
    let is_bare_zone = |zone: &str| {
        let digits = zone.strip_prefix(['+', '-']);
        digits.is_some_and(|digits| digits.len() == 4 && digits.bytes().all(|digit| digit.is_ascii_digit()))
    };
    let length = time.len();
    if time.bytes().any(|byte| byte == b'T')
        && length.checked_sub(5).and_then(|at| time.get(at..)).is_some_and(is_bare_zone)
    {
        time.insert(length - 2, ':');
    }
    time
}

fn zone_day(subject: &Subject<'_>, problem: &Problem, out: &mut Findings) {
    if value(subject, problem, |kind| matches!(kind, ProblemKind::ZoneDay)).is_some() {
        out.add(at(subject, problem), "the update fails with 500: the gateway cannot write a zone of 24 hours or more")
            .help("write the time in a zone of less than 24 hours, best in UTC with Z at its end");
    }
}
