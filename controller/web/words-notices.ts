import { inLanguage } from "./text.ts";

export const words = inLanguage(
  {
    reminders: "Nhắc việc báo cáo",
    hide: "Ẩn lời nhắc",
    hideReminder: (report: string) => `Ẩn lời nhắc ${report}`,
    reminderHidden: "Đã ẩn trên máy này; gần hạn sẽ nhắc lại.",
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
    hide: "Hide",
    hideReminder: (report) => `Hide ${report}`,
    reminderHidden: "Hidden on this device; it is told again nearer the day.",
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
