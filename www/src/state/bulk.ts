import { batch, computed, effect, signal, untracked } from "@preact/signals";
import type { Code } from "tyk-session";
import type { Failed, Group, Job, Said } from "../bulk/job";
import { startWorker } from "../bulk/start";
import { formatCount } from "../words/amount";
import { endpoint, target, version } from "./connection";
import { open } from "./document";
import { announcement, showEditor } from "./place";
import { mayReplace } from "./review";

type Wanted = Job["wanted"];

/** A job, and how far it is. */
export interface Run {
  wanted: Wanted;
  phase: "running" | "stopped" | "done" | "failed";
  said?: Said;
  failed?: Failed;
  /** Milliseconds. */
  took: number;
}

export const file = signal<File | undefined>(undefined);
/** The check of the file. */
export const checked = signal<Run | undefined>(undefined);
/** What was written of it last. */
export const written = signal<Run | undefined>(undefined);
/** The job that is being done. */
export const running = computed(() => [checked.value, written.value].find((run) => run?.phase === "running"));

/** Which fixes of a rule are made. */
export type Choice = "none" | "safe" | "all";
const chosen = signal<ReadonlyMap<Code, Choice>>(new Map());

/** The safe ones, unless somebody chose. */
export function choiceOf({ code, safe }: Group): Choice {
  return chosen.value.get(code) ?? (safe.keys > 0 ? "safe" : "none");
}

export function choose({ code }: Group, choice: Choice): void {
  batch(() => {
    chosen.value = new Map([...chosen.value, [code, choice]]);
    written.value = undefined;
  });
}

/** The rules of which fixes will be made. */
export const chosenFixes = computed(() =>
  (checked.value?.said?.groups ?? []).filter((group) => {
    const choice = choiceOf(group);
    return choice === "all" || (choice === "safe" && group.safe.keys > 0);
  }),
);

/** Takes a file, and checks it. */
export function openFile(opened: File): void {
  batch(() => {
    file.value = opened;
    chosen.value = new Map();
    start("issues");
  });
}

/** Writes the fixed file, or what is wrong, and has the browser keep it. */
export function write(wanted: Exclude<Wanted, "issues">): void {
  start(wanted);
}

export function stop(): void {
  worker?.terminate();
  for (const run of [checked, written])
    if (run.value?.phase === "running") run.value = { ...run.value, phase: "stopped" };
}

/** Opens a key of the file in the editor. */
export async function openKey({ index, offset, length }: Group["example"]): Promise<void> {
  const text = await file.value?.slice(offset, offset + length).text();
  if (text === undefined || !mayReplace()) return;
  open(text);
  showEditor();
  announcement.value = `opened key ${index + 1} of ${file.value?.name}`;
}

/** Opens a file that is one key in the editor. */
export async function openWhole(): Promise<void> {
  const text = await file.value?.text();
  if (text === undefined || !mayReplace()) return;
  open(text);
  showEditor();
}

let worker: Worker | undefined;

function start(wanted: Wanted): void {
  const source = file.value;
  if (!source) return;
  worker?.terminate();
  const run = wanted === "issues" ? checked : written;
  batch(() => {
    written.value = undefined;
    run.value = { wanted, phase: "running", took: 0 };
  });
  const began = performance.now();
  const took = () => performance.now() - began;
  const started = startWorker();
  worker = started;
  started.onmessage = ({ data }: MessageEvent<Said | Failed>) => {
    // What was found until then stays.
    if ("reason" in data) run.value = { ...run.value, wanted, phase: "failed", failed: data, took: took() };
    else run.value = { wanted, phase: data.isDone ? "done" : "running", said: data, took: took() };
    if (run.value.phase === "running") return;
    started.terminate();
    if ("reason" in data) announcement.value = data.reason;
    else if (data.written) save(data.written, nameOf(source.name, wanted));
    else announcement.value = `checked ${formatCount(data.progress.records)} keys`;
  };
  started.onerror = (event) => {
    event.preventDefault();
    run.value = { wanted, phase: "failed", failed: { reason: "the browser could not run the check" }, took: took() };
  };
  started.postMessage({ wanted, file: source, options: optionsOf(wanted) } satisfies Job);
}

function optionsOf(wanted: Wanted): Job["options"] {
  const options = {
    endpoint: endpoint.value,
    version: version.value,
    now: Date.now() / 1000,
    ...(target.value?.context ? { context: target.value.context } : {}),
  };
  if (wanted !== "fixed") return options;
  const guessed = chosenFixes.value.filter((group) => choiceOf(group) === "all");
  return {
    ...options,
    fix: true,
    only: chosenFixes.value.map(({ code }) => code),
    unsafe: guessed.map(({ code }) => code),
  };
}

/** What the file is called that is made of another: export.ndjson becomes export.fixed.ndjson. */
export function nameOf(name: string, wanted: Wanted): string {
  const stem = name.replace(/\.[^.]+$/, "");
  const ending = name.slice(stem.length) || ".ndjson";
  return wanted === "fixed" ? `${stem}.fixed${ending}` : `${stem}.issues.${wanted}`;
}

function save(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // By then the browser has begun to read it.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

// For another endpoint, gateway or connection, other things are wrong.
effect(() => {
  const subject = [endpoint.value, version.value, target.value];
  untracked(() => subject.every(Boolean) && start("issues"));
});
