use crate::decode::{Arena, Document, Options, View, decode};
use crate::edit;
use crate::json::Pointer;
use crate::report::Operation;
use crate::rules::{Move, deprecated};
use crate::target::{Reading, Version};

/// A body whose deprecated members were moved.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "schema", derive(tsify::Tsify), serde(rename_all = "camelCase"))]
pub struct Migrated {
    /// The body; what was not moved is byte for byte as it was.
    #[cfg_attr(feature = "schema", tsify(type = "string"))]
    pub text: Vec<u8>,
    /// What was moved, and what could not be: where, and in words.
    pub changes: Vec<Migration>,
}

/// One deprecated member.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(tsify::Tsify), serde(rename_all = "camelCase"))]
pub struct Migration {
    /// Where it stood.
    #[cfg_attr(feature = "schema", tsify(type = "string"))]
    pub pointer: Pointer,
    /// Whether the text was changed.
    pub done: bool,
    /// What was done, or why not.
    pub message: String,
}

/// How one deprecated member is moved, and what is said of it.
struct Row {
    name: &'static str,
    find: fn(View<'_>) -> Option<Move>,
    moved: &'static str,
    unclear: &'static str,
}

const MIGRATIONS: [Row; 2] = [
    Row {
        name: "apply_policy_id",
        find: deprecated::policy,
        moved: "apply_policy_id moved to apply_policies: the same policies apply",
        unclear: "apply_policies is not empty and names no policy, so the update will fail whatever apply_policy_id says: choose one of them",
    },
    Row {
        name: "enable_detail_recording",
        find: deprecated::recording,
        moved: "enable_detail_recording moved to enable_detailed_recording: the same is recorded",
        unclear: "enable_detail_recording cannot be moved",
    },
];

/// Moves deprecated members to their successors in place; the gateway does the same with the body before and after. A
/// text that is not a JSON object comes back as it was.
///
/// ```
/// use tyk_session::Arena;
/// use tyk_session::update::migrate;
///
/// let migrated = migrate(br#"{"apply_policy_id":"gold"}"#, &mut Arena::default());
/// assert_eq!(migrated.text, br#"{"apply_policies":["gold"]}"#);
/// ```
pub fn migrate(body: &[u8], arena: &mut Arena) -> Migrated {
    migrate_decoded(&decode(body, Options::session(Reading::First, Version::DEFAULT), arena))
}

/// The same with a body that was read already, as whatever version: all know the members.
pub(crate) fn migrate_decoded(document: &Document<'_>) -> Migrated {
    // What one migration moves is nothing to the others, so all are made at once.
    let found: Vec<_> = MIGRATIONS.iter().filter_map(|row| Some((row, document.root().and_then(row.find)?))).collect();
    let patches =
        found.iter().flat_map(|(_, found)| if let Move::Patch(patch) = found { patch.as_slice() } else { &[] });
    let text = edit::apply_to(document, &patches.cloned().collect::<Vec<_>>());
    let change = |(row, found): &(&Row, Move)| {
        let done = text.is_ok() && matches!(found, Move::Patch(_));
        let message = match found {
            Move::Patch(_) if !done => "it stays: the text cannot be changed there",
            Move::Patch(patch) if matches!(patch.as_slice(), [Operation::Remove { .. }]) => "removed: it had no effect",
            Move::Patch(_) => row.moved,
            Move::Unclear => row.unclear,
        };
        Migration { pointer: Pointer::root().join(row.name), done, message: message.to_owned() }
    };
    let changes = found.iter().map(change).collect();
    Migrated { text: text.unwrap_or_else(|_| document.text().to_vec()), changes }
}

#[cfg(test)]
mod tests {
    use super::migrate;
    use crate::decode::Arena;

    #[test]
    fn deprecated_members_move_and_every_other_byte_stays() {
        for (body, expected) in [
            // Alone: a list of one.
            (
                "{ \"rate\": 1.0,\n\t\"apply_policy_id\" : \"p\\u0031\", \"x\": 9223372036854775808 }",
                "{ \"rate\": 1.0,\n\t\"apply_policies\" : [\"p\\u0031\"], \"x\": 9223372036854775808 }",
            ),
            (r#"{"apply_policies":[],"apply_policy_id":"p1"}"#, r#"{"apply_policies":["p1"]}"#),
            (r#"{"apply_policy_id":"p1","apply_policies":null}"#, r#"{"apply_policies":["p1"]}"#),
            // Beside a list: ignored by the gateway, so it goes.
            (r#"{"apply_policies": ["p2"],"apply_policy_id":"p1"}"#, r#"{"apply_policies": ["p2"]}"#),
            (r#"{"apply_policies":["p1"],"apply_policy_id":"p1","rate":1}"#, r#"{"apply_policies":["p1"],"rate":1}"#),
            (r#"{"apply_policy_id":"","rate":1}"#, r#"{"rate":1}"#),
            // Nobody knows what was meant.
            (r#"{"apply_policies":[""],"apply_policy_id":"p1"}"#, r#"{"apply_policies":[""],"apply_policy_id":"p1"}"#),
            (r#"{"apply_policies":[""]}"#, r#"{"apply_policies":[""]}"#),
            (r#"{"enable_detail_recording":true,"rate":1}"#, r#"{"enable_detailed_recording":true,"rate":1}"#),
            (
                r#"{"enable_detail_recording":true,"enable_detailed_recording":false}"#,
                r#"{"enable_detailed_recording":true}"#,
            ),
            (
                r#"{"enable_detail_recording":false,"enable_detailed_recording":true}"#,
                r#"{"enable_detailed_recording":true}"#,
            ),
            (r#"{"apply_policy_id":5}"#, r#"{"apply_policy_id":5}"#),
            ("{\"apply_policy_id\":\"p1\"", "{\"apply_policy_id\":\"p1\""),
        ] {
            assert_eq!(String::from_utf8_lossy(&migrate(body.as_bytes(), &mut Arena::default()).text), expected);
        }
    }

    #[test]
    fn what_is_dropped_is_not_said_to_have_moved() {
        for (body, expected) in [
            (r#"{"apply_policy_id":"p1"}"#, "apply_policy_id moved to apply_policies: the same policies apply"),
            (r#"{"apply_policies":["p2"],"apply_policy_id":"p1"}"#, "removed: it had no effect"),
            (r#"{"enable_detail_recording":false}"#, "removed: it had no effect"),
        ] {
            let changes = migrate(body.as_bytes(), &mut Arena::default()).changes;
            assert!(matches!(changes.as_slice(), [change] if change.done && change.message == expected), "{body}");
        }
    }

    #[test]
    fn a_list_of_blanks_is_reported_and_not_guessed_at() {
        let changes = migrate(br#"{"apply_policies":[""],"apply_policy_id":"p1"}"#, &mut Arena::default()).changes;
        assert!(matches!(changes.as_slice(), [change] if !change.done && change.message.contains("names no policy")));
    }
}
