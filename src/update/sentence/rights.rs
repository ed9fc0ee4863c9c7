use super::super::change::{ChangeKind, Risk};
use super::{Side, Told, came_and_went, told};

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
        "allowed_urls" => "the paths that are open",
        "endpoints" => "the rates of single endpoints",
        "restricted_types" | "allowed_types" => "the GraphQL types that are open",
        "field_access_rights" => "the depths of GraphQL fields",
        "disable_introspection" if side.is_on() => {
            return told(ChangeKind::Access, Risk::Loss, "GraphQL introspection is closed");
        }
        "disable_introspection" => {
            return told(ChangeKind::Access, Risk::Effect, "GraphQL introspection is open again");
        }
        "allowance_scope" => "whose counters are used",
        _ => "what is open on the MCP proxy",
    };
    told(
        ChangeKind::Access,
        Risk::Effect,
        match (side.before, side.after) {
            (None, _) => format!("{subject}: set"),
            (_, None) => format!("{subject}: no longer set"),
            _ => format!("{subject}: changed"),
        },
    )
}
