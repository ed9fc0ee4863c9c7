import { useSignal } from "@preact/signals";
import { at, base, clear, edit, pointer, session, set } from "../state/document";
import { Add } from "./Add";
import { done } from "./done";
import { Row } from "./fields";
import { Icon } from "./Icon";
import { LongList } from "./LongList";
import { InText, isLine, isNothing, jsonAt } from "./values";

/** A member that is a list of texts, each with a button that removes it. */
export function StringList(props: {
  id: string;
  label: string;
  path: string[];
  what: string;
  /** "a tag" */
  one: string;
  /** What is typed, as in "id" of a certificate. */
  by: string;
  /** Where more than one of these lists stands on the page: " for Orders API". */
  of?: string;
  known?: string[];
  echo?: string;
}) {
  const { id, label, path, what, one, by, of = "", known, echo } = props;
  const value = at(session.value, path);
  const isList = Array.isArray(value);
  const added = useSignal(0);
  const entries: unknown[] = isList ? value : [];
  return (
    <Row id={id} label={label} group paths={[path]} was={inWords(at(base.value?.session, path), what)} echo={echo}>
      {() =>
        isNothing(value) || isList ? (
          <div class="chips">
            <LongList rows={entries} added={added} step={100} what={`${what}s`}>
              {(entry, place) => {
                const isPlain = isLine(entry) && entry.trim() !== "";
                const said = isPlain ? entry : jsonAt([...path, String(place)]);
                return (
                  <li key={place} class="badge">
                    {isPlain ? <span>{said}</span> : <code>{said}</code>}
                    <button
                      type="button"
                      class="quiet"
                      aria-label={`Remove ${what} ${said}${of}`}
                      onClick={(event) => {
                        clear([...path, String(place)]);
                        done(event.currentTarget, `removed ${what} ${said}`);
                      }}
                    >
                      <Icon of="close" />
                    </button>
                  </li>
                );
              }}
            </LongList>
            <Add
              what={what}
              one={one}
              by={by}
              of={of}
              known={known ?? []}
              added={added}
              isThere={(entry) => entries.includes(entry)}
              onAdd={(entry) => {
                const json = JSON.stringify(entry);
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

function inWords(value: unknown, what: string): string {
  if (isNothing(value)) return "empty";
  if (!Array.isArray(value)) return "no list";
  if (value.length === 0) return "empty";
  const said = value.every(isLine) ? value.join(", ") : "";
  if (said !== "" && said.length <= 40) return said;
  return value.length === 1 ? `1 ${what}` : `${value.length} ${what}s`;
}
