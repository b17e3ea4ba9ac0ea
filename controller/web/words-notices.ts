import { inLanguage } from "./text.ts";

export const words = inLanguage(
  {
    reminders: "Nhắc việc báo cáo",
    quarantine: "Thiết bị chưa được tin",
    quarantineAbout:
      "Tin của thiết bị này chưa được tính, tới khi có người kiểm tra và cho tin lại.",
    since: (when: string) => `từ ${when}`,
    release: "Cho tin lại",
    releaseTitle: (cluster: string) => `Cho tin lại thiết bị ở ${cluster}?`,
    reason: "Đã kiểm tra những gì",
    reasonHelp: "Được ghi vào sổ cùng tên bạn.",
    released: "Tin của thiết bị lại được tính.",
  },
  {
    reminders: "Reports that fall due",
    quarantine: "Boards that are not believed",
    quarantineAbout:
      "What this board says does not count until somebody has looked and released it.",
    since: (when: string) => `since ${when}`,
    release: "Believe it again",
    releaseTitle: (cluster: string) => `Believe the board at ${cluster} again?`,
    reason: "What you looked at",
    reasonHelp: "It is recorded with your name.",
    released: "What the board says counts again.",
  },
);
