import { effect } from "@preact/signals";
import { render } from "preact";
import { listenToKeys } from "./keyboard";
import { connect } from "./state/connection";
import { isDirty, isEmpty, now, session } from "./state/document";
import { App } from "./view/App";

await connect();
render(<App />, document.body);
listenToKeys();

setInterval(() => {
  if (!document.hidden) now.value = Date.now();
}, 30_000);

effect(() => {
  const { alias } = session.value;
  document.title = typeof alias === "string" && alias !== "" ? `${alias.slice(0, 80)} · tyk-session` : "tyk-session";
});

addEventListener("beforeunload", (event) => {
  if (isDirty.value && !isEmpty.value) event.preventDefault();
});
