use super::credential::{Credential, Scheme};
use super::url::{BaseUrl, Origin, segments};
use crate::target::{Endpoint, Flaw, Parameter, Part, Segment, encode_segment};

/// The method of a request: an update begins and ends with a read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(serde::Serialize, serde::Deserialize, tsify::Tsify))]
#[cfg_attr(feature = "schema", serde(rename_all = "UPPERCASE"))]
pub enum Method {
    /// Replaces the key.
    #[default]
    Put,
    /// Reads the key.
    Get,
}

impl Method {
    /// `PUT` or `GET`.
    pub const fn name(self) -> &'static str {
        match self {
            Method::Put => "PUT",
            Method::Get => "GET",
        }
    }
}

/// A request, ready to be sent by the caller. It holds the secret in its headers and perhaps others in its body: its
/// `Debug` is what [`show`](super::show) prints, masked.
#[derive(Clone, PartialEq, Eq)]
pub struct HttpRequest {
    /// PUT or GET.
    pub method: Method,
    /// The whole URL.
    pub url: String,
    /// Names and values.
    pub headers: Vec<(String, String)>,
    /// The text that is sent, byte for byte; none for GET.
    pub body: Option<String>,
}

impl HttpRequest {
    /// How the request is to be sent: a redirect is an answer of its own and never followed, since it would carry the
    /// secret somewhere else.
    pub const REDIRECT: &'static str = "manual";
}

/// What a request is built from.
#[derive(Clone, Copy, Debug)]
pub struct Options<'a> {
    /// The endpoint.
    pub endpoint: Endpoint,
    /// PUT or GET.
    pub method: Method,
    /// Where the paths begin: scheme, host, port, and the path before them if a proxy adds one.
    pub base_url: &'a str,
    /// The id of the key; of an organisation's key, the id of the organisation.
    pub key_id: &'a str,
    /// The id of the API, at the endpoint that has it in its path.
    pub api_id: Option<&'a str>,
    /// The switches that are on. On GET, those that change what an update does are left out.
    pub parameters: &'a [Parameter],
    /// The text to send: needed for PUT, refused for GET.
    pub body: Option<&'a str>,
    /// The secret, if the request is to carry it; a proxy on the way may add it instead.
    pub credential: Option<&'a Credential>,
}

/// Builds a request.
///
/// ```
/// use tyk_session::Endpoint;
/// use tyk_session::request::{Credential, Form, Method, Options, Scheme, request, show};
/// use tyk_session::target::Parameter;
///
/// let credential = Credential::new("https://dash.example.com", "s3cr3t", Scheme::Bearer).map_err(|flaw| vec![flaw])?;
/// let update = request(&Options {
///     endpoint: Endpoint::DashboardApi,
///     method: Method::Put,
///     base_url: "https://dash.example.com",
///     key_id: "k1",
///     api_id: Some("a1"),
///     parameters: &[Parameter::SuppressReset],
///     body: Some(r#"{"rate":100,"per":60}"#),
///     credential: Some(&credential),
/// })?;
/// assert_eq!(update.url, "https://dash.example.com/api/apis/a1/keys/k1?suppress_reset=1");
/// assert!(!show(&update, Form::Curl).contains("s3cr3t"));
/// # Ok::<(), Vec<tyk_session::target::Flaw>>(())
/// ```
///
/// # Errors
///
/// Everything about the options that makes it another request than the one that is meant.
pub fn request(options: &Options<'_>) -> Result<HttpRequest, Vec<Flaw>> {
    let mut flaws = Vec::new();
    let base = BaseUrl::parse(options.base_url).map_err(|flaw| flaws.push(flaw)).ok();
    let path = path(options).map_err(|mut found| flaws.append(&mut found)).ok();
    let query = query(options).map_err(|mut found| flaws.append(&mut found)).ok();
    let headers = base.as_ref().and_then(|base| headers(options, &base.origin).map_err(|flaw| flaws.push(flaw)).ok());
    flaws.extend(body_flaw(options));
    match (base, path, query, headers) {
        (Some(base), Some(path), Some(query), Some(headers)) if flaws.is_empty() => {
            let url = url(&base, &path, &query).map_err(|flaw| vec![flaw])?;
            Ok(HttpRequest { method: options.method, url, headers, body: options.body.map(str::to_owned) })
        }
        _ => Err(flaws),
    }
}

/// The segments of the path as they stand in the URL.
fn path(options: &Options<'_>) -> Result<Vec<String>, Vec<Flaw>> {
    let mut flaws = Vec::new();
    let segments = options.endpoint.path();
    if options.api_id.is_some() && !segments.contains(&Segment::ApiId) {
        flaws.push(Flaw::new(
            "api-id-unexpected",
            Part::Path,
            format!("{} has no API in its path: the id would be dropped", options.endpoint.name()),
            "leave the API id out, or choose dashboard-api",
        ));
    }
    let encoded = segments.iter().map(|segment| {
        let id = match segment {
            Segment::Fixed(name) => return (*name).to_owned(),
            Segment::ApiId => options.api_id.unwrap_or_default(),
            Segment::KeyId => options.key_id,
        };
        flaws.extend(segment.flaw(id));
        encode_segment(id)
    });
    let encoded = encoded.collect();
    if flaws.is_empty() { Ok(encoded) } else { Err(flaws) }
}

fn query(options: &Options<'_>) -> Result<String, Vec<Flaw>> {
    let mut flaws = Vec::new();
    let mut query = String::new();
    for parameter in Parameter::ALL.into_iter().filter(|parameter| options.parameters.contains(parameter)) {
        if !parameter.endpoints().contains(options.endpoint) {
            flaws.push(Flaw::new(
                "query-unexpected",
                Part::Query,
                format!("{} does not know {}: it would be ignored", options.endpoint.name(), parameter.name()),
                "leave it out, or choose an endpoint that has it",
            ));
        } else if options.method == Method::Put || parameter.on_read() {
            query.push(if query.is_empty() { '?' } else { '&' });
            query.push_str(parameter.name());
            query.push('=');
            query.push_str(parameter.on());
        }
    }
    if flaws.is_empty() { Ok(query) } else { Err(flaws) }
}

fn headers(options: &Options<'_>, origin: &Origin) -> Result<Vec<(String, String)>, Flaw> {
    let mut headers = Vec::new();
    if let Some(credential) = options.credential {
        let (scheme, secret) = credential.reveal(origin)?;
        let bearer = scheme == Scheme::Bearer && options.endpoint == Endpoint::DashboardApi;
        let prefix = if bearer { "Bearer " } else { "" };
        headers.push((options.endpoint.secret_header().to_owned(), format!("{prefix}{secret}")));
    }
    if options.method == Method::Put {
        headers.push(("Content-Type".to_owned(), "application/json".to_owned()));
    }
    Ok(headers)
}

fn body_flaw(options: &Options<'_>) -> Option<Flaw> {
    match (options.method, options.body) {
        (Method::Put, None) => Some(Flaw::new(
            "body-missing",
            Part::Body,
            "an update replaces the whole key, and there is no body to replace it with",
            "give the text of the whole session",
        )),
        (Method::Get, Some(_)) => Some(Flaw::new(
            "body-unexpected",
            Part::Body,
            "fetch refuses to send a body with GET",
            "leave the body out, or choose PUT",
        )),
        _ => None,
    }
}

/// Puts the URL together, and reads it again as a browser does: it has to lead to exactly these segments.
fn url(base: &BaseUrl, path: &[String], query: &str) -> Result<String, Flaw> {
    let url = format!("{}{}/{}{query}", base.origin, base.path, path.join("/"));
    let before = base.path.split('/').skip(1);
    let expected = before.chain(path.iter().map(String::as_str));
    if segments(&url).is_some_and(|found| expected.eq(found.iter().map(String::as_str))) {
        return Ok(url);
    }
    Err(Flaw::new(
        "key-id-slash",
        Part::Path,
        "the URL made of this base and these ids leads somewhere else",
        "write the base URL and the ids as the server shows them",
    ))
}

#[cfg(test)]
mod tests {
    use super::{Credential, HttpRequest, Method, Options, Scheme, request};
    use crate::target::Endpoint::{self, DashboardAdminOrg, DashboardApi, GatewayKey, GatewayOrg};
    use crate::target::{Flaw, Parameter};

    const ORGANISATION: &str = "5e9d9544a1dcd60001d0ed20";

    fn options<'a>(endpoint: Endpoint, credential: &'a Option<Credential>) -> Options<'a> {
        Options {
            endpoint,
            method: Method::Put,
            base_url: "https://tyk.example.com/",
            key_id: ORGANISATION,
            api_id: (endpoint == DashboardApi).then_some("a1"),
            parameters: &[],
            body: Some("{}"),
            credential: credential.as_ref(),
        }
    }

    fn credential(scheme: Scheme) -> Option<Credential> {
        Credential::new("https://tyk.example.com", "s3cret", scheme).ok()
    }

    fn headers(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    fn codes(options: &Options<'_>) -> Vec<&'static str> {
        let flaws: Vec<Flaw> = request(options).err().unwrap_or_default();
        flaws.iter().map(|flaw| flaw.code).collect()
    }

    #[test]
    fn every_endpoint_has_its_path_its_header_and_its_query() {
        for (endpoint, parameters, url, header, value) in [
            (DashboardAdminOrg, &[][..], "/admin/org/keys/5e9d9544a1dcd60001d0ed20", "Admin-Auth", "s3cret"),
            (
                DashboardApi,
                &[Parameter::SuppressReset, Parameter::Hashed, Parameter::Username, Parameter::AutoGuess],
                "/api/apis/a1/keys/5e9d9544a1dcd60001d0ed20?auto_guess=true&hashed=1&username=true&suppress_reset=1",
                "Authorization",
                "Bearer s3cret",
            ),
            (
                GatewayOrg,
                &[Parameter::ResetQuota],
                "/tyk/org/keys/5e9d9544a1dcd60001d0ed20?reset_quota=1",
                "x-tyk-authorization",
                "s3cret",
            ),
            (
                GatewayKey,
                &[Parameter::Hashed, Parameter::SuppressReset],
                "/tyk/keys/5e9d9544a1dcd60001d0ed20?hashed=1&suppress_reset=1",
                "x-tyk-authorization",
                "s3cret",
            ),
        ] {
            let credential = credential(Scheme::Bearer);
            let put = HttpRequest {
                method: Method::Put,
                url: format!("https://tyk.example.com{url}"),
                headers: headers(&[(header, value), ("Content-Type", "application/json")]),
                body: Some("{}".to_owned()),
            };
            assert_eq!(request(&Options { parameters, ..options(endpoint, &credential) }), Ok(put));
        }
    }

    #[test]
    fn a_read_has_no_body_and_none_of_the_switches_of_an_update() {
        let credential = credential(Scheme::Raw);
        let parameters = &[Parameter::SuppressReset, Parameter::Hashed];
        let read = Options { method: Method::Get, body: None, parameters, ..options(DashboardApi, &credential) };
        let expected = HttpRequest {
            method: Method::Get,
            url: "https://tyk.example.com/api/apis/a1/keys/5e9d9544a1dcd60001d0ed20?hashed=1".to_owned(),
            headers: headers(&[("Authorization", "s3cret")]),
            body: None,
        };
        assert_eq!(request(&read), Ok(expected));
    }

    #[test]
    fn a_request_other_than_the_one_meant_is_refused() {
        let credential = credential(Scheme::Bearer);
        let good = options(GatewayKey, &credential);
        let elsewhere = "http://tyk.example.com";
        for (options, expected) in [
            (Options { base_url: elsewhere, ..good }, &["credential-other-origin"][..]),
            (Options { base_url: "https://tyk.example.com:8443", ..good }, &["credential-other-origin"]),
            (Options { base_url: "tyk.example.com", ..good }, &["base-url-invalid"]),
            (Options { key_id: "", ..good }, &["key-id-empty"]),
            (Options { key_id: "..", ..good }, &["key-id-slash"]),
            (Options { api_id: Some("a1"), ..good }, &["api-id-unexpected"]),
            (Options { api_id: None, ..options(DashboardApi, &credential) }, &["key-id-empty"]),
            (Options { api_id: Some("a/1"), ..options(DashboardApi, &credential) }, &["key-id-slash"]),
            (Options { parameters: &[Parameter::ResetQuota], ..good }, &["query-unexpected"]),
            (Options { parameters: &[Parameter::Username], ..good }, &["query-unexpected"]),
            (Options { body: None, ..good }, &["body-missing"]),
            (Options { method: Method::Get, ..good }, &["body-unexpected"]),
            (Options { key_id: "a/b", base_url: elsewhere, ..good }, &["key-id-slash", "credential-other-origin"]),
        ] {
            assert_eq!(codes(&options), expected, "{options:?}");
        }
    }
}
