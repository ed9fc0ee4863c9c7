use std::borrow::Cow;

use super::{Endpoint, Parameter};

/// The query of a URL without its question mark, read as Go reads it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Query<'q>(pub &'q str);

impl<'q> Query<'q> {
    /// The first value of that name, decoded; nothing when the name is not there.
    pub fn get(self, name: &str) -> Option<Cow<'q, str>> {
        self.pairs().find(|(found, _)| found == name).map(|(_, value)| value)
    }

    /// Whether an update with this query restarts the quota counter: the key endpoints do unless `suppress_reset` is
    /// exactly 1, the Gateway's organisation endpoint only if `reset_quota` is exactly 1, the Dashboard Admin's never.
    pub fn resets_quota(self, endpoint: Endpoint) -> bool {
        match endpoint {
            Endpoint::DashboardApi | Endpoint::GatewayKey => !self.is_on(Parameter::SuppressReset),
            Endpoint::GatewayOrg => self.is_on(Parameter::ResetQuota),
            Endpoint::DashboardAdminOrg => false,
        }
    }

    /// Whether a parameter has the one value that is sure to switch it on.
    pub fn is_on(self, parameter: Parameter) -> bool {
        self.get(parameter.name()).as_deref() == Some(parameter.on())
    }

    /// Every name with its value, decoded. Go drops a pair with a semicolon or a broken escape.
    pub fn pairs(self) -> impl Iterator<Item = (Cow<'q, str>, Cow<'q, str>)> {
        self.0.split('&').filter(|pair| !pair.is_empty() && !pair.bytes().any(|byte| byte == b';')).filter_map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            Some((unescape(name)?, unescape(value)?))
        })
    }
}

fn unescape(text: &str) -> Option<Cow<'_, str>> {
    if !text.bytes().any(|byte| matches!(byte, b'%' | b'+')) {
        return Some(Cow::Borrowed(text));
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let mut digit = || char::from(rest.next()?).to_digit(16);
                (digit()? * 16 + digit()?) as u8
            }
            other => other,
        });
    }
    Some(Cow::Owned(String::from_utf8_lossy(&bytes).into_owned()))
}

#[cfg(test)]
mod tests {
    use super::Query;

    #[test]
    fn a_query_is_read_as_go_reads_it() {
        let query = Query("suppress_reset=1&hashed=%74rue&hashed=no&a;b=1&bad=%zz&empty");
        assert_eq!(query.get("suppress_reset").as_deref(), Some("1"));
        assert_eq!(query.get("hashed").as_deref(), Some("true"));
        assert_eq!(query.get("empty").as_deref(), Some(""));
        assert_eq!((query.get("bad"), query.get("b"), query.get("none")), (None, None, None));
    }
}
