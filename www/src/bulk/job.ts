import type { BulkOptions, BulkProgress, Code, Issue, Severity } from "tyk-session";

/** What the Worker is asked to do with a file: find what is wrong, write the fixed file, or write what is wrong. */
export interface Job {
  wanted: "issues" | "fixed" | "ndjson" | "csv";
  file: Blob;
  options: BulkOptions;
}

/** What the Worker says, now and then while it works and at the end. */
export interface Said {
  progress: BulkProgress;
  /** The number of keys with an issue of each severity. */
  keys: Record<Severity, number>;
  /** The number of keys with any issue. */
  withIssues: number;
  groups: Group[];
  /** What was written, at the end. */
  written?: Blob;
  /** The number of keys of the fixed file that a gateway refuses or that do not do what they say. */
  stillFailing?: number;
  isDone: boolean;
}

/** Why a job could not be done. */
export interface Failed {
  reason: string;
  /** The file is one key, which the editor can take. */
  isOneKey?: true;
}

/** What one rule says about all keys. */
export interface Group {
  code: Code;
  severity: Severity;
  /** The number of keys it speaks of. */
  keys: number;
  /** The fixes that are safe, and the guesses. */
  safe: Fixes;
  unsafe: Fixes;
  /** Where it was said first. */
  example: Example;
}

export interface Fixes {
  /** The number of keys that have one. */
  keys: number;
  /** What the first one does. */
  title: string;
  /** Whether others do something else. */
  varies: boolean;
}

export interface Example {
  index: number;
  offset: number;
  length: number;
  issue: Issue;
  /** The piece of the text that it is about; what is secret or long is left out. */
  excerpt: string;
}
