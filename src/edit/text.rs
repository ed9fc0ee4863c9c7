use std::fmt;

use super::place::{Child, Container, index};
use crate::json::{BYTE_ORDER_MARK, Scanner, Span, quote, segments};
use crate::report::Operation;

/// Why a patch cannot be applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PatchError {
    /// The text is not JSON, from this byte on.
    Text(u32),
    /// The text is JSON, but not an object.
    NotObject,
    /// Nothing stands where the pointer points, or it is not a pointer.
    Missing(String),
    /// The value of an operation is not JSON.
    Value(String),
}

impl fmt::Display for PatchError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PatchError::Text(at) => write!(out, "the text stops being JSON at byte {at}"),
            PatchError::NotObject => out.write_str("the text is not a JSON object; nothing was changed"),
            PatchError::Missing(pointer) => write!(out, "nothing stands at `{pointer}`; nothing was changed"),
            PatchError::Value(pointer) => write!(out, "the new value for `{pointer}` is not JSON; nothing was changed"),
        }
    }
}

impl std::error::Error for PatchError {}

/// Applies operations one after the other; every byte they do not speak of stays. Either all are applied or none.
///
/// # Errors
///
/// A text or a value that is not JSON, and a pointer that leads nowhere.
pub fn apply(text: &[u8], operations: &[Operation]) -> Result<Vec<u8>, PatchError> {
    let mut text = text.to_vec();
    if operations.is_empty() {
        whole(&text)?;
    }
    for operation in operations {
        step(&mut text, operation)?;
    }
    Ok(text)
}

fn step(text: &mut Vec<u8>, operation: &Operation) -> Result<(), PatchError> {
    match operation {
        Operation::Add { path, value } => put(text, path.as_str(), value, true),
        Operation::Replace { path, value } => put(text, path.as_str(), value, false),
        Operation::Remove { path } => {
            let target = Target::find(text, path.as_str())?;
            target.existing(path.as_str())?;
            target.remove(text, &target.found);
            Ok(())
        }
        Operation::Move { from, path } => relocate(text, from.as_str(), path.as_str()),
    }
}

/// Where a pointer leads: the object or array, and the segment in it.
struct Target {
    container: Container,
    segment: String,
    found: Vec<usize>,
}

impl Target {
    fn find(text: &[u8], pointer: &str) -> Result<Target, PatchError> {
        let missing = || PatchError::Missing(pointer.to_owned());
        let mut segments = segments(pointer).ok_or_else(missing)?;
        let last = segments.pop().ok_or_else(missing)?;
        let outermost = Span { start: 0, end: text.len() as u32 };
        let Some(mut container) = read(text, outermost)? else {
            whole(text)?;
            return Err(missing());
        };
        for segment in &segments {
            let child = container.find(text, segment).pop().and_then(|place| container.children.get(place));
            container = read(text, child.ok_or_else(missing)?.value)?.ok_or_else(missing)?;
        }
        let found = container.find(text, &last);
        Ok(Target { container, segment: last.into_owned(), found })
    }

    fn existing(&self, pointer: &str) -> Result<Child, PatchError> {
        let child = self.found.last().and_then(|place| self.container.children.get(*place));
        child.copied().ok_or_else(|| PatchError::Missing(pointer.to_owned()))
    }

    /// Takes children away.
    fn remove(&self, text: &mut Vec<u8>, places: &[usize]) {
        let children = &self.container.children;
        let first_kept = places.iter().enumerate().take_while(|(at, place)| at == *place).count();
        for place in places.iter().rev() {
            let Some(child) = children.get(*place) else { continue };
            // With the comma before it, or, when nothing is kept before it, with the comma after it.
            let before = children.get(place.wrapping_sub(1)).filter(|_| first_kept < *place);
            let cut = match (before, children.get(place + 1)) {
                (Some(before), _) => before.value.end..child.value.end,
                (None, Some(after)) => child.start()..after.start(),
                (None, None) => child.start()..child.value.end,
            };
            text.drain(cut.start as usize..cut.end as usize);
        }
    }
}

fn put(text: &mut Vec<u8>, pointer: &str, value: &str, may_add: bool) -> Result<(), PatchError> {
    let value_span = whole(value.as_bytes()).map_err(|_| PatchError::Value(pointer.to_owned()))?;
    let value = value_span.of(value.as_bytes());
    if pointer.is_empty() {
        let span = whole(text)?;
        overwrite(text, span.start, span.end, value);
        return Ok(());
    }
    let target = Target::find(text, pointer)?;
    let is_array = target.container.is_array;
    if may_add && (target.found.is_empty() || is_array) {
        return insert(text, &target, value).ok_or_else(|| PatchError::Missing(pointer.to_owned()));
    }
    let child = target.existing(pointer)?;
    overwrite(text, child.value.start, child.value.end, value);
    let (_, repetitions) = target.found.split_last().unwrap_or((&0, &[]));
    target.remove(text, repetitions);
    Ok(())
}

/// Adds a child in the layout of the child before it.
fn insert(text: &mut Vec<u8>, target: &Target, value: &[u8]) -> Option<()> {
    let Container { span, is_array, children } = &target.container;
    let place = match target.segment.as_str() {
        _ if !is_array => children.len(),
        "-" => children.len(),
        segment => index(segment).filter(|index| *index <= children.len())?,
    };
    let mut new = Vec::new();
    if !is_array {
        new.extend_from_slice(quote(&target.segment).as_bytes());
        let between = children.last().map(|last| Span { start: last.name.end, end: last.value.start });
        new.extend_from_slice(between.map_or(&b":"[..], |between| between.of(text)));
    }
    new.extend_from_slice(value);
    match (place.checked_sub(1).and_then(|before| children.get(before)), children.first()) {
        (Some(before), _) => {
            let start =
                place.checked_sub(2).and_then(|other| children.get(other)).map_or(span.start, |other| other.value.end);
            let gap = Span { start, end: before.start() }.of(text);
            let gap: Vec<u8> = gap.iter().copied().filter(u8::is_ascii_whitespace).collect();
            overwrite(text, before.value.end, before.value.end, &[&b","[..], &gap, &new].concat());
        }
        (None, Some(first)) => {
            let gap = Span { start: span.start + 1, end: first.start() }.of(text).to_vec();
            overwrite(text, first.start(), first.start(), &[&new[..], b",", &gap].concat());
        }
        (None, None) => overwrite(text, span.start + 1, span.start + 1, &new),
    }
    Some(())
}

fn relocate(text: &mut Vec<u8>, from: &str, path: &str) -> Result<(), PatchError> {
    if from.is_empty() && path.is_empty() {
        return strip(text);
    }
    let source = Target::find(text, from)?;
    let child = source.existing(from)?;
    let parent = |pointer: &str| pointer.rsplit_once('/').map(|(parent, _)| parent.to_owned());
    if parent(from) == parent(path)
        && !source.container.is_array
        && let Some(name) = segments(path).and_then(|mut segments| segments.pop())
        && (from == path || source.container.find(text, &name).is_empty())
    {
        if from != path {
            overwrite(text, child.name.start, child.name.end, quote(&name).as_bytes());
        }
        let (_, repetitions) = source.found.split_last().unwrap_or((&0, &[]));
        source.remove(text, repetitions);
        return Ok(());
    }
    let value = String::from_utf8_lossy(child.value.of(text)).into_owned();
    source.remove(text, &source.found);
    put(text, path, &value, true)
}

/// Leaves only the value and the white space around it: a byte-order mark and what follows the value go.
fn strip(text: &mut Vec<u8>) -> Result<(), PatchError> {
    let mark = if text.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 };
    let mut scanner = Scanner::new(text.get(mark..).unwrap_or_default());
    scanner.skip().map_err(|error| PatchError::Text(error.at + mark as u32))?;
    scanner.peek();
    let end = mark + scanner.at() as usize;
    text.truncate(end);
    text.drain(..mark);
    Ok(())
}

fn overwrite(text: &mut Vec<u8>, start: u32, end: u32, new: &[u8]) {
    text.splice(start as usize..end as usize, new.iter().copied());
}

fn whole(text: &[u8]) -> Result<Span, PatchError> {
    let mut scanner = Scanner::new(text);
    scanner.skip().map_err(|error| PatchError::Text(error.at))
}

fn read(text: &[u8], span: Span) -> Result<Option<Container>, PatchError> {
    Container::read(text, span).map_err(|error| PatchError::Text(error.at))
}

#[cfg(test)]
mod tests {
    use super::{PatchError, apply};
    use crate::json::Pointer;
    use crate::report::Operation::{self, *};
    use proptest::prelude::*;

    fn at(pointer: &str) -> Pointer {
        Pointer::from(pointer)
    }

    fn run(text: &str, operation: Operation) -> String {
        match apply(text.as_bytes(), &[operation]) {
            Ok(text) => String::from_utf8_lossy(&text).into_owned(),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn a_member_is_removed_with_its_comma_and_nothing_else() {
        let text = "{\n  \"a\": 1.0,\n  \"b\" : [1, 2],\n  \"c\": {}\n}\n";
        assert_eq!(run(text, Remove { path: at("/a") }), "{\n  \"b\" : [1, 2],\n  \"c\": {}\n}\n");
        assert_eq!(run(text, Remove { path: at("/b") }), "{\n  \"a\": 1.0,\n  \"c\": {}\n}\n");
        assert_eq!(run(text, Remove { path: at("/c") }), "{\n  \"a\": 1.0,\n  \"b\" : [1, 2]\n}\n");
        assert_eq!(run(text, Remove { path: at("/b/0") }), "{\n  \"a\": 1.0,\n  \"b\" : [2],\n  \"c\": {}\n}\n");
        assert_eq!(run("{ \"a\": 1 }", Remove { path: at("/a") }), "{  }");
    }

    #[test]
    fn a_member_is_added_in_the_layout_of_the_one_before() {
        let value = "9223372036854775807".to_owned();
        let text = "{\n  \"a\": 1,\n  \"b\": 2\n}";
        let added = run(text, Add { path: at("/c"), value: value.clone() });
        assert_eq!(added, "{\n  \"a\": 1,\n  \"b\": 2,\n  \"c\": 9223372036854775807\n}");
        assert_eq!(
            run("{\"a\":{}}", Add { path: at("/a/x~1y"), value: value.clone() }),
            "{\"a\":{\"x/y\":9223372036854775807}}"
        );
        assert_eq!(run("[1, 2]", Add { path: at("/-"), value: "3".into() }), "[1, 2, 3]");
        assert_eq!(run("[1, 2]", Add { path: at("/0"), value: "0".into() }), "[0,1, 2]");
        assert_eq!(run("[\n 1\n]", Add { path: at("/1"), value: "2".into() }), "[\n 1,\n 2\n]");
        assert_eq!(run("{\"a\":1}", Add { path: at("/a"), value }), "{\"a\":9223372036854775807}");
    }

    #[test]
    fn of_a_repeated_member_the_last_counts_and_the_others_go() {
        let text = "{\"a\":1, \"b\":2, \"a\":3, \"\\u0061\":4}";
        assert_eq!(run(text, Replace { path: at("/a"), value: "5".into() }), "{\"b\":2, \"\\u0061\":5}");
        assert_eq!(run(text, Remove { path: at("/a") }), "{\"b\":2}");
        assert_eq!(run(text, Move { from: at("/a"), path: at("/c") }), "{\"b\":2, \"c\":4}");
    }

    #[test]
    fn of_a_member_that_stands_thousands_of_times_the_last_stays() {
        let text = format!("{{{}}}", ["\"a\":1"; 5_000].join(","));
        assert_eq!(run(&text, Move { from: at("/a"), path: at("/a") }), "{\"a\":1}");
    }

    #[test]
    fn a_member_is_renamed_in_its_place() {
        assert_eq!(
            run("{ \"a\" : 1.50, \"b\":2 }", Move { from: at("/a"), path: at("/c") }),
            "{ \"c\" : 1.50, \"b\":2 }"
        );
        assert_eq!(
            run("{\"a\":{\"b\":1.0},\"c\":0}", Move { from: at("/a/b"), path: at("/b") }),
            "{\"a\":{},\"c\":0,\"b\":1.0}"
        );
    }

    #[test]
    fn a_value_moved_to_where_it_is_loses_only_what_cannot_stand_beside_it() {
        let settle = |text, pointer| run(text, Move { from: at(pointer), path: at(pointer) });
        assert_eq!(settle("{\"a\":1, \"b\":2, \"a\":3}", "/a"), "{\"b\":2, \"a\":3}");
        assert_eq!(settle("{ \"a\":1 }", "/a"), "{ \"a\":1 }");
        assert_eq!(settle("\u{feff} {\"a\":1}\n", ""), " {\"a\":1}\n");
        assert_eq!(settle("{\"a\":1}\n{\"a\":2}", ""), "{\"a\":1}\n");
        assert_eq!(settle("\u{feff}{", ""), "the text stops being JSON at byte 4");
    }

    #[test]
    fn what_cannot_be_applied_changes_nothing() {
        let error = |operation| apply(b"{\"a\":[1]}", &[Remove { path: at("/a/0") }, operation]).err();
        assert_eq!(error(Remove { path: at("/b") }), Some(PatchError::Missing("/b".into())));
        assert_eq!(error(Replace { path: at("/a"), value: "{".into() }), Some(PatchError::Value("/a".into())));
        assert_eq!(error(Add { path: at("/a/2"), value: "1".into() }), Some(PatchError::Missing("/a/2".into())));
        assert_eq!(apply(b"{", &[Remove { path: at("/a") }]), Err(PatchError::Text(1)));
        assert_eq!(apply(b"{a:1}", &[]), Err(PatchError::Text(1)));
    }

    proptest! {
        #[test]
        fn removing_what_was_added_gives_the_text_back(values in proptest::collection::vec(0..9u8, 1..5), pretty: bool) {
            let separator = if pretty { ",\n  " } else { "," };
            let members: Vec<String> = values.iter().enumerate().map(|(place, value)| format!("\"m{place}\": {value}")).collect();
            let text = format!("{{{}}}", members.join(separator));
            let added = run(&text, Add { path: at("/new"), value: "[1.0]".into() });
            prop_assert_eq!(run(&added, Remove { path: at("/new") }), text);
        }
    }
}
