use crate::decode::{Children, View};
use crate::report::Operation;
use crate::session::session_state;

/// What moving a deprecated member would do.
pub(crate) enum Move {
    /// The change; the gateway does the same with the body before and after.
    Patch(Vec<Operation>),
    /// It cannot be said what was meant.
    Unclear,
}

/// Moves `apply_policy_id` to `apply_policies`. It counts only while the list is empty, so it joins an empty list and
/// is dropped beside any other; a list of blanks makes the gateway answer 500 and is not touched.
pub(crate) fn policy(key: View<'_>) -> Option<Move> {
    let single = key.member(session_state::apply_policy_id)?;
    let id = match (single.text(), single.is_null()) {
        (Some(id), _) => id,
        (None, true) => Default::default(),
        (None, false) => return None,
    };
    let remove = Operation::Remove { path: single.pointer() };
    let list = key.member(session_state::apply_policies);
    let is_blank = |policy: View<'_>| policy.text().is_none_or(|id| id.trim().is_empty());
    let value = format!("[{}]", single.literal());
    Some(match list {
        Some(list) if !list.is_zero() => {
            if list.children().all(is_blank) && !id.trim().is_empty() {
                return Some(Move::Unclear);
            }
            Move::Patch(vec![remove])
        }
        _ if id.is_empty() => Move::Patch(vec![remove]),
        Some(list) if list.is_null() || list.is_array() => {
            Move::Patch(vec![Operation::Replace { path: list.pointer(), value }, remove])
        }
        Some(_) => return None,
        None => {
            let path = single.parent()?.pointer().join("apply_policies");
            Move::Patch(vec![
                Operation::Replace { path: single.pointer(), value },
                Operation::Move { from: single.pointer(), path },
            ])
        }
    })
}

/// Moves `enable_detail_recording` to `enable_detailed_recording`: either one turns the recording on.
pub(crate) fn recording(key: View<'_>) -> Option<Move> {
    let old = key.member(session_state::enable_detail_recording)?;
    let is_on = |view: View<'_>| view.boolean().or(view.is_null().then_some(false));
    let remove = Operation::Remove { path: old.pointer() };
    let old_is_on = is_on(old)?;
    Some(Move::Patch(match key.member(session_state::enable_detailed_recording) {
        Some(new) if old_is_on && !is_on(new)? => {
            vec![Operation::Replace { path: new.pointer(), value: "true".to_owned() }, remove]
        }
        None if old_is_on => {
            let path = old.parent()?.pointer().join("enable_detailed_recording");
            vec![Operation::Move { from: old.pointer(), path }]
        }
        _ => vec![remove],
    }))
}

/// Whether a deprecated member that a key had and has no more stands at its successor.
pub(super) fn has_moved(key: View<'_>, index: usize, before: View<'_>) -> bool {
    match index {
        session_state::apply_policy_id => {
            Children::of(key.member(session_state::apply_policies)).any(|policy| policy.text() == before.text())
        }
        session_state::enable_detail_recording => {
            key.member(session_state::enable_detailed_recording).and_then(View::boolean) == Some(true)
        }
        _ => false,
    }
}
