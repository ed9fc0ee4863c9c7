use super::findings::Place;
use super::subject::{Right, Subject};
use crate::decode::{Children, View};
use crate::report::Operation;
use crate::session::{access_definition, api_limit, endpoint, endpoint_limit, endpoint_method, session_state};

/// Limits as they stand in a body: a key's own, those of one of its APIs, or those of an endpoint. The same rules judge
/// all.
#[derive(Clone, Copy, Debug)]
pub struct Limits<'a> {
    /// The object they stand in.
    pub(super) object: View<'a>,
    /// Whose they are.
    pub(super) owner: Owner,
}

/// Whose limits they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Owner {
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
    pub(super) const ALL: [Field; 10] = [
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
    fn index(self, owner: Owner) -> Option<usize> {
        let places = match owner {
            Owner::Key => &Field::OF_KEY[..],
            Owner::Api => &Field::OF_API[..],
            Owner::Endpoint => &Field::OF_ENDPOINT[..],
        };
        places.get(self as usize).copied()
    }

    /// The places in the table of a key, in the order of the fields; an endpoint has the first three only.
    const OF_KEY: [usize; 10] = [
        session_state::rate,
        session_state::per,
        session_state::smoothing,
        session_state::throttle_interval,
        session_state::throttle_retry_limit,
        session_state::max_query_depth,
        session_state::quota_max,
        session_state::quota_renews,
        session_state::quota_remaining,
        session_state::quota_renewal_rate,
    ];
    const OF_API: [usize; 10] = [
        api_limit::rate,
        api_limit::per,
        api_limit::smoothing,
        api_limit::throttle_interval,
        api_limit::throttle_retry_limit,
        api_limit::max_query_depth,
        api_limit::quota_max,
        api_limit::quota_renews,
        api_limit::quota_remaining,
        api_limit::quota_renewal_rate,
    ];
    const OF_ENDPOINT: [usize; 3] = [endpoint_limit::rate, endpoint_limit::per, endpoint_limit::smoothing];
}

impl<'a> Limits<'a> {
    /// The member, if it is written.
    #[inline]
    pub(super) fn get(self, field: Field) -> Option<View<'a>> {
        self.object.member(field.index(self.owner)?)
    }

    /// Which members are written: a bit for each, in the order of [`Field`]. Those are left out that hold what most
    /// limits do, so that no rule which needs one of them has anything to say: whole rates and periods, no throttling,
    /// and a quota that renews, or none.
    pub(super) fn remarkable(self) -> u64 {
        let members = self.object.written();
        let is_written = |field: &Field| field.index(self.owner).is_some_and(|index| members >> index & 1 == 1);
        let written = Field::ALL.into_iter().filter(is_written).fold(0, |bits, field| bits | 1u64 << field as u64);
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
    #[inline]
    pub(super) fn number(self, field: Field) -> f64 {
        self.get(field).and_then(View::number).unwrap_or(0.0)
    }

    /// Its exact integer; 0 when it is not written.
    #[inline]
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
        match self.owner {
            Owner::Key if subject.endpoint().is_organisation() => "the organisation",
            Owner::Key => "the key",
            Owner::Api => "this API",
            Owner::Endpoint => "this endpoint",
        }
    }

    /// Whether the gateway takes a limit of an API for none at all: every number in it is 0, whatever its smoothing.
    pub(super) fn is_empty(self) -> bool {
        Field::NUMBERS.into_iter().all(|field| self.number(field) == 0.0)
    }

    /// Whether a limit of an API would be empty without that member, and the key's own limits would hold in its place.
    pub(super) fn depends_on(self, member: Field) -> bool {
        let mut others = Field::NUMBERS.into_iter().filter(|field| *field != member);
        self.owner == Owner::Api && others.all(|field| self.number(field) == 0.0)
    }
}

impl<'a> Subject<'a> {
    /// The key's own limits.
    pub(super) fn limits(&self) -> Option<Limits<'a>> {
        self.key.map(|object| Limits { object, owner: Owner::Key })
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
        Some(Limits { object: limit, owner: Owner::Api })
    }

    /// The limits of its endpoints, one for each method that has an object of them.
    #[inline]
    pub(super) fn endpoint_limits(self) -> impl Iterator<Item = Limits<'a>> {
        let endpoints = Children::of(self.member(access_definition::endpoints));
        let methods = endpoints.filter_map(|endpoint| endpoint.member(endpoint::methods)).flat_map(View::children);
        let limits = methods.filter_map(|method| method.member(endpoint_method::limit));
        limits.filter(|limit| limit.is_object()).map(|object| Limits { object, owner: Owner::Endpoint })
    }
}
