use super::argument::{Argument, Misuse};
use crate::decode::{Arena, Options, decode};
use crate::session::{Allowed, Any, ApiLimit, SessionBuilder, SessionState, Typed};
use crate::target::{Reading, Version};

/// The text of a key that is built by these calls of the builder: `[["rate", 100, 60], …]`.
pub fn build(calls: &Argument<'_>) -> Result<String, Misuse> {
    let mut builder = SessionState::builder();
    for call in calls.elements()? {
        builder = step(builder, &call)?;
    }
    let mut text = String::new();
    builder.build().write(&mut text, Version::DEFAULT);
    Ok(text)
}

fn step(builder: SessionBuilder, call: &Argument<'_>) -> Result<SessionBuilder, Misuse> {
    let elements = call.elements()?;
    let (name, arguments) = elements.split_first().ok_or_else(|| call.wrong("a call"))?;
    let name = name.string()?;
    let names: Vec<String> = (1..=arguments.len()).map(|number| format!("{name}, argument {number}")).collect();
    let arguments: Vec<Argument<'_>> =
        names.iter().zip(arguments).map(|(name, argument)| Argument::new(name, argument.json())).collect();
    Ok(match (&*name, arguments.as_slice()) {
        ("organisation", [id]) => builder.organisation(id.string()?),
        ("rate", [rate, per]) => builder.rate(rate.number()?, per.number()?),
        ("quota", [max, renews_every]) => builder.quota(max.integer()?, renews_every.integer()?),
        ("unlimitedQuota", []) => builder.unlimited_quota(),
        ("allow", [api, options]) => builder.allow(allowed(api, options)?),
        ("policies", [ids]) => builder.policies(strings(ids)?),
        ("expires", [at]) => builder.expires(at.integer()?),
        ("neverExpires", []) => builder.never_expires(),
        ("alias", [alias]) => builder.alias(alias.string()?),
        ("tags", [tags]) => builder.tags(strings(tags)?),
        ("metadata", [name, value]) => {
            builder.metadata(name.string()?, Any(String::from_utf8_lossy(value.json()).into_owned()))
        }
        ("inactive", []) => builder.inactive(),
        _ => return Err(call.wrong("a call of the builder")),
    })
}

fn allowed(api: &Argument<'_>, options: &Argument<'_>) -> Result<Allowed, Misuse> {
    let mut allowed = Allowed::from(&*api.string()?);
    let [versions, limit] = options.members(["versions", "limit"])?;
    if let Some(versions) = versions {
        allowed = allowed.versions(strings(&versions)?);
    }
    if let Some(limit) = limit {
        allowed = allowed.limit(read_limit(&limit)?);
    }
    Ok(allowed)
}

fn strings(list: &Argument<'_>) -> Result<Vec<String>, Misuse> {
    list.elements()?.iter().map(|element| element.string().map(Into::into)).collect()
}

/// A limit is read as a gateway reads it, but nothing in it may be wrong or unknown.
fn read_limit(limit: &Argument<'_>) -> Result<ApiLimit, Misuse> {
    let mut arena = Arena::default();
    let options = Options { reading: Reading::Whole, version: Version::DEFAULT, table: ApiLimit::TABLE };
    let document = decode(limit.json(), options, &mut arena);
    let root = document.root().filter(|_| document.problems().is_empty());
    root.map(ApiLimit::read).ok_or_else(|| limit.wrong("a limit as a key has it, such as { rate: 10, per: 60 }"))
}
