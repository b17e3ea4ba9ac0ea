import { days, hours, type Instant } from "../../contract/time.ts";
import type { Finding } from "./check-api.ts";

/** A hamlet that a cluster serves, with the share of its households. */
export interface Served {
  readonly hamlet: string;
  readonly share: number;
  readonly households: number;
  readonly people: number;
  /** `ip` is measurable; horns behind a bridge confirm nothing. */
  readonly kind: string;
}

/** When the board of a cluster was last heard; without a board nobody can be. */
export interface Signal {
  readonly cluster: string;
  readonly name: string;
  readonly kind: string;
  readonly agent: string | null;
  readonly enrolled_at: number | null;
  readonly seen_at: number | null;
}

/** Whom an order will reach: a hamlet counts once, however many clusters serve it. */
export function audienceOf(served: readonly Served[]): { households: number; people: number } {
  const hamlets = new Map<string, Served>();
  for (const one of served) {
    const share = Math.min(1, (hamlets.get(one.hamlet)?.share ?? 0) + one.share);
    hamlets.set(one.hamlet, { ...one, share });
  }
  let [households, people] = [0, 0];
  for (const one of hamlets.values()) {
    households += one.households * one.share;
    people += one.people * one.share;
  }
  return { households: Math.round(households), people: Math.round(people) };
}

const LONG_SILENT = hours(24);

const finding = (
  code: string,
  clusters: readonly Signal[],
  text: string,
  suggestion: string,
  severity: Finding["severity"] = "warning",
): Finding[] =>
  clusters.length === 0
    ? []
    : [
        {
          code,
          severity,
          text,
          suggestion,
          clusters: clusters.map((one) => one.cluster),
          airings: 0,
          seconds: 0,
          at: null,
        },
      ];

/** Clusters on which an order is unlikely to be heard, or to be proven, whatever the timeline says. */
export function signalFindings(signals: readonly Signal[], now: Instant): Finding[] {
  const empty = signals.filter((one) => one.agent === null);
  const boards = signals.filter((one) => one.agent !== null);
  const last = (one: Signal): number => one.seen_at ?? one.enrolled_at ?? 0;
  const silent = boards.filter((one) => now - last(one) > LONG_SILENT);
  const longest = Math.max(...silent.map((one) => Math.floor((now - last(one)) / days(1))));
  const bridged = boards.filter((one) => one.kind !== "ip");
  return [
    ...finding(
      "cluster-silent",
      silent,
      `${silent.length} cụm loa mất tín hiệu, lâu nhất ${longest} ngày: ${namesOf(silent)}.`,
      "Báo kỹ thuật kiểm tra; cụm loa vẫn phát nếu đã tải sẵn lịch và âm thanh.",
    ),
    ...finding(
      "cluster-without-board",
      empty,
      `${empty.length} cụm loa chưa có thiết bị: ${namesOf(empty)}.`,
      "Lắp thiết bị cho cụm loa, hoặc bỏ cụm loa khỏi nơi phát.",
    ),
    ...finding(
      "unmeasurable",
      bridged,
      `${bridged.length} cụm loa nối qua FM hoặc dây, không đo được đã phát hay chưa.`,
      "Không cần làm gì; số hộ ở đó được ghi riêng trong báo cáo.",
      "info",
    ),
  ];
}

const namesOf = (clusters: readonly Signal[]): string => {
  const [shown, rest] = [clusters.slice(0, 3).map((one) => one.name), clusters.length - 3];
  return shown.join(", ") + (rest > 0 ? ` và ${rest} cụm khác` : "");
};
