use super::document::{NONE, Value};
use super::problem::ProblemKind;
use super::reader::{Reader, Stop};
use crate::json::{self, Number, SyntaxProblem};
use crate::session::Kind;

/// Scalars: what each kind of member takes, and what becomes of it.
impl<'a> Reader<'a> {
    /// Reads a value that opens nothing. `earlier` is the one that counted for its place before, when it is written
    /// again.
    #[inline(never)]
    pub(super) fn scalar(&mut self, rest: &'a [u8], kind: &Kind, node: u32, earlier: u32) -> Result<&'a [u8], Stop> {
        let (span, read, rest) = match rest {
            [b'n', ..] => return self.null(rest, kind, node, earlier),
            [b'"', ..] => {
                let (text, rest) = self.scan(rest, |scanner| scanner.string())?;
                (text.span, self.string(text, kind, node), rest)
            }
            [b'-' | b'0'..=b'9', ..] => {
                let (number, rest) = self.scan(rest, |scanner| scanner.number())?;
                if matches!(kind, Kind::Any) && number.integral && is_altered(number.span.of(self.text)) {
                    self.problem(ProblemKind::Precision, node, number.span);
                }
                (number.span, self.number(kind, number), rest)
            }
            [b't', ..] => {
                let (span, rest) = self.scan(rest, |scanner| scanner.literal(b"true"))?;
                (span, boolean(kind, true), rest)
            }
            [b'f', ..] => {
                let (span, rest) = self.scan(rest, |scanner| scanner.literal(b"false"))?;
                (span, boolean(kind, false), rest)
            }
            [b'{' | b'[', ..] => {
                let parent = self.node(node).map_or(NONE, |node| node.parent);
                let (span, rest) = self.skip(rest, parent)?;
                (span, Err(ProblemKind::WrongKind(*kind)), rest)
            }
            _ => return Err(self.fail(rest, SyntaxProblem::Value)),
        };
        let value = read.unwrap_or_else(|problem| {
            self.problem(problem, node, span);
            Value::Unread
        });
        self.fill(node, value, span);
        Ok(rest)
    }

    fn null(&mut self, rest: &'a [u8], kind: &Kind, node: u32, earlier: u32) -> Result<&'a [u8], Stop> {
        let (span, rest) = self.scan(rest, |scanner| scanner.literal(b"null"))?;
        self.fill(node, Value::Null, span);
        let parent = self.node(node).and_then(|node| self.node(node.parent)).map(|parent| parent.value);
        let problem = match (kind, parent) {
            (Kind::Any, _) => return Ok(rest),
            (_, Some(Value::Array { .. })) => ProblemKind::NullElement,
            (Kind::Object(_), Some(Value::Map { .. })) => ProblemKind::NullRight,
            (_, Some(Value::Map { .. })) => return Ok(rest),
            // The null changes nothing when the member has a value already.
            _ if earlier != NONE && !kind.is_cleared() => return Ok(rest),
            _ => ProblemKind::NullMember,
        };
        self.problem(problem, node, span);
        Ok(rest)
    }

    fn string(&mut self, text: json::Text, kind: &Kind, node: u32) -> Result<Value, ProblemKind> {
        match kind {
            Kind::String | Kind::Any => {
                self.check_text(text, node);
                Ok(Value::String { plain: text.plain })
            }
            Kind::Time => {
                let raw = text.span.of(self.text);
                let time = raw.get(1..raw.len().saturating_sub(1)).and_then(json::Time::parse);
                let time = time.ok_or(ProblemKind::Time)?;
                if !time.is_writable() {
                    self.problem(ProblemKind::ZoneDay, node, text.span);
                }
                Ok(Value::String { plain: text.plain })
            }
            kind => Err(ProblemKind::WrongKind(*kind)),
        }
    }

    /// Names and texts that the gateway keeps are looked at for what it replaces.
    #[inline(always)]
    pub(super) fn check_text(&mut self, text: json::Text, node: u32) {
        if !text.plain {
            self.check_letters(text, node);
        }
    }

    #[cold]
    #[inline(never)]
    fn check_letters(&mut self, text: json::Text, node: u32) {
        if json::repaired(text.span.of(self.text)) {
            self.problem(ProblemKind::InvalidUtf8, node, text.span);
        }
    }

    fn number(&mut self, kind: &Kind, number: Number) -> Result<Value, ProblemKind> {
        let literal = number.span.of(self.text);
        match kind {
            Kind::Integer if !number.integral => Err(ProblemKind::NotIntegral),
            Kind::Integer => json::integer(literal).map(Value::Integer).ok_or(ProblemKind::IntegerOverflow),
            Kind::Float | Kind::Any => json::float(literal).map(Value::Float).ok_or(ProblemKind::FloatOverflow),
            kind => Err(ProblemKind::WrongKind(*kind)),
        }
    }
}

fn boolean(kind: &Kind, value: bool) -> Result<Value, ProblemKind> {
    match kind {
        Kind::Boolean | Kind::Any => Ok(Value::Boolean(value)),
        kind => Err(ProblemKind::WrongKind(*kind)),
    }
}

/// Whether an integer is stored as another number, since free-form data keeps float64 only.
fn is_altered(literal: &[u8]) -> bool {
    // Fifteen digits are always exact.
    literal.len() > 15 && json::is_rounded(literal)
}
