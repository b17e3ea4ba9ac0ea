import type { ProblemText } from "../problem-text.ts";

export const scheduleProblems = {
  "order-empty": {
    status: 422,
    vi: "Lịch phát chưa có bản tin nào.",
    hint: "Chọn ít nhất một bản tin đã duyệt.",
    en: "The order has nothing to say.",
  },
  "message-unknown": {
    status: 422,
    vi: "Không có bản tin này.",
    hint: "Chọn lại bản tin trong thư viện.",
    en: "There is no such message.",
  },
  "content-expired": {
    status: 409,
    vi: "Bản tin đã hết hiệu lực.",
    hint: "Soạn bản tin mới hoặc gia hạn hiệu lực rồi duyệt lại.",
    en: "The message is no longer valid.",
  },
  "programme-too-long": {
    status: 422,
    vi: "Chương trình dài quá 12 giờ hoặc có hơn 60 phần.",
    hint: "Chia thành nhiều lịch phát.",
    en: "The programme is longer than 12 hours or has more than 60 parts.",
  },
  "not-after-past": {
    status: 422,
    vi: "Hạn phát đã qua.",
    hint: "Chọn hạn phát sau thời điểm hiện tại.",
    en: "The deadline is in the past.",
  },
  "where-empty": {
    status: 422,
    vi: "Chưa chọn nơi phát.",
    hint: "Chọn tất cả, hoặc xã, thôn, cụm loa, nhóm, ngôn ngữ.",
    en: "The order names no place.",
  },
  "no-clusters": {
    status: 422,
    vi: "Không có cụm loa nào ở nơi đã chọn.",
    hint: "Chọn nơi khác, hoặc thêm cụm loa cho thôn.",
    en: "No cluster is meant by this order.",
  },
  "outside-place": {
    status: 403,
    vi: "Một số cụm loa nằm ngoài địa bàn của bạn.",
    hint: "Chỉ chọn nơi trong địa bàn được giao.",
    en: "Some clusters are outside your area.",
  },
  "no-instants": {
    status: 422,
    vi: "Lịch này không có lần phát nào trong 14 ngày tới.",
    hint: "Kiểm tra lại ngày bắt đầu và quy tắc lặp.",
    en: "The order never airs within the next 14 days.",
  },
  "no-such-time": {
    status: 422,
    vi: "Ngày hoặc giờ không có thật.",
    hint: "Nhập dạng 2026-05-18T05:00:00+07:00.",
    en: "There is no such day or hour.",
  },
  "rule-unreadable": {
    status: 422,
    vi: "Không đọc được quy tắc lặp.",
    hint: "Dùng quy tắc RFC 5545, ví dụ FREQ=DAILY;COUNT=5.",
    en: "The recurrence rule cannot be read.",
  },
  "broadcast-unknown": {
    status: 404,
    vi: "Không có lịch phát này.",
    hint: "Tải lại danh sách lịch phát.",
    en: "There is no such broadcast.",
  },
  "not-proposed": {
    status: 409,
    vi: "Lịch phát này không chờ duyệt.",
    hint: "Tải lại để xem trạng thái mới.",
    en: "The broadcast is not waiting for approval.",
  },
  "approval-void": {
    status: 409,
    vi: "Nội dung, nơi phát hoặc giờ đã đổi sau khi đề xuất.",
    hint: "Đề xuất lại lịch phát rồi duyệt.",
    en: "The order changed after it was proposed; the approval is void.",
  },
  "cluster-unknown": {
    status: 404,
    vi: "Không có cụm loa này.",
    hint: "Tải lại danh sách cụm loa.",
    en: "There is no such cluster.",
  },
  "window-too-long": {
    status: 422,
    vi: "Khoảng thời gian phải từ 1 giây đến 31 ngày.",
    hint: "Chọn khoảng ngắn hơn.",
    en: "The window must be between 1 second and 31 days.",
  },
} as const satisfies Record<string, ProblemText>;
