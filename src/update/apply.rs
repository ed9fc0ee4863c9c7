use super::change::Change;
use crate::decode::{Arena, Options, Value, View, decode};
use crate::edit::{self, PatchError};
use crate::json::{Pointer, quote, segments};
use crate::report::Operation;
use crate::target::{Reading, Version};

/// Makes changes in another text; everything they do not speak of stays byte for byte.
///
/// # Errors
///
/// A text that is not a JSON object.
pub fn apply_changes<'c>(text: &[u8], changes: impl IntoIterator<Item = &'c Change>) -> Result<Vec<u8>, PatchError> {
    let mut text = text.to_vec();
    // What becomes of the counter stands in no member.
    for change in changes.into_iter().filter(|change| change.before != change.after) {
        text = set(&text, &change.pointer, change.after.as_deref())?;
    }
    Ok(text)
}

/// Puts a value where the pointer leads, whatever letters its members are written with, and makes the objects on the
/// way; or takes it away.
pub(super) fn set(text: &[u8], pointer: &Pointer, value: Option<&str>) -> Result<Vec<u8>, PatchError> {
    let found = with_key(text, |key| resolve(key, pointer).map(View::pointer)).flatten();
    match (found, value) {
        (Some(path), Some(value)) => edit::apply(text, &[Operation::Replace { path, value: value.to_owned() }]),
        (Some(path), None) => edit::apply(text, &[Operation::Remove { path }]),
        (None, None) => Ok(text.to_vec()),
        (None, Some(value)) => add(text, pointer, value),
    }
}

fn add(text: &[u8], pointer: &Pointer, value: &str) -> Result<Vec<u8>, PatchError> {
    let missing = || PatchError::Missing(pointer.as_str().to_owned());
    let (parent, _) = pointer.as_str().rsplit_once('/').ok_or_else(missing)?;
    let last = segments(pointer.as_str()).and_then(|mut all| all.pop()).ok_or_else(missing)?;
    let parent = Pointer::from(parent);
    let holder =
        with_key(text, |key| resolve(key, &parent).filter(|view| view.is_object()).map(View::pointer)).flatten();
    match holder {
        Some(holder) => edit::apply(text, &[Operation::Add { path: holder.join(&last), value: value.to_owned() }]),
        None => set(text, &parent, Some(&format!("{{{}:{value}}}", quote(&last)))),
    }
}

/// What a text says, read as the newest gateway reads the first value of it.
pub(super) fn with_key<T>(text: &[u8], then: impl FnOnce(View<'_>) -> T) -> Option<T> {
    let mut arena = Arena::default();
    let document = decode(text, Options::session(Reading::First, Version::DEFAULT), &mut arena);
    document.root().filter(|root| root.is_object()).map(then)
}

/// Whether a text begins with a JSON object.
pub(crate) fn is_object(text: &[u8]) -> bool {
    with_key(text, |_| ()).is_some()
}

/// A text in which there is no key, such as that of a key that is not there yet, as a key without members.
pub(super) fn or_empty(text: &[u8]) -> &[u8] {
    if is_object(text) { text } else { b"{}" }
}

/// The value that a pointer of a change leads to: known members by their names in the table.
pub(super) fn resolve<'a>(key: View<'a>, pointer: &Pointer) -> Option<View<'a>> {
    segments(pointer.as_str())?.iter().try_fold(key, |view, segment| {
        if let Value::Object { table, .. } = view.value() {
            let index = table.members.iter().position(|member| member.name == segment.as_ref());
            if let Some(index) = index {
                return view.member(index);
            }
            return view.unknown_members().filter(|member| member.name() == segment.as_ref()).last();
        }
        if view.is_array() {
            return view.children().nth(segment.parse().ok()?);
        }
        view.children().find(|child| child.name() == segment.as_ref())
    })
}
