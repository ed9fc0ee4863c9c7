use super::apply::{resolve, set, with_key};
use super::change::Change;
use super::difference::differences;
use super::fix::leads_to;
use crate::decode::View;
use crate::edit::PatchError;
use crate::json::{Pointer, segments};
use crate::session::{ApiLimit, Flag, SessionState};

/// A key that two people have changed, with both their changes.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schema", derive(tsify::Tsify), serde(rename_all = "camelCase"))]
pub struct Merged {
    /// `mine` with the changes of `theirs`, in the layout of `mine`. Where both changed the same differently, it is
    /// mine.
    #[cfg_attr(feature = "schema", tsify(type = "string"))]
    pub text: Vec<u8>,
    /// What came from `theirs`.
    #[cfg_attr(feature = "schema", tsify(type = "MemberChange[]"))]
    pub taken: Vec<Change>,
    /// What both changed differently.
    pub conflicts: Vec<Conflict>,
}

/// Something that two people have changed differently.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(tsify::Tsify), serde(rename_all = "camelCase"))]
pub struct Conflict {
    /// Where.
    #[cfg_attr(feature = "schema", serde(flatten))]
    pub pointer: Pointer,
    /// What it was, as JSON text; nothing when it was not there.
    pub base: Option<String>,
    /// What one made of it.
    pub mine: Option<String>,
    /// What the other made of it.
    pub theirs: Option<String>,
}

/// Joins two changes of the same key on their meaning: access rights by API, lists of names as sets in order, limits of
/// an API as one value, everything else value by value. What the gateway changes by itself is not compared.
///
/// ```
/// use tyk_session::update::merge;
///
/// let merged = merge(br#"{"rate":1,"tags":["a"]}"#, br#"{"rate":2,"tags":["a"]}"#, br#"{"rate":1,"tags":["a","b"]}"#)?;
/// assert_eq!(merged.text, br#"{"rate":2,"tags":["a","b"]}"#);
/// assert!(merged.conflicts.is_empty());
/// # Ok::<(), tyk_session::edit::PatchError>(())
/// ```
///
/// # Errors
///
/// A text that is not a JSON object.
pub fn merge(base: &[u8], mine: &[u8], theirs: &[u8]) -> Result<Merged, PatchError> {
    let changed = |other: &[u8]| with_key(base, |base| with_key(other, |other| units(base, other))).flatten();
    let mine_units = changed(mine).ok_or(PatchError::NotObject)?;
    let theirs_units = changed(theirs).ok_or(PatchError::NotObject)?;
    let mut merged = Merged { text: mine.to_vec(), taken: Vec::new(), conflicts: Vec::new() };
    for unit in theirs_units {
        let overlapping = mine_units.iter().find(|own| overlap(&own.pointer, &unit.pointer));
        let Some(own) = overlapping else {
            merged.text = set(&merged.text, &unit.pointer, unit.after.as_deref())?;
            merged.taken.push(unit);
            continue;
        };
        let pointer =
            if own.pointer.as_str().len() < unit.pointer.as_str().len() { &own.pointer } else { &unit.pointer };
        let at = |text: &[u8]| literal(text, pointer);
        let conflict = Conflict { pointer: pointer.clone(), base: at(base), mine: at(mine), theirs: at(theirs) };
        if agree(mine, theirs, pointer) || merged.conflicts.contains(&conflict) {
            continue;
        }
        match joined(&conflict) {
            Some(value) => {
                merged.text = set(&merged.text, pointer, Some(&value))?;
                merged.taken.push(unit);
            }
            None => merged.conflicts.push(conflict),
        }
    }
    Ok(merged)
}

/// The changes from one key to another, limits of an API as one, without what the gateway changes by itself.
fn units(base: View<'_>, other: View<'_>) -> Vec<Change> {
    let mut units: Vec<Change> = Vec::new();
    for mut change in differences(base, other, None) {
        if is_volatile(&change.pointer) {
            continue;
        }
        let path = segments(change.pointer.as_str()).unwrap_or_default();
        if let [rights, api, limit, _, ..] = path.as_slice()
            && rights == "access_rights"
            && limit == "limit"
        {
            let pointer = Pointer::root().join(rights).join(api).join(limit);
            change.after = resolve(other, &pointer).map(|view| view.literal().into_owned());
            change.pointer = pointer;
        }
        if !units.iter().any(|unit| unit.pointer == change.pointer) {
            units.push(change);
        }
    }
    units
}

/// Whether the gateway changes a member by itself: one of the key, or of the limits of one of its APIs.
pub(super) fn is_volatile(pointer: &Pointer) -> bool {
    let path = segments(pointer.as_str()).unwrap_or_default();
    let (table, name) = match path.as_slice() {
        [name] => (SessionState::TABLE, name),
        [rights, _, limit, name] if rights == "access_rights" && limit == "limit" => (ApiLimit::TABLE, name),
        _ => return false,
    };
    table.members.iter().any(|member| member.name == *name && member.flags.has(Flag::Volatile))
}

fn literal(text: &[u8], pointer: &Pointer) -> Option<String> {
    with_key(text, |key| resolve(key, pointer).map(|view| view.literal().into_owned())).flatten()
}

/// Whether both made the same of it. A member that is not written is its zero value; an entry of a map is there or not.
fn agree(mine: &[u8], theirs: &[u8], pointer: &Pointer) -> bool {
    let is_entry = pointer.as_str().split('/').count() == 3
        && ["/access_rights/", "/meta_data/", "/oauth_keys/"].iter().any(|map| pointer.as_str().starts_with(map));
    let same = |mine: View<'_>, theirs: View<'_>| match (resolve(mine, pointer), resolve(theirs, pointer)) {
        (Some(_), None) | (None, Some(_)) if is_entry => false,
        (mine, theirs) => super::difference::same(mine, theirs),
    };
    with_key(mine, |mine| with_key(theirs, |theirs| same(mine, theirs))).flatten().unwrap_or(false)
}

fn overlap(left: &Pointer, right: &Pointer) -> bool {
    leads_to(left.as_str(), right.as_str()) || leads_to(right.as_str(), left.as_str())
}

/// A list of names that both have changed: mine, without what they took away, with what they added at the end. Names
/// that are there more than once, or nothing of the kind, are not joined.
fn joined(conflict: &Conflict) -> Option<String> {
    const SETS: [&str; 4] = ["tags", "apply_policies", "mtls_static_certificate_bindings", "versions"];
    let name = conflict.pointer.as_str().rsplit('/').next()?;
    if !SETS.contains(&name) {
        return None;
    }
    let (base, mine, theirs) =
        (names(conflict.base.as_ref())?, names(conflict.mine.as_ref())?, names(conflict.theirs.as_ref())?);
    let kept = mine.iter().filter(|name| theirs.contains(name) || !base.contains(name));
    let added = theirs.iter().filter(|name| !base.contains(name) && !mine.contains(name));
    let all: Vec<&str> = kept.chain(added).map(String::as_str).collect();
    Some(format!("[{}]", all.join(",")))
}

/// The elements of a list of texts, as they are written.
fn names(literal: Option<&String>) -> Option<Vec<String>> {
    let Some(literal) = literal else { return Some(Vec::new()) };
    let text = format!("{{\"tags\":{literal}}}");
    let names = with_key(text.as_bytes(), |key| {
        let list = key.member(crate::session::session_state::tags)?;
        let all = list.children().map(|child| child.text().map(|_| child.literal().into_owned()));
        all.collect::<Option<Vec<String>>>()
    })??;
    let repeated = names.iter().enumerate().any(|(place, name)| names.iter().take(place).any(|other| other == name));
    (!repeated).then_some(names)
}

#[cfg(test)]
mod tests {
    use super::merge;

    fn run(base: &str, mine: &str, theirs: &str) -> (String, Vec<String>) {
        let merged = merge(base.as_bytes(), mine.as_bytes(), theirs.as_bytes());
        let text = merged.as_ref().map(|merged| String::from_utf8_lossy(&merged.text).into_owned()).unwrap_or_default();
        let conflicts = merged.iter().flat_map(|merged| &merged.conflicts).map(|conflict| conflict.pointer.to_string());
        (text, conflicts.collect())
    }

    #[test]
    fn both_changes_are_kept_in_the_layout_of_mine() {
        let base = r#"{"rate":1,"per":60,"tags":["a","b"],"access_rights":{"a1":{"versions":["v1"]}},"x":9223372036854775808}"#;
        let mine = "{ \"rate\": 2,\n  \"per\": 60, \"tags\": [\"a\"], \"access_rights\": {\"a1\": {\"versions\": [\"v1\"]}}, \"x\": 9223372036854775808 }";
        let theirs = r#"{"rate":1,"per":10,"tags":["a","b","c"],"access_rights":{"a1":{"versions":["v1"]},"a2":{}},"jwt_data":{"secret":"s"},"x":9223372036854775808}"#;
        let (text, conflicts) = run(base, mine, theirs);
        let joined = "{ \"rate\": 2,\n  \"per\": 10, \"tags\": [\"a\",\"c\"], \"access_rights\": {\"a1\": {\"versions\": [\"v1\"]},\"a2\": {}}, \
            \"x\": 9223372036854775808, \"jwt_data\": {\"secret\":\"s\"} }";
        assert_eq!(text, joined);
        assert!(conflicts.is_empty());
    }

    #[test]
    fn what_both_changed_differently_is_a_conflict_and_stays_mine() {
        let base = r#"{"rate":1,"access_rights":{"a1":{"limit":{"rate":1,"per":1}},"a2":{"versions":["v1"]}}}"#;
        let mine = r#"{"rate":2,"access_rights":{"a1":{"limit":{"rate":2,"per":1}}}}"#;
        let theirs = r#"{"rate":3,"access_rights":{"a1":{"limit":{"rate":1,"per":2}},"a2":{"versions":["v2"]}}}"#;
        let (text, conflicts) = run(base, mine, theirs);
        assert_eq!(text, mine);
        assert_eq!(conflicts, ["/rate", "/access_rights/a1/limit", "/access_rights/a2"]);
    }

    #[test]
    fn what_the_gateway_changes_by_itself_is_no_conflict() {
        let (text, conflicts) = run(
            r#"{"quota_max":5,"quota_remaining":5,"last_updated":"1"}"#,
            r#"{"quota_max":6,"quota_remaining":4,"last_updated":"1"}"#,
            r#"{"quota_max":5,"quota_remaining":3,"last_updated":"2"}"#,
        );
        assert_eq!(text, r#"{"quota_max":6,"quota_remaining":4,"last_updated":"1"}"#);
        assert!(conflicts.is_empty());
    }

    #[test]
    fn what_is_no_object_is_refused_in_words() {
        for texts in [["[]", "{}", "{}"], ["{}", "1", "{}"], ["{}", "{}", "{"]] {
            let [base, mine, theirs] = texts.map(str::as_bytes);
            let error = merge(base, mine, theirs).map_err(|error| error.to_string());
            assert_eq!(error.err().as_deref(), Some("the text is not a JSON object; nothing was changed"));
        }
    }

    #[test]
    fn metadata_with_the_name_of_a_member_that_the_gateway_changes_is_joined_like_any_other() {
        let (text, conflicts) = run(
            r#"{"meta_data":{"last_updated":"1","date_created":"a"}}"#,
            r#"{"meta_data":{"last_updated":"1","date_created":"b"}}"#,
            r#"{"meta_data":{"last_updated":"2","date_created":"c"}}"#,
        );
        assert_eq!(text, r#"{"meta_data":{"last_updated":"2","date_created":"b"}}"#);
        assert_eq!(conflicts, ["/meta_data/date_created"]);
    }
}
