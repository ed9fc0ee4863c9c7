use super::findings::Place;
use crate::decode::View;
use crate::session::{api_limit, endpoint_limit, session_state};

/// Limits as they stand in a body: a key's own, those of one of its APIs, or those of an endpoint. The same rules judge all.
#[derive(Clone, Copy, Debug)]
pub struct Limits<'a> {
    /// The object they stand in.
    pub(super) object: View<'a>,
    /// Whose they are.
    pub(super) of: Of,
}

/// Whose limits they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Of {
    Key,
    Api,
    Endpoint,
}

/// The members that limits are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Rate,
    Per,
    Smoothing,
    ThrottleInterval,
    ThrottleRetryLimit,
    MaxQueryDepth,
    QuotaMax,
    QuotaRenews,
    QuotaRemaining,
    QuotaRenewalRate,
}

impl Field {
    /// The numbers among them, which decide whether a limit of an API is empty.
    pub(super) const NUMBERS: [Field; 9] = [
        Field::Rate,
        Field::Per,
        Field::ThrottleInterval,
        Field::ThrottleRetryLimit,
        Field::MaxQueryDepth,
        Field::QuotaMax,
        Field::QuotaRenews,
        Field::QuotaRemaining,
        Field::QuotaRenewalRate,
    ];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Field::Rate => "rate",
            Field::Per => "per",
            Field::Smoothing => "smoothing",
            Field::ThrottleInterval => "throttle_interval",
            Field::ThrottleRetryLimit => "throttle_retry_limit",
            Field::MaxQueryDepth => "max_query_depth",
            Field::QuotaMax => "quota_max",
            Field::QuotaRenews => "quota_renews",
            Field::QuotaRemaining => "quota_remaining",
            Field::QuotaRenewalRate => "quota_renewal_rate",
        }
    }

    /// The place of the member in the table of the object it stands in.
    const fn index(self, of: Of) -> Option<usize> {
        Some(match (self, of) {
            (Field::Rate, Of::Key) => session_state::rate,
            (Field::Per, Of::Key) => session_state::per,
            (Field::Smoothing, Of::Key) => session_state::smoothing,
            (Field::ThrottleInterval, Of::Key) => session_state::throttle_interval,
            (Field::ThrottleRetryLimit, Of::Key) => session_state::throttle_retry_limit,
            (Field::MaxQueryDepth, Of::Key) => session_state::max_query_depth,
            (Field::QuotaMax, Of::Key) => session_state::quota_max,
            (Field::QuotaRenews, Of::Key) => session_state::quota_renews,
            (Field::QuotaRemaining, Of::Key) => session_state::quota_remaining,
            (Field::QuotaRenewalRate, Of::Key) => session_state::quota_renewal_rate,
            (Field::Rate, Of::Api) => api_limit::rate,
            (Field::Per, Of::Api) => api_limit::per,
            (Field::Smoothing, Of::Api) => api_limit::smoothing,
            (Field::ThrottleInterval, Of::Api) => api_limit::throttle_interval,
            (Field::ThrottleRetryLimit, Of::Api) => api_limit::throttle_retry_limit,
            (Field::MaxQueryDepth, Of::Api) => api_limit::max_query_depth,
            (Field::QuotaMax, Of::Api) => api_limit::quota_max,
            (Field::QuotaRenews, Of::Api) => api_limit::quota_renews,
            (Field::QuotaRemaining, Of::Api) => api_limit::quota_remaining,
            (Field::QuotaRenewalRate, Of::Api) => api_limit::quota_renewal_rate,
            (Field::Rate, Of::Endpoint) => endpoint_limit::rate,
            (Field::Per, Of::Endpoint) => endpoint_limit::per,
            (Field::Smoothing, Of::Endpoint) => endpoint_limit::smoothing,
            (_, Of::Endpoint) => return None,
        })
    }
}

impl<'a> Limits<'a> {
    /// The member, if it is written.
    pub(super) fn get(self, field: Field) -> Option<View<'a>> {
        self.object.member(field.index(self.of)?)
    }

    /// Its number; 0 when it is not written, as the gateway has it.
    pub(super) fn number(self, field: Field) -> f64 {
        self.get(field).and_then(View::number).unwrap_or(0.0)
    }

    /// Its exact integer; 0 when it is not written.
    pub(super) fn integer(self, field: Field) -> i64 {
        self.get(field).and_then(View::integer).unwrap_or(0)
    }

    /// Where the member stands, or would stand.
    pub(super) fn place(self, field: Field) -> Place<'a> {
        self.get(field).map_or(Place::Missing(self.object, field.name()), Place::Value)
    }

    /// Whether the gateway takes a limit of an API for none at all: every number in it is 0, whatever its smoothing.
    pub(super) fn is_empty(self) -> bool {
        Field::NUMBERS.into_iter().all(|field| self.number(field) == 0.0)
    }
}
