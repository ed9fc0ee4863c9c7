import { batch, computed, effect, signal, untracked } from "@preact/signals";
import type { Code, Severity } from "tyk-session";
import { CHANGED, type Failed, type Group, type Job, type Said, type Written } from "../bulk/job";
import { startWorker } from "../bulk/start";
import { counted } from "../words/amount";
import { endpoint, keyId, target, version } from "./connection";
import { openUnnamed } from "./document";
import { announcement, remark, showEditor } from "./place";
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
export const check = signal<Run | undefined>(undefined);
/** What is being written of it, or was last. */
export const writing = signal<Run | undefined>(undefined);
/** Of which severity the issues are shown. */
export const severityShown = signal<Severity | "all">("all");
const runs = [check, writing];
export const isRunning = computed(() => runs.some((run) => run.value?.phase === "running"));

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
    writing.value = undefined;
  });
}

/** The rules of which something can be fixed, and those of which something will be. */
export const fixable = computed(() =>
  (check.value?.said?.groups ?? []).filter(({ safe, unsafe }) => safe.keys + unsafe.keys > 0),
);
export const chosenFixes = computed(() =>
  fixable.value.filter((group) => {
    const choice = choiceOf(group);
    return choice === "all" || (choice === "safe" && group.safe.keys > 0);
  }),
);

/** Takes a file, and checks it. */
export function openFile(opened: File): void {
  batch(() => {
    end(writing);
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
  for (const run of runs) if (run.value?.phase === "running") end(run, { ...run.value, phase: "stopped" });
}

/** Opens a key of the file in the editor. */
export async function openKey({ index, offset, length }: Group["example"]): Promise<void> {
  await openText(`key ${index + 1} of ${file.value?.name}`, file.value?.slice(offset, offset + length));
}

/** Opens a file that is one key in the editor. */
export async function openWhole(): Promise<void> {
  await openText(String(file.value?.name), file.value);
}

/** Whose key it is stands in no export, so none is named. */
async function openText(what: string, piece: Blob | undefined): Promise<void> {
  try {
    const text = await piece?.text();
    if (text === undefined || !mayReplace()) return;
    batch(() => {
      keyId.value = "";
      openUnnamed(text);
      remark.value = `This is ${what}. Name the key that it belongs to, and load it to compare the two.`;
    });
    announcement.value = `opened ${what}`;
    showEditor();
  } catch {
    announcement.value = CHANGED;
  }
}

const workers = new Map<typeof check, Worker>();

/** Ends a job; without a result, as if it had never been. */
function end(run: typeof check, result?: Run): void {
  workers.get(run)?.terminate();
  run.value = result;
}

function start(wanted: Wanted): void {
  const source = file.value;
  if (!source) return;
  const run = wanted === "issues" ? check : writing;
  end(run, { wanted, phase: "running", took: 0 });
  const began = performance.now();
  const worker = startWorker();
  workers.set(run, worker);
  const finish = (result: Partial<Run>) => {
    // What was found until a job failed stays.
    const phase = result.failed ? "failed" : result.said?.isDone ? "done" : "running";
    run.value = { ...run.value, wanted, phase, took: performance.now() - began, ...result };
    if (phase === "running") return;
    worker.terminate();
    announcement.value = result.failed?.reason ?? outcomeOf(run.value);
  };
  worker.onmessage = ({ data }: MessageEvent<Said | Written | Failed>) => {
    if ("written" in data) save(data.written, nameOf(source.name, wanted));
    else if ("reason" in data) finish({ failed: data });
    else finish({ said: data });
  };
  worker.onerror = (event) => {
    event.preventDefault();
    finish({ failed: { reason: "the browser could not run the check" } });
  };
  worker.postMessage({ wanted, file: source, options: optionsOf(wanted) } satisfies Job);
}

/** What came of a job, in words. */
export function outcomeOf({ wanted, said }: Run): string {
  if (!said) return "";
  const { records, changed } = said.progress;
  if (wanted === "issues") return `checked ${counted(records, "key")}`;
  if (wanted !== "fixed") return "the issues are written";
  const failing = said.stillFailing ?? 0;
  const left = failing === 0 ? "no key has errors" : `${counted(failing, "key")} still with errors`;
  return `${counted(changed, "key")} changed, nothing else was touched; ${left}`;
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
  const [ending = ".ndjson"] = /\.(?:ndjson|jsonl|json)$/i.exec(name) ?? [];
  const stem = name.endsWith(ending) ? name.slice(0, -ending.length) : name;
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

// For another endpoint, gateway or connection, other things are wrong. What is being written stays as it was asked for.
effect(() => {
  const subject = [endpoint.value, version.value, target.value];
  untracked(() => {
    if (writing.value?.phase !== "running") writing.value = undefined;
    if (subject.every(Boolean)) start("issues");
  });
});
