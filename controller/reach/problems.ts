import type { ProblemText } from "../problem-text.ts";

export const reachProblems = {
  "period-empty": {
    status: 422,
    vi: "Kỳ tính trống: ngày bắt đầu không trước ngày kết thúc.",
    hint: "Chọn lại từ ngày, đến ngày.",
    en: "The period is empty.",
  },
  "period-long": {
    status: 422,
    vi: "Kỳ tính dài quá 48 tháng.",
    hint: "Chọn kỳ ngắn hơn để xem theo tháng.",
    en: "The period has more than 48 months.",
  },
  "day-unreadable": {
    status: 422,
    vi: "Ngày không có thật.",
    hint: "Nhập ngày dạng năm-tháng-ngày, ví dụ 2026-07-01.",
    en: "The day does not exist.",
  },
} as const satisfies Record<string, ProblemText>;
