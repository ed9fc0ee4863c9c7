use std::borrow::Cow;

use super::inline;
use super::partitions::Merge;
use super::world::{Known, World};
use crate::session::entries::again;
use crate::session::{Policy, SessionState};
use crate::target::Version;

/// The policies of a key cannot be applied. What was applied before that was noticed stays in the key.
#[derive(Debug)]
pub(super) struct NotApplied;

/// The policies of a key, in their order.
pub(super) type Chosen<'c> = Vec<Known<Cow<'c, Policy>>>;

/// What becomes of a key's own `is_inactive`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Inactivity {
    /// It stays, and each policy may add to it.
    Added,
    /// Policies alone decide, even when there are none (5.8.7 to 5.8.9, 5.10.1 and 5.10.2).
    Replaced,
    /// Policies decide when there are any.
    ReplacedByPolicies,
}

impl Inactivity {
    pub(crate) fn of(version: Version) -> Inactivity {
        match (version.minor, version.patch) {
            (8, 7..=9) | (10, 1..) => Inactivity::Replaced,
            (8, 10..) | (11.., _) => Inactivity::ReplacedByPolicies,
            _ => Inactivity::Added,
        }
    }
}

/// Applies the policies of a key to it, as the gateway does whenever it takes a key from a body or from the store.
/// `organisation` is that of the API the key is used for, where there is one.
pub(super) fn apply(
    world: &mut World<'_>,
    session: &mut SessionState,
    organisation: Option<&str>,
) -> Result<(), NotApplied> {
    session.meta_data.get_or_insert_default();
    clear(world, session, organisation);
    let chosen = chosen(world, session, organisation);
    let mut merge = Merge::new(world.version, world.order);
    let mut tags = Vec::new();
    let policies = chosen.as_deref().unwrap_or_default();
    let inactivity = Inactivity::of(world.version);
    let mut inactive = false;
    for policy in policies {
        let policy = match policy {
            Known::Yes(policy) => policy,
            Known::No if policies.len() == 1 => return Err(NotApplied),
            Known::No | Known::NotGiven => continue,
        };
        if organisation.is_some_and(|organisation| policy.org_id != organisation) {
            return Err(NotApplied);
        }
        merge.policy(policy, session)?;
        inactive |= policy.is_inactive;
        if inactivity == Inactivity::Added {
            session.is_inactive |= policy.is_inactive;
        }
        tags.extend(policy.tags.iter().flatten().cloned());
        adopt(session, policy);
    }
    match inactivity {
        Inactivity::ReplacedByPolicies if policies.is_empty() => {}
        Inactivity::ReplacedByPolicies | Inactivity::Replaced => session.is_inactive = inactive,
        Inactivity::Added => {}
    }
    tags.extend(session.tags.take().into_iter().flatten());
    let mut again = again(&tags).into_iter();
    tags.retain(|_| again.next() == Some(false));
    session.tags = Some(world.ordered(tags));
    if policies.is_empty() {
        scope_own_limits(session);
    }
    let grants = merge.finish(session);
    let unknown = policies.iter().any(|policy| matches!(policy, Known::NotGiven));
    if !grants && chosen.is_some() && !unknown { Err(NotApplied) } else { Ok(()) }
}

/// The policies that apply to a key: those in its free-form data, else those it names. Nothing when there are none.
pub(super) fn chosen<'c>(
    world: &mut World<'c>,
    session: &SessionState,
    organisation: Option<&str>,
) -> Option<Chosen<'c>> {
    match inline::policies(session, world.version) {
        Some(inline) => Some(inline?.into_iter().map(|policy| Known::Yes(Cow::Owned(policy))).collect()),
        None => named(world, session, organisation),
    }
}

/// Takes away the key's own limits that its policies set, so that theirs win even when they are lower.
fn clear(world: &mut World<'_>, session: &mut SessionState, organisation: Option<&str>) {
    for policy in named(world, session, organisation).unwrap_or_default() {
        let partitions = match &policy {
            Known::Yes(policy) => &policy.partitions,
            Known::No => return,
            Known::NotGiven => continue,
        };
        let all = !partitions.is_enabled();
        if all || partitions.quota {
            session.quota_max = 0;
            session.quota_remaining = 0;
        }
        if all || partitions.rate_limit {
            session.rate = 0.0;
            session.per = 0.0;
            session.smoothing = None;
            session.throttle_retry_limit = 0;
            session.throttle_interval = 0.0;
        }
        if all || partitions.complexity {
            session.max_query_depth = 0;
        }
    }
}

/// The policies that the key names: a key without an organisation belongs to that of the API. Nothing when it names
/// none.
fn named<'c>(world: &mut World<'c>, session: &SessionState, organisation: Option<&str>) -> Option<Chosen<'c>> {
    let own = Some(session.org_id.as_str()).filter(|own| !own.is_empty());
    let organisation = own.or(organisation).unwrap_or_default();
    let ids = session.policy_ids();
    let mut find = |id: &String| match world.policy(organisation, id) {
        Known::Yes(policy) => Known::Yes(Cow::Borrowed(policy)),
        Known::No => Known::No,
        Known::NotGiven => Known::NotGiven,
    };
    (!ids.is_empty()).then(|| ids.iter().map(&mut find).collect())
}

/// What a policy sets beside limits and access rights.
fn adopt(session: &mut SessionState, policy: &Policy) {
    let metadata = session.meta_data.get_or_insert_default();
    let theirs = policy.meta_data.iter().flatten().map(|(name, value)| (name.clone(), value.clone()));
    *metadata = std::mem::take(metadata).into_iter().chain(theirs).collect();
    if policy.last_updated > session.last_updated {
        session.last_updated.clone_from(&policy.last_updated);
    }
    set_post_expiry(session, policy);
}

/// What a policy says about the end of its keys.
pub(super) fn set_post_expiry(session: &mut SessionState, policy: &Policy) {
    if !policy.post_expiry_action.is_empty() {
        session.post_expiry_action.clone_from(&policy.post_expiry_action);
    }
    if policy.post_expiry_grace_period != 0 {
        session.post_expiry_grace_period = policy.post_expiry_grace_period;
    }
}

/// Without policies every API with a limit of its own gets counters of its own.
fn scope_own_limits(session: &mut SessionState) {
    for (api, right) in session.access_rights.iter_mut().flatten() {
        if !right.limit.is_zero() {
            right.allowance_scope.clone_from(api);
        }
    }
}
