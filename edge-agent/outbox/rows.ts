import type { BootId, OccurrenceId, Sha256 } from "../../contract/ids.ts";
import type { PlayedPart, Receipt, Report } from "../../contract/receipt.ts";
import type { Instant } from "../../contract/time.ts";

/** One line of the journal. `receipt` rows are what the controller hears; the others are the board's own memory. */
export type Row =
  | {
      readonly k: "receipt";
      readonly boot: BootId;
      /** The chain link before it (contract/chain.ts). */
      readonly previous: Sha256;
      readonly receipt: Receipt;
    }
  | { readonly k: "ack"; readonly boot: BootId; readonly through: number }
  /** An ordinary item is about to begin: after a crash from `at` on it counts as begun, so that it never sounds twice. */
  | { readonly k: "begin"; readonly occurrence: OccurrenceId; readonly at: Instant }
  /** Stretches of an occurrence that sounded so far; a later row of it replaces an earlier one. */
  | {
      readonly k: "heard";
      readonly occurrence: OccurrenceId;
      readonly parts: readonly PlayedPart[];
    }
  /** An occurrence is over and its proof is still being made: after a crash it ends so, without the proof. */
  | {
      readonly k: "over";
      readonly occurrence: OccurrenceId;
      readonly at: Instant;
      readonly end: EndReport;
    };

/** An `ended` receipt before the outbox stamps it. */
export type EndReport = Extract<Report, { kind: "ended" }>;

const CRC = /^(\d{1,8}) ([0-9a-f]{8}) (.*)$/s;

/** `LENGTH CRC32 JSON\n`: a line that was torn by a power cut cannot look whole. */
export const lineOf = (json: string, crc32: (text: string) => number): string =>
  `${json.length} ${crc32(json).toString(16).padStart(8, "0")} ${json}\n`;

/** The JSON of a line without its newline; `undefined` when it was torn or has rotted. */
export function jsonOf(line: string, crc32: (text: string) => number): string | undefined {
  const [, length, check, json] = CRC.exec(line) ?? [];
  if (json === undefined || Number(length) !== json.length) return undefined;
  return Number.parseInt(String(check), 16) === crc32(json) ? json : undefined;
}
