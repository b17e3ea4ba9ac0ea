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
  push: "Gửi tin bắt buộc phát",
  pushAbout:
    "Tin phát chen vào buổi phát của xã trước hạn; xã xếp chỗ, không bỏ được. Chỉ gửi tin đã duyệt.",
  pushTo: (n: number) => `Gửi tới ${count(n)} xã`,
  pushed: (n: number) => `Đã gửi tin bắt buộc tới ${count(n)} xã.`,
  pushWhere: "Gửi tới",
  everyCommune: (n: number) => `Tất cả ${count(n)} xã, phường`,
  find: "Tìm xã",
  dueDate: "Hạn phát: ngày",
  dueTime: "Hạn phát: giờ",
  pushedTitle: "Tin bắt buộc đã gửi",
  done: (n: number, of: number) => `${count(n)}/${count(of)} xã phát xong`,
  played: (n: number, of: number) => `${count(n)}/${count(of)} cụm đã phát`,
  declined: (title: string, reason: string) => `“${title}”: ${reason}`,
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
  push: "Send a must-play item",
  pushAbout:
    "It plays inside the commune's programme before the deadline; the commune chooses where and cannot leave it out. Only approved messages.",
  pushTo: (n) => `Send to ${count(n)} communes`,
  pushed: (n) => `Sent to ${count(n)} communes as must-play.`,
  pushWhere: "Send to",
  everyCommune: (n) => `All ${count(n)} communes`,
  find: "Find a commune",
  dueDate: "Deadline: date",
  dueTime: "Deadline: time",
  pushedTitle: "Must-play items sent",
  done: (n, of) => `${count(n)}/${count(of)} communes done`,
  played: (n, of) => `${count(n)}/${count(of)} clusters played it`,
  declined: (title, reason) => `“${title}”: ${reason}`,
  none: "No commune yet.",
  nothing: "None",
};
export const words = inLanguage(vi, en);
