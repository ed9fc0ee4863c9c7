//! The struct of a table. What tsify cannot know of a field's type is told here: what a number of JavaScript cannot
//! hold exactly may be a bigint, and what Go leaves `nil` is `null`.

/// Makes the struct of a table's rows: `(the struct's head) [the fields so far] the rows that are left`.
macro_rules! fields {
    (($($head:tt)*) [$($fields:tt)*]) => {
        $($head)* { $($fields)* }
    };
    ($head:tt $fields:tt $(#[doc = $doc:literal])* $member:ident $(= $json:literal)?: i64 $(, $key:ident $($number:literal)* $($word:ident)*)*; $($rows:tt)*) => {
        crate::session::fields::field!($head $fields [$($doc)*] $member [$($json)?] i64, (type = "number | bigint"); $($rows)*);
    };
    ($head:tt $fields:tt $(#[doc = $doc:literal])* $member:ident $(= $json:literal)?: Any $(, $key:ident $($number:literal)* $($word:ident)*)*; $($rows:tt)*) => {
        crate::session::fields::field!($head $fields [$($doc)*] $member [$($json)?] crate::session::Any, (type = "unknown"); $($rows)*);
    };
    ($head:tt $fields:tt $(#[doc = $doc:literal])* $member:ident $(= $json:literal)?: Time $(, $key:ident $($number:literal)* $($word:ident)*)*; $($rows:tt)*) => {
        crate::session::fields::field!($head $fields [$($doc)*] $member [$($json)?] crate::json::Time, (type = "string"); $($rows)*);
    };
    ($head:tt $fields:tt $(#[doc = $doc:literal])* $member:ident $(= $json:literal)?: Map<Any> $(, $key:ident $($number:literal)* $($word:ident)*)*; $($rows:tt)*) => {
        crate::session::fields::field!($head $fields [$($doc)*] $member [$($json)?] crate::session::Map<crate::session::Any>, (type = "Record<string, unknown> | null"); $($rows)*);
    };
    ($head:tt $fields:tt $(#[doc = $doc:literal])* $member:ident $(= $json:literal)?: Map<$item:ty> $(, $key:ident $($number:literal)* $($word:ident)*)*; $($rows:tt)*) => {
        crate::session::fields::field!($head $fields [$($doc)*] $member [$($json)?] Option<crate::session::entries::Entries<$item>>, (); $($rows)*);
    };
    ($head:tt $fields:tt $(#[doc = $doc:literal])* $member:ident $(= $json:literal)?: List<$item:ty> $(, $key:ident $($number:literal)* $($word:ident)*)*; $($rows:tt)*) => {
        crate::session::fields::field!($head $fields [$($doc)*] $member [$($json)?] Option<Vec<$item>>, (); $($rows)*);
    };
    ($head:tt $fields:tt $(#[doc = $doc:literal])* $member:ident $(= $json:literal)?: $type:ty $(, $key:ident $($number:literal)* $($word:ident)*)*; $($rows:tt)*) => {
        crate::session::fields::field!($head $fields [$($doc)*] $member [$($json)?] $type, (); $($rows)*);
    };
}

/// Adds one field, and goes on with the rows that are left.
macro_rules! field {
    ($head:tt [$($fields:tt)*] [$($doc:literal)*] $member:ident [$($json:literal)?] $type:ty, $typescript:tt; $($rows:tt)*) => {
        crate::session::fields::fields!($head [
            $($fields)*
            $(#[doc = $doc])*
            $(#[cfg_attr(not(target_arch = "wasm32"), serde(rename = $json))])?
            #[cfg_attr(not(target_arch = "wasm32"), serde(skip_serializing_if = "crate::session::typed::omitted"))]
            #[cfg_attr(feature = "schema", tsify $typescript)]
            pub $member: $type,
        ] $($rows)*);
    };
}

pub(crate) use {field, fields};
