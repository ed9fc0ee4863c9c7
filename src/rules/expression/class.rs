use super::Fault;
use super::cursor::Cursor;
use super::names;

const POSIX: [&str; 14] = [
    "alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph", "lower", "print", "punct", "space", "upper", "word",
    "xdigit",
];

/// The rest of a class behind its `[`. A `]` that comes first is one of its letters.
pub(super) fn class(at: &mut Cursor<'_>) -> Result<(), Fault> {
    at.eat("^");
    item(at)?;
    while !at.eat("]") {
        item(at)?;
    }
    Ok(())
}

/// A set by name, a letter, or two letters with a `-` between them. A `-` before the `]` stands for itself.
fn item(at: &mut Cursor<'_>) -> Result<(), Fault> {
    let low = match at.next().ok_or(Fault::Bracket)? {
        '[' if posix(at)? => return Ok(()),
        '\\' if set(at)? => return Ok(()),
        '\\' => escape(at)?,
        letter => u32::from(letter),
    };
    if at.rest() == "-" || at.rest().starts_with("-]") || !at.eat("-") {
        return Ok(());
    }
    let high = match at.next().ok_or(Fault::Bracket)? {
        '\\' => escape(at)?,
        letter => u32::from(letter),
    };
    if high < low { Err(Fault::Range) } else { Ok(()) }
}

/// `[:alpha:]`, and `[:^alpha:]` for all others, behind the first `[`. Without the `:]` anywhere, that `[` stands for
/// itself.
fn posix(at: &mut Cursor<'_>) -> Result<bool, Fault> {
    let mut inside = at.clone();
    let name = if inside.eat(":") { inside.until(":]") } else { None };
    let Some(name) = name else { return Ok(false) };
    *at = inside;
    if POSIX.contains(&name.strip_prefix('^').unwrap_or(name)) { Ok(true) } else { Err(Fault::Range) }
}

/// A set behind a backslash: `d`, `s`, `w` and their opposites, `pL`, `p{Greek}`, `p{^Greek}`, `P{Greek}`.
pub(super) fn set(at: &mut Cursor<'_>) -> Result<bool, Fault> {
    if at.next_if(|letter| matches!(letter, 'd' | 'D' | 's' | 'S' | 'w' | 'W')).is_some() {
        return Ok(true);
    }
    if !at.eat("p") && !at.eat("P") {
        return Ok(false);
    }
    let mut letter = [0; 4];
    let name = match at.next().ok_or(Fault::Range)? {
        '{' => at.until("}").ok_or(Fault::Range)?,
        single => single.encode_utf8(&mut letter),
    };
    if names::is_known(name.strip_prefix('^').unwrap_or(name)) { Ok(true) } else { Err(Fault::Range) }
}

/// The letter that an escape stands for, behind its backslash. A digit but 0 is a back-reference unless another octal
/// digit follows.
pub(super) fn escape(at: &mut Cursor<'_>) -> Result<u32, Fault> {
    let letter = at.next().ok_or(Fault::TrailingBackslash)?;
    match letter {
        '1'..='7' if !at.rest().starts_with(is_octal) => Err(Fault::Escape),
        '0'..='7' => {
            let digits = [Some(letter), at.next_if(is_octal), at.next_if(is_octal)];
            Ok(digits.into_iter().flatten().fold(0, |value, digit| value * 8 + digit.to_digit(8).unwrap_or(0)))
        }
        'x' => hexadecimal(at).ok_or(Fault::Escape),
        'a' => Ok(7),
        'f' => Ok(12),
        'n' => Ok(10),
        'r' => Ok(13),
        't' => Ok(9),
        'v' => Ok(11),
        _ if letter.is_ascii() && !letter.is_ascii_alphanumeric() => Ok(u32::from(letter)),
        _ => Err(Fault::Escape),
    }
}

fn is_octal(letter: char) -> bool {
    matches!(letter, '0'..='7')
}

/// Two digits, or any number of them in braces.
fn hexadecimal(at: &mut Cursor<'_>) -> Option<u32> {
    if !at.eat("{") {
        return Some(at.next()?.to_digit(16)? * 16 + at.next()?.to_digit(16)?);
    }
    let mut value = at.next()?.to_digit(16)?;
    while !at.eat("}") {
        value = value * 16 + at.next()?.to_digit(16)?;
        if value > u32::from(char::MAX) {
            return None;
        }
    }
    Some(value)
}
