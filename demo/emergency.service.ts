import type { Api } from "./api.ts";
import { approved } from "./message.service.ts";
import { bar } from "./progress.ts";
import type { Broadcast, DemoDeps, Pair } from "./shapes.ts";

const BULLETIN =
  "Thưa bà con! Tổ công nghệ số cộng đồng giúp bà con nộp hồ sơ trên Cổng dịch vụ công quốc gia. Mời bà con mang theo căn cước và điện thoại đến nhà văn hóa thôn lúc 19h30 tối thứ Sáu.";
const WARNING =
  "Khẩn cấp! Mưa lớn, nguy cơ lũ quét trong 3 giờ tới. Bà con ở ven suối khẩn trương lên nhà văn hóa thôn.";

/** How long the bulletin sounds before the emergency comes, milliseconds. */
const BEFORE = 4_000;
const PATIENCE = 120_000;

export interface CutIn {
  readonly emergency: readonly Pair[];
  /** The bulletin that was cut, and went on where it had been cut. */
  readonly resumed: readonly Pair[];
  /** From the order of the emergency to its start as the boards report it, the latest of them, milliseconds. */
  readonly startedAfter: number;
}

/** An emergency cuts into a bulletin, which then goes on at the very frame. */
export async function cutIn(deps: DemoDeps, author: Api, approver: Api): Promise<CutIn> {
  const [bulletin, warning] = await Promise.all([
    approved(deps, author, approver, { title: "Tổ công nghệ số cộng đồng", text: BULLETIN }),
    approved(deps, author, approver, {
      title: "Cảnh báo lũ quét",
      theme: "khan-cap",
      text: WARNING,
    }),
  ]);
  const below = await author.post<Broadcast>("/api/broadcasts", {
    messageIds: [bulletin.id],
    level: "normal",
    where: { all: true },
    when: { now: true },
    onCut: "resume",
  });
  await until(deps, author, [below.id], (pairs) =>
    pairs.every(({ state }) => state !== "armed" && state !== "planned" && state !== "delivered"),
  );
  await deps.wait(BEFORE);
  const asked = deps.now();
  const above = await author.post<Broadcast>("/api/broadcasts", {
    messageIds: [warning.id],
    level: "emergency",
    where: { all: true },
    when: { now: true },
    emergency: {
      orderGiver: "Chủ tịch UBND xã (mẫu)",
      orderNumber: "01/LKC (mẫu)",
      hazard: "lũ quét",
      area: "toàn xã",
    },
  });
  const [emergency, resumed] = await until(deps, author, [above.id, below.id], (pairs) =>
    pairs.every(({ outcome }) => outcome !== null),
  );
  const starts = (emergency ?? []).map(({ startedAt }) => deps.instantOf(startedAt ?? ""));
  return {
    emergency: emergency ?? [],
    resumed: resumed ?? [],
    startedAfter: Math.max(...starts) - asked,
  };
}

/** Draws these orders until all of their pairs are as wanted, or the patience is over. */
async function until(
  deps: DemoDeps,
  api: Api,
  ids: readonly string[],
  wanted: (pairs: readonly Pair[]) => boolean,
): Promise<Pair[][]> {
  const end = deps.monotonic() + PATIENCE;
  for (;;) {
    const orders = await Promise.all(ids.map((id) => api.get<Broadcast>(`/api/broadcasts/${id}`)));
    const pairs = orders.map((order) => order.occurrences.flatMap(({ clusters }) => clusters));
    const alarm = pairs.length > 1 ? pairs[0] : undefined;
    deps.draw(
      pairs.flatMap((some) =>
        some.map((pair) =>
          bar({
            ...pair,
            cluster: `${pair.cluster} ${some === alarm ? "khẩn cấp" : "bản tin"}`,
            done: 0.5,
          }),
        ),
      ),
    );
    const all = pairs.flat();
    if ((all.length > 0 && wanted(all)) || deps.monotonic() > end) return pairs;
    await deps.wait(300);
  }
}
