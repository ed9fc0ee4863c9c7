use super::response::Failure::{self, Forbidden, Invalid, NotFound, Refused, ServerError, Unauthorized};
use crate::target::Endpoint::{DashboardAdminOrg, DashboardApi, GatewayKey, GatewayOrg};
use crate::target::{Endpoint, Endpoints};

/// A message that a server is known to answer with, and what it means.
pub(super) struct Answer {
    pub(super) endpoints: Endpoints,
    pub(super) status: u16,
    /// How the message begins, with any case.
    pub(super) message: &'static str,
    pub(super) failure: Failure,
    /// What happened and what to do.
    pub(super) help: &'static str,
}

const fn answer(
    endpoints: &[Endpoint],
    status: u16,
    message: &'static str,
    failure: Failure,
    help: &'static str,
) -> Answer {
    Answer { endpoints: Endpoints::of(endpoints), status, message, failure, help }
}

const DASHBOARD: &[Endpoint] = &[DashboardAdminOrg, DashboardApi];
const GATEWAY: &[Endpoint] = &[GatewayOrg, GatewayKey];

/// The error answers of the four endpoints: those of Tyk's OpenAPI documents 5.13, and those recorded from gateways
/// 5.8.9, 5.11.1 and 5.13.0 beyond them.
pub(super) const ANSWERS: &[Answer] = &[
    answer(
        GATEWAY,
        400,
        "Request malformed",
        Invalid,
        "nothing was changed: the gateway could not read the body; check it to see the member at which it stops",
    ),
    answer(
        &[GatewayKey],
        400,
        "Key cannot be used without a certificate",
        Invalid,
        "nothing was changed: the stored key has a certificate, which an update can change but not remove; put \
         certificate back into the body",
    ),
    answer(
        &[GatewayKey],
        400,
        "Key must be used with an existent certificate",
        Invalid,
        "nothing was changed: the gateway does not have the certificate; add it to the certificate store first, or \
         name one that exists",
    ),
    answer(
        &[GatewayKey],
        400,
        "certificate not found",
        Invalid,
        "nothing was changed: mtls_static_certificate_bindings names a certificate that the gateway does not have; add \
         it to the certificate store first, or take its id out",
    ),
    answer(
        &[GatewayKey],
        400,
        "invalid certificate ID",
        Invalid,
        "nothing was changed: a new id in mtls_static_certificate_bindings does not begin with the org_id of the body; \
         write the whole id, and org_id",
    ),
    answer(
        &[GatewayKey],
        400,
        "MCP fields can only be configured on MCP Proxies",
        Invalid,
        "nothing was changed: an access right has members for MCP, and its API is not an MCP proxy; take them out, or \
         name another API",
    ),
    answer(
        &[GatewayKey],
        400,
        "Key requested by hash but key hashing is not enabled",
        Invalid,
        "this gateway stores keys by their ids: leave hashed out and give the id of the key",
    ),
    answer(
        GATEWAY,
        403,
        "Attempted administrative access",
        Unauthorized,
        "nothing was changed: the gateway did not accept the secret in x-tyk-authorization; it has to be the secret of \
         the gateway's settings, without Bearer",
    ),
    answer(
        &[GatewayKey],
        404,
        "Key is not found",
        NotFound,
        "nothing was changed: there is no such key in the organisation that org_id of the body names; check org_id, \
         the id and its = at the end, and use hashed=1 if the id is a hash",
    ),
    answer(
        &[GatewayKey],
        404,
        "Key not found",
        NotFound,
        "there is no such key, or it has expired; check the id and its = at the end, and use hashed=1 if the id is a \
         hash",
    ),
    answer(
        &[GatewayOrg],
        404,
        "Org not found",
        NotFound,
        "the organisation has no key yet, or no API of it is loaded; PUT makes the key",
    ),
    answer(
        &[GatewayOrg],
        404,
        "No such organisation found in Active API list",
        NotFound,
        "nothing was changed: the gateway has loaded no API, so it knows no organisation; load one first",
    ),
    answer(
        GATEWAY,
        404,
        "404 page not found",
        NotFound,
        "the server has no such endpoint: check the base URL and its path; a gateway that takes its settings from a \
         central one has no endpoint for organisation keys",
    ),
    answer(
        GATEWAY,
        405,
        "Method not supported",
        Refused,
        "nothing was changed: the path ends before the id of the key",
    ),
    answer(
        &[GatewayKey],
        500,
        "Failed to create key, ensure security settings are correct",
        Refused,
        "nothing was stored: the key would have no access rights; name an API in access_rights, or a policy that \
         exists, belongs to the organisation and gives some, and do not mix policies that limit each API with \
         partitioned ones",
    ),
    answer(
        &[GatewayOrg],
        500,
        "Error writing to key store",
        ServerError,
        "nothing was stored: the gateway could not write the key; a date_created with an offset of 24 hours does this, \
         and so does a store that cannot be reached",
    ),
    answer(
        &[DashboardAdminOrg],
        401,
        "Not authorised",
        Unauthorized,
        "nothing was changed: the Dashboard did not accept the secret in Admin-Auth; it has to be admin_secret of the \
         Dashboard's settings",
    ),
    answer(
        &[DashboardApi],
        401,
        "Not authorised",
        Unauthorized,
        "nothing was changed: the Dashboard did not accept the credential in Authorization; use the API access \
         credential of a user, and if it is right, try it without Bearer",
    ),
    answer(
        DASHBOARD,
        403,
        "Request body malformed",
        Invalid,
        "nothing was changed: the Dashboard could not read the body; check it to see the member at which it stops",
    ),
    answer(
        DASHBOARD,
        403,
        "Failed to update session object",
        Refused,
        "the Dashboard passed the update on, and the gateway refused it; check the body, and read the key to see what \
         is stored",
    ),
    answer(
        DASHBOARD,
        403,
        "access denied",
        Forbidden,
        "nothing was changed: the user of this credential may not do this; give the user the permission for keys, or \
         use another user's credential",
    ),
    answer(
        DASHBOARD,
        400,
        "User/Key object validation failed",
        Invalid,
        "nothing was changed: the Dashboard did not accept the body; check it to see which member is wrong",
    ),
    answer(
        DASHBOARD,
        400,
        "Attempted access to non-owned key",
        Forbidden,
        "the key belongs to another organisation than the user of this credential; use a credential of that \
         organisation",
    ),
    answer(
        &[DashboardAdminOrg],
        404,
        "Org key doesn't exist",
        NotFound,
        "nothing was changed: this endpoint updates only, and the organisation has no key yet; make it first, with \
         POST /admin/org/keys",
    ),
    answer(
        &[DashboardAdminOrg],
        404,
        "Could not get Org key details",
        NotFound,
        "the organisation has no key yet, or its id is wrong; make the key first, with POST /admin/org/keys",
    ),
    answer(
        &[DashboardApi],
        404,
        "Could not retrieve key detail",
        NotFound,
        "there is no such key of this API; check both ids, the = at the end of the key's, and use hashed=1 or \
         auto_guess=true if it is a hash",
    ),
    answer(
        &[DashboardAdminOrg],
        500,
        "Updating orgID of org key is not allowed",
        Refused,
        "nothing was changed: org_id of the body is not the id in the path; write the same one in both",
    ),
    answer(
        DASHBOARD,
        500,
        "Failed to unmarshal key data",
        ServerError,
        "the Dashboard could not read the gateway's answer, and the key may have been changed; read it to see what is \
         stored",
    ),
];

impl Failure {
    /// What an error status means where the message is not known, and what to do.
    pub(super) const fn of(status: u16) -> (Failure, &'static str) {
        match status {
            401 => (Unauthorized, "the server did not accept the secret; check which secret belongs to this endpoint"),
            403 => (Forbidden, "the server refuses this to the sender; check the secret and what its owner may do"),
            404 => (NotFound, "the server found nothing under this URL; check the base URL, the ids and the endpoint"),
            400 | 413 | 415 | 422 => (Invalid, "the server did not accept the body; check it, and read the message"),
            429 => (Refused, "too many requests: wait, then send it again"),
            502..=504 => (
                ServerError,
                "a server on the way got no answer, and the key may have been changed; read it, then try again",
            ),
            500.. => {
                (ServerError, "the server failed, and the key may have been changed; read it to see what is stored")
            }
            _ => (Refused, "the server refused the request; read the message"),
        }
    }
}
