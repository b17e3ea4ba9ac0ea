/** Codes never change; the sentence is what staff read. */
export const audioRefusals = {
  "nothing-to-say": "Bản tin chưa có lời để đọc.",
  "not-vietnamese":
    "Giọng đọc tiếng Việt không đọc ngôn ngữ khác. Hãy tải lên bản ghi âm của người nói ngôn ngữ đó.",
  "no-voice": "Không có giọng đọc này.",
  "too-much-text": "Bản tin quá dài để đọc một lần.",
  "speech-failed": "Không tạo được giọng đọc.",
  "no-codec": "Máy chủ chưa có ffmpeg dùng được nên chưa xử lý được âm thanh.",
  "not-audio": "Tệp này không phải là âm thanh đọc được.",
  playlist: "Tệp này là danh sách phát, không phải âm thanh.",
  "wrong-extension": "Đuôi tên tệp không khớp với nội dung của tệp.",
  "unknown-extension": "Chỉ nhận tệp MP3, WAV, FLAC, OGG, OPUS, AAC, M4A, MP4, 3GP, WEBM.",
  "too-large": "Tệp quá lớn.",
  "too-long": "Âm thanh dài hơn mức cho phép.",
  "needs-ffmpeg": "Âm thanh dài hơn 10 phút: hãy cài ffmpeg trên máy chủ.",
  inflated: "Tệp bung ra lớn bất thường so với kích thước của nó nên không được nhận.",
  "too-short": "Âm thanh quá ngắn.",
  silent: "Tệp không có tiếng.",
  "not-level": "Âm thanh không đúng mức chung (−16 LUFS), cần làm lại từ bản gốc.",
  "timed-out": "Xử lý quá lâu nên đã dừng.",
  aborted: "Đã dừng theo yêu cầu.",
  "render-failed": "Không tạo được tệp âm thanh.",
} as const;

export type AudioRefusalCode = keyof typeof audioRefusals;

/** `detail` is for the log and for `doctor`; it holds no secrets and no paths of the server. */
export interface AudioRefusal {
  readonly ok: false;
  readonly code: AudioRefusalCode;
  readonly vi: string;
  readonly detail?: string;
}

export const refuseAudio = (code: AudioRefusalCode, detail?: string): AudioRefusal => ({
  ok: false,
  code,
  vi: audioRefusals[code],
  ...(detail === undefined ? {} : { detail }),
});
