use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Endpoint, Prediction, Report};
use crate::gateway::Context;

shapes! {
    /// An update, thought through before it is sent.
    Plan {
        /// Where it goes.
        endpoint: Endpoint,
        /// The query it goes with.
        query: String,
        /// The key as GET answered it.
        base: String,
        /// The whole body to send.
        body: String,
        /// Whether nothing was edited; then the body is the edited text, byte for byte.
        unchanged: bool,
        /// What changes, in words; what becomes of the quota counter among it.
        changes: Vec<Change>,
        /// What is sent and does not stay so.
        lost: Vec<Loss>,
        /// What else to know: what was left out of the body, what could not be told.
        notes: Vec<String>,
        /// What there is to say about the body.
        report: Report,
        /// What the gateway will do.
        prediction: Prediction,
    }

    /// One difference between the key as it was and as it is to be.
    Change {
        /// What it is about.
        kind: ChangeKind,
        /// Where, as a JSON Pointer (RFC 6901); empty for the quota counter, which no member holds.
        pointer: String,
        /// The same place as a list of names.
        path: Vec<String>,
        /// The value before as JSON text; nothing when it was not there.
        before: Option<String>,
        /// The value afterwards as JSON text; nothing when it is gone.
        after: Option<String>,
        /// What it does to whoever uses the key.
        risk: Risk,
        /// All of it in words, with units.
        sentence: String,
        /// What else happens, such as a policy that overwrites it.
        note: Option<String>,
    }

    /// A value that is sent and does not stay so.
    Loss {
        /// Where, as a JSON Pointer.
        pointer: String,
        /// The same place as a list of names.
        path: Vec<String>,
        /// What is sent, as JSON text; nothing when it is left out.
        sent: Option<String>,
        /// What will be stored; nothing when it will not be there.
        stored: Option<String>,
        /// Why, in words.
        reason: String,
    }
}

shapes! {
    /// Two edits of a key, joined.
    Merged {
        /// `mine` with the changes of `theirs`, in the layout of `mine`. Where both changed the same differently, it is mine.
        text: String,
        /// What came from `theirs`.
        taken: Vec<Change>,
        /// What both changed differently.
        conflicts: Vec<Conflict>,
    }

    /// Something that two people have changed differently. Values are JSON text; nothing where there is none.
    Conflict {
        /// Where, as a JSON Pointer.
        pointer: String,
        /// The same place as a list of names.
        path: Vec<String>,
        /// What it was.
        base: Option<String>,
        /// What one made of it.
        mine: Option<String>,
        /// What the other made of it.
        theirs: Option<String>,
    }

    /// The key as a GET answered it after an update.
    ReadBack {
        /// The text of the key; null when there was none.
        text: Option<String>,
        /// How many seconds after the update was answered.
        after: f64,
    }

    /// Whether an update stuck.
    Confirmation {
        /// In one word.
        verdict: Verdict,
        /// In one sentence.
        sentence: String,
        /// What the read-backs prove, and what they do not.
        proof: String,
        /// What to do, when it did not stick.
        advice: Option<String>,
        /// What differs from what was foreseen.
        differences: Vec<Change>,
    }

    /// The same edit as another endpoint wants it.
    Translation {
        /// The other endpoint.
        endpoint: Endpoint,
        /// Its query.
        query: String,
        /// Its body.
        body: String,
        /// Whether it is the same key that changes, and not the limits of its organisation or the other way round.
        same_key: bool,
        /// What differs, in sentences.
        differences: Vec<String>,
    }

    /// The time that `timeline` looks at.
    TimelineOptions {
        /// Its beginning, when the key is updated, in Unix seconds.
        from: f64,
        /// Its end, in Unix seconds.
        until: f64,
        /// How many requests come each second, evenly; none if not given.
        requests_per_second: Option<f64>,
        /// The gateway's version.
        version: Option<String>,
        /// What is known of the gateway.
        #[schemars(with = "Option<String>", extend("tsType" = "Context"))]
        context: Option<Context>,
    }

    /// Something that happens to a key.
    Event {
        /// When, in Unix seconds.
        at: i64,
        /// What.
        kind: EventKind,
        /// In words.
        sentence: String,
    }
}

/// What a change is about.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum ChangeKind {
    /// Rate, period, smoothing.
    Rate,
    /// Quota and its period.
    Quota,
    /// The counter of the quota, which no member holds.
    Counter,
    /// Retries of refused requests.
    Throttle,
    /// When the key ends, and what becomes of it then.
    Expiry,
    /// APIs, versions, paths, fields.
    Access,
    /// Policies.
    Policies,
    /// Whether the key works at all.
    Activity,
    /// Passwords, secrets, certificates.
    Credentials,
    /// The organisation.
    Organisation,
    /// Analytics: alias, tags, recording, notices.
    Analytics,
    /// Free data.
    Metadata,
    /// What the gateway keeps by itself.
    Bookkeeping,
    /// Members that the gateway does not know.
    Unknown,
}

/// What a change does to whoever uses the key: it takes something away, changes what the key may do, is overwritten by the
/// gateway, or has no effect on requests.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Risk {
    /// It takes something away.
    Loss,
    /// It changes what the key may do.
    Effect,
    /// The gateway will overwrite it.
    Overwritten,
    /// It has no effect on requests.
    Harmless,
}

/// Whether an update stuck: `lost` means that the old key is back.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Verdict {
    /// The key is as it was foreseen.
    Kept,
    /// The old key is back.
    Lost,
    /// It is neither.
    Altered,
    /// There is nothing to tell it by.
    Unknown,
}

/// What can happen to a key.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum EventKind {
    /// More requests come than the rate allows: some get 429.
    Throttled,
    /// The quota is used up: requests get 403.
    OutOfQuota,
    /// The quota starts again.
    Renewed,
    /// The key has expired: requests get 401.
    Expired,
    /// The store drops the key.
    Deleted,
}
