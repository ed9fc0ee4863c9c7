import { defaultKeymap, history, historyKeymap, isolateHistory } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { bracketMatching, indentUnit } from "@codemirror/language";
import { type Diagnostic, lintGutter, setDiagnostics } from "@codemirror/lint";
import { unifiedMergeView } from "@codemirror/merge";
import { Annotation, Compartment, EditorState, type Extension } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
  placeholder,
} from "@codemirror/view";
import { hints, knownNames, maskedNames, placeOf } from "./hints";
import { type Note, notesAt } from "./notes";
import { theme } from "./theme";

export interface EditorOptions {
  label: string;
  placeholder: string;
  onText: (text: string) => void;
  onCursor: (line: number, column: number, position: number) => void;
  /** Says whether it took the pasted text over. */
  onPaste: (pasted: string) => boolean;
}

export interface Editor {
  setText(text: string): void;
  setIssues(issues: Diagnostic[]): void;
  /** What is known by its id, and which metadata stays masked whatever its name. */
  setNames(names: Record<string, string>, masked: string[]): void;
  select(from: number, to: number): void;
  /** Selects the value that these names lead to. */
  selectMember(path: string[]): void;
  focus(): void;
  destroy(): void;
}

const fromOutside = Annotation.define<boolean>();
// Only \n ends a line: a text with \r\n keeps both, and positions are those of the text.
const lines = EditorState.lineSeparator.of("\n");
const common: Extension = [lines, json(), indentUnit.of("  "), hints, theme, EditorView.lineWrapping];

/** The text of the key. Lives in a shadow root, where CodeMirror's styles need no inline style element. */
export function createEditor(host: HTMLElement, options: EditorOptions): Editor {
  const names = new Compartment();
  const view = mount(host, "", [
    lintGutter(),
    lineNumbers(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    history(),
    drawSelection(),
    bracketMatching(),
    names.of([]),
    placeholder(options.placeholder),
    EditorView.contentAttributes.of({ "aria-label": options.label, tabindex: "0" }),
    keymap.of([...defaultKeymap, ...historyKeymap]),
    EditorView.domEventHandlers({
      paste: (event) => {
        const taken = options.onPaste(event.clipboardData?.getData("text/plain") ?? "");
        if (taken) event.preventDefault();
        return taken;
      },
    }),
    EditorView.updateListener.of((update) => {
      if (update.docChanged && !update.transactions.some((transaction) => transaction.annotation(fromOutside)))
        options.onText(update.state.doc.toString());
      if (update.docChanged || update.selectionSet) {
        const { head } = update.state.selection.main;
        const line = update.state.doc.lineAt(head);
        options.onCursor(line.number, head - line.from + 1, head);
      }
    }),
  ]);

  const select = (from: number, to: number) => {
    const end = view.state.doc.length;
    const selection = { anchor: Math.min(from, end), head: Math.min(to, end) };
    view.dispatch({ selection, effects: EditorView.scrollIntoView(selection.anchor, { y: "center" }) });
  };

  return {
    setText(text) {
      const change = difference(view.state.doc.toString(), text);
      // One step of undo each, so that taking back an edit of the form does not take back what came before it.
      if (change) view.dispatch({ changes: change, annotations: [fromOutside.of(true), isolateHistory.of("full")] });
    },
    setIssues(issues) {
      const end = view.state.doc.length;
      const inside = issues.map((issue) => ({
        ...issue,
        from: Math.min(issue.from, end),
        to: Math.min(issue.to, end),
      }));
      view.dispatch(setDiagnostics(view.state, inside));
    },
    setNames(known, masked) {
      view.dispatch({ effects: names.reconfigure([knownNames.of(known), maskedNames.of(masked)]) });
    },
    select,
    selectMember(path) {
      const place = placeOf(view.state, path);
      if (place) select(place.from, place.to);
    },
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  };
}

/** A text to look at; with `original`, what differs from that; with notes at its members. */
export function createViewer(
  host: HTMLElement,
  options: { label: string; text: string; original?: string; notes?: Note[] },
): EditorView {
  const merge =
    options.original === undefined
      ? []
      : unifiedMergeView({
          original: options.original,
          mergeControls: false,
          syntaxHighlightDeletions: false,
          collapseUnchanged: { margin: 2, minSize: 4 },
        });
  return mount(host, options.text, [
    EditorState.readOnly.of(true),
    EditorView.editable.of(false),
    EditorView.contentAttributes.of({ "aria-label": options.label, "aria-readonly": "true", tabindex: "0" }),
    merge,
    notesAt(options.notes ?? []),
  ]);
}

function mount(host: HTMLElement, doc: string, extensions: Extension): EditorView {
  const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
  return new EditorView({
    root,
    parent: root as unknown as HTMLElement,
    state: EditorState.create({ doc, extensions: [extensions, common] }),
  });
}

/** One replacement that turns `before` into `after`, as short as can be, so that the cursor stays where it was. */
function difference(before: string, after: string): { from: number; to: number; insert: string } | undefined {
  if (before === after) return undefined;
  let from = 0;
  while (from < before.length && from < after.length && before[from] === after[from]) from += 1;
  let to = before.length;
  let end = after.length;
  while (to > from && end > from && before[to - 1] === after[end - 1]) {
    to -= 1;
    end -= 1;
  }
  return { from, to, insert: after.slice(from, end) };
}
