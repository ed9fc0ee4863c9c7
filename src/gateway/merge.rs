use super::world::Order;
use crate::session::entries::sorted;
use crate::session::{
    AccessControlRules, AccessDefinition, AccessSpec, Endpoint, EndpointLimit, EndpointMethod, Entries,
    FieldAccessDefinition, GraphqlType, JsonRpcMethodLimit, List, McpPrimitiveLimit,
};
use crate::target::Version;

/// Whether the first limit is the higher: −1 stands for no limit and beats everything, itself too.
pub(super) fn greater(first: i64, second: i64) -> bool {
    first == -1 || second != -1 && first > second
}

/// The time between two requests at that rate, in whole nanoseconds; zero where there is no limit.
pub(super) fn pace(rate: f64, per: f64) -> i64 {
    if per <= 0.0 || rate <= 0.0 {
        return 0;
    }
    let nanoseconds = 1e9 * per / rate;
    // What does not fit becomes the lowest number on the processors that gateways run on.
    if nanoseconds < 9_223_372_036_854_775_808.0 { nanoseconds as i64 } else { i64::MIN }
}

/// Adds what another policy grants on an API to what is granted so far.
pub(super) fn access(ours: &mut AccessDefinition, theirs: &AccessDefinition, version: Version) {
    ours.disable_introspection |= theirs.disable_introspection;
    add_missing(&mut ours.versions, &theirs.versions);
    ours.allowed_urls = urls(&ours.allowed_urls, &theirs.allowed_urls);
    types(&mut ours.restricted_types, &theirs.restricted_types, version);
    types(&mut ours.allowed_types, &theirs.allowed_types, version);
    fields(&mut ours.field_access_rights, &theirs.field_access_rights);
    rules(&mut ours.json_rpc_methods_access_rights, &theirs.json_rpc_methods_access_rights);
    rules(&mut ours.mcp_access_rights.tools, &theirs.mcp_access_rights.tools);
    rules(&mut ours.mcp_access_rights.resources, &theirs.mcp_access_rights.resources);
    rules(&mut ours.mcp_access_rights.prompts, &theirs.mcp_access_rights.prompts);
}

fn is_empty<T>(list: &List<T>) -> bool {
    list.as_ref().is_none_or(Vec::is_empty)
}

/// Adds the texts that are not there yet. A list that does not exist begins to with its first text.
fn add_missing(list: &mut List<String>, more: &List<String>) {
    for text in more.iter().flatten() {
        let list = list.get_or_insert_default();
        if !list.contains(text) {
            list.push(text.clone());
        }
    }
}

/// One entry for each path, in the order in which they first came, with the methods of all.
fn urls(first: &List<AccessSpec>, second: &List<AccessSpec>) -> List<AccessSpec> {
    let mut merged: Vec<AccessSpec> = Vec::new();
    for spec in first.iter().chain(second).flatten() {
        match merged.iter_mut().find(|known| known.url == spec.url) {
            Some(known) => add_missing(&mut known.methods, &spec.methods),
            None => merged.push(spec.clone()),
        }
    }
    (!merged.is_empty()).then_some(merged)
}

fn types(ours: &mut List<GraphqlType>, theirs: &List<GraphqlType>, version: Version) {
    let known = match ours {
        Some(known) if !known.is_empty() => known,
        _ => return ours.clone_from(theirs),
    };
    for theirs in theirs.iter().flatten() {
        if version < Version::UNITES_TYPES {
            for ours in known.iter_mut().filter(|ours| ours.name == theirs.name) {
                ours.fields = common(&ours.fields, &theirs.fields);
            }
            continue;
        }
        match known.iter_mut().find(|ours| ours.name == theirs.name) {
            Some(ours) => add_missing(&mut ours.fields, &theirs.fields),
            None => known.push(theirs.clone()),
        }
    }
}

/// The texts of the second list that are in the first.
fn common(first: &List<String>, second: &List<String>) -> List<String> {
    let first = first.as_deref().unwrap_or_default();
    let common: Vec<_> = second.iter().flatten().filter(|text| first.contains(text)).cloned().collect();
    (!common.is_empty()).then_some(common)
}

fn fields(ours: &mut List<FieldAccessDefinition>, theirs: &List<FieldAccessDefinition>) {
    let known = match ours {
        Some(known) if !known.is_empty() => known,
        _ => return ours.clone_from(theirs),
    };
    for theirs in theirs.iter().flatten() {
        let mut found = false;
        let same = |ours: &&mut FieldAccessDefinition| {
            ours.type_name == theirs.type_name && ours.field_name == theirs.field_name
        };
        for ours in known.iter_mut().filter(same) {
            found = true;
            if greater(theirs.limits.max_query_depth, ours.limits.max_query_depth) {
                ours.limits.max_query_depth = theirs.limits.max_query_depth;
            }
        }
        if !found {
            known.push(theirs.clone());
        }
    }
}

fn rules(ours: &mut AccessControlRules, theirs: &AccessControlRules) {
    let unset = |rules: &AccessControlRules| is_empty(&rules.allowed) && is_empty(&rules.blocked);
    if unset(theirs) {
        return;
    }
    if unset(ours) {
        ours.clone_from(theirs);
        return;
    }
    add_missing(&mut ours.allowed, &theirs.allowed);
    add_missing(&mut ours.blocked, &theirs.blocked);
}

/// The rate limits of endpoints: of the same method and path the faster wins. The gateway takes them apart into a map
/// with names like `GET:/path` and puts them together again, in which everything with another colon is lost.
pub(super) fn endpoints(theirs: &List<Endpoint>, current: &List<Endpoint>, order: Order) -> List<Endpoint> {
    let current = by_method(current);
    if current.is_empty() {
        return theirs.clone();
    }
    let theirs = by_method(theirs);
    if theirs.is_empty() {
        return by_path(current, order);
    }
    let wins = |(name, limit): &(String, EndpointLimit)| theirs.get(name).is_none_or(|other| is_faster(limit, other));
    let faster: Vec<_> = current.into_iter().filter(wins).collect();
    by_path(theirs.into_iter().chain(faster).collect(), order)
}

/// Whether the limit lets more through; at the same pace, whether it has the higher rate.
fn is_faster(limit: &EndpointLimit, other: &EndpointLimit) -> bool {
    let (pace_of, pace_of_other) = (pace(limit.rate, limit.per), pace(other.rate, other.per));
    pace_of_other > pace_of || pace_of_other == pace_of && limit.rate > other.rate
}

fn by_method(endpoints: &List<Endpoint>) -> Entries<EndpointLimit> {
    let methods = |endpoint: &Endpoint| {
        let path = endpoint.path.clone();
        let named = move |method: EndpointMethod| (format!("{}:{path}", method.name), method.limit);
        endpoint.methods.clone().into_iter().flatten().map(named)
    };
    endpoints.iter().flatten().flat_map(methods).collect()
}

fn by_path(limits: Entries<EndpointLimit>, order: Order) -> List<Endpoint> {
    let mut paths: Entries<Vec<EndpointMethod>> = Entries::default();
    for (name, limit) in limits {
        let mut parts = name.split(':');
        if let (Some(method), Some(path), None) = (parts.next(), parts.next(), parts.next()) {
            let method = EndpointMethod { name: method.to_owned(), limit };
            match paths.get_mut(path) {
                Some(methods) => methods.push(method),
                None => paths.insert(path.to_owned(), vec![method]),
            }
        }
    }
    let sorted = |(path, mut methods): (String, Vec<EndpointMethod>)| {
        // Methods that differ only in case come in the order of the map.
        if order == Order::Reversed {
            methods.reverse();
        }
        // A method of HTTP is ASCII.
        let upper = |method: &EndpointMethod| method.name.to_ascii_uppercase();
        Endpoint { path, methods: Some(sorted(methods, |one, other| upper(one).cmp(&upper(other)))) }
    };
    (!paths.is_empty()).then(|| paths.into_iter().map(sorted).collect())
}

/// A rate limit of something with a name on an MCP proxy.
pub(super) trait Named: Clone {
    /// What tells it from others.
    fn name(&self) -> String;
    /// Its rate limit.
    fn limit(&self) -> &EndpointLimit;
}

impl Named for JsonRpcMethodLimit {
    fn name(&self) -> String {
        self.name.clone()
    }

    fn limit(&self) -> &EndpointLimit {
        &self.limit
    }
}

impl Named for McpPrimitiveLimit {
    fn name(&self) -> String {
        // By type, then by name, wherever the one ends and the other begins.
        format!("{}\0\0{}", self.r#type.replace('\0', "\0\u{1}"), self.name)
    }

    fn limit(&self) -> &EndpointLimit {
        &self.limit
    }
}

/// The rate limits of methods or primitives: of the same name the faster wins. They come out in the order of a map.
pub(super) fn named<T: Named>(theirs: &List<T>, current: &List<T>, order: Order) -> List<T> {
    if is_empty(current) {
        return theirs.clone();
    }
    if is_empty(theirs) {
        return current.clone();
    }
    let mut merged: Entries<T> = current.iter().flatten().map(|limit| (limit.name(), limit.clone())).collect();
    let pace_of = |limit: &T| pace(limit.limit().rate, limit.limit().per);
    for theirs in theirs.iter().flatten() {
        let keeps =
            merged.get(&theirs.name()).is_some_and(|ours| pace_of(ours) != 0 && pace_of(theirs) >= pace_of(ours));
        if !keeps {
            merged.insert(theirs.name(), theirs.clone());
        }
    }
    let mut merged = merged.into_values();
    if order == Order::Reversed {
        merged.reverse();
    }
    Some(merged)
}
