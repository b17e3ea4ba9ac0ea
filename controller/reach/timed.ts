import { percentText } from "./percent.ts";
import { grouped, type ProvenPlays } from "./reach.ts";
import { at, countingOf, type Served } from "./served.ts";

/** The plays that a figure counts, each airing at each cluster once, and how many of them were told by an unconfirmed clock. */
export interface Timed {
  readonly plays: number;
  readonly unconfirmed: number;
}

export function timedOf(
  served: Served,
  plays: readonly ProvenPlays[],
  unconfirmed: readonly ProvenPlays[],
  atLeast: number,
): Timed {
  const counting = countingOf(served, plays, atLeast);
  const doubtful = countingOf(served, unconfirmed, 1);
  const measured = new Uint8Array(counting.length);
  for (const [link, cluster] of served.cluster.entries())
    if (served.measurable[link] === 1) measured[cluster] = 1;
  const sums = { plays: 0, unconfirmed: 0 };
  for (const [cluster, isMeasured] of measured.entries()) {
    if (isMeasured === 0 || at(counting, cluster) === 0) continue;
    sums.plays += at(counting, cluster);
    sums.unconfirmed += at(doubtful, cluster);
  }
  return sums;
}

const LEAST = 0.001;

/** The sentence that is printed beside a figure; nothing where every clock was confirmed. */
export function timedLine({ plays, unconfirmed }: Timed): string | null {
  if (unconfirmed === 0) return null;
  const share = unconfirmed / plays;
  const percent = share < LEAST ? `dưới ${percentText(LEAST)}` : percentText(share);
  return (
    `Trong ${grouped(plays)} lượt phát được tính có ${grouped(unconfirmed)} lượt (${percent}) theo giờ chưa được xác nhận: ` +
    "thiết bị đã phát, nhưng từ khi khởi động chưa nhận được giờ đã ký của bộ điều khiển nên giờ phát có thể sai."
  );
}
