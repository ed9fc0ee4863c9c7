use super::apply::{resolve, with_key};
use super::change::{Change, ChangeKind, Risk};
use super::difference::{differences, same};
use super::fix::leads_to;
use super::merge::is_volatile;
use super::words::listed;
use crate::decode::{Children, View};
use crate::gateway::{Context, Known, Prediction};
use crate::json::{Pointer, segments};
use crate::rules::{Options, known_policies};
use crate::session::Entries;

/// A value that is sent and does not stay so.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(tsify::Tsify), serde(rename_all = "camelCase"))]
pub struct Loss {
    /// Where.
    #[cfg_attr(feature = "schema", serde(flatten))]
    pub pointer: Pointer,
    /// What is sent, as JSON text; nothing when it is left out.
    pub sent: Option<String>,
    /// What will be stored; nothing when it will not be there.
    pub stored: Option<String>,
    /// Why, in words.
    pub reason: String,
}

/// The members that policies set.
pub(super) const FROM_POLICIES: [&str; 16] = [
    "rate",
    "per",
    "smoothing",
    "throttle_interval",
    "throttle_retry_limit",
    "max_query_depth",
    "quota_max",
    "quota_renewal_rate",
    "allowance",
    "access_rights",
    "is_inactive",
    "tags",
    "hmac_enabled",
    "enable_http_signature_validation",
    "post_expiry_action",
    "post_expiry_grace_period",
];

/// What of the body will not be stored as it is sent.
pub(super) fn losses(body: &[u8], prediction: &Prediction, context: &Context, options: &Options<'_>) -> Vec<Loss> {
    let Some(stored) = prediction.stored.as_deref().filter(|_| prediction.status == 200) else { return Vec::new() };
    let own = |pointer: &Pointer| match segments(pointer.as_str()).unwrap_or_default().as_slice() {
        [data, name] if data == "basic_auth_data" => name == "password" || name == "hash_type",
        [rights, _, scope] if rights == "access_rights" && scope == "allowance_scope" => true,
        _ => is_volatile(pointer),
    };
    let changed = |sent: View<'_>, stored: View<'_>| {
        let mut changes = differences(sent, stored, None);
        changes.retain(|change| {
            let pointer = &change.pointer;
            let is_order =
                || is_open(pointer, prediction) && reordered(resolve(sent, pointer), resolve(stored, pointer));
            !own(pointer) && !is_order()
        });
        changes
    };
    let changes = with_key(body, |sent| with_key(stored.as_bytes(), |stored| changed(sent, stored))).flatten();
    let policies = applied(body, context, options);
    let loss = |change: Change| {
        let reason = reason(&change, &policies);
        Loss { pointer: change.pointer, sent: change.before, stored: change.after, reason }
    };
    changes.unwrap_or_default().into_iter().map(loss).collect()
}

fn is_open(pointer: &Pointer, prediction: &Prediction) -> bool {
    prediction.undetermined.iter().any(|open| open == pointer.as_str())
}

/// Whether values that the gateway leaves to chance differ in nothing else: lists in their order, the rest at all.
fn reordered(one: Option<View<'_>>, other: Option<View<'_>>) -> bool {
    let names =
        |list: Option<View<'_>>| -> Entries<()> { Children::of(list).map(|view| (view.compact(), ())).collect() };
    names(one) == names(other)
}

/// The policies that are applied, as far as it is known which there are.
fn applied(body: &[u8], context: &Context, options: &Options<'_>) -> Vec<String> {
    if options.endpoint.is_organisation() {
        return Vec::new();
    }
    let options = Options { context: Some(context), ..*options };
    let applied = |key: View<'_>| {
        let known = known_policies(key, &options).into_iter().filter(|(_, policy)| !matches!(policy, Known::No));
        known.filter_map(|(id, _)| id.text().map(Into::into)).collect()
    };
    with_key(body, applied).unwrap_or_default()
}

fn reason(change: &Change, policies: &[String]) -> String {
    if change.kind == ChangeKind::Unknown {
        return "the gateway does not know it and drops it".to_owned();
    }
    let name = segments(change.pointer.as_str()).and_then(|path| path.first().map(|name| name.clone().into_owned()));
    let name = name.unwrap_or_default();
    let it = if is_list(change) { "them" } else { "it" };
    let by_policies = FROM_POLICIES.contains(&name.as_str()) || name == "meta_data";
    if by_policies && !policies.is_empty() {
        let noun = if policies.len() == 1 { "policy" } else { "policies" };
        let verb = if policies.len() == 1 { "sets" } else { "set" };
        return format!("{noun} {} {verb} {it}", listed(policies));
    }
    match name.as_str() {
        "expires" => "an expiry in the past is ignored: the stored one is kept".to_owned(),
        "smoothing" => "smoothing that is not enabled is not stored".to_owned(),
        "is_inactive" => "this gateway version loses it on update".to_owned(),
        "tags" => "repetitions are removed".to_owned(),
        "meta_data" => "numbers in meta_data become float64".to_owned(),
        _ => format!("the gateway does not keep {it}"),
    }
}

/// Notes at a change that what is sent is not what will be stored. The change has no effect when the gateway would
/// store the same without it.
pub(super) fn overwritten(
    change: &mut Change,
    lost: &[Loss],
    prediction: &Prediction,
    stored: View<'_>,
    unedited: View<'_>,
) {
    let pointer = &change.pointer;
    let within = |loss: &&Loss| {
        leads_to(loss.pointer.as_str(), pointer.as_str()) || leads_to(pointer.as_str(), loss.pointer.as_str())
    };
    let Some(loss) = lost.iter().find(within).filter(|_| change.kind != ChangeKind::Unknown) else { return };
    let (stored, unedited) = (resolve(stored, pointer), resolve(unedited, pointer));
    let is_same = same(stored, unedited) || is_open(pointer, prediction) && reordered(stored, unedited);
    if !is_same {
        change.note = Some(format!("it is not stored as it is sent: {}", loss.reason));
    } else {
        change.risk = Risk::Overwritten;
        if pointer.as_str() == "/is_inactive" {
            change.sentence = "the key stays as open as its policies have it".to_owned();
        }
        change.note = Some(format!("{}: {}", without_effect(change), loss.reason));
    }
}

/// Notes at a change of what policies set that a policy which is not known here may replace it.
pub(super) fn doubt(change: &mut Change, prediction: &Prediction) {
    let unknown: Vec<String> =
        prediction.depends_on.iter().filter(|name| name.starts_with("policy ")).cloned().collect();
    let member = change.pointer.as_str().split('/').nth(1).unwrap_or_default();
    if !unknown.is_empty() && change.note.is_none() && FROM_POLICIES.contains(&member) {
        let verb = if unknown.len() == 1 { "is" } else { "are" };
        change.note = Some(format!("{} may replace it, and {verb} not known here", listed(&unknown)));
    }
}

/// Says of a change that it has no effect: `the new rate has no effect`, `the new tags have no effect`.
fn without_effect(change: &Change) -> String {
    let path = segments(change.pointer.as_str()).unwrap_or_default();
    let name = match path.as_slice() {
        [map, _] if map == "access_rights" => "access right".to_owned(),
        [map, name] if map == "meta_data" => format!("metadata {name}"),
        [.., name] => name.clone().into_owned(),
        [] => String::new(),
    };
    match (&change.after, is_list(change)) {
        (None, _) => format!("leaving {name} out has no effect"),
        (_, true) => format!("the new {name} have no effect"),
        _ => format!("the new {name} has no effect"),
    }
}

/// Members that hold lists have names in the plural.
fn is_list(change: &Change) -> bool {
    change.before.iter().chain(&change.after).any(|value| value.starts_with('['))
}
