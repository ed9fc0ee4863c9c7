import { useSignal } from "@preact/signals";
import { at, base, clear, edit, pointer, session, set, writtenAt } from "../state/document";
import { Add } from "./Add";
import { done } from "./done";
import { Draft, Row } from "./fields";
import { Icon } from "./Icon";
import { LongList } from "./LongList";
import { InText, isLine, isNothing, TextField } from "./values";

/** The paths of an API that are open, each with its methods; without any, every path is open. */
export function Paths({ id, path, of }: { id: string; path: string[]; of: string }) {
  const value = at(session.value, path);
  const isList = Array.isArray(value);
  const added = useSignal(0);
  const entries: unknown[] = isList ? value : [];
  return (
    <Row
      id={id}
      label="Open paths"
      group
      paths={[path]}
      was={inWords(at(base.value?.session, path))}
      echo={entries.length === 0 ? "every path is open" : "each a regular expression; any other path is refused"}
    >
      {() =>
        isNothing(value) || isList ? (
          <div class="entries paths">
            <LongList rows={entries} added={added} step={20} what="paths">
              {(entry, place) => (
                <Path
                  key={place}
                  id={id}
                  path={[...path, String(place)]}
                  entry={entry}
                  isOnly={entries.length === 1}
                  of={of}
                />
              )}
            </LongList>
            <Add
              what="path"
              one="a path"
              by="pattern"
              said=", open for GET"
              of={of}
              added={added}
              isThere={(pattern) => entries.some((entry) => at(entry, ["url"]) === pattern)}
              onAdd={(pattern) => {
                const json = `{"url": ${JSON.stringify(pattern)}, "methods": ["GET"]}`;
                if (isList) edit({ op: "add", path: `${pointer(path)}/-`, value: json });
                else set(path, `[${json}]`);
              }}
            />
          </div>
        ) : (
          <InText path={path} />
        )
      }
    </Row>
  );
}

function Path(props: { id: string; path: string[]; entry: unknown; isOnly: boolean; of: string }) {
  const { id, path, entry, isOnly, of } = props;
  const number = Number(path.at(-1)) + 1;
  const url = [...path, "url"];
  const described = { id: `${id}-${number}`, "aria-describedby": `${id}-echo ${id}-messages` };
  const isObject = typeof entry === "object" && entry !== null && !Array.isArray(entry);
  return (
    <li>
      {isObject ? (
        <>
          <span class="in">
            <TextField
              path={url}
              class="mono grow"
              isNamed
              attributes={{ ...described, "aria-label": `Path ${number}${of}`, spellcheck: false }}
            />
          </span>
          <Methods path={[...path, "methods"]} id={`${described.id}-methods`} of={`path ${number}${of}`} />
        </>
      ) : (
        <span class="in whole">
          <InText path={path} />
        </span>
      )}
      <button
        type="button"
        class="quiet"
        aria-label={`Remove path ${number}${of}`}
        onClick={(event) => {
          clear(path);
          done(event.currentTarget, `removed path ${number}${isOnly ? ": every path is open now" : ""}`);
        }}
      >
        <Icon of="close" />
      </button>
    </li>
  );
}

/** A token of RFC 9110. */
const token = /^[\w!#$%&'*+.^`|~-]+$/;

function Methods({ path, id, of }: { path: string[]; id: string; of: string }) {
  const value = at(session.value, path);
  const isList = Array.isArray(value) && value.every(isLine);
  if (!isNothing(value) && !isList)
    return (
      <span class="in">
        <InText path={path} />
      </span>
    );
  return (
    <Draft
      read={() => writtenAt(path) ?? ""}
      write={(methods) => set(path, methods)}
      format={() => (isList ? value.join(", ") : "")}
      parse={(typed) => {
        const methods = typed
          .toUpperCase()
          .split(/[\s,]+/)
          .filter(Boolean);
        if (!methods.every((method) => token.test(method))) return undefined;
        return `[${methods.map((method) => JSON.stringify(method)).join(", ")}]`;
      }}
      hint='write methods, for example "GET, POST"'
      class="mono"
      attributes={{ id, "aria-label": `Methods of ${of}`, placeholder: "no method" }}
    />
  );
}

function inWords(value: unknown): string {
  if (isNothing(value)) return "every path";
  if (!Array.isArray(value)) return "no list";
  return value.length === 0 ? "every path" : value.length === 1 ? "1 path" : `${value.length} paths`;
}
