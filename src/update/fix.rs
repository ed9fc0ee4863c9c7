use crate::decode::Arena;
use crate::edit;
use crate::report::{Applicability, Fix, Issue, Operation, Report};
use crate::rules::{Options, UnknownCode, check};

/// Which fixes to make.
#[derive(Clone, Copy, Debug, Default)]
pub struct Choice<'c> {
    /// Guesses too.
    pub with_unsafe: bool,
    /// Only those of these rules; of all rules if not given.
    pub only: Option<&'c [String]>,
}

/// A body with its fixes made.
#[derive(Clone, Debug)]
pub struct Fixed {
    /// The body; what no fix speaks of is byte for byte as it was.
    pub text: Vec<u8>,
    /// The issues that were mended.
    pub applied: Vec<Issue>,
    /// What is left to say.
    pub remaining: Report,
}

/// More rounds than any body needs: a fix can bring another to light, hardly a third.
const ROUNDS: usize = 8;

/// Makes the chosen fixes of a body, until none is left.
///
/// # Errors
///
/// An override or a choice that names a rule which does not exist.
pub fn fix(body: &[u8], options: &Options<'_>, choice: Choice<'_>, arena: &mut Arena) -> Result<Fixed, UnknownCode> {
    for code in choice.only.unwrap_or_default() {
        UnknownCode::unless_known(code)?;
    }
    let mut fixed = Fixed { text: body.to_vec(), applied: Vec::new(), remaining: check(body, options, arena)? };
    for _ in 0..ROUNDS {
        let applied = round(&mut fixed, choice);
        if applied.is_empty() {
            break;
        }
        fixed.applied.extend(applied);
        fixed.remaining = check(&fixed.text, options, arena)?;
    }
    Ok(fixed)
}

/// Makes the fixes of the last report that do not get in each other's way. The last in the text comes first, so that the
/// indices of what stands before stay as they are.
fn round(fixed: &mut Fixed, choice: Choice<'_>) -> Vec<Issue> {
    let mut touched: Vec<String> = Vec::new();
    let mut applied = Vec::new();
    for issue in fixed.remaining.issues.iter().rev() {
        let Some(fix) = issue.fix.as_ref().filter(|fix| is_chosen(issue, fix, choice)) else { continue };
        let paths: Vec<&str> = fix.patch.iter().flat_map(paths).collect();
        if paths.iter().any(|path| touched.iter().any(|other| overlap(path, other))) {
            continue;
        }
        if let Ok(text) = edit::apply(&fixed.text, &fix.patch) {
            touched.extend(paths.into_iter().map(str::to_owned));
            fixed.text = text;
            applied.push(issue.clone());
        }
    }
    applied.reverse();
    applied
}

fn is_chosen(issue: &Issue, fix: &Fix, choice: Choice<'_>) -> bool {
    (choice.with_unsafe || fix.applicability == Applicability::Safe)
        && choice.only.is_none_or(|codes| codes.iter().any(|code| code == issue.code))
}

fn paths(operation: &Operation) -> impl Iterator<Item = &str> {
    let (first, second) = match operation {
        Operation::Add { path, .. } | Operation::Replace { path, .. } | Operation::Remove { path } => (path, None),
        Operation::Move { from, path } => (from, Some(path)),
    };
    // What stands around the whole text is in nobody's way.
    std::iter::once(first).chain(second).map(|path| path.as_str()).filter(|path| !path.is_empty())
}

/// Whether one pointer leads to the other or past it.
fn overlap(left: &str, right: &str) -> bool {
    let leads_to =
        |from: &str, to: &str| to.strip_prefix(from).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    leads_to(left, right) || leads_to(right, left)
}
