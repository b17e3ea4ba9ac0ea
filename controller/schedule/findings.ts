import { type Reason, reasons } from "../../contract/reasons.ts";
import { clockOfMinute, dateOf, minuteOfDay } from "../../contract/station-time.ts";
import type { Instant } from "../../contract/time.ts";
import { isoOf } from "../iso.ts";
import type { Consequence } from "./check.ts";
import type { Finding } from "./check-api.ts";
import { hoursAdvice, reasonText } from "./no-hours.ts";

/** `05:00 ngày 19/05`. */
export const momentText = (at: Instant): string => {
  const [, month, day] = dateOf(at).split("-");
  return `${clockOfMinute(minuteOfDay(at))} ngày ${day}/${month}`;
};

/** Whole minutes, and never "0 phút" for something that is there. */
export const minutesText = (seconds: number): string =>
  seconds < 60 ? `${Math.max(1, Math.round(seconds))} giây` : `${Math.round(seconds / 60)} phút`;

const named = (title: string): string => `“${title}”`;

/** Consequences of one kind and subject, on however many clusters and airings, as one sentence. */
export function findingsOf(all: readonly Consequence[]): Finding[] {
  const groups = new Map<string, Consequence[]>();
  for (const one of all) {
    const key = `${codeOf(one)} ${subjectOf(one)}`;
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return [...groups.values()].map(sentence).sort(bySeverity);
}

export const bySeverity = (one: Finding, other: Finding): number =>
  rank[one.severity] - rank[other.severity];
const rank: Record<Finding["severity"], number> = { error: 0, warning: 1, info: 2 };

const codeOf = (one: Consequence): string => (one.kind === "silent" ? one.reason : one.kind);

/** Whose sentences differ. */
const subjectOf = (one: Consequence): string =>
  "other" in one ? one.other : one.kind === "silent" ? (one.none ?? "") : "";

function sentence(group: readonly Consequence[]): Finding {
  const [first] = group.toSorted((one, other) => one.at - other.at) as [Consequence];
  const clusters = [...new Set(group.map((one) => one.cluster))].sort();
  const seconds = Math.max(...group.map((one) => ("seconds" in one ? one.seconds : 0)));
  const airings = new Set(group.map((one) => one.at)).size;
  const when = momentText(first.at) + (airings > 1 ? ` và ${airings - 1} lần khác` : "");
  return {
    code: codeOf(first),
    ...told(first, when, minutesText(seconds)),
    clusters,
    airings,
    seconds,
    at: isoOf(first.at),
  };
}

type Told = Pick<Finding, "severity" | "text" | "suggestion">;

function told(one: Consequence, when: string, much: string): Told {
  switch (one.kind) {
    case "silent":
      return silent(one, when);
    case "cut-short":
      return {
        severity: "warning",
        text: `Lúc ${when} chỉ phát được một phần, thiếu ${much}: ${lower(reasons[one.reason])}`,
        suggestion: "Rút ngắn chương trình hoặc chọn giờ khác.",
      };
    case "late":
      return {
        severity: "warning",
        text: `Bắt đầu muộn ${much} (${when})${one.by === undefined ? "" : ` vì ${named(one.by)} đang phát`}.`,
        suggestion: "Chọn giờ khác nếu phải đúng giờ.",
      };
    case "over-session":
      return {
        severity: "warning",
        text: `Kéo dài quá buổi phát ${much} (${when}).`,
        suggestion: "Rút ngắn chương trình hoặc phát sớm hơn trong buổi.",
      };
    case "outside-session":
      return {
        severity: "warning",
        text: `Lúc ${when} nằm ngoài buổi phát theo quy chế của xã.`,
        suggestion: "Chọn giờ trong buổi phát, trừ khi xã đã quyết định phát ngoài buổi.",
      };
    case "displaces":
      return {
        severity: "warning",
        text: `${named(one.other)} (${when}) không còn đủ chỗ, mất ${much}.`,
        suggestion: "Chọn giờ khác, hoặc phát bù bản tin đó sau.",
      };
    case "delays":
      return {
        severity: "info",
        text: `${named(one.other)} (${when}) phải lùi ${much}.`,
        suggestion: "Không cần làm gì nếu bản tin đó không cần đúng giờ.",
      };
    case "cuts-in":
      return {
        severity: "info",
        text: `Chen ngang ${named(one.other)} (${when}); bản tin đó phát tiếp sau.`,
        suggestion: "Không cần làm gì.",
      };
  }
}

const silent = (one: Extract<Consequence, { kind: "silent" }>, when: string): Told => ({
  severity: "error",
  text: `Lúc ${when} sẽ không phát: ${lower(reasonText(one.reason, one.none))}${one.by === undefined ? "" : ` Đang phát ${named(one.by)}.`}`,
  suggestion: (one.none && hoursAdvice[one.none]) ?? advice[one.reason] ?? "Chọn giờ khác.",
});

const advice: Partial<Record<Reason, string>> = {
  "quiet-hours": "Chọn giờ ngoài giờ yên tĩnh của xã.",
  "no-session": "Lùi hạn phát, rút ngắn chương trình hoặc hẹn giờ cụ thể.",
  "over-cap": "Bớt số lần phát, rút ngắn chương trình hoặc chọn ngày khác.",
  displaced: "Chọn giờ sau khi bản tin kia phát xong, hoặc lùi hạn phát.",
  "content-expired": "Gia hạn hiệu lực bản tin rồi duyệt lại, hoặc bỏ các lần phát sau hạn.",
  "not-yet-valid": "Chọn giờ phát sau ngày nội dung có hiệu lực.",
  "outside-window": "Lùi hạn phát để chương trình kịp phát hết.",
  "not-actual": "Bật chế độ diễn tập ở cụm loa và mở đầu bằng lời báo diễn tập.",
};

const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
