use std::fmt;

use super::build::HttpRequest;
use super::secrets::{Secret, secrets};
use super::url::BaseUrl;
use crate::json::quote;
use crate::target::{Endpoint, Parameter, Segment};

/// The forms in which a request is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A curl command for a POSIX shell.
    Curl,
    /// A call of `fetch` for Node.js and its like.
    Fetch,
    /// An HTTPie command (version 3) for a POSIX shell.
    Httpie,
}

/// The request as something to read, to copy and to run, with every secret replaced by an environment variable. This is
/// the only printable form of a request.
///
/// - A header's value is shown if the header is known to hold no secret; else it is `$TYK_SECRET`.
/// - The id of a consumer's key opens the APIs, so it is `TYK_KEY_ID`, with the last four characters of a long one as a reminder.
///   The id of an organisation, a hash and a user name are shown.
/// - Secrets in the body become variables named after their members. Where one is not set the command stops, or sends
///   something that is not JSON: no placeholder is ever stored. A body that is not JSON is a variable as a whole.
pub fn show(request: &HttpRequest, form: Form) -> String {
    let mut names = Names::default();
    let (url, key_id) = url(&request.url);
    let headers: Vec<_> = request.headers.iter().map(|(name, value)| (name, header(name, value, &mut names))).collect();
    let body = request.body.as_deref().map(|body| masked(body, key_id, &mut names));
    let method = request.method.name();
    match form {
        Form::Curl => {
            let mut out = format!("curl --request {method} {}", shell(&url));
            for (name, value) in headers {
                out += &format!(" \\\n  --header {}", shell(&after(format!("{name}: "), value)));
            }
            // --data would read a file where the body begins with @.
            out.extend(body.map(|body| format!(" \\\n  --data-raw {}", shell(&body))));
            out
        }
        Form::Httpie => {
            let mut out = format!("http --ignore-stdin {method} {}", shell(&url));
            for (name, value) in headers {
                out += &format!(" \\\n  {}", shell(&after(format!("{name}:"), value)));
            }
            out.extend(body.map(|body| format!(" \\\n  --raw {}", shell(&body))));
            out
        }
        Form::Fetch => {
            let mut out = format!("await fetch({}, {{\n  method: \"{method}\",\n  headers: {{\n", script(&url));
            for (name, value) in headers {
                out += &format!("    {}: {},\n", quote(name), script(&value));
            }
            out += "  },\n";
            out.extend(body.map(|body| format!("  body: {},\n", script(&body))));
            out += &format!("  redirect: \"{}\",\n}});", HttpRequest::REDIRECT);
            out
        }
    }
}

impl fmt::Debug for HttpRequest {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&show(self, Form::Curl))
    }
}

/// A part of a text that is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Plain(String),
    /// An environment variable in place of a secret.
    Variable {
        name: String,
        stands_for: StandsFor,
    },
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum StandsFor {
    /// A header's value: without it the server refuses the request.
    Credential,
    /// A part of the URL, and how the person may recognise it.
    Id(String),
    /// What stands between the quotes of a JSON string.
    JsonString,
    /// A text of any kind.
    Text,
}

/// Names of variables, each given once.
#[derive(Default)]
struct Names(Vec<String>);

impl Names {
    fn variable(&mut self, about: &str, stands_for: StandsFor) -> Piece {
        let name = format!("TYK_{}", about.to_ascii_uppercase());
        let count = self.0.iter().filter(|given| **given == name).count();
        self.0.push(name.clone());
        Piece::Variable { name: if count == 0 { name } else { format!("{name}_{}", count + 1) }, stands_for }
    }
}

fn key_id(reminder: &str) -> Piece {
    Piece::Variable { name: "TYK_KEY_ID".to_owned(), stands_for: StandsFor::Id(reminder.to_owned()) }
}

/// The URL, and the key id that was taken out of it, as it stood there.
fn url(url: &str) -> (Vec<Piece>, Option<&str>) {
    let (address, query) = url.split_at_checked(url.find('?').unwrap_or(url.len())).unwrap_or((url, ""));
    let switches: Option<Vec<Parameter>> =
        query.split(['?', '&']).filter(|pair| !pair.is_empty()).map(switch).collect();
    let (Some((before, id)), Some(switches), Ok(base)) = (address.rsplit_once('/'), switches, BaseUrl::parse(address))
    else {
        return (vec![Names::default().variable("url", StandsFor::Text)], None);
    };
    let harmless = switches.iter().any(|switch| matches!(switch, Parameter::Hashed | Parameter::Username));
    if harmless || is_organisation(&base.path) {
        return (vec![Piece::Plain(url.to_owned())], None);
    }
    let long = id.len() >= 16 && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let last = long.then(|| id.get(id.len() - 4..)).flatten();
    let reminder = last.map(|last| format!("ends in {last}")).unwrap_or_default();
    (vec![Piece::Plain(format!("{before}/")), key_id(&reminder), Piece::Plain(query.to_owned())], Some(id))
}

fn switch(pair: &str) -> Option<Parameter> {
    let (name, value) = pair.split_once('=')?;
    Parameter::parse(name).filter(|parameter| parameter.on() == value)
}

/// Whether the path is that of an organisation's key.
fn is_organisation(path: &str) -> bool {
    Endpoint::ALL.into_iter().filter(|endpoint| endpoint.is_organisation()).any(|endpoint| {
        let mut rest = path.rsplit('/');
        endpoint.path().iter().rev().all(|segment| match (segment, rest.next()) {
            (Segment::Fixed(name), Some(found)) => *name == found,
            (Segment::ApiId | Segment::KeyId, found) => found.is_some(),
            (Segment::Fixed(_), None) => false,
        })
    })
}

fn header(name: &str, value: &str, names: &mut Names) -> Vec<Piece> {
    if ["content-type", "accept"].iter().any(|known| name.eq_ignore_ascii_case(known)) {
        return vec![Piece::Plain(value.to_owned())];
    }
    let prefix = if value.starts_with("Bearer ") { "Bearer " } else { "" };
    vec![Piece::Plain(prefix.to_owned()), names.variable("secret", StandsFor::Credential)]
}

fn masked(body: &str, key: Option<&str>, names: &mut Names) -> Vec<Piece> {
    let Some(secrets) = secrets(body.as_bytes(), key) else {
        return vec![names.variable("body", StandsFor::Text)];
    };
    let mut pieces = Vec::new();
    let mut at = 0;
    for Secret { span, member } in secrets {
        let (start, end) = (span.start as usize, span.end as usize);
        pieces.push(Piece::Plain(body.get(at..start).unwrap_or_default().to_owned()));
        let text = body.as_bytes().get(start) == Some(&b'"');
        let stands_for = if text { StandsFor::JsonString } else { StandsFor::Text };
        pieces.push(match member {
            Some(member) => names.variable(member, stands_for),
            None => Piece::Variable { name: "TYK_KEY_ID".to_owned(), stands_for },
        });
        at = end;
    }
    pieces.push(Piece::Plain(body.get(at..).unwrap_or_default().to_owned()));
    pieces
}

fn after(start: String, mut pieces: Vec<Piece>) -> Vec<Piece> {
    pieces.insert(0, Piece::Plain(start));
    pieces
}

/// One word of a POSIX shell: in double quotes where nothing but the variables means anything to the shell, else in
/// single quotes with the variables in double quotes between them.
fn shell(pieces: &[Piece]) -> String {
    let tame = |piece: &Piece| match piece {
        Piece::Plain(text) => text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b" -_.~/:?=&%".contains(&byte)),
        Piece::Variable { stands_for, .. } => *stands_for != StandsFor::JsonString,
    };
    let constant = pieces.iter().all(|piece| matches!(piece, Piece::Plain(_)));
    if !constant && pieces.iter().all(tame) {
        let inside = pieces.iter().map(|piece| match piece {
            Piece::Plain(text) => text.clone(),
            Piece::Variable { name, stands_for } => variable(name, stands_for),
        });
        return format!("\"{}\"", inside.collect::<String>());
    }
    let mut word = String::new();
    let mut plain = String::new();
    for piece in pieces {
        match piece {
            Piece::Plain(text) => plain += text,
            Piece::Variable { name, stands_for } => {
                let quotes = if *stands_for == StandsFor::JsonString { "\"" } else { "" };
                plain += quotes;
                word += &single_quoted(&plain);
                word += &format!("\"{}\"", variable(name, stands_for));
                plain = quotes.to_owned();
            }
        }
    }
    if !plain.is_empty() || word.is_empty() {
        word += &single_quoted(&plain);
    }
    word
}

fn single_quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

fn variable(name: &str, stands_for: &StandsFor) -> String {
    match stands_for {
        StandsFor::Credential => format!("${name}"),
        StandsFor::Id(reminder) => format!("${{{name}:?{reminder}}}"),
        StandsFor::JsonString | StandsFor::Text => format!("${{{name}:?}}"),
    }
}

/// An expression of JavaScript. A variable that is not set makes a JSON text that no server reads: `undefined` in it.
fn script(pieces: &[Piece]) -> String {
    let mut terms = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Plain(text) if text.is_empty() && pieces.len() > 1 => {}
            Piece::Plain(text) => terms.push(quote(text)),
            Piece::Variable { name, stands_for } => terms.push(match stands_for {
                StandsFor::Id(_) => format!("encodeURIComponent(process.env.{name})"),
                StandsFor::JsonString => format!("JSON.stringify(process.env.{name})"),
                StandsFor::Credential | StandsFor::Text => format!("process.env.{name}"),
            }),
        }
    }
    terms.join(" + ")
}
