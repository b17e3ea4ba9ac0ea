import type { Part } from "../../contract/plan.ts";
import type { PlayerAbout } from "../../contract/presence.ts";
import { DELIVERED, formOfAddress, type SoundForm } from "../../contract/sound-forms.ts";
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
  /** JSON of what its player told of itself. */
  readonly player: string | null;
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

const formText: Readonly<Record<SoundForm, string>> = {
  "ogg-opus": "Ogg Opus",
  wav: "WAV",
  ogg: "Ogg Vorbis",
  mp3: "MP3",
  aac: "AAC",
  mpegts: "MPEG-TS",
  mp4: "MP4",
  flac: "FLAC",
  hls: "HLS (m3u8)",
};

/** The forms of sounds that can be had in no form which these decoders know. */
const undecodable = (
  sounds: readonly (readonly SoundForm[])[],
  decoders: readonly string[],
): SoundForm[] =>
  sounds.flatMap((forms) => (forms.some((form) => decoders.includes(form)) ? [] : forms));

/** In which forms each sound of these parts can be had; a relay with a source of unknown form is left out. */
export const soundsOf = (parts: readonly Part[]): SoundForm[][] =>
  parts.flatMap((part) => {
    if (part.kind === "audio") return [[DELIVERED]];
    if (part.kind !== "relay") return [];
    const forms = part.sources.map(formOfAddress);
    return forms.includes(undefined) ? [] : [forms.filter((form) => form !== undefined)];
  });

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

const playerOf = ({ player }: Signal): Partial<PlayerAbout> => JSON.parse(player ?? "{}");

/**
 * Clusters on which an order is unlikely to be heard, or to be proven, whatever the timeline says. `sounds`: for each sound of the
 * order the forms in which it can be had; one of them is enough, none known = nobody can say.
 */
export function signalFindings(
  signals: readonly Signal[],
  now: Instant,
  sounds: readonly (readonly SoundForm[])[],
): Finding[] {
  const empty = signals.filter((one) => one.agent === null);
  const boards = signals.filter((one) => one.agent !== null);
  const last = (one: Signal): number => one.seen_at ?? one.enrolled_at ?? 0;
  const silent = boards.filter((one) => now - last(one) > LONG_SILENT);
  const longest = Math.max(...silent.map((one) => Math.floor((now - last(one)) / days(1))));
  const pretended = boards.filter((one) => playerOf(one).simulated);
  const lacking = (one: Signal): SoundForm[] => {
    const { decoders } = playerOf(one);
    return decoders === undefined ? [] : undecodable(sounds, decoders);
  };
  const mute = boards.filter((one) => lacking(one).length > 0);
  const forms = [...new Set(mute.flatMap(lacking))];
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
      "no-decoder",
      mute,
      `${mute.length} cụm loa không giải mã được ${forms.map((form) => formText[form]).join(", ")}: ${namesOf(mute)}.`,
      "Cài ffmpeg cho thiết bị ở đó, hoặc tiếp sóng bằng luồng Ogg Opus; nếu không, phần này sẽ im lặng hoặc phát âm thanh dự phòng.",
    ),
    ...finding(
      "simulated",
      pretended,
      `${pretended.length} cụm loa đang chạy thiết bị mô phỏng, không có loa: ${namesOf(pretended)}.`,
      "Thay bằng thiết bị thật, hoặc bỏ cụm loa khỏi nơi phát; kết quả ở đó không được tính.",
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
