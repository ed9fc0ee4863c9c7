use super::key::read;
use super::predict::{Refusal, Update};
use super::world::{NotWritable, World};
use crate::target::{Parameter, Reading};

/// `PUT /tyk/org/keys/{keyID}`: whatever reads is stored, for ever. Nothing of the stored key is kept.
pub(super) fn put(world: &mut World<'_>, update: &Update<'_>) -> Result<(), Refusal> {
    let mut session = read(update.body, Reading::First, world.version).ok_or_else(Refusal::malformed)?;
    if !has_apis(world) && world.context.gateway_config.suppress_default_org_store {
        return Err(Refusal::new(404, "No such organisation found in Active API list"));
    }
    if update.query.is_on(Parameter::ResetQuota) {
        world.reset_counters(&mut session);
    }
    session.last_updated = world.now.to_string();
    world.save(&session, 0).map_err(|NotWritable| {
        let zone = "json: error calling MarshalJSON for type time.Time: Time.MarshalJSON: timezone hour outside of range [0,23]";
        Refusal::new(500, format!("Error writing to key store {zone}"))
    })
}

/// `GET /tyk/org/keys/{keyID}`: the stored key, as this gateway writes it.
pub(super) fn get(world: &mut World<'_>) -> Option<String> {
    let session = read(world.stored.as_deref()?.as_bytes(), Reading::Whole, world.version)?;
    if has_apis(world) { world.text(&session) } else { None }
}

fn has_apis(world: &World<'_>) -> bool {
    world.context.apis.as_ref().is_none_or(|apis| !apis.is_empty())
}
