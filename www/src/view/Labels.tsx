import { computed, useSignal } from "@preact/signals";
import { at, base, clear, edit, namesAt, pointer, session, set } from "../state/document";
import { isMasked, keepMasked } from "../state/renamed";
import { Add } from "./Add";
import { done } from "./done";
import { type Described, Draft, Row } from "./fields";
import { Icon } from "./Icon";
import { LongList } from "./LongList";
import { Secret } from "./Secret";
import { StringList } from "./StringList";
import { InText, isLine, isNothing, TextField, textInWords } from "./values";

export const labelMembers = ["alias", "tags", "meta_data"];
const path = ["meta_data"];
const written = computed(() => namesAt(path));

/** What people and analytics know a key by. */
export function Labels() {
  return (
    <>
      <Row id="alias" label="Alias" paths={[["alias"]]} was={textInWords(["alias"])}>
        {(described: Described) => <TextField path={["alias"]} attributes={{ ...described }} />}
      </Row>
      <StringList id="tags" label="Tags" path={["tags"]} what="tag" one="a tag" by="name" />
      <Metadata />
    </>
  );
}

function Metadata() {
  const value = at(session.value, path);
  const isMap = typeof value === "object" && value !== null && !Array.isArray(value);
  return (
    <Row id="metadata" label="Metadata" group paths={[path]} was={inWords(at(base.value?.session, path))}>
      {() =>
        isMap || isNothing(value) ? (
          <Entries />
        ) : (
          <>
            not an object: it has no names and values <InText path={path} />
          </>
        )
      }
    </Row>
  );
}

function Entries() {
  const added = useSignal(0);
  const names = written.value;
  return (
    <div class="entries">
      <LongList rows={names} added={added} step={50} what="names">
        {(name, place) => (
          <li key={place}>
            <Name name={name} place={place} />
            <span class="in">
              <Value name={name} id={idOf(place)} />
            </span>
            <button
              type="button"
              class="quiet"
              aria-label={`Remove metadata ${name}`}
              onClick={(event) => {
                clear([...path, name]);
                done(event.currentTarget, `removed metadata ${name}`);
              }}
            >
              <Icon of="close" />
            </button>
          </li>
        )}
      </LongList>
      <Add
        what="metadata"
        one="the metadata"
        by="name"
        added={added}
        isThere={(name) => names.includes(name)}
        onAdd={(name) => {
          keepMasked(name, false);
          set([...path, name], '""');
          // Before the next key is pressed.
          queueMicrotask(() => document.getElementById(idOf(names.length))?.focus());
        }}
      />
    </div>
  );
}

function idOf(place: number): string {
  return `metadata-${place}`;
}

/** A name keeps its place in the text while it is typed; one that is there already would take the other's value. */
function Name({ name, place }: { name: string; place: number }) {
  const attributes = { id: `${idOf(place)}-name`, "aria-label": `Name of metadata ${place + 1}` };
  if (!isLine(name)) return <code>{JSON.stringify(name)}</code>;
  return (
    <Draft
      read={() => written.value[place] ?? ""}
      write={(typed) => {
        const before = written.value[place] ?? "";
        if (typed === before) return;
        keepMasked(typed, isMasked(before));
        edit({ op: "move", from: pointer([...path, before]), path: pointer([...path, typed]) });
      }}
      format={(shown) => shown}
      parse={(typed) => (typed !== "" && (typed === name || !written.value.includes(typed)) ? typed : undefined)}
      hint={(typed) => (typed === "" ? "enter a name" : "this name is already in use")}
      class="mono"
      attributes={attributes}
    />
  );
}

/** A text can be typed; any other JSON is shown as it is, and left to the text. */
function Value({ name, id }: { name: string; id: string }) {
  const place = [...path, name];
  const value = at(session.value, place);
  const what = `value of ${name}`;
  const described: Described = { id, "aria-describedby": "metadata-messages" };
  if (typeof value === "string" && isMasked(name))
    return (
      <Secret
        key={name}
        path={place}
        what={what}
        described={described}
        isNamed
        onShow={(button) => {
          keepMasked(name, false);
          done(button, `${what} is shown`);
        }}
      />
    );
  if (!isLine(value)) return <InText path={place} isMasked={isMasked(name)} />;
  return (
    <TextField
      path={place}
      class="mono grow"
      isNamed
      attributes={{ ...described, "aria-label": `Value of ${name}`, spellcheck: false }}
    />
  );
}

function inWords(value: unknown): string {
  if (isNothing(value)) return "empty";
  if (typeof value !== "object" || Array.isArray(value)) return "no object";
  const count = Object.keys(value).length;
  return count === 0 ? "empty" : count === 1 ? "1 name" : `${count} names`;
}
