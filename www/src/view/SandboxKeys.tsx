import { apiId, endpoint, info, isHashed, keyId, organisationId, short, target } from "../state/connection";
import { showEditor } from "../state/place";
import { loadKey, mayReplace } from "../state/review";

/** The keys that the sandbox has to try; nothing at a real target. `within` is the popover that loading one closes. */
export function SandboxKeys({ within }: { within?: string }) {
  const keys = target.value?.keys ?? [];
  if (keys.length === 0) return null;
  const item = (name: string, id: string, choose: () => void) => (
    <li key={id} class="item in">
      <span>{name}</span> <code class="note">{short(id)}</code>
      <span class="grow" />
      <button
        type="button"
        popovertarget={within}
        popovertargetaction="hide"
        onClick={() => {
          if (!mayReplace()) return;
          choose();
          showEditor();
          void loadKey();
        }}
      >
        Load<span class="vh"> {name}</span>
      </button>
    </li>
  );
  return (
    <>
      <h3>Keys of the sandbox</h3>
      <ul>
        {keys.map((key) =>
          item(key.alias ?? "without an alias", key.keyId, () => {
            if (info.value.subject !== "key") endpoint.value = "dashboard-api";
            keyId.value = key.keyId;
            apiId.value = key.apiId ?? "";
            isHashed.value = false;
          }),
        )}
        {item("the organisation's key", organisationId.value, () => {
          endpoint.value = "gateway-org";
        })}
      </ul>
    </>
  );
}
