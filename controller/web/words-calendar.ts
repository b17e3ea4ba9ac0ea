import { count } from "./station.ts";
import { inLanguage } from "./text.ts";

export const words = inLanguage(
  {
    lunar: (text: string) => `${text} âm`,
    over: (minutes: number) => `thừa ${count(minutes)} phút`,
    on: "Xem theo cụm loa",
    onHelp: "Chỗ nào cụm này không phát thì ghi lý do ngay trong ô.",
    priority: "Thứ tự tin ưu tiên",
    priorityAbout: "Tin cấp trên bắt buộc phát: xã xếp thứ tự trước sau, không bỏ được tin nào.",
    until: (when: string) => `hạn ${when}`,
    up: (title: string) => `Đưa “${title}” lên trước`,
    down: (title: string) => `Đưa “${title}” ra sau`,
    ordered: "Đã xếp lại thứ tự.",
  },
  {
    lunar: (text: string) => `${text} lunar`,
    over: (minutes: number) => `${count(minutes)} minutes too many`,
    on: "As on cluster",
    onHelp: "Where this cluster will not play, the reason stands in the block.",
    priority: "Turn of priority items",
    priorityAbout:
      "What must be played: the commune says what comes first and can leave nothing out.",
    until: (when: string) => `by ${when}`,
    up: (title: string) => `Put “${title}” earlier`,
    down: (title: string) => `Put “${title}” later`,
    ordered: "The turn is changed.",
  },
);
