import type { ProblemText } from "../problem-text.ts";

export const reportProblems = {
  "period-unreadable": {
    status: 422,
    vi: "Kỳ báo cáo không đúng.",
    hint: "Nhập 2026-H1, 2026-H2, 2026, 2026-06 hoặc từ ngày đến ngày: 2025-12-15..2026-06-14.",
    en: "The period cannot be read.",
  },
  "place-not-then": {
    status: 422,
    vi: "Kỳ này kết thúc trước ngày nơi này có trong hệ thống.",
    hint: "Chọn kỳ muộn hơn, hoặc nhập kỳ có ngày cuối muộn hơn.",
    en: "The period ended before this place was in the system.",
  },
  "log-too-long": {
    status: 422,
    vi: "Nhật ký theo bộ lọc này quá dài để làm một tệp XLSX hoặc PDF.",
    hint: "Thu hẹp bộ lọc: ít ngày hơn, một xã hoặc một cụm loa; hoặc tải tệp CSV, không giới hạn số dòng.",
    en: "The log under this filter is too long for one XLSX or PDF file.",
  },
} as const satisfies Record<string, ProblemText>;
