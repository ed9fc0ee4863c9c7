use super::argument::{Argument, Misuse, required, string};
use super::options::read_endpoint;
use crate::json::Object;
use crate::request::{Credential, Form, HttpRequest, Method, Options, Outcome, Parts, Scheme};
use crate::target::{Flaw, Parameter};

const METHODS: [(&str, Method); 2] = [("PUT", Method::Put), ("GET", Method::Get)];

/// Builds the request that the options tell of.
pub fn build(options: &Argument<'_>) -> Result<HttpRequest, Misuse> {
    let names = ["endpoint", "baseUrl", "keyId", "apiId", "method", "query", "body", "credential"];
    let [endpoint, base_url, key_id, api_id, method, query, body, credential] = options.members(names)?;
    let base_url = required(base_url, "options.baseUrl")?.string()?;
    let key_id = required(key_id, "options.keyId")?.string()?;
    let (api_id, body) = (string(api_id)?, string(body)?);
    let credential = credential.as_ref().map(read_credential).transpose()?;
    Ok(crate::request::request(&Options {
        endpoint: read_endpoint(endpoint)?,
        method: read_method(method)?,
        base_url: &base_url,
        key_id: &key_id,
        api_id: api_id.as_deref(),
        parameters: &query.as_ref().map(read_parameters).transpose()?.unwrap_or_default(),
        body: body.as_deref(),
        credential: credential.as_ref(),
    })?)
}

fn read_method(method: Option<Argument<'_>>) -> Result<Method, Misuse> {
    method.map(|method| method.choice(&METHODS)).transpose().map(Option::unwrap_or_default)
}

fn read_parameters(query: &Argument<'_>) -> Result<Vec<Parameter>, Misuse> {
    let names = ["suppressReset", "resetQuota", "hashed", "username", "autoGuess"];
    let parameters =
        [Parameter::SuppressReset, Parameter::ResetQuota, Parameter::Hashed, Parameter::Username, Parameter::AutoGuess];
    let mut on = Vec::new();
    for (parameter, value) in parameters.into_iter().zip(query.members(names)?) {
        if value.map(|value| value.boolean()).transpose()? == Some(true) {
            on.push(parameter);
        }
    }
    Ok(on)
}

/// Binds a secret to the one server it may be sent to.
pub fn read_credential(credential: &Argument<'_>) -> Result<Credential, Misuse> {
    let [origin, secret, scheme] = credential.members(["origin", "secret", "scheme"])?;
    let (Some(origin), Some(secret)) = (origin, secret) else {
        return Err(credential.wrong("an object with an origin and a secret"));
    };
    let scheme = scheme.map(|scheme| scheme.choice(&[("bearer", Scheme::Bearer), ("raw", Scheme::Raw)])).transpose()?;
    Ok(Credential::new(&origin.string()?, &secret.string()?, scheme.unwrap_or_default())?)
}

/// Adds a request to `out` as JSON.
pub fn write(request: &HttpRequest, out: &mut String) {
    let mut object = Object::open(out);
    object.text("method", request.method.name());
    object.text("url", &request.url);
    let mut headers = Object::open(object.member("headers"));
    for (name, value) in &request.headers {
        headers.text(name, value);
    }
    headers.close();
    if let Some(body) = &request.body {
        object.text("body", body);
    }
    object.text("redirect", HttpRequest::REDIRECT);
    object.close();
}

/// The printable form of a request that JavaScript gives back.
pub fn show(request: &Argument<'_>, form: &Argument<'_>) -> Result<String, Misuse> {
    let form = form.choice(&[("curl", Form::Curl), ("fetch", Form::Fetch), ("httpie", Form::Httpie)])?;
    let [method, url, headers, body, _redirect] = request.members(["method", "url", "headers", "body", "redirect"])?;
    let (Some(url), Some(headers)) = (url, headers) else { return Err(request.wrong("what request() gave")) };
    let pair = |(name, value): (std::borrow::Cow<'_, str>, Argument<'_>)| Ok((name.into(), value.string()?.into()));
    let request = HttpRequest {
        method: read_method(method)?,
        url: url.string()?.into(),
        headers: headers.entries()?.into_iter().map(pair).collect::<Result<_, Misuse>>()?,
        body: body.map(|body| body.string().map(Into::into)).transpose()?,
    };
    Ok(crate::request::show(&request, form))
}

/// Reads the answer to a request.
pub fn read_parts(parts: &Argument<'_>) -> Result<Outcome, Misuse> {
    let names = ["endpoint", "method", "status", "contentType", "text", "type"];
    let [endpoint, method, status, content_type, text, kind] = parts.members(names)?;
    let (Some(status), Some(text)) = (status, string(text)?) else {
        return Err(parts.wrong("an object with a status and a text"));
    };
    let parts = Parts {
        status: status.number()? as u16,
        content_type: &string(content_type)?.unwrap_or_default(),
        text: &text,
        kind: &string(kind)?.unwrap_or_default(),
    };
    Ok(crate::request::read_parts(read_endpoint(endpoint)?, read_method(method)?, parts))
}

/// Adds an outcome to `out` as JSON.
pub fn write_outcome(outcome: &Outcome, out: &mut String) {
    let mut object = Object::open(out);
    match outcome {
        Outcome::Updated { status, message, key, key_hash, session } => {
            object.text("kind", "updated");
            object.raw("status", &status.to_string());
            object.optional("message", message.as_deref());
            object.optional("key", key.as_deref());
            object.optional("keyHash", key_hash.as_deref());
            object.optional("session", session.as_deref());
        }
        Outcome::Session { status, session, key_id, key_hash } => {
            object.text("kind", "session");
            object.raw("status", &status.to_string());
            object.text("session", session);
            object.optional("keyId", key_id.as_deref());
            object.optional("keyHash", key_hash.as_deref());
        }
        Outcome::Failed { failure, status, message, text, help } => {
            object.text("kind", failure.name());
            object.raw("status", &status.to_string());
            object.optional("message", message.as_deref());
            object.text("text", text);
            object.text("help", help);
        }
    }
    object.close();
}

/// Adds what is wrong with a part of a request to `out` as JSON.
pub fn write_flaw(flaw: &Flaw, out: &mut String) {
    let mut object = Object::open(out);
    object.text("code", flaw.code);
    object.text("in", flaw.part.name());
    object.text("message", &flaw.message);
    object.text("help", flaw.help);
    object.close();
}
