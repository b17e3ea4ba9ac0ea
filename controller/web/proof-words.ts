import type { Evidence, PlayedPart } from "../../contract/receipt.ts";
import type { LogRow } from "../playlog/playlog-api.ts";
import { count } from "./station.ts";
import { t } from "./text.ts";

type Row = Pick<LogRow, "evidence" | "sounds">;
interface Receipts {
  readonly evidence?: Evidence;
  readonly parts?: readonly PlayedPart[];
}
const receiptsOf = (row: Row): Receipts => row.evidence as Receipts;

/** The messages of a play with the hash of their ordered sound, and whether a receipt says that this sound was played. */
export function heardSounds(row: Row): { message: string; sha256: string; sounded: boolean }[] {
  const played = new Set(
    (receiptsOf(row).parts ?? []).filter((one) => one.frames > 0).map((one) => one.sha256),
  );
  return row.sounds.map((one) => ({ ...one, sounded: played.has(one.sha256 as never) }));
}

/** What the microphone at the pole recognised, with score and threshold; or that there was none. */
export function microphoneText(row: Row): string {
  const acoustic = receiptsOf(row).evidence?.acoustic;
  if (!acoustic) return t.log.notMeasured;
  const { verdict, coverage, score, threshold, lag, suspicion } = acoustic;
  const figures = [
    t.log.score(count(score), count(threshold)),
    t.log.coverage(count(Math.round(coverage * 100))),
    ...(coverage > 0 ? [t.log.lag(count(Math.round(lag)))] : []),
    ...(suspicion === undefined ? [] : [t.log.suspicion]),
  ];
  return `${t.log.verdicts[verdict]}: ${figures.join(", ")}`;
}

/** What the amplifier drew while it played, and in silence; or that there was no meter. */
export function currentText(row: Row): string {
  const electric = receiptsOf(row).evidence?.electric;
  if (!electric) return t.log.notMeasured;
  const { verdict, watts, idleWatts } = electric;
  return `${t.log.powers[verdict]}: ${t.log.watts(count(watts), count(idleWatts))}`;
}
