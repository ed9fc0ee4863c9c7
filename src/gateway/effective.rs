use std::borrow::Cow;

use super::origin::{Applied, Origin, Origins};
use super::policies::{self, Chosen};
use super::predict::Certainty;
use super::world::{Known, Order, World};
use super::{Context, difference, key, organisation};
use crate::decode::{Arena, Document, Options, decode};
use crate::session::{Entries, Policy, SessionState, Typed};
use crate::target::{Endpoint, Reading, Version};

/// A key as it is in force, with where each of its values comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(tsify::Tsify), serde(rename_all = "camelCase"))]
pub struct Effective {
    /// What GET answers, as long as no request was counted. Nothing when the text is not the text of a key.
    pub text: Option<String>,
    /// Every member of the key that has a value, and every one of the first level that has none, in the gateway's
    /// order.
    pub members: Vec<Origin>,
    /// Whether the policies of the key can be applied. If not, its requests are refused.
    pub applies: bool,
    /// Pointers to what the gateway leaves to chance.
    pub undetermined: Vec<String>,
    /// What matters here and the context does not say, such as `policy p1`.
    pub depends_on: Vec<String>,
    /// How well it is known.
    pub certainty: Certainty,
}

/// Says what a key comes to when its policies are applied. `text` is the key as it is stored or as it will be sent. The
/// policies of an organisation's key are never applied.
///
/// ```
/// use tyk_session::gateway::effective;
/// use tyk_session::{Context, Endpoint, Version};
///
/// let gateway = br#"{"policies":{"gold":{"org_id":"o1","rate":1000,"per":60,"access_rights":{"a1":{}}}}}"#;
/// let context = Context::parse(gateway, Version::DEFAULT)?;
/// let key = br#"{"org_id":"o1","rate":5,"per":60,"apply_policies":["gold"]}"#;
/// let effective = effective(key, Endpoint::GatewayKey, Version::DEFAULT, &context);
/// let rate = effective.members.iter().find(|member| member.pointer == "/rate");
/// assert_eq!(rate.and_then(|rate| rate.value.as_deref()), Some("1000"));
/// # Ok::<(), tyk_session::gateway::ContextError>(())
/// ```
pub fn effective(text: &[u8], endpoint: Endpoint, version: Version, context: &Context) -> Effective {
    let stored = String::from_utf8_lossy(text).into_owned();
    let at = |order| World::new(version, 0, context, order, Some(stored.clone()));
    let get = if endpoint.is_organisation() { organisation::get } else { key::get };
    let (mut world, mut other) = (at(Order::Likely), at(Order::Reversed));
    let text = get(&mut world);
    let mut undetermined = Entries::default();
    difference::between(text.as_deref(), get(&mut other).as_deref(), version, &mut undetermined);
    let mut own = key::read(stored.as_bytes(), Reading::Whole, version).unwrap_or_default();
    let (mut applies, mut chosen) = (true, None);
    if !endpoint.is_organisation() {
        chosen = policies::chosen(&mut world, &own, None);
        applies = key::show(&mut world, &mut own.clone()).is_ok();
        // GET never shows it, so its absence says nothing.
        own.basic_auth_data.password.clear();
    }
    let members = members(text.as_deref(), &own, &chosen.unwrap_or_default(), version);
    Effective {
        text,
        members,
        applies,
        undetermined: undetermined.into_names(),
        depends_on: world.depends_on.into_names(),
        certainty: Certainty::of(endpoint, version),
    }
}

fn members(text: Option<&str>, own: &SessionState, chosen: &Chosen<'_>, version: Version) -> Vec<Origin> {
    let policies: Vec<&Policy> = chosen.iter().filter_map(Known::get).map(AsRef::as_ref).collect();
    let names =
        chosen.iter().enumerate().filter(|(_, known)| known.get().is_some()).map(|(place, known)| match known {
            Known::Yes(Cow::Owned(inline)) if !inline.id.is_empty() => inline.id.clone(),
            Known::Yes(Cow::Owned(_)) => format!("meta_data/policies/{place}"),
            _ => own.policy_ids().get(place).cloned().unwrap_or_default(),
        });
    let mut texts = vec![text.unwrap_or("null").to_owned(), written(own, version)];
    texts.extend(policies.iter().map(|policy| written(*policy, version)));
    let tables = [SessionState::TABLE; 2].into_iter().chain(std::iter::repeat(Policy::TABLE));
    let mut arenas: Vec<Arena> = texts.iter().map(|_| Arena::default()).collect();
    let documents: Vec<_> = texts
        .iter()
        .zip(&mut arenas)
        .zip(tables)
        .map(|((text, arena), table)| {
            decode(text.as_bytes(), Options { reading: Reading::Whole, version, table }, arena)
        })
        .collect();
    let mut views = documents.iter().map(Document::root);
    let (effective, own_view) = (views.next().flatten(), views.next().flatten());
    let applied = policies.iter().zip(names).zip(views);
    let policies = applied.filter_map(|((policy, id), view)| Some(Applied { id, policy, view: view? }));
    Origins { effective, own: own_view, policies: policies.collect() }.list(version)
}

fn written<T: Typed>(value: &T, version: Version) -> String {
    let mut text = String::new();
    value.write(&mut text, version);
    text
}
