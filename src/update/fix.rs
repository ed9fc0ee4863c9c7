use crate::decode::{self, Arena};
use crate::edit;
use crate::report::{Applicability, Issue, Operation, Report};
use crate::rules::{Options, RuleSet, UnknownCode};

/// Which fixes to make.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FixChoice {
    /// Which of those that are guesses.
    pub guesses: Guesses,
    /// Only those of these rules; of all rules if not given.
    pub only: Option<Vec<String>>,
}

/// Which fixes that are guesses to make.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Guesses {
    /// None.
    #[default]
    None,
    /// All.
    All,
    /// Those of these rules.
    Of(Vec<String>),
}

impl FixChoice {
    /// Refuses a choice that names a rule which does not exist.
    pub(crate) fn unless_unknown(&self) -> Result<(), UnknownCode> {
        let guesses = match &self.guesses {
            Guesses::Of(codes) => codes.as_slice(),
            _ => &[],
        };
        guesses.iter().chain(self.only.iter().flatten()).try_for_each(|code| UnknownCode::unless_known(code))
    }

    /// Whether it is about that issue, and there is a fix.
    pub(crate) fn takes(&self, issue: &Issue) -> bool {
        let Some(fix) = &issue.fix else { return false };
        let names = |codes: &Vec<String>| codes.iter().any(|code| code == issue.code);
        let is_sure_enough = match (&self.guesses, fix.applicability) {
            (Guesses::All, _) | (_, Applicability::Safe) => true,
            (Guesses::None, _) => false,
            (Guesses::Of(codes), _) => names(codes),
        };
        is_sure_enough && self.only.as_ref().is_none_or(names)
    }
}

/// A body with its fixes made.
#[derive(Clone, Debug)]
pub struct Fixed {
    /// The body; what no fix speaks of is byte for byte as it was.
    pub text: Vec<u8>,
    /// The issues that were fixed.
    pub applied: Vec<Issue>,
    /// What is left to say.
    pub remaining: Report,
}

/// More rounds than any body needs: a fix can bring another to light, hardly a third.
const ROUNDS: usize = 8;

/// Makes the chosen fixes of a body, until none is left.
///
/// ```
/// use tyk_session::rules::Options;
/// use tyk_session::update::{FixChoice, fix};
/// use tyk_session::{Arena, Endpoint};
///
/// let body = br#"{ "rate": "100", "per": 60 }"#;
/// let fixed = fix(body, &Options::new(Endpoint::GatewayKey), &FixChoice::default(), &mut Arena::default())?;
/// assert_eq!(fixed.text, br#"{ "rate": 100, "per": 60 }"#);
/// # Ok::<(), tyk_session::rules::UnknownCode>(())
/// ```
///
/// # Errors
///
/// An override or a choice that names a rule which does not exist.
pub fn fix(body: &[u8], options: &Options<'_>, choice: &FixChoice, arena: &mut Arena) -> Result<Fixed, UnknownCode> {
    choice.unless_unknown()?;
    let rules = RuleSet::of(options)?;
    let report = rules.check(body, options, arena);
    Ok(fix_found(body, report, &rules, options, choice, arena))
}

/// The same where it is known what is wrong with the body, and that the choice names rules which exist.
pub(crate) fn fix_found(
    body: &[u8],
    report: Report,
    rules: &RuleSet,
    options: &Options<'_>,
    choice: &FixChoice,
    arena: &mut Arena,
) -> Fixed {
    let mut fixed = Fixed { text: body.to_vec(), applied: Vec::new(), remaining: report };
    let reading = decode::Options::session(options.endpoint.reading(), options.version);
    for _ in 0..ROUNDS {
        let applied = round(&mut fixed, choice, reading, arena);
        if applied.is_empty() {
            break;
        }
        fixed.applied.extend(applied);
        fixed.remaining = rules.check(&fixed.text, options, arena);
    }
    fixed
}

/// Makes the fixes of the last report that do not get in each other's way. The last in the text comes first, so that
/// the indices of what stands before stay as they are.
fn round(fixed: &mut Fixed, choice: &FixChoice, reading: decode::Options, arena: &mut Arena) -> Vec<Issue> {
    let mut touched: Vec<&str> = Vec::new();
    let (mut chosen, mut all) = (Vec::new(), Vec::new());
    for issue in fixed.remaining.issues.iter().rev() {
        let Some(fix) = issue.fix.as_ref().filter(|_| choice.takes(issue)) else { continue };
        if fix.patch.iter().any(|operation| touched.iter().any(|path| is_in_the_way(path, operation))) {
            continue;
        }
        touched.extend(fix.patch.iter().flat_map(paths));
        all.extend_from_slice(&fix.patch);
        chosen.push((issue, fix));
    }
    if chosen.is_empty() {
        return Vec::new();
    }
    if let Ok(text) = edit::apply_to(&decode::decode(&fixed.text, reading, arena), &all) {
        fixed.text = text;
    } else {
        chosen.retain(|(_, fix)| {
            let text = edit::apply(&fixed.text, &fix.patch);
            text.map(|text| fixed.text = text).is_ok()
        });
    }
    chosen.into_iter().rev().map(|(issue, _)| issue.clone()).collect()
}

fn paths(operation: &Operation) -> impl Iterator<Item = &str> {
    let (first, second) = match operation {
        Operation::Add { path, .. } | Operation::Replace { path, .. } | Operation::Remove { path } => (path, None),
        Operation::Move { from, path } => (from, Some(path)),
    };
    // What stands around the whole text is in nobody's way.
    std::iter::once(first).chain(second).map(|path| path.as_str()).filter(|path| !path.is_empty())
}

/// Whether an operation would meet another text than it was made for, since something was changed at that pointer.
fn is_in_the_way(changed: &str, operation: &Operation) -> bool {
    let overlap = |path: &str| leads_to(changed, path) || leads_to(path, changed);
    match operation {
        Operation::Add { path, .. } | Operation::Replace { path, .. } => overlap(path.as_str()),
        Operation::Remove { path } => leads_to(changed, path.as_str()),
        // A value is moved with what was changed in it.
        Operation::Move { from, path } => {
            let is_around = changed != from.as_str() && leads_to(changed, from.as_str());
            is_around || from != path && overlap(path.as_str())
        }
    }
}

/// Whether one pointer is the other, or the way to it.
pub(super) fn leads_to(from: &str, to: &str) -> bool {
    to.strip_prefix(from).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::{FixChoice, Fixed, fix, round};
    use crate::decode::{self, Arena};
    use crate::report::{Applicability, Issue, Severity};
    use crate::rules::{Options, check};
    use crate::target::Endpoint;
    use proptest::prelude::*;

    fn options(endpoint: Endpoint) -> Options<'static> {
        let organisation = "5e9d9544a1dcd60001d0ed20";
        Options { now: Some(1_795_000_000), key_id: Some(organisation), api_id: Some("a1"), ..Options::new(endpoint) }
    }

    fn text_of(body: &str) -> String {
        let only: Vec<String> = SHAPES.iter().map(|code| (*code).to_owned()).collect();
        let choice = FixChoice { only: Some(only), ..FixChoice::default() };
        let fixed = fix(body.as_bytes(), &options(Endpoint::GatewayOrg), &choice, &mut Arena::default());
        fixed.map(|fixed| String::from_utf8_lossy(&fixed.text).into_owned()).unwrap_or_default()
    }

    const SHAPES: [&str; 15] = [
        "trailing-data",
        "byte-order-mark",
        "invalid-utf8",
        "duplicate-member",
        "member-name-case",
        "unknown-member",
        "integer-literal-required",
        "number-as-string",
        "wrong-type-bool",
        "wrong-type-string",
        "wrong-type-object",
        "map-as-array",
        "array-as-scalar",
        "null-resets-field",
        "date-created-format",
    ];

    #[test]
    fn what_was_plainly_meant_is_written() {
        for (body, expected) in [
            (r#"{"quota_max":1e3,"expires":1718439136.0}"#, r#"{"quota_max":1000,"expires":1718439136}"#),
            (r#"{"quota_max":1.5}"#, r#"{"quota_max":1.5}"#),
            (r#"{"rate":" 1.50 ","quota_max":"5.0","per":"a lot"}"#, r#"{"rate":1.50,"quota_max":5,"per":"a lot"}"#),
            (r#"{"is_inactive":"True","hmac_enabled":0}"#, r#"{"is_inactive":true,"hmac_enabled":false}"#),
            (r#"{"last_updated":1715681746}"#, r#"{"last_updated":"1715681746"}"#),
            (r#"{"access_rights":[ ],"monitor":[]}"#, r#"{"access_rights":{},"monitor":{}}"#),
            (r#"{"access_rights":["a1"]}"#, r#"{"access_rights":["a1"]}"#),
            (
                r#"{"tags":"a","apply_policies":"","monitor":{"trigger_limits":80}}"#,
                r#"{"tags":["a"],"apply_policies":[],"monitor":{"trigger_limits":[80]}}"#,
            ),
            (r#"{"tags":"a,b"}"#, r#"{"tags":"a,b"}"#),
            (r#"{"RATE":1,"per":2,"Per":3,"per":4,"comment":"x"}"#, r#"{"rate":1,"per":4}"#),
            (r#"{"rate":1,"Rate":2}"#, r#"{"rate":2}"#),
            (r#"{"a":1,"a":2,"a":3,"a":4,"a":5,"a":6,"a":7,"a":8,"a":9,"a":10,"per":60}"#, r#"{"per":60}"#),
            (r#"{"rate":1,"rate":null}"#, r#"{"rate":1,"rate":null}"#),
            (r#"{"rate":"1","rate":2}"#, r#"{"rate":2}"#),
            (r#"{"tags":["a"],"tags":["b"]}"#, r#"{"tags":["a"],"tags":["b"]}"#),
            (r#"{"meta_data":{"a":1,"a":2}}"#, r#"{"meta_data":{"a":2}}"#),
            (r#"{"rate":1,"alias":null}"#, r#"{"rate":1}"#),
            (r#"{"alias":"\ud800x"}"#, "{\"alias\":\"\u{fffd}x\"}"),
            (r#"{"date_created":"2024-05-14 13:15:46+0300"}"#, r#"{"date_created":"2024-05-14T13:15:46+03:00"}"#),
            (r#"{"rate":1,"date_created":""}"#, r#"{"rate":1}"#),
            (r#"{"date_created":"yesterday"}"#, r#"{"date_created":"yesterday"}"#),
            ("\u{feff}{\"rate\":\"1\"}", r#"{"rate":1}"#),
            ("{\"rate\":\"1\"}\n,", "{\"rate\":1}\n"),
        ] {
            assert_eq!(text_of(body), expected);
        }
    }

    /// Members that call for fixes of every kind, by themselves or together.
    fn member() -> impl Strategy<Value = String> {
        let name = prop_oneof![
            8 => proptest::sample::select(MEMBERS.to_vec()).prop_map(str::to_owned),
            1 => proptest::sample::select(MEMBERS.to_vec()).prop_map(str::to_uppercase),
        ];
        let value = prop_oneof![
            4 => proptest::sample::select(VALUES.to_vec()).prop_map(str::to_owned),
            1 => proptest::collection::vec(proptest::sample::select(VALUES.to_vec()), 0..4).prop_map(|values| format!("[{}]", values.join(","))),
            1 => object().prop_map(|object| format!("{{\"a1\":{object}}}")),
            1 => object(),
        ];
        (name, value).prop_map(|(name, value)| format!("\"{name}\":{value}"))
    }

    fn object() -> impl Strategy<Value = String> {
        let member = (proptest::sample::select(MEMBERS.to_vec()), proptest::sample::select(VALUES.to_vec()));
        let limit = proptest::collection::vec(member.clone(), 0..4).prop_map(|members| {
            format!(
                "{{{}}}",
                members.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect::<Vec<_>>().join(",")
            )
        });
        (proptest::collection::vec(member, 0..3), limit).prop_map(|(members, limit)| {
            let members = members.iter().map(|(name, value)| format!("\"{name}\":{value},")).collect::<String>();
            format!("{{{members}\"limit\":{limit}}}")
        })
    }

    const MEMBERS: [&str; 40] = [
        "rate",
        "per",
        "allowance",
        "quota_max",
        "quota_remaining",
        "quota_renews",
        "quota_renewal_rate",
        "throttle_interval",
        "throttle_retry_limit",
        "max_query_depth",
        "expires",
        "session_lifetime",
        "post_expiry_action",
        "post_expiry_grace_period",
        "smoothing",
        "access_rights",
        "org_id",
        "oauth_client_id",
        "oauth_keys",
        "certificate",
        "hmac_enabled",
        "hmac_string",
        "rsa_certificate_id",
        "basic_auth_data",
        "jwt_data",
        "is_inactive",
        "apply_policy_id",
        "apply_policies",
        "data_expires",
        "monitor",
        "enable_detail_recording",
        "enable_detailed_recording",
        "meta_data",
        "tags",
        "alias",
        "last_updated",
        "date_created",
        "key_id",
        "orgId",
        "api_id",
    ];
    const VALUES: [&str; 24] = [
        "null",
        "0",
        "1",
        "-1",
        "-5",
        "100",
        "60",
        "0.5",
        "1e3",
        "3600000",
        "1718439136",
        "1900000000000",
        "9223372037",
        "true",
        "false",
        "\"\"",
        "\" \"",
        "\"p1\"",
        "\"5\"",
        "\"a\\ud800\"",
        "[]",
        "{}",
        "{\"trigger_limits\":[80,90,120,null]}",
        "{\"enabled\":false,\"threshold\":5}",
    ];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]
        #[test]
        fn safe_fixes_bring_no_error_and_end_after_two_rounds(
            members in proptest::collection::vec(member(), 0..8),
            endpoint in proptest::sample::select(Endpoint::ALL.to_vec()),
        ) {
            let body = format!("{{{}}}", members.join(","));
            let (options, mut arena) = (options(endpoint), Arena::default());
            let reading = decode::Options::session(endpoint.reading(), options.version);
            let is_read = decode::decode(body.as_bytes(), reading, &mut arena).is_accepted();
            let remaining = check(body.as_bytes(), &options, &mut arena).unwrap_or_default();
            let mut fixed = Fixed { text: body.into_bytes(), applied: Vec::new(), remaining };
            // What a body means is judged once the gateway can read it, so that one round more goes before.
            for _ in 0..2 + usize::from(!is_read) {
                let applied: Vec<_> = round(&mut fixed, &FixChoice::default(), reading, &mut arena).iter().map(|issue| issue.code).collect();
                let text = String::from_utf8_lossy(&fixed.text);
                let remaining = check(&fixed.text, &options, &mut arena).unwrap_or_default();
                let is_new = |issue: &&Issue| fixed.remaining.issues.iter().all(|before| before.code != issue.code);
                let mut errors = remaining.issues.iter().filter(|issue| issue.severity == Severity::Error).filter(is_new);
                let new = errors.next().filter(|_| is_read).map(|issue| issue.code);
                prop_assert!(new.is_none(), "{new:?} is new in {text} after {applied:?}");
                fixed.remaining = remaining;
            }
            let is_safe = |issue: &&Issue| issue.fix.as_ref().is_some_and(|fix| fix.applicability == Applicability::Safe);
            let left = fixed.remaining.issues.iter().find(is_safe).map(|issue| (issue.code, issue.pointer.as_str()));
            prop_assert!(left.is_none(), "{left:?} is left in {}", String::from_utf8_lossy(&fixed.text));
        }
    }
}
