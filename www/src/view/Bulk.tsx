import { useSignal } from "@preact/signals";
import { useLayoutEffect } from "preact/hooks";
import {
  check,
  chosenFixes,
  file,
  fixable,
  isRunning,
  nameOf,
  openFile,
  openWhole,
  outcomeOf,
  type Run,
  stop,
  write,
  writing,
} from "../state/bulk";
import { info, version } from "../state/connection";
import { counted, formatBytes, formatCount } from "../words/amount";
import { done } from "./done";
import { Groups } from "./Groups";
import { Icon } from "./Icon";

/** Many keys at once: what is wrong with the keys of a file, by rule, and the file with what can be fixed. */
export function Bulk() {
  const said = check.value?.said;
  return (
    <main class="page" id="bulk" tabIndex={-1}>
      <header class="in">
        <h1>Check and fix many keys</h1>
        <span class="grow" />
        <span class="sub">Nothing is sent. The file stays in this browser.</span>
      </header>
      <FilePicker />
      {check.value && <Progress run={check.value} doing="Checking" />}
      {said && said.progress.records > 0 && (
        <>
          <Numbers of={said} />
          <Groups groups={said.groups} />
        </>
      )}
      {check.value?.phase === "done" && <Results />}
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
function Progress({ run, doing }: { run: Run; doing: string }) {
  const { phase, said, failed, took } = run;
  const size = file.value?.size ?? 0;
  const bytes = said?.progress.bytes ?? 0;
  const keys = said ? counted(said.progress.records, "key") : "";
  const seconds = `${(took / 1000).toFixed(1)} s`;
  return (
    <section class="run" aria-label={run.wanted === "issues" ? "The check" : "What is written"}>
      <div class="in">
        <h2 class={phase === "failed" ? "err" : undefined}>
          {phase === "running" && `${doing}${keys && `, ${keys} so far`}`}
          {phase === "stopped" && `Stopped${keys && ` after ${keys}`}`}
          {phase === "stopped" && keys && run.wanted === "issues" && ": what follows is about these"}
          {phase === "done" && `Checked ${keys} in ${seconds}`}
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
  const run = writing.value;
  const rules = chosenFixes.value.length;
  const download = (wanted: "fixed" | "ndjson" | "csv", isOff = false) => ({
    type: "button" as const,
    // Disabled, a button would lose the focus.
    "aria-disabled": isRunning.value || isOff,
    onClick: () => !isRunning.value && !isOff && write(wanted),
  });
  return (
    <footer class="results">
      {run && run.phase !== "done" ? (
        <Progress run={run} doing="Writing" />
      ) : (
        <div>
          <p>
            <b>{nameOf(name, "fixed")}</b>
          </p>
          <p class="sub">{run ? outcomeOf(run) : plannedFixes(rules)}</p>
        </div>
      )}
      <button {...download("ndjson")}>Issues, NDJSON</button>
      <button {...download("csv")}>Issues, CSV</button>
      <button class="primary" {...download("fixed", rules === 0)}>
        <Icon of="download" /> Download the fixed file
      </button>
    </footer>
  );
}

function plannedFixes(rules: number): string {
  if (rules > 0) return `with the fixes of ${counted(rules, "rule")}`;
  return fixable.value.length === 0 ? "there is nothing to fix" : "no fix is chosen";
}
