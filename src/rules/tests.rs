//! Every example of the catalogue, tried.

use super::{Options, Overrides, RuleSet, check, rules};
use crate::decode::Arena;
use crate::edit;
use crate::report::{Applicability, Severity};
use crate::target::Endpoint;

#[test]
fn every_rule_notices_its_example_and_leaves_the_other_alone() {
    for rule in rules() {
        assert!(rule.notices(&rule.about.triggers), "{} does not notice its example", rule.code);
        assert!(!rule.notices(&rule.about.passes), "{} notices what is fine", rule.code);
    }
}

#[test]
fn a_safe_fix_removes_its_issue_and_brings_no_error() {
    for rule in rules() {
        let example = &rule.about.triggers;
        let report = rule.report(example, example.body.as_bytes());
        for issue in report.issues.iter().filter(|issue| issue.code == rule.code) {
            let Some(fix) = issue.fix.as_ref().filter(|fix| fix.applicability == Applicability::Safe) else { continue };
            let fixed = edit::apply(example.body.as_bytes(), &fix.patch);
            assert!(fixed.is_ok(), "the fix of {} cannot be applied: {fixed:?}", rule.code);
            let fixed = fixed.unwrap_or_default();
            let after = rule.report(example, &fixed);
            let is_new = |code: &str| !report.issues.iter().any(|issue| issue.code == code);
            for left in &after.issues {
                let same = left.code == issue.code && left.pointer == issue.pointer;
                assert!(!same, "the fix of {} does not fix it", rule.code);
                let new_error = left.severity == Severity::Error && is_new(left.code);
                assert!(!new_error, "the fix of {} brings {}", rule.code, left.code);
            }
        }
    }
}

#[test]
fn messages_keep_to_the_style() {
    for rule in rules() {
        let example = &rule.about.triggers;
        for issue in rule.report(example, example.body.as_bytes()).issues {
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
        let example = &rule.about.triggers;
        let places: Vec<_> = rule
            .report(example, example.body.as_bytes())
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

#[test]
fn the_caller_has_the_last_word_on_how_bad_an_issue_is() {
    let said = |overrides: &[(&str, Option<Severity>)]| {
        let overrides = Overrides(overrides.iter().map(|(code, severity)| ((*code).to_owned(), *severity)).collect());
        let options = Options { overrides: &overrides, ..Options::new(Endpoint::GatewayKey) };
        let report = check(br#"{"rate":1,"quota_max":-5}"#, &options, &mut Arena::default()).unwrap_or_default();
        report.issues.iter().find(|issue| issue.code == "quota-max-negative").map(|issue| issue.severity)
    };
    assert_eq!(said(&[]), Some(Severity::Warning));
    assert_eq!(said(&[("quota-max-negative", Some(Severity::Error))]), Some(Severity::Error));
    assert_eq!(said(&[("quota-max-negative", None)]), None);
    let twice = [("quota-max-negative", None), ("quota-max-negative", Some(Severity::Info))];
    assert_eq!(said(&twice), Some(Severity::Info));
}

#[test]
fn the_key_behind_a_missing_brace_is_not_offered_to_be_removed() {
    let report = check(br#" "rate":1,"per":60}"#, &Options::new(Endpoint::GatewayKey), &mut Arena::default());
    let issues = report.unwrap_or_default().issues;
    let said: Vec<_> = issues.iter().map(|issue| (issue.code, issue.help.as_deref(), issue.fix.is_some())).collect();
    assert_eq!(said, [("body-not-object", Some("put a { before this name"), false)]);
}

#[test]
fn a_member_is_said_once_to_be_repeated_however_often_it_is() {
    let body = br#"{"rate":1,"Rate":2,"rate":3,"per":1,"meta_data":{"a":1,"a":2,"a":3},"per":2}"#;
    let report = check(body, &Options::new(Endpoint::GatewayOrg), &mut Arena::default()).unwrap_or_default();
    let repeated: Vec<_> = report.issues.iter().filter(|issue| issue.code == "duplicate-member").collect();
    let places: Vec<_> = repeated.iter().map(|issue| (issue.pointer.as_str(), issue.bytes.start)).collect();
    assert_eq!(places, [("", 10), ("/meta_data", 55), ("", 68)]);
}

/// Every place of a key that holds a secret, as JSON around it.
const SECRETS: [(&str, &str); 6] = [
    (r#"{"hmac_string":"#, "}"),
    (r#"{"certificate":"#, "}"),
    (r#"{"oauth_keys":"#, "}"),
    (r#"{"oauth_keys":{"client":"#, "}}"),
    (r#"{"basic_auth_data":{"password":"#, "}}"),
    (r#"{"jwt_data":{"secret":"#, "}}"),
];

#[test]
fn no_report_shows_a_secret_whatever_it_is_written_as() {
    const MARKS: [&str; 2] = ["h1dd3n", "918273645"];
    let long = format!(r#""{}""#, "h1dd3n".repeat(20));
    let values = [
        r#""h1dd3n""#,
        r#"" h1dd3n\ud800""#,
        "918273645",
        "918273645.5e300",
        r#"["h1dd3n"]"#,
        r#"{"a":"h1dd3n","b":918273645}"#,
        "null",
        long.as_str(),
    ];
    let (mut bodies, mut stored) = (Vec::new(), vec![None]);
    for ((before, after), value) in SECRETS.into_iter().flat_map(|place| values.map(|value| (place, value))) {
        let body = format!("{before}{value}{after}");
        let other = body.replace("h1dd3n", "h1dd3n2").replace("918273645", "9182736455");
        let twice = format!("{},{}", body.trim_end_matches('}'), other.trim_start_matches('{'));
        stored.push(Some(body.clone()));
        bodies.extend([body.to_uppercase().replace("H1DD3N", "h1dd3n"), format!("{body} h1dd3n"), twice, body]);
    }
    for (endpoint, body) in
        Endpoint::ALL.into_iter().flat_map(|endpoint| bodies.iter().map(move |body| (endpoint, body)))
    {
        for stored in &stored {
            let previous = stored.as_ref().map(String::as_bytes);
            let options = Options { previous, now: Some(super::Example::NOW), ..Options::new(endpoint) };
            let report = format!("{:?}", check(body.as_bytes(), &options, &mut Arena::default()));
            assert!(
                !MARKS.iter().any(|mark| report.contains(mark)),
                "{body} after {stored:?} is answered with {report}"
            );
        }
    }
}

#[test]
fn a_rule_has_nothing_to_say_where_nothing_is_written_that_it_needs() {
    let bodies = || rules().flat_map(|rule| [&rule.about.triggers, &rule.about.passes]);
    let overrides = Overrides::default();
    for example in bodies() {
        for endpoint in [Endpoint::GatewayKey, Endpoint::GatewayOrg] {
            let options = Options {
                now: Some(super::Example::NOW),
                previous: example.previous.map(str::as_bytes),
                overrides: &overrides,
                ..Options::new(endpoint)
            };
            let said = |choice: &RuleSet| choice.check(example.body.as_bytes(), &options, &mut Arena::default());
            let chosen = || RuleSet::of(&options).unwrap_or_default();
            assert_eq!(said(&chosen()), said(&chosen().asking_always()), "{}", example.body);
        }
    }
}
