import { host, info, withNames, withoutKeyId } from "../state/connection";
import {
  closeReview,
  isSuccess,
  keepText,
  openReview,
  type Result,
  readAgain,
  showStored,
  step,
  undo,
  wayBack,
} from "../state/review";
import { format } from "../words/format";
import { masked } from "../words/secrets";
import { formatClock } from "../words/time";
import { ChangeTable } from "./ChangeTable";
import { Icon } from "./Icon";
import { outcomeTitle } from "./outcome";
import { Viewer } from "./Viewer";

type Verdict = { tone: "ok" | "warn" | "err"; title: string; advice?: string | undefined };

function verdictOf(result: Result): Verdict {
  const { refused, put, readings, confirmation } = result;
  if (refused)
    return {
      tone: "err",
      title: refused.outcome
        ? `Not saved: ${outcomeTitle(refused.outcome, info.value)}`
        : `No answer from ${host.value}`,
      advice: "The key was asked for first and could not be read, so nothing was sent: the key is as it was.",
    };
  if (!put?.outcome)
    return {
      tone: "err",
      title: `No answer from ${host.value}`,
      advice: "Nobody knows whether the key was changed. Close this, load the key and look.",
    };
  const { status } = put.outcome;
  if (!isSuccess(put.outcome)) return { tone: "err", title: `Not saved: ${outcomeTitle(put.outcome, info.value)}` };
  const advice = confirmation?.advice;
  switch (confirmation?.verdict) {
    case "kept":
      return keptVerdict(result);
    case "lost":
      return { tone: "err", title: `Answered ${status}, but the old key is back`, advice };
    case "altered": {
      const count = confirmation.differences.length;
      const title =
        count === 1 ? "Saved, but 1 member is not as foreseen" : `Saved, but ${count} members are not as foreseen`;
      return { tone: "warn", title, advice };
    }
    default:
      return {
        tone: "warn",
        title: `Answered ${status}, but not confirmed: ${outcomeTitle(readings.at(-1)?.exchange.outcome, info.value)}`,
        advice: "The key could not be read back. Read it again before you rely on it.",
      };
  }
}

function keptVerdict({ plan, next }: Result): Verdict {
  if (next !== undefined) return { tone: "warn", title: "Saved, and watched for the old key coming back" };
  const without = plan.changes.filter(({ risk, kind }) => risk === "overwritten" && kind !== "bookkeeping").length;
  if (without === 0) return { tone: "ok", title: "Saved and confirmed" };
  return {
    tone: "warn",
    title: `Saved as foreseen: ${without === 1 ? "1 change does" : `${without} changes do`} not stick`,
  };
}

/** What came back, and whether it is what was foreseen. */
export function Answer({ result }: { result: Result }) {
  const { refused, put, readings, confirmation, plan } = result;
  const verdict = verdictOf(result);
  const saved = isSuccess(put?.outcome);
  const isKept = confirmation?.verdict === "kept";
  const last = readings.at(-1)?.exchange;
  const overwritten = isKept
    ? plan.changes.filter(({ risk, kind }) => risk === "overwritten" && kind !== "bookkeeping")
    : [];
  const answer = refused ?? put;
  return (
    <section aria-labelledby="h-review">
      <header>
        <h2 id="h-review" class={`in ${verdict.tone}`}>
          <Icon of={verdict.tone === "ok" ? "ok" : verdict.tone === "warn" ? "warning" : "error"} /> {verdict.title}
        </h2>
        <span class="sub">{host.value}</span> <span class="grow" />
        <button type="button" class="quiet" aria-label="Close" onClick={closeReview}>
          <Icon of="close" />
        </button>
      </header>
      <div class="body stack" role={verdict.tone === "err" ? "alert" : "status"}>
        <Steps result={result} />
        {confirmation && (
          <p>
            {isKept && `${sentenceCase(confirmation.sentence)}. `}
            {sentenceCase(confirmation.proof)}.
          </p>
        )}
        {verdict.advice && <p>{sentenceCase(verdict.advice)}</p>}
        {confirmation && confirmation.verdict !== "unknown" && confirmation.verdict !== "kept" && (
          <p>Your text is kept here.</p>
        )}
        {overwritten.length > 0 && (
          <ul>
            {overwritten.map(({ pointer, sentence, note }) => (
              <li key={pointer} class="msg warn">
                <Icon of="warning" label="warning" />
                <span>{withNames(note ?? sentence)}</span>
              </li>
            ))}
          </ul>
        )}
        {confirmation && confirmation.differences.length > 0 && (
          <ChangeTable changes={confirmation.differences} heads={["Foreseen", "Stored now"]} />
        )}
        <Normalised result={result} />
        {answer && answer.text !== "" && (
          <details>
            <summary>Answer, as it came</summary>
            <Viewer label="Answer" text={withoutKeyId(masked(format(answer.text)))} />
          </details>
        )}
        {last && last.text !== "" && (
          <details>
            <summary>Read-back, as it came</summary>
            <Viewer label="Read-back" text={withoutKeyId(masked(format(last.text)))} />
          </details>
        )}
      </div>
      <footer>
        {(isKept || confirmation?.verdict === "altered") && <Undo result={result} />}
        <span class="grow" />
        {!saved && (
          <button type="button" class="primary" onClick={backToReview}>
            Back to the review
          </button>
        )}
        {saved && !isKept && (
          <>
            <button type="button" onClick={() => void readAgain()}>
              Read again
            </button>
            <button type="button" onClick={() => keepText(result)}>
              Keep my text
            </button>
          </>
        )}
        {confirmation?.verdict === "lost" && (
          <button type="button" onClick={() => sendAgain(result)}>
            Send again…
          </button>
        )}
        {saved && (
          <button type="button" class="primary" onClick={() => showStored(result)}>
            {isKept ? "Done" : "Show what is stored"}
          </button>
        )}
      </footer>
    </section>
  );
}

function Undo({ result }: { result: Result }) {
  const count = wayBack(result).length;
  if (count === 0) return null;
  return (
    <>
      <button type="button" aria-describedby="undo-note" onClick={() => undo(result)}>
        <Icon of="undo" /> Undo {count === 1 ? "this change" : `these ${count} changes`}…
      </button>
      <span class="sub" id="undo-note">
        Opens a review of the way back.
      </span>
    </>
  );
}

function sendAgain(result: Result): void {
  keepText(result);
  openReview();
}

function sentenceCase(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1).replace(/\.$/, "");
}

function backToReview(): void {
  step.value = { name: "asking" };
}

function Steps({ result }: { result: Result }) {
  const { refused, put, readings, confirmation, next } = result;
  if (refused)
    return (
      <ul class="in steps">
        <Step tone="ok">asked for the key {formatClock(refused.at)}</Step>
        <Step tone="error">
          {refused.outcome
            ? `answered ${refused.outcome.status || "with a redirect"} in ${refused.took} ms`
            : `no answer after ${refused.took} ms`}
        </Step>
        <li class="note">nothing was sent, not read back</li>
      </ul>
    );
  if (!put) return null;
  return (
    <ul class="in steps">
      <Step tone="ok">sent {formatClock(put.at)}</Step>
      <Step tone={isSuccess(put.outcome) ? "ok" : "error"}>
        {put.outcome
          ? `answered ${put.outcome.status || "with a redirect"} in ${put.took} ms`
          : `no answer after ${put.took} ms`}
      </Step>
      {readings.map(({ exchange, after }, position) => {
        const isLast = position === readings.length - 1;
        const tone = isLast && confirmation?.verdict !== "kept" ? "error" : "ok";
        return (
          <Step key={exchange.at} tone={tone}>
            read back after {after < 1 ? "less than 1" : Math.round(after)} s
            {isLast && confirmation?.verdict === "lost" && ": the old values are there"}
          </Step>
        );
      })}
      {next !== undefined && <li class="note">read again {next} s after the answer</li>}
      {readings.length === 0 && <li class="note">not read back</li>}
    </ul>
  );
}

function Step(props: { tone: "ok" | "warning" | "error"; children: preact.ComponentChildren }) {
  const classes = { ok: "ok", warning: "warn", error: "err" };
  const labels = { ok: "done", warning: "differs", error: "failed" };
  return (
    <li>
      <Icon of={props.tone} class={classes[props.tone]} label={labels[props.tone]} /> {props.children}
    </li>
  );
}

/** The answer in one form, whichever endpoint it came from. */
function Normalised({ result }: { result: Result }) {
  const outcome = (result.refused ?? result.put)?.outcome;
  if (!outcome) return null;
  const rows: [string, string | undefined][] = [
    [
      "Outcome",
      isSuccess(outcome) ? `${info.value.subject === "key" ? "key" : "organisation key"} updated` : undefined,
    ],
    ["Status", outcome.status === 0 ? undefined : String(outcome.status)],
    ["Message", "message" in outcome ? outcome.message : undefined],
    ["Key", "key" in outcome ? outcome.key : "keyId" in outcome ? outcome.keyId : undefined],
    ["Hash", "keyHash" in outcome ? outcome.keyHash : undefined],
    ["What to do", "help" in outcome ? outcome.help : undefined],
  ];
  return (
    <dl class="kv">
      {rows.map(([name, value]) =>
        value ? (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{withoutKeyId(value)}</dd>
          </div>
        ) : null,
      )}
    </dl>
  );
}
