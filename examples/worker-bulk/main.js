const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
worker.onmessage = ({ data }) => {
  document.title = JSON.stringify(data);
};
const rest = '"per":60,"org_id":"5e9d9544a1dcd60001d0ed20","access_rights":{"a1":{"versions":["Default"]}}';
const lines = Array.from({ length: 1000 }, (_, index) => `{"rate":${index % 2 === 0 ? 100 : '"100"'},${rest}}`);
worker.postMessage({ lines, options: { endpoint: "gateway-key" } });
