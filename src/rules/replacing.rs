//! What policies leave of a key's own limits.

use super::limits::{Field, Limits};
use super::subject::Subject;
use crate::decode::View;
use crate::gateway::Known;
use crate::session::{Policy, PolicyPartitions, session_state};
use crate::target::Version;

/// What policies take from a key.
pub(super) struct Replacing<'a> {
    /// The policies that take its own limits: those that it names, up to the first that is not there, where the gateway
    /// stops.
    limits: Vec<(View<'a>, Known<&'a Policy>)>,
    /// What becomes of the key's own access rights.
    pub(super) rights: Fate,
}

/// What becomes of something of the key's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    Stays,
    /// It goes if policies that are not known here set it. A period of the quota stays if it is longer than that of the
    /// policies, unless they open one API only (recording policy-045, policy-005).
    MayGo,
    Goes,
}

impl<'a> Replacing<'a> {
    pub(super) fn of(subject: &Subject<'a>) -> Replacing<'a> {
        let mut named = subject.known_policies();
        // Without an organisation the policies are found late, and add to the rights (recording merge-274).
        let is_late = subject.options.version >= Version::REWORKS_POLICIES
            && subject.member(session_state::org_id).is_none_or(View::is_zero);
        let rights = match subject.inline_policies() {
            _ if is_late => Fate::Stays,
            Some(inline) => Fate::of(inline.children().map(is_whole).filter(|is_whole| *is_whole)),
            None => Fate::of(named.iter().filter_map(|(_, policy)| match policy {
                Known::Yes(policy) => (!policy.partitions.is_enabled() || policy.partitions.acl).then_some(true),
                Known::No => None,
                Known::NotGiven => Some(false),
            })),
        };
        let there = named.iter().take_while(|(_, policy)| !matches!(policy, Known::No)).count();
        named.truncate(there);
        Replacing { limits: named, rights }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.limits.is_empty() && self.rights == Fate::Stays
    }

    pub(super) fn fate(&self, own: Limits<'_>, field: Field) -> Fate {
        let of_part = self.of_part(match field {
            Field::QuotaMax | Field::QuotaRenews | Field::QuotaRemaining | Field::QuotaRenewalRate => {
                |parts| parts.quota
            }
            Field::MaxQueryDepth => |parts| parts.complexity,
            _ => |parts| parts.rate_limit,
        });
        let own = own.integer(field).max(1);
        let is_longer = |policy: &Policy| policy.quota_renewal_rate >= own && !policy.partitions.per_api;
        let takes = |policy: &Policy| field != Field::QuotaRenewalRate || is_longer(policy);
        Fate::of(of_part.map(|policy| policy.is_some_and(takes)))
    }

    /// The policies that replace a part, as far as they are known; of one that is not, all parts.
    fn of_part(&self, is_on: fn(&PolicyPartitions) -> bool) -> impl Iterator<Item = Option<&'a Policy>> {
        let known = self.limits.iter().map(|(_, policy)| match policy {
            Known::Yes(policy) => Some(*policy),
            Known::No | Known::NotGiven => None,
        });
        known.filter(move |policy| {
            policy.is_none_or(|Policy { partitions, .. }| !partitions.is_enabled() || is_on(partitions))
        })
    }
}

impl Fate {
    /// What several policies do that set it, of each of which is known whether it takes its place for certain.
    fn of(policies: impl Iterator<Item = bool>) -> Fate {
        policies.fold(
            Fate::Stays,
            |fate, is_certain| if is_certain || fate == Fate::Goes { Fate::Goes } else { Fate::MayGo },
        )
    }
}

/// Whether it is a policy in the metadata that has no partitions.
fn is_whole(policy: View<'_>) -> bool {
    policy.is_object() && !policy.children().any(|member| member.is_named("partitions"))
}

/// What policies take from a key for certain, so that nothing of it is in force.
#[derive(Clone, Copy, Default)]
pub(super) struct Gone {
    /// Its own limits: a bit for each, in the order of [`Field`]. What the gateway ignores in any case is not among
    /// them.
    pub(super) own: u64,
    /// Its access rights.
    pub(super) rights: bool,
}

impl Gone {
    #[inline]
    pub(super) fn of(subject: &Subject<'_>) -> Gone {
        match subject.limits().filter(|_| subject.knows_policies() && !subject.endpoint().is_organisation()) {
            Some(own) => Gone::beside(&Replacing::of(subject), own),
            None => Gone::default(),
        }
    }

    /// Whether that limit is among them.
    pub(super) fn has(self, field: Field) -> bool {
        self.own >> field as u64 & 1 == 1
    }

    fn beside(policies: &Replacing<'_>, own: Limits<'_>) -> Gone {
        let in_force = Field::ALL.into_iter().filter(|field| *field != Field::QuotaRemaining);
        let gone = in_force.filter(|field| policies.fate(own, *field) == Fate::Goes);
        Gone { own: gone.fold(0, |bits, field| bits | 1 << field as u64), rights: policies.rights == Fate::Goes }
    }
}

#[cfg(test)]
mod tests {
    use crate::decode::Arena;
    use crate::gateway::Context;
    use crate::rules::{Options, check};
    use crate::target::{Endpoint, Version};

    fn codes(members: &str, policies: &str) -> Vec<&'static str> {
        let body = format!(r#"{{"org_id":"o",{members}}}"#);
        let context = Context::parse(format!(r#"{{"policies":{policies}}}"#).as_bytes(), Version::DEFAULT).ok();
        let options = Options { context: context.as_ref(), ..Options::new(Endpoint::GatewayKey) };
        let report = check(body.as_bytes(), &options, &mut Arena::default()).unwrap_or_default();
        report.issues.iter().map(|issue| issue.code).collect()
    }

    #[test]
    fn what_a_known_policy_replaces_is_judged_by_no_other_rule() {
        let members = r#""rate":5,"quota_max":-2,"apply_policies":["p"],
            "access_rights":{"a1":{"versions":[],"limit":{"per":1}}}"#;
        let judged = ["rate-without-per", "quota-max-negative", "per-without-rate", "versions-empty"];
        for (policies, expected) in [
            ("null", [true, true, true, true]),
            (r#"{"p":{"org_id":"o"}}"#, [false, false, false, false]),
            (r#"{"p":{"org_id":"o","partitions":{"quota":true}}}"#, [true, false, true, true]),
            (r#"{"p":{"org_id":"o","partitions":{"rate_limit":true}}}"#, [false, true, true, true]),
            (r#"{"p":{"org_id":"o","partitions":{"acl":true}}}"#, [true, true, false, false]),
            (r#"{"p":{"org_id":"other"}}"#, [true, true, true, true]),
        ] {
            let found = codes(members, policies);
            assert_eq!(judged.map(|code| found.contains(&code)), expected, "{policies}: {found:?}");
        }
    }
}
