/**
 * Why something did not play, was cut or was refused: the closed list. A word is never reused or removed;
 * `vi` is what staff and auditors read.
 */
export const reasons = {
  "not-for-this-cluster": "Không dành cho cụm loa này.",
  "outside-window": "Ngoài khung giờ cho phép của lần phát.",
  expired: "Đã quá hạn phát.",
  cancelled: "Đã bị huỷ.",
  "not-actual": "Bản tin diễn tập hoặc thử nghiệm, cụm loa không ở chế độ diễn tập.",
  "quiet-hours": "Rơi vào giờ yên tĩnh.",
  "no-session": "Không có buổi phát nào đủ chỗ trước hạn.",
  "over-cap": "Vượt giới hạn thời lượng hoặc số lần phát theo quy chế.",
  displaced: "Bị tin có quyền cao hơn chiếm chỗ, buổi phát không còn đủ thời gian.",
  "cut-dropped": "Bị cắt và theo lệnh thì không phát tiếp.",
  "no-deadline": "Bản tin ưu tiên không có hạn phát.",
  "clock-doubt": "Đồng hồ của thiết bị chưa tin được.",
  "not-approved": "Bản tin chưa được duyệt.",
  "state-secret": "Nội dung thuộc diện bí mật nhà nước, không được phát.",
  "content-expired": "Nội dung đã hết hiệu lực.",
  "not-yet-valid": "Nội dung chưa đến lúc có hiệu lực.",
  "wrong-language": "Ngôn ngữ của bản tin không đúng với giọng đọc hoặc địa bàn.",
  "not-armed": "Âm thanh chưa tải về đủ hoặc chưa kiểm tra xong.",
  "wrong-hash": "Âm thanh không đúng mã băm đã ký.",
  undecodable: "Không giải mã được âm thanh.",
  "device-missing": "Không có thiết bị âm thanh.",
  "device-busy": "Thiết bị âm thanh đang bận.",
  "device-stalled": "Thiết bị âm thanh không nhận mẫu.",
  "amplifier-fault": "Rơ-le hoặc bộ khuếch đại báo lỗi.",
  "power-loss": "Mất điện hoặc thiết bị khởi động lại khi đang phát.",
  preempted: "Bị tin khẩn cấp chen ngang.",
  "sound-cap": "Thiết bị đã phát quá số lần cho phép trong một giờ.",
  "source-lost": "Mất nguồn tiếp sóng.",
  "no-decoder": "Thiết bị không có chương trình giải mã luồng này (cần ffmpeg).",
  "input-not-allowed": "Cấu hình đã ký không cho phép đầu vào tại chỗ.",
  unsigned: "Không có chữ ký hợp lệ.",
  "unknown-key": "Khoá ký không được tin cậy.",
  "revoked-key": "Khoá ký đã bị thu hồi hoặc hết hạn.",
  "key-scope": "Khoá ký không có quyền với phạm vi hoặc cấp này.",
  "older-revision": "Tài liệu cũ hơn bản đang giữ.",
  "same-revision-other-content": "Cùng số bản nhưng nội dung khác.",
  malformed: "Tài liệu sai cấu trúc.",
  "too-large": "Tài liệu quá lớn.",
  "disk-full": "Bộ nhớ của thiết bị đã đầy.",
  simulated: "Thiết bị mô phỏng để thử tải, không có loa.",
  unstated: "Thiết bị không nêu lý do.",
  unreported: "Không nhận được báo cáo nào trước khi hết hạn chờ.",
} as const satisfies Record<string, string>;

export type Reason = keyof typeof reasons;

export const reasonWords = Object.keys(reasons) as readonly Reason[];

export const isReason = (word: string): word is Reason => Object.hasOwn(reasons, word);
