//! The shapes of what crosses into JavaScript and stands nowhere else: options, and answers that are put together here.
//! The TypeScript declarations are tsify's, of these and of the types of other rooms; a test holds answers against
//! them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use tsify::Tsify;

use crate::report::{Fix, Related, Severity};
use crate::request::{Failure, Method};
use crate::target::{Endpoint, Part};

/// Declares shapes: each a struct with the names that JavaScript has.
macro_rules! shapes {
    ($derives:tt; $($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $member:ident: $type:ty,)* })*) => {
        $(
            $(#[$about])*
            #[derive $derives]
            #[serde(rename_all = "camelCase", deny_unknown_fields)]
            #[tsify(hashmap_as_object)]
            pub struct $name {
                $($(#[$doc])* pub $member: $type,)*
            }
        )*
    };
}

mod options;
mod update;

pub use options::*;
pub use update::*;

shapes! { (Debug, Tsify);
    /// A request, ready to be sent: `fetch(request.url, request)`. It holds the secret in its headers; `show` prints it
    /// without.
    HttpRequest {
        /// What is done.
        method: Method,
        /// The whole URL.
        url: String,
        /// Names and values. One of them is the secret.
        headers: BTreeMap<String, String>,
        /// The text that is sent.
        body: Option<String>,
        /// A redirect is an answer of its own and never followed: it would carry the secret somewhere else.
        #[tsify(type = "\"manual\"")]
        redirect: String,
    }

    /// The parts of a response that say how a request went.
    ResponseParts {
        /// The status; 0 where `fetch` hides it.
        status: u16,
        /// The method of the request, `PUT` if not given: the Dashboard answers alike to both.
        method: Option<Method>,
        /// The header `Content-Type`.
        content_type: Option<String>,
        /// The body.
        text: String,
        /// The `type` of a response of `fetch`, such as `opaqueredirect`.
        r#type: Option<String>,
    }

    /// The server took the update. Only a read tells whether it stuck.
    Updated {
        /// How it went.
        #[tsify(type = "\"updated\"")]
        kind: String,
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
    }

    /// The key that was asked for.
    Found {
        /// How it went.
        #[tsify(type = "\"session\"")]
        kind: String,
        /// The status.
        status: u16,
        /// The text of the session, without the Dashboard's wrapping.
        session: String,
        /// The id of the key, where the answer carries it.
        key_id: Option<String>,
        /// The hash of the key, where the answer carries it.
        key_hash: Option<String>,
    }

    /// Anything else.
    Failed {
        /// How it went.
        kind: Failure,
        /// The status.
        status: u16,
        /// The server's own words, where the answer has them in a known place.
        message: Option<String>,
        /// The whole answer, as it came.
        text: String,
        /// What happened, and what to do.
        help: String,
    }

    /// What is wrong with a part of a request.
    Flaw {
        /// Its stable name.
        code: String,
        /// The part of the request.
        r#in: Part,
        /// What will happen if it is sent like this.
        message: String,
        /// What to do.
        help: String,
    }

    /// The answer to a call that is wrong; JavaScript throws it.
    Refusal {
        /// What is wrong, in one sentence.
        misuse: String,
        /// What is wrong with each part of a request.
        flaws: Vec<Flaw>,
    }

    /// A value that is in force, and where it comes from.
    Origin {
        /// Where it stands in the effective key, as a JSON Pointer.
        pointer: String,
        /// The value as JSON text; nothing where the key has none.
        value: Option<String>,
        /// Where it comes from.
        source: Source,
        /// The ids of the policies it comes from.
        policies: Vec<String>,
        /// Whether the key itself has a part in it.
        key: bool,
    }

    /// Everything there is to say about an update. While the gateway cannot read the body, these are the places where it cannot,
    /// and what the body means is judged once they are fixed.
    Report {
        /// By place in the request (query, path, headers, then the body from its first byte to its last), then by code.
        issues: Vec<Issue>,
        /// How many of the issues are errors.
        errors: u32,
        /// How many of the issues are warnings.
        warnings: u32,
        /// How many of the issues are good to know and no more.
        infos: u32,
    }

    /// How far the check of an export is.
    BulkProgress {
        /// The bytes that have been looked at.
        bytes: u64,
        /// The keys that were checked.
        records: u64,
        /// Those with an error.
        failed: u64,
        /// Those whose text was changed.
        changed: u64,
        /// How many issues are errors.
        errors: u64,
        /// How many issues are warnings.
        warnings: u64,
        /// How many issues are good to know and no more.
        infos: u64,
        /// How many issues there are of each rule.
        codes: Counts,
        /// Whether the export breaks off inside its array; known at its end.
        cut_off: bool,
    }

    /// A key of an export that has issues.
    BulkRecord {
        /// How many keys stand before it.
        index: u64,
        /// Where it begins, in bytes from the beginning of the export. The places in its issues are counted from there.
        offset: u64,
        /// How long it is, in bytes.
        length: u64,
        /// What there is to say about it.
        issues: Vec<Issue>,
    }

    /// One thing that is wrong or surprising about an update.
    Issue {
        /// The rule that says it.
        code: Code,
        /// How bad it is.
        severity: Severity,
        /// The part of the request it is about.
        r#in: Part,
        /// Where in the body: nowhere for the whole body and for the other parts.
        #[serde(flatten)]
        pointer: Pointer,
        /// The piece of the text it is about; of the other parts, 0 to 0.
        range: Range,
        /// What will happen on the server, and to whom. Never shows a secret.
        message: String,
        /// What to do.
        help: Option<String>,
        /// Values of the message by name, for those who word it themselves; most rules give none.
        params: BTreeMap<String, Param>,
        /// Other places that have to do with it.
        related: Vec<Related>,
        /// How to fix it.
        fix: Option<Fix>,
        /// Where the rule is described: a file of the package.
        docs: String,
    }

    /// What `fix` made of a key.
    Fixed {
        /// The fixed text; what no fix is about stays byte for byte as it was.
        text: String,
        /// The issues that were fixed.
        applied: Vec<Issue>,
        /// What there is to say about the fixed text.
        remaining: Report,
    }

    /// A place in a body.
    Pointer {
        /// As a JSON Pointer (RFC 6901); empty for the whole body.
        pointer: String,
        /// As a list of names.
        path: Vec<String>,
    }

    /// A piece of a text, from its first unit up to but not including the second number.
    Range {
        /// In bytes of its UTF-8.
        bytes: [u32; 2],
        /// In UTF-16 units, as JavaScript's strings count.
        utf16: [u32; 2],
    }

}

shapes! { (Debug, Serialize, Tsify);
    /// A rule of the catalogue.
    RuleInfo {
        /// Its stable name.
        code: Code,
        /// The rules it belongs with, such as `quota`.
        family: String,
        /// How bad its issues are, unless the endpoint or the options say otherwise.
        severity: Severity,
        /// Where it holds.
        endpoints: Vec<Endpoint>,
        /// The first gateway version for which it holds.
        since: Option<Version>,
        /// The first gateway version for which it holds no more.
        until: Option<Version>,
        /// What it notices, in one sentence.
        summary: String,
        /// Why that matters: what the gateway does, and who feels it.
        why: String,
        /// How that is known.
        evidence: Vec<String>,
        /// A request that it notices.
        triggers: RuleExample,
        /// One that looks alike and is fine.
        passes: RuleExample,
        /// Where it is described: a file of the package.
        docs: String,
    }

    /// A request to try a rule on.
    RuleExample {
        /// Where the request goes.
        endpoint: Endpoint,
        /// The version of the gateway, if it matters.
        version: Option<Version>,
        /// The query of the URL.
        query: Option<String>,
        /// The id of the key, or of the organisation, in the path.
        key_id: String,
        /// The id of the API in the path.
        api_id: String,
        /// The key as it was.
        previous: Option<String>,
        /// What else is known of the gateway, as JSON.
        context: Option<String>,
        /// The secret that the request is built with.
        secret: Option<String>,
        /// The body.
        body: String,
    }
}

/// A value in a message. A number that JavaScript does not hold exactly is its digits in a text.
#[derive(Debug, Tsify)]
#[serde(untagged)]
pub enum Param {
    /// A text.
    Text(String),
    /// A number.
    Number(f64),
    /// Yes or no.
    Boolean(bool),
}

/// One step of a JSON Patch (RFC 6902), except that a value is JSON *text*, so that every digit of it survives: `add`
/// adds a member or an element, or replaces the member if it is there; `replace` replaces a value; `remove` takes it
/// away; `move` moves a member, and inside the same object renames it in its place.
#[derive(Debug, Tsify, Deserialize)]
#[serde(tag = "op", rename_all = "lowercase")]
pub enum Operation {
    /// Adds a member or an element, or replaces the member if it is there.
    Add(Writing),
    /// Replaces a value.
    Replace(Writing),
    /// Removes a member or an element.
    Remove(Removal),
    /// Moves a member; inside the same object it is renamed in its place.
    Move(Moving),
}

shapes! { (Debug, Tsify, Deserialize);
    /// What is written where.
    Writing {
        /// Where, as a JSON Pointer; `-` as the last name is the end of an array.
        path: String,
        /// The value as JSON text.
        value: String,
    }

    /// What is taken away.
    Removal {
        /// Where, as a JSON Pointer.
        path: String,
    }

    /// What is moved where.
    Moving {
        /// From where, as a JSON Pointer.
        from: String,
        /// Where to, as a JSON Pointer.
        path: String,
    }
}

/// How a request went. It may hold secrets, of the key and of what the server echoed.
#[derive(Debug, Tsify)]
#[serde(untagged)]
pub enum Outcome {
    /// An update.
    Updated(Updated),
    /// A read.
    Found(Found),
    /// A failure.
    Failed(Failed),
}

/// Where a value that is in force comes from: the key itself, one policy, several policies or one and the key together,
/// the gateway, which works it out, or nobody.
#[derive(Debug, Tsify)]
#[serde(rename_all = "lowercase")]
pub enum Source {
    /// The key itself.
    Key,
    /// One policy.
    Policy,
    /// Several policies, or one and the key, together.
    Merged,
    /// The gateway, which works it out.
    Gateway,
    /// Nobody set it.
    Default,
}

/// The stable name of a rule.
#[derive(Debug, Serialize, Tsify)]
#[tsify(type = "keyof Rules")]
pub struct Code(pub String);

/// A version of the gateway: a line, which stands for its newest patch, or exactly one.
#[derive(Debug, Serialize, Deserialize, Tsify)]
#[tsify(type = "Line | `${Line}.${bigint}`")]
pub struct Version(pub String);

/// Severities by rule, in place of the catalogue's.
#[derive(Debug, Deserialize, Tsify)]
#[tsify(type = "{ [C in keyof Rules]?: Severity | \"off\" }")]
pub struct Severities(pub BTreeMap<String, String>);

/// How many issues there are of each rule.
#[derive(Debug, Tsify)]
#[tsify(type = "{ [C in keyof Rules]?: number }")]
pub struct Counts(pub BTreeMap<String, u64>);
