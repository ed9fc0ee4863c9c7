use super::super::change::{ChangeKind, Risk};
use super::super::words::{date, duration, moment_from, number};
use super::{Side, Told, came_and_went, credentials, told};

/// The members that only keys have.
pub(super) fn tell(side: &Side<'_>) -> Told {
    use ChangeKind::*;
    let (was, is) = side.texts();
    match side.name {
        "expires" => expires(side),
        "apply_policies" => policies(side),
        "apply_policy_id" if is.is_empty() => {
            told(Policies, Risk::Effect, format!("policy {was} is no longer named (apply_policy_id)"))
        }
        "apply_policy_id" => told(Policies, Risk::Effect, format!("policy {is} is named (apply_policy_id)")),
        "is_inactive" if side.is_on() => told(Activity, Risk::Loss, "the key is closed: its requests get 403"),
        "is_inactive" => told(Activity, Risk::Effect, "the key is open again"),
        "org_id" => organisation(&was, &is),
        "alias" if was.is_empty() => told(Analytics, Risk::Harmless, format!("named \"{is}\"")),
        "alias" if is.is_empty() => told(Analytics, Risk::Harmless, format!("the name \"{was}\" is removed")),
        "alias" => told(Analytics, Risk::Harmless, format!("renamed \"{was}\" → \"{is}\"")),
        "tags" => {
            let (came, went) = side.listed();
            told(Analytics, Risk::Harmless, came_and_went("tag", &came, &went, "the order of the tags changes"))
        }
        "enable_detailed_recording" | "enable_detail_recording" if side.is_on() => {
            told(Analytics, Risk::Effect, "requests and answers of this key are recorded in full from now on")
        }
        "enable_detailed_recording" | "enable_detail_recording" => {
            told(Analytics, Risk::Effect, "requests and answers of this key are no longer recorded in full")
        }
        "data_expires" => {
            let text = |seconds: i64| {
                if seconds > 0 { duration(seconds as f64) } else { "as long as the API says".to_owned() }
            };
            let (was, is) = side.integers();
            told(Analytics, Risk::Effect, format!("analytics are kept for {} (was {})", text(is), text(was)))
        }
        "session_lifetime" | "post_expiry_action" | "post_expiry_grace_period" => lifetime(side),
        "date_created" | "last_updated" | "last_check" => {
            told(Bookkeeping, Risk::Overwritten, format!("{} is the gateway's own and will be set by it", side.name))
        }
        "allowance" => told(
            Rate,
            Risk::Harmless,
            format!("allowance {} → {}, which nothing reads", number(side.numbers().0), number(side.numbers().1)),
        ),
        "id_extractor_deadline" => told(
            Credentials,
            Risk::Effect,
            format!(
                "plugins may answer for the key from their cache until {}",
                moment_from(side.integers().1, side.now)
            ),
        ),
        _ => credentials::tell(side),
    }
}

fn expires(side: &Side<'_>) -> Told {
    let (was, is) = side.integers();
    let before = if was > 0 { date(was) } else { "never".to_owned() };
    if is <= 0 {
        let harmless = was <= 0;
        let sentence = if harmless {
            format!("never expires (was {was}, which is never too)")
        } else {
            format!("never expires (was {before})")
        };
        return told(ChangeKind::Expiry, if harmless { Risk::Harmless } else { Risk::Effect }, sentence);
    }
    let risk = if was <= 0 || is < was { Risk::Loss } else { Risk::Effect };
    told(ChangeKind::Expiry, risk, format!("expires {} (was {before})", moment_from(is, side.now)))
}

fn policies(side: &Side<'_>) -> Told {
    let (came, went) = side.listed();
    let risk = if went.is_empty() { Risk::Effect } else { Risk::Loss };
    told(ChangeKind::Policies, risk, came_and_went("policy", &came, &went, "the order of the policies changes"))
}

fn organisation(was: &str, is: &str) -> Told {
    let sentence = match (was.is_empty(), is.is_empty()) {
        (_, true) => format!("the key no longer belongs to organisation {was}: its policies will not be found"),
        (true, _) => format!("the key belongs to organisation {is}"),
        _ => format!("the key moves from organisation {was} to {is}"),
    };
    told(ChangeKind::Organisation, if is.is_empty() { Risk::Loss } else { Risk::Effect }, sentence)
}

fn lifetime(side: &Side<'_>) -> Told {
    let (was, is) = side.integers();
    let sentence = match side.name {
        "session_lifetime" if is > 0 => {
            format!("the store drops the key {} after its last update", duration(is as f64))
        }
        "session_lifetime" => {
            format!("the store no longer drops the key by itself (was after {})", duration(was as f64))
        }
        "post_expiry_action" => match side.texts().1.as_str() {
            "delete" => "the key is deleted when it expires".to_owned(),
            "retain" => "the key is kept in the store after it expires".to_owned(),
            _ => "what happens to the key after it expires is left to the gateway's settings".to_owned(),
        },
        _ if is == -1 => "an expired key is retained for ever".to_owned(),
        _ => format!("an expired key is retained for {}", duration(is as f64)),
    };
    let is_loss = match side.name {
        "session_lifetime" => is > 0,
        "post_expiry_action" => side.texts().1 == "delete",
        _ => false,
    };
    told(ChangeKind::Expiry, if is_loss { Risk::Loss } else { Risk::Effect }, sentence)
}
