import { type EditorState, type Extension, type Line, type Range, RangeSet } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, GutterMarker, gutter } from "@codemirror/view";
import { placeOf, Words } from "./hints";

/** What there is to say about a member, at the end of the line on which its value begins. */
export interface Note {
  path: string[];
  text: string;
  /** Whether it is not what one would expect. */
  isWarning: boolean;
}

/** The shape of a note in the gutter is that of an issue: a triangle for a warning, else a ring. */
class Mark extends GutterMarker {
  constructor(readonly isWarning: boolean) {
    super();
  }
  override eq(other: Mark): boolean {
    return other.isWarning === this.isWarning;
  }
  override toDOM(): HTMLElement {
    const element = document.createElement("div");
    element.className = `cm-lint-marker-${this.isWarning ? "warning" : "info"}`;
    return element;
  }
}

const marks = { warning: new Mark(true), note: new Mark(false) };

/** Notes with the lines that they stand at. */
function placed(state: EditorState, notes: Note[]): (Note & { line: Line })[] {
  return notes.flatMap((note) => {
    const place = placeOf(state, note.path);
    return place ? [{ ...note, line: state.doc.lineAt(place.from) }] : [];
  });
}

export function notesAt(notes: Note[]): Extension {
  if (notes.length === 0) return [];
  const words = EditorView.decorations.of((view): DecorationSet => {
    const decorations: Range<Decoration>[] = [];
    for (const { text, isWarning, line } of placed(view.state, notes)) {
      if (isWarning) decorations.push(Decoration.line({ class: "cm-note-warn" }).range(line.from));
      decorations.push(Decoration.widget({ widget: new Words(text, "cm-hint"), side: 1 }).range(line.to));
    }
    return Decoration.set(decorations, true);
  });
  const beside = gutter({
    class: "cm-gutter-lint",
    markers: (view) => {
      const ranges = placed(view.state, notes).map(({ line, isWarning }) =>
        (isWarning ? marks.warning : marks.note).range(line.from),
      );
      return RangeSet.of(ranges, true);
    },
  });
  return [words, beside];
}
