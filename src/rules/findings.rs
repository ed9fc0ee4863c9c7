use std::borrow::Cow;

use super::rule::{Check, Rule};
use crate::decode::View;
use crate::json::{Pointer, Span};
use crate::report::{Issue, Part, Severity};

/// Where an issue stands.
#[derive(Clone, Copy, Debug)]
pub(super) enum Place<'a> {
    /// At a value.
    Value(View<'a>),
    /// At the name of a member.
    Name(View<'a>),
    /// Where a member would stand that is not written: at the opening brace of the object.
    Missing(View<'a>, &'a str),
    /// Where a member of a member would stand, neither of which is written: at the opening brace of the object.
    MissingIn(View<'a>, &'a str, &'a str),
    /// At a value, but only at these bytes of the text.
    Bytes(Option<View<'a>>, Span),
    /// In another part of the request.
    Part(Part),
}

impl<'a> From<View<'a>> for Place<'a> {
    fn from(view: View<'a>) -> Place<'a> {
        Place::Value(view)
    }
}

/// Rules that look at one kind of thing.
#[derive(Debug, Default)]
pub(super) struct Rules {
    /// Each after what it needs: most are passed over for that alone.
    list: Vec<(u64, &'static Rule)>,
    /// What any of them needs.
    needs: u64,
}

impl Rules {
    pub(super) fn push(&mut self, rule: &'static Rule) {
        self.list.push((rule.needs, rule));
        self.needs |= rule.needs;
    }

    /// Those that need nothing of what is gone.
    pub(super) fn without(&self, gone: u64) -> Rules {
        let mut others = Rules::default();
        self.list.iter().filter(|(needs, _)| needs & gone == 0).for_each(|(_, rule)| others.push(rule));
        others
    }
}

/// The issues found so far, and the rule that is looking.
pub struct Findings {
    code: &'static str,
    severity: Severity,
    pub(super) issues: Vec<Issue>,
}

impl Findings {
    pub(super) fn new() -> Findings {
        Findings { code: "", severity: Severity::Info, issues: Vec::new() }
    }

    /// Has rules look at something of which these members are written: those that may have something to say.
    pub(super) fn ask(&mut self, rules: &Rules, written: u64, mut ask: impl FnMut(&Check, &mut Self)) {
        // The highest bit is no member's: rules that need none in particular have it.
        let written = written | 1 << 63;
        if rules.needs & written == 0 {
            return;
        }
        for (_, rule) in rules.list.iter().filter(|(needs, _)| needs & written != 0) {
            (self.code, self.severity) = (rule.code, rule.severity);
            ask(&rule.check, self);
        }
    }

    /// Adds an issue; what else is to be said of it follows.
    #[cold]
    #[inline(never)]
    pub(super) fn add<'p>(&mut self, place: impl Into<Place<'p>>, message: impl Into<Cow<'static, str>>) -> &mut Issue {
        let place = place.into();
        let (pointer, bytes) = match place {
            Place::Value(view) => (view.pointer(), view.span()),
            Place::Name(view) => (view.pointer(), view.name_span()),
            Place::Missing(parent, name) => (parent.pointer().join(name), opening(parent)),
            Place::MissingIn(parent, outer, name) => (parent.pointer().join(outer).join(name), opening(parent)),
            Place::Bytes(view, span) => (view.map(View::pointer).unwrap_or_default(), span),
            Place::Part(_) => (Pointer::root(), Span::default()),
        };
        let issue = Issue {
            code: self.code,
            severity: self.severity,
            part: if let Place::Part(part) = place { part } else { Part::Body },
            pointer,
            bytes,
            // Counted once all are known and in order.
            utf16: Span::default(),
            message: message.into(),
            help: None,
            params: Vec::new(),
            related: Vec::new(),
            fix: None,
        };
        self.issues.push(issue);
        match self.issues.last_mut() {
            Some(issue) => issue,
            #[expect(clippy::unreachable, reason = "an issue was pushed a line above")]
            None => unreachable!(),
        }
    }
}

fn opening(object: View<'_>) -> Span {
    let start = object.span().start;
    Span { start, end: start + 1 }
}

impl Issue {
    /// What to do about it.
    #[inline(never)]
    pub(super) fn help(&mut self, help: impl Into<Cow<'static, str>>) -> &mut Issue {
        self.help = Some(help.into());
        self
    }

    /// A value in its message.
    #[inline(never)]
    pub(super) fn param(&mut self, name: &'static str, value: impl Into<crate::report::Param>) -> &mut Issue {
        self.params.push((name, value.into()));
        self
    }

    /// How bad it is here, where that differs from the rule. The caller has the last word.
    pub(super) fn severity(&mut self, severity: Severity) -> &mut Issue {
        self.severity = severity;
        self
    }

    /// Another place that has to do with it.
    #[inline(never)]
    pub(super) fn related(&mut self, view: View<'_>, message: impl Into<Cow<'static, str>>) -> &mut Issue {
        self.related.push(crate::report::Related { pointer: view.pointer(), message: message.into() });
        self
    }

    /// A fix that needs no asking.
    #[inline(never)]
    pub(super) fn safe(
        &mut self,
        title: impl Into<Cow<'static, str>>,
        patch: Vec<crate::report::Operation>,
    ) -> &mut Issue {
        self.fix =
            Some(crate::report::Fix { title: title.into(), applicability: crate::report::Applicability::Safe, patch });
        self
    }

    /// A fix that is a guess.
    #[inline(never)]
    pub(super) fn guess(
        &mut self,
        title: impl Into<Cow<'static, str>>,
        patch: Vec<crate::report::Operation>,
    ) -> &mut Issue {
        self.safe(title, patch);
        if let Some(fix) = &mut self.fix {
            fix.applicability = crate::report::Applicability::Unsafe;
        }
        self
    }
}
