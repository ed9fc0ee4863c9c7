use super::apply::{or_empty, resolve, with_key};
use super::change::Change;
use super::difference::{differences, same};
use super::merge::is_volatile;
use super::plan::Plan;
use super::words::{counted, listed};
use crate::decode::View;
use crate::target::Endpoint;

/// The key as a GET answered it after the update.
#[derive(Clone, Copy, Debug)]
pub struct ReadBack<'r> {
    /// The text of the key; nothing when there was none.
    pub text: Option<&'r [u8]>,
    /// How many seconds after the update was answered.
    pub after: f64,
}

/// Whether an update stuck: `kept`, the key is as predicted; `lost`, the old key is back; `altered`, it is neither;
/// `unknown`, there is nothing to tell it by.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schema", derive(tsify::Tsify), serde(tag = "verdict", rename_all = "camelCase"))]
pub enum Confirmation {
    /// The key is as predicted.
    Kept(Finding),
    /// The old key is back.
    Lost(Deviation),
    /// It is neither.
    Altered(Deviation),
    /// There is nothing to tell it by.
    Unknown(Finding),
}

impl Confirmation {
    /// In one word, such as `kept`.
    pub const fn verdict(&self) -> &'static str {
        match self {
            Confirmation::Kept(_) => "kept",
            Confirmation::Lost(_) => "lost",
            Confirmation::Altered(_) => "altered",
            Confirmation::Unknown(_) => "unknown",
        }
    }

    /// What the read-backs show.
    pub const fn finding(&self) -> &Finding {
        match self {
            Confirmation::Kept(finding) | Confirmation::Unknown(finding) => finding,
            Confirmation::Lost(deviation) | Confirmation::Altered(deviation) => &deviation.finding,
        }
    }

    /// What is not as predicted.
    pub const fn deviation(&self) -> Option<&Deviation> {
        match self {
            Confirmation::Kept(_) | Confirmation::Unknown(_) => None,
            Confirmation::Lost(deviation) | Confirmation::Altered(deviation) => Some(deviation),
        }
    }
}

/// What read-backs show.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schema", derive(tsify::Tsify))]
pub struct Finding {
    /// In one sentence.
    pub sentence: String,
    /// What the read-backs prove, and what they do not.
    pub proof: String,
}

/// What read-backs show when the key is not as predicted.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schema", derive(tsify::Tsify))]
pub struct Deviation {
    /// What is found.
    #[cfg_attr(feature = "schema", serde(flatten))]
    pub finding: Finding,
    /// What to do.
    pub advice: String,
    /// What differs from the prediction.
    #[cfg_attr(feature = "schema", tsify(type = "MemberChange[]"))]
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
    /// The text that GET was predicted to answer.
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

/// For how long a gateway remembers an organisation key: it puts the old one back until no request has come for that
/// long.
const MEMORY: i64 = 10;

/// Says whether an update stuck, from what was read back after it, in the order in which it was read. The last counts:
/// an old key may come back after the new one was seen.
///
/// ```
/// use tyk_session::rules::Options;
/// use tyk_session::update::{ReadBack, confirm, plan};
/// use tyk_session::{Context, Endpoint};
///
/// let base = br#"{"rate":100,"per":60}"#;
/// let plan = plan(base, br#"{"rate":200,"per":60}"#, &Options::new(Endpoint::GatewayOrg), &Context::default())?;
/// let confirmation = confirm(&plan.sent(), &[ReadBack { text: Some(base), after: 1.0 }]);
/// assert_eq!(confirmation.verdict(), "lost");
/// assert_eq!(confirmation.finding().sentence, "answered 200, but the old key is back");
/// # Ok::<(), tyk_session::rules::UnknownCode>(())
/// ```
pub fn confirm(sent: &Sent<'_>, read_backs: &[ReadBack<'_>]) -> Confirmation {
    let Some(last) = read_backs.last() else { return unknown("the key was not read back", "nothing is proved") };
    let Some(text) = last.text else {
        return unknown("there is no key to read back", "the key is not there, or GET was refused");
    };
    let from_expected = sent.expected.and_then(|expected| compared(expected.as_bytes(), text, sent));
    let from_base = compared(or_empty(sent.base), text, sent);
    let (Some(mut differences), Some(from_base)) = (from_expected, from_base) else {
        return unknown("what was read back is not a key", "nothing is proved");
    };
    let proof = proof(sent, last.after, read_backs.len());
    if differences.is_empty() {
        let sentence = if sent.unchanged { "the key is as it was" } else { "the change is stored as predicted" };
        return Confirmation::Kept(Finding { sentence: sentence.to_owned(), proof });
    }
    for change in &mut differences {
        change.note = Some(found_instead(change, text, sent).to_owned());
    }
    if from_base.is_empty() {
        let finding = Finding { sentence: "answered 200, but the old key is back".to_owned(), proof };
        return Confirmation::Lost(Deviation { finding, advice: advice(sent).to_owned(), differences });
    }
    let names: Vec<String> = differences.iter().map(|change| change.pointer.to_string()).take(5).collect();
    let verb = if names.len() == 1 { "differs" } else { "differ" };
    let finding = Finding { sentence: format!("the key is not as predicted: {} {verb}", listed(&names)), proof };
    let advice = if sent.depends_on.is_empty() {
        "somebody else may have saved it since, or the gateway differs from the given context".to_owned()
    } else {
        format!("what is stored depends on {}, which the plan did not know", listed(sent.depends_on))
    };
    Confirmation::Altered(Deviation { finding, advice, differences })
}

/// What was found where something else was predicted.
fn found_instead(change: &Change, text: &[u8], sent: &Sent<'_>) -> &'static str {
    let is_of = |other: &[u8]| {
        let agree =
            |found: View<'_>, other: View<'_>| same(resolve(found, &change.pointer), resolve(other, &change.pointer));
        with_key(text, |found| with_key(other, |other| agree(found, other))).flatten().unwrap_or(false)
    };
    match (is_of(or_empty(sent.base)), is_of(sent.body)) {
        (true, false) => "the old value",
        (false, true) => "as it was sent, which was predicted to be overwritten",
        (true, true) => "as it was before and as it was sent, which was predicted to be overwritten",
        (false, false) => "neither what was there before nor what was sent",
    }
}

fn unknown(sentence: &str, proof: &str) -> Confirmation {
    Confirmation::Unknown(Finding { sentence: sentence.to_owned(), proof: proof.to_owned() })
}

/// The differences that matter: not what changes by itself, what is left to chance, or what GET hides.
fn compared(expected: &[u8], found: &[u8], sent: &Sent<'_>) -> Option<Vec<Change>> {
    let changes =
        with_key(expected, |expected| with_key(found, |found| differences(expected, found, None))).flatten()?;
    let matters = |change: &Change| {
        let open = sent.undetermined.iter().any(|open| open == change.pointer.as_str());
        !open && !is_volatile(&change.pointer) && !change.pointer.as_str().starts_with("/basic_auth_data")
    };
    Some(changes.into_iter().filter(matters).collect())
}

fn proof(sent: &Sent<'_>, after: f64, count: usize) -> String {
    let read = counted(count as i64, "read-back");
    let seconds = after.round_ties_even() as i64;
    if !sent.endpoint.is_organisation() {
        return format!("{read}: nothing restores the old version of a consumer's key");
    }
    if after < MEMORY as f64 {
        return format!(
            "{read}, the last {seconds} s after the update: little is proved while requests keep coming, since each can put the old key back; read again after {MEMORY} s"
        );
    }
    format!("{read}, the last {seconds} s after the update: the gateway's memory of the old key has expired by then")
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
