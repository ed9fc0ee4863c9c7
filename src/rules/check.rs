use super::findings::{Findings, Place, Rules};
use super::limits::Limits;
use super::replacing::Gone;
use super::rule::{Check, Rule};
use super::shape::Repetitions;
use super::subject::{Options, Subject};
use super::{allowed_urls, expiry};
use crate::decode::{self, Arena, Document, View, decode};
use crate::json::Span;
use crate::report::{Fix, Issue, Part, Report};
use crate::session::entries::sorted;
use crate::session::{access_definition, session_state};
use crate::target::Reading;

/// A code that no rule has, with the one that was probably meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownCode {
    /// The code as given.
    pub code: String,
    /// The rule that was probably meant.
    pub suggestion: Option<&'static str>,
}

impl UnknownCode {
    /// Refuses a code that no rule has.
    pub(crate) fn unless_known(code: &str) -> Result<(), UnknownCode> {
        // A code that there is, is the nearest to itself.
        match crate::report::nearest(code, super::rules().map(|rule| rule.code)) {
            Some(known) if known == code => Ok(()),
            suggestion => Err(UnknownCode { code: code.to_owned(), suggestion }),
        }
    }
}

/// Says everything there is to say about an update with that body. The arena's memory is used again from body to body.
///
/// ```
/// use tyk_session::rules::{Options, check};
/// use tyk_session::{Arena, Endpoint};
///
/// let report = check(br#"{"rate":"100","per":60}"#, &Options::new(Endpoint::GatewayKey), &mut Arena::default())?;
/// assert_eq!((report.issues[0].code, report.issues[0].pointer.as_str()), ("number-as-string", "/rate"));
/// assert_eq!(report.issues[0].message, "the update is refused with 400: \"100\" is a string, not a number");
/// # Ok::<(), tyk_session::rules::UnknownCode>(())
/// ```
///
/// # Errors
///
/// An override that names a rule which does not exist.
pub fn check(body: &[u8], options: &Options<'_>, arena: &mut Arena) -> Result<Report, UnknownCode> {
    Ok(RuleSet::of(options)?.check(body, options, arena))
}

/// The rules that look at updates of one kind, by what they look at: chosen once for any number of bodies.
#[derive(Debug, Default)]
pub struct RuleSet {
    problem: Rules,
    /// What there is to say about the request around the body, which is the same for all bodies.
    request: Vec<Issue>,
    /// Whether these updates restart the quota counter.
    resets_quota: bool,
    previous: Rules,
    key: Rules,
    limits: Rules,
    right: Rules,
    /// Members that count as written even if they are not: none, but for the test that holds `needs` against the rules.
    assumed: u64,
}

impl RuleSet {
    /// The rules for that endpoint and version, without those that the caller has turned off.
    ///
    /// # Errors
    ///
    /// An override that names a rule which does not exist.
    pub fn of(options: &Options<'_>) -> Result<RuleSet, UnknownCode> {
        for (code, _) in &options.overrides.0 {
            UnknownCode::unless_known(code)?;
        }
        let resets_quota = options.query.resets_quota(options.endpoint);
        let mut rules = RuleSet { resets_quota, ..RuleSet::default() };
        let mut request = Rules::default();
        for rule in super::rules().filter(|rule| is_asked(rule, options)) {
            match rule.check {
                Check::Problem(_) => rules.problem.push(rule),
                Check::Request(_) => request.push(rule),
                Check::Previous(_) => rules.previous.push(rule),
                Check::Key(_) => rules.key.push(rule),
                Check::Limits(_) => rules.limits.push(rule),
                Check::Right(_) => rules.right.push(rule),
                Check::Secret => {}
            }
        }
        let mut out = Findings::new();
        out.ask(&request, u64::MAX, |check, out| {
            if let Check::Request(check) = check {
                for flaw in check(options) {
                    out.add(Place::Part(flaw.part), flaw.message).help(flaw.help);
                }
            }
        });
        rules.request = out.issues;
        Ok(rules)
    }

    /// The same rules, asked whatever is written.
    #[cfg(test)]
    pub(super) fn asking_always(self) -> RuleSet {
        RuleSet { assumed: u64::MAX, ..self }
    }

    /// Says everything there is to say about an update with that body and the options that the rules were chosen for.
    /// The arena is left with what the body was read as.
    pub fn check(&self, body: &[u8], options: &Options<'_>, arena: &mut Arena) -> Report {
        let reading = decode::Options::session(options.endpoint.reading(), options.version);
        let document = decode(body, reading, arena);
        let mut before = options.previous.map(|text| (text, Arena::default()));
        let previous = before
            .as_mut()
            .map(|(text, before)| decode(text, decode::Options::session(Reading::First, options.version), before));
        let subject = Subject {
            options,
            resets_quota: self.resets_quota,
            document: &document,
            repetitions: Repetitions::of(&document),
            key: document.root().filter(|root| root.is_object()),
            previous: previous.as_ref().and_then(Document::root).filter(|root| root.is_object()),
        };
        Report { issues: self.run(&subject) }
    }

    fn run(&self, subject: &Subject<'_>) -> Vec<Issue> {
        let mut out = Findings::new();
        for problem in subject.document.problems() {
            out.ask(&self.problem, u64::MAX, |check, out| {
                if let Check::Problem(check) = check {
                    check(subject, problem, out);
                }
            });
        }
        out.issues.extend_from_slice(&self.request);
        let meant = subject.key.filter(|_| subject.document.is_accepted());
        if let Some(key) = meant {
            self.judge(subject, key, &mut out);
        }
        if out.issues.is_empty() { out.issues } else { arranged(subject, out.issues, meant.is_some()) }
    }

    /// Judges the meaning of a key that the gateway takes.
    fn judge(&self, subject: &Subject<'_>, key: View<'_>, out: &mut Findings) {
        if subject.previous.is_some() {
            out.ask(&self.previous, u64::MAX, |check, out| {
                if let Check::Previous(check) = check {
                    check(subject, out);
                }
            });
        }
        let fine = u64::from(expiry::is_fine(subject)) << session_state::expires;
        out.ask(&self.key, key.written() & !fine | self.assumed, |check, out| {
            if let Check::Key(check) = check {
                check(subject, out);
            }
        });
        let gone = Gone::of(subject);
        if let Some(own) = subject.limits() {
            match gone.own {
                0 => self.judge_limits(&self.limits, subject, own, out),
                gone => self.judge_limits(&self.limits.without(gone), subject, own, out),
            }
        }
        if gone.rights {
            return;
        }
        for right in subject.rights() {
            let fine = u64::from(allowed_urls::are_fine(right)) << access_definition::allowed_urls;
            out.ask(&self.right, right.object.written() & !fine | self.assumed, |check, out| {
                if let Check::Right(check) = check {
                    check(subject, right, out);
                }
            });
            right.limits().into_iter().for_each(|limits| self.judge_limits(&self.limits, subject, limits, out));
            right.endpoint_limits().for_each(|limits| self.judge_limits(&self.limits, subject, limits, out));
        }
    }

    /// Judges limits: the key's own, those of one of its APIs, or those of an endpoint.
    fn judge_limits(&self, rules: &Rules, subject: &Subject<'_>, limits: Limits<'_>, out: &mut Findings) {
        out.ask(rules, limits.remarkable() | self.assumed, |check, out| {
            if let Check::Limits(check) = check {
                check(subject, limits, out);
            }
        });
    }
}

/// Whether a rule looks at this update.
fn is_asked(rule: &Rule, options: &Options<'_>) -> bool {
    let is_late = rule.until.is_some_and(|until| options.version >= until);
    let is_early = rule.since.is_some_and(|since| options.version < since);
    rule.endpoints.contains(options.endpoint) && !is_early && !is_late && options.overrides.of(rule.code) != Some(None)
}

/// Issues as they are reported: without what need not be said beside others, in the order of the text, as bad as the
/// caller sees them.
#[inline(never)]
fn arranged(subject: &Subject<'_>, mut issues: Vec<Issue>, is_meant: bool) -> Vec<Issue> {
    prefer_specific(&mut issues);
    if is_meant && subject.is_blank() {
        let about_all =
            |issue: &Issue| matches!(issue.code, "body-empty-session" | "no-access-rights" | "trailing-data");
        issues.retain(|issue| issue.part != Part::Body || about_all(issue));
    }
    if !subject.repetitions.is_empty() {
        let can_be_made = |fix: &Fix| subject.repetitions.leave_way(subject.document, &fix.patch);
        issues.iter_mut().for_each(|issue| issue.fix = issue.fix.take().filter(can_be_made));
    }
    for issue in &mut issues {
        if let Some(Some(severity)) = subject.options.overrides.of(issue.code) {
            issue.severity = severity;
        }
    }
    let mut issues = sorted(issues, |left, right| place(left).cmp(&place(right)));
    let (mut counted, mut units) = (0, 0);
    for issue in &mut issues {
        units += subject.document.utf16_length(Span { start: counted, end: issue.bytes.start });
        counted = issue.bytes.start;
        issue.utf16 = Span { start: units, end: units + subject.document.utf16_length(issue.bytes) };
    }
    issues
}

/// Where something particular is said, the general is not said too; nor is a member unknown that an issue speaks of.
fn prefer_specific(issues: &mut Vec<Issue>) {
    let is_general = |issue: &Issue| matches!(issue.code, "unknown-member" | "null-resets-field");
    if !issues.iter().any(is_general) {
        return;
    }
    let (mut particular, mut related) = (Vec::new(), Vec::new());
    for issue in issues.iter().filter(|issue| !is_general(issue)) {
        particular.push(issue.pointer.as_str());
        related.extend(issue.related.iter().map(|related| related.pointer.as_str()));
    }
    let (particular, related) = (sorted(particular, Ord::cmp), sorted(related, Ord::cmp));
    let kept = issues.iter().map(|issue| {
        let is_in = |pointers: &[&str]| pointers.binary_search(&issue.pointer.as_str()).is_ok();
        !is_general(issue) || !(is_in(&particular) || issue.code == "unknown-member" && is_in(&related))
    });
    let mut kept = kept.collect::<Vec<bool>>().into_iter();
    issues.retain(|_| kept.next() == Some(true));
}

fn place(issue: &Issue) -> (Part, u32, &str, &str, u32) {
    (issue.part, issue.bytes.start, issue.code, issue.pointer.as_str(), issue.bytes.end)
}
