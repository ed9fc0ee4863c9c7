import { useSignal } from "@preact/signals";
import { Icon } from "./Icon";

/** Copies what the function gives at the time of the click, and says that it did. */
export function CopyButton(props: { text: () => string; label?: string }) {
  const said = useSignal("");
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(props.text());
      said.value = "Copied";
    } catch {
      said.value = "Not allowed";
    }
    setTimeout(() => {
      said.value = "";
    }, 2000);
  };
  return (
    <button type="button" class="quiet" onClick={() => void copy()}>
      <Icon of="copy" /> <span aria-live="polite">{said.value || props.label || "Copy"}</span>
    </button>
  );
}
