import type { ProblemText } from "../problem-text.ts";

export const liveProblems = {
  "live-unknown": {
    status: 404,
    vi: "Không có buổi nói trực tiếp này, hoặc đã kết thúc.",
    hint: "Mở lại từ màn hình Soạn tin.",
    en: "There is no such live session.",
  },
  "live-offered": {
    status: 409,
    vi: "Tin thông thường là do xã quyết định, nên cấp trên không nói trực tiếp xuống xã ở cấp này.",
    hint: "Nhờ người của xã nói, hoặc dùng cấp khẩn cấp khi thật cần.",
    en: "The commune decides about normal items, so nobody above it speaks live at that level.",
  },
  "live-busy": {
    status: 409,
    vi: "Đang có quá nhiều buổi nói trực tiếp.",
    hint: "Chờ một buổi kết thúc rồi thử lại.",
    en: "Too many live sessions.",
  },
} as const satisfies Record<string, ProblemText>;
