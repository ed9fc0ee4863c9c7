#[cfg(not(target_arch = "wasm32"))]
use super::Example;
use super::findings::{Findings, Place};
use super::rule::{Rule, rule};
use super::subject::{Right, Subject};
use crate::decode::{Children, View};
use crate::gateway::Api;
use crate::json::quote;
use crate::report::Operation;
use crate::session::{McpPrimitiveLimit, access_definition, mcp_primitive_limit};

/// What a key opens of an MCP proxy.
pub(super) static RULES: &[Rule] = &[
    rule! {
        "mcp-and-http-fields" Error KEYS;
        since 5 13 0;
        check Right(mixed);
        summary "an access right has members that its kind of API cannot have";
        why "The gateway refuses the whole update with 400 when an API that is not an MCP proxy has MCP members, and when an MCP proxy has paths, endpoints or GraphQL members. With both in one access right, no kind of API will do. An API that is not loaded is not looked at.";
        evidence ["recording definition-067 (5.13.0)", "recording definition-058 (5.13.0)", "gateway 5.13.0, gateway/policy.go"];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{"mcp_access_rights":{"tools":{"allowed":["a"]}},"allowed_urls":[{"url":"^/a1/x$","methods":["GET"]}]}}}"#);
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{"mcp_access_rights":{"tools":{"allowed":["a"]}}}}}"#).context(r#"{"apis":{"a1":{"kind":"mcp"}}}"#);
    },
    rule! {
        "mcp-primitive-type" Error KEYS;
        since 5 13 0;
        check Right(primitive) if mcp_primitives;
        summary "a limit of an MCP proxy is for something that is not a tool, resource or prompt";
        why "The gateway refuses the whole update with 400 when the API is an MCP proxy, as it has to be.";
        evidence ["gateway 5.13.0, user/mcp_access.go", "recording definition-062 (5.13.0)"];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{"mcp_primitives":[{"type":"Tool","name":"t"}]}}}"#);
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{"mcp_primitives":[{"type":"tool","name":"t"}]}}}"#);
    },
];

const MCP: [usize; 4] = [
    access_definition::json_rpc_methods,
    access_definition::json_rpc_methods_access_rights,
    access_definition::mcp_primitives,
    access_definition::mcp_access_rights,
];

const HTTP: [usize; 6] = [
    access_definition::allowed_urls,
    access_definition::endpoints,
    access_definition::restricted_types,
    access_definition::allowed_types,
    access_definition::field_access_rights,
    access_definition::disable_introspection,
];

fn mixed(subject: &Subject<'_>, right: Right<'_>, out: &mut Findings) {
    let is_known = subject.options.context.is_some();
    if !is_known && MCP.iter().all(|index| right.member(*index).is_none()) {
        return;
    }
    let given =
        |members: &[usize]| members.iter().find_map(|index| right.member(*index).filter(|member| !member.is_zero()));
    let apis = subject.options.context.and_then(|context| context.apis.as_ref());
    let is_mcp = apis.and_then(|apis| apis.get(right.id().as_ref())).map(Api::is_mcp);
    let reason = match (given(&MCP), given(&HTTP), is_mcp) {
        (Some(_), _, Some(false)) => "its API is not an MCP proxy",
        (_, Some(_), Some(true)) => "its API is an MCP proxy",
        (Some(_), Some(_), None) => "it has MCP members beside others",
        _ => return,
    };
    let issue = out.add(right.object, format!("the gateway will refuse this update with 400: {reason}"));
    issue.help("an MCP proxy has MCP members; any other API has paths, endpoints and types");
    for (member, kind) in [(given(&MCP), "for MCP proxies only"), (given(&HTTP), "not for MCP proxies")] {
        if let Some(member) = member {
            issue.related(member, kind);
        }
    }
}

fn primitive(_: &Subject<'_>, right: Right<'_>, out: &mut Findings) {
    let primitives = Children::of(right.member(access_definition::mcp_primitives));
    for primitive in primitives {
        let kind = primitive.member(mcp_primitive_limit::r#type);
        let text = kind.and_then(View::text).unwrap_or_default();
        if McpPrimitiveLimit::TYPES.contains(&text.as_ref()) {
            continue;
        }
        let place = kind.map_or(Place::Missing(primitive, "type"), Place::Value);
        let issue = out.add(place, "the gateway will refuse this update with 400: there is no such MCP primitive");
        issue.help("type is tool, resource or prompt, in lower case");
        let meant = McpPrimitiveLimit::TYPES.into_iter().find(|known| text.trim().eq_ignore_ascii_case(known));
        if let (Some(kind), Some(meant)) = (kind, meant) {
            let patch = vec![Operation::Replace { path: kind.pointer(), value: quote(meant) }];
            issue.safe(format!("write {meant}"), patch);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::decode::Arena;
    use crate::gateway::Context;
    use crate::rules::{Options, check};
    use crate::target::{Endpoint, Version};

    #[test]
    fn the_kind_of_an_api_decides_where_it_is_known() {
        const MCP: &str = r#""json_rpc_methods":[{"name":"tools/call"}]"#;
        const HTTP: &str = r#""disable_introspection":true"#;
        for (members, kind, is_refused) in [
            (MCP, "http", true),
            (MCP, "mcp", false),
            (HTTP, "mcp", true),
            (HTTP, "http", false),
            (r#""mcp_access_rights":{"tools":{}},"allowed_urls":[]"#, "mcp", false),
        ] {
            let context = format!(r#"{{"apis":{{"a1":{{"kind":"{kind}"}}}}}}"#);
            let context = Context::parse(context.as_bytes(), Version::DEFAULT).ok();
            let options = Options { context: context.as_ref(), ..Options::new(Endpoint::GatewayKey) };
            for (api, is_refused) in [("a1", is_refused), ("a2", false)] {
                let body = format!(r#"{{"access_rights":{{"{api}":{{{members}}}}}}}"#);
                let report = check(body.as_bytes(), &options, &mut Arena::default()).unwrap_or_default();
                let found = report.issues.iter().any(|issue| issue.code == "mcp-and-http-fields");
                assert_eq!(found, is_refused, "{body}, {api} with a1 of kind {kind}");
            }
        }
    }
}
