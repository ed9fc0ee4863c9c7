import { useSignal } from "@preact/signals";
import { names, short, target } from "../state/connection";
import { at, base, pointer, remove, revert, session, set } from "../state/document";
import { issuesAt, leadsTo } from "../state/issues";
import { Add } from "./Add";
import { done } from "./done";
import { badgeIssues, isChanged } from "./fields";
import { Icon } from "./Icon";
import { Limits, limitMembers, quotaInWords, rateInWords } from "./Limits";
import { LongList } from "./LongList";
import { Badges, Messages } from "./Messages";
import { Paths } from "./Paths";
import { StringList } from "./StringList";
import { TextOnly } from "./values";

/** The APIs a key opens, each with its own limits where it has some. */
export function Access() {
  const added = useSignal(0);
  const rights = (session.value.access_rights ?? {}) as Record<string, unknown>;
  const loaded = (base.value?.session.access_rights ?? {}) as Record<string, unknown>;
  const gone = Object.keys(loaded).filter((id) => !Object.hasOwn(rights, id));
  return (
    <>
      <Badges id="access" issues={badgeIssues(["access_rights"])} />
      <LongList rows={Object.entries(rights)} added={added} step={50} what="APIs">
        {([id, right]) => (
          <li key={id}>
            <Api id={id} right={right} />
          </li>
        )}
      </LongList>
      <LongList rows={gone} step={50} what="APIs that are gone">
        {(id) => (
          <li key={id} class="in edited gone">
            <s>{nameOf(id, loaded[id])}</s> <code class="note">{short(id)}</code>
            <button
              type="button"
              class="link"
              onClick={(event) => {
                revert([["access_rights", id]]);
                done(event.currentTarget, `${nameOf(id, loaded[id])} is back`);
              }}
            >
              <Icon of="undo" /> put it back
            </button>
          </li>
        )}
      </LongList>
      <Messages id="access" issues={issuesAt(["access_rights"]).filter(({ path }) => path.length === 1)} />
      <Add
        what="API"
        one="an API"
        known={Object.keys(target.value?.context?.apis ?? {})}
        added={added}
        isThere={(id) => Object.hasOwn(rights, id)}
        onAdd={addApi}
      />
    </>
  );
}

function addApi(id: string): void {
  const name = names.value[id] ?? "";
  set(["access_rights", id], JSON.stringify({ api_id: id, api_name: name, versions: ["Default"] }));
}

function nameOf(id: string, right: unknown): string {
  return String(at(right, ["api_name"]) || names.value[id] || "API");
}

/** The members of an access right that have a field, or are said above it. */
const fields = ["api_id", "api_name", "versions", "allowed_urls", "limit"];

function Api({ id, right }: { id: string; right: unknown }) {
  const path = ["access_rights", id];
  const limitPath = [...path, "limit"];
  const limit = at(right, ["limit"]);
  const hasLimit = typeof limit === "object" && limit !== null && Object.keys(limit).length > 0;
  const apis = target.value?.context?.apis;
  const isUnknown = Boolean(apis && !Object.hasOwn(apis, id));
  const issues = issuesAt(path);
  const worst =
    issues.find(({ severity }) => severity === "error") ?? issues.find(({ severity }) => severity === "warning");
  const edited = base.value !== undefined && isChanged([path]);
  const isNew = base.value !== undefined && at(base.value.session, path) === undefined;
  const of = ` for ${nameOf(id, right)}`;
  const isOpened = useSignal(false);
  // What stands at a field of its own is not said twice.
  const claimed = [
    ...["versions", "allowed_urls"].map((name) => [...path, name]),
    ...(hasLimit ? limitMembers.map((name) => [...limitPath, name]) : []),
  ];
  const others = Object.keys(Object(right)).filter((name) => !fields.includes(name));
  const left = issues.filter((issue) => !claimed.some((place) => leadsTo(place, issue.path)));
  return (
    <details
      class={edited ? "item edited" : "item"}
      onToggle={({ currentTarget }) => {
        isOpened.value ||= currentTarget.open;
      }}
    >
      <summary>
        <span>
          {nameOf(id, right)} <code class="note">{short(id)}</code>{" "}
          {isUnknown && <span class="badge warn">unknown here</span>}
        </span>
        <span class="note">{hasLimit ? `${rateInWords(limit)}, ${quotaInWords(limit)}` : "the key's limits"}</span>
        {worst ? (
          <span class={`badge ${worst.severity === "error" ? "err" : "warn"}`}>
            <Icon of={worst.severity} /> {issues.length === 1 ? "1 issue" : `${issues.length} issues`}
          </span>
        ) : (
          <span />
        )}
      </summary>
      {isOpened.value && (
        <div class="inside">
          {hasLimit && <Limits path={limitPath} of={of} />}
          <StringList
            id={`api-${id}-versions`}
            label="Versions"
            path={[...path, "versions"]}
            what="version"
            one="a version"
            by="name"
            of={of}
            echo="of an API that has versions, the ones that are open"
          />
          <Paths id={`api-${id}-paths`} path={[...path, "allowed_urls"]} of={of} />
          {others.length > 0 && (
            <p class="in sub">
              In the text only: <TextOnly names={others} path={path} />
            </p>
          )}
          <Messages id={`api${pointer(path)}`} issues={left} />
          <p class="in">
            {hasLimit ? (
              <button type="button" class="link" onClick={() => remove(limitPath)}>
                Use the key's limits
              </button>
            ) : (
              <button type="button" class="link" onClick={() => set(limitPath, ownLimit())}>
                Give it limits of its own
              </button>
            )}
            {edited && !isNew && (
              <button type="button" class="link" onClick={() => revert([path])}>
                <Icon of="undo" /> back to what was loaded
              </button>
            )}
            <button
              type="button"
              class="link"
              onClick={(event) => {
                remove(path);
                done(event.currentTarget, `removed ${nameOf(id, right)}`);
              }}
            >
              Remove {nameOf(id, right)}
            </button>
          </p>
        </div>
      )}
    </details>
  );
}

/** An own limit replaces all of the key's, so it starts as a copy of them: what is left out would be unlimited. */
function ownLimit(): string {
  const copied = [
    "rate",
    "per",
    "quota_max",
    "quota_renewal_rate",
    "throttle_interval",
    "throttle_retry_limit",
  ].flatMap((name) => {
    const value = session.value[name];
    return typeof value === "number" || typeof value === "bigint" ? [`${JSON.stringify(name)}: ${value}`] : [];
  });
  return copied.length > 0 ? `{${copied.join(", ")}}` : '{"rate": 1000, "per": 60, "quota_max": -1}';
}
