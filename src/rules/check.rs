use std::collections::HashSet;

use super::findings::Findings;
use super::limits::Limits;
use super::rule::{Check, Rule};
use super::shape::Repetitions;
use super::subject::{Options, Subject};
use crate::decode::{self, Arena, Document, decode};
use crate::edit;
use crate::json::Pointer;
use crate::report::{Fix, Issue, Part, Report};
use crate::target::Reading;

/// A code that no rule has, with the one that was probably meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownCode {
    /// The code as given.
    pub code: String,
    /// The rule that was probably meant.
    pub suggestion: Option<&'static str>,
}

impl UnknownCode {
    /// Refuses a code that no rule has.
    pub(crate) fn unless_known(code: &str) -> Result<(), UnknownCode> {
        if super::rules().any(|rule| rule.code == code) {
            return Ok(());
        }
        let suggestion = crate::report::nearest(code, super::rules().map(|rule| rule.code));
        Err(UnknownCode { code: code.to_owned(), suggestion })
    }
}

/// Says everything there is to say about an update with that body. The arena's memory is used again from body to body.
pub fn check(body: &[u8], options: &Options<'_>, arena: &mut Arena) -> Result<Report, UnknownCode> {
    for (code, _) in &options.overrides.0 {
        UnknownCode::unless_known(code)?;
    }
    let reading = decode::Options::session(options.endpoint.reading(), options.version);
    let document = decode(body, reading, arena);
    let mut before = Arena::default();
    let previous = options
        .previous
        .map(|text| decode(text, decode::Options::session(Reading::First, options.version), &mut before));
    let subject = Subject {
        options,
        document: &document,
        repetitions: Repetitions::of(&document),
        key: document.root().filter(|root| root.is_object()),
        previous: previous.as_ref().and_then(Document::root).filter(|root| root.is_object()),
    };
    Ok(Report { issues: run(&subject) })
}

fn run(subject: &Subject<'_>) -> Vec<Issue> {
    let Some(first) = super::rules().next() else { return Vec::new() };
    let mut out = Findings::new(subject.document, first);
    let is_meant = subject.key.is_some() && subject.document.is_accepted();
    let limits = if is_meant { limits(subject) } else { Vec::new() };
    for rule in super::rules() {
        if !is_asked(rule, subject.options) {
            continue;
        }
        out.begin(rule);
        match rule.check {
            Check::Problem(check) => {
                subject.document.problems().iter().for_each(|problem| check(subject, problem, &mut out));
            }
            Check::Request(check) => check(subject, &mut out),
            _ if !is_meant => {}
            Check::Key(check) => check(subject, &mut out),
            Check::Limits(check) => limits.iter().for_each(|limits| check(subject, *limits, &mut out)),
            Check::Right(check) => subject.rights().for_each(|right| check(subject, right, &mut out)),
            Check::Secret(_) => {}
        }
    }
    let mut issues = out.issues;
    prefer_specific(&mut issues);
    if is_meant && subject.is_blank() {
        let about_all = |issue: &Issue| matches!(issue.code, "body-empty-session" | "trailing-data");
        issues.retain(|issue| issue.part != Part::Body || about_all(issue));
    }
    if !subject.repetitions.is_empty() {
        let can_be_made = |fix: &Fix| edit::apply(subject.document.text(), &fix.patch).is_ok();
        issues.iter_mut().for_each(|issue| issue.fix = issue.fix.take().filter(can_be_made));
    }
    for issue in &mut issues {
        if let Some(Some(severity)) = subject.options.overrides.of(issue.code) {
            issue.severity = severity;
        }
    }
    issues.sort_by(|left, right| place(left).cmp(&place(right)));
    issues
}

/// Whether a rule looks at this update.
fn is_asked(rule: &Rule, options: &Options<'_>) -> bool {
    let is_late = rule.until.is_some_and(|until| options.version >= until);
    let is_early = rule.since.is_some_and(|since| options.version < since);
    rule.endpoints.contains(options.endpoint) && !is_early && !is_late && options.overrides.of(rule.code) != Some(None)
}

/// The key's own limits, those of its APIs, and those of their endpoints.
fn limits<'a>(subject: &Subject<'a>) -> Vec<Limits<'a>> {
    let mut limits: Vec<_> = subject.limits().into_iter().collect();
    for right in subject.rights() {
        limits.extend(right.limits());
        limits.extend(right.endpoint_limits());
    }
    limits
}

/// Where something particular is said, the general is not said too; nor is a member unknown that an issue speaks of.
fn prefer_specific(issues: &mut Vec<Issue>) {
    let is_general = |issue: &Issue| matches!(issue.code, "unknown-member" | "null-resets-field");
    let (mut particular, mut related) = (HashSet::<Pointer>::new(), HashSet::<Pointer>::new());
    for issue in issues.iter().filter(|issue| !is_general(issue)) {
        particular.insert(issue.pointer.clone());
        related.extend(issue.related.iter().map(|related| related.pointer.clone()));
    }
    issues.retain(|issue| {
        let is_told = issue.code == "unknown-member" && related.contains(&issue.pointer);
        !is_general(issue) || !(is_told || particular.contains(&issue.pointer))
    });
}

fn place(issue: &Issue) -> (Part, u32, &str, &str, u32) {
    (issue.part, issue.bytes.start, issue.code, issue.pointer.as_str(), issue.bytes.end)
}
