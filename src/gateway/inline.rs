use crate::decode::{self, Arena, Options};
use crate::session::{Any, Flags, List, Member, Places, Policy, SessionState, Table, Typed, Written};
use crate::target::{Reading, Version};

/// The reserved member of a key's free-form data, as if it stood alone.
const RESERVED: &Table = &Table { name: "meta_data", members: MEMBERS, places: Places::of(MEMBERS) };

const MEMBERS: &[Member] = &[Member {
    name: "policies",
    quoted: b"\"policies\":",
    kind: <List<Policy> as Typed>::KIND,
    since: Version::new(0, 0, 0),
    written: Written::Always,
    flags: Flags::of(&[]),
}];

/// The policies that a key carries in its free-form data, if it does: `meta_data.policies` is an array that reads as
/// policies. The answer's inside is nothing when the gateway takes them for no policies at all.
pub(super) fn policies(session: &SessionState, version: Version) -> Option<Option<Vec<Policy>>> {
    let Any(text) = session.meta_data.as_ref()?.get("policies")?;
    if !text.starts_with('[') {
        return None;
    }
    let text = format!("{{\"policies\":{text}}}");
    let mut arena = Arena::default();
    let options = Options { reading: Reading::Whole, version, table: RESERVED };
    let document = decode::decode(text.as_bytes(), options, &mut arena);
    let read = document.root().filter(|_| document.is_accepted())?.member(0)?;
    let policies = List::<Policy>::read(read).unwrap_or_default();
    if !policies.iter().all(|policy| is_database_id(&policy.database_id)) {
        return None;
    }
    Some(if version >= Version::REWORKS_POLICIES { Some(policies) } else { by_id(policies) })
}

/// Before 5.12.0 an empty list was no list, and of policies with the same id the first one applied each time.
fn by_id(policies: Vec<Policy>) -> Option<Vec<Policy>> {
    let first = |id: &str| policies.iter().find(|policy| policy.id == id).cloned();
    (!policies.is_empty()).then(|| policies.iter().filter_map(|policy| first(&policy.id)).collect())
}

/// Whether the gateway reads it as an id of the database: nothing, or twelve bytes in hexadecimal, as MongoDB exports
/// them too.
fn is_database_id(Any(text): &Any) -> bool {
    let exported = text.strip_prefix("{\"$oid\":").and_then(|rest| rest.strip_suffix('}'));
    let digits = exported.unwrap_or(text).strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    let is_id = |digits: &str| digits.len() == 24 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    digits.map_or(text == "null", |digits| digits.is_empty() || is_id(digits))
}
