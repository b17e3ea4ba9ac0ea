import type { Printed } from "./content.ts";

/** Draws a report in one format; the same content makes the same bytes. */
export type Draw = (printed: Printed) => Promise<Uint8Array>;

export const formats = {
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  pdf: "application/pdf",
} as const;
export type DrawnFormat = keyof typeof formats;
export type Drawers = Readonly<Record<DrawnFormat, Draw>>;

/** Millimetres of the page's edges: Decree 30/2020, annex I. */
export const margins = { top: 20, bottom: 20, left: 30, right: 15 } as const;

/** Said at the end of a frozen report, beside its QR. */
export const frozenText = (sha256: string, seq: number, link: string): string =>
  `Bản đã chốt. Mã băm SHA-256 của nội dung: ${sha256}. Đầu nhật ký phát: dòng ${seq}, ${link}.`;
