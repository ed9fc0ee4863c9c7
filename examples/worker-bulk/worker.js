// Checks an export of keys away from the page's thread, chunk by chunk, and counts what is wrong with them by rule.
import { bulk } from "tyk-session";

self.onmessage = async ({ data: { file, options } }) => {
  const checking = bulk(options);
  for await (const chunk of file.stream()) {
    const { progress } = checking.push(chunk);
    self.postMessage({ done: progress.bytes / file.size });
  }
  self.postMessage({ counts: checking.finish().progress.codes });
};
