import { effect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { names } from "../state/connection";
import { isEmpty, text } from "../state/document";
import { applyFix, report } from "../state/issues";
import { isWhole, openPasted } from "../state/pasted";
import { cursor, editor, leaveIssue } from "../state/place";
import { renamed } from "../state/renamed";
import { formatCount } from "../words/amount";
import { format } from "../words/format";
import { CopyButton } from "./CopyButton";

/** The text itself. The editor comes as a chunk of its own, after the page is there. */
export function Json() {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let stop = () => {};
    let gone = false;
    void import("../editor/editor").then(({ createEditor }) => {
      if (gone || !host.current) return;
      const created = createEditor(host.current, {
        label: "JSON of the key",
        placeholder: "The JSON of a key, or a curl command",
        onText: (changed) => {
          text.value = changed;
        },
        onCursor: (line, column, position) => {
          cursor.value = { line, column, position };
          leaveIssue();
        },
        onPaste: (pasted) => {
          if (!isWhole(pasted)) return false;
          openPasted(pasted);
          return true;
        },
      });
      editor.value = created;
      const stops = [
        effect(() => created.setNames(names.value, renamed.value)),
        effect(() => {
          created.setText(text.value);
          created.setIssues(report.value.issues.filter((issue) => issue.in === "body").map(diagnosticOf));
        }),
      ];
      stop = () => {
        for (const each of stops) each();
        created.destroy();
      };
    });
    return () => {
      gone = true;
      editor.value = undefined;
      stop();
    };
  }, []);
  return (
    <section class="json" aria-labelledby="h-json">
      <header class="pane-head">
        <h2 id="h-json">JSON</h2> <Position /> <span class="grow" />
        <button
          type="button"
          class="quiet"
          disabled={isEmpty.value}
          onClick={() => {
            text.value = format(text.value);
          }}
        >
          Format
        </button>
        <CopyButton text={() => text.value} />
      </header>
      <div class="code" ref={host} />
    </section>
  );
}

function Position() {
  const { line, column } = cursor.value;
  return (
    <span class="sub">
      {formatCount(new TextEncoder().encode(text.value).length)} bytes, Ln {line}, Col {column}
    </span>
  );
}

/** An issue about an object is marked where the object begins, not on all of its lines. */
function endOf([from, to]: [number, number]): number {
  const line = text.value.indexOf("\n", from);
  return line === -1 ? to : Math.min(to, Math.max(from, line));
}

function diagnosticOf(issue: (typeof report.value.issues)[number]) {
  const { fix } = issue;
  return {
    from: issue.range.utf16[0],
    to: endOf(issue.range.utf16),
    severity: issue.severity,
    source: issue.code,
    message: issue.message,
    ...(fix
      ? { actions: [{ name: fix.applicability === "safe" ? "Fix" : fix.title, apply: () => applyFix(issue) }] }
      : {}),
  };
}
