//! What the members of an object are, as data.

use crate::json;
use crate::target::Version;

/// The members of one of the objects that a key is made of, in the order in which the gateway writes them.
#[derive(Debug)]
pub struct Table {
    /// The name of the Go type, such as `SessionState`.
    pub name: &'static str,
    /// One row a member.
    pub members: &'static [Member],
    /// Where the members are, by their names.
    pub places: Places,
}

impl Table {
    /// The place of the member with exactly that name.
    pub fn find(&self, name: &[u8]) -> Option<usize> {
        let mut slot = Places::slot(name);
        loop {
            let place = usize::from(*self.places.0.get(slot)?);
            let member = self.members.get(place)?;
            if json::same_bytes(member.name.as_bytes(), name) {
                return Some(place);
            }
            slot = (slot + 1) % Places::SLOTS;
        }
    }
}

/// The places of members in their table, found by name in one step nearly always.
#[derive(Debug)]
pub struct Places([u8; Places::SLOTS]);

impl Places {
    /// Three times as many as the largest table has members.
    const SLOTS: usize = 128;
    const FREE: u8 = u8::MAX;

    /// The places of these members.
    #[expect(clippy::indexing_slicing, reason = "evaluated when the crate is built")]
    pub const fn of(members: &[Member]) -> Places {
        let mut slots = [Places::FREE; Places::SLOTS];
        let mut place = 0;
        while place < members.len() {
            let mut slot = Places::slot(members[place].name.as_bytes());
            while slots[slot] != Places::FREE {
                slot = (slot + 1) % Places::SLOTS;
            }
            slots[slot] = place as u8;
            place += 1;
        }
        Places(slots)
    }

    const fn slot(name: &[u8]) -> usize {
        let ([first, ..], [.., last]) = (name, name) else { return 0 };
        let (_, half) = name.split_at(name.len() / 2);
        let middle = if let [middle, ..] = half { *middle } else { 0 };
        (name.len() * 7 + *first as usize * 5 + middle as usize * 11 + *last as usize * 3) % Places::SLOTS
    }
}

/// What is known of a member.
#[derive(Debug)]
pub struct Member {
    /// Its name in JSON.
    pub name: &'static str,
    /// Its name as most texts write it, with quotes and colon.
    pub(crate) quoted: &'static [u8],
    /// What it holds.
    pub kind: Kind,
    /// The first gateway version that knows it; older ones drop it.
    pub since: Version,
    /// When the gateway leaves it out on writing.
    pub written: Written,
    /// What else there is to know.
    pub flags: Flags,
}

/// What a member holds, by Go's types.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// `int64` or `int`: an integer without fraction and exponent.
    Integer,
    /// `float64`.
    Float,
    /// `bool`.
    Boolean,
    /// `string`.
    String,
    /// `time.Time`: RFC 3339 in a string.
    Time,
    /// `interface{}`.
    Any,
    /// A struct: `null` leaves it as it is.
    Object(&'static Table),
    /// A pointer to a struct: `null` clears it.
    Pointer(&'static Table),
    /// A slice.
    Array(&'static Kind),
    /// A map with string keys.
    Map(&'static Kind),
}

impl Kind {
    /// Whether `null` takes away what a member held before: Go clears pointers, slices, maps and interfaces, and leaves
    /// the rest.
    pub(crate) fn is_cleared(&self) -> bool {
        matches!(self, Kind::Pointer(_) | Kind::Array(_) | Kind::Map(_) | Kind::Any)
    }
}

/// When the gateway leaves a member out on writing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// Left out when empty since 5.12.0; always written before.
    Filled,
    /// Left out when empty by every version.
    FilledAlways,
    /// Written by every version.
    Always,
    /// Since 5.12.0 left out only when it is not there at all (`[]` is written); before, when empty.
    Present,
}

/// One thing to know of a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Flag {
    /// Still read, but another member has taken its place.
    Deprecated,
    /// Set by the gateway, whatever the body says.
    ReadOnly,
    /// Changes by itself while requests come in: two reads of an unchanged key differ in it.
    Volatile,
    /// Never to be shown.
    Secret,
}

/// A set of [`Flag`]s.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flags(u8);

impl Flags {
    /// The set of these flags.
    pub const fn of(flags: &[Flag]) -> Flags {
        let (mut bits, mut rest) = (0, flags);
        while let [first, tail @ ..] = rest {
            bits |= 1 << *first as u8;
            rest = tail;
        }
        Flags(bits)
    }

    /// Whether the flag is in the set.
    pub const fn has(self, flag: Flag) -> bool {
        self.0 & 1 << flag as u8 != 0
    }
}
