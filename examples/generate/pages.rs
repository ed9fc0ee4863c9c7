//! One page about each rule, and an index of them, in Markdown.

use std::fmt::Write;

use serde_json::Value;
use tyk_session::edit;
use tyk_session::gateway::{Context, Update, predict};
use tyk_session::report::{Applicability, Fix, Issue, Operation, Part};
use tyk_session::rules::{CATALOGUE, Example, Family, Rule};
use tyk_session::target::{Endpoint, Query, Segment, Version};

use crate::recordings::{Kind, Recordings, references};

/// The name of each page's file with its text.
pub fn pages(recordings: &Recordings) -> Vec<(String, String)> {
    let mut pages = vec![("README.md".to_owned(), index())];
    for family in CATALOGUE {
        for rule in rules(family) {
            pages.push((format!("{}.md", rule.code), Page::of(family, rule, recordings)));
        }
    }
    pages
}

fn rules(family: &'static Family) -> impl Iterator<Item = &'static Rule> {
    family.rules.iter().copied().flatten()
}

fn index() -> String {
    let count = CATALOGUE.iter().flat_map(rules).count();
    let mut out = format!(
        "# The rules\n\n{count} rules say what is wrong or surprising about an update of a key before it is sent. \
         `error`: it fails, or does what nobody can have meant. `warning`: it succeeds and probably does not do what was \
         meant. `info`: good to know. These pages are generated from the catalogue in `src/rules`: `./build.sh docs`.\n"
    );
    for family in CATALOGUE {
        let _ = write!(
            out,
            "\n## {}\n\n| rule | severity | endpoints | what it notices |\n| --- | --- | --- | --- |\n",
            capital(family.name)
        );
        for rule in rules(family) {
            let (code, summary) = (rule.code, rule.about.summary);
            let _ =
                writeln!(out, "| [{code}]({code}.md) | {} | {} | {summary} |", rule.severity.name(), endpoints(rule));
        }
    }
    out
}

struct Page<'p> {
    rule: &'static Rule,
    recordings: &'p Recordings,
    out: String,
}

impl Page<'_> {
    fn of(family: &Family, rule: &'static Rule, recordings: &Recordings) -> String {
        let mut page = Page { rule, recordings, out: String::new() };
        page.head(family);
        page.triggers();
        page.passes();
        page.evidence();
        page.out
    }

    fn head(&mut self, family: &Family) {
        let Page { rule, out, .. } = self;
        let _ = write!(out, "# {}\n\n**{}**, {}, {}", rule.code, rule.severity.name(), family.name, endpoints(rule));
        if let Some(since) = rule.since {
            let _ = write!(out, ", since gateway {since}");
        }
        if let Some(until) = rule.until {
            let _ = write!(out, ", before gateway {until}");
        }
        let _ = write!(out, "\n\n{}.\n\n## Why\n\n{}\n", capital(rule.about.summary), rule.about.why);
    }

    fn evidence(&mut self) {
        self.out.push_str("\n## How it is known\n\n");
        for evidence in self.rule.about.evidence {
            let _ = writeln!(self.out, "- {evidence}");
        }
        for reference in self.rule.about.evidence.iter().flat_map(|evidence| references(evidence)) {
            let Some(recorded) = self.recordings.find(&reference) else { continue };
            let (name, text) = match reference.kind {
                Kind::Recording => (format!("recording {}", reference.name), update(recorded)),
                Kind::Scenario => (format!("scenario {}", reference.name), play(recorded)),
            };
            let version = &reference.version;
            let _ =
                write!(self.out, "\n<details><summary>{name} (gateway {version})</summary>\n\n{text}\n</details>\n");
        }
    }

    fn triggers(&mut self) {
        let example = &self.rule.about.triggers;
        let _ = write!(self.out, "\n## What it notices\n\n{}", request(self.rule, example));
        if let Some(flaw) = self.rule.secret_flaw(example) {
            let _ = write!(
                self.out,
                "\nBuilding the request answers:\n\n```text\n{}: {}\nhelp: {}\n```\n",
                flaw.part.name(),
                flaw.message,
                flaw.help
            );
            return;
        }
        let report = self.rule.report(example, example.body.as_bytes());
        let issues: Vec<&Issue> = report.issues.iter().filter(|issue| issue.code == self.rule.code).collect();
        let said: Vec<String> = issues.iter().map(|issue| said(issue)).collect();
        let _ = write!(self.out, "\n`check` answers:\n\n```text\n{}```\n", said.join("\n"));
        if issues.iter().all(|issue| issue.part == Part::Body) {
            let done = self.done(example);
            self.out.push_str(&done);
        }
        if let Some(fix) = issues.iter().find_map(|issue| issue.fix.as_ref()) {
            self.fix(fix, example);
        }
    }

    fn fix(&mut self, fix: &Fix, example: &Example) {
        let applicability = match fix.applicability {
            Applicability::Safe => "Safe: it needs no asking.",
            Applicability::Unsafe => "A guess: it is made only when asked for.",
        };
        let _ = write!(self.out, "\n## The fix\n\n{}. {applicability}\n\n", capital(&fix.title));
        for operation in &fix.patch {
            let _ = writeln!(self.out, "- {}", step(operation));
        }
        if let Ok(mended) = edit::apply(example.body.as_bytes(), &fix.patch) {
            let _ = write!(self.out, "\n{}", block("json", &laid_out(&String::from_utf8_lossy(&mended))));
        }
    }

    fn passes(&mut self) {
        let _ = write!(self.out, "\n## What it leaves alone\n\n{}", request(self.rule, &self.rule.about.passes));
    }

    /// What the gateway does with an example.
    fn done(&self, example: &Example) -> String {
        let endpoint = endpoint(self.rule, example);
        let version = example.version.and_then(Version::parse).unwrap_or(Version::DEFAULT);
        let context = example.context.map_or(self.recordings.setup.as_slice(), str::as_bytes);
        let Ok(context) = Context::parse(context, version) else { return String::new() };
        let stored = format!("{{\"org_id\":\"{}\"}}", Example::ORGANISATION);
        let prediction = predict(&Update {
            endpoint,
            version,
            query: Query(example.query),
            now: Example::NOW,
            previous: example.previous.or(Some(&stored)).filter(|previous| !previous.is_empty()),
            body: example.body.as_bytes(),
            key_id: Some(example.key_id),
            context: &context,
        });
        let mut out = format!("\nThe gateway ({version}) answers {}", prediction.status);
        if let Some(message) = &prediction.message {
            let _ = write!(out, ", `{message}`");
        }
        match &prediction.stored {
            Some(stored) if prediction.status == 200 => {
                let _ = write!(out, ", and stores:\n\n{}", block("json", &laid_out(stored)));
            }
            _ => out.push_str(".\n"),
        }
        out
    }
}

fn endpoint(rule: &Rule, example: &Example) -> Endpoint {
    example.endpoint.or(rule.endpoints.iter().next()).unwrap_or(Endpoint::GatewayKey)
}

fn endpoints(rule: &Rule) -> String {
    let names: Vec<_> = rule.endpoints.iter().map(Endpoint::name).collect();
    if names.len() == Endpoint::ALL.len() { "every endpoint".to_owned() } else { names.join(", ") }
}

/// An example as a request, with what else is known.
fn request(rule: &Rule, example: &Example) -> String {
    let endpoint = endpoint(rule, example);
    let mut url = String::new();
    for segment in endpoint.path() {
        let _ = match segment {
            Segment::Fixed(name) => write!(url, "/{name}"),
            Segment::ApiId => write!(url, "/{}", example.api_id),
            Segment::KeyId => write!(url, "/{}", example.key_id),
        };
    }
    if !example.query.is_empty() {
        let _ = write!(url, "?{}", example.query);
    }
    let secret = example.secret.map(|secret| format!("{}: {}\n", endpoint.secret_header(), secret.escape_debug()));
    let mut out = block("http", &format!("PUT {url}\n{}\n{}", secret.unwrap_or_default(), laid_out(example.body)));
    if let Some(version) = example.version {
        let _ = write!(out, "\nsent to gateway {version}\n");
    }
    if let Some(previous) = example.previous {
        let stored = if previous.is_empty() {
            "where nothing is stored\n".to_owned()
        } else {
            format!("where this is stored:\n\n{}", block("json", &laid_out(previous)))
        };
        let _ = write!(out, "\n{stored}");
    }
    if let Some(context) = example.context {
        let _ = write!(out, "\nwith this known of the gateway:\n\n{}", block("json", &laid_out(context)));
    }
    out
}

fn said(issue: &Issue) -> String {
    let place = match issue.part {
        Part::Body if issue.pointer.as_str().is_empty() => "the body",
        Part::Body => issue.pointer.as_str(),
        part => part.name(),
    };
    let help = issue.help.as_ref().map(|help| format!("help: {help}\n")).unwrap_or_default();
    format!("{} at {place}: {}\n{help}", issue.severity.name(), issue.message)
}

fn step(operation: &Operation) -> String {
    match operation {
        Operation::Add { path, value } => format!("add `{path}` as {}", code(value)),
        Operation::Replace { path, value } => format!("replace `{path}` with {}", code(value)),
        Operation::Remove { path } => format!("remove `{path}`"),
        Operation::Move { from, path } if from == path => format!("keep `{path}` once"),
        Operation::Move { from, path } => format!("move `{from}` to `{path}`"),
    }
}

/// A recorded update, with what was stored before and afterwards.
fn update(update: &Value) -> String {
    let text = |name: &str| update.get(name).and_then(Value::as_str);
    let path = if text("endpoint") == Some("gateway-org") { "/tyk/org/keys/{org}" } else { "/tyk/keys/{key}" };
    let query = text("query").filter(|query| !query.is_empty()).map(|query| format!("?{query}")).unwrap_or_default();
    let sent = text("body").map_or_else(|| format!("(base64) {}", text("body_base64").unwrap_or_default()), shortened);
    let status = update.get("status").and_then(Value::as_u64).unwrap_or_default();
    let mut out = block("http", &format!("PUT {path}{query}\n\n{}", laid_out(&sent)));
    if status != 200 {
        let answer = shortened(text("response").unwrap_or_default());
        let _ = write!(out, "\nanswered {status}:\n\n{}", block("json", &answer));
        return out;
    }
    for (name, when) in [("before", "answered 200; stored before"), ("after", "stored afterwards")] {
        let stored = text(name).map_or_else(|| "nothing".to_owned(), |stored| laid_out(&shortened(stored)));
        let _ = write!(out, "\n{when}:\n\n{}", block("json", &stored));
    }
    out
}

/// A recorded play, step by step.
fn play(play: &Value) -> String {
    let mut lines = String::new();
    for step in play.get("steps").and_then(Value::as_array).into_iter().flatten() {
        lines.push_str(step.get("do").and_then(Value::as_str).unwrap_or_default());
        let quiet = |value: &&Value| !value.is_null();
        if let Some(body) = step.get("body").filter(quiet) {
            let _ = write!(lines, " {}", body.as_str().map_or_else(|| body.to_string(), str::to_owned));
        }
        for name in ["status", "statuses", "location", "ttl"] {
            if let Some(value) = step.get(name).filter(quiet) {
                let _ = write!(lines, " → {name} {value}");
            }
        }
        if let Some(response) = step.get("response").and_then(Value::as_str).filter(|text| !text.is_empty()) {
            let _ = write!(lines, " {}", shortened(response));
        }
        lines.push('\n');
    }
    block("text", lines.trim_end())
}

fn shortened(text: &str) -> String {
    const LIMIT: usize = 1_500;
    match text.char_indices().nth(LIMIT) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

fn block(language: &str, text: &str) -> String {
    format!("```{language}\n{text}\n```\n")
}

fn code(text: &str) -> String {
    if text.contains('`') { format!("`` {text} ``") } else { format!("`{text}`") }
}

/// A long object with a line for each of its members; every other byte stays as it is, since it may be what matters.
fn laid_out(text: &str) -> String {
    const WIDTH: usize = 100;
    if text.len() <= WIDTH || !text.starts_with('{') || text.contains('\n') {
        return text.to_owned();
    }
    let (mut depth, mut in_string, mut escaped) = (0_u32, false, false);
    let mut out = String::new();
    for letter in text.chars() {
        if letter == ' ' && out.ends_with(",\n  ") {
            continue;
        }
        match letter {
            _ if escaped => escaped = false,
            '\\' if in_string => escaped = true,
            '"' => in_string = !in_string,
            '{' | '[' if !in_string => depth += 1,
            '}' | ']' if !in_string => depth = depth.saturating_sub(1),
            _ => {}
        }
        let is_end = letter == '}' && !in_string && depth == 0;
        if is_end {
            out.push('\n');
        }
        out.push(letter);
        if !in_string && depth == 1 && (letter == ',' || out == "{") {
            out.push_str("\n  ");
        }
    }
    out
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().filter(|_| !text.starts_with('`'));
    first.map_or_else(|| text.to_owned(), |first| first.to_uppercase().chain(letters).collect())
}
