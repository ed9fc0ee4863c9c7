use super::{Api, Context};
use crate::session::{Entries, Policy, SessionState, Typed};
use crate::target::Version;

/// Go begins to walk a map at a place of its own each time. Up to eight entries lie in the order in which they came in,
/// so that this order is the likeliest: of two entries it comes seven times out of eight. It is known of tags and of the
/// APIs of policies; other maps are taken by name. Whatever depends on it is worked out twice, and what differs is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    Likely,
    Reversed,
}

/// The gateway an update comes to: what is known of it, its store with the one key, and what turned out to be missing.
#[derive(Debug)]
pub(super) struct World<'c> {
    pub(super) version: Version,
    /// Unix seconds.
    pub(super) now: i64,
    pub(super) context: &'c Context,
    pub(super) order: Order,
    /// The text in the store.
    pub(super) stored: Option<String>,
    /// The life of the text in the store, in seconds, if it was written; −1: for ever.
    pub(super) ttl: Option<i64>,
    /// Whether the quota counters start again.
    pub(super) resets_counters: bool,
    /// What the answer depends on and the context does not say.
    pub(super) depends_on: Entries<()>,
    /// Whether a password was hashed, which comes out differently each time.
    pub(super) hashed: bool,
}

/// What can be known of a thing that a key names.
#[derive(Debug)]
pub(crate) enum Known<T> {
    /// It is there.
    Yes(T),
    /// It is not there.
    No,
    /// The context does not say.
    NotGiven,
}

impl<T> Known<T> {
    /// The thing, if it is there.
    pub(super) fn get(&self) -> Option<&T> {
        if let Known::Yes(thing) = self { Some(thing) } else { None }
    }
}

/// The gateway could not write the key: a date with an offset of 24 hours.
#[derive(Debug)]
pub(super) struct NotWritable;

impl<'c> World<'c> {
    pub(super) fn new(
        version: Version,
        now: i64,
        context: &'c Context,
        order: Order,
        stored: Option<String>,
    ) -> World<'c> {
        World {
            version,
            now,
            context,
            order,
            stored,
            ttl: None,
            resets_counters: false,
            depends_on: Entries::default(),
            hashed: false,
        }
    }

    /// The policy of that id, for a key of that organisation.
    pub(super) fn policy(&mut self, organisation: &str, id: &str) -> Known<&'c Policy> {
        let known = self.context.policy(self.version, Some(organisation), id);
        if matches!(known, Known::NotGiven) {
            self.depends_on.insert(format!("policy {id}"), ());
        }
        known
    }

    /// The API of that id, if it is loaded.
    pub(super) fn api(&self, id: &str) -> Known<&'c Api> {
        match &self.context.apis {
            None => Known::NotGiven,
            Some(apis) => apis.get(id).map_or(Known::No, Known::Yes),
        }
    }

    /// Whether the certificate is in the store; one that nobody told of is.
    pub(super) fn has_certificate(&mut self, id: &str) -> bool {
        match &self.context.certificates {
            Some(certificates) => certificates.iter().any(|certificate| certificate == id),
            None => {
                self.depends_on.insert(format!("certificate {id}"), ());
                true
            }
        }
    }

    /// Starts the quota counters again, and says in the key when they end.
    pub(super) fn reset_counters(&mut self, session: &mut SessionState) {
        self.resets_counters = true;
        session.quota_renews = self.now.wrapping_add(session.quota_renewal_rate);
    }

    /// Puts the key into the store for so many seconds; zero is for ever.
    pub(super) fn save(&mut self, session: &SessionState, lifetime: i64) -> Result<(), NotWritable> {
        let text = self.text(session).ok_or(NotWritable)?;
        self.stored = Some(text);
        self.ttl = Some(time_to_live(lifetime));
        Ok(())
    }

    /// The key as this gateway writes it.
    pub(super) fn text(&self, session: &SessionState) -> Option<String> {
        let created = &session.date_created;
        let left_out = created.is_zero() && self.version >= Version::OMITS_ZEROS;
        if !left_out && !created.is_writable() {
            return None;
        }
        let mut text = String::new();
        session.write(&mut text, self.version);
        Some(text)
    }

    /// Entries of a map in the order of this world.
    pub(super) fn ordered<T>(&self, mut entries: Vec<T>) -> Vec<T> {
        if self.order == Order::Reversed {
            entries.reverse();
        }
        entries
    }
}

/// What the store makes of a lifetime: Go counts it in nanoseconds, which may overflow, and only what stays above zero
/// ends.
fn time_to_live(lifetime: i64) -> i64 {
    const SECOND: i64 = 1_000_000_000;
    match lifetime.wrapping_mul(SECOND) {
        ..=0 => -1,
        whole if whole % SECOND == 0 => whole / SECOND,
        // Anything finer is sent in milliseconds, and the store answers rounded seconds.
        fine => ((fine / 1_000_000).max(1) + 500) / 1000,
    }
}
