use std::fmt;

use crate::target::{Flaw, Part};

/// Scheme, host and port of a server, in one spelling: lower case, without the port that the scheme implies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin(String);

impl fmt::Display for Origin {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// Where the paths of the endpoints begin: an origin, and the path before them if a proxy adds one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct BaseUrl {
    pub(super) origin: Origin,
    /// Empty, or a path that begins with a slash and does not end with one.
    pub(super) path: String,
}

impl BaseUrl {
    /// Reads an absolute http or https URL without user, query and fragment. It keeps the path and takes slashes off
    /// its end.
    ///
    /// Plain http is taken for every host: gateways are often reached inside a network that has no certificates.
    pub(super) fn parse(text: &str) -> Result<BaseUrl, Flaw> {
        let (scheme, rest) = split_scheme(text).unwrap_or_default();
        let scheme = scheme.to_ascii_lowercase();
        let standard = match scheme.as_str() {
            "http" => 80,
            "https" => 443,
            _ => return Err(refuse("the base URL does not begin with http:// or https://")),
        };
        if let Some(letter) = text.chars().find(|letter| !belongs(*letter)) {
            return Err(refuse(match letter {
                '?' => "the base URL has a query, which would end up in the middle of the URL",
                '#' => "the base URL has a fragment, and everything after a # is not sent",
                '{' | '}' | '<' | '>' => "the base URL still has a placeholder in it",
                _ => "the base URL has a character that no URL has",
            }));
        }
        let (authority, path) = rest.split_at_checked(rest.find('/').unwrap_or(rest.len())).unwrap_or_default();
        if authority.bytes().any(|byte| byte == b'@') {
            return Err(refuse("the base URL names a user, and fetch refuses such URLs"));
        }
        let (host, port) = split_port(authority);
        let host = host.to_ascii_lowercase();
        if !is_host(&host) {
            return Err(refuse("the base URL has no host that a request can be sent to"));
        }
        let port = match port {
            None => standard,
            Some(digits) => {
                number(digits).ok_or_else(|| refuse("the port of the base URL is not a number below 65536"))?
            }
        };
        let path = path.trim_end_matches('/');
        if path.split('/').skip(1).any(str::is_empty) || resolve(path) != literal(path) {
            return Err(refuse("the path of the base URL has empty segments or . and .. in it, which lead elsewhere"));
        }
        let port = if port == standard { String::new() } else { format!(":{port}") };
        Ok(BaseUrl { origin: Origin(format!("{scheme}://{host}{port}")), path: path.to_owned() })
    }
}

fn refuse(message: &'static str) -> Flaw {
    Flaw::new("base-url-invalid", Part::Path, message, "write it like https://dashboard.example.com:3000")
}

/// Whether the base URL may hold the letter: what RFC 3986 lets stand in an authority and a path.
fn belongs(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || "-._~%!$&'()*+,;=:@/[]".chars().any(|other| other == letter)
}

/// What stands before and behind the first `://`.
fn split_scheme(text: &str) -> Option<(&str, &str)> {
    let place = text.as_bytes().windows(3).position(|window| window == b"://")?;
    Some((text.get(..place)?, text.get(place + 3..)?))
}

fn split_port(authority: &str) -> (&str, Option<&str>) {
    match authority.rsplit_once(':') {
        Some((host, port)) if !port.bytes().any(|byte| byte == b']') => (host, Some(port)),
        _ => (authority, None),
    }
}

fn is_host(host: &str) -> bool {
    match host.strip_prefix('[') {
        Some(inside) => inside.strip_suffix(']').is_some_and(|inside| {
            inside.bytes().any(|byte| byte == b':') && inside.bytes().all(|byte| b"0123456789abcdef:.".contains(&byte))
        }),
        None => {
            !host.is_empty()
                && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_'))
        }
    }
}

fn number(digits: &str) -> Option<u16> {
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
}

/// The segments of the path to which a browser sends a request for this URL: `\` is a slash, and `.` and `..`,
/// percent-encoded or not, are steps (WHATWG URL, path state). They stay percent-encoded. Nothing for a text without a
/// path.
pub(super) fn segments(url: &str) -> Option<Vec<String>> {
    let url: String = url.trim_matches(|letter| letter <= ' ').replace(['\t', '\n', '\r'], "");
    let (_, rest) = split_scheme(&url)?;
    let rest = rest.split(['?', '#']).next()?;
    let path = rest.get(rest.find(['/', '\\'])?..)?;
    Some(resolve(path))
}

fn resolve(path: &str) -> Vec<String> {
    let mut segments = Vec::new();
    let mut ended = true;
    for segment in path.split(['/', '\\']).skip(1) {
        ended = true;
        match segment.to_ascii_lowercase().as_str() {
            "." | "%2e" => ended = false,
            ".." | ".%2e" | "%2e." | "%2e%2e" => {
                segments.pop();
                ended = false;
            }
            _ => segments.push(segment.to_owned()),
        }
    }
    if !ended {
        segments.push(String::new());
    }
    segments
}

fn literal(path: &str) -> Vec<String> {
    path.split('/').skip(1).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::{BaseUrl, segments};

    #[test]
    fn a_base_url_keeps_its_path_and_its_origin_has_one_spelling() {
        for (text, origin, path) in [
            ("https://dash.example.com", "https://dash.example.com", ""),
            ("HTTPS://Dash.Example.com:443//", "https://dash.example.com", ""),
            ("http://localhost:3000/", "http://localhost:3000", ""),
            ("http://localhost:080", "http://localhost", ""),
            ("http://[::1]:8080/a/b///", "http://[::1]:8080", "/a/b"),
            ("https://proxy.example.com/tyk%20one", "https://proxy.example.com", "/tyk%20one"),
        ] {
            let base = BaseUrl::parse(text).map(|base| (base.origin.to_string(), base.path));
            assert_eq!(base, Ok((origin.to_owned(), path.to_owned())), "{text}");
        }
    }

    #[test]
    fn a_base_url_that_leads_elsewhere_is_refused() {
        for text in [
            "",
            "localhost:3000",
            "//dash.example.com",
            "ftp://dash.example.com",
            "javascript://x",
            "https:dash.example.com",
            "https://",
            "https:///path",
            "https://user:pass@dash.example.com",
            "https://dash.example.com@evil.example",
            "https://dash.example.com\\@evil.example",
            "https://dash.example.com?x=1",
            "https://dash.example.com/#x",
            "https://dash.example.com:",
            "https://dash.example.com:port",
            "https://dash.example.com:70000",
            "https://dash.example.com:+80",
            "https://dash.example.com/a/../b",
            "https://dash.example.com/%2E%2e",
            "https://dash.example.com/a//b",
            "https://{tenant}/",
            "https://dash.example.com/ ",
            " https://dash.example.com",
            "https://dash.exam\tple.com",
            "https://dásh.example.com",
            "https://da%73h.example.com",
            "https://[::1",
            "https://[]",
            "https://a]b",
        ] {
            let refused = BaseUrl::parse(text).map_err(|flaw| flaw.code);
            assert_eq!(refused, Err("base-url-invalid"), "{text:?}");
        }
    }

    #[test]
    fn a_url_leads_to_the_segments_that_a_browser_sees() {
        for (url, expected) in [
            ("https://h/tyk/keys/a", &["tyk", "keys", "a"][..]),
            ("https://h/tyk/keys/..", &["tyk", ""]),
            ("https://h/tyk/keys/%2e%2E/x", &["tyk", "x"]),
            ("https://h/tyk/keys/.%2e", &["tyk", ""]),
            ("https://h/a/./b", &["a", "b"]),
            ("https://h/a/.", &["a", ""]),
            ("https://h/a\\..\\b?x=/y#/z", &["b"]),
            ("https://h/a/.\n.", &[""]),
            ("https://h/../../a", &["a"]),
            ("https://h/a%2Fb", &["a%2Fb"]),
        ] {
            assert_eq!(segments(url).unwrap_or_default(), expected, "{url}");
        }
    }
}
