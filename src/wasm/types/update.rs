use serde::Deserialize;
use tsify::Tsify;

use super::Version;
use crate::gateway::Context;
use crate::update::{Change as MemberChange, Risk};

/// One difference between the key as it was and as it is to be: of a member, or of the counter of the quota, which no
/// member holds.
#[derive(Debug, Tsify)]
#[serde(untagged)]
pub enum Change {
    /// Of a member.
    Member(MemberChange),
    /// Of the counter.
    Counter(CounterChange),
}

shapes! { (Debug, Tsify);
    /// What becomes of the counter of the quota.
    CounterChange {
        /// What it is about.
        #[tsify(type = "\"counter\"")]
        kind: String,
        /// What it does to whoever uses the key.
        risk: Risk,
        /// All of it in words, with units.
        sentence: String,
    }
}

shapes! { (Debug, Deserialize, Tsify);
    /// The key as a GET answered it after an update.
    ReadBack {
        /// The text of the key; null when there was none.
        #[tsify(type = "string | null | undefined")]
        text: Option<String>,
        /// How many seconds after the update was answered.
        after: f64,
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
        version: Option<Version>,
        /// What is known of the gateway.
        context: Option<Context>,
    }
}
