use super::cursor::Cursor;
use super::tree::{Node, Tree};
use super::{Expression, Fault, class};

/// Whether Go takes it for a regular expression.
pub(in crate::rules) fn judge(pattern: &str) -> Result<Expression, Fault> {
    let mut parser = Parser { at: Cursor::new(pattern), tree: Tree::new(), found: Expression::default() };
    let mut is_repeated = false;
    while let Some(letter) = parser.at.next() {
        is_repeated = match parser.repetition(letter)? {
            Some((min, max)) => {
                parser.repeat(is_repeated, min, max)?;
                true
            }
            None => {
                parser.part(letter)?;
                false
            }
        };
    }
    parser.tree.end()?;
    Ok(parser.found)
}

struct Parser<'p> {
    at: Cursor<'p>,
    tree: Tree,
    found: Expression,
}

impl Parser<'_> {
    /// How often the letter, with what follows, says that what stands before it is repeated; nothing when it does not.
    fn repetition(&mut self, letter: char) -> Result<Option<(u64, Option<u64>)>, Fault> {
        match letter {
            '*' => Ok(Some((0, None))),
            '+' => Ok(Some((1, None))),
            '?' => Ok(Some((0, Some(1)))),
            '{' => {
                let mut at = self.at.clone();
                let Some((min, max)) = bounds(&mut at) else { return Ok(None) };
                self.at = at;
                let most = max.unwrap_or(min);
                if most > 1000 || min > most { Err(Fault::RepeatCount) } else { Ok(Some((min, max))) }
            }
            _ => Ok(None),
        }
    }

    /// Repetitions cannot follow each other but for the `?` that makes them prefer less.
    fn repeat(&mut self, is_repeated: bool, min: u64, max: Option<u64>) -> Result<(), Fault> {
        self.at.eat("?");
        if is_repeated {
            return Err(Fault::NestedRepetition);
        }
        self.tree.repeat(min, max)
    }

    fn part(&mut self, letter: char) -> Result<(), Fault> {
        match letter {
            '(' => self.group(),
            ')' => self.tree.close(),
            '|' => self.tree.alternative(),
            '^' | '$' => self.anchor(),
            '.' => self.tree.push(Node::CLASS),
            '[' => {
                class::class(&mut self.at)?;
                self.tree.push(Node::CLASS)
            }
            '\\' => self.escape(),
            _ => self.tree.push(Node::LETTER),
        }
    }

    fn anchor(&mut self) -> Result<(), Fault> {
        self.found.is_anchored = true;
        self.tree.push(Node::PLACE)
    }

    fn escape(&mut self) -> Result<(), Fault> {
        if self.at.eat("A") || self.at.eat("z") {
            return self.anchor();
        }
        if self.at.eat("b") || self.at.eat("B") {
            return self.tree.push(Node::PLACE);
        }
        if self.at.eat("Q") {
            let quoted = self.at.until("\\E").unwrap_or_else(|| self.at.take());
            return quoted.chars().try_for_each(|_| self.tree.push(Node::LETTER));
        }
        if class::set(&mut self.at)? {
            return self.tree.push(Node::CLASS);
        }
        class::escape(&mut self.at)?;
        self.tree.push(Node::LETTER)
    }

    /// Behind a `(`: a group, a named one, or one with flags; flags alone, as in `(?i)`, open none.
    fn group(&mut self) -> Result<(), Fault> {
        if !self.at.eat("?") {
            self.tree.open(true);
            return Ok(());
        }
        if ["<", "P<"].into_iter().any(|start| self.at.rest().len() > start.len() && self.at.eat(start)) {
            let name = self.at.until(">").unwrap_or_default();
            let is_letter = |letter: char| letter == '_' || letter.is_ascii_alphanumeric();
            if name.is_empty() || !name.chars().all(is_letter) {
                return Err(Fault::GroupName);
            }
            self.tree.open(true);
            return Ok(());
        }
        if self.flags()? {
            self.tree.open(false);
        }
        Ok(())
    }

    /// Flags with at most one `-`, behind which there has to be one. Says whether a group follows.
    fn flags(&mut self) -> Result<bool, Fault> {
        let (mut is_negative, mut is_flagged) = (false, false);
        loop {
            match self.at.next() {
                Some('i' | 'm' | 's' | 'U') => is_flagged = true,
                Some('-') if !is_negative => (is_negative, is_flagged) = (true, false),
                Some(end @ (':' | ')')) if is_flagged || !is_negative => return Ok(end == ':'),
                _ => return Err(Fault::Group),
            }
        }
    }
}

/// `3}`, `3,}` or `3,5}` behind a `{`; anything else, `03}` and `,5}` too, is no repetition, and the `{` a letter.
fn bounds(at: &mut Cursor<'_>) -> Option<(u64, Option<u64>)> {
    let inside = at.until("}")?;
    let (min, max) = inside.split_once(',').unwrap_or((inside, inside));
    Some((number(min)?, if max.is_empty() { None } else { Some(number(max)?) }))
}

/// A number without leading zeros; one too large to be counted is as good as the largest.
fn number(digits: &str) -> Option<u64> {
    let is_plain = digits.bytes().all(|digit| digit.is_ascii_digit()) && (digits == "0" || !digits.starts_with('0'));
    (is_plain && !digits.is_empty()).then(|| digits.parse().unwrap_or(u64::MAX))
}
