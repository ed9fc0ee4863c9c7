use crate::decode::{self, Arena, Options, View};
use crate::json::Pointer;
use crate::session::Entries;
use crate::target::{Reading, Version};

/// Adds the pointers to the members in which two texts of a key differ; free-form data and lists count as a whole.
pub(super) fn between(one: Option<&str>, other: Option<&str>, version: Version, pointers: &mut Entries<()>) {
    if one == other {
        return;
    }
    let options = Options::session(Reading::Whole, version);
    let (mut first, mut second) = (Arena::default(), Arena::default());
    let first = decode::decode(one.unwrap_or("null").as_bytes(), options, &mut first);
    let second = decode::decode(other.unwrap_or("null").as_bytes(), options, &mut second);
    compare(first.root(), second.root(), &Pointer::root(), pointers);
}

/// Recursion ends with the table of members.
fn compare(one: Option<View<'_>>, other: Option<View<'_>>, at: &Pointer, pointers: &mut Entries<()>) {
    match (one, other) {
        (Some(one), Some(other)) if has_members(one) && has_members(other) => {
            let names = one.children().chain(other.children()).map(|view| (view.name().into_owned(), ()));
            for name in names.collect::<Entries<()>>().keys() {
                compare(child(one, name), child(other, name), &at.join(name), pointers);
            }
        }
        (Some(one), Some(other)) if one.literal() == other.literal() => {}
        (None, None) => {}
        _ => pointers.insert(at.to_string(), ()),
    }
}

fn child<'d>(view: View<'d>, name: &str) -> Option<View<'d>> {
    view.children().find(|child| child.name() == name)
}

/// Whether it is an object of known members, or a map of such.
fn has_members(view: View<'_>) -> bool {
    let entry = if view.is_object() { view.children().next() } else { None };
    view.table().is_some() || entry.is_some_and(|entry| entry.table().is_some())
}
