use std::fmt;

/// A gateway version, such as 5.13.0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    /// 5 in 5.13.0.
    pub major: u16,
    /// 13 in 5.13.0.
    pub minor: u16,
    /// 0 in 5.13.0. A version written without it (`5.13`) stands for the newest patch of its line.
    pub patch: u16,
}

/// The lines of gateway versions that are known, oldest first, each with its newest patch when this was written.
const LINES: &[(u16, u16, u16)] = &[
    (5, 0, 15),
    (5, 1, 2),
    (5, 2, 6),
    (5, 3, 13),
    (5, 4, 0),
    (5, 5, 2),
    (5, 6, 1),
    (5, 7, 3),
    (5, 8, 15),
    (5, 9, 2),
    (5, 10, 2),
    (5, 11, 1),
    (5, 12, 1),
    (5, 13, 1),
    (5, 14, 0),
];

impl Version {
    /// The version that is meant when none is given: the one most of the recordings were made with.
    pub const DEFAULT: Version = Version::new(5, 13, 0);
    /// Zero members are left out on writing since this version; before, every member was written.
    pub const OMITS_ZEROS: Version = Version::new(5, 12, 0);

    /// The first line of which a gateway was recorded.
    pub const FIRST_RECORDED: Version = Version::new(5, 7, 0);
    /// Several policies together open or close the GraphQL types of all of them since this version; before, those they
    /// shared.
    pub const UNITES_TYPES: Version = Version::new(5, 8, 1);
    /// MCP proxies exist since this version.
    pub const HAS_MCP: Version = Version::new(5, 13, 0);
    /// Since this version a key finds policies of its own organisation only, a policy has the id under which it stands
    /// and not its `id`, and an empty list of policies in the metadata counts.
    pub const REWORKS_POLICIES: Version = Version::new(5, 12, 0);

    /// A version from its parts.
    pub const fn new(major: u16, minor: u16, patch: u16) -> Version {
        Version { major, minor, patch }
    }

    /// Reads `5.13` or `5.13.0`; nothing for anything else, and nothing for a line that is not known.
    pub fn parse(text: &str) -> Option<Version> {
        let mut parts = text.split('.');
        let mut next = || parts.next().map(number);
        let (major, minor, patch) = (next()??, next()??, next());
        if parts.next().is_some() {
            return None;
        }
        let (.., newest) = LINES.iter().find(|line| (line.0, line.1) == (major, minor))?;
        let patch = match patch {
            Some(patch) => patch?,
            None => *newest,
        };
        Some(Version { major, minor, patch })
    }

    /// The lines that [`Version::parse`] knows, oldest first, such as `5.13`.
    pub fn known() -> impl Iterator<Item = String> {
        LINES.iter().map(|(major, minor, _)| format!("{major}.{minor}"))
    }
}

fn number(text: &str) -> Option<u16> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    if plain { text.parse().ok() } else { None }
}

impl fmt::Display for Version {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

#[cfg(test)]
mod tests {
    use super::Version;

    #[test]
    fn a_line_stands_for_its_newest_patch_and_unknown_versions_are_refused() {
        assert_eq!(Version::parse("5.13.0"), Some(Version::new(5, 13, 0)));
        assert_eq!(Version::parse("5.8.7"), Some(Version::new(5, 8, 7)));
        assert!(Version::parse("5.8") > Version::parse("5.8.9"));
        for wrong in ["", "5", "5.", "v5.13", "5.13.0.1", "5.99", "4.3", "5.013", "5.+1", "5.13.x"] {
            assert_eq!(Version::parse(wrong), None, "{wrong}");
        }
    }
}
