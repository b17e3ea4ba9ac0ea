import { percentText, shownRatio } from "../reach/percent.ts";
import type { Form } from "./form.ts";
import type { Period, ReportKind } from "./period.ts";

export type Cell = string | number | null;

/** `percent` is a ratio, 0–1. */
export interface Column {
  readonly title: string;
  readonly kind: "text" | "number" | "percent" | "seconds";
  /** Its part of the width of the page, in hundredths. */
  readonly width: number;
}

export interface ReportTable {
  readonly id: string;
  readonly title: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
}

export type Block =
  | { readonly kind: "heading"; readonly text: string }
  | { readonly kind: "paragraph"; readonly text: string }
  | { readonly kind: "table"; readonly table: ReportTable };

/** Where the log stood, for a reader who kept that head. */
export interface PrintedHead {
  readonly seq: number;
  readonly link: string;
  readonly root: string;
  readonly day: string;
}

/** All that a report says; each format only draws it, so the screen and the paper cannot differ. */
export interface ReportContent {
  readonly kind: ReportKind;
  readonly period: Period;
  readonly place: { readonly scope: string; readonly name: string };
  /** The one whose orders and messages it holds, and no others. */
  readonly campaign?: { readonly id: string; readonly name: string };
  readonly draft: boolean;
  readonly form: Form;
  readonly title: string;
  readonly abstract: string;
  readonly blocks: readonly Block[];
  readonly rung: string;
  readonly definition: string;
  /** How many plays were told by an unconfirmed clock; absent = none. */
  readonly clock?: string;
  readonly head?: PrintedHead;
}

/** What is drawn: the content, and for a frozen report its own hash. */
export interface Printed {
  readonly content: ReportContent;
  readonly sha256?: string;
}

/** What the QR of a frozen report says; a reader compares it with the head that somebody else kept. */
export const sealText = (head: PrintedHead, sha256: string): string =>
  `VANGXA BC ${sha256} NK ${head.seq} ${head.link}`;

export const tablesOf = ({ blocks }: Pick<ReportContent, "blocks">): ReportTable[] =>
  blocks.flatMap((block) => (block.kind === "table" ? [block.table] : []));

export const grouped = (n: number): string => String(n).replace(/\B(?=(\d{3})+(?!\d))/g, ".");

const minuteText = (seconds: number): string => {
  const whole = Math.round(seconds);
  const [hours, minutes, rest] = [
    Math.floor(whole / 3_600),
    Math.floor(whole / 60) % 60,
    whole % 60,
  ];
  const two = (n: number) => String(n).padStart(2, "0");
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
};

/** A cell as a person reads it. */
export function cellText(value: Cell, { kind }: Pick<Column, "kind">): string {
  if (value === null) return "–";
  if (typeof value === "string") return value;
  if (kind === "percent") return percentText(value);
  return kind === "seconds" ? minuteText(value) : grouped(value);
}

// A spreadsheet takes text that begins like a formula for one and runs it: an apostrophe makes it text again.
const inert = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);
const quoted = (text: string): string =>
  /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

const plainText = (value: Cell, kind: Column["kind"] | undefined): string => {
  if (typeof value === "string") return inert(value);
  return String(value !== null && kind === "percent" ? shownRatio(value) : (value ?? ""));
};

/** One table, with a byte order mark so that Excel reads Vietnamese; numbers as numbers. `note`: a last line. */
export const tableCsv = ({ columns, rows }: ReportTable, note?: string): string =>
  `\uFEFF${[
    columns.map(({ title }) => quoted(title)),
    ...rows.map((row) => row.map((value, at) => quoted(plainText(value, columns[at]?.kind)))),
    ...(note === undefined ? [] : [[quoted(note)]]),
  ]
    .map((cells) => cells.join(","))
    .join("\r\n")}\r\n`;
