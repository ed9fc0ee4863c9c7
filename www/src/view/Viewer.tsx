import { useEffect, useRef } from "preact/hooks";
import type { Note } from "../editor/notes";

/** A text to look at, in the editor's colours; with `original`, what differs from that; with notes at members. */
export function Viewer(props: { label: string; text: string; original?: string; notes?: Note[] }) {
  const host = useRef<HTMLDivElement>(null);
  const { label, text, original, notes } = props;
  useEffect(() => {
    let gone = false;
    let destroy = () => {};
    void import("../editor/editor").then(({ createViewer }) => {
      if (gone || !host.current) return;
      const view = createViewer(host.current, {
        label,
        text,
        ...(original === undefined ? {} : { original }),
        ...(notes ? { notes } : {}),
      });
      destroy = () => view.destroy();
    });
    return () => {
      gone = true;
      destroy();
    };
  }, [label, text, original, notes]);
  return <div class="code boxed" ref={host} />;
}
