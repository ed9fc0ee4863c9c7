import { useSignal } from "@preact/signals";
import { useLayoutEffect } from "preact/hooks";
import {
  checked,
  chosenFixes,
  file,
  nameOf,
  openFile,
  openWhole,
  type Run,
  running,
  stop,
  write,
  written,
} from "../state/bulk";
import { info, version } from "../state/connection";
import { formatBytes, formatCount } from "../words/amount";
import { done } from "./done";
import { Groups } from "./Groups";
import { Icon } from "./Icon";

/** Many keys at once: what is wrong with the keys of a file, by rule, and the file with what can be fixed. */
export function Bulk() {
  const said = checked.value?.said;
  return (
    <main class="page" id="bulk" tabIndex={-1}>
      <header class="in">
        <h1>Check and fix many keys</h1>
        <span class="grow" />
        <span class="sub">Nothing is sent. The file stays in this browser.</span>
      </header>
      <FilePicker />
      {checked.value && <Progress run={checked.value} doing="Checking" did="Checked" />}
      {said && said.progress.records > 0 && (
        <>
          <Numbers of={said} />
          <Groups groups={said.groups} />
        </>
      )}
      {checked.value?.phase === "done" && <Results />}
    </main>
  );
}

/** Takes a file by its button, or dropped anywhere on the page. */
function FilePicker() {
  const isOver = useSignal(false);
  useLayoutEffect(() => {
    const listeners = {
      dragover: (event: DragEvent) => {
        event.preventDefault();
        isOver.value = true;
      },
      dragleave: (event: DragEvent) => {
        if (event.relatedTarget === null) isOver.value = false;
      },
      drop: (event: DragEvent) => {
        event.preventDefault();
        isOver.value = false;
        const [dropped] = event.dataTransfer?.files ?? [];
        if (dropped) openFile(dropped);
      },
    };
    for (const [name, listener] of Object.entries(listeners)) addEventListener(name, listener as EventListener);
    return () => {
      for (const [name, listener] of Object.entries(listeners)) removeEventListener(name, listener as EventListener);
    };
  }, [isOver]);
  const chosen = file.value;
  return (
    <section class={`drop boxed in${isOver.value ? " over" : ""}${chosen ? "" : " empty"}`} aria-label="File">
      <div>
        {chosen && (
          <p>
            <b>{chosen.name}</b> <span class="note">{formatBytes(chosen.size)}</span>
          </p>
        )}
        <p class="sub">Drop a file of keys anywhere on this page: NDJSON, a key on each line, or a JSON array</p>
      </div>
      <label class="button">
        <input
          class="vh"
          type="file"
          accept=".ndjson,.jsonl,.json,application/json,application/x-ndjson"
          onChange={(event) => {
            const [picked] = event.currentTarget.files ?? [];
            if (picked) openFile(picked);
            // The same file, changed meanwhile, can be picked again.
            event.currentTarget.value = "";
          }}
        />
        {chosen ? "Choose another file" : "Choose a file"}
      </label>
    </section>
  );
}

/** How far a job is, and how it ended. */
function Progress({ run, doing, did }: { run: Run; doing: string; did: string }) {
  const { phase, said, failed, took } = run;
  const size = file.value?.size ?? 0;
  const bytes = said?.progress.bytes ?? 0;
  const keys = said ? counted(said.progress.records, "key") : "";
  const seconds = `${(took / 1000).toFixed(1)} s`;
  return (
    <section class="run" aria-label={`${doing} the file`}>
      <div class="in">
        <h2 class={phase === "failed" ? "err" : undefined}>
          {phase === "running" && `${doing}${keys && `, ${keys} so far`}`}
          {phase === "stopped" &&
            `Stopped after ${keys || "0 keys"}${run.wanted === "issues" ? ": what follows is about these" : ""}`}
          {phase === "done" && `${did} ${keys} in ${seconds}`}
          {failed && (
            <>
              <Icon of="error" /> Stopped: {failed.reason}
            </>
          )}
        </h2>
        {failed?.isOneKey && (
          <button type="button" onClick={() => void openWhole()}>
            Open it in the editor
          </button>
        )}
        <span class="grow" />
        <span class="sub">
          {phase === "running"
            ? `${formatBytes(bytes)} of ${formatBytes(size)}`
            : `as ${info.value.label}, gateway ${version.value}`}
        </span>
        {phase === "running" && (
          <button
            type="button"
            onClick={(event) => {
              stop();
              done(event.currentTarget, "stopped");
            }}
          >
            Stop
          </button>
        )}
      </div>
      {phase === "running" && (
        <progress max={Math.max(1, size)} value={bytes} aria-label="Part of the file that was read" />
      )}
    </section>
  );
}

function Numbers({ of }: { of: NonNullable<Run["said"]> }) {
  const { progress, keys, withIssues } = of;
  const numbers = [
    ["Keys", progress.records, undefined, undefined],
    ["Without issues", progress.records - withIssues, "ok", "ok"],
    ["With errors", keys.error, "error", "err"],
    ["With warnings", keys.warning, "warning", "warn"],
    ["With notes", keys.info, "info", "note"],
  ] as const;
  return (
    <dl class="numbers">
      {numbers.map(([label, number, icon, colour]) => (
        <div key={label}>
          <dt>
            {icon && <Icon of={icon} class={colour} />} {label}
          </dt>
          <dd>{formatCount(number)}</dd>
        </div>
      ))}
    </dl>
  );
}

/** What can be taken away: the fixed file, and what is wrong in a form for other programs. */
function Results() {
  const name = file.value?.name ?? "";
  const run = written.value;
  const rules = chosenFixes.value.length;
  const isBusy = running.value !== undefined;
  return (
    <footer class="results">
      {run && run.phase !== "done" ? (
        <Progress run={run} doing="Writing" did="Wrote" />
      ) : (
        <div role="status">
          <p>
            <b>{nameOf(name, "fixed")}</b>
          </p>
          <p class="sub">{outcome(run, rules)}</p>
        </div>
      )}
      <button type="button" disabled={isBusy} onClick={() => write("ndjson")}>
        Issues, NDJSON
      </button>
      <button type="button" disabled={isBusy} onClick={() => write("csv")}>
        Issues, CSV
      </button>
      <button type="button" class="primary" disabled={isBusy || rules === 0} onClick={() => write("fixed")}>
        <Icon of="download" /> Download the fixed file
      </button>
    </footer>
  );
}

function outcome(run: Run | undefined, rules: number): string {
  const { said } = run ?? {};
  if (run?.phase === "done" && run.wanted === "fixed" && said) {
    const failing = said.stillFailing ?? 0;
    return `${counted(said.progress.changed, "key")} fixed, every other byte as it came; ${
      failing === 0 ? "no key has errors any more" : `${counted(failing, "key")} still with errors`
    }`;
  }
  if (run?.phase === "done") return "what is wrong was written, without what is secret";
  return rules === 0 ? "no fix is chosen" : `with the fixes of ${counted(rules, "rule")}`;
}

function counted(number: number, what: string): string {
  return `${formatCount(number)} ${number === 1 ? what : `${what}s`}`;
}
