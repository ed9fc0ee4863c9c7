import { parse } from "tyk-session";
import { host, info, withNames, withoutKeyId } from "../state/connection";
import { usedOf } from "../state/counter";
import type { Session } from "../state/document";
import {
  closeReview,
  isFound,
  isRefusedAsPredicted,
  isSuccess,
  isUncertain,
  keepText,
  openReview,
  type Result,
  readAgain,
  sendAgain,
  showStored,
  step,
  storedOf,
  undo,
  wayBack,
} from "../state/review";
import { formatCount } from "../words/amount";
import { format } from "../words/format";
import { masked } from "../words/secrets";
import { ChangeTable } from "./ChangeTable";
import { CloseButton } from "./CloseButton";
import { CopyButton } from "./CopyButton";
import { Icon } from "./Icon";
import { InForce } from "./InForce";
import { Viewer } from "./Viewer";
import { differencesOf, reportOf, type StepTaken, sentenceCase, stepsOf, verdictOf, withoutEffect } from "./verdict";

/** What came back, and whether it is what was predicted. */
export function Answer({ result }: { result: Result }) {
  const { refused, put, readings, confirmation, plan } = result;
  const verdict = verdictOf(result);
  const isUnsure = isUncertain(result);
  const saved = isSuccess(put?.outcome) || (isUnsure && isFound(result) && confirmation?.verdict !== "lost");
  const isKept = confirmation?.verdict === "kept";
  // Only of an update that was stored it can be said what restores the old key.
  const wasNotSaved = isUnsure && confirmation?.verdict === "lost";
  const last = readings.at(-1)?.exchange;
  // What becomes of the counter, and with it of the rate, is in force from now on.
  const remarks = isKept
    ? [
        ...withoutEffect(plan).map(({ note, sentence }) => note ?? sentence),
        ...plan.changes
          .filter(({ risk, kind }) => kind === "counter" && risk === "effect")
          .map(({ sentence }) => sentence),
      ]
    : [];
  const differences = differencesOf(confirmation);
  const stored = storedOf(result);
  const answer = refused ?? put;
  return (
    <section aria-labelledby="h-review">
      <header>
        <h2 id="h-review" tabIndex={-1} class={`in ${verdict.tone}`}>
          <Icon of={verdict.tone === "ok" ? "ok" : verdict.tone === "warn" ? "warning" : "error"} /> {verdict.title}
        </h2>
        <span class="sub">{host.value}</span> <span class="grow" />
        <CloseButton onClose={closeReview} />
      </header>
      <div class="body stack" role={verdict.tone === "err" ? "alert" : "status"}>
        <Steps steps={stepsOf(result)} />
        {confirmation && !wasNotSaved && (
          <p>
            {isKept && `${sentenceCase(confirmation.sentence)}. `}
            {sentenceCase(confirmation.proof)}.
          </p>
        )}
        {verdict.advice && <p>{sentenceCase(verdict.advice)}</p>}
        {differences.length > 0 && <p>Your text is kept here.</p>}
        {remarks.length > 0 && (
          <ul>
            {remarks.map((remark) => (
              <li key={remark} class="msg warn">
                <Icon of="warning" label="warning" />
                <span>{withNames(remark)}</span>
              </li>
            ))}
          </ul>
        )}
        {differences.length > 0 && (
          <ChangeTable changes={differences} heads={["Predicted", "Stored now", "What it is"]} />
        )}
        <div class={stored === undefined ? "stack" : "cols"}>
          {stored !== undefined && <InForce text={stored} />}
          <section class="stack">
            {stored !== undefined && <h3>Answer</h3>}
            <Normalised result={result} />
          </section>
        </div>
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
        <CopyButton text={() => reportOf(result)} label="Copy report" />
        {!saved && (
          <>
            <button type="button" onClick={backToReview}>
              Back to the review
            </button>
            {wasNotSaved && (
              <button type="button" onClick={() => void readAgain()}>
                Read again
              </button>
            )}
            <button type="button" class={isUnsure && !wasNotSaved ? undefined : "primary"} onClick={sendAgain}>
              Try again
            </button>
            {isUnsure && !wasNotSaved && (
              <button type="button" class="primary" onClick={() => void readAgain()}>
                Read the key
              </button>
            )}
          </>
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
        {saved && confirmation?.verdict === "lost" && (
          <button type="button" onClick={() => reviewAgain(result)}>
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
  const { base, prediction } = result.plan;
  const lost = prediction.resetsCounters ? usedOf(parse(base) as Session)?.used : undefined;
  return (
    <>
      <button type="button" aria-describedby="undo-note" onClick={() => undo(result)}>
        <Icon of="undo" /> Undo {count === 1 ? "this change" : `these ${count} changes`}…
      </button>
      <span class="sub" id="undo-note">
        Opens a review of the way back
        {lost !== undefined && lost > 0 && `; the ${formatCount(lost)} requests that were used do not come back`}.
      </span>
    </>
  );
}

function reviewAgain(result: Result): void {
  keepText(result);
  openReview();
}

function backToReview(): void {
  step.value = { name: "asking" };
}

function Steps({ steps }: { steps: StepTaken[] }) {
  const labels = { ok: "done", error: "failed" };
  return (
    <ul class="in steps">
      {steps.map(({ text, tone }, position) =>
        tone === "note" ? (
          <li key={position} class="note">
            {text}
          </li>
        ) : (
          <li key={position}>
            <Icon of={tone} class={tone === "ok" ? "ok" : "err"} label={labels[tone]} /> {text}
          </li>
        ),
      )}
    </ul>
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
    // That the key may have been changed is said no more once it is known what became of it.
    ["What to do", "help" in outcome && !isRefusedAsPredicted(result) && !isFound(result) ? outcome.help : undefined],
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
