use super::split::{Piece, Splitter};
use crate::decode::{Arena, Document};
use crate::json::Object;
use crate::report::{Report, Severity};
use crate::rules::{Options, RuleSet, UnknownCode};
use crate::session::Entries;
use crate::update::{self, FixChoice, migrate_decoded};

/// What is done to the keys of an export besides checking them. Every byte that no change is about stays as it was.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Change {
    /// Nothing.
    #[default]
    None,
    /// Fixes are made.
    Fix(FixChoice),
    /// Deprecated members are moved to their successors.
    Migrate,
}

/// The check of an export that comes in chunks. The memory it needs is that of a chunk and of the largest record.
///
/// ```
/// use tyk_session::Endpoint;
/// use tyk_session::bulk::{Bulk, Change};
/// use tyk_session::rules::Options;
/// use tyk_session::update::FixChoice;
///
/// let options = Options::new(Endpoint::GatewayKey);
/// let mut bulk = Bulk::new(&options, Change::Fix(FixChoice::default()))?;
/// let mut text = bulk.push(b"{\"rate\":\"1\",\"per\":60}\n{\"ra", &options).text;
/// text.extend(bulk.push(b"te\":2,\"per\":60}\n", &options).text);
/// text.extend(bulk.finish(&options).text);
/// assert_eq!(text, b"{\"rate\":1,\"per\":60}\n{\"rate\":2,\"per\":60}\n");
/// assert_eq!((bulk.progress().records, bulk.progress().changed), (2, 1));
/// # Ok::<(), tyk_session::rules::UnknownCode>(())
/// ```
#[derive(Debug)]
pub struct Bulk {
    rules: RuleSet,
    change: Change,
    splitter: Splitter,
    arena: Arena,
    progress: Progress,
}

/// How far a check is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// The bytes that have come.
    pub bytes: u64,
    /// The keys that were checked.
    pub records: u64,
    /// Those with an error.
    pub failed: u64,
    /// Those whose text was changed.
    pub changed: u64,
    /// The issues of each severity: errors, warnings, infos.
    pub issues: [u64; 3],
    /// The issues by code.
    pub codes: Entries<u64>,
    /// Whether the export breaks off inside its array; known at its end.
    pub is_cut_off: bool,
}

/// What a chunk has brought.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Batch {
    /// The keys with issues.
    pub reports: Vec<Record>,
    /// The next bytes of the changed export; nothing unless it is to be changed.
    pub text: Vec<u8>,
}

/// A key with issues. Their places are counted from where the key begins, in its text as it came.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// How many keys stand before it.
    pub index: u64,
    /// Where it begins, in bytes from the beginning of the export.
    pub offset: u64,
    /// How long it is, in bytes.
    pub length: u64,
    /// What there is to say about it.
    pub report: Report,
}

impl Bulk {
    /// Begins to check an export of keys, all of them updates with these options.
    ///
    /// # Errors
    ///
    /// An override or a choice that names a rule which does not exist.
    pub fn new(options: &Options<'_>, change: Change) -> Result<Bulk, UnknownCode> {
        if let Change::Fix(choice) = &change {
            choice.unless_unknown()?;
        }
        Ok(Bulk {
            rules: RuleSet::of(options)?,
            change,
            splitter: Splitter::default(),
            arena: Arena::default(),
            progress: Progress::default(),
        })
    }

    /// Checks what has become whole with the next chunk. The options have to be those it was begun with.
    pub fn push(&mut self, chunk: &[u8], options: &Options<'_>) -> Batch {
        self.run(options, |splitter, take| splitter.push(chunk, take))
    }

    /// Checks what is left when nothing more comes.
    pub fn finish(&mut self, options: &Options<'_>) -> Batch {
        self.progress.is_cut_off = self.splitter.is_open();
        self.run(options, |splitter, take| splitter.finish(take))
    }

    /// How far it is.
    pub fn progress(&self) -> &Progress {
        &self.progress
    }

    fn run(&mut self, options: &Options<'_>, split: impl FnOnce(&mut Splitter, &mut dyn FnMut(Piece<'_>))) -> Batch {
        let Bulk { rules, change, splitter, arena, progress } = self;
        let mut batch = Batch::default();
        split(splitter, &mut |piece| match piece {
            Piece::Between(bytes) => {
                progress.bytes += bytes.len() as u64;
                if *change != Change::None {
                    batch.text.extend_from_slice(bytes);
                }
            }
            Piece::Record(text) => {
                let report = rules.check(text, options, arena);
                let changed = match change {
                    Change::Fix(choice) if report.issues.iter().any(|issue| choice.takes(issue)) => {
                        Some(update::fix_found(text, report.clone(), rules, options, choice, arena).text)
                    }
                    Change::Migrate => {
                        Some(migrate_decoded(&Document::of(text, options.endpoint.reading(), arena)).text)
                    }
                    _ => None,
                };
                let changed = changed.filter(|changed| changed != text);
                progress.changed += u64::from(changed.is_some());
                if *change != Change::None {
                    batch.text.extend_from_slice(changed.as_deref().unwrap_or(text));
                }
                let (index, offset) = (progress.records, progress.bytes);
                progress.add(text, &report);
                if !report.issues.is_empty() {
                    batch.reports.push(Record { index, offset, length: text.len() as u64, report });
                }
            }
        });
        batch
    }
}

impl Progress {
    fn add(&mut self, text: &[u8], report: &Report) {
        self.bytes += text.len() as u64;
        self.records += 1;
        let severities = [Severity::Error, Severity::Warning, Severity::Info];
        for issue in &report.issues {
            match self.codes.get_mut(issue.code) {
                Some(count) => *count += 1,
                None => self.codes.insert(issue.code.to_owned(), 1),
            }
            if let Some(count) =
                severities.iter().position(|one| *one == issue.severity).and_then(|at| self.issues.get_mut(at))
            {
                *count += 1;
            }
        }
        self.failed += u64::from(report.count(Severity::Error) > 0);
    }

    /// Adds it to `out` as JSON.
    pub fn write(&self, out: &mut String) {
        let mut object = Object::open(out);
        let [errors, warnings, infos] = self.issues;
        let numbers = [
            ("bytes", self.bytes),
            ("records", self.records),
            ("failed", self.failed),
            ("changed", self.changed),
            ("errors", errors),
            ("warnings", warnings),
            ("infos", infos),
        ];
        for (name, number) in numbers {
            object.raw(name, &number.to_string());
        }
        let mut codes = Object::open(object.member("codes"));
        self.codes.iter().for_each(|(code, count)| codes.raw(code, &count.to_string()));
        codes.close();
        object.raw("cutOff", if self.is_cut_off { "true" } else { "false" });
        object.close();
    }
}
