//! What a whole request is: how it is shown, and what holds for any id, any secret and any body.

use super::{Credential, Form, HttpRequest, Method, Options, Scheme, request, show};
use crate::target::{Endpoint, Parameter};

fn put(url: &str, header: (&str, &str), body: &str) -> HttpRequest {
    HttpRequest {
        method: Method::Put,
        url: url.to_owned(),
        headers: vec![
            (header.0.to_owned(), header.1.to_owned()),
            ("Content-Type".to_owned(), "application/json".to_owned()),
        ],
        body: Some(body.to_owned()),
    }
}

#[test]
fn a_request_is_shown_as_a_command_without_its_secrets() {
    let dashboard = put(
        "https://dash.example.com/api/apis/a1/keys/5e9d9544a1dcd60001d0ed20e7f75f9e?suppress_reset=1",
        ("Authorization", "Bearer s3cret"),
        r#"{"alias":"Anna's","hmac_string":"top","key_id":"5e9d9544a1dcd60001d0ed20e7f75f9e"}"#,
    );
    let curl = r#"curl --request PUT "https://dash.example.com/api/apis/a1/keys/${TYK_KEY_ID:?ends in 5f9e}?suppress_reset=1" \
  --header "Authorization: Bearer $TYK_SECRET" \
  --header 'Content-Type: application/json' \
  --data-raw '{"alias":"Anna'\''s","hmac_string":"'"${TYK_HMAC_STRING:?}"'","key_id":"'"${TYK_KEY_ID:?}"'"}'"#;
    assert_eq!(show(&dashboard, Form::Curl), curl);
    assert_eq!(format!("{dashboard:?}"), curl);
    let fetch = r#"await fetch("https://dash.example.com/api/apis/a1/keys/" + encodeURIComponent(process.env.TYK_KEY_ID) + "?suppress_reset=1", {
  method: "PUT",
  headers: {
    "Authorization": "Bearer " + process.env.TYK_SECRET,
    "Content-Type": "application/json",
  },
  body: "{\"alias\":\"Anna's\",\"hmac_string\":" + JSON.stringify(process.env.TYK_HMAC_STRING) + ",\"key_id\":" + JSON.stringify(process.env.TYK_KEY_ID) + "}",
  redirect: "manual",
});"#;
    assert_eq!(show(&dashboard, Form::Fetch), fetch);

    let organisation = put(
        "http://gateway.example.com:8080/tyk/org/keys/5e9d9544a1dcd60001d0ed20?reset_quota=1",
        ("x-tyk-authorization", "s3cret"),
        r#"{"rate":1}"#,
    );
    let httpie = r#"http --ignore-stdin PUT 'http://gateway.example.com:8080/tyk/org/keys/5e9d9544a1dcd60001d0ed20?reset_quota=1' \
  "x-tyk-authorization:$TYK_SECRET" \
  'Content-Type:application/json' \
  --raw '{"rate":1}'"#;
    assert_eq!(show(&organisation, Form::Httpie), httpie);
}

#[test]
fn what_cannot_be_told_apart_from_a_secret_is_not_shown() {
    let header = ("X-Extra", "s3cret");
    for (url, body, hidden) in [
        ("https://h/tyk/keys/custom?hashed=1&token=s3cret", "{}", "s3cret"),
        ("https://me:s3cret@h/tyk/keys/custom", "{}", "s3cret"),
        ("https://h/other/keys/s3cret", "{}", "s3cret"),
        ("https://h/tyk/keys/s3cret?auto_guess=true", "{}", "s3cret"),
        ("https://h/tyk/org/keys/default", "{\"hmac_string\"=>\"s3cret\"}", "s3cret"),
        ("https://h/tyk/org/keys/default", "{\"rate\":1}\n{\"hmac_string\":\"s3cret\"}", "s3cret"),
        (
            "https://h/tyk/org/keys/default",
            "{\"jwt_data\":[\"s3cret\"],\"jwt_data\":{\"secret\":{\"a\":\"s3cret\"}}}",
            "\"a\"",
        ),
    ] {
        for form in [Form::Curl, Form::Fetch, Form::Httpie] {
            let shown = show(&put(url, header, body), form);
            assert!(!shown.contains(hidden), "{shown}");
        }
    }
    let hash = show(&put("https://h/tyk/keys/41c5cb1e?hashed=1", header, "{}"), Form::Curl);
    assert!(hash.contains("'https://h/tyk/keys/41c5cb1e?hashed=1'"), "{hash}");
}

/// What a shell makes of the command: its words, with the variables set.
#[cfg(unix)]
fn words(command: &str, variables: &[(&str, &str)]) -> Vec<String> {
    let script = format!("curl() {{ printf '%s\\0' \"$@\"; }}; http() {{ curl \"$@\"; }}; {command}");
    let output = std::process::Command::new("sh").arg("-c").arg(script).envs(variables.iter().copied()).output();
    let output = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
    output.split_terminator('\0').map(str::to_owned).collect()
}

#[cfg(unix)]
#[test]
fn the_shown_command_sends_the_request_once_its_variables_are_set() {
    let key = "eyJvcmciOiJ4In0%3D";
    let url = format!("https://dash.example.com/it's/tyk/keys/{key}?suppress_reset=1");
    let body = "{\"alias\":\"$HOME `id` \\\\ 'a' !\\n\",\n\"hmac_string\":\"top\",\"oauth_keys\":{\"c\":\"one\",\"d\":2},\"jwt_data\":{\"secret\":\"\"}}";
    let request = put(&url, ("x-tyk-authorization", "s3cret"), body);
    let variables = &[
        ("TYK_SECRET", "s3cret"),
        ("TYK_KEY_ID", key),
        ("TYK_HMAC_STRING", "top"),
        ("TYK_OAUTH_KEYS", "one"),
        ("TYK_OAUTH_KEYS_2", "2"),
    ];
    let header = ["--header", "x-tyk-authorization: s3cret", "--header", "Content-Type: application/json"];
    let curl = [&["--request", "PUT", &url], &header[..], &["--data-raw", body]].concat();
    assert_eq!(words(&show(&request, Form::Curl), variables), curl);
    let header = ["x-tyk-authorization:s3cret", "Content-Type:application/json"];
    let httpie = [&["--ignore-stdin", "PUT", &url], &header[..], &["--raw", body]].concat();
    assert_eq!(words(&show(&request, Form::Httpie), variables), httpie);
    for missing in 1..variables.len() {
        let fewer: Vec<_> =
            variables.iter().enumerate().filter(|(at, _)| *at != missing).map(|(_, pair)| *pair).collect();
        assert_eq!(
            words(&show(&request, Form::Curl), &fewer),
            [""; 0],
            "without {:?} it still runs",
            variables.get(missing)
        );
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod properties {
    use proptest::prelude::*;

    use super::super::url::segments;
    use super::*;

    const DANGEROUS: &[&str] = &[
        "", ".", "..", "%2e", "%2E", "%2f", "/", "\\", "%5c", "?", "#", ";", "a", " ", "\t", "\n", "é", "@", ":", "{",
    ];

    /// Ids made of what is dangerous in a path, and any other text.
    fn id() -> impl Strategy<Value = String> {
        let made =
            proptest::collection::vec(proptest::sample::select(DANGEROUS), 0..5).prop_map(|parts| parts.concat());
        prop_oneof![made, ".{0,12}"]
    }

    fn decoded(segment: &str) -> Option<String> {
        let mut bytes = Vec::new();
        let mut rest = segment.bytes();
        while let Some(byte) = rest.next() {
            bytes.push(match byte {
                b'%' => {
                    let digits = [rest.next()?, rest.next()?].map(char::from);
                    u8::from_str_radix(&String::from_iter(digits), 16).ok()?
                }
                other => other,
            });
        }
        String::from_utf8(bytes).ok()
    }

    proptest! {
        #[test]
        fn an_id_is_refused_or_arrives_as_it_is(key_id in id(), api_id in id(), base in "(/[a-z%2e.]{0,6}){0,3}/*") {
            let base_url = format!("https://tyk.example.com{base}");
            for endpoint in Endpoint::ALL {
                let options = Options {
                    endpoint,
                    method: Method::Put,
                    base_url: &base_url,
                    key_id: &key_id,
                    api_id: (endpoint == Endpoint::DashboardApi).then_some(&api_id),
                    parameters: &[],
                    body: Some("{}"),
                    credential: None,
                };
                let Ok(request) = request(&options) else { continue };
                prop_assert!(!request.url.contains(['?', '#', '\\', '{', ' ']), "{}", request.url);
                let found = segments(&request.url).unwrap_or_default();
                prop_assert_eq!(found.last().and_then(|last| decoded(last)), Some(key_id.clone()));
                let trimmed = base.trim_end_matches('/');
                prop_assert_eq!(found.len(), trimmed.matches('/').count() + endpoint.path().len());
                prop_assert!(!key_id.is_empty() && !key_id.contains(['/', '\\', '\0']) && key_id != ".." && key_id != ".");
            }
        }

        #[test]
        fn nothing_printed_holds_a_secret(
            secret in "[A-Z]{12}[!-~]{0,8}[A-Z]",
            member in proptest::sample::select(vec!["hmac_string", "certificate", "HMAC_STRING", "oauth_keys"]),
            alias in ".{0,8}",
            after in "[]},x ]{0,2}",
            raw: bool,
        ) {
            let scheme = if raw { Scheme::Raw } else { Scheme::Bearer };
            let credential = Credential::new("https://tyk.example.com", &secret, scheme);
            let Ok(credential) = credential else { return Ok(()) };
            let quoted = crate::json::quote(&secret);
            let body = format!(
                "{{\"alias\":{},\"{member}\":{quoted},\"oauth_keys\":{{\"c\":{quoted}}},\"jwt_data\":{{\"secret\":{quoted}}},\
                 \"basic_auth_data\":{{\"user\":\"u\",\"password\":{quoted}}}}}{after}",
                crate::json::quote(&alias)
            );
            for endpoint in Endpoint::ALL {
                let options = Options {
                    endpoint,
                    method: Method::Put,
                    base_url: "https://tyk.example.com/base",
                    key_id: if endpoint.is_organisation() { "5e9d9544a1dcd60001d0ed20" } else { &secret },
                    api_id: (endpoint == Endpoint::DashboardApi).then_some("a1"),
                    parameters: if endpoint.is_organisation() { &[] } else { &[Parameter::SuppressReset] },
                    body: Some(&body),
                    credential: Some(&credential),
                };
                let Ok(request) = request(&options) else { continue };
                let printed = [Form::Curl, Form::Fetch, Form::Httpie].map(|form| show(&request, form)).join("\n");
                let printed = format!("{printed}\n{request:?}\n{credential:?}\n{credential}");
                let quoted = quoted.trim_matches('"');
                let encoded = crate::target::encode_segment(&secret);
                for form in [&secret, quoted, &encoded] {
                    prop_assert!(!printed.contains(form), "{printed}");
                }
            }
        }
    }
}
