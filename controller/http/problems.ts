import type { ProblemText } from "../problem-text.ts";

export const httpProblems = {
  "bad-request": {
    status: 400,
    vi: "Yêu cầu không đọc được.",
    hint: "Kiểm tra lại nội dung gửi lên (JSON, UTF-8) rồi gửi lại.",
    en: "The request cannot be read.",
  },
  "invalid-input": {
    status: 400,
    vi: "Một số ô nhập chưa đúng.",
    hint: "Sửa các ô được nêu tên rồi gửi lại; chưa có gì được lưu.",
    en: "Some fields are not valid.",
  },
  "too-deep": {
    status: 400,
    vi: "Nội dung lồng nhau quá nhiều lớp.",
    hint: "Gửi nội dung đơn giản hơn.",
    en: "The content is nested too deeply.",
  },
  "too-many-parameters": {
    status: 400,
    vi: "Địa chỉ có quá nhiều tham số.",
    hint: "Bớt tham số lọc rồi thử lại.",
    en: "Too many query parameters.",
  },
  "not-logged-in": {
    status: 401,
    vi: "Bạn chưa đăng nhập hoặc phiên làm việc đã hết hạn.",
    hint: "Đăng nhập rồi thử lại.",
    en: "Log in first.",
  },
  "not-allowed": {
    status: 403,
    vi: "Tài khoản của bạn không có quyền làm việc này ở nơi này.",
    hint: "Nhờ quản trị viên của đơn vị cấp vai trò phù hợp.",
    en: "Your roles do not allow this here.",
  },
  "bad-origin": {
    status: 403,
    vi: "Yêu cầu đến từ một trang khác nên bị từ chối.",
    hint: "Mở lại trang quản lý và thao tác ở đó; chương trình khác dùng tiêu đề Authorization.",
    en: "The request came from another site.",
  },
  "not-found": {
    status: 404,
    vi: "Không tìm thấy.",
    hint: "Kiểm tra lại địa chỉ hoặc mã.",
    en: "Not found.",
  },
  "method-not-allowed": {
    status: 405,
    vi: "Địa chỉ này không nhận thao tác đó.",
    hint: "Xem các thao tác được phép trong tiêu đề Allow.",
    en: "Method not allowed.",
  },
  "too-large": {
    status: 413,
    vi: "Nội dung gửi lên quá lớn.",
    hint: "Chia nhỏ hoặc nén lại rồi gửi.",
    en: "The request is too large.",
  },
  "address-too-long": {
    status: 414,
    vi: "Địa chỉ quá dài.",
    hint: "Bớt tham số lọc rồi thử lại.",
    en: "The address is too long.",
  },
  "unsupported-media": {
    status: 415,
    vi: "Kiểu nội dung này không được nhận.",
    hint: "Gửi JSON (application/json) hoặc biểu mẫu có tệp (multipart/form-data).",
    en: "Unsupported media type.",
  },
  "bad-range": {
    status: 416,
    vi: "Đoạn được yêu cầu nằm ngoài tệp.",
    hint: "Tải lại từ đầu.",
    en: "Range not satisfiable.",
  },
  "too-many-requests": {
    status: 429,
    vi: "Bạn thao tác quá nhanh.",
    hint: "Chờ số giây trong tiêu đề Retry-After rồi thử lại.",
    en: "Too many requests.",
  },
  "headers-too-large": {
    status: 431,
    vi: "Tiêu đề của yêu cầu quá lớn.",
    hint: "Xoá cookie của trang rồi đăng nhập lại.",
    en: "Request headers too large.",
  },
  timeout: {
    status: 408,
    vi: "Gửi quá chậm nên kết nối đã bị ngắt.",
    hint: "Kiểm tra đường truyền rồi gửi lại.",
    en: "The request took too long to arrive.",
  },
  internal: {
    status: 500,
    vi: "Máy chủ gặp lỗi, việc này chưa chắc đã xong.",
    hint: "Tải lại trang để xem đã lưu chưa; nếu lặp lại, báo người quản trị kèm mã yêu cầu.",
    en: "Internal error.",
  },
  busy: {
    status: 503,
    vi: "Máy chủ đang quá tải.",
    hint: "Thử lại sau ít giây.",
    en: "The server is busy.",
  },
  stopping: {
    status: 503,
    vi: "Máy chủ đang dừng.",
    hint: "Thử lại sau ít phút.",
    en: "The server is stopping.",
  },
  "disk-full": {
    status: 507,
    vi: "Máy chủ đã hết chỗ lưu.",
    hint: "Báo người quản trị dọn bớt dữ liệu; việc huỷ phát vẫn làm được.",
    en: "The disk is full.",
  },
} as const satisfies Record<string, ProblemText>;
