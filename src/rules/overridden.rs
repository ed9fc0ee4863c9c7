#[cfg(not(target_arch = "wasm32"))]
use super::Example;
use super::findings::{Findings, Place};
use super::limits::Field;
use super::replacing::{Fate, Replacing};
use super::rule::{Rule, rule};
use super::subject::{Subject, policies};
use crate::decode::View;
use crate::gateway::{Inactivity, Known};
use crate::report::Operation;
use crate::session::{AccessDefinition, Policy, Typed, session_state};
use crate::target::Version;

/// What policies do to the key they are applied to, and what they leave behind.
pub(super) static RULES: &[Rule] = &[
    rule! {
        "own-limits-overridden-by-policy" Warning KEYS;
        check Key(own_limits) if apply_policies | apply_policy_id | meta_data;
        summary "the key has limits of its own beside policies";
        why "A policy replaces rate, quota, throttling, depth and access rights of its keys, unless it is partitioned and leaves some of them alone. The update stores the policy's values, and the key's own are lost. Where the context has the policies, no other rule judges what is lost.";
        evidence [
            "recording policy-005 (5.13.0): rate 5 is stored as the policy's 10",
            "recording policy-045 (5.13.0): quota_renewal_rate stays 60",
        ];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","apply_policies":["p1"],"rate":100,"per":60}"#);
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","apply_policies":["p1"],"alias":"x","tags":["a"],"expires":1900000000}"#);
    },
    rule! {
        "inactive-ignored-with-policy" Error KEYS;
        check Key(inactive) if is_inactive;
        summary "a key with policies is set inactive";
        why "When policies apply, only they decide whether the key is active: `is_inactive` is stored as false, and the key stays open.";
        evidence ["recording policy-006 (5.13.0): stored without is_inactive", "gateway 5.11.0, internal/policy/apply.go"];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","apply_policies":["p1"],"is_inactive":true}"#);
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{"versions":["Default"]}},"rate":100,"per":60,"is_inactive":true}"#);
    },
    rule! {
        "metadata-policies-reserved" Error KEYS;
        check Key(reserved) if meta_data;
        summary "`meta_data.policies` holds a list that the gateway reads as policies";
        why "The name is reserved for policies that a plugin writes into a key: a list of objects replaces `apply_policies`, and an empty one makes the update fail with 500 since 5.12. Anything else in it is left alone.";
        evidence ["recording object-059 (5.13.0): an empty list, 500", "recording object-059 (5.11.1): an empty list, 200", "recording object-062 (5.13.0): an object, its rate is stored", "recording object-061 (5.13.0): strings are ignored"];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{"versions":["Default"]}},"rate":100,"per":60,"meta_data":{"policies":[]}}"#);
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{"versions":["Default"]}},"rate":100,"per":60,"meta_data":{"policies":["p1"]}}"#);
    },
    rule! {
        "metadata-rate-limit-pattern" Info KEYS;
        check Key(pattern) if meta_data;
        summary "`meta_data.rate_limit_pattern` is set";
        why "The gateway counts rate and quota under this pattern in place of the key: all keys for which it gives the same value share one counter.";
        evidence ["recording object-058 (5.13.0): stored", "gateway 5.13.0, gateway/mw_rate_limiting.go"];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{"versions":["Default"]}},"rate":100,"per":60,"meta_data":{"rate_limit_pattern":"$tyk_meta.customer"}}"#);
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{"versions":["Default"]}},"rate":100,"per":60,"meta_data":{"rate_limit_pattern":""}}"#);
    },
    rule! {
        "policy-removed-limits-stay" Info KEYS;
        check Previous(limits_stay);
        summary "the policies are taken off a key, but what they set stays";
        why "GET answers with the key as its policies make it, and the update stores what it is sent: the limits and rights that came from the policies become the key's own, and no longer change with them.";
        evidence [
            "gateway 5.13.0, gateway/api.go: an update stores the merged key",
            "recording previous-076 (5.13.0): the right that the policy had set is stored as the key's own",
        ];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","rate":10,"per":1,"access_rights":{"a1":{"versions":["Default"]}}}"#)
            .previous(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","rate":10,"per":1,"access_rights":{"a1":{"versions":["Default"]}},"apply_policies":["p1"]}"#);
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","rate":20,"per":1,"access_rights":{"a2":{"versions":["Default"]}}}"#)
            .previous(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","rate":10,"per":1,"access_rights":{"a1":{"versions":["Default"]}},"apply_policies":["p1"]}"#);
    },
];

fn own_limits(subject: &Subject<'_>, out: &mut Findings) {
    let replacing = Replacing::of(subject);
    let Some(own) = subject.limits().filter(|_| !replacing.is_empty()) else { return };
    let limits = Field::ALL.into_iter().filter_map(|field| Some((own.get(field)?, replacing.fate(own, field))));
    let rights = subject.member(session_state::access_rights).map(|rights| (rights, replacing.rights));
    for (limit, fate) in limits.chain(rights).filter(|(limit, _)| !limit.is_zero()) {
        let effect = match fate {
            Fate::Stays => continue,
            Fate::MayGo => "may have no effect: the policy's value may replace it, and be stored",
            Fate::Goes => "has no effect: the policy's value replaces it, and is stored",
        };
        out.add(limit, format!("{} {effect}", limit.shown_name()))
            .help("change it in the policy, or use a policy with partitions that leave it alone");
    }
}

fn inactive(subject: &Subject<'_>, out: &mut Findings) {
    let Some(flag) = subject.member(session_state::is_inactive).filter(|flag| flag.boolean() == Some(true)) else {
        return;
    };
    let either_closes = Inactivity::of(subject.options.version) == Inactivity::Added;
    let closes = |policy: Known<&Policy>| matches!(policy, Known::Yes(policy) if policy.is_inactive);
    let is_inline = subject.inline_policies().is_some();
    if !subject.has_policies()
        || either_closes
        || !is_inline && subject.known_policies().into_iter().any(|(_, policy)| closes(policy))
    {
        return;
    }
    out.add(flag, "the key stays open: is_inactive is stored as false, since policies apply")
        .help("apply a policy that is inactive, or take the policies off and close the key itself");
}

fn metadata<'a>(subject: &Subject<'a>, name: &str) -> Option<View<'a>> {
    subject.member(session_state::meta_data)?.children().find(|entry| entry.is_named(name))
}

fn reserved(subject: &Subject<'_>, out: &mut Findings) {
    let Some(policies) = metadata(subject, "policies").filter(|policies| policies.is_array()) else { return };
    if policies.children().any(View::is_object) {
        out.add(policies, "these are read as policies, and apply in place of those in apply_policies")
            .help("give the member another name, unless a plugin means to apply policies of its own");
    } else if policies.is_zero() && subject.options.version >= Version::REWORKS_POLICIES {
        let issue =
            out.add(policies, "the update fails with 500: the empty list counts as policies, and none is valid");
        issue.help("remove it, or give the member another name");
        if subject.repetitions.lead_to(policies) {
            issue.guess("remove meta_data.policies", vec![Operation::Remove { path: policies.pointer() }]);
        }
    }
}

fn pattern(subject: &Subject<'_>, out: &mut Findings) {
    let is_given = |pattern: &View<'_>| pattern.text().is_some_and(|pattern| !pattern.is_empty());
    if let Some(pattern) = metadata(subject, "rate_limit_pattern").filter(is_given) {
        out.add(
            pattern,
            "rate and quota are counted together for all keys for which this pattern gives the same value",
        )
        .help("remove it to count this key alone");
    }
}

fn limits_stay(subject: &Subject<'_>, out: &mut Findings) {
    let Some(key) = subject.key else { return };
    if policies(subject.previous).is_empty() || subject.has_policies() {
        return;
    }
    let numbers = [session_state::rate, session_state::quota_max].into_iter().filter(|index| {
        let number = |view: Option<View<'_>>| view.and_then(View::number).filter(|number| *number != 0.0);
        number(subject.member(*index)).is_some_and(|new| number(subject.before(*index)) == Some(new))
    });
    let before = |id: &str| subject.before(session_state::access_rights)?.children().find(|right| right.name() == id);
    let rights = subject.rights().filter(|right| {
        let same = |before: View<'_>| AccessDefinition::read(before) == AccessDefinition::read(right.object);
        !right.object.is_zero() && before(&right.id()).is_some_and(same)
    });
    let count = numbers.count() + rights.count();
    if count > 0 {
        let place = subject.member(session_state::apply_policies);
        out.add(
            place.map_or(Place::Missing(key, "apply_policies"), Place::Value),
            "the policies go but what they set stays: rate, quota and rights become the key's own",
        )
        .help("write the limits that the key is to have without its policies");
    }
}
