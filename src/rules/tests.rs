//! Every example of the catalogue, tried.

use super::{Example, Options, Overrides, Rule, check, rules};
use crate::decode::Arena;
use crate::edit;
use crate::report::{Applicability, Report};
use crate::target::{Endpoint, Query, Version};

fn try_example(rule: &Rule, example: Example, body: &[u8]) -> Report {
    let overrides = Overrides::default();
    let options = Options {
        version: example.version.and_then(Version::parse).unwrap_or(Version::DEFAULT),
        now: Some(Example::NOW),
        query: Query(example.query),
        key_id: Some(example.key_id),
        api_id: Some(example.api_id),
        previous: example.previous.map(str::as_bytes),
        overrides: &overrides,
        ..Options::new(example.endpoint.or(rule.endpoints.iter().next()).unwrap_or(Endpoint::GatewayKey))
    };
    check(body, &options, &mut Arena::default()).unwrap_or_default()
}

#[test]
fn every_rule_notices_its_example_and_leaves_the_other_alone() {
    for rule in rules() {
        let noticed = |example: Example| {
            try_example(rule, example, example.body.as_bytes()).issues.iter().any(|issue| issue.code == rule.code)
        };
        assert!(noticed(rule.about.triggers), "{} does not notice its example", rule.code);
        assert!(!noticed(rule.about.passes), "{} notices what is fine", rule.code);
    }
}

#[test]
fn a_safe_fix_removes_its_issue_and_brings_no_error() {
    for rule in rules() {
        let example = rule.about.triggers;
        let report = try_example(rule, example, example.body.as_bytes());
        for issue in report.issues.iter().filter(|issue| issue.code == rule.code) {
            let Some(fix) = issue.fix.as_ref().filter(|fix| fix.applicability == Applicability::Safe) else { continue };
            let mended = edit::apply(example.body.as_bytes(), &fix.patch);
            assert!(mended.is_ok(), "the fix of {} cannot be applied: {mended:?}", rule.code);
            let mended = mended.unwrap_or_default();
            let after = try_example(rule, example, &mended);
            let is_new = |code: &str| !report.issues.iter().any(|issue| issue.code == code);
            for left in &after.issues {
                let same = left.code == issue.code && left.pointer == issue.pointer;
                assert!(!same, "the fix of {} does not mend it", rule.code);
                let new_error = left.severity == crate::report::Severity::Error && is_new(left.code);
                assert!(!new_error, "the fix of {} brings {}", rule.code, left.code);
            }
        }
    }
}

#[test]
fn messages_keep_to_the_style() {
    for rule in rules() {
        let example = rule.about.triggers;
        for issue in try_example(rule, example, example.body.as_bytes()).issues {
            for sentence in [Some(&issue.message), issue.help.as_ref()].into_iter().flatten() {
                assert!(!sentence.ends_with('.'), "{}: {sentence}", issue.code);
                let first = sentence.chars().next().unwrap_or_default();
                assert!(
                    !first.is_uppercase() || sentence.starts_with("GET") || sentence.starts_with("PUT"),
                    "{sentence}"
                );
            }
            assert!(issue.message.chars().count() <= 120, "{}: {}", issue.code, issue.message);
        }
    }
}

#[test]
fn codes_are_unique_and_issues_stand_in_the_order_of_the_text() {
    let mut codes: Vec<_> = rules().map(|rule| rule.code).collect();
    codes.sort_unstable();
    let count = codes.len();
    codes.dedup();
    assert_eq!(codes.len(), count);
    for rule in rules() {
        let example = rule.about.triggers;
        let places: Vec<_> = try_example(rule, example, example.body.as_bytes())
            .issues
            .iter()
            .map(|issue| (issue.part, issue.bytes.start, issue.code))
            .collect();
        assert!(places.is_sorted(), "{}: {places:?}", rule.code);
    }
}

#[test]
fn an_unknown_code_is_refused_with_the_one_that_was_meant() {
    let overrides = Overrides(vec![("quota-max-zero".to_owned(), None)]);
    let options = Options { overrides: &overrides, ..Options::new(Endpoint::GatewayKey) };
    let error = check(b"{}", &options, &mut Arena::default()).err();
    assert_eq!(error.and_then(|error| error.suggestion), None);
    let overrides = Overrides(vec![("quota-max-negatve".to_owned(), None)]);
    let options = Options { overrides: &overrides, ..options };
    let error = check(b"{}", &options, &mut Arena::default()).err();
    assert_eq!(error.and_then(|error| error.suggestion), Some("quota-max-negative"));
}
