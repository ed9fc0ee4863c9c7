#[cfg(not(target_arch = "wasm32"))]
use super::Example;
use super::findings::Findings;
use super::limits::{Field, Limits, Of};
use super::rule::{Rule, rule};
use super::subject::Subject;
use crate::report::Operation;

/// The counter of requests in a period: how large, how long, and when it restarts.
pub(super) static RULES: &[Rule] = &[
    rule! {
        "quota-max-zero-unlimited" Warning ALL;
        check Limits(max_zero);
        summary "`quota_max` is 0 or not there while a period or a rest is";
        why "The gateway has no quota at all when `quota_max` is 0: the key is unlimited, whatever else is said of its quota.";
        evidence ["gateway 5.13.0, gateway/session_manager.go: quota_max <= 0 skips the quota"];
        triggers Example::body(r#"{"rate":100,"per":60,"quota_max":0,"quota_renewal_rate":3600}"#);
        passes Example::body(r#"{"rate":100,"per":60,"quota_max":-1,"quota_renewal_rate":-1}"#);
    },
    rule! {
        "quota-max-negative" Warning ALL;
        check Limits(max_negative);
        summary "`quota_max` is below −1";
        why "Any number below zero is unlimited since 5.6, but only −1 is the documented one: up to 5.5 other negative numbers refused every request, and policies compare with −1 alone.";
        evidence ["gateway 5.3.0, gateway/session_manager.go: −2 counts as exceeded", "gateway 5.13.0, internal/policy/util.go"];
        triggers Example::body(r#"{"rate":100,"per":60,"quota_max":-5}"#);
        passes Example::body(r#"{"rate":100,"per":60,"quota_max":-1}"#);
    },
    rule! {
        "quota-renewal-overflow" Error ALL;
        check Limits(renewal_overflow);
        summary "the quota period is longer than the gateway can count";
        why "The gateway counts the period in nanoseconds of an int64. A longer one turns negative, the counter gets no life, and is set back with every request: the quota is never enforced.";
        evidence ["recorded with traffic: 9223372036 is enforced, 9223372037 never"];
        triggers Example::body(r#"{"rate":100,"per":60,"quota_max":1000,"quota_renewal_rate":9223372037}"#);
        passes Example::body(r#"{"rate":100,"per":60,"quota_max":1000,"quota_renewal_rate":9223372036}"#);
    },
];

/// The longest period in seconds that fits into nanoseconds of an int64.
const LONGEST_PERIOD: i64 = i64::MAX / 1_000_000_000;

fn max_zero(_: &Subject<'_>, limits: Limits<'_>, out: &mut Findings<'_>) {
    let period = limits.integer(Field::QuotaRenewalRate);
    if limits.of == Of::Endpoint
        || limits.integer(Field::QuotaMax) != 0
        || (period <= 0 && limits.integer(Field::QuotaRemaining) <= 0)
    {
        return;
    }
    let path = limits.object.pointer().join("quota_max");
    let mut patch = vec![Operation::Add { path, value: "-1".to_owned() }];
    patch.extend(limits.get(Field::QuotaRenewalRate).map(|rate| Operation::Remove { path: rate.pointer() }));
    out.add(limits.place(Field::QuotaMax), "a quota of 0 is no quota: the number of requests will be unlimited")
        .help("set quota_max to the number of requests, or to -1 to say that it is unlimited")
        .safe("set quota_max to -1", patch);
}

fn max_negative(_: &Subject<'_>, limits: Limits<'_>, out: &mut Findings<'_>) {
    let Some(max) = limits.get(Field::QuotaMax).filter(|max| max.integer().is_some_and(|max| max < -1)) else { return };
    out.add(max, format!("a quota of {} is no quota: the number of requests will be unlimited", max.shown()))
        .help("-1 is the documented number for unlimited")
        .param("quota_max", max.integer().unwrap_or_default())
        .safe("set quota_max to -1", vec![Operation::Replace { path: max.pointer(), value: "-1".to_owned() }]);
}

fn renewal_overflow(_: &Subject<'_>, limits: Limits<'_>, out: &mut Findings<'_>) {
    let Some(period) = limits.get(Field::QuotaRenewalRate) else { return };
    if limits.integer(Field::QuotaMax) <= 0 || limits.integer(Field::QuotaRenewalRate) <= LONGEST_PERIOD {
        return;
    }
    let value = LONGEST_PERIOD.to_string();
    out.add(period, "this quota will never be enforced: the gateway cannot count a period this long")
        .help(format!("the longest period is {LONGEST_PERIOD} seconds, which is 292 years"))
        .safe("set the longest period", vec![Operation::Replace { path: period.pointer(), value }]);
}
