import type { ProblemText } from "../problem-text.ts";

export const calendarProblems = {
  "days-unreadable": {
    status: 422,
    vi: "Khoảng ngày không đúng hoặc dài quá.",
    hint: "Nhập ngày có thật dạng 2026-05-18, ngày cuối không trước ngày đầu, không quá 800 ngày.",
    en: "The span of days is wrong or too long.",
  },
  "no-such-day": {
    status: 422,
    vi: "Ngày này không có thật.",
    hint: "Nhập dạng 05-18 (hằng năm) hoặc 2026-05-18 (một lần).",
    en: "There is no such day.",
  },
  "campaign-unknown": {
    status: 422,
    vi: "Không có đợt cao điểm này.",
    hint: "Chọn trong danh sách đợt cao điểm, hoặc thêm đợt mới trước.",
    en: "There is no such campaign.",
  },
  "campaign-exists": {
    status: 409,
    vi: "Đã có đợt cao điểm mang mã này.",
    hint: "Sửa đợt đã có hoặc chọn mã khác.",
    en: "A campaign of this id exists.",
  },
} as const satisfies Record<string, ProblemText>;
