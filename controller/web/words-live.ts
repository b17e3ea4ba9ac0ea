import { inLanguage } from "./text.ts";

export const words = inLanguage(
  {
    title: "Nói trực tiếp",
    about: "Tiếng nói phát ngay ra các cụm loa đã chọn ở trên. Buổi nói được ghi lại vào thư viện.",
    open: "Mở micro để nói trực tiếp",
    name: "Nội dung buổi nói",
    minutes: "Nói nhiều nhất (phút)",
    level: "Cấp tin",
    levels: { normal: "Thông thường", emergency: "Khẩn cấp (cần người thứ hai duyệt)" },
    start: "Bắt đầu nói",
    stop: "Kết thúc",
    asking: "Đang nối micro…",
    approval: "Chờ người thứ hai duyệt. Giữ trang này mở.",
    speaking: (seconds: number) => `Đang phát trực tiếp, còn ${seconds} giây.`,
    over: "Buổi nói đã kết thúc và được ghi lại.",
    refused: "Trình duyệt chưa cho dùng micro. Mở quyền micro cho trang này rồi thử lại.",
    broken: "Mất kết nối, buổi nói đã dừng.",
  },
  {
    title: "Speak live",
    about:
      "Your voice goes straight to the clusters chosen above. It is recorded into the library.",
    open: "Open the microphone to speak live",
    name: "What it is about",
    minutes: "At most (minutes)",
    level: "Level",
    levels: { normal: "Normal", emergency: "Emergency (a second person approves)" },
    start: "Start speaking",
    stop: "Finish",
    asking: "Connecting the microphone…",
    approval: "Waiting for a second person. Keep this page open.",
    speaking: (seconds: number) => `On air, ${seconds} seconds left.`,
    over: "The speech is over and recorded.",
    refused: "The browser does not allow the microphone yet. Allow it for this page and try again.",
    broken: "The connection broke; the speech has ended.",
  },
);
