// The tables, for a terminal and for docs/performance.md.

const number = (value) => (value >= 100 ? Math.round(value).toLocaleString("en") : value.toPrecision(3));
const kilobytes = (bytes) => `${(bytes / 1024).toFixed(1)} KB`;

function sections(result) {
  const tables = result.tables.map(({ title, rows }) => ({
    title,
    head: ["", "µs", "speed-up of tyk-session (×)", "least … greatest"],
    rows: rows.map((row) => [
      row.name,
      number(row.microseconds),
      number(row.ratio),
      `${number(row.least)} … ${number(row.greatest)}`,
    ]),
  }));
  const one = (title, head, rows) => tables.push({ title, head, rows });
  one(
    "cold start: a fresh process, import to first report",
    ["", "ms", "speed-up of tyk-session (×)", "least … greatest"],
    result.cold.map((row) => [
      row.name,
      number(row.milliseconds),
      number(row.ratio),
      `${number(row.least)} … ${number(row.greatest)}`,
    ]),
  );
  one(
    "one document, ever longer",
    ["", "ns per byte"],
    result.growth.map((row) => [row.name, number(row.nanosecondsPerByte)]),
  );
  one(
    "an export, ever longer",
    ["", "µs per key"],
    result.keys.map((row) => [row.name, number(row.microsecondsPerKey)]),
  );
  const { workers, native } = result;
  one(
    "the export, in other ways",
    ["", "ratio", "least … greatest"],
    [
      ["two Workers against one", number(workers.ratio), `${number(workers.least)} … ${number(workers.greatest)}`],
      ["Wasm against native", number(native.ratio), `${number(native.least)} … ${number(native.greatest)}`],
    ],
  );
  one(
    "size",
    ["", "raw", "gzip", "brotli"],
    result.sizes.map((row) => [row.name, kilobytes(row.raw), kilobytes(row.gzip), kilobytes(row.brotli)]),
  );
  return tables;
}

function table({ title, head, rows }) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [
    `### ${title}`,
    "",
    line(head),
    line(head.map((_, index) => (index === 0 ? "---" : "---:"))),
    ...rows.map(line),
    "",
  ].join("\n");
}

export function print(result) {
  for (const { title, head, rows } of sections(result)) {
    const widths = head.map((name, column) => Math.max(name.length, ...rows.map((row) => row[column].length)));
    const line = (cells) =>
      cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column]))).join("  ");
    console.log(`\n${title}\n${line(head)}\n${rows.map(line).join("\n")}`);
  }
}

const MARK = "<!-- written by ./build.sh bench: what follows is the last run -->";

/** The page with this run's tables; what stands before them stays. */
export function page(result, before) {
  const words = before.split(MARK)[0].trimEnd();
  const run = `Measured on ${result.date}: ${result.machine}, Node.js ${result.node}.`;
  return `${words}\n\n${MARK}\n\n${run}\n\n${sections(result).map(table).join("\n")}`;
}
