//! What a key is: the table of its members, [`SessionState`] and its parts, the builder; and what a policy is. Plain
//! data: it reads no text, judges nothing and knows no endpoint's behaviour.

mod builder;
pub(crate) mod entries;
pub(crate) mod fields;
mod limits;
pub(crate) mod members;
mod policy;
mod rights;
mod state;
mod table;
pub(crate) mod typed;

pub use builder::{Allowed, SessionBuilder};
pub use entries::Entries;
pub use limits::{ApiLimit, EndpointLimit, RateLimitSmoothing, api_limit, endpoint_limit, rate_limit_smoothing};
pub use policy::{Policy, PolicyPartitions, policy_members, policy_partitions};
pub use rights::{
    AccessControlRules, AccessDefinition, AccessSpec, Endpoint, EndpointMethod, FieldAccessDefinition, FieldLimits,
    GraphqlType, JsonRpcMethodLimit, McpAccessRights, McpPrimitiveLimit, access_control_rules, access_definition,
    access_spec, endpoint, endpoint_method, field_access_definition, field_limits, graphql_type, json_rpc_method_limit,
    mcp_access_rights, mcp_primitive_limit,
};
pub use state::{BasicAuthData, JwtData, Monitor, SessionState, basic_auth_data, jwt_data, monitor, session_state};
pub use table::{Flag, Flags, Kind, Member, Places, Table, Written};
pub use typed::{Any, List, Map, Source, Typed};
