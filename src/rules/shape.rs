use std::borrow::Cow;

use super::findings::Place;
use super::subject::Subject;
use crate::decode::{Document, Problem, ProblemKind, View};
use crate::json::{self, Pointer};
use crate::report::Operation;
use crate::session::{Member, entries::sorted};
use crate::target::Endpoint;

/// The members of a body that are written more than once: a pointer to one of them does not say which is meant.
///
/// In order, each as where its object begins, the name under which that knows it, and where it stands.
pub(super) struct Repetitions<'a>(Vec<(u32, Cow<'a, str>, u32)>);

impl<'a> Repetitions<'a> {
    pub(super) fn of(document: &'a Document<'a>) -> Repetitions<'a> {
        let repeated = document.problems().iter().filter(|problem| matches!(problem.kind, ProblemKind::Duplicate));
        let places = repeated.filter_map(|problem| {
            let object = document.view(problem.node)?;
            let name = known_as(object, json::decode(problem.span.of(document.text())));
            Some((object.span().start, name, problem.span.start))
        });
        Repetitions(sorted(places.collect(), Ord::cmp))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether the pointer of a value leads to it: of members spelled alike it leads to the last.
    pub(super) fn lead_to(&self, view: View<'a>) -> bool {
        self.0.is_empty()
            || std::iter::successors(Some(view), |view| view.parent()).all(|view| !self.has(view) || is_last(view))
    }

    /// Whether it does, and no other member counts as the same.
    pub(super) fn leave_alone(&self, view: View<'a>) -> bool {
        !self.has(view) && self.lead_to(view)
    }

    /// Whether every pointer of a patch leads somewhere: of members spelled alike it leads to the last.
    pub(super) fn leave_way(&self, document: &Document<'_>, patch: &[Operation]) -> bool {
        let leads = |pointer: &str| !self.stand_in(pointer) || leads(document, pointer);
        patch.iter().all(|operation| {
            let (_, from, path, _) = operation.parts();
            let may_be_new = matches!(operation, Operation::Add { .. } | Operation::Move { .. });
            let there = if may_be_new { path.rsplit_once('/').map_or("", |(parent, _)| parent) } else { path };
            from.is_none_or(leads) && leads(there)
        })
    }

    /// Whether one of them has a name that a pointer names: else it leads where it seems to.
    fn stand_in(&self, pointer: &str) -> bool {
        let segments = json::segments(pointer).unwrap_or_default();
        self.0.iter().any(|(_, name, _)| segments.iter().any(|segment| json::same_name(segment, name)))
    }

    fn has(&self, view: View<'a>) -> bool {
        view.parent().is_some_and(|parent| self.first(parent, view.name()).is_some())
    }

    /// Where a member of an object is repeated first.
    #[inline(never)]
    pub(super) fn first(&self, object: View<'a>, name: Cow<'a, str>) -> Option<u32> {
        let place = (object.span().start, known_as(object, name), 0);
        let (start, name, at) = self.0.get(self.0.partition_point(|other| *other < place))?;
        (*start == place.0 && *name == place.1).then_some(*at)
    }
}

fn is_last(view: View<'_>) -> bool {
    let name = view.name();
    let last = view.parent().and_then(|parent| parent.children().filter(|other| other.name() == name).last());
    last.is_some_and(|last| last.span() == view.span())
}

/// The name under which an object knows a member.
fn known_as<'a>(object: View<'a>, name: Cow<'a, str>) -> Cow<'a, str> {
    row(object, &name).map_or(name, |(_, member)| Cow::Borrowed(member.name))
}

/// What the table of an object says of a member of that name, and where in the table.
pub(super) fn row(object: View<'_>, name: &str) -> Option<(usize, &'static Member)> {
    object.table()?.members.iter().enumerate().find(|(_, member)| json::same_name(name, member.name))
}

/// What the table says of the member that a value is.
pub(super) fn member(view: View<'_>) -> Option<&'static Member> {
    row(view.parent()?, &view.name()).map(|(_, member)| member)
}

/// Takes a member away, however often and in whatever letters it is written.
pub(super) fn remove(view: View<'_>) -> Vec<Operation> {
    let Some(object) = view.parent() else { return Vec::new() };
    let name = known_as(object, view.name());
    let mut paths: Vec<Pointer> = Vec::new();
    for other in object.children().filter(|other| known_as(object, other.name()) == name).map(View::pointer) {
        if !paths.contains(&other) {
            paths.push(other);
        }
    }
    paths.into_iter().map(|path| Operation::Remove { path }).collect()
}

#[inline(never)]
fn leads(document: &Document<'_>, pointer: &str) -> bool {
    let mut segments = json::segments(pointer).unwrap_or_default().into_iter();
    document.root().and_then(|root| segments.try_fold(root, |view, segment| child(view, &segment))).is_some()
}

fn child<'d>(view: View<'d>, segment: &str) -> Option<View<'d>> {
    // An object that is laid over another has that one's members too.
    let mut inside = view.children().filter(|child| child.span().start > view.span().start);
    if view.is_array() {
        inside.nth(segment.parse().ok()?)
    } else {
        inside.filter(|child| child.name() == segment).last()
    }
}

/// Where a problem stands.
pub(super) fn at<'a>(subject: &Subject<'a>, problem: &Problem) -> Place<'a> {
    Place::Bytes(subject.document.view(problem.node), problem.span)
}

/// What becomes of an update whose body the gateway cannot read.
pub(super) fn refused(subject: &Subject<'_>) -> &'static str {
    match subject.endpoint() {
        Endpoint::GatewayOrg | Endpoint::GatewayKey => "the update is refused with 400",
        // The Dashboard documents 400, 403 and 500 for bodies that it cannot read.
        Endpoint::DashboardAdminOrg | Endpoint::DashboardApi => "the update is refused",
    }
}

/// What a JSON value is, by its first byte.
pub(super) fn kind_of(view: View<'_>) -> &'static str {
    match view.literal().bytes().next() {
        Some(b'"') => "a string",
        Some(b'{') => "an object",
        Some(b'[') => "a list",
        Some(b't' | b'f') => "a boolean",
        Some(b'n') => "null",
        _ => "a number",
    }
}
