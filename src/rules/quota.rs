#[cfg(not(target_arch = "wasm32"))]
use super::Example;
use super::findings::Findings;
use super::limits::{Field, Limits, Owner};
use super::rule::{Rule, rule};
use super::subject::Subject;
use crate::report::Operation;

/// A quota: how many requests in how long a period.
pub(super) static RULES: &[Rule] = &[
    rule! {
        "quota-max-zero-unlimited" Warning ALL;
        check Limits(max_zero) if QuotaMax | QuotaRenewalRate | QuotaRemaining;
        summary "`quota_max` is 0 or missing although a period or a remainder is given";
        why "A `quota_max` of 0 means no quota at all: the key is unlimited, whatever else is said about its quota.";
        evidence ["scenario `quota_max 0 is unlimited` (5.13.0): five requests, none refused"];
        triggers Example::body(r#"{"rate":100,"per":60,"quota_max":0,"quota_renewal_rate":3600}"#);
        passes Example::body(r#"{"rate":100,"per":60,"quota_max":-1,"quota_renewal_rate":-1}"#);
    },
    rule! {
        "quota-max-negative" Warning ALL;
        check Limits(max_negative) if QuotaMax;
        summary "`quota_max` is below −1";
        why "Any number below zero is unlimited since 5.6, but only −1 is the documented one: up to 5.5 other negative numbers refused every request, and policies compare with −1 alone.";
        evidence [
            "scenario `quota_max -5 is unlimited` (5.13.0)",
            "gateway 5.3.0, gateway/session_manager.go: −2 counts as exceeded",
            "gateway 5.13.0, internal/policy/util.go",
        ];
        triggers Example::body(r#"{"rate":100,"per":60,"quota_max":-5}"#);
        passes Example::body(r#"{"rate":100,"per":60,"quota_max":-1}"#);
    },
    rule! {
        "quota-never-renews" Warning ALL;
        check Limits(never_renews) if QuotaMax;
        summary "there is a quota, but no period after which it renews";
        why "The counter never expires: once the quota is used up, every request is refused until somebody resets the counter.";
        evidence [
            "scenario `no renewal: used once, blocked for good` (5.13.0)",
            "scenario `renewal -1` (5.13.0)",
            "TykTechnologies/tyk#3061",
        ];
        triggers Example::body(r#"{"rate":100,"per":60,"quota_max":1000}"#);
        passes Example::body(r#"{"rate":100,"per":60,"quota_max":1000,"quota_renewal_rate":1}"#);
    },
    rule! {
        "quota-renewal-overflow" Error ALL;
        check Limits(renewal_overflow) if QuotaMax | QuotaRenewalRate;
        summary "the quota period is longer than the gateway can count";
        why "The gateway counts the period in nanoseconds, in an int64. A longer one turns into another number, usually a negative one: the counter then starts again with every request, and the quota is never enforced.";
        evidence [
            "scenario `renewal 9223372036 is still enforced` (5.13.0)",
            "scenario `renewal 9223372037 overflows` (5.13.0): six requests on a quota of 2, none refused",
            "scenario `renewal 18446744074 overflows to a third of a second` (5.13.0)",
        ];
        triggers Example::body(r#"{"rate":100,"per":60,"quota_max":1000,"quota_renewal_rate":9223372037}"#);
        passes Example::body(r#"{"rate":100,"per":60,"quota_max":1000,"quota_renewal_rate":9223372036}"#);
    },
    rule! {
        "quota-renewal-without-max" Info ALL;
        check Limits(renewal_without_max) if QuotaMax | QuotaRenewalRate;
        summary "a period is given, but no quota";
        why "Without a quota above 0 nothing is counted, so nothing renews.";
        evidence ["scenario `quota_max -1 is unlimited` (5.13.0), with a period of 60", "recording member-186 (5.13.0): stored as sent"];
        triggers Example::body(r#"{"rate":100,"per":60,"quota_max":-1,"quota_renewal_rate":3600}"#);
        passes Example::body(r#"{"rate":100,"per":60,"quota_max":-1,"quota_renewal_rate":-1}"#);
    },
    rule! {
        "quota-renewal-looks-like-ms" Warning ALL;
        check Limits(renewal_in_milliseconds) if QuotaRenewalRate;
        summary "the quota period looks as if it were in milliseconds";
        why "The unit is seconds. A quota whose day is written as 86400000 renews after two years and nine months; once it is used up, the key is refused until then.";
        evidence ["gateway 5.13.0, gateway/session_manager.go: quota_renewal_rate is multiplied by a second"];
        triggers Example::body(r#"{"rate":100,"per":60,"quota_max":1000,"quota_renewal_rate":86400000}"#);
        passes Example::body(r#"{"rate":100,"per":60,"quota_max":1000,"quota_renewal_rate":86399000}"#);
    },
    rule! {
        "quota-max-looks-like-timestamp" Warning ALL;
        check Limits(max_is_time) if QuotaMax;
        summary "the quota looks like a point in time";
        why "A published example of the Dashboard API has its creation time where the number of requests belongs. A quota of 1.7 billion requests is no quota.";
        evidence ["Dashboard API 5.13, example of the answer to PUT /api/apis/{apiID}/keys/{keyID}: quota_max 1710302205"];
        triggers Example::body(r#"{"rate":100,"per":60,"quota_max":1710302205,"quota_renewal_rate":3600}"#);
        passes Example::body(r#"{"rate":100,"per":60,"quota_max":1399999999,"quota_renewal_rate":3600}"#);
    },
];

/// The longest period in seconds that fits into nanoseconds of an int64.
const LONGEST_PERIOD: i64 = i64::MAX / 1_000_000_000;
/// A day in milliseconds.
const DAY_IN_MILLISECONDS: i64 = 86_400_000;
/// Ten years in seconds.
const TEN_YEARS: i64 = 315_360_000;

fn max_zero(subject: &Subject<'_>, limits: Limits<'_>, out: &mut Findings) {
    let has_period = limits.integer(Field::QuotaRenewalRate) > 0;
    if limits.integer(Field::QuotaMax) != 0 || !(has_period || limits.integer(Field::QuotaRemaining) > 0) {
        return;
    }
    let whom = limits.whom(subject);
    let zero = if limits.get(Field::QuotaMax).is_some() { "a quota_max of 0" } else { "without quota_max it" };
    let issue = out.add(limits.place(Field::QuotaMax), format!("{whom} will have no quota: {zero} is unlimited"));
    issue.help("set quota_max to the number of requests, or to -1 to say that it is unlimited");
    // Where the key has a quota, an API without one was hardly meant to be unlimited (`limit-quota-missing`).
    let loses_quota = subject.limits().is_some_and(|key| key.integer(Field::QuotaMax) > 0);
    if !loses_quota {
        let mut patch = vec![limits.set(Field::QuotaMax, "-1")];
        let period = limits.get(Field::QuotaRenewalRate);
        patch.extend(period.map(|period| Operation::Remove { path: period.pointer() }));
        issue.safe("set quota_max to -1", patch);
    }
}

fn max_negative(_: &Subject<'_>, limits: Limits<'_>, out: &mut Findings) {
    let Some(max) = limits.get(Field::QuotaMax).filter(|max| max.integer().is_some_and(|max| max < -1)) else { return };
    out.add(max, format!("a quota of {} is no quota: the number of requests will be unlimited", max.shown()))
        .help("-1 is the documented number for unlimited")
        .param("quota_max", max.integer().unwrap_or_default())
        .safe("set quota_max to -1", vec![limits.set(Field::QuotaMax, "-1")]);
}

fn never_renews(subject: &Subject<'_>, limits: Limits<'_>, out: &mut Findings) {
    let max = limits.integer(Field::QuotaMax);
    if max <= 0 || limits.integer(Field::QuotaRenewalRate) > 0 {
        return;
    }
    let message = match limits.owner {
        Owner::Api => format!("after {max} requests this API is closed to the key for good: the quota never renews"),
        _ => format!("after {max} requests {} is refused for good: the quota never renews", limits.whom(subject)),
    };
    out.add(limits.place(Field::QuotaRenewalRate), message)
        .help("set quota_renewal_rate to the length of the period in seconds, such as 86400 for a day")
        .param("quota_max", max);
}

fn renewal_overflow(_: &Subject<'_>, limits: Limits<'_>, out: &mut Findings) {
    let Some(period) = limits.get(Field::QuotaRenewalRate) else { return };
    if limits.integer(Field::QuotaMax) <= 0 || limits.integer(Field::QuotaRenewalRate) <= LONGEST_PERIOD {
        return;
    }
    out.add(period, "this quota will not be enforced: the gateway cannot count a period this long")
        .help(format!("the longest period is {LONGEST_PERIOD} seconds, which is 292 years"))
        .safe("set the longest period", vec![limits.set(Field::QuotaRenewalRate, LONGEST_PERIOD.to_string())]);
}

fn renewal_without_max(_: &Subject<'_>, limits: Limits<'_>, out: &mut Findings) {
    let Some(period) = limits.get(Field::QuotaRenewalRate) else { return };
    let max = limits.integer(Field::QuotaMax);
    if period.integer().is_none_or(|period| period <= 0) || max > 0 {
        return;
    }
    let issue = out.add(period, "this period does nothing: there is no quota that could renew");
    issue.help("remove quota_renewal_rate, or set quota_max to the number of requests");
    // A quota of 0 is fixed by `quota-max-zero-unlimited`, which asks first what was meant.
    if max < 0 {
        issue.safe("remove quota_renewal_rate", vec![Operation::Remove { path: period.pointer() }]);
    }
}

fn renewal_in_milliseconds(_: &Subject<'_>, limits: Limits<'_>, out: &mut Findings) {
    let Some((view, period)) = limits.get(Field::QuotaRenewalRate).and_then(|view| Some((view, view.integer()?)))
    else {
        return;
    };
    let is_thousands = period % 1000 == 0 && period >= DAY_IN_MILLISECONDS;
    if !(is_thousands || period > TEN_YEARS) || period > LONGEST_PERIOD {
        return;
    }
    let days = period / 86_400;
    let issue = out.add(view, format!("this period is {days} days long: quota_renewal_rate is in seconds"));
    issue.help("a day is 86400, thirty days are 2592000").param("days", days);
    if is_thousands {
        let seconds = (period / 1000).to_string();
        let title = format!("read it as milliseconds: {seconds} seconds");
        issue.guess(title, vec![limits.set(Field::QuotaRenewalRate, seconds)]);
    }
}

fn max_is_time(_: &Subject<'_>, limits: Limits<'_>, out: &mut Findings) {
    let Some(max) = limits.get(Field::QuotaMax) else { return };
    let is_time = |max: i64| {
        let is_in_seconds = max > 1_400_000_000 && max < 2_200_000_000;
        is_in_seconds || (max > 1_400_000_000_000 && max < 2_200_000_000_000)
    };
    if max.integer().is_some_and(is_time) {
        out.add(max, format!("{} requests are allowed in a period: this looks like a time", max.shown()))
            .help("quota_max is a number of requests; -1 is unlimited");
    }
}
