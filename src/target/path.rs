use super::flaw::{Flaw, Part};
use super::{Endpoint, Endpoints};
use crate::json::Scanner;

/// A part of an endpoint's path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Segment {
    /// Written as it is.
    Fixed(&'static str),
    /// The id of the API, which only the Dashboard API has.
    ApiId,
    /// The id of the key, which for an organisation's key is the id of the organisation.
    KeyId,
}

impl Endpoint {
    /// The segments of its path. PUT and GET have the same one.
    pub const fn path(self) -> &'static [Segment] {
        use Segment::{ApiId, Fixed, KeyId};
        match self {
            Endpoint::DashboardAdminOrg => &[Fixed("admin"), Fixed("org"), Fixed("keys"), KeyId],
            Endpoint::DashboardApi => &[Fixed("api"), Fixed("apis"), ApiId, Fixed("keys"), KeyId],
            Endpoint::GatewayOrg => &[Fixed("tyk"), Fixed("org"), Fixed("keys"), KeyId],
            Endpoint::GatewayKey => &[Fixed("tyk"), Fixed("keys"), KeyId],
        }
    }
}

impl Segment {
    /// Why an id cannot stand in this place of a path, if it cannot: the request would go somewhere else, or to no key
    /// (codes `key-id-empty` and `key-id-slash`).
    pub fn flaw(self, id: &str) -> Option<Flaw> {
        if id.is_empty() {
            return Some(Flaw::new(
                "key-id-empty",
                Part::Path,
                "without an id the request goes to no key, and nothing is updated",
                "give the id of the key, and that of the API where the path has one",
            ));
        }
        let message = if id.bytes().any(|byte| byte == b'/') {
            // Recorded from gateway 5.13.0: PUT /tyk/keys/a%2Fb answers 404, ..%2fapis%2fa1 redirects to /tyk/apis/a1.
            "an id with / cannot be addressed, not even as %2F: the request goes to something else or to nothing"
        } else if id.bytes().any(|byte| byte == b'\\') {
            "an id with \\ cannot be addressed: servers and proxies on the way take it for /"
        } else if matches!(id, "." | "..") {
            // Recorded from gateway 5.13.0: PUT /tyk/keys/.. and /tyk/keys/%2e%2e redirect to /tyk.
            "in a path . and .. mean another place, even percent-encoded: the request goes there and updates no key"
        } else if id.chars().any(char::is_control) {
            "an id with a control character cannot be addressed: no key has one, and proxies refuse it"
        } else {
            return None;
        };
        Some(Flaw::new(
            "key-id-slash",
            Part::Path,
            message,
            match self {
                Segment::ApiId => "write the id of the API as the Dashboard shows it",
                _ => "address a key with such an id by its hash, with hashed=1",
            },
        ))
    }
}

/// The segment as it stands in a URL: everything but letters, digits and `-_.!~*'()` percent-encoded, as
/// `encodeURIComponent` does it.
pub fn encode_segment(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.!~*'()".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.extend([byte >> 4, byte & 15].map(hexadecimal));
        }
    }
    out
}

fn hexadecimal(digit: u8) -> char {
    char::from_digit(u32::from(digit), 16).unwrap_or_default().to_ascii_uppercase()
}

/// The key id with the `=` it lost, if it is base64 of a JSON object whose padding was cut off. The server does not
/// find such a key without its padding.
pub fn padded(id: &str) -> Option<String> {
    let digits = id.trim_end_matches('=');
    if id.len().is_multiple_of(4) || !id.starts_with("ey") {
        return None;
    }
    let decoded = base64(digits)?;
    let mut scanner = Scanner::new(&decoded);
    let object = scanner.peek() == Some(b'{') && scanner.skip().is_ok() && scanner.peek().is_none();
    object.then(|| format!("{digits}{}", "=".repeat(digits.len().wrapping_neg() % 4)))
}

/// Decodes base64 (the standard alphabet, no padding).
pub(crate) fn base64(digits: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(digits.len() / 4 * 3 + 2);
    let (mut held, mut bits) = (0_u32, 0);
    for digit in digits.bytes() {
        let value = match digit {
            b'A'..=b'Z' => digit - b'A',
            b'a'..=b'z' => digit - b'a' + 26,
            b'0'..=b'9' => digit - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        held = held << 6 | u32::from(value);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits) as u8);
        }
    }
    // One digit more than whole bytes need carries fewer than eight bits: no text ends like this.
    (digits.len() % 4 != 1).then_some(bytes)
}

/// `key-id-padding`: the id lost its padding (see [`padded`]).
pub fn padding_flaw(endpoint: Endpoint, key_id: &str) -> Option<Flaw> {
    let lost = Endpoints::DASHBOARD_API.contains(endpoint) && padded(key_id).is_some();
    lost.then(|| {
        Flaw::new(
            "key-id-padding",
            Part::Path,
            "the id has lost the = at its end: the key is not found, and the answer is 404",
            "add = until the length of the id is a multiple of four",
        )
    })
}

/// `org-id-not-24-hex`: the id of an organisation does not look like one that a Dashboard made.
pub fn organisation_flaw(endpoint: Endpoint, key_id: &str) -> Option<Flaw> {
    let usual = key_id.len() == 24 && key_id.bytes().all(|byte| byte.is_ascii_hexdigit());
    (endpoint.is_organisation() && !usual && !key_id.is_empty()).then(|| {
        Flaw::new(
            "org-id-not-24-hex",
            Part::Path,
            "organisation ids usually have 24 hexadecimal digits: this key limits only APIs whose org_id is exactly this id",
            "compare it with the org_id of the APIs that it is meant for",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::{Segment, encode_segment, organisation_flaw, padded, padding_flaw};
    use crate::target::Endpoint;

    #[test]
    fn an_id_that_leads_elsewhere_is_named() {
        for (id, code) in [
            ("", Some("key-id-empty")),
            ("a/b", Some("key-id-slash")),
            ("../apis/a1", Some("key-id-slash")),
            ("..\\x", Some("key-id-slash")),
            (".", Some("key-id-slash")),
            ("..", Some("key-id-slash")),
            ("a\nb", Some("key-id-slash")),
            ("a\0b", Some("key-id-slash")),
            ("\u{85}", Some("key-id-slash")),
            ("...", None),
            (".a", None),
            ("%2e%2e", None),
            ("a b", None),
            ("eyJvcmciOiJ4In0=", None),
            ("€", None),
        ] {
            assert_eq!(Segment::KeyId.flaw(id).map(|flaw| flaw.code), code, "{id:?}");
        }
    }

    #[test]
    fn segments_are_encoded_as_encode_uri_component_does_it() {
        for (id, encoded) in [
            ("aZ0-_.!~*'()", "aZ0-_.!~*'()"),
            ("a b+c=d", "a%20b%2Bc%3Dd"),
            ("%2e", "%252e"),
            ("é€😀", "%C3%A9%E2%82%AC%F0%9F%98%80"),
            ("?#&;:@,$[]{}", "%3F%23%26%3B%3A%40%2C%24%5B%5D%7B%7D"),
        ] {
            assert_eq!(encode_segment(id), encoded);
        }
    }

    #[test]
    fn base64_of_an_object_gets_its_padding_back() {
        for (id, whole) in [
            ("eyJvcmciOiJ4In0", Some("eyJvcmciOiJ4In0=")),
            ("eyJvcmciOiJ4eCJ9", None),
            ("eyJvcmciOiJ4In0=", None),
            ("eyJvcmciOiIifQ", Some("eyJvcmciOiIifQ==")),
            ("eyJvcmciOiIifQ=", Some("eyJvcmciOiIifQ==")),
            ("eyJhbGciOiJIUzI1NiJ9.e30.abc", None),
            ("eyes", None),
            ("eyelash", None),
            ("eyJvc", None),
            ("", None),
        ] {
            assert_eq!(padded(id).as_deref(), whole, "{id}");
        }
        assert!(padding_flaw(Endpoint::DashboardApi, "eyJvcmciOiIifQ").is_some());
        assert!(padding_flaw(Endpoint::GatewayOrg, "eyJvcmciOiIifQ").is_none());
    }

    #[test]
    fn an_organisation_usually_has_24_hexadecimal_digits() {
        let unusual = |endpoint, id| organisation_flaw(endpoint, id).is_some();
        assert!(!unusual(Endpoint::GatewayOrg, "5e9d9544a1dcd60001d0ed20"));
        assert!(unusual(Endpoint::GatewayOrg, "default"));
        assert!(unusual(Endpoint::DashboardAdminOrg, "5e9d9544a1dcd60001d0ed2g"));
        assert!(!unusual(Endpoint::GatewayKey, "default"));
    }
}
