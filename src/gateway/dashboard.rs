use super::key;
use super::predict::{Refusal, Update};
use super::world::World;
use crate::target::{Endpoint, Reading};

/// What the Dashboard refuses before it asks the gateway behind it, as far as it is documented.
pub(super) fn check(world: &World<'_>, update: &Update<'_>) -> Result<(), Refusal> {
    if update.endpoint != Endpoint::DashboardAdminOrg {
        return Ok(());
    }
    if world.stored.is_none() {
        return Err(Refusal::new(404, "Org key doesn't exist"));
    }
    let session = key::read(update.body, Reading::First, world.version);
    let organisation = session.map(|session| session.org_id).unwrap_or_default();
    match update.key_id {
        Some(id) if !organisation.is_empty() && organisation != id => {
            Err(Refusal::new(500, "Updating orgID of org key is not allowed"))
        }
        _ => Ok(()),
    }
}

/// How the Dashboard passes on what the gateway refused, as far as it is documented.
pub(super) fn translate(endpoint: Endpoint, refusal: Refusal) -> Refusal {
    match (endpoint, refusal.status) {
        (Endpoint::DashboardAdminOrg, 400..) => Refusal::new(403, "Failed to update session object to Tyk"),
        (Endpoint::DashboardApi, 404) => Refusal::new(404, "Could not retrieve key detail."),
        (Endpoint::DashboardApi, 400) if refusal.is_malformed() => Refusal::new(403, "Request body malformed."),
        _ => refusal,
    }
}
