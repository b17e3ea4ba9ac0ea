import type { Printed } from "./content.ts";
import type { LogFormat } from "./log-api.ts";
import type { LogContent } from "./log-content.ts";

/** Draws a report in one format; the same content makes the same bytes. */
export type Draw = (printed: Printed) => Promise<Uint8Array>;

export const formats = {
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  pdf: "application/pdf",
} as const;
export type DrawnFormat = keyof typeof formats;
/** The play log under a filter. */
export type LogDrawers = Readonly<Record<LogFormat, (content: LogContent) => Promise<Uint8Array>>>;
export type Drawers = Readonly<Record<DrawnFormat, Draw>> & {
  readonly log: LogDrawers & { readonly breathe: () => Promise<void> };
};

/** Millimetres of the page's edges: Decree 30/2020, annex I. */
export const margins = { top: 20, bottom: 20, left: 30, right: 15 } as const;

/** A table of many columns is set smaller, so that no figure is parted. Points, and the free edge of a cell in points. */
export const tableSet = (columns: number): { readonly points: number; readonly edge: number } =>
  columns > 7 ? { points: 10, edge: 2 } : { points: 11, edge: 4 };

/** Shares of the page's width: the issuing body, and the name of the State beside it. */
export const headShares = [42, 58] as const;

/** Points under the signer's title, where a person signs and seals. */
export const SIGNING = 70;

/** Said at the end of a frozen report, beside its QR. */
export const frozenText = (sha256: string, seq: number, link: string): string =>
  `Bản đã chốt. Mã băm SHA-256 của nội dung: ${sha256}. Đầu nhật ký phát: dòng ${seq}, ${link}.`;
