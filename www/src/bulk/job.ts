import type { BulkOptions, BulkProgress, Code, Severity } from "tyk-session";

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
  /** Of the fixed file: the number of keys that still have errors. */
  stillFailing?: number;
  isDone: boolean;
}

/** What was written, before the last of what is said. */
export interface Written {
  written: Blob;
}

/** Of a file that cannot be read any more. */
export const CHANGED = "the file has changed since it was chosen: choose it again";

/** Why a job could not be done. */
export interface Failed {
  reason: string;
  /** The file is one key, which the editor can take. */
  isOneKey?: boolean;
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

/** A key of which a rule speaks: the first, or the first that can be fixed. */
export interface Example {
  index: number;
  offset: number;
  length: number;
  path: string[];
  pointer: string;
  message: string;
  /** Where the piece of text stands that it is about, in bytes from where the key begins. */
  range: [start: number, end: number];
  /** That piece, where it is short and holds no secret; otherwise the pointer. */
  excerpt: string;
}
