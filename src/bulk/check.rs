use super::Gateway;
use super::line::{Line, id};
use crate::Arena;
use crate::json::{Object, list};
use crate::report::{Issue, Part, Report};
use crate::rules::{Options, check};
use crate::target::Query;

const MEMBERS: [&str; 10] =
    ["id", "endpoint", "version", "query", "now", "key_id", "api_id", "previous", "body", "body_base64"];

/// Answers one line of `check --batch`. In: `{id, endpoint, version?, query?, now?, key_id?, api_id?, previous?,
/// body}`, where `query` is text without its question mark, `now` is in Unix seconds, and `body_base64` may stand in
/// place of `body`. Out: `{id, issues: [{code, severity, pointer, in?}]}`, where `in` is left out for the body, or
/// `{id, error}` for a line that cannot be understood.
pub fn check_line(line: &str, gateway: &mut Gateway) -> String {
    let line = Line::read(line.as_bytes());
    let mut out = String::new();
    let mut object = Object::open(&mut out);
    object.raw("id", &id(&line));
    match line.as_ref().map_err(Clone::clone).and_then(|line| report(line, gateway)) {
        Ok(report) => list(object.member("issues"), &report.issues, write),
        Err(error) => object.text("error", &error),
    }
    object.close();
    out
}

fn report(line: &Line<'_>, gateway: &mut Gateway) -> Result<Report, String> {
    line.has_only(&MEMBERS)?;
    let query = line.text("query")?.unwrap_or_default();
    let (key_id, api_id, previous) = (line.text("key_id")?, line.text("api_id")?, line.text("previous")?);
    let version = line.version()?;
    let options = Options {
        version,
        now: line.integer("now")?,
        query: Query(&query),
        key_id: key_id.as_deref(),
        api_id: api_id.as_deref(),
        previous: previous.as_deref().map(str::as_bytes),
        context: Some(gateway.context(version)?),
        ..Options::new(line.endpoint()?)
    };
    check(&line.body()?, &options, &mut Arena::default()).map_err(|error| format!("unknown code `{}`", error.code))
}

fn write(issue: &Issue, out: &mut String) {
    let mut object = Object::open(out);
    object.text("code", issue.code);
    object.text("severity", issue.severity.name());
    object.text("pointer", issue.pointer.as_str());
    if issue.part != Part::Body {
        object.text("in", issue.part.name());
    }
    object.close();
}

#[cfg(test)]
mod tests {
    use super::{Gateway, check_line};

    fn answer(line: &str, context: &str) -> String {
        let gateway = Gateway::new(context.as_bytes());
        gateway.map(|mut gateway| check_line(line, &mut gateway)).unwrap_or_default()
    }

    #[test]
    fn a_line_is_answered_with_the_codes_of_its_body() {
        let negative = r#""severity":"warning","pointer":"/quota_max""#;
        let expected = format!(r#"{{"id":"a","issues":[{{"code":"quota-max-negative",{negative}}}]}}"#);
        let line = r#"{"id":"a","endpoint":"gateway-org","query":"","now":1795000000.5,"previous":null,"body":"{\"org_id\":\"5e9d9544a1dcd60001d0ed20\",\"quota_max\":-5}"}"#;
        assert_eq!(answer(line, "{}"), expected);
        let line = r#"{"id":"a","endpoint":"gateway-org","version":"5.8.9","body_base64":"eyJvcmdfaWQiOiI1ZTlkOTU0NGExZGNkNjAwMDFkMGVkMjAiLCJxdW90YV9tYXgiOi01fQ=="}"#;
        assert_eq!(answer(line, "{}"), expected);
    }

    #[test]
    fn what_is_known_of_the_gateway_counts() {
        let line = r#"{"endpoint":"gateway-org","body":"{\"org_id\":\"5e9d9544a1dcd60001d0ed20\"}"}"#;
        let code = "org-key-lost-update";
        assert!(!answer(line, "{}").contains(code));
        assert!(answer(line, r#"{"gateway_config":{"hash_keys":true}}"#).contains(code));
    }

    #[test]
    fn a_line_that_cannot_be_understood_is_answered_with_the_reason() {
        for (line, reason) in [
            ("", "one JSON object"),
            (r#"{"id":1}"#, "`endpoint` is missing"),
            (r#"{"endpoint":"gateway"}"#, "dashboard-admin-org"),
            (r#"{"endpoint":"gateway-key","version":"5.99"}"#, "5.14"),
            (r#"{"id":"a","endpoint":"gateway-key","verison":"5.13"}"#, r#"{"id":"a","error":"#),
            (r#"{"endpoint":"gateway-key","verison":"5.13"}"#, "`version` was probably meant"),
            (r#"{"endpoint":"gateway-key","now":"soon","body":""}"#, "`now` has to be a number"),
            (r#"{"endpoint":"gateway-key","body":{}}"#, "`body` has to be a string"),
            (r#"{"endpoint":"gateway-key","body_base64":"?"}"#, "not base64"),
            (r#"{"endpoint":"gateway-key"} {}"#, "one JSON object"),
        ] {
            let answer = answer(line, "{}");
            assert!(answer.contains(reason), "{line} is answered with {answer}");
        }
    }
}
