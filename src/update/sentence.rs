//! What a difference means, in words with units: one row a member.

use super::change::{ChangeKind, Risk};
use super::difference::Holders;
use super::words::{counted, date, duration, grouped, listed, moment, number, period, relative};
use crate::decode::View;
use crate::session::Table;

/// A difference in words.
pub(super) struct Told {
    pub(super) kind: ChangeKind,
    pub(super) risk: Risk,
    pub(super) sentence: String,
}

fn told(kind: ChangeKind, risk: Risk, sentence: impl Into<String>) -> Told {
    Told { kind, risk, sentence: sentence.into() }
}

/// A member that differs, and what stands beside it.
pub(super) struct Side<'a> {
    pub(super) table: &'static Table,
    pub(super) name: &'static str,
    pub(super) before: Option<View<'a>>,
    pub(super) after: Option<View<'a>>,
    pub(super) holders: Holders<'a>,
    /// The API it is about, if it stands in an access right.
    pub(super) api: Option<&'a str>,
    pub(super) now: Option<i64>,
}

impl<'a> Side<'a> {
    fn numbers(&self) -> (f64, f64) {
        let number = |view: Option<View<'_>>| view.and_then(View::number).unwrap_or(0.0);
        (number(self.before), number(self.after))
    }

    fn integers(&self) -> (i64, i64) {
        let integer = |view: Option<View<'_>>| view.and_then(View::integer).unwrap_or(0);
        (integer(self.before), integer(self.after))
    }

    fn texts(&self) -> (String, String) {
        let text = |view: Option<View<'_>>| view.and_then(View::text).unwrap_or_default().into_owned();
        (text(self.before), text(self.after))
    }

    fn is_on(&self) -> bool {
        self.after.and_then(View::boolean).unwrap_or(false)
    }

    /// A member beside it, before and after.
    fn beside(&self, name: &str) -> (f64, f64) {
        let index = self.table.members.iter().position(|member| member.name == name);
        let of = |holder: Option<View<'_>>| index.and_then(|index| holder?.member(index)?.number()).unwrap_or(0.0);
        (of(self.holders.before), of(self.holders.after))
    }

    /// What came to a list of texts, and what went.
    fn listed(&self) -> (Vec<String>, Vec<String>) {
        let texts = |view: Option<View<'a>>| -> Vec<String> {
            let children = view.into_iter().flat_map(View::children);
            children.map(|child| child.text().map_or_else(|| child.shown(), Into::into)).collect()
        };
        let (before, after) = (texts(self.before), texts(self.after));
        let without =
            |all: &[String], other: &[String]| all.iter().filter(|one| !other.contains(one)).cloned().collect();
        (without(&after, &before), without(&before, &after))
    }
}

/// Tells a difference of one member.
pub(super) fn tell(side: &Side<'_>) -> Told {
    let mut told = match side.table.name {
        "SessionState" | "ApiLimit" | "EndpointLimit" => limit(side).unwrap_or_else(|| key(side)),
        "AccessDefinition" => right(side),
        _ => credential(side),
    };
    if let Some(api) = side.api {
        told.sentence = format!("{api}: {}", told.sentence);
    }
    told
}

/// The limits, which keys and their APIs have alike.
fn limit(side: &Side<'_>) -> Option<Told> {
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
            let sentence =
                format!("the time at which the quota renews is shown as {}, the counter is not moved", moment(is));
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
            (risk, format!("rate {} → {} requests {}", number(was), number(is), each(per)))
        }
        (true, false) => (
            Risk::Effect,
            format!("the rate limit goes: requests are unlimited (was {} {})", number(was), each(per_before)),
        ),
        (false, true) => (Risk::Loss, format!("rate limited to {} requests {} (was unlimited)", number(is), each(per))),
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
            (risk, format!("quota {} → {} requests {}", text(was), text(is), each(every)))
        }
        (true, false) => (
            Risk::Effect,
            format!("the quota goes: requests are not counted (was {} {})", text(was), each(every_before)),
        ),
        (false, true) => (Risk::Loss, format!("quota of {} requests {} (was unlimited)", text(is), each(every))),
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
        let sentence = format!("{} {} → {}, no request is retried either way", side.name, number(was), number(is));
        return told(ChangeKind::Throttle, Risk::Harmless, sentence);
    }
    told(ChangeKind::Throttle, Risk::Effect, format!("a request over the rate {is} (was: {was})"))
}

/// The members that only keys have.
fn key(side: &Side<'_>) -> Told {
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
        "alias" if is.is_empty() => told(Analytics, Risk::Harmless, format!("the name \"{was}\" goes")),
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
            format!("plugins may answer for the key from their cache until {}", moment(side.integers().1)),
        ),
        _ => credential(side),
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
    let distance = side.now.map(|now| format!(", {}", relative(is, now))).unwrap_or_default();
    let risk = if was <= 0 || is < was { Risk::Loss } else { Risk::Effect };
    told(ChangeKind::Expiry, risk, format!("expires {}{distance} (was {before})", moment(is)))
}

fn policies(side: &Side<'_>) -> Told {
    let (came, went) = side.listed();
    let risk = if went.is_empty() { Risk::Effect } else { Risk::Loss };
    told(ChangeKind::Policies, risk, came_and_went("policy", &came, &went, "the order of the policies changes"))
}

fn came_and_went(noun: &str, came: &[String], went: &[String], otherwise: &str) -> String {
    let plural = |count: usize| match (count, noun) {
        (1, _) => noun.to_owned(),
        (_, "policy") => "policies".to_owned(),
        _ => format!("{noun}s"),
    };
    let part = |names: &[String], one: &str, more: &str| {
        let verb = if names.len() == 1 { one } else { more };
        (!names.is_empty()).then(|| format!("{} {} {verb}", plural(names.len()), listed(names)))
    };
    let parts: Vec<_> =
        [part(came, "is added", "are added"), part(went, "is removed", "are removed")].into_iter().flatten().collect();
    if parts.is_empty() { otherwise.to_owned() } else { parts.join(", ") }
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
    let is_loss = matches!(side.name, "session_lifetime") && is > 0 || sentence.contains("deleted");
    told(ChangeKind::Expiry, if is_loss { Risk::Loss } else { Risk::Effect }, sentence)
}

/// What stands in an access right.
fn right(side: &Side<'_>) -> Told {
    let (came, went) = side.listed();
    let subject = match side.name {
        "versions" => {
            let risk = if went.is_empty() { Risk::Effect } else { Risk::Loss };
            return told(
                ChangeKind::Access,
                risk,
                came_and_went("version", &came, &went, "the order of the versions changes"),
            );
        }
        "api_id" | "api_name" => {
            return told(ChangeKind::Access, Risk::Harmless, format!("{} changes, which nothing reads", side.name));
        }
        "allowed_urls" => "the paths that are open",
        "endpoints" => "the rates of single endpoints",
        "restricted_types" | "allowed_types" => "the GraphQL types that are open",
        "field_access_rights" => "the depths of GraphQL fields",
        "disable_introspection" if side.is_on() => {
            return told(ChangeKind::Access, Risk::Loss, "GraphQL introspection is closed");
        }
        "disable_introspection" => {
            return told(ChangeKind::Access, Risk::Effect, "GraphQL introspection is open again");
        }
        "allowance_scope" => "whose counters are used",
        _ => "what is open on the MCP proxy",
    };
    told(
        ChangeKind::Access,
        Risk::Effect,
        match (side.before, side.after) {
            (None, _) => format!("{subject}: set"),
            (_, None) => format!("{subject}: no longer set"),
            _ => format!("{subject}: changed"),
        },
    )
}

/// Secrets and whatever else proves who somebody is; what they are is never told.
fn credential(side: &Side<'_>) -> Told {
    let what = match side.name {
        "password" => "the password for basic authentication",
        "hash_type" => "how the password is hashed",
        "secret" => "the secret for JSON Web Tokens",
        "hmac_string" => "the secret for signed requests",
        "certificate" => "the client certificate",
        "mtls_static_certificate_bindings" => "the certificates bound to the key",
        "rsa_certificate_id" => "the certificate for signed requests",
        "oauth_client_id" => "the OAuth client",
        "hmac_enabled" | "enable_http_signature_validation" => {
            let state = if side.is_on() { "on" } else { "off" };
            return told(
                ChangeKind::Credentials,
                Risk::Effect,
                format!("the check of signed requests is turned {state}"),
            );
        }
        "trigger_limits" => {
            let limits = side.after.map(View::compact).unwrap_or_default();
            let limits = limits.trim_matches(['[', ']']).replace(',', ", ");
            let sentence = if limits.is_empty() {
                "no notices of quota usage are sent".to_owned()
            } else {
                format!("notices are sent at {limits} % of the quota")
            };
            return told(ChangeKind::Analytics, Risk::Harmless, sentence);
        }
        other => other,
    };
    let zero = |view: Option<View<'_>>| view.is_none_or(View::is_zero);
    let (risk, verb) = match (zero(side.before), zero(side.after)) {
        (true, false) => (Risk::Effect, "is set"),
        (false, true) if side.name == "password" => {
            return told(ChangeKind::Credentials, Risk::Harmless, "the password is left out: the stored one is kept");
        }
        (false, true) => (Risk::Loss, "is removed"),
        _ => (Risk::Effect, "changes"),
    };
    told(ChangeKind::Credentials, risk, format!("{what} {verb}"))
}

/// Tells an entry that came, went or changed as a whole.
pub(super) fn tell_entry(member: &str, name: &str, before: Option<View<'_>>, after: Option<View<'_>>) -> Told {
    match (member, before, after) {
        ("access_rights", None, Some(right)) => {
            told(ChangeKind::Access, Risk::Effect, format!("gains access to API {}", api(right)))
        }
        ("access_rights", Some(right), None) => {
            told(ChangeKind::Access, Risk::Loss, format!("loses access to API {}", api(right)))
        }
        ("access_rights", _, right) => told(
            ChangeKind::Access,
            Risk::Effect,
            format!("access to API {} changes", right.map(api).unwrap_or_default()),
        ),
        ("meta_data", None, _) => told(ChangeKind::Metadata, Risk::Harmless, format!("metadata {name} is added")),
        ("meta_data", _, None) => told(ChangeKind::Metadata, Risk::Loss, format!("metadata {name} is removed")),
        ("meta_data", ..) => told(ChangeKind::Metadata, Risk::Harmless, format!("metadata {name} changes")),
        (_, None, _) => {
            told(ChangeKind::Credentials, Risk::Effect, format!("the token of OAuth client {name} is added"))
        }
        (_, _, None) => {
            told(ChangeKind::Credentials, Risk::Loss, format!("the token of OAuth client {name} is removed"))
        }
        _ => told(ChangeKind::Credentials, Risk::Effect, format!("the token of OAuth client {name} changes")),
    }
}

/// Tells a member that the gateway does not know.
pub(super) fn tell_unknown(name: &str, before: Option<View<'_>>, after: Option<View<'_>>) -> Told {
    let verb = match (before, after) {
        (None, _) => "is added",
        (_, None) => "is removed",
        _ => "changes",
    };
    told(ChangeKind::Unknown, Risk::Harmless, format!("{name} {verb}, which the gateway does not know and drops"))
}

/// An API as people call it: its name with its id, or its id alone.
pub(super) fn api(right: View<'_>) -> String {
    let name = right.member(crate::session::access_definition::api_name).and_then(View::text).unwrap_or_default();
    let id = right.shown_name();
    if name.is_empty() || name == id { id } else { format!("{name} ({id})") }
}
