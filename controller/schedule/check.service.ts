import type { ClusterId } from "../../contract/ids.ts";
import { dateOf } from "../../contract/station-time.ts";
import { problems, type Result, refuse } from "../problems.ts";
import type { ScheduleDeps } from "./airing.service.ts";
import { capacity, decide, isOffer, type Orderer } from "./approval.ts";
import { audienceOf, signalFindings, soundsOf } from "./audience.ts";
import { programmeLength } from "./broadcast.ts";
import type { CheckStore } from "./check.store.ts";
import { type Consequence, consequences, type Ground, spread, without } from "./check.ts";
import type { CheckView, Finding } from "./check-api.ts";
import { type Drafted, drafting } from "./drafting.service.ts";
import { bySeverity, findingsOf } from "./findings.ts";
import { sinceOf } from "./placing.service.ts";
import type { Order } from "./schedule-api.ts";

export interface CheckDeps extends ScheduleDeps {
  readonly checks: CheckStore;
  readonly groundOf: (cluster: ClusterId) => Promise<Ground | undefined>;
}

/** So many timelines are computed twice in about a second on a small machine. */
const MOST_CLUSTERS = 100;

/** What would come of moving what is ordered already; `occurrence` = only that airing of it. */
export async function checkMove(
  deps: CheckDeps,
  by: Orderer,
  id: string,
  to: { readonly at: string; readonly occurrence?: string | undefined },
): Promise<Result<CheckView>> {
  const row = await deps.store.one(id);
  if (!row) return refuse("broadcast-unknown");
  const order: Order = { ...(JSON.parse(row.spec) as Order), when: { at: to.at } };
  return { ok: true, value: await checkOrder(deps, by, order, to.occurrence ?? id) };
}

/** What would come of an order. Nothing is saved, and what is found here refuses nothing: the person decides. */
export async function checkOrder(
  deps: CheckDeps,
  by: Orderer,
  order: Order,
  instead?: string,
): Promise<CheckView> {
  const now = deps.clock.now();
  const kept = { ...order, ...capacity(order, by), ...sinceOf(order, now) };
  const made = await drafting(deps, kept, "b-check", by.name);
  if (!made.ok) return refused([problem(made.code, made.detail)]);
  const { said, places, occurrences } = made.value;
  const decision = decide(order, said, places, by);
  if (decision.state === "refused") return refused([problem(decision.code)]);
  const offer = isOffer(order, places, by);
  const becomes = decision.state === "active" && offer ? "offered" : decision.state;
  const clusters = places.map((place) => place.cluster);
  const some = offer ? [] : spread(places, MOST_CLUSTERS);
  const found: Consequence[] = [];
  for (const { cluster } of some) {
    const ground = await deps.groundOf(cluster);
    if (ground) found.push(...consequences(without(ground, instead), occurrences));
  }
  const sounds = soundsOf(occurrences[0]?.body.parts ?? []);
  const findings = [
    ...findingsOf(found),
    ...signalFindings(await deps.checks.signals(clusters), now, sounds),
    ...becoming(becomes),
  ].sort(bySeverity);
  return {
    ok: findings.every((one) => one.severity !== "error"),
    becomes,
    clusters: clusters.length,
    checked: some.length,
    communes: new Set(places.map((place) => place.commune)).size,
    ...airingsOf(deps, made.value),
    ...audienceOf(await deps.checks.served(clusters, dateOf(now))),
    findings,
  };
}

function airingsOf({ iso }: CheckDeps, { occurrences }: Drafted) {
  const starts = occurrences.map((one) => one.body.notBefore);
  const [any] = occurrences;
  return {
    airings: new Set(starts).size,
    seconds: any ? programmeLength(any.body.parts) / 1_000 : 0,
    first: any ? iso(Math.min(...starts)) : null,
  };
}

const alone = { clusters: [], airings: 0, seconds: 0, at: null };

function problem(code: keyof typeof problems, detail?: string): Finding {
  const { vi, hint } = problems[code];
  const text = detail === undefined ? vi : `${vi} (${detail})`;
  return { code, severity: "error", text, suggestion: hint, ...alone };
}

function becoming(state: string): Finding[] {
  if (state === "proposed") {
    return [
      {
        code: "needs-approval",
        severity: "info",
        text: "Lịch phát này cần một người khác duyệt rồi mới phát.",
        suggestion: "Gửi duyệt.",
        ...alone,
      },
    ];
  }
  if (state === "offered") {
    return [
      {
        code: "goes-to-inbox",
        severity: "info",
        text: "Bản tin thông thường được gửi vào hộp tin đến; xã quyết định có phát hay không và lúc nào.",
        suggestion: "Chọn mức ưu tiên nếu xã phải phát trước hạn.",
        ...alone,
      },
    ];
  }
  return [];
}

const refused = (findings: Finding[]): CheckView => ({
  ok: false,
  becomes: "refused",
  clusters: 0,
  checked: 0,
  communes: 0,
  airings: 0,
  seconds: 0,
  first: null,
  households: 0,
  people: 0,
  findings,
});
