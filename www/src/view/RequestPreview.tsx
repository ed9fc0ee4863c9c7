import { useSignal } from "@preact/signals";
import { show } from "tyk-session";
import { withoutKeyId } from "../state/connection";
import { preview } from "../state/review";
import { formatCount } from "../words/amount";
import { mask, masked } from "../words/secrets";
import { CopyButton } from "./CopyButton";
import { Viewer } from "./Viewer";

const forms = [
  ["curl", "curl"],
  ["fetch", "fetch"],
  ["httpie", "HTTPie"],
] as const;
const secretHeaders = new Set(["authorization", "admin-auth", "x-tyk-authorization"]);

/** The request as it will be sent, its secrets masked. */
export function RequestPreview() {
  const form = useSignal<(typeof forms)[number][0]>("curl");
  const request = preview.value;
  if (request instanceof Error) return <p class="msg err">{request.message}</p>;
  const { body = "" } = request;
  const shown = show(request, form.value);
  return (
    <div class="stack">
      <p class="boxed">
        <code>
          <b>{request.method}</b> {withoutKeyId(request.url)}
        </code>
      </p>
      <div class="cols">
        <section class="stack">
          <h3>Headers</h3>
          <dl class="kv mono">
            {Object.entries(request.headers).map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{secretHeaders.has(name.toLowerCase()) ? value.replace(/\S+$/, mask) : value}</dd>
              </div>
            ))}
          </dl>
          <p class="sub">The secret is added by the server of this page and never shown here. A redirect is refused.</p>
          <div class="in">
            <h3>Copy as</h3>
            <fieldset class="seg">
              <legend class="vh">Copy as</legend>
              {forms.map(([name, label]) => (
                <button
                  key={name}
                  type="button"
                  aria-pressed={form.value === name}
                  onClick={() => {
                    form.value = name;
                  }}
                >
                  {label}
                </button>
              ))}
            </fieldset>
            <span class="grow" />
            <CopyButton text={() => shown} />
          </div>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
          <section class="boxed scroll" tabIndex={0} aria-label={`The request as ${form.value}`}>
            <pre>{shown}</pre>
          </section>
        </section>
        <section class="stack">
          <h3>
            Body <span class="sub">{formatCount(new TextEncoder().encode(body).length)} bytes</span>
          </h3>
          <Viewer label="Body" text={masked(body)} />
        </section>
      </div>
    </div>
  );
}
