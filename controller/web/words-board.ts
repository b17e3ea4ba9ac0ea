import { count } from "./station.ts";
import { inLanguage } from "./text.ts";

const vi = {
  title: "SIM dữ liệu và đồng hồ của thiết bị",
  save: "Lưu SIM và đồng hồ",
  megabytes: "Megabyte mỗi ngày",
  megabytesHelp: "Để trống: không giới hạn. Tin khẩn cấp không bao giờ phải chờ.",
  from: "Tải trước từ giờ",
  to: "đến giờ",
  hoursHelp: "Để trống cả hai: tải lúc nào cũng được. Tin sắp phát vẫn tải ngay.",
  clock: "Đồng hồ khi mất điện",
  clocks: { unknown: "chưa biết", keeps: "chạy tiếp (có pin)", loses: "dừng (không có pin)" },
  clockHelp: "Thiết bị không có pin đồng hồ chờ giờ đúng rồi mới phát tin thường.",
  everywhere: (n: number) => `Áp dụng cho cả ${count(n)} cụm của xã này`,
  wrong: "Số megabyte phải từ 1 đến 1.000.000; giờ tải phải điền cả hai ô.",
  saved: (n: number) => `Đã lưu và gửi tới ${count(n)} thiết bị.`,
  saving: (done: number, all: number) => `Đang lưu ${count(done)}/${count(all)} cụm…`,
};

const en: typeof vi = {
  title: "Data SIM and clock of the board",
  save: "Save SIM and clock",
  megabytes: "Megabytes a day",
  megabytesHelp: "Empty: no limit. An emergency never waits.",
  from: "Fetch ahead from",
  to: "to",
  hoursHelp: "Both empty: at any hour. What is due soon is fetched at once.",
  clock: "Clock without power",
  clocks: { unknown: "not known", keeps: "goes on (battery)", loses: "stops (no battery)" },
  clockHelp: "A board without a battery waits for the right time before ordinary items sound.",
  everywhere: (n) => `For all ${count(n)} clusters of this commune`,
  wrong: "Megabytes must be 1 to 1,000,000; the hours need both fields.",
  saved: (n) => `Saved and sent to ${count(n)} boards.`,
  saving: (done, all) => `Saving ${count(done)} of ${count(all)} clusters…`,
};

export const words = inLanguage(vi, en);
