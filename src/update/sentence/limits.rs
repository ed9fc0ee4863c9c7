use super::super::change::{ChangeKind, Risk};
use super::super::words::{counted, duration, grouped, moment_from, number, of, period};
use super::{Side, Told, told};
use crate::decode::View;

/// The limits, which keys and their APIs have alike.
pub(super) fn tell(side: &Side<'_>) -> Option<Told> {
    Some(match side.name {
        "rate" => rate(side),
        "per" => {
            let (was, is) = side.numbers();
            let text =
                |seconds| if seconds > 0.0 { duration(seconds) } else { "no period, which is no limit".to_owned() };
            told(ChangeKind::Rate, Risk::Effect, format!("the rate counts over {} (was {})", text(is), text(was)))
        }
        "smoothing" => {
            let on = |view: Option<View<'_>>| {
                let enabled = view.and_then(|view| view.member(crate::session::rate_limit_smoothing::enabled));
                enabled.and_then(View::boolean).unwrap_or(false)
            };
            let sentence = match (on(side.before), on(side.after)) {
                (false, true) => "the rate rises in steps from now on (smoothing is on)",
                (true, false) => "the rate no longer rises in steps (smoothing is off)",
                _ => "the steps in which the rate rises change (smoothing)",
            };
            told(ChangeKind::Rate, Risk::Effect, sentence)
        }
        "quota_max" => quota(side),
        "quota_renewal_rate" => {
            let (was, is) = side.integers();
            let text = |seconds: i64| {
                if seconds > 0 { format!("every {}", period(seconds as f64)) } else { "never".to_owned() }
            };
            let risk = if was > 0 && (is <= 0 || is > was) { Risk::Loss } else { Risk::Effect };
            told(ChangeKind::Quota, risk, format!("the quota renews {} (was {})", text(is), text(was)))
        }
        "quota_remaining" => told(
            ChangeKind::Bookkeeping,
            Risk::Overwritten,
            "quota_remaining is only shown: the gateway counts by itself and overwrites it",
        ),
        "quota_renews" => {
            let (_, is) = side.integers();
            let at = moment_from(is, side.now);
            let sentence = format!("the time at which the quota renews is shown as {at}; the counter is not moved");
            told(ChangeKind::Bookkeeping, Risk::Overwritten, sentence)
        }
        "throttle_interval" | "throttle_retry_limit" => throttle(side),
        "max_query_depth" => {
            let (was, is) = side.integers();
            let depth =
                |depth: i64| if depth > 0 { counted(depth, "level") } else { "any number of levels".to_owned() };
            let risk = if is > 0 && (was <= 0 || is < was) { Risk::Loss } else { Risk::Effect };
            told(ChangeKind::Access, risk, format!("GraphQL queries may be {} deep (was {})", depth(is), depth(was)))
        }
        _ => return None,
    })
}

fn rate(side: &Side<'_>) -> Told {
    let (was, is) = side.numbers();
    let (per_before, per) = side.beside("per");
    let each = |per: f64| if per > 0.0 { format!("per {}", period(per)) } else { "without a period".to_owned() };
    let (risk, sentence) = match (was > 0.0, is > 0.0) {
        (true, true) => {
            let risk = if is < was { Risk::Loss } else { Risk::Effect };
            (risk, format!("rate {} → {} {}", number(was), of(&number(is), "request"), each(per)))
        }
        (true, false) => (
            Risk::Effect,
            format!("the rate limit is removed: requests are unlimited (was {} {})", number(was), each(per_before)),
        ),
        (false, true) => {
            (Risk::Loss, format!("rate limited to {} {} (was unlimited)", of(&number(is), "request"), each(per)))
        }
        (false, false) => (Risk::Harmless, format!("rate {} → {}, both unlimited", number(was), number(is))),
    };
    told(ChangeKind::Rate, risk, sentence)
}

fn quota(side: &Side<'_>) -> Told {
    let (was, is) = side.integers();
    let (every_before, every) = side.beside("quota_renewal_rate");
    let each = |every: f64| {
        if every > 0.0 { format!("per {}", period(every)) } else { "in all, never renewed".to_owned() }
    };
    let text = |count: i64| grouped(&count.to_string());
    let (risk, sentence) = match (was > 0, is > 0) {
        (true, true) => {
            let risk = if is < was { Risk::Loss } else { Risk::Effect };
            (risk, format!("quota {} → {} {}", text(was), counted(is, "request"), each(every)))
        }
        (true, false) => (
            Risk::Effect,
            format!("the quota is removed: requests are not counted (was {} {})", text(was), each(every_before)),
        ),
        (false, true) => (Risk::Loss, format!("quota of {} {} (was unlimited)", counted(is, "request"), each(every))),
        (false, false) => (Risk::Harmless, format!("quota {} → {}, both unlimited", text(was), text(is))),
    };
    told(ChangeKind::Quota, risk, sentence)
}

fn throttle(side: &Side<'_>) -> Told {
    let text = |holder: usize| {
        let pick = |(before, after): (f64, f64)| if holder == 0 { before } else { after };
        let (retries, interval) = (pick(side.beside("throttle_retry_limit")), pick(side.beside("throttle_interval")));
        if retries > 0.0 && interval > 0.0 {
            format!("is retried {}, one every {}", counted(retries as i64, "time"), period(interval))
        } else {
            "gets 429 at once".to_owned()
        }
    };
    let (was, is) = (text(0), text(1));
    if was == is {
        let (was, is) = side.numbers();
        let sentence = format!("{} {} → {}: no request is retried either way", side.name, number(was), number(is));
        return told(ChangeKind::Throttle, Risk::Harmless, sentence);
    }
    told(ChangeKind::Throttle, Risk::Effect, format!("a request over the rate {is} (was: {was})"))
}
