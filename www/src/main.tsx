import { effect } from "@preact/signals";
import { render } from "preact";
import { listenToKeys } from "./keyboard";
import { connect } from "./state/connection";
import { isDirty, isEmpty, now, session } from "./state/document";
import { page } from "./state/place";
import { App } from "./view/App";

await connect();
render(<App />, document.body);
listenToKeys();

setInterval(() => {
  if (!document.hidden) now.value = Date.now();
}, 30_000);

effect(() => {
  const { alias } = session.value;
  const name = page.value === "bulk" ? "Bulk" : typeof alias === "string" ? alias.slice(0, 80) : "";
  document.title = name === "" ? "tyk-session" : `${name} · tyk-session`;
});

addEventListener("beforeunload", (event) => {
  if (isDirty.value && !isEmpty.value) event.preventDefault();
});
