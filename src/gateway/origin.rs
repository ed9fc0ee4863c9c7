use crate::decode::View;
use crate::json::Pointer;
use crate::session::{ApiLimit, Policy, SessionState};
use crate::target::Version;

/// A value of a key that is in force, and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// Where it stands in the effective key.
    pub pointer: String,
    /// The value as JSON text; nothing where the key has none, which is Go's zero value.
    pub value: Option<String>,
    /// Where it comes from.
    pub source: Source,
}

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// The key itself.
    Key,
    /// The policy of that id.
    Policy(String),
    /// Several of these together.
    Merged {
        /// Policies, by id.
        policies: Vec<String>,
        /// And the key itself.
        key: bool,
    },
    /// The gateway, which works it out.
    Gateway,
    /// Nobody set it.
    Default,
}

/// What a policy sets together.
#[derive(Clone, Copy)]
enum Part {
    Quota,
    RateLimit,
    Complexity,
    Access,
}

/// The members of limits that policies set, by part.
const LIMITS: [(&str, Part); 8] = [
    ("rate", Part::RateLimit),
    ("per", Part::RateLimit),
    ("smoothing", Part::RateLimit),
    ("throttle_interval", Part::RateLimit),
    ("throttle_retry_limit", Part::RateLimit),
    ("max_query_depth", Part::Complexity),
    ("quota_max", Part::Quota),
    ("quota_renewal_rate", Part::Quota),
];

/// The members of an access right that belong to its rate limits.
const RATES: [&str; 3] = ["endpoints", "json_rpc_methods", "mcp_primitives"];

/// What every policy sets in its keys if it has it, whatever its parts.
const ALWAYS: [&str; 7] = [
    "tags",
    "hmac_enabled",
    "enable_http_signature_validation",
    "is_inactive",
    "last_updated",
    "post_expiry_action",
    "post_expiry_grace_period",
];

/// A policy that applies, with its members, which have the names that they have in keys.
pub(super) struct Applied<'p> {
    pub(super) id: String,
    pub(super) policy: &'p Policy,
    pub(super) view: View<'p>,
}

impl<'p> Applied<'p> {
    fn sets(&self, part: Part) -> bool {
        let parts = &self.policy.partitions;
        let set = match part {
            Part::Quota => parts.quota,
            Part::RateLimit => parts.rate_limit,
            Part::Complexity => parts.complexity,
            Part::Access => parts.acl,
        };
        set || !parts.is_enabled()
    }

    fn right(&self, api: &str) -> Option<View<'p>> {
        named(named(Some(self.view), "access_rights"), api)
    }

    /// What it says about a member of an API's limit.
    fn limit(&self, api: &str, name: &str) -> Option<View<'p>> {
        let own = self.policy.access_rights.as_ref().and_then(|rights| rights.get(api)).map(|right| &right.limit);
        let has_own = self.policy.partitions.per_api && own.is_some_and(|own| !ApiLimit::is_zero(own));
        if has_own { named(named(self.right(api), "limit"), name) } else { named(Some(self.view), name) }
    }
}

/// The keys and policies that are looked at, as texts that were read.
pub(super) struct Origins<'p> {
    /// The key with its policies.
    pub(super) effective: Option<View<'p>>,
    /// The key without.
    pub(super) own: Option<View<'p>>,
    pub(super) policies: Vec<Applied<'p>>,
}

impl<'p> Origins<'p> {
    /// Every member that has a value, and every one of the first level that has none.
    pub(super) fn list(&self, version: Version) -> Vec<Origin> {
        let mut list = Vec::new();
        for row in SessionState::TABLE.members.iter().filter(|row| row.since <= version) {
            let at = Pointer::root().join(row.name);
            let value = named(self.effective, row.name);
            match (row.name, value) {
                ("access_rights", Some(rights)) => self.rights(rights, &at, &mut list),
                ("meta_data", Some(data)) => {
                    for (name, value) in data.children().map(|value| (value.name(), value)) {
                        list.push(origin(&at.join(&name), Some(value), self.metadata(&name, value)));
                    }
                }
                (name, value) => list.push(origin(&at, value, self.member(name, value))),
            }
        }
        list
    }

    fn rights(&self, rights: View<'p>, at: &Pointer, list: &mut Vec<Origin>) {
        for (api, right) in rights.children().map(|right| (right.name(), right)) {
            let at = at.join(&api);
            for (name, value) in right.children().filter(|value| !value.is_zero()).map(|value| (value.name(), value)) {
                if name != "limit" {
                    list.push(origin(&at.join(&name), Some(value), self.right(&api, &name, value)));
                    continue;
                }
                for (name, value) in
                    value.children().filter(|value| !value.is_zero()).map(|value| (value.name(), value))
                {
                    list.push(origin(&at.join("limit").join(&name), Some(value), self.limit(&api, &name, value)));
                }
            }
        }
    }

    /// A member of the first level.
    fn member(&self, name: &str, value: Option<View<'p>>) -> Source {
        let part = LIMITS.iter().find(|(limit, _)| *limit == name).map(|(_, part)| *part);
        let sets = |policy: &&Applied<'p>| match part {
            Some(part) => policy.sets(part),
            None => ALWAYS.contains(&name) && named(Some(policy.view), name).is_some(),
        };
        let setters = self.policies.iter().filter(sets).map(|policy| (policy, named(Some(policy.view), name)));
        decide(value, named(self.own, name), setters.collect())
    }

    fn metadata(&self, name: &str, value: View<'p>) -> Source {
        let data = |of: Option<View<'p>>| entry(named(of, "meta_data"), name);
        let last = self.policies.iter().rev().find_map(|policy| Some((policy, Some(data(Some(policy.view))?))));
        decide(Some(value), data(self.own), last.into_iter().collect())
    }

    /// A member of an access right: of the policies that open the API, or of the key, if no policy opens any.
    fn right(&self, api: &str, name: &str, value: View<'p>) -> Source {
        let own = named(self.own_right(api), name);
        let scope = value.text();
        if name == "allowance_scope" {
            let policy = self.policies.iter().find(|policy| Some(policy.id.as_str()) == scope.as_deref());
            return match policy {
                Some(policy) => Source::Policy(policy.id.clone()),
                None => decide(Some(value), own, Vec::new()),
            };
        }
        let part = if RATES.contains(&name) { Part::RateLimit } else { Part::Access };
        let setters = self.policies.iter().filter(|policy| policy.sets(part));
        let setters = setters.filter_map(|policy| Some((policy, Some(named(policy.right(api), name)?))));
        decide(Some(value), own, setters.collect())
    }

    /// A member of an API's limit: of the policies that set it there, else that of the key's own limits.
    fn limit(&self, api: &str, name: &str, value: View<'p>) -> Source {
        let own = named(named(self.own_right(api), "limit"), name);
        let Some((_, part)) = LIMITS.iter().find(|(limit, _)| *limit == name) else {
            return decide(Some(value), own, Vec::new());
        };
        let setters = self.policies.iter().filter(|policy| policy.sets(*part) && policy.right(api).is_some());
        let setters: Vec<_> = setters.map(|policy| (policy, policy.limit(api, name))).collect();
        let inherits = setters.is_empty() && self.policies.iter().any(|policy| policy.right(api).is_some());
        if inherits { self.member(name, Some(value)) } else { decide(Some(value), own, setters) }
    }

    /// What the key itself says of an API, which does not count when a policy opens any.
    fn own_right(&self, api: &str) -> Option<View<'p>> {
        let opens =
            |policy: &Applied<'p>| policy.sets(Part::Access) && named(Some(policy.view), "access_rights").is_some();
        let own = self.own.filter(|_| !self.policies.iter().any(opens));
        entry(named(own, "access_rights"), api)
    }
}

fn origin(at: &Pointer, value: Option<View<'_>>, source: Source) -> Origin {
    Origin { pointer: at.to_string(), value: value.map(|value| value.literal().into_owned()), source }
}

/// The member of that name, if it has a value.
#[inline(never)]
fn named<'d>(view: Option<View<'d>>, name: &str) -> Option<View<'d>> {
    entry(view, name).filter(|value| !value.is_zero())
}

/// The entry of that name, whatever it holds.
#[inline(never)]
fn entry<'d>(view: Option<View<'d>>, name: &str) -> Option<View<'d>> {
    view?.children().find(|child| child.name() == name)
}

/// Who a value comes from: a policy that says just this, else the key if it does, else all that have a say.
#[inline(never)]
fn decide(value: Option<View<'_>>, own: Option<View<'_>>, setters: Vec<(&Applied<'_>, Option<View<'_>>)>) -> Source {
    let literal = |view: Option<View<'_>>| view.map(|view| view.literal().into_owned());
    let value = literal(value);
    let filled: Vec<_> = setters.iter().filter(|(_, said)| said.is_some()).collect();
    let same = setters.iter().find(|(_, said)| literal(*said) == value);
    match (same, filled.as_slice()) {
        (Some((policy, _)), _) => Source::Policy(policy.id.clone()),
        (None, [(policy, _)]) if own.is_none() && value.is_some() => Source::Policy(policy.id.clone()),
        _ if value.is_none() => Source::Default,
        _ if literal(own) == value => Source::Key,
        (None, []) => Source::Gateway,
        (None, several) => {
            let mut policies: Vec<_> = several.iter().map(|(policy, _)| policy.id.clone()).collect();
            policies.dedup();
            Source::Merged { policies, key: own.is_some() }
        }
    }
}
