import type { Endpoint, Line } from "tyk-session";
import {
  apiId,
  choose,
  endpoint,
  host,
  info,
  isHashed,
  keyId,
  organisationId,
  short,
  subjectId,
  target,
  targets,
  version,
  versions,
} from "../state/connection";
import { endpoints } from "../state/endpoints";
import { isNarrow, isPicking, page } from "../state/place";
import { loading, loadKey, mayReplace } from "../state/review";
import { hasTraffic, setTraffic } from "../state/traffic";

import { SandboxKeys } from "./SandboxKeys";

const environments = { sandbox: "Sandbox", staging: "Staging", production: "Production" };

export function TopBar() {
  const environment = target.value?.environment ?? "sandbox";
  return (
    <header class="top">
      <span class="brand">tyk-session</span>
      <nav aria-label="Pages">
        <a href="#main" aria-current={page.value === "editor" ? "page" : undefined}>
          Editor
        </a>
        <a href="#bulk" aria-current={page.value === "bulk" ? "page" : undefined}>
          Bulk
        </a>
      </nav>
      <details
        class="target"
        open={!isNarrow.value || isPicking.value}
        onToggle={(event) => {
          isPicking.value = event.currentTarget.open;
        }}
      >
        <summary>
          {info.value.label} {page.value === "editor" && <code>{short(subjectId.value)}</code>} <span class="grow" />{" "}
          <span class="sub">Change</span>
        </summary>
        <WhichKey />
      </details>
      <button
        type="button"
        class={`env ${environment}`}
        popovertarget="hosts"
        aria-label={`Connected to ${environments[environment]}, ${host.value}. Change connection`}
      >
        <b>{environments[environment]}</b> <span>{environment === "sandbox" ? "no Tyk needed" : host.value}</span>
      </button>
      <button type="button" class="quiet help" popovertarget="keys" aria-label="Keyboard shortcuts">
        ?
      </button>
      <Hosts />
      <Shortcuts />
    </header>
  );
}

function WhichKey() {
  const isEditor = page.value === "editor";
  return (
    <form
      aria-label={isEditor ? "Which key" : "What the keys are checked for"}
      onSubmit={(event) => {
        event.preventDefault();
        if (isEditor && mayReplace()) void loadKey();
      }}
    >
      <select
        aria-label="Endpoint"
        value={endpoint.value}
        onChange={(event) => {
          endpoint.value = event.currentTarget.value as Endpoint;
        }}
      >
        {target.value?.endpoints.map((name) => (
          <option key={name} value={name}>
            {endpoints[name].label}
          </option>
        ))}
      </select>
      {isEditor && <Ids />}
      <label class="affix">
        <span>Gateway</span>
        <select
          value={version.value}
          onChange={(event) => {
            version.value = event.currentTarget.value as Line;
          }}
        >
          {versions.value.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      </label>
    </form>
  );
}

function Ids() {
  const { needsApi, subject } = info.value;
  return (
    <>
      {needsApi && <Id label="API id" signal={apiId} />}
      <Id
        key={subject}
        label={subject === "key" ? "Key id" : "Organisation"}
        signal={subject === "key" ? keyId : organisationId}
      />
      {subject === "key" && (
        <label class="sub">
          <input
            type="checkbox"
            checked={isHashed.value}
            onChange={(event) => {
              isHashed.value = event.currentTarget.checked;
            }}
          />
          hashed
        </label>
      )}
      <button type="submit" disabled={loading.value} aria-busy={loading.value}>
        {loading.value ? "Loading" : "Load"}
      </button>
    </>
  );
}

function Id(props: { label: string; signal: typeof keyId }) {
  return (
    <label class="affix id">
      <span>{props.label}</span>
      <input
        type="text"
        class="mono"
        spellcheck={false}
        autocomplete="off"
        required
        value={props.signal.value}
        onInput={(event) => {
          props.signal.value = event.currentTarget.value;
        }}
      />
    </label>
  );
}

function Hosts() {
  return (
    <div popover="auto" id="hosts">
      <h2>Connection</h2>
      <p class="sub">The secret stays on the server that serves this page and is bound to one host.</p>
      <ul class="stack">
        {targets.value.map((each) => (
          <li key={each.kind}>
            <button
              type="button"
              class={`env ${each.environment}`}
              aria-current={each === target.value ? "true" : undefined}
              popovertarget="hosts"
              popovertargetaction="hide"
              onClick={() => choose(each)}
            >
              <b>{each.environment === "sandbox" ? "Sandbox" : each.name}</b>{" "}
              <span>
                {each.environment === "sandbox" ? "on this page's server, no Tyk needed" : new URL(each.baseUrl).host}
              </span>
            </button>
          </li>
        ))}
      </ul>
      <SandboxKeys within="hosts" />
      {target.value?.kind === "sandbox" && <Traffic />}
    </div>
  );
}

/** A trial of what real gateways do; there is nothing of the kind at a real target. */
function Traffic() {
  return (
    <div>
      <label>
        <input
          type="checkbox"
          role="switch"
          aria-checked={hasTraffic.value}
          aria-describedby="traffic-note"
          checked={hasTraffic.value}
          onChange={(event) => void setTraffic(event.currentTarget.checked)}
        />
        Sandbox: requests that bring old organisation keys back
      </label>
      <p class="sub" id="traffic-note">
        As recorded from a gateway with hash_keys and its session cache on: an update of an organisation key is answered
        with 200, and the next request writes the old key back.
      </p>
    </div>
  );
}

const everywhere: [keys: string[], what: string] = [["?"], "this list, outside of fields"];
const shortcuts: [keys: string[], what: string][] = [
  [["Ctrl Enter"], "review, then send"],
  [["Ctrl S"], "review; it never sends"],
  [["F8", "Shift F8"], "next, previous issue"],
  [["Ctrl ."], "fix the issue here"],
  [["Alt 1", "2", "3"], "form, JSON, issues"],
  [["Tab"], "leave the JSON view"],
  everywhere,
];

function Shortcuts() {
  return (
    <div popover="auto" id="keys">
      <h2>Keyboard</h2>
      <dl class="kv">
        {(page.value === "bulk" ? [everywhere] : shortcuts).map(([keys, what]) => (
          <div key={what}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
