import type { AgentId } from "../../contract/ids.ts";
import type { Receipt } from "../../contract/receipt.ts";
import { minutes, seconds } from "../../contract/time.ts";
import type { NewReceipt } from "./intake.ts";

/** Why a board is not believed any more until a person has looked. */
export type DoubtWord =
  /** Two programs with one key: a copied card, or an old image that was put back. */
  | "cloned"
  /** More sound than the time allows in which it says that it played. */
  | "inflated"
  /** Sound of an order that was never given. */
  | "never-ordered"
  /** Receipts from a time that has not come yet. */
  | "from-the-future";

const texts: Readonly<Record<DoubtWord, string>> = {
  cloned: "Hai thiết bị dùng chung một khoá, hoặc bản sao cũ của thẻ nhớ đã được cắm lại.",
  inflated: "Thiết bị báo thời lượng phát dài hơn thời gian đã trôi qua.",
  "never-ordered": "Thiết bị báo đã phát một lần phát chưa từng được lệnh.",
  "from-the-future": "Biên nhận mang thời điểm chưa tới.",
};
export const doubtText = (why: string): string => texts[why as DoubtWord] ?? why;

export interface Doubt {
  readonly agent: AgentId;
  readonly why: DoubtWord;
  readonly detail: string;
}

/** A beginning that lies in the store already. */
export interface Begun {
  readonly occurrence: string;
  readonly boot: string;
  readonly monotonic: number;
  readonly resumed: boolean;
}

type Ended = Extract<Receipt, { kind: "ended" }>;

/** Reports wait for the disk and for each other. */
const SLACK = seconds(2);
const FRAMES_PER_MS = 48;
const FUTURE = minutes(5);

/** Time passes on one clock that never steps: what began and ended in one boot cannot have sounded longer than that. */
function isLonger(ended: Ended, begun: Begun | undefined): boolean {
  if (ended.frames > (ended.heard + SLACK) * FRAMES_PER_MS * 1.02) return true;
  return (
    begun !== undefined && !begun.resumed && ended.heard > ended.monotonic - begun.monotonic + SLACK
  );
}

const isFuture = ({ at, clock }: Receipt, now: number): boolean =>
  clock.source === "controller" && at > now + clock.uncertainty + FUTURE;

/** `before`: beginnings by `occurrence agent boot`, for ends whose beginning came in an earlier batch. */
export function impossible(
  fresh: readonly NewReceipt[],
  before: ReadonlyMap<string, Begun>,
  now: number,
): Doubt[] {
  const begun = new Map(before);
  const spans = new Map<string, { agent: AgentId; from: number; heard: number }>();
  const doubts: Doubt[] = [];
  for (const { agent, boot, receipt } of fresh) {
    if (isFuture(receipt, now)) {
      doubts.push({ agent, why: "from-the-future", detail: `${boot}/${receipt.sequence}` });
    }
    if (receipt.kind === "started") {
      const { occurrence, monotonic, resumed } = receipt;
      begun.set(nameOf(occurrence, agent, boot), { occurrence, boot, monotonic, resumed });
    }
    if (receipt.kind !== "ended") continue;
    const found = begun.get(nameOf(receipt.occurrence, agent, boot));
    // Batches may overtake each other: a later beginning says nothing of this end.
    const start = found && found.monotonic <= receipt.monotonic ? found : undefined;
    if (isLonger(receipt, start) || isCrowded(spans, agent, boot, receipt, start))
      doubts.push({ agent, why: "inflated", detail: `${boot}/${receipt.sequence}` });
  }
  return doubts;
}

export const nameOf = (occurrence: string, agent: string, boot: string): string =>
  `${occurrence} ${agent} ${boot}`;

/** One loudspeaker sounds one thing at a time: all that one boot began and ended must fit one after the other. */
function isCrowded(
  spans: Map<string, { agent: AgentId; from: number; heard: number }>,
  agent: AgentId,
  boot: string,
  ended: Ended,
  begun: Begun | undefined,
): boolean {
  if (!begun || begun.resumed) return false;
  const key = `${agent} ${boot}`;
  const span = spans.get(key) ?? { agent, from: begun.monotonic, heard: 0 };
  span.from = Math.min(span.from, begun.monotonic);
  span.heard += ended.heard;
  spans.set(key, span);
  return span.heard > ended.monotonic - span.from + SLACK;
}

/** What is known of another boot of the same board. */
export interface OtherBoot {
  readonly boot: string;
  /** The boot that it named as the one before it. */
  readonly previous: string | undefined;
  readonly highest: number;
}

/** A board has one past: a boot that two others name, or that went on after it was left, has been copied. */
export function forked(
  { agent, boot, receipt }: NewReceipt,
  others: readonly OtherBoot[],
): Doubt | undefined {
  if (receipt.kind !== "boot" || !receipt.previous) return undefined;
  const { previous } = receipt;
  const twin = others.find((one) => one.boot !== boot && one.previous === previous.boot);
  const left = others.find((one) => one.boot === previous.boot);
  if (twin)
    return {
      agent,
      why: "cloned",
      detail: `${boot} and ${twin.boot} both follow ${previous.boot}`,
    };
  return left && left.highest > previous.sequence
    ? { agent, why: "cloned", detail: `${boot} forgot what ${previous.boot} told` }
    : undefined;
}
