import { inLanguage } from "./text.ts";

const vi = {
  date: { pattern: "dd/mm/yyyy", wrong: "Ngày chưa đúng. Viết ngày/tháng/năm, ví dụ 05/03/2026." },
  time: { pattern: "hh:mm", wrong: "Giờ chưa đúng. Viết từ 00:00 đến 23:59, ví dụ 17:30." },
  month: { pattern: "mm/yyyy", wrong: "Tháng chưa đúng. Viết tháng/năm, ví dụ 03/2026." },
  pick: (label: string) => `Mở lịch: ${label}`,
  monthOf: (month: string) => `Tháng ${month}`,
  before: "Tháng trước",
  after: "Tháng sau",
  week: "Dùng phím mũi tên để đổi ngày, PageUp và PageDown để đổi tháng.",
};

const en: typeof vi = {
  date: { pattern: "dd/mm/yyyy", wrong: "Not a date. Write day/month/year, such as 05/03/2026." },
  time: { pattern: "hh:mm", wrong: "Not a time. Write 00:00 to 23:59, such as 17:30." },
  month: { pattern: "mm/yyyy", wrong: "Not a month. Write month/year, such as 03/2026." },
  pick: (label) => `Open the calendar: ${label}`,
  monthOf: (month) => `Month ${month}`,
  before: "Month before",
  after: "Month after",
  week: "Arrow keys change the day, PageUp and PageDown the month.",
};

export const words = inLanguage(vi, en);
