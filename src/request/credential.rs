use std::fmt;

use super::url::{BaseUrl, Origin};
use crate::target::{Flaw, Part, bearer_flaw, secret_flaw};

/// What stands for a secret wherever it would be printed. Its length says nothing.
pub const MASK: &str = "••••••••";

/// What the Dashboard API's `Authorization` header holds. The other endpoints take the secret as it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scheme {
    /// `Bearer` and the secret, as the Dashboard's OpenAPI document has it.
    #[default]
    Bearer,
    /// The secret alone, as many scripts and older Dashboards have it.
    Raw,
}

/// A secret and the one server it may be sent to. Printing one shows a mask.
#[derive(Clone)]
pub struct Credential {
    origin: Origin,
    secret: String,
    scheme: Scheme,
}

impl Credential {
    /// Binds a secret to the server of that URL; its path does not matter.
    ///
    /// # Errors
    ///
    /// A URL that is not http or https, or a secret that no header can carry unchanged.
    pub fn new(origin: &str, secret: &str, scheme: Scheme) -> Result<Credential, Flaw> {
        let origin = BaseUrl::parse(origin)?.origin;
        match secret_flaw(secret).or_else(|| bearer_flaw(secret)) {
            Some(flaw) => Err(flaw),
            None => Ok(Credential { origin, secret: secret.to_owned(), scheme }),
        }
    }

    /// The server it may be sent to.
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// The scheme and the secret, for a request to that server and to no other: the one way to reach the secret.
    pub(super) fn reveal(&self, origin: &Origin) -> Result<(Scheme, &str), Flaw> {
        if self.origin == *origin {
            return Ok((self.scheme, &self.secret));
        }
        Err(Flaw::new(
            "credential-other-origin",
            Part::Header,
            format!(
                "the credential is for {}, but the request goes to {origin}: the secret would reach another server",
                self.origin
            ),
            "use the credential of the server that the request goes to",
        ))
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Credential({self})")
    }
}

impl fmt::Display for Credential {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{MASK} for {}", self.origin)
    }
}

#[cfg(test)]
mod tests {
    use super::{Credential, Scheme};

    #[test]
    fn a_credential_prints_as_a_mask_of_one_length() {
        let printed = ["s", "a much longer secret"].map(|secret| {
            let credential = Credential::new("https://Dash.example.com/base/", secret, Scheme::Bearer);
            format!("{credential:?}")
        });
        assert_eq!(printed, ["Ok(Credential(•••••••• for https://dash.example.com))"; 2]);
    }

    #[test]
    fn a_secret_that_cannot_be_sent_makes_no_credential() {
        for (origin, secret, code) in [
            ("https://dash.example.com", "s3cret\n", "secret-header-unsafe"),
            ("https://dash.example.com", "Bearer s3cret", "bearer-prefix-choice"),
            ("dash.example.com", "s3cret", "base-url-invalid"),
        ] {
            let refused = Credential::new(origin, secret, Scheme::Raw).map_err(|flaw| flaw.code);
            assert_eq!(refused.err(), Some(code));
        }
    }
}
