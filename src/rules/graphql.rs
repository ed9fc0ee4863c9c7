#[cfg(not(target_arch = "wasm32"))]
use super::Example;
use super::findings::{Findings, Place};
use super::limits::Field;
use super::rule::{Rule, rule};
use super::subject::{Right, Subject};
use crate::decode::{Children, View};
use crate::report::Operation;
use crate::session::{access_definition, field_access_definition, field_limits};

/// What a key opens of a GraphQL API.
pub(super) static RULES: &[Rule] = &[
    rule! {
        "graphql-lists-conflict" Warning KEYS;
        check Right(lists) if allowed_types;
        summary "types are both allowed and restricted";
        why "When `allowed_types` is not empty, the gateway does not look at `restricted_types`: what is listed only there is open or closed as `allowed_types` says.";
        evidence ["gateway 5.13.0, internal/graphengine: allowed types are looked at first, restricted ones only without them"];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{"allowed_types":[{"name":"Query","fields":["a"]}],"restricted_types":[{"name":"Query","fields":["b"]}]}}}"#);
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{"allowed_types":[{"name":"Query","fields":["a"]}],"restricted_types":[]}}}"#);
    },
    rule! {
        "field-rights-block-rest" Error KEYS;
        check Right(rest) if field_access_rights;
        summary "some fields have a depth of their own, and all others 0";
        why "Without `field_access_rights`, a `max_query_depth` of 0 is no limit. Beside them it is a depth of 0: every other field of the query is refused.";
        evidence ["gateway 5.13.0, gateway/mw_graphql_complexity.go"];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{"field_access_rights":[{"type_name":"Query","field_name":"a","limits":{"max_query_depth":3}}]}}}"#);
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","max_query_depth":-1,"access_rights":{"a1":{"field_access_rights":[{"type_name":"Query","field_name":"a","limits":{"max_query_depth":3}}]}}}"#);
    },
    rule! {
        "field-depth-zero" Warning KEYS;
        check Right(depth) if field_access_rights;
        summary "a single field has a depth of 0";
        why "A depth of 0 closes everything below the field, so that only a field without fields of its own can be asked for. No limit is −1.";
        evidence ["gateway 5.13.0, gateway/mw_graphql_complexity.go"];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","max_query_depth":-1,"access_rights":{"a1":{"field_access_rights":[{"type_name":"Query","field_name":"a"}]}}}"#);
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","max_query_depth":-1,"access_rights":{"a1":{"field_access_rights":[{"type_name":"Query","field_name":"a","limits":{"max_query_depth":-1}}]}}}"#);
    },
];

fn lists(_: &Subject<'_>, right: Right<'_>, out: &mut Findings) {
    let list = |index| right.member(index).filter(|list| !list.is_zero());
    let (Some(allowed), Some(restricted)) =
        (list(access_definition::allowed_types), list(access_definition::restricted_types))
    else {
        return;
    };
    out.add(allowed, "restricted_types will be ignored: while types are allowed, only those count")
        .help("keep one of the two lists")
        .related(restricted, "ignored");
}

fn rest(subject: &Subject<'_>, right: Right<'_>, out: &mut Findings) {
    let fields = right.member(access_definition::field_access_rights).filter(|fields| !fields.is_zero());
    let (Some(fields), Some(key)) = (fields, subject.limits()) else { return };
    let limits = right.limits().filter(|limits| !limits.is_empty()).unwrap_or(key);
    if limits.integer(Field::MaxQueryDepth) == 0 {
        let path = limits.object.pointer().join(Field::MaxQueryDepth.name());
        out.add(fields, "every field that is not listed here will be refused: their max_query_depth is 0")
            .help("set max_query_depth to -1 for no limit, in the API's limit if it has one, else in the key")
            .guess("set max_query_depth to -1", vec![Operation::Add { path, value: "-1".to_owned() }]);
    }
}

fn depth(_: &Subject<'_>, right: Right<'_>, out: &mut Findings) {
    let fields = Children::of(right.member(access_definition::field_access_rights));
    for field in fields.filter(|field| field.is_object()) {
        let limits = field.member(field_access_definition::limits).filter(|limits| limits.is_object());
        let depth = limits.and_then(|limits| limits.member(field_limits::max_query_depth));
        if depth.is_none_or(View::is_zero) {
            let place = match (depth, limits) {
                (Some(depth), _) => Place::Value(depth),
                (None, Some(limits)) => Place::Missing(limits, "max_query_depth"),
                (None, None) => Place::MissingIn(field, "limits", "max_query_depth"),
            };
            out.add(place, "nothing below this field can be asked for: its depth is 0")
                .help("set it to -1 for no limit");
        }
    }
}
