use serde::Deserialize;
use tsify::Tsify;

use super::{Severities, Version};
use crate::gateway::Context;
use crate::request::Method;
use crate::target::Endpoint;

shapes! { (Debug, Deserialize, Tsify);
    /// What `check` knows about an update besides its text. Rules that need what is not given say nothing.
    CheckOptions {
        /// Where the update goes.
        endpoint: Endpoint,
        /// The version of the gateway, or of the gateway behind the Dashboard: a line such as `5.13`, which is the
        /// default, or an exact version such as `5.8.7`.
        version: Option<Version>,
        /// The time in Unix seconds, such as `Date.now() / 1000`. Without it, what depends on the time is not judged.
        now: Option<f64>,
        /// The query of the URL: each value as it is written there.
        query: Option<QueryValues>,
        /// The id of the key, or of the organisation, in the path.
        key_id: Option<String>,
        /// The id of the API in the path.
        api_id: Option<String>,
        /// The key as it was: what a GET answered, an empty text if there was none.
        #[tsify(type = "Input | undefined")]
        previous: Option<String>,
        /// What is known of the gateway: its policies, APIs, certificates and settings.
        context: Option<Context>,
        /// Severities that you see differently, by rule; `off` silences it.
        severity: Option<Severities>,
    }

    /// What `predict` knows about an update besides its text.
    PredictOptions {
        /// Where the update goes.
        endpoint: Endpoint,
        /// The version of the gateway, or of the gateway behind the Dashboard: a line such as `5.13`, which is the
        /// default, or an exact version such as `5.8.7`.
        version: Option<Version>,
        /// The time in Unix seconds, such as `Date.now() / 1000`.
        now: f64,
        /// The query of the URL: each value as it is written there.
        query: Option<QueryValues>,
        /// The id in the path; the Dashboard compares an organisation's with the one in the body.
        key_id: Option<String>,
        /// The key in the store, or what GET answered; left out or an empty text, there is none.
        #[tsify(type = "Input | undefined")]
        previous: Option<String>,
        /// What is known of the gateway. A list that is given counts as complete, one that is left out as unknown.
        context: Option<Context>,
    }

    /// What `effective` knows about a key besides its text.
    EffectiveOptions {
        /// The endpoint the key is read from.
        endpoint: Endpoint,
        /// The version of the gateway.
        version: Option<Version>,
        /// What is known of the gateway. A list that is given counts as complete, one that is left out as unknown.
        context: Option<Context>,
    }

    /// The query of an update, to be judged: each value as it is written in the URL, such as `"1"`. What is to be sent is made of
    /// `RequestQuery`.
    QueryValues {
        /// Whether the quota counter goes on. Key endpoints; only `1` counts.
        #[serde(rename = "suppress_reset")]
        suppress_reset: Option<String>,
        /// Whether the quota counter restarts. The Gateway's organisation endpoint; only `1` counts.
        #[serde(rename = "reset_quota")]
        reset_quota: Option<String>,
        /// Whether the id in the path is the hash of the key.
        #[serde(rename = "hashed")]
        hashed: Option<String>,
        /// Whether the id in the path is a user name. Dashboard API.
        #[serde(rename = "username")]
        username: Option<String>,
        /// Whether the Dashboard looks for the key in other ways. Dashboard API.
        #[serde(rename = "auto_guess")]
        auto_guess: Option<String>,
    }

    /// Which request is to be built.
    RequestTarget {
        /// Where it goes.
        endpoint: Endpoint,
        /// Where the paths begin: scheme, host and port, and the path before them if a proxy adds one.
        base_url: String,
        /// The id of the key; of an organisation's key, the id of the organisation.
        key_id: String,
        /// The id of the API, at the endpoint that has it in its path.
        api_id: Option<String>,
        /// `PUT`, which is the default, updates the key, `GET` reads it.
        method: Option<Method>,
        /// The switches that are on.
        query: Option<RequestQuery>,
        /// The key to send: needed for PUT, refused for GET.
        #[tsify(type = "Input | undefined")]
        body: Option<String>,
    }

    /// The switches of an endpoint, to be sent; `true` becomes the value that counts. On GET, those that change what an update does are left out.
    RequestQuery {
        /// The quota counter goes on, and so does the old rate while requests keep coming. Key endpoints.
        suppress_reset: Option<bool>,
        /// The quota counter restarts. The Gateway's organisation endpoint.
        reset_quota: Option<bool>,
        /// The id in the path is the hash of the key. Key endpoints.
        hashed: Option<bool>,
        /// The id in the path is a user name. Dashboard API.
        username: Option<bool>,
        /// The Dashboard finds out whether the id is a hash. Dashboard API.
        auto_guess: Option<bool>,
    }
}
