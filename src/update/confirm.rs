use super::apply::{resolve, with_key};
use super::change::Change;
use super::difference::{differences, same};
use super::merge::is_volatile;
use super::plan::Plan;
use super::words::{counted, listed};
use crate::decode::View;
use crate::json::segments;
use crate::target::Endpoint;

/// The key as a GET answered it after the update.
#[derive(Clone, Copy, Debug)]
pub struct ReadBack<'r> {
    /// The text of the key; nothing when there was none.
    pub text: Option<&'r [u8]>,
    /// How many seconds after the update was answered.
    pub after: f64,
}

/// Whether an update stuck.
#[derive(Clone, Debug, PartialEq)]
pub struct Confirmation {
    /// In one word.
    pub verdict: Verdict,
    /// In one sentence.
    pub sentence: String,
    /// What the read-backs prove, and what they do not.
    pub proof: String,
    /// What to do, when it did not stick.
    pub advice: Option<String>,
    /// What differs from what was foreseen.
    pub differences: Vec<Change>,
}

/// What has to be known of a plan to tell whether it stuck.
#[derive(Clone, Copy, Debug)]
pub struct Sent<'p> {
    /// Where it went.
    pub endpoint: Endpoint,
    /// The text of the key before.
    pub base: &'p [u8],
    /// The body that was sent.
    pub body: &'p [u8],
    /// Whether nothing was edited.
    pub unchanged: bool,
    /// The text that GET was foreseen to answer.
    pub expected: Option<&'p str>,
    /// Pointers to what the gateway leaves to chance.
    pub undetermined: &'p [String],
    /// What decides and was not known, such as `policy p1`.
    pub depends_on: &'p [String],
}

impl Plan {
    /// What has to be known of it to tell whether it stuck.
    pub fn sent(&self) -> Sent<'_> {
        Sent {
            endpoint: self.endpoint,
            base: &self.base,
            body: &self.body,
            unchanged: self.unchanged,
            expected: self.prediction.effective.as_deref().or(self.prediction.stored.as_deref()),
            undetermined: &self.prediction.undetermined,
            depends_on: &self.prediction.depends_on,
        }
    }
}

/// Whether an update stuck, in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The key is as it was foreseen.
    Kept,
    /// The old key is back.
    Lost,
    /// It is neither.
    Altered,
    /// There is nothing to tell it by.
    Unknown,
}

impl Verdict {
    /// As it is written, such as `kept`.
    pub const fn name(self) -> &'static str {
        match self {
            Verdict::Kept => "kept",
            Verdict::Lost => "lost",
            Verdict::Altered => "altered",
            Verdict::Unknown => "unknown",
        }
    }
}

/// For how long a gateway remembers an organisation key: it puts the old one back until no request has come for that long.
const MEMORY: i64 = 10;

/// Says whether an update stuck, from what was read back after it, in the order in which it was read. The last counts: an old
/// key may come back after the new one was seen.
pub fn confirm(sent: &Sent<'_>, read_backs: &[ReadBack<'_>]) -> Confirmation {
    let Some(last) = read_backs.last() else {
        return told(Verdict::Unknown, "the key was not read back", "nothing is proved", Vec::new());
    };
    let Some(text) = last.text else {
        return told(
            Verdict::Unknown,
            "there is no key to read back",
            "the key is not there, or GET was refused",
            Vec::new(),
        );
    };
    let from_expected = sent.expected.and_then(|expected| compared(expected.as_bytes(), text, sent));
    let from_base = compared(sent.base, text, sent);
    let (Some(mut from_expected), Some(from_base)) = (from_expected, from_base) else {
        return told(Verdict::Unknown, "what was read back is no key", "nothing is proved", Vec::new());
    };
    let proof = proof(sent, last.after, read_backs.len());
    if from_expected.is_empty() {
        let sentence = if sent.unchanged { "the key is as it was" } else { "the change is stored as foreseen" };
        return told(Verdict::Kept, sentence, proof, Vec::new());
    }
    for change in &mut from_expected {
        change.note = Some(found_instead(change, text, sent).to_owned());
    }
    if from_base.is_empty() {
        let mut lost = told(Verdict::Lost, "answered 200, but the old key is back", proof, from_expected);
        lost.advice = Some(advice(sent).to_owned());
        return lost;
    }
    let names: Vec<String> = from_expected.iter().map(|change| change.pointer.to_string()).take(5).collect();
    let verb = if names.len() == 1 { "differs" } else { "differ" };
    let sentence = format!("the key is not as foreseen: {} {verb}", listed(&names));
    let mut altered = told(Verdict::Altered, sentence, proof, from_expected);
    altered.advice = Some(if sent.depends_on.is_empty() {
        "somebody else may have saved it since, or the gateway is not as it is known here".to_owned()
    } else {
        format!("what is stored depends on {}, which the plan did not know", listed(sent.depends_on))
    });
    altered
}

/// What was found where something else was foreseen.
fn found_instead(change: &Change, text: &[u8], sent: &Sent<'_>) -> &'static str {
    let is_of = |other: &[u8]| {
        let agree =
            |found: View<'_>, other: View<'_>| same(resolve(found, &change.pointer), resolve(other, &change.pointer));
        with_key(text, |found| with_key(other, |other| agree(found, other))).flatten().unwrap_or(false)
    };
    match (is_of(sent.base), is_of(sent.body)) {
        (true, false) => "the old value",
        (false, true) => "as it was sent, which was foreseen to be overwritten",
        (true, true) => "as it was before and as it was sent, which was foreseen to be overwritten",
        (false, false) => "neither what was there before nor what was sent",
    }
}

fn told(
    verdict: Verdict,
    sentence: impl Into<String>,
    proof: impl Into<String>,
    differences: Vec<Change>,
) -> Confirmation {
    Confirmation { verdict, sentence: sentence.into(), proof: proof.into(), advice: None, differences }
}

/// The differences that matter: not what changes by itself, what is left to chance, or what GET hides.
fn compared(expected: &[u8], found: &[u8], sent: &Sent<'_>) -> Option<Vec<Change>> {
    let changes =
        with_key(expected, |expected| with_key(found, |found| differences(expected, found, None))).flatten()?;
    let matters = |change: &Change| {
        let path = segments(change.pointer.as_str()).unwrap_or_default();
        let name = path.last().map(|name| name.as_ref()).unwrap_or_default();
        let open = sent.undetermined.iter().any(|open| open == change.pointer.as_str());
        !open && !is_volatile(name) && !change.pointer.as_str().starts_with("/basic_auth_data")
    };
    Some(changes.into_iter().filter(matters).collect())
}

fn proof(sent: &Sent<'_>, after: f64, count: usize) -> String {
    let read = counted(count as i64, "read-back");
    let seconds = after.round_ties_even() as i64;
    if !sent.endpoint.is_organisation() {
        return format!("{read}: nothing puts the old key of a consumer back");
    }
    if after < MEMORY as f64 {
        return format!(
            "{read}, the last {seconds} s after the update: little is proved while requests keep coming, since each can put the old key back; read again after {MEMORY} s"
        );
    }
    format!("{read}, the last {seconds} s after the update: the gateway's memory of the old key has passed by then")
}

/// Recorded from gateway 5.13.0 with hash_keys on (scenarios of lost updates): what helps, and what does not.
fn advice(sent: &Sent<'_>) -> &'static str {
    if sent.endpoint.is_organisation() {
        "a gateway with hash_keys puts the old key back from its memory with each request. It helps to let about 10 s pass without \
         a request to any API of the organisation and then send it again, or to set local_session_cache.disable_cached_session_state; \
         a reload does not help, and neither does DELETE before PUT"
    } else {
        "send it again, and ask who else writes this key"
    }
}
