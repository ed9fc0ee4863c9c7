//! What the answers of the four endpoints are read as: those of Tyk's OpenAPI documents 5.13 and those recorded from
//! gateways 5.8.9 to 5.13.0.

use super::answers::ANSWERS;
use super::{Failure, Method, Outcome, Parts, read_parts};
use crate::target::Endpoint::{self, DashboardAdminOrg, DashboardApi, GatewayKey, GatewayOrg};

const UPDATED: &str = r#"{"key":"5e9d9544a1dcd60001d0ed20","status":"ok","action":"modified"}"#;
const WRAPPED: &str = r#"{"api_model":{},"data":{"rate":1000, "quota_max":9223372036854775807,"meta_data":{"a":1.0}},"key_hash":"41c5cb1e","key_id":"5e9d9544a1dcd60001d0ed20e7f7"}"#;
const BARE: &str = r#"{"quota_max":9223372036854775807,"last_updated":"1723203634"}"#;

fn read(endpoint: Endpoint, method: Method, status: u16, text: &str) -> Outcome {
    read_parts(endpoint, method, Parts { status, content_type: "application/json", text, kind: "basic" })
}

fn failure(outcome: &Outcome) -> Option<Failure> {
    match outcome {
        Outcome::Failed { failure, .. } => Some(*failure),
        _ => None,
    }
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

#[test]
fn an_update_that_was_taken_is_read_at_every_endpoint() {
    let gateway = |key_hash| Outcome::Updated {
        status: 200,
        message: some("modified"),
        key: some("5e9d9544a1dcd60001d0ed20"),
        key_hash,
        session: None,
    };
    assert_eq!(read(GatewayOrg, Method::Put, 200, UPDATED), gateway(None));
    assert_eq!(read(GatewayKey, Method::Put, 200, UPDATED), gateway(None));
    let hashed = r#"{"action":"modified","key":"5e9d9544a1dcd60001d0ed20","key_hash":"b13d928b","status":"ok"}"#;
    assert_eq!(read(GatewayOrg, Method::Put, 200, hashed), gateway(some("b13d928b")));

    let admin = r#"{"Message":"Key updated","Meta":null,"Status":"OK"}"#;
    let expected =
        Outcome::Updated { status: 200, message: some("Key updated"), key: None, key_hash: None, session: None };
    assert_eq!(read(DashboardAdminOrg, Method::Put, 200, admin), expected);

    let expected = Outcome::Updated {
        status: 200,
        message: None,
        key: some("5e9d9544a1dcd60001d0ed20e7f7"),
        key_hash: some("41c5cb1e"),
        session: some(r#"{"rate":1000, "quota_max":9223372036854775807,"meta_data":{"a":1.0}}"#),
    };
    assert_eq!(read(DashboardApi, Method::Put, 200, WRAPPED), expected);
}

#[test]
fn a_session_is_unwrapped_and_keeps_its_bytes() {
    for endpoint in [DashboardAdminOrg, DashboardApi] {
        let expected = Outcome::Session {
            status: 200,
            session: r#"{"rate":1000, "quota_max":9223372036854775807,"meta_data":{"a":1.0}}"#.to_owned(),
            key_id: some("5e9d9544a1dcd60001d0ed20e7f7"),
            key_hash: some("41c5cb1e"),
        };
        assert_eq!(read(endpoint, Method::Get, 200, WRAPPED), expected);
    }
    for endpoint in [GatewayOrg, GatewayKey] {
        let expected = Outcome::Session { status: 200, session: BARE.to_owned(), key_id: None, key_hash: None };
        assert_eq!(read(endpoint, Method::Get, 200, &format!("{BARE}\n")), expected);
    }
}

#[test]
fn every_known_error_is_read_as_what_it_means() {
    use Failure::*;
    for (endpoint, status, message, expected) in [
        (DashboardAdminOrg, 401, "Not authorised", Unauthorized),
        (DashboardAdminOrg, 403, "Failed to update session object to Tyk", Refused),
        (DashboardAdminOrg, 404, "Org key doesn't exist", NotFound),
        (DashboardAdminOrg, 404, "Could not get Org key details", NotFound),
        (DashboardAdminOrg, 500, "Updating orgID of org key is not allowed", Refused),
        (DashboardAdminOrg, 500, "Failed to unmarshal key data from Tyk API", ServerError),
        (DashboardApi, 400, "User/Key object validation failed, most likely malformed input.", Invalid),
        (DashboardApi, 400, "Attempted access to non-owned key.", Forbidden),
        (DashboardApi, 401, "Not authorised", Unauthorized),
        (DashboardApi, 403, "Request body malformed.", Invalid),
        (DashboardApi, 403, "access denied: You do not have permission to access  /api/apis/a1/keys/k1", Forbidden),
        (DashboardApi, 404, "Could not retrieve key detail.", NotFound),
        (DashboardApi, 500, "Failed to unmarshal Key data.", ServerError),
        (GatewayOrg, 400, "Request malformed", Invalid),
        (GatewayOrg, 403, "Attempted administrative access with invalid or missing key!", Unauthorized),
        (GatewayOrg, 404, "Org not found", NotFound),
        (GatewayOrg, 404, "No such organisation found in Active API list", NotFound),
        (GatewayOrg, 405, "Method not supported", Refused),
        (GatewayOrg, 500, "Error writing to key store json: error calling MarshalJSON for type time.Time", ServerError),
        (GatewayKey, 400, "Request malformed", Invalid),
        (GatewayKey, 400, "Key cannot be used without a certificate", Invalid),
        (GatewayKey, 400, "Key must be used with an existent certificate", Invalid),
        (GatewayKey, 400, "invalid certificate ID: zz", Invalid),
        (GatewayKey, 400, "certificate not found: 5e9d9544a1dcd60001d0ed20x", Invalid),
        (GatewayKey, 400, r#"MCP fields can only be configured on MCP Proxies, API "a1" is not an MCP Proxy"#, Invalid),
        (GatewayKey, 400, "Key requested by hash but key hashing is not enabled.", Invalid),
        (GatewayKey, 403, "Attempted administrative access with invalid or missing key!", Unauthorized),
        (GatewayKey, 404, "Key is not found", NotFound),
        (GatewayKey, 404, "Key not found", NotFound),
        (GatewayKey, 500, "Failed to create key, ensure security settings are correct.", Refused),
    ] {
        let quoted = crate::json::quote(message);
        let text = match endpoint {
            DashboardAdminOrg | DashboardApi => format!(r#"{{"Message":{quoted},"Meta":null,"Status":"Error"}}"#),
            GatewayOrg | GatewayKey => format!(r#"{{"status":"error","message":{quoted}}}"#),
        };
        let Outcome::Failed { failure, status: found, message: said, text: kept, help } =
            read(endpoint, Method::Put, status, &text)
        else {
            assert_eq!(message, "", "read as a success");
            continue;
        };
        assert_eq!((failure, found, said, kept), (expected, status, some(message), text));
        assert_ne!(help, Failure::of(status).1, "{message}: the help is that of any answer with this status");
    }
}

#[test]
fn every_row_of_the_table_can_be_reached() {
    for row in ANSWERS {
        for endpoint in row.endpoints.iter() {
            let text = format!(r#"{{"message":"{}."}}"#, row.message);
            let outcome = read(endpoint, Method::Put, row.status, &text);
            assert!(matches!(&outcome, Outcome::Failed { help, .. } if help == row.help), "{}", row.message);
        }
    }
}

#[test]
fn an_answer_that_the_endpoints_do_not_give_is_no_success() {
    use Failure::*;
    use Method::{Get, Put};
    for (endpoint, method, status, text, expected) in [
        (GatewayOrg, Put, 401, UPDATED, Unauthorized),
        (DashboardApi, Get, 401, WRAPPED, Unauthorized),
        (GatewayKey, Get, 403, BARE, Forbidden),
        (GatewayKey, Put, 404, "404 page not found\n", NotFound),
        (GatewayKey, Put, 413, "", Invalid),
        (GatewayKey, Put, 429, "{}", Refused),
        (GatewayKey, Put, 409, "{}", Refused),
        (GatewayKey, Put, 502, "<html>", ServerError),
        (GatewayKey, Put, 301, "", Redirect),
        (DashboardApi, Get, 302, "<a href=\"/login\">Found</a>", Redirect),
        (GatewayOrg, Put, 200, "<!doctype html>", Unreadable),
        (GatewayOrg, Put, 200, "", Unreadable),
        (GatewayOrg, Put, 204, "", Unreadable),
        (GatewayOrg, Put, 200, BARE, Unreadable),
        (GatewayOrg, Get, 200, UPDATED, Unreadable),
        (GatewayOrg, Get, 200, "{\"hello\":\"world\"}", Unreadable),
        (GatewayOrg, Get, 200, "null", Unreadable),
        (GatewayOrg, Get, 200, "{\"rate\":1", Unreadable),
        (GatewayOrg, Get, 200, "{\"rate\":1} {}", Unreadable),
        (DashboardApi, Get, 200, "{\"data\":null,\"key_id\":\"k\"}", Unreadable),
        (DashboardApi, Put, 200, "{\"Status\":\"Error\",\"Message\":\"x\",\"data\":{}}", Refused),
        (GatewayKey, Get, 200, "{\"status\":\"error\",\"message\":\"x\"}", Refused),
        (GatewayKey, Put, 0, "", Unreadable),
        (GatewayKey, Put, 100, "", Unreadable),
        (GatewayKey, Put, 600, "", Unreadable),
    ] {
        let outcome = read(endpoint, method, status, text);
        assert_eq!(failure(&outcome), Some(expected), "{status} {text}: {outcome:?}");
        let kept = matches!(&outcome, Outcome::Failed { text: kept, help, .. } if kept == text && !help.is_empty());
        assert!(kept, "{status} {text}");
    }
}

#[test]
fn a_redirect_that_fetch_hides_is_a_redirect() {
    let parts = Parts { status: 0, content_type: "", text: "", kind: "opaqueredirect" };
    assert_eq!(failure(&read_parts(GatewayKey, Method::Put, parts)), Some(Failure::Redirect));
}

#[test]
fn an_outcome_prints_nothing_of_the_key_and_of_the_answer() {
    let text = r#"{"data":{"hmac_string":"s3cret"},"key_id":"s3cret","message":"s3cret"}"#;
    for (method, status) in [(Method::Put, 200), (Method::Get, 200), (Method::Put, 400)] {
        let printed = format!("{:?}", read(DashboardApi, method, status, text));
        assert!(!printed.contains("s3cret"), "{printed}");
    }
}
