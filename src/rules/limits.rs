use super::findings::Place;
use super::subject::{Right, Subject};
use crate::decode::{Children, View};
use crate::report::Operation;
use crate::session::{access_definition, api_limit, endpoint, endpoint_limit, endpoint_method, session_state};

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
    /// All of them.
    const ALL: [Field; 10] = [
        Field::Rate,
        Field::Per,
        Field::Smoothing,
        Field::ThrottleInterval,
        Field::ThrottleRetryLimit,
        Field::MaxQueryDepth,
        Field::QuotaMax,
        Field::QuotaRenews,
        Field::QuotaRemaining,
        Field::QuotaRenewalRate,
    ];

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

    /// Which members are written: a bit for each, in the order of [`Field`]. Those are left out that hold what most limits
    /// do, so that no rule which needs one of them has anything to say: whole rates and periods, no throttling, and a quota
    /// that renews, or none.
    pub(super) fn remarkable(self) -> u64 {
        let written =
            Field::ALL.into_iter().fold(0, |bits, field| bits | u64::from(self.get(field).is_some()) << field as u64);
        let is_count =
            |field| self.get(field).and_then(View::number).is_some_and(|number| number >= 1.0 && number.fract() == 0.0);
        let bit = |field: Field| 1u64 << field as u64;
        let mut usual = 0;
        if is_count(Field::Rate) && is_count(Field::Per) {
            usual |= bit(Field::Rate) | bit(Field::Per);
        }
        if self.number(Field::ThrottleInterval) <= 0.0 && self.number(Field::ThrottleRetryLimit) <= 0.0 {
            usual |= bit(Field::ThrottleInterval) | bit(Field::ThrottleRetryLimit);
        }
        let is_usual_quota = match (self.integer(Field::QuotaMax), self.integer(Field::QuotaRenewalRate)) {
            (1..=1_000_000_000, 1..=31_536_000) => true,
            (-1..=0, period) => period <= 0,
            _ => false,
        };
        if is_usual_quota {
            usual |= bit(Field::QuotaMax) | bit(Field::QuotaRenewalRate);
        }
        written & !usual
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

    /// The change that gives the member that value, written as JSON.
    pub(super) fn set(self, field: Field, value: impl Into<String>) -> Operation {
        let path = self.get(field).map_or_else(|| self.object.pointer().join(field.name()), View::pointer);
        Operation::Add { path, value: value.into() }
    }

    /// Whom they limit, as a message says it.
    pub(super) fn whom(self, subject: &Subject<'_>) -> &'static str {
        match self.of {
            Of::Key if subject.endpoint().is_organisation() => "the organisation",
            Of::Key => "the key",
            Of::Api => "this API",
            Of::Endpoint => "this endpoint",
        }
    }

    /// Whether the gateway takes a limit of an API for none at all: every number in it is 0, whatever its smoothing.
    pub(super) fn is_empty(self) -> bool {
        Field::NUMBERS.into_iter().all(|field| self.number(field) == 0.0)
    }

    /// Whether a limit of an API would be empty without that member, and the key's own limits would hold in its place.
    pub(super) fn depends_on(self, member: Field) -> bool {
        let mut others = Field::NUMBERS.into_iter().filter(|field| *field != member);
        self.of == Of::Api && others.all(|field| self.number(field) == 0.0)
    }
}

impl<'a> Subject<'a> {
    /// The key's own limits.
    pub(super) fn limits(&self) -> Option<Limits<'a>> {
        self.key.map(|object| Limits { object, of: Of::Key })
    }

    /// The key's own limits and those of its APIs: everywhere a quota can stand.
    pub(super) fn quotas(&self) -> impl Iterator<Item = Limits<'a>> {
        self.limits().into_iter().chain(self.rights().filter_map(Right::limits))
    }
}

impl<'a> Right<'a> {
    /// The limits of the API, if they are written as an object.
    pub(super) fn limits(self) -> Option<Limits<'a>> {
        let limit = self.member(access_definition::limit).filter(|limit| limit.is_object())?;
        Some(Limits { object: limit, of: Of::Api })
    }

    /// The limits of its endpoints, one for each method that has an object of them.
    pub(super) fn endpoint_limits(self) -> impl Iterator<Item = Limits<'a>> {
        let endpoints = Children::of(self.member(access_definition::endpoints));
        let methods = endpoints.filter_map(|endpoint| endpoint.member(endpoint::methods)).flat_map(View::children);
        let limits = methods.filter_map(|method| method.member(endpoint_method::limit));
        limits.filter(|limit| limit.is_object()).map(|object| Limits { object, of: Of::Endpoint })
    }
}
