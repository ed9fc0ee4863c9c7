#[cfg(not(target_arch = "wasm32"))]
use super::Example;
use super::findings::Findings;
use super::limits::Field;
use super::rule::{Rule, rule};
use super::subject::Subject;
use crate::decode::{Children, View};
use crate::report::Operation;
use crate::session::entries::sorted;
use crate::session::{monitor, session_state};

/// The monitor, which tells somebody when so much of a quota is used.
pub(super) static RULES: &[Rule] = &[
    rule! {
        "monitor-threshold-range" Warning ALL;
        check Key(threshold_range) if monitor;
        summary "a threshold of the monitor is not a percentage above 0 and up to 100";
        why "Thresholds are percentages of the quota. One of 0 or less is reached by every request, one above 100 never.";
        evidence ["gateway 5.13.0, gateway/monitor.go", "recording object-017 (5.13.0): 1e21 is stored as a threshold"];
        triggers Example::body(r#"{"quota_max":1000,"quota_renewal_rate":3600,"monitor":{"trigger_limits":[101,80]}}"#);
        passes Example::body(r#"{"quota_max":1000,"quota_renewal_rate":3600,"monitor":{"trigger_limits":[100,0.1]}}"#);
    },
    rule! {
        "monitor-threshold-order" Warning ALL;
        check Key(threshold_order) if monitor;
        summary "the thresholds of the monitor are not in descending order";
        why "The gateway takes them in order and stops at the first one that is reached, so that a higher threshold after a lower one is never reported.";
        evidence ["gateway 5.13.0, gateway/monitor.go"];
        triggers Example::body(r#"{"quota_max":1000,"quota_renewal_rate":3600,"monitor":{"trigger_limits":[50,80]}}"#);
        passes Example::body(r#"{"quota_max":1000,"quota_renewal_rate":3600,"monitor":{"trigger_limits":[80,60,50]}}"#);
    },
    rule! {
        "monitor-without-quota" Warning ALL;
        check Key(without_quota) if monitor;
        summary "there is a monitor, but no quota that renews";
        why "A monitor looks at how much of a quota is used, and skips a quota that does not renew: its time of renewal is always in the past.";
        evidence ["gateway 5.13.0, gateway/monitor.go"];
        triggers Example::body(r#"{"rate":100,"per":60,"monitor":{"trigger_limits":[80,60]}}"#);
        passes Example::body(r#"{"rate":100,"per":60,"quota_max":1000,"quota_renewal_rate":3600,"monitor":{"trigger_limits":[80,60]}}"#);
    },
];

/// The monitor's list of thresholds, if it is not empty.
fn thresholds<'a>(subject: &Subject<'a>) -> Option<View<'a>> {
    let list = subject.member(session_state::monitor)?.member(monitor::trigger_limits)?;
    list.children().next().map(|_| list)
}

fn threshold_range(subject: &Subject<'_>, out: &mut Findings) {
    for threshold in Children::of(thresholds(subject)) {
        let end = match threshold.number() {
            Some(percent) if percent <= 0.0 => "is always reached: it fires with every request",
            Some(percent) if percent > 100.0 => "is never reached: no more than 100 % can be used",
            _ => continue,
        };
        out.add(threshold, format!("the threshold {} {end}", threshold.shown()))
            .help("thresholds are percentages of the quota, above 0 and up to 100");
    }
}

fn threshold_order(subject: &Subject<'_>, out: &mut Findings) {
    let Some(list) = thresholds(subject) else { return };
    // The gateway reads a null as 0.
    let numbers: Vec<_> = list.children().map(|item| (item.number().unwrap_or(0.0), item)).collect();
    if numbers.is_sorted_by(|(left, _), (right, _)| left > right) {
        return;
    }
    let issue =
        out.add(list, "a threshold after a lower one never fires: the gateway stops at the first that is reached");
    issue.help("write the thresholds from the highest to the lowest, each once");
    if numbers.iter().all(|(_, item)| item.number().is_some()) {
        let mut numbers = sorted(numbers, |(left, _), (right, _)| right.total_cmp(left));
        numbers.dedup_by(|(left, _), (right, _)| left == right);
        let literals: Vec<_> = numbers.iter().map(|(_, item)| item.literal()).collect();
        let value = format!("[{}]", literals.join(", "));
        issue.safe("sort the thresholds", vec![Operation::Replace { path: list.pointer(), value }]);
    }
}

fn without_quota(subject: &Subject<'_>, out: &mut Findings) {
    let Some(monitor) = subject.member(session_state::monitor).filter(|_| thresholds(subject).is_some()) else {
        return;
    };
    let has_quota = subject
        .quotas()
        .any(|limits| limits.integer(Field::QuotaMax) > 0 && limits.integer(Field::QuotaRenewalRate) > 0);
    // A policy may bring the quota; organisation keys take nothing from policies.
    let has_policies = !subject.endpoint().is_organisation() && !subject.policies().is_empty();
    if !has_quota && !has_policies {
        out.add(monitor, "this monitor never fires: there is no quota that renews")
            .help("set quota_max and quota_renewal_rate, or remove the monitor");
    }
}
