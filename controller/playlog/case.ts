import type { LinkedRow } from "./chain.ts";
import type { ClockWord } from "./clock-word.ts";
import type { Envelope } from "./seal.ts";

/** `typ` of the signed list of a case's files. */
export const CASE_TYPE = "vangxa-case+jws";

export interface CaseFile {
  readonly name: string;
  readonly sha256: string;
  readonly bytes: number;
}

/** What the controller signs: which files, and what they are about. */
export interface CaseList {
  readonly kind: "case";
  readonly occurrence: string;
  readonly cluster: string;
  readonly at: number;
  readonly files: readonly CaseFile[];
}

/** A row of the log with the way from it to the root of the signed head (RFC 6962). */
export interface ProvenRow {
  readonly row: LinkedRow;
  readonly path: readonly string[];
}

/** A signed batch as it is written down in a case. */
export interface CaseBatch extends Envelope {
  readonly jws: string;
}

export interface CaseReceipts {
  readonly batches: readonly CaseBatch[];
  /** Receipts from before signatures were kept: chained, not signed. */
  readonly unsigned: readonly { readonly boot: string; readonly body: string }[];
}

export interface CaseKeys {
  /** Ed25519 public keys, base64url: of the controller, and of each board that served the cluster. */
  readonly root: string;
  readonly agents: Readonly<Record<string, string>>;
}

export interface CaseVerdict {
  readonly ok: boolean;
  readonly occurrence: string;
  readonly cluster: string;
  readonly rows: readonly {
    readonly seq: number;
    readonly outcome: string;
    readonly rung: string;
    /** Whether a signed time had confirmed the board's clock; absent where no board said anything. */
    readonly clock?: ClockWord;
  }[];
  /** Signed batches that held, receipts without a signature, sounds that are in the folder. */
  readonly batches: number;
  readonly unsigned: number;
  readonly audio: number;
  /** Signed documents that carried the occurrence, and signed receipts that a board held one of them or a later one. */
  readonly plans: number;
  readonly held: number;
  /** The controller's key that everything was checked with. */
  readonly key: string;
  /** Plain sentences; each names the file. */
  readonly faults: readonly string[];
}

export const caseReadme = (list: Omit<CaseList, "files">): string =>
  [
    "HỒ SƠ MỘT LẦN PHÁT TẠI MỘT CỤM LOA",
    "",
    `Lần phát: ${list.occurrence}`,
    `Cụm loa: ${list.cluster}`,
    "",
    "case.jws        danh mục các tệp, bộ điều khiển đã ký",
    "order.json      lệnh phát, người lập, người duyệt",
    "occurrence.json bản sao của những gì đã được lệnh phát",
    "plan.json       kế hoạch đã ký mang lần phát này, và lời xác nhận khoá của khoá gốc",
    "messages.json   nội dung bản tin, người viết, người duyệt, mã băm âm thanh",
    "audio/          âm thanh, tên tệp là mã băm SHA-256",
    "receipts.json   biên nhận của thiết bị cùng chữ ký của chính thiết bị",
    "play-log.json   các dòng nhật ký phát và đường chứng minh tới đầu nhật ký",
    "head.jws        đầu nhật ký đã ký",
    "audit.json      thao tác của người về lệnh phát và bản tin",
    "keys.json       khoá công khai để kiểm tra chữ ký",
    "",
    "Kiểm tra không cần mạng: vangxa verify --case THƯ_MỤC",
    "Hãy so khoá công khai của bộ điều khiển trong keys.json với khoá đã công bố, hoặc thêm --key KHOÁ.",
    "",
  ].join("\n");

/** Messages that an occurrence names, and the hashes of the audio that it orders. */
export function namedIn(body: string): { messages: string[]; audio: string[] } {
  const found = (pattern: RegExp): string[] => [
    ...new Set([...body.matchAll(pattern)].map(([, id]) => id as string)),
  ];
  return {
    messages: found(/"message":"([a-z0-9_-]{1,64})"/g),
    audio: found(/"sha256":"([0-9a-f]{64})"/g),
  };
}
