import type { ProblemText } from "../problem-text.ts";

export const messageProblems = {
  "language-not-spoken": {
    status: 422,
    vi: "Không có giọng đọc máy cho ngôn ngữ này.",
    hint: "Tải lên bản ghi âm do người nói ngôn ngữ đó đọc; giọng tiếng Việt không được đọc thay.",
    en: "There is no voice for this language: upload a recording.",
  },
  "garbled-text": {
    status: 422,
    vi: "Văn bản bị lỗi nhận dạng chữ, đọc lên sẽ sai.",
    hint: "Sửa lại các chữ sai (xem danh sách), hoặc lấy bản văn gốc thay cho bản quét.",
    en: "The text is garbled by character recognition.",
  },
  "unknown-theme": {
    status: 422,
    vi: "Không có chủ đề này.",
    hint: "Chọn một chủ đề trong danh sách.",
    en: "The theme is not known.",
  },
  "nothing-to-say": {
    status: 422,
    vi: "Bản tin chưa có lời hoặc tệp âm thanh.",
    hint: "Nhập nội dung hoặc tải lên một tệp âm thanh.",
    en: "The message has neither text nor audio.",
  },
  "text-too-long": {
    status: 422,
    vi: "Bản tin quá dài để đọc một lần.",
    hint: "Chia thành nhiều bản tin.",
    en: "The text is too long for one message.",
  },
  "no-codec": {
    status: 503,
    vi: "Máy chủ chưa có chương trình xử lý âm thanh.",
    hint: "Báo người quản trị cài ffmpeg.",
    en: "The server has no audio codec.",
  },
  "no-voice": {
    status: 422,
    vi: "Không có giọng đọc này.",
    hint: "Chọn một giọng trong danh sách.",
    en: "There is no such voice.",
  },
  "speech-failed": {
    status: 502,
    vi: "Không tạo được giọng đọc.",
    hint: "Thử lại; nếu vẫn lỗi, tải lên bản ghi âm và báo người quản trị.",
    en: "Speech could not be made.",
  },
  "not-audio": {
    status: 422,
    vi: "Tệp này không phải âm thanh đọc được, hoặc quá dài.",
    hint: "Dùng tệp MP3, WAV, FLAC, OGG, AAC hoặc M4A, không quá giới hạn thời lượng.",
    en: "The file is not readable audio.",
  },
  "no-audio": {
    status: 409,
    vi: "Bản tin chưa có âm thanh.",
    hint: "Tạo giọng đọc hoặc tải tệp âm thanh lên trước.",
    en: "The message has no audio yet.",
  },
  "not-approved": {
    status: 409,
    vi: "Bản tin chưa được duyệt.",
    hint: "Nhờ người có quyền duyệt xem và duyệt bản tin.",
    en: "The message is not approved.",
  },
  "self-approval": {
    status: 403,
    vi: "Người viết không được tự duyệt bản tin của mình.",
    hint: "Nhờ người khác duyệt.",
    en: "Nobody approves their own message.",
  },
  "state-secret": {
    status: 409,
    vi: "Nội dung thuộc diện bí mật nhà nước, không được phát.",
    hint: "Không đưa nội dung này lên hệ thống loa.",
    en: "A state secret can never be approved.",
  },
  "content-changed": {
    status: 409,
    vi: "Nội dung đã thay đổi sau khi bạn xem.",
    hint: "Tải lại, nghe lại rồi mới duyệt.",
    en: "The content changed after you saw it.",
  },
  "already-decided": {
    status: 409,
    vi: "Bản tin này không còn chờ duyệt.",
    hint: "Tải lại để xem trạng thái mới.",
    en: "The message is not waiting for a decision.",
  },
  "personal-data": {
    status: 409,
    vi: "Bản tin có dữ liệu cá nhân (xem các chỗ được nêu).",
    hint: "Nhờ người viết bỏ đi; nếu phải phát, duyệt lại và ghi rõ lý do.",
    en: "The message holds personal data; approving it needs a reason.",
  },
  "not-author": {
    status: 403,
    vi: "Chỉ người viết mới được sửa nội dung bản tin.",
    hint: "Tạo một bản tin mới, hoặc trả lại cho người viết.",
    en: "Only the author may change the content.",
  },
  "lexicon-term": {
    status: 422,
    vi: "Từ này không đưa vào từ điển đọc được.",
    hint: "Dùng chữ viết tắt in hoa hoặc tên riêng; một tiếng thường và con số thì giọng đọc đã biết đọc.",
    en: "A single ordinary syllable or a number is no lexicon term.",
  },
  "lexicon-reading": {
    status: 422,
    vi: "Cách đọc này giọng tiếng Việt không đọc được.",
    hint: "Viết cách đọc bằng các tiếng Việt cách nhau, ví dụ: tờ ra xơn.",
    en: "The reading is not made of Vietnamese syllables.",
  },
  "lexicon-full": {
    status: 409,
    vi: "Từ điển đọc của nơi này đã đầy.",
    hint: "Xoá bớt những từ không dùng nữa.",
    en: "The place's lexicon is full.",
  },
} as const satisfies Record<string, ProblemText>;
