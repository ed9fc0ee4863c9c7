//! One list of members, and everything that follows from it.

/// Makes an object of the members that its rows name: the struct, its [`Table`], the indices of its members (as
/// constants of a module), the reading of it and the writing. A row is a doc comment and `name: Type [, since MAJOR
/// MINOR] [, written WHEN] [, flags FLAGS]`; a name that Rust reserves is given as `rust_name = "name"`.
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

        crate::session::members::table! { $name in $module, empty $empty; $($rows)* }
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
            crate::session::members::indices!(0; $($member)*);
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
                    name: crate::session::members::name!($member $($json)?),
                    quoted: crate::session::members::quoted!($member $($json)?),
                    kind: <$type as crate::session::Typed>::KIND,
                    since: crate::session::members::since!($($major $minor)?),
                    written: crate::session::members::written!($($written)?),
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
        crate::session::members::indices!($index + 1; $($rest)*);
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
