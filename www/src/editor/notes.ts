import type { Extension, Range } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView } from "@codemirror/view";
import { placeOf, Words } from "./hints";

/** What there is to say about a member, at the end of the line on which its value begins. */
export interface Note {
  path: string[];
  text: string;
  /** Whether it is not what one would expect. */
  isWarning: boolean;
}

export function notesAt(notes: Note[]): Extension {
  return EditorView.decorations.of((view): DecorationSet => {
    const decorations: Range<Decoration>[] = [];
    for (const { path, text, isWarning } of notes) {
      const place = placeOf(view.state, path);
      if (!place) continue;
      const line = view.state.doc.lineAt(place.from);
      if (isWarning) decorations.push(Decoration.line({ class: "cm-note-warn" }).range(line.from));
      decorations.push(Decoration.widget({ widget: new Words(text, "cm-hint"), side: 1 }).range(line.to));
    }
    return Decoration.set(decorations, true);
  });
}
