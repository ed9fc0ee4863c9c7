use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// The entries of a Go map with string keys, sorted by their names byte by byte, as Go writes them. Names and values
/// lie apart, so that finding a name is the same code for all kinds of values: a tree of the standard library is 5 KB
/// of Wasm for each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entries<T> {
    names: Vec<String>,
    values: Vec<T>,
}

impl<T> Entries<T> {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// The value of that name.
    #[inline(never)]
    pub fn get(&self, name: &str) -> Option<&T> {
        self.values.get(find(&self.names, name).ok()?)
    }

    /// The value of that name, to be changed.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut T> {
        self.values.get_mut(find(&self.names, name).ok()?)
    }

    /// Gives the name that value, in place of the one it may have.
    #[inline(never)]
    pub fn insert(&mut self, name: String, value: T) {
        match find(&self.names, &name) {
            Ok(at) => {
                if let Some(place) = self.values.get_mut(at) {
                    *place = value;
                }
            }
            Err(at) => {
                self.names.insert(at, name);
                self.values.insert(at, value);
            }
        }
    }

    /// Takes the entry of that name out.
    pub fn remove(&mut self, name: &str) -> Option<T> {
        let at = find(&self.names, name).ok()?;
        self.names.remove(at);
        Some(self.values.remove(at))
    }

    /// The entries, by name.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&String, &T)> {
        self.into_iter()
    }

    /// The names.
    pub fn keys(&self) -> std::slice::Iter<'_, String> {
        self.names.iter()
    }

    /// The values, by name.
    pub fn values(&self) -> std::slice::Iter<'_, T> {
        self.values.iter()
    }

    /// The values, by name, to be changed.
    pub fn values_mut(&mut self) -> std::slice::IterMut<'_, T> {
        self.values.iter_mut()
    }

    #[inline(never)]
    fn sort(&mut self) {
        if let Some(places) = places(&self.names) {
            arrange(&mut self.values, &places);
            arrange(&mut self.names, &places);
        }
    }

    /// The values without their names.
    pub fn into_values(self) -> Vec<T> {
        self.values
    }

    /// The names without their values.
    pub fn into_names(self) -> Vec<String> {
        self.names
    }
}

/// The place of a name among names in order, or where it belongs.
fn find(names: &[String], name: &str) -> Result<usize, usize> {
    names.binary_search_by(|other| other.as_str().cmp(name))
}

/// These values sorted; those that are equal stay as they stand. All sorts are the same code: each sort of the standard
/// library for a type of its own is 5 KB of Wasm.
pub(crate) fn sorted<T>(mut values: Vec<T>, compare: impl Fn(&T, &T) -> Ordering) -> Vec<T> {
    if values.is_sorted_by(|one, next| compare(one, next).is_le()) {
        return values;
    }
    let places = order(values.len(), &|one, other| match (values.get(one), values.get(other)) {
        (Some(one), Some(other)) => compare(one, other),
        _ => Ordering::Equal,
    });
    arrange(&mut values, &places);
    values
}

/// The places of texts that are there more than once: for each such text all its places, in order, and of the texts the
/// one that is there first. A hash table is 9 KB of Wasm.
pub(crate) fn alike<T: AsRef<str>>(texts: &[T]) -> Vec<Vec<usize>> {
    let text = |at: &usize| texts.get(*at).map(AsRef::as_ref);
    let places = order(texts.len(), &|one, other| text(&one).cmp(&text(&other)));
    let groups = places.chunk_by(|one, next| text(one) == text(next));
    let groups = groups.filter(|group| group.len() > 1).map(<[usize]>::to_vec).collect();
    sorted(groups, |one: &Vec<usize>, other| one.first().cmp(&other.first()))
}

/// Of each of these texts whether it was there before.
pub(crate) fn again<T: AsRef<str>>(texts: &[T]) -> Vec<bool> {
    let mut again = vec![false; texts.len()];
    for place in alike(texts).iter().flat_map(|places| places.iter().skip(1)) {
        if let Some(again) = again.get_mut(*place) {
            *again = true;
        }
    }
    again
}

/// The places of so many things in the order in which they are sorted. By a heap: the other sorts are 10 KB of Wasm.
fn order(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let heap: BinaryHeap<Place> = (0..count).map(|at| Place { at, compare }).collect();
    heap.into_sorted_vec().into_iter().map(|place| place.at).collect()
}

/// The place of a thing, which comes where the thing comes.
struct Place<'a> {
    at: usize,
    compare: &'a dyn Fn(usize, usize) -> Ordering,
}

impl Ord for Place<'_> {
    fn cmp(&self, other: &Place<'_>) -> Ordering {
        (self.compare)(self.at, other.at).then(self.at.cmp(&other.at))
    }
}

impl PartialOrd for Place<'_> {
    fn partial_cmp(&self, other: &Place<'_>) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Place<'_> {
    fn eq(&self, other: &Place<'_>) -> bool {
        self.at == other.at
    }
}

impl Eq for Place<'_> {}

/// Brings what stands at these places into their order, and drops the rest.
#[inline(never)]
fn arrange<T>(values: &mut Vec<T>, places: &[usize]) {
    let mut targets = targets(values.len(), places);
    for at in 0..values.len() {
        while let Some(target) = targets.get(at).copied().filter(|target| *target != at) {
            values.swap(at, target);
            targets.swap(at, target);
        }
    }
    values.truncate(places.len());
}

/// Where each of so many things comes to stand: those at these places in their order, the others behind them.
fn targets(count: usize, places: &[usize]) -> Vec<usize> {
    let mut targets = vec![None; count];
    for (target, place) in places.iter().enumerate() {
        if let Some(place) = targets.get_mut(*place) {
            *place = Some(target);
        }
    }
    let mut behind = places.len()..;
    targets.into_iter().filter_map(|target| target.or_else(|| behind.next())).collect()
}

/// The places of names in their order, each name once and the last one then; nothing when they are in order as they
/// stand.
fn places(names: &[String]) -> Option<Vec<usize>> {
    if names.is_sorted_by(|one, next| one < next) {
        return None;
    }
    let name = |at: &usize| names.get(*at);
    let mut places = order(names.len(), &|one, other| name(&one).cmp(&name(&other)));
    places.dedup_by(|next, one| {
        let same = name(next) == name(one);
        if same {
            *one = *next;
        }
        same
    });
    Some(places)
}

impl<T> Default for Entries<T> {
    fn default() -> Self {
        Entries { names: Vec::new(), values: Vec::new() }
    }
}

impl<T> FromIterator<(String, T)> for Entries<T> {
    /// Of several entries of the same name the last counts.
    #[inline(never)]
    fn from_iter<I: IntoIterator<Item = (String, T)>>(entries: I) -> Self {
        let mut all = Entries::default();
        for (name, value) in entries {
            all.names.push(name);
            all.values.push(value);
        }
        all.sort();
        all
    }
}

impl<T> IntoIterator for Entries<T> {
    type Item = (String, T);
    type IntoIter = std::iter::Zip<std::vec::IntoIter<String>, std::vec::IntoIter<T>>;

    fn into_iter(self) -> Self::IntoIter {
        self.names.into_iter().zip(self.values)
    }
}

impl<'e, T> IntoIterator for &'e Entries<T> {
    type Item = (&'e String, &'e T);
    type IntoIter = std::iter::Zip<std::slice::Iter<'e, String>, std::slice::Iter<'e, T>>;

    fn into_iter(self) -> Self::IntoIter {
        self.names.iter().zip(&self.values)
    }
}

impl<'e, T> IntoIterator for &'e mut Entries<T> {
    type Item = (&'e String, &'e mut T);
    type IntoIter = std::iter::Zip<std::slice::Iter<'e, String>, std::slice::IterMut<'e, T>>;

    fn into_iter(self) -> Self::IntoIter {
        self.names.iter().zip(&mut self.values)
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl<T: serde::Serialize> serde::Serialize for Entries<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self)
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl<'de, T: serde::Deserialize<'de>> serde::Deserialize<'de> for Entries<T> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        std::collections::BTreeMap::deserialize(deserializer).map(Entries::from_iter)
    }
}

#[cfg(feature = "schema")]
impl<T: schemars::JsonSchema> schemars::JsonSchema for Entries<T> {
    fn inline_schema() -> bool {
        std::collections::BTreeMap::<String, T>::inline_schema()
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        std::collections::BTreeMap::<String, T>::schema_name()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        std::collections::BTreeMap::<String, T>::json_schema(generator)
    }
}

#[cfg(test)]
mod tests {
    use super::Entries;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        #[test]
        fn entries_are_those_of_a_sorted_map(given in prop::collection::vec(("[a-c]{0,2}", 0..9_u8), 0..12), then in prop::collection::vec(("[a-c]{0,2}", prop::option::of(0..9_u8)), 0..12)) {
            let mut entries: Entries<u8> = given.iter().cloned().collect();
            let mut map: BTreeMap<String, u8> = given.into_iter().collect();
            for (name, value) in then {
                match value {
                    Some(value) => {
                        entries.insert(name.clone(), value);
                        map.insert(name, value);
                    }
                    None => prop_assert_eq!(entries.remove(&name), map.remove(&name)),
                }
            }
            prop_assert!(map.iter().eq(&entries));
            prop_assert!(["", "a", "bb", "c"].iter().all(|name| map.get(*name) == entries.get(name)));
        }
    }
}
