use super::entries::Entries;
use crate::json::{self, Time};
use crate::target::Version;

/// A Go slice: `nil` and empty are two things, since gateways up to 5.11 write the one as `null` and the other as `[]`.
pub type List<T> = Option<Vec<T>>;

/// A Go map with string keys: `nil` and empty are two things.
pub type Map<T> = Option<Entries<T>>;

/// A value of any kind (Go's `interface{}`), as the JSON text Go would write for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Any(pub String);

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
    /// Whether `null` takes away what a member held before: Go clears pointers, slices, maps and interfaces, and leaves the rest.
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

/// Where the values of a key are read from: a decoded text. It answers with Go's zero value where nothing is written.
pub trait Source: Copy {
    /// The member at that index of its table, if it was written.
    fn member(self, index: usize) -> Option<Self>;
    /// The elements of an array; nothing when it is `null`.
    fn elements(self) -> Option<impl Iterator<Item = Self>>;
    /// The entries of a map with their decoded names, each name once; nothing when it is `null`.
    fn entries(self) -> Option<impl Iterator<Item = (String, Self)>>;
    /// Whether it is `null`.
    fn is_null(self) -> bool;
    /// As int64.
    fn integer(self) -> Option<i64>;
    /// As float64.
    fn float(self) -> Option<f64>;
    /// As bool.
    fn boolean(self) -> Option<bool>;
    /// As decoded text.
    fn text(self) -> Option<String>;
    /// As time.
    fn time(self) -> Option<Time>;
    /// The value as Go would write it.
    fn any(self) -> Any;
}

/// A Rust type that stands for a kind of member.
pub trait Typed: Default {
    /// The kind it stands for.
    const KIND: Kind;

    /// Reads it.
    fn read(source: impl Source) -> Self;

    /// Adds it as the gateway of that version writes it.
    fn write(&self, out: &mut String, version: Version);

    /// Whether the gateway of that version takes it for empty on writing.
    fn is_empty(&self, version: Version) -> bool;

    /// Whether it is Go's `nil`.
    fn is_nil(&self) -> bool {
        false
    }
}

impl Member {
    /// Adds the member to an object that is being written, unless the gateway of that version leaves it out.
    pub(crate) fn write<T: Typed>(&self, value: &T, out: &mut String, version: Version) {
        let omits_zeros = version >= Version::OMITS_ZEROS;
        let omitted = match self.written {
            Written::Filled => omits_zeros && value.is_empty(version),
            Written::FilledAlways => value.is_empty(version),
            Written::Always => false,
            Written::Present if omits_zeros => value.is_nil(),
            Written::Present => value.is_empty(version),
        };
        if omitted || self.since > version {
            return;
        }
        separate(out);
        json::write_string(out, self.name);
        out.push(':');
        value.write(out, version);
    }
}

/// Adds the comma before the next member or element.
fn separate(out: &mut String) {
    if !out.ends_with(['{', '[']) {
        out.push(',');
    }
}

macro_rules! scalar {
    ($type:ty, $kind:ident, $read:ident, $empty:expr, $write:expr) => {
        impl Typed for $type {
            const KIND: Kind = Kind::$kind;

            fn read(source: impl Source) -> Self {
                source.$read().map(Into::into).unwrap_or_default()
            }

            fn write(&self, out: &mut String, _: Version) {
                let write: fn(&mut String, &$type) = $write;
                write(out, self);
            }

            fn is_empty(&self, _: Version) -> bool {
                let empty: fn(&$type) -> bool = $empty;
                empty(self)
            }
        }
    };
}

scalar!(i64, Integer, integer, |value| *value == 0, |out, value| json::write_integer(out, *value));
scalar!(f64, Float, float, |value| *value == 0.0, |out, value| json::write_float(out, *value));
scalar!(bool, Boolean, boolean, |value| !value, |out, value| out.push_str(if *value { "true" } else { "false" }));
scalar!(String, String, text, |value| value.is_empty(), |out, value| json::write_string(out, value));
scalar!(Time, Time, time, |value| value.is_zero(), |out, value| json::write_string(out, &value.to_string()));

impl Default for Any {
    fn default() -> Any {
        Any("null".to_owned())
    }
}

impl Typed for Any {
    const KIND: Kind = Kind::Any;

    fn read(source: impl Source) -> Self {
        source.any()
    }

    fn write(&self, out: &mut String, _: Version) {
        out.push_str(&self.0);
    }

    fn is_empty(&self, _: Version) -> bool {
        self.is_nil()
    }

    fn is_nil(&self) -> bool {
        self.0 == "null"
    }
}

impl<T: Typed> Typed for List<T> {
    const KIND: Kind = Kind::Array(&T::KIND);

    fn read(source: impl Source) -> Self {
        source.elements().map(|elements| elements.map(T::read).collect())
    }

    fn write(&self, out: &mut String, version: Version) {
        let Some(elements) = self else { return out.push_str("null") };
        out.push('[');
        for element in elements {
            separate(out);
            element.write(out, version);
        }
        out.push(']');
    }

    fn is_empty(&self, _: Version) -> bool {
        self.as_ref().is_none_or(Vec::is_empty)
    }

    fn is_nil(&self) -> bool {
        self.is_none()
    }
}

impl<T: Typed> Typed for Map<T> {
    const KIND: Kind = Kind::Map(&T::KIND);

    fn read(source: impl Source) -> Self {
        source.entries().map(|entries| entries.map(|(name, value)| (name, T::read(value))).collect())
    }

    fn write(&self, out: &mut String, version: Version) {
        let Some(entries) = self else { return out.push_str("null") };
        out.push('{');
        for (name, value) in entries {
            separate(out);
            json::write_string(out, name);
            out.push(':');
            value.write(out, version);
        }
        out.push('}');
    }

    fn is_empty(&self, _: Version) -> bool {
        self.as_ref().is_none_or(Entries::is_empty)
    }

    fn is_nil(&self) -> bool {
        self.is_none()
    }
}

/// Makes an object of the members that its rows name: the struct, its [`Table`], the indices of its members (as constants of
/// a module), the reading of it and the writing. A row is a doc comment and
/// `name: Type [, since MAJOR MINOR] [, written WHEN] [, flags FLAGS]`; a name that Rust reserves is given as `rust_name = "name"`.
macro_rules! members {
    ($(#[doc = $about:literal])* $name:ident in $module:ident, empty $empty:expr; $($rows:tt)*) => {
        crate::session::fields::fields! {
            (
                $(#[doc = $about])*
                #[derive(Clone, Debug, Default, PartialEq)]
                #[cfg_attr(not(target_arch = "wasm32"), derive(serde::Serialize, serde::Deserialize))]
                #[cfg_attr(not(target_arch = "wasm32"), serde(default))]
                #[cfg_attr(feature = "schema", derive(schemars::JsonSchema, tsify::Tsify))]
                #[cfg_attr(feature = "schema", tsify(missing_as_null, hashmap_as_object))]
                pub struct $name
            )
            []
            $($rows)*
        }

        crate::session::table::table! { $name in $module, empty $empty; $($rows)* }
    };
}

/// Makes of the same rows everything about an object that is no struct.
macro_rules! table {
    ($name:ident in $module:ident, empty $empty:expr; $(
        $(#[doc = $doc:literal])*
        $member:ident $(= $json:literal)? : $type:ty
        $(, since $major:literal $minor:literal)? $(, written $written:ident)? $(, flags $($flag:ident)+)?;
    )*) => {
        /// The places of the members in [`
        #[doc = stringify!($name)]
        /// `]'s table.
        pub mod $module {
            crate::session::table::indices!(0; $($member)*);
        }

        impl $name {
            /// The members, in the order in which the gateway writes them.
            pub const TABLE: &'static crate::session::Table = &crate::session::Table {
                name: stringify!($name),
                members: $name::MEMBERS,
                places: crate::session::Places::of($name::MEMBERS),
            };

            const MEMBERS: &'static [crate::session::Member] = &[$(
                crate::session::Member {
                    name: crate::session::table::name!($member $($json)?),
                    quoted: crate::session::table::quoted!($member $($json)?),
                    kind: <$type as crate::session::Typed>::KIND,
                    since: crate::session::table::since!($($major $minor)?),
                    written: crate::session::table::written!($($written)?),
                    flags: crate::session::Flags::of(&[$($(crate::session::Flag::$flag),+)?]),
                },
            )*];
        }

        impl crate::session::Typed for $name {
            const KIND: crate::session::Kind = crate::session::Kind::Object($name::TABLE);

            fn read(source: impl crate::session::Source) -> Self {
                $name {
                    $($member: source.member($module::$member).map(crate::session::Typed::read).unwrap_or_default(),)*
                }
            }

            fn write(&self, out: &mut String, version: crate::target::Version) {
                let mut rows = $name::TABLE.members.iter();
                out.push('{');
                $(
                    if let Some(row) = rows.next() {
                        row.write(&self.$member, out, version);
                    }
                )*
                out.push('}');
            }

            fn is_empty(&self, version: crate::target::Version) -> bool {
                let empty: fn(&$name, crate::target::Version) -> bool = $empty;
                empty(self, version)
            }
        }
    };
}

macro_rules! indices {
    ($index:expr;) => {};
    ($index:expr; $first:ident $($rest:ident)*) => {
        #[expect(missing_docs, reason = "the member's documentation stands at the struct")]
        #[expect(non_upper_case_globals, reason = "the constant has the member's name")]
        pub const $first: usize = $index;
        crate::session::table::indices!($index + 1; $($rest)*);
    };
}

macro_rules! name {
    ($member:ident) => {
        stringify!($member)
    };
    ($member:ident $json:literal) => {
        $json
    };
}

macro_rules! quoted {
    ($member:ident) => {
        concat!("\"", stringify!($member), "\":").as_bytes()
    };
    ($member:ident $json:literal) => {
        concat!("\"", $json, "\":").as_bytes()
    };
}

macro_rules! since {
    () => {
        crate::target::Version::new(0, 0, 0)
    };
    ($major:literal $minor:literal) => {
        crate::target::Version::new($major, $minor, 0)
    };
}

macro_rules! written {
    () => {
        crate::session::Written::Filled
    };
    ($written:ident) => {
        crate::session::Written::$written
    };
}

pub(crate) use {indices, members, name, quoted, since, table, written};

/// What serde leaves out, which is what the newest gateway leaves out.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn omitted<T: Typed>(value: &T) -> bool {
    value.is_empty(Version::DEFAULT)
}

#[cfg(not(target_arch = "wasm32"))]
impl serde::Serialize for Any {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let raw: &serde_json::value::RawValue = serde_json::from_str(&self.0).map_err(serde::ser::Error::custom)?;
        raw.serialize(serializer)
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl<'de> serde::Deserialize<'de> for Any {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        serde_json::Value::deserialize(deserializer).map(|value| Any(value.to_string()))
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Any {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Any".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        true.into()
    }

    fn inline_schema() -> bool {
        true
    }
}
