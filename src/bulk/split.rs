use crate::json::{BYTE_ORDER_MARK, newline, ordinary};

/// A piece of an export. All pieces one after the other are the export, byte for byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'p> {
    /// What stands around the records: white space, line breaks, commas, the brackets of the array.
    Between(&'p [u8]),
    /// The text of one key.
    Record(&'p [u8]),
}

/// Cuts an export into its records, whatever the chunks it comes in: NDJSON, or one JSON array. A record that lies
/// inside one chunk is not copied; of one that does not, what has come so far is kept.
#[derive(Debug, Default)]
pub struct Splitter {
    form: Form,
    /// What has come of a record that is not whole yet, and the white space before it.
    held: Vec<u8>,
}

#[derive(Clone, Copy, Debug, Default)]
enum Form {
    /// Nothing but white space and a byte-order mark has come so far.
    #[default]
    Unknown,
    /// One record per line.
    Lines,
    /// The elements of an array.
    Array(Element),
    /// The array is closed.
    After,
}

/// Where in an element of the array the next byte stands.
#[derive(Clone, Copy, Debug, Default)]
struct Element {
    /// How many objects and arrays are open in it.
    depth: usize,
    in_string: bool,
    is_escaped: bool,
}

impl Element {
    /// How many of the bytes belong to the element; the byte after them ends it, if there is one.
    fn skip(&mut self, bytes: &[u8]) -> usize {
        let mut rest = bytes;
        loop {
            if self.in_string && !self.is_escaped {
                rest = ordinary(rest);
            }
            let [byte, after @ ..] = rest else { break };
            match byte {
                _ if self.is_escaped => self.is_escaped = false,
                b'"' => self.in_string = !self.in_string,
                b'\\' if self.in_string => self.is_escaped = true,
                _ if self.in_string => {}
                b',' | b']' if self.depth == 0 => break,
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' => self.depth = self.depth.saturating_sub(1),
                _ => {}
            }
            rest = after;
        }
        bytes.len() - rest.len()
    }
}

impl Splitter {
    /// Takes the next chunk, and gives the pieces that are whole.
    pub fn push(&mut self, chunk: &[u8], mut take: impl FnMut(Piece<'_>)) {
        let mut rest = chunk;
        while !rest.is_empty() {
            rest = match self.form {
                Form::Unknown => self.begin(rest, &mut take),
                Form::Lines => match newline(rest) {
                    Some(end) => self.end_record(rest, end, &mut take),
                    None => self.hold(rest),
                },
                Form::Array(mut element) => {
                    let end = element.skip(rest);
                    if end == rest.len() {
                        self.form = Form::Array(element);
                        self.hold(rest)
                    } else {
                        self.form =
                            if rest.get(end) == Some(&b',') { Form::Array(Element::default()) } else { Form::After };
                        self.end_record(rest, end, &mut take)
                    }
                }
                Form::After => {
                    take(Piece::Between(rest));
                    &[]
                }
            };
        }
    }

    /// Nothing more comes: gives what is left.
    pub fn finish(&mut self, mut take: impl FnMut(Piece<'_>)) {
        let held = std::mem::take(self).held;
        pieces(&held, &mut take);
    }

    /// Whether the export has broken off: it is an array that is not closed.
    pub fn is_open(&self) -> bool {
        matches!(self.form, Form::Array(_))
    }

    /// Finds out at the first byte that is no white space what the export is.
    fn begin<'c>(&mut self, chunk: &'c [u8], take: &mut impl FnMut(Piece<'_>)) -> &'c [u8] {
        let skipped = self.held.len() + chunk.len();
        self.held.extend_from_slice(chunk);
        let mark = if self.held.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 };
        let may_be_mark = mark == 0 && BYTE_ORDER_MARK.starts_with(&self.held);
        let after = self.held.get(mark..).unwrap_or_default();
        let Some(first) = after.iter().position(|byte| !is_space(*byte)).filter(|_| !may_be_mark) else {
            return &[];
        };
        let is_array = after.get(first) == Some(&b'[');
        let before = mark + first + usize::from(is_array);
        self.form = if is_array { Form::Array(Element::default()) } else { Form::Lines };
        take(Piece::Between(self.held.get(..before).unwrap_or_default()));
        // What is held and not from this chunk was white space or the mark.
        let left = skipped - before;
        self.held.clear();
        chunk.get(chunk.len() - left..).unwrap_or_default()
    }

    fn hold<'c>(&mut self, bytes: &[u8]) -> &'c [u8] {
        self.held.extend_from_slice(bytes);
        &[]
    }

    /// Gives the record that ends there, with the byte after it, and what follows.
    fn end_record<'c>(&mut self, chunk: &'c [u8], end: usize, take: &mut impl FnMut(Piece<'_>)) -> &'c [u8] {
        let (record, rest) = chunk.split_at_checked(end).unwrap_or((chunk, &[]));
        let (separator, rest) = rest.split_at_checked(1).unwrap_or((rest, &[]));
        if self.held.is_empty() {
            pieces(record, take);
        } else {
            self.held.extend_from_slice(record);
            pieces(&self.held, take);
            self.held.clear();
        }
        take(Piece::Between(separator));
        rest
    }
}

/// A record with the white space around it.
fn pieces(text: &[u8], take: &mut impl FnMut(Piece<'_>)) {
    let start = text.iter().position(|byte| !is_space(*byte)).unwrap_or(text.len());
    let end = text.iter().rposition(|byte| !is_space(*byte)).map_or(start, |last| last + 1);
    for (range, is_record) in [(0..start, false), (start..end, true), (end..text.len(), false)] {
        match text.get(range) {
            None | Some([]) => {}
            Some(record) if is_record => take(Piece::Record(record)),
            Some(space) => take(Piece::Between(space)),
        }
    }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\r' | b'\t')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Piece, Splitter};

    /// The records of an export that comes in chunks of these lengths, again and again; holds that the pieces are the
    /// export.
    fn records(text: &[u8], lengths: &[usize]) -> Vec<Vec<u8>> {
        let (mut splitter, mut records, mut whole) = (Splitter::default(), Vec::new(), Vec::new());
        let mut take = |piece: Piece<'_>| match piece {
            Piece::Between(bytes) => whole.extend_from_slice(bytes),
            Piece::Record(bytes) => {
                whole.extend_from_slice(bytes);
                records.push(bytes.to_vec());
            }
        };
        let (mut rest, mut lengths) = (text, lengths.iter().cycle());
        while !rest.is_empty() {
            let (chunk, after) = rest.split_at(rest.len().min(*lengths.next().unwrap_or(&1)));
            splitter.push(chunk, &mut take);
            rest = after;
        }
        splitter.finish(&mut take);
        assert_eq!(whole, text);
        records
    }

    #[test]
    fn lines_and_arrays_are_cut_into_their_records() {
        for (text, expected) in [
            ("", &[][..]),
            (" \n\n", &[]),
            ("{\"a\":1}\n\r\n {\"b\":\"]\"} \r\n{", &["{\"a\":1}", "{\"b\":\"]\"}", "{"]),
            ("\u{feff}{}\n{}", &["{}", "{}"]),
            ("[]", &[]),
            (
                "\u{feff}\n[ {\"a\":[1,{}]} ,\n{\"b\":\"\\\"],é\"}, 7 ]\n",
                &["{\"a\":[1,{}]}", "{\"b\":\"\\\"],é\"}", "7"],
            ),
            ("[{},{\"a\":", &["{}", "{\"a\":"]),
        ] {
            assert_eq!(
                records(text.as_bytes(), &[usize::MAX]),
                expected.iter().map(|text| text.as_bytes()).collect::<Vec<_>>()
            );
        }
    }

    proptest! {
        #[test]
        fn any_split_gives_the_same_records(
            text in "\u{feff}?[ \n]{0,2}\\[?([{}\\[\\],:\"\\\\a1é\u{1f600} \n\r]{0,12}(,|\n)){0,6}\\]?",
            lengths in proptest::collection::vec(1..9usize, 1..4),
        ) {
            prop_assert_eq!(records(text.as_bytes(), &lengths), records(text.as_bytes(), &[usize::MAX]));
        }
    }
}
