import { useEffect, useRef } from "preact/hooks";

/** A text to look at, in the editor's colours; with `original`, what differs from that. */
export function Viewer(props: { label: string; text: string; original?: string }) {
  const host = useRef<HTMLDivElement>(null);
  const { label, text, original } = props;
  useEffect(() => {
    let gone = false;
    let destroy = () => {};
    void import("../editor/editor").then(({ createViewer }) => {
      if (gone || !host.current) return;
      const view = createViewer(host.current, { label, text, ...(original === undefined ? {} : { original }) });
      destroy = () => view.destroy();
    });
    return () => {
      gone = true;
      destroy();
    };
  }, [label, text, original]);
  return <div class="code boxed" ref={host} />;
}
