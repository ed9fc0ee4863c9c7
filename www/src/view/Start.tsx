import { useSignal } from "@preact/signals";
import { apiId, endpoint, info, isHashed, keyId, organisationId, short, target } from "../state/connection";
import { open } from "../state/document";
import { loadFailure, loadKey } from "../state/review";
import { isCurl, parseCurl } from "../words/curl";

/** Takes over a pasted body or curl command; the command also names endpoint and ids. */
export function openPasted(pasted: string): void {
  loadFailure.value = undefined;
  if (!isCurl(pasted)) {
    open(pasted);
    return;
  }
  const command = parseCurl(pasted);
  if (command.endpoint && target.value?.endpoints.includes(command.endpoint)) endpoint.value = command.endpoint;
  if (command.apiId) apiId.value = command.apiId;
  if (command.keyId) (info.value.subject === "key" ? keyId : organisationId).value = command.keyId;
  isHashed.value = command.isHashed;
  open(command.body);
}

/** What the page shows before there is a text. */
export function Start() {
  const pasted = useSignal("");
  const keys = target.value?.keys ?? [];
  return (
    <section class="start" aria-labelledby="h-start">
      <h2 id="h-start">Nothing is loaded yet</h2>
      <p>
        Name a key above and load it: what you change is then compared with what the server has. Or bring a body of your
        own, and load the key later.
      </p>
      {keys.length > 0 && (
        <>
          <h3>Keys of the sandbox</h3>
          <ul>
            {keys.map((key) => (
              <li key={key.keyId} class="item in">
                <span>{key.alias}</span> <code class="note">{short(key.keyId)}</code>
                <span class="grow" />
                <button
                  type="button"
                  onClick={() => {
                    if (info.value.subject !== "key") endpoint.value = "dashboard-api";
                    keyId.value = key.keyId;
                    apiId.value = key.apiId ?? "";
                    void loadKey();
                  }}
                >
                  Load<span class="vh"> {key.alias}</span>
                </button>
              </li>
            ))}
            <li class="item in">
              <span>the organisation itself</span> <code class="note">{short(organisationId.value)}</code>
              <span class="grow" />
              <button
                type="button"
                onClick={() => {
                  endpoint.value = "gateway-org";
                  void loadKey();
                }}
              >
                Load<span class="vh"> the organisation's key</span>
              </button>
            </li>
          </ul>
        </>
      )}
      <h3>
        <label for="pasted">A body, or a curl command</label>
      </h3>
      <textarea
        id="pasted"
        class="mono"
        rows={8}
        spellcheck={false}
        autocomplete="off"
        aria-describedby="pasted-note"
        value={pasted.value}
        onPaste={(event) => {
          // Taken from the clipboard, because a text area would replace every \r\n.
          const whole = event.clipboardData?.getData("text/plain") ?? "";
          if (pasted.value !== "" || whole.trim() === "") return;
          event.preventDefault();
          openPasted(whole);
        }}
        onInput={(event) => {
          pasted.value = event.currentTarget.value;
        }}
      />
      <p class="in">
        <button
          type="button"
          class="primary"
          disabled={pasted.value.trim() === ""}
          onClick={() => openPasted(pasted.value)}
        >
          Open
        </button>
        <span class="sub" id="pasted-note">
          Nothing is sent. Headers of a command are left out: secrets stay on the server.
        </span>
      </p>
    </section>
  );
}
