use super::Api;
use super::world::{Known, World};
use crate::session::SessionState;

/// For how many seconds the store keeps a key: the longest life among the APIs it opens, or that of the API it is
/// stored for. Zero and −1 are for ever.
pub(super) fn of(world: &World<'_>, session: &SessionState, api: Option<&Api>) -> i64 {
    let ids: Vec<_> = session.access_rights.iter().flat_map(|rights| rights.keys()).collect();
    let unnamed = Api::default();
    let loaded = |id: &&String| match world.api(id) {
        Known::Yes(api) => Some(api),
        Known::No => None,
        Known::NotGiven => Some(&unnamed),
    };
    let apis: Vec<&Api> =
        if ids.is_empty() { api.into_iter().collect() } else { ids.iter().filter_map(loaded).collect() };
    let mut longest = 0;
    for api in apis {
        match on_api(world, session, api) {
            -1 => return -1,
            life => longest = longest.max(life),
        }
    }
    longest
}

fn on_api(world: &World<'_>, session: &SessionState, api: &Api) -> i64 {
    let settings = &world.context.gateway_config;
    if settings.force_global_session_lifetime {
        return settings.global_session_lifetime;
    }
    let action = session.post_expiry_action.as_str();
    if action == "delete" || action == "retain" && session.post_expiry_grace_period != 0 {
        return after_expiry(world.now, session);
    }
    let own = session.session_lifetime;
    let lifetime = if own > 0 { own } else { api.session_lifetime };
    let respects = settings.session_lifetime_respects_key_expiration || api.session_lifetime_respects_key_expiration;
    if lifetime <= 0 {
        0
    } else if !respects {
        lifetime
    } else if session.expires <= 0 {
        session.expires
    } else {
        // Go counts the lifetime in nanoseconds, which may overflow.
        let end = world.now.wrapping_add(lifetime.wrapping_mul(1_000_000_000).div_euclid(1_000_000_000));
        if session.expires > end { session.expires.wrapping_sub(world.now) } else { lifetime }
    }
}

/// A key that is deleted when it expires, or retained for some time longer (since 5.13.0).
fn after_expiry(now: i64, session: &SessionState) -> i64 {
    let left = session.expires.wrapping_sub(now);
    if session.expires <= 0 {
        0
    } else if session.post_expiry_action == "delete" {
        left.max(1)
    } else if session.post_expiry_grace_period == -1 {
        -1
    } else {
        left.wrapping_add(session.post_expiry_grace_period).max(1)
    }
}
