use super::super::change::{ChangeKind, Risk};
use super::{Side, Told, came_and_went, told};
use crate::decode::View;

/// What stands in an access right.
pub(super) fn tell(side: &Side<'_>) -> Told {
    let (came, went) = side.listed();
    let subject = match side.name {
        "versions" => {
            let risk = if went.is_empty() { Risk::Effect } else { Risk::Loss };
            return told(
                ChangeKind::Access,
                risk,
                came_and_went("version", &came, &went, "the order of the versions changes"),
            );
        }
        "api_id" | "api_name" => {
            return told(ChangeKind::Access, Risk::Harmless, format!("{} changes, which nothing reads", side.name));
        }
        "allowance_scope" => {
            let scope = side.texts().1;
            let whose = if scope.is_empty() { "the key's own".to_owned() } else { format!("those of {scope}") };
            return told(ChangeKind::Access, Risk::Effect, format!("the counters of its limits are {whose}"));
        }
        "disable_introspection" if side.is_on() => {
            return told(ChangeKind::Access, Risk::Loss, "GraphQL introspection is closed");
        }
        "disable_introspection" => {
            return told(ChangeKind::Access, Risk::Effect, "GraphQL introspection is open again");
        }
        "allowed_urls" => "the paths that are open",
        "restricted_types" => "the GraphQL types that are closed",
        "allowed_types" => "the GraphQL types that are open",
        "field_access_rights" => "the depths of GraphQL fields",
        "endpoints" => "the rates of single endpoints",
        "json_rpc_methods" => "the rates of single JSON-RPC methods",
        "mcp_primitives" => "the rates of single parts of the MCP proxy",
        "json_rpc_methods_access_rights" => "the JSON-RPC methods that are open",
        _ => "the parts of the MCP proxy that are open",
    };
    let zero = |view: Option<View<'_>>| view.is_none_or(View::is_zero);
    let (risk, verb) = match (zero(side.before), zero(side.after)) {
        // A first list of what is open or closed takes away all the rest.
        (true, false) if !subject.starts_with("the rates") => (Risk::Loss, "are set"),
        (true, false) => (Risk::Effect, "are set"),
        (false, true) => (Risk::Effect, "are no longer set"),
        _ => (Risk::Effect, "change"),
    };
    told(ChangeKind::Access, risk, format!("{subject} {verb}"))
}
