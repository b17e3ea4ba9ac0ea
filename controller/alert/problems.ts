import type { ProblemText } from "../problem-text.ts";

export const alertProblems = {
  "xml-forbidden": {
    status: 422,
    vi: "Tệp XML có phần khai báo (DTD, thực thể, chỉ lệnh) không được nhận.",
    hint: "Gửi bản tin CAP 1.2 thuần, không có DOCTYPE hay ENTITY.",
    en: "The XML has a DTD, an entity or a processing instruction.",
  },
  "xml-malformed": {
    status: 422,
    vi: "Tệp XML không đọc được.",
    hint: "Kiểm tra lại tệp: XML đúng cú pháp, mã hoá UTF-8.",
    en: "The XML is not well formed UTF-8.",
  },
  "xml-too-deep": {
    status: 422,
    vi: "Tệp XML lồng quá sâu hoặc có quá nhiều phần tử.",
    hint: "Chia bản tin cảnh báo thành nhiều bản nhỏ hơn.",
    en: "The XML is nested too deeply or has too many elements.",
  },
  "not-cap": {
    status: 422,
    vi: "Đây không phải bản tin cảnh báo CAP 1.2.",
    hint: "Phần tử gốc phải là alert trong không gian tên urn:oasis:names:tc:emergency:cap:1.2.",
    en: "This is not a CAP 1.2 alert.",
  },
  "cap-fields": {
    status: 422,
    vi: "Bản tin CAP thiếu hoặc sai một số trường.",
    hint: "Sửa các trường được nêu tên rồi gửi lại.",
    en: "Some fields of the CAP alert are missing or wrong.",
  },
  "alert-not-public": {
    status: 422,
    vi: "Bản tin này không dành cho công chúng nên không phát loa.",
    hint: "Chỉ bản tin có scope là Public được đưa lên loa.",
    en: "Only alerts with scope Public go to loudspeakers.",
  },
  "alert-not-actionable": {
    status: 422,
    vi: "Loại bản tin này không phải cảnh báo để phát.",
    hint: "Chỉ nhận Alert, Update, Cancel với status Actual, Exercise hoặc Test.",
    en: "This kind of CAP message is not to be aired.",
  },
  "alert-expired": {
    status: 422,
    vi: "Cảnh báo đã hết hạn.",
    hint: "Yêu cầu nơi gửi phát hành bản cập nhật.",
    en: "The alert has expired.",
  },
  "alert-from-future": {
    status: 422,
    vi: "Thời điểm gửi của cảnh báo nằm trong tương lai.",
    hint: "Kiểm tra đồng hồ của nơi gửi và của máy chủ.",
    en: "The alert was sent in the future.",
  },
  "alert-differs": {
    status: 409,
    vi: "Đã có cảnh báo cùng mã nhưng nội dung khác.",
    hint: "Nơi gửi phải dùng mã mới cho nội dung mới (Update).",
    en: "An alert of this identifier with other content is known.",
  },
  "alert-unknown": {
    status: 404,
    vi: "Không có cảnh báo này.",
    hint: "Tải lại danh sách cảnh báo.",
    en: "There is no such alert.",
  },
  "alert-closed": {
    status: 409,
    vi: "Cảnh báo này không còn chờ phát.",
    hint: "Tải lại để xem trạng thái mới.",
    en: "The alert is not waiting to be aired.",
  },
  "alert-no-clusters": {
    status: 409,
    vi: "Không có cụm loa nào trong vùng cảnh báo (diễn tập chỉ tính cụm ở chế độ diễn tập).",
    hint: "Kiểm tra toạ độ cụm loa, mã xã của vùng cảnh báo, chế độ diễn tập; hoặc tự soạn bản tin khẩn.",
    en: "No cluster lies in the area of the alert.",
  },
  "alert-nothing-to-say": {
    status: 409,
    vi: "Chưa có lời phát cho cảnh báo này.",
    hint: "Ghi âm hoặc soạn một bản tin, nhờ duyệt, rồi chọn bản tin đó khi phát.",
    en: "Nothing of the alert can be spoken yet.",
  },
  "signature-wrong": {
    status: 401,
    vi: "Chữ ký của cảnh báo không đúng hoặc khoá chưa được tin cậy.",
    hint: "Ký lại đúng nội dung gửi, bằng khoá đã được hai người của đơn vị chấp nhận.",
    en: "The signature is wrong or its key is not trusted.",
  },
  "key-exists": {
    status: 409,
    vi: "Đã có khoá mang tên này.",
    hint: "Chọn tên khoá khác; khoá đã thu hồi không dùng lại.",
    en: "A key of this name exists.",
  },
  "not-an-emergency": {
    status: 404,
    vi: "Lịch phát này không phải bản tin khẩn đã phát.",
    hint: "Chỉ bản tin khẩn đã duyệt mới có dạng CAP.",
    en: "This is not an emergency that was ordered.",
  },
} as const satisfies Record<string, ProblemText>;
