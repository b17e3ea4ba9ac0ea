import type { Receipt } from "../../contract/receipt.ts";
import type { ChainFault, Head, LinkedRow } from "./chain.ts";
import { reported } from "./outcome.ts";
import type { Boot } from "./ports.ts";

/** Where a fault lies: rows of the log, the table of newest rows, receipts, their signatures, signed heads, people's changes. */
export type FaultPlace =
  | "play-log"
  | "newest"
  | "receipt"
  | "signature"
  | "head"
  | "audit"
  | "database";

export type FaultKind =
  | "altered"
  | "missing"
  | "cut"
  | "other-history"
  | "unfounded"
  | "contradicted"
  | "not-newest"
  | "bad-signature"
  | "unreadable";

export interface Fault {
  readonly where: FaultPlace;
  readonly kind: FaultKind;
  /** Which one: a row's number, `agent/boot/sequence`, a head's day. */
  readonly name: string;
}

/** A head that somebody else kept: number and link, or the signed text itself. */
export type Outside = { readonly seq: number; readonly link: string } | { readonly jws: string };

export interface Verification {
  readonly ok: boolean;
  readonly rows: number;
  readonly head: Head;
  /** The first fault of the chain of rows. */
  readonly fault?: ChainFault;
  /** Everything that was found, up to two hundred. */
  readonly faults: readonly Fault[];
  /** Boots whose receipts have a hole: evidence that is known to be missing. */
  readonly gaps: readonly (Boot & { readonly through: number; readonly highest: number })[];
  readonly receipts: { readonly count: number; readonly signed: number };
  readonly heads: { readonly count: number; readonly newest?: string };
  readonly audit: { readonly rows: number };
}

const placeText: Readonly<Record<FaultPlace, string>> = {
  "play-log": "Nhật ký phát, dòng",
  newest: "Bảng kết quả mới nhất,",
  receipt: "Biên nhận",
  signature: "Chữ ký của thiết bị trên biên nhận",
  head: "Đầu nhật ký đã ký,",
  audit: "Nhật ký thao tác, dòng",
  database: "Cơ sở dữ liệu,",
};

const kindText: Readonly<Record<FaultKind, string>> = {
  altered: "đã bị sửa sau khi ghi",
  missing: "bị thiếu",
  cut: "trở đi đã bị cắt mất",
  "other-history": "khác với đầu nhật ký đã ký hoặc bản giữ bên ngoài",
  unfounded: "không có biên nhận nào của thiết bị làm căn cứ",
  contradicted: "nói khác biên nhận của thiết bị",
  "not-newest": "không phải là dòng mới nhất của lần phát tại cụm loa",
  "bad-signature": "không đúng chữ ký",
  unreadable: "không đọc được",
};

export const faultSentence = ({ where, kind, name }: Fault): string =>
  `${placeText[where]} ${name}: ${kindText[kind]}.`;

/** Silence and a cancel before the start are the controller's own words; everything else is a board's. */
export const needsReceipt = (row: Pick<LinkedRow, "outcome" | "frames" | "heard">): boolean =>
  !["unreported", "cancelled"].includes(row.outcome) || row.frames > 0 || row.heard > 0;

/** Which receipt a row says it was made from. */
export function sourceOf(body: string): { boot: string; sequence: number } | undefined {
  try {
    const said = JSON.parse(body) as { boot?: unknown; sequence?: unknown } | null;
    return typeof said?.boot === "string" && typeof said.sequence === "number"
      ? { boot: said.boot, sequence: said.sequence }
      : undefined;
  } catch {
    return undefined;
  }
}

export function parsedReceipt(text: string): Receipt | undefined {
  try {
    return JSON.parse(text) as Receipt;
  } catch {
    return undefined;
  }
}

/** The outcome that one receipt proves alone. */
const wordOf = (receipt: Receipt): string | undefined =>
  reported({ delivered: false, cancelDelivered: false, receipts: [receipt] })?.outcome;

/** Whether a row says that its board's clock was not confirmed when it began. */
const marked = (body: string): boolean =>
  (JSON.parse(body) as { unconfirmed?: unknown }).unconfirmed === true;

/** Whether a row claims something else than the receipt that it was made from. */
export function contradicts(row: LinkedRow, receipt: Receipt): boolean {
  if (receipt.kind === "refused")
    return row.occurrence !== receipt.occurrence || row.frames > 0 || row.reason !== receipt.reason;
  if (receipt.kind !== "ended") return true;
  // A simulated board's own figures count nowhere, so a row that repeats one of them was made up.
  const { frames, heard, start } = receipt.simulated
    ? { frames: 0, heard: 0, start: undefined }
    : receipt;
  return (
    row.occurrence !== receipt.occurrence ||
    row.outcome !== wordOf(receipt) ||
    row.frames !== frames ||
    row.of_frames !== receipt.ofFrames ||
    row.heard !== heard ||
    row.started_at !== (start ?? row.started_at) ||
    marked(row.body) !== (receipt.unconfirmed === true)
  );
}
