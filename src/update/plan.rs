use super::apply::{or_empty, resolve, set, with_key};
use super::change::{Change, ChangeKind, Risk};
use super::difference::{differences, same};
use super::lost::{FROM_POLICIES, Loss, doubt, losses, overwritten};
use super::merge::is_volatile;
use super::words::grouped;
use crate::decode::{Arena, Children, View};
use crate::gateway::{Context, Prediction, Update, predict};
use crate::json::Pointer;
use crate::report::Report;
use crate::rules::{Options, UnknownCode, check};
use crate::session::{Flag, SessionState, access_definition, api_limit, session_state};
use crate::target::Endpoint;

/// An update, worked out before it is sent.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "schema", derive(tsify::Tsify), serde(rename_all = "camelCase"))]
pub struct Plan {
    /// Where it goes.
    pub endpoint: Endpoint,
    /// The query it goes with.
    pub query: String,
    /// The text of the key as GET answered it.
    #[cfg_attr(feature = "schema", tsify(type = "string"))]
    pub base: Vec<u8>,
    /// The whole body to send.
    #[cfg_attr(feature = "schema", tsify(type = "string"))]
    pub body: Vec<u8>,
    /// Whether nothing was edited; then the body is the edited text, byte for byte.
    pub unchanged: bool,
    /// What changes, in words; what becomes of the quota counter among it.
    pub changes: Vec<Change>,
    /// What is sent and does not stay so.
    pub lost: Vec<Loss>,
    /// What else to know: what was taken out of the body, what could not be told.
    pub notes: Vec<String>,
    /// What there is to say about the body.
    pub report: Report,
    /// What the gateway will do.
    pub prediction: Prediction,
}

/// Works an update out: `base` is the text that GET answered, empty when there is no such key, `edited` what somebody
/// made of it.
///
/// ```
/// use tyk_session::rules::Options;
/// use tyk_session::update::plan;
/// use tyk_session::{Context, Endpoint};
///
/// let base = br#"{"rate":100,"per":60,"quota_max":5,"quota_remaining":2}"#;
/// let edited = br#"{"rate":200,"per":60,"quota_max":5,"quota_remaining":2}"#;
/// let options = Options { now: Some(1_795_000_000), ..Options::new(Endpoint::GatewayKey) };
/// let plan = plan(base, edited, &options, &Context::default())?;
/// assert_eq!(plan.body, br#"{"rate":200,"per":60,"quota_max":5}"#);
/// assert_eq!(plan.changes[0].sentence, "rate 100 → 200 requests per minute");
/// # Ok::<(), tyk_session::rules::UnknownCode>(())
/// ```
///
/// # Errors
///
/// An override that names a rule which does not exist.
pub fn plan(base: &[u8], edited: &[u8], options: &Options<'_>, context: &Context) -> Result<Plan, UnknownCode> {
    let compared = |base: View<'_>| with_key(edited, |edited| differences(base, edited, options.now));
    let mut changes = with_key(or_empty(base), compared).flatten();
    if let Some(changes) = &mut changes {
        changes.retain(|change| !is_left_to_gateway(change, options));
    }
    let unchanged = changes.as_ref().is_some_and(Vec::is_empty);
    let mut changes = changes.unwrap_or_default();
    let mut notes = Vec::new();
    let body = if unchanged { edited.to_vec() } else { prepare(base, edited, options, context, &mut notes) };
    let prediction = foresee(base, &body, options, context);
    for missing in &prediction.depends_on {
        notes.push(format!("what will be stored depends on {missing}, which is not known here"));
    }
    let lost = losses(&body, &prediction, context, options);
    if let Some(stored) = prediction.stored.as_deref().filter(|_| !lost.is_empty()) {
        let unedited = foresee(base, base, options, context).stored;
        let unedited = unedited.as_deref().unwrap_or(stored).as_bytes();
        let mut note = |stored: View<'_>, unedited: View<'_>| {
            changes.iter_mut().for_each(|change| overwritten(change, &lost, &prediction, stored, unedited));
        };
        with_key(stored.as_bytes(), |stored| with_key(unedited, |unedited| note(stored, unedited)));
    }
    changes.iter_mut().for_each(|change| doubt(change, &prediction));
    if options.endpoint.is_organisation() {
        changes.iter_mut().for_each(of_organisation);
    }
    changes.extend(counter(base, &body, options, &prediction, unchanged));
    let report = check(&body, &Options { previous: Some(base), ..*options }, &mut Arena::default())?;
    Ok(Plan {
        endpoint: options.endpoint,
        query: options.query.0.to_owned(),
        base: base.to_vec(),
        body,
        unchanged,
        changes,
        lost,
        notes,
        report,
        prediction,
    })
}

fn foresee(base: &[u8], body: &[u8], options: &Options<'_>, context: &Context) -> Prediction {
    predict(&Update {
        endpoint: options.endpoint,
        version: options.version,
        query: options.query,
        now: options.now.unwrap_or_default(),
        previous: std::str::from_utf8(base).ok().filter(|base| !base.trim().is_empty()),
        body,
        key_id: options.key_id,
        context,
    })
}

/// Says of a change what it means for an organisation.
fn of_organisation(change: &mut Change) {
    match change.pointer.as_str().split('/').skip(1).collect::<Vec<_>>().as_slice() {
        ["is_inactive"] => {
            let is_closed = change.after.as_deref() == Some("true");
            let sentence = if is_closed { "closed: requests to its APIs get 403" } else { "open again" };
            change.sentence = format!("the organisation is {sentence}");
        }
        // Without access rights an organisation key limits every API, with some it closes all others.
        ["access_rights", api] => {
            let listed = if change.after.is_some() { "is listed" } else { "is no longer listed" };
            change.sentence = format!("API {api} {listed}: as long as any is, the organisation key closes all others");
            change.risk = Risk::Loss;
        }
        _ => {}
    }
}

/// Whether a member is left out that the gateway keeps by itself: nothing changes by that.
fn is_left_to_gateway(change: &Change, options: &Options<'_>) -> bool {
    let name = change.pointer.as_str().strip_prefix('/').unwrap_or_default();
    let is_of_key = name.bytes().all(|byte| byte != b'/');
    change.after.is_none() && is_of_key && is_volatile(&change.pointer) && !is_kept(name, options)
}

/// Whether an organisation endpoint stores a member as it is sent that changes by itself elsewhere.
fn is_kept(name: &str, options: &Options<'_>) -> bool {
    options.endpoint.is_organisation() && matches!(name, "quota_renews" | "date_created")
}

/// Members of a GET that nobody chose: they are left out of the body unless they were edited. Organisation endpoints
/// store `quota_renews` and `date_created` as they are sent, so there they stay.
fn prepare(base: &[u8], edited: &[u8], options: &Options<'_>, context: &Context, notes: &mut Vec<String>) -> Vec<u8> {
    let mut body = edited.to_vec();
    let mut pointers = volatile_pointers(edited);
    pointers.retain(|(pointer, name)| !is_kept(name, options) && unedited(base, edited, pointer));
    for (pointer, _) in &pointers {
        body = set(&body, pointer, None).unwrap_or(body);
    }
    if !pointers.is_empty() {
        let names = super::words::listed(&pointers.iter().map(|(pointer, _)| pointer.to_string()).collect::<Vec<_>>());
        notes.push(format!("left out, because the gateway keeps it by itself: {names}"));
    }
    if !options.endpoint.is_organisation() {
        body = without_policies(base, edited, body, options, context, notes);
    }
    body
}

fn unedited(base: &[u8], edited: &[u8], pointer: &Pointer) -> bool {
    let at = |base: View<'_>, edited: View<'_>| same(resolve(base, pointer), resolve(edited, pointer));
    with_key(base, |base| with_key(edited, |edited| at(base, edited))).flatten().unwrap_or(false)
}

/// Where a text holds what changes by itself, with the names of it: in the key, and the rest of the quota of each API.
fn volatile_pointers(text: &[u8]) -> Vec<(Pointer, &'static str)> {
    let find = |key: View<'_>| {
        let mut found = Vec::new();
        for member in SessionState::TABLE.members.iter().filter(|member| member.flags.has(Flag::Volatile)) {
            let pointer = Pointer::root().join(member.name);
            if resolve(key, &pointer).is_some() {
                found.push((pointer, member.name));
            }
        }
        for right in Children::of(key.member(session_state::access_rights)) {
            let limit = right.member(access_definition::limit);
            let rest = limit.and_then(|limit| limit.member(api_limit::quota_remaining));
            // A limit of nothing else would be empty without it, and the key's own limits would count.
            let others = limit
                .into_iter()
                .flat_map(View::children)
                .filter(|number| !number.is_zero() && number.number().is_some());
            if rest.is_some() && others.count() > 1 {
                let pointer = Pointer::from("/access_rights").join(&right.name()).join("limit").join("quota_remaining");
                found.push((pointer, "quota_remaining"));
            }
        }
        found
    };
    with_key(text, find).unwrap_or_default()
}

/// GET answers with what policies say as if it were the key's own. Without that the gateway stores the same while the
/// policies apply, and no more of it once they do not.
fn without_policies(
    base: &[u8],
    edited: &[u8],
    body: Vec<u8>,
    options: &Options<'_>,
    context: &Context,
    notes: &mut Vec<String>,
) -> Vec<u8> {
    let members = with_key(edited, |key| {
        let named = [session_state::apply_policies, session_state::apply_policy_id];
        let applies = named.iter().any(|index| key.member(*index).is_some_and(|policies| !policies.is_zero()));
        let own: Vec<Pointer> = FROM_POLICIES.iter().map(|name| Pointer::root().join(name)).collect();
        if applies { own.into_iter().filter(|pointer| resolve(key, pointer).is_some()).collect() } else { Vec::new() }
    });
    let members: Vec<Pointer> =
        members.unwrap_or_default().into_iter().filter(|at| unedited(base, edited, at)).collect();
    if members.is_empty() {
        return body;
    }
    if context.policies.is_none() {
        notes.push(
            "the key has policies that are not known here: what they set may be sent back as the key's own".to_owned(),
        );
        return body;
    }
    // Of an update that is refused the stored text says nothing.
    let stored = |body: &[u8]| {
        let prediction = foresee(base, body, options, context);
        prediction.stored.filter(|_| prediction.status == 200)
    };
    let as_sent = stored(&body);
    let without = |body: &[u8], members: &[Pointer]| {
        let body = members.iter().try_fold(body.to_vec(), |body, member| set(&body, member, None)).ok()?;
        (as_sent.is_some() && stored(&body) == as_sent).then_some(body)
    };
    let (mut body, mut left_out) = (body, members);
    // Mostly policies set all of them, and a prediction takes its time when there are thousands of APIs.
    if let Some(without) = without(&body, &left_out) {
        body = without;
    } else {
        left_out.retain(|member| {
            let without = without(&body, std::slice::from_ref(member));
            let is_left_out = without.is_some();
            body = without.unwrap_or_else(|| std::mem::take(&mut body));
            is_left_out
        });
    }
    if !left_out.is_empty() {
        let names: Vec<String> = left_out.iter().map(Pointer::to_string).collect();
        notes.push(format!("left out, because policies set it: {}", super::words::listed(&names)));
    }
    body
}

/// What becomes of the counter of the quota, and with it of the rate that is in force.
fn counter(
    base: &[u8],
    body: &[u8],
    options: &Options<'_>,
    prediction: &Prediction,
    unchanged: bool,
) -> Option<Change> {
    if prediction.status != 200 {
        return None;
    }
    let after = prediction.effective.as_deref().map_or(body, str::as_bytes);
    let quota = with_key(after, quota).flatten();
    let rates = |text: &[u8]| {
        with_key(text, |key| [session_state::rate, session_state::per].map(|at| key.member(at).and_then(View::number)))
    };
    let new_rate = rates(base) != rates(after);
    let sentence = match options.endpoint {
        Endpoint::DashboardAdminOrg => {
            quota.map(|_| "the quota counter is kept: this endpoint has no switch for it".to_owned())
        }
        _ if options.query.resets_quota(options.endpoint) => quota.map(|max| {
            let max = grouped(&max.to_string());
            let what = match unchanged {
                true => "nothing is changed, and yet this update restarts the quota counter",
                false => "the quota counter restarts",
            };
            format!("{what}: all {max} requests are available again")
        }),
        Endpoint::GatewayOrg => quota.map(|_| "the quota counter is kept".to_owned()),
        _ if new_rate => Some("the counter is kept, and so is the old rate while requests keep coming".to_owned()),
        _ => quota.map(|_| "the quota counter is kept".to_owned()),
    };
    let keeps_rate = new_rate && !options.endpoint.is_organisation();
    let risk = if options.query.resets_quota(options.endpoint) || keeps_rate { Risk::Effect } else { Risk::Harmless };
    sentence.map(|sentence| Change {
        pointer: Pointer::root(),
        before: None,
        after: None,
        kind: ChangeKind::Counter,
        risk,
        sentence,
        note: None,
    })
}

/// The quota that a key has: its own, else that of its first API with one.
fn quota(key: View<'_>) -> Option<i64> {
    let own = key.member(session_state::quota_max).and_then(View::integer);
    let rights = Children::of(key.member(session_state::access_rights));
    let limits =
        rights.filter_map(|right| right.member(access_definition::limit)?.member(api_limit::quota_max)?.integer());
    own.into_iter().chain(limits).find(|max| *max > 0)
}
