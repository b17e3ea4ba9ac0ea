import { count } from "./station.ts";
import { inLanguage } from "./text.ts";

const vi = {
  about: "Từng xã hôm nay: loa còn nối, đã phát gì, tin bắt buộc nào chưa phát và vì sao.",
  commune: "Xã, phường",
  online: "Cụm đang nối",
  today: "Kết quả hôm nay",
  mustPlay: "Tin bắt buộc chưa phát",
  inbox: "Tin tỉnh gửi",
  of: (n: number, of: number) => `${count(n)} trên ${count(of)}`,
  open: (waiting: number, missed: number) =>
    [
      waiting > 0 ? `${count(waiting)} cụm còn chờ` : "",
      missed > 0 ? `${count(missed)} cụm không phát được` : "",
    ]
      .filter(Boolean)
      .join(", "),
  until: (when: string) => `hạn ${when}`,
  over: (when: string) => `đã quá hạn ${when}`,
  reason: (text: string, clusters: number) => `${text} (${count(clusters)} cụm)`,
  states: {
    waiting: "chờ xã quyết định",
    accepted: "xã nhận",
    declined: "xã không nhận",
    withdrawn: "tỉnh rút lại",
  } as Readonly<Record<string, string>>,
  tally: (n: number, word: string) => `${count(n)} ${word}`,
  none: "Chưa có xã nào.",
  nothing: "Không có",
};
const en: typeof vi = {
  about: "Each commune today: what is connected, what played, which must-play items did not, why.",
  commune: "Commune",
  online: "Clusters online",
  today: "Outcomes today",
  mustPlay: "Must-play items not yet played",
  inbox: "Offered by the province",
  of: (n, of) => `${count(n)} of ${count(of)}`,
  open: (waiting, missed) =>
    [
      waiting > 0 ? `${count(waiting)} clusters waiting` : "",
      missed > 0 ? `${count(missed)} clusters did not play it` : "",
    ]
      .filter(Boolean)
      .join(", "),
  until: (when) => `due ${when}`,
  over: (when) => `was due ${when}`,
  reason: (text, clusters) => `${text} (${count(clusters)} clusters)`,
  states: {
    waiting: "waits for the commune",
    accepted: "accepted",
    declined: "declined",
    withdrawn: "withdrawn",
  },
  tally: (n, word) => `${count(n)} ${word}`,
  none: "No commune yet.",
  nothing: "None",
};
export const words = inLanguage(vi, en);
