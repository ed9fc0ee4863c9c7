//! Every sentence of the catalogue of changes, with its exact words.

use super::super::apply::with_key;
use super::super::difference::differences;

const NOW: i64 = 1_795_000_000;

fn told(before: &str, after: &str) -> Vec<String> {
    let changes =
        with_key(before.as_bytes(), |before| with_key(after.as_bytes(), |after| differences(before, after, Some(NOW))));
    changes
        .flatten()
        .unwrap_or_default()
        .into_iter()
        .map(|change| format!("{}: {}", change.risk.name(), change.sentence))
        .collect()
}

macro_rules! sentences {
    ($($name:ident: $before:literal => $after:literal, $($sentence:literal),+;)*) => {
        $(#[test]
        fn $name() {
            assert_eq!(told($before, $after), [$($sentence),+]);
        })*
    };
}

sentences! {
    a_higher_rate: r#"{"rate":100,"per":60}"# => r#"{"rate":1000,"per":60}"#, "effect: rate 100 → 1,000 requests per minute";
    a_lower_rate: r#"{"rate":100,"per":60}"# => r#"{"rate":10,"per":60}"#, "loss: rate 100 → 10 requests per minute";
    one_request: r#"{"rate":2,"per":60,"quota_max":2}"# => r#"{"rate":1,"per":60,"quota_max":1}"#, "loss: rate 2 → 1 request per minute", "loss: quota 2 → 1 request in all, never renewed";
    no_rate: r#"{"rate":100,"per":60}"# => r#"{"per":60}"#, "effect: the rate limit is removed: requests are unlimited (was 100 per minute)";
    a_first_rate: r#"{}"# => r#"{"rate":5,"per":1}"#, "loss: rate limited to 5 requests per second (was unlimited)", "effect: the rate counts over 1 second (was no period, which is no limit)";
    two_words_for_no_rate: r#"{"rate":-1}"# => r#"{"rate":0}"#, "harmless: rate -1 → 0, both unlimited";
    another_period: r#"{"rate":1,"per":60}"# => r#"{"rate":1,"per":3600}"#, "effect: the rate counts over 1 hour (was 1 minute)";
    smoothing_on: r#"{}"# => r#"{"smoothing":{"enabled":true}}"#, "effect: the rate rises in steps from now on (smoothing is on)";
    smoothing_off: r#"{"smoothing":{"enabled":true}}"# => r#"{"smoothing":{"enabled":false}}"#, "effect: the rate no longer rises in steps (smoothing is off)";
    other_smoothing: r#"{"smoothing":{"enabled":true,"step":1}}"# => r#"{"smoothing":{"enabled":true,"step":2}}"#, "effect: the steps in which the rate rises change (smoothing)";
    a_smaller_quota: r#"{"quota_max":10000,"quota_renewal_rate":86400}"# => r#"{"quota_max":5000,"quota_renewal_rate":86400}"#, "loss: quota 10,000 → 5,000 requests per day";
    no_quota: r#"{"quota_max":10000,"quota_renewal_rate":3600}"# => r#"{"quota_max":-1,"quota_renewal_rate":3600}"#, "effect: the quota is removed: requests are not counted (was 10,000 per hour)";
    a_first_quota: r#"{"quota_renewal_rate":-1}"# => r#"{"quota_max":50,"quota_renewal_rate":-1}"#, "loss: quota of 50 requests in all, never renewed (was unlimited)";
    two_words_for_no_quota: r#"{"quota_max":-1}"# => r#"{}"#, "harmless: quota -1 → 0, both unlimited";
    a_quota_that_never_renews: r#"{"quota_renewal_rate":3600}"# => r#"{"quota_renewal_rate":-1}"#, "loss: the quota renews never (was every hour)";
    a_shorter_quota: r#"{"quota_renewal_rate":86400}"# => r#"{"quota_renewal_rate":7200}"#, "effect: the quota renews every 2 hours (was every day)";
    a_rest_of_quota: r#"{"quota_remaining":5}"# => r#"{"quota_remaining":6}"#, "overwritten: quota_remaining is only shown: the gateway counts by itself and overwrites it";
    a_time_of_renewal: r#"{}"# => r#"{"quota_renews":1797910812}"#, "overwritten: the time at which the quota renews is shown as 22 Dec 2026, 03:40 UTC, in 33 days; the counter is not moved";
    throttling_on: r#"{"throttle_interval":2}"# => r#"{"throttle_interval":2,"throttle_retry_limit":3}"#, "effect: a request over the rate is retried 3 times, one every 2 seconds (was: gets 429 at once)";
    throttling_as_before: r#"{}"# => r#"{"throttle_interval":-1}"#, "harmless: throttle_interval 0 → -1: no request is retried either way";
    a_depth: r#"{}"# => r#"{"max_query_depth":5}"#, "loss: GraphQL queries may be 5 levels deep (was any number of levels)";
    an_end: r#"{}"# => r#"{"expires":1797910812}"#, "loss: expires 22 Dec 2026, 03:40 UTC, in 33 days (was never)";
    a_later_end: r#"{"expires":1797910812}"# => r#"{"expires":1899504000}"#, "effect: expires 12 Mar 2030, 00:00 UTC, in 3 years (was 22 Dec 2026)";
    no_end: r#"{"expires":1899504000}"# => r#"{"expires":0}"#, "effect: never expires (was 12 Mar 2030)";
    two_words_for_no_end: r#"{"expires":-1}"# => r#"{"expires":0}"#, "harmless: never expires (was -1, which is never too)";
    an_api: r#"{}"# => r#"{"access_rights":{"a2":{"api_name":"Billing"}}}"#, "effect: gains access to API Billing (a2)";
    no_api: r#"{"access_rights":{"a2":{"api_name":"Billing"},"a1":{}}}"# => r#"{"access_rights":{"a1":{}}}"#, "loss: loses access to API Billing (a2)";
    limits_of_an_api: r#"{"access_rights":{"a1":{"limit":{"rate":5,"per":1}}}}"# => r#"{"access_rights":{"a1":{"limit":{"rate":6,"per":1}}}}"#, "effect: a1: rate 5 → 6 requests per second";
    versions_of_an_api: r#"{"access_rights":{"a1":{"versions":["v1"]}}}"# => r#"{"access_rights":{"a1":{"versions":["v2","v3"]}}}"#, "loss: a1: versions v2 and v3 are added, version v1 is removed";
    paths_of_an_api: r#"{"access_rights":{"a1":{}}}"# => r#"{"access_rights":{"a1":{"allowed_urls":[{"url":"/a","methods":["GET"]}]}}}"#, "loss: a1: the paths that are open are set";
    introspection_closed: r#"{"access_rights":{"a1":{}}}"# => r#"{"access_rights":{"a1":{"disable_introspection":true}}}"#, "loss: a1: GraphQL introspection is closed";
    a_name_nobody_reads: r#"{"access_rights":{"a1":{"api_name":"x"}}}"# => r#"{"access_rights":{"a1":{"api_name":"y"}}}"#, "harmless: y (a1): api_name changes, which nothing reads";
    policies_come_and_go: r#"{"apply_policies":["p1"]}"# => r#"{"apply_policies":["p2","p3"]}"#, "loss: policies p2 and p3 are added, policy p1 is removed";
    another_order_of_policies: r#"{"apply_policies":["p1","p2"]}"# => r#"{"apply_policies":["p2","p1"]}"#, "effect: the order of the policies changes";
    one_policy: r#"{}"# => r#"{"apply_policy_id":"p1"}"#, "effect: policy p1 is named (apply_policy_id)";
    no_policy: r#"{"apply_policy_id":"p1"}"# => r#"{}"#, "effect: policy p1 is no longer named (apply_policy_id)";
    a_closed_key: r#"{}"# => r#"{"is_inactive":true}"#, "loss: the key is closed: its requests get 403";
    an_open_key: r#"{"is_inactive":true}"# => r#"{}"#, "effect: the key is open again";
    another_organisation: r#"{"org_id":"o1"}"# => r#"{"org_id":"o2"}"#, "effect: the key moves from organisation o1 to o2";
    no_organisation: r#"{"org_id":"o1"}"# => r#"{}"#, "loss: the key no longer belongs to organisation o1: its policies will not be found";
    an_organisation: r#"{}"# => r#"{"org_id":"o1"}"#, "effect: the key belongs to organisation o1";
    a_name: r#"{}"# => r#"{"alias":"a"}"#, "harmless: named \"a\"";
    another_name: r#"{"alias":"a"}"# => r#"{"alias":"b"}"#, "harmless: renamed \"a\" → \"b\"";
    no_name: r#"{"alias":"a"}"# => r#"{}"#, "harmless: the name \"a\" is removed";
    tags_come_and_go: r#"{"tags":["a","b"]}"# => r#"{"tags":["b","c"]}"#, "harmless: tag c is added, tag a is removed";
    another_order_of_tags: r#"{"tags":["a","b"]}"# => r#"{"tags":["b","a"]}"#, "harmless: the order of the tags changes";
    recording_on: r#"{}"# => r#"{"enable_detailed_recording":true}"#, "effect: requests and answers of this key are recorded in full from now on";
    recording_off: r#"{"enable_detailed_recording":true}"# => r#"{}"#, "effect: requests and answers of this key are no longer recorded in full";
    how_long_analytics_stay: r#"{}"# => r#"{"data_expires":2592000}"#, "effect: analytics are kept for 30 days (was as long as the API says)";
    a_life_in_the_store: r#"{}"# => r#"{"session_lifetime":3600}"#, "loss: the store drops the key 1 hour after its last update";
    no_life_in_the_store: r#"{"session_lifetime":3600}"# => r#"{}"#, "effect: the store no longer drops the key by itself (was after 1 hour)";
    deleted_at_its_end: r#"{}"# => r#"{"post_expiry_action":"delete"}"#, "loss: the key is deleted when it expires";
    retained_at_its_end: r#"{}"# => r#"{"post_expiry_action":"retain","post_expiry_grace_period":-1}"#, "effect: the key is kept in the store after it expires", "effect: an expired key is retained for ever";
    the_gateways_own: r#"{}"# => r#"{"last_updated":"1"}"#, "overwritten: last_updated is the gateway's own and will be set by it";
    an_allowance: r#"{}"# => r#"{"allowance":1000}"#, "harmless: allowance 0 → 1,000, which nothing reads";
    a_secret: r#"{"hmac_string":"a"}"# => r#"{"hmac_string":"b"}"#, "effect: the secret for signed requests changes";
    no_secret: r#"{"jwt_data":{"secret":"a"}}"# => r#"{}"#, "loss: the secret for JSON Web Tokens is removed";
    a_password: r#"{}"# => r#"{"basic_auth_data":{"password":"a"}}"#, "effect: the password for basic authentication is set";
    no_password: r#"{"basic_auth_data":{"password":"a"}}"# => r#"{}"#, "harmless: the password is left out: the stored one is kept";
    no_certificate: r#"{"certificate":"a"}"# => r#"{}"#, "loss: the client certificate is removed";
    signatures: r#"{}"# => r#"{"hmac_enabled":true}"#, "effect: the check of signed requests is turned on";
    notices: r#"{}"# => r#"{"monitor":{"trigger_limits":[80, 60]}}"#, "harmless: notices are sent at 80, 60 % of the quota";
    no_notices: r#"{"monitor":{"trigger_limits":[80]}}"# => r#"{}"#, "harmless: no notices of quota usage are sent";
    metadata: r#"{"meta_data":{"a":1,"b":2}}"# => r#"{"meta_data":{"b":3,"c":{}}}"#, "loss: metadata a is removed", "harmless: metadata b changes", "harmless: metadata c is added";
    tokens: r#"{"oauth_keys":{"a":"x"}}"# => r#"{"oauth_keys":{"b":"y"}}"#, "loss: the token of OAuth client a is removed", "effect: the token of OAuth client b is added";
    a_cache_of_plugins: r#"{}"# => r#"{"id_extractor_deadline":1797910812}"#, "effect: plugins may answer for the key from their cache until 22 Dec 2026, 03:40 UTC, in 33 days";
    an_end_kept_for_a_while: r#"{}"# => r#"{"post_expiry_grace_period":86400}"#, "effect: an expired key is retained for 1 day";
    an_end_left_to_the_gateway: r#"{"post_expiry_action":"delete"}"# => r#"{}"#, "effect: what happens to the key after it expires is left to the gateway's settings";
    other_paths_of_an_api: r#"{"access_rights":{"a1":{"allowed_urls":[{"url":"/a","methods":["GET"]}]}}}"# => r#"{"access_rights":{"a1":{"allowed_urls":[{"url":"/b","methods":["GET"]}]}}}"#, "effect: a1: the paths that are open change";
    rates_of_mcp: r#"{"access_rights":{"a1":{}}}"# => r#"{"access_rights":{"a1":{"json_rpc_methods":[{"name":"a","limit":{"rate":1,"per":1}}],"mcp_primitives":[{"type":"tool","name":"a","limit":{"rate":1,"per":1}}],"json_rpc_methods_access_rights":{"allowed":["a"]}}}}"#, "effect: a1: the rates of single JSON-RPC methods are set", "loss: a1: the JSON-RPC methods that are open are set", "effect: a1: the rates of single parts of the MCP proxy are set";
    counters_of_the_key: r#"{"access_rights":{"a1":{"allowance_scope":"a1"}}}"# => r#"{"access_rights":{"a1":{}}}"#, "effect: a1: the counters of its limits are the key's own";
    other_certificates: r#"{"mtls_static_certificate_bindings":["a"]}"# => r#"{"mtls_static_certificate_bindings":["b"]}"#, "effect: the certificates bound to the key change";
    no_certificates: r#"{"mtls_static_certificate_bindings":["a"]}"# => r#"{}"#, "loss: the certificates bound to the key are removed";
    another_order_of_versions: r#"{"access_rights":{"a1":{"versions":["a","b"]}}}"# => r#"{"access_rights":{"a1":{"versions":["b","a"]}}}"#, "effect: a1: the order of the versions changes";
    rates_of_endpoints: r#"{"access_rights":{"a1":{}}}"# => r#"{"access_rights":{"a1":{"endpoints":[{"path":"/a","methods":[]}]}}}"#, "effect: a1: the rates of single endpoints are set";
    types_of_graphql: r#"{"access_rights":{"a1":{"restricted_types":[{"name":"a","fields":["b"]}]}}}"# => r#"{"access_rights":{"a1":{"restricted_types":[{"name":"a","fields":["c"]}],"allowed_types":[{"name":"a","fields":["c"]}]}}}"#, "effect: a1: the GraphQL types that are closed change", "loss: a1: the GraphQL types that are open are set";
    depths_of_graphql: r#"{"access_rights":{"a1":{"field_access_rights":[{"type_name":"a","field_name":"b","limits":{"max_query_depth":1}}]}}}"# => r#"{"access_rights":{"a1":{}}}"#, "effect: a1: the depths of GraphQL fields are no longer set";
    introspection_open: r#"{"access_rights":{"a1":{"disable_introspection":true}}}"# => r#"{"access_rights":{"a1":{}}}"#, "effect: a1: GraphQL introspection is open again";
    counters_of_an_api: r#"{"access_rights":{"a1":{}}}"# => r#"{"access_rights":{"a1":{"allowance_scope":"a1"}}}"#, "effect: a1: the counters of its limits are those of a1";
    tools_of_an_mcp_proxy: r#"{"access_rights":{"a1":{}}}"# => r#"{"access_rights":{"a1":{"mcp_access_rights":{"tools":{"allowed":["a"]}}}}}"#, "loss: a1: the parts of the MCP proxy that are open are set";
    an_api_without_an_object: r#"{"access_rights":{"a1":{"versions":["a"]}}}"# => r#"{"access_rights":{"a1":null}}"#, "effect: access to API a1 changes";
    a_token_changes: r#"{"oauth_keys":{"a":"x"}}"# => r#"{"oauth_keys":{"a":"y"}}"#, "effect: the token of OAuth client a changes";
    a_way_of_hashing: r#"{}"# => r#"{"basic_auth_data":{"hash_type":"bcrypt"}}"#, "effect: the way the password is hashed is set";
    certificates: r#"{"certificate":"a","rsa_certificate_id":"a"}"# => r#"{"certificate":"b","mtls_static_certificate_bindings":["a"]}"#, "effect: the client certificate changes", "effect: the certificates bound to the key are set", "loss: the certificate for signed requests is removed";
    an_oauth_client: r#"{"oauth_client_id":"a"}"# => r#"{"oauth_client_id":"b"}"#, "effect: the OAuth client changes";
    no_signatures: r#"{"enable_http_signature_validation":true}"# => r#"{}"#, "effect: the check of signed requests is turned off";
    any_depth: r#"{"max_query_depth":5}"# => r#"{"max_query_depth":-1}"#, "effect: GraphQL queries may be any number of levels deep (was 5 levels)";
    a_quota_of_an_int64: r#"{"quota_max":9007199254740992}"# => r#"{"quota_max":9007199254740993}"#, "effect: quota 9,007,199,254,740,992 → 9,007,199,254,740,993 requests in all, never renewed";
    unknown_members: r#"{"x":1,"y":2}"# => r#"{"y":3,"z":4}"#, "harmless: x is removed, which the gateway does not know and drops", "harmless: y changes, which the gateway does not know and drops", "harmless: z is added, which the gateway does not know and drops";
}

#[test]
fn what_means_the_same_is_no_change() {
    for (before, after) in [
        (r#"{"rate":0,"tags":[],"x":[1, 2]}"#, r#"{"x": [1,2]}"#),
        (r#"{"rate":1,"alias":"\u0061"}"#, r#"{"alias":"a","rate":1.0}"#),
        (r#"{"meta_data":{"a":{"x":1,"y":[1.0]}}}"#, r#"{"meta_data":{"a":{"y":[1],"x":1}}}"#),
        (r#"{"access_rights":{"a":{},"b":{"limit":{}}}}"#, r#"{"access_rights":{"b":{"versions":null},"a":{}}}"#),
    ] {
        assert_eq!(told(before, after), [""; 0]);
    }
}
