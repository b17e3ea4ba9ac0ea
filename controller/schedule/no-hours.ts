import type { Cluster } from "../../contract/agent-config.ts";
import { type Reason, reasons } from "../../contract/reasons.ts";

/** Why a cluster has no session at all: its commune has no regulation yet, or one that has none. */
export type NoHours = "no-regulation" | "empty-regulation";

/** `regulated`: the commune has a regulation of its own. */
export function noHoursOf(
  { sessions }: Pick<Cluster, "sessions">,
  regulated: boolean,
): NoHours | undefined {
  if (sessions.length > 0) return undefined;
  return regulated ? "empty-regulation" : "no-regulation";
}

const texts: Readonly<Record<NoHours, string>> = {
  "no-regulation": "Xã chưa nhập quy chế nên cụm loa chưa có buổi phát nào.",
  "empty-regulation": "Quy chế của xã không có buổi phát nào.",
};

/** The sentence for a reason; the word for "no session has room" says more where there is none to have room. */
export const reasonText = (reason: Reason, none: NoHours | undefined): string =>
  reason === "no-session" && none ? texts[none] : reasons[reason];

/** What to do about it. */
export const hoursAdvice: Readonly<Record<NoHours, string>> = {
  "no-regulation": "Nhập quy chế với các buổi phát ở mục Quản trị, hoặc hẹn giờ cụ thể.",
  "empty-regulation": "Thêm buổi phát vào quy chế ở mục Quản trị, hoặc hẹn giờ cụ thể.",
};
