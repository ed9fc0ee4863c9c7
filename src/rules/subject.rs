use std::borrow::Cow;

use super::shape::Repetitions;
use crate::decode::{Children, Document, View};
use crate::gateway::{Context, Known};
use crate::report::Severity;
use crate::session::{Policy, SessionState, session_state};
use crate::target::{Endpoint, Query, Version};

/// What is known about an update besides its body. Rules that need what is not given say nothing.
#[derive(Clone, Copy, Debug)]
pub struct Options<'o> {
    /// Where it goes.
    pub endpoint: Endpoint,
    /// The version of the gateway, or of the gateway behind the Dashboard.
    pub version: Version,
    /// The time, in Unix seconds.
    pub now: Option<i64>,
    /// The query of the URL, without its question mark.
    pub query: Query<'o>,
    /// The id of the key, or of the organisation, in the path.
    pub key_id: Option<&'o str>,
    /// The id of the API in the path.
    pub api_id: Option<&'o str>,
    /// The text of the key as it was, from a GET.
    pub previous: Option<&'o [u8]>,
    /// What is known of the gateway.
    pub context: Option<&'o Context>,
    /// Severities that the caller sees differently.
    pub overrides: &'o Overrides,
}

impl Options<'_> {
    /// An update through that endpoint of which nothing else is known.
    pub fn new(endpoint: Endpoint) -> Options<'static> {
        static NONE: Overrides = Overrides(Vec::new());
        Options {
            endpoint,
            version: Version::DEFAULT,
            now: None,
            query: Query::default(),
            key_id: None,
            api_id: None,
            previous: None,
            context: None,
            overrides: &NONE,
        }
    }
}

/// Severities by code, in place of the catalogue's; nothing turns the rule off.
#[derive(Clone, Debug, Default)]
pub struct Overrides(pub Vec<(String, Option<Severity>)>);

impl Overrides {
    /// What the caller says of that rule, if anything; the last word counts.
    pub(super) fn of(&self, code: &str) -> Option<Option<Severity>> {
        self.0.iter().rev().find(|(given, _)| given == code).map(|(_, severity)| *severity)
    }
}

/// An update with its body read, as the rules see it.
pub struct Subject<'a> {
    /// What is known besides the body.
    pub(super) options: &'a Options<'a>,
    /// Whether the update restarts the quota counter.
    pub(super) resets_quota: bool,
    /// The body.
    pub(super) document: &'a Document<'a>,
    /// What is written in it more than once.
    pub(super) repetitions: Repetitions<'a>,
    /// The key: the body, once it is known to be an object.
    pub(super) key: Option<View<'a>>,
    /// The key as it was.
    pub(super) previous: Option<View<'a>>,
}

/// An access right that is written as an object.
#[derive(Clone, Copy, Debug)]
pub struct Right<'a> {
    /// That object. Its name is the id of the API.
    pub(super) object: View<'a>,
}

impl<'a> Right<'a> {
    /// The id of the API, which is the name it stands under.
    pub(super) fn id(self) -> Cow<'a, str> {
        self.object.name()
    }

    /// A member of it.
    pub(super) fn member(self, index: usize) -> Option<View<'a>> {
        self.object.member(index)
    }
}

impl<'a> Subject<'a> {
    /// A member of the key, if it is written.
    pub(super) fn member(&self, index: usize) -> Option<View<'a>> {
        self.key.and_then(|key| key.member(index))
    }

    /// Whether no member of the key is written that the gateway knows.
    pub(super) fn is_blank(&self) -> bool {
        (0..SessionState::TABLE.members.len()).all(|index| self.member(index).is_none())
    }

    /// A member of the key as it was.
    pub(super) fn before(&self, index: usize) -> Option<View<'a>> {
        self.previous.and_then(|key| key.member(index))
    }

    /// Where the update goes.
    pub(super) fn endpoint(&self) -> Endpoint {
        self.options.endpoint
    }

    /// The access rights that are written as objects.
    #[inline]
    pub(super) fn rights(&self) -> impl Iterator<Item = Right<'a>> {
        let rights = self.member(session_state::access_rights);
        Children::of(rights).filter(|right| right.is_object()).map(|object| Right { object })
    }

    /// The policies that apply: the list if it is not empty, else the single one. Organisation keys apply none, but
    /// name them.
    pub(super) fn policies(&self) -> Vec<View<'a>> {
        policies(self.key)
    }

    /// Whether the gateway takes keys without access rights, which open every API.
    pub(super) fn allows_master_keys(&self) -> bool {
        self.options.context.is_some_and(|context| context.gateway_config.allow_master_keys)
    }

    /// Whether the caller knows which policies the gateway has.
    pub(super) fn knows_policies(&self) -> bool {
        self.options.context.is_some_and(|context| context.policies.is_some())
    }

    /// The policies that the key names, with what is known of each.
    pub(super) fn known_policies(&self) -> Vec<(View<'a>, Known<&'a Policy>)> {
        self.key.map_or(Vec::new(), |key| known_policies(key, self.options))
    }

    /// The policies that stand in the metadata, if any does. The gateway applies them in place of those that are named.
    pub(super) fn inline_policies(&self) -> Option<View<'a>> {
        let metadata = self.member(session_state::meta_data)?;
        let policies = metadata.children().find(|entry| entry.is_array() && entry.is_named("policies"))?;
        policies.children().any(View::is_object).then_some(policies)
    }

    /// Whether policies apply, wherever they come from.
    pub(super) fn has_policies(&self) -> bool {
        !self.policies().is_empty() || self.inline_policies().is_some()
    }
}

/// The policies that a key names, with what is known of each.
#[inline(never)]
pub(crate) fn known_policies<'a>(key: View<'a>, options: &Options<'a>) -> Vec<(View<'a>, Known<&'a Policy>)> {
    let (context, version) = (options.context, options.version);
    let written = key.member(session_state::org_id).and_then(View::text).filter(|own| !own.is_empty());
    // A key without an organisation has that of its APIs.
    let organisation = written.or_else(|| context?.organisation_of_apis().map(Cow::Borrowed));
    let known = |id: View<'a>| {
        let name = id.text().unwrap_or_default();
        (id, context.map_or(Known::NotGiven, |context| context.policy(version, organisation.as_deref(), &name)))
    };
    policies(Some(key)).into_iter().map(known).collect()
}

/// The policies that a key names, as the gateway chooses them.
pub(super) fn policies(key: Option<View<'_>>) -> Vec<View<'_>> {
    let member = |index| key.and_then(|key| key.member(index));
    let list: Vec<_> = Children::of(member(session_state::apply_policies)).collect();
    if !list.is_empty() {
        return list;
    }
    member(session_state::apply_policy_id).filter(|id| !id.is_zero()).into_iter().collect()
}

/// Whether there is no text but white space: the member is left out, `null` or blank.
pub(super) fn lacks_text(view: Option<View<'_>>) -> bool {
    view.and_then(View::text).is_none_or(|text| text.trim().is_empty())
}
