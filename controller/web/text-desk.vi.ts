import { count } from "./station.ts";

/** The words of what stands between writing and airing. */
export const viDesk = {
  record: {
    start: "Bắt đầu ghi âm",
    stop: "Dừng ghi",
    again: "Ghi lại từ đầu",
    refused: "Trình duyệt chưa cho dùng micro. Mở quyền micro cho trang này rồi thử lại.",
    insecure: "Ghi âm cần địa chỉ https. Hãy tải tệp ghi âm lên, hoặc nhờ kỹ thuật bật HTTPS.",
  },
  sound: {
    pause: "Nghỉ giữa câu",
    pauses: [
      ["0.7", "Ngắn"],
      ["1", "Thường"],
      ["1.6", "Dài"],
    ] as readonly (readonly [string, string])[],
    chime: "Nhạc hiệu đầu và cuối",
    chimes: [
      ["normal", "Có"],
      ["none", "Không"],
    ] as readonly (readonly ["normal" | "none", string])[],
  },
  starter: {
    load: "Lấy 10 bản tin mẫu",
    done: (n: number) => `Đã thêm ${count(n)} bản tin mẫu; giọng đọc đang được tạo.`,
  },
  pending: {
    approveAndOrder: "Duyệt & lên lịch",
    look: "Xem kỹ hoặc trả lại",
    more: (n: number) => `Còn ${count(n)} bản tin chờ duyệt`,
    own: (titles: string) => `${titles} đang chờ một người khác duyệt.`,
    change: "Đổi người",
    override: "Lý do vẫn phát",
    overrideHelp: "Lý do được ghi vào sổ cùng tên người duyệt.",
    overrideSend: "Duyệt kèm lý do",
    when: {
      now: "phát ngay sau khi duyệt",
      session: "phát trong buổi phát tới",
      at: (clock: string, date: string) => `phát lúc ${clock} ngày ${date}`,
      repeat: (clock: string, date: string, rule: string) =>
        `phát ${rule} lúc ${clock}, từ ngày ${date}`,
      rules: {
        DAILY: "hằng ngày",
        WEEKLY: "hằng tuần",
        WEEKDAYS: "từ thứ Hai đến thứ Sáu",
      } as Readonly<Record<string, string>>,
    },
  },
};
