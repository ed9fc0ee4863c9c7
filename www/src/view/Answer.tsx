import { host, info, withoutKeyId } from "../state/connection";
import { closeReview, isSuccess, keepText, type Result, readAgain, showStored, step } from "../state/review";
import { format } from "../words/format";
import { masked } from "../words/secrets";
import { formatClock } from "../words/time";
import { Icon } from "./Icon";
import { outcomeTitle } from "./outcome";
import { ChangeTable } from "./Review";
import { Viewer } from "./Viewer";

type Verdict = { tone: "ok" | "warn" | "err"; title: string; advice?: string };

function verdictOf(result: Result): Verdict {
  const { put, readBack, comparison, isLost } = result;
  if (!put.outcome)
    return {
      tone: "err",
      title: `No answer from ${host.value}`,
      advice: "Nobody knows whether the key was changed. Close this, load the key and look.",
    };
  if (!isSuccess(put.outcome)) return { tone: "err", title: `Not saved: ${outcomeTitle(put.outcome, info.value)}` };
  if (!comparison)
    return {
      tone: "warn",
      title: `Answered ${put.outcome.status}, but not confirmed: ${outcomeTitle(readBack?.outcome, info.value)}`,
      advice: "The key could not be read back. Read it again before you rely on it.",
    };
  if (comparison.differs.length === 0) return { tone: "ok", title: "Saved and confirmed" };
  if (isLost)
    return {
      tone: "err",
      title: `Answered ${put.outcome.status}, but the old key is back`,
      advice:
        info.value.subject === "organisation"
          ? "A gateway that hashes keys writes its cached copy over a new organisation key while requests keep coming. Send again when no request of the organisation has come for 10 seconds, or set local_session_cache.disable_cached_session_state on every gateway. Your text is kept here."
          : "Nothing of what was changed is there. Read again, or load the key and look. Your text is kept here.",
    };
  const count = comparison.differs.length;
  return {
    tone: "warn",
    title: count === 1 ? "Saved, but 1 member says something else" : `Saved, but ${count} members say something else`,
    advice: "What is stored differs from what was sent in these members.",
  };
}

/** What came back, and whether it is what was sent. */
export function Answer({ result }: { result: Result }) {
  const { put, readBack, comparison } = result;
  const verdict = verdictOf(result);
  const saved = isSuccess(put.outcome);
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
      <div class="body stack" role={verdict.tone === "ok" ? "status" : "alert"}>
        <Steps result={result} />
        {verdict.advice && <p>{verdict.advice}</p>}
        {comparison && comparison.differs.length > 0 && (
          <ChangeTable changes={comparison.differs} heads={["Sent", "Stored now"]} />
        )}
        <Normalised result={result} />
        {put.text !== "" && (
          <details>
            <summary>Answer, as it came</summary>
            <Viewer label="Answer" text={withoutKeyId(masked(format(put.text)))} />
          </details>
        )}
        {readBack && readBack.text !== "" && (
          <details>
            <summary>Read-back, as it came</summary>
            <Viewer label="Read-back" text={withoutKeyId(masked(format(readBack.text)))} />
          </details>
        )}
      </div>
      <footer>
        <span class="grow" />
        {!saved && (
          <button type="button" class="primary" onClick={backToReview}>
            Back to the review
          </button>
        )}
        {saved && verdict.tone !== "ok" && (
          <>
            <button type="button" onClick={() => void readAgain()}>
              Read again
            </button>
            <button type="button" onClick={() => keepText(result)}>
              Keep my text
            </button>
          </>
        )}
        {saved && (
          <button type="button" class="primary" onClick={() => showStored(result)}>
            {verdict.tone === "ok" ? "Done" : "Show what is stored"}
          </button>
        )}
      </footer>
    </section>
  );
}

function backToReview(): void {
  step.value = { name: "asking" };
}

function Steps({ result }: { result: Result }) {
  const { put, readBack, comparison } = result;
  return (
    <ul class="in steps">
      <Step tone="ok">sent {formatClock(put.at)}</Step>
      <Step tone={isSuccess(put.outcome) ? "ok" : "error"}>
        {put.outcome
          ? `answered ${put.outcome.status || "with a redirect"} in ${put.took} ms`
          : `no answer after ${put.took} ms`}
      </Step>
      {comparison && readBack && (
        <>
          <Step tone="ok">read back in {readBack.took} ms</Step>
          <Step tone={comparison.differs.length === 0 ? "ok" : "warning"}>
            {comparison.kept} members kept{comparison.differs.length > 0 && `, ${comparison.differs.length} differ`}
          </Step>
        </>
      )}
      {!comparison && <li class="note">not read back</li>}
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
  const { outcome } = result.put;
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
