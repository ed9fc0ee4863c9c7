use std::fmt;

use super::answers::ANSWERS;
use super::build::Method;
use crate::json::{Scanner, Span, decode, same_name};
use crate::session::SessionState;
use crate::target::Endpoint;

/// The parts of a response that say how a request went.
#[derive(Clone, Copy)]
pub struct Parts<'a> {
    /// The status; 0 where `fetch` hides it.
    pub status: u16,
    /// The header `Content-Type`, empty if there is none.
    pub content_type: &'a str,
    /// The body.
    pub text: &'a str,
    /// The `type` of a `fetch` response, such as `opaqueredirect`; empty if it is not known.
    pub kind: &'a str,
}

/// How a request went. It may hold secrets, of the key and of what the server echoed: its `Debug` prints none.
#[derive(Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The server took the update. Only a read tells whether it stuck.
    Updated {
        /// The status.
        status: u16,
        /// What the server says about it, such as `Key updated` or `modified`.
        message: Option<String>,
        /// The id of the key.
        key: Option<String>,
        /// The hash of the key.
        key_hash: Option<String>,
        /// The text of the session, where the answer carries it.
        session: Option<String>,
    },
    /// The key that was asked for.
    Session {
        /// The status.
        status: u16,
        /// The text of the session, byte for byte.
        session: String,
        /// The id of the key, where the answer carries it.
        key_id: Option<String>,
        /// The hash of the key, where the answer carries it.
        key_hash: Option<String>,
    },
    /// Anything else.
    Failed {
        /// What kind of failure it is.
        failure: Failure,
        /// The status.
        status: u16,
        /// The server's own words, where the answer has them in a known place.
        message: Option<String>,
        /// The whole answer, as it came.
        text: String,
        /// What happened and what to do.
        help: String,
    },
}

/// The kinds of failure, by what they mean: the same status means one thing at the Gateway and another at the
/// Dashboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(serde::Serialize, serde::Deserialize, tsify::Tsify))]
#[cfg_attr(feature = "schema", serde(rename_all = "camelCase"))]
pub enum Failure {
    /// The server could not make sense of the body or the query.
    Invalid,
    /// The secret is missing or wrong.
    Unauthorized,
    /// The secret is known, and its owner may not do this.
    Forbidden,
    /// There is no such key, organisation or endpoint.
    NotFound,
    /// The server understood the request and does not do it.
    Refused,
    /// The server failed.
    ServerError,
    /// The server points somewhere else. It was not followed.
    Redirect,
    /// An answer that no endpoint gives.
    Unreadable,
}

impl Failure {
    /// The name used in TypeScript, such as `notFound`.
    pub const fn name(self) -> &'static str {
        match self {
            Failure::Invalid => "invalid",
            Failure::Unauthorized => "unauthorized",
            Failure::Forbidden => "forbidden",
            Failure::NotFound => "notFound",
            Failure::Refused => "refused",
            Failure::ServerError => "serverError",
            Failure::Redirect => "redirect",
            Failure::Unreadable => "unreadable",
        }
    }
}

/// Reads the answer to a request. `method` tells apart what the Dashboard answers to a read and to an update, which
/// look the same.
///
/// ```
/// use tyk_session::Endpoint;
/// use tyk_session::request::{Method, Outcome, Parts, read_parts};
///
/// let text = r#"{"key":"k1","status":"ok","action":"modified"}"#;
/// let parts = Parts { status: 200, content_type: "application/json", text, kind: "" };
/// let outcome = read_parts(Endpoint::GatewayKey, Method::Put, parts);
/// assert!(matches!(outcome, Outcome::Updated { key: Some(key), .. } if key == "k1"));
/// ```
pub fn read_parts(endpoint: Endpoint, method: Method, parts: Parts<'_>) -> Outcome {
    let answer = Answer::read(parts.text);
    let outcome = match parts.status {
        _ if parts.kind == "opaqueredirect" => None,
        200..=299 => answer.as_ref().and_then(|answer| success(method, parts.status, answer)),
        _ => None,
    };
    outcome.unwrap_or_else(|| failed(endpoint, parts, answer.as_ref()))
}

/// What an answer with a good status tells, if it is one that the endpoints give.
fn success(method: Method, status: u16, answer: &Answer<'_>) -> Option<Outcome> {
    let said = answer.string("status");
    if said.as_deref().is_some_and(|said| said.eq_ignore_ascii_case("error")) {
        return None;
    }
    let key_hash = answer.string("key_hash");
    // The Dashboard wraps the session.
    let wrapped = answer.object("data").map(str::to_owned);
    match method {
        Method::Get => {
            let bare = || answer.holds_session().then(|| answer.whole.to_owned());
            let key_id = wrapped.is_some().then(|| answer.string("key_id")).flatten();
            let key_hash = wrapped.is_some().then_some(key_hash).flatten();
            Some(Outcome::Session { status, session: wrapped.or_else(bare)?, key_id, key_hash })
        }
        Method::Put => {
            let ok = said.is_some_and(|said| said.eq_ignore_ascii_case("ok"));
            (ok || wrapped.is_some()).then(|| Outcome::Updated {
                status,
                message: answer.message().or_else(|| answer.string("action")),
                key: answer.string("key").or_else(|| answer.string("key_id")),
                key_hash,
                session: wrapped,
            })
        }
    }
}

fn failed(endpoint: Endpoint, parts: Parts<'_>, answer: Option<&Answer<'_>>) -> Outcome {
    let Parts { status, text, .. } = parts;
    let message = answer.and_then(Answer::message);
    let words = message.as_deref().unwrap_or(text).trim();
    let known = ANSWERS
        .iter()
        .find(|known| known.endpoints.contains(endpoint) && known.status == status && begins(words, known.message));
    let (failure, help) = match (known, status) {
        _ if parts.kind == "opaqueredirect" => redirect(),
        (Some(known), _) => (known.failure, known.help.to_owned()),
        (None, 300..=399) => redirect(),
        (None, 400..=599) => {
            let (failure, help) = Failure::of(status);
            (failure, help.to_owned())
        }
        (None, _) => unreadable(parts, answer),
    };
    Outcome::Failed { failure, status, message, text: text.to_owned(), help }
}

fn begins(words: &str, message: &str) -> bool {
    words.get(..message.len()).is_some_and(|start| start.eq_ignore_ascii_case(message))
}

fn redirect() -> (Failure, String) {
    let help = "nothing was changed: the server points to another address, and following it would carry the secret there; \
        check the base URL, above all http instead of https and the path";
    (Failure::Redirect, help.to_owned())
}

fn unreadable(parts: Parts<'_>, answer: Option<&Answer<'_>>) -> (Failure, String) {
    if answer.is_some_and(|answer| answer.string("status").is_some_and(|said| said.eq_ignore_ascii_case("error"))) {
        return (Failure::Refused, "the server reports an error in spite of its status; read its message".to_owned());
    }
    if parts.status / 100 == 2 && answer.is_some_and(Answer::holds_session) {
        let help = "the answer is a key, as a GET gives it: read it as that, with the method \"GET\"";
        return (Failure::Unreadable, help.to_owned());
    }
    let what = match (parts.status, answer, parts.content_type.split(';').next().unwrap_or_default().trim()) {
        (0, ..) => "fetch hides the answer, as it does for a server of another origin".to_owned(),
        (_, Some(_), _) => "the answer is not the JSON this endpoint gives".to_owned(),
        (_, None, "") => "the answer is not a JSON object".to_owned(),
        (_, None, found) => format!("the answer is {found} and not a JSON object"),
    };
    let help = format!(
        "{what}: probably something other than Tyk answered; check the base URL, then read the key to see what is stored"
    );
    (Failure::Unreadable, help)
}

/// A JSON object that a server answered with.
struct Answer<'t> {
    /// The object, without the white space around it.
    whole: &'t str,
    members: Vec<(Span, Span)>,
    text: &'t str,
}

impl<'t> Answer<'t> {
    fn read(text: &'t str) -> Option<Answer<'t>> {
        let mut scanner = Scanner::new(text.as_bytes());
        if scanner.peek() != Some(b'{') {
            return None;
        }
        let start = scanner.at();
        let mut members = Vec::new();
        scanner.open().ok()?;
        while let Some(name) = scanner.member(members.is_empty()).ok()? {
            members.push((name.span, scanner.skip().ok()?));
        }
        let whole = text.get(start as usize..scanner.at() as usize)?;
        scanner.peek().is_none().then_some(Answer { whole, members, text })
    }

    /// The value of the member of that name, with any case: the Dashboard writes `Status`, the Gateway `status`.
    fn value(&self, name: &str) -> Option<&'t str> {
        let (_, value) = self.members.iter().rev().find(|(found, _)| self.named(*found, name))?;
        self.text.get(value.start as usize..value.end as usize)
    }

    fn named(&self, span: Span, name: &str) -> bool {
        same_name(&decode(span.of(self.text.as_bytes())), name)
    }

    fn string(&self, name: &str) -> Option<String> {
        let literal = self.value(name).filter(|literal| literal.starts_with('"') && *literal != "\"\"")?;
        Some(decode(literal.as_bytes()).into_owned())
    }

    fn object(&self, name: &str) -> Option<&'t str> {
        self.value(name).filter(|literal| literal.starts_with('{'))
    }

    /// What the server says, wherever it says it: `error` is what the proxy of a gateway answers with.
    fn message(&self) -> Option<String> {
        self.string("message").or_else(|| self.string("error"))
    }

    /// Whether it is a session, and not some other object: a stored key always has a member, if only `last_updated`.
    fn holds_session(&self) -> bool {
        let known = |span: Span| SessionState::TABLE.members.iter().any(|member| self.named(span, member.name));
        self.members.iter().any(|(name, _)| known(*name))
    }
}

impl fmt::Debug for Outcome {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Outcome::Updated { status, .. } => write!(out, "Updated({status})"),
            Outcome::Session { status, .. } => write!(out, "Session({status})"),
            Outcome::Failed { failure, status, help, .. } => write!(out, "{failure:?}({status}: {help})"),
        }
    }
}

impl fmt::Debug for Parts<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Parts({} {}, {} bytes)", self.status, self.content_type, self.text.len())
    }
}
