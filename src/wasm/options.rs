use super::argument::{Argument, Misuse, string};
use crate::gateway::{Context, Update};
use crate::report::Severity;
use crate::rules::{Options, Overrides};
use crate::target::{Endpoint, Parameter, Query, Version};
use crate::update::{FixChoice, Guesses};

/// The options of `check`, read from what JavaScript gave.
#[derive(Debug)]
pub struct CheckOptions {
    endpoint: Endpoint,
    version: Version,
    now: Option<i64>,
    query: String,
    key_id: Option<String>,
    api_id: Option<String>,
    previous: Option<String>,
    context: Option<Context>,
    overrides: Overrides,
}

impl CheckOptions {
    /// Reads them.
    pub fn read(options: &Argument<'_>) -> Result<CheckOptions, Misuse> {
        let names = ["endpoint", "version", "now", "query", "keyId", "apiId", "previous", "context", "severity"];
        let [endpoint, version, now, query, key_id, api_id, previous, context, severity] = options.members(names)?;
        let version = version.as_ref().map(read_version).transpose()?.unwrap_or(Version::DEFAULT);
        Ok(CheckOptions {
            endpoint: read_endpoint(endpoint)?,
            version,
            now: now.as_ref().map(read_seconds).transpose()?,
            query: query.as_ref().map(read_query).transpose()?.unwrap_or_default(),
            key_id: string(key_id)?,
            api_id: string(api_id)?,
            previous: string(previous)?,
            context: read_context(context, version)?,
            overrides: severity.as_ref().map(read_overrides).transpose()?.unwrap_or_default(),
        })
    }

    /// As the rules take them.
    pub fn borrow(&self) -> Options<'_> {
        Options {
            version: self.version,
            now: self.now,
            query: Query(&self.query),
            key_id: self.key_id.as_deref(),
            api_id: self.api_id.as_deref(),
            previous: self.previous.as_deref().map(str::as_bytes),
            context: self.context.as_ref(),
            overrides: &self.overrides,
            ..Options::new(self.endpoint)
        }
    }
}

/// The options of `predict`, read from what JavaScript gave.
#[derive(Debug)]
pub struct PredictOptions {
    endpoint: Endpoint,
    version: Version,
    now: i64,
    query: String,
    key_id: Option<String>,
    previous: Option<String>,
    context: Context,
}

impl PredictOptions {
    /// Reads them.
    pub fn read(options: &Argument<'_>) -> Result<PredictOptions, Misuse> {
        let names = ["endpoint", "version", "now", "query", "keyId", "previous", "context"];
        let [endpoint, version, now, query, key_id, previous, context] = options.members(names)?;
        let version = version.as_ref().map(read_version).transpose()?.unwrap_or(Version::DEFAULT);
        let now = now.ok_or_else(|| Misuse::new("options.now is missing: the time in Unix seconds"))?;
        Ok(PredictOptions {
            endpoint: read_endpoint(endpoint)?,
            version,
            now: read_seconds(&now)?,
            query: query.as_ref().map(read_query).transpose()?.unwrap_or_default(),
            key_id: string(key_id)?,
            previous: string(previous)?,
            context: read_context(context, version)?.unwrap_or_default(),
        })
    }

    /// As the gateway takes them, with the body.
    pub fn borrow<'u>(&'u self, body: &'u [u8]) -> Update<'u> {
        Update {
            endpoint: self.endpoint,
            version: self.version,
            query: Query(&self.query),
            now: self.now,
            previous: self.previous.as_deref().filter(|text| !text.is_empty()),
            body,
            key_id: self.key_id.as_deref(),
            context: &self.context,
        }
    }
}

/// The options of `effective`, read from what JavaScript gave.
#[derive(Debug)]
pub struct EffectiveOptions {
    pub endpoint: Endpoint,
    pub version: Version,
    pub context: Context,
}

impl EffectiveOptions {
    /// Reads them.
    pub fn read(options: &Argument<'_>) -> Result<EffectiveOptions, Misuse> {
        let [endpoint, version, context] = options.members(["endpoint", "version", "context"])?;
        let version = version.as_ref().map(read_version).transpose()?.unwrap_or(Version::DEFAULT);
        let context = read_context(context, version)?.unwrap_or_default();
        Ok(EffectiveOptions { endpoint: read_endpoint(endpoint)?, version, context })
    }
}

pub fn read_context(context: Option<Argument<'_>>, version: Version) -> Result<Option<Context>, Misuse> {
    Ok(context.map(|context| Context::parse(context.json(), version)).transpose()?)
}

/// Which fixes to make.
pub fn read_choice(options: &Argument<'_>) -> Result<FixChoice, Misuse> {
    let [guesses, only] = options.members(["unsafe", "only"])?;
    let codes = |codes: Argument<'_>| codes.elements()?.iter().map(|code| code.string().map(Into::into)).collect();
    let guesses = match guesses.map(|guesses| (guesses, guesses.json())) {
        None | Some((_, b"false")) => Guesses::None,
        Some((_, b"true")) => Guesses::All,
        Some((guesses, [b'[', ..])) => Guesses::Of(codes(guesses)?),
        Some((guesses, _)) => return Err(guesses.wrong("true, false, or an array of codes")),
    };
    Ok(FixChoice { guesses, only: only.map(codes).transpose()? })
}

/// The endpoint, which every call has to name.
pub fn read_endpoint(endpoint: Option<Argument<'_>>) -> Result<Endpoint, Misuse> {
    let choices = Endpoint::ALL.map(|endpoint| (endpoint.name(), endpoint));
    match endpoint {
        Some(endpoint) => endpoint.choice(&choices),
        None => Err(Misuse::new(format!(
            "options.endpoint is missing: one of {}",
            choices.map(|(name, _)| name).join(", ")
        ))),
    }
}

/// A time. In milliseconds, all that is to come would count as past.
pub fn read_seconds(seconds: &Argument<'_>) -> Result<i64, Misuse> {
    match seconds.number()? {
        seconds if seconds < 1e11 => Ok(seconds.floor() as i64),
        _ => Err(seconds.wrong("in seconds, and this looks like milliseconds: Date.now() / 1000")),
    }
}

pub fn read_version(version: &Argument<'_>) -> Result<Version, Misuse> {
    Version::parse(&version.string()?).ok_or_else(|| {
        let known: String = Version::known().map(|line| line + ", ").collect();
        version.wrong(&format!("a gateway version: one of {known}or an exact one such as 5.13.0"))
    })
}

fn read_query(query: &Argument<'_>) -> Result<String, Misuse> {
    let names = Parameter::ALL.map(Parameter::name);
    let mut text = String::new();
    for (name, value) in names.into_iter().zip(query.members(names)?) {
        if let Some(value) = value {
            let separator = if text.is_empty() { "" } else { "&" };
            text += &format!("{separator}{name}={}", value.string()?);
        }
    }
    Ok(text)
}

fn read_overrides(severity: &Argument<'_>) -> Result<Overrides, Misuse> {
    let choices = [
        ("error", Some(Severity::Error)),
        ("warning", Some(Severity::Warning)),
        ("info", Some(Severity::Info)),
        ("off", None),
    ];
    let overrides = severity.entries()?.into_iter();
    let overrides = overrides.map(|(code, severity)| Ok((code.into_owned(), severity.choice(&choices)?)));
    overrides.collect::<Result<_, _>>().map(Overrides)
}
