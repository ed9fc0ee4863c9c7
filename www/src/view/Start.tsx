import { useSignal } from "@preact/signals";
import { openPasted } from "../state/pasted";
import { SandboxKeys } from "./SandboxKeys";

/** What the page shows before there is a text. */
export function Start() {
  const pasted = useSignal("");
  return (
    <section class="start" aria-labelledby="h-start">
      <h2 id="h-start">Nothing is loaded yet</h2>
      <p>
        Name a key above and load it: what you change is then compared with what the server has. Or bring a body of your
        own, and load the key later.
      </p>
      <SandboxKeys />
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
