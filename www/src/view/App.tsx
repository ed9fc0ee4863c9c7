import { announcement, view } from "../state/place";
import { Form } from "./Form";
import { Head, LoadFailure, Remark } from "./Head";
import { Issues } from "./Issues";
import { Json } from "./Json";
import { Review } from "./Review";
import { TopBar } from "./TopBar";

export function App() {
  return (
    <>
      <a class="skip" href="#main">
        Skip to the form
      </a>
      <TopBar />
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
      <p class="vh" role="status">
        {announcement.value}
      </p>
    </>
  );
}
