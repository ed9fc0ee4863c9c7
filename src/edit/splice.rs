use super::place::index;
use super::text::{PatchError, apply};
use crate::decode::{Document, ProblemKind, View};
use crate::json::{Span, quote, segments};
use crate::report::Operation;

/// Applies operations to a text that was decoded: as [`apply`] does it, and without reading the text again where none
/// of them has to do with another.
///
/// # Errors
///
/// As [`apply`].
pub fn apply_to(document: &Document<'_>, operations: &[Operation]) -> Result<Vec<u8>, PatchError> {
    splice(document, operations).map_or_else(|| apply(document.text(), operations), Ok)
}

/// The text with all operations applied at once. Nothing where one of them adds a value, moves it elsewhere or meets
/// what another has changed, and where members are repeated.
fn splice(document: &Document<'_>, operations: &[Operation]) -> Option<Vec<u8>> {
    // Of a repeated member an operation means the last, and takes the others away.
    let is_odd = |kind| matches!(kind, ProblemKind::Duplicate | ProblemKind::InvalidUtf8);
    if document.problems().iter().any(|problem| is_odd(problem.kind)) {
        return None;
    }
    let mut pieces: Vec<(Span, String)> = Vec::new();
    let mut moved: Vec<&str> = Vec::new();
    for operation in operations {
        let (_, from, path, _) = operation.parts();
        if from.into_iter().chain([path]).any(|pointer| moved.iter().any(|name| pointer.starts_with(name))) {
            return None;
        }
        if let Some(from) = from {
            moved.extend([from, path]);
        }
        let (span, new) = piece(document, operation, operations.len() == 1)?;
        let place = pieces.partition_point(|(other, _)| other.start < span.start);
        pieces.insert(place, (span, new));
    }
    let mut text = Vec::with_capacity(document.text().len() + 64);
    let mut at = 0;
    for (span, new) in pieces {
        text.extend_from_slice(document.text().get(at..span.start as usize)?);
        text.extend_from_slice(new.as_bytes());
        at = span.end as usize;
    }
    text.extend_from_slice(document.text().get(at..)?);
    Some(text)
}

/// What an operation puts in the place of which bytes.
fn piece(document: &Document<'_>, operation: &Operation, is_alone: bool) -> Option<(Span, String)> {
    let value = |path: &str| {
        let mut segments = segments(path)?;
        let last = segments.pop()?;
        let parent = segments.iter().try_fold(document.root()?, |view, segment| child(view, segment))?;
        // The decoder tells only of known members that they are repeated.
        let is_repeated =
            parent.is_object() && parent.children().filter(|child| child.is_named(&last)).nth(1).is_some();
        (!is_repeated).then_some((parent, child(parent, &last)?))
    };
    match operation {
        Operation::Add { .. } => None,
        Operation::Replace { path, value: new } => Some((value(path.as_str())?.1.span(), new.clone())),
        Operation::Remove { path } => {
            let (parent, value) = value(path.as_str())?;
            // To take an element away moves those behind it, which other operations may speak of.
            if !(is_alone || parent.is_object()) {
                return None;
            }
            let before = parent.children().take_while(|other| other.span().start < value.span().start).last();
            let after = parent.children().find(|other| other.span().start > value.span().start);
            // With the comma before it, or, when nothing stands before it, with the comma after it.
            let (start, end) = match (before, after) {
                (Some(before), _) => (before.span().end, value.span().end),
                (None, Some(after)) => (start(value), start(after)),
                (None, None) => (start(value), value.span().end),
            };
            Some((Span { start, end }, String::new()))
        }
        Operation::Move { from, path } => {
            let ((before, _), (after, _)) = (from.as_str().rsplit_once('/')?, path.as_str().rsplit_once('/')?);
            let (parent, value) = value(from.as_str())?;
            let name = segments(path.as_str().get(after.len()..)?)?.pop()?;
            let is_renamed = before == after && parent.is_object() && child(parent, &name).is_none();
            is_renamed.then(|| (value.name_span(), quote(&name)))
        }
    }
}

fn child<'d>(view: View<'d>, segment: &str) -> Option<View<'d>> {
    if view.is_array() {
        return view.children().nth(index(segment)?);
    }
    view.children().find(|child| child.is_named(segment))
}

/// Where a value begins: at its name if it has one.
fn start(view: View<'_>) -> u32 {
    if view.name_span() == Span::default() { view.span().start } else { view.name_span().start }
}

#[cfg(test)]
mod tests {
    use super::splice;
    use crate::decode::{Arena, Options, decode};
    use crate::edit::apply;
    use crate::json::Pointer;
    use crate::report::Operation::{self, *};
    use crate::target::{Reading, Version};
    use proptest::prelude::*;

    fn at(pointer: &str) -> Pointer {
        Pointer::from(pointer)
    }

    fn pointer() -> impl Strategy<Value = Pointer> {
        let names = [
            "",
            "/rate",
            "/per",
            "/tags",
            "/tags/0",
            "/tags/1",
            "/new",
            "/other",
            "/meta_data",
            "/meta_data/a~1b",
            "/meta_data/c/0",
        ];
        proptest::sample::select(names.to_vec()).prop_map(at)
    }

    fn operation() -> impl Strategy<Value = Operation> {
        prop_oneof![
            (pointer(), 0..9u8).prop_map(|(path, value)| Replace { path, value: value.to_string() }),
            pointer().prop_map(|path| Remove { path }),
            (pointer(), pointer()).prop_map(|(from, path)| Move { from, path }),
            pointer().prop_map(|path| Add { path, value: "1.0".to_owned() }),
        ]
    }

    proptest! {
        #[test]
        fn what_is_done_at_once_is_what_is_done_step_by_step(
            members in proptest::sample::subsequence(vec![
                "\"rate\" : 1.0", " \"Per\":2", "\"per\": \"3\"", "\"tags\":[\"a\" , \"b\"]",
                "\"meta_data\":{ \"a/b\":1,\"c\":[ 1, 2 ] }", "\"r\\u0061te\":7", "\"\u{e9}\":null",
                "\"other\":1", "\"other\" :2",
            ], 0..10),
            operations in proptest::collection::vec(operation(), 0..4),
        ) {
            let text = format!("{{{}}}", members.join(","));
            let mut arena = Arena::default();
            let document = decode(text.as_bytes(), Options::session(Reading::First, Version::DEFAULT), &mut arena);
            if let Some(spliced) = splice(&document, &operations) {
                let applied = apply(text.as_bytes(), &operations).map(|text| String::from_utf8_lossy(&text).into_owned());
                prop_assert_eq!(Ok(String::from_utf8_lossy(&spliced).into_owned()), applied);
            }
        }
    }

    #[test]
    fn a_member_is_wrapped_and_renamed_at_once() {
        let text = r#"{ "apply_policy_id" : "p", "rate":1 }"#;
        let mut arena = Arena::default();
        let document = decode(text.as_bytes(), Options::session(Reading::First, Version::DEFAULT), &mut arena);
        let operations = [
            Replace { path: at("/apply_policy_id"), value: "[\"p\"]".to_owned() },
            Move { from: at("/apply_policy_id"), path: at("/apply_policies") },
            Remove { path: at("/rate") },
        ];
        let spliced = splice(&document, &operations).map(|text| String::from_utf8_lossy(&text).into_owned());
        assert_eq!(spliced.as_deref(), Some(r#"{ "apply_policies" : ["p"] }"#));
    }
}
