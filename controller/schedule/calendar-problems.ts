import type { ProblemText } from "../problem-text.ts";

export const calendarProblems = {
  "days-unreadable": {
    status: 422,
    vi: "Khoảng ngày không đúng hoặc dài quá.",
    hint: "Nhập ngày có thật dạng 2026-05-18, ngày cuối không trước ngày đầu, không quá 400 ngày.",
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
  "deadline-exists": {
    status: 409,
    vi: "Đã có hạn báo cáo mang mã này.",
    hint: "Xoá hạn đã có rồi thêm lại, hoặc chọn mã khác.",
    en: "A deadline of this id exists.",
  },
  "campaign-exists": {
    status: 409,
    vi: "Đã có đợt cao điểm mang mã này.",
    hint: "Sửa đợt đã có hoặc chọn mã khác.",
    en: "A campaign of this id exists.",
  },
  "relay-exists": {
    status: 409,
    vi: "Nơi này đã có nguồn tiếp sóng mang tên hoặc địa chỉ ấy.",
    hint: "Sửa nguồn đã có, hoặc đặt tên khác.",
    en: "This place has a relay source of this name or address.",
  },
  "relay-unreachable": {
    status: 502,
    vi: "Máy chủ không nghe được nguồn tiếp sóng này.",
    hint: "Kiểm tra địa chỉ, đường mạng của máy chủ, rồi thử lại.",
    en: "The controller cannot reach this relay source.",
  },
  "relay-moved": {
    status: 502,
    vi: "Nguồn tiếp sóng đã chuyển sang địa chỉ khác.",
    hint: "Nhập địa chỉ mới rồi thử lại; thiết bị không tự đi theo sang máy khác.",
    en: "The relay source has moved to another address.",
  },
  "relay-playlist": {
    status: 422,
    vi: "Địa chỉ này là danh sách phát (HLS), ở đây chưa nghe thử được.",
    hint: "Đặt lịch ngắn cho một cụm loa để nghe thử trên thiết bị.",
    en: "This address is a playlist (HLS), which cannot be tried here.",
  },
  "relay-not-audio": {
    status: 422,
    vi: "Địa chỉ này không phát ra âm thanh đọc được.",
    hint: "Dùng địa chỉ luồng âm thanh (MP3, AAC, Ogg), không phải địa chỉ trang web.",
    en: "There is no readable sound at this address.",
  },
  "not-a-calendar": {
    status: 422,
    vi: "Tệp này không phải lịch iCalendar.",
    hint: "Xuất lịch dạng .ics (text/calendar) rồi gửi lại.",
    en: "This is not an iCalendar file.",
  },
  "calendar-too-long": {
    status: 422,
    vi: "Tệp lịch có hơn 500 sự kiện.",
    hint: "Chia thành nhiều tệp nhỏ hơn.",
    en: "The calendar has more than 500 events.",
  },
  "event-no-start": {
    status: 422,
    vi: "Sự kiện không có giờ bắt đầu đọc được.",
    hint: "Đặt ngày giờ bắt đầu cho sự kiện.",
    en: "The event has no readable start.",
  },
  "event-all-day": {
    status: 422,
    vi: "Sự kiện cả ngày không nói phát lúc mấy giờ.",
    hint: "Đặt giờ bắt đầu cho sự kiện.",
    en: "An all-day event has no hour.",
  },
  "event-zone": {
    status: 422,
    vi: "Múi giờ của sự kiện không phải giờ Việt Nam.",
    hint: "Đổi sự kiện sang giờ Việt Nam (Asia/Ho_Chi_Minh) hoặc UTC.",
    en: "The event is in another time zone.",
  },
  "event-no-message": {
    status: 422,
    vi: "Không có bản tin đã duyệt nào mang tên sự kiện này.",
    hint: "Đặt tên sự kiện trùng tên bản tin đã duyệt, hoặc ghi mã bản tin ở X-VANGXA-MESSAGE.",
    en: "No approved message has the event's title.",
  },
  "event-emergency": {
    status: 422,
    vi: "Bản tin khẩn cấp không được nhập từ lịch.",
    hint: "Phát khẩn ở trang Khẩn cấp; lịch chỉ nhận mức thông thường (9) và ưu tiên (5).",
    en: "An emergency cannot be imported.",
  },
  "event-cancelled": {
    status: 422,
    vi: "Sự kiện đã bị huỷ trong lịch.",
    hint: "Không cần làm gì; huỷ lịch phát tương ứng nếu đã nhập trước đó.",
    en: "The event is cancelled.",
  },
  "event-unsupported": {
    status: 422,
    vi: "Sự kiện là một lần thay đổi riêng lẻ của một chuỗi.",
    hint: "Nhập chuỗi chính rồi sửa lần đó trên trang Lịch phát.",
    en: "Changed single instances are not imported.",
  },
} as const satisfies Record<string, ProblemText>;
