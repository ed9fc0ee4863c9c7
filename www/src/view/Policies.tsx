import { names, short, target } from "../state/connection";
import { base, edit, pointer, revert, session, set } from "../state/document";
import { issuesAt } from "../state/issues";
import { Add } from "./Access";
import { isChanged } from "./fields";
import { Icon } from "./Icon";
import { Messages } from "./Messages";

const path = ["apply_policies"];

/** The policies of a key, in their order. */
export function Policies() {
  const list = Array.isArray(session.value.apply_policies) ? session.value.apply_policies.map(String) : [];
  const loaded = base.value?.session.apply_policies;
  const known = Object.keys(target.value?.context?.policies ?? {});
  return (
    <>
      <ul class={base.value && isChanged([path]) ? "edited" : undefined}>
        {list.map((id, position) => (
          <li key={position} class="item in">
            <span>{names.value[id] ?? "policy"}</span> <code class="note">{short(id)}</code>
            {known.length > 0 && !known.includes(id) && <span class="badge warn">unknown here</span>}
            <span class="grow" />
            <button
              type="button"
              class="link"
              onClick={() => edit({ op: "remove", path: pointer([...path, String(position)]) })}
            >
              Take it off<span class="vh">: {names.value[id] ?? id}</span>
            </button>
          </li>
        ))}
      </ul>
      {list.length === 0 && <p class="sub">No policy: the key's own limits and APIs count.</p>}
      {base.value && isChanged([path]) && (
        <button type="button" class="link" onClick={() => revert([path])}>
          <Icon of="undo" /> was{" "}
          {Array.isArray(loaded) && loaded.length > 0
            ? loaded.map((id) => names.value[id] ?? short(String(id))).join(", ")
            : "empty"}
        </button>
      )}
      <Messages id="policies" issues={issuesAt(path, ["apply_policy_id"])} />
      <Add what="policy" known={known.filter((id) => !list.includes(id))} onAdd={addPolicy} />
    </>
  );
}

function addPolicy(id: string): void {
  if (Array.isArray(session.value.apply_policies))
    edit({ op: "add", path: "/apply_policies/-", value: JSON.stringify(id) });
  else set(path, JSON.stringify([id]));
}
