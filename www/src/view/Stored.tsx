import { useMemo } from "preact/hooks";
import { type Certainty, effective, type Origin, type Plan } from "tyk-session";
import type { Note } from "../editor/notes";
import { names, target, version, withNames } from "../state/connection";
import { base, planned } from "../state/document";
import { format } from "../words/format";
import { masked, maskedAt } from "../words/secrets";
import { Icon } from "./Icon";
import { Viewer } from "./Viewer";

/** How well a prediction is known, where it is not recorded. */
const howKnown: Record<Certainty, string> = {
  recorded: "",
  documented: " This is known from documentation, not from a recording.",
  assumed: " No gateway before 5.7 was recorded: this is what a 5.7 gateway would store.",
};

/** What is sent and will not be stored so; what is left out of the body is no part of it. */
export function differing({ lost, prediction }: Plan): Plan["lost"] {
  return prediction.status === 200 ? lost.filter(({ sent }) => sent !== undefined) : [];
}

/** Whether nothing can be said before it is known if there is such a key. */
function isUnread(): boolean {
  return !base.value && planned.value?.prediction.status === 404;
}

/** What the gateway answers instead of storing anything. */
export function Refused() {
  const prediction = planned.value?.prediction;
  if (!prediction || prediction.status === 200 || isUnread()) return null;
  return (
    <p class="msg err">
      <Icon of="error" label="error" />
      <span>
        The gateway will refuse this: {prediction.status}
        {prediction.message && ` "${prediction.message}"`}
      </span>
    </p>
  );
}

/** What the gateway will have in its store afterwards, what of it is not what is sent, and why. */
export function Stored() {
  const plan = planned.value;
  const notes = useMemo(() => (plan ? notesOf(plan) : []), [plan]);
  if (!plan) return null;
  const { prediction } = plan;
  const lost = differing(plan);
  if (isUnread())
    return <p>What will be stored depends on the key that is there: read the key and compare, under Changes.</p>;
  // Refused, it still predicts a text: the one that was there before.
  if (prediction.status !== 200 || prediction.stored === undefined)
    return <p>Gateway {version.value} will store nothing: what is there stays as it is.</p>;
  const gone = lost.filter(({ stored }) => stored === undefined);
  return (
    <div class="stack">
      <p>
        What gateway {version.value} will have stored afterwards.{" "}
        {lost.length === 0
          ? "It is what is sent."
          : `${lost.length === 1 ? "1 member differs" : `${lost.length} members differ`} from what is sent.`}
        {howKnown[prediction.certainty]}
      </p>
      {gone.length > 0 && (
        <ul>
          {gone.map(({ pointer, reason }) => (
            <li key={pointer} class="msg warn">
              <Icon of="warning" label="differs" />
              <span>
                <code>{pointer}</code> is sent and not stored: {withNames(reason)}
              </span>
            </li>
          ))}
        </ul>
      )}
      {prediction.undetermined.length > 0 && (
        <p class="msg note">
          <Icon of="info" label="note" />
          <span>the gateway leaves to chance: {prediction.undetermined.join(", ")}</span>
        </p>
      )}
      <Viewer label="Stored text" text={format(masked(prediction.stored))} notes={notes} />
    </div>
  );
}

/** Beside members: where they come from, and what was sent instead. */
function notesOf(plan: Plan): Note[] {
  const { endpoint, prediction } = plan;
  const lost = differing(plan);
  const context = target.value?.context;
  const { members } = effective(prediction.stored ?? "{}", {
    endpoint,
    version: version.value,
    ...(context ? { context } : {}),
  });
  const warnings = lost.map(({ path, sent, reason }) => {
    const value = maskedAt(path, sent ?? "");
    const short = value.length > 40 ? `${value.slice(0, 40)}…` : value;
    return { path, text: `${withNames(reason)}, sent: ${short}`, isWarning: true };
  });
  const places = new Set(lost.map(({ pointer }) => pointer));
  const origins = members.flatMap((member) => {
    const text = originOf(member);
    return text === undefined || member.value === undefined || places.has(member.pointer)
      ? []
      : [{ path: segmentsOf(member.pointer), text, isWarning: false }];
  });
  return [...warnings, ...origins];
}

function originOf(origin: Origin): string | undefined {
  return policiesOf(origin) ?? (origin.source === "gateway" ? "the gateway's own" : undefined);
}

/** "from policy portal-gold" */
export function policiesOf({ source, policies }: Origin): string | undefined {
  const named = policies.map((id) => names.value[id] ?? id).join(", ");
  if (source === "policy") return `from policy ${named}`;
  return source === "merged" ? `joined with policy ${named}` : undefined;
}

/** RFC 6901. */
function segmentsOf(pointer: string): string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((segment) => segment.replaceAll("~1", "/").replaceAll("~0", "~"));
}
