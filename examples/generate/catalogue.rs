//! The catalogue of rules as data, and the names of the rules in TypeScript.

use tyk_session::rules::{CATALOGUE, Example, Rule};
use tyk_session::target::Endpoint;
use tyk_session::wasm::types::{Code, RuleExample, RuleInfo, Version};

/// Every rule, in the order of the catalogue.
pub fn rules() -> Vec<RuleInfo> {
    CATALOGUE
        .iter()
        .flat_map(|family| family.rules.iter().flat_map(|rules| *rules).map(|rule| describe(family.name, rule)))
        .collect()
}

/// The rules by code, so that an editor shows what each of them notices.
pub fn typescript(rules: &[RuleInfo]) -> String {
    let members = rules.iter().map(|rule| format!("  /** {} */\n  \"{}\": RuleInfo;\n", rule.summary, rule.code.0));
    format!("/** Every rule, by its code. */\nexport interface Rules {{\n{}}}\n", members.collect::<String>())
}

fn describe(family: &str, rule: &Rule) -> RuleInfo {
    RuleInfo {
        code: Code(rule.code.to_owned()),
        family: family.to_owned(),
        severity: rule.severity,
        endpoints: rule.endpoints.iter().collect(),
        since: rule.since.map(|version| Version(version.to_string())),
        until: rule.until.map(|version| Version(version.to_string())),
        summary: rule.about.summary.to_owned(),
        why: rule.about.why.to_owned(),
        evidence: rule.about.evidence.iter().map(|evidence| (*evidence).to_owned()).collect(),
        triggers: example(rule, &rule.about.triggers),
        passes: example(rule, &rule.about.passes),
        docs: format!("docs/rules/{}.md", rule.code),
    }
}

fn example(rule: &Rule, example: &Example) -> RuleExample {
    let usual = rule.endpoints.iter().next().unwrap_or(Endpoint::GatewayKey);
    RuleExample {
        endpoint: example.endpoint.unwrap_or(usual),
        version: example.version.map(|version| Version(version.to_owned())),
        query: Some(example.query.to_owned()).filter(|query| !query.is_empty()),
        key_id: example.key_id.to_owned(),
        api_id: example.api_id.to_owned(),
        previous: example.previous.map(str::to_owned),
        context: example.context.map(str::to_owned),
        secret: example.secret.map(str::to_owned),
        body: example.body.to_owned(),
    }
}
