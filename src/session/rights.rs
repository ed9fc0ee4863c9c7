use super::members::members;
use super::{ApiLimit, EndpointLimit, List};

members! {
    /// What a key may do with one API. What counts is the name under which it stands in `access_rights`, not `api_id`.
    AccessDefinition in access_definition, empty |_, _| false;

    /// The API's name, for people.
    api_name: String;
    /// The API's id, for people: the name of the entry in `access_rights` is what is enforced.
    api_id: String;
    /// The versions of the API that are open; matters for versioned classic APIs only.
    versions: List<String>;
    /// The paths that are open, each a regular expression; anything else is refused. Empty: every path is open.
    allowed_urls: List<AccessSpec>;
    /// GraphQL types and fields that are closed.
    restricted_types: List<GraphqlType>;
    /// GraphQL types and fields that are open; when not empty, `restricted_types` is ignored.
    allowed_types: List<GraphqlType>;
    /// Limits of this API. One that is not empty replaces all of the key's own limits for this API.
    limit: ApiLimit;
    /// Query depths of single GraphQL fields.
    field_access_rights: List<FieldAccessDefinition>;
    /// Closes GraphQL introspection.
    disable_introspection: bool;
    /// Whose counters are used; set by the gateway to the API's id when `limit` is not empty and no policy applies.
    allowance_scope: String;
    /// Rate limits of single endpoints; the first whose path and method match counts.
    endpoints: List<Endpoint>, since 5 6, written Present;
    /// Rate limits of JSON-RPC methods of an MCP proxy.
    json_rpc_methods: List<JsonRpcMethodLimit>, since 5 13;
    /// JSON-RPC methods that are open or closed on an MCP proxy.
    json_rpc_methods_access_rights: AccessControlRules, since 5 13;
    /// Rate limits of single tools, resources and prompts of an MCP proxy.
    mcp_primitives: List<McpPrimitiveLimit>, since 5 13;
    /// Tools, resources and prompts that are open or closed on an MCP proxy.
    mcp_access_rights: McpAccessRights, since 5 13;
}

members! {
    /// A path that is open, with its methods.
    AccessSpec in access_spec, empty |_, _| false;

    /// A regular expression for the path; every `{…}` in it becomes `([^/]+)`.
    url: String, written Always;
    /// Methods in capitals; an entry without any matches nothing.
    methods: List<String>, written Always;
}

members! {
    /// Fields of a GraphQL type.
    GraphqlType in graphql_type, empty |_, _| false;

    /// The type's name.
    name: String, written Always;
    /// Its fields; `*` stands for all.
    fields: List<String>, written Always;
}

members! {
    /// The depth allowed below one GraphQL field.
    FieldAccessDefinition in field_access_definition, empty |_, _| false;

    /// The type that has the field, `Query` or `Mutation`.
    type_name: String;
    /// The field's name.
    field_name: String;
    /// Its limits.
    limits: FieldLimits;
}

members! {
    /// The limits of a GraphQL field.
    FieldLimits in field_limits, empty |limits, _| limits.max_query_depth == 0;

    /// The deepest query allowed below the field; −1: no limit, 0: nothing below it.
    max_query_depth: i64;
}

members! {
    /// Rate limits of the methods of one endpoint.
    Endpoint in endpoint, empty |_, _| false;

    /// A regular expression for the path.
    path: String, written FilledAlways;
    /// The methods with their limits.
    methods: List<EndpointMethod>, written FilledAlways;
}

members! {
    /// The rate limit of one method of an endpoint.
    EndpointMethod in endpoint_method, empty |_, _| false;

    /// The method, in whatever case.
    name: String, written FilledAlways;
    /// Its rate limit; left out or zero, the endpoint is unlimited.
    limit: EndpointLimit, written Always;
}

members! {
    /// The rate limit of one JSON-RPC method.
    JsonRpcMethodLimit in json_rpc_method_limit, empty |_, _| false;

    /// The method's name.
    name: String, written Always;
    /// Its rate limit.
    limit: EndpointLimit;
}

members! {
    /// Names that are open or closed, each an anchored regular expression; a closed one wins.
    AccessControlRules in access_control_rules,
        empty |rules, version| super::Typed::is_empty(&rules.allowed, version) && super::Typed::is_empty(&rules.blocked, version);

    /// What is open; when not empty, everything else is closed.
    allowed: List<String>;
    /// What is closed.
    blocked: List<String>;
}

members! {
    /// The rate limit of one tool, resource or prompt.
    McpPrimitiveLimit in mcp_primitive_limit, empty |_, _| false;

    /// `tool`, `resource` or `prompt`.
    r#type = "type": String, written Always;
    /// Its name.
    name: String, written Always;
    /// Its rate limit.
    limit: EndpointLimit;
}

impl McpPrimitiveLimit {
    /// What `type` may be.
    pub const TYPES: [&str; 3] = ["tool", "resource", "prompt"];
}

members! {
    /// Which tools, resources and prompts of an MCP proxy are open or closed.
    McpAccessRights in mcp_access_rights,
        empty |rights, version| [&rights.tools, &rights.resources, &rights.prompts]
            .into_iter().all(|rules| super::Typed::is_empty(rules, version));

    /// Tools.
    tools: AccessControlRules;
    /// Resources.
    resources: AccessControlRules;
    /// Prompts.
    prompts: AccessControlRules;
}
