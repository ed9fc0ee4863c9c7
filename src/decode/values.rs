use super::document::{NONE, Value};
use super::problem::ProblemKind;
use super::reader::{Reader, Stop};
use crate::json::{self, Number, Span, SyntaxError, SyntaxProblem};
use crate::session::Kind;

/// Scalars: what each kind of member takes, and what becomes of it.
impl Reader<'_> {
    pub(super) fn null(&mut self, kind: &Kind, node: u32, earlier: u32) -> Result<(), Stop> {
        let span = self.scanner.literal(b"null");
        let span = self.or_stop(span)?;
        self.fill(node, Value::Null, span);
        let parent = self.node(node).and_then(|node| self.node(node.parent)).map(|parent| parent.value);
        let problem = match (kind, parent) {
            (Kind::Any, _) => return Ok(()),
            (_, Some(Value::Array { .. })) => ProblemKind::NullElement,
            (Kind::Object(_), Some(Value::Map { .. })) => ProblemKind::NullRight,
            (_, Some(Value::Map { .. })) => return Ok(()),
            // The null changes nothing when the member has a value already.
            _ if earlier != NONE && !clears(kind) => return Ok(()),
            _ => ProblemKind::NullMember,
        };
        self.problem(problem, node, span);
        Ok(())
    }

    pub(super) fn scalar(&mut self, kind: &Kind, node: u32) -> Result<(), Stop> {
        let read = self.read_scalar(kind, node);
        let (span, read) = self.or_stop(read)?;
        let value = read.unwrap_or_else(|problem| {
            self.problem(problem, node, span);
            Value::Unread
        });
        self.fill(node, value, span);
        Ok(())
    }

    fn read_scalar(&mut self, kind: &Kind, node: u32) -> Result<(Span, Result<Value, ProblemKind>), SyntaxError> {
        Ok(match self.scanner.peek() {
            Some(b'"') => self.string(kind, node)?,
            Some(b'-' | b'0'..=b'9') => {
                let number = self.scanner.number()?;
                if matches!(kind, Kind::Any) && number.integral && is_altered(number.span.of(self.text)) {
                    self.problem(ProblemKind::Precision, node, number.span);
                }
                (number.span, self.number(kind, number))
            }
            Some(b't') => (self.scanner.literal(b"true")?, boolean(kind, true)),
            Some(b'f') => (self.scanner.literal(b"false")?, boolean(kind, false)),
            Some(b'{' | b'[') => (self.scanner.skip()?, Err(ProblemKind::WrongKind(*kind))),
            _ => return self.scanner.fail(SyntaxProblem::Value),
        })
    }

    fn string(&mut self, kind: &Kind, node: u32) -> Result<(Span, Result<Value, ProblemKind>), SyntaxError> {
        let text = self.scanner.string()?;
        let raw = text.span.of(self.text);
        let value = match kind {
            Kind::String | Kind::Any => {
                self.check_text(text, node);
                Ok(Value::String { plain: text.plain })
            }
            Kind::Time => match raw.get(1..raw.len().saturating_sub(1)).and_then(json::Time::parse) {
                Some(time) => {
                    if !time.is_writable() {
                        self.problem(ProblemKind::ZoneDay, node, text.span);
                    }
                    Ok(Value::String { plain: text.plain })
                }
                None => Err(ProblemKind::Time),
            },
            kind => Err(ProblemKind::WrongKind(*kind)),
        };
        Ok((text.span, value))
    }

    /// Names and texts that the gateway keeps are looked at for what it replaces.
    pub(super) fn check_text(&mut self, text: json::Text, node: u32) {
        if !text.plain && json::repaired(text.span.of(self.text)) {
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

/// Whether an integer is stored as another number, since free data keeps float64 only.
fn is_altered(literal: &[u8]) -> bool {
    // Fifteen digits are always exact.
    literal.len() > 15 && json::is_rounded(literal)
}

/// Whether `null` takes away what a member held before: Go clears pointers, slices, maps and interfaces, and leaves the rest.
pub(super) fn clears(kind: &Kind) -> bool {
    matches!(kind, Kind::Pointer(_) | Kind::Array(_) | Kind::Map(_) | Kind::Any)
}
