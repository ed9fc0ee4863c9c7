import { ensureSyntaxTree, syntaxTree } from "@codemirror/language";
import { type EditorState, Facet, type Range } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, ViewPlugin, type ViewUpdate, WidgetType } from "@codemirror/view";
import { parse } from "tyk-session";
import { meaningOf } from "../words/meaning";
import { isSecret, mask, writtenSecret } from "../words/secrets";

type SyntaxNode = ReturnType<ReturnType<typeof syntaxTree>["resolve"]>;

/** Names of APIs and policies by id. */
export const knownNames = Facet.define<Record<string, string>, Record<string, string>>({
  combine: (given) => given[0] ?? {},
});

/** Names of metadata that stand for secrets, whatever they say. */
export const maskedNames = Facet.define<string[], string[]>({ combine: (given) => given[0] ?? [] });

export class Words extends WidgetType {
  constructor(
    readonly text: string,
    readonly className: string,
  ) {
    super();
  }
  override eq(other: Words): boolean {
    return other.text === this.text && other.className === this.className;
  }
  override toDOM(): HTMLElement {
    const element = document.createElement("span");
    element.className = this.className;
    element.textContent = this.text;
    return element;
  }
}

/** Beside numbers what they say in words, and dots in place of secrets. The text itself is not touched. */
export const hints = ViewPlugin.fromClass(
  class {
    words: DecorationSet;
    secrets: DecorationSet;
    constructor(view: EditorView) {
      [this.words, this.secrets] = decorate(view);
    }
    update(update: ViewUpdate): void {
      const changed =
        update.docChanged ||
        update.viewportChanged ||
        update.startState.facet(knownNames) !== update.state.facet(knownNames) ||
        update.startState.facet(maskedNames) !== update.state.facet(maskedNames);
      if (changed || syntaxTree(update.startState) !== syntaxTree(update.state))
        [this.words, this.secrets] = decorate(update.view);
    }
  },
  {
    provide: (plugin) => [
      EditorView.decorations.of((view) => view.plugin(plugin)?.words ?? Decoration.none),
      EditorView.decorations.of((view) => view.plugin(plugin)?.secrets ?? Decoration.none),
      EditorView.atomicRanges.of((view) => view.plugin(plugin)?.secrets ?? Decoration.none),
    ],
  },
);

function decorate({ state, visibleRanges }: EditorView): [words: DecorationSet, secrets: DecorationSet] {
  const words: Range<Decoration>[] = [];
  // By place, because a text that is broken is searched twice.
  const secrets = new Map<number, Range<Decoration>>();
  const hide = (from: number, to: number) => {
    if (to > from) secrets.set(from, Decoration.replace({ widget: new Words(mask, "cm-secret") }).range(from, to));
  };
  const names = state.facet(knownNames);
  const renamed = state.facet(maskedNames).map((name) => `meta_data/${name}`);
  for (const { from, to } of visibleRanges) {
    const tree = ensureSyntaxTree(state, to, 500) ?? syntaxTree(state);
    tree.iterate({
      from,
      to,
      enter: ({ name, node }) => {
        if (name !== "String" && name !== "Number") return;
        const path = pathOf(node, state);
        if (name === "String" && (isSecret(path) || (path.length === 2 && renamed.includes(path.join("/"))))) {
          hide(node.from + 1, node.to - 1);
          return;
        }
        const meaning = meaningOf(path, read(node, state), names);
        if (meaning) {
          const widget = Decoration.widget({ widget: new Words(meaning, "cm-hint"), side: 1 });
          words.push(widget.range(state.doc.lineAt(node.to).to));
        }
      },
    });
    for (const match of state.sliceDoc(from, to).matchAll(writtenSecret)) {
      const end = from + match.index + match[0].length;
      hide(end - (match.groups?.secret?.length ?? 0), end);
    }
  }
  return [Decoration.set(words, true), Decoration.set([...secrets.values()], true)];
}

/** The names that lead to a value; an element of an array counts as the array's member. */
function pathOf(node: SyntaxNode, state: EditorState): string[] {
  const path: string[] = [];
  for (let inner: SyntaxNode | null = node; inner; inner = inner.parent) {
    if (inner.name === "Array") path.unshift("");
    const name = inner.name === "Property" ? inner.getChild("PropertyName") : null;
    if (name) path.unshift(String(read(name, state) ?? ""));
  }
  return path;
}

/** Where the value stands that these names lead to. */
export function placeOf(state: EditorState, path: string[]): { from: number; to: number } | undefined {
  let value = (ensureSyntaxTree(state, state.doc.length, 500) ?? syntaxTree(state)).topNode.firstChild;
  for (const name of path) {
    const property = value?.getChildren("Property").find((candidate) => {
      const written = candidate.getChild("PropertyName");
      return written && read(written, state) === name;
    });
    value = property?.lastChild ?? null;
  }
  return value ? { from: value.from, to: value.to } : undefined;
}

function read(node: SyntaxNode, state: EditorState): unknown {
  try {
    return parse(state.sliceDoc(node.from, node.to));
  } catch {
    return undefined;
  }
}
