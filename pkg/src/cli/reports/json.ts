import type { Checked, Reporter } from "./report.js";

/** For programs: `{files: [{file, issues, errors, warnings, infos}], keys, errors, warnings, infos}`. */
export function json(): Reporter {
  const files: object[] = [];
  return {
    text: ({ name, report }: Checked) => {
      files.push({ file: name, ...report });
      return "";
    },
    end: (totals) => `${JSON.stringify({ files, ...totals })}\n`,
  };
}
