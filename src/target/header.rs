use super::Endpoint;
use super::flaw::{Flaw, Part};

impl Endpoint {
    /// The header that carries the secret.
    pub const fn secret_header(self) -> &'static str {
        match self {
            Endpoint::DashboardAdminOrg => "Admin-Auth",
            Endpoint::DashboardApi => "Authorization",
            Endpoint::GatewayOrg | Endpoint::GatewayKey => "x-tyk-authorization",
        }
    }
}

/// Why a secret cannot be sent in a header as it is, if it cannot (code `secret-header-unsafe`).
///
/// Letters outside ASCII are refused too: `fetch` sends the letters of Latin-1 as one byte each and throws for others,
/// and the server compares with UTF-8.
pub fn secret_flaw(secret: &str) -> Option<Flaw> {
    let message = if secret.is_empty() {
        "the secret is empty: the server refuses the request"
    } else if secret.starts_with([' ', '\t']) || secret.ends_with([' ', '\t']) {
        "spaces around the secret are dropped on the way: another secret than this arrives"
    } else if secret.chars().any(char::is_control) {
        "the secret has a line break or another control character: no header can carry it"
    } else if !secret.is_ascii() {
        "the secret has a letter outside ASCII: it does not arrive as it was written"
    } else {
        return None;
    };
    let help = "copy the secret again, without spaces, line breaks or quotes around it";
    Some(Flaw::new("secret-header-unsafe", Part::Header, message, help))
}

/// `bearer-prefix-choice`: the secret already begins with the word that the header may put before it.
pub fn bearer_flaw(secret: &str) -> Option<Flaw> {
    let prefixed = secret.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("bearer "));
    prefixed.then(|| {
        Flaw::new(
            "bearer-prefix-choice",
            Part::Header,
            "the secret already begins with Bearer: no server knows it like this, or the word is sent twice",
            "give the secret alone; the choice between bearer and raw decides what stands before it",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::{bearer_flaw, secret_flaw};

    #[test]
    fn a_secret_that_no_header_carries_unchanged_is_refused() {
        for secret in ["", " s3cret", "s3cret\t", "s3\r\ncret", "s3cret\n", "s3\0cret", "s3\u{7f}", "s3crét", "€"] {
            assert!(secret_flaw(secret).is_some_and(|flaw| flaw.code == "secret-header-unsafe"), "{secret:?}");
        }
        for secret in ["s3cret", "two words", "a:b;c=\"d\"~"] {
            assert_eq!(secret_flaw(secret), None, "{secret:?}");
        }
        assert!(bearer_flaw("bearer abc").is_some());
        assert!(bearer_flaw("bearerabc").is_none());
    }
}
