const rest = '"per":60,"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{"versions":["Default"]}}}';
const lines = Array.from({ length: 1000 }, (_, index) => `{"rate":${index % 2 === 0 ? 100 : '"100"'},${rest}\n`);
const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
worker.onmessage = ({ data: { done, counts } }) => {
  document.title = counts ? JSON.stringify(counts) : `${Math.round(100 * done)} %`;
};
// a file that was dropped on the page is a Blob too
worker.postMessage({ file: new Blob(lines), options: { endpoint: "gateway-key" } });
