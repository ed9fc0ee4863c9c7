/// One of the four endpoints that update a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "schema", derive(serde::Serialize, serde::Deserialize, tsify::Tsify))]
#[cfg_attr(feature = "schema", serde(rename_all = "kebab-case"))]
pub enum Endpoint {
    /// `PUT /admin/org/keys/{keyId}` of the Dashboard Admin API: the key of an organisation.
    DashboardAdminOrg,
    /// `PUT /api/apis/{apiID}/keys/{keyID}` of the Dashboard API: a key of an API.
    DashboardApi,
    /// `PUT /tyk/org/keys/{keyID}` of the Gateway API: the key of an organisation.
    GatewayOrg,
    /// `PUT /tyk/keys/{keyID}` of the Gateway API: what users of the open-source gateway have.
    GatewayKey,
}

/// How the gateway's handler reads a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// The whole body is one JSON value: bytes after it are refused with 400.
    Whole,
    /// The first JSON value counts: bytes after it are ignored.
    First,
}

impl Endpoint {
    /// All four, in the order of the documents they come from.
    pub const ALL: [Endpoint; 4] =
        [Endpoint::DashboardAdminOrg, Endpoint::DashboardApi, Endpoint::GatewayOrg, Endpoint::GatewayKey];

    /// The name used in options, batch files and messages, such as `gateway-org`.
    pub const fn name(self) -> &'static str {
        match self {
            Endpoint::DashboardAdminOrg => "dashboard-admin-org",
            Endpoint::DashboardApi => "dashboard-api",
            Endpoint::GatewayOrg => "gateway-org",
            Endpoint::GatewayKey => "gateway-key",
        }
    }

    /// The endpoint of that name.
    pub fn parse(name: &str) -> Option<Endpoint> {
        Endpoint::ALL.into_iter().find(|endpoint| endpoint.name() == name)
    }

    /// Whether the key is an organisation's, which limits all requests to its APIs, and not a consumer's.
    pub const fn is_organisation(self) -> bool {
        matches!(self, Endpoint::DashboardAdminOrg | Endpoint::GatewayOrg)
    }

    /// How the handler behind this endpoint reads a body (recordings decode-003 and its like: `{} x` is 200 at the
    /// organisation endpoint, 400 at the key endpoint).
    pub const fn reading(self) -> Reading {
        if self.is_organisation() { Reading::First } else { Reading::Whole }
    }
}

/// A set of endpoints, as rules and tables name them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Endpoints(u8);

impl Endpoints {
    /// Every endpoint.
    pub const ALL: Endpoints = Endpoints(0b1111);
    /// The two that update a consumer's key.
    pub const KEYS: Endpoints = Endpoints(0b1010);
    /// The two that update an organisation's key.
    pub const ORGANISATIONS: Endpoints = Endpoints(0b0101);
    /// The Dashboard's update of a key of an API.
    pub const DASHBOARD_API: Endpoints = Endpoints(0b0010);
    /// Those that can restart the quota counter: all but the Dashboard's update of an organisation's key, which has no
    /// query.
    pub const RESTARTING: Endpoints = Endpoints(0b1110);

    /// The Gateway's update of an organisation's key.
    pub const GATEWAY_ORG: Endpoints = Endpoints(0b0100);

    /// Whether the set holds the endpoint.
    pub const fn contains(self, endpoint: Endpoint) -> bool {
        self.0 & 1 << endpoint as u8 != 0
    }

    /// The endpoints of the set.
    pub fn iter(self) -> impl Iterator<Item = Endpoint> {
        Endpoint::ALL.into_iter().filter(move |endpoint| self.contains(*endpoint))
    }

    /// The set of these endpoints.
    pub const fn of(endpoints: &[Endpoint]) -> Endpoints {
        let (mut bits, mut rest) = (0, endpoints);
        while let [first, tail @ ..] = rest {
            bits |= 1 << *first as u8;
            rest = tail;
        }
        Endpoints(bits)
    }
}
