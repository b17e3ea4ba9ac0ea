import type { ProblemText } from "../problem-text.ts";

export const fleetProblems = {
  "unknown-place": {
    status: 422,
    vi: "Nơi này chưa có trong hệ thống.",
    hint: "Thêm tỉnh, xã, thôn trước, hoặc kiểm tra lại mã.",
    en: "The place is not known.",
  },
  "place-exists": {
    status: 409,
    vi: "Mã này đã có rồi.",
    hint: "Sửa nơi đã có, hoặc dùng mã khác. Mã hành chính không bao giờ dùng lại.",
    en: "The code is already in use.",
  },
  "wrong-commune": {
    status: 422,
    vi: "Thôn không thuộc xã của cụm loa.",
    hint: "Chọn thôn của chính xã đó.",
    en: "The hamlet belongs to another commune.",
  },
  "bad-dates": {
    status: 422,
    vi: "Ngày không có thật, hoặc ngày kết thúc không sau ngày bắt đầu.",
    hint: "Nhập ngày dạng năm-tháng-ngày, ví dụ 2026-07-01.",
    en: "The dates do not make sense.",
  },
  "place-open": {
    status: 409,
    vi: "Xã này còn việc đang mở, nên chưa kết thúc được.",
    hint: "Nêu xã kế tục để mọi việc sang xã đó, hoặc xác nhận rằng vai trò hết hiệu lực và lịch phát bị hủy cùng xã.",
    en: "Something is still open in this commune.",
  },
  "place-open-later": {
    status: 422,
    vi: "Xã còn việc đang mở chỉ kết thúc được khi đã đến ngày, không ghi trước.",
    hint: "Làm lại vào đúng ngày đó; trước đó có thể tự hủy lịch phát và bỏ vai trò.",
    en: "An end with something open cannot be written ahead.",
  },
  "merge-apart": {
    status: 422,
    vi: "Các nơi này không thuộc cùng một tỉnh (hoặc các thôn không thuộc cùng một xã).",
    hint: "Chỉ gộp xã trong một tỉnh, thôn trong một xã.",
    en: "The places do not lie together.",
  },
  "split-sum": {
    status: 422,
    vi: "Tổng số hộ, số người của các thôn mới khác thôn cũ.",
    hint: "Chia cho đủ số của thôn cũ; số mới điều tra thì sửa ở từng thôn sau khi tách.",
    en: "Households or people of the parts do not add up to the hamlet.",
  },
  "sheet-unreadable": {
    status: 422,
    vi: "Không đọc được bảng.",
    hint: "Lưu bảng dạng CSV UTF-8 (hoặc XLSX) có một hàng tiêu đề, rồi tải lên lại.",
    en: "The sheet cannot be read.",
  },
  "sheet-rows": {
    status: 422,
    vi: "Một số dòng trong bảng chưa đúng; chưa có gì được lưu.",
    hint: "Sửa các dòng được nêu rồi tải lên lại.",
    en: "Some rows are not valid; nothing was saved.",
  },
  "outlines-unreadable": {
    status: 422,
    vi: "Không đọc được tệp ranh giới.",
    hint: "Xuất lớp ranh giới thôn thành GeoJSON, hệ toạ độ WGS-84 (EPSG:4326), rồi tải lên lại.",
    en: "The file of outlines cannot be read.",
  },
  "outlines-wrong": {
    status: 422,
    vi: "Một số vùng trong tệp chưa đúng; chưa có gì được lưu.",
    hint: "Sửa các vùng được nêu rồi tải lên lại, hoặc chọn bỏ qua các vùng ấy.",
    en: "Some areas are not valid; nothing was saved.",
  },
  "claim-unknown": {
    status: 404,
    vi: "Không có mã đăng ký này.",
    hint: "Kiểm tra lại từng ký tự, hoặc tạo mã mới ở trang của cụm loa.",
    en: "There is no such claim code.",
  },
  "claim-used": {
    status: 409,
    vi: "Mã đăng ký này đã được dùng.",
    hint: "Mỗi mã chỉ dùng một lần. Nếu không phải bạn dùng, hãy thu hồi thiết bị của cụm loa rồi tạo mã mới.",
    en: "The claim code was used before.",
  },
  "claim-expired": {
    status: 410,
    vi: "Mã đăng ký đã quá 24 giờ.",
    hint: "Tạo mã mới ở trang của cụm loa.",
    en: "The claim code has expired.",
  },
} as const satisfies Record<string, ProblemText>;
