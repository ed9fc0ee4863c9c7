import { announcement, page, view } from "../state/place";
import { Bulk } from "./Bulk";
import { Form } from "./Form";
import { Head, LoadFailure, Remark } from "./Head";
import { Issues } from "./Issues";
import { Json } from "./Json";
import { Review } from "./Review";
import { TopBar } from "./TopBar";

export function App() {
  return (
    <>
      <a class="skip" href={page.value === "bulk" ? "#bulk" : "#main"}>
        {page.value === "bulk" ? "Skip to the file" : "Skip to the form"}
      </a>
      <TopBar />
      {page.value === "bulk" && <Bulk />}
      {/* It stays as it was left: what was typed, what can be undone. */}
      <div hidden={page.value === "bulk"}>
        <Editor />
      </div>
      <p class="vh" role="status">
        {announcement.value}
      </p>
    </>
  );
}

function Editor() {
  return (
    <>
      <Head />
      <LoadFailure />
      <Remark />
      <main class={`panes show-${view.value}`}>
        <div class="form" id="main" tabIndex={-1}>
          <Form />
        </div>
        <div class="side">
          <Json />
          <Issues />
        </div>
      </main>
      <Review />
    </>
  );
}
