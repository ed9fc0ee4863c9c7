//! The Rust types that stand for the kinds of members: how they are read, and written as Go writes them.

use super::entries::Entries;
use super::table::{Kind, Member, Written};
use crate::json::{self, Time};
use crate::target::Version;

/// A Go slice: `nil` and empty are two things, since gateways up to 5.11 write the one as `null` and the other as `[]`.
pub type List<T> = Option<Vec<T>>;

/// A Go map with string keys: `nil` and empty are two things.
pub type Map<T> = Option<Entries<T>>;

/// A value of any kind (Go's `interface{}`), as the JSON text Go would write for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Any(pub String);

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
        json::write_go_string(out, self.name);
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
scalar!(String, String, text, |value| value.is_empty(), |out, value| json::write_go_string(out, value));
scalar!(Time, Time, time, |value| value.is_zero(), |out, value| json::write_go_string(out, &value.to_string()));

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
            json::write_go_string(out, name);
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

/// What serde leaves out, which is what the default version leaves out.
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
