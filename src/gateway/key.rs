use super::policies::{self, NotApplied};
use super::predict::{Refusal, Update};
use super::quote::go_quoted;
use super::world::{Known, NotWritable, World};
use super::{Api, lifetime};
use crate::decode::{self, Arena, Options};
use crate::json::Time;
use crate::session::{AccessDefinition, McpPrimitiveLimit, SessionState, Typed};
use crate::target::{Parameter, Reading, Version};

/// What a password becomes when it is hashed: the hash has a new salt each time.
pub(super) const HASH: &str = "$2a$10$.....................................................";

/// `PUT /tyk/keys/{keyID}`.
pub(super) fn put(world: &mut World<'_>, update: &Update<'_>) -> Result<(), Refusal> {
    let suppresses_reset = update.query.is_on(Parameter::SuppressReset);
    let mut session = read(update.body, Reading::Whole, world.version).ok_or_else(Refusal::malformed)?;
    check_kinds(world, &session)?;
    // What cannot be applied is noticed later, when the key is stored.
    let _ = policies::apply(world, &mut session, None);
    let stored = world.stored.as_deref().and_then(|text| read(text.as_bytes(), Reading::Whole, world.version));
    let before = stored.ok_or_else(|| Refusal::new(404, "Key is not found"))?;
    check_certificate(world, &session, &before)?;
    session.date_created = before.date_created;
    if suppresses_reset {
        keep_counters(&mut session, &before);
    }
    if is_past(session.expires, world.now) {
        session.expires = before.expires;
    }
    check_bindings(world, &session, &before)?;
    set_password(world, &mut session, &before);
    store(world, &mut session, suppresses_reset)
        .map_err(|Failed| Refusal::new(500, "Failed to create key, ensure security settings are correct."))
}

/// `GET /tyk/keys/{keyID}`, as long as no request has been counted: the key with its policies, its password left out.
pub(super) fn get(world: &mut World<'_>) -> Option<String> {
    let mut session = read(world.stored.as_deref()?.as_bytes(), Reading::Whole, world.version)?;
    let _ = show(world, &mut session);
    world.text(&session)
}

/// Makes of a stored key what GET shows.
pub(super) fn show(world: &mut World<'_>, session: &mut SessionState) -> Result<(), NotApplied> {
    let applied = policies::apply(world, session, None);
    for right in session.access_rights.iter_mut().flat_map(|rights| rights.values_mut()) {
        if right.limit.quota_max != 0 && right.limit.quota_max != -1 {
            right.limit.quota_remaining = right.limit.quota_max;
        }
    }
    session.basic_auth_data.password.clear();
    applied
}

/// Reads a key as the gateway of that version does.
pub(super) fn read(text: &[u8], reading: Reading, version: Version) -> Option<SessionState> {
    let mut arena = Arena::default();
    let document = decode::decode(text, Options::session(reading, version), &mut arena);
    document.root().filter(|_| document.is_accepted()).map(SessionState::read)
}

/// MCP proxies have access rights of their own, and other APIs have none of those.
fn check_kinds(world: &mut World<'_>, session: &SessionState) -> Result<(), Refusal> {
    if world.version < Version::HAS_MCP {
        return Ok(());
    }
    let rights = || session.access_rights.iter().flatten();
    for (id, right) in rights().filter(|(_, right)| has_mcp_members(right)) {
        let known = kind_of(world, id);
        match known {
            Known::Yes(api) if api.is_mcp() => check_primitives(right)?,
            Known::Yes(_) => {
                return Err(Refusal::new(
                    400,
                    only_for("MCP fields can only be configured on MCP Proxies, API", id, "is not an MCP Proxy"),
                ));
            }
            Known::No | Known::NotGiven => {}
        }
    }
    for (id, _) in rights().filter(|(_, right)| has_other_members(right)) {
        if let Known::Yes(api) = kind_of(world, id)
            && api.is_mcp()
        {
            return Err(Refusal::new(
                400,
                only_for(
                    "HTTP/REST and GraphQL fields cannot be configured on MCP Proxies, API",
                    id,
                    "is an MCP Proxy",
                ),
            ));
        }
    }
    Ok(())
}

fn kind_of<'c>(world: &mut World<'c>, id: &str) -> Known<&'c Api> {
    let known = world.api(id);
    if matches!(known, Known::NotGiven) {
        world.depends_on.insert(format!("kind of api {id}"), ());
    }
    known
}

fn only_for(before: &str, id: &str, after: &str) -> String {
    format!("{before} {} {after}", go_quoted(id))
}

fn check_primitives(right: &AccessDefinition) -> Result<(), Refusal> {
    let is_known = |primitive: &&McpPrimitiveLimit| McpPrimitiveLimit::TYPES.contains(&primitive.r#type.as_str());
    match right.mcp_primitives.iter().flatten().find(|primitive| !is_known(primitive)) {
        Some(wrong) => {
            let kind = go_quoted(&wrong.r#type);
            Err(Refusal::new(400, format!("invalid MCP primitive type {kind}: must be one of tool, resource, prompt")))
        }
        None => Ok(()),
    }
}

fn is_filled<T>(list: &crate::session::List<T>) -> bool {
    list.as_ref().is_some_and(|list| !list.is_empty())
}

fn has_mcp_members(right: &AccessDefinition) -> bool {
    is_filled(&right.json_rpc_methods)
        || is_filled(&right.mcp_primitives)
        || !right.json_rpc_methods_access_rights.is_empty(Version::DEFAULT)
        || !right.mcp_access_rights.is_empty(Version::DEFAULT)
}

fn has_other_members(right: &AccessDefinition) -> bool {
    is_filled(&right.allowed_urls)
        || is_filled(&right.endpoints)
        || is_filled(&right.restricted_types)
        || is_filled(&right.allowed_types)
        || right.disable_introspection
        || is_filled(&right.field_access_rights)
}

/// A certificate can be changed for one that exists, and not be taken away.
fn check_certificate(world: &mut World<'_>, session: &SessionState, before: &SessionState) -> Result<(), Refusal> {
    let certificate = &session.certificate;
    if *certificate == before.certificate {
        Ok(())
    } else if certificate.is_empty() {
        Err(Refusal::new(400, "Key cannot be used without a certificate"))
    } else if world.has_certificate(certificate) {
        Ok(())
    } else {
        Err(Refusal::new(400, "Key must be used with an existent certificate"))
    }
}

/// New bindings begin with the organisation, if the key has one, and exist.
fn check_bindings(world: &mut World<'_>, session: &SessionState, before: &SessionState) -> Result<(), Refusal> {
    let known = before.mtls_static_certificate_bindings.as_deref().unwrap_or_default();
    let bound = session.mtls_static_certificate_bindings.as_deref().unwrap_or_default();
    let added = || bound.iter().filter(|id| !known.contains(id));
    if let Some(id) = added().find(|id| !id.starts_with(&session.org_id)) {
        return Err(Refusal::new(400, format!("invalid certificate ID: {id}")));
    }
    for id in added() {
        if !world.has_certificate(id) {
            return Err(Refusal::new(400, format!("certificate not found: {id}")));
        }
    }
    Ok(())
}

/// What `suppress_reset=1` takes from the stored key.
fn keep_counters(session: &mut SessionState, before: &SessionState) {
    session.quota_renews = before.quota_renews;
    session.last_updated.clone_from(&before.last_updated);
    for (api, right) in session.access_rights.iter_mut().flatten().filter(|(_, right)| !right.limit.is_zero()) {
        let stored = before.access_rights.as_ref().and_then(|rights| rights.get(api));
        if let Some(stored) = stored.filter(|stored| !stored.limit.is_zero()) {
            right.limit.quota_renews = stored.limit.quota_renews;
        }
    }
}

/// Whether a key of that expiry is taken for expired: in the past, or so far away that Go's time overflows into it.
fn is_past(expires: i64, now: i64) -> bool {
    expires > 1 && expires.wrapping_sub(Time::YEAR_1) <= now.saturating_sub(Time::YEAR_1)
}

/// A new password is hashed, a missing one is kept.
fn set_password(world: &mut World<'_>, session: &mut SessionState, before: &SessionState) {
    let data = &mut session.basic_auth_data;
    if data.password.is_empty() {
        if !before.basic_auth_data.password.is_empty() {
            data.clone_from(&before.basic_auth_data);
        }
        return;
    }
    if data.password == before.basic_auth_data.password {
        return;
    }
    let settings = &world.context.gateway_config;
    if data.password.len() > settings.longest_password() {
        data.hash_type.clear();
        return;
    }
    settings.password_hash().clone_into(&mut data.hash_type);
    HASH.clone_into(&mut data.password);
    world.hashed = true;
}

/// The key could not be stored.
struct Failed;

impl From<NotApplied> for Failed {
    fn from(_: NotApplied) -> Failed {
        Failed
    }
}

impl From<NotWritable> for Failed {
    fn from(_: NotWritable) -> Failed {
        Failed
    }
}

/// Stores the key once for every API it opens; the last one stays. A failure in between leaves what was stored by then.
fn store(world: &mut World<'_>, session: &mut SessionState, suppresses_reset: bool) -> Result<(), Failed> {
    if !suppresses_reset {
        session.last_updated = world.now.to_string();
    }
    let opened = session.access_rights.as_ref().map(|rights| rights.keys().cloned().collect());
    let opened = world.ordered(opened.unwrap_or_default());
    if opened.is_empty() {
        return store_master(world, session, suppresses_reset);
    }
    // A key that came out of its policies as it went in does so again for the next API of the same organisation, unless
    // what happens to it before is different there.
    let set_before = |session: &SessionState| {
        (session.quota_renews, session.post_expiry_action.clone(), session.post_expiry_grace_period)
    };
    let mut settled = None;
    for id in opened {
        let api = world.api(&id);
        if !matches!(api, Known::No) {
            try_post_expiry(world, session);
        }
        let counts = match api {
            Known::Yes(api) => !api.dont_set_quota_on_create,
            Known::No | Known::NotGiven => true,
        };
        if counts && !suppresses_reset {
            world.reset_counters(session);
        }
        let context = world.context;
        let organisation = match api {
            Known::Yes(api) => Some(api.org_id.as_str()),
            Known::No => None,
            Known::NotGiven => Some(context.org_id.as_str()).filter(|id| !id.is_empty()),
        };
        let unless = Some((organisation, set_before(session)));
        if settled == unless {
            continue;
        }
        let before = session.clone();
        policies::apply(world, session, organisation)?;
        let life = lifetime::of(world, session, None);
        world.save(session, life)?;
        settled = unless.filter(|_| before == *session);
    }
    Ok(())
}

/// A key that opens nothing opens everything, where that is allowed: it is stored once for every API there is.
fn store_master(world: &mut World<'_>, session: &mut SessionState, suppresses_reset: bool) -> Result<(), Failed> {
    let context = world.context;
    if !context.gateway_config.allow_master_keys {
        return Err(Failed);
    }
    if context.apis.is_none() {
        world.depends_on.insert("apis".to_owned(), ());
    }
    let unnamed = Api { org_id: context.org_id.clone(), ..Api::default() };
    let apis = match &context.apis {
        Some(apis) => world.ordered(apis.values().collect()),
        None => vec![&unnamed],
    };
    for api in apis {
        if !suppresses_reset {
            world.reset_counters(session);
        }
        try_post_expiry(world, session);
        policies::apply(world, session, Some(&api.org_id))?;
        let life = lifetime::of(world, session, Some(api));
        world.save(session, life)?;
    }
    Ok(())
}

/// Where an API is loaded, what the named policies say of the end of their keys is set once more, whether they apply or
/// not.
fn try_post_expiry(world: &mut World<'_>, session: &mut SessionState) {
    for id in session.policy_ids().to_vec() {
        if let Known::Yes(policy) = world.policy(&session.org_id, &id) {
            policies::set_post_expiry(session, policy);
        }
    }
}
