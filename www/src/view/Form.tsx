import type { ComponentChildren } from "preact";
import type { Severity } from "tyk-session";
import { base, isBroken, isEmpty, isOfUse, session } from "../state/document";
import { issuesAt, report } from "../state/issues";
import { Access } from "./Access";
import { Advanced, advancedMembers } from "./Advanced";
import { Credentials, credentialMembers } from "./Credentials";
import { Icon, severityClass, severityLabel } from "./Icon";
import { Labels, labelMembers } from "./Labels";
import { Lifetime } from "./Lifetime";
import { Limits, limitMembers } from "./Limits";
import { Policies } from "./Policies";
import { Start } from "./Start";
import { TextOnly } from "./values";

/** The groups of the form and the members they speak for. */
const groups: { id: string; title: string; members: string[]; ofKeys?: true; content: () => ComponentChildren }[] = [
  {
    id: "limits",
    title: "Limits",
    members: limitMembers,
    content: () => <Limits path={[]} of="" />,
  },
  { id: "access", title: "Access", members: ["access_rights"], ofKeys: true, content: () => <Access /> },
  {
    id: "policies",
    title: "Policies",
    members: ["apply_policies", "apply_policy_id"],
    ofKeys: true,
    content: () => <Policies />,
  },
  { id: "lifetime", title: "Lifetime", members: ["expires", "is_inactive"], content: () => <Lifetime /> },
  {
    id: "credentials",
    title: "Credentials",
    members: credentialMembers,
    ofKeys: true,
    content: () => <Credentials />,
  },
  { id: "labels", title: "Tags and metadata", members: labelMembers, content: () => <Labels /> },
  { id: "advanced", title: "Advanced", members: advancedMembers, content: () => <Advanced /> },
];

export function Form() {
  if (isEmpty.value && !base.value) return <Start />;
  const shown = groups.filter(({ ofKeys, members }) => !ofKeys || isOfUse(members));
  return (
    <>
      <nav class="pane-head" aria-label="Groups">
        {shown.map(({ id, title, members }) => (
          <a
            key={id}
            href={`#${id}`}
            // Where the line is too narrow for all of them, a browser is content to show the focus in part.
            onFocus={({ currentTarget }) => currentTarget.scrollIntoView({ block: "nearest", inline: "nearest" })}
          >
            {title} <Worst members={members} />
          </a>
        ))}
      </nav>
      {isBroken.value && (
        <p class="msg err notice">
          <Icon of="error" />
          <span>The text is not a JSON object now: the form is paused; it shows the last valid text.</span>
        </p>
      )}
      <div class="groups" inert={isBroken.value}>
        {shown.map(({ id, title, content }) => (
          <section key={id} id={id} aria-labelledby={`h-${id}`}>
            <h2 id={`h-${id}`}>{title}</h2>
            {content()}
          </section>
        ))}
        <Others groups={shown} />
      </div>
      <datalist id="durations">
        {["1 second", "10 seconds", "1 minute", "1 hour", "1 day", "30 days"].map((duration) => (
          <option key={duration} value={duration} />
        ))}
      </datalist>
    </>
  );
}

/** The mark of the worst issue in a group. */
function Worst({ members }: { members: string[] }) {
  const issues = issuesAt(...members.map((name) => [name]));
  const severity = (["error", "warning"] satisfies Severity[]).find((level) =>
    issues.some((issue) => issue.severity === level),
  );
  if (!severity) return null;
  return (
    <Icon
      of={severity}
      class={severityClass[severity]}
      label={`has ${severity === "error" ? "an" : "a"} ${severityLabel[severity]}`}
    />
  );
}

/** Members without a row here; they stay in the text as they are. */
function Others({ groups }: { groups: { members: string[] }[] }) {
  const shown = new Set(groups.flatMap(({ members }) => members));
  const others = Object.keys(session.value).filter((name) => !shown.has(name));
  const { errors } = report.value;
  if (others.length === 0 || (isBroken.value && errors > 0)) return null;
  return (
    <section aria-labelledby="h-others">
      <h2 id="h-others">In the text only</h2>
      <p class="sub">These members have no field here. Edit them in the JSON; the form leaves them as they are.</p>
      <p class="in">
        <TextOnly names={others} path={[]} />
      </p>
    </section>
  );
}
