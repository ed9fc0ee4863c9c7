use super::merge::{self, greater, pace};
use super::policies::NotApplied;
use super::world::Order;
use crate::session::{AccessDefinition, ApiLimit, Entries, Policy, SessionState};
use crate::target::Version;

/// The access rights that the policies of a key make together, policy by policy.
pub(super) struct Merge {
    rights: Entries<Right>,
    /// The last policy that was not per API set only some parts.
    partitioned: bool,
    per_api: bool,
    version: Version,
    order: Order,
}

/// What the policies say of one API so far, and which parts of it they set.
#[derive(Default)]
struct Right {
    definition: AccessDefinition,
    /// How many came before it, once it has come.
    place: Option<usize>,
    /// The policy or API whose limit it is.
    set_by: String,
    access: bool,
    quota: bool,
    rate_limit: bool,
    complexity: bool,
}

impl Merge {
    pub(super) fn new(version: Version, order: Order) -> Merge {
        Merge { rights: Entries::default(), partitioned: false, per_api: false, version, order }
    }

    /// Takes in the next policy. Limits go to the key too where they are higher.
    pub(super) fn policy(&mut self, policy: &Policy, session: &mut SessionState) -> Result<(), NotApplied> {
        match (policy.partitions.per_api, policy.partitions.is_enabled()) {
            (true, true) => Err(NotApplied),
            (true, false) => self.per_api(policy, session),
            (false, partitioned) => self.partitions(policy, session, partitioned),
        }
    }

    /// A policy whose APIs have limits of their own.
    fn per_api(&mut self, policy: &Policy, session: &SessionState) -> Result<(), NotApplied> {
        if self.partitioned {
            return Err(NotApplied);
        }
        for (api, theirs) in policy.access_rights.iter().flatten() {
            let mut definition = theirs.clone();
            let scope = if definition.limit.is_zero() {
                definition.limit = policy.limit();
                &policy.id
            } else {
                api
            };
            definition.allowance_scope.clone_from(scope);
            let mut set_by = scope.clone();
            if let Some(own) = session.access_rights.as_ref().and_then(|rights| rights.get(api)) {
                if !own.limit.is_zero() {
                    definition.limit.quota_renews = own.limit.quota_renews;
                }
                definition.disable_introspection |= own.disable_introspection;
            }
            let mut place = Some(self.rights.len());
            if let Some(current) = self.rights.get(api) {
                self.raise(&mut definition, &mut set_by, current);
                place = current.place;
            }
            let right =
                Right { definition, place, set_by, access: true, quota: true, rate_limit: true, complexity: true };
            self.rights.insert(api.clone(), right);
            self.per_api = true;
        }
        Ok(())
    }

    /// Gives an API of a per-API policy the better of its own limits and those it has so far.
    fn raise(&self, definition: &mut AccessDefinition, set_by: &mut String, current: &Right) {
        let (limit, so_far) = (&mut definition.limit, &current.definition.limit);
        let mut raised = false;
        if pace(limit.rate, limit.per) > pace(so_far.rate, so_far.per) {
            take_rate(limit, so_far);
            raised = true;
        }
        if so_far.quota_max != limit.quota_max && greater(so_far.quota_max, limit.quota_max) {
            limit.quota_max = so_far.quota_max;
            raised = true;
        }
        if greater(so_far.quota_renewal_rate, limit.quota_renewal_rate) {
            limit.quota_renewal_rate = so_far.quota_renewal_rate;
        }
        if limit.quota_max == -1 {
            limit.quota_renewal_rate = 0;
        }
        if raised {
            set_by.clone_from(&current.set_by);
            definition.allowance_scope.clone_from(&current.definition.allowance_scope);
        }
        let theirs = definition.clone();
        self.merge_rates(definition, &theirs, &current.definition);
    }

    /// The rate limits of endpoints, methods and primitives: the faster wins.
    fn merge_rates(&self, into: &mut AccessDefinition, theirs: &AccessDefinition, current: &AccessDefinition) {
        into.endpoints = merge::endpoints(&theirs.endpoints, &current.endpoints, self.order);
        into.json_rpc_methods = merge::named(&theirs.json_rpc_methods, &current.json_rpc_methods, self.order);
        into.mcp_primitives = merge::named(&theirs.mcp_primitives, &current.mcp_primitives, self.order);
    }

    /// A policy that sets the same limits for all its APIs, or only some parts of them.
    fn partitions(&mut self, policy: &Policy, session: &mut SessionState, partitioned: bool) -> Result<(), NotApplied> {
        if partitioned && self.per_api {
            return Err(NotApplied);
        }
        let parts = &policy.partitions;
        for (api, theirs) in policy.access_rights.iter().flatten() {
            // Taken from its place and put back: to close the gap would move all that come after it.
            let place = self.rights.len();
            let mut right = self.rights.get_mut(api).map(std::mem::take).unwrap_or_default();
            right.place.get_or_insert(place);
            if !partitioned || parts.acl {
                right.access = true;
                merge::access(&mut right.definition, theirs, self.version);
                right.set_by.clone_from(&policy.id);
            }
            if !partitioned || parts.quota {
                right.quota = true;
                raise_quota(&mut right.definition.limit, policy, session);
            }
            if !partitioned || parts.rate_limit {
                right.rate_limit = true;
                raise_rate(&mut right.definition.limit, policy, session);
                let current = right.definition.clone();
                self.merge_rates(&mut right.definition, theirs, &current);
                raise_throttling(&mut right.definition.limit, policy, session);
            }
            if !partitioned || parts.complexity {
                right.complexity = true;
                raise_depth(&mut right.definition.limit, policy, session);
            }
            let own = session.access_rights.as_ref().and_then(|rights| rights.get(api));
            if let Some(own) = own.filter(|own| !own.limit.is_zero()) {
                right.definition.limit.quota_renews = own.limit.quota_renews;
            }
            self.rights.insert(api.clone(), right);
        }
        if policy.access_rights.as_ref().is_none_or(Entries::is_empty) {
            set_on_key(policy, session, partitioned);
        }
        session.hmac_enabled |= policy.hmac_enabled;
        session.enable_http_signature_validation |= policy.enable_http_signature_validation;
        self.partitioned = partitioned;
        Ok(())
    }

    /// Gives the key the access rights that came together, and says whether there are any.
    pub(super) fn finish(mut self, session: &mut SessionState) -> bool {
        let mut setters = self.rights.values().map(|right| &right.set_by).filter(|setter| !setter.is_empty());
        let first = setters.next();
        let several = setters.any(|setter| Some(setter) != first);
        let count = |part: fn(&Right) -> bool| self.rights.values().filter(|right| part(right)).count();
        let parts: [fn(&Right) -> bool; 3] = [|right| right.quota, |right| right.rate_limit, |right| right.complexity];
        let one_api = parts.into_iter().all(|part| count(part) == 1);
        let granted = count(|right| right.access) > 0;
        self.rights = self.rights.into_iter().filter(|(_, right)| right.access).collect();
        for right in self.rights.values_mut() {
            inherit(right, session);
            if several && right.definition.allowance_scope.is_empty() {
                right.definition.allowance_scope.clone_from(&right.set_by);
            }
        }
        if one_api {
            self.show_on_key(session);
        }
        let grants = !self.rights.is_empty();
        if granted {
            let rights = self.rights.into_iter().map(|(api, right)| (api, right.definition));
            session.access_rights = Some(rights.collect());
        }
        grants
    }

    /// Policies that set limits for a single API show them on the key too. Beside it there may be APIs that inherited
    /// the key's, and the one that Go comes to last is shown.
    fn show_on_key(&self, session: &mut SessionState) {
        let Some(last) = self.rights.values().max_by_key(|right| right.place) else { return };
        let shown = match self.order {
            Order::Likely => last,
            Order::Reversed => self.rights.values().find(|right| right.quota != last.quota).unwrap_or(last),
        };
        let limit = &shown.definition.limit;
        session.rate = limit.rate;
        session.per = limit.per;
        session.smoothing.clone_from(&limit.smoothing);
        session.quota_max = limit.quota_max;
        session.quota_renews = limit.quota_renews;
        session.quota_renewal_rate = limit.quota_renewal_rate;
        session.max_query_depth = limit.max_query_depth;
    }
}

/// Gives an API that policies opened the key's own limits for the parts that no policy set.
fn inherit(right: &mut Right, session: &SessionState) {
    let limit = &mut right.definition.limit;
    if !right.rate_limit {
        limit.rate = session.rate;
        limit.per = session.per;
        limit.smoothing.clone_from(&session.smoothing);
        limit.throttle_interval = session.throttle_interval;
        limit.throttle_retry_limit = session.throttle_retry_limit;
        right.definition.endpoints = None;
    }
    if !right.complexity {
        limit.max_query_depth = session.max_query_depth;
    }
    if !right.quota {
        limit.quota_max = session.quota_max;
        limit.quota_renewal_rate = session.quota_renewal_rate;
        limit.quota_renews = session.quota_renews;
    }
}

fn raise_quota(limit: &mut ApiLimit, policy: &Policy, session: &mut SessionState) {
    if greater(policy.quota_max, limit.quota_max) {
        limit.quota_max = policy.quota_max;
        if greater(policy.quota_max, session.quota_max) {
            session.quota_max = policy.quota_max;
        }
    }
    if policy.quota_renewal_rate > limit.quota_renewal_rate {
        limit.quota_renewal_rate = policy.quota_renewal_rate;
        session.quota_renewal_rate = session.quota_renewal_rate.max(policy.quota_renewal_rate);
    }
}

/// The rate with the shorter time between two requests wins; a policy without a rate leaves things as they are.
fn raise_rate(limit: &mut ApiLimit, policy: &Policy, session: &mut SessionState) {
    let theirs = policy.limit();
    if is_unlimited(theirs.rate, theirs.per) {
        return;
    }
    let slower = |rate: f64, per: f64| is_unlimited(rate, per) || pace(rate, per) > pace(theirs.rate, theirs.per);
    if slower(limit.rate, limit.per) {
        take_rate(limit, &theirs);
    }
    if slower(session.rate, session.per) {
        session.rate = theirs.rate;
        session.per = theirs.per;
        session.smoothing.clone_from(&theirs.smoothing);
    }
}

fn is_unlimited(rate: f64, per: f64) -> bool {
    rate == 0.0 || per == 0.0
}

fn take_rate(limit: &mut ApiLimit, from: &ApiLimit) {
    limit.rate = from.rate;
    limit.per = from.per;
    limit.smoothing.clone_from(&from.smoothing);
}

fn raise_throttling(limit: &mut ApiLimit, policy: &Policy, session: &mut SessionState) {
    if policy.throttle_retry_limit > limit.throttle_retry_limit {
        limit.throttle_retry_limit = policy.throttle_retry_limit;
        session.throttle_retry_limit = session.throttle_retry_limit.max(policy.throttle_retry_limit);
    }
    if policy.throttle_interval > limit.throttle_interval {
        limit.throttle_interval = policy.throttle_interval;
        if policy.throttle_interval > session.throttle_interval {
            session.throttle_interval = policy.throttle_interval;
        }
    }
}

fn raise_depth(limit: &mut ApiLimit, policy: &Policy, session: &mut SessionState) {
    if greater(policy.max_query_depth, limit.max_query_depth) {
        limit.max_query_depth = policy.max_query_depth;
        if greater(policy.max_query_depth, session.max_query_depth) {
            session.max_query_depth = policy.max_query_depth;
        }
    }
}

/// A policy without APIs sets its limits on the key itself, lower ones too.
fn set_on_key(policy: &Policy, session: &mut SessionState, partitioned: bool) {
    let parts = &policy.partitions;
    if !partitioned || parts.rate_limit {
        session.rate = policy.rate;
        session.per = policy.per;
        session.smoothing.clone_from(&policy.smoothing);
        session.throttle_interval = policy.throttle_interval;
        session.throttle_retry_limit = policy.throttle_retry_limit;
    }
    if !partitioned || parts.complexity {
        session.max_query_depth = policy.max_query_depth;
    }
    if !partitioned || parts.quota {
        session.quota_max = policy.quota_max;
        session.quota_renewal_rate = policy.quota_renewal_rate;
    }
}
