import type { ReachView } from "./reach-api.ts";

const columns = [
  "hamlet",
  "name",
  "commune",
  "households",
  "people",
  "share",
  "reachedHouseholds",
  "reachedPeople",
  "plays",
  "clusters",
  "unmeasurable",
  "unconfirmed",
] as const satisfies readonly (keyof ReachView["rows"][number])[];

// A spreadsheet takes a cell that begins like this for a formula.
const inert = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);

const cell = (value: unknown): string => {
  const text = typeof value === "string" ? inert(value) : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** The rows behind a figure, UTF-8 with a byte-order mark so that Excel reads Vietnamese. */
export const reachCsv = (view: ReachView): string =>
  `\uFEFF${[
    columns.join(","),
    ...view.rows.map((row) =>
      columns
        .map((column) => cell(column === "clusters" ? row.clusters.join(" ") : row[column]))
        .join(","),
    ),
  ].join("\r\n")}\r\n`;
