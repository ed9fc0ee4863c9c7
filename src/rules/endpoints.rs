#[cfg(not(target_arch = "wasm32"))]
use super::Example;
use super::findings::{Findings, Place};
use super::limits::Field;
use super::path::read;
use super::rule::{Rule, rule};
use super::subject::{Right, Subject};
use crate::decode::{Children, View};
use crate::json::same_name;
use crate::report::Operation;
use crate::session::entries::alike;
use crate::session::{ApiLimit, EndpointLimit, access_definition, endpoint, endpoint_limit, endpoint_method};

/// Rate limits of single endpoints of an API.
pub(super) static RULES: &[Rule] = &[
    rule! {
        "endpoint-unlimited" Warning ALL;
        check Right(unlimited) if endpoints;
        summary "a method of an endpoint has no rate limit";
        why "The limit of an endpoint takes the place of the key's and the API's rate. One that is not there, or without a rate or a period, is no limit: the endpoint is unlimited.";
        evidence ["recorded with traffic (5.13.0): a method without limit, 200 for every request beyond the key's rate", "gateway 5.13.0, gateway/session_manager.go: RateLimitInfo"];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","rate":10,"per":60,"access_rights":{"a1":{"endpoints":[{"path":"/a","methods":[{"name":"GET"}]}]}}}"#);
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","rate":10,"per":60,"access_rights":{"a1":{"endpoints":[{"path":"/a","methods":[{"name":"GET","limit":{"rate":5,"per":1}}]}]}}}"#);
    },
    rule! {
        "endpoint-duplicate" Warning ALL;
        check Right(duplicate) if endpoints;
        summary "the same method and path are limited twice";
        why "The first entry that matches a request counts. Where policies apply, lists are merged by method and path, and the last one counts.";
        evidence ["gateway 5.13.0, gateway/session_manager.go: RateLimitInfo; user/session.go: Endpoints.Map"];
        triggers Example::body(r#"{"access_rights":{"a1":{"endpoints":[{"path":"/a","methods":[{"name":"GET","limit":{"rate":5,"per":1}},{"name":"get","limit":{"rate":6,"per":1}}]}]}}}"#);
        passes Example::body(r#"{"access_rights":{"a1":{"endpoints":[{"path":"/a","methods":[{"name":"GET","limit":{"rate":5,"per":1}},{"name":"POST","limit":{"rate":6,"per":1}}]}]}}}"#);
    },
    rule! {
        "endpoint-path-invalid-regex" Warning ALL;
        check Right(invalid) if endpoints;
        summary "the path of an endpoint is not a regular expression once the gateway has rewritten it";
        why "The gateway writes an error to its log and skips the entry: the endpoint has the limits of the API or the key.";
        evidence ["gateway 5.13.0, gateway/session_manager.go: RateLimitInfo", "verdicts of Go 1.26.8, tests/data/expressions.txt"];
        triggers Example::body(r#"{"access_rights":{"a1":{"endpoints":[{"path":"/a(?=b)","methods":[{"name":"GET","limit":{"rate":5,"per":1}}]}]}}}"#);
        passes Example::body(r#"{"access_rights":{"a1":{"endpoints":[{"path":"/users/{id}","methods":[{"name":"GET","limit":{"rate":5,"per":1}}]}]}}}"#);
    },
    rule! {
        "endpoint-limit-extra" Warning KEYS;
        check Right(extra) if endpoints;
        summary "the limit of an endpoint has a quota, a throttle or a depth";
        why "Endpoints have a rate and a period. Everything else that limits of APIs have is dropped when the key is read.";
        evidence ["recording decode-348 (5.13.0)"];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{"endpoints":[{"path":"/a","methods":[{"name":"GET","limit":{"rate":5,"per":1,"quota_max":5}}]}]}}}"#);
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{"endpoints":[{"path":"/a","methods":[{"name":"GET","limit":{"rate":5,"per":1}}]}],"limit":{"rate":5,"per":1,"quota_max":5,"quota_renewal_rate":60}}}}"#);
    },
    rule! {
        "endpoint-smoothing-unused" Info KEYS;
        check Right(smoothing) if endpoints;
        summary "the limit of an endpoint has smoothing";
        why "The gateway takes only the rate and the period of an endpoint; smoothing is that of the API or the key.";
        evidence ["gateway 5.13.0, gateway/session_manager.go: RateLimitInfo hands on rate and per only"];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{"endpoints":[{"path":"/a","methods":[{"name":"GET","limit":{"rate":5,"per":1,"smoothing":{"enabled":true,"threshold":2,"trigger":0.5,"step":1,"delay":1}}}]}]}}}"#);
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{"endpoints":[{"path":"/a","methods":[{"name":"GET","limit":{"rate":5,"per":1,"smoothing":null}}]}]}}}"#);
    },
];

/// The endpoints that are written as objects.
fn endpoints<'a>(right: Right<'a>) -> impl Iterator<Item = View<'a>> {
    let list = right.member(access_definition::endpoints);
    Children::of(list).filter(|endpoint| endpoint.is_object())
}

/// The methods of an endpoint that are written as objects.
fn methods<'a>(endpoint: View<'a>) -> impl Iterator<Item = View<'a>> {
    let list = endpoint.member(endpoint::methods);
    Children::of(list).filter(|method| method.is_object())
}

fn unlimited(_: &Subject<'_>, right: Right<'_>, out: &mut Findings) {
    for method in endpoints(right).flat_map(methods) {
        let limit = method.member(endpoint_method::limit);
        let is_positive = |index| {
            let number = limit.and_then(|limit| limit.member(index)).and_then(View::number);
            number.is_some_and(|number| number > 0.0)
        };
        if !is_positive(endpoint_limit::rate) || !is_positive(endpoint_limit::per) {
            let place = limit.map_or(Place::Missing(method, "limit"), Place::Value);
            out.add(place, "requests to this endpoint will have no rate limit, not even the key's")
                .help("set rate and per above 0, or leave the method out of endpoints");
        }
    }
}

fn duplicate(_: &Subject<'_>, right: Right<'_>, out: &mut Findings) {
    let Some(list) = right.member(access_definition::endpoints) else { return };
    let text = |view: Option<View<'_>>| view.and_then(View::text).unwrap_or_default().into_owned();
    let (mut limited, mut names) = (Vec::new(), Vec::new());
    for endpoint in endpoints(right) {
        let path = endpoint.member(endpoint::path);
        for method in methods(endpoint) {
            let name = text(method.member(endpoint_method::name)).to_ascii_uppercase();
            // with its length, so that no two names are alike in which it ends elsewhere
            names.push(format!("{} {name}{}", name.len(), text(path)));
            limited.push((method, path));
        }
    }
    for places in alike(&names) {
        let mut methods = places.iter().filter_map(|place| limited.get(*place));
        let Some((first, _)) = methods.next() else { continue };
        for (method, path) in methods {
            let shown = path.map(View::shown).unwrap_or_default();
            out.add(list, format!("{shown} is limited twice for a method: without policies, the first limit counts"))
                .help("keep one of the two")
                .related(*first, "the limit that counts")
                .related(*method, "the limit that does not")
                .guess("remove the second", vec![Operation::Remove { path: method.pointer() }]);
        }
    }
}

fn invalid(_: &Subject<'_>, right: Right<'_>, out: &mut Findings) {
    for path in endpoints(right).filter_map(|endpoint| endpoint.member(endpoint::path)) {
        if let Some(Err((fault, help))) = path.text().map(|text| read(&text)) {
            out.add(path, format!("this limit is never used: Go refuses the path's expression ({fault})"))
                .help(help)
                .param("error", fault.to_string());
        }
    }
}

fn extra(_: &Subject<'_>, right: Right<'_>, out: &mut Findings) {
    let has =
        |members: &[crate::session::Member], name: &str| members.iter().any(|member| same_name(name, member.name));
    let is_extra = |name: &str| has(ApiLimit::TABLE.members, name) && !has(EndpointLimit::TABLE.members, name);
    for limit in right.endpoint_limits().map(|limits| limits.object) {
        let mut dropped: Vec<View<'_>> = Vec::new();
        for member in limit.children().filter(|member| is_extra(&member.name())) {
            if dropped.iter().all(|other| other.name() != member.name()) {
                dropped.push(member);
            }
        }
        if dropped.is_empty() {
            continue;
        }
        let patch = dropped.iter().map(|member| Operation::Remove { path: member.pointer() }).collect();
        let issue = out.add(limit, "an endpoint has a rate only: the gateway drops its quota, throttle and depth");
        issue.help("set them for the API or the key").safe("remove what is dropped", patch);
        for member in dropped {
            issue.related(member, "dropped");
        }
    }
}

fn smoothing(_: &Subject<'_>, right: Right<'_>, out: &mut Findings) {
    for smoothing in right.endpoint_limits().filter_map(|limits| limits.get(Field::Smoothing)) {
        if !smoothing.is_null() {
            out.add(smoothing, "the rate of an endpoint is not smoothed: the gateway does not look at this")
                .help("smooth the rate of the API or the key")
                .safe("remove smoothing", vec![Operation::Remove { path: smoothing.pointer() }]);
        }
    }
}
