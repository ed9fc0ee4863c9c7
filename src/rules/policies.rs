#[cfg(not(target_arch = "wasm32"))]
use super::Example;
use super::deprecated::{self, Move};
use super::findings::Findings;
use super::rule::{Rule, rule};
use super::shape::remove;
use super::subject::Subject;
use crate::decode::{Children, View};
use crate::report::{Issue, Operation, Severity};
use crate::session::{entries::again, session_state};
#[cfg(not(target_arch = "wasm32"))]
use crate::target::Endpoint;

/// Which policies a key names, and how.
pub(super) static RULES: &[Rule] = &[
    rule! {
        "apply-policy-id-deprecated" Warning ALL;
        check Key(single_alone) if apply_policy_id;
        summary "the policy is named in `apply_policy_id`, and `apply_policies` is empty";
        why "The gateway still reads it, as long as `apply_policies` is empty. Whoever adds a second policy to the list takes the first one away without noticing.";
        evidence ["recording policy-112 (5.13.0): the policy is applied", "gateway 5.13.0, user/session.go: deprecated"];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","apply_policy_id":"p1"}"#).at(Endpoint::GatewayKey);
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","apply_policies":["p1"]}"#).at(Endpoint::GatewayKey);
    },
    rule! {
        "apply-policy-id-shadowed" Warning ALL;
        check Key(single_shadowed) if apply_policy_id;
        summary "`apply_policy_id` names a policy that `apply_policies` does not";
        why "The gateway looks at `apply_policy_id` only while the list is empty: this policy is not applied.";
        evidence ["recording policy-136 (5.13.0): only acl-only is applied"];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","apply_policy_id":"p1","apply_policies":["acl-only"]}"#)
            .at(Endpoint::GatewayKey);
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","apply_policy_id":"p1","apply_policies":["acl-only","p1"]}"#)
            .at(Endpoint::GatewayKey);
    },
    rule! {
        "apply-policy-id-redundant" Info ALL;
        check Key(single_redundant) if apply_policy_id;
        summary "`apply_policy_id` names a policy that `apply_policies` names too";
        why "It has no effect while the list holds anything, and counts again when the list is emptied.";
        evidence ["recording policy-156 (5.13.0)"];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","apply_policy_id":"p1","apply_policies":["p1"]}"#)
            .at(Endpoint::GatewayKey);
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","apply_policy_id":"p1","apply_policies":["p1x"]}"#)
            .at(Endpoint::GatewayKey);
    },
    rule! {
        "apply-policies-blank" Error KEYS;
        check Key(blank) if apply_policies;
        summary "a policy with an empty id";
        why "There is no such policy. Alone it makes the update fail with 500, and `apply_policy_id` no longer counts, since the list is not empty. Beside policies that exist it is ignored.";
        evidence ["recording decode-241 (5.13.0): 500", "recording merge-097 (5.13.0): ignored beside another"];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","apply_policies":[""]}"#);
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","apply_policies":["p1"]}"#);
    },
    rule! {
        "apply-policies-duplicate" Info ALL;
        check Key(duplicate) if apply_policies;
        summary "a policy is named more than once";
        why "Applying it again changes nothing.";
        evidence ["recording policy-061 (5.13.0)"];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","apply_policies":["p1","p2","p1"]}"#).at(Endpoint::GatewayKey);
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","apply_policies":["p1","P1"]}"#).at(Endpoint::GatewayKey);
    },
    rule! {
        "policies-ignored-on-org" Warning ORGANISATIONS;
        check Key(on_organisation) if apply_policies | apply_policy_id;
        summary "an organisation key names policies";
        why "The gateway applies no policies to organisation keys: the limits of the organisation are those in the key itself.";
        evidence ["recording random-132 (5.13.0): stored, not applied", "TykTechnologies/tyk issue 241"];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","rate":100,"per":60,"apply_policies":["p1"]}"#);
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","rate":100,"per":60,"apply_policies":[],"apply_policy_id":""}"#);
    },
    rule! {
        "policy-id-charset" Info ALL;
        since 5 13 0;
        check Key(charset) if apply_policies;
        summary "a policy id has characters that policy ids cannot have";
        why "Since 5.13 the gateway takes only policies whose ids are made of letters, digits and - . _ ~, unless `allow_unsafe_policy_ids` is set: it does not have this one.";
        evidence ["gateway 5.13.0, gateway/policy.go", "recording policy-106 (5.13.0): 500"];
        triggers Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","apply_policies":["my policy"]}"#).at(Endpoint::GatewayKey);
        passes Example::body(r#"{"org_id":"5e9d9544a1dcd60001d0ed20","apply_policies":["A-Za.z_0~9"]}"#).at(Endpoint::GatewayKey);
    },
];

/// How `apply_policy_id` stands to the list.
#[derive(PartialEq)]
enum Standing {
    Alone,
    Shadowed,
    Redundant,
}

fn single<'a>(subject: &Subject<'a>) -> Option<(View<'a>, Standing)> {
    let single = subject.member(session_state::apply_policy_id).filter(|id| !id.is_zero())?;
    let standing = if list(subject).next().is_none() {
        Standing::Alone
    } else if list(subject).any(|policy| policy.text() == single.text()) {
        Standing::Redundant
    } else {
        Standing::Shadowed
    };
    Some((single, standing))
}

/// Offers to do what `migrate` does. On an organisation key another rule offers to take the member away.
fn migrate(subject: &Subject<'_>, issue: &mut Issue, title: &'static str) {
    let members = [session_state::apply_policies, session_state::apply_policy_id];
    let mut members = members.into_iter().filter_map(|index| subject.member(index));
    let is_blank = subject.member(session_state::apply_policy_id).is_none_or(|single| is_blank(&single));
    if subject.endpoint().is_organisation() || is_blank || !members.all(|member| subject.repetitions.lead_to(member)) {
        return;
    }
    if let Some(Move::Patch(patch)) = subject.key.and_then(deprecated::policy) {
        issue.safe(title, patch);
    }
}

fn single_alone(subject: &Subject<'_>, out: &mut Findings) {
    if let Some((single, Standing::Alone)) = single(subject) {
        let issue =
            out.add(single, "apply_policy_id is deprecated: it is ignored as soon as apply_policies holds anything");
        issue.help("name the policy in apply_policies");
        migrate(subject, issue, "move it to apply_policies");
    }
}

fn single_shadowed(subject: &Subject<'_>, out: &mut Findings) {
    if let Some((single, Standing::Shadowed)) = single(subject) {
        let issue = out.add(single, "this policy is not applied: apply_policies holds others, and only they count");
        issue.help("add it to apply_policies if it is meant to apply, else remove it");
        migrate(subject, issue, "remove apply_policy_id");
    }
}

fn single_redundant(subject: &Subject<'_>, out: &mut Findings) {
    if let Some((single, Standing::Redundant)) = single(subject) {
        let issue = out.add(single, "apply_policy_id has no effect: apply_policies names the same policy");
        issue.help("remove apply_policy_id");
        migrate(subject, issue, "remove apply_policy_id");
    }
}

fn is_blank(policy: &View<'_>) -> bool {
    policy.text().is_none_or(|id| id.trim().is_empty())
}

fn list<'a>(subject: &Subject<'a>) -> impl Iterator<Item = View<'a>> {
    Children::of(subject.member(session_state::apply_policies))
}

fn blank(subject: &Subject<'_>, out: &mut Findings) {
    let all_are = list(subject).all(|policy| is_blank(&policy));
    for policy in list(subject).filter(is_blank) {
        let is_plain = subject.repetitions.lead_to(policy);
        let patch = vec![Operation::Remove { path: policy.pointer() }];
        let help = "remove the entry";
        if all_are {
            let issue = out.add(policy, "the update fails with 500: there is no policy with an empty id");
            issue.help(help);
            if is_plain {
                issue.guess("remove the empty id", patch);
            }
        } else {
            let issue = out.add(policy, "this entry is ignored: there is no policy with an empty id");
            issue.help(help).severity(Severity::Warning);
            if is_plain {
                issue.safe("remove the empty id", patch);
            }
        }
    }
}

fn duplicate(subject: &Subject<'_>, out: &mut Findings) {
    let Some(written) = subject.member(session_state::apply_policies) else { return };
    let ids: Vec<_> = list(subject).map(|policy| policy.text().unwrap_or_default()).collect();
    let policies = list(subject).zip(again(&ids));
    let once: Vec<_> = policies.filter(|(_, again)| !again).map(|(policy, _)| policy.literal()).collect();
    if once.len() == ids.len() {
        return;
    }
    let issue = out.add(written, "a policy is named more than once here: once is enough");
    issue.help("name each policy once");
    if !subject.endpoint().is_organisation() && subject.repetitions.lead_to(written) {
        let value = format!("[{}]", once.join(","));
        issue.safe("name each policy once", vec![Operation::Replace { path: written.pointer(), value }]);
    }
}

fn on_organisation(subject: &Subject<'_>, out: &mut Findings) {
    for index in [session_state::apply_policies, session_state::apply_policy_id] {
        let Some(policies) = subject.member(index).filter(|policies| !policies.is_zero()) else { continue };
        let issue = out.add(policies, "organisation keys apply no policies: the limits of the policy do not hold here");
        issue.help("write the limits into the key itself");
        issue.safe("remove it; it has no effect", remove(policies));
    }
}

fn charset(subject: &Subject<'_>, out: &mut Findings) {
    let is_usual = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '.' | '_' | '~');
    for policy in list(subject) {
        if policy.text().is_some_and(|id| !id.chars().all(is_usual)) {
            out.add(policy, "this gateway has no policy with such an id, unless allow_unsafe_policy_ids is set")
                .help("ids of policies are made of letters, digits and - . _ ~");
        }
    }
}
