#[cfg(not(target_arch = "wasm32"))]
use super::Example;
use super::findings::Findings;
use super::rule::{Rule, rule};
use super::shape::{at, member, row};
use super::subject::Subject;
use crate::decode::{Problem, ProblemKind, View};
use crate::json::{self, Pointer};
use crate::report::{Operation, nearest};
use crate::session::{AccessDefinition, ApiLimit, Kind};
use crate::target::Version;

/// Names of members, and members without a value.
pub(super) static RULES: &[Rule] = &[
    rule! {
        "invalid-utf8" Warning ALL;
        check Problem(invalid_utf8);
        summary "a string has bytes that are not UTF-8, or half of a surrogate pair";
        why "The gateway stores U+FFFD for each of them: a name, a tag or a password is no longer what was sent.";
        evidence ["recording decode-315 (5.13.0): U+FFFD is stored"];
        triggers Example::body(r#"{"rate":100,"per":60,"alias":"\ud800x"}"#);
        passes Example::body(r#"{"rate":100,"per":60,"alias":"\ud83d\ude00"}"#);
    },
    rule! {
        "duplicate-member" Warning ALL;
        check Problem(duplicate);
        summary "an object has the same member more than once";
        why "The gateway takes the last, in whatever case it is written, reads objects and lists over what the one before left, and says nothing. Other programs may take the first.";
        evidence ["recording decode-282 (5.13.0): the last is stored"];
        triggers Example::body(r#"{"rate":1,"per":60,"rate":100}"#);
        passes Example::body(r#"{"rate":100,"per":60,"meta_data":{"Tier":1,"tier":2}}"#);
    },
    rule! {
        "member-name-case" Warning ALL;
        check Problem(name_case);
        summary "a known member is written in different case";
        why "The gateway reads `Rate` and `RATE` as `rate`. Programs that compare names exactly do not find it, and the next reader may not.";
        evidence ["recording decode-273 (5.13.0)", "recording decode-285 (5.13.0): the letter ſ counts as s"];
        triggers Example::body(r#"{"RATE":100,"per":60}"#);
        passes Example::body(r#"{"rate":100,"per":60}"#);
    },
    rule! {
        "unknown-member" Warning ALL;
        check Problem(unknown);
        summary "a member that the gateway does not know";
        why "It is dropped without a word: a mistyped limit is no limit. Members that only newer gateways know are dropped by older ones.";
        evidence ["recording decode-293 (5.13.0): org-id, orgId and OrgID are dropped"];
        triggers Example::body(r#"{"rate":100,"per":60,"orgId":"5e9d9544a1dcd60001d0ed20"}"#);
        passes Example::body(r#"{"rate":100,"per":60,"meta_data":{"orgId":"5e9d9544a1dcd60001d0ed20"}}"#);
    },
    rule! {
        "null-resets-field" Info ALL;
        check Problem(null_member);
        summary "a member is `null`";
        why "`null` does not keep what was stored: the member goes back to zero, as if it were left out, and zero mostly means unlimited.";
        evidence ["recording member-485 (5.13.0): rate is not stored"];
        triggers Example::body(r#"{"rate":100,"per":60,"alias":null}"#);
        passes Example::body(r#"{"rate":100,"per":60,"alias":""}"#);
    },
    rule! {
        "null-array-element" Warning ALL;
        check Problem(null_element);
        summary "an element of a list is `null`";
        why "It is kept as an element: in a list of strings, as an empty string. In `apply_policies` that is a policy that does not exist.";
        evidence ["recording decode-225 (5.13.0): an empty tag is stored"];
        triggers Example::body(r#"{"rate":100,"per":60,"tags":[null,"a"]}"#);
        passes Example::body(r#"{"rate":100,"per":60,"tags":["null","a"]}"#);
    },
    rule! {
        "null-access-right" Warning KEYS;
        check Problem(null_right);
        summary "an access right is `null`";
        why "It does not take the right away: the key may use the API, without limits of its own.";
        evidence ["recording decode-182 (5.13.0): the right is stored"];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{},"a2":null}}"#);
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{},"a2":{}}}"#);
    },
];

fn invalid_utf8(subject: &Subject<'_>, problem: &Problem, out: &mut Findings) {
    let (ProblemKind::InvalidUtf8, Some(view)) = (problem.kind, subject.document.view(problem.node)) else { return };
    let issue = out.add(at(subject, problem), "invalid Unicode here is stored as U+FFFD");
    issue.help("write the text as UTF-8, and characters beyond U+FFFF as both halves of their pair");
    let is_value = problem.span == view.span();
    if is_value && !view.is_secret() && subject.repetitions.lead_to(view) {
        let value = json::quote(&json::decode(problem.span.of(subject.document.text())));
        issue.safe("write what will be stored", vec![Operation::Replace { path: view.pointer(), value }]);
    }
}

fn duplicate(subject: &Subject<'_>, problem: &Problem, out: &mut Findings) {
    let (ProblemKind::Duplicate, Some(object)) = (problem.kind, subject.document.view(problem.node)) else { return };
    let name = json::decode(problem.span.of(subject.document.text()));
    // It is said once, however often it is written.
    if subject.repetitions.first(object, name.clone()) != Some(problem.span.start) {
        return;
    }
    let Some((index, known)) = row(object, &name) else {
        let Some(last) = object.children().find(|child| child.name() == name) else { return };
        let message = format!("{} is written more than once: the last one counts", last.shown_name());
        let issue = out.add(at(subject, problem), message);
        issue.help("keep one of them");
        if subject.repetitions.leave_alone(object) {
            issue.safe("keep the last", vec![settle(object.pointer().join(&name))]);
        }
        return;
    };
    let Some(counts) = object.member(index) else { return };
    let all: Vec<_> = object.children().filter(|child| json::same_name(&child.name(), known.name)).collect();
    let is_laid_over = all.iter().any(|child| child.is_object() || child.is_array());
    let happens = if is_laid_over { "they may be merged" } else { "the last one counts" };
    let issue = out.add(at(subject, problem), format!("{} is written more than once: {happens}", known.name));
    issue.help("keep one of them");
    // Of a member spelled alike the last stays. A null behind the value that counts would be that last one.
    let last = all.iter().rfind(|child| child.name() == counts.name());
    let is_last = last.is_some_and(|last| last.span() == counts.span());
    if is_last && !is_laid_over && subject.repetitions.lead_to(object) {
        issue.safe("keep the one that counts", keep(counts, &all, object.pointer().join(known.name)));
    }
}

/// Takes away the members spelled in another way, then moves the one that counts to its proper name, which takes its
/// repetitions away.
fn keep(counts: View<'_>, all: &[View<'_>], path: Pointer) -> Vec<Operation> {
    let mut patch: Vec<Operation> = Vec::new();
    for other in all.iter().filter(|other| other.name() != counts.name()) {
        let operation = Operation::Remove { path: other.pointer() };
        if !patch.contains(&operation) {
            patch.push(operation);
        }
    }
    patch.push(Operation::Move { from: counts.pointer(), path });
    patch
}

/// Moving a member to where it is takes its repetitions away. It says so without naming the value, which may be a
/// secret.
fn settle(pointer: Pointer) -> Operation {
    Operation::Move { from: pointer.clone(), path: pointer }
}

fn name_case(subject: &Subject<'_>, problem: &Problem, out: &mut Findings) {
    let (ProblemKind::NameCase(name), Some(view)) = (problem.kind, subject.document.view(problem.node)) else { return };
    let issue = out.add(at(subject, problem), format!("the gateway reads this as {name}; other programs may not"));
    issue.help(format!("write {name}")).param("name", name);
    if let Some(object) = view.parent().filter(|_| subject.repetitions.leave_alone(view)) {
        let path = object.pointer().join(name);
        issue.safe(format!("rename it to {name}"), vec![Operation::Move { from: view.pointer(), path }]);
    }
}

fn unknown(subject: &Subject<'_>, problem: &Problem, out: &mut Findings) {
    let (ProblemKind::Unknown, Some(view)) = (problem.kind, subject.document.view(problem.node)) else { return };
    let (name, version) = (view.shown_name(), subject.options.version);
    let since = member(view).map(|newer| format!("{}.{}", newer.since.major, newer.since.minor));
    let meant = if since.is_none() { meant(view, version) } else { None };
    let message = match &since {
        Some(since) => {
            format!("{name} is dropped: this gateway ({version}) does not know it; {since} is the first that does")
        }
        None => format!("{name} is dropped: the gateway does not know it"),
    };
    let help = match (&since, meant) {
        (Some(since), _) => format!("leave it out, or update the gateway to {since}"),
        (None, Some(meant)) => format!("{meant} was probably meant"),
        (None, None) if belongs_in_limit(view) => {
            format!("{name} belongs inside limit, and an API's limit replaces all of the key's")
        }
        (None, None) => "remove it; data of your own goes into meta_data".to_owned(),
    };
    let title = format!("remove {name}");
    let issue = out.add(at(subject, problem), message);
    issue.help(help).param("name", name);
    if !subject.repetitions.lead_to(view) {
        return;
    }
    let remove = vec![Operation::Remove { path: view.pointer() }];
    match (meant, view.parent()) {
        (Some(meant), Some(object)) if !has(object, meant) => {
            let path = object.pointer().join(meant);
            issue.guess(format!("rename it to {meant}"), vec![Operation::Move { from: view.pointer(), path }])
        }
        (None, _) if since.is_none() => issue.safe(title, remove),
        _ => issue.guess(title, remove),
    };
}

/// Whether it is a limit that stands in an access right and not in its `limit`, as in the public tyk-demo keys.
fn belongs_in_limit(view: View<'_>) -> bool {
    let is_right = view.parent().and_then(View::table).is_some_and(|table| table.name == AccessDefinition::TABLE.name);
    is_right && ApiLimit::TABLE.members.iter().any(|member| member.name == view.name())
}

/// The known member that was probably meant.
fn meant(view: View<'_>, version: Version) -> Option<&'static str> {
    let members = view.parent()?.table()?.members.iter().filter(|member| member.since <= version);
    nearest(&view.name(), members.map(|member| member.name))
}

fn has(object: View<'_>, name: &str) -> bool {
    row(object, name).is_some_and(|(index, _)| object.member(index).is_some())
}

fn null_member(subject: &Subject<'_>, problem: &Problem, out: &mut Findings) {
    let (ProblemKind::NullMember, Some(view)) = (problem.kind, subject.document.view(problem.node)) else { return };
    let zero = match member(view).map(|member| member.kind) {
        Some(Kind::Integer | Kind::Float) => "0",
        Some(Kind::Boolean) => "false",
        _ => "empty",
    };
    let issue = out
        .add(at(subject, problem), format!("null does not keep what was stored: {} becomes {zero}", view.shown_name()));
    issue.help("leave it out, or write the value that is meant");
    if subject.repetitions.leave_alone(view) {
        issue.safe("remove it, which means the same", vec![Operation::Remove { path: view.pointer() }]);
    }
}

fn null_element(subject: &Subject<'_>, problem: &Problem, out: &mut Findings) {
    let (ProblemKind::NullElement, Some(view)) = (problem.kind, subject.document.view(problem.node)) else { return };
    let list = view.parent().and_then(member);
    let is_text = matches!(list.map(|list| list.kind), Some(Kind::Array(Kind::String)));
    let becomes = if is_text { "an empty string" } else { "an empty element" };
    let issue = out.add(at(subject, problem), format!("null is not skipped: it is stored as {becomes}"));
    issue.help("remove it");
    if subject.repetitions.leave_alone(view) {
        let patch = vec![Operation::Remove { path: view.pointer() }];
        // An empty tag means nothing to anybody; in other lists an empty element opens or closes something.
        if list.is_some_and(|list| list.name == "tags") {
            issue.safe("remove it", patch)
        } else {
            issue.guess("remove it", patch)
        };
    }
}

fn null_right(subject: &Subject<'_>, problem: &Problem, out: &mut Findings) {
    let (ProblemKind::NullRight, Some(view)) = (problem.kind, subject.document.view(problem.node)) else { return };
    let issue = out.add(
        at(subject, problem),
        format!("the key may still use {}: null is an empty access right", view.shown_name()),
    );
    issue.help("remove the entry to close the API");
    if subject.repetitions.leave_alone(view) {
        let value = "{}".to_owned();
        issue.safe("write {}, which means the same", vec![Operation::Replace { path: view.pointer(), value }]);
    }
}
