// Checks keys, one a line, away from the page's thread, and counts what is wrong with them by rule.
import { check } from "tyk-session";

self.onmessage = ({ data: { lines, options } }) => {
  const counts = {};
  for (const line of lines) {
    for (const { code } of check(line, options).issues) counts[code] = (counts[code] ?? 0) + 1;
  }
  self.postMessage(counts);
};
