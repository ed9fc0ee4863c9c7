import type { Issue } from "tyk-session";
import { names, short, target } from "../state/connection";
import { base, edit, pointer, revert, session, set } from "../state/document";
import { issuesAt } from "../state/issues";
import { Add } from "./Add";
import { done } from "./done";
import { isChanged } from "./fields";
import { Icon } from "./Icon";
import { Messages } from "./Messages";

const list = ["apply_policies"];
/** The one policy of old keys, which applies as long as the list is empty. */
const single = ["apply_policy_id"];

/** The policies that apply to a key, in their order, and where they stand. */
function policiesOf(key: Record<string, unknown> | undefined): { id: string; path: string[] }[] {
  const ids = Array.isArray(key?.apply_policies) ? key.apply_policies.map(String) : [];
  if (ids.length > 0) return ids.map((id, position) => ({ id, path: [...list, String(position)] }));
  const id = key?.apply_policy_id;
  return typeof id === "string" && id !== "" ? [{ id, path: single }] : [];
}

/** The policies of a key. */
export function Policies() {
  const policies = policiesOf(session.value);
  const loaded = policiesOf(base.value?.session);
  const isEdited = base.value !== undefined && isChanged([list, single]);
  const known = Object.keys(target.value?.context?.policies ?? {});
  return (
    <>
      <ul class={isEdited ? "edited" : undefined}>
        {policies.map(({ id, path }) => (
          <li key={pointer(path)} class="item in">
            <span>{names.value[id] ?? "policy"}</span> <code class="note">{short(id)}</code>
            {issuesAt(path).some(isUnknown) && <span class="badge warn">unknown here</span>}
            <span class="grow" />
            <button
              type="button"
              class="link"
              onClick={(event) => {
                edit({ op: "remove", path: pointer(path) });
                done(event.currentTarget, `removed ${names.value[id] ?? id}`);
              }}
            >
              Remove<span class="vh"> {names.value[id] ?? id}</span>
            </button>
          </li>
        ))}
      </ul>
      {policies.length === 0 && <p class="sub">No policy: the key's own limits and APIs count.</p>}
      {isEdited && (
        <button
          type="button"
          class="link"
          onClick={(event) => {
            revert([list, single]);
            done(event.currentTarget, "the policies are back");
          }}
        >
          <Icon of="undo" /> was {loaded.map(({ id }) => names.value[id] ?? short(id)).join(", ") || "empty"}
        </button>
      )}
      <Messages id="policies" issues={issuesAt(list, single)} />
      <Add
        what="policy"
        one="a policy"
        known={known}
        isThere={(id) => policies.some((policy) => policy.id === id)}
        onAdd={addPolicy}
      />
    </>
  );
}

function isUnknown({ code }: Issue): boolean {
  return code === "policy-unknown";
}

function addPolicy(id: string): void {
  const value = JSON.stringify(id);
  // Beside a list the one policy would not apply any more: it becomes the list's first.
  const moved = issuesAt(single).find(({ code }) => code === "apply-policy-id-deprecated")?.fix?.patch ?? [];
  if (moved.length > 0 || Array.isArray(session.value.apply_policies))
    edit(...moved, { op: "add", path: "/apply_policies/-", value });
  else set(list, `[${value}]`);
}
