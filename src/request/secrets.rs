use crate::json::{Scanner, Span, SyntaxError, decode, same_name};
use crate::report::nearest;
use crate::session::{Flag, Kind, SessionState, Table};
use crate::target::encode_segment;

/// A secret in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Secret {
    /// Its bytes; of a string with the quotes.
    pub span: Span,
    /// The member it stands in, by its name in the table; none where a string is the id of the key itself.
    pub member: Option<&'static str>,
}

/// Where the secrets of a session stand: values of members that the table marks, wherever and however often they are
/// written; what stands where an object that holds some belongs, and members of it that nobody knows; unknown members
/// and metadata that are called like a secret; and strings that are the id of the key (`key_id`, as it stands in the
/// URL). Empty and null values give nothing away and stay. Nothing for a text that is not one JSON value, where no
/// place can be told for sure.
pub fn secrets(text: &[u8], key_id: Option<&str>) -> Option<Vec<Secret>> {
    let mut finder = Finder { scanner: Scanner::new(text), text, key_id, found: Vec::new() };
    finder.value(Place::Body).ok()?;
    finder.scanner.peek().is_none().then_some(finder.found)
}

struct Finder<'t> {
    scanner: Scanner<'t>,
    text: &'t [u8],
    key_id: Option<&'t str>,
    found: Vec<Secret>,
}

#[derive(Clone, Copy)]
enum Place {
    /// The whole text: a key, a list of keys, or a key under `data`, as the Dashboard wraps it.
    Body,
    /// A value that the table describes.
    Known(&'static Kind),
    /// An element of a list that stands where an object belongs: not deeper, since anybody can write lists in lists.
    Listed(&'static &'static Table),
    /// A value of a member that the table marks as secret.
    Secret(&'static str, &'static Kind),
    /// A value of a member that the table does not have, and how many levels of it are read.
    Unknown(u8),
}

impl Finder<'_> {
    /// Reads a value. It goes only as deep as the table does.
    fn value(&mut self, place: Place) -> Result<(), SyntaxError> {
        match (self.scanner.peek(), place) {
            (Some(b'{'), Place::Body) => self.object(&|name| match name {
                "data" => Place::Known(&KEY),
                name => member(SessionState::TABLE, name),
            }),
            (Some(b'['), Place::Body) => self.array(Place::Listed(&SessionState::TABLE)),
            (Some(b'{'), Place::Known(Kind::Object(table) | Kind::Pointer(table)) | Place::Listed(table)) => {
                self.object(&|name| member(table, name))
            }
            (Some(b'['), Place::Known(Kind::Object(table) | Kind::Pointer(table))) => self.array(Place::Listed(table)),
            (Some(b'{'), Place::Known(Kind::Map(Kind::Any))) => self.object(&|name| unknown(name, LEVELS)),
            (Some(b'{'), Place::Unknown(levels @ 1..)) => self.object(&|name| unknown(name, levels - 1)),
            (Some(b'['), Place::Unknown(levels @ 1..)) => self.array(Place::Unknown(levels - 1)),
            (Some(b'{'), Place::Known(Kind::Map(kind))) => self.object(&|_| Place::Known(kind)),
            (Some(b'{'), Place::Secret(name, Kind::Map(kind))) => self.object(&|_| Place::Secret(name, kind)),
            (Some(b'['), Place::Known(Kind::Array(kind))) => self.array(Place::Known(kind)),
            // Something else stands here than belongs.
            (Some(b'{'), Place::Known(_)) => self.object(&|name| unknown(name, LEVELS)),
            (Some(b'['), Place::Known(_)) => self.array(Place::Unknown(LEVELS)),
            _ => {
                let span = self.scanner.skip()?;
                self.whole(span, place);
                Ok(())
            }
        }
    }

    fn object(&mut self, place: &dyn Fn(&str) -> Place) -> Result<(), SyntaxError> {
        self.scanner.open()?;
        let mut first = true;
        while let Some(name) = self.scanner.member(first)? {
            first = false;
            self.whole(name.span, Place::Unknown(0));
            self.value(place(&decode(name.span.of(self.text))))?;
        }
        Ok(())
    }

    fn array(&mut self, place: Place) -> Result<(), SyntaxError> {
        self.scanner.open()?;
        let mut first = true;
        while self.scanner.element(first)? {
            first = false;
            self.value(place)?;
        }
        Ok(())
    }

    fn whole(&mut self, span: Span, place: Place) {
        let literal = span.of(self.text);
        let secret = match place {
            Place::Secret(name, _) => Some(name),
            Place::Body => secrets_of(SessionState::TABLE).next(),
            Place::Known(Kind::Object(table) | Kind::Pointer(table)) | Place::Listed(table) => secrets_of(table).next(),
            _ => None,
        };
        let member = match secret {
            Some(name) if !matches!(literal, b"null" | b"\"\"") => Some(name),
            _ if literal.starts_with(b"\"") && self.key_id.is_some_and(|id| encode_segment(&decode(literal)) == id) => {
                None
            }
            _ => return,
        };
        self.found.push(Secret { span, member });
    }
}

const SECRET: Place = Place::Secret("secret", &Kind::Any);

fn member(table: &'static Table, name: &str) -> Place {
    match table.members.iter().find(|member| same_name(name, member.name)) {
        Some(member) if member.flags.has(Flag::Secret) => Place::Secret(member.name, &member.kind),
        Some(member) => Place::Known(&member.kind),
        None if table.name != SessionState::TABLE.name && secrets_of(table).next().is_some() => SECRET,
        None if nearest(name, secrets_of(table)).is_some() => SECRET,
        None => holder_like(table, name).unwrap_or_else(|| unknown(name, LEVELS)),
    }
}

static KEY: Kind = Kind::Object(SessionState::TABLE);

/// What a member with nearly that name holds, if that are secrets.
fn holder_like(table: &'static Table, name: &str) -> Option<Place> {
    let holds =
        |kind: &Kind| matches!(kind, Kind::Object(inner) | Kind::Pointer(inner) if secrets_of(inner).next().is_some());
    let mut holders = table.members.iter().filter(|member| holds(&member.kind));
    holders.find(|member| nearest(name, [member.name]).is_some()).map(|member| Place::Known(&member.kind))
}

/// So deep is read what the table does not describe: people nest a few levels, and anybody can write ten thousand.
const LEVELS: u8 = 16;

/// A member that the table does not have, or one of the metadata.
fn unknown(name: &str, levels: u8) -> Place {
    let holds =
        |word: &&str| name.as_bytes().windows(word.len()).any(|part| part.eq_ignore_ascii_case(word.as_bytes()));
    if ["password", "passwd", "secret", "token"].iter().any(holds) { SECRET } else { Place::Unknown(levels) }
}

/// The members of a table that it marks as secret.
fn secrets_of(table: &'static Table) -> impl Iterator<Item = &'static str> {
    table.members.iter().filter(|member| member.flags.has(Flag::Secret)).map(|member| member.name)
}

#[cfg(test)]
mod tests {
    use super::secrets;

    #[test]
    fn secrets_are_found_wherever_the_table_has_them() {
        for (text, found) in [
            (r#"{"hmac_string":"a","rate":1}"#, &[("\"a\"", Some("hmac_string"))][..]),
            (r#"{"HMAC_\u0073tring":"a","hmac_string":""}"#, &[("\"a\"", Some("hmac_string"))]),
            (
                r#"{"hmac_string":"a","hmac_string":["b"]}"#,
                &[("\"a\"", Some("hmac_string")), ("[\"b\"]", Some("hmac_string"))],
            ),
            (r#"{"jwt_data":{"secret":"a"},"certificate":null}"#, &[("\"a\"", Some("secret"))]),
            (
                r#"{"basic_auth_data":{"user":"u","password":"a"}}"#,
                &[("\"u\"", Some("secret")), ("\"a\"", Some("password"))],
            ),
            (
                r#"{"basic_auth_data":"a","jwt_data":["b",{"secret":"c"}]}"#,
                &[("\"a\"", Some("password")), ("\"b\"", Some("secret")), ("\"c\"", Some("secret"))],
            ),
            (
                r#"{"hmacString":"a","passwd":1,"certifcate":"b","alias":"c"}"#,
                &[("\"a\"", Some("secret")), ("1", Some("secret")), ("\"b\"", Some("secret"))],
            ),
            (
                r#"{"oauth_keys":{"c":"a","d":{"e":1}}}"#,
                &[("\"a\"", Some("oauth_keys")), ("{\"e\":1}", Some("oauth_keys"))],
            ),
            (r#"{"oauth_keys":["a"]}"#, &[("[\"a\"]", Some("oauth_keys"))]),
            (r#"{"key_id":"key-1","alias":"not key-1","tags":["key-1"]}"#, &[("\"key-1\"", None), ("\"key-1\"", None)]),
            (
                r#"{"meta_data":{"key-1":"k","API-Token":"t","team":"a","secret":""}}"#,
                &[("\"key-1\"", None), ("\"t\"", Some("secret"))],
            ),
            (
                r#"{"meta_data":{"a":{"b":[{"client_secret":"t","team":"key-1"}]}},"x":{"y":{"token":1}}}"#,
                &[("\"t\"", Some("secret")), ("\"key-1\"", None), ("1", Some("secret"))],
            ),
            (r#"[{"hmac_string":"a"}]"#, &[("\"a\"", Some("hmac_string"))]),
            (
                r#"{"tags":[{"password":"a"}],"rate":{"token":"b"},"meta_data":[{"secret":"c"}]}"#,
                &[("\"a\"", Some("secret")), ("\"b\"", Some("secret")), ("\"c\"", Some("secret"))],
            ),
            (
                r#"{"basicAuthData":{"password":"a"},"data":{"jwt_dta":{"secret":"b"}}}"#,
                &[("\"a\"", Some("password")), ("\"b\"", Some("secret"))],
            ),
        ] {
            let expected = found.iter().map(|(literal, member)| ((*literal).to_owned(), *member)).collect();
            let spans = secrets(text.as_bytes(), Some("key-1"));
            let spans = spans.map(|all| {
                let literal = |span: crate::json::Span| String::from_utf8_lossy(span.of(text.as_bytes())).into_owned();
                all.iter().map(|secret| (literal(secret.span), secret.member)).collect::<Vec<_>>()
            });
            assert_eq!(spans, Some(expected), "{text}");
        }
    }

    #[test]
    fn lists_and_wrappings_are_read_however_deep_they_are() {
        for (opening, inner, closing, found) in [("[", "", "]", 1), ("{\"data\":", "1", "}", 0)] {
            let deep = opening.repeat(9_999) + inner + &closing.repeat(9_999);
            assert_eq!(secrets(deep.as_bytes(), None).map(|found| found.len()), Some(found), "{opening}");
        }
    }

    #[test]
    fn a_text_that_is_not_one_json_value_has_no_sure_places() {
        for text in ["", "{", "{\"hmac_string\"=>\"a\"}", "{} {\"hmac_string\":\"a\"}"] {
            assert_eq!(secrets(text.as_bytes(), None), None, "{text}");
        }
    }
}
